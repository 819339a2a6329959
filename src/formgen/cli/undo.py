"""The command undo: take the last run back."""

from pathlib import Path

import click

from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.output import FOLDER, RUN_KINDS, exit_by, problems_out, waiting
from formgen.commands.undo import preview_undo, undo_run


@click.command(cls=ChineseCommand)
@FOLDER
@click.option("--yes", is_flag=True, help="不再询问，直接撤销")
@click.pass_context
def undo(ctx: click.Context, folder: Path, *, yes: bool) -> None:
    """撤销上一次运行：改过的文件恢复原样，新做的拿走，台账也退回去。"""
    kind, back, away = preview_undo(folder, waiting)
    click.echo(f"上一次运行是{RUN_KINDS.get(kind, kind)}：{back}个文件将恢复原样，{away}个新做的文件将拿走。")
    if not yes and not click.confirm("撤销？", prompt_suffix="（y 撤销，N 不撤销）"):
        click.echo("没有撤销。")
        return
    count, problems = undo_run(folder, waiting)
    click.echo(f"已撤销，{count}个文件退回到运行以前。")
    problems_out(problems)
    exit_by(ctx, problems)
