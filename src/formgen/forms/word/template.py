"""Word templates: read, checked and compiled once, then filled per document as text.

docxtpl turns the tags of a document into clean Jinja; Jinja runs with a mark for each slot; a document is the
stretches between the marks joined with its values.
"""

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Template, UndefinedError
from lxml import etree
from markupsafe import Markup

from formgen.office import package, identity
from formgen.office.package import Part
from formgen.forms.word import continuation, tags
from formgen.forms.word.boxes import boxes_of, seal_rooms
from formgen.forms.fit import CONTINUED, MORE, Box, Fitted, Sized, Step, fitted
from formgen.forms.form import Form
from formgen.filing.rows import context, identified, identity_of
from formgen.forms.word.locate import where
from formgen.forms.text import Value, escaped, has_rare, is_rare, printed
from formgen.forms.word.markup import MARK
from formgen.problems import FormgenError, Problem
from formgen.rubric.schema import Rubric

_FILLED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_RUN = re.compile(r"<w:r(?: [^>]*)?>\s*(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?", re.DOTALL)
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DOCUMENT = "word/document.xml"
_END_OF_PARAGRAPH = b"</w:t></w:r></w:p>"
_SIZE = re.compile(r'(<w:szC?s? w:val=")[^"]*"')
_TEXT = re.compile(r"<w:t[ >]")
_LINE = re.compile(r'(<w:spacing [^>]*w:line=")[^"]*"')
_INDENT = re.compile(r'(w:firstLineChars="(\d+)" w:firstLine=")[^"]*"')
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
RARE_FONTS = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体" w:hint="eastAsia"/>'


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a value, with the properties of the run it stands in; a ``free`` one is in no box."""

    name: str
    run: str
    free: bool = False


@dataclass(frozen=True, slots=True)
class Stretches:
    """A part as fixed texts with a slot between each two: ``len(texts) == len(slots) + 1``."""

    texts: tuple[bytes, ...]
    slots: tuple[Slot, ...]

    def joined(self, values: Mapping[str, Value], words: Sequence[str]) -> bytes:
        """Return the part with the values in their slots; ``words`` are the values as they are printed."""
        pieces = [self.texts[0]]
        for slot, word, text in zip(self.slots, words, self.texts[1:], strict=True):
            value = values[slot.name]
            if isinstance(value, Sized) and not slot.free:
                slot = resized(slot, value.step)  # noqa: PLW2901 - the slot in another type
                pieces[-1] = _set_smaller(pieces[-1], value.step, lone=text.startswith(_END_OF_PARAGRAPH))
            made = _worded(word, slot) if isinstance(value, str) else word
            pieces += (made.encode(), text)
        return b"".join(pieces)

    def words(self, values: Mapping[str, Value]) -> list[str]:
        """Return the values of the slots as they are printed."""
        return [printed(values[slot.name]) for slot in self.slots]


@dataclass(frozen=True, slots=True)
class FilledPart:
    """A part with tags. One that asks conditions is rendered for each community, any other once."""

    name: str
    template: Template
    source: Path
    rubric: Rubric
    form: Form
    once: Stretches | None = None

    def stretches(self, values: Mapping[str, Value] | None) -> Stretches:
        """Return the stretches for a set of values; without values, those of a community that has them all."""
        if self.once is not None:
            return self.once
        text = self.template.render(_marked(self.rubric, self.form, values))
        if self.name == DOCUMENT:
            text = _mended(text, self.source)
        return _stretches(_HEADER + text)


@dataclass(frozen=True, slots=True)
class WordForm:
    """A compiled Word form: parts that never change, and parts with slots.

    ``slots`` are those of the document's body in their order; none where conditions change it.
    """

    fixed: tuple[Part, ...]
    filled: tuple[FilledPart, ...]
    identity: tuple[tuple[str, str], ...] = ()
    slots: tuple[str, ...] = ()
    boxes: Mapping[str, Box] = field(default_factory=dict)
    form: Form | None = None

    def fit(self, values: Mapping[str, Value]) -> Fitted:
        """Return the values as the boxes of the form take them."""
        return fitted(self.boxes, values)

    def continues(self, values: Mapping[str, Value]) -> tuple[str, ...]:
        """Return the slots whose text goes on upon a continuation page."""
        return tuple(slot for slot in self.boxes if f"{slot}{MORE}" in values)

    def continued(self, slots: Collection[str]) -> "WordForm":
        """Return the form with a continuation page for some slots; itself for none."""
        wanted = [slot for slot in self.boxes if slot in slots]
        once = self._body.once
        if not wanted or once is None or self.form is None:
            return self
        runs = {slot.name: slot.run for slot in once.slots}
        page = _stretches(continuation.page(self.form.spec, {slot: runs[slot] for slot in wanted}))
        at = once.texts[-1].rindex(b"<w:sectPr")
        first, last = once.texts[-1][:at] + page.texts[0], page.texts[-1] + once.texts[-1][at:]
        free = (replace(slot, free=True) for slot in page.slots)
        longer = Stretches((*once.texts[:-1], first, *page.texts[1:-1], last), (*once.slots, *free))
        body = replace(self._body, once=longer)
        filled = tuple(body if part is self._body else part for part in self.filled)
        identity = (*self.identity, (CONTINUED, " ".join(wanted)))
        slots_ = tuple(slot.name for slot in longer.slots)
        return replace(self, filled=filled, identity=identity, slots=slots_)

    def outlined(self) -> tuple[Slot, ...]:
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

    def render(self, values: Mapping[str, Value]) -> bytes:
        """Return the document of one community. Raises FormgenError D122 for text XML cannot hold."""
        form = self.continued(self.continues(values))
        parts, own = list[Part](), list[str]()
        for part in form.filled:
            stretches = part.stretches(values)
            words = stretches.words(values)
            parts.append(package.compress(part.name, stretches.joined(values, words)))
            own = words if part.name == DOCUMENT and form.slots else own
        says = identified(form.identity, values, form.slots, own)
        return package.join(identity.signed([*form.fixed, *parts], says))


def compile_word(path: Path, rubric: Rubric, form: Form) -> WordForm:
    """Compile a Word template for a rubric. Raises FormgenError T101 or T102."""
    parts = identity.prepared(package.read_parts(path))
    fixed = [package.compress(name, data) for name, data in parts.items() if not _FILLED.fullmatch(name)]
    filled = [
        _compiled(name, data, path, rubric, form) for name, data in parts.items() if _FILLED.fullmatch(name)
    ]
    body = next((part.once for part in filled if part.name == DOCUMENT), None)
    slots = tuple(slot.name for slot in body.slots) if body else ()
    made = WordForm(tuple(fixed), tuple(filled), identity_of(rubric, form), slots, form=form)
    _refuse_small_seals(made.marked(), slots, form, path)
    return replace(made, boxes=boxes_of(made.marked(), slots, form))


def _refuse_small_seals(marked: bytes, slots: tuple[str, ...], form: Form, path: Path) -> None:
    """Raise FormgenError T130 for a template whose cells are smaller than the seals, T101 for one that lacks them."""
    problems = []
    rooms = seal_rooms(marked, slots, form)
    absent = form.spec.seals.keys() - {room.slot for room in rooms} if marked else set[str]()
    if absent:
        detail = f"form.yaml 的 seals 里写的“{'、'.join(sorted(absent))}”，表格的格子里没有"
        problems.append(Problem("T101", words={"file": f"{path.parent.name}/{path.name}", "detail": detail}))
    for room in rooms:
        size = form.spec.seals[room.slot]
        if min(room.width, room.height) < size:
            words = {
                "file": f"{path.parent.name}/{path.name}",
                "label": form.spec.fields[room.slot].label if room.slot in form.spec.fields else room.slot,
                "width": f"{room.width:.1f}",
                "height": f"{room.height:.1f}",
                "size": str(size),
            }
            problems.append(Problem("T130", words=words))
    if problems:
        raise FormgenError(*problems)


def _compiled(name: str, data: bytes, path: Path, rubric: Rubric, form: Form) -> FilledPart:
    """Check and compile one part."""
    shown = f"{path.parent.name}/{path.name}"
    try:
        tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as error:
        raise FormgenError(Problem("T101", words={"file": shown, "detail": "XML 已损坏"})) from error
    source = DocxTemplate(str(path)).patch_xml(etree.tostring(tree, encoding="unicode"))
    template = tags.compile_tags(source, shown)
    seen = _marked(rubric, form, None)
    for name_used in tags.fields_in(source):
        if name_used not in seen:
            raise _unknown(tree, name_used, shown, seen)
    part = FilledPart(name, template, path, rubric, form)
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


def _marked(rubric: Rubric, form: Form, values: Mapping[str, Value] | None) -> dict[str, Any]:
    """Return the context of a community, every value a mark."""

    def mark(slot: str) -> _Marked:
        marked = _Marked("" if values is None else printed(values[slot]))
        marked.slot = slot
        return marked

    context_: dict[str, Any] = _broken(context(rubric, form, mark))
    return context_


def _mended(text: str, path: Path) -> str:
    """Give tables the columns their rows have, and pictures numbers of their own, as docxtpl does."""
    etree.fromstring(text)  # docxtpl parses leniently: what is not well-formed must not come so far
    template = DocxTemplate(str(path))
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
    return Markup(escaped(value, "rubric").replace("\n", _BREAK))  # noqa: S704 - escaped right here


def _stretches(text: str) -> Stretches:
    """Cut a rendered part at its marks; remember the run properties in front of each slot."""
    pieces = text.split(MARK)
    slots, before = [], ""
    for at, piece in enumerate(pieces):
        if at % 2:
            runs = _RUN.findall(before)
            slots.append(Slot(piece, runs[-1] if runs else ""))
        else:
            before += piece
            before = before[max(before.rfind("<w:p>"), before.rfind("<w:p "), 0) :]
    return Stretches(tuple(piece.encode() for piece in pieces[::2]), tuple(slots))


def _worded(word: str, slot: Slot) -> str:
    """Return a text as the inside of a run; rare Han characters get a run with a face that has them."""
    text = escaped(word, slot.name).replace("\n", _BREAK)
    if not has_rare(word):
        return text
    return "".join(_in_rare_face(piece, slot.run) if is_rare(piece[0]) else piece for piece in runs_of(text))


def resized(slot: Slot, step: Step) -> Slot:
    """Return a slot whose run has another size."""
    return Slot(slot.name, _sized(slot.run, step))


def _sized(properties: str, step: Step) -> str:
    """Return properties with another size of type; half points."""
    return _SIZE.sub(rf'\g<1>{step.size * 2:g}"', properties)


def _set_smaller(before: bytes, step: Step, *, lone: bool) -> bytes:
    """Return the XML in front of a slot with the slot's run in another type.

    Where the slot is all its paragraph holds, the lines move closer and the paragraph's mark changes too.
    """
    text = before.decode()
    begins = max(text.rfind("<w:p>"), text.rfind("<w:p "))
    run = max(text.rfind("<w:r>"), text.rfind("<w:r "))
    if lone and begins >= 0 and text.endswith(">") and len(_TEXT.findall(text, begins)) == 1:
        own = _sized(text[begins:], step)
        own = _LINE.sub(rf'\g<1>{round(step.pitch * 20)}"', own)
        own = _INDENT.sub(lambda match: f'{match[1]}{round(int(match[2]) * step.size / 5)}"', own)
        return (text[:begins] + own).encode()
    return (text[:run] + _sized(text[run:], step)).encode()


def runs_of(text: str) -> list[str]:
    """Split a text into stretches of rare and of other characters."""
    pieces: list[str] = []
    for character in text:
        if pieces and is_rare(pieces[-1][0]) == is_rare(character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _in_rare_face(text: str, run: str) -> str:
    inner = re.sub(r"<w:rFonts[^>]*/>", "", run.removeprefix("<w:rPr>").removesuffix("</w:rPr>"))
    face = f"<w:rPr>{RARE_FONTS}{inner}</w:rPr>"
    opened = '<w:t xml:space="preserve">'
    return f"</w:t></w:r><w:r>{face}{opened}{text}</w:t></w:r><w:r>{run}{opened}"


def _unknown(tree: etree._Element, name: str, shown: str, seen: Mapping[str, Any]) -> FormgenError:
    """Report an unknown field with its place and the nearest known one."""
    known = [*seen, *seen["sections"][0], *seen["rows"][0], *seen["total"]]
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"，是不是“{near[0]}”？" if near else ""
    words = {"file": shown, "where": where(tree, name), "field": name, "hint": hint}
    return FormgenError(Problem("T102", words=words))
