"""The files that cover several communities: one 汇总表 per township, one for all, and the index."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from formgen.folder.community_work import CommunityResult
from formgen.folder.hashes import join_hashes
from formgen.folder.ledger_entries import is_as_left
from formgen.folder.plan import Plan
from formgen.ledger.store import Ledger, SettledDocument
from formgen.problems import Problem
from formgen.reports.summary import IndexRow, make_index, make_summary, name_summary
from formgen.reports.summary_row import SummaryRow
from formgen.rubric.schema import Rubric

SUMMARY_FILE = "汇总表.xlsx"
WHOLE_FILE = "全部汇总表.xlsx"
INDEX_FILE = "目录.xlsx"
SUMMARY_FORM = "summary"  # what the ledger calls the form of these files


@dataclass(frozen=True, slots=True)
class SummaryFile:
    """One file: its path, the hash of all it reports (empty when that is not settled), and how it is made."""

    path: str
    digest: str
    make: Callable[[], bytes]

    def stands(self, folder: Path, ledger: Ledger | None) -> bool:
        """Return whether the file lies there as it was left, and nothing that it reports changed since."""
        known = ledger.document(self.path) if ledger and self.digest else None
        return known is not None and known.digest == self.digest and is_as_left(folder, known)


def list_summaries(
    plan: Plan,
    results: Mapping[int, CommunityResult],
    inputs: int | None,
    others: Sequence[SettledDocument] = (),
) -> Iterator[SummaryFile]:
    """Yield the files of the whole for what became of the communities, by their place in the data.

    With --only no summaries are made, so that a partial one is not mistaken for a full one; for some townships there
    is no file for all. ``others`` lie there too, of communities that these data do not have: the index names them as such.
    """
    options, rubric = plan.options, plan.rubric
    if options.names:
        return
    rows = [made.row for _, made in sorted(results.items()) if made.row]
    by_township: dict[str, list[SummaryRow]] = {}
    for row in rows:
        by_township.setdefault(row.township, []).append(row)
    for township, own in by_township.items():
        path = plan.layout.township_file(township, SUMMARY_FILE)
        digest = _digest(plan, results, inputs, township)
        make = partial(make_list, rubric, own, township, _problems_of(plan, township))
        yield SummaryFile(path, digest, make)
    if options.township_names:
        return
    digest = _digest(plan, results, inputs, None)
    if len(by_township) > 1:
        make = partial(make_list, rubric, rows, None, plan.source.problems)
        yield SummaryFile(WHOLE_FILE, digest, make)
    rows_of_index = [*_rows(plan, results), *_rows_of_others(plan, others)]
    digest = digest and join_hashes([(digest,), *((each.path,) for each in others)]) if others else digest
    yield SummaryFile(INDEX_FILE, digest, partial(make_index, rows_of_index))


def list_others(plan: Plan, folder: Path, ledger: Ledger | None) -> list[SettledDocument]:
    """Return the documents that lie in the folder of communities that the data do not have, such as another township's."""
    if ledger is None or not plan.whole:
        return []
    here = {entry.who for entry in plan.source.entries}
    return [
        each
        for each in ledger.documents(plan.rubric.id)
        if each.form != SUMMARY_FORM and each.who not in here and (folder / each.path).exists()
    ]


def make_list(
    rubric: Rubric, rows: Sequence[SummaryRow], township: str | None, problems: Sequence[Problem] = ()
) -> bytes:
    """Return the 汇总表 of a township, or of all (None)."""
    title = f"{township or ''}{name_summary(rubric)}"
    return make_summary(title, rubric, rows, problems, township=township)


def _problems_of(plan: Plan, township: str | None) -> list[Problem]:
    """Return the problems of the data as a whole, and of communities that were left out, that concern a township."""
    named = ((each, each.place.community) for each in plan.source.problems)
    return [each for each, name in named if not (township and name) or name.startswith(township)]


def _rows(plan: Plan, results: Mapping[int, CommunityResult]) -> list[IndexRow]:
    """Return the rows of the index."""
    entries = plan.source.entries
    titles = {form.id: form.spec.file for form in plan.basis.forms}
    return [
        IndexRow(*entries[at].who, titles[document.form], document.path)
        for at, made in sorted(results.items())
        for document in made.documents
    ]


def _rows_of_others(plan: Plan, others: Sequence[SettledDocument]) -> Iterator[IndexRow]:
    """Yield the rows of the index of communities that are not in the data."""
    titles = {form.id: form.spec.file for form in plan.basis.forms}
    for each in others:
        yield IndexRow(*each.who, titles.get(each.form, each.form), each.path, "不在这次的数据里")


def _digest(
    plan: Plan, results: Mapping[int, CommunityResult], inputs: int | None, township: str | None
) -> str:
    """Return the hash of what a file reports, empty while the data of a community are not entered."""
    entries = plan.source.entries
    reported = [
        (entries[at].full_name, made.hash, *(document.path for document in made.documents))
        for at, made in sorted(results.items())
        if township is None or entries[at].township == township
    ]
    settled = all(made.hash for made in results.values()) and inputs is not None
    problems = [(str(each),) for each in _problems_of(plan, township)]
    return join_hashes([*reported, *problems, (str(inputs),)]) if settled else ""
