"""The ledger of an output folder: one SQLite file beside the documents, in ``.formgen``.

A crash leaves it as it was at the last commit; the documents know by themselves what was typed into them, so that
losing the ledger loses no document and no text of a person.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from formgen.problems import FormgenError, Problem

HOME, FILE = ".formgen", "ledger.sqlite"
VERSION = 1
_BATCH = 500  # communities between two commits
_KEPT = "path, township, name, form, suffix, size, time, fate, moved"  # what makes a Kept
_PAGE = 16384  # bytes: a community takes about two thousand, and smaller pages would waste room

Who = tuple[str, str]  # township and name


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a document is made from beside its data. ``templates`` and ``readings`` go by form and interpretation."""

    digest: str
    rubric_id: str
    rubric_name: str
    rubric: str
    readings: Mapping[str, str]
    templates: Mapping[str, str]
    slots: Mapping[str, Sequence[Sequence[str]]]
    wishes: Mapping[str, str]
    tool: str

    def with_slots(self, slots: Mapping[str, Sequence[Sequence[str]]]) -> "Inputs":
        """Return the inputs with the cells that their templates fill."""
        return replace(self, slots=slots)


@dataclass(frozen=True, slots=True)
class Run:
    """One run as it is remembered."""

    id: int
    at: str
    kind: str
    data: str
    data_hash: str
    inputs: int | None
    selection: str
    done: bool
    tally: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as it is remembered."""

    path: str
    who: Who
    form: str
    suffix: str
    size: int
    time: int
    fate: str
    moved: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A community as it is remembered."""

    who: Who
    number: int
    inputs: int
    data_hash: str
    made: bytes
    snapshot: bytes


class Submission(NamedTuple):
    """A version that was handed in: its label, when, how many files."""

    label: str
    at: str
    files: int


