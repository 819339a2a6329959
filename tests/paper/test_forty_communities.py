"""Three of forty communities send corrections the day before the deadline; four forms were typed into before.

The whole way once: built, handed in, typed into through LibreOffice, corrected, compared, renewed, decided, undone,
collected, explained on the change sheet, printed. Needs LibreOffice and its Python module ``uno``; without them the
tests are skipped, visibly, and CI fails.
"""

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from docx import Document
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from pypdf import PdfReader
from support.command import run
from support.forty import FORTY, workbook

from formgen.ledger.store import HOME
from formgen.printing.fonts import write_configuration
from formgen.printing.libreoffice import convert
from formgen.printing.options import ConversionOptions

SOFFICE = shutil.which("soffice")
if os.environ.get("CI") and not SOFFICE:
    pytest.fail("CI must install LibreOffice", pytrace=False)
pytestmark = [
    pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed"),
]
TYPING = Path(__file__).parents[1] / "support" / "type_in_libreoffice.py"
PYTHON = "/usr/bin/python3"  # the one with uno
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# -- the forty, what people typed into their forms, and what three of them corrected ----------------------
RUBRIC = "yongjia-2009"
FIRST, WHOLE, INDEX = "第1稿", "全部汇总表.xlsx", "目录.xlsx"
FILES = 40 * 3 + 2 + 2  # three forms each, a 汇总表 a township, one for all, the index

WANGYUN, MOVED = (
    "上塘镇/望云社区/望云社区-考核评分表",
    "上报/望云最终.docx",
)  # somebody put the Word form there
GUIWAN = "上塘镇/桂湾社区/桂湾社区-考核评分表"
TINGCHAO = "上塘镇/听潮社区/听潮社区-申报表.docx"
HEMING, HEMING_SCORES = "瓯北镇/鹤鸣社区/鹤鸣社区-申报表.docx", "瓯北镇/鹤鸣社区/鹤鸣社区-考核评分表"

OPINION, DAY, BLANK_DAY = "同意推荐", "2026年11月20日", "年　　月　　日"
PHONE, TYPED_PHONE, NEW_PHONE = "0577-00001027", "0577-00008888", "0577-00006666"
TYPED = [
    {"path": f"{WANGYUN}.docx", "cell": "G9", "text": "2.5"},
    {"path": f"{GUIWAN}.xlsx", "cell": "H13", "text": "1.5"},
    {"path": TINGCHAO, "cell": "B5", "text": OPINION},
    {"path": TINGCHAO, "cell": "B6", "text": DAY, "instead_of": BLANK_DAY},
    {"path": HEMING, "cell": "D2", "text": TYPED_PHONE, "instead_of": PHONE},
]
HANDS = ["2.5", 1.5, OPINION, f"单位（盖章）：{DAY}", TYPED_PHONE]  # how it stands in the forms

