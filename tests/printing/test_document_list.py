"""What there is to print: every wanted document once, in the order of the data, and what is left out is told."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import load_workbook
from support import forms_of, rubric_of
from support.fake_office import word

from formgen.commands.build import plan_build
from formgen.folder.build import build_folder
from formgen.folder.plan import Options
from formgen.forms.compiled import CompiledForm
from formgen.printing.document_list import Inventory, Item, list_documents, make_sort_key
from formgen.printing.options import Choice
from formgen.problems import Problem

RUBRIC = "yongjia-2009"
DATA = """communities:
  - {name: 竹里社区, township: 瓯北镇, facts: {households: 100, residents: 300}}
  - {name: 听潮社区, township: 上塘镇, facts: {narrative: 已有的文字。}}
  - {name: 安澜社区, township: 瓯北镇, facts: {narrative: 已有的文字。}}
"""
ZHULI, TINGCHAO, ANLAN = ("瓯北镇", "竹里社区"), ("上塘镇", "听潮社区"), ("瓯北镇", "安澜社区")
WHOS = [ZHULI, TINGCHAO, ANLAN]
APPLICATION, SCORES = "申报表", "考核评分表"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build three communities in two townships; 竹里 with a drafted text."""
    room = tmp_path_factory.mktemp("built")
    data = room / "data.yaml"
    data.write_text(DATA, encoding="utf-8")
    build_folder(plan_build(data, RUBRIC, Options(draft=True)), room / "表格")
    return room / "表格"


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """Return a copy of the folder, to do with as a test likes."""
    return Path(shutil.copytree(built, tmp_path / "表格"))


@pytest.fixture(scope="module")
def forms() -> list[CompiledForm]:
    return forms_of(rubric_of(RUBRIC))


Taken = Callable[..., Inventory]


@pytest.fixture
def taken(folder: Path, forms: list[CompiledForm]) -> Taken:
    """Take the inventory of the folder."""

    def take(*, by_form: bool = False, whos: list[Any] = WHOS, **choice: Any) -> Inventory:
        order = make_sort_key(whos, rubric_of(RUBRIC).forms, by_form=by_form)
        return list_documents(folder, forms, Choice(**choice), order)

    return take


def place(who: tuple[str, str], form: str, suffix: str = ".docx") -> str:
    return f"{who[0]}/{who[1]}/{who[1]}-{form}{suffix}"


def short(found: Inventory) -> list[tuple[str, str]]:
    """Return community and form of each document."""
    return [(item.who[1], item.form.spec.file) for item in found.items]


def typed(path: Path, cell: tuple[int, int], text: str) -> None:
    """Type a text into a cell of a Word form's first table, and save as Word does."""
    document = docx.Document(str(path))
    document.tables[0].cell(*cell).paragraphs[0].add_run(text)
    document.save(str(path))


def opened_and_saved(path: Path) -> None:
    """Save an Excel file anew, as Excel does."""
    book = load_workbook(path)
    book.save(path)


# --- order ----------------------------------------------------------------------------------------------------

ORDERS: dict[str, tuple[bool, list[tuple[str, str]], list[tuple[str, str]]]] = {
    "as the data have them": (
        False,
        WHOS,
        [
            ("竹里社区", APPLICATION),
            ("竹里社区", SCORES),
            ("安澜社区", APPLICATION),
            ("安澜社区", SCORES),
            ("听潮社区", APPLICATION),
            ("听潮社区", SCORES),
        ],
    ),
    "the documents of a form together": (
        True,
        WHOS,
        [
            ("竹里社区", APPLICATION),
            ("安澜社区", APPLICATION),
            ("听潮社区", APPLICATION),
            ("竹里社区", SCORES),
            ("安澜社区", SCORES),
            ("听潮社区", SCORES),
        ],
    ),
    "unknown communities last in their township": (
        False,
        [TINGCHAO, ZHULI],
        [
            ("听潮社区", APPLICATION),
            ("听潮社区", SCORES),
            ("竹里社区", APPLICATION),
            ("竹里社区", SCORES),
            ("安澜社区", APPLICATION),
            ("安澜社区", SCORES),
        ],
    ),
    "an unknown township last": (
        False,
        [ZHULI],
        [
            ("竹里社区", APPLICATION),
            ("竹里社区", SCORES),
            ("安澜社区", APPLICATION),
            ("安澜社区", SCORES),
            ("听潮社区", APPLICATION),
            ("听潮社区", SCORES),
        ],
    ),
    "by name without a ledger": (
        False,
        [],
        [
            ("听潮社区", APPLICATION),
            ("听潮社区", SCORES),
            ("安澜社区", APPLICATION),
            ("安澜社区", SCORES),
            ("竹里社区", APPLICATION),
            ("竹里社区", SCORES),
        ],
    ),
}


