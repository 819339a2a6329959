"""The line at the head of a drafted text that says it is a draft, however somebody has touched it up since.

The line stands on the form itself, so that a form printed from Word or WPS shows it too. Whoever reads the text takes
the whole line away, or the next build does once somebody has edited the text. Knows text only.
"""

import re

DRAFT_LINE = "〔草稿，核对修改后删去本行〕"
_OPENING, _CLOSING = re.escape("〔［[【(（{｛〖「『<＜《〈"), re.escape("〕］]】)）}｝〗」』>＞》〉")
_BLANKS = r"[ \t\u3000]*"
_SAYS = r"(?:(?<!起)草[ \u3000]?稿(?!件)|删[去除掉](?:本|这一?|此)行)"
_ENDS = r"[。．.；;：:，,、 \t\u3000]*"
_READ = rf"(?:已?经?(?:核对|审核|修改|看过|改过)[^\n{_OPENING}]{{0,10}}(?=\n))?"  # what somebody wrote behind the brackets
_MOST = 40  # signs on either side of the word
_BARE = rf"[核对修改后删去掉除本这一行此待未已请看定审的、，。；：:,.{_CLOSING} \u3000]{{0,24}}"  # of the words of the line
_WORD = r"(?:草[ \u3000]?稿|核对[、，, ]?修改后|核对后删|删[去除掉](?:本|这一?|此)行)"
_LINE = re.compile(
    # a first line of nothing but its words, without brackets, or with a sign between it and the text
    rf"\A\s*[{_OPENING}]?{_WORD}{_BARE}(?:\n|\Z)|\A\s*草[ \u3000]?稿[：:，,、。 \u3000]+"
    # the words of the line, wherever they stand
    rf"|[{_OPENING}]?[ \u3000]*草稿[，,、 ]*核对[、 ]?修改后[，, ]?删去(?:本|这一?)行[。 \u3000]*[{_CLOSING}]?{_BLANKS}\n?"
    # at the head, in brackets of any kind and in any words; text may follow in the same line
    rf"|\A\s*[{_OPENING}][^{_CLOSING}\n]{{0,{_MOST}}}?{_SAYS}[^{_OPENING}{_CLOSING}\n]{{0,{_MOST}}}[{_CLOSING}]{_ENDS}{_READ}\n?"
    # a line of its own, with brackets within, or with one that was not closed
    rf"|^{_BLANKS}[{_OPENING}][^{_CLOSING}\n]{{0,{_MOST}}}?{_SAYS}"
    rf"(?:[^\n]{{0,{_MOST}}}[{_CLOSING}]{_ENDS}(?:\n|\Z)|[^{_CLOSING}\n]{{0,{_MOST}}}\n)",
    re.MULTILINE,
)


def add_draft_line(text: str) -> str:
    """Return a draft as a form shows it, with the line that says so."""
    return f"{DRAFT_LINE}\n{text}"


def find_draft_line(text: str) -> str:
    """Return the line of a draft as it stands in a text, empty where none does."""
    found = _LINE.search(text)
    return found[0].strip() if found else ""


def has_draft_line(text: str) -> bool:
    """Return whether the line of a draft stands in a text."""
    return _LINE.search(text) is not None


def remove_draft_line(text: str) -> str:
    """Return a text without the line of a draft, wherever it stands, and whatever its brackets and words are now."""
    return _LINE.sub("", text).strip("\n") if has_draft_line(text) else text
