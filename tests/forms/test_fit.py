"""Texts fit their boxes: lines broken as Chinese text falls, a ladder of types, then a cut, growth or refusal."""

import io
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from support import card_of, forms_of, rubric_of, template_of

from formgen import assets
from formgen.filling.slot_values import Wishes, find_values
from formgen.forms.fit import SEE_NEXT, Box, Sized, TypeSize, cut_to_fit, fit_values, rejoin
from formgen.forms.load import load_form, read_template
from formgen.forms.typeset import break_lines, may_break, measure_characters, measure_em
from formgen.forms.word.markup import DOCUMENT
from formgen.forms.word.page_numbers import drop_page_numbers
from formgen.forms.word.slot_geometry import measure_seals
from formgen.forms.word.template import WordTemplate
from formgen.office.package import unpacked
from formgen.problems import FormgenError

HAN = "社区就业劳动保障服务失业人员培训推荐岗位家庭企业创业贷款"
RARE = "璟喆堃〇祎翀赟"
TIMES = "Times New Roman"
LADDER = (TypeSize(12, 22), TypeSize(12, 20), TypeSize(12, 18), TypeSize(10.5, 16), TypeSize(10.5, 14))
BOX = Box("narrative", TIMES, 439, 252, LADDER, "continue", 2)
TEXTS = st.text(
    st.sampled_from(f"{HAN}{RARE}0123456789%.,ABCabc&<>“”‘’（）《》，。；：、！？—…· \n"), max_size=900
)


def broken(text: str, width: float, size: float = 12, first: float = 0) -> list[str]:
    return [
        text[start:end]
        for start, end in break_lines(text, measure_characters(text, size, TIMES), width, first)
    ]


# -- widths -----------------------------------------------------------------------------------------------
LIBERATION = Path("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf")


@pytest.mark.skipif(not LIBERATION.is_file(), reason="fonts-liberation is not installed")
def test_the_widths_of_latin_letters_are_those_of_the_face() -> None:
    font: Any = TTFont(str(LIBERATION))
    names, metrics, unit = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
    for code in range(ord("!"), ord("~") + 1):
        assert measure_em(chr(code), TIMES) == pytest.approx(metrics[names[code]][0] / unit, abs=0.0006), chr(
            code
        )


WIDTHS = [
    ("社", TIMES, 1),
    ("，", TIMES, 1),
    ("“", TIMES, 1),
    ("璟", TIMES, 1),
    ("1", TIMES, 0.5),
    ("W", TIMES, 0.944),
]
WIDTHS += [
    ("W", "仿宋_GB2312", 0.5),
    ("1", "宋体", 0.5),
    ("W", "Comic", 0.944),
    ("i", "Comic", 0.6),
    (" ", TIMES, 0.5),
]


@pytest.mark.parametrize(("character", "face", "width"), WIDTHS)
def test_a_character_is_as_wide_as_in_its_face_or_wider(character: str, face: str, width: float) -> None:
    assert measure_em(character, face) == width


def test_there_is_air_between_han_and_latin() -> None:
    assert measure_characters("有5732人", 12, TIMES) == [12, 9, 6, 6, 6, 15]


# -- lines ------------------------------------------------------------------------------------------------
BREAKS = [
    ("社区就业", 24, ["社区", "就业"]),
    ("社区，就业", 24, ["社", "区，", "就业"]),  # no comma begins a line
    ("社（区）就", 36, ["社", "（区）", "就"]),  # no bracket ends one
    ("社区abcdefghijkl就", 48, ["社区", "abcdefgh", "ijkl就"]),  # longer than a line: broken all the same
    ("就业2186户", 43, ["就业", "2186户"]),  # a number is not broken
    ("达到96.8%。", 50, ["达到", "96.8%。"]),
    ("一\n二", 24, ["一", "二"]),
    ("", 24, [""]),
    ("一二——三", 36, ["一", "二——", "三"]),
]


@pytest.mark.parametrize(("text", "width", "expected"), BREAKS)
def test_lines_break_where_chinese_text_may(text: str, width: float, expected: list[str]) -> None:
    assert broken(text, width) == expected


