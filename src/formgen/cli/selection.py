"""Which documents a command is about, and where they are put: the options that build and diff share."""

from collections.abc import Callable
from functools import reduce
from typing import Any

import click

from formgen.cli.days import find_day
from formgen.cli.output import COLUMN
from formgen.folder.document_paths import PATTERNS, Layout
from formgen.folder.plan import Options
from formgen.intake.dates import format_date


def _print_day(context: click.Context, option: click.Parameter, value: str | None) -> str:
    """Return a day as it is printed."""
    day = find_day(context, option, value)
    return format_date(day) if day else ""


_OPTIONS = (
    COLUMN,
    click.option("--draft", is_flag=True, help="没有写工作情况的，按其数据拟一份草稿"),
    click.option(
        "--date",
        callback=_print_day,
        metavar="日期",
        help="印在申报单位的日期处，如 2026-11-25；不写则留空手填",
    ),
    click.option("--only", multiple=True, metavar="名称", help="只做这个社区（村），可多次；不重写汇总表"),
    click.option("--township", "townships", multiple=True, metavar="乡镇", help="只做这个乡镇，可多次"),
    click.option(
        "--layout",
        type=click.Choice(list(PATTERNS)),
        default="folders",
        help="folders 按乡镇、社区分文件夹；flat 放在一起",
    ),
    click.option(
        "--name", "pattern", metavar="样式", help="自定路径，如 {township}/{name}-{form}；可用 {number}"
    ),
    click.option(
        "--jobs",
        type=click.IntRange(1),
        metavar="个数",
        help="用几个进程；不写则按处理器核数，少量时不另起进程",
    ),
)


def selection(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say which documents it is about."""
    return reduce(lambda given, option: option(given), reversed(_OPTIONS), command)


def options_of(asked: dict[str, Any]) -> Options:
    """Return the options of a build from those of the command line. Raises FormgenError T110."""
    return Options(
        columns=asked["columns"],
        draft=asked["draft"],
        date=asked["date"],
        only=asked["only"],
        townships=asked["townships"],
        layout=Layout(asked["pattern"] or PATTERNS[asked["layout"]]),
        jobs=asked["jobs"],
    )
