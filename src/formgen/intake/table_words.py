"""What stands around a table and is said of all its numbers: that they are hundreds of persons, that it is no longer valid.

Knows tables with headers and kinds of fields; no value.
"""

import re
from collections.abc import Iterator, Sequence

from formgen.folding import fold, remove_blanks
from formgen.intake.fields import Catalogue
from formgen.intake.headed import HeadedTable
from formgen.intake.raw import Cell
from formgen.intake.vocabulary import Meaning
from formgen.problems import Place, Problem
from formgen.quoting import shorten

_SCALE = "[十百千万亿]"
_UNITS = "[人户个家件元次篇笔条份张]"
_MORE = rf"(?:[,，、/和及]{_SCALE}*{_UNITS})*"
_BEHIND = rf"(?:{_SCALE}+{_UNITS}(?![镇乡村街社区路号])|{_SCALE}+(?![一-鿿]))"  # 百人, 百; not 百官街道
_STATED = re.compile(
    rf"(?<![报表制管作送属在编审核填])单位(?:均?[为是])?[:：]?[(（]?(?:{_UNITS}[,，、/和及])*{_BEHIND}{_MORE}"
    rf"|以{_SCALE}+{_UNITS}为(?:计[量算])?单位|[以按]{_SCALE}+{_UNITS}(?:计|填|统计)"
    rf"|[(（]{_SCALE}+{_UNITS}[)）]$|^{_SCALE}+人$"
)  # 单位：百人
_SCALED = re.compile(rf"{_SCALE}+({_UNITS}?)")
_PLAIN = re.compile(rf"(?<!{_SCALE}){_UNITS}")
_THIS = "(?:本|此|该|这)"
_OF_TABLE = "(?:张|份|个)?(?:工作表|表格?|件|页|稿|数据|版)"
_VOID = re.compile(
    rf"(?:^|{_THIS}{_OF_TABLE}|[(（【\[:：!！])(?:已经?|现|予以)?(?:作废|废止|停用|弃用|无效|不用|勿用|不再使用|不作数)"
    r"(?!的|者|处|行|项|格|票|号|证)"
)
_NEWER = re.compile(
    "[以按](?:新|另|后[一附面]|下[一附]|更正|修改|修订|重报|补报|重新|另行|另外)[^,，。;；本此该这原旧]{0,8}(?:表|稿|版|数据)[^,，。;；本此该这]{0,6}为准"
)  # 以新表为准


_FIRST_POINTS = re.compile(
    "(?<![非经无])(?<!不是)(?<!不含)(?:初[评审核稿](?!人|员|组|会|单位|部门|意见|签|时间|日期|由|后|阶段|工作|[:：、和及])|"
    "预[评审]|试评|模拟|"
    "(?:百分制)?(?:折算|换算|调整|复核|复审|审定)前|草稿|讨论稿|征求意见|送审|第[一1]轮|暂[定估评](?![0-9]|由)|"
    "(?:[尚还暂]未|待)[^,，。;；]{0,4}折算|"  # 未折算 alone are the points as they were given
    "[未待](?:经|正式|最[终后])*[^,，。;；]{0,4}(?:复[核审评]|审[定核议]|定稿|讨论|研究|确认|公示|核[实定准])(?!人|数据|材料|.{0,3}的|[：:])|"
    "仅?供参考|(?:仅|只)?作参考|不作(?:为)?(?:最[终后]|依据|准))"
)
_OF_OTHERS = re.compile(  # what is said of other points than those of the table
    "(?:此前|之前|以前|先前|原先|原来|前[次期]|上[次期月])的?[^,，。;；本此该]{0,4}初[评审][^,，。;；本此该]{0,4}(?:作废|废止|停用|无效)|"
    "(?:代替|替代|取代)[^,，。;；]{0,8}初[评审][分表稿]*|(?<![为是系])初[评审](?:得?分|成绩|结果|情况|表)+(?:另?见|另附|另行|列入?)(?:附[件表录]|另表|文件|通知)"
)
_OF_POINTS = re.compile(
    "分|成绩|以上|上述|[本此该上]表"
)  # what a line below a table of points has to speak of


def find_void(headed: HeadedTable) -> Cell | None:
    """Return the cell above a header, or below its rows, that says that the table is no longer valid; None where none does."""
    below = (each for each in (*headed.remarks, *headed.lone) if "表" in each.text)
    return next((cell for cell in (*headed.titles_above, *below) if says_void(cell.text)), None)


def says_void(text: str) -> bool:
    """Return whether a text says that its table is no longer valid."""
    plain = remove_blanks(fold(text))
    return bool(_VOID.search(plain) or _NEWER.search(plain))


def judge_words_around(chosen: Sequence[HeadedTable], catalogue: Catalogue) -> list[Problem]:
    """Return what words around tables say of all their numbers: other units, or points that are not the last."""
    return [*_refuse_units(chosen, catalogue), *_hint_first_points(chosen, catalogue)]


def _hint_first_points(chosen: Sequence[HeadedTable], catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a hint for each table of points of which its title, its name or a line below says that they are not the last.

    A level that the notice calls so is meant by it.
    """
    own = "".join(catalogue.levels.values())
    for headed in chosen:
        if headed.kind not in {"scores", "judged"}:
            continue
        around = [
            *((cell.text, cell.place) for cell in headed.titles_above),
            (headed.table.sheet, headed.place),
            *(
                (cell.text, cell.place)
                for cell in (*headed.remarks, *headed.lone)
                if _OF_POINTS.search(cell.text)
            ),
        ]
        for text, place in around:
            said = _FIRST_POINTS.search(_OF_OTHERS.sub("", remove_blanks(fold(text))))
            if said and said[0] not in own:
                yield Problem("D225", place, {"text": shorten(text.strip()), "word": said[0]})
                break


def _refuse_units(chosen: Sequence[HeadedTable], catalogue: Catalogue) -> list[Problem]:
    """Shut the columns whose numbers are counted in tens or more by words around their table; one error for each table."""
    found = []
    for headed in chosen:
        for text, place in _list_around(headed):
            said = _STATED.search(remove_blanks(fold(text)))
            columns = [
                column
                for column, meaning in headed.header.meanings.items()
                if said and _is_scaled(said[0], _find_unit(meaning, catalogue))
            ]
            if columns:
                headed.shut |= set(columns)
                words = {"text": shorten(text.strip()), "count": str(len(columns))}
                found.append(Problem("D206", place, words))
                break
    return found


def _list_around(headed: HeadedTable) -> Iterator[tuple[str, Place]]:
    """Yield the texts around a table with their places: above it, between its rows, and the name of the sheet."""
    for cell in (*headed.titles_above, *headed.remarks, *headed.lone):
        yield cell.text, cell.place
    yield headed.table.sheet, headed.place


def _find_unit(meaning: Meaning, catalogue: Catalogue) -> str:
    """Return the unit of what is counted in a column, empty for a column that counts nothing."""
    match meaning.role:
        case "facts":
            own = catalogue.facts[meaning.key]
        case "indicators" | "monthly":
            own = catalogue.indicators[meaning.key]
        case "month":
            return "人"
        case _:
            return ""
    return (own.unit or "个") if own.kind == "count" else ""


def _is_scaled(said: str, unit: str) -> bool:
    """Return whether words for units say that numbers of one unit are tens of it or more.

    万元 is said of money alone; 百人 of everything that is counted, unless its own unit stands beside.
    """
    scaled = _SCALED.findall(said)
    if not unit or unit in scaled or "" in scaled:
        return bool(unit)
    return unit != "元" and unit not in _PLAIN.findall(said) and any(each != "元" for each in scaled)
