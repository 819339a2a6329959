"""Raw communities from grids: one row a community, and the sheets of months, scores and judged points."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from formgen.intake.assemble import same_name
from formgen.intake.fields import Catalogue
from formgen.intake.headers import Header, find, is_unit
from formgen.intake.raw import Cell, Raw, RawJudgement
from formgen.intake.tables import Grid
from formgen.intake.words import DEFINITIONS, FINDINGS, Part, Slot, selectors, squeezed, vocabularies
from formgen.model import MONTHS
from formgen.problems import Place, Problem

_TOTAL = re.compile(r".{0,10}(合计|总计|小计|共计)")
_REMARK = re.compile(
    r"(注|备注|说明|填表.{0,2}|填报.{0,2}|制表.?|审核.?|负责人|联系.{0,2}|单位负责人)\s*[:：].*"
)
_COLUMN_LETTERS = frozenset({"栏次", "甲", "乙", "丙"})
_DIGITS = 3  # at least so many columns are numbered, with at most so many digits


def gather(grids: Sequence[Grid], catalogue: Catalogue) -> tuple[list[Raw], list[Problem]]:
    """Return the raw communities of the sheets, and the problems of headers and rows."""
    reader = _Reader(catalogue)
    words = vocabularies(catalogue)
    tables = []
    filled = [grid for grid in grids if grid.rows and grid.sheet not in {DEFINITIONS, FINDINGS}]
    for grid in filled:
        header, problems = find(grid, words)
        reader.problems += problems
        if header:
            tables.append((grid, header))
    if filled and not any(header.role == "data" for _, header in tables):
        place = Place(file=filled[0].file, sheet=filled[0].sheet)
        reader.problems.append(Problem("D101", place))
    for grid, header in sorted(tables, key=lambda table: table[1].role != "data"):
        reader.read(grid, header)
    return reader.raws, reader.problems


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with data: who it is about, and its cells by slot."""

    township: Cell | None
    name: Cell | None
    cells: Mapping[Slot, Cell]
    place: Place

    def of(self, part: str) -> Cell | None:
        """Return the cell of a part."""
        return next((cell for slot, cell in self.cells.items() if slot.part == part), None)


