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

from formgen.rubric import load

ROOT = Path(__file__).parents[1]
RUBRIC = "taizhou-2019"
_POLL = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Run:
    """One build: communities, files made, seconds, the most memory at any moment, and it with shared pages once."""

    communities: int
    documents: int
    wall: float
    cpu: float
    peak: int
    peak_once: int

    @property
    def each(self) -> float:
        """CPU seconds a document."""
        return self.cpu / max(self.documents, 1)


def build(communities: int) -> Run:
    """Build the forms of a county of a size, in a temporary folder. Raises CalledProcessError when it fails."""
    with tempfile.TemporaryDirectory(prefix="formgen-benchmark-") as name:
        source, target = Path(name) / "county.xlsx", Path(name) / "forms"
        write_county = runpy.run_path(str(ROOT / "tests" / "intake" / "big.py"))["write_county"]
        write_county(source, load.load(RUBRIC), communities)
        command = [sys.executable, "-m", "formgen", "build", str(source), "--rubric", RUBRIC, "-q"]
        started = time.perf_counter()
        with (Path(name) / "said.txt").open("wb") as said:
            process = subprocess.Popen([*command, "-o", str(target)], stdout=said, stderr=said)  # noqa: S603 - our own command
            code, cpu, peaks = _watch(process)
        wall = time.perf_counter() - started
        if code:
            raise subprocess.CalledProcessError(code, command, (Path(name) / "said.txt").read_text("utf-8"))
        documents = sum(1 for path in target.rglob("*.*") if path.suffix in {".docx", ".xlsx"})
    return Run(communities, documents, wall, cpu, *peaks)


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
    """Return the memory of a process and all below it, shared pages counted for each and once; 0 without /proc."""
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
