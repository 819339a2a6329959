"""What limits a rule, or decides by itself, held against its words: ranges of money, pass mark, standards, tiers. Hints only.

Knows a typed rubric. Reads no file.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from formgen.exact import exact_text
from formgen.folding import fold, remove_blanks
from formgen.problems import Problem
from formgen.rubric.award import Award
from formgen.rubric.clause_numbers import ClauseNumber, list_numbers, read_numeral
from formgen.rubric.measures.measure import Mark
from formgen.rubric.typed_rubric import TypedRubric
from formgen.spec import KeyPath

_NUMERAL = r"\d+(?:\.\d+)?|[一二两三四五六七八九十]+"
_YUAN = re.compile(
    rf"(?P<low>{_NUMERAL})(?P<low_size>[千万]?)(?:元)?(?:至|到|-|－|—|~|～)(?P<high>{_NUMERAL})(?P<high_size>[千万]?)元"
)
_PHRASES = re.compile(r"[,，。；;\n]")
_OF_ITEM = re.compile(rf"(?:本项|该项|此项)(?:共|计|为|分值|总分)?(?P<points>{_NUMERAL})分")
_STEP = re.compile(r"每[^，。；,;]{0,6}(?:百分点|%|‰)")  # 每低1个百分点扣1分 is a tier for each
_STEP_OF_COUNTS = re.compile(
    r"每(?:再|又)?(?:超过|超出|超|增加|新增|增|减少|减|提高|降低|下降|上升|低于|低|高于|高|多|少|缺|差)(?:了|出)?(?P<size>[\d一二两三四五六七八九十]*)"
    r"(?:人次|[个名人位户家件起次处项条篇份笔场间台所])"
)  # 每增加5人加1分
_ALL = re.compile("全部|全都|所有|全员|全覆盖|人人|户户|百分之百")  # is 100%
_COUNTS = "达到|不低于|不少于|至少|不超过|不高于|不多于|≥|≤"  # a number behind these counts itself
_VETO_OF_ITEM = re.compile(r"一票否决|取消[^，。；,;]{0,10}(?:资格|评选|评定|申报)")
VETO = re.compile(
    rf"{_VETO_OF_ITEM.pattern}|否决|不予(?:认定|评定|推荐|授牌|命名)|不(?:得|能)(?:评为|认定|推荐|申报|评选)"
    r"|(?:直接|视为|即为|一律)(?:定为|评为|判为)?不合格"
)
_NO_VETO = re.compile(
    r"(?:不作为|不是|不实行|不搞)[^，。；,;]{0,6}否决|不影响(?:评定|认定|合格|结论|结果)|(?:仅供|只作|仅作|作为)参考"
)


def check_limits(typed: TypedRubric) -> list[Problem]:
    """Return a hint for every limit that the words beside it set otherwise."""
    return [*_ranges(typed), *_pass_mark(typed), *_decisive(typed), *_criteria(typed)]


# -- money --------------------------------------------------------------------------------------------------------
def _ranges(typed: TypedRubric) -> Iterator[Problem]:
    """Yield awards of a range of money, 2万元至3万元, of which not both ends are written, or others."""
    for key, award in typed.rubric.awards.items():
        found = _YUAN.findall(fold(remove_blanks(award.clause)))
        others = {each.value for each in list_numbers(award.clause) if each.kind == "yuan"}
        if len(found) != 1 or award.yuan is None or award.yuan in others:
            continue
        low, low_size, high, high_size = found[0]
        ends = (_amount(low, low_size or high_size), _amount(high, high_size))
        if None in ends or (award.yuan, award.up_to) == ends:
            continue
        said = f"{low}{low_size}元至{high}{high_size}元" if low_size else f"{low}至{high}{high_size}元"
        written = f"yuan 却是{exact_text(award.yuan)}" + _say_up_to(award)
        advice = "yuan 写下限，up_to 写上限，amount 写由人定的金额填在哪里"
        yield typed.hint(
            f"奖补“{award.title}”", f"的原文写着{said}，{written}", ("awards", key, "yuan"), advice
        )


def _say_up_to(award: Award) -> str:
    return "，没有 up_to" if award.up_to is None else f"，up_to 是{exact_text(award.up_to)}"


def _amount(digits: str, size: str) -> Fraction | None:
    return read_numeral(digits + size)


# -- pass mark ----------------------------------------------------------------------------------------------------
def _pass_mark(typed: TypedRubric) -> Iterator[Problem]:
    mark = typed.rubric.pass_mark
    if mark is None:
        return
    path: KeyPath = ("pass_mark", "points")
    said = [each for each in list_numbers(mark.clause) if each.kind == "points" and each.value == mark.points]
    if said and all(each.strict and each.bound == "least" for each in said):
        detail = f"的原文写着超过{said[0].text}，不含本数，这里得{exact_text(mark.points)}分的却合格"
        yield typed.hint("合格线", detail, path, "写比它大一个最小步长的分值；含本数的，不用改")
    numbers = list_numbers(mark.clause)
    shares = [each for each in numbers if each.kind == "ratio"]
    rubric = typed.rubric
    named = re.search(rf"(?<![\d.]){exact_text(mark.points)}分", fold(remove_blanks(mark.clause)))
    if len(shares) == 1 and not named and not any(each.kind == "points" for each in numbers):
        wanted = [shares[0].value * most for most in (rubric.total, rubric.total + rubric.bonus)]
        if mark.points not in wanted:
            detail = f"的原文写着{shares[0].text}，即{exact_text(wanted[0])}分，points 却是{exact_text(mark.points)}"
            yield typed.hint("合格线", detail, path)


# -- what decides by itself ---------------------------------------------------------------------------------------
def _decisive(typed: TypedRubric) -> Iterator[Problem]:
    """Yield what is said to decide by itself and does not, or the other way round."""
    rubric, gates = typed.rubric, typed.rubric.gates
    if gates is None and not typed.is_whole("gates"):
        return
    standards = gates.standards if gates else {}
    for key, gate in standards.items():
        decides, idle = VETO.search(gate.clause), _NO_VETO.search(gate.clause)
        rule = f"评定标准“{gate.title}”"
        if gates and not gates.decisive and decides and not idle:
            yield typed.hint(rule, f"的原文写着{decides[0]}，decisive 却是 false", ("gates", "decisive"))
        elif gates and gates.decisive and idle:
            detail = f"的原文写着{idle[0]}，它不符合的却一律不合格"
            path: KeyPath = ("gates", "standards", key)
            yield typed.hint(rule, detail, path, "不起决定作用的写 decisive: false；原文确是这样的，不用改")
    for key, criterion in rubric.criteria.items():
        found = _VETO_OF_ITEM.search(criterion.clause)
        about = [
            gate
            for gate in standards.values()
            if _VETO_OF_ITEM.search(gate.clause) or set(gate.keys) & set(criterion.keys)
        ]
        if found and not about and not _NO_VETO.search(criterion.clause):
            detail = f"的原文写着{found[0]}，没有一条评定标准（gates）看它，这一项不得分的照样可以合格"
            path = ("criteria", key, "clause")
            yield typed.hint(criterion.label, detail, path, "请写成一条评定标准；由人定的，不用改")


# -- criteria -----------------------------------------------------------------------------------------------------
def _criteria(typed: TypedRubric) -> Iterator[Problem]:
    rubric = typed.rubric
    for key, criterion in rubric.criteria.items():
        clause = fold(remove_blanks(criterion.clause))
        found = {read_numeral(match["points"]) for match in _OF_ITEM.finditer(clause)}
        if len(found) == 1 and (said := found.pop()) and said != criterion.points:
            detail = f"的原文写着本项{exact_text(said)}分，points 却是{exact_text(criterion.points)}"
            yield typed.hint(criterion.label, detail, ("criteria", key, "points"))
        for path, method in criterion.method.walk(("criteria", key, "method")):
            marks = [mark for mark in method.marks(rubric.conventions) if "tiers" in mark.path]
            yield from _unsaid(typed, criterion.label, clause, marks, path)
            yield from _excluded(typed, criterion.label, clause, marks, path)
    for key, gate in (rubric.gates.standards if rubric.gates else {}).items():
        limits = [limit for limit in (gate.at_least, gate.at_most) if limit]
        texts = [limit.text for limit in limits]
        yield from _counted(
            typed,
            f"评定标准“{gate.title}”",
            fold(remove_blanks(gate.clause)),
            texts,
            ("gates", "standards", key),
        )


def _unsaid(
    typed: TypedRubric, rule: str, clause: str, marks: list[Mark], path: KeyPath
) -> Iterator[Problem]:
    """Yield tiers of which a clause that says all the others says nothing."""
    styles = {mark.limit.style for mark in marks}
    said = [each for each in list_numbers(clause) if each.kind in styles]
    values = {mark.limit.value for mark in marks}
    steps = [read_numeral(match["size"]) or Fraction(1) for match in _STEP_OF_COUNTS.finditer(clause)]
    odd = [mark for mark in marks if not (_stands_in(clause, mark, said) or _is_step(mark, said, steps))]
    if not said or not odd or any(each.value not in values for each in said) or _STEP.search(clause):
        return
    for mark in odd:
        detail = f"的原文里没有{mark.limit.text}这一档"
        yield typed.hint(rule, detail, (*path, *mark.path), "请核对；口径是这样定的，不用改")


def _stands_in(clause: str, mark: Mark, said: list[ClauseNumber]) -> bool:
    digits = mark.limit.text.rstrip("%‰")
    if mark.limit.style == "ratio" and mark.limit.value == 1 and _ALL.search(clause):
        return True
    return digits in clause or any(each.value == mark.limit.value for each in said)


def _is_step(mark: Mark, said: list[ClauseNumber], steps: list[Fraction]) -> bool:
    """Return whether a tier of a count is whole steps away from one that the clause prints: 每增加5人加1分."""
    counted = [each.value for each in said if each.kind == "count"]
    return mark.limit.style == "count" and any(
        ((mark.limit.value - each) / step).denominator == 1 for each in counted for step in steps if step
    )


def _excluded(
    typed: TypedRubric, rule: str, clause: str, marks: list[Mark], path: KeyPath
) -> Iterator[Problem]:
    if marks:
        yield from _counted(typed, rule, clause, [mark.limit.text for mark in marks], path)


def _counted(
    typed: TypedRubric, rule: str, clause: str, texts: list[str], path: KeyPath
) -> Iterator[Problem]:
    """Yield a boundary that leaves out the number itself, where the clause counts it: 达到95%, 不超过3户."""
    chosen = typed.rubric.conventions.boundary == "exclude"  # who chose so for all marks has read the words
    if chosen or typed.written(*path, "boundary") != "exclude":
        return
    for text in texts:
        match = re.search(rf"(?:{_COUNTS})(?:了|为)?{re.escape(fold(text))}", clause)
        if match:
            detail = f"的原文写着{match[0]}，含本数，boundary 却是 exclude"
            yield typed.hint(rule, detail, (*path, "boundary"), "含本数的写 include；原文确不含的，不用改")
            return
