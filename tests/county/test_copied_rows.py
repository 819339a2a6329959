"""Communities that have the figures or the text of another one."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from formgen import library
from formgen.commands.check import check_data
from formgen.commands.days_ahead import find_days_ahead

_SAMPLE = Path(__file__).parents[2] / "samples/taizhou-2019/communities.yaml"
_TEXT = "{}现有560户、1820人。便民服务中心一楼辟为就业服务窗口，专人值守，使用信息系统录入。"


@pytest.fixture(scope="module")
def notice() -> library.Notice:
    return library.notice("taizhou-2019")


_CODES = {"D226", "D242", "D243"}


def told(notice: library.Notice, tmp_path: Path, **changes: Any) -> list[str]:
    """Return what is told of a second community that has the figures of the first, but for some changes."""
    first = yaml.safe_load(_SAMPLE.read_text(encoding="utf-8"))["communities"][0]
    first["facts"]["narrative"] = _TEXT.format("云屿村")
    second = {
        "name": "前屿村",
        "township": first["township"],
        "facts": first["facts"] | changes.pop("facts", {}),
        "indicators": first["indicators"] | changes,
    }
    path = tmp_path / "data.yaml"
    path.write_text(yaml.safe_dump({"communities": [first, second]}, allow_unicode=True), encoding="utf-8")
    return [each.message for each in notice.read(path).score().problems if each.code in _CODES]


def test_a_row_of_the_same_figures_is_asked_about(notice: library.Notice, tmp_path: Path) -> None:
    same = told(notice, tmp_path, facts={"narrative": "", "phone": "0576-00002026"})
    assert [each.partition("（")[0] for each in same] == ["“云屿镇前屿村”的43项指标和“云屿镇云屿村”"]
    assert told(notice, tmp_path, employed=979, facts={"narrative": ""}) == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (_TEXT.format("云屿村"), True),
        (f"全村积极作为。{_TEXT.format('云屿村')}", True),
        (f"在云屿镇的指导下，{_TEXT.format('前屿村')}", False),
        ("现有560户、1820人。便民服务中心一楼辟为就业服务窗口，与云屿村共建。", False),
        (f"前屿与邻村云屿村结对。{_TEXT.format('云屿村')}", False),
    ],
)
def test_a_text_about_another_community_is_asked_about(
    notice: library.Notice, tmp_path: Path, text: str, asked: bool
) -> None:
    words = "“云屿镇前屿村”的“建设成效”写的是“云屿镇云屿村”，没有提到“云屿镇前屿村”。"
    assert told(notice, tmp_path, employed=979, facts={"narrative": text}) == ([words] if asked else [])


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (
            ["2019-09-10", "2019-09-01", ""],
            "“县（市、区）人力社保部门意见日期”填的2019年9月1日早于“街道（乡镇）意见日期”的2019年9月10日。",
        ),
        (["2019年9月10日", "", "2019年9月9日"], "“市人力社保部门意见日期”填的2019年9月9日早于“街道（乡镇）"),
        (
            ["2019-09-10", "2026-12-31", ""],
            "填的2026年12月31日晚了一年多，前一个日期是“街道（乡镇）意见日期”",
        ),
        (["2019-09-10", "2019-09-10", "2019-10-08"], ""),
        (["", "2019-09-01", ""], ""),
    ],
)
def test_days_of_opinions_out_of_their_order_are_asked_about(
    notice: library.Notice, tmp_path: Path, days: list[str], words: str
) -> None:
    dated = dict(zip(("township_date", "county_date", "city_date"), days, strict=True))
    found = told(notice, tmp_path, employed=979, facts={"narrative": "", **dated})
    assert words in "".join(found)
    assert len(found) == bool(words)


@pytest.mark.parametrize(
    ("day", "asked"), [("2027-03-05", True), ("2027年1月29日", False), ("2026-10-05", False), ("待定", False)]
)
def test_a_day_that_is_far_ahead_is_asked_about(
    notice: library.Notice, tmp_path: Path, day: str, asked: bool
) -> None:
    facts = {"township_opinion": "同意", "township_date": day}
    community = {"name": "前屿村", "township": "云屿镇", "facts": facts}
    path = tmp_path / "data.yaml"
    path.write_text(yaml.safe_dump({"communities": [community]}, allow_unicode=True), encoding="utf-8")
    cards = notice.read(path).score().cards
    found = [each.message for each in find_days_ahead(notice.rubric, cards, date(2026, 11, 30))]
    words = "“街道（乡镇）意见日期”填的是2027年3月5日，离今天还有两个月以上，照样印在表上。"
    assert found == ([words] if asked else [])


def test_check_tells_a_day_that_is_far_ahead(tmp_path: Path) -> None:
    path = tmp_path / "data.yaml"
    facts = {"county_date": "2999-03-05"}
    path.write_text(yaml.safe_dump({"communities": [{"name": "前屿村", "facts": facts}]}), encoding="utf-8")
    (told_of,) = [each for each in check_data([path], "taizhou-2019").problems if each.code == "D233"]
    assert told_of.place.short.endswith("county_date")
