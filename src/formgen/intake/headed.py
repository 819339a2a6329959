"""A sheet with its header, and its rows of data: what stands between them is told apart, and nothing is passed over.

A row with the name of a community is data, whatever else stands in it. Knows cells and the meanings of columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath
from string import ascii_uppercase

from formgen.folding import fold, keep_letters
from formgen.intake.entries import match_key
from formgen.intake.fields import Catalogue
from formgen.intake.headers import Header, is_unit
from formgen.intake.merged_values import find_merged_values
from formgen.intake.names import (
    OFFICES,
    compare_form,
    doubt_name,
    is_ditto,
    is_no_text,
    is_plain,
    is_remark,
    is_total,
    may_stand,
)
from formgen.intake.raw import Cell
from formgen.intake.row_words import heads_remarks, is_figure, is_numbering
from formgen.intake.tables import Table
from formgen.intake.totals_of_villages import find_totalled, is_named
from formgen.intake.townships import NamedRow, TownshipHeading, read_heading
from formgen.intake.vocabulary import ColumnRole, Meaning, Vocabulary
from formgen.model import Who
from formgen.office.cells import format_column
from formgen.problems import Place, Problem

SELECTING: frozenset[ColumnRole] = frozenset({"series", "level", "criterion"})
FIGURES: frozenset[ColumnRole] = frozenset({"indicators", "monthly", "judged", "scores"})
_COUNTED = frozenset({"count", "yesno"})
_SHOWN = 5  # rows that a message names
_FEWEST_WORDS = 3  # words of a header below which a sheet may have to be turned


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of data: whom it is about, its first cell, and its cells by meaning."""

    township: Cell | None
    name: Cell | None
    first: Cell
    cells: Sequence[tuple[Meaning, Cell]]

    @property
    def place(self) -> Place:
        """Return where the row begins."""
        return self.first.place

    @property
    def match_key(self) -> Who:
        """Return whom the row is about, in a form that can be compared."""
        township, name = (cell.text if cell else "" for cell in (self.township, self.name))
        return match_key(Who(township, name))

    def find(self, meaning: Meaning) -> Cell | None:
        """Return the cell of a meaning of the row."""
        return next((cell for each, cell in self.cells if each == meaning), None)

    def of(self, role: str) -> Cell | None:
        """Return the cell of a role of the row."""
        return next((cell for meaning, cell in self.cells if meaning.role == role), None)


