"""Documents of one template become one document, a section each, and none of them loses anything."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree
from support.fake_office import word

from formgen.forms.word.locate import read_text
from formgen.office import package
from formgen.office.package import UnreadableError
from formgen.printing.joined_document import (
    JoinableDocument,
    group_by_kind,
    join_documents,
    name_bookmark,
    read_joinable,
)

DOCUMENT = "word/document.xml"


def paragraph_last(document: WordDocument) -> None:
    document.add_paragraph("末段")


def table_last(document: WordDocument) -> None:
    document.add_table(1, 1).cell(0, 0).text = "格子"


def no_section(document: WordDocument) -> None:
    document.add_paragraph("没有节")
    body: Any = document.element.body
    body.remove(body.sectPr)


def own_section_last(document: WordDocument) -> None:
    document.add_section(WD_SECTION.NEW_PAGE)


def nothing_but_a_section(document: WordDocument) -> None:
    body: Any = document.element.body
    for child in [child for child in body if child.tag != qn("w:sectPr")]:
        body.remove(child)


def changed_by_track(document: WordDocument) -> None:
    paragraph = document.add_paragraph("修订过")
    change = etree.SubElement(paragraph._p.get_or_add_pPr(), qn("w:pPrChange"))
    change.set(qn("w:id"), "1")
    change.set(qn("w:author"), "甲")
    etree.SubElement(change, qn("w:pPr"))


ENDS = [paragraph_last, table_last, no_section, own_section_last, nothing_but_a_section, changed_by_track]


def made(folder: Path, name: str, change: Any = paragraph_last) -> JoinableDocument:
    """Write a document and take it apart."""
    document = docx.Document()
    document.add_paragraph(f"{name}的正文")
    change(document)
    path = folder / f"{name}.docx"
    path.write_bytes(package.saved(document))
    return read_joinable(path)


def with_body(document: JoinableDocument, path: Path, body: bytes) -> JoinableDocument:
    """Return a document with another body, read from the disk."""
    path.write_bytes(package.repacked({**document.parts, DOCUMENT: body}))
    return read_joinable(path)


def tree_of(data: bytes) -> Any:
    return etree.fromstring(package.parts_in(io.BytesIO(data))[DOCUMENT])


@pytest.mark.parametrize("change", ENDS, ids=lambda each: each.__name__)
def test_a_joined_document_has_the_words_of_all_in_their_order(tmp_path: Path, change: Any) -> None:
    documents = [made(tmp_path, name, change) for name in ("甲", "乙", "丙")]
    texts = [read_text(etree.fromstring(each.parts[DOCUMENT])) for each in documents]
    assert read_text(tree_of(join_documents(documents))) == "".join(texts)


@pytest.mark.parametrize("change", ENDS, ids=lambda each: each.__name__)
def test_word_s_library_opens_a_joined_document_with_a_section_for_each(tmp_path: Path, change: Any) -> None:
    documents = [made(tmp_path, name, change) for name in ("甲", "乙", "丙")]
    single = len(docx.Document(str(documents[0].path)).sections)
    # What has no section of its own gets one at its end; the last stays as it is.
    expected = 2 if change is no_section else 3 * single
    assert len(docx.Document(io.BytesIO(join_documents(documents))).sections) == expected


@pytest.mark.parametrize("change", ENDS, ids=lambda each: each.__name__)
def test_each_document_begins_with_a_bookmark_of_its_own(tmp_path: Path, change: Any) -> None:
    tree = tree_of(join_documents([made(tmp_path, name, change) for name in ("甲", "乙", "丙")]))
    marks = list(tree.iter(qn("w:bookmarkStart")))
    assert [node.get(qn("w:name")) for node in marks] == [name_bookmark(at) for at in range(3)]
    assert len({node.get(qn("w:id")) for node in marks}) == 3
    ends = [node.get(qn("w:id")) for node in tree.iter(qn("w:bookmarkEnd"))]
    assert ends == [node.get(qn("w:id")) for node in marks]
    empty = change is nothing_but_a_section
    following = [read_text(node.getparent()) for node in marks]
    assert following == (["", "", ""] if empty else ["甲的正文", "乙的正文", "丙的正文"]), (
        "the first paragraph of each"
    )


def test_the_bookmark_comes_after_the_properties_of_its_paragraph(tmp_path: Path) -> None:
    def styled(document: WordDocument) -> None:
        document.paragraphs[0].paragraph_format.keep_with_next = True

    tree = tree_of(join_documents([made(tmp_path, name, styled) for name in ("甲", "乙")]))
    for mark in tree.iter(qn("w:bookmarkStart")):
        assert mark.getprevious().tag == qn("w:pPr"), "Word refuses a paragraph whose properties come later"


def test_a_table_at_the_end_is_followed_by_a_line_too_low_to_open_a_page(tmp_path: Path) -> None:
    tree = tree_of(join_documents([made(tmp_path, name, table_last) for name in ("甲", "乙")]))
    (inner,) = [node for node in tree.iter(qn("w:sectPr")) if node.getparent().tag == qn("w:pPr")]
    spacing = inner.getprevious()
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("20", "exact")
    assert inner.getparent().getparent().getprevious().tag == qn("w:tbl")


def test_a_section_s_properties_stand_before_a_tracked_change(tmp_path: Path) -> None:
    tree = tree_of(join_documents([made(tmp_path, name, changed_by_track) for name in ("甲", "乙")]))
    (inner,) = [node for node in tree.iter(qn("w:sectPr")) if node.getparent().tag == qn("w:pPr")]
    assert inner.getnext().tag == qn("w:pPrChange")


def test_each_section_keeps_its_own_paper(tmp_path: Path) -> None:
    paths = [word(tmp_path / f"{at}.docx", "x", letter=at == 1) for at in range(3)]
    tree = tree_of(join_documents([read_joinable(path) for path in paths]))
    widths = [node.get(qn("w:w")) for node in tree.iter(qn("w:pgSz"))]
    assert widths == [widths[0], "12240", widths[0]]
    assert widths[0] != "12240"


def test_only_documents_whose_other_parts_are_equal_are_joined(tmp_path: Path) -> None:
    def bold(document: WordDocument) -> None:
        style: Any = document.styles["Normal"]
        style.font.bold = True

    def titled(document: WordDocument) -> None:
        document.core_properties.title = "只是另一个题目"

    documents = [
        made(tmp_path, name, change)
        for name, change in (("甲", paragraph_last), ("乙", bold), ("丙", titled), ("丁", bold))
    ]
    names = [[each.path.stem for each in group] for group in group_by_kind(documents)]
    assert names == [["甲", "丙"], ["乙", "丁"]], "properties of a file do not matter, styles do"


def test_documents_with_other_namespaces_are_not_joined(tmp_path: Path) -> None:
    one = made(tmp_path, "甲")
    body = one.parts[DOCUMENT].replace(b"<w:document ", b'<w:document xmlns:new="urn:new" ', 1)
    assert len(group_by_kind([one, with_body(one, tmp_path / "乙.docx", body)])) == 2


@pytest.mark.parametrize("data", [b"PK no archive", b""])
def test_a_file_that_is_no_archive_is_left_alone(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "坏.docx"
    path.write_bytes(data)
    with pytest.raises(UnreadableError):
        read_joinable(path)


def test_an_archive_without_a_body_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "坏.docx"
    path.write_bytes(package.repacked({"word/styles.xml": b"<w:styles/>"}))
    with pytest.raises(UnreadableError, match="没有正文"):
        read_joinable(path)


@pytest.mark.parametrize("cut", [b"</w:p>", b"</w:body>", b"</w:document>"])
def test_a_body_that_is_cut_off_stops_the_join_and_no_other(tmp_path: Path, cut: bytes) -> None:
    good = made(tmp_path, "甲")
    whole = good.parts[DOCUMENT]
    bad = with_body(good, tmp_path / "坏.docx", whole[: whole.rindex(cut)])
    assert bad.kind == good.kind, "it looks like one of them"
    for documents in ([good, bad], [bad, good]):
        with pytest.raises(UnreadableError, match="内容不完整"):
            join_documents(documents)
    assert join_documents([good, good])


def test_the_same_documents_give_the_same_bytes(tmp_path: Path) -> None:
    documents = [made(tmp_path, name) for name in ("甲", "乙")]
    assert join_documents(documents) == join_documents(documents)


def test_signs_of_markup_and_rare_characters_survive(tmp_path: Path) -> None:
    def odd(document: WordDocument) -> None:
        document.add_paragraph("A<B&C>“</w:body>”𠮷〇")

    data = join_documents([made(tmp_path, name, odd) for name in ("甲", "乙")])
    assert read_text(tree_of(data)).count("A<B&C>“</w:body>”𠮷〇") == 2
    assert re.findall("[甲乙]", read_text(tree_of(data))) == ["甲", "乙"]


# -- what counts from one section to the next ---------------------------------------------------------------
def numbered(document: WordDocument) -> None:
    document.add_paragraph("一项", style="List Number")


def with_a_page_number(document: WordDocument) -> None:
    run = document.sections[0].footer.paragraphs[0].add_run()
    for kind in ("begin", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._element.append(mark)


def with_a_list_of_its_own(document: WordDocument) -> None:
    properties: Any = document.add_paragraph("一项")._p.get_or_add_pPr()
    properties.get_or_add_numPr().get_or_add_numId().val = 1


def plain(document: WordDocument) -> None:
    document.add_paragraph("一项")


COUNTING = [(plain, 1), (numbered, 2), (with_a_page_number, 2), (with_a_list_of_its_own, 2)]


@pytest.mark.parametrize(("write", "kinds"), COUNTING, ids=[write.__name__ for write, _ in COUNTING])
def test_a_document_that_counts_something_is_joined_with_no_other(
    tmp_path: Path, write: Callable[[WordDocument], None], kinds: int
) -> None:
    paths = [tmp_path / "一.docx", tmp_path / "二.docx"]
    for path in paths:
        document = docx.Document()
        write(document)
        path.write_bytes(package.saved(document))
    assert len(group_by_kind([read_joinable(path) for path in paths])) == kinds
