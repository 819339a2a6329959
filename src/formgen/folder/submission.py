"""What was handed in: a frozen copy of the documents under a label, with their SHA-256 sums."""

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path
from zipfile import ZipFile

from formgen.folder.document_index import SUBMITTED, walk_office_files
from formgen.folder.safe_names import safe_name
from formgen.ledger.undo import Journal
from formgen.office.disk import refuse_open, write_file
from formgen.office.identity import read_identity
from formgen.office.package import BROKEN
from formgen.problems import FormgenError, Place, Problem

SUMS = "校验.sha256"
_READ_ONLY = 0o444


def submission_folder(root: Path, label: str) -> Path:
    """Return the folder of a submission."""
    return root / SUBMITTED / safe_name(label)


def list_labels(root: Path) -> list[str]:
    """Return the labels of the submissions that lie in a folder, the oldest first."""
    sums = sorted((root / SUBMITTED).glob(f"*/{SUMS}"), key=lambda path: path.stat().st_mtime_ns)
    return [path.parent.name for path in sums]


def freeze(root: Path, label: str, known: Collection[str], journal: Journal) -> int:
    """Copy all documents of ours in a folder under a label, read-only, and write their sums. Returns how many.

    ``known`` are the paths of documents in the ledger. Raises FormgenError: F125 for a label that is taken, F128 for
    no documents, F107 and F109 for documents that are open or damaged: then nothing is copied.
    """
    target = submission_folder(root, label)
    if target.exists():
        raise FormgenError(Problem("F125", words={"label": label, "folder": str(target)}))
    names = [name for name in walk_office_files(root) if belongs(root, name, known)]
    if not names:
        raise FormgenError(Problem("F128", words={"folder": str(root)}))
    faults = [fault for name in names for fault in _faults(root / name)]
    if faults:
        raise FormgenError(*faults)
    sums = []
    for name in names:
        data = (root / name).read_bytes()
        sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
        _write(target / name, data, journal)
    _write(target / SUMS, "".join(sums).encode(), journal)
    return len(names)


def belongs(root: Path, name: str, known: Collection[str]) -> bool:
    """Return whether a file is one of the documents: made by us, in the place of one, or too damaged to tell."""
    own = None if name in known else read_identity(root / name)
    return own is None or own.ours


def _faults(path: Path) -> Sequence[Problem]:
    """Return why a document cannot be handed in: open elsewhere, or damaged."""
    try:
        refuse_open(path)
        with ZipFile(path) as archive:
            damaged = archive.testzip() is not None
    except FormgenError as error:
        return error.problems
    except BROKEN:
        damaged = True
    words = {"file": path.name, "detail": "内容不完整"}
    return [Problem("F109", Place(file=path.name), words)] if damaged else []


def _write(target: Path, data: bytes, journal: Journal) -> None:
    journal.before_write(target, data)
    write_file(target, data)
    target.chmod(_READ_ONLY)
