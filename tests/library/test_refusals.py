"""What an engineer hands over that cannot be used: refused with a problem, before anything is written."""

import contextlib
import pickle
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

import formgen
from formgen import assets
from formgen.folder.plan import Options
from formgen.ledger import access
from formgen.model import Community
from formgen.problems import FormgenError
from formgen.rubric.score import Scorecard

SAMPLE = assets.folder("samples") / "taizhou-2019" / "data.xlsx"
OTHER = assets.folder("samples") / "yongjia-2009" / "data.xlsx"


@pytest.fixture(scope="module")
def notice() -> formgen.Notice:
    return formgen.notice("taizhou-2019")


@pytest.fixture(scope="module")
def card(notice: formgen.Notice) -> formgen.Scorecard:
    return notice.score(notice.read(SAMPLE).communities[0])


@contextlib.contextmanager
def refused(code: str, *words: str) -> Iterator[None]:
    """Expect a FormgenError with a problem of a code that says some words."""
    with pytest.raises(formgen.FormgenError) as caught:
        yield
    told = [str(problem) for problem in caught.value.problems if problem.code == code]
    assert told, caught.value
    assert all(any(word in line for line in told) for word in words), told


# -- data ---------------------------------------------------------------------------------------------
def nested(depth: int) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for _ in range(depth):
        tree = {"communities": tree}
    return tree


def endless() -> dict[str, Any]:
    tree: dict[str, Any] = {"communities": []}
    tree["communities"].append(tree)
    return tree


def one(**more: object) -> dict[str, Any]:
    return {"communities": [{"name": "甲村", "township": "乙镇", **more}]}


NOBODY: dict[str, tuple[Any, str, str]] = {
    "an empty mapping": ({}, "F106", "“data”里没有读到任何社区"),
    "no communities": ({"communities": []}, "F106", "“data”里没有读到任何社区"),
    "communities that are nothing": ({"communities": None}, "F106", "“data”里没有读到任何社区"),
    "no bytes": (b"", "F106", "“data”里没有读到任何社区"),
    "nothing": (None, "F102", "不是NoneType"),
    "a list": ([], "F102", "应当是路径、字节或"),
    "a list of communities": ([{"name": "甲村"}], "F102", "不是list"),
    "a number": (3, "F102", "不是int"),
    "a set": (set(), "F102", "不是set"),
    "a path with a NUL": ("a\0b.xlsx", "F101", "找不到文件“a�b.xlsx”"),
    "a path that is too long": ("x" * 5000, "F101", "找不到文件“xxx"),
    "a huge number": (one(indicators={"employed": 10**5000}), "F105", "有一个数有几千位"),
    "a huge number as a key": ({10**5000: 1}, "F105", "有一个数有几千位"),
    "records within themselves": (endless(), "R101", "嵌套太深"),
    "records 5000 deep": (nested(5000), "R101", "嵌套太深"),
    "an object": (
        one(phone=object()),
        "D135",
        "“communities[0].phone”应当是文字、数、是否或日期，不是object",
    ),
    "bytes as a value": (one(phone=b"12"), "D135", "不是bytes"),
    "a generator": ({"communities": iter([])}, "D135", "“communities”应当是"),
}