Spot = tuple[str, str, str, str]  # of a value in the workbook: community, sheet, level, name of the column
DATA, SCORES, SELF = "社区数据", "各级评分", "社区自评分"
CORRECTED: dict[Spot, tuple[str, Any, Any]] = {  # the name in the diff, the value as it was, as it is
    ("望云社区", DATA, "", "社区帮助解决就业人数"): ("社区帮助解决就业人数", 36, 48),
    ("望云社区", SCORES, SELF, "14 就业援助"): ("社区自评分：14 就业援助（比例）", 9, 12),
    ("桂湾社区", DATA, "", "尚存“零就业家庭”户数"): ("尚存“零就业家庭”户数", 1, 0),
    ("桂湾社区", SCORES, SELF, "2 消除零就业家庭"): ("社区自评分：2 消除零就业家庭", 0, 15),
    ("鹤鸣社区", DATA, "", "负责人"): ("负责人", "示例甲", "示例乙"),
    ("鹤鸣社区", DATA, "", "联系电话"): ("联系电话", PHONE, NEW_PHONE),
}
TAKEN: dict[Spot, tuple[Any, str]] = {  # what collect brings into the data, and from where
    ("望云社区", SCORES, "县级考评分", "8 政策宣传"): (2.5, MOVED),
    ("桂湾社区", SCORES, "市级考评分", "8 政策宣传"): (1.5, f"{GUIWAN}.xlsx"),
    ("听潮社区", DATA, "", "乡镇劳动保障所意见"): (OPINION, TINGCHAO),
    ("听潮社区", DATA, "", "乡镇劳动保障所意见日期"): (DAY, TINGCHAO),
    ("鹤鸣社区", DATA, "", "联系电话"): (TYPED_PHONE, HEMING),
}
FATES = {
    MOVED: "merged",
    f"{WANGYUN}.xlsx": "renewed",
    f"{GUIWAN}.docx": "renewed",
    f"{GUIWAN}.xlsx": "merged",
    TINGCHAO: "kept",
    HEMING: "merged",
    f"{HEMING_SCORES}.docx": "renewed",
    f"{HEMING_SCORES}.xlsx": "renewed",
}
SHEET = {  # the rows of the change sheet: community, form, place, as handed in, as corrected
    ("上塘镇望云社区", "考核评分表", "县级考评分 8 政策宣传", "（空）", "2.5"),
    ("上塘镇望云社区", "考核评分表", "社区自评分 14 就业援助（比例）", "9", "12"),
    ("上塘镇望云社区", "考核评分表", "社区自评分 合计", "78", "81"),
    ("上塘镇望云社区", "考核评分表", "社区帮助解决就业人数", "36", "48"),
    ("上塘镇望云社区", "汇总表", "总分", "78", "81"),
    ("上塘镇桂湾社区", "考核评分表", "市级考评分 8 政策宣传", "（空）", "1.5"),
    ("上塘镇桂湾社区", "考核评分表", "社区自评分 2 消除零就业家庭", "0", "15"),
    ("上塘镇桂湾社区", "考核评分表", "社区自评分 合计", "79.75", "94.75"),
    ("上塘镇桂湾社区", "汇总表", "总分", "79.75", "94.75"),
    ("上塘镇桂湾社区", "汇总表", "是否合格", "不合格", "待定"),
    ("上塘镇听潮社区", "申报表", "乡镇劳动保障所意见", "（空）", OPINION),
    ("上塘镇听潮社区", "申报表", "乡镇劳动保障所意见日期", "（空）", DAY),
    ("瓯北镇鹤鸣社区", "申报表", "负责人", "示例甲", "示例乙"),
    ("瓯北镇鹤鸣社区", "申报表", "联系电话", PHONE, TYPED_PHONE),
    ("瓯北镇鹤鸣社区", "考核评分表", "联系电话", PHONE, TYPED_PHONE),
}
PRINTED = {  # the four forms as handed in and as they are now, and what only the new ones may print
    "望云": (f"{WANGYUN}.docx", MOVED, ["2.5", "10081", "解决就业48人"]),
    "桂湾": (f"{GUIWAN}.xlsx", f"{GUIWAN}.xlsx", ["1.5", "94.75"]),
    "听潮": (TINGCHAO, TINGCHAO, [OPINION, DAY]),
    "鹤鸣": (HEMING, HEMING, [TYPED_PHONE, "示例乙"]),
}


# -- the story, run once --------------------------------------------------------------------------------
State = Mapping[str, tuple[int, bytes]]  # of every file: when it was written, and its bytes


