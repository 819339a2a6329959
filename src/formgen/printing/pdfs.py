"""A PDF next to each document of a folder.

Knows where the PDF of a document is and when it is out of date; writes only there.
"""

from collections.abc import Sequence
from pathlib import Path

from formgen.folder.identified_documents import lies_beside
from formgen.forms.formats import suffix_of
from formgen.printing.book import BookmarkGroup, Chapter, Extras, bind_book, is_own_pdf
from formgen.printing.cover_pages import DRAFT, draw_draft_word
from formgen.printing.document_list import Item
from formgen.printing.formats import PRINT_FORMATS
from formgen.printing.output import PackResult, Report, report_up_to
from formgen.printing.print_run import PrintRun
from formgen.problems import Problem, errors_in


def is_due(item: Item) -> bool:
    """Return whether a document has no PDF, or one that is older than itself."""
    pdf = _find_place(item.file)
    return not pdf.exists() or pdf.stat().st_mtime_ns < item.file.stat().st_mtime_ns


def write_pdfs(run: PrintRun, items: Sequence[Item], folder: Path, report: Report) -> PackResult:
    """Write the PDF of each document of a folder next to it; one with faults gets none.

    Raises FormgenError F133 without LibreOffice, F108 for a folder that cannot be written to, F134 when 草稿 cannot
    be drawn.
    """
    checked = run.check(items, report_up_to(len(items), report))
    packed = PackResult(documents=len(checked.ranges), problems=list(checked.problems))
    some_draft = any(item.drafted for item in items)
    extra = run.convert_extra_pages({DRAFT: draw_draft_word()} if some_draft else {})
    wrong = {problem.place.file for problem in errors_in(checked.problems)}
    for item in items:
        pdf = _find_place(item.file)
        if item.path in checked.ranges and item.path not in wrong:
            title = f"{item.community}　{item.form.spec.title}"
            chapter = Chapter(item.form.spec.file, checked.ranges[item.path], draft=item.drafted)
            packed.write(
                pdf, bind_book(title, [BookmarkGroup("", (chapter,))], Extras(mark=extra.get(DRAFT)))
            )
        elif pdf.exists() and is_own_pdf(pdf):  # of an earlier run
            packed.problems.append(Problem("T123", words={"file": pdf.relative_to(folder).as_posix()}))
    return packed


def _find_place(file: Path) -> Path:
    """Return the PDF of a document; its name says the kind where the form exists in another kind too."""
    kind = PRINT_FORMATS[suffix_of(file)]
    twin = any(lies_beside(file, file.stem, suffix) for suffix in PRINT_FORMATS if suffix != kind.suffix)
    return file.with_name(f"{file.stem}{kind.remark if twin else ''}.pdf")
