"""Whatever people put into a form that is no text of its places is named: nobody takes it for read."""

from pathlib import Path

import pytest
from support.trial_form import Trial, codes, opinion_table, run, said, trial

from formgen.office import package

OPINION = run("同意推荐")
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
PIC = 'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
CHART = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
OLE = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
INK = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


@pytest.fixture
def one(tmp_path: Path) -> Trial:
    return trial(tmp_path, opinion_table)


def coded(code: str, result: str = "") -> str:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "end"))
    parted = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}' if result else ""
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{parted}{end}"


TABLE = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p>{run('另附意见')}</w:p></w:tc></w:tr></w:tbl>"
THINGS = {
    "a table in the cell": (f"{OPINION}</w:p>{TABLE}<w:p>", "表格：另附意见"),
    "a picture": (f"{OPINION}<w:r><w:drawing><pic:pic {PIC}/></w:drawing></w:r>", "图片"),
    "a picture of the older kind": (
        f'{OPINION}<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata/></v:shape></w:pict></w:r>',
        "图片",
    ),
    "a shape": (f"{OPINION}<w:r><w:drawing><wps:wsp {WPS}/></w:drawing></w:r>", "图形"),
    "a chart": (f"{OPINION}<w:r><w:drawing><c:chart {CHART}/></w:drawing></w:r>", "图表"),
    "writing by hand": (
        f"{OPINION}<w:r><w:drawing><w14:contentPart {INK}/></w:drawing></w:r>",
        "手写的笔迹",
    ),
    "an object of another program": (
        f"{OPINION}<w:r><w:object><o:OLEObject {OLE}/></w:object></w:r>",
        "嵌入的对象",
    ),
}
INLINE = {
    "a formula": (f"{OPINION}<m:oMath {M}><m:r><m:t>95</m:t></m:r></m:oMath>", "公式：95"),
    "a formula in a line of its own": (
        f"{OPINION}<m:oMathPara {M}><m:oMath><m:r><m:t>95</m:t></m:r></m:oMath></m:oMathPara>",
        "公式：95",
    ),
    "a sign in a circle": (coded(r" eq \o\ac(○,3) ") + OPINION, r"域：eq \o\ac(○,3)"),
    "a sign in a circle with what it showed last": (
        coded(r" EQ \o\ac(○,3) ", "3") + OPINION,
        r"域：EQ \o\ac(○,3)",
    ),
    "a number of Word's own": (coded(" AUTONUM ") + OPINION, "域：AUTONUM"),
    "a list with numbers": (
        f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>{OPINION}',
        "自动编号",
    ),
}


@pytest.mark.parametrize(("typed", "named"), THINGS.values(), ids=THINGS)
def test_a_thing_in_a_cell_that_is_no_text_is_named(one: Trial, typed: str, named: str) -> None:
    one.edit((OPINION, typed))
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T152"])
    told = f"“甲镇示例村”的“示例表”上“县级意见”旁边另有“{named}”，不知道是不是填在这里的，没有读"
    assert told in said(collected)


@pytest.mark.parametrize(("typed", "named"), INLINE.values(), ids=INLINE)
def test_a_text_with_a_part_that_nobody_typed_is_named_and_not_read(
    one: Trial, typed: str, named: str
) -> None:
    one.edit((OPINION, typed))
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T150"])
    told = f"“县级意见”（第1个表第2行第2格）没有读（里面有“{named}”，不是打上去的字）"
    assert told in said(collected)
    assert told in said(one.build())


HARMLESS = {
    "an entry of an index": coded(' XE "同意" ') + run("情况属实"),
    "a field with its result": coded(" PAGE ", "3") + run("情况属实"),
    "a picture that was deleted": (
        f'<w:del w:id="1" w:author="县里"><w:r><w:drawing><pic:pic {PIC}/></w:drawing></w:r></w:del>{run("情况属实")}'
    ),
    "a list that was switched off": f'<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>{run("情况属实")}',
}


@pytest.mark.parametrize("typed", HARMLESS.values(), ids=HARMLESS)
def test_what_nobody_sees_is_not_named(one: Trial, typed: str) -> None:
    one.edit((OPINION, typed))
    assert codes(one.collect()) == []
    assert one.read()["县级意见"].endswith("情况属实")


NOTES = {
    "footnote": ("footnoteReference", "footnotes", "脚注：另有两条意见"),
    "endnote": ("endnoteReference", "endnotes", "尾注：另有两条意见"),
    "comment": ("commentReference", "comments", "批注：另有两条意见"),
}


@pytest.mark.parametrize(("tag", "part", "named"), NOTES.values(), ids=NOTES)
def test_a_note_at_a_cell_is_named_with_its_text(one: Trial, tag: str, part: str, named: str) -> None:
    one.edit((OPINION, f'{OPINION}<w:r><w:{tag} w:id="7"/></w:r>'))
    name = f"word/{part}.xml"
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inner = f'<w:{part[:-1]} w:id="7"><w:p>{run("另有两条意见")}</w:p></w:{part[:-1]}>'
    relation = f'<Relationship Id="own7" Type="http://x/relationships/{part}" Target="{part}.xml"/>'
    parts = package.parts_in(one.form)
    parts[name] = f'<w:{part} xmlns:w="{main}">{inner}</w:{part}>'.encode()
    known = "word/_rels/document.xml.rels"
    parts[known] = parts[known].replace(b"</Relationships>", f"{relation}</Relationships>".encode())
    one.form.write_bytes(package.repacked(parts))
    collected = one.collect()
    assert codes(collected) == ["T152"]
    assert f"“县级意见”旁边另有“{named}”" in said(collected)
