"""Twelve months held against each other, and against the sums and means beside them; these are used nowhere.

Knows tables with headers, and the typed figures of a series.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from formgen.exact import exact_text, percent_text
from formgen.folding import keep_letters
from formgen.intake.fields import Field
from formgen.intake.headed import HeadedTable
from formgen.intake.number_looks import read_with_unit
from formgen.model import Figure
from formgen.problems import Problem

_FEWEST = 5  # other months that a month is held against
_ALIKE = 2  # times that the largest of them may be the smallest
_SMALL = 20  # a count below it may jump
_FAR = 8  # times smaller or greater: a digit that is missing, or one too many
_SUMS = frozenset(
    {"合计", "总计", "累计", "小计", "共计", "全年合计", "年合计", "全年累计", "各月合计", "全年总计"}
)
_MEANS = frozenset(
    {"平均", "平均数", "月平均", "月均", "全年平均", "年平均", "平均值", "年均", "月平均数", "均值"}
)
_EITHER = frozenset({"全年", "年度", "全年数", "年末数", "年底数"})


def tell_month_sums(
    headed: HeadedTable,
    rows: Mapping[int, int],
    name: Callable[[int], str],
    is_of_rates: Callable[[int], bool],
) -> Iterator[Problem]:
    """Yield D213 for each sum or mean in a row of twelve months that does not follow from them.

    ``is_of_rates`` says of a row whether its months are rates, which nobody adds up.
    """
    heads = {column: keep_letters(cell.text) for column, cell in headed.header.unknown.items()}
    summed = {column: head for column, head in heads.items() if head in _SUMS | _MEANS | _EITHER}
    if not summed:
        return
    width = sum(meaning.role == "month" for meaning in headed.header.meanings.values())
    for number, at in rows.items():
        months = (
            read_with_unit(cell.text) for meaning, cell in headed.row(number).cells if meaning.role == "month"
        )
        values = [value for value in months if value is not None]
        cells = headed.table.rows[number]
        for column, head in summed.items():
            said = read_with_unit(cells[column].text) if column in cells else None
            if said is None or not values or len(values) < width:
                continue
            total = sum(values, Fraction(0))
            if not _follows(said, head, total, values):
                words = {
                    "name": name(at),
                    "label": headed.header.unknown[column].text.strip(),
                    "value": cells[column].text.strip(),
                    "own": _say_own(total, len(values), rates=is_of_rates(number)),
                }
                yield Problem("D213", cells[column].place, words)


def _say_own(total: Fraction, months: int, *, rates: bool) -> str:
    """Say what follows from the months: their sum and mean, or the mean rate."""
    mean = total / months
    if rates:
        return f"各月平均是{percent_text(round(mean if mean <= 1 else mean / 100, 4))}"
    return f"各月相加是{exact_text(total)}，平均是{exact_text(round(mean, 2))}"


def tell_strange_months(figures: Sequence[Figure | None], field: Field) -> Iterator[Problem]:
    """Yield D262 for a month that is several times smaller or greater than all others of a series, which are alike."""
    given = {at: each for at, each in enumerate(figures, 1) if each and isinstance(each.value, Fraction)}
    values = {at: each.value for at, each in given.items() if isinstance(each.value, Fraction)}
    for at, value in values.items():
        others = sorted(each for month, each in values.items() if month != at)
        if (
            len(others) < _FEWEST
            or others[-1] > _ALIKE * others[0]
            or (field.kind != "rate" and others[0] < _SMALL)
        ):
            continue
        usual = others[len(others) // 2]
        if others[0] > 0 and (value * _FAR <= others[0] or value >= _FAR * others[-1]):
            shown = given[at].text.strip()
            words = {"label": field.label, "month": f"{at}月", "value": shown}
            middle = next(
                given[month].text.strip() for month, each in values.items() if each == usual and month != at
            )
            yield Problem("D262", given[at].place, {**words, "usual": middle})


def _follows(said: Fraction, head: str, total: Fraction, values: Sequence[Fraction]) -> bool:
    """Return whether a number is the sum or the mean of the months, by the words above it; 全年 may be the last month too."""
    mean = total / len(values)
    if abs(said - mean) <= (1 if mean > 1 else Fraction(1, 100)):
        return True
    return head not in _MEANS and (said == total or (head in _EITHER and said == values[-1]))
