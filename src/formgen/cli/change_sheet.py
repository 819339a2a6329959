"""The command change-sheet: what changed since a version was handed in."""

from pathlib import Path
from typing import Any

import click

from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.output import FOLDER, exit_by, problems_out
from formgen.cli.rosters import ON, ROSTERS
from formgen.commands.change_sheet import RosterStates, write_change_sheet
from formgen.reports.change_sheet import say_no_rows


@click.command("change-sheet", cls=ChineseCommand)
@FOLDER
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="文件", help="写到哪里（.docx）"
)
@click.option("--since", default="", metavar="稿名", help="和存下的哪一稿比，不写则是最近一稿")
@click.option("--to", default="", metavar="机关", help="主送机关，如 永嘉县人事劳动局；不写则留出来手写")
@click.option("--rubric", default="", metavar="编号", help="评分标准编号，或 .yaml 文件；不写则照台账")
@click.option(
    "--was",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="花名册",
    help="报那一稿时的花名册、台账，可多次；和 --people 比，写明更正了哪些人",
)
@ROSTERS
@ON
@click.pass_context
def change_sheet(ctx: click.Context, /, folder: Path, output: Path, **asked: Any) -> None:  # noqa: ANN401 - click's options
    """写更正说明：某一稿以来，每一处原报什么、更正为什么，留出填原因和盖章的地方。"""
    rosters = RosterStates(asked["was"], asked["people"], asked["on"])
    done = write_change_sheet(folder, output, asked["since"], asked["rubric"], asked["to"], rosters=rosters)
    made = f"更正{done.rows}处。原因请逐处填写。" if done.rows else say_no_rows(differs=done.differs)
    click.echo(f"已写好 {done.file}：和“{done.label}”比，{made}")
    problems_out(done.problems)
    exit_by(ctx, done.problems)
