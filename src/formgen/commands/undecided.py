"""What stays 待定 though no figure is missing: what a reviewer decides, and why it is left to him."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formgen.model import State
from formgen.rubric.score import Scorecard
from formgen.rubric.trace import Step


@dataclass(frozen=True, slots=True)
class Undecided:
    """Criteria and standards, by their labels, that stay 待定 in some communities for the same reason."""

    reason: str
    labels: tuple[str, ...]
    communities: tuple[str, ...]


def list_undecided(cards: Sequence[Scorecard]) -> tuple[Undecided, ...]:
    """Return what stays 待定 though no figure is missing, each reason once for the same communities."""
    names: dict[tuple[str, str], list[str]] = {}
    for card in cards:
        for found in _find_undecided(card):
            names.setdefault(found, []).append(card.community.full_name)
    labels: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (reason, label), communities in names.items():
        labels.setdefault((reason, tuple(communities)), []).append(label)
    return tuple(
        Undecided(reason, tuple(found), communities) for (reason, communities), found in labels.items()
    )


def _find_undecided(card: Scorecard) -> Iterator[tuple[str, str]]:
    for key in card.open_keys:
        outcome = card.outcomes[key]
        if outcome.state is State.PENDING and (reason := _find_reason(outcome.steps)):
            yield reason, card.label(key)
    for gate in card.gates:
        if gate.state is State.PENDING and (reason := _find_reason(gate.steps)):
            yield reason, f"评定标准“{gate.gate.title}”"


def _find_reason(steps: Sequence[Step]) -> str:
    """Return what steps say of a reviewer, without the figures it begins with, else the last; empty where figures are missing."""
    if not steps or any(inner.missing for step in steps for inner in step.walk()):
        return ""
    sentences = [sentence for step in steps for sentence in step.sentences()]
    asking = [each for each in sentences if "待定" in each or "评审" in each]
    found = [each.rpartition("），")[2].rstrip("。") for each in asking or sentences[-1:]]
    return "；".join(dict.fromkeys(found))
