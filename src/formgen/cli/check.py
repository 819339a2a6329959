"""The command check: all problems of a data file."""

from pathlib import Path

import click

from formgen.cli.chinese import ChineseCommand
from formgen.cli.output import (
    DATA_FILE,
    FORMAT,
    RUBRIC,
    json_out,
    problem_record,
    problems_out,
)
from formgen.commands.check import check_data
from formgen.problems import errors_in


@click.command(cls=ChineseCommand)
@DATA_FILE
@RUBRIC
@FORMAT
@click.option(
    "--annotate", type=click.Path(path_type=Path), metavar="文件", help="另存一份副本，标出有问题的单元格"
)
@click.pass_context
def check(ctx: click.Context, file: Path, rubric: str, style: str, annotate: Path | None) -> None:
    """检查数据，一次列出所有问题。"""
    scored = check_data(file, rubric, annotate)
    if style == "json":
        json_out({"problems": [problem_record(problem) for problem in scored.problems]})
    else:
        problems_out(scored.problems, err=False)
        click.echo(f"读到{len(scored.cards)}个社区（村）。" + ("" if scored.problems else "没有发现问题。"))
        if annotate:
            click.echo(f"标注副本：{annotate}")
    ctx.exit(1 if errors_in(scored.problems) else 0)
