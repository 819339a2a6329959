"""The slots of a printed story looked for in the story as it is now: by their address and by the words around them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from formgen.forms.pairing import Pairing
from formgen.forms.similar_words import comparable
from formgen.forms.spans import PrintedText, Span, find_spans
from formgen.forms.text import strip_blanks
from formgen.forms.word.markup import SLOT_SIGN
from formgen.forms.word.passage import Passage
from formgen.forms.word.story import Row, Story, StoryCell

_HALF = 2  # of the words of a row have to be there, for it to be the row


class Label(NamedTuple):
    """A cell with words in front of a slot's cell: as printed, and as it is now."""

    printed: Passage
    shown: Passage


@dataclass(frozen=True, slots=True)
class Finding:
    """Where slots of one text were looked for.

    ``passage`` is what stands at their address, None where there is nothing; ``spans`` are None where the words around
    them are not as printed, ``known`` tells whether the words beside them are. ``more`` are the lines below that may
    belong to it, ``closed`` tells that printed words follow these; ``wordless`` that the text has no words of its own.
    ``printed`` is the text of the template, ``labels`` the cells in front of it.
    """

    slots: tuple[int, ...]
    where: str
    passage: Passage | None
    spans: list[Span] | None
    known: bool = True
    more: tuple[Passage, ...] = ()
    closed: bool = False
    wordless: bool = False
    boxes: tuple[str, ...] = ()
    printed: Passage | None = None
    labels: tuple[Label, ...] = ()


def cut_words(text: str) -> PrintedText:
    """Cut a text of the template at its signs."""
    pieces = text.split(SLOT_SIGN)
    return PrintedText(tuple(pieces[::2]), tuple(int(each) for each in pieces[1::2]))


def find_in_story(printed: Story, shown: Story) -> Iterator[Finding]:
    """Yield a finding for each text of a story that has slots."""
    yield from _find_in_lines(printed.lines, shown.lines)
    yield from _find_in_rows(printed.rows, shown.rows)


def find_lines_in_front(found: Finding) -> list[str]:
    """Return the lines that somebody added in front of a text's first slot, among the words printed there."""
    if found.passage is None or found.printed is None:
        return []
    known = [*map(comparable, _list_lines(cut_words(found.printed.text).words[0]))]
    shown = _list_lines(found.passage.text)
    last = max((at for at, each in enumerate(shown) if comparable(each) in known), default=0)
    return [each for each in shown[:last] if comparable(each) not in known]


def _list_lines(text: str) -> list[str]:
    return [each.strip() for each in text.splitlines() if each.strip()]


def pair_passages(printed: Story, shown: Story) -> Iterator[tuple[Passage, Passage | None]]:
    """Yield the lines and cells of a printed story with what each is now, None where it cannot be told."""
    texts = [cut_words(each.text) for each in printed.lines]
    for line, place in zip(printed.lines, _Lines(texts, shown.lines).pair(), strict=True):
        yield line, shown.lines[place] if place is not None else None
    table = _pair_rows(printed.rows, shown.rows)
    for own, place in zip(table.rows, table.pairs, strict=True):
        there = shown.rows[place].cells if place is not None else ()
        if len(there) == len(own.texts):  # by place: a score may read as the points beside it do
            cells: list[int | None] = list(range(len(there)))
        else:
            cells = own.pair_cells(shown.rows[place]) if place is not None else [None] * len(own.texts)
        for cell, at in zip(own.row.cells, cells, strict=True):
            yield cell.passage, there[at].passage if at is not None else None


