"""Rows of a CSV in which a comma has divided a cell, as in 1,000, and those that are cut off.

They have more cells than the header, a cell 000, cells that fit their columns only when two are joined again, or too
few cells and a number that is far too small for its column until it is joined. Which cell was divided cannot be known, so nothing but the
names of such a row is kept. Knows tables, headers and kinds of fields.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from formgen.folding import keep_letters
from formgen.intake.fields import Catalogue
from formgen.intake.headers import Header, find_header
from formgen.intake.names import is_remark, is_total
from formgen.intake.raw import Cell
from formgen.intake.rows import CellPattern, PackedRows
from formgen.intake.tables import Table
from formgen.intake.vocabulary import Meaning, make_vocabularies
from formgen.problems import Problem

_FRONT, _REST = re.compile(r"[1-9]\d{0,2}"), re.compile(r"\d{3}")
_NUMBER = re.compile(r"[\d.,%‰\s]+[人户个篇分元]?")
_NAMES = frozenset({"name", "township"})
_NUMBERS = frozenset({"count", "points", "level", "rate"})
_REMARKS = frozenset({"备注", "附注", "说明", "情况说明", "其他说明", "备注说明"})
_MOST_PAIRS, _MOST_JOINED = 12, 3  # how much of a row is tried
_FAR, _NEAR = 10, 3  # how much smaller than all others of its column a part is, and how like them the whole
_OTHER_SIGNS = (
    ";",
    "；",
    ",",
    "，",
    "|",
    "｜",
    "\t",
    "、",
    "/",
    " ",
    "\u3000",
)  # that may part the cells of one row
_SIGN_NAMES = {"\t": "制表符", " ": "空格", "\u3000": "空格"}
_FEWEST_PARTS = 3


def set_aside_odd_rows(table: Table, catalogue: Catalogue) -> tuple[Table, list[Problem]]:
    """Return the table with only the names left in odd rows, and a problem of each.

    D170 is one with a divided cell, D196 one with fewer cells than the header, D203 one that is parted by other signs.
    """
    header, _ = find_header(table, make_vocabularies(catalogue))
    if header is None:
        return table, []
    looker = _Looker(table, header, _find_columns(header, catalogue))
    found = {row: why for row in table.rows if row > header.bottom and (why := looker.find_division(row))}
    problems = [
        Problem("D170", next(iter(table.rows[row].values())).place, {"why": why})
        for row, why in found.items()
    ]
    short = dict(looker.list_short(found))
    problems += [
        Problem(
            "D196", next(iter(table.rows[row].values())).place, {"own": str(own), "width": str(looker.width)}
        )
        for row, own in short.items()
    ]
    crammed = dict(looker.list_crammed())
    problems += [
        Problem("D203", next(iter(table.rows[row].values())).place, {"sign": sign})
        for row, sign in crammed.items()
    ]
    short |= dict.fromkeys(crammed, 0)
    found |= dict.fromkeys(short, "")
    return replace(
        table, rows=_keep_names(table, header, frozenset(found), short)
    ) if found else table, problems


@dataclass(frozen=True, slots=True)
class _ColumnKinds:
    """The columns of numbers, of answers and of text; others may contain anything."""

    numbers: frozenset[int]
    answers: frozenset[int]
    texts: frozenset[int]


def _find_columns(header: Header, catalogue: Catalogue) -> _ColumnKinds:
    kinds = {column: _find_kind(meaning, catalogue) for column, meaning in header.meanings.items()}
    texts = {column for column, kind in kinds.items() if kind in {"text", "opinion"}}
    texts |= {column for column, cell in header.unknown.items() if keep_letters(cell.text) in _REMARKS}
    return _ColumnKinds(
        frozenset(column for column, kind in kinds.items() if kind in _NUMBERS),
        frozenset(column for column, kind in kinds.items() if kind == "yesno"),
        frozenset(texts),
    )


def _find_kind(meaning: Meaning, catalogue: Catalogue) -> str:
    """Return the kind of field in a column, empty for a column that holds no field."""
    match meaning.role:
        case "facts":
            return catalogue.facts[meaning.key].kind
        case "indicators" | "monthly":
            return catalogue.indicators[meaning.key].kind
        case "judged" | "scores" | "points" | "total":
            return "points"
        case "month":
            return "count"
        case _:
            return ""


class _Looker:
    """Looks at one row after another for a divided cell."""

    def __init__(self, table: Table, header: Header, kinds: _ColumnKinds) -> None:
        """Work out the widths of the rows and the numbers of every column."""
        self._table, self._kinds, self._header = table, kinds, header
        self.width = max(table.widths.get(row, 0) for row in header.texts)
        rows = [row for row in table.rows if row > header.bottom]
        self._usual = sorted(table.widths[row] for row in rows)
        self._values: dict[int, list[int]] = {}
        for row in rows:
            for column, cell in table.rows[row].items():
                if column in kinds.numbers and cell.text.strip().isdecimal():
                    self._values.setdefault(column, []).append(int(cell.text))

    def list_short(self, divided: Collection[int]) -> Iterator[tuple[int, int]]:
        """Yield the rows of communities with fewer cells than the header, and how many they have; not those divided.

        Where no row has more, cells at the end were left out on purpose, but for a last line without a line end.
        """
        rows = [row for row in self._table.rows if row > self._header.bottom and row not in divided]
        named = self._header.column("name")
        for row in rows:
            cells, own = self._table.rows[row], self._table.widths[row]
            most = max((self._table.widths[each] for each in rows if each != row), default=0)
            cut = row == rows[-1] and not self._table.ended and (most > own or not most)
            name = cells.get(named) if named else None
            remark = any(is_total(cell.text) or is_remark(cell.text) for cell in cells.values())
            lone = name is None or (len(cells) == 1 and own == 1)
            if own < self.width and not remark and (cut or (most > own and not lone)):
                yield row, own

    def list_crammed(self) -> Iterator[tuple[int, str]]:
        """Yield the rows whose cells stand in one, parted by other signs than those of the file, and these signs."""
        for row in (each for each in self._table.rows if each > self._header.bottom):
            texts = [cell.text.strip() for cell in self._table.rows[row].values()]
            if len(texts) == 1:
                sign = next((each for each in _OTHER_SIGNS if self._is_row(texts[0].split(each))), "")
                if sign:
                    yield row, _SIGN_NAMES.get(sign, sign)

    def _is_row(self, parts: Sequence[str]) -> bool:
        """Return whether the parts of a text may be the cells of a row: many of them, and some are numbers."""
        numbers = sum(_NUMBER.fullmatch(part.strip()) is not None for part in parts)
        enough = len(parts) >= max(_FEWEST_PARTS, self.width // 2) and numbers > 0
        return enough and not (is_total(parts[0].strip()) or is_remark(parts[0].strip()))

    def find_division(self, row: int) -> str:
        """Return what shows that a cell of a row was divided, empty when nothing does."""
        cells, own = self._table.rows[row], self._table.widths[row]
        texts = {column: cell.text.strip() for column, cell in cells.items()}
        pairs = [
            column
            for column in texts
            if _FRONT.fullmatch(texts[column]) and _REST.fullmatch(texts.get(column + 1, ""))
        ]
        beyond = [text for column, text in texts.items() if column > self.width]
        numbers = any(map(_NUMBER.fullmatch, beyond))
        if numbers or (own > self.width and pairs and (not beyond or self._fits_joined(texts, pairs))):
            return f"有{own}格，表头只有{self.width}格"
        if beyond and (misfits := [*self._list_misfits(texts)]):
            return f"有{own}格，表头只有{self.width}格，“{self._say(misfits[0])}”一格是“{texts[misfits[0]]}”"
        for column in pairs:
            if texts[column + 1].startswith("0"):
                return f"有一格“{texts[column]}”，后一格是“{texts[column + 1]}”"
        return self._find_misplaced(texts, pairs) or self._find_small(texts, pairs, own)

    def _find_misplaced(self, texts: Mapping[int, str], pairs: Sequence[int]) -> str:
        """Return which cell does not fit its column though it would if two cells were joined again."""
        misfits = list(self._list_misfits(texts))
        if not misfits:
            return ""
        likely = [column for column in pairs if self._may_be_one(texts, column)][:_MOST_PAIRS]
        for count in range(1, _MOST_JOINED + 1):
            for joined in combinations(likely, count):
                if len(list(self._list_misfits(_join(texts, joined)))) < len(misfits):
                    return f"“{self._say(misfits[-1])}”一格是“{texts[misfits[-1]]}”"
        return ""

    def _fits_joined(self, texts: Mapping[int, str], pairs: Sequence[int]) -> bool:
        """Return whether the cells of a row that is too long fit their columns when some of them are joined again."""
        return any(
            max(made) <= self.width
            and not any(self._list_misfits(made))
            and all(_NUMBER.fullmatch(text) for column, text in made.items() if column in self._kinds.numbers)
            for count in range(1, _MOST_JOINED + 1)
            for joined in combinations(pairs[:_MOST_PAIRS], count)
            for made in [_join(texts, joined)]
        )

    def _may_be_one(self, texts: Mapping[int, str], column: int) -> bool:
        """Return whether a cell and the next one make a number that is not far too great for the column."""
        others = self._list_others(texts, column)
        return not others or int(texts[column] + texts[column + 1]) <= _FAR * max(others)

    def _list_others(self, texts: Mapping[int, str], column: int) -> list[int]:
        """Return the numbers of the other rows in a column."""
        others = list(self._values.get(column, []))
        if int(texts[column]) in others:
            others.remove(int(texts[column]))
        return others

    def _list_misfits(self, texts: Mapping[int, str]) -> Iterator[int]:
        """Yield the columns whose cells are not of their kind."""
        for column, text in texts.items():
            if (
                (column in self._kinds.numbers and not any(map(str.isdecimal, text)))
                or (column in self._kinds.answers and text.isdecimal() and int(text) > 1)
                or (column in self._kinds.texts and text.isdecimal())
            ):
                yield column

    def _find_small(self, texts: Mapping[int, str], pairs: Sequence[int], own: int) -> str:
        """Return which cell is far smaller than all others of its column, and like them with the next one behind it.

        In a row that is as long as most a small number may be one: there it has to be much smaller than two others.
        """
        short = own < self._usual[len(self._usual) // 2]
        far, fewest = (_FAR, 1) if short else (_FAR**2, 2)
        for column in pairs:
            others = self._list_others(texts, column)
            front, whole = int(texts[column]), int(texts[column] + texts[column + 1])
            if len(others) < fewest or front * far >= min(others):
                continue
            if min(others) / _NEAR <= whole <= max(others) * _NEAR:
                return f"“{self._say(column)}”是“{front}”，后一格是“{texts[column + 1]}”"
        return ""

    def _say(self, column: int) -> str:
        """Return the words above a column."""
        return "".join(self._header.cells[column].text.split())


def _join(texts: Mapping[int, str], fronts: Collection[int]) -> dict[int, str]:
    """Return the cells of a row with each of some joined with the next one, and those behind it moved to the left."""
    made: dict[int, str] = {}
    moved = 0
    for column in sorted(texts):
        if column - 1 in fronts:
            moved += 1
            made[column - moved] += texts[column]
        else:
            made[column - moved] = texts[column]
    return made


def _keep_names(table: Table, header: Header, shut: Collection[int], short: Mapping[int, int]) -> PackedRows:
    """Return the rows of a table, without the figures of those that are shut.

    A ``short`` row that ends in the name is left out: the name may be cut off too.
    """
    named = header.column("name") or 0
    columns = {column for column, meaning in header.meanings.items() if meaning.role in _NAMES}
    made = PackedRows(table.file)
    for row in table.rows:
        cells: dict[int, Cell] = {
            column: cell for column, cell in table.rows[row].items() if row not in shut or column in columns
        }
        if cells and short.get(row, named + 1) > named:
            patterns = [CellPattern(column, "text") for column in cells]
            made.add(row, patterns, [cell.content for cell in cells.values()])
    return made
