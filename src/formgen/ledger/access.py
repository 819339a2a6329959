"""A folder's ledger opened for one run: the second run waits, a damaged ledger is put aside, a clock set back is reported."""

import contextlib
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from formgen.ledger import undo
from formgen.ledger.store import HOME, LEDGER_FILE, Ledger
from formgen.ledger.undo import UndoLog
from formgen.office.disk import keep_private, make_folder
from formgen.problems import FormgenError, Problem

PATIENCE = 60.0  # seconds that a second run waits for the first
_LOCK = "lock"
_OTHER_TABLES = ("no such", "already exists", "has no column")  # what SQLite says of tables that are not ours


@contextlib.contextmanager
def lock_folder(root: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold a folder for one run. ``waiting`` is called once when another run holds it.

    Raises FormgenError F119 when the other does not end in time, F108 for a folder that cannot be written to.
    """
    make_folder(root / HOME)
    keep_private(root / HOME)
    lock = FileLock(root / HOME / _LOCK)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting()
            lock.acquire(timeout=PATIENCE)
    except Timeout as error:
        raise FormgenError(Problem("F119", words={"folder": str(root)})) from error
    except (OSError, NotImplementedError) as error:
        detail = "没有写权限，或这个磁盘不能加锁"
        raise FormgenError(Problem("F108", words={"folder": str(root), "detail": detail})) from error
    try:
        yield
    finally:
        lock.release()


def is_locked(root: Path) -> bool:
    """Return whether a run holds a folder now; nothing is made or changed there."""
    file = root / HOME / _LOCK
    if not file.is_file():
        return False
    lock = FileLock(file)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except (OSError, NotImplementedError):
        return False
    lock.release()
    return False


@contextlib.contextmanager
def open_ledger(root: Path) -> Iterator[tuple[Ledger, list[Problem]]]:
    """Open the ledger of a locked folder; yield it with what a person should know of it.

    A damaged one is put aside under another name (F121), a new one takes its place. Raises FormgenError F120,
    F108 when the disk does not take it.
    """
    file = root / HOME / LEDGER_FILE
    try:
        ledger, problems = _ledger(file)
        try:
            yield ledger, [*problems, *_check_clock(ledger)]
        finally:
            with contextlib.suppress(sqlite3.DatabaseError):
                ledger.commit()
            ledger.close()
    except sqlite3.OperationalError as error:
        raise _unwritable(root, error) from error


@dataclass(frozen=True, slots=True)
class StartedRun:
    """A run over a locked folder: its ledger, the log by which it can be undone, what a person should know."""

    ledger: Ledger
    undo_log: UndoLog
    problems: tuple[Problem, ...]


@contextlib.contextmanager
def start_run(root: Path, kind: str, workbook: Path | None = None) -> Iterator[StartedRun]:
    """Start a run over a folder that is locked; whatever becomes of it, its undo log is closed and counts.

    ``workbook`` is the data workbook that the run writes into. Raises FormgenError as ``open_ledger`` does.
    """
    with open_ledger(root) as (ledger, problems):
        undo_log = UndoLog(root, undo.begin_undo_log(root, kind, workbook))
        try:
            yield StartedRun(ledger, undo_log, tuple(problems))
        finally:
            undo_log.close()
            undo.end_undo_log(root)


@contextlib.contextmanager
def run_over(
    root: Path, kind: str, waiting: Callable[[], None] = lambda: None, workbook: Path | None = None
) -> Iterator[StartedRun]:
    """Lock a folder and start a run over it. Raises FormgenError as ``lock_folder`` and ``open_ledger`` do."""
    with lock_folder(root, waiting), start_run(root, kind, workbook) as run:
        yield run


@contextlib.contextmanager
def look_into(root: Path) -> Iterator[Ledger | None]:
    """Open the ledger of a folder to read it; None when there is none, or it is damaged.

    One of an earlier version stays as it is on the disk. Raises FormgenError F120.
    """
    ledger = _read(root)
    try:
        yield ledger
    finally:
        if ledger:
            ledger.close()


def _read(root: Path) -> Ledger | None:
    file = root / HOME / LEDGER_FILE
    if not file.exists():
        return None
    try:
        ledger = Ledger(file, to_read=True)
        if ledger.sound():
            return ledger
        ledger.close()
    except sqlite3.DatabaseError as error:
        if not _damaged(error):
            raise _unwritable(root, error) from error
    return None


def _ledger(file: Path) -> tuple[Ledger, list[Problem]]:
    try:
        ledger = Ledger(file)
        if ledger.sound():
            return ledger, []
        ledger.close()
    except sqlite3.DatabaseError as error:
        if not _damaged(error):
            raise
    problem = _put_aside(file)
    return Ledger(file), [problem]


def _put_aside(file: Path) -> Problem:
    """Give a damaged ledger another name; its journal is deleted, since nothing uses it now."""
    aside = file.with_name(f"{file.stem}-damaged-{uuid.uuid4().hex[:8]}{file.suffix}")
    file.replace(aside)
    file.with_name(f"{file.name}-journal").unlink(missing_ok=True)
    return Problem("F121", words={"file": str(file), "aside": aside.name})


def _damaged(error: sqlite3.DatabaseError) -> bool:
    """Return whether a fault lies in the file itself; a full disk or another program's lock does not count as damage."""
    said = str(error)
    return not isinstance(error, sqlite3.OperationalError) or any(word in said for word in _OTHER_TABLES)


def _unwritable(root: Path, error: sqlite3.DatabaseError) -> FormgenError:
    detail = "磁盘已满" if "full" in str(error) else "台账写不进去，可能没有写权限，或正被别的程序占用"
    return FormgenError(Problem("F108", words={"folder": str(root / HOME), "detail": detail}))


def _check_clock(ledger: Ledger) -> list[Problem]:
    """Report that the computer's clock is earlier than the last run."""
    runs = ledger.runs()
    now = datetime.now().astimezone()
    if not runs or now >= datetime.fromisoformat(runs[-1].at):
        return []
    return [
        Problem(
            "F124",
            words={
                "last": f"{datetime.fromisoformat(runs[-1].at):%Y-%m-%d %H:%M}",
                "now": f"{now:%Y-%m-%d %H:%M}",
            },
        )
    ]
