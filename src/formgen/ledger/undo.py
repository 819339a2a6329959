"""The undo log: before a run writes over a file, the old one is put aside; ``undo`` puts all of them back, once.

A run writes its log into a folder of its own; at its end it takes the place of the log of the run before, but only when
the run changed something. A run that was killed leaves its log, and it counts like that of any other.

A folder may come from a stranger, so the log is not believed: what it says of paths outside the folder is passed over,
but for the data workbook of a ``collect``, and that only while it is as the run left it.
"""

import contextlib
import json
import os
import re
import shutil
import stat
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from typing import NamedTuple, TextIO

from formgen.ledger.store import HOME, LEDGER_FILE
from formgen.ledger.version import refuse_newer
from formgen.office.digest import digest_of
from formgen.office.disk import (
    folder_problem,
    free_beside,
    is_within,
    make_folder,
    refuse_open,
    remove_unfinished,
    write_file,
)
from formgen.problems import FormgenError, Problem

_NOW, _LAST = "undo-now", "undo"  # folders of the run that writes, and of the one that can be undone
_ABOUT = "about.json"
_ASIDE = re.compile(r"[0-9a-f]{32}")  # name of a file put aside


class UndoLog:
    """What one process of a run writes into the undo log. ``folder`` is empty for a run that cannot be undone."""

    def __init__(self, root: Path, folder: str) -> None:
        """Start with nothing written."""
        self._root, self._folder = root, Path(folder) if folder else None
        self._stream: TextIO | None = None
        self._within = set[Path]()  # folders that are known not to lead out of the root

    @property
    def folder(self) -> str:
        """Where the log lies, empty for a run that cannot be undone."""
        return str(self._folder) if self._folder else ""

    def before_write(self, target: Path, data: bytes) -> None:
        """Put a file aside that is about to be written over, or log that it is new.

        Raises FormgenError F108, F240 for a folder that is a link out of the root: nothing is written there.
        """
        self._refuse_way_out(target.parent)
        if self._folder is None:
            return
        try:
            self._write(self._folder, target, data)
        except OSError as error:
            raise folder_problem(self._folder, error) from error

    def _refuse_way_out(self, folder: Path) -> None:
        if folder in self._within:
            return
        named = Path(os.path.normpath(folder))
        if named.is_relative_to(os.path.normpath(self._root)) and not is_within(folder, self._root):
            raise FormgenError(Problem("F240", words={"folder": str(folder)}))
        self._within.add(folder)

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
        """Close the log; writing to it can resume later. Each line was written out, so that nothing can be lost."""
        if self._stream is not None:
            with contextlib.suppress(OSError):
                self._stream.close()
            self._stream = None


_DIGITS = 32  # of the hash that tells whether a file is still as it was written


def _shown(target: Path, root: Path) -> str:
    """Return the path of a file as the log has it: below the folder, or whole for what lies elsewhere."""
    real, home = Path(os.path.realpath(target.parent), target.name), os.path.realpath(root)
    return real.relative_to(home).as_posix() if real.is_relative_to(home) else str(real)


def _copy(source: Path, target: Path) -> None:
    """Keep a file under another name: a second link where the disk can, since writing replaces whole files."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def begin_undo_log(root: Path, kind: str, workbook: Path | None = None) -> str:
    """Start the undo log of a run with a copy of the ledger as it is. Returns its folder.

    ``workbook`` is the data workbook that the run writes into; it may lie outside the folder. Raises FormgenError F108.
    """
    folder, ledger = root / HOME / _NOW, root / HOME / LEDGER_FILE
    about = {"kind": kind, "at": datetime.now().astimezone().isoformat(timespec="minutes")}
    if workbook is not None:
        about["workbook"] = _shown(workbook, root)
    try:
        _promote(root)
        make_folder(folder)
        if ledger.exists():
            shutil.copy2(ledger, folder / LEDGER_FILE)
    except OSError as error:
        raise folder_problem(folder, error) from error
    write_file(folder / _ABOUT, json.dumps(about, ensure_ascii=False).encode())
    return str(folder)


def end_undo_log(root: Path) -> None:
    """End the undo log of a run; a run that changed nothing leaves that of the run before.

    What the disk does not allow now is made good by the next run, so that no error of the run itself is hidden.
    """
    with contextlib.suppress(OSError):
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
    """A run that can be undone: its kind, when it began (empty: not known), what it did to files.

    ``workbook`` is the data workbook that it wrote into, if that lies outside the folder and goes back; ``changed`` is
    one that somebody saved since and that therefore stays, with the ``copies`` of it as it was before the run.
    ``strange`` are paths of the log that no run of formgen writes: nothing is done to them.
    """

    kind: str
    at: str
    files: list[LoggedFile]
    workbook: Path | None
    strange: list[str]
    changed: str = ""
    copies: tuple[str, ...] = ()


class UndoResult(NamedTuple):
    """What an undo did: how many files went back or away, and what a person should look at."""

    files: int
    problems: list[Problem]


def read_last_run(root: Path) -> LoggedRun:
    """Return the last run and what it did to files.

    Raises FormgenError F122 when there is nothing to undo, F120 when a newer version of formgen made the ledger: then
    nothing is touched.
    """
    refuse_newer(root / HOME / LEDGER_FILE)
    with contextlib.suppress(OSError):
        _promote(root)
    folder = root / HOME / _LAST
    notes = sorted(folder.glob("*.jsonl")) if is_within(folder, root) else []
    found = [logged for file in notes for logged in _read(file)]
    if not found:
        raise FormgenError(Problem("F122", words={"folder": str(root)}))
    about = _read_about(folder / _ABOUT)
    own = Path(about.get("workbook", ""))
    workbook = own if about.get("kind") == "collect" and own.is_absolute() else None
    ours = [each for each in found if _is_ours(each, root, workbook)]
    files = [each for each in ours if not PurePath(each.path).is_absolute() or _is_as_left(each, folder)]
    outside = workbook if any(Path(each.path) == workbook for each in files) else None
    kept = [each.path for each in ours if workbook and not outside and _is_copy(each, workbook)]
    copies = tuple(path for path in kept if not _is_again(workbook, Path(path)))
    changed = str(workbook) if copies else ""
    files = [each for each in files if each.path not in copies]
    told = {*(each.path for each in files), *copies, *([changed] if changed else [])}
    strange = [each.path for each in found if each.path not in told]
    return LoggedRun(about.get("kind", ""), about.get("at", ""), files, outside, strange, changed, copies)


def _read_about(file: Path) -> dict[str, str]:
    """Return what the log says of its run: texts only, empty where it does not tell."""
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return (
        {key: value for key, value in held.items() if isinstance(value, str)}
        if isinstance(held, dict)
        else {}
    )


def _read(file: Path) -> Iterator[LoggedFile]:
    """Yield what one process logged; the last line may be half written when it was killed."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        with contextlib.suppress(ValueError, TypeError, RecursionError):
            logged = LoggedFile(**json.loads(line))
            if all(isinstance(each, str) for each in (logged.path, logged.aside, logged.hash)):
                yield logged


