"""Word templates: read, checked and compiled once, then filled per document as text.

docxtpl turns the tags of a document into clean Jinja; Jinja runs with a mark for each slot; a document is the
stretches between the marks joined with its values.
"""

import difflib
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Template, UndefinedError
from lxml import etree
from markupsafe import Markup

from formgen.forms.contents import Contents
from formgen.forms.document import OpenedDocument, open_document
from formgen.forms.fit import CONTINUED, MORE, Box, Fitted, fitted
from formgen.forms.form import Form, TemplateFile
from formgen.forms.text import Value, escaped, printed
from formgen.forms.word import continuation, tags
from formgen.forms.word.boxes import boxes_of, seal_rooms
from formgen.forms.word.document import WordBody
from formgen.forms.word.locate import where
from formgen.forms.word.markup import DOCUMENT, MARK
from formgen.forms.word.stretches import LINE_BREAK, RunSlot, Stretches, cut_at_slots
from formgen.office import identity, package
from formgen.office.package import Part
from formgen.problems import FormgenError, Problem

_FILLED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class FilledPart:
    """A part with tags. One that asks conditions is rendered for each community, any other once."""

    name: str
    template: Template
    source: TemplateFile
    contents: Contents
    once: Stretches | None = None

    def stretches(self, values: Mapping[str, Value] | None) -> Stretches:
        """Return the stretches for a set of values; without values, those of a community that has them all."""
        if self.once is not None:
            return self.once
        text = self.template.render(_marked(self.contents, values))
        if self.name == DOCUMENT:
            text = _repaired(text, self.source)
        return cut_at_slots(_HEADER + text)


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A compiled Word form: parts that never change, and parts with slots.

    ``slots`` are those of the document's body in their order; none where conditions change it.
    """

    fixed: tuple[Part, ...]
    filled: tuple[FilledPart, ...]
    contents: Contents
    slots: tuple[str, ...] = ()
    boxes: Mapping[str, Box] = field(default_factory=dict)
    form: Form | None = None

    def fit(self, values: Mapping[str, Value]) -> Fitted:
        """Return the values as the boxes of the form take them."""
        return fitted(self.boxes, values)

    def continues(self, values: Mapping[str, Value]) -> tuple[str, ...]:
        """Return the slots whose text goes on upon a continuation page."""
        return tuple(slot for slot in self.boxes if f"{slot}{MORE}" in values)

    def continued(self, slots: Collection[str]) -> "WordTemplate":
        """Return the form with a continuation page for some slots; itself for none."""
        wanted = [slot for slot in self.boxes if slot in slots]
        once = self._body.once
        if not wanted or once is None or self.form is None:
            return self
        runs = {slot.name: slot.run for slot in once.slots}
        page = cut_at_slots(continuation.page(self.form.spec, {slot: runs[slot] for slot in wanted}))
        at = once.texts[-1].rindex(b"<w:sectPr")
        first, last = once.texts[-1][:at] + page.texts[0], page.texts[-1] + once.texts[-1][at:]
        free = (replace(slot, free=True) for slot in page.slots)
        longer = Stretches((*once.texts[:-1], first, *page.texts[1:-1], last), (*once.slots, *free))
        body = replace(self._body, once=longer)
        filled = tuple(body if part is self._body else part for part in self.filled)
        properties = (*self.contents.properties, (CONTINUED, " ".join(wanted)))
        contents = replace(self.contents, properties=properties)
        names = tuple(slot.name for slot in longer.slots)
        return replace(self, filled=filled, contents=contents, slots=names)

    def outlined(self) -> tuple[RunSlot, ...]:
        """Return the slots of the body with the properties of their runs."""
        once = self._body.once
        return () if once is None else once.slots

    def marked(self) -> bytes:
        """Return the body with the number of each slot between two marks; empty when conditions change it."""
        once = self._body.once
        if once is None:
            return b""
        numbers = [f"{MARK}{at}{MARK}".encode() for at in range(len(once.slots))]
        pieces = [*once.texts, *numbers]
        pieces[::2], pieces[1::2] = once.texts, numbers
        return b"".join(pieces)

    @property
    def _body(self) -> FilledPart:
        return next(part for part in self.filled if part.name == DOCUMENT)

    def places(self) -> list[str]:
        """Return where each slot stands, in the words of a clerk."""
        return (
            WordBody(self.marked(), self.outlined(), self.boxes, {DOCUMENT: self.marked()}).places()
            if self.slots
            else []
        )

    def open(self, data: bytes) -> OpenedDocument:
        """Open a document made from the template. Raises UnreadableError for a damaged one or one of another shape."""
        return open_document(data, self._find)

    def _find(self, parts: dict[str, bytes], says: Mapping[str, str]) -> tuple[tuple[str, ...], WordBody]:
        form = self.continued(says.get(CONTINUED, "").split())
        return form.slots, WordBody(form.marked(), form.outlined(), form.boxes, parts)

    def render(self, values: Mapping[str, Value], drafted: Sequence[str] = ()) -> bytes:
        """Return a document; ``drafted`` are the slots whose text formgen drafted, and the document says so.

        Raises FormgenError D122 for text that XML cannot hold.
        """
        form = self.continued(self.continues(values))
        parts, own = list[Part](), list[str]()
        for part in form.filled:
            stretches = part.stretches(values)
            words = stretches.words(values)
            parts.append(package.compress(part.name, stretches.joined(values, words)))
            own = words if part.name == DOCUMENT and form.slots else own
        says = form.contents.identify(values, form.slots, own, drafted)
        return package.join(identity.signed([*form.fixed, *parts], says))


def compile_word(file: TemplateFile, form: Form, contents: Contents) -> WordTemplate:
    """Compile a Word template for the contents of a form. Raises FormgenError T101 or T102."""
    parts = identity.prepared(package.template_parts(file.data, file.shown))
    fixed = [package.compress(name, data) for name, data in parts.items() if not _FILLED.fullmatch(name)]
    filled = [
        _compiled(name, data, file, contents) for name, data in parts.items() if _FILLED.fullmatch(name)
    ]
    body = next((part.once for part in filled if part.name == DOCUMENT), None)
    slots = tuple(slot.name for slot in body.slots) if body else ()
    made = WordTemplate(tuple(fixed), tuple(filled), contents, slots, form=form)
    _refuse_small_seals(made.marked(), slots, form, file.shown)
    return replace(made, boxes=boxes_of(made.marked(), slots, form))


def _refuse_small_seals(marked: bytes, slots: tuple[str, ...], form: Form, shown: str) -> None:
    """Raise FormgenError T130 for a template whose cells are smaller than the seals, T101 for one that lacks them."""
    problems = []
    rooms = seal_rooms(marked, slots, form)
    absent = form.spec.seals.keys() - {room.slot for room in rooms} if marked else set[str]()
    if absent:
        detail = f"form.yaml 的 seals 里写的“{'、'.join(sorted(absent))}”，表格的格子里没有"
        problems.append(Problem("T101", words={"file": shown, "detail": detail}))
    for room in rooms:
        size = form.spec.seals[room.slot]
        if min(room.width, room.height) < size:
            words = {
                "file": shown,
                "label": form.spec.fields[room.slot].label if room.slot in form.spec.fields else room.slot,
                "width": f"{room.width:.1f}",
                "height": f"{room.height:.1f}",
                "size": str(size),
            }
            problems.append(Problem("T130", words=words))
    if problems:
        raise FormgenError(*problems)


def _compiled(name: str, data: bytes, file: TemplateFile, contents: Contents) -> FilledPart:
    """Check and compile one part."""
    shown = file.shown
    try:
        tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as error:
        raise FormgenError(Problem("T101", words={"file": shown, "detail": "XML 已损坏"})) from error
    source = DocxTemplate(io.BytesIO(file.data)).patch_xml(etree.tostring(tree, encoding="unicode"))
    template = tags.compile_tags(source, shown)
    seen = _marked(contents, None)
    for name_used in tags.fields_in(source):
        if name_used not in seen:
            raise _unknown(tree, name_used, shown, seen)
    part = FilledPart(name, template, file, contents)
    try:
        once = part.stretches(None)
    except UndefinedError as error:
        match = re.search(r"attribute '(\w+)'", str(error))
        raise _unknown(tree, match[1] if match else str(error), shown, seen) from error
    except etree.XMLSyntaxError as error:
        detail = "标签放错了位置，填出来的文件会损坏"
        raise FormgenError(Problem("T101", words={"file": shown, "detail": detail})) from error
    return part if tags.conditional(source) else replace(part, once=once)


class _Marked(str):
    """The value of a slot: conditions see the value, the print holds a mark in its place."""

    __slots__ = ("slot",)
    slot: str

    def __html__(self) -> str:
        """Return the mark; Jinja's autoescape asks for it."""
        return f"{MARK}{self.slot}{MARK}"


