"""A second table below the first one of a sheet: its rows are not read by the columns of the first.

Known by a header with other columns than the first; a header that is repeated, as on every printed page, ends nothing.
"""

from collections.abc import Iterable, Iterator, Sequence

from formgen.intake.vocabulary import Vocabulary
from formgen.problems import Problem
from formgen.rosters.header import RosterHeader
from formgen.rosters.sheets import RosterSheet, plain_value, text_of_value

_FEWEST = 3  # columns that are known in a second header, its subject among them
_GAPS = (" ", "  ", "   ", "　", "　　")  # 姓 名


class FirstTable:
    """Yields the rows of the first table of a sheet; ``problems`` say where another begins."""

    def __init__(self, sheet: RosterSheet, header: RosterHeader, words: Vocabulary, subject: str) -> None:
        """Remember what the columns of the table are, and how its subject is headed."""
        self.problems: list[Problem] = []
        self._sheet, self._header, self._words, self._subject = sheet, header, words, subject
        self._keys = {column: key for key, column in header.columns.items()}
        own = header.texts.get(header.columns[subject], "")
        heads = {own, *(each for each in words.shown if self._means(each) == subject)} - {""}
        spaced = {gap.join(each) for each in heads for gap in _GAPS}
        self._heads = heads | spaced

    def list_rows(self, rows: Iterable[Sequence[object]]) -> Iterator[tuple[int, Sequence[object]]]:
        """Yield the rows below the header with their numbers, without those of another table."""
        away = False
        for number, row in enumerate(rows):
            if number <= self._header.bottom or not row:
                continue
            if not self._heads.isdisjoint(row) and (other := self._is_other(row)) is not None:
                if other and not away:
                    self.problems.append(Problem("N184", self._sheet.place(number)))
                away = other
            if not away:
                yield number, row

    def _means(self, text: str) -> str:
        meaning = self._words.look_up(text)
        return meaning.key if meaning else ""

    def _is_other(self, row: Sequence[object]) -> bool | None:
        """Return whether a header has other columns than the first one; None for a row that is no header."""
        texts = {at: text for at, value in enumerate(row) if (text := text_of_value(plain_value(value)))}
        found = {at: key for at, text in texts.items() if (key := self._means(text))}
        if len(set(found.values())) < _FEWEST or self._subject not in found.values():
            return None
        return any(
            found.get(at, "") != self._keys.get(at, "")
            for at in {*texts, *found}
            if at in self._keys or at in found
        )
