"""From a roster and ledgers to every paper: no number of a person in any output that did not ask for it.

The people are those of the samples: every ID number and telephone of them is looked for in everything that is written.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from support.command import run
from support.fake_office import FakeOffice
from tools.make_rosters.__main__ import write_ledger_samples, write_roster_sample
from tools.make_rosters.invent import Inventor, communities

from formgen.rosters.sheets import read_sheets

PLACES, PEOPLE, SEED, DAY = 2, 30, 14, "2026-11-30"
TAIZHOU, NANTONG = ("--rubric", "taizhou-2019"), ("--rubric", "nantong-2010")


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """Return a folder with data of two communities, and their roster and ledgers."""
    write_ledger_samples(tmp_path / "花名册", PLACES, PEOPLE, SEED)
    write_roster_sample(tmp_path / "花名册" / "花名册.xlsx", PLACES, PEOPLE, SEED)
    listed = [{"township": township, "name": name} for township, name in communities(PLACES)]
    (tmp_path / "数据.json").write_text(json.dumps({"communities": listed}), encoding="utf-8")
    return tmp_path


def numbers_of(rosters: Path) -> set[str]:
    """Return the ID numbers and telephones in some workbooks, as the files hold them."""
    found = set()
    for file in rosters.glob("*.xlsx"):
        for sheet in read_sheets(file):
            head, *rows = [list(row) for row in sheet.rows()]
            columns = [at for at, label in enumerate(head) if label in {"身份证号", "联系电话"}]
            found |= {str(row[at]) for row in rows for at in columns if at < len(row) and row[at]}
    return found


def texts_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the text of every file below a folder, of each part of those that are packages, of each page of a PDF."""
    for file in (each for each in sorted(folder.rglob("*")) if each.is_file()):
        data = file.read_bytes()
        if file.suffix == ".pdf":
            yield str(file), "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        elif zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as package:
                yield from (
                    (f"{file}!{name}", package.read(name).decode("utf-8", "ignore"))
                    for name in package.namelist()
                )
        else:
            yield str(file), data.decode("utf-8", "ignore")


def test_no_output_holds_a_number_of_a_person_that_did_not_ask_for_it(
    county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FakeOffice(county / "office", monkeypatch)
    data, rosters, out = str(county / "数据.json"), str(county / "花名册"), county / "写出"
    counted, built = ("--people", rosters, "--on", DAY), str(out / "表")
    commands = [
        ("people", rosters, *TAIZHOU, "--on", DAY, "-o", str(out / "印")),
        ("people", rosters, *TAIZHOU, "--on", DAY, "--indicator", "employed", "--format", "json"),
        ("people", rosters, *NANTONG, "--on", DAY, "--due", "--format", "json"),
        ("check", data, *TAIZHOU, *counted),
        ("score", data, *TAIZHOU, *counted, "--format", "json"),
        ("explain", data, *TAIZHOU, *counted),
        ("evidence", data, *TAIZHOU, *counted, "-o", str(out / "佐证")),
        ("build", data, *TAIZHOU, *counted, "-o", built),
        ("submit", built, "--label", "第1稿"),
        ("diff", data, *TAIZHOU, *counted, "-o", built, "--report", str(out / "变化.xlsx")),
        ("change-sheet", built, "-o", str(out / "更正说明.docx")),
        ("pack", built, "-o", str(out / "打印")),
        ("rank", data, *TAIZHOU, "-o", str(out / "县")),
        ("compare", data, *TAIZHOU, "-o", str(out / "对照.xlsx")),
    ]
    numbers = numbers_of(county / "花名册")
    assert len(numbers) > PLACES * PEOPLE
    shown = [(" ".join(words), run(*words)) for words in commands]
    assert [words for words, done in shown if done.exit_code == 2] == []
    outputs = [*((words, done.output) for words, done in shown), *texts_of(out)]
    leaks = {where for where, text in outputs if any(number in text for number in numbers)}
    assert leaks == set()
    assert {each.suffix for each in out.rglob("*") if each.is_file()} >= {".xlsx", ".docx", ".pdf"}


def test_what_asks_for_numbers_holds_them(county: Path) -> None:
    out = county / "写出"
    run("people", str(county / "花名册"), *TAIZHOU, "--on", DAY, "--full", "-o", str(out))
    text = "".join(text for _, text in texts_of(out))
    person = next(iter(Inventor(SEED, date.fromisoformat(DAY)).people("", "", 1)))
    assert str(person["id_number"]) in text
