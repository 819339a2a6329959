"""What people typed into a form and nobody could take over is told once more before the form is handed in."""

from pathlib import Path

import pytest
from support.trial_form import Trial, codes, opinion_table, run, trial

from formgen.commands.submit import submit_version

OPINION, PHONE, DAY = run("同意推荐"), run("0576-12345678"), run("2026年11月20日")
BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
    f"<w:p>{run('经审核')}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
NESTED = (
    '</w:p><w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:tc>'
    f"<w:p>{run('有保留')}</w:p></w:tc></w:tr></w:tbl><w:p>"
)


@pytest.fixture
def one(tmp_path: Path) -> Trial:
    return trial(tmp_path, opinion_table)


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        (DAY, run("2026年11月　　日"), "T121", "意见日期”填的是“2026年11月　　日”"),
        (DAY, run("2026年13月20日"), "T121", "意见日期”填的是“2026年13月20日”"),
        (DAY, run("同意2026年11月21日上报"), "T121", "填的是“同意2026年11月21日上报”"),
        (OPINION, OPINION + NESTED, "T152", "“县级意见”旁边另有“表格：有保留”"),
        (OPINION, OPINION + BOX, "T152", "“县级意见”旁边另有“经审核”"),
        (PHONE, run("0576-12345678", "<w:strike/>") + run("0576-99999999"), "T150", "划了删除线"),
        (OPINION, '<w:fldSimple w:instr=" DATE "><w:r/></w:fldSimple>', "T150", "域：DATE"),
        (OPINION, run(""), "T176", "“县级意见”（第1个表第2行第2格）清空了，原来是“同意推荐”"),
        (OPINION, run("同上"), "T114", "“甲镇示例村 县级意见”填的是“同上”"),
    ],
    ids=["no day", "no month", "words", "table", "box", "struck", "field", "cleared", "ditto"],
)
def test_what_was_not_taken_over_is_told_before_it_is_handed_in(
    old: str, new: str, code: str, words: str, one: Trial
) -> None:
    one.edit((old, new))
    collected = {str(each) for each in one.collect().problems if each.code == code}
    told = {str(each) for each in submit_version(one.out, "第1稿").problems if each.code == code}
    assert told == collected
    (text,) = told
    assert words in text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (DAY, run("2026.11.21")),
        (OPINION, run("情况属实")),
        (OPINION, run("")),
        (PHONE, run("0576-99999999")),
    ],
    ids=["day", "opinion", "cleared", "phone"],
)
def test_what_can_be_taken_over_is_not(old: str, new: str, one: Trial) -> None:
    one.edit((old, new))
    assert not {"T114", "T121", "T150", "T152"} & {
        each.code for each in submit_version(one.out, "第1稿").problems
    }


def test_a_place_that_is_gone_is_told_once(one: Trial) -> None:
    def drop(text: str) -> str:
        begin = text.rindex("<w:tr>", 0, text.index("县级意见"))
        return text[:begin] + text[text.index("</w:tr>", begin) + len("</w:tr>") :]

    one.rewrite(drop)
    assert "T150" in codes(one.collect())
    found = [each.code for each in submit_version(one.out, "第1稿").problems]
    assert "T169" in found
    assert "T150" not in found
