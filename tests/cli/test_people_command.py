"""The command people, and rosters beside the data of other commands; numbers of persons stay hidden in all of it."""

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.command import SAMPLES, run
from support.invented_people import AREA, REGISTER, id_number
from support.limited_register import write_limited_register

import formgen
from formgen.office.cells import format_column
from formgen.registers.load import bundled_registers, load_register

PEOPLE = SAMPLES / "people"
ROSTER, COMMUNITIES = str(PEOPLE / "花名册.xlsx"), str(PEOPLE / "社区.xlsx")
ASKED = ("--rubric", "taizhou-2019", "--on", "2026-11-30")
FIRST = "东城社区"


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "250")


def test_the_sample_is_read_without_a_problem_and_counted() -> None:
    done = run("people", ROSTER, *ASKED)
    assert done.exit_code == 0
    assert "读到120人，3个社区（村）；统计日 2026-11-30。" in done.output
    assert "错误" not in done.output


def test_one_community_shows_every_indicator_and_how_it_is_counted() -> None:
    done = run("people", ROSTER, *ASKED, "--community", FIRST)
    assert (
        "“户籍人口中有劳动能力和就业愿望的适龄人员数”中“就业状态”为“已就业”的人数，一人只计一次"
        in done.output
    )
    assert done.output.count("怎么数") == 1


def test_who_is_behind_a_number_is_listed_by_key_or_name_and_adds_up() -> None:
    by_key = json.loads(
        run(
            "people", ROSTER, *ASKED, "--community", FIRST, "--indicator", "employed", "--format", "json"
        ).output
    )
    by_name = json.loads(
        run(
            "people", ROSTER, *ASKED, "--community", FIRST, "--indicator", "就业人数", "--format", "json"
        ).output
    )
    assert by_key == by_name
    (found,) = by_key["indicators"]
    assert len(found["people"]) == found["counted"] == int(found["value"]) > 0
    listed = run("people", ROSTER, *ASKED, "--community", FIRST, "--indicator", "employed").output
    assert f"数到的（{found['counted']}人）" in listed
    assert found["people"][0]["name"] in listed


def test_numbers_are_shown_whole_only_where_they_were_asked_for() -> None:
    hidden = run("people", ROSTER, *ASKED, "--indicator", "employed").output
    whole = run("people", ROSTER, *ASKED, "--indicator", "employed", "--full").output
    assert re.search(r"\d{17}[\dX]", whole)
    assert not re.search(r"\d{11}", hidden)
    assert f"{AREA[:4]}**********" in hidden


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (("--indicator", "就业人熟"), "N131", "“就业人熟”不是由花名册数出的指标"),
        (("--indicator", "media_city"), "N131", "“media_city”不是"),
        (("--community", "东城"), "N132", "花名册里没有社区“东城”（是不是“东城社区”？）"),
    ],
)
def test_an_unknown_indicator_or_community_is_refused(more: tuple[str, ...], code: str, words: str) -> None:
    done = run("people", ROSTER, *ASKED, *more)
    assert done.exit_code == 2
    assert f"[{code}]" in done.output
    assert words in done.output


def test_files_and_a_day_have_to_be_named() -> None:
    assert "缺少参数 花名册" in run("people", *ASKED).output
    done = run("people", ROSTER, "--rubric", "taizhou-2019")
    assert (done.exit_code, "[N130]" in done.output) == (2, True)


# -- the blank roster -----------------------------------------------------------------------------------
def test_the_blank_roster_has_drop_downs_a_frozen_header_and_text_for_numbers(tmp_path: Path) -> None:
    target = tmp_path / "空白.xlsx"
    assert run("people", "--rubric", "taizhou-2019", "--blank", str(target)).exit_code == 0
    sheet = load_workbook(target)["花名册"]
    titles = [cell.value for cell in sheet[1]]
    assert titles == [each.zh for each in REGISTER.columns.values()]
    letters = {key: format_column(at) for at, key in enumerate(REGISTER.columns, start=1)}
    assert sheet.freeze_panes == "E2"
    assert {sheet.column_dimensions[letters[key]].number_format for key in ("id_number", "phone")} == {"@"}
    checks = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    (employment,) = [formula for ranges, formula in checks.items() if f"{letters['employment']}2:" in ranges]
    assert employment == '"已就业,失业,在校,退休,未就业（不求职）"'
    assert any(f"{letters['able']}5000" in ranges for ranges in checks)


