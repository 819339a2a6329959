"""``python -m benchmarks``: measure, print, and on request check the floors or write the page."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import blanks, contenders, county, floor, paper, people, table
from benchmarks.builds import build
from benchmarks.measure import measure

SIZES = (10, 100, 1_000)
FULL = 30_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for. Returns 1 when a ratio is below its floor."""
    asked = _asked(arguments)
    return _check(asked) if asked.check else _measure(asked)


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare the ratios with the floor")
    parser.add_argument("--floor", type=Path, default=floor.FLOOR, help="another floor to compare with")
    parser.add_argument("--rounds", type=int, default=11, help="rounds over all contenders")
    parser.add_argument("--no-builds", action="store_true", help="leave out the whole builds")
    parser.add_argument("--no-paper", action="store_true", help="leave out PDF")
    parser.add_argument("--no-people", action="store_true", help="leave out the roster of a county")
    parser.add_argument("--no-county", action="store_true", help="leave out the papers of a county")
    parser.add_argument("--no-blanks", action="store_true", help="leave out blanks of offices")
    parser.add_argument("--full", action="store_true", help=f"build {FULL} communities too")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/performance.md")
    parser.add_argument("--machine", default="an unnamed machine", help="the machine, for the page")
    parser.add_argument("--date", default="no date given", help="the day, for the page")
    return parser.parse_args(arguments)


def _check(asked: argparse.Namespace) -> int:
    """Measure the ratios that have a floor, and compare."""
    named = floor.names(asked.floor)
    spreads = measure([each for each in contenders.forms() if each.name in named], asked.rounds)
    found = floor.compared(spreads, asked.floor)
    for each in found:
        print(each)
    below = any(each.below for each in found)
    pdfs = [] if asked.no_paper else paper.measured(short=True)
    if pdfs:
        print(f"{paper.JOINED} / {paper.ALONE}: {paper.ratio(pdfs):.1f}, floor {paper.FLOOR}")
        below = below or paper.ratio(pdfs) < paper.FLOOR
    if not asked.no_people:
        counted = people.count_county()
        print(counted)
        below = below or counted.above
    if not asked.no_county:
        ranked = county.rank_county()
        print(ranked)
        below = below or ranked.above
    if not asked.no_blanks:
        filled = blanks.fill_blanks()
        print(filled)
        below = below or filled.above
    return int(below)


def _measure(asked: argparse.Namespace) -> int:
    """Measure everything; print it, and write it to the page on request."""
    spreads = measure([*contenders.forms(), *contenders.other_forms()], asked.rounds)
    sizes = [] if asked.no_builds else [*SIZES, FULL] if asked.full else [*SIZES]
    found = floor.compared(spreads, asked.floor)
    about = table.about(asked.machine, asked.date)
    pdfs = [] if asked.no_paper else paper.measured()
    text = table.report(about, spreads, found, [build(size) for size in sizes], pdfs)
    print(text)
    if not asked.no_people:
        print(people.count_county())
    if not asked.no_county:
        print(county.rank_county())
    if not asked.no_blanks:
        print(blanks.fill_blanks())
    if asked.write:
        table.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
