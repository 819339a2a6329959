"""更正说明: every place that differs from the version that was handed in, once, with room for the reason."""

import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from support.command import run
from support.four import (
    FORM,
    RUBRIC,
    SCORES,
    built,
    codes,
    document,
    everything,
    first_build,
    retype,
    row,
    rows,
    states,
    typed_into,
    write,
)

from formgen.commands.change_sheet import write_change_sheet
from formgen.commands.submit import submit_version
from formgen.ledger.store import HOME, LEDGER_FILE
from formgen.library import notice
from formgen.office.identity import is_untouched
from formgen.problems import FormgenError
from formgen.reports.change_sheet import ChangeRow, ChangeSheetContent, make_change_sheet, read_reasons
from formgen.reports.differences import shorten_change
from formgen.reports.word_document import join_units, separate_units

HEAD = ("序号", "社区（村）", "表", "栏目", "原报", "更正为", "更正原因")


@pytest.fixture
def out(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A folder that was built and handed in."""
    folder = first_build(tmp_path_factory, tmp_path)
    submit_version(folder, "第1稿")
    return folder


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "更正说明.docx"


def listed(path: Path) -> list[tuple[str, ...]]:
    """Rows of a change sheet without their numbers; none where it has no table."""
    if not Document(str(path)).tables:
        return []
    first, *rest = [tuple(cell.text for cell in cells.cells) for cells in Document(str(path)).tables[0].rows]
    assert first == HEAD
    assert [each[0] for each in rest] == [str(at) for at in range(1, len(rest) + 1)]
    return [each[1:] for each in rest]


def words(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def reasoned(path: Path, number: int, reason: str) -> None:
    """Type a reason into a row, as a clerk does."""
    paper = Document(str(path))
    paper.tables[0].rows[number].cells[6].paragraphs[0].add_run(reason)
    paper.save(str(path))


def test_every_place_that_changed_is_listed_with_what_was_handed_in_and_what_stands_there_now(
    source: Path, out: Path, target: Path
) -> None:
    write(source, rows(first={"facts": {"address": "和平路1号"}}, third={"facts": {"phone": "111"}}))
    built(source, out)
    done = write_change_sheet(out, target)
    assert (done.label, done.file, done.rows, done.problems) == ("第1稿", target, 3, ())
    assert set(listed(target)) == {
        ("乙镇第3社区", SCORES, "联系电话", "0577-67220003", "111", ""),
        ("乙镇第3社区", FORM, "联系电话", "0577-67220003", "111", ""),
        ("甲镇第1社区", FORM, "社区地址", "（空）", "和平路1号", ""),
    }


def test_the_sheet_names_the_notice_the_version_and_leaves_room_for_the_seal(
    source: Path, out: Path, target: Path
) -> None:
    write(source, rows(first={"facts": {"address": "和平路1号"}}))
    built(source, out)
    write_change_sheet(out, target)
    text = words(target)
    assert text.startswith(
        f"更正说明\n{'＿' * 12}：\n根据永政办发〔2009〕151号，我单位报送的《温州市“充分就业社区”标准考核评分表》"
    )
    assert "材料（第1稿），现作如下更正，共1处：" in text
    assert "单位（盖章）：" in text
    assert text.endswith("年　　月　　日")


def test_a_place_that_stands_in_word_and_excel_is_listed_once(source: Path, out: Path, target: Path) -> None:
    write(source, rows(first={"scores": {"self": {"item1": 14}}}))
    built(source, out)
    write_change_sheet(out, target)
    assert listed(target) == [
        ("甲镇第1社区", SCORES, "社区自评分 1 登记失业人员和持证人员就业率", "15", "14", "")
    ]


def test_what_the_word_and_the_excel_document_say_differently_is_listed_both_times(
    out: Path, target: Path
) -> None:
    typed_into(document(out, 1, SCORES, ".xlsx"), "H6", 13)
    write_change_sheet(out, target)
    ((who, form, label, old, new, _),) = listed(target)
    assert (who, form, old, new) == ("甲镇第1社区", SCORES, "（空）", "13")
    assert label.startswith("市级考评分")


def test_what_was_typed_by_hand_since_is_listed_too(out: Path, target: Path) -> None:
    retype(document(out, 2), "0577-67220002", "222")
    write_change_sheet(out, target)
    assert listed(target) == [("甲镇第2社区", FORM, "联系电话", "0577-67220002", "222", "")]


def test_totals_and_verdicts_that_changed_are_listed_after_the_forms_of_a_community(
    source: Path, out: Path, target: Path
) -> None:
    changed = {"indicators": {"aid_employed": 3, "zero_job_households": 1}}
    write(source, rows(first=changed, second={"facts": {"address": "和平路2号"}}))
    built(source, out)
    write_change_sheet(out, target)
    assert listed(target) == [
        ("甲镇第1社区", SCORES, "社区帮助解决就业人数", "7", "3", ""),
        ("甲镇第1社区", "汇总表", "总分", "99", "75.43", ""),
        ("甲镇第1社区", "汇总表", "是否合格", "待定", "不合格", ""),
        ("甲镇第2社区", FORM, "社区地址", "（空）", "和平路2号", ""),
    ]


def test_new_and_withdrawn_communities_are_listed(source: Path, out: Path, target: Path) -> None:
    write(source, [*rows()[:3], row(5)])
    built(source, out)
    shutil.rmtree(out / "乙镇" / "第4社区")
    write_change_sheet(out, target)
    assert sorted(listed(target)) == sorted(
        [
            ("乙镇第4社区", FORM, "整份表", "已报送", "（撤回）", ""),
            ("乙镇第4社区", SCORES, "整份表", "已报送", "（撤回）", ""),
            ("乙镇第4社区", "汇总表", "整个社区（村）", "已报送", "（撤回）", ""),
            ("丙镇第5社区", FORM, "整份表", "（未报）", "新增", ""),
            ("丙镇第5社区", SCORES, "整份表", "（未报）", "新增", ""),
            ("丙镇第5社区", "汇总表", "整个社区（村）", "（未报）", "新增", ""),
        ]
    )
    whos = [each[0] for each in listed(target)]
    assert whos == sorted(whos, key=whos.index), "rows of a community stand together"


def test_a_document_that_was_moved_since_is_still_the_same(source: Path, out: Path, target: Path) -> None:
    document(out, 1).rename(out / "报县里的.docx")
    write(source, rows(first={"facts": {"address": "和平路1号"}}))
    assert codes(built(source, out)) == ["T116"]
    write_change_sheet(out, target)
    assert listed(target) == [("甲镇第1社区", FORM, "社区地址", "（空）", "和平路1号", "")]


def test_files_without_places_that_changed_are_named_in_a_last_sentence(
    source: Path, out: Path, target: Path
) -> None:
    write(source, rows(first={"indicators": {"r3": 9}}))
    built(source, out)
    write_change_sheet(out, target)
    assert [each[2] for each in listed(target)] == ["总分"]
    last = words(target).splitlines()[-3]
    assert last == "《全部汇总表》《汇总表》随之更新。"


def test_a_form_that_differs_outside_its_places_is_named_by_its_title(out: Path, target: Path) -> None:
    path = document(out, 2)
    paper = Document(str(path))
    paper.add_paragraph("格子外面写的字")
    paper.save(str(path))
    (out / "全部汇总表.xlsx").unlink()
    write_change_sheet(out, target)
    assert words(target).splitlines()[-3] == (
        "《全部汇总表》不再报送。甲镇第2社区《申报表》另有文字改动：表格外面添了“格子外面写的字”。"
    )
    assert ".docx" not in words(target)


def test_every_form_with_other_words_is_named_whether_places_changed_or_not(out: Path, target: Path) -> None:
    for number, slot in ((1, True), (2, False), (3, True)):
        path = document(out, number, SCORES)
        paper = Document(str(path))
        if slot:
            paper.tables[0].rows[1].cells[6].text = "14"
        paper.tables[0].rows[2].cells[3].text = "12"
        paper.save(str(path))
    write_change_sheet(out, target)
    assert [each[0] for each in listed(target)] == ["甲镇第1社区", "乙镇第3社区"]
    assert words(target).splitlines()[-3] == "".join(
        f"{who}《考核评分表》另有文字改动：第1个表第3行第4格“15”改为“12”。"
        for who in ("甲镇第1社区", "甲镇第2社区", "乙镇第3社区")
    )


LONG = "另附说明" * 20
WORDS: dict[str, tuple[list[str], list[str], str]] = {
    "changed": (["原来写的话"], ["后来写的话"], "另有文字改动：表格外面“原来写的话”改为“后来写的话”。"),
    "taken away": (["原来写的话"], [], "另有文字改动：表格外面删去了“原来写的话”。"),
    "long": ([], [LONG], f"另有文字改动：表格外面添了“{LONG[:40]}……”。"),
    "a stretch of a long one": (
        [f"甲{LONG}乙"],
        [f"甲{LONG}丙"],
        "另有文字改动：表格外面“……另附说明另附说明乙”改为“……另附说明另附说明丙”。",
    ),
    "a number of a person": ([], ["电话13812345678"], "另有文字改动：表格外面添了“电话138****5678”。"),
    "digits that are masked": (
        ["电话13812345678"],
        ["电话13899995678"],
        "表格外面“电话138****5678”改为“电话138****5678”（中间几位有改动）。",
    ),
    "only their order": (["第一句话", "第二句话"], ["第二句话", "第一句话"], "另有改动，比对不出不同的文字，多是版面、格式。"),
    "many": ([], [f"第{at}句话" for at in range(12)], "；等12处。"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WORDS)
def test_words_beside_the_places_are_told_as_they_were_and_as_they_are(
    kind: str, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    before, after, said = WORDS[kind]
    folder = first_build(tmp_path_factory, tmp_path)
    path = document(folder, 2)
    printed = path.read_bytes()

    def write_words(lines: list[str]) -> None:
        path.write_bytes(printed)
        paper = Document(str(path))
        for line in lines:
            paper.add_paragraph(line)
        paper.save(str(path))

    write_words(before)
    submit_version(folder, "第1稿")
    write_words(after)
    write_change_sheet(folder, tmp_path / "更正说明.docx")
    assert words(tmp_path / "更正说明.docx").splitlines()[-3].endswith(said)


def test_a_form_that_cannot_be_opened_is_named_as_not_compared(out: Path, target: Path) -> None:
    path = document(out, 2)
    paper = Document(str(path))
    for each in list(paper.element.body):
        if not each.tag.endswith("sectPr"):
            paper.element.body.remove(each)
    paper.save(str(path))
    write_change_sheet(out, target)
    assert "甲镇第2社区《申报表》有改动，没有能够逐格比对。" in words(target)


def test_a_place_that_cannot_be_read_any_more_counts_as_other_words(out: Path, target: Path) -> None:
    path = document(out, 1, SCORES)
    paper = Document(str(path))
    paper.tables[0].rows[1].cells[6].text = "14"
    paper.tables[0].rows[2].cells[2].text = "另一项"
    paper.tables[0].rows[2].cells[6].text = "9"
    paper.save(str(path))
    write_change_sheet(out, target)
    assert (
        "第3行第3格“社区内基本消除‘零就业家庭’”改为“另一项”；县级考评分 2 消除零就业家庭添了“9”。"
        in words(target)
    )


@pytest.mark.parametrize("back", [False, True])
def test_a_date_that_nobody_wrote_is_shown_as_empty(back: bool, out: Path, target: Path) -> None:
    path = document(out, 1)
    day = "2009年11月20日"

    def write_date(text: str) -> None:
        paper = Document(str(path))
        paragraph = paper.tables[0].rows[5].cells[-1].paragraphs[-1]
        assert "年" in paragraph.text
        paragraph.runs[0].text = text
        for each in paragraph.runs[1:]:
            each.text = ""
        paper.save(str(path))

    write_date("年　　月　　日" if back else day)
    if back:
        write_date(day)
        submit_version(out, "第2稿")
        write_date("　年　　月　　　日")
    write_change_sheet(out, target)
    (row,) = listed(target)
    assert row[3:5] == ((day, "（空）") if back else ("（空）", day))


def test_the_sheet_is_addressed_to_whom_the_option_names(source: Path, out: Path, target: Path) -> None:
    write(source, rows(first={"facts": {"address": "和平路1号"}}))
    built(source, out)
    result = run("change-sheet", str(out), "-o", str(target), "--to", "永嘉县人事劳动局")
    assert result.exit_code == 0
    assert words(target).splitlines()[1] == "永嘉县人事劳动局："


def test_communities_stand_in_the_order_of_the_data(source: Path, out: Path, target: Path) -> None:
    changed = {"facts": {"address": "和平路1号"}}
    given = rows(first=changed, second=changed, third=changed)
    write(source, [given[2], given[1], given[3], given[0]])
    built(source, out)
    write_change_sheet(out, target)
    assert [each[0] for each in listed(target)] == ["乙镇第3社区", "甲镇第2社区", "甲镇第1社区"]


PARTED = [
    ("云屿镇前屿村", "云屿镇前屿村"),
    ("云屿镇滨江新城居民示范社区", "云屿镇\n滨江新城居民示范社区"),
    ("没有乡镇的滨江新城居民示范社区", "没有乡镇的滨江新城居民示范社区"),
]


@pytest.mark.parametrize(("name", "shown"), PARTED)
def test_a_long_name_breaks_after_its_township_and_is_known_again(name: str, shown: str) -> None:
    row = ChangeRow(name, "申报表", "联系电话", "1", "2")
    content = ChangeSheetContent("标题", "文号", "第1稿", [row], {}, townships=["云屿镇"])
    data = make_change_sheet(content)
    paper = Document(io.BytesIO(data))
    cells = paper.tables[0].rows[1].cells
    assert cells[1].text == shown
    assert cells[1].width >= cells[2].width
    assert sum(cell.width for cell in cells) == pytest.approx(Mm(172), abs=Mm(1))
    cells[6].paragraphs[0].add_run("笔误")
    reasons = read_reasons(bytes_of(paper))
    again = make_change_sheet(
        ChangeSheetContent("标题", "文号", "第1稿", [row], reasons, townships=["云屿镇"])
    )
    assert Document(io.BytesIO(again)).tables[0].rows[1].cells[6].text == "笔误"


def test_nothing_changed_makes_a_sheet_without_a_table(out: Path, target: Path) -> None:
    assert write_change_sheet(out, target).rows == 0
    assert listed(target) == []
    assert Document(str(target)).tables == []
    assert "（第1稿），各表的栏目没有更正。" in words(target)
    assert "另有" not in words(target)


# -- which version ------------------------------------------------------------------------------------------
def test_the_last_version_counts_unless_another_is_named(source: Path, out: Path, target: Path) -> None:
    write(source, rows(first={"facts": {"address": "和平路1号"}}))
    built(source, out)
    submit_version(out, "第2稿")
    assert (write_change_sheet(out, target).label, listed(target)) == ("第2稿", [])
    assert write_change_sheet(out, target, "第1稿").label == "第1稿"
    assert len(listed(target)) == 1


def test_a_label_with_signs_that_no_folder_takes_is_found_again(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, target: Path
) -> None:
    out, source = first_build(tmp_path_factory, tmp_path), tmp_path / "data.yaml"
    submit_version(out, "2009/11")
    write(source, rows(first={"indicators": {"r3": 9}}))
    built(source, out)
    for since in ("", "2009/11"):
        assert write_change_sheet(out, target, since).rows == 1
        assert [each[2:5] for each in listed(target)] == [("总分", "99", "98")]
        target.unlink()


def test_a_version_that_is_not_there_is_told(out: Path, target: Path) -> None:
    result = run("change-sheet", str(out), "-o", str(target), "--since", "第9稿")
    assert result.exit_code == 2
    assert "[F126] 错误 没有“第9稿”" in result.stderr
    assert "已存的有：第1稿" in result.stderr
    shutil.rmtree(out / "报送稿")
    result = run("change-sheet", str(out), "-o", str(target))
    assert result.exit_code == 1
    assert "[F126] 错误 没有“（最近一稿）”" in result.stderr
    assert "已存的有：（没有）；用 formgen submit 存一稿" in result.stderr
    assert not target.exists()


@pytest.mark.parametrize("name", ["更正说明.doc", "更正说明.xlsx", "更正说明"])
def test_a_change_sheet_is_a_word_document(name: str, out: Path, tmp_path: Path) -> None:
    result = run("change-sheet", str(out), "-o", str(tmp_path / name))
    assert result.exit_code == 2
    assert f"[F129] 错误 更正说明只能写成 .docx，写的是“{name}”" in result.stderr
    assert "请把文件名改成以 .docx 结尾" in result.stderr
    assert not (tmp_path / name).exists()


def test_without_a_ledger_the_rubric_must_be_named(source: Path, out: Path, target: Path) -> None:
    write(source, rows(first={"facts": {"address": "和平路1号"}, "indicators": {"r3": 9}}))
    built(source, out)
    (out / HOME / LEDGER_FILE).unlink()
    result = run("change-sheet", str(out), "-o", str(target))
    assert result.exit_code == 2
    assert "[F130] 错误 台账里没有记下评分标准" in result.stderr
    assert "请加 --rubric 编号" in result.stderr
    result = run("change-sheet", str(out), "-o", str(target), "--rubric", RUBRIC)
    assert (result.exit_code, "和“第1稿”比，更正1处。原因请逐处填写。" in result.stdout) == (0, True)
    assert listed(target) == [("甲镇第1社区", FORM, "社区地址", "（空）", "和平路1号", "")]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, target: Path) -> None:
    with pytest.raises(FormgenError) as caught:
        write_change_sheet(tmp_path / "no-such", target)
    assert caught.value.problems[0].code == "F101"
    assert not (tmp_path / "no-such").exists()


def test_nothing_but_the_sheet_is_written(source: Path, out: Path, target: Path) -> None:
    write(source, rows(first={"facts": {"address": "和平路1号"}}))
    built(source, out)
    before = everything(out)
    write_change_sheet(out, target)
    assert everything(out) == before
    assert is_untouched(target)


def test_a_sheet_that_lies_among_the_documents_is_no_document_of_a_community(source: Path, out: Path) -> None:
    write(source, rows(first={"facts": {"address": "和平路1号"}}))
    built(source, out)
    inside = out / "更正说明.docx"
    for _ in range(2):
        assert write_change_sheet(out, inside).rows == 1
    assert codes(built(source, out)) == []
    assert [path.name for path in out.glob("更正说明*")] == ["更正说明.docx"]


# -- reasons that were typed ---------------------------------------------------------------------------------
def test_a_sheet_that_nobody_typed_into_is_made_anew(source: Path, out: Path, target: Path) -> None:
    write(source, rows(first={"facts": {"address": "和平路1号"}}))
    built(source, out)
    write_change_sheet(out, target)
    write(source, rows(first={"facts": {"address": "和平路2号"}}))
    built(source, out)
    assert write_change_sheet(out, target).problems == ()
    assert [each[4] for each in listed(target)] == ["和平路2号"]
    assert [path.name for path in target.parent.glob("更正说明*")] == [target.name]


def test_a_sheet_with_reasons_is_kept_and_the_new_one_takes_them_over(
    source: Path, out: Path, target: Path
) -> None:
    write(source, rows(first={"facts": {"address": "和平路1号"}}))
    built(source, out)
    write_change_sheet(out, target)
    reasoned(target, 1, "漏填")
    typed = target.read_bytes()
    write(source, rows(first={"facts": {"address": "和平路1号"}}, second={"facts": {"address": "和平路2号"}}))
    built(source, out)
    done = write_change_sheet(out, target)
    assert [problem.code for problem in done.problems] == ["T111"]
    assert "新的一份写在“更正说明（新）.docx”" in str(done.problems[0])
    assert target.read_bytes() == typed
    assert listed(target.with_name("更正说明（新）.docx")) == [
        ("甲镇第1社区", FORM, "社区地址", "（空）", "和平路1号", "漏填"),
        ("甲镇第2社区", FORM, "社区地址", "（空）", "和平路2号", ""),
    ]


def test_a_reason_belongs_to_the_very_correction_it_was_given_for(
    source: Path, out: Path, target: Path
) -> None:
    write(source, rows(first={"facts": {"address": "和平路1号"}}))
    built(source, out)
    write_change_sheet(out, target)
    reasoned(target, 1, "漏填")
    write(source, rows(first={"facts": {"address": "和平路2号"}}))
    built(source, out)
    write_change_sheet(out, target)
    assert listed(target.with_name("更正说明（新）.docx"))[0][3:] == ("（空）", "和平路2号", "")


def test_a_number_and_its_unit_stay_on_one_line_and_the_reason_is_found_again(
    source: Path, out: Path, target: Path
) -> None:
    write(source, rows(first={"facts": {"address": "和平路 1 号第 3 幢"}}))
    built(source, out)
    write_change_sheet(out, target)
    reasoned(target, 1, "漏填")
    write(source, rows(first={"facts": {"address": "和平路 1 号第 3 幢"}}, second={"facts": {"phone": "1"}}))
    built(source, out)
    write_change_sheet(out, target)
    rest = listed(target.with_name("更正说明（新）.docx"))[0][3:]
    assert rest == ("（空）", "和平路 1\u00a0号第\u00a03\u00a0幢", "漏填")


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("共 12 户", "共 12~户"),
        ("2026 年 3 月 5 日", "2026~年~3~月~5~日"),
        ("浙人社发〔2026〕 5 号", "浙人社发〔2026〕~5~号"),
        ("率 96 %", "率 96~%"),
        ("5 家庭服务", "5 家庭服务"),
        ("14 人员登记", "14 人员登记"),
        ("满 3 年", "满 3~年"),
        ("1 2 3", "1 2 3"),
        ("甲 乙", "甲 乙"),
        ("三　四", "三　四"),
    ],
)
def test_only_the_blank_between_a_number_and_its_unit_joins(text: str, joined: str) -> None:
    assert join_units(text).replace("\u00a0", "~") == joined
    assert separate_units(join_units(text)) == text


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04" + bytes(100)])
def test_a_strangers_file_in_the_place_of_the_sheet_is_left(
    data: bytes, source: Path, out: Path, target: Path
) -> None:
    write(source, rows(first={"facts": {"address": "和平路1号"}}))
    built(source, out)
    target.write_bytes(data)
    assert [problem.code for problem in write_change_sheet(out, target).problems] == ["T111"]
    assert target.read_bytes() == data
    assert len(listed(target.with_name("更正说明（新）.docx"))) == 1


def bytes_of(paper: Any) -> bytes:
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def test_a_document_without_such_a_table_holds_no_reasons() -> None:
    paper = Document()
    assert read_reasons(bytes_of(paper)) == {}
    paper.add_table(rows=2, cols=3)
    assert read_reasons(bytes_of(paper)) == {}


AWKWARD = [
    ChangeRow("甲镇<第1>社区", "申报表", "A&B", "一\n二", "（空）"),
    ChangeRow("甲镇第1社区", "申报表", "社区地址", "  前后空格  ", "0"),
    ChangeRow("𠮷社区", "申报表", "电话", "=1+1", "'x"),
]


@pytest.mark.parametrize("given", AWKWARD)
def test_awkward_texts_come_back_as_they_were_with_their_reasons(given: ChangeRow, tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(make_change_sheet(ChangeSheetContent("标题", "文号", "第1稿", [given], {})))
    reasoned(path, 1, "笔误")
    reasons = read_reasons(path.read_bytes())
    path.write_bytes(make_change_sheet(ChangeSheetContent("标题", "文号", "第1稿", [given], reasons)))
    assert listed(path) == [(*given, "笔误")]


LONG = "一二三四五六七八九十" * 5
SHORTENED = [
    ("short", ("7", "3"), ("7", "3")),
    ("empty", ("", "x"), ("（空）", "x")),
    ("both empty", ("", ""), ("（空）", "（空）")),
    ("forty characters", (LONG[:40], LONG[1:40]), (LONG[:40], LONG[1:40])),
    (
        "a word within",
        (LONG + "甲" + LONG, LONG + "乙乙" + LONG),
        ("……三四五六七八九十甲一二三四五六七八……", "……三四五六七八九十乙乙一二三四五六七八……"),
    ),
    ("the first word", ("甲" + LONG, "乙" + LONG), ("甲一二三四五六七八……", "乙一二三四五六七八……")),
    ("the last word", (LONG + "甲", LONG + "乙"), ("……三四五六七八九十甲", "……三四五六七八九十乙")),
    ("something added", (LONG, LONG + "甲"), ("……三四五六七八九十", "……三四五六七八九十甲")),
    ("emptied", (LONG, ""), (LONG, "（空）")),
    ("filled", ("", LONG), ("（空）", LONG)),
    ("all of it", (LONG * 3, "甲" * 130), (f"{(LONG * 3)[:120]}……（共150字）", f"{'甲' * 120}……（共130字）")),
]


@pytest.mark.parametrize(
    ("texts", "expected"), [each[1:] for each in SHORTENED], ids=[each[0] for each in SHORTENED]
)
def test_of_long_texts_only_what_differs_is_shown(texts: tuple[str, str], expected: tuple[str, str]) -> None:
    assert shorten_change(*texts) == expected


def test_two_long_texts_that_differ_are_never_shown_as_the_same() -> None:
    for old, new in (
        (LONG * 2, LONG * 3),
        (LONG * 3, LONG * 2),
        (LONG + "甲甲", LONG + "甲"),
        ("甲" * 50, "甲" * 51),
    ):
        one, other = shorten_change(old, new)
        assert one != other
        assert max(len(one), len(other)) < 140


def test_a_long_text_is_shortened_in_the_sheet(source: Path, out: Path, target: Path) -> None:
    write(source, rows(first={"facts": {"narrative": "已建立台账。" * 20 + "专人负责。"}}))
    built(source, out)
    before = states(out)
    write_change_sheet(out, target)
    ((_, _, label, old, new, _),) = listed(target)
    assert label == "创建充分就业社区工作基本情况"
    assert old == "已建立台账。"
    assert "……" in new
    assert len(new) < 140
    assert states(out) == before


NUMBERS = {
    "a telephone number": ("0576-00002039", "0576-12345678"),
    "a mobile number with words": ("13800000000（张三）", "13900000000（李四）"),
    "one that is new": ("（空）", "0576-12345678"),
    "a long number": ("1234567", "330326199001012"),
    "a date": ("（空）", "2009年11月20日"),
    "a month": ("2009年9月", "2009年11月"),
}


@pytest.mark.parametrize(("old", "new"), NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("name", ["云屿镇沙岙村", "瓯北镇滨江新城南片区居民就业创业联合社区"])
def test_a_number_is_not_broken(name: str, old: str, new: str) -> None:
    rows = [ChangeRow(name, "社区考核评分表", "乡镇考评分 12① 小额担保贷款", old, new)]
    data = make_change_sheet(
        ChangeSheetContent("标准", "〔2019〕52号", "第1稿", rows, {}, "", "", ["瓯北镇"])
    )
    table = Document(io.BytesIO(data)).tables[0]
    widths = [cell.width.mm for cell in table.rows[1].cells]
    assert sum(widths) == pytest.approx(172, abs=0.5)
    for text, width in ((old, widths[4]), (new, widths[5])):
        longest = max((len(each.encode("gbk")) for each in re.findall("[!-~年月日]+", text)), default=0)
        assert longest * 5.5 / 72 * 25.4 <= width - 3.8  # half-width signs of 11 point, the insets of a cell


def test_columns_without_long_numbers_keep_their_widths() -> None:
    rows = [ChangeRow("云屿镇沙岙村", "推荐表", "得分 1", "3", "5")]
    data = make_change_sheet(ChangeSheetContent("标准", "〔2019〕52号", "第1稿", rows, {}))
    widths = [round(cell.width.mm) for cell in Document(io.BytesIO(data)).tables[0].rows[1].cells]
    assert widths == [13, 27, 22, 32, 26, 26, 26]


def test_the_line_that_says_a_text_is_a_draft_is_not_quoted(
    source: Path, tmp_path: Path, target: Path
) -> None:
    folder = tmp_path / "drafted"
    write(source, rows(first={"facts": {"narrative": ""}}))
    built(source, folder, draft=True)
    submit_version(folder, "第1稿")
    write(source, rows(first={"facts": {"narrative": "已建立台账，逐户走访。"}}))
    built(source, folder)
    write_change_sheet(folder, target)
    (row,) = listed(target)
    assert "草稿" not in "".join(row)
    assert "已建立台账，逐户走访。" in "".join(row)


def test_pages_are_numbered_for_both_sides_of_the_paper() -> None:
    made = make_change_sheet(ChangeSheetContent("通知", "〔2009〕1号", "第1稿", [], {}))
    paper = Document(io.BytesIO(made))
    section = paper.sections[0]
    feet = [foot.paragraphs[0] for foot in (section.footer, section.even_page_footer)]
    assert paper.settings.odd_and_even_pages_header_footer
    assert [foot.alignment for foot in feet] == [WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT]
    for foot in feet:
        assert (
            "".join(node.text or "" for node in foot._p.iter() if node.tag.endswith(("}t", "}instrText")))
            == "— PAGE —"
        )


# -- what is no correction, and what is told beside the sheet -----------------------------------------------
def type_score(path: Path, text: str, struck: str = "") -> None:
    """Type the county's points of the first row of a Word form, behind others that are struck through."""
    paper = Document(str(path))
    paragraph = paper.tables[0].rows[2].cells[6].paragraphs[0]
    paragraph.text = ""
    if struck:
        paragraph.add_run(struck).font.strike = True
    paragraph.add_run(text)
    paper.save(str(path))


@pytest.mark.parametrize(("first", "second", "count"), [("3", "3分", 0), ("3", "３.0", 0), ("3", "2分", 1)])
def test_the_same_points_written_otherwise_are_no_correction(
    first: str, second: str, count: int, out: Path, target: Path
) -> None:
    type_score(document(out, 1, SCORES), first)
    submit_version(out, "第2稿")
    type_score(document(out, 1, SCORES), second)
    assert write_change_sheet(out, target).rows == count


def test_twins_and_totals_that_the_corrected_forms_do_not_fit_are_told(
    source: Path, out: Path, target: Path
) -> None:
    write(source, rows(first={"scores": {"county": dict.fromkeys(notice(RUBRIC).rubric.criteria, 1)}}))
    built(source, out)
    submit_version(out, "第2稿")
    type_score(document(out, 1, SCORES), "2")
    found = write_change_sheet(out, target).problems
    assert [each.code for each in found] == ["T164", "T165"]
    assert "写的是19，各行加起来是20" in str(found[0])


UNRECKONED: dict[str, tuple[int | str, list[tuple[str, str, str]], str]] = {
    "rows that add up": (
        2,
        [("县级考评分 4\xa0平台挂牌", "1", "2"), ("县级考评分 合计", "19", "20")],
        "“县级考评分 合计”（第1个表第21行第5格）写的是19，各行加起来是20",
    ),
    "a row that is no number": (
        "扣1分",
        [("县级考评分 4\xa0平台挂牌", "1", "扣1分")],
        "“县级考评分 合计”（单元格G25）写的是（空），有一行写的是“扣1分”，加不起来",
    ),
}


@pytest.mark.parametrize(("points", "expected", "said"), UNRECKONED.values(), ids=UNRECKONED)
def test_a_total_that_no_program_reckoned_yet_is_no_empty_one(
    points: int | str,
    expected: list[tuple[str, str, str]],
    said: str,
    source: Path,
    out: Path,
    target: Path,
) -> None:
    scored = dict.fromkeys(notice(RUBRIC).rubric.criteria, 1)
    write(source, rows(first={"scores": {"county": scored, "self": scored}}))
    built(source, out)
    submit_version(out, "第2稿")
    typed_into(document(out, 1, SCORES, ".xlsx"), "G9", points)  # saved without the results of its formulas
    paper = Document(str(document(out, 1, SCORES)))
    paper.tables[0].rows[4].cells[6].text = str(points)
    paper.save(str(document(out, 1, SCORES)))
    done = write_change_sheet(out, target)
    assert [each[2:5] for each in listed(target)] == expected
    assert any(said in str(each) for each in done.problems)


def test_points_behind_others_that_are_struck_through_are_told_as_not_read(out: Path, target: Path) -> None:
    type_score(document(out, 1, SCORES), "3")
    submit_version(out, "第2稿")
    type_score(document(out, 1, SCORES), "2", struck="3")
    done = write_change_sheet(out, target)
    assert done.rows == 0
    assert "T150" in [each.code for each in done.problems]
    assert "“3”改为“32（没有读：" in words(target)
