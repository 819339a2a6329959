"""Townships that stand where none is looked for: in a column of another name, in the name of a sheet, before a community.

Knows tables with headers and the names in their rows; no value.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import PurePath

from formgen.folding import fold, remove_blanks
from formgen.intake.headed import HeadedTable
from formgen.intake.names import compare_form
from formgen.intake.spellings import spell_community, spell_township
from formgen.intake.townships import NamedRow, ask_for_township, find_township, say_rows
from formgen.intake.vocabulary import TOWNSHIP
from formgen.problems import Problem

_PLACED = re.compile(r"(?:[一-鿿]{2,8}?[省市县区旗])*[一-鿿]{1,5}(?:镇|乡|街道|苏木)(?:人民政府|办事处)?")
_SHEET = re.compile(
    r"\d*[-_.、]?([一-鿿]{1,5}(?:镇|乡|街道))(?:\d*|数据|社区数据|申报数据|申报表|汇总表|[(（].*[)）])"
)
_BEFORE_NAME = re.compile(
    r"([一-鿿]{2,4}?(?:(?<!城)镇|(?<=城关)镇|街道)|[一-鿿]{2,3}?(?<![水新老故侨])乡)(?=[一-鿿]{2,}(?:社区|村|居委会|村委会)$)"
)
_SHOWN = 3  # names that a message lists


def tell_other_townships(headed: HeadedTable, rows: Sequence[NamedRow]) -> list[Problem]:
    """Return what a sheet says of townships elsewhere than in the column for them, and otherwise."""
    named = [row for row in rows if row.township]
    found = [] if named else [*_find_unnamed(headed, rows)]
    return [*found, *_find_strangers(headed, named), *tell_before_names(named)]


def _find_unnamed(headed: HeadedTable, rows: Sequence[NamedRow]) -> Iterator[Problem]:
    """Yield the question which township rows without any are of, where something around them speaks for one."""
    asked = [] if headed.header.column("township") else [*_find_column(headed, rows)]
    yield from asked
    if rows and not asked and (area := find_township(headed.titles)):
        yield ask_for_township(rows, f"（标题、工作表或文件的名称里有“{area}”）")


def _find_column(headed: HeadedTable, rows: Sequence[NamedRow]) -> Iterator[Problem]:
    """Yield D209 for the first column of another name that holds nothing but names of townships."""
    for column, head in headed.header.unknown.items():
        cells = [cell for row in rows if (cell := headed.table.rows[row.number].get(column))]
        if cells and all(_PLACED.fullmatch(remove_blanks(fold(cell.text))) for cell in cells):
            words = {"column": head.text.strip(), "example": cells[0].text.strip(), "label": TOWNSHIP}
            yield Problem("D209", head.place, words)
            return


def _find_strangers(headed: HeadedTable, named: Sequence[NamedRow]) -> Iterator[Problem]:
    """Yield D210 where a sheet bears the name of a township and rows of it are of others.

    What stands above the table, and the name of the file, speak only of a sheet that has no row of that township.
    """
    sheet = _SHEET.fullmatch(remove_blanks(fold(headed.table.sheet)))
    others = [] if sheet else [*(cell.text for cell in headed.titles_above), PurePath(headed.table.file).stem]
    area = sheet[1] if sheet else find_township(others)
    if not area:
        return
    own = _list_cores(area)
    strange = [row for row in named if row.township and not _is_of(row.township.text, own)]
    if strange and (sheet or len(strange) == len(named)):
        shown = "、".join(
            f"“{row.township.text.strip() if row.township else ''}{row.name.text.strip()}”"
            for row in strange[:_SHOWN]
        )
        more = f"等{len(strange)}个" if len(strange) > _SHOWN else ""
        words = {"area": area, "rows": say_rows(row.number for row in strange), "names": shown + more}
        where = "工作表的名称" if sheet else "表的标题或文件名"
        yield Problem("D210", strange[0].name.place, {**words, "where": where})


@lru_cache(maxsize=512)
def _list_cores(township: str) -> frozenset[str]:
    """Return what a name of a township may come to, however it is spelt."""
    return frozenset(each.core for each in spell_township(township))


def _is_of(township: str, cores: frozenset[str]) -> bool:
    return not cores.isdisjoint(_list_cores(township))


def tell_before_names(named: Iterable[NamedRow]) -> Iterator[Problem]:
    """Yield D211 for each name that begins with another township than that of its row."""
    for row in named:
        name, area = compare_form(row.name.text), row.township.text.strip() if row.township else ""
        match = _BEFORE_NAME.match(name)
        if match and area and not _is_of(match[1], _list_cores(area)):
            rest = next(iter(spell_community(name[match.end() :], ""))).core
            if len(rest) > 1:
                words = {"name": row.name.text.strip(), "area": area, "before": match[1]}
                yield Problem("D211", row.name.place, words)
