"""The command template check: a template held against what fills it, in both directions."""

from pathlib import Path

import pytest
from support.command import run
from support.drawn_forms import excel_form, word_form
from support.small_form import edited, replacing
from support.trial_form import BODY, FORM, RUBRIC

from formgen.commands.template import BindAsked, bind_files
from formgen.commands.template_check import check_template

ROWS = """\
|{%tr for section in sections %}|<|<|<|
|{{ section.title }}|{{ section.first.clause }}|{{ section.first.self }}|{{ section.first.county }}|
|{%tr for row in section.rest %}|<|<|<|
|^|{{ row.clause }}|{{ row.self }}|{{ row.county }}|
|{%tr endfor %}|<|<|<|
|{%tr endfor %}|<|<|<|"""
SOUND = f"示例县评分表\n社区：{{{{ name }}}}\n{ROWS}\n|县级意见|{{{{ county_opinion }}}}|<|<|"
# what is drawn, what form.yaml has instead, what is said
CASES: list[tuple[str, str, tuple[str, str], list[str]]] = [
    ("sound", SOUND, ("", ""), []),
    (
        "tags that nothing fills, in a cell and in a line",
        SOUND.replace("{{ name }}", "{{ nmae }}").replace("{{ section.first.county }}", "{{ section.first.city }}"),
        ("", ""),
        [
            "B134 模板“trial/template.docx”第1张表第2行第4格的字段“section.first.city”没有内容可填。",
            "B134 模板“trial/template.docx”第2段的字段“nmae”没有内容可填。",
        ],
    ),
    (
        "fields and columns that are printed nowhere",
        SOUND.replace("{{ county_opinion }}", " ").replace("{{ section.first.self }}", " ").replace("{{ row.self }}", " "),
        ("", ""),
        [
            "T187 模板“trial/template.docx”印出来，没有“自评分”一栏，每个社区都这样。",
            "T187 模板“trial/template.docx”印出来，“县级意见”（第1个表第3行第1格）后面没有要填的“县级意见”，每个社区都这样。",
            "B135 form.yaml 里的“county_opinion”，模板“trial/template.docx”里没有印。",
            "B135 form.yaml 里的“self”，模板“trial/template.docx”里没有印。",
        ],
    ),
    (
        "a merged cell that a loop tears",
        SOUND.replace("|{{ section.title }}|", "|^|").replace("|{%tr for section in sections %}|<|", "|甲|{%tr for section in sections %}|").replace("|^|{{ row.clause }}|", "| |{{ row.clause }}|"),
        ("", ""),
        ["B136 模板“trial/template.docx”第1张表第1行第1格是上下合并的格，只有一部分在循环的第2至5行里，填出来会错开。"],
    ),
    (
        "the number and the title of another notice",
        SOUND.replace("示例县评分表", "温州市“充分就业社区”标准考核评分表（永政办发〔2009〕151号）"),
        ("", ""),
        [
            "B139 模板“trial/template.docx”第1段写着“永政办发〔2009〕151号”，这是另一份通知的。",
            "B139 模板“trial/template.docx”第1段写着“温州市“充分就业社区”标准考核评分表”，这是另一份通知的。",
        ],
    ),
]  # fmt: skip


def drawn(folder: Path, drawing: str, form: str = FORM, suffix: str = ".docx", height: str = "") -> Path:
    """Write a rubric with its form; return the folder of the form. ``height`` is that of the rows of a Word table."""
    home = folder / "templates" / "trial"
    home.mkdir(parents=True)
    (home / "form.yaml").write_text(form, encoding="utf-8")
    (home / f"template{suffix}").write_bytes(
        word_form(drawing, height) if suffix == ".docx" else excel_form(drawing)
    )
    (folder / "trial.yaml").write_text(RUBRIC, encoding="utf-8")
    return home


@pytest.mark.parametrize(("name", "drawing", "instead", "said"), CASES, ids=[each[0] for each in CASES])
def test_a_template_is_held_against_its_notice(
    tmp_path: Path, name: str, drawing: str, instead: tuple[str, str], said: list[str]
) -> None:
    assert name
    checked = check_template(drawn(tmp_path, drawing, FORM.replace(*instead) if instead[0] else FORM))
    assert [f"{each.code} {each.message}" for each in checked.problems] == said


