"""What the documents of a folder say against each other, or against themselves, before they are printed or handed in.

Totals that do not fit their rows, Word and Excel twins that differ, copies of one form, drafts that nobody read.
Knows documents opened through their templates; judges nothing, and changes nothing.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from pathlib import Path

from formgen.exact import exact_text
from formgen.filling.points import INAPPLICABLE, read_points
from formgen.filling.rows import IDENTITY, label_of, totals_of
from formgen.filling.slot_values import CONVERTED
from formgen.filling.typed_values import is_read_as
from formgen.folder.copies import rank_copy, report_copy
from formgen.folder.identified_documents import DocumentKey, is_second, read_who
from formgen.folder.unread import (
    report_altered,
    report_elsewhere,
    report_limits,
    report_other_names,
    report_page,
    report_places,
    report_revised,
)
from formgen.folder.unusable_points import find_unusable_points
from formgen.folding import fold, remove_blanks
from formgen.forms.checksums import DRAFTED, checksum
from formgen.forms.compiled import CompiledForm
from formgen.forms.document import OpenedDocument
from formgen.forms.draft_line import remove_draft_line
from formgen.forms.formats import suffix_of
from formgen.intake.fields import make_catalogue
from formgen.model import Who
from formgen.office.identity import Identity, read_identity
from formgen.office.package import UnreadableError
from formgen.problems import Place, Problem
from formgen.quoting import cut_to_difference
from formgen.rubric.schema import Rubric

_ROUNDED = Fraction(1, 200)  # how far a number with two decimals may be from what it was rounded from
_DECIMALS = 100
_SHOWN = 3  # differences that are told of two twins
_ROWS = 5  # rows that are named
_NOTHING = "（空）"


@dataclass(frozen=True)
class PlacedForm:
    """A document of a form: where it lies below the folder, what it says of itself, the form it is of."""

    root: Path
    path: str
    own: Identity
    form: CompiledForm

    @cached_property
    def document(self) -> OpenedDocument | None:
        """The document opened through its template, None for one that cannot be opened so."""
        template = self.form.templates.get(suffix_of(self.path))
        try:
            return template.open((self.root / self.path).read_bytes()) if template else None
        except (UnreadableError, OSError):
            return None

    @property
    def key(self) -> DocumentKey:
        """Return which document it is."""
        says = self.own.says
        return DocumentKey(says.get("rubric", ""), says["form"], read_who(says), suffix_of(self.path))


def list_forms(
    root: Path, paths: Collection[str], rubric: Rubric, forms: Sequence[CompiledForm]
) -> list[PlacedForm]:
    """Return the documents that belong to the rubric's forms, second versions left out."""
    by_id = {form.form.id: form for form in forms}
    found = []
    for path in paths:
        own = read_identity(root / path)
        form = by_id.get(own.says.get("form", "")) if own else None
        if own and form and own.says.get("rubric") == rubric.id and not is_second(root, path):
            found.append(PlacedForm(root, path, own, form))
    return found


def find_contradictions(placed: Sequence[PlacedForm], rubric: Rubric) -> list[Problem]:
    """Return what documents say against themselves and against each other. Only those are opened that somebody changed."""
    problems = list[Problem]()
    for each in placed:
        if not each.own.untouched and each.document:
            problems += report_altered(each.document, each.form.form, each.key.who, each.path)
            problems += report_places(each.document, each.form.form, rubric, each.key.who, each.path)
            problems += report_elsewhere(each.document, each.form.form, each.key.who, each.path)
            problems += report_limits(each.document, each.form.form, each.key.who, each.path)
            problems += report_page(each.document, each.form.form, each.key.who, each.path)
        if not each.own.untouched and (each.document is None or each.document.list_gone()):
            words = {"file": each.path, "why": "打开来和原来的格子对不上", "what": "合计、两种文件是否一致"}
            problems.append(Problem("T169", Place(file=each.path), words))
        elif not each.own.untouched and each.document:
            problems += report_other_names(each.document, each.form.form, each.key.who, each.path)
            problems += find_unusable_points(each.path, each.document, rubric, each.form.form, each.key.who)
            problems += find_unequal_totals(each.path, each.document, rubric, each.form)
    facts = list(find_unequal_facts(placed, rubric))
    twins = [each for each in find_unequal_twins(placed, rubric) if not _is_told(each, facts)]
    return [*problems, *twins, *facts]


