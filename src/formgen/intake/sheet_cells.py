"""The cells of sheets, put to what is said of one community: a thing that is stated twice, and differs, is not used.

Knows the catalogue of fields and rows by meanings; nothing of files.
"""

from formgen.intake.fields import Catalogue, Field
from formgen.intake.headed import TableRow
from formgen.intake.joined_cells import join_cells
from formgen.intake.raw import Cell, Raw, RawJudgement
from formgen.intake.vocabulary import Meaning
from formgen.model import MONTHS

_VERDICT = Field("verdict", "是否合格", "text")


class CellJoiner:
    """Puts cells to raw communities, by what their columns mean."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Keep the names of the fields, for what is said of two that differ."""
        self._catalogue = catalogue

    def add_cell(self, meaning: Meaning, cell: Cell, raw: Raw) -> None:
        """Add a cell of a sheet of data; one that another sheet gives otherwise is used from neither."""
        match meaning.role:
            case "facts":
                field = self._catalogue.facts[meaning.key]
                raw.facts[meaning.key] = join_cells(raw.facts.get(meaning.key), cell, field, raw.problems)
            case "indicators":
                field, earlier = self._catalogue.indicators[meaning.key], raw.indicators.get(meaning.key)
                raw.indicators[meaning.key] = join_cells(earlier, cell, field, raw.problems)
            case "monthly":
                self._add_month(meaning.key, meaning.month, cell, raw)
            case "judged":
                field, given = self._catalogue.judged[meaning.key], raw.judged.get(meaning.key)
                joined = join_cells(given.points if given else None, cell, field, raw.problems)
                raw.judged[meaning.key] = RawJudgement(joined)
            case "total":
                self._add_total(meaning.level, cell, raw)
            case "stray":
                if may_decide(self._catalogue, meaning.level):
                    raw.stray.append(cell._replace(content=meaning.key, kind="unusable"))
            case "verdict":
                raw.verdict = join_cells(raw.verdict, cell, _VERDICT, raw.problems)
            case _:
                scores = raw.scores.setdefault(meaning.level, {})
                field = self._catalogue.scores[meaning.level][meaning.key]
                scores[meaning.key] = join_cells(scores.get(meaning.key), cell, field, raw.problems)

    def add_months(self, row: TableRow, key: str, raw: Raw) -> None:
        """Add a row of twelve months."""
        raw.monthly.setdefault(key, [None] * MONTHS)
        for meaning, cell in row.cells:
            if meaning.role == "month":
                self._add_month(key, meaning.month, cell, raw)

    def _add_month(self, key: str, month: int, cell: Cell, raw: Raw) -> None:
        """Add the number of one month."""
        series = raw.monthly.setdefault(key, [None] * MONTHS)
        field = self._catalogue.indicators[key]
        series[month - 1] = join_cells(
            series[month - 1], cell, field, raw.problems, f"{field.label}{month}月"
        )

    def add_scores(self, row: TableRow, level: str, raw: Raw) -> None:
        """Add a row of the points that one level entered."""
        given = raw.scores.setdefault(level, {})
        fields = self._catalogue.scores[level]
        if (unread := row.of("stray")) and may_decide(self._catalogue, level):
            said = f"{self._catalogue.levels[level]}有的列看不出是哪一项的得分"
            raw.doubts.append(unread._replace(content=said, kind="unusable"))
        for meaning, cell in row.cells:
            if meaning.role == "scores":
                earlier = given.get(meaning.key)
                given[meaning.key] = join_cells(earlier, cell, fields[meaning.key], raw.problems)
            elif meaning.role == "total":
                self._add_total(level, cell, raw)

    def _add_total(self, level: str, cell: Cell, raw: Raw) -> None:
        """Add the sum that somebody wrote beside the points of a level."""
        label = f"{self._catalogue.levels[level]}合计" if level else "总分"
        field = Field("total", label, "points", "分")
        raw.totals[level] = join_cells(raw.totals.get(level), cell, field, raw.problems)

    def add_judged(self, row: TableRow, key: str, raw: Raw) -> None:
        """Add a row of judged points with who and why."""
        points, earlier = row.of("points"), raw.judged.get(key)
        if points:
            field = self._catalogue.judged[key]
            joined = join_cells(earlier.points if earlier else None, points, field, raw.problems)
            raw.judged[key] = RawJudgement(joined, row.of("by"), row.of("reason"), formal=True)


def may_decide(catalogue: Catalogue, level: str) -> bool:
    """Return whether the final score may be the points of a level; an unknown one, without a key, may be any."""
    final = catalogue.rubric.final_column
    return level in {"", final} or (final == "latest" and level != "self")
