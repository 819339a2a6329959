"""A document on the disk and the one that belongs there: nothing that a person typed is ever lost."""

import io
import os
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from support import rubric_of
from support.filled_forms import FORMS, resaved, values_of

from formgen.filling.filled_forms import FilledDocument
from formgen.folder.contradictions import find_unequal_totals
from formgen.folder.renew import Decisions, Renewer, RenewResult
from formgen.forms.text import SlotValue, format_value
from formgen.ledger.undo import UndoLog
from formgen.office import identity, package
from formgen.office.disk import refuse_open
from formgen.problems import FormgenError

WORD, SHEET = "yongjia-scorecard.docx", "yongjia-scorecard.xlsx"
APPLICATION = "yongjia-application.docx"


class Desk:
    """A folder with one document, and the pen that renews it."""

    def __init__(self, root: Path, name: str) -> None:
        self.name, self.form, self.template = name, *FORMS[name]
        self.suffix = Path(name).suffix
        self.root, self.path = root, f"表{self.suffix}"
        self.file = root / self.path
        self.rubric = rubric_of("yongjia-2009" if name.startswith("yongjia") else "taizhou-2019")

    def build(self, values: Mapping[str, SlotValue], decisions: Decisions | None = None) -> RenewResult:
        pen = Renewer(self.root, UndoLog(self.root, ""), decisions or Decisions(), self.rubric)
        return pen.put_form(
            self.path, self.form, FilledDocument(self.suffix, self.template.render(values), values)
        )

    def type(self, change: Any) -> None:
        """Let a person change the document and save it with another program."""
        self.file.write_bytes(resaved(self.name, self.file.read_bytes(), change))

    def shown(self) -> dict[str, str]:
        return self.template.open(self.file.read_bytes()).values()


def types_score(text: str, column: int = 7) -> Any:
    """Type into the fourth row of the score form: 平台挂牌, the city's column unless told."""

    def change(document: Any) -> None:
        if hasattr(document, "worksheets"):
            value: Any = float(text) if text.replace(".", "").isdigit() else text
            document.worksheets[0].cell(9, column + 1).value = value
        else:
            paragraph = document.tables[0].rows[4].cells[column].paragraphs[0]
            for run in paragraph.runs:
                run.text = ""
            paragraph.add_run(text)

    return change


def desk(tmp_path: Path, name: str, **more: Any) -> tuple[Desk, dict[str, SlotValue]]:
    values = values_of(name, **more)
    made = Desk(tmp_path, name)
    assert made.build(values).fate == "new"
    return made, values


@pytest.mark.parametrize("name", [WORD, SHEET])
def test_a_cell_that_a_person_filled_and_we_left_blank_is_kept(name: str, tmp_path: Path) -> None:
    one, values = desk(tmp_path, name, scores={})
    one.type(types_score("1.5"))
    settled = one.build({**values, "phone": "0577-9"})
    assert (settled.fate, settled.kept, settled.conflicts) == ("merged", 1, ())
    assert (one.shown()["item4.city"], one.shown()["phone"]) == ("1.5", "0577-9")


@pytest.mark.parametrize("name", [WORD, SHEET])
def test_a_document_changed_by_hand_is_left_alone_while_the_data_stay(name: str, tmp_path: Path) -> None:
    one, values = desk(tmp_path, name, scores={})
    one.type(types_score("1.5"))
    before = one.file.read_bytes()
    assert one.build(values).fate == "kept"
    assert one.file.read_bytes() == before


@pytest.mark.parametrize("name", [WORD, SHEET])
def test_a_cell_that_both_changed_is_a_conflict_and_stays_as_typed(name: str, tmp_path: Path) -> None:
    one, values = desk(tmp_path, name)
    one.type(types_score("1.5"))
    settled = one.build({**values, "item4.city": Fraction(1), "phone": "0577-9"})
    (conflict,) = settled.conflicts
    assert (conflict.typed, conflict.new, conflict.decided) == ("1.5", "1", None)
    assert (one.shown()["item4.city"], one.shown()["phone"]) == ("1.5", "0577-9")
    (problem,) = settled.problems
    assert problem.code == "T115"
    assert "“市级考评分 4 平台挂牌”" in problem.message
    assert "有人填成“1.5”，数据现在是“1”，表上的没有动" in problem.message
    assert one.build({**values, "item4.city": Fraction(1), "phone": "0577-9"}).conflicts == (conflict,)


