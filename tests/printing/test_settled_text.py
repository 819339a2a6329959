"""A form with tracked changes goes on paper as it is read: all of them accepted, and without remarks."""

import pytest
from lxml import etree

from formgen.printing.settled_text import settle_word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
AUTHOR = 'w:id="1" w:author="县里"'
NAME = "word/document.xml"


def text(words: str, tag: str = "t") -> str:
    return f"<w:r><w:{tag}>{words}</w:{tag}></w:r>"


def part(body: str) -> bytes:
    return f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()


def lines(data: bytes) -> list[str]:
    """The text of each paragraph, deleted letters too."""
    tree = etree.fromstring(data)
    return [
        "".join(node.text or "" for node in each.iter(f"{{{W}}}t", f"{{{W}}}delText"))
        for each in tree.iter(f"{{{W}}}p")
    ]


JOINED = f"<w:pPr><w:rPr><w:del {AUTHOR}/></w:rPr></w:pPr>"
CHANGES = {
    "inserted": (f"<w:p><w:ins {AUTHOR}>{text('不')}</w:ins>{text('同意')}</w:p>", ["不同意"]),
    "deleted": (f"<w:p><w:del {AUTHOR}>{text('不', 'delText')}</w:del>{text('同意')}</w:p>", ["同意"]),
    "moved": (
        (
            f"<w:p><w:moveFromRangeStart {AUTHOR}/><w:moveFrom {AUTHOR}>{text('甲')}</w:moveFrom><w:moveFromRangeEnd/></w:p>"
            f"<w:p><w:moveTo {AUTHOR}>{text('甲')}</w:moveTo></w:p>"
        ),
        ["", "甲"],
    ),
    "a line that was joined to the next": (
        f"<w:p>{JOINED}{text('同')}</w:p><w:p><w:pPr/>{text('意')}</w:p>",
        ["同意"],
    ),
    "three lines joined": (
        f"<w:p>{JOINED}{text('同')}</w:p><w:p>{JOINED}</w:p><w:p>{text('意')}</w:p>",
        ["同意"],
    ),
    "the last line of a cell stays one": (f"<w:p>{JOINED}{text('同意')}</w:p>", ["同意"]),
    "a deleted row": (
        (
            f"<w:tbl><w:tr><w:trPr><w:del {AUTHOR}/></w:trPr><w:tc><w:p>{text('甲')}</w:p></w:tc></w:tr>"
            f"<w:tr><w:tc><w:p>{text('乙')}</w:p></w:tc></w:tr></w:tbl>"
        ),
        ["乙"],
    ),
    "inserted and deleted again": (
        f"<w:p><w:ins {AUTHOR}><w:del {AUTHOR}>{text('不', 'delText')}</w:del></w:ins>{text('同意')}</w:p>",
        ["同意"],
    ),
    "a remark": (
        (
            f'<w:p><w:commentRangeStart w:id="0"/>{text("同意")}<w:commentRangeEnd w:id="0"/>'
            '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
        ),
        ["同意"],
    ),
    "another look": (
        f"<w:p><w:r><w:rPr><w:b/><w:rPrChange {AUTHOR}><w:rPr/></w:rPrChange></w:rPr><w:t>同意</w:t></w:r></w:p>",
        ["同意"],
    ),
}


@pytest.mark.parametrize(("body", "seen"), CHANGES.values(), ids=CHANGES)
def test_changes_are_accepted_and_remarks_left_out(body: str, seen: list[str]) -> None:
    settled = settle_word({NAME: part(body), "word/styles.xml": b"<w:styles/>"})
    assert settled is not None
    assert lines(settled[NAME]) == seen
    assert b"w:author" not in settled[NAME]
    assert b"comment" not in settled[NAME]
    assert settled["word/styles.xml"] == b"<w:styles/>"
    assert settle_word(settled) is None


def test_headers_footers_and_notes_are_settled_too() -> None:
    changed = part(f"<w:p><w:ins {AUTHOR}>{text('不')}</w:ins></w:p>")
    names = ["word/header2.xml", "word/footer1.xml", "word/footnotes.xml", "word/endnotes.xml"]
    settled = settle_word(dict.fromkeys(names, changed))
    assert settled is not None
    assert all(b"w:ins" not in settled[name] for name in names)


def test_a_document_without_changes_is_printed_as_it_is() -> None:
    assert settle_word({NAME: part(f"<w:p>{text('同意')}</w:p>")}) is None
