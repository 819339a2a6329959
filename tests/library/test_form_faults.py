"""A form with faults beside a notice: refused by check, by build and in the library, never passed over."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

import formgen
from formgen import assets
from formgen.cli import cli

SETTINGS = {
    "title": "评价指标",
    "file": "评价指标",
    "columns": {"score": {"level": "county", "source": "computed"}},
}
NARRATIVE = {"label": "建设成效", "expected": True}

Change = Callable[[Path], object]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a form beside a notice of one's own; the notice's folder is the working one."""
    (tmp_path / "own.yaml").write_text("id: own\nextends: taizhou-2019\nforms: [f]\n", encoding="utf-8")
    shutil.copytree(assets.folder("templates") / "taizhou-indicators", tmp_path / "templates" / "f")
    shutil.copy(assets.folder("samples") / "taizhou-2019" / "data.xlsx", tmp_path / "data.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "templates" / "f"


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def says(**more: object) -> Change:
    """Write a form.yaml with other settings."""
    text = yaml.safe_dump({**SETTINGS, **more}, allow_unicode=True, sort_keys=False)
    return lambda form: (form / "form.yaml").write_text(text, encoding="utf-8")


def drafts(**sentence: str) -> Change:
    return says(fields={"narrative": {**NARRATIVE, "draft": [sentence]}})


def renamed(old: str, new: str) -> Change:
    return lambda form: (form / old).rename(form / new)


def deleted(*names: str) -> Change:
    def delete(form: Path) -> None:
        for name in names:
            (form / name).unlink()

    return delete


def put_under_another_name(form: Path) -> None:
    (form / "template.xlsx").unlink()
    (form / "template.docx").rename(form / "模板.docx")


def replaced_by_a_file(form: Path) -> None:
    shutil.rmtree(form)
    form.write_text("x", encoding="utf-8")


def made_a_folder(name: str) -> Change:
    def make(form: Path) -> None:
        (form / name).unlink()
        (form / name).mkdir()

    return make


def copied(old: str, new: str) -> Change:
    return lambda form: shutil.copy(form / old, form / new)


def written(data: bytes) -> Change:
    return lambda form: (form / "form.yaml").write_bytes(data)


FAULTS: dict[str, tuple[Change, str]] = {
    # what lies in the folder
    "no form.yaml": (deleted("form.yaml"), "没有 form.yaml；那里有：template.docx、template.xlsx"),
    "form.yaml is a folder": (made_a_folder("form.yaml"), "“f/form.yaml”读不懂（这是文件夹）"),
    "two form.yaml": (copied("form.yaml", "form.yml"), "有两份：form.yaml、form.yml"),
    "GBK": (written("title: 表\nfile: 表\n".encode("gbk")), "不是 UTF-8 文字，请用记事本打开，以 UTF-8 编码另存"),
    "UTF-16": (written("title: 表\nfile: 表\n".encode("utf-16")), "不是 UTF-8 文字"),
    "no template": (deleted("template.docx", "template.xlsx"), "没有模板，要有template.docx、template.xlsx中的至少一个"),
    "another name": (
        put_under_another_name,
        "没有模板，要有template.docx、template.xlsx中的至少一个；那里有：form.yaml、模板.docx",
    ),
    "an old format": (renamed("template.xlsx", "template.xls"), "template.xls不能用作模板"),
    "a template is a folder": (made_a_folder("template.docx"), "“f/template.docx”读不懂（这是文件夹）"),
    "two of a kind": (copied("template.docx", "TEMPLATE.docx"), "同一种模板有两份：TEMPLATE.docx、template.docx"),
    "no folder": (replaced_by_a_file, "不是文件夹"),
    # values
    "a negative limit": (says(fields={"narrative": {"label": "x", "limit": -1}}), "fields.narrative.limit：应当大于0"),
    "a seal of no size": (says(seals={"county_date": 0}), "seals.county_date：应当大于0"),
    "an unknown key": (says(colour="red"), "colour：没有这一项"),
    "a missing key": (lambda form: (form / "form.yaml").write_text("file: x"), "title：没有写"),
    "an unknown source": (
        says(columns={"score": {"level": "county", "source": "guess"}}),
        "columns.score.source：可选 entered、computed、final、either、blank",
    ),
    # names
    "an unknown field": (says(fields={"story": {"label": "x"}}), "fields.story：评分标准的 facts 里没有“story”"),
    "a field that is a figure": (says(fields={"residents2": {"label": "x"}}), "里没有“residents2”"),
    "an indicator as a field": (says(fields={"employed": {"label": "x"}}), "facts 里没有“employed”"),
    "an unknown row": (says(page_after=["item99"]), "page_after.0：没有评分项“item99”"),
    "a column by the name of a text": (
        says(columns={"points": {"level": "county", "source": "entered"}}),
        "columns.points：模板里的 row.points 另有意思",
    ),
    # drafts
    "an unknown figure": (drafts(text="{resident}人"), "fields.narrative.draft.0.text：没有“{resident}”这个数"),
    "the rate of an unknown row": (drafts(text="{item99.rate}"), "没有“{item99.rate}”这个数"),
    "the rate of a row without one": (drafts(text="{item7.rate}"), "没有“{item7.rate}”这个数"),
    "a text as a figure": (drafts(text="{phone}"), "没有“{phone}”这个数"),
    "a figure without a name": (drafts(text="{}人"), "没有“{}”这个数"),
    "a figure with a format": (drafts(text="{residents:>5}人"), "没有“{residents}”这个数"),
    "an open brace": (drafts(text="{residents人"), "fields.narrative.draft.0.text：花括号不成对"),
    "a single closing brace": (drafts(text="residents}人"), "花括号不成对"),
    "doubled braces": (drafts(text="{{residents}}人"), "花括号里只能写一个数的名称"),
    "an unknown condition": (drafts(text="有。", when="nope"), "draft.0.when：没有是/否类的指标“nope”"),
    "a figure as a condition": (drafts(text="有。", when="employed"), "没有是/否类的指标“employed”"),
    "an unknown exception": (drafts(text="有。", unless="nope"), "draft.0.unless：没有“nope”这个数"),
    "a draft nobody asks for": (
        says(fields={"narrative": {"label": "x", "draft": [{"text": "有。"}]}}),
        "fields.narrative.draft：要同时写 expected: true",
    ),
    "a text for nothing beside a draft": (
        says(fields={"narrative": {**NARRATIVE, "blank": "无"}}),
        "fields.narrative.expected：不能和 blank、dated 一起写",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_by_check_and_stops_a_build_before_it_begins(
    change: Change, words: str, own: Path
) -> None:
    change(own)
    checked = run("rubric", "check", "own.yaml")
    assert (checked.exit_code, words in checked.output) == (1, True), checked.output
    assert "T101" in checked.output
    notice = formgen.notice("own.yaml")
    with pytest.raises(formgen.FormgenError, match="T101"):
        notice.form("f")
    with pytest.raises(formgen.FormgenError, match="T101"):
        notice.build("data.xlsx", "out")
    assert not Path("out").exists()


def test_a_column_of_a_level_that_the_notice_does_not_have_is_told(own: Path) -> None:
    Path("own.yaml").write_text(
        "id: own\nextends: taizhou-2019\nforms: [f]\ncolumns: {city: null}\n", encoding="utf-8"
    )
    says(columns={"score": {"level": "city", "source": "entered"}})(own)
    told = "columns.score.level：评分标准没有“city”这一级评分栏，有的是self、township、county"
    assert told in run("rubric", "check", "own.yaml").output


def test_a_fault_of_the_settings_is_told_with_its_line(own: Path) -> None:
    (own / "form.yaml").write_text("title: x\nfile: y\npage_after:\n  - item99\n", encoding="utf-8")
    assert "form.yaml 第4行" in run("rubric", "check", "own.yaml").output


def test_a_faulty_form_beside_the_notice_never_gives_way_to_a_bundled_one_of_its_name(own: Path) -> None:
    shutil.rmtree(own)
    Path("own.yaml").write_text("id: own\nextends: taizhou-2019\n", encoding="utf-8")
    (own.parent / "taizhou-indicators").mkdir()
    result = run("rubric", "check", "own.yaml")
    assert (result.exit_code, "“taizhou-indicators”读不懂（没有 form.yaml" in result.output) == (1, True)


@pytest.mark.parametrize("name", ["Template.docx", "template.DOCX", "TEMPLATE.Docx"])
def test_the_case_of_a_templates_name_does_not_matter(name: str, own: Path) -> None:
    (own / "template.docx").rename(own / name)
    notice = formgen.notice("own.yaml")
    assert notice.form("f").suffixes == (".docx", ".xlsx")
    assert next(iter(notice.plan("data.xlsx").files())).endswith(".docx")


NAMES = ["评价指标", "评价指标 ", "　评价指标"]
WIDTHS = [("表A", "表a"), ("表A", "表Ａ"), ("表:1", "表：1")]


@pytest.mark.parametrize(("one", "other"), [*((NAMES[0], other) for other in NAMES), *WIDTHS])
def test_two_forms_that_would_be_written_into_one_file_are_refused(one: str, other: str, own: Path) -> None:
    shutil.copytree(own, own.parent / "g")
    says(file=one)(own)
    says(file=other)(own.parent / "g")
    Path("own.yaml").write_text("id: own\nextends: taizhou-2019\nforms: [f, g]\n", encoding="utf-8")
    checked = run("rubric", "check", "own.yaml")
    assert (checked.exit_code, "[T104]" in checked.output) == (1, True)
    assert f"“f”和“g”会写成同一个文件“{other}”" in checked.output
    assert "改其中一种 form.yaml 里的 file" in checked.output
    notice = formgen.notice("own.yaml")
    with pytest.raises(formgen.FormgenError, match="T104"):
        _ = notice.forms
    with pytest.raises(formgen.FormgenError, match="T104"):
        notice.plan("data.xlsx")


def test_a_form_that_is_named_twice_is_refused(own: Path) -> None:
    Path("own.yaml").write_text("id: own\nextends: taizhou-2019\nforms: [f, f]\n", encoding="utf-8")
    checked = run("rubric", "check", "own.yaml")
    assert (checked.exit_code, "“f”和“f”会写成同一个文件" in checked.output) == (1, True)
    assert own.is_dir()


@pytest.mark.usefixtures("own")
def test_a_notice_without_forms_gives_summaries_only_and_says_so() -> None:
    Path("own.yaml").write_text("id: own\nextends: taizhou-2019\nforms: []\n", encoding="utf-8")
    words = ("data.xlsx", "--rubric", "own.yaml", "-o", "out")
    told = "[T135] 提示 评分标准的 forms 里没有写要填的表，只做汇总表和目录。"
    for command in (("build", *words), ("build", *words), ("diff", *words), ("build", *words, "--dry-run")):
        assert told in run(*command).stderr, command
    assert {path.name for path in Path("out").rglob("*.*") if ".formgen" not in path.parts} == {
        "汇总表.xlsx", "目录.xlsx",
    }  # fmt: skip


def test_a_dry_run_tells_a_broken_template(own: Path) -> None:
    (own / "template.docx").write_bytes(b"x")
    result = run("build", "data.xlsx", "--rubric", "own.yaml", "-o", "out", "--dry-run")
    assert result.exit_code == 1
    assert isinstance(result.exception, formgen.FormgenError)
    assert "“f/template.docx”" in str(result.exception)


def test_the_name_of_a_file_is_no_path(own: Path) -> None:
    says(file="甲/乙")(own)
    notice = formgen.notice("own.yaml")
    card = notice.score(notice.read("data.xlsx").communities[0])
    assert notice.form("f").fill(card).name == "云屿村-甲／乙.docx"
    assert "云屿镇/云屿村/云屿村-甲／乙.docx" in set(notice.plan("data.xlsx").files())


def test_a_link_to_a_rubric_finds_the_forms_beside_its_target(own: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.yaml"
    link.parent.mkdir()
    link.symlink_to(tmp_path / "own.yaml")
    assert formgen.notice(link).form("f").folder == own
    shutil.copytree(own, link.parent / "templates" / "f")
    assert formgen.notice(link).form("f").folder == link.parent / "templates" / "f"


FAULTY = """titel: 评价指标
file：评价指标
columns:
  score: {level: county, source: either}
page_after: [item99]
fields:
  narrative:
    label: 建设成效
    limt: 300
    over: cut
    expected: 是
    draft:
      - {text: "就业愿望人数｛labour_willing｝人。"}
      - {text: "已就业{employd}人。", when: site}
"""


def test_every_fault_of_a_form_comes_in_one_round(own: Path) -> None:
    (own / "form.yaml").write_text(FAULTY, encoding="utf-8")
    result = run("rubric", "check", "own.yaml")
    for line, words in [
        (1, "titel：没有这一项，最接近的是 title"),
        (2, "“file”后面是全角冒号"),
        (5, "page_after.0：没有评分项“item99”"),
        (9, "fields.narrative.limt：没有这一项，最接近的是 limit"),
        (10, "fields.narrative.over：可选 grow、continue、refuse"),
        (11, "fields.narrative.expected：应当是 true 或 false"),
        (13, "花括号是全角的，会照印出来"),
        (14, "没有“{employd}”这个数"),
        (14, "没有是/否类的指标“site”"),
    ]:
        assert any(
            f"form.yaml 第{line}行" in each and words in each for each in result.stdout.splitlines()
        ), (
            words,
            result.stdout,
        )
    assert "共9个错误" in result.stdout


@pytest.mark.parametrize(
    "text", ["", "- a\n", "title: [\n", "title: {a: b}\nfile: 表\n", "columns: 3\ntitle: 甲\nfile: 表\n"]
)
def test_settings_of_nothing_are_refused_and_do_not_break_the_check(own: Path, text: str) -> None:
    (own / "form.yaml").write_text(text, encoding="utf-8")
    result = run("rubric", "check", "own.yaml")
    assert result.exit_code == 1
    assert "form.yaml" in result.stdout
