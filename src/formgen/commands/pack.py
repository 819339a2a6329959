"""What ``formgen pack`` and ``build --pdf`` do: the documents of a folder as print packs, or a PDF next to each."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from formgen import library
from formgen.filling.form_contents import report_doubtful_templates
from formgen.folder.changed_lists import ChangedLists
from formgen.folder.contradictions import find_contradictions, list_forms
from formgen.folder.identified_documents import is_second, walk_office_files
from formgen.folder.left_documents import list_outdated_paths, report_missing
from formgen.folder.outdated_figures import find_typed_claims
from formgen.ledger import access
from formgen.ledger.store import SettledDocument
from formgen.office.disk import make_folder
from formgen.printing.document_list import Item
from formgen.printing.known_folder import KnownFolder, read_printed_folder
from formgen.printing.options import JOBS, Choice, ConversionOptions, PackOptions
from formgen.printing.output import PackResult, Report, report_nothing, report_up_to
from formgen.printing.pack import draw_extra_pages, plan_files
from formgen.printing.pdfs import is_due, write_pdfs
from formgen.printing.print_run import open_print_run
from formgen.problems import Problem


def pack_documents(
    folder: Path, out: Path, options: PackOptions, rubric: str = "", report: Report = report_nothing
) -> PackResult:
    """Bind the documents of a folder into print packs in another folder.

    Raises FormgenError: F101 or F148 for no folder, F147 for no documents, D133 or D137 for unknown names, F130 when
    the rubric is not known, T131 for unknown forms, F133 without LibreOffice, F108 for a folder that cannot be
    written to.
    """
    known = read_printed_folder(folder, rubric)
    notice = library.notice(known.rubric)
    found = known.list_documents(notice.rubric, notice.compiled_forms, options)
    known.refuse_empty(found, options.choice)
    contradictory = [
        *_find_contradictions(known, notice, found.items),
        *look_into_ledger(known, notice, found.items, options.choice),
    ]
    make_folder(out)
    with open_print_run(notice.compiled_forms, options.conversion) as run:
        checked = run.check(found.items, report_up_to(len(found.items), report))
        packed = PackResult(
            documents=len(checked.ranges), problems=[*found.problems, *contradictory, *checked.problems]
        )
        files = list(plan_files(found.items, checked, options, notice.rubric))
        extra = run.convert_extra_pages(draw_extra_pages(files, options))
        for file in files:
            packed.write(out / f"{file.name}.pdf", file.bind(extra, options))
    return packed


def _find_contradictions(known: KnownFolder, notice: library.Notice, items: Sequence[Item]) -> list[Problem]:
    """Return what the documents that are printed, and their twins, say against each other."""
    printed = {(item.who, item.form.id) for item in items}
    used = [form for form in notice.compiled_forms if form.form.id in {item.form.id for item in items}]
    paths = [path for path in walk_office_files(known.path) if not is_second(known.path, path)]
    placed = [
        each
        for each in list_forms(known.path, paths, notice.rubric, notice.compiled_forms)
        if (each.key.who, each.key.form) in printed
    ]
    counts = Counter(item.who for item in items)
    gone = [who for who in counts if who.name and known.communities and who not in known.communities]
    with access.look_into(known.path) as ledger:
        claims = list(find_typed_claims(notice.rubric, placed, ledger))
    return [
        *report_doubtful_templates(used, notice.rubric),
        *find_contradictions(placed, notice.rubric),
        *claims,
        *(Problem("T167", words={"community": str(who), "count": str(counts[who])}) for who in gone),
    ]


def look_into_ledger(
    known: KnownFolder, notice: library.Notice, items: Sequence[Item], choice: Choice
) -> list[Problem]:
    """Return what the ledger knows better: lists that somebody changed, wanted forms that are lost and are not printed."""
    lists = [item.path for item in items if item.is_summary]
    forms = {each.form.id: each.form for each in notice.compiled_forms}
    printed = {(item.who, item.form.id) for item in items}

    def wanted(row: SettledDocument) -> bool:
        form = forms.get(row.form)
        return form is not None and (row.who, row.form) not in printed and choice.takes(row.who, form)

    with access.look_into(known.path) as ledger:
        missing = (
            report_missing(ledger, known.path, set(list_outdated_paths(ledger)), wanted) if ledger else []
        )
        return [*ChangedLists(known.path, notice.rubric, ledger).find(lists), *missing]


def write_due_pdfs(
    folder: Path, choice: Choice, rubric: str = "", jobs: int = JOBS, report: Report = report_nothing
) -> PackResult:
    """Write a PDF next to each document of a folder that is wanted and has none, or an older one.

    One with faults gets none: the next run looks at it again. Raises FormgenError as ``pack_documents`` does.
    """
    known = read_printed_folder(folder, rubric)
    notice = library.notice(known.rubric)
    found = known.list_documents(notice.rubric, notice.compiled_forms, PackOptions(choice=choice))
    items = [item for item in found.items if is_due(item)]
    if not items:
        return PackResult()
    with open_print_run(notice.compiled_forms, ConversionOptions(jobs)) as run:
        return write_pdfs(run, items, folder, report)
