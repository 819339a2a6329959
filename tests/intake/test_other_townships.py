"""Townships that stand elsewhere than in their column: asked about, and never passed over."""

from collections.abc import Callable
from pathlib import Path

import pytest

from formgen.intake import Intake, open_source
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
FIGURES = ["有就业愿望人数", "已就业人数"]


def told(intake: Intake) -> dict[str, str]:
    return {
        each.code: each.message for each in intake.problems if each.code in {"D151", "D209", "D210", "D211"}
    }


@pytest.mark.parametrize(
    ("head", "values", "asked"),
    [
        ("所在地", ["云屿镇", "石塘镇"], True),
        ("片区", ["云屿镇", None], True),
        ("所属", ["温岭市石塘镇", "城东街道"], True),
        ("所属辖区", ["石塘镇人民政府", "云屿乡"], True),
        ("所在地", ["云屿镇东村1号", "石塘镇西村2号"], False),
        ("片区", ["东片", "西片"], False),
        ("片区", ["云屿镇", "西片"], False),
    ],
)
def test_a_column_of_townships_under_another_name_is_asked_about(
    book: Book, taizhou: Rubric, head: str, values: list[str | None], *, asked: bool
) -> None:
    rows = [
        [head, "社区名称", *FIGURES],
        *([value, f"{at}村", 10, 9] for at, value in zip("东西", values, strict=True)),
    ]
    found = told(open_source(book(rows), taizhou).read_all())
    words = f"没有找到“乡镇（街道）”一列；列“{head}”里写的像是乡镇，如“{values[0]}”，没有采用。"
    assert found == ({"D209": words} if asked else {})


@pytest.mark.parametrize(
    ("sheet", "above", "townships", "words"),
    [
        (
            "石塘镇",
            "",
            ["石塘镇", "云屿镇"],
            "工作表的名称写的是“石塘镇”，第3行写的却是别的乡镇：“云屿镇西村”，照行里写的读了。",
        ),
        ("石塘镇", "", ["云屿镇", "云屿镇"], "第2–3行写的却是别的乡镇：“云屿镇东村”、“云屿镇西村”"),
        ("石塘镇", "", ["石塘", "石塘镇"], ""),
        ("石塘镇", "", ["温岭市石塘镇", "石塘镇人民政府"], ""),
        ("Sheet1", "", ["石塘镇", "云屿镇"], ""),
        (
            "社区数据",
            "填报单位：石塘镇",
            ["云屿镇", "云屿镇"],
            "表的标题或文件名写的是“石塘镇”，第3–4行写的却是别的乡镇",
        ),
        ("社区数据", "填报单位：石塘镇", ["石塘镇", "云屿镇"], ""),
        ("社区数据", "各乡镇社区数据", ["石塘镇", "云屿镇"], ""),
    ],
)
def test_a_sheet_of_one_township_with_rows_of_another_is_asked_about(
    book: Book, taizhou: Rubric, sheet: str, above: str, townships: list[str], words: str
) -> None:
    rows: list[list[object]] = [[above]] if above else []
    rows += [["乡镇", "社区名称", *FIGURES]]
    rows += [[area, f"{at}村", 10, 9] for at, area in zip("东西", townships, strict=True)]
    found = told(open_source(book(rows, sheet=sheet), taizhou).read_all())
    assert set(found) == ({"D210"} if words else set())
    assert words in found.get("D210", "")


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("城关镇东门社区", "城关镇"),
        ("石塘镇海利村", "石塘镇"),
        ("太平街道三星桥村", "太平街道"),
        ("石桥乡上马村", "石桥乡"),
        ("云屿镇东门社区", ""),
        ("城镇社区", ""),
        ("老街道口村", ""),
        ("古镇新村", ""),
        ("水乡人家社区", ""),
        ("鱼米之乡社区", ""),
        ("景德镇路社区", ""),
        ("乡下头村", ""),
        ("前屿村", ""),
    ],
)
def test_a_name_that_begins_with_another_township_is_asked_about(
    book: Book, taizhou: Rubric, name: str, before: str
) -> None:
    rows = [["乡镇", "社区名称", *FIGURES], ["云屿镇", name, 10, 9], ["云屿镇", "后岙村", 10, 9]]
    found = told(open_source(book(rows), taizhou).read_all())
    words = f"“{name}”写在“云屿镇”下面，名称前面却是“{before}”，照样读、印。"
    assert found == ({"D211": words} if before else {})
