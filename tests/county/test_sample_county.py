"""The sample county of 48 communities: from rosters to forms, ranked lists and awards, and the re-review of the next year.

One command a step, as a county office would type them.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from support.command import SAMPLES, run
from support.four import texts

COUNTY = SAMPLES / "county"
RUBRIC = str(COUNTY / "county.yaml")
FIRST = [
    str(COUNTY / "数据2026.xlsx"),
    "--people",
    str(COUNTY / "花名册.xlsx"),
    "--on",
    "2026-08-31",
    "--rubric",
    RUBRIC,
]
SECOND = [
    str(COUNTY / "数据2027.xlsx"),
    "--people",
    str(COUNTY / "花名册.xlsx"),
    "--on",
    "2027-08-31",
    "--rubric",
    RUBRIC,
]
REGISTER = str(COUNTY / "称号台账.xlsx")
LOSES = {"示例甲镇北城社区", "示例乙镇北河社区"}


def names_in(path: Path, table: int = 0) -> list[str]:
    return [row.cells[1].text for row in Document(str(path)).tables[table].rows][1:]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the papers of the first year."""
    folder = tmp_path_factory.mktemp("first")
    result = run("rank", *FIRST, "--certified", "44", "-o", str(folder))
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """Return the ranking of the second year, its papers beside it."""
    folder = tmp_path_factory.mktemp("second")
    result = run("rank", *SECOND, "--titles", REGISTER, "-o", str(folder), "--format", "json")
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return {**told, "folder": folder}


def test_the_rosters_of_all_communities_become_forms(tmp_path: Path) -> None:
    result = run("build", *FIRST, "-o", str(tmp_path), "--jobs", "1", "-q")
    assert result.exit_code in {0, 1}, result.output
    made = {path.parent.name for path in tmp_path.rglob("*-评价指标.docx")}
    assert len(made) == 48
    assert texts(next(tmp_path.rglob("东城社区-评价指标.docx")))


def test_the_first_year_ranks_and_recognises_who_passed(first: Path) -> None:
    recognised = names_in(first / "认定名单（附件）.docx")
    assert len(recognised) == 44
    sheet = load_workbook(REGISTER)["称号"]
    given = [f"{row[0]}{row[1]}" for row in sheet.iter_rows(min_row=2, values_only=True) if row[2] == "县级"]
    assert sorted(given) == sorted(recognised)


def test_the_register_says_who_has_which_title_after_the_first_year() -> None:
    said = run("titles", REGISTER, "--rubric", RUBRIC, "--on", "2026-12-31", "--data", FIRST[0])
    assert said.exit_code == 0
    assert "县级：现有44个。" in said.output
    assert "市级：现有2个。" in said.output
    assert "已发奖补46笔，共172000元。" in said.output


def test_the_second_year_reviews_who_has_the_title_and_names_who_is_new_and_who_loses_it(
    second: Mapping[str, Any],
) -> None:
    changes = [each["title"]["change"] for each in second["communities"]]
    counts = {change: changes.count(change) for change in set(changes)}
    assert counts == {"new": 1, "kept": 42, "loses": 2, "none": 3}
    annex = second["folder"] / "认定名单（附件）.docx"
    assert names_in(annex) == ["示例甲镇北山社区"]
    assert len(names_in(annex, 1)) == 42
    assert set(names_in(annex, 2)) == LOSES
    assert "三、拟收回称号（2个）" in texts(annex)


def test_the_second_year_puts_forward_those_with_the_title_who_are_not_of_the_city_yet(
    second: Mapping[str, Any],
) -> None:
    quota = second["quotas"]["recommendation"]
    assert (quota["base"], quota["most"]) == ("44", 4)
    city = {
        f"{row[0]}{row[1]}"
        for row in load_workbook(REGISTER)["称号"].iter_rows(values_only=True)
        if row[2] == "市级"
    }
    assert city
    assert not city & {*quota["within"], *quota["tied"]}


def test_the_second_year_pays_each_year_and_leaves_open_what_hangs_on_a_title_to_be_lost(
    second: Mapping[str, Any],
) -> None:
    owed = {f"{each['township']}{each['name']}": each["owed"] for each in second["communities"]}
    paid = [name for name, each in owed.items() if each["county_award"]["owed"] == "3000"]
    assert len(paid) == 42
    assert {name for name, each in owed.items() if each["county_award"]["owed"] is None} == LOSES
    assert {each["city_award"]["owed"] for each in owed.values()} == {"0"}
    made = load_workbook(second["folder"] / "奖补资金汇总表.xlsx", data_only=True)["按乡镇"]
    total = next(row for row in made.iter_rows(values_only=True) if "合计" in str(row[1]) and row[0] is None)
    assert 126000 in total


def test_a_title_that_was_taken_is_gone_the_day_it_is_recorded(tmp_path: Path) -> None:
    book = load_workbook(REGISTER)
    book["称号"].append(["示例甲镇", "北城社区", "县级", "摘牌", "2027-09-10", "示例人社〔2027〕3号"])
    file = tmp_path / "台账.xlsx"
    book.save(file)
    words = ["--rubric", RUBRIC, "--format", "json", "--on", "2027-12-31"]
    told = json.loads(run("titles", str(file), *words).stdout)["titles"]
    (lost,) = [each for each in told if each["community"] == "示例甲镇北城社区"]
    assert (lost["standing"], lost["holds"], lost["event"]) == ("lost", False, "plaque")
