"""The values of a form for one community: limits, drafts, columns; and what its documents say of drafts."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from support import card_of, forms_of, rubric_of

from formgen.filling.filled_forms import fill_form
from formgen.filling.form_contents import contents_of
from formgen.filling.slot_values import Wishes, find_values, read_column_wishes
from formgen.forms.load import load_form
from formgen.library import notice
from formgen.model import Figure
from formgen.problems import FormgenError
from formgen.rubric.score import Scorecard, score

SAMPLE = Path(__file__).parents[2] / "samples" / "taizhou-2019" / "communities.yaml"

RECOMMENDATION, APPLICATION = load_form("taizhou-recommendation"), load_form("yongjia-application")

LIMITS = [(300, []), (301, ["T103"])]


@pytest.mark.parametrize(("count", "codes"), LIMITS)
def test_300_characters_are_printed_and_301_are_a_problem_not_a_cut(count: int, codes: list[str]) -> None:
    filled = find_values(
        card_of("taizhou-2019", facts={"narrative": "好" * count + " \n"}), RECOMMENDATION, Wishes({})
    )
    assert [problem.code for problem in filled.problems] == codes
    assert filled.refused == bool(codes)
    if codes:
        assert "有301字，超过300字" in filled.problems[0].message


def test_a_missing_narrative_stays_empty_and_is_announced() -> None:
    filled = find_values(card_of("yongjia-2009"), APPLICATION, Wishes({}))
    assert (filled.values["narrative"], [problem.code for problem in filled.problems]) == ("", ["T108"])


def test_a_draft_holds_only_the_communitys_own_figures_and_is_marked() -> None:
    card = card_of(
        "taizhou-2019", {"labour_willing": 2000, "employed": 1939, "base_site": True, "base_system": False}
    )
    filled = find_values(card, RECOMMENDATION, Wishes({}, draft=True))
    expected = "户籍人口中有劳动能力和就业愿望的适龄人员2000人，其中已就业1939人，就业率96.95%。设有专门服务场地（窗口）。"
    assert filled.values["narrative"] == expected
    assert [problem.code for problem in filled.problems] == ["T109"]


def test_a_draft_of_nothing_stays_empty() -> None:
    filled = find_values(card_of("taizhou-2019"), RECOMMENDATION, Wishes({}, draft=True))
    assert (filled.values["narrative"], [problem.code for problem in filled.problems]) == ("", ["T108"])


def test_a_drafted_rate_is_cut_and_says_about() -> None:
    monthly = {"target_employed": [2] * 12, "target_total": [3] * 12}
    filled = find_values(card_of("yongjia-2009", monthly=monthly), APPLICATION, Wishes({}, draft=True))
    assert filled.values["narrative"] == "十二个月平均就业率约66.66%。"


def test_columns_are_wished_by_name_and_source() -> None:
    known = [load_form(name) for name in rubric_of("yongjia-2009").forms]
    assert read_column_wishes(known, ["township=computed"]) == {"township": "computed"}
    for wish in ("village=computed", "township=guess", "township"):
        with pytest.raises(FormgenError) as caught:
            read_column_wishes(known, [wish])
        assert caught.value.usage
        assert (
            "栏可为self、township、county、city，来源可为entered、computed、final、either、blank"
            in caught.value.problems[0].mend
        )


def test_a_drafted_document_says_so_until_somebody_types_over_the_draft() -> None:
    (form,) = (each for each in forms_of(rubric_of("taizhou-2019")) if each.form.id == RECOMMENDATION.id)
    card = card_of("taizhou-2019", {"labour_willing": 2000, "employed": 1939})
    filled = fill_form(card, form, Wishes({}, draft=True))
    assert filled.drafted == ("narrative",)
    for document in filled.documents:
        assert document.drafted == ("narrative",)
        opened = form.templates[document.suffix].open(document.data)
        assert opened.drafted
        typed = opened.rewrite(
            {opened.slots.index("narrative"): "自己写的成效。"}, opened.checksums or [], document.drafted
        )
        assert not form.templates[document.suffix].open(typed).drafted


def test_a_document_without_drafts_says_none() -> None:
    (form,) = (each for each in forms_of(rubric_of("taizhou-2019")) if each.form.id == RECOMMENDATION.id)
    written = card_of("taizhou-2019", facts={"narrative": "自己写的成效。"})
    for document in fill_form(written, form, Wishes({}, draft=True)).documents:
        assert not form.templates[document.suffix].open(document.data).drafted


def test_the_contents_of_a_score_form_have_a_slot_for_every_row_and_column() -> None:
    rubric, form = rubric_of("yongjia-2009"), load_form("yongjia-scorecard")
    contents = contents_of(rubric, form)
    rows = [row for section in contents.sections for row in section.rows]
    assert [row.texts["number"] for row in rows] == [each.number for each in rubric.criteria.values()]
    assert rows[0].columns == {column: f"item1.{column}" for column in form.spec.columns}
    assert contents.total.columns == {column: f"total.{column}" for column in form.spec.columns}
    assert [at for at, each in enumerate(contents.sections) if each.ends_page] == [2]
    assert (contents.identity, contents.named_by) == (
        {"rubric": "yongjia-2009", "form": "yongjia-scorecard"},
        ("name", "township"),
    )


def decided(**county: str) -> Scorecard:
    """前屿村 of the sample, fully computed (84 and 4.5 points), and what the county entered."""
    (read,) = [each for each in notice("taizhou-2019").read(SAMPLE).communities if each.name == "前屿村"]
    figures = {key: Figure(Fraction(text), text, read.place) for key, text in county.items()}
    return score(rubric_of("taizhou-2019"), replace(read, scores={"county": figures}))


MOST = {key: str(each.points) for key, each in rubric_of("taizhou-2019").criteria.items()}
INDICATORS = load_form("taizhou-indicators")
INDICATOR_SLOTS = [
    slot for slot in find_values(decided(), INDICATORS, Wishes({})).values if slot.endswith(".score")
]


def test_a_column_of_final_scores_prints_the_deciding_level_once_it_entered_everything() -> None:
    through, lacking = decided(**MOST), decided(item1="5")
    assert find_values(through, INDICATORS, Wishes({})).values["total.score"] == 100
    assert find_values(lacking, INDICATORS, Wishes({})).values["total.score"] == 84
    assert find_values(lacking, INDICATORS, Wishes({})).problems == ()


def test_nothing_is_printed_as_final_while_points_of_an_unknown_level_wait() -> None:
    card = decided(item1="5")
    stray = Figure(None, "县级复核分", card.community.place)
    card = score(card.rubric, replace(card.community, stray=(stray,)))
    values = find_values(card, INDICATORS, Wishes({}))
    assert {values.values[key] for key in INDICATOR_SLOTS} == {""}
    assert values.problems == ()
    (told,) = find_values(card, INDICATORS, Wishes({"score": "computed"})).problems
    assert told.code == "T140"
    assert "合计印84分，汇总表、排名待定（有一级评分认不出是哪一级，评分栏写的是“县级复核分”" in told.message


def test_a_total_on_the_form_that_is_not_the_final_score_is_told() -> None:
    (problem,) = find_values(decided(item1="5"), INDICATORS, Wishes({"score": "either"})).problems
    assert problem.code == "T140"
    assert "上“得分”栏合计印86分，汇总表、排名按计算的84分" in problem.message
    (problem,) = find_values(decided(**MOST), INDICATORS, Wishes({"score": "computed"})).problems
    assert "上“得分”栏合计印84分，汇总表、排名按县级的100分" in problem.message


def test_what_does_not_apply_is_printed_so_and_left_out_of_the_total(county_file: Any) -> None:
    rubric = county_file("taizhou-2019", "chosen: {P03: not_applicable}\n")
    card = score(rubric, decided().community)
    nobody = {
        key: replace(each, value=Fraction(0))
        for key, each in card.community.indicators.items()
        if key in {"labour_willing", "employed", "certified"}
    }
    community = replace(card.community, indicators={**card.community.indicators, **nobody})
    values = find_values(score(rubric, community), INDICATORS, Wishes({})).values
    assert values["item1.score"] == values["item3.score"] == "不适用"
    assert values["total.score"] == "77→ 85.56"