@pytest.mark.parametrize(("data", "code", "words"), NOBODY.values(), ids=NOBODY)
def test_data_without_communities_or_of_no_kind_are_refused_and_the_folder_is_left(
    data: Any, code: str, words: str, notice: formgen.Notice, tmp_path: Path
) -> None:
    with refused(code, words):
        notice.read(data)
    with refused(code, words):
        notice.build(data, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("data", [{"comunities": []}, one(name=""), {"communities": [None]}])
def test_data_in_which_nobody_can_be_used_change_no_folder_that_was_built(
    data: Any, notice: formgen.Notice, tmp_path: Path
) -> None:
    notice.build(SAMPLE, tmp_path, formgen.Options(jobs=1))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert notice.read(data).problems
    with refused("F106", "没有读到任何社区"):
        notice.build(data, tmp_path, formgen.Options(jobs=1))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_of_every_kind_are_read(kind: Callable[[bytes], Any], notice: formgen.Notice) -> None:
    assert len(notice.read(kind(SAMPLE.read_bytes()), "data.xlsx").communities) == 12


def test_records_may_be_any_mapping_and_sequence(notice: formgen.Notice) -> None:
    read = notice.read({"communities": deque([{"name": "甲村", "township": "乙镇"}])})
    assert [each.full_name for each in read.communities] == ["乙镇甲村"]


# -- another notice -----------------------------------------------------------------------------------
def test_data_and_cards_of_another_notice_are_refused_with_both_names(
    notice: formgen.Notice, tmp_path: Path
) -> None:
    other = formgen.notice("yongjia-2009")
    data = other.read(OTHER)
    names = ("“yongjia-2009”", "“taizhou-2019”")
    with refused("T133", *names):
        notice.build(data, tmp_path / "out")
    with refused("T133", "清溪社区", *names):
        notice.score(data.communities[0])
    with refused("T133", *names):
        notice.form("taizhou-recommendation").fill(other.score(data.communities[0]))
    assert not (tmp_path / "out").exists()


def test_a_card_by_another_reading_of_the_notice_is_refused(card: formgen.Scorecard, tmp_path: Path) -> None:
    reading = next(iter(card.rubric.interpretations))
    readings = card.rubric.interpretations[reading].readings
    chosen = next(each for each in readings if each != card.rubric.reading(reading))
    (tmp_path / "own.yaml").write_text(
        f"id: taizhou-2019\nextends: taizhou-2019\nchosen: {{{reading}: {chosen}}}\n", encoding="utf-8"
    )
    with refused("T133", f"taizhou-2019（{reading}＝{chosen}）"):
        formgen.notice(tmp_path / "own.yaml").form("taizhou-indicators").fill(card)


# -- wishes -------------------------------------------------------------------------------------------
COLUMNS = [{"score": "bogus"}, {"bogus": "computed"}, ["score"], "score=bogus"]


@pytest.mark.parametrize("columns", COLUMNS)
def test_an_unknown_column_or_source_is_refused_by_fill_and_by_build(
    columns: Any, notice: formgen.Notice, card: formgen.Scorecard, tmp_path: Path
) -> None:
    with refused("T105", "栏可为score，来源可为entered、computed、final、either、blank"):
        notice.form("taizhou-indicators").fill(card, columns=columns)
    with refused("T105", "栏可为score"):
        notice.build(SAMPLE, tmp_path / "out", formgen.Options(columns=columns))


@pytest.mark.parametrize("columns", [{"score": "blank"}, ["score=blank"], "score=blank"])
def test_a_column_may_be_asked_for_as_a_mapping_or_as_the_command_does(
    columns: Any, notice: formgen.Notice, card: formgen.Scorecard
) -> None:
    form = notice.form("taizhou-indicators")
    assert form.fill(card, columns=columns).data == form.fill(card, columns={"score": "blank"}).data
    assert form.fill(card, columns=columns).data != form.fill(card).data
    assert notice.plan(SAMPLE, formgen.Options(columns=columns)).basis.wishes.columns == {"score": "blank"}


@pytest.mark.parametrize(
    "day", ["2026-11-25", "20261125", "2026年11月25日", "2026.11.25", date(2026, 11, 25)]
)
def test_a_date_is_printed_and_remembered_in_one_spelling(day: Any) -> None:
    notice, sample = formgen.notice("yongjia-2009"), assets.folder("samples") / "yongjia-2009" / "data.xlsx"
    card = next(each for each in notice.read(sample).score().cards if each.community.fact("narrative"))
    form = notice.form("yongjia-application")
    assert form.fill(card, date=day).data == form.fill(card, date="2026年11月25日").data
    assert form.fill(card, date=day).data != form.fill(card).data
    assert notice.plan(sample, formgen.Options(date=day)).basis.inputs.wishes["date"] == "2026年11月25日"


def test_a_date_is_printed_on_no_form_without_the_applicants_date(
    notice: formgen.Notice, card: formgen.Scorecard
) -> None:
    form = notice.form("taizhou-recommendation")
    assert form.fill(card, date="2026-11-25").data == form.fill(card).data


@pytest.mark.parametrize("day", ["garbage", "2026-13-01", "2026-02-30", 20261125])
def test_what_is_no_date_is_refused(
    day: Any, notice: formgen.Notice, card: formgen.Scorecard, tmp_path: Path
) -> None:
    with refused("D139", f"读到的是“{day}”"):
        notice.form("taizhou-recommendation").fill(card, date=day)
    with refused("D139", f"读到的是“{day}”"):
        notice.build(SAMPLE, tmp_path / "out", formgen.Options(date=day))


@pytest.mark.parametrize("suffix", [".pdf", "xlsx", "", ".DOCX"])
def test_a_kind_of_document_without_a_template_is_refused(
    suffix: str, notice: formgen.Notice, card: formgen.Scorecard
) -> None:
    with refused("T134", f"“评价指标”没有“{suffix}”的模板", "可用的有：.docx、.xlsx"):
        notice.form("taizhou-indicators").fill(card, suffix=suffix)


@pytest.mark.parametrize("layout", ["flat", formgen.Layout("{township}-{name}-{form}")])
def test_a_layout_may_be_named(layout: Any, notice: formgen.Notice) -> None:
    files = set(notice.plan(SAMPLE, formgen.Options(layout=layout)).files())
    assert "云屿镇-云屿村-推荐表.docx" in files


def test_a_layout_that_cannot_be_used_is_refused(notice: formgen.Notice) -> None:
    with refused("T110", "“../{name}”"):
        notice.plan(SAMPLE, formgen.Options(layout="../{name}"))


def test_one_community_or_township_may_be_named_without_a_list(notice: formgen.Notice) -> None:
    whole = notice.plan(SAMPLE)
    assert len(notice.plan(SAMPLE, formgen.Options(only="前屿村")).chosen) == 1
    assert notice.plan(SAMPLE, formgen.Options(townships="云屿镇")).chosen == whole.chosen
    assert len(notice.read(SAMPLE).score("前屿村").cards) == 1


# -- forms and paths ----------------------------------------------------------------------------------
NAMES = ["../evil/x", "/etc", "a/b", "a\\b", "..", ".", "", " ", "a\0b", "x" * 5000, None, 3]


@pytest.mark.parametrize("name", NAMES, ids=[repr(name)[:12] for name in NAMES])
def test_a_form_is_asked_for_by_a_plain_name(name: Any, notice: formgen.Notice) -> None:
    with refused("R105", "要写 templates 下的文件夹名，不能带路径"):
        notice.form(name)


@pytest.mark.parametrize("path", ["a\0.yaml", "x" * 5000 + ".yaml"])
def test_a_path_that_no_notice_can_have_is_refused(path: str) -> None:
    with refused("F101", "找不到文件"):
        formgen.notice(path)


@pytest.mark.parametrize("folder", ["x" * 5000, "a\0b", None])
def test_a_path_that_no_folder_can_have_is_refused(folder: Any, notice: formgen.Notice) -> None:
    with refused("F101", "找不到文件"):
        notice.build(SAMPLE, folder)


def test_a_notice_and_its_data_stay_those_of_the_folder_they_were_opened_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.yaml").write_text("id: own\nextends: taizhou-2019\n", encoding="utf-8")
    (tmp_path / "data.xlsx").write_bytes(SAMPLE.read_bytes())
    (tmp_path / "away").mkdir()
    monkeypatch.chdir(tmp_path)
    notice = formgen.notice("own.yaml")
    plan, data = notice.plan("data.xlsx"), notice.read("data.xlsx")
    monkeypatch.chdir(tmp_path / "away")
    assert len(plan.chosen) == len(data.communities)
    notice.build(data, "out", formgen.Options(jobs=1, only="前屿村"))
    with access.look_into(tmp_path / "away" / "out") as ledger:
        assert ledger is not None
        last = ledger.last_build()
        assert last is not None
        assert last.inputs is not None
        assert (last.data, ledger.inputs_of(last.inputs).rubric_name) == (
            "../../data.xlsx",
            "../../own.yaml",
        )


def test_a_form_can_be_sent_to_another_process(notice: formgen.Notice, card: formgen.Scorecard) -> None:
    form = notice.form("taizhou-indicators")
    _ = notice.compiled_forms
    sent, whole = pickle.loads(pickle.dumps((form, notice)))  # noqa: S301 - our own bytes
    assert sent.fill(card).data == form.fill(card).data == whole.form("taizhou-indicators").fill(card).data


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (Options(jobs=0), "“jobs”不能是0"),
        (Options(jobs=-1), "“jobs”不能是-1"),
        (Options(jobs=True), "“jobs”不能是True"),
        (Options(jobs=cast("int", "2")), "“jobs”不能是'2'"),
        (Options(only=cast("str", 5)), "“only”不能是5"),
        (Options(townships=cast("str", [None])), "“townships”不能是[None]"),
        (cast("Options", None), "“options”不能是None"),
        (cast("Options", {"draft": True}), "“options”不能是{'draft': True}"),
    ],
)
def test_an_option_that_cannot_be_is_refused_before_anything_is_written(
    tmp_path: Path, options: Options, words: str
) -> None:
    notice = formgen.notice("taizhou-2019")
    with pytest.raises(FormgenError) as caught:
        notice.build({"communities": [{"name": "甲村"}]}, tmp_path / "表格", options)
    assert [each.code for each in caught.value.problems] == ["F171"]
    assert words in caught.value.problems[0].message
    assert not (tmp_path / "表格").exists()


@pytest.mark.parametrize("folder", ["", "  "])
def test_no_folder_is_not_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FormgenError, match="“folder”不能是"):
        formgen.notice("taizhou-2019").build({"communities": [{"name": "甲村"}]}, folder)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given", [None, 5, "甲村", {"name": "甲村"}])
def test_what_is_no_community_and_no_scorecard_is_refused(given: object) -> None:
    notice = formgen.notice("taizhou-2019")
    with pytest.raises(FormgenError, match="“community”不能是"):
        notice.score(cast("Community", given))
    with pytest.raises(FormgenError, match="“card”不能是"):
        notice.form("taizhou-indicators").fill(cast("Scorecard", given))


@pytest.mark.parametrize("name", ["data.csv", "own.yaml"])
def test_a_file_that_may_not_be_read_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    file = tmp_path / name
    file.write_text("x", encoding="utf-8")

    def refuse(_: Path) -> bytes:
        raise PermissionError

    notice = formgen.notice("taizhou-2019")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(FormgenError, match="没有读取权限") as caught:
        _ = notice.read(file).communities if name.endswith("csv") else formgen.notice(file)
    assert caught.value.problems[0].code == "F169"
