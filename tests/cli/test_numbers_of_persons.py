"""Numbers of persons that strayed into the data are shown masked, wherever somebody reads of them."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support.command import run

from formgen.quoting import mask_identities, mask_numbers
from formgen.reports.differences import mask_change, shorten_change

IDENTITY, PHONE = "330324198001011234", "13800001234"
STRAYED: list[dict[str, Any]] = [
    {"indicators": {"target_employed": IDENTITY}},
    {"indicators": {"zero_job_households": PHONE}},
    {"facts": {"service_complete": IDENTITY}},
    {"facts": {"service_complete": PHONE}},
    {"monthly": {"target_employed": [IDENTITY] * 12, "target_total": [300] * 12}},
    {"judged": {"item4": {"points": 1, "by": IDENTITY, "reason": f"身份证{IDENTITY}"}}},
]
COMMANDS = [
    ("score", "--format", "json"),
    ("explain",),
    ("check",),
    ("check", "--format", "json"),
    ("rank", "--format", "json"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "数据.json"
    rows = [{"name": f"第{at}社区", "township": "甲镇", **each} for at, each in enumerate(STRAYED)]
    path.write_text(json.dumps({"communities": rows}, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_shows_a_number_of_a_person(data: Path, command: tuple[str, ...]) -> None:
    name, *options = command
    shown = run(name, str(data), "--rubric", "yongjia-2009", *options).output
    assert IDENTITY not in shown
    assert PHONE not in shown
    if name in {"explain", "score"}:
        assert "3303**********1234" in shown


def test_no_summary_holds_a_number_of_a_person(data: Path, tmp_path: Path) -> None:
    run("build", str(data), "--rubric", "yongjia-2009", "-o", str(tmp_path / "out"))
    for path in (tmp_path / "out").rglob("汇总表.xlsx"):
        cells = [
            str(cell)
            for sheet in load_workbook(path)
            for row in sheet.iter_rows(values_only=True)
            for cell in row
        ]
        assert not any(IDENTITY in cell or PHONE in cell for cell in cells)
        assert any("3303**********1234" in cell for cell in cells)


def test_a_comparison_of_two_builds_masks_them_too(data: Path, tmp_path: Path) -> None:
    out, report = str(tmp_path / "out"), tmp_path / "变化.xlsx"
    run("build", str(data), "--rubric", "yongjia-2009", "-o", out)
    data.write_text(
        data.read_text(encoding="utf-8").replace(IDENTITY, IDENTITY.replace("1980", "1990")), encoding="utf-8"
    )
    asked = ("diff", str(data), "--rubric", "yongjia-2009", "-o", out)
    shown = run(*asked, "--report", str(report)).output + run(*asked, "--format", "json").output
    rows = [row for sheet in load_workbook(report) for row in sheet.iter_rows(values_only=True)]
    for number in (IDENTITY, IDENTITY.replace("1980", "1990")):
        assert number not in shown
        assert number not in str(rows)
    assert any("3303**********1234（中间几位有改动）" in row for row in rows)


CHANGES = [
    (("", IDENTITY), ("（空）", "3303**********1234")),
    ((IDENTITY, "330324198001015678"), ("3303**********1234", "3303**********5678")),
    ((IDENTITY, "330324199001011234"), ("3303**********1234", "3303**********1234（中间几位有改动）")),
    (("13800001234", "13811111234"), ("13800001234", "13811111234")),
    (("甲", "乙"), ("甲", "乙")),
]


@pytest.mark.parametrize(("texts", "shown"), CHANGES)
def test_a_change_shows_the_ends_of_an_identity_number_and_the_whole_of_a_telephone_number(
    texts: tuple[str, str], shown: tuple[str, str]
) -> None:
    assert mask_change(*texts) == shown
    assert shorten_change(*texts) == shown


def test_a_correction_names_a_telephone_but_no_identity_number() -> None:
    text = f"电话{PHONE}，身份证{IDENTITY}"
    assert mask_identities(text) == f"电话{PHONE}，身份证3303**********1234"
    assert mask_numbers(text) == "电话138****1234，身份证3303**********1234"