def _marked(contents: Contents, values: Mapping[str, Value] | None) -> dict[str, Any]:
    """Return the context of a community, every value a mark."""

    def mark(slot: str) -> _Marked:
        marked = _Marked("" if values is None else printed(values[slot]))
        marked.slot = slot
        return marked

    tree: dict[str, Any] = _broken(contents.with_slots(mark))
    return tree


def _repaired(text: str, file: TemplateFile) -> str:
    """Give tables the columns their rows have, and pictures numbers of their own, as docxtpl does."""
    etree.fromstring(text)  # docxtpl parses leniently: what is not well-formed must not come so far
    template = DocxTemplate(io.BytesIO(file.data))
    template.render_init()
    tree = template.fix_tables(text)
    template.fix_docpr_ids(tree)
    mended: str = etree.tostring(tree, encoding="unicode")
    return mended


def _broken(value: Any) -> Any:  # noqa: ANN401 - a context is a tree of dicts, lists and texts
    """Turn the line breaks of the rubric's own texts into Word's."""
    if isinstance(value, dict):
        return {key: _broken(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_broken(item) for item in value]
    if isinstance(value, _Marked | bool):
        return value
    return Markup(escaped(value, "rubric").replace("\n", LINE_BREAK))  # noqa: S704 - escaped right here


def _unknown(tree: etree._Element, name: str, shown: str, seen: Mapping[str, Any]) -> FormgenError:
    """Report an unknown field with its place and the nearest known one."""
    known = [*seen, *seen["sections"][0], *seen["rows"][0], *seen["total"]]
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"，是不是“{near[0]}”？" if near else ""
    words = {"file": shown, "where": where(tree, name), "field": name, "hint": hint}
    return FormgenError(Problem("T102", words=words))
