"""Whom quotas, targets and awards count, held against their words. Hints only.

Knows a typed rubric. Reads no file.
"""

import re
from collections.abc import Iterator

from formgen.folding import fold, keep_letters, remove_blanks
from formgen.problems import Problem
from formgen.rubric.clause_numbers import list_numbers
from formgen.rubric.schema import CERTIFIED, COMMUNITIES, COUNTED, PASSED, Quota, Target
from formgen.rubric.typed_rubric import TypedRubric

_PHRASES = re.compile(r"[,，。；;\n]")
_BASES = {
    CERTIFIED: "认定",
    PASSED: "合格|达标",
    COMMUNITIES: "(?:社区|村|[）)])总数|(?:全部|所有)(?:的)?(?:社区|村)",
}
_BASES_ZH = {CERTIFIED: "已认定的总数", PASSED: "评为合格的个数", COMMUNITIES: "全部社区（村）"}
_BASE_OF_SHARE = re.compile(
    r"(?:不超过|不得超过|按|约?占)?(?P<base>[^，。；、,;：:]+?)(?:的|(?<=总数)|(?<=个数)|(?<=总量))"
    r"(?:\d|[一二三四五六七八九]成|百分之|[二三四五]分之)"
)
_PASSING = re.compile("合格|达标|达到|创建|建成|建设|认定|评[为定选]|充分就业|高质量|星级|通过")
_COUNTED_IN = re.compile(r"(?:总?人数|户数|个数|次数|总数|数|情况)$|[（(][^）)]*[）)]$")
_HARDLY = 0.5  # words that share less of a name speak of something else, where they name it
_NAMED = 0.75  # how much of a name words have to share to be about it


def check_bases(typed: TypedRubric) -> list[Problem]:
    """Return a hint for all that is counted and that the words beside it do not mean."""
    return [*_quotas(typed), *_targets(typed), *_awards(typed)]


# -- quotas -------------------------------------------------------------------------------------------------------
def _quotas(typed: TypedRubric) -> Iterator[Problem]:
    for key, quota in typed.rubric.quotas.items():
        rule, path = f"名额“{quota.title}”", ("quotas", key)
        if said := _least_of(quota):
            detail = f"的原文写着{said}，名额（share、most）却是不超过，方向反了"
            yield typed.hint(rule, detail, path, "要达到多少的，写在 targets；名额确是不超过的，不用改")
        if fault := _base_fault(quota):
            yield typed.hint(rule, fault, (*path, "of"))


def _least_of(quota: Quota) -> str:
    """Return the words that say of the number of a quota that it has to be reached, empty where none do."""
    wanted = quota.share if quota.share is not None else quota.most
    for phrase in _PHRASES.split(fold(remove_blanks(quota.clause))):
        least = re.search(r"不少于|不得少于|不低于|不得低于|至少", phrase)
        if least and any(each.value == wanted for each in list_numbers(phrase)):
            return phrase[least.start() :]
    return ""


def _base_fault(quota: Quota) -> str:
    """Return how the base of a quota is another than its words say, empty for nothing."""
    meant = _find_base(quota.of)
    if meant and quota.to in _BASES and quota.to != meant:
        return f"的基数 of 写的是“{quota.of}”，to 却是 {quota.to}（{_BASES_ZH[quota.to]}）；要写 to: {meant}"
    base = _BASE_OF_SHARE.search(fold(remove_blanks(quota.clause)))
    own = _COUNTED_IN.sub("", quota.of)
    if base and own and quota.share is not None and not _share(own, _COUNTED_IN.sub("", base["base"])):
        return f"的基数 of 写的是“{quota.of}”，原文里没有这些字，原文说的是“{base['base']}”"
    return ""


def _pairs(text: str) -> list[str]:
    plain = keep_letters(text)
    return [plain[at : at + 2] for at in range(len(plain) - 1)]


def _find_base(words: str) -> str:
    """Return which number of communities the words of a base mean, empty where that is not certain."""
    return next((key for key, known in _BASES.items() if re.search(known, words)), "")


