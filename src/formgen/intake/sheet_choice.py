"""Which sheets of a workbook are read: those that belong together, and of several that look alike the right one, or none.

Knows sheets with their headers and who is in them; no value.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from formgen.intake.entries import match_key
from formgen.intake.fields import Catalogue
from formgen.intake.headed import HeadedTable
from formgen.intake.names import compare_form
from formgen.intake.vocabulary import SHEETS
from formgen.model import Who
from formgen.problems import Place, Problem

_YEAR = re.compile(r"(?:20|19)\d\d(?:年度?)?")
_COPY = re.compile(
    r"副本|备份|复件|拷贝|copy|backup|[(（]\d+[)）]|旧|原始|上年|去年|历史|作废|草稿|样表|示例|模板|(?:20|19)\d\d",
    re.IGNORECASE,
)
_SHOWN = 3  # communities that a message names


@dataclass
class SheetChoice:
    """The sheets that are read, what is wrong with the others, and the harmless reasons why they are not read."""

    chosen: list[HeadedTable] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def leave(self, headed: HeadedTable, why: str) -> None:
        """Leave a sheet unread for a reason."""
        self.unread.append(f"“{headed.title}”（{why}）")

    def hint(self, place: Place) -> list[Problem]:
        """Return one hint for all sheets that were left unread."""
        return [Problem("D158", place, {"sheets": "、".join(self.unread)})] if self.unread else []


def choose_sheets(headed: Sequence[HeadedTable], catalogue: Catalogue) -> SheetChoice:
    """Choose among the sheets with a header; one without figures is data only where no other has any."""
    choice = SheetChoice()
    data = []
    candidates = [each for each in headed if each.kind == "data"]
    figures = [each for each in candidates if each.has_figures(catalogue)]
    for each in candidates:
        if each not in (figures or [other for other in candidates if other.is_mostly_known]):
            choice.leave(each, "没有一列是评分要的数")
        elif each.named_rows or each.nameless:
            data.append(each)
        else:
            choice.problems += each.problems
    main = next((each for each in data if _is_main(each)), None)
    if main:
        choice.chosen.append(main)
        _compare_with_main(choice, main, [each for each in data if each is not main])
    else:
        _choose_among(choice, data)
    for kind in ("months", "scores", "judged"):  # data comes first: rows of the others belong to a community
        _choose_others(choice, [each for each in headed if each.kind == kind])
    return choice


def _is_main(headed: HeadedTable) -> bool:
    """Return whether a sheet bears the name that the template gives it."""
    return compare_form(headed.table.sheet) == SHEETS[headed.kind]


def _compare_with_main(choice: SheetChoice, main: HeadedTable, others: Sequence[HeadedTable]) -> None:
    """Leave the other sheets of data; communities that are only there are asked about, but for copies."""
    known = set(_list_who(main))
    for other in others:
        own = _list_who(other)
        only_there = [who for who in own if not _is_among(who, known)]
        if len(only_there) < len(own) or _COPY.search(other.table.sheet):
            more = f"，有{len(only_there)}个社区只在这里" if only_there else ""
            choice.leave(other, f"像是“{main.title}”的另一份{more}")
        elif own:
            words = {"sheet": other.title, "name": main.title, "count": str(len(own))}
            shown = "、".join(row.name.text.strip() for row in other.named_rows[:_SHOWN])
            words["communities"] = shown + ("等" if len(own) > _SHOWN else "")
            choice.problems.append(Problem("D163", other.place, words))


def _choose_among(choice: SheetChoice, data: Sequence[HeadedTable]) -> None:
    """Take sheets of different communities together; of those that look alike take none, but for hidden ones."""
    left = list(data)
    while left:
        group = [left.pop(0)]
        while alike := [each for each in left if any(_look_alike(each, member) for member in group)]:
            group += alike
            left = [each for each in left if each not in alike]
        visible = [each for each in group if not each.table.hidden.sheet]
        if len(group) == 1:
            choice.chosen += group
        elif len(visible) == 1:
            choice.chosen += visible
            for each in group:
                if each is not visible[0]:
                    choice.leave(each, f"是隐藏的，像是“{visible[0].title}”的另一份")
        else:
            names = "、".join(f"“{each.title}”" for each in group)
            words = {"sheets": names, "name": SHEETS["data"]}
            choice.problems.append(Problem("D159", group[0].place, words))


def _choose_others(choice: SheetChoice, headed: Sequence[HeadedTable]) -> None:
    """Take the sheets of one kind together, but for copies of the one that bears the name of the template."""
    main = next((each for each in headed if _is_main(each)), None)
    for each in headed:
        if main and each is not main and _COPY.search(each.table.sheet):
            choice.leave(each, f"像是“{main.title}”的另一份")
        else:
            choice.chosen.append(each)


def _look_alike(one: HeadedTable, other: HeadedTable) -> bool:
    """Return whether two sheets hold mostly the same communities, or the same table of different years."""
    names = [_YEAR.sub("", each.table.sheet) for each in (one, other)]
    dated = all(_YEAR.search(each.table.sheet) for each in (one, other))
    if dated and names[0] == names[1]:
        return True
    own, known = _list_who(one), set(_list_who(other))
    shared = sum(_is_among(who, known) for who in own)
    return bool(shared) and 2 * shared >= min(len(own), len(known))


def _list_who(headed: HeadedTable) -> list[Who]:
    return [
        match_key(Who(row.township.text if row.township else "", row.name.text)) for row in headed.named_rows
    ]


def _is_among(who: Who, known: set[Who]) -> bool:
    """Return whether a community is among others; a township that is not named may be any."""
    if who in known or Who("", who.name) in known:
        return True
    return not who.township and any(each.name == who.name for each in known)


def list_hidden(headed: Sequence[HeadedTable]) -> list[Problem]:
    """Return one hint for everything hidden that was read."""
    shown = [words for each in headed for words in _describe_hidden(each)]
    return [Problem("D160", headed[0].place, {"hidden": "、".join(shown)})] if shown else []


def _describe_hidden(headed: HeadedTable) -> Iterator[str]:
    """Yield what of a sheet is hidden and has been read."""
    hidden, title = headed.table.hidden, headed.title
    if hidden.sheet:
        yield f"工作表“{title}”"
        return
    rows = sorted(hidden.rows & {row.number for row in headed.named_rows}) if hidden.rows else []
    if rows:
        yield f"“{title}”第{'、'.join(map(str, rows[:_SHOWN]))}" + (
            f"等{len(rows)}行" if len(rows) > _SHOWN else "行"
        )
    columns = [headed.header.cells[at] for at in headed.header.meanings if at in hidden.columns]
    if columns:
        texts = "、".join("".join(cell.text.split()) for cell in columns[:_SHOWN])
        yield f"“{title}”的“{texts}”" + (f"等{len(columns)}列" if len(columns) > _SHOWN else "列")