@pytest.mark.parametrize("name", [WORD, SHEET])
@pytest.mark.parametrize(("side", "code", "stands"), [("ours", "T119", "1"), ("theirs", "T120", "1.5")])
def test_a_conflict_ends_as_a_person_decides_and_is_not_asked_again(
    name: str, side: Any, code: str, stands: str, tmp_path: Path
) -> None:
    one, values = desk(tmp_path, name)
    one.type(types_score("1.5"))
    corrected = {**values, "item4.city": Fraction(1)}
    settled = one.build(corrected, Decisions(side))
    assert [problem.code for problem in settled.problems] == [code]
    assert "有人填" in settled.problems[0].message
    assert one.shown()["item4.city"] == stands
    again = one.build(corrected)
    assert (again.fate, again.conflicts) == ("kept", ())


def test_one_place_can_be_decided_and_the_other_left(tmp_path: Path) -> None:
    one, values = desk(tmp_path, WORD)
    one.type(types_score("1.5"))
    one.type(types_score("0.5", column=6))
    corrected = {**values, "item4.city": Fraction(1), "item4.county": Fraction(1)}
    settled = one.build(corrected, Decisions(one={("表.docx", "item4.city"): "ours"}))
    assert {each.slot: each.decided for each in settled.conflicts} == {
        "item4.city": "ours",
        "item4.county": None,
    }
    assert (one.shown()["item4.city"], one.shown()["item4.county"]) == ("1", "0.5")


@pytest.mark.parametrize("slot", ["township_opinion", "township_date"])
def test_a_box_that_somebody_wrote_in_is_not_overwritten_even_by_ours(slot: str, tmp_path: Path) -> None:
    one, values = desk(tmp_path, APPLICATION, facts={})

    def writes(document: Any) -> None:
        words, stamp = (row._tr.tc_lst[1] for row in document.tables[0].rows[-2:])
        text = words.p_lst[0] if slot == "township_opinion" else stamp.p_lst[-1]
        run = next(iter(text.r_lst), None)
        (run if run is not None else text.add_r()).text = (
            "不同意" if slot == "township_opinion" else "2026年1月1日"
        )

    one.type(writes)
    typed = one.shown()[slot]
    settled = one.build(
        {**values, slot: "同意" if slot == "township_opinion" else "2026年2月2日"}, Decisions("ours")
    )
    assert [each.decided for each in settled.conflicts] == [None]
    assert one.shown()[slot] == typed != ""


def test_what_a_person_wrote_outside_all_places_stays_in_the_merged_document(tmp_path: Path) -> None:
    one, values = desk(tmp_path, APPLICATION)

    def writes(document: Any) -> None:
        document.add_paragraph("另附说明三页")
        document.tables[0].rows[0].cells[0].paragraphs[0].runs[0].bold = True

    one.type(writes)
    assert one.build({**values, "phone": "0577-9"}).fate == "merged"
    document = Document(str(one.file))
    assert document.paragraphs[-1].text == "另附说明三页"
    assert document.tables[0].rows[0].cells[0].paragraphs[0].runs[0].bold
    assert one.shown()["phone"] == "0577-9"


@pytest.mark.parametrize("name", [WORD, SHEET])
def test_a_total_is_the_sum_of_what_stands_above_it(name: str, tmp_path: Path) -> None:
    one, values = desk(tmp_path, name)
    before = Fraction(values["total.city"])
    one.type(types_score("0.5"))
    corrected = {**values, "item1.city": Fraction(1), "total.city": before - 14}
    one.build(corrected)
    assert one.shown()["item4.city"] == "0.5"
    assert Fraction(one.shown()["total.city"]) == before - 14 - Fraction(3, 2)


