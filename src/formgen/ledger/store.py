"""The ledger of an output folder: one SQLite file beside the documents, in ``.formgen``.

A crash leaves it as it was at the last commit; the documents know by themselves what was typed into them, so that
losing the ledger loses no document and no text of a person.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from formgen.forms.merge import Conflict
from formgen.ledger.migration import migrate, statements_of
from formgen.ledger.soundness import is_sound
from formgen.ledger.version import VERSION, copy_to_memory, read_schema, read_version
from formgen.model import Fate, Who

HOME, LEDGER_FILE = ".formgen", "ledger.sqlite"
_BATCH = 500  # communities between two commits
_COMMUNITY = "township, name, number, inputs, data_hash, made, snapshot"  # the columns of a KnownCommunity
_DOCUMENT = (
    "path, township, name, form, suffix, size, time, fate, moved, kept, digest"  # those of a SettledDocument
)
_PAGE = 16384  # bytes: a community takes about two thousand, and smaller pages would waste room


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a document is made from beside its data. ``templates`` and ``readings`` go by form and interpretation."""

    digest: str
    rubric_id: str
    rubric_name: str
    rubric: str
    readings: Mapping[str, str]
    templates: Mapping[str, str]
    wishes: Mapping[str, str]
    tool: str


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
class SettledDocument:
    """A document as a run left it, or would leave it.

    ``path`` is below the output folder, ``form`` the id of its form, ``size`` in bytes, ``time`` in nanoseconds. ``kept``
    counts the places that people filled and that were kept. ``digest`` stands for all that a 汇总表 or index reports.

    The ledger enters neither conflicts, whose community is looked at again, nor what caused a change.
    """

    path: str
    who: Who
    form: str
    suffix: str
    size: int
    time: int
    fate: Fate
    moved: bool = False
    kept: int = 0
    digest: str = ""
    conflicts: tuple[Conflict, ...] = ()
    causes: tuple[str, ...] = ()

    @property
    def open_conflicts(self) -> int:
        """Return how many places that both sides changed wait for a person's decision."""
        return sum(1 for each in self.conflicts if each.decided is None)

    @property
    def words(self) -> str:
        """Return what becomes of the document in a clerk's words."""
        count = self.open_conflicts
        return self.fate.words + (f"，{count}处两边都改了，待定夺" if count else "")


