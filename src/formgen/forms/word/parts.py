"""The parts of a Word template that hold fields: checked, compiled, rendered with a sign for each slot.

docxtpl turns the tags of a part into clean Jinja; ``tags`` refuses what does more than print.
"""

import difflib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Template, UndefinedError
from lxml import etree
from markupsafe import Markup

from formgen.forms.contents import Contents
from formgen.forms.text import SlotValue, escape_value, format_value
from formgen.forms.word import tags
from formgen.forms.word.braces import find_wide_tags, hide_braces, show_braces
from formgen.forms.word.broken_tags import find_broken_tags
from formgen.forms.word.deleted_tags import drop_deleted_tags
from formgen.forms.word.locate import describe_field
from formgen.forms.word.markup import DOCUMENT, LINE_BREAK, SLOT_SIGN, W
from formgen.forms.word.page_breaks import break_pages
from formgen.forms.word.stretches import Stretches, cut_stretches
from formgen.forms.word.tables import complete_tables
from formgen.forms.xmltree import Element, parse_xml
from formgen.office.relations import with_default_namespace
from formgen.problems import FormgenError, Problem

_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BOUND = (
    f"{W}dataBinding",
    "{http://schemas.microsoft.com/office/word/2012/wordml}dataBinding",
    f"{W}showingPlcHdr",
)
_FIRST_PICTURE = 1001
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class FilledPart:
    """A part with tags. One that asks conditions is rendered for each document, any other once."""

    name: str
    template: Template
    contents: Contents
    once: Stretches | None = None

    def stretches(self, values: Mapping[str, SlotValue] | None) -> Stretches:
        """Return the stretches for a set of values; without values, those of a document that has them all."""
        if self.once is not None:
            return self.once
        text = tags.render(self.template, _sign_slots(self.contents, values))
        if self.name == DOCUMENT:
            text = break_pages(_repair(text), self.contents.sections)
        return cut_stretches(_HEADER + show_braces(text))


def compile_part(name: str, data: bytes, contents: Contents, shown: str) -> FilledPart:
    """Check and compile one part; ``shown`` names the file to a clerk. Raises FormgenError T101 or T102."""
    try:
        tree = with_default_namespace(parse_xml(data), "w")
    except etree.XMLSyntaxError as error:
        raise FormgenError(Problem("T101", words={"file": shown, "detail": "XML 已损坏"})) from error
    wide = find_wide_tags(tree)
    _free_controls(tree)
    if broken := [*wide, *find_broken_tags(tree)]:
        raise FormgenError(*(Problem("T101", words={"file": shown, "detail": each}) for each in broken))
    hide_braces(tree)
    drop_deleted_tags(tree)
    source = DocxTemplate(io.BytesIO()).patch_xml(etree.tostring(tree, encoding="unicode"))
    template = tags.compile_tags(source, shown)
    seen = _sign_slots(contents, None)
    for name_used in tags.list_fields(source):
        if name_used not in seen:
            raise _unknown(tree, name_used, shown, seen)
    part = FilledPart(name, template, contents)
    try:
        once = part.stretches(None)
    except UndefinedError as error:
        match = re.search(r"attribute '(\w+)'", str(error))
        raise _unknown(tree, match[1] if match else str(error), shown, seen) from error
    except etree.XMLSyntaxError as error:
        detail = "标签放错了位置，填出来的文件会损坏"
        raise FormgenError(Problem("T101", words={"file": shown, "detail": detail})) from error
    return part if tags.asks_conditions(source) else replace(part, once=once)


def _free_controls(tree: Element) -> None:
    """Let controls with fields show what is filled in: not what they are bound to, and not as a hint."""
    for control in tree.iter(f"{W}sdt"):
        if "{{" in "".join(node.text or "" for node in control.iter(f"{W}t")):
            for name in _BOUND:
                for node in control.findall(f"{W}sdtPr/{name}"):
                    _take_out(node)


def _take_out(node: Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


class _Signed(str):
    """The value of a slot: conditions see the value; the output gets a placeholder."""

    __slots__ = ("slot",)
    slot: str

    def __html__(self) -> str:
        """Return the sign; Jinja's autoescape asks for it."""
        return f"{SLOT_SIGN}{self.slot}{SLOT_SIGN}"


def _sign_slots(contents: Contents, values: Mapping[str, SlotValue] | None) -> dict[str, Any]:
    """Return the context of a document, every value with the sign of its slot."""

    def sign(slot: str) -> _Signed:
        signed = _Signed("" if values is None else format_value(values[slot]))
        signed.slot = slot
        return signed

    found: dict[str, Any] = _break_lines(contents.make_context(sign))
    return found


def _repair(text: str) -> str:
    """Give tables the columns their rows have, and pictures numbers of their own."""
    tree = etree.fromstring(text)
    complete_tables(tree)
    for number, picture in enumerate(tree.iter(_PICTURE), _FIRST_PICTURE):
        picture.set("id", str(number))
    return etree.tostring(tree, encoding="unicode")


def _break_lines(value: Any) -> Any:  # noqa: ANN401 - a context is a tree of dicts, lists and texts
    """Turn the line breaks of the fixed texts into Word's."""
    if isinstance(value, dict):
        return {key: _break_lines(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_break_lines(item) for item in value]
    if isinstance(value, _Signed | bool):
        return value
    return Markup(escape_value(value, "rubric").replace("\n", LINE_BREAK))  # noqa: S704 - escaped right here


def _unknown(tree: Element, name: str, shown: str, seen: Mapping[str, Any]) -> FormgenError:
    """Report an unknown field with its place and the nearest known one."""
    known = [*seen, *seen["sections"][0], *seen["rows"][0], *seen["total"]]
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"，是不是“{near[0]}”？" if near else ""
    words = {"file": shown, "where": describe_field(tree, name), "field": name, "hint": hint}
    return FormgenError(Problem("T102", words=words))
