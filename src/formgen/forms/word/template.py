"""Word templates: read, checked and compiled once, then filled per document as text.

A document is the stretches between the slots joined with its values, and parts that never change. Knows a form and
its contents; touches no file.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from formgen.forms.checksums import (
    CONTINUED,
    checksum_texts,
    identify_form,
    name_document,
    read_checksums,
    read_varying,
    write_varying,
)
from formgen.forms.contents import Contents
from formgen.forms.document import OpenedDocument, open_document
from formgen.forms.document_title import DocumentTitle, take_document_title
from formgen.forms.fit import MORE, Box, FaultyFormula, FittedValues, fit_values
from formgen.forms.form import Form, TemplateFile
from formgen.forms.laid_cells import LaidCell
from formgen.forms.text import SlotValue
from formgen.forms.word.continuation import write_page
from formgen.forms.word.document import WordBody
from formgen.forms.word.markup import DOCUMENT, W
from formgen.forms.word.outline import NumberedStory, Outline
from formgen.forms.word.page_numbers import add_feet, make_numbered_section
from formgen.forms.word.parts import FilledPart, compile_part
from formgen.forms.word.slot_geometry import measure_seals, measure_slots
from formgen.forms.word.story import BODY, StoryKey, name_stories, read_story, read_whole_text
from formgen.forms.word.stretches import cut_stretches
from formgen.forms.word.type_sizes import read_type_sizes
from formgen.forms.xmltree import parse_xml
from formgen.office import package
from formgen.office.identity import kept_properties, prepared, signed
from formgen.office.package import Part, UnreadableError
from formgen.office.relations import list_relations
from formgen.office.template_parts import read_template_parts
from formgen.problems import FormgenError, Problem

_FILLED = frozenset({"header", "footer", "footnotes", "endnotes"})
_MARKUP = re.compile(rb"<[^>]*>")
_DAMAGED = "表格的内容不完整，或已损坏；请用 Word 或 WPS 打开，另存一份"
_ELSEWHERE = (
    ("comments", "批注"),
    ("charts/", "图表"),
    ("diagrams/", "SmartArt 图形"),
    ("customXml/", "内容控件绑定的数据"),
    ("docProps/", "文件属性"),
)


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A compiled Word template: parts that never change, and parts with slots.

    ``slots`` are those of the document's stories in their order, the body's first; none where conditions change the body.
    ``stories`` are the parts that hold the other ones: headers, footers, footnotes. ``kept`` are the template's own
    properties. ``numbered`` are the parts that never change where pages are numbered.
    """

    form: Form
    contents: Contents
    fixed: tuple[Part, ...]
    filled: tuple[FilledPart, ...]
    identity: Mapping[str, str]
    slots: tuple[str, ...]
    boxes: Mapping[str, Box] = field(default_factory=dict)
    stories: Mapping[str, StoryKey] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    title: DocumentTitle | None = None
    numbered: tuple[Part, ...] = ()

    @property
    def varies(self) -> bool:
        """Return whether anything in a document differs: a slot, or what stands under a condition."""
        return bool(self.slots) or any(part.once is None for part in self.filled)

    @property
    def faulty_formulas(self) -> tuple[FaultyFormula, ...]:
        """No formula: Word computes nothing itself."""
        return ()

    def places(self) -> list[str]:
        """Return where each slot stands, in the words of a clerk."""
        return self.outline.describe_places()

    def list_cells(self) -> list[LaidCell]:
        """Return the cells of the tables of the body as they lie."""
        return self.outline.list_cells()

    def list_lines(self) -> list[LaidCell]:
        """Return the lines outside of the tables of the body."""
        return self.outline.list_lines()

    def fit(self, values: Mapping[str, SlotValue]) -> FittedValues:
        """Return the values as the boxes of the form take them."""
        return fit_values(self.boxes, values)

    def continues(self, values: Mapping[str, SlotValue]) -> tuple[str, ...]:
        """Return the slots whose text continues on a continuation page."""
        return tuple(slot for slot in self.boxes if f"{slot}{MORE}" in values)

    def render(self, values: Mapping[str, SlotValue], drafted: Sequence[str] = ()) -> bytes:
        """Return one document. Raises FormgenError D122 for text XML cannot hold."""
        template = self._continue(self.continues(values))
        parts, own = list[Part](), dict[str, list[str]]()
        varying = dict[str, str]()
        for part in template.filled:
            stretches = part.stretches(values)
            own[part.name] = words = stretches.words(values)
            data = stretches.join(values, words)
            parts.append(package.compress(part.name, data))
            if part.once is None and part.name in self.stories:
                varying[self.stories[part.name].place] = read_whole_text(read_story(parse_xml(data)))
        shown = [word for part in template.known_parts for word in own[part.name]]
        says = {
            **template.identity,
            **name_document(self.contents.named_by, values, drafted),
            **checksum_texts(template.slots, shown),
            **write_varying(varying),
        }
        parts += [self.title.write(values)] if self.title else []
        return package.join(signed([*template.fixed, *parts], says, self.kept))

    def open(self, data: bytes) -> OpenedDocument:
        """Open a document through the template. Raises UnreadableError for one that is damaged or of another shape."""
        return open_document(data, self._find_body)

    def _find_body(self, parts: dict[str, bytes], says: Mapping[str, str]) -> WordBody:
        own = self._continue(says.get(CONTINUED, "").split())
        return WordBody(own.outline, parts, read_checksums(says, own.slots), read_varying(says))

    def _continue(self, slots: Collection[str]) -> "WordTemplate":
        """Return the template with a continuation page for some slots; itself for none."""
        wanted = [slot for slot in self.boxes if slot in slots]
        once = self._body.once
        if not wanted or once is None:
            return self
        runs = {slot.name: slot.run for slot in once.slots}
        section = make_numbered_section(once.last_section) if self.numbered else None
        page = write_page(
            self.form.spec,
            self.contents.heading,
            {slot: runs[slot] for slot in wanted},
            breaks=section is None,
        )
        body = replace(self._body, once=once.add_page(cut_stretches(page), section))
        longer = replace(
            self,
            fixed=self.fixed if section is None else self.numbered,
            filled=tuple(body if part is self._body else part for part in self.filled),
            identity={**self.identity, CONTINUED: " ".join(wanted)},
        )
        return replace(longer, slots=tuple(slot.name for slot in longer.outline.slots))

    @property
    def _body(self) -> FilledPart:
        return next(part for part in self.filled if part.name == DOCUMENT)

    @property
    def known_parts(self) -> list[FilledPart]:
        """Return the parts whose slots are found again: the body, and what is the same for every document."""
        if self._body.once is None:
            return []
        return [self._body, *(part for part in self.filled if part.once and part.name in self.stories)]

    @property
    def outline(self) -> Outline:
        """What the template prints, for finding it again in a document."""
        stories, first = list[NumberedStory](), 0
        for part in self.known_parts:
            if part.once is not None:
                key = self.stories.get(part.name, BODY)
                stories.append(NumberedStory(key, part.once.number(first), part.once.slots))
                first += len(part.once.slots)
        varying = (
            self.stories[part.name] for part in self.filled if part.name in self.stories and not part.once
        )
        return Outline(tuple(stories), self.boxes, frozenset(varying))


