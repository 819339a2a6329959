"""What was handed in: a frozen copy of the documents under a label, with their SHA-256 sums.

A copy is made in a hidden folder and gets its name when it is whole: what a killed run left is never taken for a version.
"""

import contextlib
import hashlib
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from formgen.folder.identified_documents import SUBMITTED, walk_office_files
from formgen.folder.safe_names import safe_name
from formgen.ledger.undo import UndoLog
from formgen.office.disk import folder_problem, refuse_open, write_file
from formgen.office.identity import read_identity
from formgen.office.package import BROKEN, explain_no_archive
from formgen.problems import FormgenError, Place, Problem

SUMS = "校验.sha256"
_READ_ONLY, _WRITABLE = 0o444, 0o644
_COPYING = ".formgen-copying"  # folder of a copy that is not whole yet
_UNENTERED = ".formgen-unentered"  # file: the label of a copy that the ledger does not know yet


def submission_folder(root: Path, label: str) -> Path:
    """Return the folder of a submission."""
    return root / SUBMITTED / safe_name(label)


def list_labels(root: Path) -> list[str]:
    """Return the labels of the submissions that lie in a folder, the oldest first."""
    sums = sorted((root / SUBMITTED).glob(f"*/{SUMS}"), key=lambda path: path.stat().st_mtime_ns)
    return [path.parent.name for path in sums if not path.parent.name.startswith(".")]


def freeze(root: Path, label: str, known: Collection[str], undo_log: UndoLog) -> int:
    """Copy all documents of ours in a folder under a label, read-only, and write their sums. Returns how many.

    ``known`` are the paths of documents in the ledger. Raises FormgenError: F125 for a label that is taken, F128 for
    no documents, F107 and F109 for documents that are open or damaged: then nothing is copied.
    """
    target = submission_folder(root, label)
    if target.exists() and not _is_unentered(target):
        raise FormgenError(Problem("F125", words={"label": label, "folder": str(target)}))
    names = [name for name in walk_office_files(root) if belongs(root, name, known)]
    if not names:
        raise FormgenError(Problem("F128", words={"folder": str(root)}))
    faults = [fault for name in names for fault in _faults(root / name)]
    if faults:
        raise FormgenError(*faults)
    try:
        _copy(root, names, target, undo_log)
    except FormgenError:
        _sweep(target.parent)
        raise
    return len(names)


def confirm(root: Path) -> None:
    """Say that the ledger knows the last copy: from now on its label is taken."""
    with contextlib.suppress(OSError):
        (root / SUBMITTED / _UNENTERED).unlink(missing_ok=True)


def _is_unentered(target: Path) -> bool:
    """Return whether a run was killed after it had copied a version and before the ledger knew it."""
    try:
        return (target.parent / _UNENTERED).read_text(encoding="utf-8") == target.name
    except (OSError, ValueError):
        return False


def _copy(root: Path, names: Sequence[str], target: Path, undo_log: UndoLog) -> None:
    """Copy documents into a hidden folder with their sums, then give it its name. Raises FormgenError F108."""
    copying = target.parent / _COPYING
    _sweep(target.parent)
    sums = []
    for name in names:
        data = (root / name).read_bytes()
        sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
        _write(copying / name, target / name, data, undo_log)
    _write(copying / SUMS, target / SUMS, "".join(sums).encode(), undo_log)
    write_file(target.parent / _UNENTERED, target.name.encode())
    try:
        if target.exists():
            _remove_copy(target)
        copying.rename(target)
    except OSError as error:
        raise folder_problem(target.parent, error) from error


def _sweep(folder: Path) -> None:
    """Remove what an earlier run left of a copy, and the folder of submissions if nothing else is in it."""
    _remove_copy(folder / _COPYING)
    with contextlib.suppress(OSError):
        folder.rmdir()


def _remove_copy(folder: Path) -> None:
    """Remove a folder of a copy, whose files are read-only."""
    with contextlib.suppress(OSError):
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                path.chmod(_WRITABLE)
    shutil.rmtree(folder, ignore_errors=True)


def belongs(root: Path, name: str, known: Collection[str]) -> bool:
    """Return whether a file is one of the documents: made by us, in the place of one, or too damaged to tell.

    An empty file is none, unless it lies in the place of one.
    """
    if name in known:
        return True
    if not (root / name).stat().st_size:
        return False
    own = read_identity(root / name)
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
    if damaged and not is_zipfile(path):
        words["detail"] = explain_no_archive(path)
    return [Problem("F109", Place(file=path.name), words)] if damaged else []


def _write(copy: Path, target: Path, data: bytes, undo_log: UndoLog) -> None:
    """Write a file of a copy; the undo log names it as it is called once the copy is whole."""
    undo_log.before_write(target, data)
    write_file(copy, data)
    copy.chmod(_READ_ONLY)