def told(folder: Path, rubric: str = "") -> list[str]:
    """Return what the check says of a folder."""
    return [f"{each.code} {each.message}" for each in check_template(folder, rubric).problems]


def test_a_box_too_small_for_its_limit_is_told(tmp_path: Path) -> None:
    form = FORM.replace("{label: 县级意见}", "{label: 县级意见, limit: 300, over: refuse}")
    height = '<w:trPr><w:trHeight w:val="900" w:hRule="exact"/></w:trPr>'
    assert told(drawn(tmp_path, SOUND, form, height=height)) == [
        "B137 模板“trial/template.docx”的“县级意见”（第1张表第7行第2格）放不下300字，用最小的字号也不行。"
    ]


def test_a_typeface_that_other_computers_lack_is_told_with_its_place(tmp_path: Path) -> None:
    home = drawn(tmp_path, SOUND)
    template = home / "template.docx"
    change = replacing(
        (
            '<w:t xml:space="preserve">县级意见',
            '<w:rPr><w:rFonts w:eastAsia="华文行楷"/></w:rPr><w:t xml:space="preserve">县级意见',
        )
    )
    template.write_bytes(
        edited(
            template.read_bytes(),
            {
                BODY: lambda data: change(data).replace(
                    b'<w:rPr><w:rFonts w:eastAsia="\xe5\xae\x8b\xe4\xbd\x93"/><w:sz w:val="24"/></w:rPr><w:rPr>',
                    b"<w:rPr>",
                )
            },
        )
    )
    assert told(home) == [
        "B138 模板“trial/template.docx”第1张表第7行第1格用了字体“华文行楷”，没有它的电脑会换成别的字体，版面会变。"
    ]


def test_a_workbook_is_checked_by_its_cells(tmp_path: Path) -> None:
    drawing = "示例县评分表\n|{{ section.title }}|{{ row.clause }}|{{ row.self }}|{{ row.score }}|\n|县级意见|{{ county_opinion }}|<|<|"
    assert told(drawn(tmp_path, drawing, suffix=".xlsx")) == [
        "B134 模板“trial/template.xlsx”工作表“表”单元格D2的字段“row.score”没有内容可填。",
        "B135 form.yaml 里的“county”，模板“trial/template.xlsx”里没有印。",
    ]


def test_a_bound_blank_is_held_against_its_own_form_yaml(tmp_path: Path) -> None:
    blank = tmp_path / "申请表.docx"
    blank.write_bytes(word_form("申请表\n|姓名| |电话| |\n|照片| |地址| |"))
    bind_files(blank, tmp_path / "认好的表", BindAsked())
    assert told(tmp_path / "认好的表") == []
    template = tmp_path / "认好的表" / "template.docx"
    template.write_bytes(edited(template.read_bytes(), {BODY: replacing(("{{ 电话 }}", "{{ 手机 }}"))}))
    assert told(tmp_path / "认好的表") == [
        "B134 模板“认好的表/template.docx”第1张表第1行第4格的字段“手机”没有内容可填。",
        "B135 form.yaml 里的“电话”，模板“认好的表/template.docx”里没有印。",
    ]


def test_the_command_ends_by_what_it_found(tmp_path: Path) -> None:
    home = drawn(tmp_path, SOUND)
    sound = run("template", "check", str(home))
    assert (sound.exit_code, "没有发现问题" in sound.output) == (0, True)
    (home / "template.docx").write_bytes(word_form(SOUND.replace("{{ name }}", "{{ nmae }}")))
    assert run("template", "check", str(home)).exit_code == 1
    (tmp_path / "trial.yaml").write_text(RUBRIC.replace("forms: [trial]", "forms: []"), encoding="utf-8")
    lost = run("template", "check", str(home))
    assert (lost.exit_code, "[B133]" in lost.output) == (2, True)
    assert run("template", "check", str(home), "--rubric", str(tmp_path / "trial.yaml")).exit_code == 1
