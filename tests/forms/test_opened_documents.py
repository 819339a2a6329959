"""A document opened through its template: every place read, any place written, all else as it was."""

import io
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import pytest
from support.filled_forms import FORMS, resaved, values_of

from formgen.forms.checksums import matches
from formgen.forms.document import OpenedDocument
from formgen.forms.text import SlotValue, format_value
from formgen.forms.word.markup import DOCUMENT
from formgen.office import identity, package
from formgen.office.package import UnreadableError


def paper_of(name: str, data: bytes) -> OpenedDocument:
    return FORMS[name][1].open(data)


@pytest.mark.parametrize("name", list(FORMS))
@pytest.mark.parametrize("filled", [True, False])
def test_every_place_reads_back_as_it_was_printed(name: str, filled: bool) -> None:
    values = values_of(name) if filled else values_of(name, facts={}, scores={})
    for data in (FORMS[name][1].render(values), resaved(name, FORMS[name][1].render(values))):
        paper = paper_of(name, data)
        assert None not in paper.texts
        for at, slot in enumerate(paper.slots):
            if at not in paper.computed:  # openpyxl keeps formulas and drops what they gave
                assert matches(paper.values()[slot], format_value(values[slot]))
        assert paper.typed() == {}


@pytest.mark.parametrize("name", list(FORMS))
def test_the_places_of_a_template_are_told_in_the_words_of_a_clerk(name: str) -> None:
    places = FORMS[name][1].places()
    assert len(places) == len(FORMS[name][1].slots) > 0
    assert all(place.startswith(("第", "段落“", "单元格")) for place in places)
    assert places == paper_of(name, FORMS[name][1].render(values_of(name))).places


@pytest.mark.parametrize("name", list(FORMS))
def test_a_place_is_written_and_nothing_else_changes(name: str) -> None:
    data = resaved(name, FORMS[name][1].render(values_of(name)))
    before = paper_of(name, data)
    assert before.slots
    for at in range(len(before.slots)):
        paper = paper_of(name, data)
        assert paper.checksums is not None
        value: SlotValue = Fraction(3, 2) if "." in paper.slots[at] else "改后 A&B <c>\n第二行"
        again = paper_of(name, paper.rewrite({at: value}, paper.checksums))
        assert None not in again.texts
        changed = {slot: text for slot, text in again.values().items() if text != before.values()[slot]}
        same_slot = {slot: format_value(value) for slot in [paper.slots[at]]}
        assert changed == same_slot
        assert set(again.typed() or {}) == (set() if at in again.computed else set(same_slot))


def test_a_blank_place_is_written_in_its_own_type(tmp_path: Path) -> None:
    name = "yongjia-scorecard.docx"
    paper = paper_of(name, resaved(name, FORMS[name][1].render(values_of(name, facts={}, scores={}))))
    at = paper.slots.index("item4.city")
    path = tmp_path / "x.docx"
    path.write_bytes(paper.rewrite({at: Fraction(2)}, paper.checksums or []))
    run = docx.Document(str(path)).tables[0].rows[4].cells[7].paragraphs[0].runs[-1]
    fonts = run._element.rPr.rFonts
    assert run.text == "2"
    assert "仿宋" in (
        fonts.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia") or ""
    )


def test_a_rare_character_is_written_in_a_face_that_has_it() -> None:
    name = "taizhou-recommendation.docx"
    paper = paper_of(name, resaved(name, FORMS[name][1].render(values_of(name))))
    at = paper.slots.index("contact")
    data = paper.rewrite({at: "陈璟喆先生"}, paper.checksums or [])
    runs = [
        run
        for row in docx.Document(io.BytesIO(data)).tables[0].rows
        for cell in row.cells
        for run in cell.paragraphs[0].runs
    ]
    faces = {
        run.text: run._element.rPr.rFonts.get(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"
        )
        for run in runs
    }
    assert faces["璟喆"] == "宋体"
    assert faces["先生"] != "宋体"
    assert paper_of(name, data).values()["contact"] == "陈璟喆先生"


def test_a_person_may_type_several_paragraphs_and_lines_into_a_place() -> None:
    name = "taizhou-recommendation.docx"

    def types(document: Any) -> None:
        cell = document.tables[0].rows[2].cells[1]
        first, *others = cell.paragraphs
        for other in others:
            other._element.getparent().remove(other._element)
        first.runs[0].text = "手写第一段"
        cell.add_paragraph("手写第二段").add_run().add_break()

    paper = paper_of(name, resaved(name, FORMS[name][1].render(values_of(name)), types))
    assert paper.typed() == {"narrative": "手写第一段\n手写第二段"}
    at = paper.slots.index("narrative")
    again = paper_of(name, paper.rewrite({at: "新的一段"}, paper.checksums or []))
    assert again.values()["narrative"] == "新的一段"


