"""How each scoring method computes: a method and a situation in, an outcome with its trace out. Pure."""

from fractions import Fraction
from math import ceil, floor

from formgen.model import Answer, State
from formgen.rubric.measure import Reading, Situation, UndecidedError, number, read, total
from formgen.rubric.methods import (
    Best,
    Checklist,
    ChecklistItem,
    Conditional,
    Deduction,
    Deductions,
    Fixed,
    Judged,
    Levels,
    Method,
    NotApplicable,
    Part,
    Pending,
    Share,
    Sum,
    Tier,
    Tiers,
    WeightedCount,
)
from formgen.rubric.trace import (
    Answered,
    AwaitsReviewer,
    Capped,
    Counted,
    Decided,
    Deducted,
    Floored,
    GivenByReviewer,
    LevelReached,
    NobodyServed,
    Outcome,
    PartTrace,
    Shared,
    Started,
    Step,
    TierReached,
    Unusable,
    Voided,
    ZeroDenominator,
)


def apply(method: Method, situation: Situation) -> Outcome:
    """Apply a method. What cannot be decided comes back as 待定 or contradiction with the reason."""
    try:
        return _apply(method, situation)
    except UndecidedError as undecided:
        return undecided.outcome


def _apply(method: Method, situation: Situation) -> Outcome:  # noqa: C901, PLR0911, PLR0912 - a table
    match method:
        case Tiers():
            return _tiers(method, situation)
        case Share():
            return _share(method, situation)
        case Deductions():
            return _deductions(method, situation)
        case Checklist():
            return _checklist(method, situation)
        case Levels():
            return _levels(method, situation)
        case WeightedCount():
            return _weighted_count(method, situation)
        case Judged():
            return _judged(method.of, situation)
        case Fixed():
            return _scored(method.points, Decided(method.points, method.note))
        case Pending():
            return Outcome(None, State.PENDING, (AwaitsReviewer(method.note),))
        case NotApplicable():
            return Outcome(None, State.NOT_APPLICABLE, (Decided(None, method.note),))
        case Conditional():
            return _conditional(method, situation)
        case Sum():
            return _sum(method, situation)
        case Best():
            return _best(method.parts, situation)


def _scored(points: Fraction, *steps: Step) -> Outcome:
    return Outcome(points, State.SCORED, steps)


# -- tiers ------------------------------------------------------------------------------------------
def _tiers(method: Tiers, situation: Situation) -> Outcome:
    reading = read(method.measure, situation)
    if reading.value is None:
        return _zero(method.when_zero or situation.conventions.when_zero, method.tiers[-1].points, reading)
    boundary = method.boundary or situation.conventions.boundary
    value = reading.value
    if situation.conventions.compare == "two_decimals":
        value = _two_decimals(value, reading.steps)
    reached = [tier for tier in method.tiers if _reaches(value, tier, boundary)]
    best = reached[-1] if reached else None
    following = next((tier for tier in method.tiers if tier not in reached), None)
    points = best.points if best else _otherwise(method, value)
    step = TierReached(
        mark=best.mark if best else None,
        falling=method.tiers[0].at_most is not None,
        points=points,
        next_mark=following.mark if following else None,
        next_points=following.points if following else None,
        lacking=_lacking(following, reading, boundary) if following else None,
        unit=reading.of[0].unit if reading.of else "",
        on_edge=any(tier.mark.value == value for tier in method.tiers if tier.at_least),
        boundary=boundary,
        proportional=best is None and method.otherwise == "proportional",
    )
    if points is None:
        note = "未达到标准，通知没有写明如何给分，由评审决定"
        return Outcome(None, State.PENDING, (*reading.steps, step, AwaitsReviewer(note)))
    return _scored(points, *reading.steps, step)


def _reaches(value: Fraction, tier: Tier, boundary: str) -> bool:
    if tier.at_most is not None:
        return value <= tier.at_most.value
    return value > tier.mark.value if boundary == "exclude" else value >= tier.mark.value


def _two_decimals(value: Fraction, steps: tuple[Step, ...]) -> Fraction:
    """Round as a printed figure would be: a rate to two decimals of a percent, a proportion to two decimals."""
    style = next((getattr(step, "style", "ratio") for step in steps), "ratio")
    scale = 10000 if style == "ratio" else 100
    return Fraction(floor(value * scale + Fraction(1, 2)), scale)


