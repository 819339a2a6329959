"""How sheets of data stand to each other: copies, years of one table, parts of one table, a whole beside its parts.

Knows sheets with their headers, who is in them, and what stands in their cells; no value is typed.
"""

import re
from collections.abc import Iterator, Sequence

from formgen.folding import fold, remove_blanks
from formgen.intake.entries import match_key
from formgen.intake.headed import FIGURES, HeadedTable
from formgen.intake.raw import Cell
from formgen.intake.townships import find_township
from formgen.intake.vocabulary import Meaning
from formgen.intake.years import list_years
from formgen.model import Who

_YEAR = re.compile(r"(?:20|19)\d\d(?:年度?)?")
_OF_POINTS = re.compile("自评|考评|评分|打分|得分|考核|评审|测评")  # whose they are, 各级评分 says
_FEWEST_PARTS = 2  # sheets that a whole can be the sum of


def list_who(headed: HeadedTable) -> list[Who]:
    """Return who is in a sheet, in a form that can be compared."""
    return [
        match_key(Who(row.township.text if row.township else "", row.name.text)) for row in headed.named_rows
    ]


def is_among(who: Who, known: set[Who]) -> bool:
    """Return whether a community is among others; a township that is not named may be any."""
    if who in known or Who("", who.name) in known:
        return True
    return not who.township and any(each.name == who.name for each in known)


def has_year(title: str) -> bool:
    """Return whether the name of a sheet has a year in it."""
    return _YEAR.search(title) is not None


def is_before(headed: HeadedTable, since: int) -> bool:
    """Return whether the name of a sheet is that of a year before another one."""
    years = list_years(headed.table.sheet)
    return bool(years) and max(years) < since


def group_alike(data: Sequence[HeadedTable]) -> Iterator[list[HeadedTable]]:
    """Yield the sheets in groups of those that hold mostly the same communities, or one table of different years."""
    left = list(data)
    while left:
        group = [left.pop(0)]
        while alike := [each for each in left if any(_look_alike(each, member) for member in group)]:
            group += alike
            left = [each for each in left if each not in alike]
        yield group


def _look_alike(one: HeadedTable, other: HeadedTable) -> bool:
    """Return whether two sheets hold mostly the same communities, or the same table of different years."""
    if _are_years(one, other):
        return True
    if _are_of_two_townships(one, other):
        return False
    own, known = list_who(one), set(list_who(other))
    shared = sum(is_among(who, known) for who in own)
    return bool(shared) and 2 * shared >= min(len(own), len(known))


def _are_years(one: HeadedTable, other: HeadedTable) -> bool:
    """Return whether the names of two sheets differ in their years only."""
    titles = [each.table.sheet for each in (one, other)]
    return all(has_year(title) for title in titles) and len({_YEAR.sub("", title) for title in titles}) == 1


def are_parts(sheets: Sequence[HeadedTable]) -> bool:
    """Return whether sheets are one table together: of each two the columns complete each other, or the communities."""
    return all(
        complete_each_other(one, other) or not (_share(one, other) or _are_years(one, other))
        for at, one in enumerate(sheets)
        for other in sheets[at + 1 :]
    )


def complete_each_other(one: HeadedTable, other: HeadedTable) -> bool:
    """Return whether each of two sheets has columns that the other lacks, and few in common: none, if one is of a year."""
    if any(
        2 * len({*who}) <= len(who) for who in map(list_who, (one, other))
    ):  # each has a row of its own for much
        return False
    if any(_OF_POINTS.search(each.table.sheet) for each in (one, other)):
        return False
    own, others = _list_columns(one), _list_columns(other)
    shared = own & others
    years = [set(list_years(each.table.sheet)) for each in (one, other)]
    if not own:  # names alone are completed by whatever there is
        return bool(others)
    if not own - others or not others - own or (all(years) and years[0] != years[1]):
        return False
    return not shared or (years[0] == years[1] and 2 * len(shared) <= min(len(own), len(others)))


def find_whole(group: Sequence[HeadedTable]) -> HeadedTable | None:
    """Return the sheet that holds the communities of several others, which are one table without it; None for none."""
    for each in group:
        others = [other for other in group if other is not each]
        apart = len(others) >= _FEWEST_PARTS and not any(
            _share(one, other) for at, one in enumerate(others) for other in others[at + 1 :]
        )
        if apart and all(_share(each, other) for other in others):
            return each
    return None


def repeats(whole: HeadedTable, parts: Sequence[HeadedTable]) -> bool:
    """Return whether a sheet says of every community what one of several others says, and no more."""
    rows = {
        who: part.row(row.number)
        for part in parts
        for who, row in zip(list_who(part), part.named_rows, strict=True)
    }
    for who, row in zip(list_who(whole), whole.named_rows, strict=True):
        if who not in rows:
            return False
        for meaning, cell in whole.row(row.number).cells:
            found = rows[who].find(meaning)
            if found is None or found.text.strip() != cell.text.strip():
                return False
    return True


def _are_of_two_townships(one: HeadedTable, other: HeadedTable) -> bool:
    """Return whether only the titles of two sheets name townships, and those differ: 东村 of each is another one."""
    if any(row.township for each in (one, other) for row in each.named_rows):
        return False
    areas = [find_township(each.titles[:-1]) for each in (one, other)]  # but for the name of the file
    return all(areas) and areas[0] != areas[1]


def _share(one: HeadedTable, other: HeadedTable) -> bool:
    if _are_of_two_townships(one, other):
        return False
    known = set(list_who(other))
    return any(is_among(who, known) for who in list_who(one))


def _list_columns(headed: HeadedTable) -> set[Meaning]:
    return {
        meaning
        for meaning in headed.header.meanings.values()
        if meaning.role in FIGURES or meaning.role == "facts"
    }


def find_other_figures(
    main: HeadedTable, other: HeadedTable, *, loosely: bool = False
) -> list[tuple[Cell | None, Cell]]:
    """Return the cells in which two sheets say different things of one community: that of the main sheet first.

    ``loosely`` takes one that names no township for the only one of its name.
    A figure that the main sheet has a column for and leaves blank is another one: None stands for it.
    """
    rows = {who: main.row(row.number) for who, row in zip(list_who(main), main.named_rows, strict=True)}
    columns = set(main.header.meanings.values())
    found: list[tuple[Cell | None, Cell]] = []
    for named, row in zip(list_who(other), other.named_rows, strict=True):
        who = named
        if (
            loosely
            and named not in rows
            and len(same := [each for each in rows if _may_be(each, named)]) == 1
        ):
            who = same[0]
        own = dict(rows[who].cells) if who in rows else {}
        for meaning, cell in other.row(row.number).cells:
            beside = own.get(meaning)
            asked = who in rows and meaning in columns and meaning.role in FIGURES
            left_out = beside is None and asked and cell.text.strip()
            if left_out or (beside is not None and _differs(beside, cell)):
                found.append((beside, cell))
    return found


def _may_be(one: Who, other: Who) -> bool:
    """Return whether two may be one community: one name, and not two townships."""
    return one.name == other.name and not (one.township and other.township)


def _differs(one: Cell, other: Cell) -> bool:
    texts = [remove_blanks(fold(each.text)) for each in (one, other)]
    return all(texts) and texts[0] != texts[1]
