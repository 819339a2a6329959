"""What differs between the documents handed in and those of today, place by place, as the change sheet lists it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from formgen.changes.differing_words import WordsChange, find_changed_words_between
from formgen.filling.points import read_points, sum_points
from formgen.filling.rows import IDENTITY, label_of, totals_of
from formgen.filling.typed_values import is_read_as
from formgen.folder.copies import is_identical
from formgen.folder.identified_documents import (
    DocumentKey,
    IdentifiedDocuments,
    read_who,
    walk_office_files,
)
from formgen.forms.checksums import matches
from formgen.forms.compiled import CompiledForm
from formgen.forms.document import OpenedDocument
from formgen.forms.draft_line import remove_draft_line
from formgen.forms.formats import suffix_of
from formgen.forms.text import format_value
from formgen.intake.fields import Catalogue, make_catalogue
from formgen.model import Who
from formgen.office.identity import read_says
from formgen.office.package import UnreadableError
from formgen.rubric.schema import Rubric

_EMPTY_DATE = re.compile(r"[\s_＿]*年[\s_＿]*月(?:[\s_＿]*日)?[\s_＿]*")
NEW, WITHDRAWN = "（未报）", "（撤回）"


@dataclass(frozen=True, slots=True)
class Correction:
    """One place that differs: whose, in which form, what was handed in, what stands there now."""

    who: Who
    form: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class OtherChange:
    """A document that differs beside its places: whose, None for one of several communities, its title, the words.

    ``compared`` is False where the two could not be held against each other.
    """

    who: Who | None
    title: str
    gone: bool = False
    words: tuple[WordsChange, ...] = ()
    compared: bool = True


@dataclass(frozen=True, slots=True)
class Corrections:
    """All places that differ, and the documents that differ without such a place."""

    rows: tuple[Correction, ...]
    others: tuple[OtherChange, ...]


def find_corrections(frozen: Path, root: Path, rubric: Rubric, forms: Sequence[CompiledForm]) -> Corrections:
    """Compare the documents of a submission with those of the folder today."""
    finder = _Finder(root, rubric)
    rows: list[Correction] = []
    others: list[OtherChange] = []
    for name in sorted(walk_office_files(frozen)):
        says = read_says(frozen / name)
        today = finder.today(name, says)
        if "form" not in says or says.get("rubric") != rubric.id:
            if today is None or not is_identical(frozen / name, today):
                others.append(OtherChange(None, _title_of(name), gone=today is None))
            continue
        form = next((each for each in forms if each.form.id == says["form"]), None)
        if form is None:
            others.append(OtherChange(read_who(says), _title_of(name), compared=False))
        elif today is None:
            rows.append(_whole(read_who(says), form, "已报送", WITHDRAWN))
        elif not is_identical(frozen / name, today):
            found = _compare(rubric, form, frozen / name, today)
            rows += found.rows
            others += [found.other] if found.other else []
    by_id = {form.form.id: form for form in forms}
    rows += [_whole(key.who, by_id[key.form], NEW, "新增") for key in finder.added() if key.form in by_id]
    return Corrections(tuple(dict.fromkeys(rows)), tuple(dict.fromkeys(others)))


def _title_of(name: str) -> str:
    """Return what a document is called to its readers: the name of its file, without the township or community."""
    return Path(name).stem.rpartition("-")[2]


class _Finder:
    """Finds the document of today that a document of the submission became."""

    def __init__(self, root: Path, rubric: Rubric) -> None:
        self._root, self._rubric = root, rubric.id
        self._seen: set[DocumentKey] = set()
        self._identified = IdentifiedDocuments(root)

    def today(self, name: str, says: Mapping[str, str]) -> Path | None:
        """Return a document by its path, else by what it says it is; None when it is gone."""
        key = DocumentKey(self._rubric, says.get("form", ""), read_who(says), suffix_of(name))
        self._seen.add(key)
        if (self._root / name).is_file():
            return self._root / name
        found = self._identified.find(key) if key.form else []
        return self._root / found[0] if len(found) == 1 else None

    def added(self) -> Iterator[DocumentKey]:
        """Yield the documents of today that the submission did not have."""
        return (key for key in self._identified if key.rubric == self._rubric and key not in self._seen)


def _whole(who: Who, form: CompiledForm, old: str, new: str) -> Correction:
    return Correction(who, form.form.spec.file, "整份表", old, new)


class _Differences(NamedTuple):
    """The places of two documents that differ, and what else in them does."""

    rows: list[Correction]
    other: OtherChange | None


def _compare(rubric: Rubric, form: CompiledForm, before: Path, today: Path) -> _Differences:
    old, new = _open(form, before), _open(form, today)
    if old is None or new is None:
        says = read_says(before)
        return _Differences([], OtherChange(read_who(says), form.form.spec.file, compared=False))
    is_same, totals = _Readings.of(rubric, form).is_same, totals_of(rubric, form.form)
    texts_of = (_reckon_totals(each, totals) for each in (old, new))
    rows = [
        Correction(read_who(old.says), form.form.spec.file, label_of(rubric, form.form, slot), *both)
        for slot, was, now in zip(old.slots, *texts_of, strict=True)
        if was is not None and now is not None and slot not in IDENTITY
        for texts in [(remove_draft_line(was), remove_draft_line(now))]
        if not matches(*texts) and not is_same(slot, *texts)
        for both in [tuple(map(_without_empty_date, texts))]
    ]
    words = find_changed_words_between(old, new, lambda slot: label_of(rubric, form.form, slot))
    other = OtherChange(read_who(old.says), form.form.spec.file, words=words)
    return _Differences(rows, None if rows and not words else other)


def _reckon_totals(document: OpenedDocument, totals: Mapping[str, Sequence[str]]) -> list[str | None]:
    """Return what stands in the slots; for a formula that was saved without its result what its rows add up to.

    It is None where that cannot be known: a total that no program has reckoned yet is no empty one.
    """
    texts, numbers = list(document.texts), {slot: at for at, slot in enumerate(document.slots)}
    for total, added in totals.items():
        at = numbers.get(total, -1)
        if at not in document.computed or texts[at] or document.readings[at].touched:
            continue
        rows = [read_points(document.texts[numbers[row]] or "") for row in added if row in numbers]
        known = not document.readings[at].why and format_value(sum_points(rows))
        texts[at] = known or None
    return texts


@dataclass(frozen=True, slots=True)
class _Readings:
    """How the texts of a form are read: ``scores`` are its slots of points."""

    scores: frozenset[str]
    fields: Catalogue

    @classmethod
    def of(cls, rubric: Rubric, form: CompiledForm) -> "_Readings":
        """Know the slots of a form."""
        return cls(form.contents.list_scores(), make_catalogue(rubric))

    def is_same(self, slot: str, was: str, now: str) -> bool:
        """Return whether two texts are the same points, number, date or answer: 3 and 3分 are no correction."""
        if slot in self.scores:
            points = read_points(was)
            return isinstance(points, Fraction) and points == read_points(now)
        return is_read_as(self.fields, slot, now, was)


def _without_empty_date(text: str) -> str:
    """Return a text, empty for a date of which only the words 年月日 stand there."""
    return "" if _EMPTY_DATE.fullmatch(text) else text


def _open(form: CompiledForm, path: Path) -> OpenedDocument | None:
    template = form.templates.get(suffix_of(path))
    try:
        return template.open(path.read_bytes()) if template else None
    except (UnreadableError, OSError):
        return None
