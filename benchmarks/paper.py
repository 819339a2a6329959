"""PDF through LibreOffice: copies of a form joined and laid out at once, compared with one process per file."""

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cases import cases
from formgen.printing import fonts
from formgen.printing.conversion import convert_documents
from formgen.printing.libreoffice import convert, find_program
from formgen.printing.options import ConversionOptions

FLOOR = 20  # times one process per file, at 100 copies
RUBRIC, FORM = "yongjia-2009", "yongjia-application.docx"
ALONE = "a process for each file"
JOINED = "100 copies joined, one process"


@dataclass(frozen=True, slots=True)
class Printed:
    """One way to PDF: documents and the seconds they took, including the start of LibreOffice."""

    name: str
    documents: int
    seconds: float

    @property
    def rate(self) -> float:
        """Documents per second."""
        return self.documents / self.seconds


def measured(*, short: bool = False) -> list[Printed]:
    """Measure all ways to PDF, or only the two that the floor is about; empty without LibreOffice."""
    if find_program() is None:
        return []
    with tempfile.TemporaryDirectory(prefix="formgen-benchmark-") as name:
        room = Path(name)
        desk = _Desk(room, fonts.write_configuration(room), _documents(room / "documents", 500))
        found = [
            desk.timed(ALONE, 4 if short else 10, desk.alone),
            desk.timed(JOINED, 100, lambda files: desk.joined(files, 1)),
        ]
        if short:
            return found
        return [
            *found,
            desk.timed("40 files, one process", 40, lambda files: desk.together(files, 1)),
            desk.timed("80 files, two processes", 80, lambda files: desk.together(files, 2)),
            desk.timed("500 copies joined, one process", 500, lambda files: desk.joined(files, 1)),
            desk.timed("500 copies joined, two processes", 500, lambda files: desk.joined(files, 2)),
        ]


def ratio(found: Sequence[Printed]) -> float:
    """Return how many joined copies are made in the time of one with a process of its own."""
    rates = {each.name: each.rate for each in found}
    return rates[JOINED] / rates[ALONE]


def _documents(folder: Path, count: int) -> list[Path]:
    """Write filled copies of a one-page form."""
    folder.mkdir(parents=True)
    case = next(each for each in cases(RUBRIC) if each.name == FORM)
    paths = []
    for at in range(count):
        path = folder / f"{at}.docx"
        path.write_bytes(case.template.render(case.of(at)))
        paths.append(path)
    return paths


@dataclass
class _Desk:
    room: Path
    fonts: Path
    documents: list[Path]
    runs: int = 0

    def timed(self, name: str, count: int, make: Callable[[list[Path]], object]) -> Printed:
        """Time one way, in a folder of its own."""
        self.runs += 1
        started = time.perf_counter()
        make(self.documents[:count])
        return Printed(name, count, time.perf_counter() - started)

    def _folder(self, name: str = "") -> Path:
        return self.room / f"run{self.runs}{name}"

    def alone(self, files: list[Path]) -> None:
        """Start LibreOffice for each file."""
        for file in files:
            self.together([file], 1)

    def together(self, files: list[Path], jobs: int) -> None:
        """Convert many files per process."""
        made = convert(files, self._folder(), ConversionOptions(jobs, fonts=self.fonts))
        _check(len(made.pdfs), len(files))

    def joined(self, files: list[Path], jobs: int) -> None:
        """Join, convert, and separate the pages."""
        made = convert_documents(files, self._folder(), ConversionOptions(jobs, fonts=self.fonts))
        _check(len(made.ranges), len(files))


def _check(made: int, wanted: int) -> None:
    if made != wanted:
        message = f"{made} of {wanted} documents became PDF"
        raise RuntimeError(message)
