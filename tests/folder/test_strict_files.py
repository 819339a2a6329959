"""A form that came back as “Strict Open XML” is read like any other: another vocabulary is no other text."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from support.trial_form import Trial, codes, opinion_table, run, score_sheet, trial

from formgen.office import package

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
