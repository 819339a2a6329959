"""Paper: the documents of a folder as print packs, or each as a PDF beside it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Literal

from formgen import signature
from formgen.disk import write_file
from formgen.forms.compiled import CompiledForm, forms_of
from formgen.ledger import home
from formgen.ledger.store import Who
from formgen.pack.layout import NO_TOWNSHIP
from formgen.pack.names import safe_name
from formgen.pack.strays import office_files
from formgen.printing import leaves
from formgen.printing.book import Chapter, Extras, Part, bound, first_pages, ours
from formgen.printing.inventory import Choice, Inventory, Item, in_order, inventory
from formgen.printing.press import Press, Proofed, press
from formgen.problems import FormgenError, Place, Problem, errors_in
from formgen.rubric import load
from formgen.rubric.schema import Rubric

Split = Literal["township", "form", "all"]
SPLITS: tuple[Split, ...] = ("township", "form", "all")
_WHOLE = "全部"

Tell = Callable[[int, int], None]  # documents done, of how many


def _quiet(_: int, __: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class PackOptions:
    """What a print pack may be asked for.

    ``split`` makes one PDF a township, a form, or one of all; ``by_form`` puts a form's documents together instead
    of a community's; ``copies`` are the copies of forms by their file name, ``every`` those of the others; ``draft`` marks all pages 草稿.
    """

    split: Split = "township"
    by_form: bool = False
    choice: Choice = field(default_factory=Choice)
    copies: Mapping[str, int] = field(default_factory=dict)
    every: int = 1
    duplex: bool = False
    cover: bool = False
    numbers: bool = False
    draft: bool = False
    pdfa: bool = False
    jobs: int = 2


@dataclass(slots=True)
class Packed:
    """What was printed to files: the PDF files with their pages, and every problem."""

    files: list[tuple[Path, int]] = field(default_factory=list)
    documents: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Tell whether an error was found anywhere."""
        return bool(errors_in(self.problems))


def pack(folder: Path, out: Path, options: PackOptions, rubric_name: str = "", tell: Tell = _quiet) -> Packed:
    """Bind the documents of a folder into print packs in another.

    Raises FormgenError: F101 for no folder, F128 for no documents, F130 when the rubric cannot be told, T105 for
    copies of a form there is not, F133 without LibreOffice, F108 for a folder that takes no file.
    """
    stock = _stock(folder, rubric_name, options.choice, by_form=options.by_form or options.split == "form")
    _refuse_unknown(options, stock.forms)
    items = stock.inventory.items
    with press(stock.forms, options.jobs, pdfa=options.pdfa) as machine:
        proofed = machine.proofed(items, lambda done: tell(min(done, len(items)), len(items)))
        made = Packed(documents=len(proofed.sheaves), problems=[*stock.inventory.problems, *proofed.problems])
        books = list(_books(items, proofed, options, stock.rubric))
        drawn = _leaves(machine, books, options)
        for book in books:
            extras = Extras(
                drawn.get(f"cover{book.number}"),
                drawn.get("numbers"),
                drawn.get("mark"),
                options.duplex,
                options.pdfa,
            )
            target = out / f"{safe_name(book.name)}.pdf"
            made.problems += _put(target, bound(book.title, book.parts, extras))
            made.files.append((target, book.pages))
    return made


def pdfs(folder: Path, choice: Choice, rubric_name: str = "", jobs: int = 2, tell: Tell = _quiet) -> Packed:
    """Write a PDF beside each document of a folder that is wanted and has none, or an older one.

    Raises FormgenError as ``pack`` does.
    """
    stock = _stock(folder, rubric_name, choice, by_form=False)
    items = [each for each in stock.inventory.items if _is_due(each.file)]
    if not items:
        return Packed()
    with press(stock.forms, jobs, pdfa=False) as machine:
        proofed = machine.proofed(items, lambda done: tell(min(done, len(items)), len(items)))
        made = Packed(documents=len(proofed.sheaves), problems=list(proofed.problems))
        drawn = machine.leaves({"mark": leaves.draft_mark()}) if any(each.drafted for each in items) else {}
        for item in items:
            if item.path in proofed.sheaves:
                title = f"{item.community}　{item.form.spec.title}"
                chapter = Chapter(item.form.spec.file, proofed.sheaves[item.path], draft=item.drafted)
                data = bound(title, [Part("", (chapter,))], Extras(mark=drawn.get("mark")))
                target = _beside(item.file)
                made.problems += _put(target, data)
                made.files.append((target, chapter.sheaf.pages))
    return made


def _beside(file: Path) -> Path:
    """Return the PDF of a document; of one for Excel the name says so, since it has a twin for Word."""
    twin = file.suffix == ".xlsx" and file.with_suffix(".docx").exists()
    return file.with_name(f"{file.stem}（Excel）.pdf") if twin else file.with_suffix(".pdf")


def _is_due(file: Path) -> bool:
    """Tell whether a document has no PDF, or one that is older than itself."""
    pdf = _beside(file)
    return not pdf.exists() or pdf.stat().st_mtime_ns < file.stat().st_mtime_ns


@dataclass(frozen=True, slots=True)
class _Stock:
    rubric: Rubric
    forms: list[CompiledForm]
    inventory: Inventory


def _stock(folder: Path, rubric_name: str, choice: Choice, *, by_form: bool) -> _Stock:
    """Return what there is to print in a folder."""
    if not folder.is_dir():
        raise FormgenError(Problem("F101", Place(file=str(folder)), {"file": str(folder)}))
    name, whos = _known(folder, rubric_name)
    rubric = load.load(name)
    forms = forms_of(rubric)
    key = in_order(whos, rubric.forms, by_form=by_form)
    found = inventory(folder, forms, choice, key)
    if not found.items:
        raise FormgenError(Problem("F128", words={"folder": str(folder)}), *found.problems)
    return _Stock(rubric, forms, found)


