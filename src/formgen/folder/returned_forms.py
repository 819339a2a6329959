"""Read back what people typed into the forms of a folder.

A document tells by its checksums which places a person changed since it was made; one that lost them is held against
what the data print today.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from formgen.binding.refilling import is_untouched_filling
from formgen.filling.rows import IDENTITY, label_of
from formgen.filling.slot_values import Wishes, find_values
from formgen.folder.contradictions import find_unequal_totals
from formgen.folder.identified_documents import OFFICE, walk_files
from formgen.folder.pasted_forms import say_several
from formgen.folder.typed_texts import TypedTexts
from formgen.folder.unread import (
    join_refusals,
    list_unread_places,
    report_altered,
    report_cleared,
    report_elsewhere,
    report_limits,
    report_other_names,
    report_page,
    report_places,
    report_revised,
    report_unread,
)
from formgen.folder.unreadable_formats import report_unreadable_formats
from formgen.folding import remove_blanks, remove_invisible
from formgen.forms.checksums import matches
from formgen.forms.compiled import CompiledForm
from formgen.forms.document import OpenedDocument
from formgen.forms.draft_line import DRAFT_LINE, find_draft_line, has_draft_line, remove_draft_line
from formgen.forms.formats import suffix_of
from formgen.forms.text import SlotValue, format_value
from formgen.intake.fields import Catalogue, make_catalogue
from formgen.model import Fact, Figure, Who
from formgen.office.identity import read_identity
from formgen.office.package import UnreadableError
from formgen.problems import Place, Problem
from formgen.quoting import cut_to_difference, mask_identities
from formgen.rubric.score import Scorecard
from formgen.workbook.amend import Amendment

NOWHERE = Place()
_AS_THE_DATA_SAY = Wishes({}, draft=True)


@dataclass(frozen=True, slots=True)
class ReturnedValue:
    """One value that somebody typed: where, what stood there, what stands there now.

    ``place`` is where the data have it, or the community, in whose row or block it belongs.
    """

    amendment: Amendment
    label: str
    before: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class CollectResult:
    """What a folder gave: values to take over, and what a person has to look at.

    ``is_writable`` tells whether the data are a workbook, into which they can be written.
    """

    found: tuple[ReturnedValue, ...]
    problems: tuple[Problem, ...]
    files: int
    is_writable: bool = True


def collect_from_folder(
    folder: Path,
    cards: Sequence[Scorecard],
    forms: Sequence[CompiledForm],
    as_left: Callable[[str], bool] = lambda _: False,
    known: Collection[str] = (),
) -> CollectResult:
    """Read every changed form below a folder. Files that were not changed since they were made are passed over.

    ``as_left`` tells without opening it that a file is as the last run left it and nobody had changed it then;
    ``known`` are the paths of documents in the ledger.
    A value that two files give differently is reported (T112) and not taken.
    """
    by_name = {card.community.who: card for card in cards}
    found: list[ReturnedValue] = []
    problems: list[Problem] = []
    files = 0
    fields: Catalogue | None = None
    for name in walk_files(folder, OFFICE):
        path = folder / name
        own = None if as_left(name) else read_identity(path)
        filling = own and not own.says and is_untouched_filling(path.read_bytes())  # of ``formgen fill``
        if as_left(name) or filling or (own and (own.untouched or own.covers_several)):
            continue
        files += 1
        match = _recognise(path, own.says if own else {}, by_name, forms)
        if isinstance(match, Problem):
            problems.append(match)
            continue
        fields = fields or make_catalogue(match.card.rubric)
        more, faults = _FormReader(name, *match, fields).read()
        other = _find_other_name(match, by_name)
        found += [] if other else more
        problems += [*faults, *([_refuse_all(name, match, other, more)] if other and more else [])]
    kept, conflicts = _agreed(found)
    return CollectResult(
        tuple(kept), (*problems, *conflicts, *report_unreadable_formats(folder, known)), files
    )


class _Match(NamedTuple):
    """Whose form a file is, which form, and the document opened through its template."""

    card: Scorecard
    form: CompiledForm
    document: OpenedDocument


def _recognise(
    path: Path, says: Mapping[str, str], by_name: Mapping[Who, Scorecard], forms: Sequence[CompiledForm]
) -> _Match | Problem:
    """Return whose form a file is and what is in it: by its own properties, else by shape and name."""
    why = "不是这些表格里的一种"
    for form in forms:
        template = form.templates.get(suffix_of(path))
        if template is None or (says and says.get("form") != form.form.id):
            continue
        try:
            document = template.open(path.read_bytes())
        except (UnreadableError, OSError) as error:
            why = "打不开，可能正在别的程序中打开"
            if isinstance(error, UnreadableError):
                why = say_several(path, {who.name for who in by_name}) or str(error)
            continue
        name = says.get("name") or document.values().get("name", "")
        townships = [who.township for who in by_name if who.name == name]
        township = says.get("township", "") if says else townships[0] if len(townships) == 1 else ""
        who = Who(township, name)
        if who in by_name:
            return _Match(by_name[who], form, document)
        why = (not name and say_several(path, {who.name for who in by_name})) or f"数据里没有“{who}”"
    return Problem("T113", Place(file=path.name), {"file": path.name, "why": why})


def _find_other_name(match: _Match, by_name: Mapping[Who, Scorecard]) -> str:
    """Return the name that a form shows where that is the name of another community of the data; else empty."""
    own = remove_blanks(match.card.community.who.name)
    names = {remove_blanks(who.name) for who in by_name} - {own}
    shown = zip(match.document.slots, match.document.texts, strict=True)
    return next(
        (text for slot, text in shown if slot == "name" and text and remove_blanks(text) in names), ""
    )


def _refuse_all(origin: str, match: _Match, other: str, found: Sequence[ReturnedValue]) -> Problem:
    """Return the problem of a form that says it is one community's and prints another's name: nobody knows whose it is."""
    words = {
        "file": origin,
        "community": match.card.community.full_name,
        "shown": other.strip(),
        "labels": "、".join(dict.fromkeys(each.label for each in found)),
    }
    return Problem("T186", Place(file=origin), words)


@dataclass
class _FormReader:
    """One form being read."""

    origin: str
    card: Scorecard
    form: CompiledForm
    document: OpenedDocument
    fields: Catalogue

    @cached_property
    def texts(self) -> TypedTexts:
        """What the slots of the form hold in the data."""
        own = self.card
        return TypedTexts(self.origin, own.community.who, own.rubric, self.form.form, self.fields)

    def _says(self, today: Mapping[str, SlotValue]) -> Callable[[int, str], bool]:
        """Return whether a text is what the data print in a place today, by the number of the place."""
        slots = self.document.slots
        return lambda at, text: slots[at] in today and text == format_value(today[slots[at]])

    def read(self) -> tuple[list[ReturnedValue], list[Problem]]:
        """Return what was typed into the form, and what cannot be used."""
        found: list[ReturnedValue] = []
        form, who = self.form.form, self.card.community.who
        problems = list(report_unread(self.document, form, self.card.rubric, who, self.origin))
        problems += report_other_names(self.document, form, who, self.origin)
        filled = find_values(self.card, form, _AS_THE_DATA_SAY)
        today = dict(filled.values)
        said = {slot: value for slot, value in today.items() if slot not in filled.drafted}
        problems += report_cleared(self.document, form, self.card.rubric, self.origin, said)
        changed = self._changed(today)
        told = list_unread_places(self.document)
        problems += report_altered(self.document, form, who, self.origin, told)
        problems += report_elsewhere(self.document, form, who, self.origin)
        problems += report_page(self.document, form, who, self.origin)
        problems += report_limits(self.document, form, who, self.origin)
        problems += report_revised(self.document, who, self.origin)
        problems += self._report_drafts(today, changed)
        problems += self.texts.report_beside(self.document, changed, self._says(today))
        problems += self._report_places(changed)
        problems += find_unequal_totals(
            self.origin, self.document, self.card.rubric, self.form, changed.keys()
        )
        refused = dict[str, list[Problem]]()
        for slot, typed in changed.items():
            texts = [remove_draft_line(text) for text in typed]
            if slot in filled.drafted and texts == typed:  # whoever takes the line away has read the draft
                today[slot] = ""
            texts = [remove_invisible(text) for text in texts]
            texts, beside = self.texts.divide(slot, texts)
            problems += beside
            if slot in IDENTITY or all(not text.strip() or matches(text, today[slot]) for text in texts):
                continue
            value = self.texts.read(slot, texts[0]) if len(texts) == 1 else self._refuse_several(slot, texts)
            if isinstance(value, Problem):
                refused.setdefault(slot.partition(".")[2] or slot, []).append(value)
            elif value is not None and not matches(
                format_value(value.value), known := self._known(value, today[slot])
            ):
                label = label_of(self.card.rubric, form, slot)
                found.append(ReturnedValue(value, label, format_value(known), self._find_place(value)))
                problems += self._report_identity(slot, format_value(value.value))
        return found, [*problems, *join_refusals(refused.values())]

    def _report_places(self, changed: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
        """Yield a problem for each text of which other places still say otherwise; not of those that are refused for it."""
        refused = {self.texts.words(slot)["label"] for slot, typed in changed.items() if len(typed) > 1}
        own, who = self.form.form, self.card.community.who
        found = report_places(self.document, own, self.card.rubric, who, self.origin)
        return (each for each in found if each.words["label"] not in refused)

    def _report_identity(self, slot: str, text: str) -> Iterator[Problem]:
        """Yield a problem for a text with the ID number of a person in it."""
        words = {"label": self.texts.label(slot), "value": text, "file": self.origin}
        if mask_identities(text) != text:
            yield Problem("T194", Place(file=self.origin), words)

    def _changed(self, today: Mapping[str, SlotValue]) -> dict[str, list[str]]:
        """Return the different texts that people put into each slot: one, or two where it is printed in two places."""
        typed = self.document.typed()
        if typed is not None:
            twice = self.document.contradictions()
            return {slot: list(twice.get(slot, (text,))) for slot, text in typed.items()}
        found: dict[str, list[str]] = {}
        for slot, texts in self.document.list_texts().items():
            others = [text for text in texts if not has_draft_line(text) and not matches(text, today[slot])]
            if others:
                found[slot] = others
        return found

    def _report_drafts(
        self, today: Mapping[str, SlotValue], changed: Mapping[str, Sequence[str]]
    ) -> Iterator[Problem]:
        """Yield a problem for each text that says it is a draft, and on whose line somebody worked all the same."""
        for slot in dict.fromkeys(self.document.slots[at] for at in self.document.list_drafts()):
            text = self.document.texts[self.document.slots.index(slot)] or ""
            line = find_draft_line(text)
            stands = line == DRAFT_LINE and (
                self.document.checksums is not None or matches(remove_draft_line(text), today[slot])
            )
            if slot not in changed and not stands:
                words = {**self.texts.words(slot), "value": " ".join(line.split())}
                yield Problem("T170", Place(file=self.origin), words)

    def _refuse_several(self, slot: str, texts: Sequence[str]) -> Problem:
        one, other = cut_to_difference(*(text.strip() for text in texts[:2]))
        words = {**self.texts.words(slot), "one": one or "（空）", "other": other or "（空）"}
        return Problem("T151", Place(file=self.origin), words)

    def _known(self, value: Amendment, shown: SlotValue) -> SlotValue:
        """Return what the data hold of a value: points as that level entered them, though others are printed."""
        claim = self.card.claim(value.level, value.key) if value.level else None
        return shown if claim is None else claim

    def _find_place(self, value: Amendment) -> Place:
        """Return where the data hold what a value changes; of what they lack, where the community stands."""
        own = self.card.community
        if value.level:
            held: Figure | Fact | None = own.scores.get(value.level, {}).get(value.key)
        else:
            held = own.indicators.get(value.key) or own.facts.get(value.key)
        return held.place if held else own.place


def _agreed(found: Sequence[ReturnedValue]) -> tuple[list[ReturnedValue], list[Problem]]:
    """Keep each value once; report values that two files give differently."""
    by_key: dict[tuple[Who, str, str], list[ReturnedValue]] = {}
    for each in found:
        given = each.amendment
        by_key.setdefault((given.who, given.level, given.key), []).append(each)
    kept: list[ReturnedValue] = []
    problems: list[Problem] = []
    for group in by_key.values():
        one = group[0].amendment
        other = next((each.amendment for each in group if not _same(each.amendment, one)), None)
        if other is None:
            kept.append(group[0])
            continue
        shown = cut_to_difference(format_value(one.value), format_value(other.value))
        words = {
            "community": str(one.who),
            "label": group[0].label,
            "one": f"{shown[0]}（{one.origin}）",
            "other": f"{shown[1]}（{other.origin}）",
        }
        problems.append(Problem("T112", words=words))
    return kept, problems


def _same(one: Amendment, other: Amendment) -> bool:
    return matches(format_value(one.value), other.value)
