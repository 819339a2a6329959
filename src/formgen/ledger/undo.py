"""The undo log: before a run writes over a file, the old one is put aside; ``undo`` puts all of them back, once.

A run writes its log into a folder of its own; at its end it takes the place of the log of the run before, but only when
the run changed something. A run that was killed leaves its log, and it counts like that of any other.
"""

import contextlib
import json
import os
import shutil
import stat
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TextIO

from formgen.ledger.store import HOME, LEDGER_FILE
from formgen.ledger.version import refuse_newer
from formgen.office.digest import digest_of
from formgen.office.disk import folder_problem, free_beside, make_folder, refuse_open, write_file
from formgen.problems import FormgenError, Problem

_NOW, _LAST = "undo-now", "undo"  # folders of the run that writes, and of the one that can be undone
_ABOUT = "about.json"


class UndoLog:
    """What one process of a run writes into the undo log. ``folder`` is empty for a run that cannot be undone."""

    def __init__(self, root: Path, folder: str) -> None:
        """Start with nothing written."""
        self._root, self._folder = root, Path(folder) if folder else None
        self._stream: TextIO | None = None

    @property
    def folder(self) -> str:
        """Where the log lies, empty for a run that cannot be undone."""
        return str(self._folder) if self._folder else ""

    def before_write(self, target: Path, data: bytes) -> None:
        """Put a file aside that is about to be written over, or log that it is new. Raises FormgenError F108."""
        if self._folder is None:
            return
        try:
            self._write(self._folder, target, data)
        except OSError as error:
            raise folder_problem(self._folder, error) from error

    def _write(self, folder: Path, target: Path, data: bytes) -> None:
        aside = ""
        if target.is_file():
            aside = uuid.uuid4().hex
            _copy(target, folder / aside)
        logged = {"path": _shown(target, self._root), "aside": aside, "hash": digest_of(data, _DIGITS)}
        if self._stream is None:
            self._stream = (folder / f"{os.getpid()}.jsonl").open("a", encoding="utf-8")
        self._stream.write(json.dumps(logged, ensure_ascii=False) + "\n")
        self._stream.flush()

    def close(self) -> None:
        """Close the log; writing to it can resume later."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None


_DIGITS = 32  # of the hash that tells whether a file is still as it was written


def _shown(target: Path, root: Path) -> str:
    return target.relative_to(root).as_posix() if target.is_relative_to(root) else str(target.resolve())


def _copy(source: Path, target: Path) -> None:
    """Keep a file under another name: a second link where the disk can, since writing replaces whole files."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def begin_undo_log(root: Path, kind: str) -> str:
    """Start the undo log of a run with a copy of the ledger as it is. Returns its folder."""
    _promote(root)
    folder = root / HOME / _NOW
    make_folder(folder)
    ledger = root / HOME / LEDGER_FILE
    if ledger.exists():
        shutil.copy2(ledger, folder / LEDGER_FILE)
    write_file(folder / _ABOUT, json.dumps({"kind": kind}).encode())
    return str(folder)


def end_undo_log(root: Path) -> None:
    """End the undo log of a run; a run that changed nothing leaves that of the run before."""
    _promote(root)


def _promote(root: Path) -> None:
    now, last = root / HOME / _NOW, root / HOME / _LAST
    if not now.exists():
        return
    if any(now.glob("*.jsonl")):
        shutil.rmtree(last, ignore_errors=True)
        now.replace(last)
    else:
        shutil.rmtree(now, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class LoggedFile:
    """What a run did to one file: its path, where the old one lies (empty: it was new), the hash of the new."""

    path: str
    aside: str
    hash: str


class LoggedRun(NamedTuple):
    """A run that can be undone: its kind, and what it did to files."""

    kind: str
    files: list[LoggedFile]


class UndoResult(NamedTuple):
    """What an undo did: how many files went back or away, and what a person should look at."""

    files: int
    problems: list[Problem]


def read_last_run(root: Path) -> LoggedRun:
    """Return the kind of the last run and what it did to files.

    Raises FormgenError F122 when there is nothing to undo, F120 when a newer version of formgen made the ledger: then
    nothing is touched.
    """
    refuse_newer(root / HOME / LEDGER_FILE)
    _promote(root)
    folder = root / HOME / _LAST
    found = [logged for file in sorted(folder.glob("*.jsonl")) for logged in _read(file)]
    if not found:
        raise FormgenError(Problem("F122", words={"folder": str(root)}))
    return LoggedRun(_read_kind(folder / _ABOUT), found)


def _read_kind(file: Path) -> str:
    """Return the kind of a run, empty where the log does not tell."""
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["kind"])
    except (OSError, ValueError, TypeError, KeyError):
        return ""


