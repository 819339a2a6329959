"""Write rosters of invented people: ``python -m tools.make_rosters``.

Without arguments the samples are written; with a folder and numbers, rosters of any size.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from formgen.intake import open_records
from formgen.registers.load import load_register
from formgen.rubric.load import load_rubric
from formgen.workbook.blank import write_workbook

from .book import write_book
from .invent import Inventor, communities

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "people"
DAY = date(2026, 11, 30)
_SEED, _COMMUNITIES, _PEOPLE = 14, 3, 40


def write_roster_sample(target: Path, places: int, people: int, seed: int = _SEED) -> None:
    """Write one roster of some communities, with the same number of people in each."""
    columns = load_register("people").columns
    inventor = Inventor(seed, DAY)
    made = (
        person
        for township, community in communities(places)
        for person in inventor.people(township, community, people)
    )
    rows = ([person.get(key, "") for key in columns] for person in made)
    write_book(target, [[each.zh for each in columns.values()], *rows])


def main() -> None:
    """Write the samples, or what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tools.make_rosters", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--communities", type=int, default=_COMMUNITIES)
    parser.add_argument("--people", type=int, default=_PEOPLE, help="in each community")
    parser.add_argument("--seed", type=int, default=_SEED)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    write_roster_sample(asked.folder / "花名册.xlsx", asked.communities, asked.people, asked.seed)
    listed = [{"township": township, "name": name} for township, name in communities(asked.communities)]
    rubric = load_rubric("taizhou-2019")
    write_workbook(
        rubric,
        asked.folder / "社区.xlsx",
        open_records({"communities": listed}, rubric).read_all().communities,
    )
    print(f"{asked.folder}: {asked.communities} communities of {asked.people} people")


if __name__ == "__main__":
    main()
