"""Four communities of two townships, the folder built from them, and what people do to its documents."""

import json
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from formgen.commands.build import plan_build
from formgen.folder.build import BuildResult, build_folder
from formgen.folder.plan import Options
from formgen.ledger import access
from formgen.ledger.store import HOME, LEDGER_FILE, Run

RUBRIC = "yongjia-2009"
FORM, SCORES = "申报表", "考核评分表"
WHOLE = {
    "target_total": 100, "target_employed": 97, "zero_job_households": 0,
    "r3": 10, "r4": 2, "r5": 3, "r6": 3, "r7": 2, "r8": 3, "r9": 3, "r10": 5, "loan_applications": 0,
    "r12": 5, "r13": 2, "aid_required": 7, "aid_employed": 7, "r15": 2, "r16": 4, "aid_records_missing": 0,
    "r17": 2, "r18": 2, "complaints_individual": 0, "complaints_collective": 0,
}  # fmt: skip
"""Indicators that leave nothing 待定: 99 points."""

Row = Mapping[str, Any]


def row(number: int, **parts: Any) -> Row:
    """A community of 甲镇 (1, 2), 乙镇 (3, 4) …; ``parts`` are laid over its own."""
    own: dict[str, Any] = {
        "name": f"第{number}社区",
        "township": "甲乙丙丁"[(number - 1) // 2] + "镇",
        "facts": {"phone": f"0577-6722000{number}", "service_complete": "是", "narrative": "已建立台账。"},
        "indicators": WHOLE,
        "scores": {"self": {"item1": 15}},
    }
    for key, part in parts.items():
        own[key] = {**own[key], **part} if isinstance(part, dict) else part
    return own


def rows(**changes: Row) -> list[Row]:
    """Four communities; ``second={…}`` lays parts over the second, and so on."""
    return [
        row(at, **changes.get(key, {})) for at, key in enumerate(("first", "second", "third", "fourth"), 1)
    ]


def write(source: Path, communities: Sequence[Row]) -> Path:
    """Write data as YAML, a line a community, so that a change moves no other."""
    lines = [f"  - {json.dumps(each, ensure_ascii=False)}\n" for each in communities]
    source.write_text("communities:\n" + "".join(lines), encoding="utf-8")
    return source


def built(source: Path, folder: Path, rubric: str = RUBRIC, **options: Any) -> BuildResult:
    return build_folder(plan_build(source, rubric, Options(**{"jobs": 1, **options})), folder)


def states(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Bytes and time of every file that is no part of the ledger."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and HOME not in path.parts
    }


def everything(folder: Path) -> dict[str, bytes]:
    """Bytes of every file, those of the ledger too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def document(folder: Path, number: int, form: str = FORM, suffix: str = ".docx") -> Path:
    township, name = row(number)["township"], row(number)["name"]
    return folder / f"{township}/{name}/{name}-{form}{suffix}"


def retype(path: Path, old: str, new: str) -> None:
    """Type over a text of a Word document, as a clerk does, and save it."""
    paper = Document(str(path))
    cells = [cell for table in paper.tables for row_ in table.rows for cell in row_.cells]
    runs = [
        run for cell in cells for paragraph in cell.paragraphs for run in paragraph.runs if run.text == old
    ]
    assert runs, f"{old} stands nowhere in {path.name}"
    for run in runs:
        run.text = new
    paper.save(str(path))


def texts(path: Path) -> list[str]:
    """All texts of a Word document: its paragraphs, and the cells of its tables."""
    paper = Document(str(path))
    cells = [cell.text for table in paper.tables for row_ in table.rows for cell in row_.cells]
    return [*(paragraph.text for paragraph in paper.paragraphs), *cells]


def typed_into(path: Path, cell: str, value: str | int) -> None:
    """Type into a cell of an Excel document and save it."""
    book = load_workbook(path)
    book.worksheets[0][cell] = value
    book.save(path)


def codes(result: Any) -> list[str]:
    return [problem.code for problem in result.problems if problem.code[0] in "FT"]


def runs(folder: Path) -> list[Run]:
    with access.look_into(folder) as ledger:
        assert ledger is not None
        return ledger.runs()


def asked(folder: Path, statement: str) -> list[tuple[Any, ...]]:
    """Rows of the ledger, read with nothing of formgen."""
    base = sqlite3.connect(folder / HOME / LEDGER_FILE)
    try:
        return list(base.execute(statement))
    finally:
        base.close()


def altered(folder: Path, statement: str) -> None:
    """Alter the ledger behind formgen's back."""
    base = sqlite3.connect(folder / HOME / LEDGER_FILE)
    try:
        base.execute(statement)
        base.commit()
    finally:
        base.close()


def first_build(factory: pytest.TempPathFactory, folder: Path) -> Path:
    """Put data.yaml and out, built once from it, into a folder; they are made once and copied, times and all."""
    ready = factory.getbasetemp() / "first-build"
    if not ready.exists():
        ready.mkdir()
        assert codes(built(write(ready / "data.yaml", rows()), ready / "out")) == []
    shutil.copytree(ready, folder, dirs_exist_ok=True)
    return folder / "out"
