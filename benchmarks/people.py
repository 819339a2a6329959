"""A county's roster read, checked and counted: CPU seconds and memory, in a process of its own."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.make_rosters.__main__ import DAY, write_roster_sample

COMMUNITIES, PEOPLE = 48, 2_084  # 100,032 people
MOST_SECONDS, MOST_MEGABYTES = 10, 400
_PROGRAM = """
import json, sys, time
from pathlib import Path
import formgen
notice = formgen.notice("taizhou-2019")
begun = time.process_time()
counts = notice.count([Path(sys.argv[1])], sys.argv[2])
seconds = time.process_time() - begun
status = Path("/proc/self/status")  # what getrusage says begins with the memory of the process that started this one
peak = next((int(line.split()[1]) for line in open(status) if line.startswith("VmHWM")), 0) / 1024 if status.exists() else 0
print(json.dumps([len(counts.roster.rows), len(counts.figures), seconds, peak]))
"""


@dataclass(frozen=True, slots=True)
class CountedRoster:
    """What counting a roster took."""

    people: int
    figures: int
    seconds: float
    megabytes: float

    @property
    def above(self) -> bool:
        """Return whether it took more than it may, for the whole county."""
        return self.seconds > MOST_SECONDS or self.megabytes > MOST_MEGABYTES

    def __str__(self) -> str:
        """Return the measurement as one line."""
        word = "ABOVE" if self.above else "at most"
        return (
            f"{self.people:,} people, {self.figures:,} figures: {self.seconds:.1f} s of CPU, {self.megabytes:.0f} MB, "
            f"{word} {MOST_SECONDS} s and {MOST_MEGABYTES} MB"
        )


def count_county(communities: int = COMMUNITIES, people: int = PEOPLE) -> CountedRoster:
    """Write a roster of invented people, and count it in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "花名册.xlsx"
        write_roster_sample(file, communities, people)
        command = [sys.executable, "-c", _PROGRAM, str(file), DAY.isoformat()]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
        return CountedRoster(*json.loads(done.stdout))
