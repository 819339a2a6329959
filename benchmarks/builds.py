"""Whole runs of ``formgen build`` in a process of their own: time, CPU and memory of it and its workers."""

import os
import re
import runpy
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from formgen.rubric.load import load_rubric

ROOT = Path(__file__).parents[1]
RUBRIC = "taizhou-2019"
CORRECTED = 3  # the communities that send corrections
_POLL = 0.1  # seconds between two samples of the memory


@dataclass(frozen=True, slots=True)
class Run:
    """One build: communities, files made, seconds, the peak of memory, and the peak with shared pages counted once.

    ``again`` is the same build a second time, ``corrected`` a third after corrections by a few communities, both
    in seconds; ``written`` are the numbers of files that these two wrote.
    """

    communities: int
    documents: int
    wall: float
    cpu: float
    peak: int
    peak_once: int
    again: float
    corrected: float
    written: tuple[int, int]

    @property
    def each(self) -> float:
        """CPU seconds per document."""
        return self.cpu / max(self.documents, 1)


def build(communities: int) -> Run:
    """Build the forms of a county of a given size, in a temporary folder, three times: as it is, again, corrected.

    Raises CalledProcessError when a build fails.
    """
    with tempfile.TemporaryDirectory(prefix="formgen-benchmark-") as name:
        source, target = Path(name) / "county.xlsx", Path(name) / "forms"
        write_county = runpy.run_path(str(ROOT / "tests" / "support" / "big_county.py"))["write_county"]
        rubric = load_rubric(RUBRIC)
        write_county(source, rubric, communities)
        wall, cpu, peaks = _timed(source, target)
        first = _times(target)
        again, _, _ = _timed(source, target)
        second = _times(target)
        write_county(source, rubric, communities, corrected=CORRECTED)
        corrected, _, _ = _timed(source, target)
        written = (_changed(first, second), _changed(second, _times(target)))
    return Run(communities, len(first), wall, cpu, *peaks, again, corrected, written)


def _timed(source: Path, target: Path) -> tuple[float, float, tuple[int, int]]:
    """Run one build in a process of its own. Returns seconds, CPU seconds and peaks of memory."""
    command = [sys.executable, "-m", "formgen", "build", str(source), "--rubric", RUBRIC, "-q"]
    said = source.with_name("said.txt")
    started = time.perf_counter()
    with said.open("wb") as stream:
        process = subprocess.Popen([*command, "-o", str(target)], stdout=stream, stderr=stream)  # noqa: S603 - our own command
        code, cpu, peaks = _watch(process)
    wall = time.perf_counter() - started
    if code:
        raise subprocess.CalledProcessError(code, command, said.read_text("utf-8"))
    return wall, cpu, peaks


def _times(target: Path) -> dict[Path, int]:
    """Return every document with the time at which it was written."""
    return {
        path: path.stat().st_mtime_ns for path in target.rglob("*.*") if path.suffix in {".docx", ".xlsx"}
    }


def _changed(before: dict[Path, int], after: dict[Path, int]) -> int:
    return sum(1 for path, time_ in after.items() if before.get(path) != time_)


def _watch(process: "subprocess.Popen[bytes]") -> tuple[int, float, tuple[int, int]]:
    """Wait for a process. Returns its exit code, CPU seconds with its workers, and peaks of memory in bytes."""
    peak = peak_once = 0
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, usage.ru_utime + usage.ru_stime, (peak, peak_once)
        resident, once = _memory(process.pid)
        peak, peak_once = max(peak, resident), max(peak_once, once)
        time.sleep(_POLL)


def _memory(root: int) -> tuple[int, int]:
    """Return the memory of a process and all its children, shared pages counted for each and once; 0 without /proc."""
    parents = dict[int, int]()
    for folder in Path("/proc").glob("[0-9]*"):
        if stat := _read(folder / "stat"):
            parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    texts = [_read(Path(f"/proc/{pid}/smaps_rollup")) for pid in family]
    resident, once = (
        sum(
            int(match[1])
            for text in texts
            if (match := re.search(rf"^{name}: +([0-9]+) kB", text, re.MULTILINE))
        )
        for name in ("Rss", "Pss")
    )
    return resident * 1024, once * 1024


def _read(path: Path) -> str:
    """Return a file of /proc, empty when its process has ended."""
    try:
        return path.read_text()
    except OSError:
        return ""
