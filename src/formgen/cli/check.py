"""The command check: all problems of a data file."""

from pathlib import Path
from typing import Any

import click

from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.output import (
    DATA_FILES,
    FORMAT,
    RUBRIC,
    console,
    exit_by,
    json_out,
    keep_whole,
    open_out,
    problem_record,
    problems_out,
    table,
)
from formgen.cli.rosters import JUDGED, ON, ROSTERS
from formgen.commands.check import CheckResult, OpenVerdict, check_data
from formgen.commands.score import ScoreAsked
from formgen.quoting import few


@click.command(cls=ChineseCommand)
@DATA_FILES
@RUBRIC
@FORMAT
@click.option(
    "--annotate", type=click.Path(path_type=Path), metavar="文件", help="另存一份副本，标出有问题的单元格"
)
@ROSTERS
@ON
@JUDGED
@click.pass_context
def check(
    ctx: click.Context,
    files: tuple[Path, ...],
    rubric: str,
    style: str,
    *,
    annotate: Path | None,
    people: tuple[Path, ...],
    on: str,
    judged: tuple[Path, ...],
) -> None:
    """检查数据，一次列出所有问题。"""
    checked = check_data(files, rubric, annotate, ScoreAsked(people, on, judged))
    if style == "json":
        json_out(_record(checked))
    else:
        problems_out(checked.problems, err=False)
        _gaps_out(checked)
        if annotate:
            click.echo(f"标注副本：{annotate}")
    exit_by(ctx, checked.problems)


def _record(checked: CheckResult) -> dict[str, Any]:
    """Return what was checked as JSON."""
    return {
        "problems": [problem_record(each) for each in checked.problems],
        "missing": [
            {
                "community": each.community,
                "figures": list(each.figures),
                "facts": list(each.facts),
                "waiting": list(each.waiting),
                "open": [{"item": part.label, "reason": part.reason} for part in each.open],
            }
            for each in checked.gaps
        ],
        "open_verdicts": [_verdict_record(each) for each in checked.open_verdicts],
        "unfinished": [_verdict_record(each) for each in checked.unfinished],
    }


def _verdict_record(each: OpenVerdict) -> dict[str, Any]:
    return {"reason": each.reason, "communities": list(each.communities)}


def _gaps_out(checked: CheckResult) -> None:
    """Print what each community lacks, and whether all is well."""
    read = f"读到{len(checked.scores.cards)}个社区（村）"
    if checked.gaps:
        lines = table("社区（村）", "缺的数据", "待定的项目", title="还缺什么")
        for gap in checked.gaps:
            lacking = few((*gap.figures, *gap.facts), "项") or "不缺数据，原因见下"
            lines.add_row(gap.community, lacking, few(gap.waiting, "项"))
        keep_whole(lines, 0, [gap.community for gap in checked.gaps])
        console().print(lines)
        waiting = sum(bool(gap.figures or gap.waiting) for gap in checked.gaps)
        what = f"其中{waiting}个还有待定的项目" if waiting else "表上要印的还没有填全"
        click.echo(f"{read}，{what}，见上表。")
        open_out([(gap.community, gap.open) for gap in checked.gaps])
    else:
        well = not checked.problems and not checked.open_verdicts and not checked.unfinished
        click.echo(f"{read}。" + ("没有发现问题。" if well else ""))
    for each in checked.open_verdicts:
        click.echo(f"是否合格待定（{len(each.communities)}个社区）：{each.reason}。")
    for each in checked.unfinished:
        click.echo(f"{each.reason}（{len(each.communities)}个社区：{few(each.communities, '个')}）。")
