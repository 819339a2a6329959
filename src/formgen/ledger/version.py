"""Of which version a ledger is, and the tables of today's. Looks into the file, and leaves it as it is."""

import contextlib
import sqlite3
from importlib.resources import files
from pathlib import Path

from formgen.problems import FormgenError, Problem

VERSION = 2


def refuse_newer(file: Path) -> None:
    """Raise FormgenError F120 for a ledger of a newer version; nothing is written, one that is damaged says nothing."""
    if not file.is_file():
        return
    with contextlib.suppress(sqlite3.DatabaseError), contextlib.closing(sqlite3.connect(file)) as base:
        read_version(base, file)


def read_version(base: sqlite3.Connection, file: Path) -> int:
    """Return the version of an open ledger, 0 for an empty file. Raises FormgenError F120 for a newer one."""
    (version,) = base.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        words = {"file": str(file), "version": str(version), "known": str(VERSION)}
        raise FormgenError(Problem("F120", words=words))
    return int(version)


def copy_to_memory(base: sqlite3.Connection) -> sqlite3.Connection:
    """Return a copy in memory of a base, which is closed."""
    memory = sqlite3.connect(":memory:", isolation_level="DEFERRED")
    with contextlib.closing(base):
        base.backup(memory)
    return memory


def read_schema() -> str:
    """Return the statements that make the tables of today."""
    return files("formgen.ledger").joinpath("schema.sql").read_text(encoding="utf-8")