def test_the_blank_roster_filled_in_is_read_back(tmp_path: Path) -> None:
    target = tmp_path / "东城社区.xlsx"
    run("people", "--rubric", "taizhou-2019", "--blank", str(target))
    book = load_workbook(target)  # its ledgers stay blank
    columns = list(REGISTER.columns)
    for key, value in {"name": "试甲", "id_number": id_number("19900307", 1), "employment": "失业"}.items():
        book["花名册"].cell(2, columns.index(key) + 1, value)
    book.save(target)
    counts = formgen.notice("taizhou-2019").read_people([target], "2026-11-30")
    assert [(counts.roster.text(row, "name"), row.sex) for row in counts.roster.rows] == [("试甲", "男")]
    assert counts.problems == []


def test_the_blank_workbook_has_every_ledger_with_its_drop_downs_and_reads_each_back(tmp_path: Path) -> None:
    target = tmp_path / "东城社区.xlsx"
    done = run("people", "--rubric", "longquan-2020", "--blank", str(target))
    assert "另有台账9种" in done.output
    book = load_workbook(target)
    ledgers = {name: load_register(name) for name in bundled_registers() if name != "people"}
    assert book.sheetnames == ["花名册", *(each.title for each in ledgers.values()), "填报说明"]
    for ledger in ledgers.values():
        sheet, columns = book[ledger.title], list(ledger.columns)
        assert [cell.value for cell in sheet[1]] == [each.zh for each in ledger.columns.values()]
        checked = {
            str(each.sqref).split(":")[0].strip("0123456789")
            for each in sheet.data_validations.dataValidation
        }
        chosen = {format_column(at) for at, key in enumerate(columns, 1) if ledger.columns[key].choices}
        assert chosen <= checked
        sheet.cell(2, columns.index(ledger.subject) + 1, "试甲")
    book["花名册"].cell(2, list(REGISTER.columns).index("name") + 1, "试甲")
    book.save(target)
    counts = formgen.notice("longquan-2020").read_people([target], "2026-11-30")
    assert {each.roster.register.id for each in counts.beside} == set(ledgers)
    assert [len(each.roster.rows) for each in counts.registers] == [1] * 10


def test_the_blank_roster_replaces_no_file_and_is_a_workbook(tmp_path: Path) -> None:
    target = tmp_path / "空白.xlsx"
    target.write_bytes(b"")
    assert "[F117]" in run("people", "--rubric", "taizhou-2019", "--blank", str(target)).output
    assert "[F150]" in run("people", "--rubric", "taizhou-2019", "--blank", str(tmp_path / "a.docx")).output


# -- beside the data --------------------------------------------------------------------------------------
def test_a_file_of_names_and_a_roster_are_enough_for_the_scores_of_people() -> None:
    scored = json.loads(run("score", COMMUNITIES, *ASKED, "--people", ROSTER, "--format", "json").stdout)
    assert [each["criteria"]["item1"]["state"] for each in scored["communities"]] == ["scored"] * 3
    alone = json.loads(run("score", COMMUNITIES, "--rubric", "taizhou-2019", "--format", "json").stdout)
    assert [each["criteria"]["item1"]["state"] for each in alone["communities"]] == ["pending"] * 3


def test_an_explanation_names_the_roster_as_the_place_of_a_figure() -> None:
    done = run("explain", COMMUNITIES, *ASKED, "--people", ROSTER, "--community", FIRST)
    assert "按花名册数出" in done.output


def test_a_folder_of_rosters_is_checked_beside_the_data(tmp_path: Path) -> None:
    shutil.copy(ROSTER, tmp_path)
    done = run("check", COMMUNITIES, *ASKED, "--people", str(tmp_path))
    assert "读到3个社区（村）" in done.output
    assert run("check", COMMUNITIES, "--rubric", "taizhou-2019", "--people", ROSTER).exit_code == 2


