"""Tags of a Word template that are not whole or say nothing that a form can print: each with its place, in a clerk's words.

A slip in a tag is found here and not by Jinja, which names no place, and prints some slips as they stand.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from formgen.forms.word.locate import describe_place
from formgen.forms.word.markup import W
from formgen.forms.xmltree import Element
from formgen.quoting import shorten

_TOKEN = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_NAME = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
_PART = re.compile(r"^[-+]?\s*(?:(?:tr|tc|p|r)\s+)?(\w*)\s*(.*?)\s*[-+]?$", re.DOTALL)
_LOOP = re.compile(r"[^\W\d]\w*\s+in\s+[^\W\d][\w.]*")
_EQUAL = re.compile(r"(?<![=!<>])=(?!=)")
_ENDS = {"endif": "if", "endfor": "for"}
_LAYOUT = frozenset({"vm", "hm", "colspan", "cellbg"})  # what docxtpl does with cells
_BESIDE = 12  # signs that are shown in front of what has no beginning


class _Tag(NamedTuple):
    """A tag: its mark (``{{``), what stands in it, as it is written; ``fault`` says why it is none."""

    mark: str
    inside: str
    written: str
    fault: str = ""


class _Opened(NamedTuple):
    """A condition or loop that was begun: its word, the tag and where it stands."""

    word: str
    written: str
    where: str


def find_broken_tags(tree: Element) -> list[str]:
    """Return what is wrong with the tags of a part, each with its place."""
    faults, opened = list[str](), list[_Opened]()
    for paragraph in tree.iter(f"{W}p"):
        text = _read_own_text(paragraph)
        if not _TOKEN.search(text):
            continue
        where = describe_place(tree, paragraph)
        for tag in _list_tags(text):
            fault = tag.fault or (_explain_field(tag) if tag.mark == "{{" else "")
            if tag.mark == "{%" and not fault:
                fault = _explain_part(tag, where, opened)
            faults += [f"{where}：“{shorten(tag.written)}”{fault}"] if fault else []
    faults += [f"{each.where}：“{shorten(each.written)}”没有对应的 {{% end{each.word} %}}" for each in opened]
    return faults


def _read_own_text(paragraph: Element) -> str:
    """Return the text of a paragraph, that of the boxes in it and what was moved away left out."""
    own = (
        node.text or ""
        for node in paragraph.iter(f"{W}t")
        if next(node.iterancestors(f"{W}p")) is paragraph
        and next(node.iterancestors(f"{W}moveFrom"), None) is None
    )
    return "".join(own)


def _list_tags(text: str) -> Iterator[_Tag]:
    """Yield the tags of a text, and what looks like half of one."""
    tokens, at = list(_TOKEN.finditer(text)), 0
    while at < len(tokens):
        token, follower = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
        mark = token[0]
        if mark not in _CLOSING:
            if mark != "#}":
                written = text[max(token.start() - _BESIDE, 0) : token.end()]
                yield _Tag(mark, "", written, f"少了左边的 {'{{' if mark == '}}' else '{%'}")
            at += 1
        elif follower is None or follower[0] != _CLOSING[mark]:
            end = follower.start() if follower else len(text)
            yield _Tag(mark, "", text[token.start() : end].strip(), f"没有写完，少了右边的 {_CLOSING[mark]}")
            at += 1
        else:
            written = text[token.start() : follower.end()]
            around = text[token.start() - 1 : token.start()], text[follower.end() : follower.end() + 1]
            many = mark == "{{" and ("}" in around[1] or text[token.end() : token.end() + 1] == "{")
            yield _Tag(mark, text[token.end() : follower.start()], written, _MANY if many else "")
            at += 2


_MANY = "的花括号多了，左右各写两个"


def _explain_field(tag: _Tag) -> str:
    """Return what is wrong with a tag that prints a field; empty where nothing is."""
    inside = tag.inside.strip()
    if _NAME.fullmatch(inside):
        return ""
    for signs, fault in (
        ("“”\"'‘’", "里的字段名不要加引号，加了就照字面印出来"),
        ("|", "里不能有 |，只能写字段"),
        ("(（", "里不能有括号，只能写字段"),
    ):
        if any(sign in inside for sign in signs):
            return fault
    if not inside:
        return "里没有写字段"
    if all(_NAME.fullmatch(each) for each in inside.split()):
        return "里只能写一个字段，两个字段分开写"
    return "的写法不对，应当是 {{ 字段 }}"


def _explain_part(tag: _Tag, where: str, opened: list[_Opened]) -> str:
    """Return what is wrong with a tag of a condition or loop; notes in ``opened`` what begins and ends."""
    found = _PART.match(tag.inside)
    word, rest = (found[1], found[2]) if found else ("", "")
    if word in _ENDS.values():
        opened.append(_Opened(word, tag.written, where))
        return _explain_loop(rest) if word == "for" else _explain_condition(rest)
    if word in _ENDS:
        is_paired = bool(opened) and opened[-1].word == _ENDS[word]
        if is_paired:
            opened.pop()
        return "" if is_paired else f"前面没有对应的 {{% {_ENDS[word]} … %}}"
    if word in {"elif", "else"}:
        return "" if opened else "前面没有 {% if … %}"
    return "" if word in _LAYOUT else "不是能用的标签；能用的有 if、elif、else、endif、for、endfor"


def _explain_loop(rest: str) -> str:
    return "" if _LOOP.fullmatch(rest) else "的写法不对，循环写成 {% for row in rows %}"


def _explain_condition(rest: str) -> str:
    if not rest:
        return "没有写条件"
    return "里比较相等要写两个等号 ==" if _EQUAL.search(rest) else ""
