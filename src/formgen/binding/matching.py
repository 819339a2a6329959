"""Which place a key of the data gets. The first step with a candidate decides; where two remain it is a question.

Steps: the field's name, a label equal to the whole key, group and label, the same without brackets, synonyms one to
one. Likeness is only proposed in the question, never written.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from formgen.binding.bound_form import BoundForm
from formgen.binding.fields import BoundField
from formgen.binding.synonyms import Synonyms
from formgen.binding.wording import exact, loose

KeyValue = str | list[str]
_BEST = 5  # proposals of one question
_MOST_PIECES = 8  # of a key with strokes
LEFT_OUT = "对照表或 form.yaml 里定了不填"


@dataclass(frozen=True, slots=True)
class Question:
    """What a person has to decide: the code of the problem, the words, the numbers of the fields it may be."""

    code: str
    text: str
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DataEntry:
    """A key of a record as it was written, its parts, and its value: one text, or one for each row."""

    parts: tuple[str, ...]
    value: KeyValue

    @property
    def key(self) -> str:
        """Return the key as one text."""
        return "/".join(self.parts)


@dataclass(frozen=True, slots=True)
class Match:
    """The fields that one key gets (several for a column of a matrix), or a question; ``why`` is said in the report."""

    entry: DataEntry
    fields: tuple[BoundField, ...] = ()
    question: Question | None = None
    why: str = ""
    step: int = 0


def match_keys(bound: BoundForm, entries: Sequence[DataEntry], synonyms: Synonyms) -> list[Match]:
    """Return what each key gets. A place that two keys claim gets neither, unless one of them names it more exactly."""
    matches = [_by_label(bound, entry) for entry in entries]
    taken = {each.number for match in matches for each in match.fields}
    missing = [at for at, match in enumerate(matches) if match.question and match.question.code == "B102"]
    for at in missing:
        found = _by_synonym(bound, entries[at], synonyms, taken)
        if found is not None:
            matches[at] = found
    return _refuse_clashes(
        _refuse_halves(bound, _take_lists(bound, _take_the_rest(bound, _give_way(bound, matches))))
    )


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
                each for each in _open_fields(bound) if _is(each, label, exact) or _is(each, label, loose)
            ]
            others = [each for each in same if each.number not in grouped]
            match = _decide(match.entry, others, "别的同名的都写明了组", 3) if others else match  # noqa: PLW2901
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
        if len(free) == 1 and (grouped or all(context.rank[0] != 1 for context in free[0].contexts)):
            match = _decide(match.entry, free, "别的同名的都写明了组", 3)  # noqa: PLW2901 - one match for another
        found.append(match)
    return found


def _asked_places(bound: BoundForm, match: Match) -> list[BoundField]:
    """Return the places among which a key is a question; none where one of them has no blank, or is for a seal."""
    if match.question is None or match.question.code != "B101":
        return []
    numbers = set(match.question.candidates)
    places = [each for each in bound.fields if each.number in numbers]
    label = match.entry.parts[-1]
    if len(places) < len("两处") or any(_is(each, label, exact) for each in bound.unfound):
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
                    found[at] = _decide(matches[at].entry, column, "各项都是这张名单的栏", 5)
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
    lists = [each for each in _open_fields(bound) if each.is_list]
    return next(
        (found for same in (exact, loose) if (found := [each for each in lists if _is(each, label, same)])),
        [],
    )


def _by_label(bound: BoundForm, entry: DataEntry) -> Match:
    """Return what a key gets by field name, label, group and label, and the same without brackets."""
    if any(exact(entry.key) == exact(key) for key in bound.ignored):
        return Match(entry, why=LEFT_OUT)
    keys = {entry.key, ".".join(entry.parts)}
    named = [each for each in bound.fields if each.field in keys or keys & set(each.also)]
    if len(named) == 1:
        return _decide(entry, named, "字段名", 1)
    for step, same in ((2, exact), (4, loose)):
        whole = [each for each in _places(bound) if _is(each, entry.key, same)]
        if whole:
            return _decide(entry, whole, "标签", step)
        for groups, label in _splits(entry):
            found = _nearest(_places(bound), groups, label, same)
            if found:
                return _decide(entry, found, f"按“{'/'.join(groups)}”区分", step + 1)
    return _by_row_label(bound, entry) or Match(entry, question=_propose(bound, entry))


def _places(bound: BoundForm) -> Iterator[BoundField]:
    yield from bound.fields
    yield from bound.unfound


def _open_fields(bound: BoundForm) -> Iterator[BoundField]:
    return (each for each in bound.fields if each.kind != "seal" and not each.dropped)


def _is(field: BoundField, label: str, same: Callable[[str], str]) -> bool:
    return any(same(name) == same(label) for name in field.names)


def _splits(entry: DataEntry) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the ways to part a key into groups and label; labels contain ``/`` themselves."""
    pieces = [piece for part in entry.parts for piece in part.split("/")]
    if len(entry.parts) > 1:
        yield entry.parts[:-1], entry.parts[-1]
    for at in range(1, len(pieces)):
        yield tuple(pieces[:at]), "/".join(pieces[at:])
        if at > 1:
            yield ("/".join(pieces[:at]),), "/".join(pieces[at:])
    for at in range(3, min(len(pieces), _MOST_PIECES)):  # the label of a row with a stroke, before the heads
        for end in range(2, at):
            yield ("/".join(pieces[:end]), *pieces[end:at]), "/".join(pieces[at:])
            yield (*pieces[: at - end], "/".join(pieces[at - end : at])), "/".join(pieces[at:])


