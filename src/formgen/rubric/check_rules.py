"""What can be proved of the rules beside the points: standards, pass mark, quotas, targets, awards.

Knows a typed rubric. Reads no file.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from formgen.exact import exact_text
from formgen.problems import Problem
from formgen.rubric.award import Award
from formgen.rubric.check_figures import check_uses, report_unknown
from formgen.rubric.check_measures import always_holds, check_mark, doubt_order, doubt_units
from formgen.rubric.key_suggestions import hint_at
from formgen.rubric.measures import Measure
from formgen.rubric.measures.measure import Mark, Quotient
from formgen.rubric.schema import CERTIFIED, COMMUNITIES, COUNTED, PASSED, Gate, Quota, Target
from formgen.rubric.situation import Use
from formgen.rubric.typed_rubric import TypedRubric
from formgen.spec import KeyPath, Threshold


def check_rules(typed: TypedRubric) -> list[Problem]:
    """Return every fault of the rules beside the points."""
    return [
        *_gates(typed),
        *_pass_mark(typed),
        *_quotas(typed),
        *_targets(typed),
        *_awards(typed),
    ]


def _wrong(typed: TypedRubric, rule: str, detail: str, advice: str, *path: str | int) -> Problem:
    return Problem("R126", typed.place(*path), {"rule": rule, "detail": detail, "advice": advice})


# -- standards ------------------------------------------------------------------------------------------------
def _gates(typed: TypedRubric) -> Iterator[Problem]:
    gates = typed.rubric.gates
    titles: dict[str, str] = {}
    for key, gate in (gates.standards if gates else {}).items():
        path = ("gates", "standards", key)
        rule = f"评定标准“{gate.title}”"
        if first := titles.get(gate.title):
            yield _wrong(typed, rule, f"与 {first} 同名", "请核对是不是重复，或改用不同的名称", *path)
        titles.setdefault(gate.title, key)
        if fault := _gate_fault(gate):
            yield _wrong(typed, rule, fault, _GATE_ADVICE, *path)
        for name, asked in (("answer", gate.answer), ("only", gate.only)):
            if asked:
                yield from _answer(typed, asked, (*path, name))
        if gate.measure:
            yield from check_uses(typed, gate.measure.uses, (*path, "measure"))
            yield from _gate_mark(typed, gate, gate.measure, rule, path)
    yield from _contradictions(typed)


def _contradictions(typed: TypedRubric) -> Iterator[Problem]:
    """Yield pairs of standards on the same measure that no community can both fulfil."""
    gates = typed.rubric.gates
    measured = [(key, gate) for key, gate in (gates.standards if gates else {}).items() if gate.measure]
    for key, low in measured:
        for other, high in measured:
            if low.measure != high.measure or low.at_least is None or high.at_most is None:
                continue
            if low.at_least.style != high.at_most.style or (low.at_most and high.at_least):  # told by itself
                continue
            edges = {gate.boundary_in(typed.rubric.conventions) for gate in (low, high)}
            least, most = low.at_least.value, high.at_most.value
            if least > most or (least == most and "exclude" in edges):
                rule = f"评定标准“{low.title}”"
                detail = f"与“{high.title}”不能同时符合：一个要{low.at_least.text}以上，一个要{high.at_most.text}以下"
                later = max((key, other), key=list(gates.standards if gates else {}).index)
                yield _wrong(typed, rule, detail, "请核对两条的界限", "gates", "standards", later)


_GATE_ADVICE = (
    "写 measure 加 at_least 或 at_most 之一，或只写 answer；达不到时由评审认定的，再写 otherwise: pending 和 answer；"
    "两头都要的，写成两条标准"
)


def _gate_fault(gate: Gate) -> str | None:
    """Return what is wrong with the shape of a standard."""
    if gate.only and gate.only == gate.answer:
        return f"只管“{gate.only}”答“是”的，又要它答“是”，谁都符合"
    marks = [mark for mark in (gate.at_least, gate.at_most) if mark]
    return (
        _fault_of_answer(gate, marks)
        if gate.measure is None
        else _fault_of_measure(gate, gate.measure, marks)
    )


def _fault_of_answer(gate: Gate, marks: Sequence[Threshold]) -> str | None:
    idle = [name for name in ("otherwise", "boundary", "when_zero") if name in gate.model_fields_set]
    if idle:
        return f"没有 measure，{idle[0]} 不起作用"
    if gate.answer:
        return "写了 answer，又写了界限" if marks else None
    return "有界限，没有写量什么（measure）" if marks else "没有写看什么，永远不能判定"


def _fault_of_measure(gate: Gate, measure: Measure, marks: Sequence[Threshold]) -> str | None:
    faults = {
        "既写了 measure，又写了 answer": bool(gate.answer) and gate.otherwise == "fails",
        "有 measure，没有写界限": not marks,
        "既写了 at_least，又写了 at_most": len(marks) > 1,
        "量的是数量，没有分母，when_zero 不起作用": "when_zero" in gate.model_fields_set
        and measure.style == "count",
        "写了 otherwise: pending，没有写 answer，评审认定的结果无处填，永远待定": gate.otherwise == "pending"
        and not gate.answer,
    }
    return next((detail for detail, holds in faults.items() if holds), None)


def _gate_mark(
    typed: TypedRubric, gate: Gate, measure: Measure, rule: str, path: KeyPath
) -> Iterator[Problem]:
    exclusive = gate.boundary_in(typed.rubric.conventions) == "exclude"
    for name, limit in (("at_least", gate.at_least), ("at_most", gate.at_most)):
        if limit is None:
            continue
        if limit.style != measure.style:
            words = {"value": limit.text, "measure": measure.kind}
            yield Problem("R116", typed.place(*path, name), words)
            continue
        mark = Mark(limit, name == "at_least", exclusive, measure, (name,))
        yield from check_mark(typed, mark, rule, path)
        if always_holds(typed, mark):
            side, other = ("下限", "at_most") if mark.rising else ("上限", "at_least")
            detail = f"的{side}是{limit.text if limit.value else 0}，谁都符合"
            yield _wrong(typed, rule, detail, f"请核对界限，或改用 {other}", *path, name)


def _answer(typed: TypedRubric, key: str, path: KeyPath) -> Iterator[Problem]:
    """Yield what is wrong with a key that has to name a question of yes or no, a fact or a figure."""
    if key in typed.rubric.facts:
        yield from _fact(typed, key, "yesno（是/否）", path)
    else:
        yield from check_uses(typed, [Use(key, ("yesno",))], path, typed.names("facts"))


def _pass_mark(typed: TypedRubric) -> Iterator[Problem]:
    mark, rubric = typed.rubric.pass_mark, typed.rubric
    if mark is None:
        yield from _no_verdict(typed)
        return
    if typed.is_whole("criteria") and not typed.names("criteria"):
        detail = "没有评分项可以得分，永远待定"
        yield _wrong(typed, "合格线", detail, "只有评定标准的，删去 pass_mark，由标准决定", "pass_mark")
        return
    if not typed.is_whole("total") or not typed.is_whole("bonus"):
        return
    most = rubric.total + (rubric.bonus if mark.include_bonus else 0)
    if not 0 <= mark.points <= most:
        detail = f"{exact_text(mark.points)}分，不在0到{exact_text(most)}分之间"
        yield _wrong(typed, "合格线", detail, "请核对分数，以及是否含附加分", "pass_mark", "points")


def _no_verdict(typed: TypedRubric) -> Iterator[Problem]:
    """Yield a rubric of standards only, none of which decides: nobody can ever pass or fail."""
    gates = typed.rubric.gates
    if not typed.is_whole("criteria") or typed.names("criteria") or gates is None or gates.decisive:
        return
    if _never_passes(typed):
        detail = "都不起决定作用（decisive: false），又没有评分项和合格线，谁合格永远待定"
        advice = "由标准决定的，删去 decisive: false；通知没有写明的，写成口径（interpretations）"
        words = {"rule": "评定标准", "detail": detail, "advice": advice}
        yield Problem("R132", typed.place("gates", "decisive"), words)


# -- what follows over many communities -----------------------------------------------------------------------
def _quotas(typed: TypedRubric) -> Iterator[Problem]:
    for key, quota in typed.rubric.quotas.items():
        path = ("quotas", key, "share")
        written = typed.written(*path)
        rule = f"名额“{quota.title}”"
        if fault := _quota_fault(quota):
            yield _wrong(typed, rule, fault, "share 写比例，如 10%；most 写个数，如 10", "quotas", key)
        elif quota.share is None:
            pass
        elif not 0 < quota.share <= 1:
            yield _wrong(typed, rule, f"的比例“{written}”不在0到100%之间", _share_advice(written), *path)
        elif quota.share == 1 and "%" not in written and "％" not in written:
            yield _wrong(typed, rule, f"的比例“{written}”没有百分号", _share_advice(written), *path)
        yield from _counted(typed, quota.to, ("quotas", key, "to"))
        if quota.among:
            yield from _answer(typed, quota.among, ("quotas", key, "among"))
        yield from _meaning(typed, rule, quota.of, ("quotas", key, "of"))
        if PASSED in {quota.of, quota.to} and _never_passes(typed):
            yield _wrong(typed, rule, _NEVER, _NEVER_ADVICE, "quotas", key)


def _quota_fault(quota: Quota) -> str | None:
    """Return what is wrong with how many places a quota has."""
    if (quota.share is None) == (quota.most is None):
        return "share 和 most 要写一样，只写一样"
    if quota.most is None:
        return None
    if quota.most < 1 or quota.most.denominator != 1:
        return f"的“{exact_text(quota.most)}”不是个数"
    idle = [name for name in ("to", "at_least_one") if name in quota.model_fields_set]
    return f"写了 most，{'、'.join(idle)} 不起作用" if idle else None


def _meaning(typed: TypedRubric, rule: str, text: str | None, path: KeyPath) -> Iterator[Problem]:
    """Yield a key that stands where the meaning of a base is said in words: it counts nothing there."""
    if text in COUNTED or text in typed.names("facts") or text in typed.names("indicators"):
        detail = f"的 {path[-1]} 写了键“{text}”；这里只用文字说明基数的含义，不起计数作用"
        advice = f"以它为基数的，写 to: {text}；{path[-1]} 写成文字，如 已认定的社区总数"
        yield _wrong(typed, rule, detail, advice, *path)


def _counted(typed: TypedRubric, key: str, path: KeyPath) -> Iterator[Problem]:
    """Yield what is wrong with a key that has to name something to count."""
    if key in COUNTED:
        return
    kinds = ("yesno（是/否）", "count（整数）")
    if key in typed.names("facts"):
        fact = typed.rubric.facts.get(key)
        if fact and fact.kind not in {"yesno", "count"}:
            where = ".".join(str(step) for step in path)
            words = {"name": key, "kind": fact.kind, "wanted": "、".join(kinds), "where": where}
            yield Problem("R125", typed.place(*path), words)
    elif key in typed.names("indicators"):
        yield from check_uses(typed, [Use(key, ("count", "yesno"))], path)
    else:
        known = [*sorted(COUNTED), *typed.names("facts"), *typed.names("indicators")]
        hint = hint_at(key, known) or f"：可写 {'、'.join(sorted(COUNTED))}，或基本情况、指标的键"
        where = ".".join(str(step) for step in path)
        yield Problem("R112", typed.place(*path), {"name": key, "where": where, "hint": hint})


def _share_advice(written: str) -> str:
    plain = written.rstrip("%％")
    return f"比例要写百分号，如 {plain}%" if plain == written and plain.isascii() else "写成百分数，如 10%"


def _targets(typed: TypedRubric) -> Iterator[Problem]:
    rubric = typed.rubric
    for key, target in rubric.targets.items():
        rule = f"目标“{target.title}”"
        for name, used in (("of", target.of), ("to", target.to)):
            if used:
                yield from _counted(typed, used, ("targets", key, name))
        yield from _meaning(typed, rule, target.base, ("targets", key, "base"))
        path = ("targets", key, "at_least")
        written = typed.written(*path)
        if target.to is None:
            if target.at_least.denominator != 1 or target.at_least < 1 or "%" in written:
                advice = "没有写基数 to，at_least 写个数；是比例的，补上 to"
                yield _wrong(typed, rule, f"的“{written}”不是个数", advice, *path)
        elif not 0 < target.at_least <= 1 or written in {"1", "1.0"}:
            advice = f"写了基数 to，at_least 写百分数或分数，如 20%、1/3；{_share_advice(written)}"
            yield _wrong(typed, rule, f"的“{written}”不是0到100%之间的比例", advice, *path)
        yield from _target_share(typed, key, target, rule)
        yield from _townships(typed, target, rule, ("targets", key, "townships"))
        if PASSED in {target.of, target.to} and _never_passes(typed):
            yield _wrong(typed, rule, _NEVER, _NEVER_ADVICE, "targets", key)


def _target_share(typed: TypedRubric, key: str, target: Target, rule: str) -> Iterator[Problem]:
    """Yield what makes the share that a target asks for senseless, or doubtful."""
    path = ("targets", key)
    if target.of == target.to:
        yield _wrong(typed, rule, "的 of 和 to 相同", "请核对数什么、和什么比", *path, "to")
    elif (target.of == COMMUNITIES and target.to) or target.to in _parts_of(typed, target.of):
        detail = f"的 of 和 to 写反了：{target.to} 是 {target.of} 的一部分，永远达到"
        yield _wrong(typed, rule, detail, "of 写数什么，to 写占什么的比例", *path)
    elif target.to:
        quotient = Quotient([target.of], [target.to])
        yield from doubt_order(typed, quotient, rule, path)
        yield from doubt_units(typed, quotient, rule, path)


def _townships(typed: TypedRubric, target: Target, rule: str, path: KeyPath) -> Iterator[Problem]:
    """Yield what is wrong with the targets of townships: they are whole numbers, and add up to the whole."""
    if not target.townships:
        return
    if target.to is not None or target.of == CERTIFIED:
        detail = "写了 townships，数的却不是各乡镇（街道）的个数"
        yield _wrong(typed, rule, detail, "只用于没有 to 的目标，of 不写 certified", *path)
    for township, number in target.townships.items():
        if number < 0 or number.denominator != 1:
            yield _wrong(typed, rule, f"给“{township}”的目标不是个数", "写整数", *path, township)
    total = sum(target.townships.values(), Fraction(0))
    if total != target.at_least:
        detail = f"各乡镇（街道）的目标加起来是{exact_text(total)}，不是{exact_text(target.at_least)}"
        words = {"rule": rule, "detail": detail, "advice": "请核对；通知就是这样的不必改"}
        yield Problem("R132", typed.place(*path), words)


_NEVER = "要看是否合格，通知却没有合格线，永远待定"
_NEVER_ADVICE = "请写合格线 pass_mark；通知没有写明的，写成口径（interpretations），由一种读法给出 pass_mark"


def _never_passes(typed: TypedRubric) -> bool:
    """Return whether no community can ever be found to pass: nothing decides it, under no reading."""
    rubric = typed.rubric
    if rubric.pass_mark or not all(
        typed.is_whole(name) for name in ("pass_mark", "gates", "interpretations")
    ):
        return False
    if not typed.names("criteria") and rubric.gates and rubric.gates.decisive:
        return False
    deciding = {"pass_mark", *(() if rubric.criteria else ("gates",))}
    readings = [each for every in rubric.interpretations.values() for each in every.readings.values()]
    return not any(deciding.intersection(each.change) for each in readings)


def _parts_of(typed: TypedRubric, whole: str) -> set[str]:
    """Return the figures that are a part of another, or of a part of it."""
    figures = typed.rubric.figures
    return {pair.part for pair in figures.parts if whole in figures.wholes_above(pair.part)}


def _awards(typed: TypedRubric) -> Iterator[Problem]:
    rubric = typed.rubric
    groups = Counter(award.group for award in rubric.awards.values())
    for key, award in rubric.awards.items():
        path, rule = ("awards", key), f"奖补“{award.title}”"
        for detail, advice in _award_faults(award):
            yield _wrong(typed, rule, detail, advice, *path)
        if award.group and groups[award.group] == 1:
            yield _wrong(
                typed, rule, f"的组 {award.group} 里只有它一条", "同一组的写同一个 group", *path, "group"
            )
        if award.passed and _never_passes(typed):
            yield _wrong(typed, rule, _NEVER, _NEVER_ADVICE, *path)
        if award.answer:
            yield from _fact(typed, award.answer, "yesno（是/否）", (*path, "answer"))
        for name, asked in (("at_least_one", award.at_least_one), ("amount", award.amount)):
            if asked:
                yield from _fact(typed, asked, "count（整数）", (*path, name))


def _award_faults(award: Award) -> Iterator[tuple[str, str]]:  # a detail and an advice
    conditions = [name for name in ("titles", "answer", "at_least_one") if getattr(award, name)]
    if len(conditions) > 1:
        yield f"同时写了 {'、'.join(conditions)}，只有第一个起作用", "只写一个条件；各有各的，写成几条奖补"
    if not conditions and not award.passed:
        yield "没有写条件，谁都有", "写 answer、at_least_one、titles 或 passed: true"
    if award.times == "per_title" and not award.titles:
        yield "按称号个数给，没有写是哪些称号", "写 titles，或改为 times: once"
    if award.up_to is not None and (award.yuan is None or award.up_to <= award.yuan or not award.amount):
        yield "的 up_to 用不上", "yuan 写下限，up_to 写更大的上限，amount 写由人定的金额填在哪里"
    if award.amount and award.yuan is not None and award.up_to is None:
        yield "写了金额，又写了 amount", "由人定的，写 yuan、up_to 和 amount，或只写 amount"
    if award.yuan is not None and award.yuan <= Fraction(0):
        yield "的金额不大于0", "金额写正数；由当地确定的，不写 yuan"


def _fact(typed: TypedRubric, key: str, wanted: str, path: KeyPath) -> Iterator[Problem]:
    """Yield what is wrong with a key that has to name a basic fact of some kind: awards look at nothing else."""
    fact = typed.rubric.facts.get(key)
    where = ".".join(str(step) for step in path)
    if fact is None and key not in typed.names("facts"):
        yield from report_unknown(typed, key, path, typed.names("facts"), "facts")
    elif fact is not None and not wanted.startswith(fact.kind):
        words = {"name": key, "kind": fact.kind, "wanted": wanted, "where": where}
        yield Problem("R125", typed.place(*path), words)
