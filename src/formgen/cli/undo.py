"""The command undo: take the last run back."""

from datetime import datetime
from pathlib import Path

import click

from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.output import FOLDER, RUN_KINDS, exit_by, problems_out, waiting
from formgen.commands.undo import preview_undo, undo_run
from formgen.quoting import make_printable


@click.command(cls=ChineseCommand)
@FOLDER
@click.option("--yes", is_flag=True, help="不再询问，直接撤销")
@click.pass_context
def undo(ctx: click.Context, folder: Path, *, yes: bool) -> None:
    """撤销上一次运行：改过的文件恢复原样，新做的拿走，台账也退回去。"""
    found = preview_undo(folder, waiting)
    kind, when = RUN_KINDS.get(found.kind, RUN_KINDS[""]), _when(found.at)
    click.echo(f"上一次运行是{when}{kind}：{found.back}个文件将恢复原样，{found.away}个新做的文件将拿走。")
    if found.workbook:
        click.echo(f"其中的数据文件在别的文件夹：{make_printable(str(found.workbook))}")
    if not yes and not click.confirm("撤销？", prompt_suffix="（y 撤销，N 不撤销）"):
        click.echo("没有撤销。")
        return
    count, problems = undo_run(folder, waiting)
    click.echo(f"已撤销，{count}个文件退回到运行以前。")
    problems_out(problems)
    exit_by(ctx, problems)


def _when(at: str) -> str:
    """Return the time of a run in words, empty where it is not known."""
    try:
        return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M}的"
    except ValueError:
        return ""
