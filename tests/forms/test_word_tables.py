"""Word templates whose tables, lines and braces are as offices write them are filled, in the room they have."""

import re
from io import BytesIO

import docx
import pytest
from lxml import etree
from support.small_form import VALUES, compiled, edited, fault_of, filled, parts_of, replacing, saved

from formgen.forms.form import FormSpec
from formgen.forms.word.template import WordTemplate

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
PAGE = '<w:sectPr><w:pgSz w:w="12000" w:h="16000"/><w:pgMar w:left="1000" w:right="1000" w:top="1" w:bottom="1"/></w:sectPr>'
PHONE = '<w:p><w:pPr><w:rPr><w:sz w:val="28"/></w:rPr></w:pPr><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t>{{ phone }}</w:t></w:r></w:p>'
OPINION = "<w:p><w:r><w:t>{{ opinion }}</w:t></w:r></w:p>"


def document(body: str) -> bytes:
    """A Word template with a body, on a page 500 points wide between its margins."""

    def change(part: bytes) -> bytes:
        opening = re.search(rb".*?<w:body>", part, re.DOTALL)
        assert opening is not None
        return opening[0] + f"{body}{PAGE}</w:body></w:document>".encode()

    return edited(saved(docx.Document()), {DOCUMENT: change})


def cell(width: str, content: str = PHONE, more: str = "") -> str:
    return f"<w:tc><w:tcPr>{width}{more}</w:tcPr>{content}</w:tc>"


def table(
    cells: str, width: str = "", grid: str = "", row: str = '<w:trPr><w:trHeight w:val="400"/></w:trPr>'
) -> str:
    return f"<w:tbl><w:tblPr>{width}</w:tblPr>{grid}<w:tr>{row}{cells}</w:tr></w:tbl><w:p/>"


def template(body: str) -> WordTemplate:
    made = compiled(document(body), ".docx")
    assert isinstance(made, WordTemplate)
    return made


GRID = '<w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="6000"/></w:tblGrid>'
FIVE = '<w:tblW w:w="5000" w:type="pct"/>'
HALF = '<w:tblW w:w="50%" w:type="pct"/>'
AUTO, LEFT, NONE = '<w:tcW w:w="0" w:type="auto"/>', '<w:tcW w:w="3000" w:type="dxa"/>', ""
NESTED = table(cell(AUTO) + cell(AUTO, OPINION), FIVE)
TWO = f"{AUTO}<w:gridSpan w:val='2'/>"

WIDTHS: list[tuple[str, str, float]] = [
    ("a cell in twips", table(cell(LEFT) + cell(AUTO, OPINION), grid=GRID), 150),
    ("left to the program", table(cell(AUTO) + cell(AUTO, OPINION), grid=GRID), 200),
    ("not named at all", table(cell(NONE) + cell(NONE, OPINION), grid=GRID), 200),
    ("over two columns", table(cell(TWO), grid=GRID), 500),
    ("in the second column", table(cell(AUTO, OPINION) + cell(AUTO), grid=GRID), 300),
    ("of a percentage", table(cell('<w:tcW w:w="2500" w:type="pct"/>') + cell(AUTO, OPINION), FIVE, GRID), 250),
    ("of a percentage with its sign", table(cell('<w:tcW w:w="25%"/>') + cell(AUTO, OPINION), FIVE, GRID), 125),
    ("of half of a half", table(cell('<w:tcW w:w="2500" w:type="pct"/>') + cell(AUTO, OPINION), HALF), 125),
    ("with its unit", table(cell('<w:tcW w:w="5cm"/>') + cell(AUTO, OPINION), grid=GRID), 5 * 72 / 2.54),
    ("without a grid", table(cell(AUTO) + cell(AUTO, OPINION)), 250),
    ("without a grid, half a page", table(cell(AUTO) + cell(AUTO, OPINION), HALF), 125),
    ("without a grid, beside a known one", table(cell(AUTO) + cell(LEFT, OPINION), FIVE), 350),
    ("with a grid of nothing", table(cell(AUTO) + cell(AUTO, OPINION), grid="<w:tblGrid><w:gridCol/></w:tblGrid>"), 250),
    ("with words for numbers", table(cell('<w:tcW w:w="wide"/>') + cell(AUTO, OPINION), grid=GRID), 200),
    ("a decimal", table(cell('<w:tcW w:w="3000.4" w:type="dxa"/>') + cell(AUTO, OPINION), grid=GRID), 150.02),
    ("in a table in a cell", table(cell(AUTO, f"{NESTED}<w:p/>") + cell(AUTO, "<w:p/>"), grid=GRID), (200 - 10.8) / 2),
    ("in no table", PHONE, 500),
]  # fmt: skip


@pytest.mark.parametrize(("body", "width"), [case[1:] for case in WIDTHS], ids=[case[0] for case in WIDTHS])
def test_the_width_of_a_cell_is_known(body: str, width: float) -> None:
    inset = 0 if body == PHONE else 10.8
    made = template(body)
    assert made.boxes["phone"].width == pytest.approx(width - inset, abs=0.1)
    assert filled(document(body), ".docx")