def compile_word(file: TemplateFile, form: Form, contents: Contents) -> WordTemplate:
    """Compile a Word template for what its form may print. Raises FormgenError T101, T102, T130 or T155."""
    shown = f"{form.id}/{file.name}"
    parts = read_template_parts(file.data, ".docx", shown)
    try:
        return _compile(parts, form, contents, shown)
    except UnreadableError as error:
        raise _unusable(shown, str(error)) from error
    except (AttributeError, LookupError, StopIteration, SyntaxError, TypeError, ValueError) as error:
        raise _unusable(shown, _DAMAGED) from error  # lxml's errors are SyntaxErrors


def _unusable(shown: str, detail: str) -> FormgenError:
    return FormgenError(Problem("T101", words={"file": shown, "detail": detail}))


def _find_filled(parts: Mapping[str, bytes], shown: str) -> set[str]:
    """Return the parts that are filled: the body, and what is printed beside it.

    Raises FormgenError T101 for a field in another part, where it would be printed as it stands.
    """
    found = {DOCUMENT}
    found |= {
        each.part for each in list_relations(parts, DOCUMENT) if each.kind in _FILLED and each.part in parts
    }
    for name, data in parts.items():
        if name in found or "glossary/" in name or not name.endswith(".xml"):
            continue
        text = _MARKUP.sub(b"", data)
        if b"{{" in text or b"{%" in text:
            where = next((words for part, words in _ELSEWHERE if part in name), name)
            raise _unusable(shown, f"{where}里不能有标签；请写在正文、页眉或页脚里")
    return found


def _compile(parts: dict[str, bytes], form: Form, contents: Contents, shown: str) -> WordTemplate:
    kept = kept_properties(parts)
    parts = prepared(parts)
    title = take_document_title(parts, form.spec.title, contents.whose)
    names = _find_filled(parts, shown)
    fixed = [package.compress(name, data) for name, data in parts.items() if name not in names]
    feet = add_feet(parts)
    others = [part for part in fixed if part.name not in feet] if feet else []
    filled = [compile_part(name, data, contents, shown) for name, data in parts.items() if name in names]
    if parse_xml(parts[DOCUMENT]).find(f"{W}body") is None:
        raise _unusable(shown, _DAMAGED)
    body = next((part.once for part in filled if part.name == DOCUMENT), None)
    slots = tuple(slot.name for slot in body.slots) if body else ()
    numbered = body.number() if body else b""
    _refuse_small_seals(numbered, slots, form, shown)
    made = WordTemplate(
        form,
        contents,
        tuple(fixed),
        tuple(filled),
        identify_form(form, contents),
        slots,
        measure_slots(numbered, slots, form, read_type_sizes(_find_styles(parts))),
        _list_stories(parts),
        kept,
        title,
        (*others, *(package.compress(name, data) for name, data in feet.items())),
    )
    return replace(made, slots=tuple(slot.name for slot in made.outline.slots))


def _find_styles(parts: Mapping[str, bytes]) -> bytes | None:
    return next(
        (parts.get(each.part) for each in list_relations(parts, DOCUMENT) if each.kind == "styles"), None
    )


def _list_stories(parts: dict[str, bytes]) -> dict[str, StoryKey]:
    """Return which story each part with a header, a footer or footnotes is."""
    found = name_stories(parts, parse_xml(parts[DOCUMENT]))
    return {name: key for key, name in reversed(found.items()) if key != BODY}


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
