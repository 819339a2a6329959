"""What a clause demands beside the mark of its tiers or standards, and that nothing reads: 95%、台账齐全. Hints only.

Knows a typed rubric. Reads no file.
"""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from formgen.folding import fold, keep_letters, remove_blanks
from formgen.problems import Problem
from formgen.rubric.check_limits import VETO
from formgen.rubric.clause_demands import Demand, list_demands
from formgen.rubric.clause_numbers import list_numbers
from formgen.rubric.schema import Gate
from formgen.rubric.typed_rubric import TypedRubric
from formgen.rubric.whole_criterion import Whole, list_wholes, name_of_figure
from formgen.spec import KeyPath

_LIKE = Fraction(1, 4)  # how much of a demand the name of what is read has to share
_TOLD = re.compile(  # told by the words that join it to a number
    r"\d[\d.]*(?:%|‰)?(?:人次|[个名人户家件起次篇])?(?:及?以[上下内])?的?[，,]?"
    r"(?:且|并且|同时(?![报为授给])|并(?=[有无设达未])|(?P<either>或者?))[^，。；,;]{2,}"
)
_PLAIN = re.compile("凡|发生|出现|存在|未|没有|有|的|被|达到?|以上|以下")


def check_demands(typed: TypedRubric) -> list[Problem]:
    """Return a hint for each clause that demands more than its tiers or standards read."""
    return [
        *(problem for whole in list_wholes(typed) for problem in _criterion(typed, whole)),
        *_gates(typed),
    ]


def _criterion(typed: TypedRubric, whole: Whole) -> Iterator[Problem]:
    """Yield what tiers that stand alone do not read."""
    if whole.kinds != {"tiers"} or len(whole.inner) > 1:
        return
    marks = {mark.limit.value for mark in whole.criterion.method.marks(typed.rubric.conventions)}
    names = [name_of_figure(typed, key) for key in sorted(whole.criterion.keys)]
    joined = _TOLD.search(whole.clause)
    told = joined[0] if joined and "%" in joined[0] and not joined["either"] else ""
    left = [
        each
        for each in _list_all(whole.clause, marks)
        if each.words not in told and not _is_read(each, names, marks)
    ]
    if left:
        detail = f"的原文里有“{_say(left)}”，算法里没有"
        advice = "另一个条件请改用 conditional，或由人定；别处已经写了的，不用改"
        yield typed.hint(whole.criterion.label, detail, whole.path, advice)


def _list_all(clause: str, marks: Iterable[Fraction]) -> list[Demand]:
    """Return all demands beside the numbers of a clause that are marks, each once."""
    said = [each for each in list_numbers(clause) if each.kind in {"ratio", "count"}]
    known = {*marks}
    found = [demand for each in said if each.value in known for demand in list_demands(clause, each)]
    return list(dict.fromkeys(found))


def _is_read(demand: Demand, names: Iterable[str], marks: Iterable[Fraction]) -> bool:
    """Return whether a demand is a mark that is read, or shares two letters with the name of what is read."""
    known = {*marks}
    if demand.numbers:
        return bool(known & {*demand.numbers})
    said = _PLAIN.sub("", keep_letters(demand.words))
    pairs = {said[at : at + 2] for at in range(len(said) - 1)}
    shared = max((sum(pair in name for pair in pairs) for name in names), default=0)
    return shared > 0 and shared >= _LIKE * len(pairs)


def _say(demands: Iterable[Demand]) -> str:
    return "、".join(each.words for each in demands)


# -- standards ----------------------------------------------------------------------------------------------------
def _gates(typed: TypedRubric) -> Iterator[Problem]:
    """Yield the parts of a clause of standards that none of them reads; a person who answers reads the clause himself."""
    gates = typed.rubric.gates
    every = gates.standards if gates else {}
    limits = {limit.value for each in every.values() for limit in (each.at_least, each.at_most) if limit}
    names = [name for each in every.values() for name in _names_of(typed, each)]
    by_clause: dict[str, list[str]] = {}
    for key, gate in every.items():
        by_clause.setdefault(fold(remove_blanks(gate.clause)), []).append(key)
    for clause, keys in by_clause.items():
        group = [every[key] for key in keys]
        marks = {limit.value for each in group for limit in (each.at_least, each.at_most) if limit}
        veto = VETO.search(clause)
        found = _list_all(clause[: veto.start()] if veto else clause, marks)
        joined = _TOLD.search(clause) if len(group) == 1 else None
        told = joined[0] if joined else ""
        if veto and re.search("[或、]", re.split("[。；;]", clause[: veto.start()])[-1]):
            continue  # told as what is refused
        left = [each for each in found if each.words not in told and not _is_read(each, names, limits)]
        if left:
            path: KeyPath = ("gates", "standards", keys[0])
            detail = f"的原文写着“{_say(left)}”，没有一条评定标准看它"
            advice = "请另写一条评定标准；别处已经写了的，不用改"
            yield typed.hint(f"评定标准“{group[0].title}”", detail, path, advice)


def _names_of(typed: TypedRubric, gate: Gate) -> list[str]:
    """Return the title of a standard and the names of what it reads."""
    found = (typed.rubric.indicators.get(key) or typed.rubric.facts.get(key) for key in sorted(gate.keys))
    return [gate.title, *(each.zh for each in found if each)]
