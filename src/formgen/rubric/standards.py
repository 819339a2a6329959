"""Standards (评定标准, ``gates`` in a rubric): what must hold besides the points, decided and explained like criteria.

Knows the rubric and the figures of one community. Pure: no file, clock or format.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from formgen.model import Answer, Community, Fact, State
from formgen.quoting import quote
from formgen.rubric.measures import Measure
from formgen.rubric.relations import Violation
from formgen.rubric.schema import Gate, Rubric, WhenGateZero
from formgen.rubric.situation import Missing, Situation
from formgen.rubric.terms import GATE_WORDS
from formgen.rubric.trace import Step, UndecidedError, Used, list_figures
from formgen.spec import Threshold


@dataclass(frozen=True, slots=True)
class MarkCompared(Step):
    """A measured value held against a mark of a standard: ``rising`` marks are reached, others not exceeded."""

    mark: Threshold
    rising: bool
    exclusive: bool
    holds: bool

    def say(self) -> str:
        """Say which side of the mark the value is on."""
        if self.rising:
            verb = "超过" if self.exclusive else "达到"
            return f"{verb if self.holds else f'未{verb}'}{self.mark.text}。"
        below, above = ("低于", "不低于") if self.exclusive else ("不超过", "超过")
        return f"{below if self.holds else above}{self.mark.text}。"


@dataclass(frozen=True, slots=True)
class ZeroBase(Step):
    """A share of nothing, and what follows for the standard."""

    to: tuple[Used, ...]
    decision: WhenGateZero

    def say(self) -> str:
        """Say the figures and what follows."""
        words = {"pending": "待定", "holds": "视为符合", "fails": "视为不符合", "not_applicable": "不适用"}
        return f"{list_figures(self.to)}，分母为0，{words[self.decision]}。"


@dataclass(frozen=True, slots=True)
class AnswerTaken(Step):
    """The answer that decides a standard, with its label and place."""

    label: str
    text: str
    source: str

    def say(self) -> str:
        """Say the answer."""
        return f"{self.label}：{self.text}{self.source}。"


@dataclass(frozen=True, slots=True)
class AnswerUnusable(Step):
    """An answer that is neither yes nor no."""

    label: str
    text: str
    source: str

    def say(self) -> str:
        """Say that the answer cannot be used."""
        shown = f"“{self.text}”" if self.text else "公式没有结果"
        return f"{self.label}：{shown}{self.source}，不能采用，请改正。"


@dataclass(frozen=True, slots=True)
class LeftToReviewer(Step):
    """A standard that the notice leaves to a person."""

    def say(self) -> str:
        """Say so."""
        return "由评审认定，待定。"


@dataclass(frozen=True, slots=True)
class GateResult:
    """Whether a standard holds: True, False, or None when the data cannot say; ``steps`` say why.

    ``state`` is SCORED where the data decide, and PENDING, CONTRADICTION or NOT_APPLICABLE where ``holds`` is None.
    """

    key: str
    gate: Gate
    holds: bool | None
    state: State
    steps: tuple[Step, ...]

    @property
    def words(self) -> str:
        """Return the result in a clerk's words: 符合, 不符合, 待定, 不适用, 数据有误."""
        return GATE_WORDS[self.state] if self.holds is None else ("符合" if self.holds else "不符合")

    @property
    def is_open(self) -> bool:
        """Return whether a person has to look at it."""
        return self.state in {State.PENDING, State.CONTRADICTION}

    def sentences(self) -> list[str]:
        """Return the sentences that say why; what they quote of the data is fit to be shown."""
        return [quote(sentence) for step in self.steps for sentence in step.sentences()]


def decide_gates(
    rubric: Rubric, community: Community, violations: Sequence[Violation]
) -> Iterator[GateResult]:
    """Yield the result of every standard; figures that contradict each other decide none."""
    for key, gate in (rubric.gates.standards if rubric.gates else {}).items():
        broken = next((each for each in violations if each.decides(gate.keys)), None)
        undecided = GateResult(key, gate, None, State.PENDING, ())
        if broken:
            yield replace(undecided, state=State.CONTRADICTION, steps=broken.outcome.steps)
        else:
            unconcerned = _find_unconcerned(rubric, community, undecided)
            yield unconcerned or _decide(rubric, community, undecided)


