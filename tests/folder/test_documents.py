"""Documents of a folder: found by what they say of themselves, and opened no more often than needed."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import forms_of, rubric_of
from support.four import RUBRIC, document, first_build, retype

from formgen.commands.collect import collect_entries
from formgen.office.identity import is_untouched, read_identity, read_says
from formgen.printing.document_list import list_documents, make_sort_key
from formgen.printing.options import Choice


@pytest.fixture
def out(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A folder that was built once, one document of it changed by hand."""
    folder = first_build(tmp_path_factory, tmp_path)
    retype(document(folder, 1), "0577-67220001", "222")
    return folder


def look_for_prints(folder: Path) -> None:
    rubric = rubric_of(RUBRIC)
    assert list_documents(folder, forms_of(rubric), Choice("both"), make_sort_key([], rubric.forms)).items


READERS: dict[str, Callable[[Path], object]] = {
    "collect": lambda folder: collect_entries(folder.parent / "data.yaml", RUBRIC, folder),
    "inventory": look_for_prints,
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_returned_document_is_opened_once(
    read: Callable[[Path], object], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    class Counted(zipfile.ZipFile):
        def __init__(self, file: Any, *more: Any, **named: Any) -> None:
            if isinstance(file, Path):
                opened.append(file)
            super().__init__(file, *more, **named)

    monkeypatch.setattr(zipfile, "ZipFile", Counted)
    read(out)
    assert opened.count(document(out, 1)) == 1


def test_a_document_says_what_it_is_who_made_it_and_whether_it_was_changed(out: Path) -> None:
    changed, as_made = read_identity(document(out, 1)), read_identity(document(out, 2))
    assert changed is not None
    assert as_made is not None
    assert (changed.ours, changed.untouched, changed.says["name"]) == (True, False, "第1社区")
    assert (as_made.ours, as_made.untouched, as_made.covers_several) == (True, True, False)
    index = read_identity(out / "目录.xlsx")
    assert index is not None
    assert index.covers_several


def test_what_is_no_archive_has_no_identity_and_says_nothing(tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(b"no archive")
    assert (read_identity(file), dict(read_says(file)), is_untouched(file)) == (None, {}, False)


def test_an_archive_of_a_stranger_is_nobody_s(tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    found = read_identity(file)
    assert found is not None
    assert (dict(found.says), found.ours, found.untouched, found.covers_several) == ({}, False, False, False)
