"""Keys of the data and what they get: a place, several for a column of a matrix, or a question. Decides among candidates."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from formgen.binding.bound_form import BoundForm
from formgen.binding.fields import BoundField

KeyValue = str | list[str]
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


def all_places(bound: BoundForm) -> Iterator[BoundField]:
    """Yield the fields of a form, then the labels whose blank was not found."""
    yield from bound.fields
    yield from bound.unfound


def open_fields(bound: BoundForm) -> Iterator[BoundField]:
    """Return the fields that take something."""
    return (each for each in bound.fields if each.kind != "seal" and not each.dropped)


def is_called(field: BoundField, label: str, same: Callable[[str], str]) -> bool:
    """Return whether a field has a name that is the same as a label."""
    return any(same(name) == same(label) for name in field.names)


def decide_place(entry: DataEntry, found: Sequence[BoundField], why: str, step: int) -> Match:
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
