"""What the ledger keeps of a community's work, and whether its documents still lie there as they were left."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from formgen.folder import codec
from formgen.folder.work import Document, Made
from formgen.ledger.store import Kept, Known, Who

_ONCE = frozenset({"T119", "T120"})  # what was decided in one run is not told again by the next


def packed(made: Made) -> bytes:
    """Return what became of a community as bytes for the ledger."""
    return codec.packed(
        {
            "documents": [
                [each.form, each.path, each.form_id, each.suffix, each.size, each.time, each.kept, each.moved]
                for each in made.documents
            ],
            "refused": list(made.refused),
            "problems": [codec.problem_json(each) for each in made.problems if each.code not in _ONCE],
            "line": codec.line_json(made.line),
        }
    )


def remembered(number: int, known: Known) -> Made | None:
    """Return what became of a community at its last run; None when the ledger's bytes make no sense."""
    try:
        held = codec.unpacked(known.made)
        return Made(
            number,
            tuple(_document(each) for each in held["documents"]),
            tuple(held["refused"]),
            tuple(codec.problem_of(each) for each in held["problems"]),
            codec.line_of(held["line"]),
            known.data_hash,
            known.snapshot,
        )
    except codec.BROKEN:
        return None


def _document(held: Sequence[Any]) -> Document:
    form, path, form_id, suffix, size, time, kept, moved = held
    return Document(
        form, path, None, form_id, suffix, moved=moved, size=size, time=time, fate="same", kept=kept
    )


def in_place(root: Path, made: Made, paths: Sequence[str]) -> bool:
    """Tell whether all documents lie where they belong now, or where a person put them, as they were left."""
    expected = {path for path in paths if path not in made.refused}
    found = {each.path for each in made.documents if not each.moved}
    moved = sum(1 for each in made.documents if each.moved)
    if not found <= expected or len(expected) != len(found) + moved:
        return False
    return all(unchanged(root, each.path, each.size, each.time) for each in made.documents)


def unchanged(root: Path, path: str, size: int, time: int) -> bool:
    """Tell whether a file has the size and the time it was left with."""
    try:
        stat = os.stat(f"{root}/{path}")  # noqa: PTH116 - a hundred thousand times; Path costs as much again
    except OSError:
        return False
    return stat.st_size == size and stat.st_mtime_ns == time


def kept_of(who: Who, made: Made) -> tuple[list[Kept], list[str]]:
    """Return the documents of a community for the ledger, and the hashes they were made with."""
    rows = [
        Kept(each.path, who, each.form_id, each.suffix, each.size, each.time, each.fate, each.moved)
        for each in made.documents
    ]
    return rows, [each.hash for each in made.documents]
