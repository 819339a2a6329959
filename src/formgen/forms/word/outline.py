"""What a Word template prints: its stories with the number of each slot, and where each slot stands. Opens no document."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from formgen.forms.contents import write_field
from formgen.forms.fit import Box
from formgen.forms.laid_cells import LaidCell
from formgen.forms.word.markup import SLOT_SIGN
from formgen.forms.word.matching import Finding, find_in_story
from formgen.forms.word.slots import WordSlot
from formgen.forms.word.story import BODY, Story, StoryKey, read_story


@dataclass(frozen=True, slots=True)
class NumberedStory:
    """A story of a template with the number of each slot between signs, and its slots."""

    key: StoryKey
    numbered: bytes
    slots: tuple[WordSlot, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a template prints: its stories with their slots, and the boxes of these.

    There are none when conditions change the body. ``varying`` are the stories that conditions change.
    """

    stories: tuple[NumberedStory, ...] = ()
    boxes: Mapping[str, Box] = field(default_factory=dict)
    varying: frozenset[StoryKey] = frozenset()

    @property
    def numbered(self) -> bytes:
        """The body with the number of each slot between signs."""
        return next((story.numbered for story in self.stories if story.key == BODY), b"")

    @property
    def slots(self) -> tuple[WordSlot, ...]:
        """The slots of all stories in their order."""
        return tuple(slot for story in self.stories for slot in story.slots)

    def describe_places(self) -> list[str]:
        """Return where each slot stands in the template."""
        places = [""] * len(self.slots)
        for numbered in self.stories:
            story = read_story(etree.fromstring(numbered.numbered))
            for printed in list_levels(story):
                for found in find_in_story(printed, Story()):
                    for number in found.slots:
                        places[number] = say_where(found, numbered.key)
        return places

    def list_cells(self) -> list[LaidCell]:
        """Return the cells of the tables of the body as they lie."""
        if not self.numbered:
            return []
        found = list[LaidCell]()
        for row in read_story(etree.fromstring(self.numbered)).rows:
            for at, cell in enumerate(row.cells, 1):
                text = self._write_fields(cell.passage.text)
                where = f"第{row.table}个表第{row.number}行第{at}格"
                end = cell.start + cell.width
                found.append(LaidCell(row.table, row.number, cell.start, end, text, where))
        return found

    def list_lines(self) -> list[LaidCell]:
        """Return the lines outside of the tables of the body, each as the only cell of a table of its own."""
        if not self.numbered:
            return []
        lines = read_story(etree.fromstring(self.numbered)).lines
        texts = [self._write_fields(line.text) for line in lines]
        return [LaidCell(-at, 1, 0, 1, text, "表格外面") for at, text in enumerate(texts, 1)]

    def _write_fields(self, numbered: str) -> str:
        pieces = numbered.split(SLOT_SIGN)
        pieces[1::2] = [write_field(self.slots[int(number)].name) for number in pieces[1::2]]
        return "".join(pieces)


def list_levels(story: Story) -> tuple[Story, Story, Story]:
    """Return a story, what its text boxes hold, and the second version of that."""
    return story, story.boxed or Story(), story.repeated or Story()


def say_where(found: Finding, key: StoryKey) -> str:
    """Return where a text stands, in the words of a clerk."""
    return f"{key.called}{found.where}"