def _find_unconcerned(rubric: Rubric, community: Community, undecided: GateResult) -> GateResult | None:
    """Return the result of a standard that does not concern a community, or may not; None for one that does."""
    if undecided.gate.only is None:
        return None
    asked = _decide_by_answer(rubric, community, undecided.gate.only, undecided)
    if asked.holds is False:
        return replace(asked, holds=None, state=State.NOT_APPLICABLE)
    return None if asked.holds else asked


def _decide(rubric: Rubric, community: Community, undecided: GateResult) -> GateResult:
    gate = undecided.gate
    if gate.measure is None:
        return _decide_by_answer(rubric, community, gate.answer, undecided)
    result = _decide_by_measure(rubric, community, undecided.key, gate, gate.measure)
    left = result.holds is False and gate.otherwise == "pending"
    opened = replace(undecided, steps=result.steps)
    return _decide_by_answer(rubric, community, gate.answer, opened) if left else result


def _decide_by_answer(
    rubric: Rubric, community: Community, name: str | None, undecided: GateResult
) -> GateResult:
    """Decide by the answer of a person; the steps of ``undecided`` are those of a measure that left it open."""
    before = undecided.steps
    if name is None:
        return replace(undecided, steps=(*before, LeftToReviewer()))
    label = rubric.indicators[name].zh if name in rubric.indicators else rubric.facts[name].zh
    found = community.facts.get(name) or community.indicators.get(name)
    if found is None or (isinstance(found, Fact) and not found.text.strip()):
        return replace(undecided, steps=(*before, Missing((label,))))
    source = f"（{found.place.short}）" if found.place.short else ""
    steps = (*before, AnswerTaken(label, found.text, source))
    match found.value:
        case Answer.YES | Answer.NO:
            return replace(undecided, holds=found.value is Answer.YES, state=State.SCORED, steps=steps)
        case Answer.NOBODY:
            holds = {"full": True, "zero": False, "pending": None}[rubric.conventions.nobody]
            state = State.PENDING if holds is None else State.SCORED
            return replace(undecided, holds=holds, state=state, steps=steps)
        case _:
            unusable = AnswerUnusable(label, found.text, source)
            return replace(undecided, state=State.CONTRADICTION, steps=(*before, unusable))


def _decide_by_measure(
    rubric: Rubric, community: Community, key: str, gate: Gate, measure: Measure
) -> GateResult:
    try:
        measured = measure.compute(Situation(community, rubric.indicators, rubric.conventions))
    except UndecidedError as undecided:
        return GateResult(key, gate, None, undecided.outcome.state, undecided.outcome.steps)
    measured = measured.without_empty(met=gate.when_zero in {"holds", "not_applicable"})
    if measured.value is None:
        return _decide_zero(key, gate, (*measured.steps, ZeroBase(measured.to, gate.when_zero)))
    compared = list(_compare(rubric, gate, measured.value))
    holds = all(step.holds for step in compared)
    return GateResult(key, gate, holds, State.SCORED, (*measured.steps, *compared))


def _decide_zero(key: str, gate: Gate, steps: tuple[Step, ...]) -> GateResult:
    match gate.when_zero:
        case "holds" | "fails":
            return GateResult(key, gate, gate.when_zero == "holds", State.SCORED, steps)
        case "not_applicable":
            return GateResult(key, gate, None, State.NOT_APPLICABLE, steps)
        case "pending":
            return GateResult(key, gate, None, State.PENDING, steps)


def _compare(rubric: Rubric, gate: Gate, value: Fraction) -> Iterator[MarkCompared]:
    exclusive = gate.boundary_in(rubric.conventions) == "exclude"
    if gate.at_least is not None:
        least = gate.at_least.value
        holds = value > least if exclusive else value >= least
        yield MarkCompared(gate.at_least, rising=True, exclusive=exclusive, holds=holds)
    if gate.at_most is not None:
        most = gate.at_most.value
        holds = value < most if exclusive else value <= most
        yield MarkCompared(gate.at_most, rising=False, exclusive=exclusive, holds=holds)
