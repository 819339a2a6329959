"""Ledgers of earlier versions, brought to the tables of today when they are opened.

Version 1 also held what nobody read: hashes, runs and inputs of documents, the slots of templates, a history.
"""

import re
import sqlite3

from formgen.ledger.packing import UNREADABLE_JSON, pack_json, unpack_json

_COPIED = {
    "inputs": "id, digest, rubric_id, rubric_name, rubric, readings, templates, wishes, tool",
    "runs": "id, at, kind, data, data_hash, inputs, selection, done, tally, problems",
    "communities": "rubric, township, name, number, inputs, data_hash, made, snapshot",
    "documents": "path, rubric, township, name, form, suffix, size, time, fate, moved",
    "submissions": "label, at, files",
    "submitted": "label, rubric, township, name, number, snapshot",
}
_SET = {"documents": {"digest": "CASE form WHEN 'summary' THEN data_hash ELSE '' END", "kept": "0"}}


def migrate(base: sqlite3.Connection, schema: str) -> None:
    """Bring a ledger of version 1 to the tables of ``schema``, inside the transaction that is open.

    What became of the communities is not taken over, so that the next build looks at each of them; what was handed in
    stays readable. Raises sqlite3.DatabaseError.
    """
    base.execute("DROP INDEX documents_of")
    base.execute("DROP TABLE history")
    for table in _COPIED:
        base.execute(f"ALTER TABLE {table} RENAME TO {table}_1")
    for statement in statements_of(schema):
        base.execute(statement)
    for table, columns in _COPIED.items():
        more = _SET.get(table, {})
        into, values = ", ".join((columns, *more)), ", ".join((columns, *more.values()))
        base.execute(f"INSERT INTO {table} ({into}) SELECT {values} FROM {table}_1")  # noqa: S608 - fixed words
        base.execute(f"DROP TABLE {table}_1")
    base.execute("UPDATE communities SET made = x''")
    for table in ("communities", "submitted"):
        rows = base.execute(f"SELECT rowid, snapshot FROM {table}").fetchall()  # noqa: S608 - fixed words
        named = [(_with_names(snapshot), number) for number, snapshot in rows]
        base.executemany(f"UPDATE {table} SET snapshot = ? WHERE rowid = ?", named)  # noqa: S608 - fixed words


def statements_of(script: str) -> list[str]:
    """Return the statements of an SQL script without their comments."""
    plain = re.sub(r"--.*", "", script)
    return [statement for each in plain.split(";") if (statement := each.strip())]


def _with_names(snapshot: bytes) -> bytes:
    """Return a snapshot as an object; version 1 kept a list. One that makes no sense stays as it is."""
    try:
        data, points, totals, passed, awards, forms = unpack_json(snapshot)
        return pack_json(
            {
                "texts": {key: text for key, (text, _) in data.items()},
                "cells": {key: cell for key, (_, cell) in data.items()},
                "points": points,
                "totals": totals,
                "passed": passed,
                "awards": awards,
                "forms": forms,
            }
        )
    except UNREADABLE_JSON:
        return snapshot
