"""LibreOffice turns Word and Excel documents into PDF: find it, run it, and let no bad document affect the others.

Many documents go into one process, and several processes run at once, each with a profile of its own. LibreOffice
processes its documents in order; so when a process ends or hangs, the first document without a PDF is the
suspect: it is tried again alone, and the others without it.

Knows where LibreOffice may be and how work is shared among its processes; reads the documents, writes only PDF files.
"""

import heapq
import os
import re
import shutil
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from formgen.office.disk import folder_problem, make_folder
from formgen.printing.formats import PRINT_FORMATS, find_format
from formgen.printing.libreoffice_process import Failure, Process, SourceDocument, Workplace, make_profile
from formgen.printing.options import AS_USUAL, ConversionOptions
from formgen.printing.workroom import open_workroom
from formgen.problems import FormgenError, Place, Problem

VARIABLE = "FORMGEN_SOFFICE"

_MANY = 50  # documents per process on average: starting it is then a small part of its time
_MOST_EMPTY = 6  # processes in a row without any PDF: then LibreOffice itself does not work
_SAME = 4096  # the fixed cost of a document, expressed in bytes of its size
_USUAL = {
    "win32": ("LibreOffice*/program/soffice.com", "Programs/LibreOffice*/program/soffice.com"),
    "darwin": ("Applications/LibreOffice*.app/Contents/MacOS/soffice",),
    "linux": (
        "usr/bin/soffice",
        "usr/lib*/libreoffice/program/soffice",
        "opt/libreoffice*/program/soffice",
        "snap/bin/libreoffice",
        "var/lib/flatpak/exports/bin/org.libreoffice.LibreOffice",
        ".local/share/flatpak/exports/bin/org.libreoffice.LibreOffice",
    ),
}


def find_program(
    environ: Mapping[str, str] = os.environ, system: str = sys.platform, root: Path = Path("/")
) -> Path | None:
    """Return LibreOffice's program: where FORMGEN_SOFFICE says, on the PATH, or in the usual places.

    The variable names the program or its folder. ``system`` is as in ``sys.platform``, ``root`` is the root of the
    file system.
    """
    places = _list_places(environ, system, root)
    return next((path.absolute() for path in places if path.is_file() and os.access(path, os.X_OK)), None)


def require_program(environ: Mapping[str, str] = os.environ) -> Path:
    """Return LibreOffice's program.

    Raises FormgenError F133 when there is none, F145 when it is not where FORMGEN_SOFFICE says.
    """
    asked = environ.get(VARIABLE, "")
    found = find_program(environ)
    if found and (not asked or found.is_relative_to(Path(asked).absolute())):
        return found
    raise FormgenError(Problem("F145", words={"path": asked}) if asked else Problem("F133"))


def _list_places(environ: Mapping[str, str], system: str, root: Path) -> Iterator[Path]:
    """Yield where the program may be, best first."""
    # On Windows, soffice.com waits until the work is done; soffice.exe may not.
    names = ("soffice.com", "soffice.exe") if system == "win32" else ("soffice", "libreoffice")
    if asked := environ.get(VARIABLE):
        yield from (Path(asked, below, name) for below in ("", "program", "Contents/MacOS") for name in names)
        yield Path(asked)
    yield from (Path(path) for name in names if (path := shutil.which(name, path=environ.get("PATH", ""))))
    variables = ("HOME", "ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA")
    bases = [root, *(Path(environ[name]) for name in variables if name in environ)]
    for pattern in _USUAL.get(system, _USUAL["linux"]):
        yield from (
            path for base in bases for path in sorted(base.glob(pattern), key=_read_version, reverse=True)
        )


def _read_version(path: Path) -> list[int]:
    """Return the numbers in a path: LibreOffice 24.2 comes after 7.6."""
    return [int(number) for number in re.findall(r"\d+", str(path))]


@dataclass(frozen=True, slots=True)
class ConversionResult:
    """The result for the documents: the PDF of each that has one, and F134 for each that has none."""

    pdfs: Mapping[Path, Path]
    problems: tuple[Problem, ...]


def convert(
    sources: Sequence[Path],
    folder: Path,
    options: ConversionOptions = AS_USUAL,
    done: Callable[[int], None] = lambda _: None,
) -> ConversionResult:
    """Turn Word and Excel documents into PDF files in ``folder``: 00001.pdf and so on, by their place in ``sources``.

    ``done`` is called in this thread with the number of documents finished so far. Word's bookmarks become named
    destinations. Nothing is written next to the documents. A document that fails is a problem in the result.
    Raises FormgenError F133 or F145 (no LibreOffice), F108 (a folder that cannot be written to).
    """
    program = options.program or require_program()
    make_folder(folder)
    with open_workroom() as room:
        conversion = _Conversion(Workplace(program, room, options), folder, done)
        conversion.convert_all([*dict.fromkeys(sources)])
    return ConversionResult(
        conversion.pdfs, tuple(problem for _, problem in sorted(conversion.problems.items()))
    )


def _is_whole(pdf: Path) -> bool:
    """Return whether a file is a PDF from its first line to its last: a crash leaves half of one."""
    if not pdf.is_file():
        return False
    with pdf.open("rb") as stream:
        head = stream.read(5)
        stream.seek(max(pdf.stat().st_size - 1024, 0))
        return head == b"%PDF-" and b"%%EOF" in stream.read()


