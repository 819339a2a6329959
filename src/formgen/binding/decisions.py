"""What a person decided about a bound form: names, kinds, places that are not filled. Knows bound forms only."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from formgen.binding.bound_form import BoundForm
from formgen.binding.fields import BoundField, BoundKind, Context

_BESIDE = 1  # rank of a group that a person named
_ROWS_ABOVE = 4  # from this rank on, contexts are far: captions and rows above


@dataclass(frozen=True, slots=True)
class FieldDecision:
    """What one field is to be instead of what its labels say; what is empty stays as it was bound.

    ``number`` is that of the field; ``also`` are keys of data that go there; a ``dropped`` field takes nothing.
    """

    number: int
    field: str = ""
    kind: BoundKind | None = None
    label: str = ""
    names: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class FormDecisions:
    """The decisions about a form: those about fields, and the keys of data that are not to be filled."""

    fields: tuple[FieldDecision, ...] = ()
    ignored: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything was decided."""
        return bool(self.fields or self.ignored)

    def then(self, later: "FormDecisions") -> "FormDecisions":
        """Return these decisions and later ones, which hold where both speak of one thing."""
        return FormDecisions(
            (*self.fields, *later.fields), tuple(dict.fromkeys((*self.ignored, *later.ignored)))
        )


def apply_decisions(bound: BoundForm, decisions: FormDecisions) -> BoundForm:
    """Return a bound form as it was decided. Decisions about numbers that are not there have no effect."""
    if not decisions:
        return bound
    by_number = {each.number: each for each in bound.fields}
    for decision in decisions.fields:
        if decision.number in by_number:
            by_number[decision.number] = _decided(by_number[decision.number], decision)
    return replace(bound, fields=tuple(by_number.values()), ignored=decisions.ignored)


def _decided(field: BoundField, decision: FieldDecision) -> BoundField:
    groups = tuple(Context((_BESIDE, at), text) for at, text in enumerate(decision.groups))
    return replace(
        field,
        field=decision.field or field.field,
        kind=decision.kind or field.kind,
        label=decision.label or field.label,
        names=decision.names or field.names,
        contexts=groups or (() if decision.label and decision.label != field.label else field.contexts),
        also=tuple(dict.fromkeys((*field.also, *decision.also))),
        dropped=field.dropped or decision.dropped,
    )


def names_twice(fields: Iterable[BoundField]) -> tuple[str, ...]:
    """Return the names that two fields have."""
    counts = Counter(each.field for each in fields)
    return tuple(name for name, count in counts.items() if count > 1)


def group_texts(field: BoundField) -> tuple[str, ...]:
    """Return the groups of a field as they are listed, nearest first: those that name it, not the rows above."""
    return tuple(dict.fromkeys(each.text for each in field.contexts if each.rank[0] < _ROWS_ABOVE))