@pytest.mark.parametrize("name", [WORD, SHEET])
def test_a_total_is_the_sum_as_it_stands_when_its_only_changed_row_is_a_conflict(
    name: str, tmp_path: Path
) -> None:
    one, values = desk(tmp_path, name)
    before = Fraction(values["total.city"])
    one.type(types_score("1.5"))
    settled = one.build({**values, "item4.city": Fraction(1), "total.city": before - 1})
    assert [each.slot for each in settled.conflicts] == ["item4.city"]
    assert one.shown()["item4.city"] == "1.5"
    assert Fraction(one.shown()["total.city"]) == before - 2 + Fraction("1.5")


def test_a_total_above_a_blank_row_is_blank(tmp_path: Path) -> None:
    one, values = desk(tmp_path, WORD)
    one.type(types_score(""))
    one.build({**values, "item1.city": Fraction(1), "total.city": Fraction(86)})
    assert (one.shown()["item4.city"], one.shown()["total.city"]) == ("", "")


TYPED_POINTS = {
    "with their unit": ("5分", Fraction(5)),
    "full width": ("５", Fraction(5)),
    "with a blank": (" 0.50 ", Fraction(1, 2)),
    "not applicable": ("不适用", Fraction(0)),
    "a fraction": ("1/3", None),
    "a percentage of something": ("50%人", None),
    "an unseen sign": ("5\u200b", Fraction(5)),
    "words": ("很好", None),
}


@pytest.mark.parametrize(("text", "points"), TYPED_POINTS.values(), ids=TYPED_POINTS)
def test_a_row_counts_alike_in_the_merged_total_and_in_the_check(
    text: str, points: Fraction | None, tmp_path: Path
) -> None:
    one, values = desk(tmp_path, WORD)
    before = Fraction(values["total.city"])
    one.type(types_score(text))
    one.build({**values, "item1.city": Fraction(1), "total.city": before - 14})
    total = one.shown()["total.city"]
    assert total == ("" if points is None else format_value(before - 16 + points))
    document = one.template.open(one.file.read_bytes())
    told = [str(each) for each in find_unequal_totals(one.path, document, one.rubric, one.form)]
    blank = [] if points is not None else [f"写的是（空），有一行写的是“{text}”，加不起来"]
    assert len(told) == len(blank)
    assert all(words in each for words, each in zip(blank, told, strict=True))


def test_points_typed_with_their_unit_are_the_points_that_the_data_now_hold(tmp_path: Path) -> None:
    one, values = desk(tmp_path, WORD)
    one.type(types_score("1.5分"))
    settled = one.build({**values, "item4.city": Fraction("1.5")})
    assert settled.conflicts == ()
    assert one.shown()["item4.city"] == "1.5分"


def test_a_document_that_cannot_be_merged_stays_and_the_new_one_lies_beside(tmp_path: Path) -> None:
    one, values = desk(tmp_path, WORD)
    one.type(
        lambda document: document.tables[0].rows[3]._tr.getparent().remove(document.tables[0].rows[3]._tr)
    )
    before = one.file.read_bytes()
    settled = one.build({**values, "phone": "0577-9"})
    assert settled.fate == "beside"
    assert "合不到一起（表格结构改过" in settled.problems[0].message
    assert one.file.read_bytes() == before
    assert (tmp_path / "表（新）.docx").read_bytes() == one.template.render({**values, "phone": "0577-9"})


