"""The questions of ``build --ask``: places that a person and the data both changed, one by one."""

from pathlib import Path

import click

from formgen.changes.diff import compare_with_folder
from formgen.folder.plan import Plan
from formgen.folder.renew import Decisions
from formgen.forms.merge import Side
from formgen.reports.differences import mask_change


def ask_about_conflicts(plan: Plan, folder: Path) -> Plan:
    """Ask about every place that a person and the data both changed; return the plan with the answers."""
    found = compare_with_folder(plan, folder)
    answers: dict[tuple[str, str], Side] = {}
    for each in found.documents:
        for conflict in each.conflicts:
            new, typed = mask_change(conflict.new, conflict.typed)
            click.echo(f"{each.path}　{conflict.label}（{conflict.where}）")
            click.echo(f"  1 用数据的：{new}\n  2 留表上的：{typed}")
            answer = click.prompt(
                "  选 1 或 2，0 先不定", type=click.Choice(["0", "1", "2"]), default="0", show_choices=False
            )
            if answer != "0":
                answers[each.path, conflict.slot] = "ours" if answer == "1" else "theirs"
    return plan.with_decisions(Decisions(one=answers))
