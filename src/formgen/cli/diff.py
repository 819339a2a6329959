"""The command diff: what a build would change."""

from pathlib import Path
from typing import Any

import click

from formgen.changes import diff_result
from formgen.changes.diff import compare_with_folder
from formgen.changes.diff_result import Diff
from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.output import DATA_FILE, FORMAT, RUBRIC, console, exit_by, json_out, problems_out, table
from formgen.cli.progress import ticker
from formgen.cli.rosters import ON, ROSTERS
from formgen.cli.selection import options_of, selection
from formgen.commands.build import plan_build
from formgen.commands.diff import write_diff

_MOST = 200  # the most rows printed of one list; --report has them all


@click.command(cls=ChineseCommand)
@DATA_FILE
@RUBRIC
@FORMAT
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="表格所在的文件夹",
)
@selection
@ROSTERS
@ON
@click.option("--since", default="", metavar="稿名", help="和存下的这一稿比，不写则和上次出的表比")
@click.option(
    "--certified", type=click.IntRange(0), metavar="个数", help="已认定的总数，看推荐名额内有谁进出"
)
@click.option("--report", "sheet", type=click.Path(path_type=Path), metavar="文件", help="另写成 .xlsx")
@click.option("-q", "--quiet", is_flag=True, help="不显示进度")
@click.pass_context
def diff(ctx: click.Context, /, file: Path, rubric: str, style: str, output: Path, **asked: Any) -> None:  # noqa: ANN401 - click's options
    """出表以前，先看会改动什么：数据、得分、表格、名次、名额、奖补。什么也不写。

    出表时用的选项（--draft、--column、--layout、--name、--people、--on），这里写得一样。
    """
    plan = plan_build(file, rubric, options_of(asked), asked["people"], asked["on"])
    with ticker(len(plan.chosen), quiet=asked["quiet"] or style == "json", doing="比较") as bar:
        found = compare_with_folder(plan, output, asked["since"], asked["certified"], bar.tell)
    if asked["sheet"]:
        write_diff(found, asked["sheet"], file)
    if style == "json":
        json_out(diff_result.diff_to_json(found))
    else:
        _print(found)
    problems_out(found.problems)
    exit_by(ctx, found.problems)


def _print(found: Diff) -> None:
    """Print a diff: what changed by community, what would become of the documents, the effects."""
    if found.empty:
        click.echo("没有变化，再出一次表什么也不会改。")
    for cause in found.causes:
        click.echo(f"{cause.word}变了：{cause.detail}")
    _changes(found)
    _documents(found)
    if found.ranks:
        lines = table("社区（村）", "原名次", "新名次", title="名次变化")
        for moved in found.ranks[:_MOST]:
            lines.add_row(str(moved.who), str(moved.old or "—"), str(moved.new or "—"))
        console().print(lines)
        _more(len(found.ranks))
    for name, words in diff_result.list_effects(found)[len(found.causes) :]:
        click.echo(f"{name}：{words}")


def _changes(found: Diff) -> None:
    if not found.changes:
        return
    lines = table("社区（村）", "类别", "项目", "原来", "现在", "单元格")
    for change in found.changes[:_MOST]:
        name = str(change.who)
        rows = diff_result.list_shifts(change, found.rubric, short=True)
        if change.state != "changed":
            lines.add_row(name, diff_result.CHANGE_STATES[change.state])
        for at, row in enumerate(rows):
            lines.add_row(name if not at and change.state == "changed" else "", *row)
    console().print(lines)
    _more(len(found.changes))


def _documents(found: Diff) -> None:
    if not found.documents and not found.summaries:
        return
    lines = table("文件", "将会", "原因")
    for each in found.documents[:_MOST]:
        lines.add_row(each.path, each.words, "、".join(each.causes))
    for path, fate in list(found.summary_fates.items())[:_MOST]:
        lines.add_row(path, fate.words, "")
    console().print(lines)
    _more(max(len(found.documents), len(found.summaries)))


def _more(count: int) -> None:
    if count > _MOST:
        click.echo(f"另有{count - _MOST}条没有列出，加 --report 文件.xlsx 看全部。")
