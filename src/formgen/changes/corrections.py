"""What differs between the documents handed in and those of today, place by place, as the change sheet lists it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen.filing.rows import IDENTITY, label_of
from formgen.folder.documents import Key, Strays, office_files
from formgen.forms.compiled import CompiledForm
from formgen.forms.document import OpenedDocument
from formgen.forms.marks import matches
from formgen.office import identity
from formgen.office.package import UnreadableError
from formgen.rubric.schema import Rubric

NEW, WITHDRAWN = "（未报）", "（撤回）"


@dataclass(frozen=True, slots=True)
class Correction:
    """One place that differs: whose, in which form, what was handed in, what stands there now."""

    township: str
    name: str
    form: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """All places that differ, and the files that differ without such a place."""

    rows: tuple[Correction, ...]
    others: tuple[str, ...]


def corrections(frozen: Path, root: Path, rubric: Rubric, forms: Sequence[CompiledForm]) -> Corrections:
    """Compare the documents of a submission with those of the folder today."""
    finder = _Finder(root, rubric)
    rows: list[Correction] = []
    others: list[str] = []
    before = set(office_files(frozen))
    for name in sorted(before):
        says = identity.identity(frozen / name)
        today = finder.today(name, says)
        if "form" not in says or says.get("rubric") != rubric.id:
            if today is None or not _equal(frozen / name, today):
                others.append(name)
            continue
        form = next((each for each in forms if each.form.id == says["form"]), None)
        if form is None:
            others.append(name)
        elif today is None:
            rows.append(_whole(says, form, "已报送", WITHDRAWN))
        elif not _equal(frozen / name, today):
            found = _differences(rubric, form, frozen / name, today)
            rows += found
            others += [] if found else [name]
    rows += [_whole(*each, NEW, "新增") for each in finder.added(forms)]
    return Corrections(tuple(dict.fromkeys(rows)), tuple(others))


@dataclass
class _Finder:
    """Finds the document of today that a document of the submission became."""

    root: Path
    rubric: Rubric

    def __post_init__(self) -> None:
        self._seen: set[Key] = set()
        self._strays = Strays(self.root, ())

    def today(self, name: str, says: Mapping[str, str]) -> Path | None:
        """Return a document by what it says it is, else by its path; None when it is gone."""
        key = (says.get("form", ""), (says.get("township", ""), says.get("name", "")), Path(name).suffix)
        self._seen.add((self.rubric.id, key[0], *key[1], key[2]))
        if (self.root / name).is_file():
            return self.root / name
        found = self._strays.of(self.rubric.id, *key) if key[0] else []
        return self.root / found[0] if len(found) == 1 else None

    def added(self, forms: Sequence[CompiledForm]) -> Iterator[tuple[Mapping[str, str], CompiledForm]]:
        """Yield the documents of today that the submission did not have."""
        by_id = {form.form.id: form for form in forms}
        for rubric, form, township, name, suffix in self._strays:
            if (
                rubric == self.rubric.id
                and form in by_id
                and (rubric, form, township, name, suffix) not in self._seen
            ):
                yield {"township": township, "name": name}, by_id[form]


def _whole(says: Mapping[str, str], form: CompiledForm, old: str, new: str) -> Correction:
    who = (says.get("township", ""), says.get("name", ""))
    return Correction(*who, form.form.spec.file, "整份表", old, new)


def _equal(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def _differences(rubric: Rubric, form: CompiledForm, before: Path, today: Path) -> list[Correction]:
    old, new = _paper(form, before), _paper(form, today)
    if old is None or new is None:
        return []
    says = old.says
    return [
        Correction(
            says.get("township", ""),
            says.get("name", ""),
            form.form.spec.file,
            label_of(rubric, form.form, slot),
            was,
            now,
        )
        for slot, was, now in zip(old.slots, old.texts, new.texts, strict=True)
        if was is not None and now is not None and slot not in IDENTITY and not matches(was, now)
    ]


def _paper(form: CompiledForm, path: Path) -> OpenedDocument | None:
    template = form.templates.get(path.suffix)
    try:
        return template.open(path.read_bytes()) if template else None
    except (UnreadableError, OSError):
        return None