def _nearest(
    places: Iterator[BoundField], groups: tuple[str, ...], label: str, same: Callable[[str], str]
) -> list[BoundField]:
    """Return the fields of a label whose groups are nearest; of a matrix also by its row, with the head as group."""
    found = list[tuple[tuple[tuple[int, int], ...], BoundField]]()
    for each in places:
        ranks = None
        if _is(each, label, same):
            ranks = _ranks(each, groups, same)
        elif each.row_label and same(each.row_label) == same(label) and _is(each, groups[-1], same):
            ranks = ((0, 0), *(_ranks(each, groups[:-1], same) or ())) if len(groups) > 1 else ((0, 0),)
        if ranks is not None:
            found.append((ranks, each))
    if not found:
        return []
    best = min(_levels(ranks) for ranks, _ in found)
    return [each for ranks, each in found if _levels(ranks) == best]


def _levels(ranks: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Return what ranks are compared by: rows above are all equally far."""
    return tuple((level, at if level in {1, 2} else 0) for level, at in ranks)


def _ranks(
    field: BoundField, groups: tuple[str, ...], same: Callable[[str], str]
) -> tuple[tuple[int, int], ...] | None:
    """Return how near the groups are, nearest first; None where one of them is not around the field."""
    found = list[tuple[int, int]]()
    for group in reversed(groups):
        ranks = [each.rank for each in field.contexts if same(each.text) == same(group)]
        if not ranks:
            return None
        found.append(min(ranks))
    return tuple(found)


def _decide(entry: DataEntry, found: Sequence[BoundField], why: str, step: int) -> Match:
    """Return the one place among candidates: no list for one value, the list for several; else a question.

    A place that a person said to leave takes nothing and asks nothing. A place of a seal takes nothing: it gives way to
    any other, and alone it is a question.
    """
    numbers = tuple(each.number for each in found if each.number)
    taking = [each for each in found if not each.dropped and each.kind != "seal"]
    return _decide_among(entry, taking, why, step) if taking else _take_nothing(entry, found, numbers)


def _take_nothing(entry: DataEntry, found: Sequence[BoundField], numbers: tuple[int, ...]) -> Match:
    if any(each.dropped for each in found):
        return Match(entry, why=LEFT_OUT)
    return Match(entry, question=Question("B121", f"“{entry.key}”在表上是盖章、签字的地方", numbers))


def _decide_among(entry: DataEntry, found: Sequence[BoundField], why: str, step: int) -> Match:
    if isinstance(entry.value, list):
        wanted = [each for each in found if each.kind in {"list", "matrix", None}] or list(found)
    else:
        wanted = [each for each in found if not each.is_list] or list(found)
        ruled = [each for each in wanted if each.is_ruled]
        wanted = ruled if len(ruled) == 1 else wanted  # cover and footer repeat what the table asks
    numbers = tuple(each.number for each in found if each.number)
    if isinstance(entry.value, list) and len(wanted) > 1 and _is_column(wanted):
        if len(entry.value) <= len(wanted):
            return Match(entry, tuple(wanted[: len(entry.value)]), why=why, step=step)
        text = f"“{entry.key}”有{len(entry.value)}个值，表上只有{len(wanted)}行"
        return Match(entry, question=Question("B107", text, numbers))
    if len(wanted) > 1:
        text = f"“{entry.key}”在表上有{len(wanted)}处，不知道填哪一处"
        return Match(entry, question=Question("B101", text, numbers))
    if wanted[0].kind is None:
        return Match(entry, question=Question("B103", f"表上有“{entry.key}”，但没有找到它的空格", numbers))
    return Match(entry, (wanted[0],), why=why, step=step)


def _is_column(fields: Sequence[BoundField]) -> bool:
    return len({each.block for each in fields}) == 1 and all(each.row_label for each in fields)


def _by_row_label(bound: BoundForm, entry: DataEntry) -> Match | None:
    """Return the cell to tick: the key is the label of a row of a matrix, the value one of its heads."""
    if isinstance(entry.value, list):
        return None
    for same in (exact, loose):
        rows = [
            each for each in _open_fields(bound) if each.row_label and same(each.row_label) == same(entry.key)
        ]
        heads = [each for each in rows if _is(each, entry.value, same)]
        if len(heads) == 1:
            ticked = replace(heads[0], kind="tick")
            return Match(replace(entry, value="√"), (ticked,), why=f"打√的格：{entry.value}", step=2)
        if len(rows) == 1:
            return Match(entry, (rows[0],), why="这一行只有一格", step=3)
        if rows and len({each.block for each in rows}) == 1:
            text = f"“{entry.key}”这一行有{len(rows)}栏，不知道填哪一栏"
            return Match(entry, question=Question("B101", text, tuple(each.number for each in rows)))
    return None


def _by_synonym(bound: BoundForm, entry: DataEntry, synonyms: Synonyms, taken: set[int]) -> Match | None:
    """Return the place of a word of the same family that no key names; two such words are a question."""
    ways = [((), entry.key), *_splits(entry)] if len(entry.parts) == 1 else list(_splits(entry))
    for groups, label in ways:
        found = [
            each
            for each in _places(bound)
            if each.kind != "seal"
            and not each.dropped
            and any(synonyms.same(name, label) for name in each.names)
            and (not groups or _ranks(each, groups, loose) is not None)
        ]
        if found and not any(each.number in taken for each in found):
            return _decide(entry, found, f"“{found[0].label}”和“{label}”是一个意思", 6)
        if len(found) > 1:
            numbers = tuple(each.number for each in found)
            text = f"“{entry.key}”在表上有{len(found)}处意思相近的标签，不知道填哪一处"
            return Match(entry, question=Question("B101", text, numbers))
    return None


def _propose(bound: BoundForm, entry: DataEntry) -> Question:
    """Return the question for a key without a place, with the labels that are like it."""
    label = loose(entry.parts[-1])
    like = [
        each
        for each in _open_fields(bound)
        if any((plain := loose(name)) and (plain in label or label in plain) for name in each.names)
    ]
    return Question("B102", f"表上没有“{entry.key}”", tuple(each.number for each in like[:_BEST]))


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