def rewrite_parts(file: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """Change the parts of an office file where it lies."""
    parts = package.parts_in(file)
    change(parts)
    file.write_bytes(package.repacked(parts))


def drop_properties(parts: dict[str, bytes]) -> None:
    """Leave out the custom properties, as programs do that do not know them."""
    del parts[identity.PART]
    for name in ("[Content_Types].xml", "_rels/.rels"):
        parts[name] = re.sub(rb"<[^<]*custom(-properties|\.xml)[^>]*/>", b"", parts[name])


def mark_for_other_slots(parts: dict[str, bytes]) -> None:
    """Let the marks be those of a template with other slots."""
    parts[identity.PART] = identity.saying(parts[identity.PART], {"shape": "00000000"})


@pytest.mark.parametrize("name", [WORD, SHEET])
@pytest.mark.parametrize(
    ("change", "why"),
    [(drop_properties, "没有留下生成时的记号"), (mark_for_other_slots, "模板的栏目改过")],
)
def test_a_changed_document_without_its_marks_stays_and_the_new_one_lies_beside(
    name: str, change: Callable[[dict[str, bytes]], None], why: str, tmp_path: Path
) -> None:
    one, values = desk(tmp_path, name, scores={})
    one.type(types_score("1.5"))
    rewrite_parts(one.file, change)
    before = one.file.read_bytes()
    corrected = {**values, "phone": "0577-9"}
    settled = one.build(corrected)
    assert (settled.fate, settled.beside) == ("beside", f"表（新）{one.suffix}")
    (problem,) = settled.problems
    assert problem.code == "T111"
    assert problem.message == f"“{one.file}”生成以后有人改过，合不到一起（{why}），没有覆盖。"
    assert one.file.read_bytes() == before
    assert (tmp_path / settled.beside).read_bytes() == one.template.render(corrected)
    assert one.shown()["item4.city"] == "1.5", "another program opens it still"


def test_a_changed_label_stops_the_merge_only_where_the_data_change(tmp_path: Path) -> None:
    one, values = desk(tmp_path, WORD)

    def rewords(document: Any) -> None:
        document.tables[0].rows[4].cells[2].paragraphs[0].runs[0].text = "另一条标准"

    one.type(rewords)
    assert one.build({**values, "phone": "0577-9"}).fate == "merged"
    settled = one.build({**values, "phone": "0577-9", "item4.city": Fraction(1)})
    assert settled.fate == "beside"
    assert "“市级考评分 4 平台挂牌”旁边的文字改过" in settled.problems[0].message


def test_even_the_new_one_beside_is_not_written_over_once_somebody_wrote_in_it(tmp_path: Path) -> None:
    one, values = desk(tmp_path, WORD)
    one.file.write_bytes(b"a stranger's")
    assert one.build(values).fate == "beside"
    beside = tmp_path / "表（新）.docx"
    beside.write_bytes(resaved(WORD, beside.read_bytes(), types_score("1.5")))
    kept = beside.read_bytes()
    settled = one.build({**values, "phone": "0577-9"})
    assert "表（新2）.docx" in settled.problems[0].mend
    assert (one.file.read_bytes(), beside.read_bytes()) == (b"a stranger's", kept)


OWNERS = [".~lock.表.docx#", "~$表.docx", "~$.docx", ".~表.docx"]


@pytest.mark.parametrize("owner", OWNERS)
def test_a_document_that_is_open_elsewhere_is_not_written(owner: str, tmp_path: Path) -> None:
    one, values = desk(tmp_path, WORD)
    (tmp_path / owner).write_bytes(b"")
    before = one.file.read_bytes()
    with pytest.raises(FormgenError) as caught:
        one.build({**values, "phone": "0577-9"})
    assert caught.value.problems[0].code == "F107"
    assert one.file.read_bytes() == before
    assert one.build(values).fate == "same", "what need not be written may be open"


def test_a_file_that_is_not_there_is_not_open(tmp_path: Path) -> None:
    (tmp_path / "~$表.docx").write_bytes(b"")
    refuse_open(tmp_path / "表.docx")


def test_a_dry_run_tells_and_writes_nothing(tmp_path: Path) -> None:
    one, values = desk(tmp_path, WORD)
    one.type(types_score("1.5"))
    os.utime(one.file, (1, 1))
    before = one.file.read_bytes()
    pen = Renewer(tmp_path, UndoLog(tmp_path, ""), Decisions(), one.rubric, dry=True)
    new = {**values, "phone": "0577-9"}
    filled = FilledDocument(".docx", one.template.render(new), new)
    assert pen.put_form(one.path, one.form, filled).fate == "merged"
    assert pen.put_form("新.docx", one.form, filled).fate == "new"
    assert (one.file.read_bytes(), one.file.stat().st_mtime) == (before, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["表.docx"]


# -- random hands, random corrections ----------------------------------------------------------------
SIGNS = st.text(st.sampled_from("同意县级补0123456789. ABz&<>=+-@“”（），。\n　璟喆〇"), max_size=12)


@st.composite
def tales(draw: st.DrawFn) -> tuple[str, list[tuple[int, str, str]], list[dict[int, str]], str | None]:
    """A form, what a person types where and in which manner, corrections of the data, and a decision."""
    name = draw(st.sampled_from(sorted(FORMS)))
    count = len(FORMS[name][1].slots)
    places = st.integers(0, count - 1)
    hands = draw(st.lists(st.tuples(places, SIGNS, st.sampled_from(sorted(MANNERS))), max_size=6))
    corrections = draw(st.lists(st.dictionaries(places, SIGNS, max_size=6), min_size=1, max_size=2))
    return name, hands, corrections, draw(st.sampled_from([None, "ours", "theirs"]))


def typed_by_hand(name: str, data: bytes, hands: list[tuple[int, str, str]], tokens: list[str]) -> bytes:
    """Type into places and, for good measure, below the table or beside the sheet."""
    paper = FORMS[name][1].open(data)

    def change(document: Any) -> None:
        for (at, text, manner), token in zip(hands, tokens, strict=False):
            _type_at(document, paper.places, at, f"{token}{text}", manner)
        if hasattr(document, "worksheets"):
            document.worksheets[0]["M40"] = tokens[-1]
        else:
            document.add_paragraph(tokens[-1])

    return resaved(name, data, change)


BY = 'w:id="1" w:author="x"'
MANNERS = {  # how Word and WPS write what a person types; the run goes in the braces
    "plainly": "{}",
    "in a control": "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "in a date picker": "<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "under tracked changes": f"<w:ins {BY}>{{}}</w:ins>",
    "moved there": f"<w:moveTo {BY}>{{}}</w:moveTo>",
    "as a link": '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
    "as a field": '<w:fldSimple w:instr=" DATE ">{}</w:fldSimple>',
    "behind a tick": '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>{}',
    "with a phonetic guide": "<w:r><w:ruby><w:rubyPr/><w:rt/><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>",
    "over what was deleted": "{}",
    "in a paragraph of its own": "{}",
    "beside a corrected label": "{}",
}


def _type_at(document: Any, places: Sequence[str], at: int, text: str, manner: str) -> None:
    place = places[at]
    if place.startswith("单元格"):
        cell = document.worksheets[0][place.removeprefix("单元格")]
        printed = cell.value if isinstance(cell.value, str) and "：" in cell.value else ""
        cell.value, cell.data_type = f"{printed}{text}", "s"
        label = document.worksheets[0].cell(cell.row, 1)
        # what is written in a place is typed, and corrects no label
        is_place = f"单元格{label.coordinate}" in places
        if manner == "beside a corrected label" and isinstance(label.value, str) and not is_place:
            label.value = f"{label.value} （盖章）"
    elif place.startswith("第"):
        table, row, cell = (int(number) for number in re.findall(r"\d+", place))
        cells = document.tables[table - 1]._tbl.tr_lst[row - 1].tc_lst
        _type_in_cell(cells[cell - 1], text, manner)
        beside = re.sub(r"\d+(?=\D*$)", str(cell - 1), place)
        if manner == "beside a corrected label" and cell > 1 and beside not in places:
            cells[cell - 2].p_lst[-1].add_r().text = "　（盖章）"


def _type_in_cell(cell: Any, text: str, manner: str) -> None:
    """Type at the end of the first paragraph of a cell, or below it."""
    paragraph = cell.p_lst[0]
    if manner == "in a paragraph of its own":
        paragraph = cell.add_p()
    if manner == "over what was deleted" and not any(
        "写" in (node.text or "") for node in paragraph.iter(qn("w:t"))
    ):
        for old in list(paragraph.r_lst):
            change = old.makeelement(qn("w:del"))
            old.addprevious(change)
            change.append(old)
            for node in old.iter(qn("w:t")):
                node.tag = qn("w:delText")
    run = paragraph.add_r()
    run.text = text
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    before, after = MANNERS[manner].split("{}")
    made = etree.fromstring(f"<x {names}>{before}<run/>{after}</x>")
    (spot,) = made.iter("run")
    run.addprevious(made)
    spot.addprevious(run)
    for child in list(made):
        made.addprevious(child)
    for left in (spot, made):
        parent = left.getparent()
        assert parent is not None
        parent.remove(left)


def everything_in(folder: Path) -> str:
    """Return all texts of all documents of a folder."""
    found = []
    for path in folder.iterdir():
        if path.suffix == ".docx":
            found += ["".join(node.itertext()) for node in Document(str(path)).element.body.iter("{*}p")]
        else:
            book = load_workbook(io.BytesIO(path.read_bytes()))
            found += [
                str(cell.value)
                for row in book.worksheets[0].iter_rows()
                for cell in row
                if cell.value is not None
            ]
    return "\n".join(found)


def read_or_named(one: Desk) -> str:
    """Return all that is read of what was typed, and all that is named as not read."""
    paper = one.template.open(one.file.read_bytes())
    beside = [text for each in paper.readings for text in each.aside]
    named = [paper.readings[at].near or "" for at in paper.list_unread()]
    twice = [text for texts in paper.contradictions().values() for text in texts]
    totals = [
        text or "" for slot, text in zip(paper.slots, paper.texts, strict=True) if slot.startswith("total.")
    ]
    elsewhere = [each.text for each in paper.list_beside()]
    return "\n".join([*(paper.typed() or {}).values(), *beside, *named, *twice, *totals, *elsewhere])


@settings(max_examples=60)
@example(("yongjia-scorecard.docx", [], [{0: "", 14: "02"}], None))
@example(("yongjia-scorecard.docx", [(3, "", "beside a corrected label")], [{0: ""}], None))
@example(("taizhou-indicators.xlsx", [(0, "", "beside a corrected label")], [{1: ""}], None))
@example(("yongjia-scorecard.xlsx", [(82, "", "as a field")], [{}], None))
@given(tales())
def test_no_typed_text_is_ever_missing_from_the_documents_and_the_conflicts(
    tmp_path_factory: pytest.TempPathFactory, tale: Any
) -> None:
    name, hands, corrections, side = tale
    folder = tmp_path_factory.mktemp("tale")
    one, values = desk(folder, name)
    tokens = [f"手{at}写" for at in range(len(hands) + 1)]
    one.file.write_bytes(typed_by_hand(name, one.file.read_bytes(), hands, tokens))
    lies = everything_in(folder)
    written = [token for token in tokens if token in lies]
    assert [token for token in written[:-1] if token not in read_or_named(one)] == []
    told = ""
    for correction in corrections:
        values = {**values, **{one.template.slots[at]: text for at, text in correction.items()}}
        settled = one.build(values, Decisions(side))
        told += "".join(f"{each.typed}\n" for each in settled.conflicts)
    left = everything_in(folder)
    assert [token for token in written if token not in left and token not in told] == []
    paper = FORMS[name][1].open(one.file.read_bytes())
    if settled.fate in {"merged", "renewed", "same"} and paper.checksums:
        for at, slot in enumerate(paper.slots):
            text = paper.texts[at]
            if (
                text is not None
                and "写" not in text
                and not slot.startswith("total.")
                and text.strip() == text
            ):
                assert "".join(text.split()) == "".join(format_value(values[slot]).split())


def test_a_box_is_given_up_when_a_person_says_so_by_name(tmp_path: Path) -> None:
    one, values = desk(tmp_path, APPLICATION, facts={})

    def writes(document: Any) -> None:
        document.tables[0].rows[-2]._tr.tc_lst[1].p_lst[0].add_r().text = "不同意"

    one.type(writes)
    decided = Decisions(one={("表.docx", "township_opinion"): "ours"})
    settled = one.build({**values, "township_opinion": "同意"}, decided)
    assert [each.decided for each in settled.conflicts] == ["ours"]
    assert one.shown()["township_opinion"] == "同意"