def build(folder: Path, people: Path) -> str:
    asked = (*ASKED, "--people", str(people), "-o", str(folder))
    done = run("build", COMMUNITIES, *asked)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_correction_of_one_person_changes_only_the_forms_of_his_community(tmp_path: Path) -> None:
    people, forms = tmp_path / "花名册.xlsx", tmp_path / "表格"
    shutil.copy(ROSTER, people)
    build(forms, people)
    before = {path: path.read_bytes() for path in forms.rglob("*.docx")}
    assert "没有变化" in build(forms, people)
    book = load_workbook(people)
    sheet, columns = book["花名册"], list(REGISTER.columns)
    row = next(
        each
        for each in range(2, 42)
        if sheet.cell(each, columns.index("employment") + 1).value == "已就业"
        and sheet.cell(each, columns.index("local") + 1).value == "是"
    )
    sheet.cell(row, columns.index("employment") + 1, "失业")
    sheet.cell(row, columns.index("employment_kind") + 1).value = None
    book.save(people)
    asked = ("-o", str(forms), *ASKED, "--people", str(people))
    assert FIRST in run("diff", COMMUNITIES, *asked).output
    build(forms, people)
    changed = {path.parent.name for path, data in before.items() if path.read_bytes() != data}
    assert changed == {FIRST}


# -- privacy ------------------------------------------------------------------------------------------------
def texts_in(folder: Path) -> Iterator[str]:
    """Yield the text of every file below a folder, the parts of packages one by one."""
    for path in (each for each in folder.rglob("*") if each.is_file()):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                yield from (package.read(name).decode(errors="replace") for name in package.namelist())
        else:
            yield path.read_bytes().decode(errors="replace")


def test_no_number_of_a_person_stands_in_anything_that_was_made(tmp_path: Path) -> None:
    columns = list(REGISTER.columns)
    book = load_workbook(ROSTER)
    sheet = book["花名册"]
    numbers = [
        str(sheet.cell(row, columns.index(key) + 1).value)
        for row in range(2, sheet.max_row + 1)
        for key in ("id_number", "phone")
    ]
    at = columns.index("id_number") + 1
    sheet.cell(3, at, f"{sheet.cell(3, at).value}"[:-2])  # a digit is lost
    sheet.cell(4, at, sheet.cell(2, at).value)  # somebody else's
    sheet.cell(5, columns.index("name") + 1, f"试甲{sheet.cell(5, at).value}")  # in the column of names
    sheet.cell(6, columns.index("employment") + 1, f"{sheet.cell(6, at).value}")  # in a column of choices
    sheet.cell(7, columns.index("business_date") + 1, f"{sheet.cell(7, at).value}")
    people = tmp_path / "花名册.xlsx"
    book.save(people)
    made = tmp_path / "做出的"
    made.mkdir()
    asked = (*ASKED, "--people", str(people))
    rubric = str(write_limited_register(tmp_path, begins="job_date", done="training_date", where=None))
    due = ("people", str(people), "--rubric", rubric, "--on", "2026-11-30", "--due")
    outputs = [
        run("people", str(people), *ASKED),
        run(*due),
        run(*due, "--format", "json"),
        run("people", str(people), *ASKED, "--format", "json"),
        run("people", str(people), *ASKED, "--indicator", "employed"),
        run("people", str(people), *ASKED, "--indicator", "employed", "--format", "json"),
        run("check", COMMUNITIES, *asked),
        run("check", COMMUNITIES, *asked, "--format", "json"),
        run("score", COMMUNITIES, *asked, "--format", "json"),
        run("explain", COMMUNITIES, *asked, "-o", str(made / "说明.docx")),
        run("build", COMMUNITIES, *asked, "-o", str(made / "表格")),
        run("ledger", str(made / "表格"), "--format", "json"),
    ]
    assert "N119" in outputs[0].output
    assert "超过" in outputs[1].output
    shown = "\n".join([*(each.output for each in outputs), *texts_in(made)])
    longest = [number[:-2] for number in numbers if len(number) > 11] + [
        each for each in numbers if len(each) == 11
    ]
    assert len(longest) > 200
    assert [number for number in longest if number in shown] == []


