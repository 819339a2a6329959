"""Braces that a template prints: kept apart from those of its fields while it is compiled.

A single brace is text, wherever it stands; so is every brace of a text that somebody deleted under tracked changes.
"""

import re
from collections.abc import Iterator

from formgen.forms.text import has_wide_tags
from formgen.forms.word.locate import describe_place
from formgen.forms.word.markup import W
from formgen.forms.xmltree import Element
from formgen.quoting import shorten

_HIDDEN = str.maketrans("{}", "\ue002\ue003")
_SHOWN = str.maketrans("\ue002\ue003", "{}")
_SINGLE = re.compile(r"(?<!\{)\{(?![{%#])|(?<![}%#])\}(?!\})")


def hide_braces(tree: Element) -> None:
    """Put signs in the place of braces that belong to no field."""
    for deleted in tree.iter(f"{W}delText"):
        deleted.text = (deleted.text or "").translate(_HIDDEN)
    for paragraph in tree.iter(f"{W}p"):
        texts = list(_own_texts(paragraph))
        whole = "".join(node.text or "" for node in texts)
        hidden = _SINGLE.sub(lambda match: match[0].translate(_HIDDEN), whole)
        if hidden == whole:
            continue
        at = 0
        for node in texts:
            length = len(node.text or "")
            node.text, at = hidden[at : at + length], at + length


def find_wide_tags(tree: Element) -> list[str]:
    """Return each text with a tag in full-width braces, which would be printed as it stands, with its place."""
    texts = ((each, "".join(node.text or "" for node in _own_texts(each))) for each in tree.iter(f"{W}p"))
    return [
        f"{describe_place(tree, each)}：“{shorten(text)}”的花括号是全角的，请改成半角 {{{{ }}}}"
        for each, text in texts
        if has_wide_tags(text)
    ]


def show_braces(text: str) -> str:
    """Put the braces back."""
    return text.translate(_SHOWN)


def _own_texts(paragraph: Element) -> Iterator[Element]:
    """Yield the texts of a paragraph, those of the boxes in it left out."""
    for node in paragraph.iter(f"{W}t"):
        if next(node.iterancestors(f"{W}p")) is paragraph:
            yield node
