"""Which sheets of a workbook are read: those that belong together, and of several that look alike the right one, or none.

Knows sheets with their headers, how they stand to each other, and the year of the notice; no value.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from formgen.folding import keep_letters
from formgen.intake.fields import Catalogue
from formgen.intake.headed import HeadedTable
from formgen.intake.level_names import guess_level
from formgen.intake.names import compare_form
from formgen.intake.sheet_groups import (
    are_parts,
    complete_each_other,
    find_other_figures,
    find_whole,
    group_alike,
    has_year,
    is_among,
    is_before,
    list_who,
    repeats,
)
from formgen.intake.sheet_names import find_set_aside
from formgen.intake.stated_figures import is_correcting
from formgen.intake.table_words import find_void
from formgen.intake.vocabulary import CRITERION, LEVEL, POINTS, SERIES, SHEETS, make_vocabularies
from formgen.intake.years import find_notice_year
from formgen.problems import Place, Problem
from formgen.quoting import shorten

_NUMBERED = re.compile(r"[(（]\d+[)）]")  # how a spreadsheet names a copy
_BEFORE_AFTER = re.compile("^[原现新][来有报填]?[数值]?|[更订修改]正|[调改]整?[前后]|应为|改为|正确")
_OF_POINTS = re.compile("评|分|考核|复核")  # in the title of a sheet of points
_BOTH = 2  # columns: the number before, and the one after
_SHOWN = 3  # communities that a message names


@dataclass
class SheetChoice:
    """The sheets that are read, what is wrong with the others, and the harmless reasons why they are not read.

    ``parts`` are the chosen sheets that say more of the communities of others, which they are one table with;
    ``figureless`` are those of communities without a column of a figure, ``lost`` those of points of levels that are not
    read and that somebody may take for read.
    """

    chosen: list[HeadedTable] = field(default_factory=list)
    parts: list[HeadedTable] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    figureless: list[HeadedTable] = field(default_factory=list)
    lost: list[HeadedTable] = field(default_factory=list)

    def leave(self, headed: HeadedTable, why: str) -> None:
        """Leave a sheet unread for a reason."""
        self.unread.append(f"“{headed.title}”（{why}）")

    def join(self, parts: Sequence[HeadedTable]) -> None:
        """Take sheets that are one table together; those that name townships first."""
        ordered = sorted(parts, key=lambda each: not each.header.column("township"))
        self.chosen += ordered
        self.parts += ordered[1:]

    def hint(self, place: Place) -> list[Problem]:
        """Return one hint for all sheets that were left unread."""
        return [Problem("D158", place, {"sheets": "、".join(self.unread)})] if self.unread else []


def choose_sheets(headed: Sequence[HeadedTable], catalogue: Catalogue) -> SheetChoice:
    """Choose among the sheets with a header; one without figures is data only where no other has any."""
    choice = SheetChoice()
    headed = _leave_void(choice, headed)
    data: list[HeadedTable] = []
    choice.figureless += [each for each in headed if _lists_corrections(each)]
    for each in choice.figureless:
        choice.leave(each, "没有一列是评分要的数")
    headed = [each for each in headed if each not in choice.figureless]
    levelless = [each for each in headed if _lacks_level(each, catalogue)]
    misnamed = [each for each in headed if each in levelless or _is_misnamed(each) or _lacks_points(each)]
    choice.problems += [_describe_misnamed(each, lacks_level=each in levelless) for each in misnamed]
    choice.lost += [
        each for each in misnamed if each in levelless or compare_form(each.table.sheet) == SHEETS["scores"]
    ]
    headed = [each for each in headed if each not in misnamed]
    candidates = [each for each in headed if each.kind == "data"]
    figures = [each for each in candidates if each.has_figures(catalogue)]
    for each in candidates:
        if each not in (figures or [other for other in candidates if other.is_mostly_known]) and not (
            figures and _is_main(each)
        ):
            choice.leave(each, "没有一列是评分要的数")
            choice.figureless.append(each)
        elif each.named_rows or each.nameless:
            data.append(each)
        else:
            choice.problems += each.problems
    notice = catalogue.rubric.notice
    since = find_notice_year(notice.signed, notice.printed)
    main = next((each for each in data if _is_main(each)), None)
    if main:
        _compare_with_main(choice, main, [each for each in data if each is not main], since)
    else:
        _choose_among(choice, _leave_set_aside(choice, data), since)
    for kind in ("months", "scores", "judged"):  # data comes first: rows of the others belong to a community
        _choose_others(choice, [each for each in headed if each.kind == kind], since)
    return choice


def _leave_void(choice: SheetChoice, headed: Sequence[HeadedTable]) -> list[HeadedTable]:
    """Leave the sheets that say of themselves that they are no longer valid; where there is no other, that is an error."""
    for each in headed:
        if each.kind == "data":
            _ = each.named_rows  # what stands below them is known once they are read
    void = {each: cell for each in headed if (cell := find_void(each))}
    kept = [each for each in headed if each not in void]
    for each, cell in void.items():
        if any(other.kind == each.kind for other in kept):
            choice.leave(each, f"{cell.place.cell}写着“{shorten(cell.text.strip())}”")
        else:
            words = {"sheet": each.title, "text": shorten(cell.text.strip())}
            choice.problems.append(Problem("D207", cell.place, words))
            choice.lost += [each] if each.kind == "scores" else []
    return kept if any(each.kind == "data" for each in kept) or not void else []


def _is_main(headed: HeadedTable) -> bool:
    """Return whether a sheet bears the name that the template gives it."""
    return compare_form(headed.table.sheet) == SHEETS[headed.kind]


def _lists_corrections(headed: HeadedTable) -> bool:
    """Return whether a sheet is headed as a list of corrections: 指标, 原数, 现数 and no month."""
    if headed.kind != "months" or headed.header.column("month"):
        return False
    heads = [keep_letters(cell.text) for cell in headed.header.unknown.values()]
    return sum(_BEFORE_AFTER.search(head) is not None for head in heads) >= _BOTH


def _is_misnamed(headed: HeadedTable) -> bool:
    """Return whether a sheet bears the name of one of the other sheets of the template, and is headed otherwise."""
    return any(
        compare_form(headed.table.sheet) == title and headed.kind != kind
        for kind, title in SHEETS.items()
        if kind != "data"
    )


def _lacks_points(headed: HeadedTable) -> bool:
    """Return whether a sheet says which criteria its rows are about, and has no column of their points."""
    return headed.kind == "judged" and not headed.header.column("points")


def _lacks_level(headed: HeadedTable, catalogue: Catalogue) -> bool:
    """Return whether a sheet has points of a level that no column names: its title does, or its columns are the items."""
    if headed.kind != "data" or headed.has_figures(catalogue) or find_set_aside(headed.table.sheet):
        return False
    title = headed.table.sheet
    if _OF_POINTS.search(title) and guess_level(title, catalogue.levels):
        return True
    texts = [cell.text for cell in headed.header.unknown.values()]
    if len(texts) < _SHOWN:
        return False
    vocabulary = make_vocabularies(catalogue)["scores"]
    found = {meaning for text in texts if (meaning := vocabulary.look_up(text)) and meaning.role == "scores"}
    return len(found) >= _SHOWN


def _describe_misnamed(headed: HeadedTable, *, lacks_level: bool = False) -> Problem:
    heads = {SHEETS["months"]: SERIES, SHEETS["scores"]: LEVEL, SHEETS["judged"]: CRITERION}
    sheet = compare_form(headed.table.sheet)
    column = LEVEL if lacks_level else heads[sheet] if _is_misnamed(headed) else POINTS
    return Problem("D193", headed.place, {"sheet": headed.title, "column": column})


def _compare_with_main(
    choice: SheetChoice, main: HeadedTable, others: Sequence[HeadedTable], since: int
) -> None:
    """Take the main sheet with those that complete it; communities only in others are asked about, but for copies."""
    copies = [each for each in others if _is_copy(each.table.sheet)]
    parts = [main]
    for each in others:
        old = is_before(each, since) or _NUMBERED.search(each.table.sheet) or find_set_aside(each.table.sheet)
        if not old and complete_each_other(main, each) and are_parts([*parts, each]):
            parts.append(each)
    choice.join(parts)
    known = {who for each in parts for who in list_who(each)}
    for other in (each for each in others if each not in parts):
        own = list_who(other)
        only_there = [who for who in own if not is_among(who, known)]
        if len(only_there) < len(own) or other in copies:
            choice.leave(other, f"像是“{main.title}”的另一份{_say_only_there(len(only_there))}")
            choice.problems += _ask_differences(main, other, since)
        elif own:
            words = {"sheet": other.title, "name": main.title, "count": str(len(own))}
            shown = "、".join(row.name.text.strip() for row in other.named_rows[:_SHOWN])
            words["communities"] = shown + ("等" if len(own) > _SHOWN else "")
            choice.problems.append(Problem("D163", other.place, words))


def _is_copy(title: str) -> bool:
    return bool(find_set_aside(title)) or has_year(title) or _NUMBERED.search(title) is not None


def _say_only_there(count: int) -> str:
    return f"，有{count}个社区只在这里" if count else ""


def _leave_set_aside(choice: SheetChoice, sheets: Sequence[HeadedTable]) -> list[HeadedTable]:
    """Leave the sheets whose names speak against reading them; where there is no other, it is a question."""
    titles = [each.table.sheet for each in sheets]
    against = {each: word for each in sheets if (word := find_set_aside(each.table.sheet, titles))}
    kept = [each for each in sheets if each not in against]
    if against and not kept:
        words = {"sheets": _list_titles([*against]), "name": SHEETS[sheets[0].kind]}
        words["words"] = "、".join(f"“{word}”" for word in dict.fromkeys(against.values()))
        choice.problems.append(Problem("D189", sheets[0].place, words))
        choice.lost += [each for each in sheets if each.kind == "scores"]
        return []
    known = {who for each in kept for who in list_who(each)} if against else set()
    for each, word in against.items():
        only_there = sum(not is_among(who, known) for who in list_who(each)) if each.kind == "data" else 0
        choice.leave(each, f"名称里有“{word}”{_say_only_there(only_there)}")
    return kept


def _choose_among(choice: SheetChoice, data: Sequence[HeadedTable], since: int) -> None:
    """Take sheets of different communities and parts of one table together; of those that look alike take none.

    But for hidden ones, years before that of the notice, and a sheet that repeats what several others say.
    """
    asked: list[str] = []
    place: Place | None = None
    for group in group_alike(data):
        visible = [each for each in group if not each.table.hidden.sheet]
        later = [each for each in group if not is_before(each, since)]
        whole = find_whole(group)
        rest = [each for each in group if each is not whole]
        if are_parts(group):
            choice.join(group)
        elif len(visible) == 1:
            _take(choice, visible, group, "是隐藏的，")
        elif later and len(later) < len(group) and are_parts(later):
            _take(choice, later, group, "")
        elif whole and repeats(whole, rest):
            _take(choice, rest, group, "")
        else:
            asked.append(f"{_list_titles(rest)}（合起来）、“{whole.title}”" if whole else _list_titles(group))
            place = place or group[0].place
    if place:
        shown = "；".join(asked[:_SHOWN]) + (f"等{len(asked)}组" if len(asked) > _SHOWN else "")
        choice.problems.append(Problem("D159", place, {"sheets": shown, "name": SHEETS["data"]}))


def _ask_differences(main: HeadedTable, other: HeadedTable, since: int) -> list[Problem]:
    """Return a question where a sheet beside the main one has other figures of the same communities, and is of no year of its own."""
    if is_before(other, since) or has_year(other.table.sheet) or find_set_aside(other.table.sheet):
        return []
    found = find_other_figures(main, other, loosely=is_correcting(other.table.sheet))
    if not found:
        return []
    one, beside = found[0]
    words = {
        "sheet": other.title,
        "name": main.title,
        "count": str(len(found)),
        "where": beside.place.short,
        "text": beside.text.strip(),
        "own": f"{one.place.short}是{one.text.strip()}" if one else f"“{main.title}”没有填",
    }
    return [Problem("D195", beside.place, words)]


def _take(
    choice: SheetChoice, taken: Sequence[HeadedTable], group: Sequence[HeadedTable], before: str
) -> None:
    """Take some sheets of a group, and leave the others as copies of them."""
    choice.join(taken)
    known = {who for each in taken for who in list_who(each)}
    names = _list_titles(taken[:_SHOWN]) + ("等" if len(taken) > _SHOWN else "")
    for each in (each for each in group if each not in taken):
        only_there = sum(not is_among(who, known) for who in list_who(each))
        choice.leave(each, f"{before}像是{names}的另一份{_say_only_there(only_there)}")


def _list_titles(sheets: Sequence[HeadedTable]) -> str:
    return "、".join(f"“{each.title}”" for each in sheets)


def _choose_others(choice: SheetChoice, headed: Sequence[HeadedTable], since: int) -> None:
    """Take the sheets of one kind together, but for copies of the one that bears the name of the template.

    Without it years before that of the notice are left, where there are others.
    """
    main = next((each for each in headed if _is_main(each)), None)
    if main is None:
        kept = _leave_set_aside(choice, headed)
        later = [each for each in kept if not is_before(each, since)] or kept
        choice.chosen += later
        for each in (each for each in kept if each not in later):
            choice.leave(each, f"年份比{_list_titles(later[:_SHOWN])}早")
        return
    for each in headed:
        if each is not main and _is_copy(each.table.sheet):
            choice.leave(each, f"像是“{main.title}”的另一份")
        else:
            choice.chosen.append(each)


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