@dataclass
class _Conversion:
    """All documents of a conversion: those waiting, those in progress, those done."""

    workplace: Workplace
    folder: Path
    done: Callable[[int], None]
    pdfs: dict[Path, Path] = field(default_factory=dict)
    problems: dict[int, Problem] = field(default_factory=dict)
    queue: deque[list[SourceDocument]] = field(default_factory=deque)
    running: list[Process] = field(default_factory=list)
    profiles: list[Path] = field(default_factory=list)  # free; used ones start faster than new ones
    failures: dict[int, Failure] = field(default_factory=dict)  # why a document failed last time
    empty_in_a_row: int = 0  # processes that made no PDF
    reported: int = 0

    def convert_all(self, sources: Sequence[Path]) -> None:
        """Convert all documents, several processes at once; whatever happens, no process is left behind."""
        options = self.workplace.options
        jobs = max(options.jobs, 1)
        self.queue.extend(_share_out(self._accept(sources), jobs))
        try:
            while self.queue or self.running:
                while self.queue and len(self.running) < jobs:
                    self._start(self.queue.popleft())
                time.sleep(options.limits.tick)
                for process in [process for process in self.running if process.has_ended()]:
                    self.running.remove(process)
                    self._finish(process)
                self._report()
        finally:
            for process in self.running:
                process.kill()
        self._report()

    def _accept(self, sources: Sequence[Path]) -> Iterator[SourceDocument]:
        """Yield the documents that can be converted; the others have failed already."""
        for number, source in enumerate(sources, 1):
            if kind := find_format(source):
                yield SourceDocument(number, source, kind, source.stat().st_size)
            else:
                self._fail(number, source, Failure.UNREADABLE)

    def _start(self, documents: list[SourceDocument]) -> None:
        folder = self.workplace.folder
        try:
            profile = self.profiles.pop() if self.profiles else make_profile(folder)
            self.running.append(Process(self.workplace, profile, documents))
        except OSError as error:
            raise folder_problem(folder, error) from error

    def _finish(self, process: Process) -> None:
        """Keep what a process has made; make sure that what it has not made is tried again, or named."""
        documents = process.documents
        missing = [each for each in documents if not self._keep(process.out / each.pdf, each)]
        shutil.rmtree(process.folder, ignore_errors=True)
        if process.ended_normally:
            self.profiles.append(process.profile)
        self.empty_in_a_row = self.empty_in_a_row + 1 if len(missing) == len(documents) else 0
        final = len(documents) == 1 and documents[0].number in self.failures
        self.failures.update((each.number, process.failure) for each in missing)
        if self.empty_in_a_row >= _MOST_EMPTY:
            final, missing = True, [*missing, *(each for waiting in self.queue for each in waiting)]
            self.queue.clear()
        if not final:
            self._retry(documents, missing)
            return
        for each in missing:
            self._fail(each.number, each.file, self.failures.get(each.number, process.failure))

    def _retry(self, documents: Sequence[SourceDocument], missing: list[SourceDocument]) -> None:
        """Put what was not made back into the queue: suspects alone at its end, the others at its head."""
        made = max((each.number for each in documents if each not in missing), default=0)
        passed = [each for each in missing if each.number < made]
        suspect, rest = missing[len(passed) :][:1], missing[len(passed) :][1:]
        self.queue.extend([each] for each in (*passed, *suspect))
        # The later half goes first: far from the suspect, it shows whether LibreOffice itself works.
        halves = rest[: len(rest) // 2], rest[len(rest) // 2 :]
        self.queue.extendleft(half for half in halves if half)

    def _keep(self, pdf: Path, document: SourceDocument) -> bool:
        """Move a PDF to where it was asked for; return whether there is one."""
        if not _is_whole(pdf):
            return False
        try:
            self.pdfs[document.file] = Path(shutil.move(pdf, self.folder / pdf.name))
        except OSError as error:
            raise folder_problem(self.folder, error) from error
        return True

    def _fail(self, number: int, source: Path, failure: Failure) -> None:
        words = {"file": source.name, "detail": failure.value}
        self.problems[number] = Problem("F134", Place(str(source)), words)

    def _report(self) -> None:
        """Report how many documents are finished, if more than last time."""
        finished = len(self.pdfs) + len(self.problems) + sum(process.made for process in self.running)
        if finished > self.reported:
            self.reported = finished
            self.done(finished)


def _share_out(documents: Iterator[SourceDocument], jobs: int) -> list[list[SourceDocument]]:
    """Share documents out to processes: one kind in each, about the same work in all, the order kept within."""
    kinds: dict[str, list[SourceDocument]] = {kind: [] for kind in PRINT_FORMATS}
    for document in documents:
        kinds[document.kind.suffix].append(document)
    chunks = list[list[SourceDocument]]()
    for own in kinds.values():
        count = min(jobs * -(-len(own) // (jobs * _MANY)), len(own))
        shares: list[tuple[int, int, list[SourceDocument]]] = [(0, number, []) for number in range(count)]
        for document in sorted(own, key=lambda each: -each.size):
            work, number, share = shares[0]
            heapq.heapreplace(shares, (work + document.size + _SAME, number, [*share, document]))
        chunks += [sorted(share, key=lambda each: each.number) for _, _, share in shares]
    return chunks
