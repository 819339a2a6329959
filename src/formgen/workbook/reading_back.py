"""The proof that the data workbook of a rubric can be read: one community is written into it, and read back.

Knows the fields of a rubric and the reader of workbooks.
"""

from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO

from formgen.intake.fields import Catalogue, Field, make_catalogue
from formgen.intake.source import open_bytes
from formgen.model import MONTHS, Answer, Community, Fact, Figure
from formgen.problems import FormgenError, Place, Problem, errors_in
from formgen.rubric.schema import Rubric
from formgen.workbook.blank import write_workbook
from formgen.yamltext import Node

_FILE = "空白工作簿"
_TEXTS = {"phone": "0576-88888888", "date": "2024-01-01"}


def prove_workbook(rubric: Rubric, tree: Node, author: str) -> list[Problem]:
    """Return a problem for each field that does not come back from the data workbook; else for what its reader says."""
    catalogue = make_catalogue(rubric)
    written = _example(catalogue)
    target = BytesIO()
    write_workbook(rubric, target, [written])
    try:
        taken = open_bytes(target.getvalue(), rubric, _FILE).read_all()
    except FormgenError as error:
        words = {"label": "整个工作簿", "detail": f"（{error.problems[0].message}）"}
        return [Problem("R134", tree.place(("indicators",), author), words)]
    read = taken.communities[0] if taken.communities else Community("", "", Place())
    lost = list(_lost(catalogue, written, read))
    if lost:
        return [
            Problem("R134", tree.place((home, each.key), author), {"label": each.label, "detail": ""})
            for home, each in lost
        ]
    return [
        Problem(
            "R134",
            tree.place(("indicators",), author),
            {"label": "整个工作簿", "detail": f"（{problem.message}）"},
        )
        for problem in errors_in(taken.problems)[:1]
    ]


def _example(catalogue: Catalogue) -> Community:
    """Return a community for which everything is filled in."""
    figures = {each.key: _figure(each) for each in catalogue.indicators.values() if each.kind != "rate"}
    zero = Figure(Fraction(0), "0", Place())
    half = Figure(Fraction(1, 2), "50%", Place())
    return Community(
        "云屿村",
        "云屿镇",
        Place(),
        facts={each.key: _fact(each) for each in catalogue.facts.values()},
        indicators=figures,
        monthly={key: (figures.get(key, half),) * MONTHS for key in catalogue.monthly},
        scores={level: dict.fromkeys(catalogue.judged, zero) for level in catalogue.levels},
    )


def _figure(field: Field) -> Figure:
    match field.kind:
        case "yesno":
            return Figure(Answer.YES, "是", Place())
        case "level":
            level = next(iter(field.levels), "0")
            return Figure(Fraction(level), level, Place())
        case "count":
            return Figure(Fraction(1), "1", Place())
        case _:
            return Figure(Fraction(0), "0", Place())


def _fact(field: Field) -> Fact:
    match field.kind:
        case "yesno":
            return Fact("是", Place(), Answer.YES)
        case "count":
            return Fact("1", Place(), Fraction(1))
        case kind:
            return Fact(_TEXTS.get(kind, "示例"), Place())


def _lost(catalogue: Catalogue, written: Community, read: Community) -> Iterator[tuple[str, Field]]:
    """Yield the fields that did not come back as they were written, each with the group it stands in."""
    for field in catalogue.facts.values():
        if field.key not in read.facts:
            yield "facts", field
    for field in catalogue.indicators.values():
        own = field.kind != "rate" and field.key not in catalogue.points_indicators
        months = field.key not in catalogue.monthly or all(read.monthly.get(field.key, (None,)))
        if not months or (own and _value(read, field.key) != _value(written, field.key)):
            yield "indicators", field
    for key, field in catalogue.judged.items():
        if any(key not in read.scores.get(level, {}) for level in catalogue.levels):
            yield "criteria", field


def _value(community: Community, key: str) -> object:
    figure = community.indicators.get(key)
    return figure.value if figure else None
