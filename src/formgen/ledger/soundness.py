"""Whether a ledger holds what it should: its tables and columns, and in every column the type that the schema names.

A file may be sound for SQLite and still make no sense: somebody opened it with another tool, or a disk lost a page.
"""

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import NamedTuple

from formgen.model import Fate

_COUNT_ANY = "SELECT 1 FROM {table} WHERE {wrong} LIMIT 1"


class _Column(NamedTuple):
    """A column of a table: its name, its type in the words of ``typeof``, whether it may be empty."""

    name: str
    type: str
    nullable: bool


def is_sound(base: sqlite3.Connection, statements: list[str]) -> bool:
    """Return whether a ledger can be read from end to end and makes sense.

    ``statements`` make the tables it should have. Raises sqlite3.DatabaseError where it cannot be told.
    """
    if base.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        return False
    model = sqlite3.connect(":memory:")
    try:
        for statement in statements:
            model.execute(statement)
        tables = _tables(model)
    finally:
        model.close()
    if any(_columns(base, table) != columns for table, columns in tables.items()):
        return False
    return not any(_any(base, table, _mistyped(columns)) for table, columns in tables.items()) and (
        _refers_to_what_is_there(base) and _can_be_read(base) and _stays_in_the_folder(base)
    )


def _tables(base: sqlite3.Connection) -> Mapping[str, tuple[_Column, ...]]:
    rows = base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name: _columns(base, name) for (name,) in rows.fetchall()}


def _columns(base: sqlite3.Connection, table: str) -> tuple[_Column, ...]:
    rows = base.execute(f"PRAGMA table_info({table})")
    return tuple(
        _Column(name, kind.lower(), not (required or key)) for _, name, kind, required, _, key in rows
    )


def _mistyped(columns: tuple[_Column, ...]) -> str:
    """Return the condition that a value has another type than its column."""
    return " OR ".join(
        f"typeof({name}) NOT IN ('{kind}'{', ' + repr('null') if nullable else ''})"
        for name, kind, nullable in columns
    )


def _any(base: sqlite3.Connection, table: str, wrong: str) -> bool:
    return base.execute(_COUNT_ANY.format(table=table, wrong=wrong)).fetchone() is not None


def _refers_to_what_is_there(base: sqlite3.Connection) -> bool:
    """Return whether fates are known, and the inputs that are referred to are there."""
    fates = ", ".join(f"'{fate}'" for fate in Fate)
    missing = "inputs IS NOT NULL AND inputs NOT IN (SELECT id FROM inputs)"
    wrong = (("documents", f"fate NOT IN ({fates})"), ("communities", missing), ("runs", missing))
    return not any(_any(base, table, condition) for table, condition in wrong)


def _stays_in_the_folder(base: sqlite3.Connection) -> bool:
    """Return whether the paths of documents lead nowhere else: a folder may come from a stranger."""
    for (path,) in base.execute("SELECT path FROM documents"):
        parts = (*PurePosixPath(path).parts, *PureWindowsPath(path).parts)
        outside = PurePosixPath(path).is_absolute() or PureWindowsPath(path).anchor
        if outside or ".." in parts or "\0" in path:
            return False
    return True


def _can_be_read(base: sqlite3.Connection) -> bool:
    """Return whether the times, and the JSON of runs and inputs, are what they should be."""
    try:
        for at, kind, selection, tally in base.execute("SELECT at, kind, selection, tally FROM runs"):
            _read_time(at)
            _read_texts(tally, int)
            if kind == "build":
                _read_selection(selection)
        for texts in base.execute("SELECT readings, templates, wishes FROM inputs"):
            for text in texts:
                _read_texts(text, str)
        for (at,) in base.execute("SELECT at FROM submissions"):
            _read_time(at)
    except (ValueError, TypeError, RecursionError):
        return False
    return True


def _read_time(text: str) -> None:
    """Read a time with its zone. Raises ValueError for anything else."""
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError(text)


def _read_texts(text: str, kind: type) -> None:
    """Read a JSON object of values of one type. Raises ValueError for anything else."""
    held = json.loads(text)
    if not isinstance(held, dict) or not all(type(value) is kind for value in held.values()):
        raise ValueError(text)


def _read_selection(text: str) -> None:
    """Read the layout and the names that a build was asked for. Raises ValueError for anything else."""
    pattern, *names = json.loads(text)
    if not isinstance(pattern, str) or not all(isinstance(each, list) for each in names):
        raise ValueError(text)