def _otherwise(method: Tiers, value: Fraction) -> Fraction | None:
    if method.otherwise == "pending":
        return None
    if method.otherwise == "proportional":
        top = method.tiers[-1]
        return top.points * min(Fraction(1), value / top.mark.value)
    return method.otherwise


def _lacking(tier: Tier, reading: Reading, boundary: str) -> int | None:
    """Return how many units are missing to a tier while the denominator stays as it is."""
    if reading.base is None or not reading.of:
        return None
    wanted, have = tier.mark.value * reading.base, total(reading.of)
    if tier.at_most is not None:
        return ceil(have - wanted)
    return floor(wanted) + 1 - floor(have) if boundary == "exclude" else ceil(wanted - have)


def _zero(decision: str, full: Fraction, reading: Reading) -> Outcome:
    step = ZeroDenominator(reading.to, decision)
    match decision:
        case "zero":
            return _scored(Fraction(0), *reading.steps, step)
        case "full":
            return _scored(full, *reading.steps, step)
        case "not_applicable":
            return Outcome(None, State.NOT_APPLICABLE, (*reading.steps, step))
        case _:
            return Outcome(None, State.PENDING, (*reading.steps, step))


# -- shares and deductions ----------------------------------------------------------------------------
def _share(method: Share, situation: Situation) -> Outcome:
    of, to = situation.take([method.of, method.to])
    if number(to) == 0:
        when_zero = method.when_zero or situation.conventions.when_zero
        return _zero(when_zero, method.full, Reading(None, (), (of,), (to,)))
    raw = method.full * number(of) / number(to)
    points = min(raw, method.full)
    return _scored(points, Shared(of, to, method.full, raw, points))


def _deductions(method: Deductions, situation: Situation) -> Outcome:
    start = method.start
    steps: list[Step] = []
    if start is None:
        first = _judged(method.start_judged, situation)
        if first.points is None:
            return first
        start = first.points
        steps += first.steps
    steps.append(Started(start, judged=method.start is None))
    grounds = [_deduct(ground, situation) for ground in method.deductions]
    steps += grounds
    raw = start - sum((ground.total for ground in grounds), Fraction(0))
    points = max(raw, method.floor)
    if raw < method.floor:
        steps.append(Floored(raw, method.floor))
    state = State.JUDGED if method.start is None else State.SCORED
    return Outcome(points, state, tuple(steps))


def _deduct(ground: Deduction, situation: Situation) -> Deducted:
    used = situation.take([key for key in (ground.of, ground.less) if key])
    count = number(used[0]) - (number(used[1]) if ground.less else 0)
    times = min(count, Fraction(1)) if ground.times == "once" else count
    once = ground.times == "once"
    return Deducted(ground.label, used, count, ground.points, once, times * ground.points)


# -- answers, levels, counts --------------------------------------------------------------------------
def _checklist(method: Checklist, situation: Situation) -> Outcome:
    answers = [_answer(method, item, situation) for item in method.items]
    if undecided := _first_undecided(answers):
        return undecided
    points = sum((answer.points or Fraction(0) for answer in answers), Fraction(0))
    steps = [step for answer in answers for step in answer.steps]
    if method.void_below is not None and points < method.void_below:
        return _scored(Fraction(0), *steps, Voided(points, method.void_below))
    return _scored(points, *steps)


def _answer(method: Checklist, item: ChecklistItem, situation: Situation) -> Outcome:
    """Score one element: a reviewer's partial points if there are any, else the answer."""
    try:
        if item.partial and item.partial in situation.community.indicators:
            (used,) = situation.take([item.partial])
            given = number(used)
            points = given if method.partial != "refuse" or given >= item.points else Fraction(0)
            return _scored(points, Answered(item.label, used, points, item.points, partial=True))
        (used,) = situation.take([item.of])
    except UndecidedError as undecided:
        return undecided.outcome
    if used.figure.value == Answer.NOBODY:
        decision = situation.conventions.nobody
        step = NobodyServed(item.label, decision)
        points = item.points if decision == "full" else Fraction(0)
        return Outcome(None, State.PENDING, (step,)) if decision == "pending" else _scored(points, step)
    points = item.points if used.figure.value == Answer.YES else Fraction(0)
    return _scored(points, Answered(item.label, used, points, item.points))