@dataclass(repr=False)
class Story:
    """What every command said, how the folder lay after each step, and what else the tests look at."""

    said: dict[str, Result] = field(default_factory=dict)
    lay: dict[str, State] = field(default_factory=dict)
    ledger: dict[str, str] = field(default_factory=dict)
    ranks: list[dict[str, int | None]] = field(default_factory=list)  # before and after the corrections
    data: dict[str, Workbook] = field(default_factory=dict)
    sheet: bytes = b""
    paper: dict[str, tuple[int, str]] = field(default_factory=dict)  # of every PDF: pages and text


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Run the whole story once."""
    asked = [PYTHON, "-c", "import uno"]
    if not shutil.which(PYTHON) or subprocess.run(asked, check=False, capture_output=True).returncode:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("python3-uno is not installed")
    root, told = tmp_path_factory.mktemp("forty"), Story()
    data, out, profile, sheet = (root / each for each in ("data.xlsx", "forms", "profile", "更正说明.docx"))
    words = (str(data), "--rubric", RUBRIC, "-o", str(out))

    def step(name: str, *command: str) -> None:
        told.said[name] = run(*command)
        told.lay[name] = state(out)
        told.ledger[name] = run("ledger", str(out), "--format", "json").stdout
        told.data[name] = load_workbook(data)

    workbook(data)
    step("built", "build", *words)
    step("handed in", "submit", str(out), "--label", FIRST)
    type_into_forms(out, profile)
    (out / MOVED).parent.mkdir()
    (out / f"{WANGYUN}.docx").rename(out / MOVED)
    told.lay["typed"] = state(out)
    told.ranks.append(ranks_of(data))
    correct(data)
    told.ranks.append(ranks_of(data))
    step("compared", "diff", *words, "--format", "json")
    step("renewed", "build", *words)
    step("ours", "build", *words, "--ours")
    step("undone", "undo", str(out), "--yes")
    step("theirs", "build", *words, "--theirs")
    step("once more", "build", *words)
    step("collected", "collect", str(out), "--data", str(data), "--rubric", RUBRIC, "--yes")
    step("at last", "build", *words)
    step("explained", "change-sheet", str(out), "-o", str(sheet))
    told.sheet = sheet.read_bytes()
    told.paper = on_paper(told, root / "paper")
    return told


def state(folder: Path) -> State:
    """Return every file of a folder but those of the ledger."""
    files = [path for path in folder.rglob("*") if path.is_file() and HOME not in path.parts]
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes()) for path in files
    }


def type_into_forms(folder: Path, profile: Path) -> None:
    edits = json.dumps([{**edit, "path": str(folder / edit["path"])} for edit in TYPED])
    subprocess.run(
        [PYTHON, str(TYPING), str(profile)],
        input=edits,
        text=True,
        check=True,
        timeout=180,
    )


def spot(book: Workbook, place: Spot) -> Any:
    """Return the cell of a value in the data workbook."""
    name, sheet, level, column = place
    rows = [list(row) for row in book[sheet].iter_rows()]
    at = next(i for row in rows[:2] for i, each in enumerate(row) if str(each.value).startswith(column))
    return next(row[at] for row in rows if row[1].value == name and level in {"", row[2].value})


def correct(data: Path) -> None:
    book = load_workbook(data)
    for place, (_, old, new) in CORRECTED.items():
        assert spot(book, place).value == old
        spot(book, place).value = new
    book.save(data)


def ranks_of(data: Path) -> dict[str, int | None]:
    found = json.loads(run("rank", str(data), "--rubric", RUBRIC, "--format", "json").stdout)
    return {each["name"]: each["rank"] for each in found["communities"]}


def on_paper(told: Story, folder: Path) -> dict[str, tuple[int, str]]:
    """Convert the four forms, as handed in and as they are now, and the change sheet to PDF."""
    folder.mkdir()
    for name, (then, now, _) in PRINTED.items():
        for when, path in (("then", f"报送稿/{FIRST}/{then}"), ("now", now)):
            (folder / f"{name} {when}{Path(path).suffix}").write_bytes(told.lay["at last"][path][1])
    (folder / "sheet.docx").write_bytes(told.sheet)
    made = convert(
        sorted(folder.iterdir()), folder / "pdf", ConversionOptions(fonts=write_configuration(folder))
    )
    assert made.problems == ()
    pages = {source.stem: PdfReader(pdf).pages for source, pdf in made.pdfs.items()}
    return {
        name: (len(each), bare("".join(page.extract_text() for page in each))) for name, each in pages.items()
    }


# -- what stands in a form after a step -----------------------------------------------------------------
def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def box(told: Story, step: str, path: str, row: int, column: int) -> str:
    """Return the text of a cell of a Word form."""
    table: Any = Document(io.BytesIO(told.lay[step][path][1])).tables[0]
    return "".join(node.text or "" for node in table._tbl.tr_lst[row].tc_lst[column].iter(f"{WORD}t"))


def around(told: Story, step: str, path: str) -> str:
    """Return the text of a Word form around its table."""
    return bare("".join(each.text for each in Document(io.BytesIO(told.lay[step][path][1])).paragraphs))


def cell(told: Story, step: str, path: str, address: str) -> Any:
    """Return the value of a cell of an Excel form."""
    return load_workbook(io.BytesIO(told.lay[step][path][1])).worksheets[0][address].value


def hands(told: Story, step: str) -> list[Any]:
    """Return what stands in the places where people typed."""
    return [
        box(told, step, MOVED, 8, 6),
        cell(told, step, f"{GUIWAN}.xlsx", "H13"),
        box(told, step, TINGCHAO, 4, 1),
        box(told, step, TINGCHAO, 5, 1),
        box(told, step, HEMING, 1, 3),
    ]


def changed(told: Story, before: str, after: str) -> set[str]:
    """Return the files that a step made, took away or wrote anew, be it with the same bytes."""
    one, other = told.lay[before], told.lay[after]
    return {path for path in {**one, **other} if one.get(path) != other.get(path)}


def complaints(told: Story, step: str) -> list[str]:
    """Return all that a command reported, but how far it had come: a slow machine says that too."""
    return [line for line in told.said[step].stderr.splitlines() if not line.startswith("已完成")]


def problems(told: Story, step: str, code: str) -> list[str]:
    return [line for line in told.said[step].stderr.splitlines() if line.startswith(f"[{code}]")]


# -- the tests ------------------------------------------------------------------------------------------
def test_forty_communities_are_built_and_handed_in(story: Story) -> None:
    assert [story.said[step].exit_code for step in ("built", "handed in")] == [0, 0]
    assert len(story.lay["built"]) == FILES
    copies = changed(story, "built", "handed in")
    assert all(path.startswith(f"报送稿/{FIRST}/") for path in copies)
    assert len(copies) == FILES + 1, "their sums lie beside them"


def test_four_forms_were_typed_into_and_really_saved_by_libreoffice(story: Story) -> None:
    forms = {MOVED, f"{GUIWAN}.xlsx", TINGCHAO, HEMING}
    assert changed(story, "handed in", "typed") == {*forms, f"{WANGYUN}.docx"}
    for path in forms:
        with zipfile.ZipFile(io.BytesIO(story.lay["typed"][path][1])) as archive:
            assert b"LibreOffice" in archive.read("docProps/app.xml")
    assert hands(story, "typed") == HANDS


def test_the_diff_tells_exactly_what_three_communities_corrected_and_in_which_cells(story: Story) -> None:
    found = json.loads(story.said["compared"].stdout)
    values = [(each["name"], *shift.values()) for each in found["communities"] for shift in each["values"]]
    expected = []
    for place, (label, old, new) in CORRECTED.items():
        at = f"{place[1]}!{spot(story.data['compared'], place).coordinate}"
        expected.append((place[0], label, str(old), str(new), at, at))
    assert sorted((name, *rest) for name, _, *rest in values) == sorted(expected)
    totals = {
        (each["name"], shift["key"]): (shift["old"], shift["new"])
        for each in found["communities"]
        for shift in each["totals"]
    }
    assert totals == {
        ("望云社区", "main"): ("78", "81"),
        ("望云社区", "total"): ("78", "81"),
        ("桂湾社区", "main"): ("79.75", "94.75"),
        ("桂湾社区", "total"): ("79.75", "94.75"),
        ("桂湾社区", "passed"): ("不合格", None),
    }


def test_the_diff_tells_what_becomes_of_each_form_and_why_and_writes_nothing(story: Story) -> None:
    found = json.loads(story.said["compared"].stdout)
    assert {each["path"]: each["fate"] for each in found["documents"]} == FATES
    causes = {each["path"]: each["causes"] for each in found["documents"]}
    assert causes == {path: [] if path == TINGCHAO else ["数据"] for path in FATES}
    assert changed(story, "typed", "compared") == set()


def test_the_ripple_of_the_diff_is_what_two_rankings_tell(story: Story) -> None:
    found = json.loads(story.said["compared"].stdout)
    then, now = story.ranks
    moved = {each["name"]: (each["old"], each["new"]) for each in found["ranks"]}
    assert moved == {name: (then[name], now[name]) for name in FORTY if then[name] != now[name]}
    assert moved["桂湾社区"] == (None, 21), "it had failed a standard, and had no place"
    assert [each["title"] for each in found["awards"]] == ["合格奖励（并授予牌匾）"]


def test_the_build_writes_what_the_diff_told_and_touches_nothing_else(story: Story) -> None:
    found = json.loads(story.said["compared"].stdout)
    written = {path for path, fate in FATES.items() if fate != "kept"}
    assert changed(story, "compared", "renewed") == {*written, "上塘镇/汇总表.xlsx", WHOLE, INDEX}
    assert found["summaries"] == ["上塘镇/汇总表.xlsx", WHOLE, INDEX], (
        "the index names the form that was moved"
    )


@pytest.mark.parametrize("step", ["compared", "renewed"])
def test_the_conflict_is_told_with_both_values_by_the_diff_and_by_the_build(step: str, story: Story) -> None:
    assert story.said[step].exit_code == 1
    (told,) = problems(story, step, "T115")
    assert [word for word in (HEMING, "联系电话", TYPED_PHONE, NEW_PHONE) if word not in told] == []


def test_what_was_typed_and_what_was_corrected_stand_side_by_side(story: Story) -> None:
    assert hands(story, "renewed") == HANDS
    assert [box(story, "renewed", MOVED, row, at) for row, at in ((14, 4), (20, 2))] == ["12", "81"]
    assert "社区帮助解决就业48人" in around(story, "renewed", MOVED)
    assert [cell(story, "renewed", f"{WANGYUN}.xlsx", at) for at in ("E19", "G13")] == [12, None]
    assert cell(story, "renewed", f"{GUIWAN}.xlsx", "E7") == 15
    assert [box(story, "renewed", f"{GUIWAN}.docx", row, at) for row, at in ((2, 4), (8, 7))] == ["15", ""]
    assert box(story, "renewed", HEMING, 0, 3) == "示例乙"
    assert NEW_PHONE in around(story, "renewed", f"{HEMING_SCORES}.docx")
    assert NEW_PHONE in cell(story, "renewed", f"{HEMING_SCORES}.xlsx", "A4")


def test_a_form_that_was_renamed_is_renewed_where_it_lies_and_not_made_again(story: Story) -> None:
    for step in ("compared", "renewed"):
        (told,) = problems(story, step, "T116")
        assert [word for word in (f"{WANGYUN}.docx", MOVED) if word not in told] == []
    for step in ("renewed", "ours", "undone", "theirs", "once more", "collected", "at last", "explained"):
        assert set(story.lay[step]) == set(story.lay["typed"])


def test_ours_takes_the_value_of_the_data_and_undo_puts_everything_back(story: Story) -> None:
    assert [story.said[step].exit_code for step in ("ours", "undone")] == [0, 0]
    assert len(problems(story, "ours", "T119")) == 1
    assert changed(story, "renewed", "ours") == {HEMING}
    assert hands(story, "ours") == [*HANDS[:-1], NEW_PHONE]
    assert changed(story, "renewed", "undone") == set()
    assert story.ledger["undone"] == story.ledger["renewed"]


def test_theirs_keeps_what_was_typed_and_the_conflict_is_not_listed_again(story: Story) -> None:
    assert [story.said[step].exit_code for step in ("theirs", "once more")] == [0, 0]
    assert len(problems(story, "theirs", "T120")) == 1
    assert changed(story, "renewed", "theirs") == {HEMING}, "the form remembers the decision"
    assert hands(story, "theirs") == HANDS
    assert changed(story, "theirs", "once more") == set()
    assert HEMING not in story.said["once more"].output


def test_collect_takes_all_that_was_typed_into_the_workbook_and_says_from_where(story: Story) -> None:
    assert (story.said["collected"].exit_code, complaints(story, "collected")) == (0, [])
    then, now = story.data["theirs"], story.data["collected"]
    for place, (value, origin) in TAKEN.items():
        assert spot(now, place).value == value
        assert origin in spot(now, place).comment.text
    comments = [each for sheet in now for row in sheet.iter_rows() for each in row if each.comment]
    assert len(comments) == len(TAKEN) + sum(
        1 for sheet in then for row in sheet.iter_rows() for each in row if each.comment
    )


def test_the_twins_of_the_forms_show_what_was_collected(story: Story) -> None:
    assert (story.said["at last"].exit_code, complaints(story, "at last")) == (0, [])
    assert hands(story, "at last") == HANDS
    assert cell(story, "at last", f"{WANGYUN}.xlsx", "G13") == 2.5
    assert box(story, "at last", f"{GUIWAN}.docx", 8, 7) == "1.5"
    assert TYPED_PHONE in around(story, "at last", f"{HEMING_SCORES}.docx")
    assert TYPED_PHONE in cell(story, "at last", f"{HEMING_SCORES}.xlsx", "A4")


def test_the_change_sheet_lists_old_and_new_of_everything_that_changed(story: Story) -> None:
    assert story.said["explained"].exit_code == 0
    document = Document(io.BytesIO(story.sheet))
    head, *rows = [[each.text for each in row.cells] for row in document.tables[0].rows]
    assert head == ["序号", "社区（村）", "表", "栏目", "原报", "更正为", "更正原因"]
    assert [row[0] for row in rows] == [str(at) for at in range(1, len(SHEET) + 1)]
    assert {tuple(row[1:-1]) for row in rows} == SHEET
    assert {row[-1] for row in rows} == {""}, "reasons are left to a person"
    text = "".join(each.text for each in document.paragraphs)
    assert [word for word in (FIRST, "共15处", "单位（盖章）") if word not in text] == []


@pytest.mark.parametrize("name", list(PRINTED))
def test_a_merged_form_prints_on_as_many_pages_as_the_one_that_was_handed_in(name: str, story: Story) -> None:
    (pages, then), (again, now) = story.paper[f"{name} then"], story.paper[f"{name} now"]
    assert pages == again
    words = PRINTED[name][2]
    assert ([word for word in words if word not in now], [word for word in words if word in then]) == ([], [])


def test_the_change_sheet_is_printed_with_every_row_and_room_for_reasons_and_seal(story: Story) -> None:
    _, text = story.paper["sheet"]
    words = {bare(word) for row in SHEET for word in row} | {"更正原因", "单位（盖章）"}
    assert [word for word in words if word not in text] == []
