"""LibreOffice turns Word and Excel documents into PDF: find it, run it, and never let one document affect the rest.

Many documents go into one process, and several processes run at once, each with a profile of its own. LibreOffice
processes its documents in order; so when a process ends or hangs, the first document without a PDF is the
suspect: it is tried again alone, and the others without it.
"""

import contextlib
import heapq
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from formgen.office.disk import folder_problem, make_folder
from formgen.problems import FormgenError, Place, Problem

VARIABLE = "FORMGEN_SOFFICE"
JOBS = 2  # processes at once: each takes a core and some 200 MB, and office PCs have little of both

_MANY = 50  # documents per process on average: starting it is then a small part of its time
_BARREN = 6  # processes in a row without any PDF: then LibreOffice itself does not work
_SAME = 4096  # the fixed cost of a document, expressed in bytes of its size
_SILENT, _UNREADABLE, _ENDED = "超时", "LibreOffice 打不开它", "LibreOffice 中途退出"
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


def find(
    environ: Mapping[str, str] = os.environ, system: str = sys.platform, root: Path = Path("/")
) -> Path | None:
    """Return LibreOffice's program: where FORMGEN_SOFFICE says, on the PATH, or in the usual places.

    The variable names the program or its folder. ``system`` is as in ``sys.platform``, ``root`` is the root of the file system.
    """
    places = _places(environ, system, root)
    return next((path.absolute() for path in places if path.is_file() and os.access(path, os.X_OK)), None)


def required(environ: Mapping[str, str] = os.environ) -> Path:
    """Return LibreOffice's program. Raises FormgenError F133 when there is none, F145 when it is not where FORMGEN_SOFFICE says."""
    asked = environ.get(VARIABLE, "")
    found = find(environ)
    if found and (not asked or found.is_relative_to(Path(asked).absolute())):
        return found
    raise FormgenError(Problem("F145", words={"path": asked}) if asked else Problem("F133"))


def _places(environ: Mapping[str, str], system: str, root: Path) -> Iterator[Path]:
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
        yield from (path for base in bases for path in sorted(base.glob(pattern), key=_version, reverse=True))


