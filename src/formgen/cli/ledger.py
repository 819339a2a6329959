"""The command ledger: runs, documents and versions of a folder."""

from datetime import datetime
from pathlib import Path

import click

from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.output import FOLDER, FORMAT, RUN_KINDS, console, json_out, table
from formgen.commands.ledger import read_ledger
from formgen.model import Fate

_TALLY = {**{str(fate): fate.words for fate in Fate}, "taken": "写入", "files": "存下"}
_LAST = 20  # runs that are shown


@click.command(cls=ChineseCommand)
@FOLDER
@FORMAT
def ledger(folder: Path, style: str) -> None:
    """看台账：历次运行、表格现在的情形、存下的各稿。"""
    found = read_ledger(folder)
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
                    {"label": each.label, "at": each.at, "files": each.files} for each in found.submissions
                ],
            }
        )
        return
    lines = table("时间", "运行", "数据", "结果", title="历次运行")
    for run in found.runs[-_LAST:]:
        told = "、".join(f"{_TALLY.get(key, key)}{count}" for key, count in run.tally.items())
        going_on = found.running and run is found.runs[-1]
        state = told if run.done else "正在进行" if going_on else "中途停止"
        lines.add_row(_time(run.at), RUN_KINDS.get(run.kind, run.kind), run.data, state)
    console().print(lines)
    told = "、".join(f"{fate.words}{count}份" for fate, count in found.fates.items())
    whole = f"共{sum(found.fates.values())}份；各份最近一次经手时：{told}" if told else "没有"
    click.echo(f"表格：{whole}。")
    for each in found.submissions:
        click.echo(f"{each.label}：{_time(each.at)}存下，{each.files}个文件。")


def _time(at: str) -> str:
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M}"
