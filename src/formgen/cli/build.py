"""The command build: every form of every community."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.conflicts import ask_about_conflicts
from formgen.cli.output import DATA_FILE, RUBRIC, exit_by, problems_out, waiting
from formgen.cli.pack import make_pdfs
from formgen.cli.progress import ticker
from formgen.cli.rosters import ON, ROSTERS
from formgen.cli.selection import options_of, selection
from formgen.commands.build import list_files, plan_build
from formgen.folder.build import BuildResult, build_folder
from formgen.folder.cluster import make_cluster_runner
from formgen.folder.plan import Options, Plan
from formgen.folder.renew import Decisions
from formgen.model import FATES
from formgen.printing.options import Choice
from formgen.problems import FormgenError
from formgen.reports.summary_row import list_lacks, list_unmet

_FOLDER = click.Path(path_type=Path)
_MOST = 200  # lines of problems: every error, and as many warnings as fit; the 汇总表 has all


@click.command(cls=ChineseCommand)
@DATA_FILE
@RUBRIC
@click.option("-o", "--output", required=True, type=_FOLDER, metavar="文件夹", help="写到哪个文件夹")
@selection
@ROSTERS
@ON
@click.option("--dry-run", is_flag=True, help="只列出要写哪些文件，什么也不写")
@click.option(
    "--scheduler", metavar="地址", help="交给 Dask 集群去做，如 tcp://主机:8786（须装 formgen[cluster]）"
)
@click.option("--ours", "side", flag_value="ours", help="表上和数据都改了的，都用数据的；意见、日期除外")
@click.option("--theirs", "side", flag_value="theirs", help="表上和数据都改了的，都留表上的")
@click.option("--ask", "side", flag_value="ask", help="表上和数据都改了的，逐处询问")
@click.option("--pdf", is_flag=True, help="在每份表格旁边另做一份 PDF（须装有 LibreOffice）")
@click.option("-q", "--quiet", is_flag=True, help="不显示进度和提示，只显示错误")
@click.pass_context
def build(ctx: click.Context, /, file: Path, rubric: str, output: Path, **asked: Any) -> None:  # noqa: ANN401 - click's options
    """为每个社区（村）填好全套表格，每个乡镇一份汇总表。

    栏的来源：entered 该级录入的；computed 按数据计算的；either 有录入用录入、没有则用计算的；blank 留空。
    """
    plan = plan_build(file, rubric, _options(asked), asked["people"], asked["on"])
    if asked["dry_run"]:
        for path in list_files(plan):
            click.echo(path)
        problems_out(plan.remarks)
        return
    if asked["side"] == "ask":
        plan = ask_about_conflicts(plan, output)
    built = _build(plan, output, quiet=asked["quiet"])
    problems_out(built.problems, most=_MOST, quiet=asked["quiet"])
    _told(built, output)
    problems = list(built.problems)
    if asked["pdf"]:
        choice = Choice("both", townships=asked["townships"], only=asked["only"])
        problems += make_pdfs(output, choice, rubric, quiet=asked["quiet"])
    exit_by(ctx, problems)


def _options(asked: dict[str, Any]) -> Options:
    """Return the options of a build from those of the command."""
    return replace(
        options_of(asked),
        runner=make_cluster_runner(asked["scheduler"]) if asked["scheduler"] else None,
        decisions=Decisions(asked["side"] if asked["side"] in {"ours", "theirs"} else None),
    )


def _build(plan: Plan, output: Path, *, quiet: bool) -> BuildResult:
    """Build with progress; say how far it came when it is stopped."""
    so_far: list[BuildResult] = []

    def done(built: BuildResult) -> None:
        so_far[:] = [built]
        count[0] += 1
        bar.of(count[0], len(plan.chosen))

    count = [0]
    try:
        with ticker(0, quiet=quiet) as bar:
            return build_folder(plan, output, done, waiting)
    except (KeyboardInterrupt, FormgenError):
        if so_far:
            written = f"{count[0]}个社区的{so_far[0].files}份表格已经写好并保留"
            click.echo(f"中途停止：{written}，再运行一次可补齐其余的。", err=True)
        raise


def _told(built: BuildResult, folder: Path) -> None:
    """Say what was made, what is left blank for the pen, and where to look."""
    open_rows = [row for row in built.rows if row.open]
    click.echo(f"已生成{built.files}个文件，在 {folder}。")
    again = [f"{FATES[fate]}{built.fates[fate]}份" for fate in FATES if built.fates[fate]]
    if set(built.fates) - {"new"}:
        click.echo(f"其中{'、'.join(again)}。" + (f"手填的{built.kept}处都保留。" if built.kept else ""))
    for path in built.refused[:_MOST]:
        click.echo(f"没有生成：{path}（原因见汇总表的“问题与提示”）")
    for lack in list_lacks(built.rows)[:_MOST]:
        click.echo(lack)
    for unmet in list_unmet((row.who.full_name, row.verdict) for row in built.rows)[:_MOST]:
        click.echo(unmet)
    if open_rows:
        click.echo(f"待定{sum(len(row.open) for row in open_rows)}项，表中留空，由评审决定（原因见汇总表）：")
        for row in open_rows[:_MOST]:
            click.echo(f"  {row.township}{row.name}：{'、'.join(each.label for each in row.open)}")
