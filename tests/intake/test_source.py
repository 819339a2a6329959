"""A source opened: names and problems at once, values one community at a time, memory flat, results the same."""

import pickle
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.big_county import TOWNSHIPS, write_county

from formgen.intake import CommunityEntry, Source, files, open_source, read_community
from formgen.intake.rows import CellPattern, PackedRows
from formgen.intake.values import is_unprintable
from formgen.model import Community, Who
from formgen.problems import FormgenError, Place
from formgen.rubric.load import load_rubric
from formgen.rubric.schema import Rubric
from formgen.rubric.score import score

Book = Callable[..., Path]
County = Callable[[int], Path]
_RUBRICS = {name: load_rubric(name) for name in ("taizhou-2019", "yongjia-2009")}


@pytest.fixture
def county(tmp_path: Path, taizhou: Rubric) -> County:
    def make(count: int) -> Path:
        path = tmp_path / f"{count}.xlsx"
        write_county(path, taizhou, count)
        return path

    return make


def typed(source: Source, chosen: Any = None) -> dict[int, Community]:
    return {index: read_community(raw, source.catalogue)[0] for index, raw in source.raws(chosen)}


@pytest.mark.parametrize("name", sorted(_RUBRICS))
def test_a_county_is_made_for_every_rubric_without_a_problem(name: str, tmp_path: Path) -> None:
    rubric, path = _RUBRICS[name], tmp_path / "县.xlsx"
    write_county(path, rubric, 300)
    intake = open_source(path, rubric).read_all()
    assert intake.problems == ()
    assert len({each.full_name for each in intake.communities}) == 300
    assert len({each.township for each in intake.communities}) == TOWNSHIPS
    cards = [score(rubric, each) for each in intake.communities]
    assert not [problem for card in cards for problem in card.problems]


def test_the_entries_are_the_communities(county: County, taizhou: Rubric) -> None:
    path = county(90)
    source, intake = open_source(path, taizhou), open_source(path, taizhou).read_all()
    assert source.file == "90.xlsx"
    assert codes(source.problems) == []
    assert source.entries == tuple(
        CommunityEntry(Who(each.township, each.name), each.place) for each in intake.communities
    )
    assert source.entries[0].full_name == intake.communities[0].full_name


def test_some_communities_are_the_same_as_in_an_eager_reading(county: County, taizhou: Rubric) -> None:
    path = county(90)
    source, eager = open_source(path, taizhou), open_source(path, taizhou).read_all().communities
    assert typed(source) == dict(enumerate(eager))
    assert typed(source, [70, 3, 3]) == {3: eager[3], 70: eager[70]}
    assert list(typed(source, {70, 3})) == [3, 70]
    assert typed(source, []) == {}


def test_a_raw_community_travels_to_another_process(county: County, taizhou: Rubric) -> None:
    source = open_source(county(30), taizhou)
    raws = [raw for _, raw in source.raws()]
    assert len(raws) == 30
    for raw in raws:
        again = pickle.loads(pickle.dumps(raw))  # noqa: S301 - our own bytes
        assert again == raw
        assert read_community(again, taizhou) == read_community(raw, source.catalogue)


def _peak(source: Source) -> int:
    """Return the most bytes that are in use while all communities pass by."""
    for _ in source.raws([0]):
        pass
    tracemalloc.start()
    for _ in source.raws():
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_rows(county: County, taizhou: Rubric) -> None:
    few, many = (_peak(open_source(county(count), taizhou)) for count in (300, 3000))
    assert many < few * 1.1 + 50_000


def test_an_opened_county_takes_less_than_its_cells_would(county: County, taizhou: Rubric) -> None:
    path = county(1000)
    tracemalloc.start()
    source = open_source(path, taizhou)
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(source.entries) == 1000
    assert kept < 2_500 * 1000


_HEAD = ["乡镇", "社区名称", "户数", "有劳动能力和就业愿望的适龄人员数"]


def codes(problems: Any) -> list[str]:
    """Return the codes of problems but D154: the tables of these tests have few of the columns of a rubric."""
    return [problem.code for problem in problems if problem.code != "D154"]


def test_what_is_known_before_the_values_belongs_to_the_source(book: Book, yongjia: Rubric) -> None:
    data = [
        ["乡镇", "社区名称", "家庭户数", "天气"],
        ["甲镇", "东村", 1],
        ["甲镇", None, 2],
        ["甲镇", "坏\u007f村", 3],
    ]
    scores = [
        ["乡镇", "社区名称", "评分栏", "4 平台挂牌"],
        ["甲镇", "南村", "自评", 1],
        ["", "东村", "村级", 1],
    ]
    source = open_source(book(data, more={"各级评分": scores}), yongjia)
    assert codes(source.problems) == ["D102", "D104", "D126", "D127", "D121"]
    assert [entry.name for entry in source.entries] == ["东村"]


def test_values_are_judged_community_by_community(book: Book, taizhou: Rubric) -> None:
    source = open_source(book([_HEAD, ["甲镇", "东村", "多", 3], ["甲镇", "西村", 3, -1]]), taizhou)
    assert codes(source.problems) == []
    found = [read_community(raw, taizhou)[1] for _, raw in source.raws()]
    assert [codes(each) for each in found] == [["D106"], ["D108"]]


