"""评审评定: points that a person gives. Deductions start from them, and a reviewer decides what is 待定."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from formgen.exact import exact_text
from formgen.model import Judgement, State
from formgen.rubric.methods.method import MethodFault, MethodSpec
from formgen.rubric.situation import Situation, Unusable, Use
from formgen.rubric.trace import Outcome, Step
from formgen.spec import Amount, Key, described


@dataclass(frozen=True, slots=True)
class GivenByReviewer(Step):
    """Points a person gave, with who and why."""

    points: Fraction
    by: str
    reason: str
    place: str

    def say(self) -> str:
        """Say who gave how many points, where and why."""
        who = f"{self.by}评定" if self.by else "评审人评定"
        why = f"，理由：{self.reason}" if self.reason else ""
        where = f"（{self.place}）" if self.place else ""
        return f"{who}{exact_text(self.points)}分{where}{why}。"


@dataclass(frozen=True, slots=True)
class AwaitsReviewer(Step):
    """A person has to decide; ``note`` says why."""

    note: str

    def say(self) -> str:
        """Say why."""
        return f"{self.note}。"


def accept(judgement: Judgement, *before: Step) -> Outcome:
    """Return the outcome of the points a person gave, after what led there; unusable points contradict."""
    if judgement.points is None:
        return Outcome.contradiction(*before, AwaitsReviewer(f"录入的得分“{judgement.text}”不能采用"))
    given = GivenByReviewer(judgement.points, judgement.by, judgement.reason, judgement.place.short)
    return Outcome(judgement.points, State.JUDGED, (*before, given))


def take_judged(key: str | None, situation: Situation) -> Outcome:
    """Take the points a person gave: for the criterion, or as a figure of their own under ``key``."""
    if situation.judgement is not None:
        return accept(situation.judgement)
    if key is None or key not in situation.community.indicators:
        return Outcome.pending(AwaitsReviewer("由评审人评定，尚未录入"))
    (used,) = situation.take([key])
    if not 0 <= used.number <= situation.points:
        return Outcome.contradiction(Unusable((used,)))
    given = GivenByReviewer(used.number, "", "", used.figure.place.short)
    return Outcome(used.number, State.JUDGED, (given,))


class Judged(MethodSpec):
    """Points given by a named reviewer, from 0 to the criterion's points."""

    kind: Literal["judged"] = described("评审评定：评审人给分")
    of: Key | None = described("评审人评分的键；不写则只按评分项录入", default=None)
    step: Amount | None = described("步长；不写则按 conventions", default=None)

    @property
    def own_uses(self) -> list[Use]:
        """Return the points, if they have a key."""
        return [Use(self.of, ("points",))] if self.of else []

    @property
    def own_grounds(self) -> list[str]:
        """Return the points, if they have a key."""
        return [self.of] if self.of else []

    @property
    def takes_judgement(self) -> bool:
        """Tell that it reads the points of a person."""
        return True

    @property
    def judged_key(self) -> str | None:
        """Return the key of the points."""
        return self.of

    @property
    def judged_step(self) -> Fraction | None:
        """Return the step of the points."""
        return self.step

    def largest(self, points: Fraction) -> Fraction:
        """Return the criterion's points."""
        return points

    def faults(self) -> Iterator[MethodFault]:
        """Yield a step that is not above zero."""
        if self.step is not None and self.step <= 0:
            yield MethodFault("R124", ("step",), {"detail": "步长应大于0"})

    def compute(self, situation: Situation) -> Outcome:
        """Take the points a person gave."""
        return take_judged(self.of, situation)