# -- targets and awards -------------------------------------------------------------------------------------------
def _targets(typed: TypedRubric) -> Iterator[Problem]:
    for key, target in typed.rubric.targets.items():
        rule, words = f"目标“{target.title}”", target.clause + target.title + (target.base or "")
        for name, counted in (("of", target.of), ("to", target.to)):
            zh = "" if counted in COUNTED else _name_of(typed, counted or "")
            other = _better_named(typed, words, counted or "") if zh else ""
            if zh and not _share(zh, words) and not _may_mean_passing(typed, counted or "", words):
                detail = f"的 {name} 是 {counted}（{zh}），原文里没有这些字"
                yield typed.hint(rule, detail, ("targets", key, name))
            elif other:
                detail = f"的 {name} 是 {counted}（{zh}），原文说的却像是 {other}"
                yield typed.hint(rule, detail, ("targets", key, name))
        if fault := _target_fault(typed, target):
            yield typed.hint(rule, fault, ("targets", key, "of"))
        meant = _find_base(target.base or "")
        if meant and target.to in _BASES and target.to != meant:
            detail = f"的基数 base 写的是“{target.base}”，to 却是 {target.to}（{_BASES_ZH[target.to]}）"
            yield typed.hint(rule, detail, ("targets", key, "to"), f"请核对；是的话写 to: {meant}")


def _may_mean_passing(typed: TypedRubric, key: str, words: str) -> bool:
    """Return whether a yes may be what a target calls 达标 without naming it."""
    found = typed.rubric.facts.get(key) or typed.rubric.indicators.get(key)
    return bool(found and found.kind == "yesno" and _PASSING.search(words))


def _target_fault(typed: TypedRubric, target: Target) -> str:
    """Return how a target counts communities that pass though its clause speaks of something else, empty for nothing."""
    if target.of not in {PASSED, CERTIFIED} or _PASSING.search(target.clause):
        return ""
    other = _other_named(typed, target.clause, {target.of, target.to or ""})
    return f"的 of 是 {target.of}（{_BASES_ZH[target.of]}），原文说的却像是 {other}" if other else ""


def _awards(typed: TypedRubric) -> Iterator[Problem]:
    """Yield conditions of awards and quotas that their words do not name, where they name another fact."""
    asked = [
        (f"奖补“{award.title}”", ("awards", key, name), getattr(award, name), award.clause + award.title)
        for key, award in typed.rubric.awards.items()
        for name in ("answer", "at_least_one")
    ]
    asked += [
        (f"名额“{quota.title}”", ("quotas", key, "among"), quota.among, quota.clause + quota.title)
        for key, quota in typed.rubric.quotas.items()
    ]
    for rule, path, counted, words in asked:
        zh = _name_of(typed, counted or "")
        other = _better_named(typed, words, counted or "") if zh else ""
        if other:
            detail = f"的 {path[-1]} 看的是 {counted}（{zh}），原文说的却像是 {other}"
            yield typed.hint(rule, detail, path)


def _name_of(typed: TypedRubric, key: str) -> str:
    """Return the name of a figure or fact without what it is counted in, empty for others."""
    found = typed.rubric.facts.get(key) or typed.rubric.indicators.get(key)
    return _COUNTED_IN.sub("", found.zh) if found else ""


def _share(name: str, words: str) -> float:
    """Return how much of a name stands in some words."""
    pairs, said = _pairs(name), set(_pairs(words))
    return sum(pair in said for pair in pairs) / len(pairs) if pairs else 0.0


def _better_named(typed: TypedRubric, words: str, counted: str) -> str:
    """Return what some words name though they hardly name the figure or fact that is counted, empty for nothing."""
    own = _share(_name_of(typed, counted), words)
    return _other_named(typed, words, {counted}) if own < _HARDLY else ""


def _other_named(typed: TypedRubric, words: str, but: set[str]) -> str:
    """Return the figure or fact that some words name best, with its name; empty where they name none."""
    keys = [key for key in (*typed.rubric.facts, *typed.rubric.indicators) if key not in but]
    names = {key: name for key in keys if len(_pairs(name := _name_of(typed, key))) > 1}
    best = max(names, key=lambda key: _share(names[key], words), default="")
    return f"{best}（{names[best]}）" if best and _share(names[best], words) >= _NAMED else ""
