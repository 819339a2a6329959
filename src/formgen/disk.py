"""Write files whole or not at all: beside the target first, then renamed over it."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from formgen.problems import FormgenError, Problem

_FULL = {errno.ENOSPC: "磁盘已满", errno.EDQUOT: "磁盘配额已满", errno.EROFS: "只读"}


def write_file(target: Path, data: bytes) -> None:
    """Write bytes to a file. Raises FormgenError F107 (file in use), F108 (folder) or F111 (no plain file)."""
    if target.exists() and not target.is_file():
        raise FormgenError(Problem("F111", words={"file": str(target)}))
    make_folder(target.parent)
    try:
        handle, beside = tempfile.mkstemp(prefix=".formgen-", suffix=target.suffix, dir=target.parent)
    except OSError as error:
        raise _folder_problem(target.parent, error) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(beside).chmod(0o644)
        Path(beside).replace(target)
    except PermissionError as error:
        _remove(beside)
        raise FormgenError(Problem("F107", words={"file": str(target)})) from error
    except OSError as error:
        _remove(beside)
        raise _folder_problem(target.parent, error) from error
    except BaseException:
        _remove(beside)
        raise


def make_folder(folder: Path) -> None:
    """Make a folder with its parents. Raises FormgenError F108."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _folder_problem(folder, error) from error


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        Path(path).unlink()


def _folder_problem(folder: Path, error: OSError) -> FormgenError:
    detail = _FULL.get(error.errno or 0, "没有写权限，或路径中有同名文件")
    return FormgenError(Problem("F108", words={"folder": str(folder), "detail": detail}))
