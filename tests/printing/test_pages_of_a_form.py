"""A form has the pages that its ``form.yaml`` promises: its blank may be wrong as well, as where its fonts are missing."""

from dataclasses import replace
from pathlib import Path

import pytest
from support import forms_of, rubric_of
from support.fake_office import FakeOffice

from formgen.commands.build import plan_build
from formgen.folder.build import build_folder
from formgen.folder.plan import Options
from formgen.forms.compiled import CompiledForm
from formgen.printing.document_list import list_documents, make_sort_key
from formgen.printing.options import Choice
from formgen.printing.print_run import open_print_run

RUBRIC = "yongjia-2009"
DATA = "communities:\n  - {name: 竹里社区, township: 上塘镇}\n"


def promising(form: CompiledForm, pages: int | None) -> CompiledForm:
    """Return a form that promises another number of pages."""
    return replace(form, form=replace(form.form, spec=form.form.spec.model_copy(update={"pages": pages})))


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        ({"yongjia-application": 1, "yongjia-scorecard": 2}, []),
        ({"yongjia-application": None, "yongjia-scorecard": None}, []),
        ({"yongjia-application": 1, "yongjia-scorecard": 3}, ["考核评分表.docx”印出来有2页，应是3页。"]),
        ({"yongjia-application": 2, "yongjia-scorecard": 2}, ["申报表.docx”印出来有1页，应是2页。"]),
    ],
)
def test_pages_are_counted_against_the_promise_and_else_against_the_blank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: dict[str, int | None], told: list[str]
) -> None:
    FakeOffice(tmp_path / "office", monkeypatch)
    (tmp_path / "data.yaml").write_text(DATA, encoding="utf-8")
    build_folder(plan_build(tmp_path / "data.yaml", RUBRIC, Options()), tmp_path / "表格")
    rubric = rubric_of(RUBRIC)
    forms = [promising(form, pages[form.form.id]) for form in forms_of(rubric)]
    items = list_documents(tmp_path / "表格", forms, Choice(), make_sort_key([], rubric.forms)).items
    with open_print_run(forms) as run:
        found = [str(each) for each in run.check(items).problems if each.code == "F138"]
    assert len(found) == len(told)
    assert all(words in line for words, line in zip(told, found, strict=True))


def test_the_bundled_forms_promise_the_pages_of_their_notices() -> None:
    promised = {
        form.form.id: form.form.spec.pages
        for rubric in ("yongjia-2009", "taizhou-2019")
        for form in forms_of(rubric_of(rubric))
    }
    assert promised == {
        "yongjia-application": 1,
        "yongjia-scorecard": 2,
        "taizhou-indicators": 2,
        "taizhou-recommendation": 1,
    }
