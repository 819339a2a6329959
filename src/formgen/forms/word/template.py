"""Word templates: read, checked and compiled once, then filled per document as text.

A document is the stretches between the slots joined with its values, and parts that never change. Knows a form and
its contents; touches no file.
"""

import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from formgen.forms.checksums import CONTINUED, checksum_texts, identify_form, name_document
from formgen.forms.contents import Contents
from formgen.forms.document import OpenedDocument, open_document
from formgen.forms.document_title import DocumentTitle, take_document_title
from formgen.forms.fit import MORE, Box, FittedValues, fit_values
from formgen.forms.form import Form, TemplateFile
from formgen.forms.text import SlotValue
from formgen.forms.word.continuation import write_page
from formgen.forms.word.document import Outline, WordBody
from formgen.forms.word.markup import DOCUMENT
from formgen.forms.word.parts import FilledPart, compile_part
from formgen.forms.word.slot_geometry import measure_seals, measure_slots
from formgen.forms.word.stretches import cut_stretches
from formgen.office import package
from formgen.office.identity import prepared, signed
from formgen.office.package import Part
from formgen.problems import FormgenError, Problem

_FILLED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A compiled Word template: parts that never change, and parts with slots.

    ``slots`` are those of the document's body in their order; none where conditions change it.
    """

    form: Form
    contents: Contents
    fixed: tuple[Part, ...]
    filled: tuple[FilledPart, ...]
    identity: Mapping[str, str]
    slots: tuple[str, ...]
    boxes: Mapping[str, Box] = field(default_factory=dict)
    title: DocumentTitle | None = None

    def places(self) -> list[str]:
        """Return where each slot stands, in the words of a clerk."""
        outline = self.outline
        return WordBody(outline, {DOCUMENT: outline.numbered}).describe_places() if self.slots else []

    def fit(self, values: Mapping[str, SlotValue]) -> FittedValues:
        """Return the values as the boxes of the form take them."""
        return fit_values(self.boxes, values)

    def continues(self, values: Mapping[str, SlotValue]) -> tuple[str, ...]:
        """Return the slots whose text continues on a continuation page."""
        return tuple(slot for slot in self.boxes if f"{slot}{MORE}" in values)

    def render(self, values: Mapping[str, SlotValue], drafted: Sequence[str] = ()) -> bytes:
        """Return one document. Raises FormgenError D122 for text XML cannot hold."""
        template = self._continue(self.continues(values))
        parts, own = list[Part](), list[str]()
        for part in template.filled:
            stretches = part.stretches(values)
            words = stretches.words(values)
            parts.append(package.compress(part.name, stretches.join(values, words)))
            own = words if part.name == DOCUMENT and template.slots else own
        says = {
            **template.identity,
            **name_document(self.contents.named_by, values, drafted),
            **checksum_texts(template.slots, own),
        }
        parts += [self.title.write(values)] if self.title else []
        return package.join(signed([*template.fixed, *parts], says))

    def open(self, data: bytes) -> OpenedDocument:
        """Open a document through the template. Raises UnreadableError for one that is damaged or of another shape."""
        return open_document(data, self._find_body)

    def _find_body(self, parts: dict[str, bytes], says: Mapping[str, str]) -> WordBody:
        return WordBody(self._continue(says.get(CONTINUED, "").split()).outline, parts)

    def _continue(self, slots: Collection[str]) -> "WordTemplate":
        """Return the template with a continuation page for some slots; itself for none."""
        wanted = [slot for slot in self.boxes if slot in slots]
        once = self._body.once
        if not wanted or once is None:
            return self
        runs = {slot.name: slot.run for slot in once.slots}
        page = write_page(self.form.spec, self.contents.heading, {slot: runs[slot] for slot in wanted})
        longer = once.add_page(cut_stretches(page))
        body = replace(self._body, once=longer)
        return replace(
            self,
            filled=tuple(body if part is self._body else part for part in self.filled),
            identity={**self.identity, CONTINUED: " ".join(wanted)},
            slots=tuple(slot.name for slot in longer.slots),
        )

    @property
    def _body(self) -> FilledPart:
        return next(part for part in self.filled if part.name == DOCUMENT)

    @property
    def outline(self) -> Outline:
        """What the template prints, for finding it again in a document."""
        once = self._body.once
        return Outline(b"", ()) if once is None else Outline(once.number(), once.slots, self.boxes)


def compile_word(file: TemplateFile, form: Form, contents: Contents) -> WordTemplate:
    """Compile a Word template for what its form may print. Raises FormgenError T101, T102 or T130."""
    shown = f"{form.id}/{file.name}"
    parts = prepared(package.read_parts(io.BytesIO(file.data), shown))
    title = take_document_title(parts, form.spec.title, contents.whose)
    fixed = [package.compress(name, data) for name, data in parts.items() if not _FILLED.fullmatch(name)]
    filled = [
        compile_part(name, data, file, contents, shown)
        for name, data in parts.items()
        if _FILLED.fullmatch(name)
    ]
    body = next((part.once for part in filled if part.name == DOCUMENT), None)
    slots = tuple(slot.name for slot in body.slots) if body else ()
    numbered = body.number() if body else b""
    _refuse_small_seals(numbered, slots, form, shown)
    return WordTemplate(
        form,
        contents,
        tuple(fixed),
        tuple(filled),
        identify_form(form, contents),
        slots,
        measure_slots(numbered, slots, form),
        title,
    )


def _refuse_small_seals(numbered: bytes, slots: tuple[str, ...], form: Form, shown: str) -> None:
    """Raise FormgenError T130 for a template whose cells are smaller than the seals, T101 for one that lacks them."""
    problems = []
    cells = measure_seals(numbered, slots, form)
    absent = form.spec.seals.keys() - {cell.slot for cell in cells} if numbered else set[str]()
    if absent:
        detail = f"form.yaml 的 seals 里写的“{'、'.join(sorted(absent))}”，表格的格子里没有"
        problems.append(Problem("T101", words={"file": shown, "detail": detail}))
    for cell in cells:
        size = form.spec.seals[cell.slot]
        if min(cell.width, cell.height) < size:
            words = {
                "file": shown,
                "label": form.spec.fields[cell.slot].label if cell.slot in form.spec.fields else cell.slot,
                "width": f"{cell.width:.1f}",
                "height": f"{cell.height:.1f}",
                "size": str(size),
            }
            problems.append(Problem("T130", words=words))
    if problems:
        raise FormgenError(*problems)
