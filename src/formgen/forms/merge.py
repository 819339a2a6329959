"""Merge place by place, three ways: what formgen put there, what stands there now, what belongs there now.

What a person typed and the data leave as it was is kept. What the data changed and nobody touched is renewed.
What both changed is a conflict: the person's text stays until somebody decides. Knows opened documents and values;
touches no file.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from formgen.forms.checksums import checksum, matches
from formgen.forms.document import OpenedDocument
from formgen.forms.draft_line import has_draft_line, remove_draft_line
from formgen.forms.fit import rejoin
from formgen.forms.text import SlotValue, format_value

Side = Literal["ours", "theirs"]
Decide = Callable[[str], Side | None]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A slot that a person and the data both changed. ``decided`` tells whose text stands there from now on.

    ``label`` is its name for a clerk, once it is known whose form it is.
    """

    slot: str
    where: str
    typed: str
    new: str
    decided: Side | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """The slots that add up others, and how: ``rows`` are those of each total.

    ``read`` returns the number that a text in a row or a total is, or a text; ``add`` the total of rows so read.
    """

    rows: Mapping[str, Sequence[str]]
    read: Callable[[str], SlotValue]
    add: Callable[[Sequence[SlotValue]], SlotValue]

    def counted(self) -> frozenset[str]:
        """Return the slots that hold numbers to be added, and their totals."""
        return frozenset(self.rows).union(*self.rows.values())


def _never_read_so(_slot: str, _text: str, _printed: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Typing:
    """What is known of texts that people type into slots.

    What stands in a slot of ``lasting`` stays a person's though the data came to say it; ``is_read_as`` tells of a slot, a
    text in it and a printed one whether they are read as the same.
    """

    lasting: Collection[str] = ()
    is_read_as: Callable[[str, str, str], bool] = _never_read_so


_NOTHING_KNOWN = Typing()


@dataclass
class Merge:
    """What becomes of a document: slots renewed, slots whose typed text is kept, conflicts, checksums from now on."""

    renewed: dict[int, SlotValue] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    checksums: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def merge(
    document: OpenedDocument,
    values: Mapping[str, SlotValue],
    totals: Totals,
    decide: Decide,
    typing: Typing = _NOTHING_KNOWN,
) -> Merge | None:
    """Merge new values into a document; None for one that carries no checksums of this template.

    ``decide`` says what shall become of a conflict. ``lost`` are slots that should be renewed and were not found.
    """
    if document.checksums is None:
        return None
    made = Merge(checksums=list(document.checksums))
    merging = _Merging(document, made, totals, decide, typing)
    for slot in dict.fromkeys(document.slots):
        if slot not in totals.rows:
            for places in document.list_wholes(slot):
                merging.place({at: values[document.slots[at]] for at in places})
    for at in [at for at, slot in enumerate(document.slots) if slot in totals.rows]:
        slot = document.slots[at]
        if merging.changes(at, values[slot]):
            merging.place_total(at, values)
        elif at not in document.computed:
            merging.place({at: values[slot]})  # nothing but what a person made of it
    return made


@dataclass
class _Merging:
    document: OpenedDocument
    made: Merge
    totals: Totals
    decide: Decide
    typing: Typing
    counted: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Know which slots are read as numbers."""
        self.counted = self.totals.counted()

    def place(self, new: Mapping[int, SlotValue]) -> None:
        """Decide what becomes of one text: what belongs into its place, or into both where it goes on upon a 附页.

        Parts of one text are renewed together or not at all: one of them alone would double or lose what lies between.
        """
        document, made = self.document, self.made
        slot, shown = document.slots[min(new)], {at: document.texts[at] or "" for at in new}
        fits = all(checksum(format_value(value)) == made.checksums[at] for at, value in new.items())
        if any(document.texts[at] is None for at in new):
            made.lost += [] if fits else [slot]
            return
        text, value = format_value(self._join(shown)), self._join(new)
        printed = all(map(document.is_printed, new))
        if all(self._says(document.slots[at], shown[at], value) for at, value in new.items()):
            if slot not in self.typing.lasting or printed:
                self._remember(shown)
        elif fits and (printed or matches(text, value)):
            pass  # only the line was touched that says it is a draft, or where a text goes over to the 附页
        elif (
            printed
            or not document.computed.isdisjoint(new)
            or matches(text, value)
            or _is_said_by_draft(text, value)
        ):
            made.renewed |= new
            self._remember(new)
        elif fits:
            made.kept[slot] = text
        else:
            self._conflict(new, text, value)

    def _join(self, parts: Mapping[int, SlotValue]) -> SlotValue:
        """Return the whole of a text that stands in one place, or in two of which the second goes on."""
        if len(parts) == 1:
            return next(iter(parts.values()))
        slots = self.document.slots
        return rejoin({slots[at]: format_value(part) for at, part in parts.items()})[slots[min(parts)]]

    def _remember(self, texts: Mapping[int, SlotValue]) -> None:
        """Remember what is known to stand or to belong in some places: from now on another text there is a person's."""
        for at, value in texts.items():
            self.made.checksums[at] = checksum(format_value(value))

    def place_total(self, at: int, values: Mapping[str, SlotValue]) -> None:
        """Decide what becomes of a total; what a person typed stays where the rows do not add up to another."""
        slot, text = self.document.slots[at], self.document.texts[at]
        value = self.add_rows(slot, values)
        if text and not value and format_value(values[slot]) and not self.document.is_printed(at):
            self.made.kept[slot] = text
        else:
            self.place({at: value})

    def _says(self, slot: str, text: str, value: SlotValue) -> bool:
        """Return whether the text of a slot says a value; a number in a row may stand there with its unit."""
        if matches(text, value) or self.typing.is_read_as(slot, text, format_value(value)):
            return True
        return slot in self.counted and isinstance(value, Fraction) and self.totals.read(text) == value

    def _conflict(self, new: Mapping[int, SlotValue], text: str, value: SlotValue) -> None:
        at, made = min(new), self.made
        slot = self.document.slots[at]
        side = self.decide(slot)
        if side == "ours":
            made.renewed |= new
        if side:
            self._remember(new)
        made.conflicts.append(Conflict(slot, self.document.places[at], text, format_value(value), side))

    def changes(self, at: int, value: SlotValue) -> bool:
        """Return whether a total has to be looked at: it changed itself, or one of its rows was renewed."""
        renewed = {self.document.slots[each] for each in self.made.renewed}
        return checksum(format_value(value)) != self.made.checksums[at] or not renewed.isdisjoint(
            self.totals.rows[self.document.slots[at]]
        )

    def add_rows(self, total: str, values: Mapping[str, SlotValue]) -> SlotValue:
        """Return a total of the rows as they will stand in the document.

        It is that of the ``values`` where the rows are: the sum of rounded points may be another number.
        """
        stands = {
            slot: format_value(self.made.renewed[at]) if at in self.made.renewed else text or ""
            for at, (slot, text) in enumerate(zip(self.document.slots, self.document.texts, strict=True))
        }
        rows = self.totals.rows[total]
        if all(self._says(slot, stands.get(slot, ""), values[slot]) for slot in rows):
            return values[total]
        return self.totals.add([self.totals.read(stands.get(slot, "")) for slot in rows])


def _is_said_by_draft(text: str, value: SlotValue) -> bool:
    """Return whether an edited draft says a value but for the line that says it is one."""
    return has_draft_line(text) and matches(remove_draft_line(text), value)
