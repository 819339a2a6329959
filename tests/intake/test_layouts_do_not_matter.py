"""Whatever the layout, the same is read: rows and columns in any order, remarks and foreign sheets, and the four formats."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from formgen.intake import Intake, open_bytes, open_records
from formgen.problems import errors_in
from formgen.rubric.load import load_rubric

_RUBRICS = {name: load_rubric(name) for name in ("taizhou-2019", "yongjia-2009")}
_PLACES = ["钓浜", "前屿村", "坞根社区", "沙头", "东塘村", "月湾村", "五里", "城东社区"]
_FURNITURE: list[list[Any]] = [
    ["合计", "", 9, 9],
    ["", "全镇合计", 9, 9],
    ["", "平均（4个村）", 9, 9],
    ["注：人数为年底数"],
    ["填表人：张三", "", "审核：李四"],
    ["", "其中：女性", 3, 4],
    [],
    ["", "", "人", "人"],
]
_SHEETS: dict[str, list[list[Any]]] = {
    "名册": [["社区名称", "姓名"], ["钓浜", "张三"]],
    "说明": [["各村请于月底前报送"]],
    "社区数据 (2)": [["社区名称", "户数", "家庭户数"], ["钓浜", 9, 9], ["前屿村", 9, 9]],
    "透视表": [["行标签", "求和", "计数"], ["甲", 1, 2]],
}
_INVITING = {"D154", "D155", "D158", "D115"}  # columns that are not there, and what was left unread
_INVITING |= {"D232"}  # the lines of totals are drawn, and add nothing up


def values(intake: Intake) -> list[Any]:
    """Return what was read, in an order of its own, without places."""
    return sorted(
        (
            each.full_name,
            sorted((key, fact.text) for key, fact in each.facts.items()),
            sorted((key, str(figure.value)) for key, figure in each.indicators.items()),
        )
        for each in intake.communities
    )


@st.composite
def records(draw: st.DrawFn, name: str) -> list[dict[str, Any]]:
    """Draw communities with some whole numbers and answers."""
    rubric = _RUBRICS[name]
    kinds = {"count": st.integers(0, 999).map(str), "yesno": st.sampled_from(["是", "否"])}
    indicators = {key: kinds[each.kind] for key, each in rubric.indicators.items() if each.kind in kinds}
    keys = draw(st.lists(st.sampled_from(sorted(indicators)), min_size=2, max_size=6, unique=True))
    places = draw(st.lists(st.sampled_from(_PLACES), min_size=2, max_size=5, unique=True))
    return [
        {
            "name": place,
            "township": draw(st.sampled_from(["甲镇", "乙街道"])),
            "facts": {"households": draw(kinds["count"])},
            "indicators": {key: draw(indicators[key]) for key in keys},
        }
        for place in places
    ]


def table(name: str, data: list[dict[str, Any]]) -> list[list[str]]:
    """Return the records as a table with a header."""
    rubric = _RUBRICS[name]
    keys = list(data[0]["indicators"])
    head = ["乡镇", "社区名称", rubric.facts["households"].zh, *(rubric.indicators[key].zh for key in keys)]
    rows = [
        [
            each["township"],
            each["name"],
            each["facts"]["households"],
            *(each["indicators"][key] for key in keys),
        ]
        for each in data
    ]
    return [head, *rows]


def as_book(tables: dict[str, list[list[Any]]]) -> bytes:
    made = Workbook()
    assert made.active is not None
    made.remove(made.active)
    for title, rows in tables.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append([int(cell) if str(cell).isdecimal() else cell for cell in row])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def asks_for_commas(read: Any) -> bool:
    """Whether figures of a CSV look like one that its comma divided (1 and 100 in a column of hundreds): it is asked."""
    return any(problem.code == "D170" for problem in read.problems)


def as_csv(rows: list[list[Any]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


@pytest.mark.parametrize("name", sorted(_RUBRICS))
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_the_same_is_read_however_the_table_is_laid_out(name: str, data: st.DataObject) -> None:
    drawn = data.draw(records(name))
    rubric = _RUBRICS[name]
    plain = open_records({"communities": drawn}, rubric).read_all()
    head, *rows = table(name, drawn)
    order = data.draw(st.permutations(range(len(head))))
    mixed = [*data.draw(st.permutations(rows))]
    lines = [[row[at] for at in order] for row in (head, *mixed)]
    for extra in data.draw(st.lists(st.sampled_from(_FURNITURE), max_size=4)):
        full = [*extra, *[""] * (len(head) - len(extra))]
        lines.insert(data.draw(st.integers(1, len(lines))), [full[at] for at in order])
    read = open_bytes(as_csv(lines), rubric, "数据.csv").read_all()
    assume(not asks_for_commas(read))
    assert values(read) == values(plain)
    assert {each.code for each in read.problems} <= _INVITING
    chosen = data.draw(st.lists(st.sampled_from(sorted(_SHEETS)), unique=True))
    tables = {"社区数据": lines, **{title: _SHEETS[title] for title in chosen}}
    titles = data.draw(st.permutations(sorted(tables)))
    read = open_bytes(as_book({title: tables[title] for title in titles}), rubric, "数据.xlsx").read_all()
    assert values(read) == values(plain)
    assert {each.code for each in read.problems} <= _INVITING


@pytest.mark.parametrize("name", sorted(_RUBRICS))
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_the_four_formats_and_the_sheet_on_its_side_say_the_same(name: str, data: st.DataObject) -> None:
    drawn = data.draw(records(name))
    rubric, rows = _RUBRICS[name], table(name, drawn)
    text = json.dumps({"communities": drawn}, ensure_ascii=False)
    turned = [list(column) for column in zip(*rows, strict=True)]
    sources = {
        "a.json": text.encode(),
        "a.yaml": text.encode(),
        "a.csv": as_csv(rows),
        "turned.csv": as_csv(turned),
        "a.xlsx": as_book({"社区数据": rows}),
        "turned.xlsx": as_book({"社区数据": turned}),
    }
    taken = {file: open_bytes(content, rubric, file).read_all() for file, content in sources.items()}
    assume(not any(asks_for_commas(each) for each in taken.values()))
    read = {file: values(each) for file, each in taken.items()}
    expected = values(open_records({"communities": drawn}, rubric).read_all())
    assert {file: found == expected for file, found in read.items()} == dict.fromkeys(sources, True)


def test_the_samples_in_disorder_are_the_sample_in_order() -> None:
    folder = Path(__file__).parents[2] / "samples"
    rubric = _RUBRICS["taizhou-2019"]
    messy = [path for path in (folder / "messy").iterdir() if path.suffix in {".csv", ".xlsx"}]
    assert len(messy) == 3
    for path in messy:
        intake = open_bytes(path.read_bytes(), rubric, path.name).read_all()
        assert [each.name for each in intake.communities] == ["云屿村", "沙岙村", "后岙村"]
        assert errors_in(intake.problems) == []
        assert not {each.code for each in intake.problems} & {"D121", "D151", "D156", "D159", "D163"}
