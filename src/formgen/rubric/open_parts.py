"""What stays 待定 though no figure is missing: why, and who decides.

Knows scorecards. Pure: no file, clock or format.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formgen.model import State
from formgen.rubric.score import Scorecard
from formgen.rubric.trace import Step


@dataclass(frozen=True, slots=True)
class OpenPart:
    """A criterion or standard that is 待定 though it has its figures: its label, and why and who decides."""

    label: str
    reason: str


def list_open_parts(card: Scorecard) -> Iterator[OpenPart]:
    """Yield the criteria and standards that wait for something else than figures that are missing."""
    for key in card.open_keys:
        outcome = card.outcomes[key]
        if not _lacks_figures(outcome.walk()):
            yield OpenPart(card.label(key), say_open(outcome.sentences(), outcome.walk(), outcome.state))
    for each in card.gates:
        if each.is_open and not _lacks_figures(each.steps):
            yield OpenPart(f"评定标准“{each.gate.title}”", say_open(each.sentences(), each.steps, each.state))


def list_open_standards(card: Scorecard) -> list[str]:
    """Return the titles of the standards that are 待定 where the verdict does not follow from them."""
    gates = card.rubric.gates
    return [] if gates is None or gates.decisive else [each.gate.title for each in card.gates if each.is_open]


def say_open(sentences: Sequence[str], steps: Iterator[Step] | Sequence[Step], state: State) -> str:
    """Say why something is 待定 and, where figures neither are missing nor disagree, who decides."""
    text = "".join(sentences)
    if state is not State.PENDING or "评审" in text or _lacks_figures(steps):
        return text
    return f"{text.removesuffix('。')}，由评审决定。"


def _lacks_figures(steps: Iterator[Step] | Sequence[Step]) -> bool:
    return any(step.missing for step in steps)
