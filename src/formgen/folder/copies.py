"""Two documents that say they are the same one: which of them is the copy, and what is said of it.

Knows their paths and their bytes; opens neither.
"""

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from formgen.folder.identified_documents import is_second
from formgen.problems import Place, Problem


class CopyRank(NamedTuple):
    """How likely a document is a copy of another that says the same of itself: the lowest is the one in its place."""

    second: bool
    unplaced: bool
    renamed: bool
    length: int
    path: str


def rank_copy(root: Path, path: str, title: str, placed: Collection[str]) -> CopyRank:
    """Return how likely a document is a copy; ``placed`` are the paths that the ledger knows, ``title`` ends its usual name.

    Whatever a file manager calls a copy, （1） or - 副本, its name does not end as that of the original does.
    """
    stem = (root / path).stem
    return CopyRank(is_second(root, path), path not in placed, not stem.endswith(title), len(stem), path)


def is_identical(one: Path, other: Path) -> bool:
    """Return whether two files have the same bytes."""
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def report_copy(folder: Path, path: str, other: str, community: str) -> Problem:
    """Return the problem of a document that lies elsewhere too; one with the same bytes asks for no choice."""
    code = "T200" if is_identical(folder / path, folder / other) else "T166"
    return Problem(code, Place(file=path, community=community), {"file": path, "other": other})
