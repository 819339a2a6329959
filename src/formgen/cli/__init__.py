"""The ``formgen`` command: the only place that prints or exits.

Commands are imported when they are called, so that ``formgen --help`` answers at once.
"""

import sys
import tempfile
import traceback
from typing import NoReturn

import click

from formgen.cli.click_chinese import LazyGroup, usage_message
from formgen.version import __version__

# The short help of each command; the command X is the function X of the module X.
_COMMANDS = {
    "demo": "用自带的示例数据把全套表格做一遍",
    "workbook": "生成空白的数据工作簿",
    "people": "读花名册，按口径数出指标，列出每个数背后的人",
    "check": "检查数据，一次列出所有问题",
    "score": "按评分标准算分，列出待定和差异",
    "explain": "逐项说明得分的来历",
    "rank": "按最后得分排名，算奖补、推荐名额、时限",
    "titles": "看称号台账：哪一天谁有哪个称号，发过哪些奖补",
    "compare": "各级评分和计算逐项对照，抽查名单，抽查评分表",
    "evidence": "一个社区一份佐证材料目录，附照片页",
    "build": "为每个社区填好全套表格",
    "diff": "出表以前，先看会改动什么",
    "collect": "从改过的表格里读回各级填的分、意见和日期，写入数据",
    "pack": "把表格合成打印用的 PDF，一个乡镇一份",
    "submit": "把报送的这一稿存下来",
    "change-sheet": "写更正说明：某一稿以来改了什么",
    "undo": "撤销上一次运行",
    "ledger": "看台账：历次运行、表格、存下的各稿",
    "fill": "把数据填进任何单位的空白表",
    "template": "认出空白表里要填的地方",
    "rubric": "查看、检查评分标准",
}


@click.group(cls=LazyGroup, room="formgen.cli", short_helps=_COMMANDS)
@click.version_option(__version__, "--version", message="formgen %(version)s", help="显示版本号")
def cli() -> None:
    """由社区（村）数据生成可直接盖章的申报表、评分表、推荐表。

    第一次使用：formgen demo
    """


def main() -> NoReturn:
    """Run the command. Exit code 0: done; 1: problems found; 2: wrong usage. No traceback is ever printed."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(run())


def run() -> int:
    """Run the command on ``sys.argv`` and return its exit code."""
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("已中止。", err=True)
        return 1
    except click.ClickException as error:
        click.echo(usage_message(error), err=True)
        return 2
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except Exception as error:  # noqa: BLE001 - the last resort: a clerk must never see a traceback
        return _unforeseen(error)
    return code if isinstance(code, int) else 0


def _unforeseen(error: Exception) -> int:
    """Report an error in formgen itself, or a FormgenError that no command caught."""
    problems = getattr(error, "problems", None)
    if problems is not None:
        for problem in problems:
            click.echo(str(problem), err=True)
        return 2 if getattr(error, "usage", False) else 1
    said = f"程序内部出错（{type(error).__name__}），没有完成。"
    try:  # a name of its own, readable by its owner only: the temporary folder may be everybody's
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="formgen-error-", suffix=".txt", delete=False
        ) as report:
            report.write("".join(traceback.format_exception(error)))
    except OSError:
        click.echo(f"{said}出错的经过也写不下来：磁盘已满，或没有写权限。", err=True)
    else:
        click.echo(f"{said}请把 {report.name} 发给维护人员。", err=True)
    return 1
