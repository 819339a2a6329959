"""Whether the columns of a workbook are those its rubric asks for: which are missing, or whose they are instead.

Knows headers and the bundled rubrics; no row.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from formgen.assets import rubric_ids
from formgen.intake.fields import Catalogue, make_catalogue
from formgen.intake.headed import FIGURES, HeadedTable
from formgen.intake.vocabulary import Vocabulary, make_vocabularies
from formgen.problems import FormgenError, Place, Problem
from formgen.rubric.deciding_facts import list_deciding
from formgen.rubric.load import load_rubric
from formgen.rubric.methods.method import MethodSpec
from formgen.rubric.schema import Rubric

_KEYS = "keys"  # the word of a problem that no message shows
_SHOWN = 12  # columns that a message names
_SUSPECT = 5  # unknown columns from which on another rubric is thought of


def find_missing(catalogue: Catalogue, headed: Sequence[HeadedTable]) -> list[Problem]:
    """Return one error for all figures without a column that points, standards, money and the like depend on."""
    data = [each for each in headed if each.kind == "data"]
    if not data:
        return []
    given = {
        meaning.key
        for each in data
        for meaning in each.header.meanings.values()
        if meaning.role in {"indicators", "monthly"}
    }
    if any(each.kind == "months" for each in headed):
        given |= set(catalogue.monthly)
    asked = {meaning.key for each in data for meaning in each.header.asked}
    rates = {key for key in given if catalogue.indicators[key].kind == "rate"}
    keys = [
        key
        for criterion in catalogue.rubric.criteria.values()
        for key in _list_needed(criterion.method, given, rates)
    ]
    columns = {each.key: each.label for each in catalogue.single}
    deciding = [*list_deciding(catalogue.rubric), *_list_needed_by_standards(catalogue.rubric, rates)]
    given |= {each.key for table in data for each in table.header.meanings.values() if each.role == "facts"}
    columns |= {key: catalogue.facts[key].label for key in deciding if key in catalogue.facts}
    keys += deciding
    missing = {key: columns[key] for key in dict.fromkeys(keys) if key in columns.keys() - given - asked}
    return _report_missing(missing, data[0].place)


def _report_missing(missing: Mapping[str, str], place: Place) -> list[Problem]:
    """Return one error for columns by their keys, which it keeps; nothing for none."""
    if not missing:
        return []
    labels = list(missing.values())
    shown = "、".join(f"“{label}”" for label in labels[:_SHOWN]) + ("等" if len(labels) > _SHOWN else "")
    words = {"count": str(len(labels)), "columns": shown, _KEYS: " ".join(missing)}
    return [Problem("D154", place, words)]


def leave_out_given(
    problems: Iterable[Problem], catalogue: Catalogue, given: Container[str]
) -> Iterator[Problem]:
    """Yield problems of a source as they are once another source gives some figures: their columns need not be there."""
    for each in problems:
        if each.code != "D154":
            yield each
            continue
        labels = {one.key: one.label for one in catalogue.single}
        labels |= {key: fact.label for key, fact in catalogue.facts.items() if key not in labels}
        keys = [key for key in each.words[_KEYS].split() if key not in given]
        yield from _report_missing({key: labels[key] for key in keys}, each.place)


def _list_needed(method: MethodSpec, given: set[str], rates: set[str]) -> Iterator[str]:
    """Yield the keys of the figures that a criterion cannot do without.

    ``rates`` of the months, where they are given, stand for the head counts of their method, and partial points for
    its answers.
    """
    for _, inner in method.walk():
        keys = [use.key for use in inner.own_uses]
        if given.intersection(inner.partial_points) or rates.intersection(keys):
            continue
        yield from (key for key in keys if key not in inner.partial_points and key != inner.judged_key)


def _list_needed_by_standards(rubric: Rubric, rates: set[str]) -> Iterator[str]:
    """Yield the keys that standards cannot do without: not an answer that only stands in where a measure fails."""
    for gate in rubric.gates.standards.values() if rubric.gates else ():
        if gate.only:
            yield gate.only
        if gate.measure is None and gate.answer:
            yield gate.answer
        elif gate.measure and not rates.intersection(gate.measure.keys):
            yield from gate.measure.keys


def find_other_rubric(catalogue: Catalogue, headed: Sequence[HeadedTable]) -> list[Problem]:
    """Return one error when the columns are much more those of another bundled rubric than of this one."""
    data = [each for each in headed if each.kind == "data"]
    unknown = sum(len(each.header.unknown) for each in data)
    known = sum(meaning.role in FIGURES for each in data for meaning in each.header.meanings.values())
    if unknown < _SUSPECT or unknown < 2 * known:
        return []
    texts = [cell.text for each in data for cell in each.header.cells.values()]
    for name in rubric_ids():
        if name == catalogue.rubric.id:
            continue
        vocabulary = _load_vocabulary(name)
        found = {vocabulary.look_up(text) for text in texts} if vocabulary else set()
        if sum(meaning is not None and meaning.role in FIGURES for meaning in found) >= max(
            _SUSPECT, 2 * known + 1
        ):
            words = {"other": name, "rubric": catalogue.rubric.id}
            return [Problem("D157", data[0].place, words)]
    return []


@lru_cache(maxsize=8)
def _load_vocabulary(name: str) -> Vocabulary | None:
    """Return the words of a bundled rubric; None when it cannot be loaded, which is not the fault of the data."""
    try:
        return make_vocabularies(make_catalogue(load_rubric(name)))["data"]
    except FormgenError:
        return None
