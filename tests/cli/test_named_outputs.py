"""A file that somebody names with ``-o`` is written only where nothing is lost by it: one rule for every command."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.command import SAMPLES, run

DATA = SAMPLES / "yongjia-2009" / "data.xlsx"
RUBRIC = ("--rubric", "yongjia-2009")


def explain(data: Path, target: Path) -> list[str]:
    return ["explain", str(data), *RUBRIC, "-o", str(target)]


def annotate(data: Path, target: Path) -> list[str]:
    return ["check", str(data), *RUBRIC, "--annotate", str(target)]


def report(data: Path, target: Path) -> list[str]:
    return ["diff", str(data), *RUBRIC, "-o", str(data.parent / "表格"), "--report", str(target)]


def blank(_data: Path, target: Path) -> list[str]:
    return ["workbook", *RUBRIC, "-o", str(target)]


Words = Callable[[Path, Path], list[str]]
MAKERS = pytest.mark.parametrize("words", [explain, annotate, report])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copy(DATA, tmp_path / "数据.xlsx"))


@pytest.mark.parametrize("words", [explain, annotate, report, blank])
def test_a_file_that_somebody_made_is_never_written_over(words: Words, data: Path, tmp_path: Path) -> None:
    target = Path(shutil.copy(SAMPLES / "taizhou-2019" / "data.xlsx", tmp_path / "别人的.xlsx"))
    before = target.read_bytes()
    result = run(*words(data, target))
    assert (result.exit_code, target.read_bytes() == before) == (1, True)
    assert "别人的.xlsx”已经存在，没有覆盖，以免丢了里面填的、改的内容" in result.output


@MAKERS
def test_the_data_file_is_never_written_over(words: Words, data: Path, tmp_path: Path) -> None:
    link = tmp_path / "另一个名字.xlsx"
    link.hardlink_to(data)
    before = data.read_bytes()
    for target in (data, link):
        result = run(*words(data, target))
        assert (result.exit_code, data.read_bytes() == before) == (2, True)
        assert "[F168]" in result.output
        assert "就是要读的文件，没有覆盖" in result.output


@MAKERS
def test_what_formgen_made_is_made_anew_until_somebody_changes_it(
    words: Words, data: Path, tmp_path: Path
) -> None:
    target = tmp_path / "结果.xlsx"
    run(*words(data, target))
    first = target.read_bytes()
    assert "F117" not in run(*words(data, target)).output
    assert target.read_bytes() == first
    shutil.copy(SAMPLES / "taizhou-2019" / "data.xlsx", target)
    assert "[F117]" in run(*words(data, target)).output


@MAKERS
def test_a_file_that_another_program_holds_open_is_not_written(
    words: Words, data: Path, tmp_path: Path
) -> None:
    target = tmp_path / "结果.xlsx"
    run(*words(data, target))
    (tmp_path / "~$结果.xlsx").write_bytes(b"")
    result = run(*words(data, target))
    assert (result.exit_code, "[F107]" in result.output) == (1, True)


def test_one_kind_of_document_does_not_take_the_place_of_another(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "结果.xlsx"
    run(*explain(data, target))
    assert "[F117]" in run(*annotate(data, target)).output


def test_a_filled_form_is_no_place_for_an_explanation_or_a_change_sheet(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "表格"
    run("build", str(data), *RUBRIC, "-o", str(out), "-q")
    run("submit", str(out), "--label", "一稿")
    form = next(path for path in sorted(out.rglob("*.docx")) if ".formgen" not in path.parts)
    before = form.read_bytes()
    assert "[F117]" in run(*explain(data, form)).output
    assert "[F117]" in run("change-sheet", str(out), "-o", str(form)).output
    assert form.read_bytes() == before


def test_where_one_explanation_cannot_be_written_none_is(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "说明"
    assert run("explain", str(data), *RUBRIC, "--each", "-o", str(folder)).exit_code < 2
    made = sorted(folder.rglob("*.docx"))
    shutil.copy(DATA, made[-1])
    made[0].unlink()
    result = run("explain", str(data), *RUBRIC, "--each", "-o", str(folder))
    assert ("[F117]" in result.output, made[0].exists()) == (True, False)


def test_the_demo_keeps_what_was_filled_in(tmp_path: Path) -> None:
    assert run("demo", "-o", str(tmp_path)).exit_code == 0
    assert run("demo", "-o", str(tmp_path)).exit_code == 0
    filled = next(tmp_path.rglob("空白数据工作簿.xlsx"))
    shutil.copy(DATA, filled)
    before = filled.read_bytes()
    assert "[F117]" in run("demo", "-o", str(tmp_path)).output
    assert filled.read_bytes() == before
