"""Totals and verdicts that changed since a version was handed in, as the ledger has them.

Knows snapshots; opens no document.
"""

from collections.abc import Sequence
from typing import NamedTuple

from formgen.changes import diff_result
from formgen.changes.differing_places import NEW, WITHDRAWN, Correction
from formgen.folder.snapshot import Snapshot, unpack_snapshots
from formgen.ledger.store import Ledger
from formgen.model import Who
from formgen.problems import Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.terms import OPEN_VERDICT, TOTALS, VERDICTS

_WHOLE_FORM = "汇总表"


class ChangedTotals(NamedTuple):
    """What the ledger knows to have changed since a version, what it cannot tell, and the communities in order."""

    rows: list[Correction]
    problems: list[Problem]
    order: list[Who]

    def join(self, rows: Sequence[Correction]) -> list[Correction]:
        """Return these and other corrections, those of a community together, the communities in the order of the data."""
        order = list(dict.fromkeys([*self.order, *(each.who for each in (*rows, *self.rows))]))
        place = {who: at for at, who in enumerate(order)}
        return sorted((*rows, *self.rows), key=lambda each: place[each.who])


def find_changed_totals(ledger: Ledger, label: str, rubric: Rubric) -> ChangedTotals:
    """Return the totals and verdicts that changed since a version, and communities that came or went."""
    submitted = ledger.submitted(label, rubric.id)
    entered = {each.who: each.snapshot for each in ledger.communities(rubric.id)} if submitted else {}
    then, now = unpack_snapshots(submitted), unpack_snapshots(entered)
    found = [
        Correction(who, _WHOLE_FORM, "整个社区（村）", "已报送", WITHDRAWN)
        for who in submitted
        if who not in entered
    ]
    found += [
        Correction(who, _WHOLE_FORM, "整个社区（村）", NEW, "新增") for who in entered if who not in submitted
    ]
    for who in [each for each in now.known if each in then.known]:
        found += _list_changed(who, then.known[who], now.known[who], rubric)
    order = [each.who for each in ledger.communities(rubric.id)]
    return ChangedTotals(found, [*then.problems, *now.problems], list(dict.fromkeys([*order, *submitted])))


def _list_changed(who: Who, then: Snapshot, now: Snapshot, rubric: Rubric) -> list[Correction]:
    found = []
    for key, label in TOTALS.items():
        if key == "final" and not {"final"} & {*then.totals, *now.totals}:
            continue
        if key == "main" and not rubric.bonus:  # without 附加分, 总分 says it all
            continue
        fallback = (
            "total" if key == "final" else key
        )  # older snapshots, and those without a final of their own
        old, new = (each.totals.get(key, each.totals.get(fallback)) for each in (then, now))
        if old != new:
            shown = diff_result.show_points(old, new, rubric.marks)
            found.append(Correction(who, _WHOLE_FORM, label, *shown))
    if then.passed != now.passed:
        old, new = (VERDICTS.get(each.passed, OPEN_VERDICT) for each in (then, now))
        found.append(Correction(who, _WHOLE_FORM, "是否合格", old, new))
    return found
