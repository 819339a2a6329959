"""The page of what was found wrong: each row is held by a test that is there, or says why it was decided otherwise."""

import re
from functools import cache
from pathlib import Path

import pytest
from support.doc_pages import ROOT, code_in, sections, text_of

TESTS = ROOT / "tests"
SECTIONS = (
    "Reading data",
    "Verdicts",
    "The author's guard",
    "Numbers and files",
    "Reading forms back",
    "Forms on paper",
    "Strange folders and damaged files",
    "People and ledgers",
    "Rules of the notices",
    "What a county hands in",
)
OPEN = "Not done"
OTHERWISE = "Decided otherwise: "


def rows_of(section: str) -> list[list[str]]:
    """Return the rows of a table below a heading, its head first and without its ruling, as lists of cells."""
    lines = [line for line in section.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]
    return [cells[0], *cells[2:]]


PAGE = sections(text_of(ROOT / "docs" / "held.md"))
TABLES = {head: rows_of(text) for head, text in PAGE.items() if head in (*SECTIONS, OPEN)}
FINDINGS = [row for head in SECTIONS for row in TABLES.get(head, [])[1:]]
NAMED = sorted({part for row in FINDINGS for part in row[-1].split("<br>") if part})


@cache
def text_of_test(path: Path) -> str:
    return text_of(path) if path.is_file() else ""


def is_there(named: str) -> bool:
    """Return whether a file, its test and its lists of cases exist: ``a/test_b.py::test_c`` (rows CASES, MORE)."""
    (code,) = code_in(named)
    file, _, name = code.partition("::")
    text = text_of_test(TESTS / file)
    lists = re.findall(r"[A-Z_]+", named.partition("(rows ")[2])
    test = re.search(rf"^def {name}\(", text, re.MULTILINE) if name else text
    return bool(test) and all(re.search(rf"^{each} = \[", text, re.MULTILINE) for each in lists)


def test_the_sections_are_those_that_a_reader_looks_for_and_what_is_open_comes_last() -> None:
    assert list(TABLES) == [*SECTIONS, OPEN]
    assert {tuple(TABLES[head][0]) for head in SECTIONS} == {("Found", "What holds now", "Test")}
    assert TABLES[OPEN][0] == ["Found", "Why it stands"]


def test_a_row_has_its_cells_and_stands_once() -> None:
    rows = [*FINDINGS, *TABLES[OPEN][1:]]
    found = [row[0] for row in rows]
    assert [row for row in FINDINGS if len(row) != 3 or not all(row[:2])] == []
    assert [row for row in TABLES[OPEN][1:] if len(row) != 2 or not all(row)] == []
    assert [each for each in found if found.count(each) > 1] == []


def test_every_row_is_held_by_a_test_or_says_that_it_was_decided_otherwise() -> None:
    assert [row for row in FINDINGS if not row[2] and not row[1].startswith(OTHERWISE)] == []


def test_what_holds_a_row_is_there() -> None:
    assert [named for named in NAMED if not is_there(named)] == []


@pytest.mark.parametrize(
    "named",
    [
        "`docs/test_held.py::test_nosuch`",
        "`docs/test_nosuch.py::test_what_holds_a_row_is_there`",
        "`cases/nosuch.yaml`",
        "`docs/test_held.py::test_what_holds_a_row_is_there` (rows NOSUCH)",
    ],
)
def test_what_is_not_there_holds_nothing(named: str) -> None:
    assert not is_there(named)