def test_the_first_line_is_indented() -> None:
    assert broken("社区就业", 36, first=24) == ["社", "区就业"]


@given(TEXTS)
def test_no_character_is_lost_between_lines(text: str) -> None:
    assert "".join(broken(text, 200)).replace("\n", "") == text.replace("\n", "")


@given(TEXTS)
def test_no_line_is_wider_than_its_box_or_ends_where_it_may_not(text: str) -> None:
    room = measure_characters(text, 12, TIMES)
    found = list(break_lines(text, room, 200))
    assert found, "even no text takes a line"
    for start, end in found:
        own = len(text[start:end].rstrip())
        assert sum(room[start : start + own]) <= 200.1
        if start < end < len(text) and text[end] != "\n":
            better = any(may_break(text[at - 1], text[at]) for at in range(start + 1, end))
            assert may_break(text[end - 1], text[end]) or not better


# -- the ladder -------------------------------------------------------------------------------------------
STEPS = [(0, "12/22"), (300, "12/22"), (420, "12/20"), (460, "12/18"), (560, "10.5/16"), (700, "10.5/14")]


@pytest.mark.parametrize(("count", "step"), STEPS)
def test_a_longer_text_is_set_smaller_step_by_step(count: int, step: str) -> None:
    found = next(each for each in BOX.steps if BOX.holds("好" * count, each))
    assert str(found) == step


def test_values_that_fit_are_left_as_they_are() -> None:
    values = {"narrative": "好" * 300}
    assert fit_values({"narrative": BOX}, values).values is values


@given(TEXTS)
def test_what_does_not_fit_is_cut_and_nothing_is_lost(text: str) -> None:
    small = Box("narrative", TIMES, 200, 60, (TypeSize(12, 20), TypeSize(10.5, 14)), "continue", 2)
    found = fit_values({"narrative": small}, {"narrative": text})
    step = getattr(found.values["narrative"], "step", small.steps[0])
    assert small.holds(str(found.values["narrative"]), step)
    together = rejoin({slot: str(value) for slot, value in found.values.items()})["narrative"]
    assert "".join(together.split()) == "".join(text.split())
    assert bool(found.overflows) == ("narrative.more" in found.values)


CUTS = [
    ("一二三。四五六。七八九", "一二三。"),  # behind a sentence
    ("一二三，四五六七八九十", "一二三，"),  # behind a comma where no sentence fits
    ("一二三四五六七八九十百", "一二三四五"),  # behind any character
    ("一二三2186户的人家都在这里", "一二三"),  # but not within a number
    ("一“二。”三四五六七八九", "一“二。”"),  # behind the quotes of a sentence
    ("一二（三。四五）六七八", "一二（三。"),
    ("一。二三四。”六七八九", "一。"),  # never before what closes a quote
]


@pytest.mark.parametrize(("text", "first"), CUTS)
def test_a_text_is_cut_where_it_hurts_least(text: str, first: str) -> None:
    box = Box("narrative", TIMES, 138, 20, (TypeSize(12, 20),), "continue")
    assert cut_to_fit(box, text, TypeSize(12, 20)) == (first + SEE_NEXT, text[len(first) :])


LINES = st.lists(
    st.text(st.sampled_from("走访推荐，。”“1;"), min_size=1, max_size=30), min_size=1, max_size=12
).map("\n".join)


@given(LINES, st.integers(40, 200))
def test_paragraphs_are_the_same_when_a_text_goes_together_again(text: str, height: int) -> None:
    box = Box("narrative", TIMES, 200, height, (TypeSize(12, 20),), "continue", 2)
    found = fit_values({"narrative": box}, {"narrative": text})
    assert rejoin({slot: str(value) for slot, value in found.values.items()})["narrative"] == text


def test_a_text_of_numbered_lines_is_cut_between_two_of_them() -> None:
    text = "\n".join(f"{number}.做好第{number}项。" for number in range(1, 18))
    box = Box("narrative", TIMES, 439, 300, (TypeSize(12, 20),), "continue", 2)
    first, rest = cut_to_fit(box, text, TypeSize(12, 20))
    assert (first.splitlines()[-1], rest.splitlines()[0]) == (
        f"15.做好第15项。　{SEE_NEXT}",
        "16.做好第16项。",
    )