def test_a_page_of_its_own_section_counts() -> None:
    wide = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="20000" w:h="9000"/></w:sectPr></w:pPr></w:p>'
    assert template(PHONE + wide + OPINION).boxes["phone"].width == 1000


@pytest.mark.parametrize("row", ["", "<w:trPr/>", '<w:trPr><w:trHeight w:val="0"/></w:trPr>'])
def test_a_row_of_free_height_takes_a_long_text_in_its_own_size(row: str) -> None:
    made = template(table(cell('<w:tcW w:w="7000"/>'), grid=GRID, row=row))
    fitted = made.fit({**VALUES, "phone": "长" * 92})
    assert fitted.overflows == ()
    assert type(fitted.values["phone"]) is str


def test_a_row_of_a_height_does_not() -> None:
    made = template(table(cell('<w:tcW w:w="7000"/>'), grid=GRID))
    assert [each.slot for each in made.fit({**VALUES, "phone": "长" * 92}).overflows] == ["phone"]


def test_a_short_text_stays_as_large_as_it_is_in_a_cell_without_a_width() -> None:
    fitted = template(table(cell(AUTO) + cell(AUTO, OPINION), grid=GRID)).fit(
        {**VALUES, "phone": "示例村民委员会办"}
    )
    assert (fitted.overflows, type(fitted.values["phone"])) == ((), str)


def test_a_seal_does_not_make_a_free_row_higher() -> None:
    spec = FormSpec.model_validate({"title": "表", "file": "表", "seals": {"phone": 40}})
    body = document(table(cell('<w:tcW w:w="7000"/>'), grid=GRID, row=""))
    with pytest.raises(Exception, match="T130"):
        compiled(body, ".docx", spec)


LINES = [
    ('w:line="0" w:lineRule="atLeast"', 14 * 1.3),
    ('w:line="0" w:lineRule="exact"', 14 * 1.3),
    ('w:line="0" w:lineRule="auto"', 14 * 1.3),
    ('w:lineRule="exact"', 14 * 1.3),
    ('w:line="20pt" w:lineRule="exact"', 20),
    ('w:line="-400" w:lineRule="exact"', 20),
    ('w:line="480" w:lineRule="auto"', 14 * 2.6),
    ('w:line=""', 14 * 1.3),
]


@pytest.mark.parametrize(("spacing", "pitch"), LINES)
def test_a_line_of_any_height_is_read(spacing: str, pitch: float) -> None:
    body = PHONE.replace("<w:pPr>", f"<w:pPr><w:spacing {spacing}/>")
    made = template(table(cell(LEFT, body), grid=GRID))
    assert made.boxes["phone"].steps[0].pitch == pytest.approx(pitch)
    assert made.render(made.fit({**VALUES, "phone": "长" * 500}).values)


@pytest.mark.parametrize("size", ["0", "", "x"])
def test_a_type_of_no_size_is_that_of_the_styles(size: str) -> None:
    made = template(
        PHONE.replace('w:val="28"', f'w:val="{size}"').replace("<w:pPr>", '<w:pPr><w:ind w:firstLine="480"/>')
    )
    assert (made.boxes["phone"].steps[0].size, made.boxes["phone"].indent) == (11, 24 / 11)


STYLES = "word/styles.xml"
STYLED = PHONE.replace('<w:sz w:val="28"/>', "")
SIZES = [
    (STYLED, "", 11),
    (STYLED.replace("<w:pPr>", '<w:pPr><w:pStyle w:val="Title"/>'), "", 26),
    (STYLED.replace("<w:pPr>", '<w:pPr><w:pStyle w:val="own"/>'), '<w:basedOn w:val="Title"/>', 26),
    (STYLED.replace("<w:pPr>", '<w:pPr><w:pStyle w:val="own"/>'), '<w:rPr><w:sz w:val="21"/></w:rPr>', 10.5),
    (STYLED.replace("<w:pPr>", '<w:pPr><w:pStyle w:val="own"/>'), '<w:basedOn w:val="own"/>', 11),
    (
        STYLED.replace("<w:t>", '<w:rPr><w:rStyle w:val="own"/></w:rPr><w:t>'),
        '<w:rPr><w:sz w:val="18"/></w:rPr>',
        9,
    ),
    (PHONE, '<w:rPr><w:sz w:val="18"/></w:rPr>', 14),
]


@pytest.mark.parametrize(("body", "style", "size"), SIZES)
def test_the_type_of_a_text_is_known_from_its_styles(body: str, style: str, size: float) -> None:
    own = f'<w:style w:type="paragraph" w:styleId="own">{style}</w:style></w:styles>'
    made = compiled(edited(document(body), {STYLES: replacing(("</w:styles>", own))}), ".docx")
    assert isinstance(made, WordTemplate)
    assert made.boxes["phone"].steps[0].size == size


