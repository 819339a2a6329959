"""What every command prints the same way."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Column, Table

from formgen.problems import Problem, errors_in
from formgen.quoting import show

_FEW = 3  # how many names are shown before “等…项”
FORMAT = click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="输出格式"
)
RUBRIC = click.option("--rubric", required=True, metavar="编号", help="评分标准编号，或 .yaml 文件")
COLUMN = click.option(
    "--column", "columns", multiple=True, metavar="栏=来源", help="改一栏印什么，如 township=computed，可多次"
)
COMMUNITY = click.option(
    "--community", "only", multiple=True, metavar="名称", help="只看这个社区（村），可多次"
)
FOLDER = click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
RUN_KINDS = {"build": "出表", "collect": "收回", "submit": "存稿"}
DATA_FILE = click.argument("file", metavar="数据文件", type=click.Path(path_type=Path))


def console() -> Console:
    """Return a console that keeps text as it is: no markup, no highlighting, no emoji codes."""
    return Console(markup=False, highlight=False, emoji=False, soft_wrap=False)


def table(*titles: str, title: str | None = None) -> Table:
    """Return an empty table whose long cells are wrapped, never cut."""
    columns = [Column(each, overflow="fold") for each in titles]
    return Table(*columns, title=title)


def few(names: Sequence[str], unit: str) -> str:
    """Return the first names of a list, and how many there are when not all are shown."""
    shown = "、".join(names[:_FEW])
    return shown if len(names) <= _FEW else f"{shown}等{len(names)}{unit}"


def problems_out(problems: Sequence[Problem], *, err: bool = True, most: int | None = None) -> None:
    """Print all problems, errors first, with their counts; as many warnings as keep it within ``most`` lines."""
    errors = errors_in(problems)
    hints = [problem for problem in problems if problem.severity != "error"]
    room = len(hints) if most is None else max(most - len(errors), 0)
    for problem in [*errors, *hints[:room]]:
        click.echo(str(problem), err=err)
    if problems:
        click.echo(f"共{len(errors)}个错误，{len(hints)}个提示。", err=err)
    if len(hints) > room:
        click.echo(f"另有{len(hints) - room}条提示没有列出，见汇总表的“问题与提示”。", err=err)


def waiting() -> None:
    """Say that another run holds the folder."""
    click.echo("另一次 formgen 正在处理这个文件夹，等它做完……", err=True)


def json_out(value: Any) -> None:  # noqa: ANN401 - JSON has no better type
    """Print JSON as UTF-8 whatever the terminal's encoding is."""
    click.echo((json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode(), nl=False)


def problem_record(problem: Problem) -> dict[str, Any]:
    """Return a problem as JSON."""
    place = problem.place
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": show(place.file),
        "sheet": show(place.sheet),
        "cell": place.cell,
        "line": place.line,
        "path": show(place.path),
        "message": problem.message,
        "mend": problem.mend,
    }
