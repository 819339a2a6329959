"""A notice of one's own: its rubric in any folder, its forms beside it."""

import shutil
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

import formgen
from formgen import assets
from formgen.cli import cli
from formgen.commands.rubric import look_into_rubric

OWN = """\
id: own
extends: taizhou-2019
forms: [my-form]
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a rubric, its form and data, far from the program's own; it is the working folder."""
    folder = tmp_path / "本县"
    folder.mkdir()
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")
    shutil.copytree(assets.folder("templates") / "taizhou-indicators", folder / "templates" / "my-form")
    shutil.copy(assets.folder("samples") / "taizhou-2019" / "data.xlsx", folder / "data.xlsx")
    monkeypatch.chdir(folder)
    return folder


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words, input="y\n")


def test_its_form_is_found_beside_the_rubric(own: Path) -> None:
    assert formgen.notice(own / "own.yaml").form("my-form").folder == own / "templates" / "my-form"


def test_a_form_beside_the_rubric_goes_before_a_bundled_one_of_its_name(own: Path) -> None:
    (own / "templates" / "my-form").rename(own / "templates" / "taizhou-indicators")
    (own / "own.yaml").write_text("id: own\nextends: taizhou-2019\n", encoding="utf-8")
    notice = formgen.notice(own / "own.yaml")
    assert notice.form("taizhou-indicators").folder.parent == own / "templates"
    assert notice.form("taizhou-recommendation").folder.parent == assets.folder("templates")


def test_a_form_beside_the_rubric_that_is_extended_is_found_too(own: Path, tmp_path: Path) -> None:
    town = tmp_path / "乡镇" / "town.yaml"
    town.parent.mkdir()
    town.write_text("id: town\nextends: ../本县/own.yaml\n", encoding="utf-8")
    assert formgen.notice(town).form("my-form").folder == (
        town.parent / ".." / "本县" / "templates" / "my-form"
    )
    assert own.is_dir()


def test_rubric_check_says_where_each_form_was_found(own: Path) -> None:
    result = run("rubric", "check", "own.yaml")
    assert result.exit_code == 0
    assert f"表 my-form：{Path('templates') / 'my-form'}" in result.output
    assert "没有发现问题" in result.output
    assert own.is_dir()


def test_rubric_check_says_which_form_is_missing_and_where_it_belongs(own: Path) -> None:
    shutil.rmtree(own / "templates")
    result = run("rubric", "check", "own.yaml")
    assert result.exit_code == 1
    assert "“my-form”没有模板" in result.output
    assert str(Path("templates") / "my-form") in result.output
    assert "没有发现问题" not in result.output


def test_rubric_check_looks_into_the_templates(own: Path) -> None:
    template = own / "templates" / "my-form" / "template.docx"
    document = docx.Document(str(template))
    document.add_paragraph("{{ no_such_field }}")
    document.save(str(template))
    result = run("rubric", "check", "own.yaml")
    assert (result.exit_code, "no_such_field" in result.output) == (1, True)


@pytest.mark.usefixtures("own")
def test_its_forms_are_built_renewed_collected_and_listed() -> None:
    assert run("workbook", "--rubric", "own.yaml", "-o", "blank.xlsx").exit_code == 0
    assert run("check", "data.xlsx", "--rubric", "own.yaml").exit_code == 1
    assert "前屿村" in run("score", "data.xlsx", "--rubric", "own.yaml").output
    built = run("build", "data.xlsx", "--rubric", "own.yaml", "-o", "forms", "--only", "前屿村")
    assert built.exit_code == 0, built.output
    form = next(Path("forms").rglob("*.docx"))
    document = docx.Document(str(form))
    document.tables[0].rows[1].cells[-1].paragraphs[0].add_run("3")
    document.save(str(form))
    again = run("collect", "forms", "--data", "data.xlsx", "--rubric", "own.yaml")
    assert "1份表格改过" in again.output, again.output


@pytest.mark.usefixtures("own")
def test_worker_processes_find_its_forms_too() -> None:
    result = run("build", "data.xlsx", "--rubric", "own.yaml", "-o", "forms", "--jobs", "2")
    assert list(Path("forms").rglob("前屿村*.docx")), result.output


@pytest.mark.usefixtures("own")
def test_the_ledger_finds_the_rubric_again_from_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build", "data.xlsx", "--rubric", "own.yaml", "-o", "forms", "--only", "前屿村")
    here = Path.cwd()
    monkeypatch.chdir(tmp_path)
    result = run("collect", str(here / "forms"))
    assert "0份表格改过" in result.output, result.output


def test_rubric_check_names_a_borrowed_form_that_prints_the_area_of_another_notice(tmp_path: Path) -> None:
    small = (Path(__file__).parents[1] / "cases" / "small_rubric.yaml").read_text(encoding="utf-8")
    path = tmp_path / "small.yaml"
    borrowed = small.replace("item3", "item7").replace("forms: []", "forms: [taizhou-indicators]")
    path.write_text(borrowed, encoding="utf-8")
    (problem,) = look_into_rubric(str(path)).problems
    assert str(problem).startswith(
        "[R132] 提示 small.yaml 第12行：“台州市高质量就业社区（村）建设评价指标（试行）”"
        "是要填的表，评分标准里没有提到“台州市”。"
    )
    path.write_text(borrowed.replace("area: 示例县", "area: 台州市示例县"), encoding="utf-8")
    assert look_into_rubric(str(path)).problems == []
