"""Parts of a workbook beside its sheets follow the rows too: controls, remarks, columns of breaks, links, pivot tables."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from support.small_form import edited, fault_of, filled, parts_of, replacing, saved

SHEET, BOOK, TYPES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"
RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def excel(more: str = "", parts: Mapping[str, tuple[str, str]] | None = None) -> bytes:
    """A template whose row 2 becomes rows 2 to 4, with XML at the end of its sheet and parts that belong to it."""
    made = Workbook()
    page: Any = made.active
    page.title = "评分表"
    page.append(["{{ name }}"])
    page.append(["{{ row.number }}", "{{ row.self }}"])
    page.append(["合计", "=SUM(B2:B2)"])
    own = "".join(
        f'<Relationship Id="r{at}" Type="{OFFICE}/{kind}" Target="/{name}"/>'
        for at, (name, (kind, _)) in enumerate((parts or {}).items())
    )
    relations = f'<Relationships xmlns="{PACKAGE}">{own}</Relationships>'
    held = {name: text.encode() for name, (_, text) in (parts or {}).items()}
    return edited(
        saved(made),
        {SHEET: replacing(("</worksheet>", f"{more}</worksheet>")), RELATIONS: relations.encode(), **held},
    )


def made(part: str, more: str = "", parts: Mapping[str, tuple[str, str]] | None = None) -> str:
    return parts_of(filled(excel(more, parts), ".xlsx"))[part].decode()


ON_THE_SHEET = [
    ('<colBreaks count="1"><brk id="2" min="0" max="2" man="1"/></colBreaks>', 'max="4"'),
    ('<cellWatches><cellWatch r="B3"/></cellWatches>', 'cellWatch r="B5"'),
    ("<cellWatches><cellWatch/></cellWatches>", "<cellWatch/>"),
    ('<dataConsolidate><dataRefs><dataRef ref="A3:B9" sheet="别的"/></dataRefs></dataConsolidate>', 'ref="A3:B9"'),
    ('<ignoredErrors><ignoredError sqref="B2 B3 C:C"/></ignoredErrors>', 'sqref="B2:B4 B5 C:C"'),
    ((f'<controls><control xmlns:xdr="{XDR}"><anchor><from><xdr:row>4</xdr:row></from><to><xdr:row>5</xdr:row></to>'
     "</anchor></control></controls>"), "<xdr:row>6</xdr:row></from><to><xdr:row>7</xdr:row>"),
    (f'<controls><control xmlns:xdr="{XDR}"><anchor><from><xdr:col>4</xdr:col></from></anchor></control></controls>',
     "<from><xdr:col>4</xdr:col></from>"),
    (('<conditionalFormatting sqref="B2:B3"><cfRule type="colorScale" priority="1"><colorScale>'
     '<cfvo type="formula" val="$B$3"/></colorScale></cfRule></conditionalFormatting>'), 'val="$B$5"'),
    (('<conditionalFormatting sqref="B2"><cfRule type="expression" priority="1"><formula>B2&lt;SUM(B$2:B$2)-别的!A3'
     "</formula></cfRule></conditionalFormatting>"), "<formula>B2&lt;SUM(B$2:B$4)-别的!A3</formula>"),
    ("<scenarios><f>$B$3</f></scenarios>", "<f>$B$5</f>"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "found"), ON_THE_SHEET, ids=[found for _, found in ON_THE_SHEET])
def test_what_the_sheet_holds_follows(more: str, found: str) -> None:
    assert found in made(SHEET, more)


VML = (
    '<xml xmlns:x="urn:schemas-microsoft-com:office:excel"><x:Anchor>1, 15, 4, 2, 3, 31, 6, 9</x:Anchor>'
    "<x:Row>2</x:Row><x:FmlaLink>$B$3</x:FmlaLink><br></xml>"
)
BESIDE = [
    ("xl/ctrlProps/c.xml", "ctrlProp", f'<formControlPr xmlns="{S}" fmlaLink="$B$3" fmlaRange="别的!$A$3"/>',
     ['fmlaLink="$B$5"', 'fmlaRange="别的!$A$3"']),
    ("xl/drawings/v.vml", "vmlDrawing", VML,
     ["1, 15, 6, 2, 3, 31, 8, 9", "<x:Row>4<", "<x:FmlaLink>$B$5<"]),
    ("xl/threadedComments/t.xml", "threadedComment", '<ThreadedComments><threadedComment ref="B3"/></ThreadedComments>',
     ['ref="B5"']),
    ("xl/tables/t.xml", "table", (f'<table xmlns="{S}" ref="D1:E2"><tableColumns><tableColumn>'
     "<calculatedColumnFormula>评分表!$B$3</calculatedColumnFormula></tableColumn></tableColumns></table>"),
     ['ref="D1:E4"', ">评分表!$B$5<"]),
    ("xl/other.xml", "customProperty", '<a ref="B3"/>', ['ref="B3"']),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "text", "found"), BESIDE, ids=[case[1] for case in BESIDE])
def test_what_belongs_to_the_sheet_follows(name: str, kind: str, text: str, found: list[str]) -> None:
    shown = made(name, parts={name: (kind, text)})
    assert [each for each in found if each not in shown] == []


def test_a_part_that_is_not_there_is_not_missed() -> None:
    relation = f'<Relationship Id="r9" Type="{OFFICE}/drawing" Target="gone.xml"/></Relationships>'
    data = edited(excel(), {RELATIONS: replacing(("</Relationships>", relation))})
    assert "合计" in parts_of(filled(data, ".xlsx"))[SHEET].decode()


def test_a_place_a_link_leads_to_follows() -> None:
    book = Workbook()
    page: Any = book.active
    page.title = "评分表"
    for row in (["{{ name }}"], ["{{ row.number }}"], ["合计"]):
        page.append(row)
    page["A3"].hyperlink = Hyperlink(ref="A3", location="评分表!A2", display="x")
    page["A1"].hyperlink = Hyperlink(ref="A1", location="评分表!A3")
    other: Any = book.create_sheet("别的")
    other["A1"] = "看这里"
    other["A1"].hyperlink = Hyperlink(ref="A1", location="评分表!A3")
    parts = parts_of(filled(saved(book), ".xlsx"))
    own, others = (re.sub("&#([0-9]+);", lambda sign: chr(int(sign[1])), parts[name].decode())
                   for name in (SHEET, "xl/worksheets/sheet2.xml"))  # fmt: skip
    assert 'location="评分表!A2"' in own
    assert 'location="评分表!A5"' in own
    assert 'location="评分表!A5"' in others


REFUSED = [
    ("xl/pivotTables/p.xml", "pivotTable", "<a/>", "数据透视表、切片器"),
    ("xl/pivotCache/d.xml", "pivotCacheDefinition", f'<a xmlns="{S}"><worksheetSource ref="A1:B2" sheet="评分表"/></a>',
     "数据透视表取自这张工作表"),
    ("xl/tables/t.xml", "table", f'<table xmlns="{S}" ref="D1:E2"><f/><totalsRowFormula>B2</totalsRowFormula></table>',
     "“表格”里的公式B2 是评分行的一格"),
    ("xl/drawings/d.xml", "drawing", (f'<a xmlns="{XDR}"><b><from><row>1</row></from><to><row>2</row><rowOff>0</rowOff>'
     "</to></b></a>"), "评分行里的图形"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "text", "words"), REFUSED, ids=[case[1] for case in REFUSED])
def test_a_part_that_cannot_follow_is_refused(name: str, kind: str, text: str, words: str) -> None:
    fault = fault_of(excel(parts={name: (kind, text)}), ".xlsx")
    assert fault.code == "T101"
    assert fault.place.sheet == "评分表"
    assert words in fault.message


RULES = [
    ('<dataValidations><dataValidation type="list" sqref="B2"><formula1>B3</formula1></dataValidation></dataValidations>',
     "数据有效性或条件格式里的B3 不在评分行"),
    ('<extLst><ext xmlns:m="urn:m"><m:sparkline><m:f>评分表!A2:B2</m:f><m:sqref>C2</m:sqref></m:sparkline></ext></extLst>',
     "评分行里的迷你图不能逐行重复"),
    (('<conditionalFormatting sqref="B3"><cfRule type="expression"><formula>B2&gt;1</formula></cfRule>'
     "</conditionalFormatting>"), "数据有效性或条件格式里的B2 是评分行的一格"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "words"), RULES, ids=[words for _, words in RULES])
def test_a_rule_that_cannot_follow_is_refused_with_its_cell(more: str, words: str) -> None:
    fault = fault_of(excel(more), ".xlsx")
    assert words in fault.message
    assert fault.place.cell in {"B2", "B3", "C2"}


def test_an_older_chart_of_another_sheet_follows() -> None:
    chart = '<c xmlns="urn:c"><f>评分表!$B$2</f><f>别的!$A$1</f><f>评分表!$B$2:$B$3</f></c>'
    shown = made("xl/charts/c.xml", parts={"xl/charts/c.xml": ("chart", chart)})
    assert "<f>评分表!$B$2:$B$4</f><f>别的!$A$1</f><f>评分表!$B$2:$B$5</f>" in shown


def test_a_workbook_that_computes_by_hand_computes_as_it_opens() -> None:
    plain = edited(excel(), {BOOK: lambda part: re.sub(rb"<calcPr[^>]*/>", b"", part)})
    by_hand = edited(
        excel(), {BOOK: lambda part: re.sub(rb"<calcPr[^>]*/>", b'<calcPr calcMode="manual"/>', part)}
    )
    for data in (plain, by_hand):
        text = parts_of(filled(data, ".xlsx"))[BOOK].decode()
        assert '<calcPr fullCalcOnLoad="1"/>' in text
        assert text.index("<sheets>") < text.index("<calcPr")


def test_breaks_and_merges_stand_where_excel_expects_them() -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["{{ name }}"])
    page.append(["{{ section.title }}", "{{ row.number }}"])
    page.protection.sheet = True
    text = parts_of(filled(saved(book), ".xlsx"))[SHEET].decode()
    assert text.index("<sheetProtection") < text.index("<mergeCells") < text.index("<pageMargins")
