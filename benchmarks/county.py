"""A county of thirty thousand communities ranked, with all its papers: CPU seconds, in a process of its own.

Reading and scoring are measured by the builds; here begins what follows from the scorecards.
"""

import json
import runpy
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from formgen.rubric.load import load_rubric

COMMUNITIES = 30_000
MOST_SECONDS = 5
_READ = 300  # communities that are read; the others are the same with other names
_RUBRIC = "taizhou-2019"
_WRITE_COUNTY = Path(__file__).parents[1] / "tests" / "support" / "big_county.py"
_PROGRAM = """
import json, sys, time
from dataclasses import replace
from pathlib import Path
import formgen
from formgen.commands.county_papers import PapersAsked, write_papers
from formgen.commands.rank import rank_scores_of
from formgen.county.counts import CountsAsked
cards = formgen.notice(sys.argv[1]).read(sys.argv[2]).score().cards
rubric, count = cards[0].rubric, int(sys.argv[4])
def named(at):
    card = cards[at % len(cards)]
    return replace(card, community=replace(card.community, name=f"第{at}村"))
county = formgen.Scores(rubric, tuple(named(at) for at in range(count)), ())
finals = [(card.final, card.verdict) for card in county.cards]
begun = time.process_time()
ranking = rank_scores_of(county, CountsAsked(count))
papers = write_papers(ranking, Path(sys.argv[3]), PapersAsked())
print(json.dumps([len(ranking.places), len(papers), time.process_time() - begun]))
"""


@dataclass(frozen=True, slots=True)
class RankedCounty:
    """What ranking a county and writing its papers took."""

    communities: int
    papers: int
    seconds: float

    @property
    def above(self) -> bool:
        """Return whether it took more than it may, for the whole county."""
        return self.seconds > MOST_SECONDS

    def __str__(self) -> str:
        """Return the measurement as one line."""
        word = "ABOVE" if self.above else "at most"
        return (
            f"{self.communities:,} communities ranked, {self.papers} papers: {self.seconds:.1f} s of CPU, "
            f"{word} {MOST_SECONDS} s"
        )


def rank_county(communities: int = COMMUNITIES) -> RankedCounty:
    """Rank a county of invented communities and write its papers, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "county.xlsx"
        write_county = runpy.run_path(str(_WRITE_COUNTY))["write_county"]
        write_county(file, load_rubric(_RUBRIC), min(_READ, communities))
        command = [sys.executable, "-c", _PROGRAM, _RUBRIC, str(file), f"{folder}/papers", str(communities)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
        return RankedCounty(*json.loads(done.stdout))
