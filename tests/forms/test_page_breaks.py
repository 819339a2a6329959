"""A page break that ``form.yaml`` asks for is made in Word, whoever drew the template."""

import io
import zipfile

import pytest
from lxml import etree
from support import rubric_of
from support.filled_forms import FORMS, values_of

from formgen.filling.rows import group_rows
from formgen.forms.contents import ContentRow, ContentSection
from formgen.forms.word.markup import SLOT_SIGN, W
from formgen.forms.word.page_breaks import break_pages

NAMES = f'xmlns:w="{W[1:-1]}"'
TEXT = "<w:r><w:t>{}</w:t></w:r>"


def section(key: str, *, ends_page: bool = False) -> ContentSection:
    return ContentSection({}, (ContentRow({}, {"self": f"{key}.self"}),), ends_page)


def slot(name: str) -> str:
    return TEXT.format(f"{SLOT_SIGN}{name}{SLOT_SIGN}")


def body(*rows: tuple[str, str]) -> str:
    made = "".join(
        f"<w:tr><w:tc><w:p>{first}</w:p></w:tc><w:tc><w:p>{slot(name)}</w:p></w:tc></w:tr>"
        for first, name in rows
    )
    return f"<w:document {NAMES}><w:body><w:tbl>{made}</w:tbl></w:body></w:document>"


def breaks(text: str | bytes) -> list[list[str]]:
    """Return the children of the properties of each paragraph with a break."""
    tree = etree.fromstring(text)
    return [
        [etree.QName(each).localname for each in properties]
        for properties in tree.iter(f"{W}pPr")
        if properties.find(f"{W}pageBreakBefore") is not None
    ]


PROPERTIES = [
    ("", ["pageBreakBefore"]),
    ("<w:pPr><w:pStyle/><w:keepNext/><w:jc/></w:pPr>", ["pStyle", "keepNext", "pageBreakBefore", "jc"]),
    ("<w:pPr><w:pageBreakBefore/></w:pPr>", ["pageBreakBefore"]),
]


@pytest.mark.parametrize(("first", "expected"), PROPERTIES)
def test_the_row_that_begins_the_page_says_so_in_its_first_cell(first: str, expected: list[str]) -> None:
    rows = body((TEXT.format("一"), "item1.self"), (first, "item2.self"), (TEXT.format("三"), "item3.self"))
    sections = [section("item1", ends_page=True), section("item2"), section("item3", ends_page=True)]
    made = break_pages(rows, sections)
    assert breaks(made) == [expected]
    second = list(etree.fromstring(made).iter(f"{W}tr"))[1]
    assert second.find(f"{W}tc/{W}p/{W}pPr/{W}pageBreakBefore") is not None


def test_a_slot_outside_of_tables_begins_the_page_itself() -> None:
    lines = f"<w:document {NAMES}><w:body><w:p>{slot('item1.self')}</w:p><w:p>{slot('item2.self')}</w:p></w:body></w:document>"
    made = break_pages(lines, [section("item1", ends_page=True), section("item2")])
    assert [node.find(f"{W}pPr") is not None for node in etree.fromstring(made).iter(f"{W}p")] == [
        False,
        True,
    ]


def test_nothing_is_changed_where_no_break_is_asked_for_or_no_row_is_there() -> None:
    rows = body((TEXT.format("一"), "item1.self"))
    assert break_pages(rows, [section("item1"), section("item2")]) == rows
    assert breaks(break_pages(rows, [section("item1", ends_page=True), section("item2")])) == []


@pytest.mark.parametrize(
    ("name", "rubric"),
    [("yongjia-scorecard.docx", "yongjia-2009"), ("taizhou-indicators.docx", "taizhou-2019")],
)
def test_the_bundled_score_forms_begin_their_second_page_with_the_row_after(name: str, rubric: str) -> None:
    compiled, template = FORMS[name]
    data = template.render(values_of(name))
    text = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    assert len(breaks(text)) == 1
    rows = [row for group in group_rows(rubric_of(rubric), compiled.form) for row in group.rows]
    after = [each.criteria[-1] for each in rows].index(compiled.form.spec.page_after[0]) + 1
    row = next(
        each
        for each in etree.fromstring(text).iter(f"{W}tr")
        if each.find(f".//{W}pageBreakBefore") is not None
    )
    assert rows[after].clause.replace("\n", "") in "".join(map(str, row.itertext()))
