"""The floors: ratios that no change may fall below, whatever the machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.measure import Spread, ratio

FLOOR = Path(__file__).parent / "floor.yaml"


@dataclass(frozen=True, slots=True)
class Compared:
    """A ratio and its floor."""

    ours: str
    theirs: str
    ratio: float
    floor: float

    @property
    def below(self) -> bool:
        """Return whether the ratio fell below the floor."""
        return self.ratio < self.floor

    def __str__(self) -> str:
        """Return the comparison as one line."""
        word = "BELOW THE FLOOR" if self.below else "at least"
        return f"{self.ours} / {self.theirs}: {self.ratio:.2f}, {word} {self.floor:g}"


def compared(spreads: Mapping[str, Spread], floor: Path = FLOOR, share: float = 1) -> list[Compared]:
    """Compare measured ratios with a share of their floors."""
    rows = yaml.safe_load(floor.read_text(encoding="utf-8"))
    return [
        Compared(row["ours"], row["theirs"], ratio(spreads, row["ours"], row["theirs"]), row["floor"] * share)
        for row in rows
    ]


def names(floor: Path = FLOOR) -> set[str]:
    """Return the contenders that the floors name."""
    rows = yaml.safe_load(floor.read_text(encoding="utf-8"))
    return {row[side] for row in rows for side in ("ours", "theirs")}
