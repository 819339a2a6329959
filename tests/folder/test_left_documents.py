"""Documents that a build no longer makes: reported as long as they lie there, and named when a version is handed in."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.command import run

import formgen
from formgen import assets
from formgen.changes.diff import compare_with_folder
from formgen.commands.submit import submit_version
from formgen.folder.build import BuildResult

Change = Callable[[Path], object]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a notice of two forms and 表格 that were built from it."""
    (tmp_path / "own.yaml").write_text("id: own\nextends: taizhou-2019\nforms: [f, g]\n", encoding="utf-8")
    for name, form in (("f", "taizhou-indicators"), ("g", "taizhou-recommendation")):
        shutil.copytree(assets.folder("templates") / form, tmp_path / "templates" / name)
    shutil.copy(assets.folder("samples") / "taizhou-2019" / "data.xlsx", tmp_path / "data.xlsx")
    assert told(build(tmp_path)) == []
    return tmp_path


def build(own: Path, **options: Any) -> BuildResult:
    return formgen.notice(own / "own.yaml").build(
        own / "data.xlsx", own / "表格", formgen.Options(**{"jobs": 1, **options})
    )


def told(result: Any) -> list[str]:
    return [problem.message for problem in result.problems if problem.code in {"T136", "T137"}]


def dropped(own: Path) -> None:
    (own / "own.yaml").write_text("id: own\nextends: taizhou-2019\nforms: [f]\n", encoding="utf-8")


def without_excel(own: Path) -> None:
    (own / "templates" / "f" / "template.xlsx").unlink()


def under_another_name(own: Path) -> None:
    form = own / "templates" / "g" / "form.yaml"
    form.write_text(
        form.read_text(encoding="utf-8").replace("file: 推荐表", "file: 申请表"), encoding="utf-8"
    )


def none_at_all(own: Path) -> None:
    (own / "own.yaml").write_text("id: own\nextends: taizhou-2019\nforms: []\n", encoding="utf-8")


CHANGES = {
    "a form is dropped": (dropped, ["云屿镇/东塘村/东塘村-推荐表.docx"]),
    "a kind of document is dropped": (without_excel, ["云屿镇/东塘村/东塘村-评价指标.xlsx"]),
    "a form gets another file name": (under_another_name, ["云屿镇/东塘村/东塘村-推荐表.docx"]),
    "all forms are dropped": (
        none_at_all,
        [
            "云屿镇/东塘村/东塘村-推荐表.docx",
            "云屿镇/东塘村/东塘村-评价指标.docx",
            "云屿镇/东塘村/东塘村-评价指标.xlsx",
        ],
    ),
}


def _made(file: str) -> int:
    """Return how many of a form the sample has: one of its twelve villages fails, and has no 推荐表."""
    return 11 if "推荐表" in file else 12


@pytest.mark.parametrize(("change", "files"), CHANGES.values(), ids=CHANGES)
def test_documents_that_are_left_are_told_by_diff_by_every_build_and_when_they_are_handed_in(
    change: Change, files: list[str], own: Path
) -> None:
    change(own)
    counts = [_made(file) for file in files]
    expected = [
        f"“{file}”等{count}份表格不是这次要出的了，还在原处，没有删除。"
        for file, count in zip(files, counts, strict=True)
    ]
    plan = formgen.notice(own / "own.yaml").plan(own / "data.xlsx")
    assert sorted(told(compare_with_folder(plan, own / "表格"))) == expected
    assert sorted(told(build(own))) == expected
    assert sorted(told(build(own))) == expected
    submitted = told(submit_version(own / "表格", "第1稿"))
    assert len(submitted) == sum(counts)
    assert {f"“{file}”不是最近一次出表要出的，也存进了这一稿。" for file in files} <= set(submitted)


def test_what_was_taken_away_is_no_longer_told(own: Path) -> None:
    dropped(own)
    assert told(build(own))
    for path in (own / "表格").rglob("*-推荐表.docx"):
        path.unlink()
    assert told(build(own)) == []
    assert told(submit_version(own / "表格", "第1稿")) == []


def test_documents_of_another_layout_are_told(own: Path) -> None:
    left = told(build(own, layout="flat"))
    counts = [_made("推荐表"), _made("评价指标"), _made("评价指标")]
    assert [each.split("等")[1] for each in left] == [
        f"{count}份表格不是这次要出的了，还在原处，没有删除。" for count in counts
    ]


def test_documents_of_communities_that_a_build_leaves_out_are_not_told(own: Path) -> None:
    assert told(build(own, only="前屿村")) == []
    assert told(submit_version(own / "表格", "第1稿")) == []


def test_a_document_that_a_person_moved_is_not_told(own: Path) -> None:
    file = own / "表格" / "云屿镇" / "云屿村" / "云屿村-推荐表.docx"
    file.rename(file.with_name("我的表.docx"))
    assert told(build(own)) == []
    assert told(submit_version(own / "表格", "第1稿")) == []


def test_a_folder_that_was_copied_elsewhere_asks_for_its_notice(
    own: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    away = tmp_path_factory.mktemp("away") / "表格"
    submit_version(own / "表格", "第1稿")
    shutil.copytree(own / "表格", away)
    data = ["--data", str(own / "data.xlsx")]
    asked = "[F130] 错误 台账里没有记下评分标准，或它已经不在原处。 → 请加 --rubric 编号"
    for words in (
        ["change-sheet", str(away), "-o", str(away / "更正说明.docx")],
        ["pack", str(away), "-o", str(away / "打印")],
        ["collect", str(away), *data],
    ):
        result = run(*words)
        assert (result.exit_code, asked in result.stderr) == (2, True), (words, result.stderr)
    assert run("collect", str(away), *data, "--rubric", str(own / "own.yaml")).exit_code == 0


def test_a_township_whose_own_file_would_be_that_of_another_is_refused(own: Path) -> None:
    (own / "d.yaml").write_text(
        "communities:\n  - {name: 甲社区, township: 'A/B镇'}\n  - {name: 乙社区, township: 'a/b镇'}\n",
        encoding="utf-8",
    )
    with pytest.raises(formgen.FormgenError) as caught:
        formgen.notice(own / "own.yaml").build(own / "d.yaml", own / "另外")
    assert "“A/B镇”和“a/b镇”会写成同一个文件" in str(caught.value)
    assert not (own / "另外").exists()