@pytest.mark.parametrize("case", ORDERS)
def test_documents_come_in_order(taken: Taken, case: str) -> None:
    by_form, whos, expected = ORDERS[case]
    assert short(taken(by_form=by_form, whos=whos)) == expected


# --- choice ---------------------------------------------------------------------------------------------------

CHOICES: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "a form by its name": (
        {"forms": ["申报表"]},
        [(name, APPLICATION) for _, name in (ZHULI, ANLAN, TINGCHAO)],
    ),
    "a township": ({"townships": ["上塘镇"]}, [("听潮社区", APPLICATION), ("听潮社区", SCORES)]),
    "a community": ({"only": ["安澜社区"]}, [("安澜社区", APPLICATION), ("安澜社区", SCORES)]),
    "a community with its township": (
        {"only": ["瓯北镇竹里社区"], "forms": ["申报表"]},
        [("竹里社区", APPLICATION)],
    ),
    "several": (
        {"only": ["听潮社区", "安澜社区"], "forms": ["申报表"]},
        [("安澜社区", APPLICATION), ("听潮社区", APPLICATION)],
    ),
    "a community of another township": ({"only": ["安澜社区"], "townships": ["上塘镇"]}, []),
}


@pytest.mark.parametrize("case", CHOICES)
def test_only_what_is_asked_for_is_taken(taken: Taken, case: str) -> None:
    choice, expected = CHOICES[case]
    assert short(taken(**choice)) == expected


KINDS = {
    "word": [(APPLICATION, ".docx"), (SCORES, ".docx")],
    "excel": [(APPLICATION, ".docx"), (SCORES, ".xlsx")],
    "both": [(APPLICATION, ".docx"), (SCORES, ".docx"), (SCORES, ".xlsx")],
}


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_form_for_word_and_excel_the_wanted_one_is_taken_and_a_lone_one_always(
    taken: Taken, kind: str
) -> None:
    found = taken(kind=kind, only=["安澜社区"])
    assert [(item.form.spec.file, item.suffix) for item in found.items] == KINDS[kind]
    assert found.problems == []


def test_where_the_wanted_one_is_gone_the_other_is_taken(taken: Taken, folder: Path) -> None:
    (folder / place(ANLAN, SCORES)).unlink()
    found = taken(only=["安澜社区"], forms=[SCORES])
    assert [item.path for item in found.items] == [place(ANLAN, SCORES, ".xlsx")]


# --- what is left out -----------------------------------------------------------------------------------------


def lines(found: Inventory) -> list[str]:
    return [str(problem) for problem in found.problems]


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_strangers_are_left_out_and_told(taken: Taken, folder: Path) -> None:
    word(folder / "上塘镇" / "通知.docx", "text")
    found = taken()
    assert len(found.items) == 6
    assert codes(found.problems) == ["F136"]
    assert lines(found) == [
        "[F136] 提示 “上塘镇/通知.docx”没有印进去（不是这些表格里的一种）。 → 不是这些表格的，请自己打印。"
    ]


def test_an_empty_file_that_is_no_form_is_a_strange_one(taken: Taken, folder: Path) -> None:
    (folder / "上塘镇/新建 DOCX 文档.docx").write_bytes(b"")
    assert codes(taken().problems) == ["F136"]