def _is_told(twins: Problem, facts: Sequence[Problem]) -> bool:
    """Return whether a difference of twins is one that is told together with the other forms of the community."""
    return twins.code == "T165" and any(
        twins.words["label"] == each.words["label"]
        and {twins.words["one"], twins.words["other"]}
        <= {each.words["one"], *each.words["other"].split("”“")}
        for each in facts
    )


def find_revised(placed: Sequence[PlacedForm]) -> Iterator[Problem]:
    """Yield the documents that somebody changed and that hold open changes or remarks, which whoever gets the file sees."""
    for each in placed:
        if not each.own.untouched and each.document:
            yield from report_revised(each.document, each.key.who, each.path)


# -- totals -----------------------------------------------------------------------------------------
def find_unequal_totals(
    path: str,
    document: OpenedDocument,
    rubric: Rubric,
    form: CompiledForm,
    wanted: Collection[str] | None = None,
) -> Iterator[Problem]:
    """Yield a problem for each total of a document that does not fit the rows above it.

    A column that nobody typed into is as it was printed, and is not added up. ``wanted`` are the slots of the totals
    to look at, None for all; those that the document computed itself are looked at in any case.
    """
    numbers = {slot: at for at, slot in enumerate(document.slots)}
    for total, added in totals_of(rubric, form.form).items():
        at = numbers.get(total)
        rows = [numbers[row] for row in added if row in numbers]
        if at is None or not rows or (wanted is not None and not _is_wanted(document, at, wanted)):
            continue
        if any(_is_typed(document, each, document.texts[each]) for each in (at, *rows)):
            yield from _look_at_total(
                path, document, at, rows, lambda slot: label_of(rubric, form.form, slot)
            )


def _is_wanted(document: OpenedDocument, at: int, wanted: Collection[str]) -> bool:
    return document.slots[at] in wanted or (at in document.computed and not document.readings[at].why)


def _look_at_total(
    path: str, document: OpenedDocument, at: int, rows: Sequence[int], name: Callable[[str], str]
) -> Iterator[Problem]:
    """Yield the problem of a total that does not fit its rows, or cannot be held against them; by the numbers of their slots."""
    texts, label = document.texts, name(document.slots[at])
    text, why = texts[at], document.readings[at].why
    if unread := [each for each in rows if texts[each] is None]:
        yield _report_unknown_total(
            path, document, label, _name_rows([name(document.slots[each]) for each in unread])
        )
        return
    if text is None or (at in document.computed and not text and why):
        yield _report_unknown_total(path, document, label, why)
        return
    found = _add_up([texts[each] for each in rows])
    if at in document.computed and not (text or document.readings[at].touched or found.unread):
        return  # the template's own formula, saved without its result: it adds up anew when it is opened
    if found.contradicts(text):
        words = {
            "file": path,
            "label": label,
            "where": document.places[at],
            "shown": text.strip() or _NOTHING,
            "sum": found.words,
        }
        yield Problem("T164", Place(file=path, community=read_who(document.says).full_name), words)


def _name_rows(rows: Sequence[str], unit: str = "行") -> str:
    """Return the words of rows, or other places, that were not found."""
    more = f"等{len(rows)}{unit}" if len(rows) > _ROWS else ""
    return f"“{'”“'.join(rows[:_ROWS])}”{more}没有读到"


def _report_unknown_total(path: str, document: OpenedDocument, total: str, why: str) -> Problem:
    """Return the problem of a total that cannot be held against its rows."""
    words = {"file": path, "why": why, "what": f"“{total}”"}
    return Problem("T169", Place(file=path, community=read_who(document.says).full_name), words)


def _is_typed(document: OpenedDocument, at: int, text: str | None) -> bool:
    """Return whether a person changed the text of a slot, as far as the document tells."""
    if text is None:
        return document.readings[at].touched or (at not in document.computed and at in document.list_unread())
    return document.checksums is None or checksum(text) != document.checksums[at]


