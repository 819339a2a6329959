"""Rows below a header that are no data, and say something of a community all the same: they are named, not read.

So are columns whose words say that they decide. Knows tables with headers; nothing of what was read.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from formgen.intake.deciding_columns import tell_deciding
from formgen.intake.headed import HeadedTable
from formgen.intake.names import is_total
from formgen.intake.raw import Cell
from formgen.problems import Place, Problem
from formgen.quoting import shorten

_SHORTEST = 3  # signs of a name that a remark may hold by chance
_SIGNED = re.compile("填表|填报|制表|制单|审核|复核|负责|联系|盖章|签字|经办|报送")
_SIGN = r"[,，;；、|｜/\t \u3000]"
_DIVIDED = re.compile(rf"[一-鿿]{{2,8}}{_SIGN}+[一-鿿]{{2,8}}{_SIGN}.*\d")  # a row in one cell
_ALONE = re.compile(
    r"(?:[一-鿿]{2,5}?(?:镇|乡|街道))?[一-鿿]{1,6}(?:村|社区)(?:[\d,.%、，;；|/\t \u3000人户个约]*)"
)  # 东海村 1000 980
_SAID = re.compile(
    r"(?:(?:注|备注|说明)[:：])?\s*(?![本各全每由按请以此该])[一-鿿]{2,4}(?:村|社区)(?:数据|[:：]|未|没|不|已|暂|有|因|尚|还|约|共|缺|漏|\d)"
)
_OF_FIGURES = re.compile(r"数|实|误|错|未|没|不|待|缺|漏|\d")  # behind the name of a community


def tell_passed_over(chosen: Sequence[HeadedTable], told: Collection[Place] = ()) -> list[Problem]:
    """Return one hint D222 for the rows that are not read and speak of a community, and those of columns that may decide.

    ``told`` are the places of which something was said already.
    """
    found = [cell for headed in chosen for cell in _list_passed_over(headed) if cell.place not in told]
    columns = tell_deciding(chosen, told)
    if not found:
        return columns
    more = f"等{len(found)}行" if len(found) > 1 else ""
    words = {"text": shorten(found[0].text.strip()), "more": more}
    return [Problem("D222", found[0].place, words), *columns]


def _list_passed_over(headed: HeadedTable) -> Iterator[Cell]:
    names = {name for row in headed.named_rows if len(name := row.name.text.strip()) >= _SHORTEST}
    for cell in headed.lone:
        text = cell.text.strip()
        if text in names or (_is_furniture(text) and not (_SAID.match(text) or _speaks_of(text, names))):
            continue
        if (
            _DIVIDED.match(text)
            or _ALONE.fullmatch(text)
            or _SAID.match(text)
            or any(name in text for name in names)
        ):
            yield cell


def _is_furniture(text: str) -> bool:
    """Return whether a line heads a total, or says who signed."""
    return is_total(text) or _SIGNED.search(text) is not None


def _speaks_of(text: str, names: Collection[str]) -> bool:
    """Return whether a line says something of the figures of a community: 审核：前屿村已就业人数不实."""
    return any(_OF_FIGURES.search(text.partition(name)[2]) for name in names if name in text)
