"""What the ledger keeps of a community's work, and whether its documents still lie there as they were left."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from formgen.folder import codec
from formgen.folder.community_work import CommunityResult
from formgen.ledger.packing import UNREADABLE_JSON, is_whole, pack_json, unpack_json
from formgen.ledger.store import KnownCommunity, SettledDocument
from formgen.model import Fate
from formgen.reports.summary_row import SummaryRow


def pack_result(made: CommunityResult) -> bytes:
    """Return what became of a community as bytes for the ledger; its documents have rows of their own there."""
    return pack_json(
        {
            "documents": [each.path for each in made.documents],
            "refused": list(made.refused),
            "problems": [codec.problem_to_json(each) for each in made.problems if not each.entry.once],
            "line": codec.summary_row_to_json(made.row),
        }
    )


def recall(
    number: int, known: KnownCommunity, documents: Iterable[SettledDocument]
) -> CommunityResult | None:
    """Return what became of a community at its last run; None when the ledger's bytes make no sense.

    ``documents`` are those that the ledger knows of the community.
    """
    rows = {each.path: each for each in documents}
    if not is_whole(known.snapshot):
        return None
    try:
        held = unpack_json(known.made)
        return CommunityResult(
            number,
            tuple(replace(rows[path], fate=Fate.SAME) for path in held["documents"]),
            tuple(held["refused"]),
            tuple(codec.problem_from_json(each) for each in held["problems"]),
            codec.summary_row_from_json(held["line"]),
            known.data_hash,
            known.snapshot,
        )
    except UNREADABLE_JSON:
        return None


def recall_row(known: KnownCommunity) -> SummaryRow | None:
    """Return the row that a community had in the lists of its last run; None where it had none or nobody can tell."""
    try:
        return codec.summary_row_from_json(unpack_json(known.made)["line"])
    except UNREADABLE_JSON:
        return None


def are_in_place(root: Path, made: CommunityResult, paths: Sequence[str]) -> bool:
    """Return whether all documents lie where they belong now, or where a person put them, as they were left."""
    expected = {path for path in paths if path not in made.refused}
    found = {each.path for each in made.documents if not each.moved}
    moved = sum(1 for each in made.documents if each.moved)
    if not found <= expected or len(expected) != len(found) + moved:
        return False
    return all(is_as_left(root, each) for each in made.documents)


def is_as_left(root: Path, document: SettledDocument) -> bool:
    """Return whether a file has the size and the time it was left with."""
    try:
        stat = os.stat(f"{root}/{document.path}")  # noqa: PTH116 - a hundred thousand times; Path costs as much again
    except OSError:
        return False
    return stat.st_size == document.size and stat.st_mtime_ns == document.time
