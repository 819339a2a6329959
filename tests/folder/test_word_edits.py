"""What Word and WPS write into a form is read as a person sees it."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree
from support.trial_form import Trial, W, codes, codes_of_changes, opinion_table, run, said, table, trial

from formgen.folder.renew import Decisions
from formgen.office import package

OPINION = run("同意推荐")
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
W16 = 'xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
BY = 'w:id="1" w:author="县里" w:date="2026-11-21T08:00:00Z"'


def sdt(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def tick(state: int, sign: str) -> str:
    box = f'<w14:checkbox {W14}><w14:checked w14:val="{state}"/></w14:checkbox>'
    return sdt(run(sign), box)


def sym(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def sign(name: str, more: str = "") -> str:
    return f"<w:r><w:{name} {more}/></w:r>"


_SEPARATE = sign("fldChar", 'w:fldCharType="separate"')
_END = sign("fldChar", 'w:fldCharType="end"')


def field(code: str, result: str, data: str = "") -> str:
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    told = f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
    parted = _SEPARATE + result if result else ""
    return f"{begin}{told}{parted}{_END}"


def form_box(on: str) -> str:
    return f"<w:ffData><w:name w:val='x'/><w:enabled/><w:checkBox><w:sizeAuto/>{on}</w:checkBox></w:ffData>"


def choices(*entries: str, chosen: str = "") -> str:
    listed = "".join(f'<w:listEntry w:val="{each}"/>' for each in entries)
    return f"<w:ffData><w:ddList>{chosen}{listed}</w:ddList></w:ffData>"


def box(text: str) -> str:
    inner = f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"
    choice = (
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx {WPS}>{inner}</wps:txbx></w:drawing></mc:Choice>'
    )
    return (
        f"<w:r><mc:AlternateContent {MC}>{choice}"
        f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


RUBY = f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('yǔ')}</w:rt><w:rubyBase>{run('屿')}</w:rubyBase></w:ruby></w:r>"
SYMBOL_TWICE = (
    f'<w:r><mc:AlternateContent {MC}><mc:Choice Requires="w16se"><w16se:symEx {W16} w16se:font="MS Gothic" '
    'w16se:char="2611"/></mc:Choice><mc:Fallback><w:t>☑</w:t></mc:Fallback></mc:AlternateContent></w:r>'
)
SEEN: dict[str, tuple[str, str]] = {
    "symbols of Wingdings 2": (
        f"{sym('Wingdings 2', 'F052')}{run('同意　')}{sym('Wingdings 2', 'F0A3')}{run('不同意')}",
        "☑同意　☐不同意",
    ),
    "symbols of Wingdings": (
        f"{sym('Wingdings', 'F0FE')}{run('同意　')}{sym('Wingdings', 'F0A8')}{run('不同意')}",
        "☑同意　☐不同意",
    ),
    "the same sign is another in another font": (
        f"{run('同意，')}{sym('Symbol', 'F0B3')}{run('3次')}", "同意，≥3次",
    ),
    "a letter set in a symbol font": (
        run("R", '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>') + run("属实"), "☑属实",
    ),
    "a private sign set in a symbol font": (
        run("\uf0fe", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>') + run("属实"), "☑属实",
    ),
    "a symbol in two versions": (
        SYMBOL_TWICE + run("属实"),
        "☑属实",
    ),
    "boxes to tick": (f"{tick(1, '☒')}{run('同意　')}{tick(0, '☐')}{run('不同意')}", "☑同意　☐不同意"),
    "boxes to tick of the older kind": (
        field(" FORMCHECKBOX ", "", form_box('<w:default w:val="0"/><w:checked/>'))
        + run("同意　")
        + field(" FORMCHECKBOX ", "", form_box('<w:default w:val="0"/>'))
        + run("不同意"),
        "☑同意　☐不同意",
    ),
    "a list of the older kind": (
        field(" FORMDROPDOWN ", "", choices("不同意", "情况属实", chosen='<w:result w:val="1"/>')), "情况属实",
    ),
    "a field of the older kind to type in": (
        field(" FORMTEXT ", run("情况属实"), "<w:ffData><w:textInput/></w:ffData>"), "情况属实",
    ),
    "a drop-down": (sdt(run("情况属实"), "<w:dropDownList/>"), "情况属实"),
    "a control within a control": (sdt(sdt(run("情况属实"))), "情况属实"),
    "text inserted under tracked changes": (f"{OPINION}<w:ins {BY}>{run('，请审定')}</w:ins>", "同意推荐，请审定"),
    "text deleted under tracked changes": (
        f"<w:del {BY}><w:r><w:delText>同意</w:delText></w:r></w:del>{run('情况属实')}", "情况属实",
    ),
    "text moved under tracked changes": (
        f"{run('情况属实，')}<w:moveFrom {BY}>{OPINION}</w:moveFrom>{run('名额内，')}<w:moveTo {BY}>{OPINION}</w:moveTo>",
        "情况属实，名额内，同意推荐",
    ),
    "a look changed under tracked changes": (
        f"<w:r><w:rPr><w:b/><w:rPrChange {BY}><w:rPr/></w:rPrChange></w:rPr><w:t>情况属实</w:t></w:r>", "情况属实",
    ),
    "the end of a paragraph deleted under tracked changes": (
        f"<w:pPr><w:rPr><w:del {BY}/></w:rPr></w:pPr>{run('情况')}</w:p><w:p>{run('属实')}", "情况属实",
    ),
    "a phonetic guide": (
        OPINION + RUBY + run("村"),
        "同意推荐屿村",
    ),
    "a hyphen that does not break": (f"{run('同意3')}{sign('noBreakHyphen')}{run('1')}", "同意3-1"),
    "a hyphen that is seen at the end of a line only": (
        f"{run('同意')}{sign('softHyphen')}{run('上报')}", "同意上报",
    ),
    "lines and tabs": (f"{run('一')}{sign('tab')}{run('二')}{sign('cr')}{run('三')}", "一\t二\n三"),
    "the result of a field": (f"{run('第')}{field(' PAGE ', run('3'))}{run('次同意')}", "第3次同意"),
    "the result of a simple field": (
        f'{run("第")}<w:fldSimple w:instr=" PAGE ">{run("3")}</w:fldSimple>{run("次同意")}', "第3次同意",
    ),
    "a field in the code of a field": (
        run("共")
        + field(f" IF </w:instrText></w:r>{field(' PAGE ', run('9'))}<w:r><w:instrText> = 9 ", run("三"))
        + run("次"),
        "共三次",
    ),
    "a link": (f'<w:hyperlink w:anchor="x">{run("见附件")}</w:hyperlink>{run("，同意")}', "见附件，同意"),
    "a comment": (
        '<w:commentRangeStart w:id="0"/>'
        + run("同意上报")
        + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        "同意上报",
    ),
    "a footnote": (f'{run("同意上报")}<w:r><w:footnoteReference w:id="2"/></w:r>', "同意上报"),
    "hidden text": (f"{run('（内部）', '<w:vanish/>')}{run('同意上报')}", "同意上报"),
    "several paragraphs": (f"{run('一、同意。')}</w:p><w:p>{run('二、请审定。')}", "一、同意。\n二、请审定。"),
    "a control around paragraphs": (
        "</w:p>" + sdt(f"<w:p>{run('同意')}</w:p><w:p>{run('上报')}</w:p>") + "<w:p>", "同意\n上报",
    ),
}  # fmt: skip


@pytest.fixture
def one(tmp_path: Path) -> Trial:
    return trial(tmp_path, opinion_table)


@pytest.mark.parametrize(("markup", "text"), SEEN.values(), ids=SEEN)
def test_an_opinion_is_read_as_a_person_sees_it(one: Trial, markup: str, text: str) -> None:
    one.edit((OPINION, markup))
    assert one.read() == {"县级意见": text}
    assert codes(one.collect()) == codes_of_changes(markup)


def test_an_empty_control_is_empty_and_its_prompt_goes_when_a_text_comes(one: Trial) -> None:
    one.edit((OPINION, sdt(run("单击或点击此处输入文字。"), "<w:showingPlcHdr/>")))
    assert one.collect().found == ()
    built = one.build(phone="0576-77777777", county_opinion="情况属实")
    assert codes(built) == ["T115"]
    assert "有人填成“（空）”" in said(built)
    place = {"county_opinion": "ours"}
    decisions = Decisions(one={(f"甲镇/示例村/{one.form.name}", slot): "ours" for slot in place})
    assert codes(one.build(decisions=decisions, county_opinion="情况属实", phone="0576-77777777")) == ["T119"]
    assert [line for line in one.lines() if "单击" in line] == []
    assert one.lines()[3].endswith("情况属实")


@pytest.mark.parametrize("tag", ["tbl", "tr", "tc"])
def test_a_control_around_a_table_a_row_or_a_cell_is_no_obstacle(one: Trial, tag: str) -> None:
    start, end = f"<w:{tag}>", f"</w:{tag}>"

    def wrap(text: str) -> str:
        at = text.index("同意推荐")
        begin, stop = text.rindex(start, 0, at), text.index(end, at) + len(end)
        return text[:begin] + sdt(text[begin:stop].replace("同意推荐", "情况属实")) + text[stop:]

    one.rewrite(wrap)
    assert one.read() == {"县级意见": "情况属实"}


def test_the_text_of_a_box_beside_an_opinion_is_told_and_no_part_of_it(one: Trial) -> None:
    one.edit((OPINION, f"{run('情况属实')}{box('经审核')}"))
    collected = one.collect()
    assert [each.amendment.value for each in collected.found] == ["情况属实"]
    (problem,) = collected.problems
    assert problem.code == "T152"
    assert "“甲镇示例村”的“示例表”上“县级意见”旁边另有“经审核”，不知道是不是填在这里的，没有读" in str(
        problem
    )


def test_an_unknown_symbol_is_told_and_no_guess(one: Trial) -> None:
    one.edit((OPINION, f"{sym('Wingdings', 'F04A')}{run('同意')}"))
    (problem,) = one.collect().problems
    assert (problem.code, one.read()) == ("T114", {})
    assert "里面有认不出的符号（U+F04A）" in str(problem)


def test_a_row_deleted_under_tracked_changes_is_gone(one: Trial) -> None:
    one.rewrite(lambda text: text.replace("<w:tr><w:tc>", f"<w:tr><w:trPr><w:del {BY}/></w:trPr><w:tc>", 1))
    collected = one.collect()
    assert codes(collected) == ["T150", "T181", "T189"]
    assert "“甲镇示例村”的“示例表”上“联系电话”（第1个表第1行第2格）没有读（找不到这一格）" in str(
        collected.problems[0]
    )
    assert "印好的“联系电话”删去了" in str(collected.problems[1])
    one.edit((OPINION, run("情况属实")))
    assert one.read() == {"县级意见": "情况属实"}
    built = one.build()
    assert codes(built) == ["T111"]
    assert "找不到“联系电话”" in said(built)


def test_a_row_inserted_under_tracked_changes_moves_nothing(one: Trial) -> None:
    cells = f"<w:tc><w:p>{run('备注')}</w:p></w:tc><w:tc><w:p>{run('无')}</w:p></w:tc>"
    one.edit((OPINION, run("情况属实")))
    one.rewrite(
        lambda text: text.replace("<w:tr>", f"<w:tr><w:trPr><w:ins {BY}/></w:trPr>{cells}</w:tr><w:tr>", 1)
    )
    assert one.read() == {"县级意见": "情况属实"}
    built = one.build(phone="0576-77777777")
    assert codes(built) == ["T171"]
    assert "另有第1个表第1行第1格的“备注”、第1个表第1行第2格的“无”" in said(built)
    assert "0576-77777777" in "".join(one.lines())


KEPT_ABOVE = {
    "a symbol": (sym("Wingdings 2", "F052"), "☑"),
    "a field": (field(" REF day ", run("今天")), "今天"),
    "a simple field": (f'<w:fldSimple w:instr=" REF day ">{run("今天")}</w:fldSimple>', "今天"),
    "a box to tick": (tick(1, "☒"), "☑"),
    "a phonetic guide": (
        RUBY,
        "屿",
    ),
}


@pytest.mark.parametrize(("markup", "shown"), KEPT_ABOVE.values(), ids=KEPT_ABOVE)
def test_nothing_stays_of_what_is_replaced(one: Trial, markup: str, shown: str) -> None:
    one.edit((run("0576-12345678"), markup))
    assert codes(one.build(phone="0576-77777777")) == ["T115"]
    assert f"有人填成“{shown}”" in said(one.build(phone="0576-77777777"))
    assert codes(one.build("ours", phone="0576-77777777")) == ["T119"]
    assert one.lines()[1].endswith("0576-77777777")
    text = "".join(one.lines())
    assert not any(left in text for left in ("今天", "☒", "yǔ", "屿"))
    assert codes(one.build(phone="0576-88888888")) == [], "it is read again"


def test_a_deleted_tag_of_a_template_is_none(tmp_path: Path) -> None:
    def draw(document: Any) -> None:
        opinion_table(document)
        paragraph = document.add_paragraph("地址：{{ address }}")
        gone = f'<w:del xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" {BY}>'
        for text in ("{{ adress }}", "{{ ad"):
            paragraph._p.append(etree.fromstring(f"{gone}<w:r><w:delText>{text}</w:delText></w:r></w:del>"))

    one = trial(tmp_path, draw)
    assert "虚构路1号" in "".join(one.lines())


def test_the_same_place_in_a_header_is_renewed_too(tmp_path: Path) -> None:
    def draw(document: Any) -> None:
        opinion_table(document)
        document.sections[0].header.paragraphs[0].text = "联系电话 {{ phone }}"

    one = trial(tmp_path, draw)
    (header,) = (name for name in package_names(one) if "header" in name)
    one.edit((OPINION, run("情况属实")))
    assert one.read() == {"县级意见": "情况属实"}
    assert codes(one.build(phone="0576-77777777")) == []
    assert "0576-77777777" in "".join(one.lines())
    assert "0576-77777777" in "".join(one.lines(header))
    one.edit(("0576-77777777", "0576-1"), part=header)
    collected = one.collect()
    assert one.read()["联系电话"] == "0576-1"
    assert codes(collected) == ["T224"], "the other place still holds the old one"
    assert "“联系电话”印在几处，改过以后不一样：" in said(collected)
    assert "是“0576-77777777”" in said(collected)
    assert "是“0576-1”" in said(collected)
    one.edit(("0576-77777777", "0576-2"))
    collected = one.collect()
    assert codes(collected) == ["T151"]
    assert "“联系电话”印在两处，填得不一样：0576-2与0576-1" in said(collected)
    assert [each.label for each in collected.found] == ["县级意见"]


def package_names(one: Trial) -> list[str]:
    with zipfile.ZipFile(one.form) as archive:
        return archive.namelist()


def test_a_place_in_a_text_box_is_read_once_and_written_in_both_versions(tmp_path: Path) -> None:
    def draw(document: Any) -> None:
        table(document, ("县级意见", "{{ county_opinion }}"))
        paragraph = document.add_paragraph("框：")
        names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        paragraph._p.append(etree.fromstring(box("电话：{{ phone }}").replace("<w:r>", f"<w:r {names}>", 1)))

    one = trial(tmp_path, draw)
    one.rewrite(lambda text: text.replace("0576-12345678", "0576-3"))
    assert one.read() == {"联系电话": "0576-3"}
    one.edit((OPINION, run("情况属实")))
    assert codes(one.build("ours", phone="0576-77777777")) == ["T119", "T119"]
    assert "".join(one.lines()).count("0576-77777777") == 2


# -- headers and footers under a condition ----------------------------------------------------------
def conditional_header(document: Any) -> None:
    opinion_table(document)
    section = document.sections[0]
    section.header.paragraphs[
        0
    ].text = "{% if phone %}联系电话 {{ phone }}{% endif %}{% if not phone %}没有电话{% endif %}"
    section.footer.paragraphs[0].text = "{% if contact %}经办：{{ contact }}{% endif %}"


def header_of(one: Trial, kind: str = "header") -> str:
    (name,) = (name for name in package_names(one) if f"/{kind}" in name)
    return name


@pytest.fixture
def varying(tmp_path: Path) -> Trial:
    return trial(tmp_path, conditional_header)


def test_what_stands_under_a_condition_is_not_left_with_an_older_value(varying: Trial) -> None:
    varying.edit(("同意推荐", "情况属实"))
    result = varying.build(phone="0576-77777777")
    assert codes(result) == ["T111"]
    assert "合不到一起（页眉、页脚或脚注是照条件印的，要跟着数据改）" in said(result)
    assert "0576-12345678" in "".join(varying.lines(header_of(varying)))


def test_a_condition_that_turns_out_otherwise_is_not_left_either(varying: Trial) -> None:
    varying.edit(("同意推荐", "情况属实"))
    assert codes(varying.build(phone="")) == ["T111"]


def test_other_values_are_merged_where_nothing_changes_under_a_condition(varying: Trial) -> None:
    varying.edit(("同意推荐", "情况属实"))
    result = varying.build(county_date="2026-11-23")
    assert codes(result) == []
    assert "2026年11月23日" in "".join(varying.lines()) or "2026-11-23" in "".join(varying.lines())
    assert "情况属实" in "".join(varying.lines())


@pytest.mark.parametrize("kind", ["header", "footer"])
def test_what_somebody_typed_under_a_condition_survives_and_is_named(varying: Trial, kind: str) -> None:
    part, (old, where) = (
        header_of(varying, kind),
        {"header": ("0576-12345678", "页眉"), "footer": ("张三", "页脚")}[kind],
    )
    varying.edit((old, f"{old}（县里打的字）"), part=part)
    result = varying.build(county_date="2026-11-23")
    assert f"{old}（县里打的字）" in "".join(varying.lines(part))
    assert f"{where}的“" in said(result)
    assert "（县里打的字）”" in said(varying.collect())


def test_a_person_who_wrote_what_the_data_say_now_has_nothing_to_decide(varying: Trial) -> None:
    varying.edit(("0576-12345678", "0576-77777777"), part=header_of(varying))
    varying.edit(("0576-12345678", "0576-77777777"))
    assert "T111" not in codes(varying.build(phone="0576-77777777"))


@pytest.mark.parametrize("kind", ["header", "footer"])
def test_what_somebody_typed_into_a_header_survives_a_build_that_renews_it(kind: str, tmp_path: Path) -> None:
    def draw(document: Any) -> None:
        opinion_table(document)
        place = getattr(document.sections[0], kind)
        place.paragraphs[0].text = "联系电话 {{ phone }}"
        place.add_paragraph("经办人：")

    one = trial(tmp_path, draw)
    part = header_of(one, kind)
    one.edit(("经办人：", "经办人：李四"), part=part)
    one.build(phone="0576-77777777")
    text = "".join(one.lines(part))
    assert "0576-77777777" in text
    assert "李四" in text


@pytest.mark.parametrize("kind", ["footnotes", "endnotes"])
def test_a_value_in_a_note_is_renewed_in_a_form_that_somebody_edited(kind: str, tmp_path: Path) -> None:
    one = trial(tmp_path, opinion_table)
    template = tmp_path / "templates/trial/template.docx"
    note = kind.removesuffix("s")
    template.write_bytes(
        with_note(
            template.read_bytes(), kind, f'<w:{note} w:id="1"><w:p>{run("电话{{ phone }}")}</w:p></w:{note}>'
        )
    )
    one.form.unlink()
    one.build()
    one.edit(("同意推荐", "情况属实"))
    assert "T111" not in codes(one.build(phone="0576-77777777"))
    assert "电话0576-77777777" in "".join(one.lines(f"word/{kind}.xml"))


def with_note(data: bytes, kind: str, note: str) -> bytes:
    """Return a template with a part of notes."""
    parts = package.parts_in(io.BytesIO(data))
    relation = f'<Relationship Id="rIdNotes" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{kind}.xml"/>'
    types = f'<Override PartName="/word/{kind}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
    parts[f"word/{kind}.xml"] = f'<w:{kind} xmlns:w="{W}">{note}</w:{kind}>'.encode()
    for name, end, more in (
        ("word/_rels/document.xml.rels", b"</Relationships>", relation),
        ("[Content_Types].xml", b"</Types>", types),
    ):
        parts[name] = parts[name].replace(end, more.encode() + end)
    return package.repacked(parts)


# -- texts of several lines -------------------------------------------------------------------------
def indented(document: Any) -> None:
    """A narrative whose lines are indented, with words in front, and a telephone number."""
    made = document.add_table(2, 2)
    for row, texts in zip(made.rows, (("联系电话", "{{ phone }}"), ("基本情况", "")), strict=True):
        row.cells[0].text, row.cells[1].text = texts
    paragraph = made.rows[1].cells[1].paragraphs[0]
    shape = paragraph._p.get_or_add_pPr()
    shape.append(etree.fromstring(f'<w:ind xmlns:w="{W}" w:firstLineChars="200" w:firstLine="480"/>'))
    paragraph.add_run("{{ narrative }}").bold = True


def shape_of(one: Trial) -> list[list[str]]:
    """The paragraphs of the narrative: the lines of each, as breaks divide them."""
    made = docx.Document(str(one.form)).tables[0].rows[1].cells[1].paragraphs
    return [each.text.split("\n") for each in made]


TYPED = {
    "a break": ("<w:t>一、走访。</w:t><w:br/><w:t>二、推荐。</w:t>", [["一、走访。", "二、推荐。"]]),
    "a break in the middle of a line": (
        "<w:t>一、走访</w:t><w:br/><w:t>困难家庭。</w:t>",
        [["一、走访", "困难家庭。"]],
    ),
    "two breaks": (
        "<w:t>一、走访。</w:t><w:br/><w:br/><w:t>二、推荐。</w:t>",
        [["一、走访。", "", "二、推荐。"]],
    ),
    "a carriage return": (
        "<w:t>一、走访。</w:t><w:cr/><w:t>二、推荐。</w:t>",
        [["一、走访。", "二、推荐。"]],
    ),
    "paragraphs": (
        "<w:t>一、走访。</w:t></w:r></w:p><w:p><w:r><w:t>二、推荐。</w:t>",
        [["一、走访。"], ["二、推荐。"]],
    ),
    "paragraphs and a break": (
        "<w:t>一、走访。</w:t><w:br/><w:t>续。</w:t></w:r></w:p><w:p><w:r><w:t>二、推荐。</w:t>",
        [["一、走访。", "续。"], ["二、推荐。"]],
    ),
}


def type_narrative(one: Trial, typed: str, old: str = "已建立台账。") -> None:
    one.rewrite(lambda text: re.sub(rf"<w:t[^>]*>{re.escape(old)}</w:t>", lambda _: typed, text, count=1))


@pytest.mark.parametrize(("typed", "shape"), TYPED.values(), ids=TYPED)
def test_lines_stay_divided_as_they_were_typed(typed: str, shape: list[list[str]], tmp_path: Path) -> None:
    one = trial(tmp_path, indented)
    type_narrative(one, typed)
    assert codes(one.build(phone="0576-77777777")) == []
    assert shape_of(one) == shape
    assert one.read() == {"基本情况": "\n".join("\n".join(each) for each in shape)}


def test_a_text_of_several_lines_from_the_data_gets_the_paragraphs_of_a_fresh_form(tmp_path: Path) -> None:
    one = trial(tmp_path, indented)
    one.edit(("0576-12345678", "0576-99999999"))
    text = "一、走访。\n　　二、推荐。\n三、陈璟喆帮扶。"
    assert codes(one.build(narrative=text)) == []
    assert shape_of(one) == [["一、走访。"], ["二、推荐。"], ["三、陈璟喆帮扶。"]]
    cell = docx.Document(str(one.form)).tables[0].rows[1].cells[1]
    assert {each.paragraph_format.first_line_indent for each in cell.paragraphs} == {304800}
    assert all(run_.bold for each in cell.paragraphs for run_ in each.runs if run_.text)
    assert one.read() == {"联系电话": "0576-99999999"}
    assert codes(one.build(narrative="一、走访。")) == []
    assert shape_of(one) == [["一、走访。"]]


def test_a_text_of_several_lines_keeps_the_words_printed_behind_it(tmp_path: Path) -> None:
    one = trial(
        tmp_path,
        lambda document: table(document, ("电话", "{{ phone }}"), ("情况", "{{ narrative }}（以上属实）")),
    )
    one.edit(("0576-12345678", "0576-99999999"))
    assert codes(one.build(narrative="甲。\n乙。")) == []
    assert shape_of(one) == [["甲。"], ["乙。（以上属实）"]]
    assert one.read() == {"联系电话": "0576-99999999"}


def test_within_a_control_the_lines_of_a_text_are_divided_by_breaks(tmp_path: Path) -> None:
    one = trial(tmp_path, indented)
    type_narrative(one, "<w:t>已建立台账。</w:t>")
    one.rewrite(
        lambda text: re.sub(
            r"<w:r>(?:(?!<w:r>).)*已建立台账。</w:t></w:r>",
            lambda found: sdt(found[0]),
            text,
            flags=re.DOTALL,
        )
    )
    one.edit(("0576-12345678", "0576-99999999"))
    one.build(narrative="甲。\n乙。")
    assert re.search(r"甲。</w:t><w:br/><w:t[^>]*>乙。</w:t></w:r></w:sdtContent>", body_of(one))


def body_of(one: Trial) -> str:
    with zipfile.ZipFile(one.form) as archive:
        return archive.read("word/document.xml").decode()
