"""Commands on what was made and handed in: submit, change-sheet, undo, ledger."""

from datetime import datetime
from pathlib import Path

import click

from formgen import commands
from formgen.cli.chinese import ChineseCommand
from formgen.cli.output import FORMAT, console, json_out, problems_out, table, waiting
from formgen.changes.report import FATES
from formgen.problems import errors_in

_FOLDER = click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
_KINDS = {"build": "出表", "collect": "收回", "submit": "存稿"}
_TALLY = {**FATES, "taken": "写入", "files": "存下"}
_LAST = 20  # runs that are shown


@click.command(cls=ChineseCommand)
@_FOLDER
@click.option("--label", required=True, metavar="稿名", help="这一稿的名称，如 第1稿")
@click.pass_context
def submit(ctx: click.Context, folder: Path, label: str) -> None:
    """把报送的这一稿存下来：一份只读的副本，附校验码；以后的改动都和它比。"""
    done = commands.submit(folder, label, waiting)
    click.echo(f"“{label}”已存在 {done.folder}，{done.files}个文件，校验码在其中的“校验.sha256”。")
    problems_out(done.problems)
    ctx.exit(1 if errors_in(done.problems) else 0)


@click.command("change-sheet", cls=ChineseCommand)
@_FOLDER
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="文件", help="写到哪里（.docx）"
)
@click.option("--since", default="", metavar="稿名", help="和存下的哪一稿比，不写则是最近一稿")
@click.option("--rubric", default="", metavar="编号", help="评分标准编号，或 .yaml 文件；不写则照台账")
@click.pass_context
def change_sheet(ctx: click.Context, folder: Path, output: Path, since: str, rubric: str) -> None:
    """写更正说明：某一稿以来，每一处原报什么、更正为什么，留出填原因和盖章的地方。"""
    done = commands.change_sheet(folder, output, since, rubric)
    click.echo(f"已写好 {done.file}：和“{done.label}”比，更正{done.rows}处。原因请逐处填写。")
    problems_out(done.problems)
    ctx.exit(1 if errors_in(done.problems) else 0)


@click.command(cls=ChineseCommand)
@_FOLDER
@click.option("--yes", is_flag=True, help="不再询问，直接撤销")
@click.pass_context
def undo(ctx: click.Context, folder: Path, *, yes: bool) -> None:
    """撤销上一次运行：改过的文件恢复原样，新做的拿走，台账也退回去。"""
    kind, back, away = commands.undo_preview(folder, waiting)
    click.echo(f"上一次运行是{_KINDS.get(kind, kind)}：{back}个文件将恢复原样，{away}个新做的文件将拿走。")
    if not yes and not click.confirm("撤销？", prompt_suffix="（y 撤销，N 不撤销）"):
        click.echo("没有撤销。")
        ctx.exit(0)
    count, problems = commands.undo(folder, waiting)
    click.echo(f"已撤销，{count}个文件退回到运行以前。")
    problems_out(problems)
    ctx.exit(1 if errors_in(problems) else 0)


@click.command(cls=ChineseCommand)
@_FOLDER
@FORMAT
def ledger(folder: Path, style: str) -> None:
    """看台账：历次运行、表格现在的情形、存下的各稿。"""
    found = commands.ledger_of(folder)
    if style == "json":
        json_out(
            {
                "runs": [
                    {
                        "at": run.at,
                        "kind": run.kind,
                        "data": run.data,
                        "data_hash": run.data_hash,
                        "done": run.done,
                        "tally": dict(run.tally),
                    }
                    for run in found.runs
                ],
                "documents": dict(found.fates),
                "submissions": [
                    {"label": label, "at": at, "files": files} for label, at, files in found.submissions
                ],
            }
        )
        return
    lines = table("时间", "运行", "数据", "结果", title="历次运行")
    for run in found.runs[-_LAST:]:
        told = "、".join(f"{_TALLY.get(key, key)}{count}" for key, count in run.tally.items())
        lines.add_row(
            _time(run.at), _KINDS.get(run.kind, run.kind), run.data, told if run.done else "中途停止"
        )
    console().print(lines)
    told = "、".join(f"{FATES.get(fate, fate)}{count}份" for fate, count in found.fates.items())
    click.echo(f"表格：{told or '没有'}。")
    for label, at, files in found.submissions:
        click.echo(f"{label}：{_time(at)}存下，{files}个文件。")


def _time(at: str) -> str:
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M}"