def _is_ours(logged: LoggedFile, root: Path, workbook: Path | None) -> bool:
    """Return whether a run of ours can have written a note: about a file in the folder, or about its workbook.

    Beside the workbook lies the copy that ``collect`` keeps of it.
    """
    if logged.aside and not _ASIDE.fullmatch(logged.aside):
        return False
    path = PurePath(logged.path)
    if "\0" in logged.path or not path.name or ".." in path.parts:
        return False
    if path.is_absolute():
        return workbook is not None and (path == workbook or _is_copy(logged, workbook))
    return path.parts[0] != HOME and is_within((root / path).parent, root)


def _is_copy(logged: LoggedFile, workbook: Path) -> bool:
    """Return whether a note is about a copy that ``collect`` keeps of a workbook as it was."""
    path = PurePath(logged.path)
    beside = path.parent == workbook.parent and path.suffix == workbook.suffix
    return beside and path.name.startswith(f"{workbook.stem}（收回前") and not logged.aside


def _is_again(workbook: Path | None, copy: Path) -> bool:
    """Return whether a workbook is what a copy of it is, so that the copy is needed no more."""
    return workbook is None or not copy.is_file() or (workbook.is_file() and _same(workbook, copy))


def _is_as_left(logged: LoggedFile, folder: Path) -> bool:
    """Return whether a file outside the folder is as the run left it, or as an undo before this one did."""
    target, aside = Path(logged.path), folder / logged.aside
    if not _is_plain_file(target):
        return not logged.aside and not target.exists()
    if digest_of(target.read_bytes(), _DIGITS) == logged.hash:
        return True
    return bool(logged.aside) and (not aside.exists() or (_is_plain_file(aside) and _same(target, aside)))


def undo_last_run(root: Path) -> UndoResult:
    """Put back what the last run wrote over, take away what it made, and the ledger as it was.

    A file that somebody changed since stays beside, under a clear name. Returns how many files went back, and what
    a person should look at. Raises FormgenError F122, or F107 and its like when a file is in use: then it can be
    called again.
    """
    run = read_last_run(root)
    for logged in run.files:
        refuse_open(root / logged.path)
    folder = root / HOME / _LAST
    problems = [Problem("F241", words={"path": path}) for path in dict.fromkeys(run.strange)]
    if run.changed:
        kept = "、".join(PurePath(path).name for path in run.copies)
        problems.append(Problem("F174", words={"path": run.changed, "kept": kept}))
    count = 0
    for logged in reversed(run.files):
        done = _undo_file(root, logged, folder / logged.aside)
        count += done.files
        problems += done.problems
    try:
        _put_ledger_back(root / HOME / LEDGER_FILE, folder / LEDGER_FILE)
    except OSError as error:
        raise folder_problem(root / HOME, error) from error
    shutil.rmtree(folder, ignore_errors=True)
    return UndoResult(count, problems)


def _undo_file(root: Path, logged: LoggedFile, aside: Path) -> UndoResult:
    """Undo what the run did to one file."""
    target, problems = root / logged.path, list[Problem]()
    remove_unfinished(target)
    if logged.aside and not _is_plain_file(aside):
        return UndoResult(0, [])  # put back by a call before this one
    as_written = _is_plain_file(target) and digest_of(target.read_bytes(), _DIGITS) == logged.hash
    if target.exists() and not as_written:
        if logged.aside and target.is_file() and _same(target, aside):
            return UndoResult(0, [])  # the run was killed before it wrote
        words = {"file": str(target), "beside": _set_aside(target, replaced=bool(logged.aside))}
        problems.append(Problem("F123", words=words))
    if logged.aside:
        _back(aside, target)
    elif as_written:
        _remove(target, root)
    return UndoResult(int(bool(logged.aside) or as_written), problems)


def _put_ledger_back(ledger: Path, before: Path) -> None:
    """Put the ledger back as it was before the run; the journal of a killed run is not for that one."""
    ledger.with_name(f"{LEDGER_FILE}-journal").unlink(missing_ok=True)
    if before.exists():
        before.replace(ledger)
    else:
        ledger.unlink(missing_ok=True)


def _is_plain_file(path: Path) -> bool:
    """Return whether a path is a file itself, and no link to one."""
    return path.is_file() and not path.is_symlink()


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