def _first_undecided(outcomes: list[Outcome]) -> Outcome | None:
    """Return the outcome of a whole whose parts are not all decided: contradiction before 待定."""
    states = {outcome.state for outcome in outcomes}
    for state in (State.CONTRADICTION, State.PENDING):
        if state in states:
            return Outcome(None, state, tuple(step for outcome in outcomes for step in outcome.steps))
    return None


def _levels(method: Levels, situation: Situation) -> Outcome:
    (used,) = situation.take([method.of])
    reached = [level for level in method.levels if level.level <= number(used)]
    following = next((level for level in method.levels if level not in reached), None)
    summed = method.combine == "sum"
    each = [level.points for level in reached] or [Fraction(0)]
    raw = sum(each, Fraction(0)) if summed else each[-1]
    step = LevelReached(
        used,
        reached[-1].label if reached else "无",
        raw,
        summed,
        following.label if following else "",
        following.points if following else None,
    )
    return _capped(raw, method.cap, step)


def _weighted_count(method: WeightedCount, situation: Situation) -> Outcome:
    taken = situation.take([term.of for term in method.terms])
    counted = [
        Counted(term.label, used, term.points, term.points * number(used))
        for term, used in zip(method.terms, taken, strict=True)
    ]
    return _capped(sum((each.points for each in counted), Fraction(0)), method.cap, *counted)


def _capped(raw: Fraction, cap: Fraction | None, *steps: Step) -> Outcome:
    if cap is None or raw <= cap:
        return _scored(raw, *steps)
    return _scored(cap, *steps, Capped(raw, cap))


def _judged(key: str | None, situation: Situation) -> Outcome:
    """Take the points a person gave: under the criterion's key, or as an indicator of its own."""
    judgement = situation.judgement
    if judgement is not None:
        if judgement.points is None:
            note = f"录入的得分“{judgement.text}”不能采用"
            return Outcome(None, State.CONTRADICTION, (AwaitsReviewer(note),))
        given = GivenByReviewer(judgement.points, judgement.by, judgement.reason, judgement.place.short)
        return Outcome(judgement.points, State.JUDGED, (given,))
    if key is None or key not in situation.community.indicators:
        return Outcome(None, State.PENDING, (AwaitsReviewer("由评审人评定，尚未录入"),))
    (used,) = situation.take([key])
    points = number(used)
    if not 0 <= points <= situation.criterion.points:
        return Outcome(None, State.CONTRADICTION, (Unusable((used,)),))
    return Outcome(points, State.JUDGED, (GivenByReviewer(points, "", "", used.figure.place.short),))


# -- methods made of methods --------------------------------------------------------------------------
def _conditional(method: Conditional, situation: Situation) -> Outcome:
    for case in method.cases:
        (used,) = situation.take([case.of])
        if number(used) == case.equals:
            return apply(case.method, situation)
    return apply(method.otherwise, situation)


def _sum(method: Sum, situation: Situation) -> Outcome:
    parts = [PartTrace(key, part.label, apply(part.method, situation)) for key, part in method.parts.items()]
    outcomes = [part.outcome for part in parts]
    if undecided := _first_undecided(outcomes):
        return Outcome(None, undecided.state, tuple(parts))
    raw = sum((outcome.points or Fraction(0) for outcome in outcomes), Fraction(0))
    return _capped(raw, method.cap, *parts)


def _best(choices: dict[str, Part], situation: Situation) -> Outcome:
    outcomes = {key: apply(part.method, situation) for key, part in choices.items()}
    undecided = _first_undecided(list(outcomes.values()))
    best = max(outcomes, key=lambda key: outcomes[key].points or Fraction(0))
    parts = [
        PartTrace(key, part.label, outcomes[key], counts=undecided is not None or key == best)
        for key, part in choices.items()
    ]
    if undecided:
        return Outcome(None, undecided.state, tuple(parts))
    return _scored(outcomes[best].points or Fraction(0), *parts)