def _find_in_lines(printed: Sequence[Passage], shown: Sequence[Passage]) -> Iterator[Finding]:
    texts = [cut_words(each.text) for each in printed]
    if not any(each.slots for each in texts):
        return
    pairs = _Lines(texts, shown).pair()
    for at, text in enumerate(texts):
        place = pairs[at]
        where = f"段落“{text.words[0].strip()[:20]}”"
        if text.slots and place is None:
            yield Finding(text.slots, where, None, None)
        elif text.slots and place is not None:
            follows = next((each for each in range(at + 1, len(texts)) if texts[each].counts), None)
            last = pairs[follows] if follows is not None else len(shown)
            more = shown[place + 1 : last] if last is not None and not strip_blanks(text.words[-1]) else ()
            spans = find_spans(text.words, shown[place].text)
            yield Finding(
                text.slots,
                where,
                shown[place],
                spans,
                more=tuple(more),
                closed=follows is not None,
                wordless=text.wordless,
                printed=printed[at],
            )


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a template and of a document."""

    texts: Sequence[PrintedText]
    shown: Sequence[Passage]

    def pair(self) -> list[int | None]:
        """Return for each printed line the number of the shown one."""
        wordless = frozenset(at for at, text in enumerate(self.texts) if text.wordless)
        count, shown = len(self.texts), len(self.shown)
        pairs = Pairing(count, shown, self._same, self._like, self._fits, wordless).find()
        alone = {at: self._find_between(at, pairs) for at in wordless if self.texts[at].slots}
        return [pair if alone.get(at) is None else alone[at] for at, pair in enumerate(pairs)]

    def _same(self, at: int, other: int) -> bool:
        return not self.texts[at].wordless and self.texts[at].is_said_by(self.shown[other].text)

    def _like(self, at: int, other: int) -> bool:
        return not self.texts[at].wordless and self.texts[at].is_like(self.shown[other].text)

    def _fits(self, at: int, other: int) -> bool:
        text = self.texts[at]
        return text.wordless or bool(text.slots) or self._like(at, other)

    def _find_between(self, at: int, pairs: Sequence[int | None]) -> int | None:
        """Return the first line between the neighbours of a line without words, where it is the only one there."""
        before, after = self._neighbour(at, -1, pairs), self._neighbour(at, 1, pairs)
        if before is None or after is None:
            return None
        between = range(before + 1, after)
        return next((each for each in between if self.shown[each].text.strip()), next(iter(between), None))

    def _neighbour(self, at: int, step: int, pairs: Sequence[int | None]) -> int | None:
        """Return where the nearest line that counts stands; None where that is not known."""
        at += step
        while 0 <= at < len(self.texts):
            if self.texts[at].counts:
                return None if self.texts[at].wordless else pairs[at]
            at += step
        return -1 if step < 0 else len(self.shown)


def _find_in_rows(printed: Sequence[Row], shown: Sequence[Row]) -> Iterator[Finding]:
    if any(cut_words(cell.passage.text).slots for row in printed for cell in row.cells):
        table = _pair_rows(printed, shown)
        for at, row in enumerate(table.rows):
            if row.has_slots:
                yield from table.find(at)


def _pair_rows(printed: Sequence[Row], shown: Sequence[Row]) -> "_Table":
    rows = [_PrintedRow.of(row) for row in printed]
    wordless = frozenset(at for at, row in enumerate(rows) if row.wordless)

    def same(at: int, other: int) -> bool:
        return at not in wordless and rows[at].is_said_by(shown[other])

    def like(at: int, other: int) -> bool:
        return at not in wordless and rows[at].is_like(shown[other])

    def fits(at: int, other: int) -> bool:
        return len(rows[at].texts) == len(shown[other].cells) or like(at, other)

    return _Table(rows, shown, Pairing(len(rows), len(shown), same, like, fits, wordless).find())


@dataclass(frozen=True, slots=True)
class _PrintedRow:
    """A row of the template, cell by cell."""

    row: Row
    texts: tuple[PrintedText, ...]

    @classmethod
    def of(cls, row: Row) -> "_PrintedRow":
        return cls(row, tuple(cut_words(cell.passage.text) for cell in row.cells))

    @property
    def has_slots(self) -> bool:
        return any(each.slots for each in self.texts)

    @property
    def wordless(self) -> bool:
        return all(each.wordless for each in self.texts)

    def is_said_by(self, shown: Row) -> bool:
        """Return whether a row has as many cells and the same words in them; an empty cell may have been filled."""
        return len(shown.cells) == len(self.texts) and all(
            text.wordless or text.is_said_by(cell.passage.text)
            for text, cell in zip(self.texts, shown.cells, strict=True)
        )

    def is_like(self, shown: Row) -> bool:
        """Return whether half of the row's words or more are there."""
        worded = [at for at, text in enumerate(self.texts) if not text.wordless]
        pairs = self.pair_cells(shown)
        return _HALF * sum(1 for at in worded if self.has_words(at, shown, pairs)) >= len(worded)

    def has_words(self, at: int, shown: Row, pairs: Sequence[int | None]) -> bool:
        """Return whether the words of a cell are there, but for a small correction."""
        place = pairs[at]
        return place is not None and self.texts[at].is_like(shown.cells[place].passage.text)

    def pair_cells(self, shown: Row) -> list[int | None]:
        """Return for each cell the number of the one it is now."""
        texts = [cell.passage.text for cell in shown.cells]
        wordless = frozenset(at for at, text in enumerate(self.texts) if text.wordless)

        def same(at: int, other: int) -> bool:
            return at not in wordless and self.texts[at].is_said_by(texts[other])

        def like(at: int, other: int) -> bool:
            return at not in wordless and self.texts[at].is_like(texts[other])

        return Pairing(len(self.texts), len(texts), same, like, lambda *_: True, wordless).find()


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a story, and which of the shown ones each is."""

    rows: Sequence[_PrintedRow]
    shown: Sequence[Row]
    pairs: Sequence[int | None]

    def find(self, at: int) -> Iterator[Finding]:
        """Yield a finding for each cell of a row that has slots."""
        own, place = self.rows[at], self.pairs[at]
        there = self.shown[place] if place is not None else None
        pairs = own.pair_cells(there) if there is not None else []
        for column, text in enumerate(own.texts):
            if not text.slots:
                continue
            where = f"第{own.row.table}个表第{own.row.number}行第{column + 1}格"
            cell = self._cell(at, column, there, pairs) if there is not None else None
            lost = cell is None
            if there is not None and cell is None and len(there.cells) == len(own.texts):
                cell = there.cells[column]  # its head was altered: what stands there is told, and not read
            if cell is None or there is None:
                yield Finding(text.slots, where, None, None)
                continue
            now = next(number for number, each in enumerate(there.cells, 1) if each is cell)
            where = f"第{there.table}个表第{there.number}行第{now}格"
            printed = own.row.cells[column]
            labels = _list_labels(own, column)
            known = (
                not lost
                and cell.merged == printed.merged
                and all(own.has_words(each, there, pairs) for each in labels)
            )
            words = tuple(
                Label(own.row.cells[each].passage, there.cells[place].passage)
                for each in labels
                if (place := pairs[each]) is not None
            )
            boxes = tuple(each for each in cell.passage.boxes if each not in printed.passage.boxes)
            spans = find_spans(text.words, cell.passage.text)
            yield Finding(
                text.slots,
                where,
                cell.passage,
                spans,
                known,
                boxes=boxes,
                printed=printed.passage,
                labels=words,
            )

    def _cell(self, at: int, column: int, there: Row, pairs: Sequence[int | None]) -> StoryCell | None:
        """Return the cell that a slot's cell is now: below its column's words where others with slots are beside it."""
        own = pairs[column]
        placed = there.cells[own] if own is not None else None
        head = self._head(at, column) if self._has_neighbour(at, column) else None
        if head is None:
            return placed
        above, beside = head
        row, title = self.rows[above], self.pairs[above]
        if title is None:
            return None
        titles = self.shown[title]
        named = row.pair_cells(titles)
        if not row.has_words(beside, titles, named):
            return None
        if named[beside] == beside and len(titles.cells) == len(row.texts) and own == column:
            return placed
        start = titles.cells[named[beside] or 0].start
        return next((cell for cell in there.cells if cell.start == start), None)

    def _has_neighbour(self, at: int, column: int) -> bool:
        texts = self.rows[at].texts
        return any(0 <= each < len(texts) and texts[each].slots for each in (column - 1, column + 1))

    def _head(self, at: int, column: int) -> tuple[int, int] | None:
        """Return row and place of the words above a column."""
        own = self.rows[at].row
        cell = own.cells[column]
        for above in range(at - 1, -1, -1):
            row = self.rows[above]
            if row.row.table != own.table:
                continue
            for beside, other in enumerate(row.row.cells):
                text = row.texts[beside]
                if (other.start, other.width) == (cell.start, cell.width) and not (
                    text.slots or text.wordless
                ):
                    return above, beside
        return None


def _list_labels(own: _PrintedRow, column: int) -> list[int]:
    """Return the cells with words in front of a slot's cell that belong to it."""
    at, found = column - 1, list[int]()
    while at >= 0 and (own.texts[at].slots or own.texts[at].wordless):
        at -= 1
    while at >= 0 and not own.texts[at].slots:
        if not own.texts[at].wordless:
            found.append(at)
        at -= 1
    return found
