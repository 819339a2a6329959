"""Write rosters of invented people: ``python -m tools.make_rosters``.

Without arguments the samples are written; with a folder and numbers, rosters of any size.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from formgen.intake import open_records
from formgen.registers.load import load_register
from formgen.rubric.load import load_rubric
from formgen.workbook.blank import write_workbook

from .book import write_book
from .invent import Inventor, communities
from .invent_ledgers import invent_ledgers

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "people"
DAY = date(2026, 11, 30)
_SEED, _COMMUNITIES, _PEOPLE, _MORE = 14, 3, 40, 5


def write_roster_sample(target: Path, places: int, people: int, seed: int = _SEED) -> None:
    """Write one roster of some communities, with the same number of people in each."""
    _write("people", _invent(places, people, seed), target)


def write_ledger_samples(folder: Path, places: int, people: int, seed: int = _SEED) -> list[Path]:
    """Write the ledgers that belong to the roster of the same numbers and seed, one file each; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, rows in invent_ledgers(_invent(places, people, seed), DAY).items():
        files.append(folder / f"{load_register(name).title}.xlsx")
        _write(name, rows, files[-1])
    return files


def _invent(places: int, people: int, seed: int) -> Iterator[dict[str, object]]:
    inventor = Inventor(seed, DAY)
    for township, community in communities(places):
        yield from inventor.people(township, community, people)


def _write(name: str, rows: Iterable[Mapping[str, object]], target: Path) -> None:
    """Write rows, by the keys of their columns, as a workbook of a register."""
    columns = load_register(name).columns
    title = "花名册" if name == "people" else load_register(name).title
    cells = ([row.get(key, "") for key in columns] for row in rows)
    write_book(target, [[each.zh for each in columns.values()], *cells], title)


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
    beside = asked.folder / "台账"  # a roster of its own: in a small one nothing happens
    write_ledger_samples(beside, asked.communities, asked.people * _MORE, asked.seed)
    write_roster_sample(beside / "花名册.xlsx", asked.communities, asked.people * _MORE, asked.seed)
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
