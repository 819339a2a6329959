"""Boxes of every kind that Word has are ticked in an office's own blank, and every reader sees the same tick."""

import io

import pytest
from support.drawn_forms import word_form
from support.small_form import edited

from formgen.binding.blank_file import read_blank
from formgen.binding.filled_form import fill_blank
from formgen.binding.records import plain_records
from formgen.binding.synonyms import load_synonyms
from formgen.binding.word_cells import read_word
from formgen.forms.ticks import is_ticked, read_ticked
from formgen.forms.word.markup import DOCUMENT, W
from formgen.forms.word.passage import Passage
from formgen.forms.xmltree import parse_xml
from formgen.office.package import parts_in

_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def face(font: str) -> str:
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'


def control(state: int, content: str, more: str = "") -> str:
    box = f'<w14:checkbox {_W14}><w14:checked w14:val="{state}"/>{more}</w14:checkbox>'
    return f"<w:sdt><w:sdtPr>{box}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def sym(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def field(state: str) -> str:
    data = f"<w:ffData><w:checkBox><w:sizeAuto/>{state}</w:checkBox></w:ffData>"
    return f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>{_END}'


_STATES = '<w14:checkedState w14:val="00FE" w14:font="Wingdings"/><w14:uncheckedState w14:val="00A8" w14:font="Wingdings"/>'
# a ticked box and an open one, and what stands in the file when both are turned
BOXES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "characters": (run("■"), run("□"), (">□<", ">■<")),
    "of Unicode": (run("☑"), run("☐"), (">☐<", ">☑<")),
    "controls": (
        control(1, run("☒")),
        control(0, run("☐")),
        ('checked w14:val="0"', 'checked w14:val="1"', ">☐<", ">☒<"),
    ),
    "controls with signs of their own": (
        control(1, sym("Wingdings", "F0FE"), _STATES),
        control(0, sym("Wingdings", "F0A8"), _STATES),
        ('w:char="00A8"', 'w:char="00FE"'),
    ),
    "form fields": (field("<w:checked/>"), field('<w:default w:val="0"/>'), ('w:val="0"/></w:checkBox>',)),
    "symbols of Wingdings": (sym("Wingdings", "F0FE"), sym("Wingdings", "F06F"), ('w:char="F0FE"',)),
    "symbols of Wingdings 2": (sym("Wingdings 2", "F052"), sym("Wingdings 2", "F0A3"), ('w:char="F052"',)),
    "letters set in Wingdings 2": (
        run("R", face("Wingdings 2")), run("£", face("Wingdings 2")), (">\uf0a3<", ">\uf052<"),
    ),
    "brackets": (run("（√）"), run("（ ）"), ("（  ）", "（√）")),
}  # fmt: skip


@pytest.mark.parametrize("kind", BOXES)
def test_a_box_is_turned_and_every_reader_sees_the_same_tick(kind: str) -> None:
    ticked, open_, stands = BOXES[kind]
    drawn = f"{ticked}{run('甲类　')}{open_}{run('乙类')}".encode()
    blank = word_form("|类型|@@|")

    def draw(data: bytes) -> bytes:
        start = data.index(b"<w:r>", data.index("类型".encode()))
        end = data.index(b"</w:r>", start) + len(b"</w:r>")
        return data[:start] + drawn + data[end:]

    own = read_blank(edited(blank, {DOCUMENT: draw}), "表.docx")
    filled = fill_blank(own, plain_records({"类型": "乙类"})[0], load_synonyms())
    assert [problem.code for problem in filled.problems] == []
    parts = parts_in(io.BytesIO(filled.data))
    (_, cell) = read_word(parts).form.tables[0].cells
    (_, element) = parse_xml(parts[DOCUMENT]).iter(f"{W}tc")
    seen = Passage.of(list(element.iter(f"{W}p"))).text
    for text in (cell.text, seen):
        answer = read_ticked(text)
        assert answer is not None
        assert (answer.words, answer.why) == ("乙类", "")
    assert is_ticked(seen)
    for each in stands:
        assert each in parts[DOCUMENT].decode()
