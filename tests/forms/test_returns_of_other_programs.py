"""Templates as other programs save them are read; what no form may carry is refused, and told."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from openpyxl import Workbook, load_workbook
from support.small_form import (
    VALUES,
    compiled,
    edited,
    fault_of,
    filled,
    packed,
    parts_of,
    renamed,
    replacing,
    saved,
    with_backslashes,
)  # fmt: skip

from formgen.office.identity import said

TYPES, RELATIONS = "[Content_Types].xml", "_rels/.rels"
DOCUMENT, SHEET, BOOK = "word/document.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word() -> bytes:
    document = docx.Document()
    table = document.add_table(4, 2)
    for row, texts in zip(
        table.rows,
        (("{{ name }}", "{{ phone }}"), ("{%tr for row in rows %}", ""), ("{{ row.number }}", "{{ row.self }}"),
         ("{%tr endfor %}", "")),
        strict=True,
    ):  # fmt: skip
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.sections[0].header.paragraphs[0].text = "{{ township }}"
    return saved(document)


def excel() -> bytes:
    made = Workbook()
    page: Any = made.active
    page.append(["{{ name }}", "{{ phone }}"])
    page.append(["{{ row.number }}", "{{ row.self }}"])
    page.append(["合计", "=SUM(B2:B2)"])
    return saved(made)


def with_shared_strings(data: bytes, text: str, at: int = 0) -> bytes:
    """The Excel template with its phone as a shared string, spelled as its readers say it."""
    strings = f'<sst xmlns="{S}"><si><t>{text}</t><rPh sb="0" eb="1"><t>dian hua</t></rPh></si></sst>'
    relation = (
        f'<Relationship Id="rId66" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    kind = '<Override PartName="/xl/sharedStrings.xml" ContentType="application/xml"/></Types>'
    parts = parts_of(data)
    kept = {name: part for name, part in parts.items() if name != "xl/sharedStrings.xml"}
    return edited(
        packed(kept),
        {
            SHEET: lambda part: re.sub(
                rb'<c r="B1" t="inlineStr">.*?</c>', f'<c r="B1" t="s"><v>{at}</v></c>'.encode(), part
            ),
            "xl/_rels/workbook.xml.rels": lambda part: re.sub(
                rb'<Relationship [^>]*sharedStrings"[^>]*/>', b"", part
            ).replace(b"</Relationships>", relation.encode()),
            TYPES: lambda part: re.sub(rb'<Override [^>]*/sharedStrings.xml"[^>]*/>', b"", part).replace(
                b"</Types>", kind.encode()
            ),
            "xl/sharedStrings.xml": strings.encode(),
        },
    )


def moved_away(data: bytes) -> bytes:
    """A Word file whose main part lies in a folder of its own."""
    relations = "word/_rels/document.xml.rels"
    whole = edited(
        data, {relations: lambda part: re.sub(rb'Target="(?!/|http)([^".]+\.)', rb'Target="/word/\1', part)}
    )
    return renamed(whole, DOCUMENT, "main/document2.xml")


def with_prefix(prefix: str, own: str, namespace: str) -> Callable[[bytes], bytes]:
    """Return what writes the names of a part with another prefix."""

    def change(part: bytes) -> bytes:
        text = part.decode()
        if own:
            text = text.replace(f"<{own}:", f"<{prefix}:").replace(f"</{own}:", f"</{prefix}:")
            return (
                text.replace(f" {own}:", f" {prefix}:").replace(f"xmlns:{own}=", f"xmlns:{prefix}=").encode()
            )
        text = re.sub(r"<(/?)(?=[A-Za-z])", rf"<\1{prefix}:", text)
        return text.replace(f'xmlns="{namespace}"', f'xmlns:{prefix}="{namespace}"').encode()

    return change


def without_addresses(part: bytes) -> bytes:
    return re.sub(rb' r="[A-Z]*\d+"', b"", part)


def as_template(part: bytes) -> bytes:
    return part.replace(b".document.main+xml", b".template.main+xml").replace(
        b".sheet.main+xml", b".template.main+xml"
    )


WORD_FILES: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("main part of another name", lambda data: renamed(data, DOCUMENT, "word/document2.xml")),
    ("main part in another folder", moved_away),
    ("header of another name", lambda data: renamed(data, "word/header1.xml", "word/kopf.xml")),
    ("other prefix", lambda data: edited(data, {DOCUMENT: with_prefix("ns0", "w", W)})),
    ("backslashes in names", with_backslashes),
    ("a .dotx by another name", lambda data: edited(data, {TYPES: as_template})),
]
EXCEL_FILES: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("main part of another name", lambda data: renamed(data, BOOK, "xl/workbook2.xml")),
    (
        "strings of another name",
        lambda data: renamed(
            with_shared_strings(data, "{{ phone }}"), "xl/sharedStrings.xml", "xl/SharedStrings.xml"
        ),
    ),
    ("sheet of another name", lambda data: renamed(data, SHEET, "xl/worksheets/tabelle.xml")),
    ("other prefix", lambda data: edited(data, {SHEET: with_prefix("x", "", S)})),
    ("no addresses", lambda data: edited(data, {SHEET: without_addresses})),
    ("backslashes in names", with_backslashes),
    ("a .xltx by another name", lambda data: edited(data, {TYPES: as_template})),
]


@pytest.mark.parametrize("change", [each for _, each in WORD_FILES], ids=[name for name, _ in WORD_FILES])
def test_a_word_template_of_any_program_is_filled(change: Callable[[bytes], bytes]) -> None:
    data = change(word())
    document = docx.Document(BytesIO(filled(data, ".docx")))
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells == [["示例村", "0576-1"], ["1", "10"], ["2", "4"], ["3", "3"]]
    assert document.sections[0].header.paragraphs[0].text == "甲镇"
    template = compiled(data, ".docx")
    assert template.open(filled(data, ".docx")).values()["phone"] == "0576-1"


@pytest.mark.parametrize("change", [each for _, each in EXCEL_FILES], ids=[name for name, _ in EXCEL_FILES])
def test_an_excel_template_of_any_program_is_filled(change: Callable[[bytes], bytes]) -> None:
    data = change(excel())
    document = filled(data, ".xlsx")
    rows = list(load_workbook(BytesIO(document)).worksheets[0].iter_rows(values_only=True))
    assert rows == [("示例村", "0576-1"), ("1", 10), ("2", 4), ("3", 3), ("合计", "=SUM(B2:B4)")]
    assert compiled(data, ".xlsx").open(document).values()["c.self"] == "3"


def test_the_order_of_calculation_is_dropped() -> None:
    chain = f'<calcChain xmlns="{S}"><c r="B3" i="1"/></calcChain>'.encode()
    relation = f'<Relationship Id="rId99" Type="{OFFICE}/calcChain" Target="calcChain.xml"/></Relationships>'
    kind = '<Override PartName="/xl/calcChain.xml" ContentType="application/x"/></Types>'
    data = edited(
        excel(),
        {
            "xl/_rels/workbook.xml.rels": replacing(("</Relationships>", relation)),
            TYPES: replacing(("</Types>", kind)),
            "xl/calcChain.xml": chain,
        },
    )
    parts = parts_of(filled(data, ".xlsx"))
    assert "xl/calcChain.xml" not in parts
    assert b"calcChain" not in parts[TYPES] + parts["xl/_rels/workbook.xml.rels"]


def with_properties(data: bytes, properties: str, part: str = "docProps/custom.xml") -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    relation = f'<Relationship Id="rId77" Type="{OFFICE}/custom-properties" Target="{part}"/></Relationships>'
    text = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{properties}</Properties>'
    )
    return edited(
        data,
        {
            TYPES: replacing(("</Types>", f'<Override PartName="/{part}" ContentType="{kind}"/></Types>')),
            RELATIONS: replacing(("</Relationships>", relation)),
            part: text.encode(),
        },
    )


OWN = (
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="文号"><vt:lpwstr>台人社〔2019〕1号'
    '</vt:lpwstr></property><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="3" name="份数"><vt:i4>3'
    '</vt:i4></property><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="4" name="formgen.form">'
    "<vt:lpwstr>old</vt:lpwstr></property>"
)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
@pytest.mark.parametrize("part", ["docProps/custom.xml", "docProps/custom2.xml"])
def test_the_custom_properties_of_a_template_stay(suffix: str, part: str) -> None:
    data = with_properties(word() if suffix == ".docx" else excel(), OWN, part)
    parts = parts_of(filled(data, suffix))
    text = parts["docProps/custom.xml"].decode()
    assert ">台人社〔2019〕1号<" in text
    assert (
        re.search('name="份数"[^>]*><vt:i4>3<', text.replace(' xmlns="', ' x="'))
        or "<vt:i4>3</vt:i4>" in text
    )
    numbers = re.findall(r'pid="(\d+)"', text)
    assert numbers == [str(each) for each in range(2, len(numbers) + 2)]
    assert "form" not in said(text.encode())
    assert said(text.encode())["library"] == "north"
    assert parts[TYPES].count(b"custom-properties+xml") == parts[RELATIONS].count(b"custom-properties") == 1
    document = compiled(data, suffix).open(filled(data, suffix))
    assert document.typed() == {}
    kept = document.rewrite({document.slots.index("phone"): "1"}, document.checksums or [])
    assert ">台人社〔2019〕1号<" in parts_of(kept)["docProps/custom.xml"].decode()


def test_too_many_custom_properties_are_refused() -> None:
    long = OWN.replace("台人社〔2019〕1号", "长" * 20_000)
    assert "自定义的文件属性太多" in fault_of(with_properties(word(), long), ".docx").message


def strict(data: bytes, main: str, namespace: str, kind: str) -> bytes:
    own = "http://purl.oclc.org/ooxml"
    return edited(
        data,
        {
            RELATIONS: replacing(
                (f"{OFFICE}/officeDocument", f"{own}/officeDocument/relationships/officeDocument")
            ),
            main: replacing((namespace, f"{own}/{kind}/main")),
        },
    )


UNREADABLE: list[tuple[str, bytes, str]] = [
    (".docx", strict(word(), DOCUMENT, W, "wordprocessingml"), "是“Strict Open XML”格式，请用 Word、Excel 打开，另存为普通的"),
    (".xlsx", strict(excel(), BOOK, S, "spreadsheetml"), "是“Strict Open XML”格式，请用 Word、Excel 打开，另存为普通的"),
    (".docx", b"\xd0\xcf\x11\xe0" + bytes(600), "是加了密码的文件，或老格式的 .doc、.xls"),
    (".docx", excel(), "内容是 Excel 文件，请用 Word 另存"),
    (".xlsx", word(), "内容是 Word 文件，请用 Excel 另存"),
    (".docx", edited(word(), {TYPES: replacing(
        ("vnd.openxmlformats-officedocument.wordprocessingml.document.main", "vnd.ms-word.document.macroEnabled.main"),
    )}), "是带宏的文件，请另存为不带宏的"),
    (".xlsx", edited(excel(), {TYPES: replacing(
        ("vnd.openxmlformats-officedocument.spreadsheetml.sheet.main", "vnd.ms-excel.sheet.binary.macroEnabled.main"),
    )}), "是 .xlsb 文件，请用 Excel 另存为 .xlsx"),
    (".docx", packed({"a.txt": b"a"}), "缺少必要的部分，或已损坏"),
    (".xlsx", edited(excel(), {RELATIONS: b"<Relationships xmlns='x'/>"}), "缺少必要的部分，或已损坏"),
    (".xlsx", edited(excel(), {RELATIONS: b"<Relation"}), "缺少必要的部分，或已损坏"),
    (".xlsx", with_shared_strings(excel(), "{{ phone }}", 77), "表格的内容不完整，或已损坏"),
    (".docx", edited(word(), {DOCUMENT: replacing((f'xmlns:w="{W}"', 'xmlns:w="x"'))}), "表格的内容不完整，或已损坏"),
]  # fmt: skip


@pytest.mark.parametrize(("suffix", "data", "words"), UNREADABLE, ids=[f"{s} {w}" for s, _, w in UNREADABLE])
def test_a_file_that_cannot_be_a_template_says_what_to_save(suffix: str, data: bytes, words: str) -> None:
    fault = fault_of(data, suffix)
    assert fault.code == "T101"
    assert words in fault.message


def related(data: bytes, kind: str, target: str, owner: str = "word/_rels/document.xml.rels") -> bytes:
    relation = f'<Relationship Id="rId88" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
    parts = parts_of(data)
    held = parts.get(
        owner,
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>',
    )
    return edited(data, {owner: held.replace(b"</Relationships>", f"{relation}</Relationships>".encode())})


def with_code(code: str) -> bytes:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "end"))
    half = len(code) // 2
    runs = "".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in (code[:half], code[half:]))
    return edited(word(), {DOCUMENT: replacing(("<w:sectPr", f"<w:p>{begin}{runs}{end}</w:p><w:sectPr"))})


SETTINGS = "word/_rels/settings.xml.rels"
BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
CARRIED: list[tuple[str, bytes, str]] = [
    (".docx", related(word(), "attachedTemplate", "http://example.com/a.dotm", SETTINGS), "网上的模板“http://example.com/a.dotm”"),
    (".docx", related(word(), "attachedTemplate", "file://server/a.dotm", SETTINGS), "网上的模板"),
    (".docx", related(word(), "attachedTemplate", "\\\\server\\a.dotm", SETTINGS), "网上的模板"),
    (".docx", related(word(), "image", "http://example.com/a.png"), "链接的图片“http://example.com/a.png”"),
    (".docx", related(word(), "oleObject", "file:///C:/a.xlsx"), "链接的对象"),
    (".docx", related(word(), "somethingNew", "http://example.com"), "文件以外的内容“http://example.com”"),
    (".docx", edited(word(), {"word/vbaProject.bin": b"x"}), "宏或程序“word/vbaProject.bin”"),
    (".xlsx", edited(excel(), {"xl/macrosheets/sheet1.xml": b"<a/>"}), "宏或程序“xl/macrosheets/sheet1.xml”"),
    (".docx", edited(word(), {"word/embeddings/a.exe": b"x"}), "宏或程序“word/embeddings/a.exe”"),
    (".docx", edited(word(), {"word/activeX/activeX1.xml": b"<a/>"}), "宏或程序“word/activeX/activeX1.xml”"),
    (".docx", edited(word(), {"../../evil.txt": b"x"}), "名称可疑的成员“../../evil.txt”"),
    (".xlsx", edited(excel(), {"/etc/evil": b"x"}), "名称可疑的成员“/etc/evil”"),
    (".docx", edited(word(), {"C:\\evil": b"x"}), "名称可疑的成员“C:/evil”"),
    (".xlsx", related(excel(), "externalLinkPath", "file:///C:/a.xlsx", BOOK_RELATIONS), "别的工作簿"),
    (".xlsx", edited(excel(), {BOOK_RELATIONS: replacing(("</Relationships>", (
        f'<Relationship Id="rId90" Type="{OFFICE}/connections" Target="connections.xml"/></Relationships>'
    )))}), "外部数据连接"),
    (".docx", with_code(' INCLUDEPICTURE "http://example.com/a.png" \\d '), "域 INCLUDEPICTURE（从别处取内容）"),
    (".docx", with_code(' DATE \\@ "yyyy年M月d日" '), "域 DATE（印的是电脑的日期时间，不是填的）"),
    (".docx", with_code(" time "), "域 TIME（印的是电脑的日期时间，不是填的）"),
    (".docx", with_code(" AUTHOR "), "域 AUTHOR（印的是文件自己的信息，不是填的）"),
    (".docx", with_code(" =SUM(ABOVE) "), "域 =（印的是上一次算出的字，填了表也不会重算）"),
    (".docx", with_code(" SEQ 表 "), "域 SEQ（印的是上一次算出的字，填了表也不会重算）"),
    (".docx", with_code(" MERGEFIELD 姓名 "), "域 MERGEFIELD（是邮件合并用的）"),
    (".docx", with_code("DDEAUTO c:\\\\windows\\\\cmd.exe"), "域 DDEAUTO（从别处取内容）"),
    (".docx", edited(word(), {DOCUMENT: replacing(
        ("<w:sectPr", '<w:p><w:fldSimple w:instr=" LINK Excel.Sheet a "/></w:p><w:sectPr'),
    )}), "域 LINK（从别处取内容）"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("suffix", "data", "words"), CARRIED, ids=[f"{at} {w}" for at, (_, _, w) in enumerate(CARRIED)]
)
def test_what_would_be_mailed_on_in_every_form_is_refused(suffix: str, data: bytes, words: str) -> None:
    fault = fault_of(data, suffix)
    assert fault.code == "T155"
    assert words in fault.message
    assert "删去或断开" in str(fault)


@pytest.mark.parametrize(
    "target", ["file:///C:\\Users\\zhang\\Normal.dotm", "Normal.dotm", "/Users/zhang/a.dotm"]
)
def test_where_a_template_lay_on_somebodys_computer_is_left_out(target: str) -> None:
    attached = edited(
        related(word(), "attachedTemplate", target, SETTINGS),
        {
            "word/settings.xml": replacing(
                ("<w:zoom", f'<w:attachedTemplate xmlns:r="{OFFICE}" r:id="rId88"/><w:zoom')
            )
        },
    )
    parts = parts_of(filled(attached, ".docx"))
    assert b"attachedTemplate" not in parts[SETTINGS] + parts["word/settings.xml"]


def test_links_and_page_numbers_may_stay() -> None:
    data = related(with_code(" PAGE "), "hyperlink", "https://example.com/INCLUDETEXT")
    assert zipfile.is_zipfile(BytesIO(filled(data, ".docx")))


ELSEWHERE = [
    ("word/comments.xml", "批注里不能有标签"),
    ("word/charts/chart1.xml", "图表里不能有标签"),
    ("customXml/item1.xml", "内容控件绑定的数据里不能有标签"),
]


@pytest.mark.parametrize(("part", "words"), ELSEWHERE)
def test_a_tag_that_would_be_printed_as_it_stands_is_refused(part: str, words: str) -> None:
    data = edited(word(), {part: b"<a><b>{</b><b>{ name }}</b></a>"})
    assert words in fault_of(data, ".docx").message


def test_values_of_the_small_form_are_all_there() -> None:
    assert set(compiled(word(), ".docx").slots) <= VALUES.keys()
