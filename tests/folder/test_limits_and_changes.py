"""A text over its limit, and changes that nobody accepted, are told of a form that came back, however it is looked at."""

from pathlib import Path

import pytest
from support.trial_form import FORM, Trial, codes, opinion_table, run, said, trial

from formgen import library
from formgen.commands.submit import submit_version
from formgen.folder.contradictions import find_contradictions, list_forms
from formgen.office.identity import PART

OPINION = run("同意推荐")
LONG = "同意推荐，材料齐全，请县局审定"


@pytest.fixture
def one(tmp_path: Path) -> Trial:
    made = trial(tmp_path, opinion_table)
    limited = FORM.replace("{label: 县级意见}", "{label: 县级意见, limit: 8}")
    assert limited != FORM
    (tmp_path / "templates/trial/form.yaml").write_text(limited, encoding="utf-8")
    return made


def handed_in(one: Trial) -> list[str]:
    found = submit_version(one.out, "第1稿").problems
    return [str(each) for each in found if each.code in {"T103", "T189"}]


def before_printing(one: Trial) -> list[str]:
    notice = library.notice(str(one.folder / "trial.yaml"))
    path = one.form.relative_to(one.out).as_posix()
    placed = list_forms(one.out, [path], notice.rubric, notice.compiled_forms)
    return [str(each) for each in find_contradictions(placed, notice.rubric) if each.code == "T103"]


@pytest.mark.parametrize(
    "typed", [LONG, "〔草稿，核对修改后删去本行〕 " + LONG, "同 意 推 荐 请 审 定 八 九"]
)
def test_a_text_over_its_limit_is_told_by_all_who_read_the_form(typed: str, one: Trial) -> None:
    one.edit((OPINION, run(typed)))
    count = 15 if LONG in typed else 9
    words = f"“甲镇示例村”的“县级意见”有{count}字，超过8字。"
    for told in (said(one.collect()), "\n".join(handed_in(one)), "\n".join(before_printing(one))):
        assert words in told


def test_a_text_over_its_limit_is_told_of_a_form_that_lost_its_properties(one: Trial) -> None:
    one.edit((OPINION, run(LONG)))
    one.rewrite(lambda text: text.replace("marks.", "other."), PART)
    assert "有15字，超过8字" in said(one.collect())


def test_a_form_that_was_not_made_for_its_limit_is_handed_in_as_one_that_is_out_of_date(one: Trial) -> None:
    assert codes(one.build(county_opinion=LONG)) == ["T103", "T123"]
    assert [each.code for each in submit_version(one.out, "第1稿").problems] == ["T123"]


@pytest.mark.parametrize("typed", ["同意推荐，请审定", "", "同 意 推 荐 ， 请 审 定"])
def test_a_text_within_its_limit_is_no_matter(typed: str, one: Trial) -> None:
    one.edit((OPINION, run(typed)))
    assert "T103" not in codes(one.collect())
    assert (handed_in(one), before_printing(one)) == ([], [])


CHANGES = {
    "inserted": f'{OPINION}<w:ins w:id="1" w:author="县里">{run("。")}</w:ins>',
    "deleted": f'{OPINION}<w:del w:id="1" w:author="县里"><w:r><w:delText>不</w:delText></w:r></w:del>',
    "a look": '<w:r><w:rPr><w:b/><w:rPrChange w:id="1" w:author="县里"><w:rPr/></w:rPrChange></w:rPr><w:t>同意推荐</w:t></w:r>',
    "a remark": f'{OPINION}<w:r><w:commentReference w:id="7"/></w:r>',
}


@pytest.mark.parametrize("typed", CHANGES.values(), ids=CHANGES)
def test_open_changes_and_remarks_are_told_when_a_form_is_read_and_handed_in(typed: str, one: Trial) -> None:
    one.edit((OPINION, typed))
    assert "T189" in codes(one.collect())
    (told,) = handed_in(one)
    assert f"“甲镇/示例村/{one.form.name}”里有没接受的修订或批注" in told
    assert "先在 Word 里接受或拒绝修订、删去批注，再存一稿" in told