# -- time limits --------------------------------------------------------------------------------------------
def test_who_is_due_is_listed_with_the_most_urgent_first_and_without_numbers(tmp_path: Path) -> None:
    rubric = write_limited_register(tmp_path)
    roster = tmp_path / "东城社区.csv"
    header = "姓名,身份证号,登记失业,失业登记日期,就业日期"
    days = ("2026-11-01,", "2026-09-30,", "2026-12-24,", "2026-01-01,2026-01-09", "2026-10-30,")
    rows = [f"试{'甲乙丙丁戊'[at]},{id_number('19900307', at)},是,{each}" for at, each in enumerate(days)]
    roster.write_text("\n".join([header, *rows]), encoding="utf-8")
    asked = ("people", str(roster), "--rubric", str(rubric), "--on", "2026-11-30", "--due")
    done = run(*asked)
    shown = [" ".join(line.replace("│", " ").split()) for line in done.output.splitlines()]
    assert [line.split()[2:6] for line in shown if line.startswith("登记失业后")] == [
        ["试乙", "2026-09-30", "2026-10-30", "超过31天"],
        ["试戊", "2026-10-30", "2026-11-30", "今天到期"],
        ["试甲", "2026-11-01", "2026-12-01", "还有1天"],
        ["试丙", "定不下来，请核对日期", "东城社区.csv", "A4"],
    ]
    assert "未办、定不下来的4项，见上表；按时办到1项，超过时限才办到0项。" in done.output
    found = json.loads(run(*asked, "--format", "json").stdout)
    assert [each["progress"] for each in found["deadlines"]] == ["overdue", "due", "due", "undecided"]
    assert "19900307" not in done.output + json.dumps(found)


def test_nobody_is_due_where_everything_was_done(tmp_path: Path) -> None:
    rubric = write_limited_register(tmp_path)
    roster = tmp_path / "东城社区.csv"
    roster.write_text(
        "姓名,登记失业,失业登记日期,就业日期\n试甲,是,2026-01-01,2026-03-01\n", encoding="utf-8"
    )
    done = run("people", str(roster), "--rubric", str(rubric), "--on", "2026-11-30", "--due")
    assert "没有未办的；按时办到0项，超过时限才办到1项。" in done.output


NOT_LOOKED_AT = [
    ("姓名,失业登记日期\n试甲,2026-01-10\n", "demin-2010", "没有看“登记失业后一周内安置就业”：没有可以看的行，见列出的各条。"),
    ("姓名,失业登记日期,就业日期\n试甲,2026-01-10,\n", "xinfeng-2010", "没有看“尚未就业的每季度谈话一次”：没有可以看的行，见列出的各条。"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rubric", "words"), NOT_LOOKED_AT)
def test_nothing_is_said_to_be_done_where_nothing_was_looked_at(
    text: str, rubric: str, words: str, tmp_path: Path
) -> None:
    ledger = tmp_path / "东城社区失业人员台账.csv"
    ledger.write_text(text, encoding="utf-8")
    done = run("people", str(ledger), "--rubric", rubric, "--on", "2026-11-30", "--due")
    assert words in done.output
    assert "没有未办的" not in done.output


def test_a_roster_is_checked_for_a_notice_that_counts_nothing(tmp_path: Path) -> None:
    roster = tmp_path / "东城社区.csv"
    roster.write_text("姓名,有劳动能力\n试甲,是\n", encoding="utf-8")
    asked = ("people", str(roster), "--rubric", "huangshi-2010", "--on", "2010-11-30")
    done = run(*asked, "-o", str(tmp_path / "表"))
    assert (done.exit_code, "这份通知没有由花名册数出的指标，只查了" in done.output) == (0, True)
    assert [each.name for each in (tmp_path / "表").rglob("*.*")] == ["东城社区-花名册.xlsx"]


def test_time_limits_are_those_of_the_register_and_a_register_without_any_says_so() -> None:
    done = run("people", ROSTER, *ASKED, "--due")
    assert done.exit_code == 2
    assert "N135" in done.output
    assert "花名册、台账的说明（people）里没有这份通知的时限（limits）、定期走访（rounds）" in done.output
