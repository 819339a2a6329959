"""Keys that claim the same place: which of them gives way, and what none of them gets. Knows no label but through fields."""

from formgen.binding.bound_form import BoundForm
from formgen.binding.fields import BoundField
from formgen.binding.key_matches import Match, Question, decide_place, is_called, open_fields
from formgen.binding.line_contexts import is_holder
from formgen.binding.wording import exact, loose


def settle_rivals(bound: BoundForm, matches: list[Match]) -> list[Match]:
    """Return matches in which keys that name their place more exactly come first, and no place or record is halved."""
    found = _take_lists(bound, _take_the_rest(bound, _give_way(bound, matches)))
    return _refuse_clashes(_refuse_halves(bound, found))


def _give_way(bound: BoundForm, matches: list[Match]) -> list[Match]:
    """Return matches in which a key without a group leaves a place that another key names with its group.

    课题名称 beside 数据表/课题名称 is the one on the cover.
    """
    grouped = {
        each.number
        for match in matches
        if len(match.entry.parts) > 1 or "/" in match.entry.key
        for each in match.fields
    }
    found = list[Match]()
    for match in matches:
        plain = len(match.entry.parts) == 1 and "/" not in match.entry.key and len(match.fields) == 1
        if plain and match.fields[0].number in grouped:
            label = match.entry.key
            same = [
                each
                for each in open_fields(bound)
                if is_called(each, label, exact) or is_called(each, label, loose)
            ]
            others = [each for each in same if each.number not in grouped]
            match = decide_place(match.entry, others, "别的同名的都写明了组", 3) if others else match  # noqa: PLW2901
        found.append(match)
    return found


def _take_the_rest(bound: BoundForm, matches: list[Match]) -> list[Match]:
    """Return matches in which a key gets the one of its places that no key names more exactly.

    A key without a group gets only a place that has none.
    """
    taken = {each.number for match in matches for each in match.fields}
    found = list[Match]()
    for match in matches:
        free = [each for each in _asked_places(bound, match) if each.number not in taken]
        grouped = len(match.entry.parts) > 1 or "/" in match.entry.key
        if len(free) == 1 and (grouped or not _has_group(bound, free[0])):
            match = decide_place(match.entry, free, "别的同名的都写明了组", 3)  # noqa: PLW2901 - one match for another
        found.append(match)
    return found


def _has_group(bound: BoundForm, place: BoundField) -> bool:
    """Return whether a place is told by a label at its left: other fields of its row are none, but for whoever is named."""
    label = place.label_cell
    beside = {
        exact(name)
        for each in bound.fields
        if label is not None and each.label_cell is not None and each.kind not in {None, "list", "matrix"}
        if (each.label_cell.table, each.label_cell.row, each.label_cell.rows)
        == (label.table, label.row, label.rows)
        for name in each.names
        if not is_holder(name)
    }
    return any(each.rank[0] == 1 and exact(each.text) not in beside for each in place.contexts)


def _asked_places(bound: BoundForm, match: Match) -> list[BoundField]:
    """Return the places among which a key is a question; none where one of them has no blank, or is for a seal."""
    if match.question is None or match.question.code != "B101":
        return []
    numbers = set(match.question.candidates)
    places = [each for each in bound.fields if each.number in numbers]
    label = match.entry.parts[-1]
    if len(places) < len("两处") or any(is_called(each, label, exact) for each in bound.unfound):
        return []
    return places if all(each.kind not in {None, "seal"} for each in places) else []


def _take_lists(bound: BoundForm, matches: list[Match]) -> list[Match]:
    """Return matches in which rows under a name that the form does not have get the list that has all of their heads."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for at, match in enumerate(matches):
        if len(match.entry.parts) > 1 and isinstance(match.entry.value, list):
            groups.setdefault(match.entry.parts[:-1], []).append(at)
    found = [*matches]
    for ats in groups.values():
        asked = [matches[at].question for at in ats]
        columns = [_columns(bound, matches[at].entry.parts[-1]) for at in ats]
        blocks = {each.block for column in columns for each in column}
        unknown = all(each is not None and each.code == "B102" for each in asked)
        known = [len(column) for column in columns if column]
        if (
            unknown
            and len(blocks) == 1
            and len(known) > 1
            and known == [1] * len(known)
            and len(known) * 2 > len(ats)
        ):
            for at, column in zip(ats, columns, strict=True):
                if column:
                    found[at] = decide_place(matches[at].entry, column, "各项都是这张名单的栏", 5)
    return found


def _refuse_halves(bound: BoundForm, matches: list[Match]) -> list[Match]:
    """Return matches without the columns of a list of which another column may lie in two places: no half records."""
    blocks = {each.number: each.block for each in bound.fields if each.is_column}
    asked: dict[tuple[tuple[str, ...], int], str] = {}
    for match in matches:
        if (
            match.question is not None
            and match.question.code == "B101"
            and isinstance(match.entry.value, list)
        ):
            numbers = [at for at in match.question.candidates if at in blocks]
            asked |= {(match.entry.parts[:-1], blocks[at]): match.entry.key for at in numbers}
    return [_refuse_half(match, asked) for match in matches]


def _refuse_half(match: Match, asked: dict[tuple[tuple[str, ...], int], str]) -> Match:
    column = match.fields[0] if len(match.fields) == 1 and isinstance(match.entry.value, list) else None
    place = (match.entry.parts[:-1], column.block if column is not None and column.is_column else 0)
    if column is None or place not in asked:
        return match
    text = f"“{match.entry.key}”和“{asked[place]}”在同一张名单里，“{asked[place]}”不知道填哪一处"
    return Match(match.entry, question=Question("B101", text, (column.number,)))


def _columns(bound: BoundForm, label: str) -> list[BoundField]:
    lists = [each for each in open_fields(bound) if each.is_list]
    return next(
        (
            found
            for same in (exact, loose)
            if (found := [each for each in lists if is_called(each, label, same)])
        ),
        [],
    )


def _refuse_clashes(matches: list[Match]) -> list[Match]:
    """Return matches without those that claim one place with another; the one that names it most exactly keeps it."""
    owners: dict[int, list[Match]] = {}
    for match in matches:
        for each in match.fields:
            owners.setdefault(each.number, []).append(match)
    lost = set[int]()
    for rivals in owners.values():
        best = min(each.step for each in rivals)
        first = [each for each in rivals if each.step == best]
        lost |= {id(each) for each in rivals if each.step > best or len(first) > 1}
    return [
        Match(
            match.entry,
            question=Question(
                "B106",
                f"“{match.entry.key}”和另一个名称要填同一处",
                tuple(each.number for each in match.fields),
            ),
        )
        if id(match) in lost
        else match
        for match in matches
    ]
