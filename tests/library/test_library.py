"""The library as an engineer embeds it."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

import formgen
from formgen import assets
from formgen.office import identity
from formgen.office.package import parts_in

SAMPLE = assets.folder("samples") / "taizhou-2019" / "data.xlsx"


@pytest.fixture(scope="module")
def notice() -> formgen.Notice:
    return formgen.notice("taizhou-2019")


@pytest.fixture(scope="module")
def data(notice: formgen.Notice) -> formgen.Data:
    return notice.read(SAMPLE)


def test_a_workbook_gives_communities_and_problems(data: formgen.Data) -> None:
    assert [each.name for each in data.communities][:2] == ["云屿村", "前屿村"]
    assert data.problems == ()
    assert {problem.code for problem in data.score().problems} == {"D113", "D114"}


def test_a_community_is_scored_and_every_point_explained(notice: formgen.Notice, data: formgen.Data) -> None:
    card = notice.score(data.communities[0])
    assert isinstance(card.total, Fraction)
    assert card.outcomes.keys() == notice.rubric.criteria.keys()
    assert all(each.sentences for each in card.explain())


def test_a_form_is_filled_in_memory(notice: formgen.Notice, data: formgen.Data, tmp_path: Path) -> None:
    card = notice.score(data.communities[0])
    document = notice.form("taizhou-indicators").fill(card)
    assert document.name == "云屿村-评价指标.docx"
    path = tmp_path / document.name
    path.write_bytes(document.data)
    assert identity.read_says(path)["name"] == "云屿村"


def test_a_form_with_two_templates_is_filled_in_the_kind_that_is_asked_for(
    notice: formgen.Notice, data: formgen.Data
) -> None:
    form = notice.form("taizhou-indicators")
    assert form.suffixes == (".docx", ".xlsx")
    assert form.fill(notice.score(data.communities[0]), suffix=".xlsx").name.endswith(".xlsx")


def test_a_draft_says_so(notice: formgen.Notice, data: formgen.Data, tmp_path: Path) -> None:
    form = notice.form("taizhou-recommendation")
    cards = [notice.score(each) for each in data.communities]
    drafts = [document for card in cards if (document := form.fill(card, draft=True)).drafted]
    assert drafts
    for document in drafts:
        path = tmp_path / document.name
        path.write_bytes(document.data)
        assert identity.read_says(path)["drafted"] == " ".join(document.drafted)
        assert "T109" in {problem.code for problem in document.problems}
    assert not any(form.fill(card).drafted for card in cards)


def test_the_library_fills_the_same_bytes_as_a_build(
    notice: formgen.Notice, data: formgen.Data, tmp_path: Path
) -> None:
    notice.build(data, tmp_path, formgen.Options(draft=True))
    for community in data.communities[:3]:
        for name in notice.rubric.forms:
            for suffix in notice.form(name).suffixes:
                document = notice.form(name).fill(notice.score(community), draft=True, suffix=suffix)
                built = next(tmp_path.rglob(document.name))
                assert parts_in(built) == parts_in_bytes(document.data, tmp_path / "x")


def parts_in_bytes(data: bytes, path: Path) -> dict[str, bytes]:
    path.write_bytes(data)
    return parts_in(path)


def test_a_text_over_the_limit_of_the_notice_is_refused_with_its_problem(notice: formgen.Notice) -> None:
    long = {"communities": [{"name": "甲村", "township": "乙镇", "facts": {"narrative": "字" * 301}}]}
    card = notice.score(notice.read(long).communities[0])
    with pytest.raises(formgen.FormgenError) as refused:
        notice.form("taizhou-recommendation").fill(card)
    assert "T103" in {problem.code for problem in refused.value.problems}


def test_data_may_be_bytes_or_records(notice: formgen.Notice, data: formgen.Data) -> None:
    assert notice.read(SAMPLE.read_bytes(), "data.xlsx").communities == data.communities
    records = {"communities": [{"name": "甲村", "township": "乙镇"}]}
    assert [each.full_name for each in notice.read(records).communities] == ["乙镇甲村"]


def test_bad_records_become_problems(notice: formgen.Notice) -> None:
    read = notice.read({"communities": [{"name": "甲村", "colour": "red"}]})
    assert {problem.code for problem in read.problems} == {"D119"}


def test_a_build_from_records_writes_forms_and_a_summary(notice: formgen.Notice, tmp_path: Path) -> None:
    built = notice.build({"communities": [{"name": "甲村", "township": "乙镇"}]}, tmp_path)
    assert built.files == len(list(tmp_path.rglob("*.docx"))) + len(list(tmp_path.rglob("*.xlsx")))
    assert (tmp_path / "乙镇" / "汇总表.xlsx").is_file()


@pytest.mark.parametrize(("name", "code"), [("no-such", "R115"), ("no-such.yaml", "F101")])
def test_a_notice_that_is_not_there_is_named(name: str, code: str) -> None:
    with pytest.raises(formgen.FormgenError) as missing:
        formgen.notice(name)
    assert [problem.code for problem in missing.value.problems] == [code]


def test_everything_offered_is_there_and_nothing_else() -> None:
    assert all(getattr(formgen, name) is not None for name in formgen.__all__)
    assert dir(formgen) == sorted(formgen.__all__)
    with pytest.raises(AttributeError, match="no_such_thing"):
        getattr(formgen, "no_such_thing")  # noqa: B009 - the name is not there


def test_importing_formgen_loads_nothing_heavy() -> None:
    program = (
        "import sys, formgen; print(sorted({'pydantic', 'lxml', 'openpyxl', 'docx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_types_are_shipped() -> None:
    assert (Path(formgen.__file__).parent / "py.typed").is_file()
