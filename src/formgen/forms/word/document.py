"""The text of a Word document, opened again: slots in tables by their cell, those in lines by the words around them.

Knows the outline of a template and the parts of a document; touches no file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from lxml import etree

from formgen.forms.checksums import checksum
from formgen.forms.document import Remedy, SlotReading
from formgen.forms.fit import MORE, Sized
from formgen.forms.pairing import list_added
from formgen.forms.spans import (
    OTHER_SHAPE,
    AlteredText,
    ChangedWords,
    PlacedWords,
    ShownText,
    Span,
    find_changed_around,
    find_changed_words,
    is_page_number,
)
from formgen.forms.text import SlotValue, format_value
from formgen.forms.text_marks import TextLook, explain_marks, is_struck_out, list_set_apart
from formgen.forms.word import edit
from formgen.forms.word.beside import BesideThing, NoteTexts, list_things, list_things_of
from formgen.forms.word.looks import RunLooks
from formgen.forms.word.markup import SLOT_SIGN, W, list_revised_parts
from formgen.forms.word.matching import Finding, cut_words, find_in_story, find_lines_in_front, pair_passages
from formgen.forms.word.outline import NumberedStory, Outline, list_levels, say_where
from formgen.forms.word.paper import list_paper_changes
from formgen.forms.word.passage import Passage, read_hidden
from formgen.forms.word.slots import WordSlot
from formgen.forms.word.story import (
    Story,
    StoryKey,
    find_main_part,
    list_passages,
    name_stories,
    read_story,
    read_whole_text,
)
from formgen.forms.xmltree import Element, parse_xml
from formgen.office.package import UnreadableError

_EMPTY = "（空）"
_PAGED_PART, _PAGED_WORDS = re.compile(r"word/(?:header|footer)\d*\.xml", re.IGNORECASE), ("页眉", "页脚")
_COUNTED = re.compile(rb"\b(?:NUM|SECTION)?PAGES?\b")  # the field
_STRUCK, _INLINE = "前面的字划了删除线", "里面有“{}”，不是打上去的字"
_CHANGED, _GONE, _UNCLEAR = "旁边的文字改过", "找不到这一格", "下面又多了几段，不知道是不是接着写的"


@dataclass
class _Place:
    """One slot: where it stands, the passage it was found in with the lines below that belong to it."""

    slot: WordSlot
    where: str = ""
    passage: Passage | None = None
    span: Span = (0, 0)
    reading: SlotReading = field(default_factory=lambda: SlotReading(None, why=_GONE, remedy=Remedy.PLACE))


@dataclass
class WordBody:
    """The slots of a Word document. Raises UnreadableError for a document in which none is found.

    ``checksums`` are those of what formgen put there, None where they are not known; ``known_varying`` are those of the
    stories that conditions change.
    """

    outline: Outline
    raw: dict[str, bytes]
    checksums: Sequence[str] | None = None
    known_varying: Mapping[str, str] = field(default_factory=dict)
    trees: dict[str, Element] = field(init=False, default_factory=dict)
    found: list[_Place] = field(init=False)
    looks: RunLooks = field(init=False)
    notes: NoteTexts = field(init=False)
    _stories: list[tuple[StoryKey, Story, Story]] = field(init=False, default_factory=list)
    _looked_at: set[Element] = field(init=False, default_factory=set)
    _around: list[AlteredText] = field(init=False, default_factory=list)
    _varying: dict[StoryKey, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Find every slot."""
        if not self.outline.stories:
            raise UnreadableError(OTHER_SHAPE)
        self.found = [_Place(slot) for slot in self.outline.slots]
        main = find_main_part(self.raw)
        self.trees[main] = parse_xml(self.raw[main])
        self.looks, self.notes = RunLooks.of(self.raw, main), NoteTexts(self.raw, main)
        names = name_stories(self.raw, self.trees[main])
        for numbered in self.outline.stories:
            name = names.get(numbered.key, "")
            if name in self.raw and name not in self.trees:
                self.trees[name] = parse_xml(self.raw[name])
            self._find(numbered, read_story(self.trees[name]) if name in self.trees else Story())
        if all(place.reading.near is None and place.passage is None for place in self.found):
            raise UnreadableError(OTHER_SHAPE)
        self._take_new_stories(names)
        for key in self.outline.varying:
            name = names.get(key, "")
            story = read_story(parse_xml(self.raw[name])) if name in self.raw else Story()
            self._varying[key] = read_whole_text(story)

    def _take_new_stories(self, names: Mapping[StoryKey, str]) -> None:
        """Take the headers, footers and notes that the template does not have; in a new section they may be its own."""
        printed = {key.kind: own for key, own, _ in reversed(self._stories)}
        known = {key for key, _, _ in self._stories}
        varying = {key.kind for key in self.outline.varying}
        for key, name in names.items():
            if key.kind in _PAGED - varying and key not in known:
                tree = self.trees[name] if name in self.trees else parse_xml(self.raw[name])
                self._stories.append((key, printed.get(key.kind, Story()), read_story(tree)))

    def _find(self, numbered: NumberedStory, shown: Story) -> None:
        printed = read_story(etree.fromstring(numbered.numbered))
        self._stories.append((numbered.key, printed, shown))
        here = dict[str, int]()
        for level, (own, there) in enumerate(zip(list_levels(printed), list_levels(shown), strict=True)):
            for found in find_in_story(own, there):
                self._take(found, numbered.key)
                for number in found.slots:
                    first = here.setdefault(self.found[number].slot.name, number)
                    if level == _SECOND_VERSION and first != number:
                        self.found[number].reading = self.found[first].reading

    def _take(self, found: Finding, key: StoryKey) -> None:
        """Take what was found of the slots of one text."""
        self._around += _find_changed_around(found, key)
        for order, number in enumerate(found.slots):
            place = self.found[number]
            place.where = say_where(found, key)
            last = order == len(found.slots) - 1
            passage, spans = found.passage, found.spans
            if passage is None:
                continue
            cell = next(passage.paragraphs[0].iterancestors(f"{W}tc"), None)
            self._looked_at |= {*passage.paragraphs, *_paragraphs(found.more)}
            self._looked_at |= {cell} if cell is not None else set()
            added = self._list_added(found)
            inline = [str(each) for each in added if each.is_inline]
            apart = (*found.boxes, *(str(each) for each in added if not each.is_inline))
            aside = (*apart, *find_lines_in_front(found)) if order == 0 else ()
            if spans is None or not found.known:
                near = passage.text if spans is None else passage.text[slice(*spans[order])]
                place.reading = SlotReading(None, near, _CHANGED, aside)
            elif last and any(each.text.strip() for each in found.more):
                self._take_lines(number, found, spans[order])
                place.reading = replace(place.reading, aside=(*place.reading.aside, *aside))
            else:
                place.passage, place.span = passage, spans[order]
                place.reading = SlotReading(passage.text[slice(*spans[order])], aside=aside)
            if place.reading.text is not None and place.passage is not None:
                self._refuse_marked(number, found, place.passage, inline)

    def _list_added(self, found: Finding) -> list[BesideThing]:
        """Return what stands beside the slots of a text, is no text of a paragraph, and was not printed."""
        if found.passage is None or found.printed is None:
            return []
        there, own = (list_things(each, self.notes) for each in (found.passage, found.printed))
        return list_added(there, own, lambda thing: thing.kind)

    def _refuse_marked(self, number: int, found: Finding, passage: Passage, inline: Sequence[str]) -> None:
        """Read no text in which a person sees something apart that the template prints like the rest."""
        place = self.found[number]
        marks = self.looks.find_marks(passage)
        struck = any(
            is_struck_out(each.shown.text, self.looks.find_marks(each.shown))
            and not is_struck_out(each.printed.text, self.looks.find_marks(each.printed))
            for each in found.labels
        )
        why = _STRUCK if struck else _INLINE.format("”“".join(dict.fromkeys(inline))) if inline else ""
        if marks and not why:
            printed = self._list_printed_looks(number, found)
            why = explain_marks(passage.text, *place.span, marks, printed)
        why = why or self._explain_hidden(number, found, passage)
        if why:
            remedy = Remedy.TYPED if inline and not struck else Remedy.MARKS
            place.reading = SlotReading(
                None, place.reading.text, why, place.reading.aside, touched=True, remedy=remedy
            )
            place.passage = None

    def _explain_hidden(self, number: int, found: Finding, passage: Passage) -> str:
        """Return that a place in which nothing is seen that was typed holds hidden text; empty where it does not."""
        text = self.found[number].reading.text or ""
        known = self.checksums[number] if self.checksums is not None else ""
        if text.strip() and checksum(text) != known:
            return ""
        hidden = read_hidden(passage)
        if not hidden or (found.printed is not None and hidden == read_hidden(found.printed)):
            return ""
        return f"“{hidden}”是隐藏的文字，打开看不见，也印不出来"

    def _list_printed_looks(self, number: int, found: Finding) -> set[TextLook]:
        """Return how the template itself lets the text of a slot be seen."""
        if found.printed is None:
            return set()
        at = found.printed.text.find(f"{SLOT_SIGN}{number}{SLOT_SIGN}")
        return {each.look for each in self.looks.find_marks(found.printed) if each.start <= at < each.end}

    def _take_lines(self, number: int, found: Finding, span: Span) -> None:
        """Take a slot at the end of its line, with as many lines below as belong to it."""
        place, own = self.found[number], found.passage
        if own is None:
            return
        count = self._count_lines(number, found, span)
        passage = own if count == 0 else Passage.of([*own.paragraphs, *_paragraphs(found.more[: count or 0])])
        rest = tuple(each.text.strip() for each in found.more[count or 0 :] if each.text.strip())
        end = len(passage.text.rstrip()) if count else span[1]
        if count is None:
            place.reading = SlotReading(None, passage.text[span[0] :], _UNCLEAR, remedy=Remedy.LINES)
        else:
            place.passage, place.span = passage, (span[0], max(end, span[0]))
            place.reading = SlotReading(passage.text[slice(*place.span)], aside=rest)

    def _count_lines(self, number: int, found: Finding, span: Span) -> int | None:
        """Return how many lines below a slot's own belong to it, None where that cannot be told."""
        own = found.passage.text[span[0] :] if found.passage else ""
        known = self.checksums[number] if self.checksums is not None else None
        for count in range(len(found.more), -1, -1):
            text = "\n".join([own, *(each.text for each in found.more[:count])])
            if known is not None and checksum(text) == known:
                return count
        slot = self.found[number].slot.name
        long = found.wordless or slot.endswith(MORE)
        return len(found.more) if found.closed or long else None

    @property
    def slots(self) -> tuple[str, ...]:
        """The names of the slots."""
        return tuple(slot.name for slot in self.outline.slots)

    def read_slots(self) -> list[SlotReading]:
        """Return what stands in each slot."""
        return [place.reading for place in self.found]

    def list_beside(self) -> list[ShownText]:
        """Return what somebody added outside all slots."""
        asides = {text for place in self.found for text in place.reading.aside}
        found = [text for each in self._changed_words for text in each.added]
        counted = any(_COUNTED.search(self.raw[name]) for name in self.raw if _PAGED_PART.match(name))
        beside = [
            each
            for each in found
            if each.text not in asides
            and not (each.where.startswith(_PAGED_WORDS) and is_page_number(each.text, counted=counted))
        ]
        return [*beside, *self._list_things_beside(), *self._list_changed_varying()]

    def list_page_changes(self) -> list[str]:
        """Return what paper somebody chose that is not that of the template."""
        return list_paper_changes(
            etree.fromstring(self.outline.numbered), self.trees[find_main_part(self.raw)]
        )

    def is_revised(self) -> bool:
        """Return whether it holds tracked changes that nobody accepted or refused, or remarks upon its text."""
        return bool(list_revised_parts(self.raw))

    def list_varying(self) -> dict[str, str]:
        """Return the texts that conditions of the template change, as they are now, by their place."""
        return {key.place: text for key, text in self._varying.items()}

    def _list_changed_varying(self) -> Iterator[ShownText]:
        """Yield the texts that conditions change and that say something else than was printed."""
        for key, text in self._varying.items():
            known = self.known_varying.get(key.place)
            if known is not None and checksum(text) != known:
                yield ShownText(key.called, text or _EMPTY)

    def list_altered(self) -> list[AlteredText]:
        """Return the printed words that somebody altered."""
        found = [text for each in self._changed_words for text in each.altered]  # adds to those around slots
        return [*found, *dict.fromkeys(self._around)]

    @cached_property
    def _changed_words(self) -> list[ChangedWords]:
        """Return what somebody did to the printed words of each story and of its text boxes."""
        return [
            self._compare_words(own, there, key.called, box)
            for key, printed, shown in self._stories
            for own, there, box in zip(
                list_levels(printed)[:2], list_levels(shown)[:2], ("", "文本框"), strict=True
            )
        ]

    def _compare_words(self, own: Story, there: Story, kind: str, box: str) -> ChangedWords:
        texts = {
            id(each.passage): ShownText(kind + (box or each.where), each.passage.text.strip())
            for each in list_passages(there)
            if not self._is_looked_at(each.passage)
        }
        places = {id(each.passage): kind + (box or each.where) for each in list_passages(own)}
        placed = list[PlacedWords]()
        for printed, shown in pair_passages(own, there):
            words = cut_words(printed.text)
            read = shown is not None and id(shown) not in texts and words.is_said_by(shown.text)
            if shown is not None and words.is_words:
                known = {each.look for each in self.looks.find_marks(printed)}
                marks = [each for each in self.looks.find_marks(shown) if each.look not in known]
                apart = list_set_apart(shown.text, marks)
                self._around += [AlteredText(places[id(printed)], each.text, "", each.how) for each in apart]
            if words.is_words and not read:
                placed.append(PlacedWords(printed.text, texts.get(id(shown)), places[id(printed)]))
        return find_changed_words(placed, list(texts.values()))

    def _is_looked_at(self, passage: Passage) -> bool:
        """Return whether a passage holds slots, or stands within a cell that does."""
        around = passage.paragraphs[0].iterancestors(f"{W}tc")
        return not self._looked_at.isdisjoint((*passage.paragraphs, *around))

    def _list_things_beside(self) -> Iterator[ShownText]:
        """Yield the pictures, formulas and remarks outside all slots that the template does not have there."""
        for key, printed, shown in self._stories:
            own, there = (
                [
                    (each, thing)
                    for each in list_passages(story)
                    if not self._is_looked_at(each.passage)
                    for thing in list_things_of(each.passage.paragraphs, self.notes)
                ]
                for story in (printed, shown)
            )
            for each, thing in list_added(there, own, lambda placed: placed[1].kind):
                yield ShownText(key.called + each.where, str(thing))

    def find_computed(self) -> frozenset[int]:
        """Return no slot: Word computes nothing itself."""
        return frozenset()

    def describe_places(self) -> list[str]:
        """Return where each slot stands."""
        return [place.where for place in self.found]

    def write(self, values: Mapping[int, SlotValue]) -> dict[str, bytes]:
        """Return the parts of the document with values put into some slots that were found."""
        chosen = [(self.found[at], value) for at, value in values.items()]
        # from behind, so that the spans in front stay where they are
        for place, value in sorted(chosen, key=lambda each: each[0].span, reverse=True):
            if place.passage is not None:
                edit.put_text(place.passage, place.span, format_value(value), place.slot)
                self._set_size(place, value)
        changed = {
            name: etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            for name, tree in self.trees.items()
        }
        return {**self.raw, **changed}

    def _set_size(self, place: _Place, value: SlotValue) -> None:
        """Set a text in the type that its box needs, unless somebody chose another type than formgen would."""
        box = self.outline.boxes.get(place.slot.name)
        if box is None or place.passage is None or place.slot.free or not box.alone:
            return
        step = value.step if isinstance(value, Sized) else box.steps[0]
        edit.set_size(place.passage.paragraphs, step, box.steps)


_PAGED = frozenset({"header", "footer"})
_SECOND_VERSION = 2  # of what a text box holds, for older programs


def _find_changed_around(found: Finding, key: StoryKey) -> list[AlteredText]:
    """Return the words around the slots of a text that somebody altered; lines added in front of them are told apart."""
    if found.passage is None or found.printed is None:
        return []
    shown = ShownText(say_where(found, key), found.passage.text)
    return find_changed_around(cut_words(found.printed.text).words, shown, find_lines_in_front(found))


def _paragraphs(lines: Sequence[Passage]) -> Iterator[Element]:
    for line in lines:
        yield from line.paragraphs