class Ledger:
    """The ledger of a folder. Open it with ``home.opened``; what is written is kept by ``commit``."""

    def __init__(self, file: Path) -> None:
        """Open or create the file. Raises FormgenError F120 for one of a newer version, sqlite3.DatabaseError."""
        self.file = file
        self._base = sqlite3.connect(file, isolation_level="DEFERRED")
        self._pending = 0
        try:
            self._set_up()
        except BaseException:
            self._base.close()
            raise

    def _set_up(self) -> None:
        (version,) = self._base.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            words = {"file": str(self.file), "version": str(version), "known": str(VERSION)}
            raise FormgenError(Problem("F120", words=words))
        if version == 0:
            schema = files("formgen.ledger").joinpath("schema.sql").read_text(encoding="utf-8")
            self._base.execute(f"PRAGMA page_size = {_PAGE}")
            self._base.executescript(f"BEGIN;{schema}PRAGMA user_version = {VERSION};COMMIT;")
        self._base.execute("PRAGMA synchronous = NORMAL")
        self._base.execute("SELECT count(*) FROM runs").fetchone()

    def commit(self) -> None:
        """Keep what was written."""
        self._base.commit()
        self._pending = 0

    def close(self) -> None:
        """Close the file; what was not committed is given up."""
        self._base.close()

    def sound(self) -> bool:
        """Tell whether the whole file can be read. Raises sqlite3.DatabaseError where it cannot be told."""
        return bool(self._base.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))

    # -- runs and inputs --------------------------------------------------------------------------
    def inputs(self, digest: str) -> int | None:
        """Return the number of inputs by their hash, None where they are new."""
        found = self._base.execute("SELECT id FROM inputs WHERE digest = ?", (digest,)).fetchone()
        return found and int(found[0])

    def enter_inputs(self, given: Inputs) -> int:
        """Enter new inputs and return their number."""
        row = (
            given.digest,
            given.rubric_id,
            given.rubric_name,
            given.rubric,
            *(
                json.dumps(each, ensure_ascii=False)
                for each in (given.readings, given.templates, given.slots, given.wishes)
            ),
            given.tool,
        )
        return self._insert(
            "INSERT INTO inputs"
            " (digest, rubric_id, rubric_name, rubric, readings, templates, slots, wishes, tool)"
            " VALUES (?,?,?,?,?,?,?,?,?)",
            row,
        )

    def inputs_of(self, number: int) -> Inputs:
        """Return the inputs of a number."""
        row = self._base.execute(
            "SELECT digest, rubric_id, rubric_name, rubric, readings, templates, slots, wishes, tool"
            " FROM inputs WHERE id = ?",
            (number,),
        ).fetchone()
        digest, rubric_id, rubric_name, rubric, *held, tool = row
        readings, templates, slots, wishes = map(json.loads, held)
        return Inputs(digest, rubric_id, rubric_name, rubric, readings, templates, slots, wishes, tool)

    def last_build(self) -> Run | None:
        """Return the last build, None when there was none."""
        return next((run for run in reversed(self.runs()) if run.kind == "build"), None)

    def begin(
        self, kind: str, data: str = "", data_hash: str = "", inputs: int | None = None, selection: str = ""
    ) -> int:
        """Enter a run that begins now; return its number."""
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        row = (at, kind, data, data_hash, inputs, selection)
        number = self._insert(
            "INSERT INTO runs (at, kind, data, data_hash, inputs, selection, done, tally) VALUES (?,?,?,?,?,?,0,'{}')",
            row,
        )
        self.commit()
        return number

    def end(self, run: int, tally: Mapping[str, int], problems: bytes = b"") -> None:
        """Enter that a run came to its end."""
        row = (json.dumps(dict(tally)), problems, run)
        self._base.execute("UPDATE runs SET done = 1, tally = ?, problems = ? WHERE id = ?", row)
        self.commit()

    def runs(self) -> list[Run]:
        """Return all runs, the oldest first."""
        rows = self._base.execute(
            "SELECT id, at, kind, data, data_hash, inputs, selection, done, tally FROM runs ORDER BY id"
        )
        return [_run(row) for row in rows]

    def same_as_last(self, data_hash: str, inputs: int, selection: str) -> bytes | None:
        """Return the problems of the last build when it was the same and came to its end, else None."""
        row = self._base.execute(
            "SELECT data_hash, inputs, selection, done, problems FROM runs WHERE kind <> 'submit' ORDER BY id DESC LIMIT 1"
        ).fetchone()
        same = row is not None and row[:4] == (data_hash, inputs, selection, 1)
        return bytes(row[4] or b"") if same else None

    # -- communities and documents ------------------------------------------------------------------
    def community(self, rubric: str, who: Who) -> Known | None:
        """Return a community as it is remembered."""
        row = self._base.execute(
            "SELECT township, name, number, inputs, data_hash, made, snapshot FROM communities"
            " WHERE rubric = ? AND township = ? AND name = ?",
            (rubric, *who),
        ).fetchone()
        return row and Known((row[0], row[1]), *row[2:])

    def communities(self, rubric: str) -> Iterator[Known]:
        """Yield all communities of a rubric in the order of the data."""
        rows = self._base.execute(
            "SELECT township, name, number, inputs, data_hash, made, snapshot FROM communities"
            " WHERE rubric = ? ORDER BY number",
            (rubric,),
        )
        for row in rows:
            yield Known((row[0], row[1]), *row[2:])

    def record(
        self, rubric: str, run: int, known: Known, documents: Iterable[Kept], hashes: Sequence[str]
    ) -> None:
        """Enter a community and its documents."""
        row = (
            rubric,
            *known.who,
            known.number,
            run,
            known.inputs,
            known.data_hash,
            known.made,
            known.snapshot,
        )
        self._base.execute("INSERT OR REPLACE INTO communities VALUES (?,?,?,?,?,?,?,?,?)", row)
        self._base.executemany(
            "INSERT OR REPLACE INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            [
                (
                    each.path, rubric, *each.who, each.form, each.suffix, run, known.inputs, known.data_hash,
                    digest, each.size, each.time, each.fate, each.moved,
                )
                for each, digest in zip(documents, hashes, strict=True)
            ],
        )  # fmt: skip
        self._pending += 1
        if self._pending >= _BATCH:
            self.commit()

    def enter_document(self, rubric: str, run: int, inputs: int, digest: str, kept: Kept) -> None:
        """Enter a file that stands for many communities; ``digest`` is that of all it tells of."""
        row = (
            kept.path, rubric, *kept.who, kept.form, kept.suffix, run, inputs, digest,
            "", kept.size, kept.time, kept.fate, kept.moved,
        )  # fmt: skip
        self._base.execute("INSERT OR REPLACE INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)", row)

    def document(self, path: str) -> tuple[str, Kept] | None:
        """Return the hash of the data of a document and the document as it is remembered."""
        row = self._base.execute(
            f"SELECT data_hash, {_KEPT} FROM documents WHERE path = ?",  # noqa: S608 - fixed words
            (path,),
        ).fetchone()
        return row and (row[0], _kept(row[1:]))

    def unsettled(self) -> list[Who]:
        """Return the communities of which something was left to be decided or tried again."""
        rows = self._base.execute(
            "SELECT township, name FROM communities WHERE data_hash = '' ORDER BY number"
        )
        return [(township, name) for township, name in rows]

    def open_wholes(self, rubric: str, form: str) -> bool:
        """Tell whether a file that stands for many communities was left to be tried again."""
        row = self._base.execute(
            "SELECT 1 FROM documents WHERE rubric = ? AND form = ? AND data_hash = ''", (rubric, form)
        ).fetchone()
        return row is not None

    def keep_only(self, rubric: str, here: Collection[Who]) -> None:
        """Forget the communities of a rubric that are no longer in the data; their documents are remembered."""
        rows = self._base.execute(
            "SELECT township, name FROM communities WHERE rubric = ?", (rubric,)
        ).fetchall()
        gone = [(rubric, *row) for row in rows if (row[0], row[1]) not in here]
        self._base.executemany("DELETE FROM communities WHERE rubric = ? AND township = ? AND name = ?", gone)

    def number(self, rubric: str, numbers: Iterable[tuple[int, Who]]) -> None:
        """Enter the places of communities in the data."""
        rows = [(number, rubric, *who) for number, who in numbers]
        self._base.executemany(
            "UPDATE communities SET number = ? WHERE rubric = ? AND township = ? AND name = ?", rows
        )

    def happened(
        self, run: int, path: str, fate: str, conflicts: Sequence[Sequence[str | None]] = ()
    ) -> None:
        """Enter what a run did to a document that was there before."""
        words = json.dumps(list(conflicts), ensure_ascii=False)
        self._base.execute("INSERT INTO history VALUES (?,?,?,?)", (run, path, fate, words))

    def documents(self, rubric: str | None = None) -> list[Kept]:
        """Return all documents as they are remembered, or those of a rubric."""
        where, values = ("WHERE rubric = ? ", (rubric,)) if rubric else ("", ())
        rows = self._base.execute(f"SELECT {_KEPT} FROM documents {where}ORDER BY path", values)  # noqa: S608 - fixed words
        return [_kept(row) for row in rows]

    def documents_of(self, rubric: str, who: Who) -> list[Kept]:
        """Return the documents of a community as they are remembered."""
        rows = self._base.execute(
            f"SELECT {_KEPT} FROM documents WHERE rubric = ? AND township = ? AND name = ?",  # noqa: S608 - fixed words
            (rubric, *who),
        )
        return [_kept(row) for row in rows]

    def forget(self, paths: Iterable[str]) -> None:
        """Forget documents that are no longer there."""
        self._base.executemany("DELETE FROM documents WHERE path = ?", [(path,) for path in paths])

    # -- submissions ----------------------------------------------------------------------------------
    def submit(self, label: str, folder: str, count: int) -> None:
        """Enter a submission with the communities as they are now."""
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        self._base.execute("INSERT INTO submissions VALUES (?,?,?,?)", (label, at, folder, count))
        self._base.execute(
            "INSERT INTO submitted SELECT ?, rubric, township, name, number, snapshot FROM communities",
            (label,),
        )
        self.commit()

    def submissions(self) -> list[Submission]:
        """Return every submission, the oldest first."""
        rows = self._base.execute("SELECT label, at, files FROM submissions ORDER BY at, rowid")
        return [Submission(*row) for row in rows]

    def submitted(self, label: str, rubric: str) -> Iterator[tuple[Who, int, bytes]]:
        """Yield the communities of a submission."""
        rows = self._base.execute(
            "SELECT township, name, number, snapshot FROM submitted WHERE label = ? AND rubric = ? ORDER BY number",
            (label, rubric),
        )
        for township, name, number, data in rows:
            yield (township, name), number, data

    def _insert(self, statement: str, row: Sequence[object]) -> int:
        return int(self._base.execute(statement, row).lastrowid or 0)


def _kept(row: Sequence[Any]) -> Kept:
    path, township, name, form, suffix, size, time, fate, moved = row
    return Kept(path, (township, name), form, suffix, size, time, fate, moved=bool(moved))


def _run(row: Sequence[Any]) -> Run:
    number, at, kind, data, data_hash, inputs, selection, done, tally = row
    return Run(number, at, kind, data, data_hash, inputs, selection, bool(done), json.loads(tally))