@dataclass(frozen=True, slots=True)
class _Sum:
    """What the rows of a column add up to: ``slack`` for numbers that may be rounded, ``gaps`` rows without points.

    ``unread`` are the texts that are no numbers.
    """

    value: Fraction
    slack: Fraction
    filled: int
    gaps: int
    unread: tuple[str, ...]

    @property
    def words(self) -> str:
        """Return the sum in a clerk's words."""
        if self.unread:
            many = f"有{len(self.unread)}行写的不是分，如“{self.unread[0]}”，加不起来"
            return many if len(self.unread) > 1 else f"有一行写的是“{self.unread[0]}”，加不起来"
        gaps = f"（另有{self.gaps}行没有分）" if self.gaps else ""
        return f"各行加起来是{exact_text(self.value)}{gaps}"

    def contradicts(self, text: str) -> bool:
        """Return whether a total says something else."""
        plain = text.partition(CONVERTED)[0].strip()
        if not plain:
            return bool(self.unread) or (not self.gaps and self.filled > 0)
        shown = read_points(plain)
        if isinstance(shown, str):
            return self.filled > 0 and shown != INAPPLICABLE
        slack = self.slack + (_slack_of(shown) if self.slack else 0)
        return bool(self.unread) or abs(shown - self.value) > slack


def _slack_of(value: Fraction) -> Fraction:
    """Return how far a printed number may be from the exact one: only one with two decimals is rounded."""
    return _ROUNDED if (value * _DECIMALS / 10).denominator != 1 else Fraction(0)


def _add_up(texts: Sequence[str | None]) -> _Sum:
    value, slack, filled, gaps, unread = Fraction(0), Fraction(0), 0, 0, list[str]()
    for text in texts:
        points = read_points(text or "")
        if isinstance(points, Fraction):
            value, filled = value + points, filled + 1
            slack += _slack_of(points)
        elif not points:
            gaps += 1
        elif points != INAPPLICABLE:
            unread.append(str(points))
    return _Sum(value, slack, filled, gaps, tuple(unread))


# -- twins and copies -------------------------------------------------------------------------------
def find_unequal_twins(placed: Sequence[PlacedForm], rubric: Rubric) -> Iterator[Problem]:
    """Yield where the Word and the Excel document of one form say different things."""
    by_form: dict[tuple[object, ...], dict[str, PlacedForm]] = {}
    for each in placed:
        by_form.setdefault(each.key[:3], {}).setdefault(each.key.suffix, each)
    for twins in by_form.values():
        for one, other in combinations(twins.values(), 2):
            if not (one.own.untouched and other.own.untouched):
                yield from _compare(one, other, rubric)


def _compare(one: PlacedForm, other: PlacedForm, rubric: Rubric) -> Iterator[Problem]:
    if one.document is None or other.document is None:
        return
    computed = {each.slots[at] for each in (one.document, other.document) for at in each.computed}
    values, others = one.document.values(), other.document.values()
    both = [slot for slot in values if slot in others and slot not in {*computed, *IDENTITY}]
    fields = make_catalogue(rubric)
    phones = {slot for slot, field in fields.facts.items() if field.kind == "phone"}
    differing = [
        slot
        for slot in both
        if not _is_same(values[slot], others[slot])
        and not (slot in phones and is_read_as(fields, slot, values[slot], others[slot]))
    ]
    for slot in differing[:_SHOWN]:
        shown, twin = cut_to_difference(values[slot].strip(), others[slot].strip())
        words = {
            "one": one.path,
            "other": other.path,
            "label": label_of(rubric, one.form.form, slot),
            "shown": shown or _NOTHING,
            "twin": twin or _NOTHING,
            "more": f"（共{len(differing)}处）" if len(differing) > 1 else "",
        }
        yield Problem("T165", Place(file=one.path, community=one.key.who.full_name), words)
    yield from _report_uncompared(one, other, rubric)
    yield from _report_uncompared(other, one, rubric)


def _report_uncompared(one: PlacedForm, other: PlacedForm, rubric: Rubric) -> Iterator[Problem]:
    """Yield the problem of places that were not read and so not held against the twin; rows of totals are told there."""
    if one.document is None:
        return
    told = {
        *IDENTITY,
        *(slot for total, rows in totals_of(rubric, one.form.form).items() for slot in (total, *rows)),
    }
    unread = dict.fromkeys(one.document.slots[at] for at in one.document.list_unread())
    if labels := [label_of(rubric, one.form.form, slot) for slot in unread if slot not in told]:
        words = {"file": one.path, "why": _name_rows(labels, "处"), "what": f"和“{other.path}”是否一致"}
        yield Problem("T169", Place(file=one.path, community=one.key.who.full_name), words)