def test_a_text_goes_together_again_when_somebody_took_the_hint_away() -> None:
    assert rejoin({"narrative": "一二三。", "narrative.more": "四。", "name": "甲"}) == {
        "narrative": "一二三。四。",
        "name": "甲",
    }
    assert rejoin({"narrative": f"一二三。{SEE_NEXT} ", "narrative.more": ""}) == {"narrative": "一二三。"}


def test_a_short_text_of_many_lines_is_not_taken_for_one_line() -> None:
    box = Box("township_opinion", TIMES, 123, 62, (TypeSize(12, 20), TypeSize(12, 18)), "continue", 2)
    assert box.holds("同意\n推荐\n。", box.steps[-1])
    assert not box.holds("同\n意\n推\n荐", box.steps[-1])


# -- boxes of the shipped templates -----------------------------------------------------------------------
def template(rubric: str, form: str) -> WordTemplate:
    compiled = next(each for each in forms_of(rubric_of(rubric)) if each.form.id == form)
    found = compiled.templates[".docx"]
    assert isinstance(found, WordTemplate)
    return found


APPLICATION = template("yongjia-2009", "yongjia-application")
RECOMMENDATION = template("taizhou-2019", "taizhou-recommendation")
SCORECARD = template("yongjia-2009", "yongjia-scorecard")
ROOMS = [(APPLICATION, [42, 42, 45, 45]), (RECOMMENDATION, [42, 45, 45])]


@pytest.mark.parametrize(("form", "sizes"), ROOMS)
def test_every_seal_has_its_room(form: WordTemplate, sizes: list[int]) -> None:
    rooms = measure_seals(form.outline.numbered, form.slots, form.form)
    assert [form.form.spec.seals[room.slot] for room in rooms] == sizes
    for room, size in zip(rooms, sizes, strict=True):
        assert min(room.width, room.height) >= size


def test_a_box_is_read_from_the_geometry_of_its_cell() -> None:
    box = APPLICATION.boxes["narrative"]
    assert (round(box.width), round(box.height), box.indent, box.over) == (439, 252, 2, "continue")
    assert [str(step) for step in box.steps] == ["12/22", "12/20", "12/18", "10.5/16", "10.5/14"]
    assert (APPLICATION.boxes["affiliation"].height, APPLICATION.boxes["name"].height) == (74, 36), (
        "merged over two rows"
    )
    assert SCORECARD.boxes["name"].before == "社区名称（盖章）："
    assert not any(slot.startswith("item") for slot in SCORECARD.boxes), "points have columns of their own"


def small_seal(path: Path) -> None:
    """Write the 申报表 with a lower row for the seals."""
    source = assets.folder("templates") / "yongjia-application" / "template.docx"
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(path, "w") as copy:
        for name in archive.namelist():
            data = archive.read(name)
            copy.writestr(name, data.replace(b'w:trHeight w:val="2560"', b'w:trHeight w:val="1200"'))


def test_a_template_with_too_little_room_for_a_seal_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "template.docx"
    small_seal(path)
    form = replace(load_form("yongjia-application"), templates=(read_template(path),))
    with pytest.raises(FormgenError) as caught:
        template_of(form, rubric_of("yongjia-2009"))
    first = caught.value.problems[0]
    assert [problem.code for problem in caught.value.problems] == ["T130"] * 3
    assert "“乡镇劳动保障所意见日期”的盖章处宽45.7毫米、高21.2毫米，章要42毫米" in first.message
    assert "加宽、加高" in first.mend


def test_a_seal_that_no_cell_of_the_template_is_for_is_refused() -> None:
    form = load_form("yongjia-application")
    seals = {**form.spec.seals, "town_date": 42}
    wrong = replace(form, spec=form.spec.model_copy(update={"seals": seals}))
    with pytest.raises(FormgenError) as caught:
        template_of(wrong, rubric_of("yongjia-2009"))
    (problem,) = caught.value.problems
    assert problem.code == "T101"
    assert "form.yaml 的 seals 里写的“town_date”，表格的格子里没有" in problem.message


