"""Write files whole or not at all: next to the target first, then renamed over it."""

import contextlib
import errno
import os
import stat
import tempfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

from formgen.problems import FormgenError, Place, Problem

_FULL = {errno.ENOSPC: "磁盘已满", errno.EDQUOT: "磁盘配额已满", errno.EROFS: "只读"}


class FolderError(FormgenError):
    """F108: a folder cannot be written to, so no further file of it can; with a ``full`` disk, no file at all can."""

    def __init__(self, folder: Path, error: OSError) -> None:
        """Say what is wrong with the folder."""
        self.full = error.errno in _FULL
        detail = _FULL.get(error.errno or 0, "没有写权限，或路径中有同名文件")
        super().__init__(Problem("F108", words={"folder": str(folder), "detail": detail}))


def write_file(target: Path, data: bytes) -> None:
    """Write bytes to a file; one that already has this content is left alone, with its time.

    The temporary file has a fixed name for each target, so that what a killed run left behind is removed by the next;
    a link that somebody put in its place is removed, not followed.

    Raises FormgenError F107 (file in use), F108 (folder), F111 (no plain file) or F118 (read-only).
    """
    if target.exists():
        if not target.is_file():
            raise FormgenError(Problem("F111", words={"file": str(target)}))
        if target.stat().st_size == len(data) and target.read_bytes() == data:
            return
        if not target.stat().st_mode & stat.S_IWUSR:
            raise FormgenError(Problem("F118", words={"file": str(target)}))
    make_folder(target.parent)
    beside = _unfinished(target)
    try:
        _remove(beside)
        with beside.open("xb") as file:  # fails on any file that is there, links too
            file.write(data)
        _put(beside, target)
    except OSError as error:
        _remove(beside)
        raise folder_problem(target.parent, error) from error
    except BaseException:
        _remove(beside)
        raise


def _unfinished(target: Path) -> Path:
    """Return the name under which a file is written before it is whole."""
    return target.with_name(f".formgen-{zlib.crc32(target.name.encode()):08x}.tmp")


def remove_unfinished(target: Path) -> None:
    """Remove what a killed run left of a file that it was writing."""
    _remove(_unfinished(target))


def _put(beside: Path, target: Path) -> None:
    """Rename a finished file over its target. Raises FormgenError F107 when another program holds the target."""
    try:
        beside.replace(target)
    except PermissionError as error:
        raise FormgenError(Problem("F107", words={"file": str(target)})) from error


def is_open(target: Path) -> bool:
    """Return whether Word, WPS or LibreOffice says that it holds a file open."""
    name = target.name
    owners = (f".~lock.{name}#", f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~{name}")
    return target.exists() and any((target.parent / owner).exists() for owner in owners)


def refuse_open(target: Path) -> None:
    """Raise FormgenError F107 for a file that Word, WPS or LibreOffice says it holds open."""
    if is_open(target):
        raise FormgenError(Problem("F107", words={"file": str(target)}))


def make_folder(folder: Path) -> None:
    """Make a folder with its parents. Raises FormgenError F108."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise folder_problem(folder, error) from error
    except ValueError as error:  # a NUL in the path
        raise folder_problem(folder, OSError()) from error


def keep_private(folder: Path) -> None:
    """Let only its owner look into a folder that holds personal data, where the system and the disk allow that."""
    with contextlib.suppress(OSError):
        folder.chmod(stat.S_IRWXU)


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder; one that cannot be looked at counts as none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_within(folder: Path, root: Path) -> bool:
    """Return whether a folder lies in another one once all links are followed; neither has to be there."""
    return Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(root))


def can_write(folder: Path) -> bool:
    """Return whether a file can be made in a folder."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def free_beside(
    target: Path, marks: Iterable[str], may_replace: Callable[[Path], bool] = lambda _: False
) -> Path:
    """Return the first free name beside a file: its own with one of some marks, before the suffix.

    A file that ``may_replace`` allows is no obstacle. Raises FormgenError F117 when all names are taken.
    """
    beside = target
    for mark in marks:
        beside = target.with_name(f"{target.stem}{mark}{target.suffix}")
        if not beside.exists() or may_replace(beside):
            return beside
    raise FormgenError(Problem("F117", words={"file": str(beside)}))


def require_folder(folder: Path) -> None:
    """Raise FormgenError F101 where there is no such folder."""
    if not is_folder(folder):
        raise FormgenError(Problem("F101", Place(file=str(folder)), {"file": str(folder)}))


def folder_problem(folder: Path, error: OSError) -> FolderError:
    """Return F108 for an error of a disk or folder, in a clerk's words."""
    return FolderError(folder, error)
