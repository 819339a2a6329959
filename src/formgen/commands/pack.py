"""Paper: the documents of a folder as print packs, or each as a PDF beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from formgen import library
from formgen.folder.building import rubric_name
from formgen.folder.documents import office_files
from formgen.forms.compiled import CompiledForm
from formgen.intake.selection import unknown_names
from formgen.ledger import access
from formgen.model import Who
from formgen.office.disk import make_folder, require_folder, write_file
from formgen.office.identity import read_says
from formgen.printing import extra_pages
from formgen.printing.book import Bound, Chapter, Extras, Part, bound, ours
from formgen.printing.inventory import Choice, Inventory, in_order, inventory
from formgen.printing.office import JOBS
from formgen.printing.pack import PackOptions, cover_name, leaves_of, volumes
from formgen.printing.print_run import press
from formgen.problems import FormgenError, Place, Problem, errors_in
from formgen.rubric.schema import Rubric

Tell = Callable[[int, int], None]  # documents done, of how many


def _quiet(_: int, __: int) -> None:
    """Tell nobody."""


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


def pack_documents(
    folder: Path, out: Path, options: PackOptions, rubric: str = "", tell: Tell = _quiet
) -> Packed:
    """Bind the documents of a folder into print packs in another.

    Raises FormgenError: F101 or F148 for no folder, F147 for no documents, D133 or D137 for unknown names, F130 when the
    rubric cannot be told, T131 for forms there are not, F133 without LibreOffice, F108 for a folder that takes no
    file.
    """
    stock = _stock(folder, rubric, options)
    items = stock.inventory.items
    _refuse_absent(options.choice, stock.inventory.known)
    if not items:
        raise FormgenError(*stock.inventory.problems, Problem("F147", words={"folder": str(folder)}))
    make_folder(out)
    with press(stock.forms, options.jobs, pdfa=options.pdfa) as machine:
        proofed = machine.proofed(items, lambda done: tell(min(done, len(items)), len(items)))
        made = Packed(documents=len(proofed.sheaves), problems=[*stock.inventory.problems, *proofed.problems])
        books = list(volumes(items, proofed, options, stock.rubric))
        drawn = machine.leaves(leaves_of(books, options))
        for book in books:
            extras = Extras(
                drawn.get(cover_name(book)),
                drawn.get(extra_pages.NUMBERS),
                drawn.get(extra_pages.DRAFT),
                options.duplex,
                options.pdfa,
            )
            _put(made, out / f"{book.name}.pdf", bound(book.title, book.parts, extras))
    return made


def pdfs(folder: Path, choice: Choice, rubric: str = "", jobs: int = JOBS, tell: Tell = _quiet) -> Packed:
    """Write a PDF beside each document of a folder that is wanted and has none, or an older one.

    One with faults gets none: the next run looks at it again.

    Raises FormgenError as ``pack`` does.
    """
    stock = _stock(folder, rubric, PackOptions(choice=choice))
    items = [each for each in stock.inventory.items if _is_due(each.file)]
    if not items:
        return Packed()
    with press(stock.forms, jobs, pdfa=False) as machine:
        proofed = machine.proofed(items, lambda done: tell(min(done, len(items)), len(items)))
        made = Packed(documents=len(proofed.sheaves), problems=list(proofed.problems))
        drawn = (
            machine.leaves({extra_pages.DRAFT: extra_pages.draft_mark()})
            if any(each.drafted for each in items)
            else {}
        )
        wrong = {problem.place.file for problem in errors_in(proofed.problems)}
        for item in items:
            if item.path not in proofed.sheaves or item.path in wrong:
                made.problems += _stale(_beside(item.file), folder)
            else:
                title = f"{item.community}　{item.form.spec.title}"
                chapter = Chapter(item.form.spec.file, proofed.sheaves[item.path], draft=item.drafted)
                book = bound(title, [Part("", (chapter,))], Extras(mark=drawn.get(extra_pages.DRAFT)))
                _put(made, _beside(item.file), book)
    return made


def _beside(file: Path) -> Path:
    """Return the PDF of a document; of one for Excel the name says so, since it has a twin for Word."""
    twin = file.suffix == ".xlsx" and file.with_suffix(".docx").exists()
    return file.with_name(f"{file.stem}（Excel）.pdf") if twin else file.with_suffix(".pdf")


def _stale(pdf: Path, folder: Path) -> list[Problem]:
    """Tell of the PDF of an earlier run that lies beside a form which gets none now."""
    if not pdf.exists() or not ours(pdf):
        return []
    return [Problem("T123", words={"file": pdf.relative_to(folder).as_posix()})]


def _is_due(file: Path) -> bool:
    """Tell whether a document has no PDF, or one that is older than itself."""
    pdf = _beside(file)
    return not pdf.exists() or pdf.stat().st_mtime_ns < file.stat().st_mtime_ns


@dataclass(frozen=True, slots=True)
class _Stock:
    rubric: Rubric
    forms: list[CompiledForm]
    inventory: Inventory


def _stock(folder: Path, rubric: str, options: PackOptions) -> _Stock:
    """Return what there is to print in a folder."""
    if folder.is_file():
        raise FormgenError(Problem("F148", Place(file=str(folder)), {"file": str(folder)}))
    require_folder(folder)
    if next(office_files(folder), None) is None:
        raise FormgenError(Problem("F147", words={"folder": str(folder)}))
    name, whos = _known(folder, rubric)
    notice = library.notice(name)
    forms = notice.compiled_forms
    _refuse_unknown(options, forms)
    key = in_order(whos, notice.rubric.forms, by_form=options.by_form or options.split == "form")
    return _Stock(notice.rubric, forms, inventory(folder, forms, options.choice, key))


def _refuse_absent(choice: Choice, known: Sequence[Who]) -> None:
    """Raise FormgenError D133 or D137 for communities and townships that nothing was found of."""
    whos = list(dict.fromkeys(known))
    names = {name for township, own in whos for name in (own, f"{township}{own}")}
    townships = list(dict.fromkeys(township for township, _ in whos))
    faults = [
        *unknown_names("D133", choice.only, names, [name for _, name in whos]),
        *unknown_names("D137", choice.townships, set(townships), townships),
    ]
    if faults:
        raise FormgenError(*faults, usage=True)


def _known(folder: Path, rubric: str) -> tuple[str, list[Who]]:
    """Return the rubric of a folder's documents and the communities in the order of the data.

    The ledger knows both; without it the documents say their rubric, and communities go by name.
    """
    with access.looked_into(folder) as ledger:
        if ledger is not None:
            run = next((run for run in reversed(ledger.runs()) if run.inputs is not None), None)
            if run is not None and run.inputs is not None:
                inputs = ledger.inputs_of(run.inputs)
                return rubric or rubric_name(inputs, folder), [
                    each.who for each in ledger.communities(inputs.rubric_id)
                ]
    said = (read_says(folder / path).get("rubric", "") for path in office_files(folder))
    name = rubric or next(filter(None, said), "")
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


def _put(made: Packed, target: Path, book: Bound) -> None:
    """Write a PDF, with the time of now; one that somebody else made, or that cannot be replaced, is left and told.

    Raises FormgenError F108 for a folder that takes no file.
    """
    if target.exists() and not ours(target):
        made.problems.append(Problem("F144", Place(file=target.name), {"file": str(target)}))
        return
    try:
        write_file(target, book.data)
        target.touch()  # newer than its document even when nothing in it changed
    except FormgenError as error:
        if any(problem.code == "F108" for problem in error.problems):
            raise
        made.problems += error.problems
        return
    made.files.append((target, book.pages))
