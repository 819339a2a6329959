"""From documents to proof-read pages: the documents and the blanks of their forms are converted in one run.

Knows which problem a fault on a page is for a clerk; writes only to a temporary folder, which is gone afterwards.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from lxml.etree import XMLSyntaxError

from formgen.filling.slot_values import find_blank_values
from formgen.forms.compiled import CompiledForm
from formgen.office import package
from formgen.office.disk import is_open, write_file
from formgen.office.strict_names import with_usual_names
from formgen.printing import fonts, proof
from formgen.printing.conversion import PageRange, convert_documents
from formgen.printing.document_list import Item
from formgen.printing.first_sheet import show_first_sheet
from formgen.printing.formats import WORD, read_official_faces, read_shown_text
from formgen.printing.libreoffice import require_program
from formgen.printing.options import AS_USUAL, ConversionOptions
from formgen.printing.page import Page, is_a4, read_pages
from formgen.printing.proof import FaultKind
from formgen.printing.workroom import open_workroom
from formgen.problems import FormgenError, Place, Problem

_CODES = {
    FaultKind.MISSING_TEXT: "F139",
    FaultKind.MISPLACED_TEXT: "F140",
    FaultKind.SEAL_PLACE: "F141",
    FaultKind.FORMULA_ERROR: "F172",
}


class _FormKey(NamedTuple):
    """A form for Word or for Excel."""

    form: str
    suffix: str


class _Findings(NamedTuple):
    """What is wrong with the pages of a document, and whether text is missing on them."""

    problems: list[Problem]
    lacks_text: bool


class _Source(NamedTuple):
    """The file that is converted for a document, and whether the document has changes that nobody accepted."""

    file: Path
    has_changes: bool = False


@dataclass(slots=True)
class CheckedDocuments:
    """The pages of documents by the path of each, and what is wrong with them."""

    ranges: dict[str, PageRange] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PrintRun:
    """A folder to work in and the options of a run; ``forms`` are those the documents were made from."""

    folder: Path
    options: ConversionOptions
    forms: Sequence[CompiledForm]

    def check(self, items: Sequence[Item], done: Callable[[int], None] = lambda _: None) -> CheckedDocuments:
        """Convert documents and proof-read their pages; ``done`` receives the number converted, blanks included.

        Raises FormgenError F133 without LibreOffice, F108 for a folder that cannot be written to.
        """
        blanks = self._write_blanks({_key_of(item) for item in items})
        own = {item.path: self._find_source(at, item) for at, item in enumerate(items)}
        sources = {path: each.file for path, each in own.items()}
        converted = convert_documents([*blanks.values(), *sources.values()], self.folder, self.options, done)
        known = {
            key: read_pages(converted.ranges[path])
            for key, path in blanks.items()
            if path in converted.ranges
        }
        ranges = {
            path: converted.ranges[source] for path, source in sources.items() if source in converted.ranges
        }
        there = [item for item in items if item.path in ranges]
        shown = {
            item.path: read_shown_text(sources[item.path]) for item in there
        }  # of a 汇总表 its first sheet
        found = {
            item.path: _proofread(item, ranges[item.path], known.get(_key_of(item)), shown[item.path])
            for item in there
        }
        lacking = [each for each in there if found[each.path].lacks_text]
        for item, pages in self._convert_flush_left(lacking, sources):
            again = _proofread(item, pages, known.get(_key_of(item)), shown[item.path])
            if not again.lacks_text:
                ranges[item.path], found[item.path] = pages, again
        problems = [
            *_name_items(converted.problems, {str(sources[item.path]): item for item in items}),
            *(_problem("F242", item) for item in items if own[item.path].has_changes),
            *(problem for item in there for problem in found[item.path].problems),
            *_find_replaced_faces(there, ranges),
        ]
        return CheckedDocuments(ranges, problems)

    def _find_source(self, at: int, item: Item) -> _Source:
        """Return the file that is converted for a document: a copy of one that is not printed as it is.

        Of a 汇总表 only the first sheet is printed; tracked changes are printed as accepted. A document that cannot be
        read is converted as it is, and then named.
        """
        try:
            parts = package.parts_in(item.file)
            usual = with_usual_names(parts)
            shown = show_first_sheet(usual) if item.is_summary else item.print_format.settle(usual)
        except (package.UnreadableError, KeyError, XMLSyntaxError):
            return _Source(item.file)
        if shown is None and usual == parts:
            return _Source(item.file)
        path = self.folder / "copies" / f"{at}{item.suffix}"
        write_file(path, package.repacked(shown or usual))
        return _Source(path, has_changes=shown is not None and not item.is_summary)

    def _convert_flush_left(
        self, items: Sequence[Item], sources: Mapping[str, Path]
    ) -> Iterator[tuple[Item, PageRange]]:
        """Convert documents again with their justified lines set flush left; ``sources`` are the files by their path.

        LibreOffice 7.4 occasionally does not paint a comma at the end of a justified line.
        """
        copies: dict[Path, Item] = {}
        for at, item in enumerate(items):
            kind = item.print_format
            if kind.set_flush_left is None:
                continue
            parts = package.parts_in(sources[item.path])
            parts[kind.main_part] = kind.set_flush_left(parts[kind.main_part])
            path = self.folder / "left" / f"{at}{kind.suffix}"
            write_file(path, package.repacked(parts))
            copies[path] = item
        if copies:
            converted = convert_documents(list(copies), self.folder / "left", self.options)
            for path, pages in converted.ranges.items():
                yield copies[path], pages

    def convert_extra_pages(self, drawn: Mapping[str, bytes]) -> dict[str, Path]:
        """Convert the pages that formgen adds, by name; return their PDF files.

        Raises FormgenError as ``check`` does, and F134 when one has no pages: no draft goes out without its mark.
        """
        if not drawn:
            return {}
        paths = {name: self.folder / "extra" / f"{name}{WORD.suffix}" for name in drawn}
        for name, path in paths.items():
            write_file(path, drawn[name])
        options = replace(self.options, join=False)
        converted = convert_documents(list(paths.values()), self.folder / "drawn", options)
        if converted.problems:
            raise FormgenError(*(replace(problem, place=Place()) for problem in converted.problems))
        return {name: converted.ranges[path].pdf for name, path in paths.items()}

    def _write_blanks(self, wanted: set[_FormKey]) -> dict[_FormKey, Path]:
        """Write a blank form for each kind of document."""
        found: dict[_FormKey, Path] = {}
        for form in self.forms:
            for suffix, template in form.templates.items():
                key = _FormKey(form.form.id, suffix)
                if key in wanted and template.slots:
                    found[key] = self.folder / "blank" / f"formgen~blank~{form.form.id}{suffix}"
                    write_file(found[key], template.render(find_blank_values(form.form, template.slots)))
        return found


@contextmanager
def open_print_run(
    forms: Sequence[CompiledForm], options: ConversionOptions = AS_USUAL
) -> Iterator[PrintRun]:
    """Set up a run in a temporary folder, with our own choice of fonts. Raises FormgenError F133 without LibreOffice."""
    require_program()
    with open_workroom() as folder:
        yield PrintRun(folder, replace(options, fonts=fonts.write_configuration(folder)), forms)


def _key_of(item: Item) -> _FormKey:
    return _FormKey(item.form.id, item.suffix)


def _proofread(item: Item, own: PageRange, blank_pages: Sequence[Page] | None, shown: str) -> _Findings:
    """Return what is wrong with the pages of a document."""
    pages = read_pages(own)
    problems = list[Problem]()
    if is_open(item.file):
        problems.append(_problem("F149", item))
    if item.drafted:
        problems.append(_problem("F142", item))
    if any(not is_a4(page.width, page.height) for page in pages):
        problems.append(_problem("F143", item))
    expected = item.form.spec.pages or (None if blank_pages is None else len(blank_pages))
    if expected is not None and not _has_right_length(len(pages), expected, item):
        problems.append(_problem("F138", item, pages=str(len(pages)), expected=str(expected)))
    seals = list(item.form.spec.seals.values()) if item.print_format.seals else []
    faults = list(proof.find_faults(pages, blank_pages, shown, seals))
    problems += (_problem(_CODES[each.kind], item, page=str(each.page), found=each.found) for each in faults)
    return _Findings(problems, any(each.kind is FaultKind.MISSING_TEXT for each in faults))


def _has_right_length(pages: int, expected: int, item: Item) -> bool:
    """Return whether a document has the pages of its form, and more only where it continues on a 附页."""
    return pages > expected if item.continued else pages == expected


def _problem(code: str, item: Item, **words: str) -> Problem:
    return Problem(code, Place(file=item.path), {"file": item.path, **words})


def _name_items(problems: Sequence[Problem], by_file: Mapping[str, Item]) -> Iterator[Problem]:
    """Yield the problems of conversion that concern documents, with their path as a clerk knows it."""
    for problem in problems:
        if item := by_file.get(problem.place.file):
            yield replace(problem, place=Place(file=item.path), words={**problem.words, "file": item.path})


def _find_replaced_faces(items: Sequence[Item], ranges: Mapping[str, PageRange]) -> list[Problem]:
    """Report the official faces that other faces replace on the pages; one document per form is examined."""
    found: dict[tuple[str, str], Problem] = {}
    for item in {(item.form.id, item.suffix, item.touched): item for item in items}.values():
        embedded = fonts.read_embedded_fonts(ranges[item.path].pdf)
        for problem in fonts.find_replaced_faces(read_official_faces(item.file), embedded):
            found[problem.words["face"], problem.words["other"]] = problem
    return list(found.values())
