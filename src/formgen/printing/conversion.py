"""The pages of documents: copies of one template joined and laid out at once, then separated by their bookmarks.

What cannot be joined, and whatever fails when joined, is converted by itself; so a bad document affects only
itself and is named.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import Destination

from formgen.office.disk import write_file
from formgen.office.package import UnreadableError
from formgen.printing.joined_document import Readable, bookmark, groups, join, readable
from formgen.printing.office import JOBS, convert
from formgen.problems import Problem

_MOST = 100  # documents joined in one: more is hardly faster, and a progress bar would not move
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Sheaf:
    """The pages of one document: a PDF, the number of its first page, and that of the page after its last."""

    pdf: Path
    start: int
    stop: int

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class Setting:
    """How to make pages: processes at once, PDF/A or not, the fontconfig file, whether copies are joined."""

    jobs: int = JOBS
    pdfa: bool = False
    fonts: Path | None = None
    join: bool = True


@dataclass(slots=True)
class Laid:
    """The result for the documents: the pages of each, and why some have none."""

    sheaves: dict[Path, Sheaf] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def laid_out(
    documents: Sequence[Path],
    room: Path,
    setting: Setting,
    done: Callable[[int], None] = lambda _: None,
) -> Laid:
    """Lay out documents; PDF files go to the folder ``room``. ``done`` is called with the number of documents done.

    Raises FormgenError F133 without LibreOffice, F108 for a folder that cannot be written to.
    """
    laid, tell = Laid(), _forwards(done)
    batches = dict(_joined(documents, room / "joined", setting.jobs)) if setting.join else {}
    joined = {each for batch in batches.values() for each in batch}
    alone = [each for each in documents if each not in joined]
    weights = [len(batches.get(each, [each])) for each in [*batches, *alone]]
    whole = _convert([*batches, *alone], room / "first", setting, lambda count: tell(sum(weights[:count])))
    failed: list[Path] = []
    for path, batch in batches.items():
        cut = _cut(whole.sheaves.pop(path, None), len(batch))
        laid.sheaves.update(zip(batch, cut, strict=False))
        failed += [] if cut else batch
    laid.sheaves |= whole.sheaves
    own = set(map(str, batches))
    laid.problems += [each for each in whole.problems if each.place.file not in own]
    if failed:
        again = _convert(
            failed, room / "again", setting, lambda count: tell(len(documents) - len(failed) + count)
        )
        laid.sheaves |= again.sheaves
        laid.problems += again.problems
    return laid


def _forwards(done: Callable[[int], None]) -> Callable[[int], None]:
    """Return a callback that never counts down: a batch that fails is done once more, each document by itself."""
    told = [0]

    def tell(count: int) -> None:
        told[0] = max(told[0], count)
        done(told[0])

    return tell


def _convert(sources: Sequence[Path], folder: Path, setting: Setting, done: Callable[[int], None]) -> Laid:
    made = convert(sources, folder, jobs=setting.jobs, pdfa=setting.pdfa, fonts=setting.fonts, done=done)
    sheaves = {source: Sheaf(pdf, 0, len(PdfReader(pdf).pages)) for source, pdf in made.pdfs.items()}
    return Laid(sheaves, list(made.problems))


def _joined(documents: Sequence[Path], room: Path, jobs: int) -> Iterator[tuple[Path, list[Path]]]:
    """Yield joined documents, written to ``room``, with the documents in each."""
    number = 0
    for group in groups(list(_readable(documents))):
        size = min(_MOST, max(-(-len(group) // jobs), _LEAST))
        for at in range(0, len(group), size):
            batch = group[at : at + size]
            if len(batch) < _LEAST:
                continue
            try:
                data = join(batch)
            except UnreadableError:
                continue  # each by itself: the bad one is then named
            path = room / f"formgen~joined~{number}.docx"
            write_file(path, data)
            number += 1
            yield path, [each.path for each in batch]


def _readable(documents: Sequence[Path]) -> Iterator[Readable]:
    for path in documents:
        if path.suffix == ".docx":
            try:
                yield readable(path)
            except UnreadableError:
                continue


def _cut(sheaf: Sheaf | None, count: int) -> list[Sheaf]:
    """Return the pages of each document of a joined one; none when they cannot be separated."""
    if sheaf is None:
        return []
    try:
        reader = PdfReader(sheaf.pdf)
        known: Mapping[str, Destination] = reader.named_destinations
        starts = [_page(reader, known, bookmark(at)) for at in range(count)]
    except (PyPdfError, KeyError):
        return []
    ends = [*starts, sheaf.stop]
    if starts[0] != 0 or any(one >= other for one, other in pairwise(ends)):
        return []
    return [Sheaf(sheaf.pdf, start, stop) for start, stop in pairwise(ends)]


def _page(reader: PdfReader, known: Mapping[str, Destination], name: str) -> int:
    target = known.get(name) or known[f"/{name}"]
    number: int | None = reader.get_destination_page_number(target)
    if number is None:
        raise KeyError(name)
    return number