# -- the document -----------------------------------------------------------------------------------------
def made(form: WordTemplate, rubric: str, **facts: str) -> tuple[bytes, Any]:
    name = facts.pop("name", "示例社区")
    card = card_of(rubric, name=name, indicators={}, facts=facts)
    found = form.fit(find_values(card, form.form, Wishes({})).values)
    return form.render(found.values), found


def sizes(document: bytes, text: str) -> tuple[float, float, float]:
    """Return size, pitch and first indent of the paragraph that begins with a text."""
    tables = Document(io.BytesIO(document)).tables
    cells = [cell for row in tables[0].rows for cell in row.cells]
    paragraph = next(each for cell in cells for each in cell.paragraphs if each.text.startswith(text))
    shape = paragraph.paragraph_format
    size, pitch = paragraph.runs[0].font.size, shape.line_spacing
    assert size is not None
    assert pitch is not None
    return size.pt, getattr(pitch, "pt", 0), shape.first_line_indent.pt if shape.first_line_indent else 0


TYPES = [(300, (12, 22, 24)), (500, (12, 18, 24)), (700, (10.5, 14, 21))]


@pytest.mark.parametrize(("count", "expected"), TYPES)
def test_the_type_is_written_into_the_document(count: int, expected: tuple[float, float, float]) -> None:
    document, found = made(APPLICATION, "yongjia-2009", narrative="好" * count)
    assert sizes(document, "好好") == expected
    assert found.overflows == ()


def test_a_long_name_is_set_smaller_and_its_label_is_not() -> None:
    name = "滨江新城南片区高标准就业创业服务综合示范社区（含东苑西苑两个小区）"
    document, found = made(SCORECARD, "yongjia-2009", name=name + name)
    assert isinstance(found.values["name"], Sized)
    line = next(
        each for each in Document(io.BytesIO(document)).paragraphs if each.text.startswith("社区名称")
    )
    assert [run.font.size.pt for run in line.runs if run.font.size] == [9]
    document, _ = made(APPLICATION, "yongjia-2009", name=name)
    assert sizes(document, "滨江") == (10.5, 12, 0)
    assert sizes(document, "社区名称") == (12, 15, 0)


def test_rare_characters_are_set_in_the_same_size_as_their_neighbours() -> None:
    document, _ = made(APPLICATION, "yongjia-2009", narrative=f"好{RARE}" * 80)
    cells = [cell for row in Document(io.BytesIO(document)).tables[0].rows for cell in row.cells]
    paragraph = next(each for cell in cells for each in cell.paragraphs if each.text.startswith("好璟"))
    assert Counter(run.font.size.pt for run in paragraph.runs if run.font.size and run.text).keys() == {10.5}


def test_a_text_beyond_all_types_goes_on_upon_a_page_that_names_form_and_community() -> None:
    text = "我社区开展走访，推荐就业。" * 100
    document, found = made(APPLICATION, "yongjia-2009", narrative=text)
    assert APPLICATION.continues(found.values) == ("narrative",)
    paragraphs = [each.text for each in Document(io.BytesIO(document)).paragraphs]
    at = paragraphs.index("（附页）")
    assert paragraphs[at - 1] == "温州市创建“充分就业社区”申报表"
    assert paragraphs[at + 1] == "乡镇：示例镇　　社区：示例社区"
    assert paragraphs[at + 2].startswith("创建充分就业社区工作基本情况（续）：我社区开展走访")
    paper = APPLICATION.open(document)
    assert paper.values()["narrative"] == text
    assert paper.typed() == {}
    assert paper.continued == ("narrative",)


