"""Documents become pages: copies of one template are joined and converted at once, then separated by their bookmarks.

What cannot be joined, and whatever fails when joined, is converted by itself; so a bad document affects only
itself and is named.

Knows which documents are joined and which pages belong to which; writes only to the folder it is given.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import Destination

from formgen.forms.formats import suffix_of
from formgen.office.disk import write_file
from formgen.office.package import UnreadableError
from formgen.printing.formats import PRINT_FORMATS, WORD
from formgen.printing.joined_document import (
    JoinableDocument,
    group_by_kind,
    join_documents,
    name_bookmark,
    read_joinable,
)
from formgen.printing.libreoffice import convert
from formgen.printing.options import ConversionOptions
from formgen.problems import Problem

_MOST = 100  # documents joined in one: more is hardly faster, and a progress bar would not move
_LEAST = 2


@dataclass(frozen=True, slots=True)
class PageRange:
    """The pages of one document: a PDF, the number of its first page there, from 0, and of the one after its last."""

    pdf: Path
    start: int
    stop: int

    @property
    def count(self) -> int:
        """Return how many pages there are."""
        return self.stop - self.start


@dataclass(slots=True)
class ConvertedDocuments:
    """The result for the documents: the pages of each, and why some have none."""

    ranges: dict[Path, PageRange] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Progress:
    """Reports only upwards: a batch that fails is done once more, each document by itself."""

    done: Callable[[int], None]
    reported: int = 0

    def report(self, count: int) -> None:
        self.reported = max(self.reported, count)
        self.done(self.reported)


def convert_documents(
    documents: Sequence[Path],
    folder: Path,
    options: ConversionOptions,
    done: Callable[[int], None] = lambda _: None,
) -> ConvertedDocuments:
    """Convert documents; PDF files go to ``folder``. ``done`` receives the number of documents done.

    Raises FormgenError F133 or F145 without LibreOffice, F108 for a folder that cannot be written to.
    """
    converted, progress = ConvertedDocuments(), _Progress(done)
    batches = dict(_write_joined(documents, folder / "joined", options)) if options.join else {}
    joined = {each for batch in batches.values() for each in batch}
    alone = [each for each in documents if each not in joined]
    weights = [len(batches.get(each, [each])) for each in [*batches, *alone]]
    whole = _convert_each(
        [*batches, *alone], folder / "first", options, lambda count: progress.report(sum(weights[:count]))
    )
    failed: list[Path] = []
    for path, batch in batches.items():
        separated = _separate(whole.ranges.pop(path, None), len(batch))
        converted.ranges.update(zip(batch, separated, strict=False))
        failed += [] if separated else batch
    converted.ranges |= whole.ranges
    own = set(map(str, batches))
    converted.problems += [each for each in whole.problems if each.place.file not in own]
    if failed:
        before = len(documents) - len(failed)
        again = _convert_each(
            failed, folder / "again", options, lambda count: progress.report(before + count)
        )
        converted.ranges |= again.ranges
        converted.problems += again.problems
    return converted


def _convert_each(
    sources: Sequence[Path], folder: Path, options: ConversionOptions, done: Callable[[int], None]
) -> ConvertedDocuments:
    """Convert each document to a PDF of its own."""
    made = convert(sources, folder, options, done)
    ranges = {source: PageRange(pdf, 0, len(PdfReader(pdf).pages)) for source, pdf in made.pdfs.items()}
    return ConvertedDocuments(ranges, list(made.problems))


def _write_joined(
    documents: Sequence[Path], folder: Path, options: ConversionOptions
) -> Iterator[tuple[Path, list[Path]]]:
    """Yield joined documents, written to ``folder``, with the documents in each."""
    number = 0
    for group in group_by_kind(list(_read_all_joinable(documents, numbers=options.numbers))):
        size = min(_MOST, max(-(-len(group) // options.jobs), _LEAST))
        for at in range(0, len(group), size):
            batch = group[at : at + size]
            if len(batch) < _LEAST and not batch[0].rewritten:
                continue
            try:
                data = join_documents(batch)
            except UnreadableError:
                continue  # each by itself: the bad one is then named
            path = folder / f"formgen~joined~{number}{WORD.suffix}"
            write_file(path, data)
            number += 1
            yield path, [each.path for each in batch]


def _read_all_joinable(documents: Sequence[Path], *, numbers: bool) -> Iterator[JoinableDocument]:
    for path in documents:
        if PRINT_FORMATS[suffix_of(path)].joins:
            try:
                yield read_joinable(path, numbers=numbers)
            except UnreadableError:
                continue


def _separate(pages: PageRange | None, count: int) -> list[PageRange]:
    """Return the pages of each document of a joined one; none when they cannot be told apart."""
    if pages is None:
        return []
    try:
        reader = PdfReader(pages.pdf)
        known: Mapping[str, Destination] = reader.named_destinations
        starts = [_find_page(reader, known, name_bookmark(at)) for at in range(count)]
    except (PyPdfError, KeyError):
        return []
    ends = [*starts, pages.stop]
    if starts[0] != 0 or any(one >= other for one, other in pairwise(ends)):
        return []
    return [PageRange(pages.pdf, start, stop) for start, stop in pairwise(ends)]


def _find_page(reader: PdfReader, known: Mapping[str, Destination], name: str) -> int:
    """Return the number of the page that a bookmark is on. Raises KeyError when it is on none."""
    target = known.get(name) or known[f"/{name}"]
    number: int | None = reader.get_destination_page_number(target)
    if number is None:
        raise KeyError(name)
    return number
