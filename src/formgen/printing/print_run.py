"""From documents to proof-read pages: the documents and the blanks of their forms are laid out in one run."""

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from formgen.filing.values import fill_blank
from formgen.forms.compiled import CompiledForm
from formgen.forms.word.markup import DOCUMENT
from formgen.office import package
from formgen.office.disk import is_open, write_file
from formgen.printing import fonts, proof
from formgen.printing.conversion import Laid, Setting, Sheaf, laid_out
from formgen.printing.document_text import words_of
from formgen.printing.inventory import Item
from formgen.printing.office import required
from formgen.problems import FormgenError, Place, Problem

_LOST = "F139"
_JUSTIFIED = re.compile(rb'<w:jc w:val="(both|distribute)"')

Key = tuple[str, str]  # form and suffix


@dataclass(slots=True)
class Proofed:
    """The pages of documents by the path of each, and what is wrong with them."""

    sheaves: dict[str, Sheaf] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Press:
    """A folder to work in and the setting of a run; ``forms`` are those the documents were made from."""

    room: Path
    setting: Setting
    forms: Sequence[CompiledForm]

    def proofed(self, items: Sequence[Item], done: Callable[[int], None] = lambda _: None) -> Proofed:
        """Lay out documents and proof-read their pages; ``done`` is called with the number laid out.

        Raises FormgenError F133 without LibreOffice, F108 for a folder that cannot be written to.
        """
        blanks = self._blanks({(item.form.id, item.suffix) for item in items})
        laid = laid_out([*blanks.values(), *(item.file for item in items)], self.room, self.setting, done)
        known = {key: laid.sheaves[path] for key, path in blanks.items() if path in laid.sheaves}
        pages = {key: proof.pages(sheaf) for key, sheaf in known.items()}
        sheaves = {item.path: laid.sheaves[item.file] for item in items if item.file in laid.sheaves}
        there = [item for item in items if item.path in sheaves]
        found = {
            item.path: list(_read(item, sheaves[item.path], pages.get((item.form.id, item.suffix))))
            for item in there
        }
        lost = [item for item in there if any(each.code == _LOST for each in found[item.path])]
        for item, sheaf in self._unjustified(lost):
            again = list(_read(item, sheaf, pages.get((item.form.id, item.suffix))))
            if all(each.code != _LOST for each in again):
                sheaves[item.path], found[item.path] = sheaf, again
        by_file = {str(item.file): item for item in items}
        problems = [
            _problem(each.code, by_file[each.place.file], detail=each.words["detail"])
            for each in laid.problems
            if each.place.file in by_file
        ]
        problems += (each for item in there for each in found[item.path])
        return Proofed(sheaves, [*problems, *_faces(there, laid)])

    def _unjustified(self, items: Sequence[Item]) -> Iterator[tuple[Item, Sheaf]]:
        """Lay out Word documents again with their lines set flush left.

        LibreOffice 7.4 occasionally does not paint a comma at the end of a justified line.
        """
        copies: dict[Path, Item] = {}
        for at, item in enumerate(each for each in items if each.suffix == ".docx"):
            parts = package.parts_in(item.file)
            parts[DOCUMENT] = _JUSTIFIED.sub(b'<w:jc w:val="left"', parts[DOCUMENT])
            path = self.room / "left" / f"{at}.docx"
            write_file(path, package.repacked(parts))
            copies[path] = item
        laid = laid_out(list(copies), self.room / "left", self.setting) if copies else Laid()
        for path, sheaf in laid.sheaves.items():
            yield copies[path], sheaf

    def leaves(self, drawn: Mapping[str, bytes]) -> dict[str, Path]:
        """Lay out the pages that formgen adds, by name; return their PDF files.

        Raises FormgenError as ``proofed`` does, and F134 when one has no pages: no draft goes out without its mark.
        """
        if not drawn:
            return {}
        paths = {name: self.room / "leaves" / f"{name}.docx" for name in drawn}
        for name, path in paths.items():
            write_file(path, drawn[name])
        laid = laid_out(list(paths.values()), self.room / "drawn", replace(self.setting, join=False))
        if laid.problems:
            raise FormgenError(*(replace(problem, place=Place()) for problem in laid.problems))
        return {name: laid.sheaves[path].pdf for name, path in paths.items()}

    def _blanks(self, wanted: set[Key]) -> dict[Key, Path]:
        """Write a blank form for each kind of document."""
        found: dict[Key, Path] = {}
        for form in self.forms:
            for suffix, template in form.templates.items():
                if (form.form.id, suffix) in wanted and template.slots:
                    path = self.room / "blank" / f"formgen~blank~{form.form.id}{suffix}"
                    write_file(path, template.render(fill_blank(form.form, template.slots)))
                    found[form.form.id, suffix] = path
        return found


@contextmanager
def press(forms: Sequence[CompiledForm], jobs: int, *, pdfa: bool) -> Iterator[Press]:
    """Set up a press in a temporary folder. Raises FormgenError F133 without LibreOffice."""
    required()
    with tempfile.TemporaryDirectory(prefix="formgen-", ignore_cleanup_errors=True) as name:
        room = Path(name)
        yield Press(room, Setting(jobs, pdfa, fonts.configuration(room)), forms)


def _read(item: Item, sheaf: Sheaf, blank: Sequence[proof.Page] | None) -> Iterator[Problem]:
    """Yield what is wrong with the pages of a document."""
    pages = proof.pages(sheaf)
    if is_open(item.file):
        yield _problem("F149", item)
    if item.drafted:
        yield _problem("F142", item)
    if any(not proof.is_a4(page.width, page.height) for page in pages):
        yield _problem("F143", item)
    if blank is not None and not _as_many(len(pages), len(blank), item):
        yield _problem("F138", item, pages=str(len(pages)), expected=str(len(blank)))
    seals = list(item.form.spec.seals.values()) if item.suffix == ".docx" else []
    codes = {"lost": "F139", "astray": "F140", "seal": "F141"}
    for fault in proof.faults(pages, blank, words_of(item.file), seals):
        yield _problem(codes[fault.kind], item, page=str(fault.page), found=fault.found)


def _as_many(pages: int, blank: int, item: Item) -> bool:
    """Return whether a document has as many pages as its blank, and more only where it continues on a 附页."""
    return pages > blank if item.continued else pages == blank


def _problem(code: str, item: Item, **words: str) -> Problem:
    return Problem(code, Place(file=item.path), {"file": item.path, **words})


def _faces(items: Sequence[Item], laid: Laid) -> list[Problem]:
    """Report the official faces that other faces replace on the pages; one document per form is examined."""
    found: dict[tuple[str, str], Problem] = {}
    for item in {(item.form.id, item.suffix, item.touched): item for item in items}.values():
        pdf = laid.sheaves[item.file].pdf
        for problem in fonts.replaced(fonts.wanted(item.file), fonts.embedded(pdf)):
            found[problem.words["face"], problem.words["other"]] = problem
    return list(found.values())
