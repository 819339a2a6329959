"""The verdict: whether a community passes, by the standards and the pass mark, and why.

Knows the rubric, results of standards and the final score. Pure: no file, clock or format.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formgen.exact import exact_text, points_text
from formgen.rubric.schema import Rubric
from formgen.rubric.standards import GateResult
from formgen.rubric.terms import OPEN_VERDICT, VERDICTS
from formgen.rubric.totals import FinalScore

_NOTHING_APPLIES, _NO_STANDARD = "没有适用的评分项", "没有适用的评定标准"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a community passes; None when the notice or the data do not decide.

    ``reasons`` say why it does not pass, or why nothing can be said; there are none for one that passes.
    ``undecidable`` is the reason that no data can remove: the notice names nothing to decide by. ``unmet`` are the
    titles of the standards that fail though the verdict does not follow from them.
    """

    passed: bool | None
    reasons: tuple[str, ...] = ()
    undecidable: str = ""
    unmet: tuple[str, ...] = ()

    @property
    def waits_for_data(self) -> bool:
        """Return whether the verdict may still change: it is open for another reason than the notice itself."""
        settled = {self.undecidable, _NO_STANDARD}
        return self.passed is None and any(reason not in settled for reason in self.reasons)

    @property
    def words(self) -> str:
        """Return the verdict in a clerk's words: 合格, 不合格 or 待定."""
        return VERDICTS.get(self.passed, OPEN_VERDICT)


def decide_verdict(
    rubric: Rubric,
    gates: Sequence[GateResult],
    final: FinalScore,
    waiting: Collection[str],
    unusable: Sequence[str],
) -> Verdict:
    """Decide by the standards where they decide, and by the pass mark.

    ``waiting`` are the criteria without points, ``unusable`` says which points of the deciding level cannot be used.
    A standard that fails decides at once, whatever else is open.
    """
    decisive = rubric.gates is not None and rubric.gates.decisive
    counted = gates if decisive else []
    failures = [f"评定标准“{each.gate.title}”不符合" for each in counted if each.holds is False]
    unmet = () if decisive else tuple(each.gate.title for each in gates if each.holds is False)
    doubts = [f"评定标准“{each.gate.title}”{each.words}" for each in counted if each.is_open]
    doubts += unusable
    undecidable = ""
    if rubric.pass_mark is None:
        if rubric.criteria or not decisive:
            undecidable = _lack_of_mark(rubric)
            doubts.append(undecidable)
        if rubric.criteria and final.total is None and not waiting and not unusable:
            doubts.append(_NOTHING_APPLIES)
        elif counted and not any(each.holds or each.is_open for each in counted):
            doubts.append(_NO_STANDARD)
    else:
        mark = rubric.pass_mark
        score = final.total if mark.include_bonus else final.main
        if score is None and not unusable:
            doubts.append(f"{len(waiting)}项待定" if waiting else _NOTHING_APPLIES)
        elif score is not None and score < mark.points:
            failures.append(f"{points_text(score, rubric.marks)}分，不到{exact_text(mark.points)}分")
    if failures:
        return Verdict(passed=False, reasons=tuple(failures), unmet=unmet)
    return Verdict(None, tuple(doubts), undecidable, unmet) if doubts else Verdict(passed=True, unmet=unmet)


def _lack_of_mark(rubric: Rubric) -> str:
    """Say that nothing decides who passes, and which open question of the notice would."""
    names = [
        name
        for name, interpretation in rubric.interpretations.items()
        if any(_decides(reading.change) for reading in interpretation.readings.values())
    ]
    asked = f"（可选定口径{'、'.join(names)}）" if names else ""
    what = "没有合格线" if rubric.criteria else "没有起决定作用的评定标准"
    return f"通知{what}{asked}"


def _decides(change: Mapping[str, Any]) -> bool:
    """Return whether a reading gives a pass mark, or lets the standards decide."""
    gates = change.get("gates")
    return "pass_mark" in change or (isinstance(gates, dict) and str(gates.get("decisive")).lower() == "true")
