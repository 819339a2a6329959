"""The command collect: what people typed into the forms goes into the data."""

from pathlib import Path

import click
from rich.table import Table

from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.output import console, exit_by, problems_out, table, waiting
from formgen.commands.collect import collect_entries, find_last_build, take_over
from formgen.folder.returned_forms import CollectResult
from formgen.forms.text import format_value
from formgen.problems import FormgenError, Place, Problem
from formgen.quoting import mask_both


@click.command(cls=ChineseCommand)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option(
    "--data",
    "file",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="这些表格所依据的数据工作簿；不写则照台账",
)
@click.option("--rubric", default="", metavar="编号", help="评分标准编号，或 .yaml 文件；不写则照台账")
@click.option("--yes", is_flag=True, help="不再询问，直接写入数据工作簿")
@click.pass_context
def collect(ctx: click.Context, folder: Path, file: Path | None, rubric: str, *, yes: bool) -> None:
    """从改过的表格里读回各级填的分、意见、日期和基本情况，看过以后写入数据工作簿。"""
    last_file, last_rubric = find_last_build(folder)
    file, rubric = file or last_file, rubric or last_rubric
    if file is None:
        raise FormgenError(Problem("F132"), usage=True)
    if not rubric:
        raise FormgenError(Problem("F130"), usage=True)
    collected = collect_entries(file, rubric, folder)
    problems = [*collected.problems]
    if collected.found and not collected.is_writable:
        problems.append(Problem("F112", Place(file.name), {"file": file.name}))
    problems_out(problems)
    click.echo(f"{folder} 里有{collected.files}份表格改过，读到{len(collected.found)}处填写。")
    if collected.found:
        console().print(_list_found(collected))
        if not collected.is_writable:
            click.echo(f"没有写入：{file.name} 不是数据工作簿，请照上表“改在”一栏自己改。")
        elif yes or click.confirm(f"写入 {file}？", prompt_suffix="（y 写入，N 不写）"):
            kept = take_over(file, rubric, folder, collected, waiting)
            click.echo(
                f"已写入 {file}；写入前的数据留在 {kept}。再运行 formgen build，表格就会印上这些（按数据计算的栏除外）。"
            )
        else:
            click.echo("没有写入。")
    exit_by(ctx, problems)


def _list_found(collected: CollectResult) -> Table:
    """Return a table of what was read; of data that a person has to change himself, with the place."""
    more = () if collected.is_writable else ("改在",)
    lines = table("社区（村）", "栏目", "原来", "现在", "文件", *more)
    for each in collected.found:
        given = each.amendment
        place = () if collected.is_writable else (each.place.short,)
        before, value = mask_both(each.before, format_value(given.value))
        lines.add_row(given.who.full_name, each.label, before, value, given.origin, *place)
    return lines
