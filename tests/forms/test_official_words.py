"""The words of the official forms: what the scan left of them, and nothing that the notice does not print."""

import pytest
from support.filled_forms import FORMS

from formgen.rubric.load import load_rubric

SCANNED = {  # the left one of two characters on each line
    "township_opinion": "乡劳保所见",
    "county_opinion": "县事动障门见",
    "city_opinion": "市动障门见",
}


@pytest.mark.parametrize(("field", "left"), SCANNED.items())
def test_a_label_in_two_columns_leaves_the_characters_that_the_scan_kept(field: str, left: str) -> None:
    facts = load_rubric("yongjia-2009").facts
    label = FORMS["yongjia-application.docx"][0].form.spec.fields[field].label
    assert label == facts[field].zh
    assert label[::2] == left


@pytest.mark.parametrize("rubric", ["yongjia-2009", "taizhou-2019"])
def test_the_former_name_of_the_county_label_stands_on_no_form(rubric: str) -> None:
    shown = [each.zh for each in load_rubric(rubric).facts.values()]
    assert [each for each in shown if "人事劳动社会保障" in each] == []
