"""The command compare: what levels entered against the computation, and a sample for visits."""

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
    problems_out,
    table,
)
from formgen.cli.rosters import JUDGED
from formgen.commands.compare import CompareAsked, CompareResult, compare_data
from formgen.county.comparison import Comparison
from formgen.exact import exact_text
from formgen.reports.comparison_sheets import (
    CONCERNS,
    NOTHING_ENTERED,
    ORDER,
    say_computed,
    say_entry,
    say_largest,
)
from formgen.rubric.terms import name_level


@click.command(cls=ChineseCommand)
@DATA_FILES
@RUBRIC
@FORMAT
@click.option("--sample", type=click.IntRange(1), metavar="个数", help="抽几个实地查看，要写 --seed")
@click.option("--seed", default="", metavar="种子", help="抽查的种子，事先公布，如 2019Q3：谁照此再抽都一样")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="把对照表写成 .xlsx，附各评分项的差异、抽查名单",
)
@click.option(
    "--sheet",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="写一份抽查评分表（.xlsx），给评审人带去填；没有抽的列全部社区（村）",
)
@JUDGED
@click.pass_context
def compare(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    rubric: str,
    style: str,
    judged: tuple[Path, ...],
    **asked: Any,  # noqa: ANN401 - click's options
) -> None:
    """把各级评分和计算逐项对照，最要看的排在前面；抽查名单按种子抽，谁都能照样再抽。"""
    done = compare_data(files, rubric, CompareAsked(**asked), judged)
    if style == "json":
        json_out(
            {
                "comparisons": [_record(each) for each in done.content.comparisons],
                "sample": [
                    {"township": each.who.township, "name": each.who.name, "digest": each.digest}
                    for each in done.content.sample
                ],
                "method": done.content.method,
                "unmet": [
                    {"township": who.township, "name": who.name, "standards": list(verdict.unmet)}
                    for who, verdict in done.content.verdicts
                    if verdict.unmet
                ],
                "files": [str(file) for file in done.files],
            }
        )
    else:
        _print(done)
    problems_out(done.problems)
    exit_by(ctx, done.problems)


def _record(each: Comparison) -> dict[str, object]:
    return {
        "township": each.who.township,
        "name": each.who.name,
        "criterion": each.key,
        "max": exact_text(each.full),
        "computed": None if each.computed is None else exact_text(each.computed),
        "state": str(each.state),
        "entered": {
            level: {"points": None if entry.points is None else exact_text(entry.points), "text": entry.text}
            for level, entry in each.entries.items()
        },
        "concern": each.concern.name.lower(),
        "largest": exact_text(each.largest),
    }


def _print(done: CompareResult) -> None:
    """Print a row for each criterion of a community that needs a look, then the sample and how it was drawn."""
    content = done.content
    if content.comparisons:
        lines = table("社区（村）", "评分项", "分值", "各级评分", "计算", "最大相差", "要看什么")
        for each in content.comparisons:
            lines.add_row(
                each.who.full_name,
                content.rubric.criteria[each.key].label,
                exact_text(each.full),
                "、".join(
                    f"{name_level(content.rubric.columns, level)}{say_entry(each, level)}"
                    for level in each.entries
                ),
                say_computed(each),
                say_largest(each),
                CONCERNS[each.concern],
            )
        keep_whole(lines, 0, [each.who.full_name for each in content.comparisons])
        console().print(lines)
        click.echo(ORDER)
    elif content.counts:
        click.echo("各级评分和计算没有不同。")
    else:
        click.echo(NOTHING_ENTERED)
    for sentence in content.say_unmet():
        click.echo(sentence)
    for at, drawn in enumerate(content.sample, 1):
        click.echo(f"抽查{at}：{drawn.who}（{drawn.digest[:12]}…）")
    if content.method:
        click.echo(content.method)
    for file in done.files:
        click.echo(f"已写好 {file}。")