@dataclass(frozen=True, slots=True)
class KnownCommunity:
    """A community as it is remembered; ``data_hash`` is empty while something is still to be settled."""

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
    """The ledger of a folder. Open it with ``access.open_ledger``; what is written is kept by ``commit``."""

    def __init__(self, file: Path, *, to_read: bool = False) -> None:
        """Open or create the file; ``to_read``, one of an earlier version is brought to today's in memory only.

        Raises FormgenError F120 for one of a newer version, sqlite3.DatabaseError.
        """
        self.file = file
        self._base = sqlite3.connect(file, isolation_level="DEFERRED")
        self._pending = 0
        try:
            if to_read and self._version() != VERSION:
                self._base = copy_to_memory(self._base)
            self._set_up()
        except BaseException:
            self._base.close()
            raise

    def _set_up(self) -> None:
        if self._version() != VERSION:
            self._create_or_migrate()
        self._base.execute("PRAGMA synchronous = NORMAL")
        self._base.execute("SELECT count(*) FROM runs").fetchone()

    def _version(self) -> int:
        return read_version(self._base, self.file)

    def _create_or_migrate(self) -> None:
        """Create the tables, or bring those of an earlier version to today's; another process may do so meanwhile."""
        schema = read_schema()
        self._base.execute(f"PRAGMA page_size = {_PAGE}")
        self._base.execute("BEGIN IMMEDIATE")
        version = self._version()
        if version == 0:
            for statement in statements_of(schema):
                self._base.execute(statement)
        elif version < VERSION:
            migrate(self._base, schema)
        self._base.execute(f"PRAGMA user_version = {VERSION}")
        self.commit()

    def commit(self) -> None:
        """Keep what was written."""
        self._base.commit()
        self._pending = 0

    def close(self) -> None:
        """Close the file; what was not committed is given up."""
        self._base.close()

    def sound(self) -> bool:
        """Return whether the whole file can be read and makes sense. Raises sqlite3.DatabaseError where it cannot be told."""
        return is_sound(self._base, statements_of(read_schema()))

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
                for each in (given.readings, given.templates, given.wishes)
            ),
            given.tool,
        )
        return self._insert(
            "INSERT INTO inputs"
            " (digest, rubric_id, rubric_name, rubric, readings, templates, wishes, tool)"
            " VALUES (?,?,?,?,?,?,?,?)",
            row,
        )

    def inputs_of(self, number: int) -> Inputs:
        """Return the inputs of a number."""
        row = self._base.execute(
            "SELECT digest, rubric_id, rubric_name, rubric, readings, templates, wishes, tool"
            " FROM inputs WHERE id = ?",
            (number,),
        ).fetchone()
        digest, rubric_id, rubric_name, rubric, *held, tool = row
        readings, templates, wishes = map(json.loads, held)
        return Inputs(digest, rubric_id, rubric_name, rubric, readings, templates, wishes, tool)

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

    def rubrics(self) -> list[str]:
        """Return the ids of the rubrics that documents were made by."""
        return [
            name for (name,) in self._base.execute("SELECT DISTINCT rubric FROM documents ORDER BY rubric")
        ]

    # -- communities and documents ------------------------------------------------------------------
    def community(self, rubric: str, who: Who) -> KnownCommunity | None:
        """Return a community as it is remembered."""
        row = self._base.execute(
            f"SELECT {_COMMUNITY} FROM communities WHERE rubric = ? AND township = ? AND name = ?",  # noqa: S608 - fixed words
            (rubric, *who),
        ).fetchone()
        return row and _community(row)

    def communities(self, rubric: str) -> Iterator[KnownCommunity]:
        """Yield all communities of a rubric in the order of the data."""
        rows = self._base.execute(
            f"SELECT {_COMMUNITY} FROM communities WHERE rubric = ? ORDER BY number",  # noqa: S608 - fixed words
            (rubric,),
        )
        for row in rows:
            yield _community(row)

    def enter_community(
        self, rubric: str, known: KnownCommunity, documents: Iterable[SettledDocument]
    ) -> None:
        """Enter a community and its documents."""
        row = (rubric, *known.who, known.number, known.inputs, known.data_hash, known.made, known.snapshot)
        self._base.execute(
            f"INSERT OR REPLACE INTO communities (rubric, {_COMMUNITY}) VALUES (?,?,?,?,?,?,?,?)",  # noqa: S608 - fixed words
            row,
        )
        for each in documents:
            self.enter_document(rubric, each)
        self._pending += 1
        if self._pending >= _BATCH:
            self.commit()

    def enter_document(self, rubric: str, document: SettledDocument) -> None:
        """Enter a document, or a file that stands for many communities."""
        each = document
        row = (
            rubric, each.path, *each.who, each.form, each.suffix, each.size, each.time,
            str(each.fate), each.moved, each.kept, each.digest,
        )  # fmt: skip
        self._base.execute(
            f"INSERT OR REPLACE INTO documents (rubric, {_DOCUMENT}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608 - fixed words
            row,
        )

    def document(self, path: str) -> SettledDocument | None:
        """Return a document as it is remembered."""
        row = self._base.execute(
            f"SELECT {_DOCUMENT} FROM documents WHERE path = ?",  # noqa: S608 - fixed words
            (path,),
        ).fetchone()
        return row and _document(row)

    def unsettled(self) -> list[Who]:
        """Return the communities of which something was left to be decided or tried again."""
        rows = self._base.execute(
            "SELECT township, name FROM communities WHERE data_hash = '' ORDER BY number"
        )
        return [Who(township, name) for township, name in rows]

    def forget_communities(self, rubric: str, is_gone: Callable[[Who], bool]) -> None:
        """Forget the communities of a rubric that are no longer in the data; their documents are remembered."""
        rows = self._base.execute(
            "SELECT township, name FROM communities WHERE rubric = ?", (rubric,)
        ).fetchall()
        gone = [(rubric, *who) for who in (Who(*row) for row in rows) if is_gone(who)]
        self._base.executemany("DELETE FROM communities WHERE rubric = ? AND township = ? AND name = ?", gone)

    def number(self, rubric: str, numbers: Iterable[tuple[int, Who]]) -> None:
        """Enter the places of communities in the data."""
        rows = [(number, rubric, *who) for number, who in numbers]
        self._base.executemany(
            "UPDATE communities SET number = ? WHERE rubric = ? AND township = ? AND name = ?", rows
        )

    def documents(self, rubric: str | None = None) -> list[SettledDocument]:
        """Return all documents as they are remembered, or those of a rubric."""
        where, values = ("WHERE rubric = ? ", (rubric,)) if rubric else ("", ())
        rows = self._base.execute(f"SELECT {_DOCUMENT} FROM documents {where}ORDER BY path", values)  # noqa: S608 - fixed words
        return [_document(row) for row in rows]

    def documents_of(self, rubric: str, who: Who) -> list[SettledDocument]:
        """Return the documents of a community as they are remembered."""
        rows = self._base.execute(
            f"SELECT {_DOCUMENT} FROM documents WHERE rubric = ? AND township = ? AND name = ?",  # noqa: S608 - fixed words
            (rubric, *who),
        )
        return [_document(row) for row in rows]

    def forget(self, paths: Iterable[str]) -> None:
        """Forget documents that are no longer there."""
        self._base.executemany("DELETE FROM documents WHERE path = ?", [(path,) for path in paths])

    # -- submissions ----------------------------------------------------------------------------------
    def submit(self, label: str, count: int) -> None:
        """Enter a submission with the communities as they are now."""
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        self._base.execute("INSERT INTO submissions VALUES (?,?,?)", (label, at, count))
        self._base.execute(
            "INSERT INTO submitted SELECT ?, rubric, township, name, number, snapshot FROM communities",
            (label,),
        )
        self.commit()

    def submissions(self) -> list[Submission]:
        """Return every submission, the oldest first."""
        rows = self._base.execute("SELECT label, at, files FROM submissions ORDER BY at, rowid")
        return [Submission(*row) for row in rows]

    def submitted(self, label: str, rubric: str) -> dict[Who, bytes]:
        """Return the snapshots of the communities of a submission, in the order of the data."""
        rows = self._base.execute(
            "SELECT township, name, snapshot FROM submitted WHERE label = ? AND rubric = ? ORDER BY number",
            (label, rubric),
        )
        return {Who(township, name): data for township, name, data in rows}

    def _insert(self, statement: str, row: Sequence[object]) -> int:
        return int(self._base.execute(statement, row).lastrowid or 0)


def _community(row: Sequence[Any]) -> KnownCommunity:
    township, name, *rest = row
    return KnownCommunity(Who(township, name), *rest)


def _document(row: Sequence[Any]) -> SettledDocument:
    path, township, name, form, suffix, size, time, fate, moved, kept, digest = row
    return SettledDocument(
        path, Who(township, name), form, suffix, size, time, Fate(fate), bool(moved), kept, digest
    )


def _run(row: Sequence[Any]) -> Run:
    number, at, kind, data, data_hash, inputs, selection, done, tally = row
    return Run(number, at, kind, data, data_hash, inputs, selection, bool(done), json.loads(tally))
