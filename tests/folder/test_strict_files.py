"""A form that came back under other names, of its vocabulary (“Strict Open XML”) or its parts, is read like any other."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.small_form import packed, renamed, with_backslashes
from support.trial_form import Trial, codes, opinion_table, run, score_sheet, trial

from formgen.office import package
from formgen.office.identity import PART, read_says

BODY, BOOK, SHEET = "word/document.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
USUAL, STRICT = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
FAMILIES = (b"wordprocessingml", b"spreadsheetml", b"drawingml", b"officeDocument")


def save_strict(one: Trial) -> None:
    """Save a form as Word and Excel save “Strict Open XML”."""
    parts = package.parts_in(one.form)
    for family in FAMILIES:
        usual, strict = USUAL + family + b"/2006/", STRICT + family + b"/"
        parts = {name: data.replace(usual, strict) for name, data in parts.items()}
    main = "word/document.xml" if one.suffix == ".docx" else "xl/workbook.xml"
    tag = b"<w:document " if one.suffix == ".docx" else b"<workbook "
    parts[main] = parts[main].replace(tag, tag + b'conformance="strict" ', 1)
    one.form.write_bytes(package.repacked(parts))


DRAWN: dict[str, tuple[Any, tuple[str, str], dict[str, str]]] = {
    ".docx": (opinion_table, (run("同意推荐"), run("情况属实")), {"县级意见": "情况属实"}),
    ".xlsx": (
        score_sheet,
        ('<c r="E3" s="0"><v>3</v></c>', '<c r="E3" s="0"><v>2</v></c>'),
        {"县级考评分 1 台帐": "2"},
    ),
}


@pytest.mark.parametrize("suffix", DRAWN)
def test_a_form_saved_as_strict_is_read_and_kept(suffix: str, tmp_path: Path) -> None:
    draw, change, read = DRAWN[suffix]
    one = trial(tmp_path, draw, suffix)
    one.edit(change)
    save_strict(one)
    assert one.read() == read
    assert codes(one.collect()) == []
    built = one.build(phone="0576-87654321")
    assert codes(built) == []
    assert one.read() == read
    with zipfile.ZipFile(io.BytesIO(one.form.read_bytes())) as archive:
        assert not any(STRICT in archive.read(name) for name in archive.namelist())


def test_a_day_as_strict_workbooks_write_it_is_a_day(tmp_path: Path) -> None:
    one = trial(tmp_path, score_sheet, ".xlsx")
    day = '<c r="B6" s="0" t="inlineStr"><is><t xml:space="preserve">2026年11月20日</t></is></c>'
    one.edit((day, '<c r="B6" s="0" t="d"><v>2026-11-24T00:00:00</v></c>'))
    save_strict(one)
    assert one.read() == {"县级意见日期": "2026年11月24日"}


def with_strings(data: bytes, name: str) -> bytes:
    """A workbook with its telephone number among the strings of all sheets, in a part of any name."""
    parts = dict(package.parts_in(io.BytesIO(data)))
    cell = b'<c r="B5" s="0" t="inlineStr"><is><t xml:space="preserve">0576-12345678</t></is></c>'
    assert cell in parts[SHEET]
    parts[SHEET] = parts[SHEET].replace(cell, b'<c r="B5" t="s"><v>0</v></c>')
    parts["xl/strings.xml"] = f'<sst xmlns="{MAIN}"><si><t>0576-9</t></si></sst>'.encode()
    relation = f'<Relationship Id="rId66" Type="{OFFICE}/sharedStrings" Target="{name}"/></Relationships>'
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = re.sub(rb"<Relationship [^>]*/sharedStrings[^>]*/>", b"", parts[relations]).replace(
        b"</Relationships>", relation.encode()
    )
    parts.pop("xl/sharedStrings.xml", None)
    return packed(parts)


OTHER_NAMES: list[tuple[str, str, Callable[[bytes], bytes], dict[str, str]]] = [
    ("as Word Online names the body", ".docx", lambda data: renamed(data, BODY, "word/document2.xml"), {}),
    ("folders parted by backslashes", ".docx", with_backslashes, {}),
    ("a workbook of another name", ".xlsx", lambda data: renamed(data, BOOK, "xl/workbook2.xml"), {}),
    ("a sheet of another name", ".xlsx", lambda data: renamed(data, SHEET, "xl/worksheets/tabelle.xml"), {}),
    ("strings of another name", ".xlsx", lambda data: with_strings(data, "strings.xml"), {"联系电话": "0576-9"}),
    ("properties of another name", ".docx", lambda data: renamed(data, PART, "docProps/custom2.xml"), {}),
    ("properties of a workbook of another name", ".xlsx", lambda data: renamed(data, PART, "docProps/own.xml"), {}),
    ("a sheet with its folders parted by backslashes", ".xlsx", with_backslashes, {}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("suffix", "save", "more"), [each[1:] for each in OTHER_NAMES], ids=[each[0] for each in OTHER_NAMES]
)
def test_a_form_whose_parts_have_other_names_is_read_and_kept(
    suffix: str, save: Callable[[bytes], bytes], more: dict[str, str], tmp_path: Path
) -> None:
    draw, change, read = DRAWN[suffix]
    one = trial(tmp_path, draw, suffix)
    one.edit(change)
    one.form.write_bytes(save(one.form.read_bytes()))
    assert one.read() == read | more
    assert codes(one.collect()) == []
    assert read_says(one.form)["form"] == "trial"
    assert codes(one.build(contact="李四")) == []
    assert one.read() == read | more
