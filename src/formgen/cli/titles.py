"""The command titles: how the titles of a register stand on a day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.days import find_day
from formgen.cli.output import FORMAT, RUBRIC, console, exit_by, json_out, keep_whole, problems_out, table
from formgen.commands.titles import TitlesAsked, look_up_titles, make_blank_register
from formgen.county.title_book import TitleBook
from formgen.county.titles import Standing, TitleState
from formgen.exact import exact_text
from formgen.model import Who

_MOST = 1_000  # rows that are all listed
_ASKING = frozenset({Standing.OPEN, Standing.RECTIFYING})  # those that want somebody to do something


@click.command(cls=ChineseCommand)
@click.argument("files", metavar="称号台账", nargs=-1, type=click.Path(path_type=Path))
@RUBRIC
@click.option("--on", callback=find_day, metavar="日期", help="看这一天的情况，如 2020-12-31")
@click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="数据文件",
    help="拿台账里的名称和数据核对，可多次",
)
@click.option("--blank", type=click.Path(path_type=Path), metavar="文件", help="生成空白台账 .xlsx，带下拉")
@FORMAT
@click.pass_context
def titles(
    ctx: click.Context,
    files: tuple[Path, ...],
    rubric: str,
    *,
    on: date | None,
    data: tuple[Path, ...],
    blank: Path | None,
    style: str,
) -> None:
    """看称号台账：哪一天谁有哪个称号、在整顿、已取消，已发过哪些奖补。

    台账一行一件事：认定、复核、整顿、取消，各写日期和文号。
    """
    if blank:
        make_blank_register(rubric, blank)
        click.echo(f"已生成 {blank}。一行一件事，旧的行不要改。")
        ctx.exit(0)
    for missing, name in ((not files, "files"), (on is None, "on")):
        if missing:
            raise click.MissingParameter(
                ctx=ctx, param=next(each for each in ctx.command.params if each.name == name)
            )
    book, problems = look_up_titles(rubric, TitlesAsked(files, on or date.min), data)
    if style == "json":
        json_out(_record_all(book))
    else:
        _print(book)
    problems_out(problems)
    exit_by(ctx, problems)


def _record_all(book: TitleBook) -> dict[str, Any]:
    """Return the titles and payments of a register as JSON has them."""
    return {
        "titles": [_record(who, state) for who, state in _list_states(book)],
        "payments": [
            {"community": str(who), "award": each.award, "year": each.year, "yuan": exact_text(each.yuan)}
            for who, rows in book.payments.items()
            for each in rows
        ],
        "later": book.later,
    }


def _list_states(book: TitleBook) -> Iterator[tuple[Who, TitleState]]:
    """Yield every title of every community that the register names."""
    for who, states in book.states.items():
        for title in states:
            yield who, book.state(who, title)


def _record(who: Who, state: TitleState) -> dict[str, Any]:
    last = state.lost or state.last
    return {
        "community": str(who),
        "title": state.title,
        "standing": state.standing.name.lower(),
        "holds": state.holds,
        "since": state.given[-1].day.isoformat() if state.given else None,
        "document": state.given[-1].document if state.given else None,
        "last": last.day.isoformat() if last else None,
        "event": last.event.name.lower() if last else None,
    }


def _print(book: TitleBook) -> None:
    listed = list(_list_states(book))
    shown = listed if len(listed) <= _MOST else [each for each in listed if each[1].standing in _ASKING]
    lines = table("社区（村）", "称号", "现在", "怎样来的")
    for who, state in shown:
        lines.add_row(str(who), state.title, state.standing.value, state.words)
    keep_whole(lines, 0, [str(who) for who, _ in shown])
    if shown or not listed:
        console().print(lines)
    if len(shown) < len(listed):
        click.echo(
            f"共{len(listed)}行，只列待定的、整顿中的{len(shown)}行；其余{len(listed) - len(shown)}行没有要办的，"
            "全部的写 --format json。"
        )
    for title in dict.fromkeys(state.title for _, state in listed):
        count = book.count_held(title)
        surely = "" if count is not None else f"（能定的有{book.count_surely_held(title)}个）"
        click.echo(
            f"{title}："
            + (f"有几个还不能定{surely}，见列出的各条。" if count is None else f"现有{count}个。")
        )
    paid = [each for rows in book.payments.values() for each in rows]
    if paid:
        click.echo(
            f"已发奖补{len(paid)}笔，共{exact_text(sum((each.yuan for each in paid), start=paid[0].yuan * 0))}元。"
        )
    if book.later:
        click.echo(f"这一天以后的{book.later}行没有算。")
