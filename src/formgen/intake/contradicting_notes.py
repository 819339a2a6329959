"""Numbers that somebody wrote beside the data, in a sheet of corrections or a remark, and that are not those in use.

They are told, with both numbers, and never taken. Knows tables with headers; types no value.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from formgen.folding import keep_letters
from formgen.intake.corrected_points import ItemWords
from formgen.intake.corrected_scores import tell_corrected_scores
from formgen.intake.fields import Catalogue
from formgen.intake.headed import HeadedTable
from formgen.intake.month_sums import tell_month_sums
from formgen.intake.names import compare_form
from formgen.intake.number_looks import read_with_unit
from formgen.intake.raw import Cell
from formgen.intake.remarks_on_rows import (
    are_same,
    find_new_text,
    is_kind_of_village,
    leaves_out,
    list_changes,
    tell_void,
    voids,
)
from formgen.intake.row_words import is_figure
from formgen.intake.sheet_names import find_set_aside
from formgen.intake.stated_figures import FigureWords, Statement, is_correcting
from formgen.intake.stated_rates import tell_stated_rates
from formgen.intake.tables import Table
from formgen.intake.totals_of_columns import tell_wrong_totals
from formgen.intake.vocabulary import Meaning
from formgen.problems import Problem
from formgen.quoting import shorten

_SHORTEST = 3  # signs of a name that a text may hold by chance
_NOBODY = -1
_MONTH = re.compile(r"(?<![\d至到~～—－-])(1[0-2]|[1-9])月(?:份|底|末|的|其中)*[^\d，。；、,;]*$")
_BEFORE = re.compile(
    "^(?:上一?[年届次]|去年|前年|[往历]年)"
)  # 上年结果: what was not passed then voids nothing now
_FAULTS = ("有误", "错误")  # a sheet of such a name says what is wrong in the data


@dataclass(frozen=True)
class Beside:
    """What numbers beside the data are held against.

    ``columns`` is what the data have: a number of anything else contradicts nothing. ``names`` are the communities by
    their names as they are compared, each with its number; ``full`` says how one is called, ``used`` which cell of it is
    in use; ``rows`` are the sheets that are read, with the communities of their rows.
    """

    words: FigureWords
    look_up: Callable[[str], Meaning | None]
    columns: frozenset[Meaning]
    names: Mapping[str, Sequence[int]]
    full: Callable[[int], str]
    used: Callable[[int, Meaning], Cell | None]
    catalogue: Catalogue
    rows: Mapping[HeadedTable, Mapping[int, int]] = field(default_factory=dict)

    @cached_property
    def months(self) -> Mapping[tuple[int, str], Mapping[int, Cell]]:
        """The figures of months by community and key; read where a remark speaks of figures only."""
        return _list_months(self, self.rows)

    @cached_property
    def _known(self) -> frozenset[Meaning]:
        return self.columns | {Meaning("indicators", key) for _, key in self.months}

    @cached_property
    def items(self) -> ItemWords:
        """The words by which items are known."""
        return ItemWords({key: each.label for key, each in self.catalogue.judged.items()})

    @cached_property
    def _names_of_items(self) -> frozenset[str]:
        return frozenset(map(compare_form, self.items.labels.values()))

    @cached_property
    def _texts(self) -> Mapping[str, Meaning]:
        facts = self.catalogue.facts.items()
        return {each.label: Meaning("facts", key) for key, each in facts if each.kind in {"text", "phone"}}

    def names_item(self, cell: Cell) -> bool:
        """Return whether a cell holds a name of the notice and nothing else: the number in it is no figure."""
        return compare_form(cell.text) in self._names_of_items or self.look_up(cell.text) is not None

    def tell_remark(self, cell: Cell, own: int) -> Iterator[Problem]:
        """Yield what a remark beside a community says of more than a figure that it names."""
        if leaves_out(cell.text):
            words = {"name": self.full(own), "text": shorten(cell.text.strip())}
            yield Problem("D208", cell.place, words)
        else:
            yield from tell_void(cell, self.full(own))
        for label, meaning in self._texts.items():
            new, held = find_new_text(cell.text, label), self.used(own, meaning)
            if new and meaning in self.columns and not (held and are_same(held.text, new)):
                shown = f"用的是{held.text.strip()}（{held.place.short}）" if held else "数据里没有填"
                words = {"name": f"“{self.full(own)}”的", "label": label, "value": new, "own": shown}
                yield Problem("D201", cell.place, words)
        if not any(self.words.find(cell.text)):
            yield from self._tell_changes(cell, own)

    def _tell_changes(self, cell: Cell, own: int) -> Iterator[Problem]:
        """Yield the numbers that a remark puts in the place of others, where one of these stands in the row."""
        counted = self.columns & list_counted(self.catalogue)
        held = [each for meaning in counted if (each := self.used(own, meaning))]
        for change in list_changes(cell.text):
            found = [each for each in held if are_same(each.text, change.old)]
            if found and not any(are_same(each.text, change.new) for each in held):
                shown = "、".join(f"{each.text.strip()}（{each.place.short}）" for each in found)
                words = {"name": f"“{self.full(own)}”的", "label": change.old, "value": change.new}
                yield Problem("D201", cell.place, {**words, "own": f"用的是{shown}"})

    def tell(self, cell: Cell, said: Statement, own: int | None) -> Problem | None:
        """Return what there is to say of a statement about a community: D201 for a correction, D202 for another number.

        ``own`` is the community of the row, None for none: then the text has to name one.
        """
        if not said.meanings & self._known:
            return None
        at = self._find_named(said.before) if own is None else own
        if at == _NOBODY:
            if own is None and not said.corrects:
                return None
            return self._describe(cell, said, "", "看不出是哪个社区的")
        series = self._find_series(at, said)
        cells = series or [found for each in said.meanings if (found := self.used(at, each))]
        if not said.corrects and not series and self._is_of_months(at, said):
            return None
        values = [read_with_unit(each.text.strip()) for each in cells] or [None]
        if not all(said.contradicts(each) for each in values):
            return None
        shown = "、".join(f"{each.text.strip()}（{each.place.short}）" for each in cells)
        return self._describe(cell, said, self.full(at), f"用的是{shown}" if shown else "数据里没有填")

    def _find_series(self, at: int, said: Statement) -> list[Cell]:
        """Return the figures of the month that a statement names, none where it names none."""
        named = _MONTH.search(said.before)
        every = [self.months.get((at, each.key), {}) for each in said.meanings] if named else []
        return [cell for each in every if named and (cell := each.get(int(named[1])))]

    def _is_of_months(self, at: int, said: Statement) -> bool:
        """Return whether a number of a statement is that of any month."""
        every = [self.months.get((at, each.key), {}) for each in said.meanings]
        held = {read_with_unit(cell.text.strip()) for each in every for cell in each.values()}
        return any(read_with_unit(each) in held for each in said.numbers)

    def _describe(self, cell: Cell, said: Statement, name: str, own: str) -> Problem:
        words = {
            "name": f"“{name}”的" if name else "",
            "label": said.word,
            "value": said.meant or "、".join(said.numbers),
            "own": own,
        }
        return Problem("D201" if said.corrects else "D202", cell.place, words)

    def _find_named(self, text: str) -> int:
        """Return the community that a text names last; the only one where it names none and there is no other."""
        plain = compare_form(text)
        found = [
            (plain.rfind(name), len(name), name)
            for name in self.names
            if len(name) >= _SHORTEST and name in plain
        ]
        if found:
            return self.find_one(max(found)[2])
        every = {at for group in self.names.values() for at in group}
        return every.pop() if len(every) == 1 else _NOBODY

    def find_one(self, name: str) -> int:
        """Return the only community of a name."""
        group = self.names.get(name, ())
        return group[0] if len(group) == 1 else _NOBODY


def _list_unread(sheets: Iterable[HeadedTable | Table]) -> Iterator[HeadedTable | Table]:
    """Yield the sheets whose names do not speak against reading them: 作废, 旧表."""
    for each in sheets:
        word = find_set_aside(each.sheet if isinstance(each, Table) else each.table.sheet)
        if not word or word in _FAULTS:
            yield each


def tell_contradicting(
    beside: Beside, chosen: Mapping[HeadedTable, Mapping[int, int]], unread: Sequence[HeadedTable | Table]
) -> list[Problem]:
    """Return the numbers beside the data that contradict those in use.

    ``chosen`` are the sheets that are read, each with the communities of its rows; ``unread`` those that are not.
    """
    beside = replace(beside, rows=chosen)
    found = [each for headed, rows in chosen.items() for each in _look_beside(beside, headed, rows)]
    found += [each for table in _list_unread(unread) for each in _look_into(beside, table)]
    return [problem for problem in found if problem]


def _list_months(
    beside: Beside, chosen: Mapping[HeadedTable, Mapping[int, int]]
) -> dict[tuple[int, str], dict[int, Cell]]:
    """Return the figures of months, by community and key, that stand in rows of their own or beside the others."""
    found: dict[tuple[int, str], dict[int, Cell]] = {}
    for headed, rows in chosen.items():
        if not any(each.role in {"month", "monthly"} for each in headed.header.meanings.values()):
            continue
        for number, at in rows.items():
            row = headed.row(number)
            named = row.of("series")
            own = beside.look_up(named.text) if named else None
            for meaning, cell in row.cells:
                key = own.key if own and meaning.role == "month" else meaning.key
                if meaning.role in {"month", "monthly"} and key:
                    found.setdefault((at, key), {})[meaning.month] = cell
    return found


def _is_of_rates(beside: Beside, headed: HeadedTable, number: int) -> bool:
    """Return whether the months of a row are rates."""
    row = headed.row(number)
    named = row.of("series")
    figures = beside.catalogue.rubric.indicators
    keys = {meaning.key for meaning, _ in row.cells if meaning.role == "month"}
    return any(
        each.kind == "monthly_rates"
        and (
            key in keys
            or (named and compare_form(named.text) in {compare_form(word) for word in (each.zh, *each.also)})
        )
        for key, each in figures.items()
    )


def _look_beside(beside: Beside, headed: HeadedTable, rows: Mapping[int, int]) -> Iterator[Problem | None]:
    """Yield what remarks in columns and lines of a sheet that is read say otherwise."""
    lines = {cell.reference: cell for cell in (*headed.above, *headed.lone, *headed.remarks)}
    for cell in lines.values():
        for said in beside.words.find(cell.text):
            yield beside.tell(cell, said, None)
    if headed.kind in {"scores", "judged"}:
        yield from tell_corrected_scores(beside.items, headed, rows, beside.full)
    if headed.kind == "judged":
        yield from _look_at_reasons(beside, headed, rows)
    if headed.kind == "data":
        rubric = beside.catalogue.rubric
        yield from tell_stated_rates(rubric, headed, rows, beside.used, beside.full)
        yield from tell_wrong_totals(headed, list_counted(beside.catalogue))
    if headed.kind == "months":
        yield from tell_month_sums(
            headed, rows, beside.full, lambda number: _is_of_rates(beside, headed, number)
        )
    for column, head in headed.header.unknown.items():
        for number in headed.table.rows.holding(column):
            if number in rows:
                yield from _read_cell(beside, headed.table.rows[number][column], head.text, rows[number])


def _look_at_reasons(beside: Beside, headed: HeadedTable, rows: Mapping[int, int]) -> Iterator[Problem]:
    """Yield what the reasons of reviewers say against the points beside them."""
    for number, at in rows.items():
        if reason := headed.row(number).of("reason"):
            yield from tell_void(reason, beside.full(at))


def _read_cell(beside: Beside, cell: Cell, head: str, own: int | None) -> Iterator[Problem | None]:
    """Yield what a cell below some words says: a number below words that say it is a correction, or a text."""
    correcting = is_correcting(head)
    if beside.names_item(cell):
        return
    if correcting or not is_figure(cell):
        for said in beside.words.find(f"{head}：{cell.text}" if correcting else cell.text):
            yield beside.tell(cell, said, own)
    speaks = (not is_figure(cell) or any(list_changes(cell.text))) and not is_kind_of_village(head, cell.text)
    if own is not None and own != _NOBODY and speaks:
        past = _BEFORE.search(head) is not None and voids(cell.text)
        yield from () if past else beside.tell_remark(cell, own)


def _look_into(beside: Beside, sheet: HeadedTable | Table) -> Iterator[Problem | None]:
    """Yield what the rows of a sheet that is not read say otherwise."""
    table, heads = (sheet, {}) if isinstance(sheet, Table) else (sheet.table, sheet.header.cells)
    bottom = 0 if isinstance(sheet, Table) else sheet.header.bottom
    for number in sorted(table.rows):
        if number <= bottom:
            continue
        cells = table.rows[number]
        names = [name for cell in cells.values() if (name := compare_form(cell.text)) in beside.names]
        own = beside.find_one(names[0]) if names else None
        named_at = next((at for at, cell in cells.items() if _names_figure(beside, cell)), 0)
        if named_at and own is not None:
            yield _read_row(beside, cells, heads, named_at, own)
            continue
        for column, cell in cells.items():
            yield from _read_cell(beside, cell, heads[column].text if column in heads else "", own)


def _names_figure(beside: Beside, cell: Cell) -> bool:
    meaning = beside.look_up(cell.text)
    return meaning is not None and meaning.role in {"indicators", "facts", "monthly"}


def _read_row(
    beside: Beside, cells: Mapping[int, Cell], heads: Mapping[int, Cell], named_at: int, own: int
) -> Problem | None:
    """Return what a row of a list of corrections says: the field in one cell, the numbers before and after in others."""
    meaning = beside.look_up(cells[named_at].text)
    given = {at: cell for at, cell in cells.items() if at > named_at and is_figure(cell)}
    if not given or meaning is None:
        return None
    right = next((at for at in given if at in heads and _is_new(heads[at].text)), max(given))
    numbers = tuple(cell.text.strip() for cell in given.values())
    word, meant = cells[named_at].text.strip(), given[right].text.strip()
    said = Statement(word, frozenset([meaning]), numbers, meant, corrects=True, before="")
    return beside.tell(given[right], said, own)


def _is_new(head: str) -> bool:
    """Return whether words above a column of corrections say that the right numbers stand below."""
    plain = keep_letters(head)
    return (
        any(word in plain for word in ("现", "后", "应为", "正确", "新", "实际", "改为"))
        and "前" not in plain
    )


def list_counted(catalogue: Catalogue) -> frozenset[Meaning]:
    """Return the meanings of the columns that hold a count of a community."""
    facts = {Meaning("facts", key) for key, each in catalogue.facts.items() if each.kind == "count"}
    counts = {
        Meaning("indicators", key) for key, each in catalogue.indicators.items() if each.kind == "count"
    }
    return frozenset(facts | counts)