def test_pages_behind_the_form_are_numbered_at_the_outer_edge_and_the_form_is_not() -> None:
    document, _ = made(APPLICATION, "yongjia-2009", narrative="我社区开展走访，推荐就业。" * 300)
    paper = Document(io.BytesIO(document))
    assert paper.settings.odd_and_even_pages_header_footer
    own, more = paper.sections
    assert not own._sectPr.xpath("w:footerReference")
    assert own.bottom_margin == Document(io.BytesIO(APPLICATION.render(made(APPLICATION, "yongjia-2009")[1].values))).sections[0].bottom_margin  # fmt: skip
    feet = [foot.paragraphs[0] for foot in (more.footer, more.even_page_footer)]
    sides = [WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT]
    assert [foot.alignment for foot in feet] == sides
    assert {(foot.text, run.font.size.pt) for foot in feet for run in foot.runs if run.font.size} == {
        ("— 2 —", 14)
    }
    assert all(" PAGE " in foot._p.xml for foot in feet)
    assert [one.paragraph_format.right_indent or one.paragraph_format.left_indent for one in feet] == [
        Pt(14),
        Pt(14),
    ]


def test_a_pack_with_numbers_of_its_own_drops_those_of_the_pages_behind_a_form() -> None:
    document, _ = made(APPLICATION, "yongjia-2009", narrative="我社区开展走访，推荐就业。" * 300)
    parts = unpacked(Document(io.BytesIO(document)))  # as another program saves it: footers under other names
    plain = drop_page_numbers(parts)
    assert plain is not None
    assert b"footerReference" in parts[DOCUMENT]
    assert b"footerReference" not in plain[DOCUMENT]
    short, _ = made(APPLICATION, "yongjia-2009", narrative="好。")
    assert drop_page_numbers(unpacked(Document(io.BytesIO(short)))) is None


def test_a_long_name_is_as_large_as_its_neighbours_upon_the_page() -> None:
    document, _ = made(APPLICATION, "yongjia-2009", narrative="好。" * 700, name="示范" * 14 + "社区")
    line = next(each for each in Document(io.BytesIO(document)).paragraphs if each.text.startswith("乡镇："))
    assert {run.font.size.pt for run in line.runs if run.font.size} == {12}


def test_two_texts_that_go_on_share_the_page() -> None:
    boxes = {slot: replace(box, over="continue") for slot, box in APPLICATION.boxes.items()}
    template = replace(APPLICATION, boxes=boxes)
    _, found = made(template, "yongjia-2009", narrative="好。" * 700, city_opinion="同意。" * 60)
    assert template.continues(found.values) == ("narrative", "city_opinion")
    document = template.render(found.values)
    assert sum(each.text == "（附页）" for each in Document(io.BytesIO(document)).paragraphs) == 1


@pytest.mark.parametrize("slot", ["township_opinion", "county_opinion", "city_opinion"])
def test_an_opinion_that_does_not_fit_beside_its_seal_is_refused(slot: str) -> None:
    _, found = made(APPLICATION, "yongjia-2009", **{slot: "经审核，情况属实，同意推荐。" * 7})
    assert [(each.slot, each.over) for each in found.overflows] == [(slot, "refuse")]


def test_the_opinions_of_one_row_are_set_in_one_type() -> None:
    short, long = "同意。", "经审核，情况属实，材料齐全，程序合规，同意推荐，请予审定。"
    _, found = made(APPLICATION, "yongjia-2009", county_opinion=long, city_opinion=short)
    sizes = {slot: getattr(found.values[slot], "step", None) for slot in ("county_opinion", "city_opinion")}
    assert sizes["county_opinion"] is not None
    assert sizes["county_opinion"] == sizes["city_opinion"]
    assert "township_opinion" not in {
        slot for slot, value in found.values.items() if isinstance(value, Sized)
    }


def test_every_line_of_a_text_is_a_paragraph_with_the_indent_of_the_first() -> None:
    document, _ = made(
        APPLICATION, "yongjia-2009", narrative="一、走访。\n　　二、推荐。\n\n三、陈璟喆帮扶。"
    )
    cells = [cell for row in Document(io.BytesIO(document)).tables[0].rows for cell in row.cells]
    cell = next(each for each in cells if "一、走访。" in each.text)
    shown = [each for each in cell.paragraphs if "基本情况" not in each.text]
    assert [each.text for each in shown] == ["一、走访。", "二、推荐。", "", "三、陈璟喆帮扶。"]
    indents = {each.paragraph_format.first_line_indent for each in shown}
    assert len(indents) == 1
    assert (indents.pop() or 0) > 0
    assert "<w:br/>" not in zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml").decode()
    assert APPLICATION.open(document).typed() == {}
