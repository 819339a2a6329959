"""The cells of sheets, put to what is said of one community: a thing that is stated twice, and differs, is not used.

Knows the catalogue of fields and rows by meanings; nothing of files.
"""

from formgen.intake.fields import Catalogue
from formgen.intake.headed import TableRow
from formgen.intake.raw import Cell, Raw, RawJudgement, join_cells
from formgen.intake.vocabulary import Meaning
from formgen.model import MONTHS


class CellJoiner:
    """Puts cells to raw communities, by what their columns mean."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Keep the names of the fields, for what is said of two that differ."""
        self._catalogue = catalogue

    def add_cell(self, meaning: Meaning, cell: Cell, raw: Raw) -> None:
        """Add a cell of a sheet of data; one that another sheet gives otherwise is used from neither."""
        match meaning.role:
            case "facts":
                label = self._catalogue.facts[meaning.key].label
                raw.facts[meaning.key] = join_cells(raw.facts.get(meaning.key), cell, label, raw.problems)
            case "indicators":
                label = self._catalogue.indicators[meaning.key].label
                earlier = raw.indicators.get(meaning.key)
                raw.indicators[meaning.key] = join_cells(earlier, cell, label, raw.problems)
            case "monthly":
                series = raw.monthly.setdefault(meaning.key, [None] * MONTHS)
                label = f"{self._catalogue.indicators[meaning.key].label}{meaning.month}月"
                at = meaning.month - 1
                series[at] = join_cells(series[at], cell, label, raw.problems)
            case "judged":
                label, given = self._catalogue.judged[meaning.key].label, raw.judged.get(meaning.key)
                joined = join_cells(given.points if given else None, cell, label, raw.problems)
                raw.judged[meaning.key] = RawJudgement(joined)
            case "total":
                self._add_total(meaning.level, cell, raw)
            case "stray":
                if may_decide(self._catalogue, meaning.level):
                    raw.stray.append(cell._replace(content=meaning.key, kind="unusable"))
            case "verdict":
                raw.verdict = join_cells(raw.verdict, cell, "是否合格", raw.problems)
            case _:
                scores = raw.scores.setdefault(meaning.level, {})
                label = self._catalogue.scores[meaning.level][meaning.key].label
                scores[meaning.key] = join_cells(scores.get(meaning.key), cell, label, raw.problems)

    def add_months(self, row: TableRow, key: str, raw: Raw) -> None:
        """Add a row of twelve months."""
        series = raw.monthly.setdefault(key, [None] * MONTHS)
        label = self._catalogue.indicators[key].label
        for meaning, cell in row.cells:
            if meaning.role == "month":
                earlier = series[meaning.month - 1]
                series[meaning.month - 1] = join_cells(
                    earlier, cell, f"{label}{meaning.month}月", raw.problems
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
                label = fields[meaning.key].label
                given[meaning.key] = join_cells(given.get(meaning.key), cell, label, raw.problems)
            elif meaning.role == "total":
                self._add_total(level, cell, raw)

    def _add_total(self, level: str, cell: Cell, raw: Raw) -> None:
        """Add the sum that somebody wrote beside the points of a level."""
        label = f"{self._catalogue.levels[level]}合计" if level else "总分"
        raw.totals[level] = join_cells(raw.totals.get(level), cell, label, raw.problems)

    def add_judged(self, row: TableRow, key: str, raw: Raw) -> None:
        """Add a row of judged points with who and why."""
        points, earlier = row.of("points"), raw.judged.get(key)
        label = self._catalogue.judged[key].label
        if points:
            joined = join_cells(earlier.points if earlier else None, points, label, raw.problems)
            raw.judged[key] = RawJudgement(joined, row.of("by"), row.of("reason"), formal=True)


def may_decide(catalogue: Catalogue, level: str) -> bool:
    """Return whether the final score may be the points of a level; an unknown one, without a key, may be any."""
    final = catalogue.rubric.final_column
    return level in {"", final} or (final == "latest" and level != "self")