def test_communities_that_are_left_out_are_judged_when_the_source_is_opened(
    book: Book, taizhou: Rubric
) -> None:
    rows = [
        _HEAD,
        ["甲镇", "东村", "多", 3],
        ["甲镇", "西村", 3, 3],
        ["甲镇", "东 村", 3, "少"],
        ["甲镇", " "],
    ]
    source = open_source(book([*rows, ["甲镇", "坏\u007f村", "多", 3]]), taizhou)
    assert codes(source.problems) == ["D121", "D105", "D153", "D106", "D106"]
    assert [each.name for each in source.entries] == ["西村"]
    assert [raw.name and raw.name.text for _, raw in source.raws([0])] == ["西村"]


def test_two_rows_that_differ_are_a_problem_of_their_community(book: Book, yongjia: Rubric) -> None:
    scores = [
        ["社区名称", "评分栏", "4 平台挂牌"],
        ["东村", "自评", 1],
        ["东村", "self", 2],
        ["西村", "自评", 1],
    ]
    source = open_source(book([["社区名称"], ["东村"], ["西村"]], more={"各级评分": scores}), yongjia)
    assert codes(source.problems) == []
    assert [codes(raw.problems) for _, raw in source.raws()] == [["D120"], []]
    assert [codes(read_community(raw, source.catalogue)[1]) for _, raw in source.raws()] == [["D120"], []]


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.csv"])
def test_every_kind_of_file_can_be_opened(tmp_path: Path, taizhou: Rubric, name: str) -> None:
    texts = {
        "a.yaml": "communities:\n- {name: 东村, households: 3}\n- {name: 西村, households: 多}\n",
        "a.json": '{"communities": [{"name": "东村", "households": 3}, {"name": "西村", "households": "多"}]}',
        "a.csv": "社区,户数\n东村,3\n西村,多\n",
    }
    path = tmp_path / name
    path.write_text(texts[name], encoding="utf-8")
    source = open_source(path, taizhou)
    assert [entry.name for entry in source.entries] == ["东村", "西村"]
    assert [community.fact("households") for community in typed(source).values()] == ["3", "多"]
    assert open_source(path, taizhou).read_all().communities == tuple(typed(source).values())


def test_a_file_without_communities_is_refused_when_it_is_opened(book: Book, taizhou: Rubric) -> None:
    with pytest.raises(FormgenError, match="F106"):
        open_source(book([_HEAD]), taizhou)


# -- the parts of the reading --------------------------------------------------------------------------------
@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_the_size_of_the_pieces_changes_nothing(
    book: Book, taizhou: Rubric, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    path = book([_HEAD, ["甲镇", "东村", 3, 4], ["", "西村", 5, 6]], merge=["A2:A3"])
    whole = open_source(path, taizhou).read_all()
    monkeypatch.setattr(files, "_CHUNK", size)
    assert open_source(path, taizhou).read_all() == whole
    assert whole.communities[1].township == "甲镇"


def test_a_row_given_twice_counts_as_it_stands_last() -> None:
    rows = PackedRows("数据.xlsx", "表", ["共有"])
    text, shared = CellPattern(1, "text"), CellPattern(28, "text", shared=True)
    rows.add(5, [text], ["旧"], {0: "Z9"})
    rows.add(5, [text, shared], ["新", "0"])
    rows.add(2, [shared], ["0"], {0: "AB1"})
    assert len(rows) == 2
    assert list(rows) == [5, 2]
    assert [(cell.text, cell.reference) for cell in rows[5].values()] == [("新", "A5"), ("共有", "AB5")]
    assert rows[2][28].place == Place("数据.xlsx", "表", "AB1")
    assert list(rows.holding(28)) == [5, 2]
    assert list(rows.holding(1)) == [5]
    assert list(rows.holding(3)) == []
    assert 5 in rows
    assert rows.get(4) is None


_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}  # the direction of writing


def test_what_cannot_be_printed_is_what_unicode_says() -> None:
    everything = list(map(chr, range(0x110000)))
    expected = {
        sign
        for sign in everything
        if unicodedata.category(sign) in {"Cc", "Cs"}
        or ord(sign) & 0xFFFE == 0xFFFE
        or "\ufdd0" <= sign <= "\ufdef"
        or (unicodedata.bidirectional(sign) in _TURNING and unicodedata.category(sign) == "Cf")
        or sign in "\u061c\u200e\u200f"
    }
    assert set(filter(is_unprintable, everything)) == expected


@pytest.mark.parametrize(
    "text", ["２００９．９．１７", "二〇〇九年九月十七日", "②〇〇九年", "٢٠٠٩-09-17", " 2009 年 9 月 17 日"]
)
def test_a_date_is_found_however_it_begins(book: Book, taizhou: Rubric, text: str) -> None:
    path = book([["社区", "地址"], ["东村", text]])
    shown = text.strip() if text.startswith("②") else "2009年9月17日"
    assert open_source(path, taizhou).read_all().communities[0].fact("address") == shown


def test_a_cell_is_named_as_the_file_names_it(book: Book, taizhou: Rubric, tmp_path: Path) -> None:
    path = tmp_path / "怪.xlsx"
    with zipfile.ZipFile(book([["社区", "户数"], ["东村", 3]])) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'r="B2"', b'r="B7"'))
    (community,) = open_source(path, taizhou).read_all().communities
    assert community.facts["households"].place.cell == "B7"
    assert community.place.cell == "A2"
