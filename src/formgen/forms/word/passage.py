"""Paragraphs of a Word document read as a person sees them, tracked changes as if they were accepted.

What was deleted or moved away, the code of a field, the reading above a character and what a text box holds are not
text of the paragraph; what stands in a content control, a link or the result of a field is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from formgen.forms.symbol_fonts import read_symbol
from formgen.forms.word.markup import W
from formgen.forms.word.symbols import read_run_text
from formgen.forms.word.tick_boxes import is_on, read_box
from formgen.forms.xmltree import Element

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_UNSEEN = {
    f"{W}{name}"
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "rubyPr", "rt", "del", "moveFrom", "drawing", "pict", "object", "instrText",
        "delText", "delInstrText", "customXmlPr", "smartTagPr",
    )
} | {f"{MC}Fallback"}  # fmt: skip
_SIGNS = {
    f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of text: its offset, what is seen of it, the element it stands in.

    ``whole`` is what goes when all of it is deleted; None where the element stays, emptied.
    """

    at: int
    text: str
    element: Element
    whole: Element | None = None


@dataclass
class ShownField:
    """A field of Word: where its result lies, and the elements that make it a field."""

    start: int
    end: int = -1
    elements: list[Element] = field(default_factory=list)
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs read as one text; ``starts`` are their offsets, ``prompts`` the empty content controls in them."""

    paragraphs: tuple[Element, ...]
    text: str
    pieces: tuple[TextPiece, ...]
    starts: tuple[int, ...]
    fields: tuple[ShownField, ...] = ()
    prompts: tuple[tuple[int, Element], ...] = ()

    @classmethod
    def of(cls, paragraphs: Sequence[Element]) -> "Passage":
        """Read some paragraphs: line breaks and the ends of paragraphs count as new lines."""
        reader = _Reader()
        starts = list[int]()
        for at, paragraph in enumerate(paragraphs):
            if at and not is_joined(paragraphs[at - 1]):
                reader.text += "\n"
            starts.append(len(reader.text))
            reader.read_paragraph(paragraph)
        return cls(
            tuple(paragraphs),
            reader.text,
            tuple(reader.pieces),
            tuple(starts),
            tuple(each for each in reader.fields if each.end >= 0),
            tuple(reader.prompts),
        )

    @property
    def boxes(self) -> tuple[str, ...]:
        """Return what the text boxes say that are fastened to the paragraphs."""
        return tuple(text for each in self.paragraphs for text in _read_boxes(each) if text.strip())


def is_joined(paragraph: Element) -> bool:
    """Return whether somebody deleted the end of a paragraph, so that the next one runs on."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)


def choose_alternatives(element: Element) -> list[Element]:
    """Return the children of an element; of two versions of the same only the one that Word shows."""
    children = list(element)
    if element.tag == f"{MC}AlternateContent":
        chosen = element.find(f"{MC}Choice")
        return [chosen] if chosen is not None else children
    return children


def is_prompt(control: Element) -> bool:
    """Return whether a content control shows the words that ask for a text, and no text."""
    own = control.find(f"{W}sdtPr")
    return own is not None and is_on(own, f"{W}showingPlcHdr")