def _known(folder: Path, rubric_name: str) -> tuple[str, list[Who]]:
    """Return the rubric of a folder's documents and the communities in the order of the data.

    The ledger knows both; without it the documents say their rubric, and communities go by name.
    """
    with home.looked_into(folder) as ledger:
        if ledger is not None:
            run = next((run for run in reversed(ledger.runs()) if run.inputs is not None), None)
            if run is not None and run.inputs is not None:
                inputs = ledger.inputs_of(run.inputs)
                return rubric_name or inputs.rubric_name, [
                    each.who for each in ledger.communities(inputs.rubric_id)
                ]
    said = (signature.identity(folder / path).get("rubric", "") for path in office_files(folder))
    name = rubric_name or next(filter(None, said), "")
    if not name:
        raise FormgenError(Problem("F130", words={}))
    return name, []


def _refuse_unknown(options: PackOptions, forms: Sequence[CompiledForm]) -> None:
    """Raise FormgenError T131 for names of forms that there are not."""
    known = [form.form.spec.file for form in forms]
    problems = [
        Problem("T131", words={"value": name, "known": "、".join(known)})
        for name in (*options.copies, *options.choice.forms)
        if name not in known
    ]
    if problems:
        raise FormgenError(*problems, usage=True)


@dataclass(frozen=True, slots=True)
class _Book:
    number: int
    name: str
    title: str
    parts: tuple[Part, ...]
    items: tuple[Item, ...]  # one of each chapter
    duplex: bool

    @property
    def chapters(self) -> list[Chapter]:
        return [chapter for part in self.parts for chapter in part.chapters]

    @property
    def pages(self) -> int:
        return first_pages(self.chapters, duplex=self.duplex)[1]


def _books(items: Sequence[Item], proofed: Proofed, options: PackOptions, rubric: Rubric) -> Iterator[_Book]:
    """Yield the books: their documents in order, under bookmarks."""
    there = [item for item in items if item.path in proofed.sheaves]
    names = list(dict.fromkeys(_book_of(item, options.split) for item in there))
    for number, name in enumerate(names):
        own = [item for item in there if _book_of(item, options.split) == name]
        by_form = options.by_form
        parts = []
        for title, group in groupby(own, key=lambda item: _part_of(item, by_form=by_form)):
            parts.append(Part(title, tuple(_chapter(item, proofed, options) for item in group)))
        title = f"{rubric.title}　{name}"
        yield _Book(number, name, title, tuple(parts), tuple(own), options.duplex)


def _book_of(item: Item, split: Split) -> str:
    """Return the name of the book a document goes into."""
    if split == "township":
        return item.who[0] or NO_TOWNSHIP
    return item.form.spec.file if split == "form" else _WHOLE


def _part_of(item: Item, *, by_form: bool) -> str:
    return item.form.spec.file if by_form else item.community


def _chapter(item: Item, proofed: Proofed, options: PackOptions) -> Chapter:
    file = item.form.spec.file
    title = item.community if options.by_form else file
    if options.choice.kind == "both" and item.suffix == ".xlsx":
        title += "（Excel）"
    draft = item.drafted or options.draft
    return Chapter(title, proofed.sheaves[item.path], options.copies.get(file, options.every), draft)


def _leaves(machine: Press, books: Sequence[_Book], options: PackOptions) -> dict[str, Path]:
    """Lay out the leaves that the books need: cover lists, numbers, the word 草稿."""
    drawn = dict[str, bytes]()
    if options.cover:
        drawn |= {f"cover{book.number}": _cover(book, draft=options.draft) for book in books}
    if options.numbers:
        drawn["numbers"] = leaves.numbers(max(book.pages for book in books))
    if any(chapter.draft for book in books for chapter in book.chapters):
        drawn["mark"] = leaves.draft_mark()
    return machine.leaves(drawn) if drawn else {}


def _cover(book: _Book, *, draft: bool) -> bytes:
    """Return the cover list of a book: a row a community."""
    starts, pages = first_pages(book.chapters, duplex=book.duplex)
    own: dict[str, list[tuple[Item, Chapter, int]]] = {}
    for item, chapter, start in zip(book.items, book.chapters, starts, strict=True):
        own.setdefault(item.community, []).append((item, chapter, start))
    rows = []
    for community, documents in own.items():
        names = [_counted(item, chapter.copies) for item, chapter, _ in documents]
        sides = sum(chapter.copies * chapter.sheaf.pages for _, chapter, _ in documents)
        remark = leaves.DRAFT if not draft and any(chapter.draft for _, chapter, _ in documents) else ""
        rows.append((community, "、".join(names), str(sides), str(documents[0][2]), remark))
    word = f"（{leaves.DRAFT}）" if draft else ""
    copies = sum(chapter.copies for chapter in book.chapters)
    return leaves.cover(f"{book.title}{word}", rows, f"共{len(rows)}个社区（村），{copies}份，{pages}页。")


def _counted(item: Item, copies: int) -> str:
    """Return the name of a document on the cover list, with its copies."""
    return f"{item.form.spec.file}×{copies}" if copies > 1 else item.form.spec.file


def _put(target: Path, data: bytes) -> list[Problem]:
    """Write a PDF; one that somebody else made is left and told. Raises FormgenError as ``write_file`` does."""
    if target.exists() and not ours(target):
        return [Problem("F144", Place(file=target.name), {"file": str(target)})]
    write_file(target, data)
    return []