def _read(file: Path) -> Iterator[LoggedFile]:
    """Yield what one process logged; the last line may be half written when it was killed."""
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        with contextlib.suppress(ValueError, TypeError):
            logged = LoggedFile(**json.loads(line))
            if all(isinstance(each, str) for each in (logged.path, logged.aside, logged.hash)):
                yield logged


def undo_last_run(root: Path) -> UndoResult:
    """Put back what the last run wrote over, take away what it made, and the ledger as it was.

    A file that somebody changed since stays beside, under a clear name. Returns how many files went back, and what
    a person should look at. Raises FormgenError F122, or F107 and its like when a file is in use: then it can be
    called again.
    """
    found = read_last_run(root).files
    for logged in found:
        refuse_open(root / logged.path)
    folder, problems, count = root / HOME / _LAST, list[Problem](), 0
    for logged in reversed(found):
        target, aside = root / logged.path, folder / logged.aside
        if logged.aside and not aside.exists():
            continue  # put back by a call before this one
        if target.exists() and digest_of(target.read_bytes(), _DIGITS) != logged.hash:
            if logged.aside and _same(target, aside):
                continue  # the run was killed before it wrote
            problems.append(
                Problem(
                    "F123",
                    words={"file": str(target), "beside": _set_aside(target, replaced=bool(logged.aside))},
                )
            )
        if logged.aside:
            _back(aside, target)
            count += 1
        elif target.exists() and digest_of(target.read_bytes(), _DIGITS) == logged.hash:
            _remove(target, root)
            count += 1
    ledger, before = root / HOME / LEDGER_FILE, folder / LEDGER_FILE
    ledger.with_name(f"{LEDGER_FILE}-journal").unlink(
        missing_ok=True
    )  # of a killed run: not for the ledger of before
    if before.exists():
        before.replace(ledger)
    else:
        ledger.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    return UndoResult(count, problems)


def _same(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()


def _set_aside(target: Path, *, replaced: bool) -> str:
    """Keep a file that somebody changed; where the old one comes back, under a name of its own."""
    if not replaced:
        return target.name
    beside = free_beside(target, (f"（撤销前{number}）" for number in range(1, 1000)))
    _move(target, beside)
    return beside.name


def _back(aside: Path, target: Path) -> None:
    make_folder(target.parent)
    _move(aside, target)


def _move(source: Path, target: Path) -> None:
    """Move a file. Raises FormgenError F107 when another program holds the target, F108 for other faults."""
    try:
        if source.stat().st_dev == target.parent.stat().st_dev:
            source.replace(target)
        else:
            shutil.copy2(source, target)
            source.unlink()
    except PermissionError as error:
        raise FormgenError(Problem("F107", words={"file": str(target)})) from error
    except OSError as error:
        raise FormgenError(
            Problem("F108", words={"folder": str(target.parent), "detail": str(error.strerror)})
        ) from error


def _remove(target: Path, root: Path) -> None:
    """Take a file away, and folders that it leaves empty."""
    try:
        target.chmod(stat.S_IRUSR | stat.S_IWUSR)  # what was handed in is read-only
        target.unlink()
    except PermissionError as error:
        raise FormgenError(Problem("F107", words={"file": str(target)})) from error
    folder = target.parent
    while folder != root and folder.is_relative_to(root):
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