@dataclass
class _Reader:
    """Reads paragraphs one after the other."""

    text: str = ""
    pieces: list[TextPiece] = field(default_factory=list)
    fields: list[ShownField] = field(default_factory=list)
    prompts: list[tuple[int, Element]] = field(default_factory=list)
    _open: list[tuple[ShownField, bool]] = field(default_factory=list)

    def read_paragraph(self, paragraph: Element) -> None:
        """Read one paragraph."""
        around = next((each for each in paragraph.iterancestors(f"{W}sdt", f"{W}tc") if _prompts(each)), None)
        if around is not None:
            self.prompts.append((len(self.text), around))
            return
        for child in paragraph:
            self._read(child, None)

    def _read(self, element: Element, whole: Element | None) -> None:
        tag = element.tag
        if tag in _UNSEEN or not isinstance(tag, str):
            return
        if tag == f"{W}r":
            self._read_run(element, whole)
        elif tag == f"{W}sdt":
            self._read_control(element, whole)
        elif tag == f"{W}fldSimple":
            own = ShownField(len(self.text), elements=[element])
            self._read_all(element, whole)
            own.end = len(self.text)
            self.fields.append(own)
        else:
            self._read_all(element, element if tag in {f"{W}ruby", f"{MC}AlternateContent"} else whole)

    def _read_all(self, element: Element, whole: Element | None) -> None:
        for child in choose_alternatives(element):
            self._read(child, whole)

    def _read_run(self, run: Element, whole: Element | None) -> None:
        if is_on(run, f"{W}rPr/{W}vanish"):
            return
        for child in choose_alternatives(run):
            if child.tag == f"{W}fldChar":
                self._read_field(child)
            elif child.tag == f"{W}instrText" and self._open:
                self._open[-1][0].elements.append(child)
            else:
                self._read_in_run(child, run, whole)

    def _read_in_run(self, child: Element, run: Element, whole: Element | None) -> None:
        if child.tag == f"{W}t":
            self._add(read_run_text(child.text or "", run), child, whole)
        elif child.tag == f"{W}sym":
            shown = read_symbol(child.get(f"{W}font", ""), child.get(f"{W}char", "0"))
            self._add(shown, child, whole if whole is not None else child)
        elif child.tag in _SIGNS:
            self._add(_SIGNS[child.tag], child, whole if whole is not None else child)
        elif child.tag == f"{MC}AlternateContent":
            for each in child.iter():
                if str(each.tag).endswith("}symEx"):
                    code = next((value for name, value in each.items() if str(name).endswith("}char")), "0")
                    self._add(chr(int(code, 16)), each, child)
                    return
            for inner in (each for chosen in choose_alternatives(child) for each in chosen):
                if inner.tag not in _UNSEEN:
                    self._read_in_run(inner, run, child)
        elif child.tag == f"{W}ruby":
            self._read_all(child, child)

    def _read_field(self, sign: Element) -> None:
        kind = sign.get(f"{W}fldCharType")
        if kind == "begin":
            opened = ShownField(len(self.text), elements=[sign])
            opened.shown = _read_form_field(sign)
            self._open.append((opened, False))
        elif self._open:
            current, _ = self._open.pop()
            current.elements.append(sign)
            if kind == "separate":
                self._open.append((current, True))
                return
            if current.shown is not None:
                self._add(current.shown, current.elements[0], current.elements[0])
            current.end = len(self.text)
            if all(result for _, result in self._open):  # one in the code of another shows nothing of its own
                self.fields.append(current)

    def _read_control(self, control: Element, whole: Element | None) -> None:
        if is_prompt(control):
            self.prompts.append((len(self.text), control))
            return
        if (sign := read_box(control)) is not None:
            self._add(sign, control, control)
            return
        for content in control.iterfind(f"{W}sdtContent"):
            self._read_all(content, whole)

    def _add(self, text: str, element: Element, whole: Element | None) -> None:
        if any(not result or each.shown is not None for each, result in self._open):
            return  # the code of a field, or what a box to tick holds beside its tick
        self.pieces.append(TextPiece(len(self.text), text, element, whole))
        self.text += text


def _prompts(element: Element) -> bool:
    return element.tag == f"{W}sdt" and is_prompt(element)


def _read_form_field(sign: Element) -> str | None:
    """Return what a box to tick or a list to choose_alternatives from shows; None for any other field."""
    choice = sign.find(f"{W}ffData/{W}ddList")
    if choice is None:
        return read_box(sign)
    entries = [each.get(f"{W}val", "") for each in choice.iterfind(f"{W}listEntry")]
    chosen = choice.find(f"{W}result")
    chosen = choice.find(f"{W}default") if chosen is None else chosen
    number = int(chosen.get(f"{W}val", "0")) if chosen is not None else 0
    return entries[number] if number < len(entries) else ""


def _read_boxes(element: Element) -> Iterator[str]:
    """Yield the texts of the text boxes below an element, each once."""
    for child in choose_alternatives(element):
        if child.tag in {f"{MC}Fallback", f"{W}del", f"{W}moveFrom"}:
            continue
        if child.tag == f"{W}txbxContent":
            yield Passage.of([each for each in child.iter(f"{W}p") if is_own(each, child)]).text
        else:
            yield from _read_boxes(child)


def is_own(paragraph: Element, box: Element) -> bool:
    """Return whether a paragraph stands in a text box itself, and in no version of it that Word does not show."""
    around = list(paragraph.iterancestors(f"{W}txbxContent", f"{MC}Fallback"))
    return bool(around) and around[0] is box


def read_hidden(passage: Passage) -> str:
    """Return the text of the runs of a passage that are hidden by their own setting."""
    runs = (run for paragraph in passage.paragraphs for run in paragraph.iter(f"{W}r"))
    hidden = (run for run in runs if is_on(run, f"{W}rPr/{W}vanish"))
    return "".join(text.text or "" for run in hidden for text in run.iterfind(f"{W}t")).strip()
