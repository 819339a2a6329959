"""What is struck through, raised or hidden is not read as the text beside it: it is named with both readings."""

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from support.trial_form import Trial, codes, codes_of_changes, opinion_table, run, said, score_sheet, trial

from formgen.office import package

OPINION = run("同意推荐")
STRIKE = "<w:strike/>"
SUPERSCRIPT = '<w:vertAlign w:val="superscript"/>'


@pytest.fixture
def one(tmp_path: Path) -> Trial:
    return trial(tmp_path, opinion_table)


def style(kind: str, name: str, look: str, more: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{more}<w:rPr>{look}</w:rPr></w:style>'


STRUCK = "“不”划了删除线，连着读是“不同意推荐”，不算它是“同意推荐”"
MARKED = {
    "struck through": (run("不", STRIKE) + OPINION, STRUCK),
    "struck through twice": (run("不", "<w:dstrike/>") + OPINION, STRUCK),
    "struck through in two runs": (
        run("不", STRIKE) + run("再", STRIKE) + OPINION,
        "“不再”划了删除线，连着读是“不再同意推荐”，不算它是“同意推荐”",
    ),
    "struck through in a control": (
        f"<w:sdt><w:sdtContent>{run('不', STRIKE)}</w:sdtContent></w:sdt>{OPINION}",
        STRUCK,
    ),
    "struck through as inserted": (
        f'<w:ins w:id="1" w:author="县里">{run("不", STRIKE)}</w:ins>{OPINION}',
        STRUCK,
    ),
    "struck through by the style of its characters": (
        run("不", '<w:rStyle w:val="Gone"/>') + OPINION,
        STRUCK,
    ),
    "struck through by a style that another is based on": (
        run("不", '<w:rStyle w:val="Based"/>') + OPINION,
        STRUCK,
    ),
    "struck through by the style of its paragraph": (
        f'<w:pPr><w:pStyle w:val="GoneLine"/></w:pPr>{OPINION}',
        "“同意推荐”划了删除线，连着读是“同意推荐”，不算它就是空的",
    ),
    "struck through by signs of Unicode": (
        run("不\u0336同意推荐"),
        "“不\u0336”划了删除线，连着读是“不\u0336同意推荐”，不算它是“同意推荐”",
    ),
    "raised": (OPINION + run("2", SUPERSCRIPT), "“2”是上标或下标，连着读是“同意推荐2”，不算它是“同意推荐”"),
    "lowered": (
        OPINION + run("2", '<w:vertAlign w:val="subscript"/>'),
        "“2”是上标或下标，连着读是“同意推荐2”，不算它是“同意推荐”",
    ),
    "raised by a style": (
        OPINION + run("2", '<w:rStyle w:val="Note"/>'),
        "“2”是上标或下标，连着读是“同意推荐2”，不算它是“同意推荐”",
    ),
    "raised by its position": (
        OPINION + run("2", '<w:position w:val="8"/>'),
        "“2”是上标或下标，连着读是“同意推荐2”，不算它是“同意推荐”",
    ),
    "raised behind a long text": (
        run("社区建立了服务窗口，配备了专职人员。" * 8) + run("①", SUPERSCRIPT),
        "“①”是上标或下标，连着读是“……口，配备了专职人员。①”，不算它是“……口，配备了专职人员。”",
    ),
    "hidden by a style": (
        run("不", '<w:rStyle w:val="Unseen"/>') + OPINION,
        "“不”是隐藏的文字，连着读是“不同意推荐”，不算它是“同意推荐”",
    ),
}
OWN_STYLES = "".join(
    (
        style("character", "Gone", STRIKE),
        style("character", "Based", "<w:b/>", '<w:basedOn w:val="Gone"/>'),
        style("paragraph", "GoneLine", STRIKE),
        style("character", "Note", SUPERSCRIPT),
        style("character", "Unseen", "<w:vanish/>"),
    )
)


def add_styles(one: Trial) -> None:
    styles = next(name for name in package.parts_in(one.form) if name.endswith("/styles.xml"))
    one.edit(("</w:styles>", f"{OWN_STYLES}</w:styles>"), part=styles)


@pytest.mark.parametrize(("typed", "why"), MARKED.values(), ids=MARKED)
def test_a_text_in_which_something_stands_apart_is_named_with_both_readings(
    one: Trial, typed: str, why: str
) -> None:
    one.edit((OPINION, typed))
    add_styles(one)
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T150", *codes_of_changes(typed)])
    told = f"“甲镇示例村”的“示例表”上“县级意见”（第1个表第2行第2格）没有读（{why}）"
    assert told in said(collected)
    assert "把划掉的、上标的、看不见的字删干净" in said(collected)
    assert told in said(one.build())


WHOLE = {
    "marks of emphasis": run("情况属实", '<w:em w:val="dot"/>'),
    "a line below": run("情况属实", '<w:u w:val="double"/>'),
    "a look switched off": run("情况属实", '<w:strike w:val="0"/><w:dstrike w:val="false"/>'),
    "a style switched off on the spot": run("情况属实", '<w:rStyle w:val="Gone"/><w:strike w:val="0"/>'),
    "a look that was taken back": (
        '<w:r><w:rPr><w:rPrChange w:id="1" w:author="县里"><w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr>'
        "<w:t>情况属实</w:t></w:r>"
    ),
    "a line moved up as a whole": run("情况属实", '<w:position w:val="8"/>'),
    "a base line": run("情况属实", '<w:vertAlign w:val="baseline"/>'),
    "inserted and deleted again": (
        f'<w:ins w:id="1" w:author="甲"><w:del w:id="2" w:author="乙"><w:r><w:rPr>{STRIKE}</w:rPr>'
        f"<w:delText>不</w:delText></w:r></w:del></w:ins>{run('情况属实')}"
    ),
    "struck by two styles at once, which is not at all": (
        f'<w:pPr><w:pStyle w:val="GoneLine"/></w:pPr>{run("情况属实", chr(60) + "w:rStyle w:val=" + chr(34) + "Gone" + chr(34) + "/>")}'
    ),
}


@pytest.mark.parametrize("typed", WHOLE.values(), ids=WHOLE)
def test_other_looks_change_nothing_of_what_is_read(one: Trial, typed: str) -> None:
    one.edit((OPINION, typed))
    add_styles(one)
    assert one.read() == {"县级意见": "情况属实"}
    assert codes(one.collect()) == codes_of_changes(typed)


def test_a_label_that_is_struck_through_is_none(one: Trial) -> None:
    one.edit(("<w:r><w:t>联系电话</w:t></w:r>", run("联系电话", STRIKE)), ("0576-12345678", "0576-99999999"))
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T150", "T181"])
    assert "“联系电话”（第1个表第1行第2格）没有读（前面的字划了删除线）" in said(collected)


def noted_table(document: Any) -> None:
    """A table whose official words hold such marks: a unit, a word struck through, a value printed small and high."""
    made = document.add_table(1, 2)
    label, value = made.rows[0].cells
    label.paragraphs[0].add_run("面积（m")
    label.paragraphs[0].add_run("2").font.superscript = True
    label.paragraphs[0].add_run("）").font.strike = True
    value.paragraphs[0].add_run("见注")
    value.paragraphs[0].add_run("{{ contact }}").font.superscript = True
    value.paragraphs[0].add_run("，地址：")
    value.paragraphs[0].add_run("{{ address }}")


def test_marks_of_the_template_itself_disturb_nobody(tmp_path: Path) -> None:
    one = trial(tmp_path, noted_table)
    one.edit(("虚构路1号", "虚构路9号"))
    assert one.read() == {"地址": "虚构路9号"}
    assert codes(one.collect()) == []
    one.edit(("张三", "李四"))
    assert one.read() == {"联系人": "李四", "地址": "虚构路9号"}


def test_data_that_changed_meanwhile_overwrite_nothing_that_was_struck(one: Trial) -> None:
    one.edit((OPINION, run("不", STRIKE) + OPINION))
    before = one.form.read_bytes()
    built = one.build(county_opinion="情况属实")
    assert codes(built) == ["T111"]
    assert f"“县级意见”{STRUCK}" in said(built)
    assert one.form.read_bytes() == before


# -- Excel ------------------------------------------------------------------------------------------
COUNTY = '<c r="E3" s="0"><v>3</v></c>'


@pytest.fixture
def sheet(tmp_path: Path) -> Trial:
    return trial(tmp_path, score_sheet, ".xlsx")


def rich(*runs: tuple[str, str]) -> str:
    inside = "".join(f"<r><rPr>{look}</rPr><t>{text}</t></r>" for text, look in runs)
    return f'<c r="E3" t="inlineStr"><is>{inside}</is></c>'


def add_fonts(one: Trial) -> None:
    """Give the workbook two more styles: struck through, and raised."""

    def change(text: str) -> str:
        fonts, styles = (len(re.findall(each, text)) for each in (r"<font>|<font ", r"<xf (?=[^>]*xfId)"))
        assert (fonts, styles) == (1, 1)
        own = '<font><strike/><sz val="11"/></font><font><vertAlign val="superscript"/></font>'
        text = text.replace("</fonts>", f"{own}</fonts>")
        more = "".join(f'<xf numFmtId="0" fontId="{at}" fillId="0" borderId="0" xfId="0"/>' for at in (1, 2))
        return text.replace("</cellXfs>", f"{more}</cellXfs>")

    one.rewrite(change, "xl/styles.xml")


MARKED_CELLS = {
    "a figure struck through beside another": (
        rich(("1", "<strike/>"), ("2", "")),
        "“1”划了删除线，连着读是“12”，不算它是“2”",
    ),
    "a raised figure": (
        rich(("1", ""), ("2", '<vertAlign val="superscript"/>')),
        "“2”是上标或下标，连着读是“12”，不算它是“1”",
    ),
    "a lowered figure": (
        rich(("1", ""), ("2", '<vertAlign val="subscript"/>')),
        "“2”是上标或下标，连着读是“12”，不算它是“1”",
    ),
    "a cell in a struck font": (
        '<c r="E3" s="1"><v>2</v></c>',
        "“2”划了删除线，连着读是“2”，不算它就是空的",
    ),
    "a cell that is as printed, but struck": (
        '<c r="E3" s="1"><v>3</v></c>',
        "“3”划了删除线，连着读是“3”，不算它就是空的",
    ),
    "a cell in a raised font": (
        '<c r="E3" s="2"><v>2</v></c>',
        "“2”是上标或下标，连着读是“2”，不算它就是空的",
    ),
    "a run that takes the font of its cell": (
        '<c r="E3" s="1" t="inlineStr"><is><r><t>1</t></r><r><rPr/><t>2</t></r></is></c>',
        "“1”划了删除线，连着读是“12”，不算它是“2”",
    ),
    "the result of a formula in a struck font": (
        '<c r="E3" s="1"><f>1+1</f><v>2</v></c>',
        "“2”划了删除线，连着读是“2”，不算它就是空的",
    ),
}


@pytest.mark.parametrize(("cell", "why"), MARKED_CELLS.values(), ids=MARKED_CELLS)
def test_a_cell_in_which_something_stands_apart_is_named_with_both_readings(
    sheet: Trial, cell: str, why: str
) -> None:
    sheet.edit((COUNTY, cell))
    add_fonts(sheet)
    collected = sheet.collect()
    assert (collected.found, codes(collected)) == ((), ["T150"])
    told = f"“甲镇示例村”的“示例表”上“县级考评分 1 台帐”（单元格E3）没有读（{why}）"
    assert told in said(collected)
    assert told in said(sheet.build())


WHOLE_CELLS = {
    "bold": rich(("2", "<b/>")),
    "switched off": rich(("2", '<strike val="0"/><vertAlign val="baseline"/>')),
    "a run of its own in a struck cell": '<c r="E3" s="1" t="inlineStr"><is><r><rPr><b/></rPr><t>2</t></r></is></c>',
}


@pytest.mark.parametrize("cell", WHOLE_CELLS.values(), ids=WHOLE_CELLS)
def test_other_looks_change_nothing_of_what_a_cell_says(sheet: Trial, cell: str) -> None:
    sheet.edit((COUNTY, cell))
    add_fonts(sheet)
    assert sheet.read() == {"县级考评分 1 台帐": "2"}
    assert codes(sheet.collect()) == []


def noted_sheet(book: Any) -> None:
    """The sheet of scores with official words and values in such types."""
    score_sheet(book)
    drawn = book.active
    drawn["E3"].font = Font(vertAlign="superscript")
    raised = InlineFont(vertAlign="superscript")
    drawn["B4"] = CellRichText(
        "〔", TextBlock(raised, "注"), TextBlock(InlineFont(strike=True), "{{ phone }}")
    )


def test_marks_of_a_sheet_itself_disturb_nobody(tmp_path: Path) -> None:
    one = trial(tmp_path, noted_sheet, ".xlsx")
    one.edit(('<v>3</v></c></row><row r="4"', '<v>1</v></c></row><row r="4"'))
    assert one.read() == {"县级考评分 1 台帐": "1"}
    one.edit(("0576-12345678", "0576-9"))
    assert one.read() == {"县级考评分 1 台帐": "1", "联系电话": "0576-9"}
    assert codes(one.collect()) == []


# -- conditional formats ----------------------------------------------------------------------------
GONE = Font(strike=True)


def cell_is(sign: str, *values: str) -> Any:
    return made_rule(type="cellIs", operator=sign, formula=list(values))


def formula_rule(formula: list[str], font: Font) -> Any:
    return made_rule(font, type="expression", formula=formula)


def made_rule(font: Font = GONE, **parts: Any) -> Any:
    make: Any = Rule
    look: Any = DifferentialStyle
    return make(**parts, dxf=look(font=font))


def rule_of(kind: str, text: str) -> Any:
    return made_rule(type=kind, text=text, formula=["TRUE"])


SEEN_STRUCK = "“{}”划了删除线，是条件格式划的"
UNSURE = "条件格式会给这一格划删除线，不知道划了没有"
RULES: dict[str, tuple[Any, str]] = {
    "always": (formula_rule(["TRUE"], GONE), SEEN_STRUCK),
    "for a score": (cell_is("lessThan", "5"), SEEN_STRUCK),
    "for an equal score": (cell_is("equal", "4.5"), SEEN_STRUCK),
    "for scores between two": (cell_is("between", "6", "4"), SEEN_STRUCK),
    "for what is filled": (rule_of("notContainsBlanks", ""), SEEN_STRUCK),
    "for what begins so": (rule_of("beginsWith", "4"), SEEN_STRUCK),
    "for what contains it": (rule_of("containsText", ".5"), SEEN_STRUCK),
    "for what does not contain it": (rule_of("notContainsText", "9"), SEEN_STRUCK),
    "for the state of another cell": (formula_rule(['$A3="1"'], GONE), UNSURE),
    "for more than another cell": (cell_is("greaterThan", "$C$3"), UNSURE),
    "for the first of a list": (made_rule(type="top10", rank=3), UNSURE),
    "never": (formula_rule(["FALSE"], GONE), ""),
    "for other scores": (cell_is("greaterThanOrEqual", "5"), ""),
    "for another score": (cell_is("equal", "9"), ""),
    "for other words": (cell_is("notEqual", '"4.5"'), SEEN_STRUCK),
    "for scores outside": (cell_is("notBetween", "1", "5"), ""),
    "for what is empty": (rule_of("containsBlanks", ""), ""),
    "with another look": (formula_rule(["TRUE"], Font(bold=True)), ""),
    "with a strike switched off": (formula_rule(["TRUE"], Font(strike=False)), ""),
}


@pytest.mark.parametrize(("rule", "why"), RULES.values(), ids=RULES)
def test_what_a_conditional_format_strikes_through_is_named(rule: Any, why: str, tmp_path: Path) -> None:
    one = trial(tmp_path, score_sheet, ".xlsx")
    book = load_workbook(one.form)
    page: Any = book.active
    page["E3"] = 4.5
    page.conditional_formatting.add("C1:C2 E3:E9", rule)
    book.save(one.form)
    collected = one.collect()
    if not why:
        assert (one.read(), codes(collected)) == ({"县级考评分 1 台帐": "9/2"}, [])
        return
    assert [each for each in collected.found if each.label.endswith("1 台帐")] == []
    assert f"（单元格E3）没有读（{why.format('4.5')}）" in said(collected)


def test_a_conditional_format_for_newer_programs_is_read_too(tmp_path: Path) -> None:
    one = trial(tmp_path, score_sheet, ".xlsx")
    x14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    rule = (
        f'<extLst><ext xmlns:x14="{x14}" uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}"><x14:conditionalFormattings>'
        '<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:cfRule type="expression" priority="1"><xm:f>TRUE</xm:f><x14:dxf><font><strike/></font></x14:dxf>'
        "</x14:cfRule><xm:sqref>E4</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
    )
    one.edit(("</worksheet>", f"{rule}</worksheet>"))
    assert f"（单元格E4）没有读（{SEEN_STRUCK.format(2)}）" in said(one.collect())


def test_what_the_template_itself_strikes_under_a_condition_is_read_as_any_other(tmp_path: Path) -> None:
    def draw(book: Any) -> None:
        score_sheet(book)
        book.active.conditional_formatting.add("E3:E3", formula_rule(["$D3>$E3"], GONE))

    one = trial(tmp_path, draw, ".xlsx")
    book = load_workbook(one.form)
    page: Any = book.active
    page["E4"] = 1
    book.save(one.form)
    assert one.read() == {"县级考评分 2 走访": "1"}
    assert codes(one.collect()) == []
