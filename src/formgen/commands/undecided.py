"""What stays 待定 though no figure is missing: what a reviewer decides, and why it is left to him."""

from collections.abc import Iterable, Iterator, Sequence
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
        if outcome.state is State.PENDING and (reason := _find_reason(outcome.walk())):
            yield reason, card.label(key)
    for gate in card.gates:
        if gate.state is State.PENDING and (reason := _find_reason(gate.steps)):
            yield reason, f"评定标准“{gate.gate.title}”"


def _find_reason(steps: Iterable[Step]) -> str:
    """Return the last thing that steps say, without the figures it begins with; empty where figures are missing."""
    walked = [inner for step in steps for inner in step.walk()]
    if not walked or any(step.missing for step in walked):
        return ""
    return walked[-1].sentences()[-1].rpartition("），")[2].rstrip("。")
