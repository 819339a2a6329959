"""The files that stand for many communities: a 汇总表 a township, one for all, and the index."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from formgen.folder import hashes
from formgen.folder.memory import unchanged
from formgen.folder.plan import Plan
from formgen.folder.work import Made
from formgen.ledger.store import Ledger
from formgen.reports.line import Line
from formgen.reports.summary import IndexRow, make_index, make_summary

SUMMARY_FILE = "汇总表.xlsx"
WHOLE_FILE = "全部汇总表.xlsx"
INDEX_FILE = "目录.xlsx"
WHOLE_FORM = "summary"  # what the ledger calls the form of these files


@dataclass(frozen=True, slots=True)
class Whole:
    """One file: its path, the hash of all it tells of (empty when that is not settled), and how it is made."""

    path: str
    digest: str
    make: Callable[[], bytes]

    def stands(self, folder: Path, ledger: Ledger | None) -> bool:
        """Tell whether the file lies there as it was left, and nothing that it tells of changed since."""
        kept = ledger.document(self.path) if ledger and self.digest else None
        return (
            kept is not None
            and kept[0] == self.digest
            and unchanged(folder, self.path, kept[1].size, kept[1].time)
        )


def wholes(
    planned: Plan, results: Mapping[int, Made], lines: Sequence[Line], inputs: int | None
) -> Iterator[Whole]:
    """Yield the files of the whole for what became of the communities, by their place in the data.

    A part of the communities (--only) must not pass for the whole: then there are none; for some townships there
    is no file for all.
    """
    options, rubric = planned.options, planned.rubric
    if options.only:
        return
    by_township: dict[str, list[Line]] = {}
    for line in lines:
        by_township.setdefault(line.township, []).append(line)
    for township, own in by_township.items():
        path = options.layout.township_file(township, SUMMARY_FILE)
        title = f"{township}{rubric.title}汇总表"
        yield Whole(
            path, _digest(planned, results, inputs, township), partial(make_summary, title, rubric, own)
        )
    if options.townships:
        return
    digest = _digest(planned, results, inputs, None)
    if len(by_township) > 1:
        make = partial(make_summary, f"{rubric.title}汇总表", rubric, lines, whole=True)
        yield Whole(WHOLE_FILE, digest, make)
    yield Whole(INDEX_FILE, digest, partial(make_index, _rows(planned, results)))


def _rows(planned: Plan, results: Mapping[int, Made]) -> list[IndexRow]:
    """Return the rows of the index."""
    entries = planned.source.entries
    return [
        IndexRow(entries[at].township, entries[at].name, document.form, document.path)
        for at, made in sorted(results.items())
        for document in made.documents
    ]


def _digest(planned: Plan, results: Mapping[int, Made], inputs: int | None, township: str | None) -> str:
    """Return the hash of what a file tells of, empty while the data of a community are not entered."""
    entries = planned.source.entries
    told = [
        (entries[at].full_name, made.hash, *(document.path for document in made.documents))
        for at, made in sorted(results.items())
        if township is None or entries[at].township == township
    ]
    settled = all(made.hash for made in results.values()) and inputs is not None
    return hashes.joined([*told, (str(inputs),)]) if settled else ""
