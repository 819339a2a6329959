"""A document that somebody saved anew is recognised, and never written over."""

import contextlib
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from support import card_of, forms_of, rubric_of

from formgen.filling.slot_values import Wishes, find_values
from formgen.folder.renew import Decisions, Renewer
from formgen.ledger.undo import UndoLog
from formgen.office import identity, package
from formgen.problems import Problem
from formgen.reports.summary import IndexRow, make_index

FORMS = {
    f"{each.form.id}{suffix}": (each, suffix)
    for each in forms_of(rubric_of("yongjia-2009"))
    for suffix, _ in each.templates.items()
}


def made(name: str, phone: str = "1") -> bytes:
    form, suffix = FORMS[name]
    values = find_values(card_of("yongjia-2009", facts={"phone": phone}), form.form, Wishes({})).values
    return form.templates[suffix].render(values)


def put(path: Path, data: bytes) -> tuple[Problem, ...]:
    """Write a file that holds no slots."""
    pen = Renewer(path.parent, UndoLog(path.parent, ""), Decisions(), rubric_of("yongjia-2009"))
    return pen.put(path.name, data).problems


@pytest.mark.parametrize("name", list(FORMS))
def test_a_document_is_untouched_until_somebody_saves_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(made(name))
    assert identity.is_untouched(path)
    if name.endswith(".docx"):
        document = Document(str(path))
        document.paragraphs[0].add_run("手写")
        document.save(str(path))
    else:
        book = load_workbook(path)
        book.worksheets[0]["F6"] = 14
        book.save(path)
    assert not identity.is_untouched(path)


def test_a_changed_document_is_kept_and_the_new_one_lies_beside(tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    assert put(path, made("yongjia-application.docx")) == ()
    document = Document(str(path))
    document.tables[0].rows[0].cells[1].text = "手写"
    document.save(str(path))
    kept = path.read_bytes()
    (problem,) = put(path, made("yongjia-application.docx", "2"))
    assert problem.code == "T111"
    assert "新的一份写在“表（新）.docx”" in problem.mend
    assert path.read_bytes() == kept
    assert (tmp_path / "表（新）.docx").read_bytes() == made("yongjia-application.docx", "2")


def test_an_untouched_document_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    put(path, made("yongjia-application.docx"))
    assert put(path, made("yongjia-application.docx", "2")) == ()
    assert path.read_bytes() == made("yongjia-application.docx", "2")


@pytest.mark.parametrize("content", [b"", b"PK", b"a stranger's file"])
def test_a_strangers_file_is_never_written_over(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    path.write_bytes(content)
    assert [problem.code for problem in put(path, made("yongjia-application.docx"))] == ["T111"]
    assert path.read_bytes() == content


def test_the_index_is_signed_too(tmp_path: Path) -> None:
    path = tmp_path / "目录.xlsx"
    path.write_bytes(make_index([IndexRow("甲镇", "甲村", "表", "x")]))
    assert identity.is_untouched(path)


def test_a_templates_own_properties_give_way() -> None:
    document = Document()
    parts = package.unpacked(document)
    once = identity.prepared(parts)
    twice = identity.prepared({**once, identity.PART: b"<x/>"})
    assert once == twice
    assert once["[Content_Types].xml"].count(b"custom-properties") == 1
    assert identity.prepared({"x": b""}) == {"x": b""}
    data = package.join(identity.signed([package.compress(name, part) for name, part in once.items()]))
    assert Document(io.BytesIO(data)).paragraphs == []


def test_properties_that_swell_are_not_read_to_their_end(tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(identity.PART, b'<p name="formgen">' + b" " * 30_000_000)
    tracemalloc.start()
    found = identity.read_identity(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found is not None
    assert not found.untouched
    assert peak < 3_000_000


@pytest.mark.parametrize("step", [7, 11])
def test_a_damaged_directory_makes_a_document_unreadable_or_touched_and_no_more(
    tmp_path: Path, step: int
) -> None:
    whole = made("yongjia-scorecard.docx")
    path = tmp_path / "表.docx"
    seen = set()
    for at in range(whole.index(b"PK\x01\x02"), len(whole), step):
        data = bytearray(whole)
        data[at] ^= 0xB0
        path.write_bytes(bytes(data))
        seen.add(identity.read_identity(path) is None)
        seen.add(identity.is_untouched(path))
        with contextlib.suppress(package.UnreadableError):
            package.parts_in(path)
    assert seen == {True, False}