@pytest.mark.parametrize("runs", ["<w:r>", '<w:r w:rsidR="1"><w:rPr/>', "<w:r><w:rPr><w:b/></w:rPr>"])
def test_a_text_is_set_smaller_where_only_styles_name_its_size(runs: str) -> None:
    body = f"<w:p>{runs}<w:t>{{{{ phone }}}}</w:t></w:r></w:p>"
    data = document(table(cell('<w:tcW w:w="2000"/>', body), grid=GRID))
    made = compiled(data, ".docx")
    text = parts_of(made.render(made.fit({**VALUES, "phone": "长" * 9}).values))[DOCUMENT].decode()
    assert '<w:sz w:val="18"/><w:szCs w:val="18"/>' in text
    assert ("<w:b/>" in text) == ("<w:b/>" in runs)
    assert etree.fromstring(text.encode()) is not None


def test_a_table_without_a_grid_gets_one() -> None:
    tree = etree.fromstring(
        parts_of(filled(document(table(cell(AUTO) + cell(LEFT, OPINION), FIVE)), ".docx"))[DOCUMENT]
    )
    grid = next(tree.iter(f"{W}tblGrid"))
    assert [each.get(f"{W}w") for each in grid] == ["7000", "3000"]
    before = grid.getprevious()
    assert before is not None
    assert before.tag == f"{W}tblPr"


def test_cells_in_controls_and_indented_rows_keep_their_columns() -> None:
    control = f"<w:sdt><w:sdtContent>{cell(AUTO)}</w:sdtContent></w:sdt>"
    before = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    grid = '<w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="2000"/><w:gridCol w:w="3000"/></w:tblGrid>'
    body = table(control + cell(AUTO, OPINION), grid=grid, row=before)
    tree = etree.fromstring(parts_of(filled(document(body), ".docx"))[DOCUMENT])
    assert [each.get(f"{W}w") for each in tree.iter(f"{W}gridCol")] == ["1000", "2000", "3000"]
    assert template(body).boxes["phone"].width == pytest.approx(100 - 10.8)


BRACES = ["}", "},", "{", "a{b}c", "100% }", "{1}、{2}", "｛甲｝"]


@pytest.mark.parametrize("text", BRACES)
def test_braces_that_are_text_stay_where_they_are(text: str) -> None:
    paragraph = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    made = docx.Document(BytesIO(filled(document(f"{paragraph}{PHONE}{paragraph}{paragraph}"), ".docx")))
    assert [each.text for each in made.paragraphs] == [text, "0576-1", text, text]


def test_a_tag_deleted_under_tracked_changes_is_none() -> None:
    deleted = (
        '<w:p><w:del w:id="1" w:author="甲"><w:r><w:delText>{{ adress }}</w:delText></w:r></w:del></w:p>'
    )
    text = parts_of(filled(document(deleted + PHONE), ".docx"))[DOCUMENT].decode()
    assert "<w:delText>{{ adress }}</w:delText>" in text


def test_a_control_shows_what_is_filled_in() -> None:
    bound = '<w:dataBinding w:xpath="/a" w:storeItemID="{1}"/><w:showingPlcHdr/><w:alias w:val="电话"/>'
    control = f"<w:sdt><w:sdtPr>{bound}</w:sdtPr><w:sdtContent>{PHONE}</w:sdtContent></w:sdt>"
    other = control.replace("{{ phone }}", "请填写")
    text = parts_of(filled(document(control + other), ".docx"))[DOCUMENT].decode()
    assert (text.count("dataBinding"), text.count("showingPlcHdr"), text.count("w:alias")) == (1, 1, 2)
    assert text.index("0576-1") < text.index("dataBinding")


TAGS = [
    ("{{ phone }", "没有写完，少了右边的 }}"),
    (
        "{% for a in rows %}{% for b in rows %}{% for c in rows %}{% endfor %}{% endfor %}{% endfor %}",
        "循环最多两层",
    ),
    ("{% if " + "(" * 3000 + "phone" + ")" * 3000 + " %}甲{% endif %}", "标签套得太深"),
]


@pytest.mark.parametrize(("tag", "words"), TAGS, ids=[words for _, words in TAGS])
def test_tags_that_go_wrong_are_refused(tag: str, words: str) -> None:
    fault = fault_of(document(f"<w:p><w:r><w:t>{tag}</w:t></w:r></w:p>"), ".docx")
    assert fault.code == "T101"
    assert words in fault.message


def test_more_than_any_form_prints_is_refused() -> None:
    long = "{% for a in rows %}" + "长" * 7_000_000 + "{% endfor %}"
    assert fault_of(document(f"<w:p><w:r><w:t>{long}</w:t></w:r></w:p>"), ".docx").code == "T101"


def test_a_text_goes_on_behind_a_body_without_a_section() -> None:
    spec = FormSpec.model_validate(
        {"title": "表", "file": "表", "fields": {"phone": {"label": "电话", "over": "continue"}}}
    )
    bare = edited(
        document(table(cell(LEFT), grid=GRID)), {DOCUMENT: lambda part: part.replace(PAGE.encode(), b"")}
    )
    made = compiled(bare, ".docx", spec)
    data = made.render(made.fit({**VALUES, "phone": "长句。" * 400}).values)
    assert made.open(data).values()["phone"].count("长句。") == 400