class HeadedTable:
    """A table with its header; one that was ``turned`` has its communities side by side in the file.

    ``problems`` are those of the header and, once the rows have been read, of other headers below it; ``headings`` are
    the rows between the others that say something of a township, ``remarks`` the cells of those that say something else;
    ``merged`` are the cells of values that are merged over several, by the rows that they cover.
    """

    def __init__(
        self,
        table: Table,
        header: Header,
        problems: Sequence[Problem],
        vocabulary: Vocabulary,
        *,
        turned: bool = False,
    ) -> None:
        """Look up the columns that are needed of every row."""
        self.table, self.header, self.kind, self.turned = table, header, header.kind, turned
        self._vocabulary = vocabulary
        self._name, self._township = header.column("name"), header.column("township")
        self._values = {at for at, each in header.meanings.items() if each.role not in {"name", "township"}}
        self.headings: dict[int, TownshipHeading] = {}
        self.nameless: list[Place] = []
        self.remarks: list[Cell] = []
        self.lone: list[Cell] = []  # of rows of one cell that are no data
        self.shut: set[int] = set()  # columns whose numbers are not used
        self.doubt: Cell | None = None  # says why none of the points of the table is used
        merged = [] if turned else [*find_merged_values(table, header)]
        self._merged = {each.cell.reference for each in merged}
        self.merged = {row: each.cell for each in merged for row in each.rows}
        self.problems = [*problems, *self._report_above(), *(each.problem for each in merged)]

    @property
    def title(self) -> str:
        """Return what the table is called: the sheet, or the file that has none."""
        return self.table.sheet or self.table.file

    @property
    def above(self) -> list[Cell]:
        """Return the cells above the header, and what was left out when the table was turned."""
        rows = [number for number in sorted(self.table.rows) if number < self.header.top]
        return [*self.table.titles, *(cell for row in rows for cell in self.table.rows[row].values())]

    @property
    def titles_above(self) -> list[Cell]:
        """Return the cells above the header that head no column."""
        heads = {cell.reference for cell in self.header.cells.values()}
        return [cell for cell in self.above if cell.reference not in heads]

    @property
    def titles(self) -> list[str]:
        """Return the name of the sheet, what stands above its header, and the name of the file."""
        return [self.table.sheet, *(cell.text for cell in self.above), PurePath(self.table.file).stem]

    @property
    def place(self) -> Place:
        """Return the sheet."""
        return Place(file=self.table.file, sheet=self.table.sheet)

    def has_figures(self, catalogue: Catalogue) -> bool:
        """Return whether any column holds what is scored or counted."""
        return any(
            meaning.role in FIGURES
            or (meaning.role == "facts" and catalogue.facts[meaning.key].kind in _COUNTED)
            for meaning in self.header.meanings.values()
        )

    @property
    def is_mostly_known(self) -> bool:
        """Return whether more columns are known than not, though none of them may be scored."""
        known = sum(meaning.role == "facts" for meaning in self.header.meanings.values())
        return known > len(self.header.unknown) or not self.header.unknown

    @cached_property
    def named_rows(self) -> list[NamedRow]:
        """The rows of data that name a community; the places of those that do not are in ``nameless``."""
        found = []
        for number, row in self.rows():
            if row.name:
                found.append(NamedRow(number, row.name, row.township))
            else:
                self.nameless.append(row.place)
        return found

    @cached_property
    def written(self) -> frozenset[tuple[str, str]]:
        """The names in the column of names as they are compared, each with what its row is about: its level, criterion, series."""
        chosen = next((at for at, each in self.header.meanings.items() if each.role in SELECTING), 0)
        rows = [self.table.rows[at] for at in self.table.rows.holding(self._name) if at > self.header.bottom]
        return frozenset(
            (compare_form(row[self._name].text), keep_letters(row[chosen].text) if chosen in row else "")
            for row in rows
        )

    def blank_of(self, row: TableRow, role: ColumnRole) -> Cell:
        """Return the empty cell of a row in the column of a role; the first cell of the row where there is no such column."""
        column, number = self.header.column(role), row.first.reference.lstrip(ascii_uppercase)
        reference = f"{format_column(column)}{number}" if column and not self.turned else row.first.reference
        return row.first._replace(content="", kind="unusable", reference=reference)

    def find_unread(self, row: int) -> Cell | None:
        """Return the cell that shows why points of a row are not used, with the words for it."""
        merged = self.merged.get(row)
        return self.doubt or (merged and merged._replace(content="有几格合并成一格，没有采用"))

    def forget_names(self) -> None:
        """Forget who is in the sheet, and the words: rows can still be read by their numbers, in much less room."""
        for each in ("named_rows", "written"):
            self.__dict__.pop(each, None)
        self._vocabulary = Vocabulary()

    def rows(self) -> Iterator[tuple[int, TableRow]]:
        """Yield the rows of data below the header, with their numbers."""
        previous: TableRow | None = None
        above = 0  # the number of the previous row
        below = 0  # the row below a header that was repeated
        self.headings.clear()
        self.remarks.clear()
        self.lone.clear()
        for number in sorted(self.table.rows):
            cells = self.table.rows[number]
            if number <= self.header.bottom:
                continue
            if self._heads_columns(cells) or (below == number and self._continues_header(cells)):
                if self._is_same_header(cells):
                    below = number + 1
                    continue
                self.problems.append(self._describe_other_header(number, cells))
                return
            if self.is_furniture(number, cells):
                self._note_heading(number, cells)
                self.remarks += [cell for cell in cells.values() if is_remark(cell.text)]
                self.lone += cells.values() if len(cells) == 1 else ()
                continue
            row = self.row(number)
            if previous and self._can_repeat(above, previous):
                row = self._repeat_names(row, previous)
            chosen = sum(meaning.role in SELECTING for meaning, _ in row.cells)
            if not row.name:
                self._note_heading(number, cells, figures=True)
            if len(row.cells) > chosen or (self.kind == "data" and row.name):
                above, previous = number, row
                yield number, row
            elif len(cells) == 1:
                self.lone += cells.values()

    def _can_repeat(self, number: int, above: TableRow) -> bool:
        """Return whether “the same as above” can mean the names of a row: one that is seen, and that is believed."""
        if self.turned or above.name is None:
            return False
        return number not in self.table.hidden.rows and not doubt_name(
            above.name.text, self._vocabulary.words
        )

    def _repeat_names(self, row: TableRow, above: TableRow) -> TableRow:
        """Return a row with the names of the one above it where it says that they are the same."""
        if row.name and is_ditto(row.name.text) and self.kind != "data":
            row = replace(row, name=above.name, township=row.township or above.township)
        if row.township and is_ditto(row.township.text):
            row = replace(row, township=above.township)
        return row

    def row(self, number: int) -> TableRow:
        """Return a row by meanings."""
        cells = self.table.rows[number]
        own = [
            (column, meaning, cells[column])
            for column, meaning in self.header.meanings.items()
            if column in cells
        ]
        values = [
            (meaning, cell.unusable if column in self.shut or cell.reference in self._merged else cell)
            for column, meaning, cell in own
            if meaning.role not in {"name", "township"}
        ]
        named = self._find_name(number, cells)
        if named and self.kind == "data" and is_no_text(named.text):
            named = None
        township = self.table.spread(number, self._township) if self._township else None
        first = own[0][2] if own else next(iter(cells.values()))
        return TableRow(township, named, first, values)

    def _find_name(self, number: int, cells: Mapping[int, Cell]) -> Cell | None:
        """Return the name of the community of a row, or what is merged over it: two rows of data are then of one."""
        own = cells.get(self._name)
        if own or self.kind != "data":
            return own or self.table.spread(number, self._name)
        given = (cell for column, cell in cells.items() if column in self._values)
        first, above = next(given, None), self.table.spread(number, self._name)
        return above._replace(reference=first.reference) if first and above else None

    # -- what is not data -----------------------------------------------------------------------------
    def is_furniture(self, number: int, cells: Mapping[int, Cell]) -> bool:
        """Return whether a row is not data: a repeated header, units, column numbers, totals, remarks."""
        name = self._find_name(number, cells)
        text = name.text.strip() if name else ""
        if is_plain(text):
            return False
        if self.header.repeated(cells) or is_numbering(cells) or (self.turned and heads_remarks(text)):
            return True
        filled = any(column in cells and not is_no_text(cells[column].text) for column in self._values)
        if self._is_name_word(text):
            return not filled or not any(is_figure(cell) for cell in cells.values())
        if not text or is_unit(text) or is_no_text(text):
            unnamed = not filled or all(is_unit(cell.text) for cell in cells.values())
            heads = self._list_heads(cells)
            return unnamed or any(self._is_total(head, cells) or is_remark(head) for head in heads)
        if is_total(text):
            return self._is_total(text, cells)
        return not filled and next(iter(cells.values())) is name and is_remark(text)

    def _is_total(self, text: str, cells: Mapping[int, Cell]) -> bool:
        """Return whether a text heads a total, and not one that may be the row of a community: 双帆村小计 where it has no other.

        Where a row is about a level, series or criterion of a community, it adds up none of them.
        """
        if not is_total(text):
            return False
        community, known = find_totalled(text), self.header.meanings
        if not community or known.keys() & cells.keys() <= {self._name, self._township}:
            return True
        chosen = (cells[at].text for at, each in known.items() if at in cells and each.role in SELECTING)
        named = {name for name, _ in self.written}
        return all(is_total(each) for each in chosen) and is_named(community, named)

    def _list_heads(self, cells: Mapping[int, Cell]) -> list[str]:
        """Return the texts that may say what a row without a name is: its first one, and its township.

        A cell that chooses a series, level or criterion says nothing of the kind: “其中已就业人数” is one.
        """
        column, first = next(iter(cells.items()))
        meaning = self.header.meanings.get(column)
        heads = [] if meaning and meaning.role in SELECTING else [first.text]
        return [*heads, *(cells[at].text for at in (self._township,) if at in cells)]

    def _is_name_word(self, text: str) -> bool:
        """Return whether a text in the column of names heads it."""
        meaning = self._vocabulary.look_up(text) if text and all(map(may_stand, fold(text))) else None
        return meaning is not None and meaning.role == "name"

    # -- headers elsewhere ----------------------------------------------------------------------------
    def _heads_columns(self, cells: Mapping[int, Cell]) -> bool:
        """Return whether a row heads columns: it has more words of headers than numbers, two with the name, or three.

        The word for names in their column is enough beside another word, known or not; two words without any other text
        are enough as well.
        """
        name = cells.get(self._name)
        if name and (is_plain(name.text.strip()) or self._names_office(name.text.strip())):
            return False
        texts = [cell.text for cell in cells.values() if not is_figure(cell)]
        if 2 * len(texts) <= len(cells):
            return False
        if name and len(texts) == len(cells) and self._is_name_word(name.text.strip()):
            others = [cell for column, cell in cells.items() if column not in {self._name, self._township}]
            if any(len(cell.text.strip()) > 1 and not is_unit(cell.text) for cell in others):
                return True
        found = {meaning for text in texts if (meaning := self._vocabulary.look_up(text))}
        if 1 < len(found) == len(cells):
            return True
        named = any(meaning.role == "name" for meaning in found)
        return len(found) > max(len(cells) - len(texts), 1 if named else _FEWEST_WORDS - 1)

    def _continues_header(self, cells: Mapping[int, Cell]) -> bool:
        """Return whether a row below a header belongs to it: no name, but words of headers."""
        return self._name not in cells and any(self._vocabulary.look_up(cell.text) for cell in cells.values())

    def _names_office(self, text: str) -> bool:
        """Return whether a text is the name of a community by its office, 前屿村委会, and no word of a header."""
        return text.endswith(OFFICES) and self._vocabulary.look_up(text) is None

    def _is_same_header(self, cells: Mapping[int, Cell]) -> bool:
        """Return whether a row heads every column as the header does; columns at the end may be left out."""
        if any(column not in cells for column in self.header.meanings if column < max(cells)):
            return self.header.repeated(cells)
        return all(
            self._shows_above(column, cell.text)
            or (known is not None and known == self._vocabulary.look_up(cell.text))
            for column, cell in cells.items()
            for known in [self.header.meanings.get(column)]
        )

    def _shows_above(self, column: int, text: str) -> bool:
        """Return whether a text stands above a column, merged cells included."""
        above = (self.table.spread(row, column) for row in self.header.texts)
        return any(cell is not None and cell.text == text for cell in above)

    def _describe_other_header(self, number: int, cells: Mapping[int, Cell]) -> Problem:
        """Return the problem of a row that heads the columns below it in another way; what is below is not read."""
        detail = f"第{number}行又是表头，但各列和上面的表头不一样，这一行以下没有读"
        if self.turned:
            detail = f"{format_column(number)}列又是表头，但各行和左边的表头不一样，这一列和右边的没有读"
        return Problem("D162", next(iter(cells.values())).place, {"detail": detail})

    def _note_heading(self, number: int, cells: Mapping[int, Cell], *, figures: bool = False) -> None:
        """Keep what a row that names no community says of a township: in its column, or as the first text of the row.

        With ``figures`` it may be the sum of the rows above as well as of those below.
        """
        own = cells.get(self._township)
        cell = own or next(iter(cells.values()))
        if self._name not in cells and (heading := read_heading(cell, own=own is not None)):
            self.headings[number] = replace(heading, clear=heading.clear and not figures)

    def _report_above(self) -> list[Problem]:
        """Report rows of data above the header."""
        labels = self._vocabulary.words
        found = []
        for number in sorted(self.table.rows):
            if number >= self.header.top:
                break
            cells = self.table.rows[number]
            named = cells.get(self._name)
            values = [at for at in self.header.meanings if at in cells and is_figure(cells[at])]
            if named and values and not doubt_name(named.text, labels):
                found.append(number)
        if not found:
            return []
        rows = "、".join(f"第{number}行" for number in found[:_SHOWN])
        detail = f"表头（第{self.header.top}行）上面还有数据（{rows}等{len(found)}行），没有读"
        place = self.table.rows[found[0]][self._name].place
        return [Problem("D162", place, {"detail": detail})]
