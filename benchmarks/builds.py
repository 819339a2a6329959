"""Whole runs of ``formgen build`` in a process of their own: time, CPU and memory of it and its workers."""

import os
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
_POLL = 0.05  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Run:
    """One build: communities, documents made, seconds, and the most memory at any moment."""

    communities: int
    documents: int
    wall: float
    cpu: float
    peak: int
    code: int

    @property
    def each(self) -> float:
        """CPU seconds a document."""
        return self.cpu / max(self.documents, 1)


def build(communities: int) -> Run:
    """Build the forms of a county of a size, in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="formgen-benchmark-") as name:
        source, target = Path(name) / "county.xlsx", Path(name) / "forms"
        write_county = runpy.run_path(str(ROOT / "tests" / "intake" / "big.py"))["write_county"]
        write_county(source, load.load(RUBRIC), communities)
        command = [sys.executable, "-m", "formgen", "build", str(source), "--rubric", RUBRIC, "-q"]
        started = time.perf_counter()
        with (Path(name) / "said.txt").open("wb") as said:
            process = subprocess.Popen([*command, "-o", str(target)], stdout=said, stderr=said)  # noqa: S603 - our own command
            code, cpu, peak = _watch(process)
        wall = time.perf_counter() - started
        documents = sum(1 for path in target.rglob("*.*") if path.suffix in {".docx", ".xlsx"})
    return Run(communities, documents, wall, cpu, peak, code)


def _watch(process: "subprocess.Popen[bytes]") -> tuple[int, float, int]:
    """Wait for a process. Returns its exit code, CPU seconds with its workers, and peak memory in bytes."""
    peak = 0
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, usage.ru_utime + usage.ru_stime, peak
        peak = max(peak, _memory(process.pid))
        time.sleep(_POLL)


def _memory(root: int) -> int:
    """Return the resident memory of a process and all below it (0 without /proc); shared pages count twice."""
    parents, sizes = dict[int, int](), dict[int, int]()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(folder.name)], sizes[int(folder.name)] = int(fields[1]), int(fields[21])
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(sizes.get(pid, 0) for pid in family) * os.sysconf("SC_PAGE_SIZE")