def test_a_form_of_an_old_format_under_a_new_name_is_told_as_one(taken: Taken, folder: Path) -> None:
    (folder / place(ANLAN, SCORES, ".docx")).write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert "打不开（是老格式的 .doc、.xls（或加了密码），只是改了后缀；" in lines(taken(kind="word"))[0]


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
@pytest.mark.parametrize("keep", [0, 100, 3000])
def test_a_damaged_file_is_left_out_and_told_as_an_error(
    taken: Taken, folder: Path, keep: int, suffix: str
) -> None:
    path = folder / place(ANLAN, SCORES, suffix)
    path.write_bytes(path.read_bytes()[:keep])
    found = taken(kind="both")
    assert path not in [item.file for item in found.items]
    assert len(found.items) == 8
    assert codes(found.problems) == ["F109"]
    assert lines(found)[0].startswith(f"[F109] 错误 “{place(ANLAN, SCORES, suffix)}”打不开（内容不完整）。")


@pytest.mark.parametrize("mark", ["（新）", "（新2）", "（撤销前1）"])
def test_of_two_versions_the_one_without_a_mark_is_printed_and_the_other_told(
    taken: Taken, folder: Path, mark: str
) -> None:
    first = folder / place(ANLAN, APPLICATION)
    second = first.with_name(f"{first.stem}{mark}.docx")
    second.write_bytes(first.read_bytes())
    typed(second, (1, 1), "改过")
    other = second.relative_to(folder).as_posix()
    found = taken()
    assert [item.path for item in found.items if item.who == ANLAN] == [
        place(ANLAN, APPLICATION),
        place(ANLAN, SCORES),
    ]
    assert codes(found.problems) == ["F146"]
    (line,) = lines(found)
    assert (
        f"“{other}”和“{place(ANLAN, APPLICATION)}”是同一份表，只印了“{place(ANLAN, APPLICATION)}”。" in line
    )
    assert "请对照取舍，只留一份，再做一次。" in line
    first.unlink()
    found = taken()
    assert other in [item.path for item in found.items]
    assert found.problems == []


def test_of_a_copy_that_lies_elsewhere_one_is_printed_and_the_other_told(taken: Taken, folder: Path) -> None:
    copy = folder / "收回" / "安澜.docx"
    copy.parent.mkdir()
    copy.write_bytes((folder / place(ANLAN, APPLICATION)).read_bytes())
    found = taken()
    assert len(found.items) == 6
    (problem,) = found.problems
    assert problem.code == "T200"
    assert f"“收回/安澜.docx”是“{place(ANLAN, APPLICATION)}”的复制件，内容完全一样。" in str(problem)


@pytest.mark.parametrize("name", ["{} - 副本", "{}（1）", "{} (2)", "{}副本", "Copy of {}", "旧/{}", "0{}"])
@pytest.mark.parametrize(("changed", "code"), [(False, "T200"), (True, "F146")])
def test_of_copies_the_one_in_its_place_is_printed_whatever_the_copy_is_called(
    name: str, changed: bool, code: str, folder: Path, forms: list[CompiledForm]
) -> None:
    first = folder / place(ANLAN, APPLICATION)
    copy = first.parent / f"{name.format(first.stem)}.docx"
    copy.parent.mkdir(exist_ok=True)
    shutil.copy(first, copy)
    if changed:
        typed(copy, (1, 1), "改过")
    order = make_sort_key([], rubric_of(RUBRIC).forms)
    found = list_documents(folder, forms, Choice(), order, {place(ANLAN, APPLICATION)})
    assert place(ANLAN, APPLICATION) in [item.path for item in found.items]
    assert len(found.items) == 6
    (problem,) = found.problems
    assert (problem.code, problem.words["file"]) == (code, copy.relative_to(folder).as_posix())