def test_the_total_of_an_excel_form_is_a_formula_and_nobodys_entry() -> None:
    name = "yongjia-scorecard.xlsx"

    def types(book: Any) -> None:
        book.worksheets[0]["E6"] = 14

    paper = paper_of(name, resaved(name, FORMS[name][1].render(values_of(name)), types))
    assert paper.typed() == {"item1.self": "14"}
    totals = {paper.slots[at] for at in paper.computed}
    assert totals == {f"total.{level}" for level in ("self", "township", "county", "city")}


def test_a_total_that_a_person_typed_over_is_their_entry() -> None:
    name = "yongjia-scorecard.xlsx"

    def types(book: Any) -> None:
        row = next(cell.row for cell in book.worksheets[0]["A"] if cell.value == "合计")
        book.worksheets[0].cell(row, 5).value = 88

    paper = paper_of(name, resaved(name, FORMS[name][1].render(values_of(name)), types))
    assert paper.typed() == {"total.self": "88"}


def insert_row_in_word(document: Any) -> None:
    row = document.tables[0].rows[3]._tr
    row.addprevious(__import__("copy").deepcopy(row))


def insert_row_in_sheet(book: Any) -> None:
    book.worksheets[0].insert_rows(8)


def change_a_clause(document: Any) -> None:
    document.tables[0].rows[4].cells[2].paragraphs[0].runs[0].text = "另一条标准"


@pytest.mark.parametrize(
    ("name", "insert"),
    [("yongjia-scorecard.docx", insert_row_in_word), ("yongjia-scorecard.xlsx", insert_row_in_sheet)],
)
def test_a_row_too_many_is_never_read_as_another_row(name: str, insert: Callable[[Any], object]) -> None:
    printed = paper_of(name, FORMS[name][1].render(values_of(name)))
    paper = paper_of(name, resaved(name, FORMS[name][1].render(values_of(name)), insert))
    pairs = [
        (mine, theirs)
        for slot, mine, theirs in zip(paper.slots, printed.texts, paper.texts, strict=True)
        if not slot.startswith("total.")
    ]
    assert [pair for pair in pairs if pair[1] not in {None, pair[0]}] == []
    assert sum(theirs is None for _, theirs in pairs) <= 4, "a row that stands twice is read in neither place"


def test_a_place_beside_other_words_than_printed_is_not_read() -> None:
    name = "yongjia-scorecard.docx"
    paper = paper_of(name, resaved(name, FORMS[name][1].render(values_of(name)), change_a_clause))
    assert [slot for slot, text in zip(paper.slots, paper.texts, strict=True) if text is None] == [
        f"item4.{level}" for level in ("self", "township", "county", "city")
    ]


def without(part: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda parts: {name: data for name, data in parts.items() if name != part}


DAMAGED = [
    ("yongjia-scorecard.docx", without(DOCUMENT)),
    ("yongjia-scorecard.xlsx", without("xl/workbook.xml")),
    ("yongjia-scorecard.docx", lambda parts: {**parts, DOCUMENT: b"<half"}),
    ("yongjia-scorecard.xlsx", lambda parts: {**parts, "xl/worksheets/sheet1.xml": b"<half"}),
]


@pytest.mark.parametrize(("name", "damage"), DAMAGED)
def test_a_document_of_another_shape_is_not_read(name: str, damage: Any) -> None:
    parts = package.parts_in(io.BytesIO(FORMS[name][1].render(values_of(name))))
    with pytest.raises(UnreadableError):
        paper_of(name, package.repacked(damage(parts)))


@pytest.mark.parametrize("data", [b"", b"PK", b"no archive"])
def test_no_archive_is_no_document(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="已损坏"):
        paper_of("yongjia-scorecard.docx", data)


def test_a_document_without_marks_says_nothing_of_what_was_typed() -> None:
    name = "yongjia-scorecard.docx"
    parts = package.parts_in(io.BytesIO(FORMS[name][1].render(values_of(name))))
    parts.pop(identity.PART)
    paper = paper_of(name, package.repacked(parts))
    assert (paper.checksums, paper.typed()) == (None, None)