def _version(path: Path) -> list[int]:
    """Return the numbers in a path: LibreOffice 24.2 comes after 7.6."""
    return [int(number) for number in re.findall(r"\d+", str(path))]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a process may go without a new PDF, in seconds, before it counts as hanging.

    ``start`` allows for LibreOffice's start on a slow computer; ``megabyte`` is added for each megabyte of the
    largest document in the process (500 pages of forms: 0.9 MB, 13 s on a good computer). ``tick`` is the time
    between two checks of what is done.
    """

    start: float = 90.0
    megabyte: float = 600.0
    tick: float = 0.05


@dataclass(frozen=True, slots=True)
class Converted:
    """The result for the documents: the PDF of each that has one, and F134 for each that has none."""

    pdfs: Mapping[Path, Path]
    problems: tuple[Problem, ...]


def convert(  # noqa: PLR0913 - the settings of a print job, each by its name
    sources: Sequence[Path],
    folder: Path,
    *,
    jobs: int = JOBS,
    pdfa: bool = False,
    fonts: Path | None = None,
    done: Callable[[int], None] = lambda _: None,
    program: Path | None = None,
    limits: Limits = Limits(),
) -> Converted:
    """Turn .docx and .xlsx files into PDF files in ``folder``: 00001.pdf and so on, by their place in ``sources``.

    ``jobs`` processes run at once; ``pdfa`` makes PDF/A-2b, for archives; ``fonts`` is a fontconfig file;
    ``done`` is called in this thread with the number of documents finished so far. Word's bookmarks become
    named destinations. Nothing is written next to the documents. A document that fails is a problem in the
    result. Raises FormgenError F133 (no LibreOffice) or F108 (a folder that cannot be written to).
    """
    soffice = program or required()
    make_folder(folder)
    with tempfile.TemporaryDirectory(prefix="formgen-", ignore_cleanup_errors=True) as room:
        press = _Press(_Setting(soffice, Path(room), _environment(fonts), pdfa, limits), folder, done)
        press.work([*dict.fromkeys(sources)], max(jobs, 1))
    return Converted(press.pdfs, tuple(problem for _, problem in sorted(press.problems.items())))


# LibreOffice's filter for each kind, and its options. No outline: headings and names of sheets would become
# one that nobody asked for. No tags: newer versions write them, and they only make the file larger.
_PLAIN = {"ExportBookmarks": False, "UseTaggedPDF": False}
_FILTERS = {
    ".docx": ("writer_pdf_Export", {**_PLAIN, "ExportBookmarksToPDFDestination": True}),
    ".xlsx": ("calc_pdf_Export", _PLAIN),
}
_SWITCHES = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard")
_KINDS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}


def _kind(source: Path) -> str | None:
    """Return a document's suffix, by its content: LibreOffice would print any file at all, as plain text."""
    try:
        with zipfile.ZipFile(source) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return None
    return next((kind for part, kind in _KINDS.items() if part in names), None)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A document: its place in the order, its file, its kind (a suffix) and size in bytes."""

    number: int
    source: Path
    kind: str
    size: int

    @property
    def pdf(self) -> str:
        return f"{self.number:05}.pdf"


@dataclass(frozen=True, slots=True)
class _Setting:
    """What is the same for all processes of a conversion."""

    program: Path
    room: Path
    environment: Mapping[str, str]
    pdfa: bool
    limits: Limits

    def command(self, kind: str, profile: Path, out: Path) -> list[str]:
        """Return the command line, without the documents."""
        name, chosen = _FILTERS[kind]
        options = {key: {"type": "boolean", "value": str(value).lower()} for key, value in chosen.items()}
        if self.pdfa:
            options["SelectPdfVersion"] = {"type": "long", "value": "2"}
        how = f"pdf:{name}:{json.dumps(options, separators=(',', ':'))}"
        start = [str(self.program), f"-env:UserInstallation={profile.as_uri()}"]
        return [*start, *_SWITCHES, "--convert-to", how, "--outdir", str(out)]


def _environment(fonts: Path | None) -> dict[str, str]:
    """Return the environment for LibreOffice: ours, with the fonts, and without a display on Linux."""
    environment = dict(os.environ)
    if fonts is not None:
        environment["FONTCONFIG_FILE"] = str(fonts.absolute())
    if sys.platform == "linux":
        environment["SAL_USE_VCLPLUGIN"] = "svp"
    return environment


# Documents may come from strangers: no macros, nothing loaded from elsewhere, nothing saved or sent after a crash.
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Misc", "CrashReport", "false"),
    ("Calc/Content/Update", "Link", "1"),
    ("Writer/Content/Update", "Link", "0"),
    ("Recovery/AutoSave", "Enabled", "false"),
    ("Recovery/RecoveryInfo", "Enabled", "false"),
)
_ITEM = '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'


def _new_profile(room: Path) -> Path:
    """Make a profile with our settings."""
    profile = Path(tempfile.mkdtemp(prefix="profile-", dir=room))
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    text = f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(text, encoding="utf-8")
    return profile


class _Run:
    """One process of LibreOffice, working on some documents of one kind."""

    def __init__(self, setting: _Setting, profile: Path, papers: list[_Paper]) -> None:
        """Copy the documents and start: the names of copies never clash, and no lock file is next to them."""
        self.profile, self.papers, self.made, self.timed_out = profile, papers, 0, False
        self.desk = Path(tempfile.mkdtemp(prefix="run-", dir=setting.room))
        self.out = self.desk / "out"  # LibreOffice makes it
        copies = [str((self.desk / paper.pdf).with_suffix(paper.kind)) for paper in papers]
        for paper, copy in zip(papers, copies, strict=True):
            shutil.copyfile(paper.source, copy)
        largest, limits = max(paper.size for paper in papers), setting.limits
        self._patience = limits.start + limits.megabyte * largest / 1_000_000
        command = [*setting.command(papers[0].kind, profile, self.out), *copies]
        null, ours = subprocess.DEVNULL, setting.environment
        # A session of its own, so that it can be ended together with its children; Ctrl-C then reaches only us.
        self._process = subprocess.Popen(  # noqa: S603 - the program is LibreOffice, the files are our copies
            command, env=ours, stdin=null, stdout=null, stderr=null, start_new_session=True
        )
        self._deadline = time.monotonic() + self._patience

    def ended(self) -> bool:
        """Return whether the process has ended; count the PDF files, and end a process that has made none for too long."""
        if self._process.poll() is not None:
            return True
        made = sum(1 for _ in self.out.glob("*.pdf"))
        if made > self.made:
            self.made, self._deadline = made, time.monotonic() + self._patience
        self.timed_out = time.monotonic() > self._deadline
        if self.timed_out:
            self.kill()
        return self.timed_out

    def kill(self) -> None:
        """End the process and everything that it started, and wait for it."""
        if self._process.poll() is not None:
            return
        if sys.platform == "win32":
            command = ["taskkill", "/T", "/F", "/PID", str(self._process.pid)]
            subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - a fixed command
        else:
            with contextlib.suppress(OSError):  # it may have just ended
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    @property
    def reason(self) -> str:
        """Return why a document has no PDF after the process has ended, in Chinese."""
        if self.timed_out:
            return _SILENT
        return _ENDED if self._process.returncode else _UNREADABLE


def _is_whole(pdf: Path) -> bool:
    """Return whether a file is a PDF from its first line to its last: a crash leaves half a file."""
    if not pdf.is_file():
        return False
    with pdf.open("rb") as stream:
        head = stream.read(5)
        stream.seek(max(pdf.stat().st_size - 1024, 0))
        return head == b"%PDF-" and b"%%EOF" in stream.read()


@dataclass
class _Press:
    """All documents of a conversion: those waiting, those in progress, those done."""

    setting: _Setting
    folder: Path
    done: Callable[[int], None]
    pdfs: dict[Path, Path] = field(default_factory=dict)
    problems: dict[int, Problem] = field(default_factory=dict)
    queue: deque[list[_Paper]] = field(default_factory=deque)
    running: list[_Run] = field(default_factory=list)
    profiles: list[Path] = field(default_factory=list)  # free; used ones start faster than new ones
    reasons: dict[int, str] = field(default_factory=dict)  # why a document failed last time
    barren: int = 0
    told: int = 0

    def work(self, sources: Sequence[Path], jobs: int) -> None:
        """Convert all documents, ``jobs`` processes at once; whatever happens, no process is left behind."""
        self.queue.extend(_chunks(self._accepted(sources), jobs))
        try:
            while self.queue or self.running:
                while self.queue and len(self.running) < jobs:
                    self._start(self.queue.popleft())
                time.sleep(self.setting.limits.tick)
                for run in [run for run in self.running if run.ended()]:
                    self.running.remove(run)
                    self._settle(run)
                self._tell()
        finally:
            for run in self.running:
                run.kill()
        self._tell()

    def _accepted(self, sources: Sequence[Path]) -> Iterator[_Paper]:
        for number, source in enumerate(sources, 1):
            if kind := _kind(source):
                yield _Paper(number, source, kind, source.stat().st_size)
            else:
                self._fail(number, source, _UNREADABLE)

    def _start(self, papers: list[_Paper]) -> None:
        room = self.setting.room
        try:
            profile = self.profiles.pop() if self.profiles else _new_profile(room)
            self.running.append(_Run(self.setting, profile, papers))
        except OSError as error:
            raise folder_problem(room, error) from error

    def _settle(self, run: _Run) -> None:
        """Keep what a process has made; make sure that what it has not made is tried again, or named."""
        missing = [paper for paper in run.papers if not self._keep(run.out / paper.pdf, paper)]
        shutil.rmtree(run.desk, ignore_errors=True)
        if run.reason == _UNREADABLE:  # the process ended normally
            self.profiles.append(run.profile)
        self.barren = self.barren + 1 if len(missing) == len(run.papers) else 0
        final = len(run.papers) == 1 and run.papers[0].number in self.reasons
        self.reasons.update((paper.number, run.reason) for paper in missing)
        if self.barren >= _BARREN:
            final, missing = True, [*missing, *(paper for papers in self.queue for paper in papers)]
            self.queue.clear()
        if not final:
            self._again(run.papers, missing)
            return
        for paper in missing:
            self._fail(paper.number, paper.source, self.reasons.get(paper.number, run.reason))

    def _again(self, papers: list[_Paper], missing: list[_Paper]) -> None:
        """Put what was not made back into the queue: suspects alone at its end, the others at its front."""
        made = max((paper.number for paper in papers if paper not in missing), default=0)
        passed = [paper for paper in missing if paper.number < made]
        suspect, rest = missing[len(passed) :][:1], missing[len(passed) :][1:]
        self.queue.extend([paper] for paper in (*passed, *suspect))
        # The later half goes first: far from the suspect, it shows whether LibreOffice itself works.
        halves = rest[: len(rest) // 2], rest[len(rest) // 2 :]
        self.queue.extendleft(half for half in halves if half)

    def _keep(self, pdf: Path, paper: _Paper) -> bool:
        """Move a PDF to where it is wanted; return whether there is one."""
        if not _is_whole(pdf):
            return False
        try:
            self.pdfs[paper.source] = Path(shutil.move(pdf, self.folder / pdf.name))
        except OSError as error:
            raise folder_problem(self.folder, error) from error
        return True

    def _fail(self, number: int, source: Path, reason: str) -> None:
        self.problems[number] = Problem("F134", Place(str(source)), {"file": source.name, "detail": reason})

    def _tell(self) -> None:
        """Report how many documents are finished, if more than last time."""
        finished = len(self.pdfs) + len(self.problems) + sum(run.made for run in self.running)
        if finished > self.told:
            self.told = finished
            self.done(finished)


def _chunks(papers: Iterator[_Paper], jobs: int) -> list[list[_Paper]]:
    """Distribute documents to processes: one kind in each, about the same work in all, keeping the order within."""
    kinds: dict[str, list[_Paper]] = {kind: [] for kind in _FILTERS}
    for paper in papers:
        kinds[paper.kind].append(paper)
    chunks = list[list[_Paper]]()
    for ours in kinds.values():
        count = min(jobs * -(-len(ours) // (jobs * _MANY)), len(ours))
        shares: list[tuple[int, int, list[_Paper]]] = [(0, number, []) for number in range(count)]
        for paper in sorted(ours, key=lambda paper: -paper.size):
            work, number, share = shares[0]
            heapq.heapreplace(shares, (work + paper.size + _SAME, number, [*share, paper]))
        chunks += [sorted(share, key=lambda paper: paper.number) for _, _, share in shares]
    return chunks
