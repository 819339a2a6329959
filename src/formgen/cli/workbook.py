"""The command workbook: the empty data workbook."""

from pathlib import Path

import click

from formgen.cli.chinese import ChineseCommand
from formgen.cli.output import (
    RUBRIC,
)
from formgen.commands.workbook import make_workbook


@click.command(cls=ChineseCommand)
@RUBRIC
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="文件", help="写到哪里（.xlsx）"
)
def workbook(rubric: str, output: Path) -> None:
    """生成空白的数据工作簿，带下拉、校验和填报说明。"""
    make_workbook(rubric, output)
    click.echo(f"已生成 {output}。请从“社区数据”表填起，“填报说明”表里有每一项的口径。")
