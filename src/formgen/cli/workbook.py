"""The command workbook: the empty data workbook."""

from pathlib import Path

import click

from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.output import (
    RUBRIC,
)
from formgen.commands.workbook import ENTRY_PAGE, make_workbook


@click.command(cls=ChineseCommand)
@RUBRIC
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="文件",
    help="写到哪里：.xlsx 数据工作簿；.docx 手填用的填报单",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="数据文件",
    help="填报单上印好这份数据里的社区（村）名称，一个一页",
)
def workbook(rubric: str, output: Path, data: Path | None) -> None:
    """生成空白的数据工作簿，带下拉、校验和填报说明；或手填用的填报单，一个社区（村）一页。"""
    make_workbook(rubric, output, data)
    if output.suffix.lower() == ENTRY_PAGE:
        click.echo(f"已生成 {output}。打印出来手填，收齐后录入数据工作簿。")
    else:
        click.echo(f"已生成 {output}。请从“社区数据”表填起，“填报说明”表里有每一项的口径。")