def test_forms_of_another_rubric_are_strangers(taken: Taken, folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "other.yaml"
    data.write_text("communities: [{name: 前屿村, township: 云屿镇}]", encoding="utf-8")
    build_folder(plan_build(data, "taizhou-2019", Options()), tmp_path / "other")
    stranger = tmp_path / "other" / "云屿镇" / "前屿村" / "前屿村-推荐表.docx"
    (folder / "前屿村.docx").write_bytes(stranger.read_bytes())
    assert [problem.words["file"] for problem in taken().problems] == ["前屿村.docx"]


def test_summaries_indexes_hidden_files_and_versions_handed_in_are_passed_over_in_silence(
    taken: Taken, folder: Path
) -> None:
    assert list(folder.rglob("*汇总表.xlsx"))
    assert (folder / "目录.xlsx").exists()
    form = (folder / place(ANLAN, APPLICATION)).read_bytes()
    for name in ("~$听潮社区-申报表.docx", ".~lock.x.docx", "报送稿/第1稿/x.docx", ".git/x.docx"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(form)
    found = taken()
    assert len(found.items) == 6
    assert found.problems == []


def test_a_touched_twin_that_is_not_printed_is_told(taken: Taken, folder: Path) -> None:
    opened_and_saved(folder / place(ANLAN, SCORES, ".xlsx"))
    found = taken()
    assert codes(found.problems) == ["F137"]
    (line,) = lines(found)
    path = place(ANLAN, SCORES, ".xlsx")
    assert f"提示 “{path}”有人改过，印的却是“安澜社区-考核评分表.docx”。" in line
    assert "请核对两份是否一样；要印改过的那份，加 --kind（word 或 excel）。" in line


@pytest.mark.parametrize("kind", ["excel", "both"])
def test_a_touched_twin_that_is_printed_needs_no_word(taken: Taken, folder: Path, kind: str) -> None:
    opened_and_saved(folder / place(ANLAN, SCORES, ".xlsx"))
    assert taken(kind=kind).problems == []


def test_a_document_that_was_moved_and_renamed_is_found_by_what_it_says(taken: Taken, folder: Path) -> None:
    moved = folder / "上报" / "最终.docx"
    moved.parent.mkdir()
    (folder / place(ZHULI, SCORES)).rename(moved)
    found = taken()
    assert [item.path for item in found.items][:2] == [place(ZHULI, APPLICATION), "上报/最终.docx"]
    assert found.problems == []


# --- marks ----------------------------------------------------------------------------------------------------


def item(found: Inventory, path: str) -> Item:
    (one,) = (each for each in found.items if each.path == path)
    return one


def test_a_draft_is_one_only_while_it_stands_as_drafted(taken: Taken, folder: Path) -> None:
    path = place(ZHULI, APPLICATION)
    assert item(taken(), path).drafted
    assert not item(taken(), place(ANLAN, APPLICATION)).drafted, "its text is of the data"
    typed(folder / path, (0, 3), "示例甲")
    other = item(taken(), path)
    assert other.drafted, "another cell was typed into, the draft stands"
    assert other.touched
    document = docx.Document(str(folder / path))
    (paragraph,) = {
        paragraph._p: paragraph
        for row in document.tables[0].rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        if "我社区现有家庭" in paragraph.text
    }.values()
    paragraph.runs[0].text += "已经核对。"
    document.save(str(folder / path))
    assert item(taken(), path).drafted, "its first line still says so"
    above = paragraph._p.getprevious()
    above.getparent().remove(above)
    document.save(str(folder / path))
    assert not item(taken(), path).drafted


def test_what_nobody_touched_is_not_touched(taken: Taken) -> None:
    assert [each.path for each in taken(kind="both").items if each.touched] == []


def test_a_document_with_a_continuation_page_says_so(forms: list[CompiledForm], tmp_path: Path) -> None:
    data = tmp_path / "long.yaml"
    text = "开展入户走访，推荐就业。" * 120
    data.write_text(
        f"communities: [{{name: 长社区, township: 甲镇, facts: {{narrative: {text}}}}}]", encoding="utf-8"
    )
    out = tmp_path / "长"
    build_folder(plan_build(data, RUBRIC, Options()), out)
    found = list_documents(out, forms, Choice(), make_sort_key([], rubric_of(RUBRIC).forms))
    assert [each.continued for each in found.items] == [True, False]
