"""Documents that were joined are told apart again, page by page; whatever fails together is made alone.

But for the last test a stand-in for LibreOffice lays the documents out.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader
from support.fake_office import FakeOffice, word

from formgen.office import package
from formgen.printing import libreoffice
from formgen.printing.conversion import ConvertedDocuments, convert_documents
from formgen.printing.options import ConversionOptions
from formgen.printing.page import read_pages

LIBREOFFICE = libreoffice.find_program()
if os.environ.get("CI") and not LIBREOFFICE:
    pytest.fail("CI must install LibreOffice", pytrace=False)


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeOffice:
    return FakeOffice(tmp_path / "office", monkeypatch)


def written(folder: Path, *documents: Sequence[str]) -> list[Path]:
    """Write documents, each given by its pages."""
    return [word(folder / "documents" / f"{at}.docx", *pages) for at, pages in enumerate(documents)]


def texts(laid: ConvertedDocuments, path: Path) -> list[str]:
    """Return the words on each page of a document."""
    own_range = laid.ranges[path]
    reader = PdfReader(own_range.pdf)
    return [reader.pages[at].extract_text() for at in range(own_range.start, own_range.stop)]


def together(paths: list[Path], folder: Path, jobs: int = 1) -> tuple[ConvertedDocuments, list[int]]:
    """Lay documents out; return what became of them and what was told meanwhile."""
    told: list[int] = []
    return convert_documents(paths, folder / "pdf", ConversionOptions(jobs), told.append), told


def test_each_document_gets_its_own_pages_of_the_joined_one(fake: FakeOffice, tmp_path: Path) -> None:
    paths = written(tmp_path, ["one"], ["two", "2"], ["three"], ["four", "4", "4"])
    laid, _ = together(paths, tmp_path)
    assert fake.batches == [4]
    assert [(each.start, each.stop, each.count) for each in map(laid.ranges.get, paths) if each] == [
        (0, 1, 1),
        (1, 3, 2),
        (3, 4, 1),
        (4, 7, 3),
    ]
    assert [texts(laid, path)[0] for path in paths] == ["one", "two2", "three", "four44"]
    assert laid.problems == []


def test_no_fewer_joined_documents_than_processes(fake: FakeOffice, tmp_path: Path) -> None:
    paths = written(tmp_path, *([f"d{at}"] for at in range(5)))
    laid, _ = together(paths, tmp_path, jobs=2)
    assert fake.batches == [2, 3]
    assert [texts(laid, path) for path in paths] == [[f"d{at}"] for at in range(5)]


def test_at_most_a_hundred_are_joined(fake: FakeOffice, tmp_path: Path) -> None:
    (first,) = written(tmp_path, ["same"])
    paths = [first]
    for at in range(1, 201):
        paths.append(first.with_name(f"copy{at}.docx"))
        paths[-1].write_bytes(first.read_bytes())
    laid, told = together(paths, tmp_path)
    assert fake.batches == [1, 100, 100]
    assert len(laid.ranges) == 201
    assert told[-1] == 201


def test_documents_that_differ_in_other_parts_go_alone(fake: FakeOffice, tmp_path: Path) -> None:
    paths = written(tmp_path, ["one"], ["two"])
    other = word(tmp_path / "documents" / "other.docx", "other")
    changed = docx.Document(str(other))
    changed.settings.odd_and_even_pages_header_footer = True
    changed.save(str(other))
    laid, _ = together([*paths, other], tmp_path)
    assert fake.batches == [1, 2]
    assert texts(laid, other) == ["other"]


def test_nothing_is_joined_where_nobody_wants_it(fake: FakeOffice, tmp_path: Path) -> None:
    paths = written(tmp_path, ["one"], ["two"])
    laid = convert_documents(paths, tmp_path / "pdf", ConversionOptions(1, join=False))
    assert fake.batches == [1, 1]
    assert len({laid.ranges[path].pdf for path in paths}) == 2


@pytest.mark.parametrize("fault", ["UNMARKED", "MISPLACED", "LATE"])
def test_pages_that_cannot_be_told_apart_are_made_again_one_by_one(
    fake: FakeOffice, tmp_path: Path, fault: str
) -> None:
    paths = written(tmp_path, ["one"], [fault, "page"], ["three"])
    laid, told = together(paths, tmp_path)
    assert fake.batches == [1, 1, 1, 3]
    assert [texts(laid, path) for path in paths] == [["one"], [f"{fault}page"] * 2, ["three"]]
    assert [(each.start, each.stop) for each in map(laid.ranges.get, paths) if each] == [
        (0, 1),
        (0, 2),
        (0, 1),
    ]
    assert laid.problems == []
    assert max(told) == told[-1] == 3


@pytest.mark.usefixtures("fake")
def test_one_bad_document_costs_only_itself_and_is_named(tmp_path: Path) -> None:
    paths = written(tmp_path, ["one"], ["REFUSED"], ["three"], ["four"])
    laid, told = together(paths, tmp_path)
    assert list(laid.ranges) == [paths[0], *paths[2:]]
    (problem,) = laid.problems
    assert problem.code == "F134"
    assert "“1.docx”转不成 PDF（LibreOffice 打不开它），其他文件不受影响。" in str(problem)
    assert "请用 Word 或 WPS 打开看看，另存后再试；或重新出这份表。" in str(problem)
    assert max(told) == told[-1] == 4


@pytest.mark.usefixtures("fake")
def test_a_joined_document_that_fails_is_never_named_and_progress_never_goes_back(tmp_path: Path) -> None:
    laid, told = together(written(tmp_path, ["one"], ["TOGETHER"], ["three"]), tmp_path)
    assert len(laid.ranges) == 3
    assert laid.problems == []
    assert told == sorted(told)


def test_a_damaged_body_is_not_joined_and_its_like_go_alone(fake: FakeOffice, tmp_path: Path) -> None:
    paths = written(tmp_path, ["one"], ["two"], ["three"])
    parts = package.parts_in(paths[1])
    body = parts["word/document.xml"]
    paths[1].write_bytes(package.repacked({**parts, "word/document.xml": body[: body.rindex(b"</w:p>")]}))
    laid, _ = together(paths, tmp_path)
    assert fake.batches == [1, 1, 1]
    assert texts(laid, paths[0]) == ["one"]
    assert texts(laid, paths[2]) == ["three"]


def test_equal_names_in_different_folders_are_kept_apart(fake: FakeOffice, tmp_path: Path) -> None:
    paths = [
        word(tmp_path / "documents" / place / "申报表.docx", place) for place in ("east", "north", "west")
    ]
    laid, _ = together(paths, tmp_path, jobs=2)
    assert fake.batches == [1, 2]
    assert [texts(laid, path) for path in paths] == [["east"], ["north"], ["west"]]


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.usefixtures("fake")
def test_done_never_runs_over_the_total(tmp_path: Path, jobs: int) -> None:
    texts_ = ["one", "TOGETHER", "three", "four", "REFUSED", "six", "seven"]
    paths = written(tmp_path, *([text] for text in texts_))
    laid, told = together(paths, tmp_path, jobs)
    assert len(laid.ranges) == 6
    assert max(told) == told[-1] == 7


def test_no_documents_are_no_work(fake: FakeOffice, tmp_path: Path) -> None:
    laid, told = together([], tmp_path)
    assert (laid.ranges, laid.problems, told) == ({}, [], [])
    assert fake.batches == []


@pytest.mark.skipif(not LIBREOFFICE, reason="LibreOffice is not installed")
def test_libreoffice_lays_joined_documents_out_as_it_does_each(tmp_path: Path) -> None:
    paths = written(tmp_path, ["甲" * 30], ["乙" * 3000, "丙"], ["丁"], ["戊"])
    joined = convert_documents(paths, tmp_path / "joined", ConversionOptions(1))
    alone = convert_documents(paths, tmp_path / "alone", ConversionOptions(1, join=False))
    assert len({joined.ranges[path].pdf for path in paths}) == 1
    for path in paths:
        looks = [
            [(page.width, page.height, page.characters, page.lines) for page in read_pages(laid.ranges[path])]
            for laid in (joined, alone)
        ]
        assert looks[0] == looks[1]
