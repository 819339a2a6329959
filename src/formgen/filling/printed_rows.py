"""Whether a template prints what its notice scores: every row, every column, each total below the points it adds up.

What is found here is wrong on every form alike, whoever fills it in. Knows the cells of a template as they lie; opens no
document.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from formgen.filling.rows import FormRow, group_rows
from formgen.folding import fold, remove_blanks
from formgen.forms.compiled import CompiledForm
from formgen.forms.contents import FIELD
from formgen.forms.laid_cells import LaidCell
from formgen.rubric.schema import Rubric

_SHOWN = 3
_WHOLE_TOTALS = frozenset({"合计", "总计", "总分", "合计得分", "得分合计"})
_ALTERING = re.compile(
    r"\b(ROUND|ROUNDUP|ROUNDDOWN|MROUND|INT|TRUNC|EVEN|ODD|FIXED|CEILING|FLOOR|AVERAGE|MEDIAN|MAX|MIN|PRODUCT)[\w.]*\(",
    re.IGNORECASE,
)
_SCALING = re.compile(r"[*/^%]|(?<![(,=])-")
_SUM = re.compile(r"\bSUM\(|\+", re.IGNORECASE)
_FULL_MARKS = frozenset({"分值", "标准分", "标准分值", "满分", "满分值", "基本分", "基础分", "应得分"})
_BESIDE_POINTS = re.compile(r"[\d./|()分满值共,、:-]*")
_TEXTS = {"number": "序号", "name": "名称", "clause": "内容", "points": "分值"}


def find_row_doubts(form: CompiledForm, suffix: str, rubric: Rubric) -> Iterator[str]:
    """Yield what a template leaves out or puts into another column than its own, in the words of a clerk.

    Rows that found no place on a bound blank are told with it (B132), and not again.
    """
    told = any(each.code == "B132" for each in form.form.doubts)
    yield from _Layout.of(form, suffix, rubric).find(with_rows=not told)


@dataclass(frozen=True)
class _Layout:
    """The cells of a template, the rows that the notice scores, and the titles of the columns of points."""

    cells: Sequence[LaidCell]
    rows: Sequence[FormRow]
    counted: frozenset[str]
    titles: Mapping[str, str]
    by_slot: Mapping[str, Sequence[LaidCell]] = field(default_factory=dict)

    @classmethod
    def of(cls, form: CompiledForm, suffix: str, rubric: Rubric) -> "_Layout":
        """Lay out a template."""
        cells = form.templates[suffix].list_cells()
        rows = [row for group in group_rows(rubric, form.form) for row in group.rows]
        counted = frozenset(row.key for row in rows if not rubric.is_bonus(row.criteria[0]))
        columns = form.form.spec.columns
        titles = {name: each.title or rubric.columns[each.level] for name, each in columns.items()}
        by_slot = dict[str, list[LaidCell]]()
        for cell in cells:
            for slot in cell.slots:
                by_slot.setdefault(slot, []).append(cell)
        return cls(cells, rows, counted, titles, by_slot)

    def find(self, *, with_rows: bool) -> Iterator[str]:
        """Yield all doubts, those of rows that are left out where they are asked for."""
        printed = [row for row in self.rows if self._is_printed(row)]
        if with_rows and printed and (left := [row for row in self.rows if row not in printed]):
            yield f"少印了{_name_rows(left)}"
        scored = {
            name: [row for row in printed if f"{row.key}.{name}" in self.by_slot] for name in self.titles
        }
        if any(scored.values()):
            yield from self._find_gaps(printed, scored)
            yield from self._find_misplaced()
            yield from self._find_other_formulas()

    def _is_printed(self, row: FormRow) -> bool:
        if any(f"{row.key}.{name}" in self.by_slot for name in self.titles):
            return True
        clause = remove_blanks(row.clause)
        return any(remove_blanks(cell.text) == clause for cell in self.cells)

    def _find_gaps(
        self, printed: Sequence[FormRow], scored: Mapping[str, Sequence[FormRow]]
    ) -> Iterator[str]:
        """Yield the columns and totals that are missing as a whole, and rows without their points."""
        totals = {name for name, rows in scored.items() if rows and self._has_total(name)}
        for name, rows in scored.items():
            if not rows and f"total.{name}" not in self.by_slot:
                yield f"没有“{self.titles[name]}”一栏"
            elif rows and (left := [row for row in printed if row not in rows]):
                yield f"“{self.titles[name]}”一栏少印了{_name_rows(left)}"
            if rows and totals and name not in totals:
                yield f"“{self.titles[name]}”一栏没有合计"

    def _has_total(self, name: str) -> bool:
        return f"total.{name}" in self.by_slot or any(
            need.endswith(f".{name}") for cell in self.cells for need in cell.needs
        )

    def _list_points(self, name: str) -> list[LaidCell]:
        """Return the cells that hold the points of a column."""
        return [cell for row in self.rows for cell in self.by_slot.get(f"{row.key}.{name}", ())]

    def _find_misplaced(self) -> Iterator[str]:
        """Yield the totals and the points that stand under the name or the points of another column."""
        points = {name: self._list_points(name) for name in self.titles}
        for name, title in self.titles.items():
            for total in self.by_slot.get(f"total.{name}", ()):
                over = [other for other, cells in points.items() if any(map(total.is_over, cells))]
                if over and name not in over:
                    yield f"“{title}”的合计（{total.where}）印在“{self.titles[over[0]]}”一栏"
            heads = dict[str, LaidCell]()
            for cell in points[name]:
                for other in self._find_heads(cell):
                    heads.setdefault(self.titles[other], cell)
            yield from (
                f"“{title}”的分（{cell.where}）印在“{other}”的栏名下面" for other, cell in heads.items()
            )
            if under := [cell for cell in points[name] if self._is_under_full_marks(cell)]:
                yield f"“{title}”的分（{under[0].where}）印在分值的栏名下面"
            yield from self._find_words(name, points[name])

    def _is_under_full_marks(self, cell: LaidCell) -> bool:
        """Return whether the head above a cell says that the full marks stand there."""
        above = [each for each in self.cells if each.row < cell.row and each.is_over(cell) and not each.slots]
        return any(remove_blanks(fold(each.text)) in _FULL_MARKS for each in above)

    def _find_words(self, name: str, points: Sequence[LaidCell]) -> Iterator[str]:
        """Yield what stands in the column of a level and is not its points: other texts of the rows, numbers in their cells."""
        title = self.titles[name]
        heads = [each for each in self.cells if not each.slots and name in self._name_column(each.text)]
        lines = {(each.table, each.row) for _, line in self._list_lines() for each in line}
        heads = [
            each
            for each in heads
            if (each.table, each.row) not in lines and not any(map(each.is_over, points))
        ]
        under = [
            (row, cell)
            for row, line in self._list_lines()
            for cell in line
            if any(each.row < cell.row and each.is_over(cell) for each in heads)
        ]
        texts = {
            what: [cell for row, cell in under if cell.text.strip() == getattr(row, key).strip() != ""]
            for key, what in _TEXTS.items()
        }
        what, found = max(texts.items(), key=lambda each: len(each[1]))
        if found:
            yield f"各项的{what}（{found[0].where}）印在“{title}”的栏名下面"
        if cell := next((each for each in points if _says_more(each)), None):
            yield f"“{title}”的分（{cell.where}）同一格里还有别的数（{_leave_out_slots(cell)}）"

    def _list_lines(self) -> Iterator[tuple[FormRow, list[LaidCell]]]:
        """Yield the rows that the notice scores, each with the cells without points of the lines that hold its points."""
        for row in self.rows:
            own = [cell for name in self.titles for cell in self.by_slot.get(f"{row.key}.{name}", ())]
            lines = {(cell.table, cell.row) for cell in own}
            yield row, [each for each in self.cells if not each.slots and (each.table, each.row) in lines]

    def _find_heads(self, cell: LaidCell) -> list[str]:
        """Return the columns that the heads above a cell name; none where they name its own."""
        above = [each for each in self.cells if each.row < cell.row and each.is_over(cell)]
        named = [name for each in above if not each.slots for name in self._name_column(each.text)]
        own = {slot.partition(".")[2] for slot in cell.slots}
        return [] if own.intersection(named) else named

    def _name_column(self, text: str) -> list[str]:
        """Return the column that a head names: the one with the longest title in it."""
        plain = remove_blanks(fold(text))
        found = [name for name, title in self.titles.items() if remove_blanks(fold(title)) in plain]
        most = max((len(self.titles[name]) for name in found), default=0)
        longest = [name for name in found if len(self.titles[name]) == most]
        return longest if len({self.titles[name] for name in found}) == 1 else []

    def _find_other_formulas(self) -> Iterator[str]:
        """Yield the formulas of totals that are no sum of all rows of their column."""
        for cell in self.cells:
            beside = {remove_blanks(each.text) for each in self.cells if each.row == cell.row}
            if cell.needs and not _WHOLE_TOTALS.isdisjoint(beside) and (why := self._doubt_formula(cell)):
                yield f"{cell.where}的合计{why}（公式 ={cell.formula}）"

    def _doubt_formula(self, cell: LaidCell) -> str:
        columns = {need.partition(".")[2] for need in cell.needs}
        over = {name for name in self.titles if any(map(cell.is_over, self._list_points(name)))}
        if _ALTERING.search(cell.formula) or _SCALING.search(cell.formula):
            return "不是把各行相加"
        if not _SUM.search(cell.formula):
            return ""
        if over and (others := [title for name, title in self.titles.items() if name in columns - over]):
            return f"{'还加了' if over & columns else '加的是'}“{'”“'.join(others)}”一栏"
        if len(columns) != 1:
            return ""
        added = {need.partition(".")[0] for need in cell.needs}
        if left := [row for row in self.rows if row.key in self.counted - added]:
            return f"没有加{_name_rows(left)}"
        return ""


def _leave_out_slots(cell: LaidCell) -> str:
    """Return the text of a cell with ＿ for what is filled in."""
    return FIELD.sub("＿", cell.text).strip()


def _says_more(cell: LaidCell) -> bool:
    """Return whether the points of a cell share it with another number, as in 15/15; their unit is none."""
    words = remove_blanks(fold(FIELD.sub("", cell.text)))
    columns = {slot.partition(".")[2] for slot in cell.slots}
    several = len(columns) > 1 or any(sign.isdigit() for sign in words)
    return several and _BESIDE_POINTS.fullmatch(words) is not None


def _name_rows(rows: Sequence[FormRow]) -> str:
    """Return how many rows there are, and the first of them."""
    more = "等" if len(rows) > _SHOWN else ""
    named = "、".join(" ".join(filter(None, (row.number, row.name))) for row in rows[:_SHOWN])
    return f"{len(rows)}项：{named}{more}"