def _is_same(one: str, other: str) -> bool:
    if remove_blanks(fold(one)) == remove_blanks(fold(other)):
        return True
    return isinstance(points := read_points(one), Fraction) and points == read_points(other)


def find_unequal_facts(placed: Sequence[PlacedForm], rubric: Rubric) -> Iterator[Problem]:
    """Yield what somebody changed on one form of a community and what another of its forms says otherwise."""
    by_who: dict[Who, list[PlacedForm]] = {}
    for each in placed:
        by_who.setdefault(each.key.who, []).append(each)
    for own in by_who.values():
        told = set[str]()
        for one in own if len({each.key.form for each in own}) > 1 else ():
            if not one.own.untouched and one.document:
                yield from _compare_facts(one, one.document, own, rubric, told)


def _compare_facts(
    one: PlacedForm, document: OpenedDocument, placed: Sequence[PlacedForm], rubric: Rubric, told: set[str]
) -> Iterator[Problem]:
    """Yield where other forms say otherwise what was typed into one; a place that is blank there waits for the pen."""
    values, typed = document.values(), document.typed()
    for slot in values if typed is None else typed:
        meaning, shown = _mean(one.form, slot), remove_draft_line(values.get(slot, ""))
        if not meaning or meaning in told:
            continue
        others = [each for each in placed if each is not one]
        others.sort(key=lambda each: each.key.form == one.key.form)
        twins = {
            each.path: text for each in others if (text := _read_meaning(each, meaning, slot, shown, rubric))
        }
        if any(each.path in twins for each in others if each.key.form != one.key.form):
            told.add(meaning)
            first, twin = next(iter(twins.items()))
            before, after = cut_to_difference(shown.strip(), twin.strip())
            words = {
                "community": one.key.who.full_name,
                "label": label_of(rubric, one.form.form, slot),
                "one": one.path,
                "shown": before or _NOTHING,
                "other": "”“".join(path for path, text in twins.items() if text == twin) or first,
                "twin": after or _NOTHING,
            }
            yield Problem("T225", Place(file=one.path, community=one.key.who.full_name), words)


def _read_meaning(placed: PlacedForm, meaning: str, slot: str, shown: str, rubric: Rubric) -> str:
    """Return what a form says of the same thing, where that is another text; else empty."""
    own = {_mean(placed.form, each): each for form in placed.form.templates.values() for each in form.slots}
    if meaning not in own or placed.document is None:
        return ""
    text = remove_draft_line(placed.document.values().get(own[meaning], ""))
    same = _is_same(text, shown) or is_read_as(make_catalogue(rubric), slot, shown, text)
    return "" if same else text.strip()


def _mean(form: CompiledForm, slot: str) -> str:
    """Return what a slot is about on any form: a fact, an indicator, a row at a level; empty for names and totals."""
    key, parted, column = slot.partition(".")
    if not parted:
        return "" if slot in IDENTITY else slot
    shown = form.form.spec.columns.get(column)
    return f"{key}.{shown.level}" if shown and shown.level and key != "total" else ""


def find_copies(placed: Sequence[PlacedForm], known: Collection[str]) -> Iterator[Problem]:
    """Yield the documents that say they are one that lies elsewhere too; ``known`` are the paths in the ledger."""
    first: dict[DocumentKey, PlacedForm] = {}
    for each in sorted(placed, key=lambda one: rank_copy(one.root, one.path, one.form.form.spec.file, known)):
        other = first.setdefault(each.key, each)
        if other is not each:
            yield report_copy(each.root, each.path, other.path, each.key.who.full_name)


def find_drafts(placed: Sequence[PlacedForm]) -> Iterator[Problem]:
    """Yield the documents with a draft that stands as it was drafted, or with a text that says it is one."""
    for each in placed:
        drafted = bool(each.own.says.get(DRAFTED))
        if (drafted or not each.own.untouched) and (each.document.drafted if each.document else drafted):
            yield Problem(
                "T168", Place(file=each.path, community=each.key.who.full_name), {"file": each.path}
            )
