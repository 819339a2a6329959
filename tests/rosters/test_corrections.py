"""A correction of one person changes only what hangs on it, and the 更正说明 says whose it is, masked."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from docx import Document
from support.command import run
from support.invented_ledgers import ledgers
from support.invented_people import id_number

from formgen.rosters.corrections import list_row_corrections
from formgen.rosters.count import RosterCounts, count_roster

MAN, OTHER = id_number("19900307", 1), id_number("19900307", 3)
MASKED = f"9999**********{MAN[-4:]}"
LATER = id_number("19900307", 5)
LATER_MASKED = f"9999**********{LATER[-4:]}"
ONE = {
    "name": "试甲",
    "id_number": MAN,
    "phone": "12000000003",
    "able": "是",
    "employment": "失业",
    "job_date": "",
}
VISIT = {"name": "试甲", "id_number": MAN, "visit_date": "2026-03-05", "content": "问需要"}
Rows = Sequence[Mapping[str, object]]


def state(**given: Rows) -> RosterCounts:
    rosters = ledgers(**given)  # type: ignore[arg-type]
    people, *others = (count_roster(each, []) for each in rosters.values())
    return RosterCounts(people.roster, {}, {}, beside=others)


ROSTER = "《社区（村）劳动人口调查花名册》东城社区"
CASES: list[tuple[Mapping[str, Rows], Mapping[str, Rows], list[str]]] = [
    ({"people": [ONE]}, {"people": [ONE]}, []),
    (
        {"people": [ONE]},
        {"people": [{**ONE, "employment": "已就业", "job_date": "2026-05-01"}]},
        [f"{ROSTER}试甲（{MASKED}）：“就业状态”由失业改为已就业，“就业日期”由空着改为2026年5月1日。"],
    ),
    (
        {"people": [ONE]},
        {"people": [{**ONE, "phone": "12000000009", "employer": f"示例{OTHER}厂"}]},
        [
            f"{ROSTER}试甲（{MASKED}）：“联系电话”由120****0003改为120****0009，“就业单位”由空着改为示例9999**********{OTHER[-4:]}厂。"
        ],
    ),
    (
        {"people": [ONE]},
        {"people": [ONE, {**ONE, "name": "试乙", "id_number": OTHER}]},
        [f"{ROSTER}试乙（9999**********{OTHER[-4:]}）：补上这一行。"],
    ),
    (
        {"people": [ONE, {**ONE, "name": "试乙", "id_number": ""}]},
        {"people": [ONE]},
        [f"{ROSTER}试乙：删去这一行。"],
    ),
    (
        {"people": [ONE]},
        {"people": [{**ONE, "employment": "自由职业"}]},
        [f"{ROSTER}试甲（{MASKED}）：“就业状态”由失业改为认不出的内容。"],
    ),
    (
        {"visits": [VISIT]},
        {"visits": [VISIT, {**VISIT, "visit_date": "2026-04-05"}]},
        [f"《走访台账》东城社区试甲（{MASKED}）：补上这一行。"],
    ),
    (
        {"visits": [VISIT, VISIT]},
        {"visits": [VISIT, {**VISIT, "content": "送岗位"}]},
        [f"《走访台账》东城社区试甲（{MASKED}）：几行有改动。"],
    ),
    (
        {"people": [ONE]},
        {"people": [{**ONE, "id_number": LATER}]},
        [f"{ROSTER}试甲（{LATER_MASKED}）：“身份证号”由{MASKED}改为{LATER_MASKED}。"],
    ),
    (
        {"people": [{**ONE, "id_number": ""}]},
        {"people": [ONE]},
        [f"{ROSTER}试甲（{MASKED}）：“身份证号”由空着改为{MASKED}。"],
    ),
    (
        {"people": [{**ONE, "id_number": f"999999198{MAN[9:]}"}]},  # one digit wrong, and so its check digit
        {"people": [ONE]},
        [f"{ROSTER}试甲（{MASKED}）：“身份证号”改了没有印出的几位（{MASKED}）。"],
    ),
    (
        {"people": [{**ONE, "birth": "1990-03-08"}]},
        {"people": [{**ONE, "birth": "1990-03-07"}]},
        [f"{ROSTER}试甲（{MASKED}）：“出生日期”改了没有印出的月、日（1990年）。"],
    ),
    (
        {"people": [{**ONE, "birth": "1991-03-07"}]},
        {"people": [{**ONE, "birth": "1990-03-07"}]},
        [f"{ROSTER}试甲（{MASKED}）：“出生日期”由1991年改为1990年。"],
    ),
    (
        {"people": [{**ONE, "community": "南城社区"}]},
        {"people": [{**ONE, "community": "东城社区"}]},
        [f"{ROSTER}试甲（{MASKED}）：“社区（村）”由南城社区改为东城社区。"],
    ),
    (
        {"visits": [VISIT]},
        {"visits": [{**VISIT, "visit_date": "2026-04-05"}]},
        [f"《走访台账》东城社区试甲（{MASKED}）：“走访日期”由2026年3月5日改为2026年4月5日。"],
    ),
    (  # of two new entries of the same person it cannot be told which one was corrected
        {"visits": [VISIT]},
        {"visits": [{**VISIT, "visit_date": f"2026-0{month}-05"} for month in (4, 5)]},
        [
            f"《走访台账》东城社区试甲（{MASKED}）：补上这一行。",
            f"《走访台账》东城社区试甲（{MASKED}）：补上这一行。",
            f"《走访台账》东城社区试甲（{MASKED}）：删去这一行。",
        ],
    ),
    (  # somebody else of the same name: nearly all is different
        {"people": [ONE]},
        {"people": [{"name": "试甲", "id_number": OTHER, "phone": "12000000008", "able": "否"}]},
        [
            f"{ROSTER}试甲（9999**********{OTHER[-4:]}）：补上这一行。",
            f"{ROSTER}试甲（{MASKED}）：删去这一行。",
        ],
    ),
    (
        {"people": [ONE]},
        {"people": [ONE], "visits": [VISIT]},
        [f"《走访台账》东城社区试甲（{MASKED}）：补上这一行。"],
    ),
]


@pytest.mark.parametrize(("was", "now", "said"), CASES)
def test_a_correction_says_whose_row_and_which_cells_without_any_number(
    was: Mapping[str, Rows], now: Mapping[str, Rows], said: list[str]
) -> None:
    assert list(map(str, list_row_corrections(state(**was), state(**now)))) == said


# -- from the roster to the 更正说明 -----------------------------------------------------------------------
HEAD = "社区（村）,户编号,姓名,身份证号,本社区（村）户籍,有劳动能力,有就业愿望,就业状态,就业形式,登记失业,基本养老保险"
PEOPLE = (
    f"东城社区,1,试甲,{MAN},是,是,是,已就业,单位就业,否,职工",
    f"东城社区,2,试乙,{OTHER},是,是,是,失业,,是,职工",
    f"西城社区,1,试丙,{id_number('19900307', 5)},是,是,是,已就业,单位就业,否,职工",
)


@pytest.fixture
def handed_in(tmp_path: Path) -> Mapping[str, str]:
    """Return the paths of a folder that was handed in, its data, and its roster before and after a correction."""
    paths = {
        name: str(tmp_path / name)
        for name in ("数据.json", "原花名册.csv", "花名册.csv", "表", "更正说明.docx")
    }
    Path(paths["数据.json"]).write_text(
        '{"communities": [{"name": "东城社区"}, {"name": "西城社区"}]}', "utf-8"
    )
    Path(paths["原花名册.csv"]).write_text("\n".join((HEAD, *PEOPLE)), "utf-8")
    corrected = PEOPLE[1].replace("失业,,是", "已就业,单位就业,否")
    Path(paths["花名册.csv"]).write_text("\n".join((HEAD, PEOPLE[0], corrected, PEOPLE[2])), "utf-8")
    build(paths, "原花名册.csv")
    assert run("submit", paths["表"], "--label", "第1稿").exit_code == 0
    return paths


def build(paths: Mapping[str, str], roster: str, command: str = "build", *more: str) -> str:
    counted = ("--people", paths[roster], "--on", "2026-11-30", "-o", paths["表"])
    return run(command, paths["数据.json"], "--rubric", "taizhou-2019", *counted, *more).stdout


def test_a_correction_of_one_person_changes_only_what_hangs_on_it(handed_in: Mapping[str, str]) -> None:
    found = json.loads(build(handed_in, "花名册.csv", "diff", "--format", "json"))
    changed = {
        each["name"]: ([value["key"] for value in each["values"]], [point["key"] for point in each["points"]])
        for each in found["communities"]
    }
    assert changed == {"东城社区": (["indicators.employed"], ["item1"])}
    assert all("东城社区" in each["path"] for each in found["documents"])


def test_the_change_sheet_names_who_was_corrected(handed_in: Mapping[str, str]) -> None:
    build(handed_in, "花名册.csv")
    rosters = ("--was", handed_in["原花名册.csv"], "--people", handed_in["花名册.csv"], "--on", "2026-11-30")
    done = run("change-sheet", handed_in["表"], "-o", handed_in["更正说明.docx"], *rosters)
    assert done.exit_code == 0, done.output
    document = Document(handed_in["更正说明.docx"])
    text = "".join(each.text for each in document.paragraphs)
    assert (
        f"花名册、台账更正1处：{ROSTER}试乙（9999**********{OTHER[-4:]}）：“就业状态”由失业改为已就业" in text
    )
    assert [row.cells[1].text for row in document.tables[0].rows[1:]] == ["东城社区"]


@pytest.mark.parametrize("given", ["--was", "--people"])
def test_both_states_of_a_roster_are_needed(given: str, handed_in: Mapping[str, str]) -> None:
    asked = (given, handed_in["花名册.csv"], "--on", "2026-11-30")
    done = run("change-sheet", handed_in["表"], "-o", handed_in["更正说明.docx"], *asked)
    assert (done.exit_code, "N144" in done.output) == (2, True)
    assert not Path(handed_in["更正说明.docx"]).exists()