@dataclass
class _Reader:
    """Reads sheet after sheet and keeps the communities and the problems."""

    catalogue: Catalogue
    raws: list[Raw] = field(default_factory=list)
    known: dict[str, list[tuple[str, Raw]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Prepare the words of the selecting columns."""
        self.words = selectors(self.catalogue)

    def read(self, grid: Grid, header: Header) -> None:
        """Read one sheet by its role."""
        take = {"months": self.months, "scores": self.scores, "judged": self.judged}
        for row in _rows(grid, header):
            if header.role == "data":
                self.community(row)
            elif raw := self.owner(row, grid):
                take[header.role](row, raw)

    def community(self, row: _Row) -> None:
        """Take a row of the data sheet."""
        if row.name is None:
            self.problems.append(Problem("D104", row.place))
            return
        raw = Raw(row.name.place, row.name, row.township)
        for slot, cell in row.cells.items():
            match slot.part:
                case "facts":
                    raw.facts[slot.key] = cell
                case "indicators":
                    raw.indicators[slot.key] = cell
                case "monthly":
                    raw.monthly.setdefault(slot.key, [None] * MONTHS)[slot.month - 1] = cell
                case "judged":
                    raw.judged[slot.key] = RawJudgement(cell)
                case _:
                    raw.scores.setdefault(slot.sub, {})[slot.key] = cell
        self.raws.append(raw)
        township, name = same_name(row.name.text, row.township.text if row.township else "")
        self.known.setdefault(name, []).append((township, raw))

    def owner(self, row: _Row, grid: Grid) -> Raw | None:
        """Return the community a row of another sheet is about; a blank township matches a unique name."""
        if row.name is None:
            self.problems.append(Problem("D104", row.place))
            return None
        township, name = same_name(row.name.text, row.township.text if row.township else "")
        known = self.known.get(name, [])
        exact = [raw for other, raw in known if other == township]
        loose = [raw for other, raw in known if not (other and township)]
        if exact or len(loose) == 1:
            return (exact or loose)[0]
        words = {"sheet": grid.sheet or grid.file, "name": f"{township}{row.name.text}"}
        self.problems.append(Problem("D126", row.name.place, words))
        return None

    def months(self, row: _Row, raw: Raw) -> None:
        """Take a row of twelve months."""
        key = self.selected(row, "series", "D136")
        if not key:
            return
        series = raw.monthly.setdefault(key, [None] * MONTHS)
        label = self.catalogue.indicators[key].label
        for slot, cell in row.cells.items():
            if slot.part == "month" and self.agrees(series[slot.month - 1], cell, f"{label}{slot.month}月"):
                series[slot.month - 1] = cell

    def scores(self, row: _Row, raw: Raw) -> None:
        """Take a row of the points that one level entered."""
        level = self.selected(row, "level", "D127")
        if not level:
            return
        given = raw.scores.setdefault(level, {})
        for slot, cell in row.cells.items():
            if slot.part == "scores" and self.agrees(
                given.get(slot.key), cell, self.catalogue.scores[level][slot.key].label
            ):
                given[slot.key] = cell

    def judged(self, row: _Row, raw: Raw) -> None:
        """Take a row of judged points with who and why."""
        points = row.of("points")
        key = self.selected(row, "criterion", "D128") if points else ""
        if not points or not key:
            return
        earlier = raw.judged.get(key)
        if self.agrees(earlier.points if earlier else None, points, self.catalogue.judged[key].label):
            raw.judged[key] = RawJudgement(points, row.of("by"), row.of("reason"), formal=True)

    def selected(self, row: _Row, part: Part, code: str) -> str:
        """Return the key that the selecting cell names, empty (and reported) when it names none."""
        cell = row.of(part)
        vocabulary = self.words[part]
        slot = vocabulary.find(cell.text) if cell else None
        if slot:
            return slot.key
        words = {"value": cell.text if cell else "", "known": "、".join(vocabulary.shown)}
        self.problems.append(Problem(code, cell.place if cell else row.place, words))
        return ""

    def agrees(self, one: Cell | None, other: Cell, label: str) -> bool:
        """Tell whether a value may be taken: report it when an earlier row says otherwise."""
        if one is None or one.text == other.text:
            return True
        words = {
            "label": label,
            "one": f"{one.text}（{one.place.short}）",
            "other": f"{other.text}（{other.place.short}）",
        }
        self.problems.append(Problem("D120", other.place, words))
        return False


def _rows(grid: Grid, header: Header) -> Iterator[_Row]:
    """Yield the rows below a header that hold data."""
    name, township = header.column("name"), header.column("township")
    for number in sorted(grid.rows):
        cells = grid.rows[number]
        if number <= header.bottom or _is_furniture(cells, header, name, township):
            continue
        own = {slot: cells[column] for column, slot in header.slots.items() if column in cells}
        named = grid.spread(number, name) if header.role != "data" else cells.get(name)
        values = {slot: cell for slot, cell in own.items() if slot.part not in {"name", "township"}}
        chosen = {slot for slot in values if slot.part in {"series", "level", "criterion"}}
        if len(values) > len(chosen) or (header.role == "data" and named):
            place = next(iter(own.values())).place
            yield _Row(grid.spread(number, township) if township else None, named, values, place)


def _is_furniture(cells: Mapping[int, Cell], header: Header, name: int, township: int) -> bool:
    """Tell whether a row is no data: a repeated header, units, column numbers, totals, remarks."""
    texts = {column: cell.text for column, cell in cells.items()}
    heads = [next(iter(texts.values())), *(texts[column] for column in (township, name) if column in texts)]
    if header.repeated(texts) or any(_TOTAL.fullmatch(squeezed(head)) for head in heads):
        return True
    if _REMARK.fullmatch(next(iter(texts.values())).strip()):
        return True
    own_name = squeezed(texts.get(name, ""))
    if own_name and own_name in {squeezed(row.get(name, "")) for row in header.texts.values()}:
        return True
    unnamed = not own_name or is_unit(own_name)
    return (unnamed and all(is_unit(text) for text in texts.values())) or _is_numbering(list(texts.values()))


def _is_numbering(texts: list[str]) -> bool:
    """Tell whether a row numbers the columns: 甲 乙 1 2 3."""
    plain = [text.strip("（）() ") for text in texts]
    numbers = [int(text) for text in plain if text.isdecimal() and len(text) <= _DIGITS]
    others = [text for text in plain if text not in _COLUMN_LETTERS and not text.isdecimal()]
    rising = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return rising and not others and len(numbers) >= _DIGITS
