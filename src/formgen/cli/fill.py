"""The command fill: any office's blank, filled from data by its labels."""

import json
from pathlib import Path

import click

from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.output import exit_by, problems_out
from formgen.cli.places import ask_place
from formgen.commands.fill import FillAsked, FillRun, fill_form_files
from formgen.model import Fate
from formgen.office.disk import write_file


def _name_report(_: click.Context, __: click.Parameter, path: Path | None) -> Path | None:
    """Return where a report is written. Raises click.BadParameter for a file of another kind: it may be the blank."""
    if path is not None and path.suffix.lower() != ".json":
        message = f"“{path}”不是 .json"
        raise click.BadParameter(message)
    return path


FORM = click.argument("form", metavar="表", type=click.Path(path_type=Path))
REPORT = click.option(
    "--report",
    type=click.Path(path_type=Path),
    callback=_name_report,
    metavar="文件.json",
    help="把结果写成 JSON",
)
NAMES = click.option("--names", type=click.Path(path_type=Path), metavar="词典.yaml", help="本单位的同义词")
ANSWER_FILE = click.option(
    "--answers", type=click.Path(path_type=Path), metavar="对照表.xlsx", help="照对照表的“改为”填"
)


INTERACTIVE = click.option("--interactive", is_flag=True, help="数据的哪一项填在哪里拿不准的，逐项问")


@click.command(cls=ChineseCommand)
@FORM
@click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path),
    metavar="数据",
    help="数据文件：.xlsx、.csv、.yaml、.json",
)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="文件夹", help="写到哪里"
)
@click.option(
    "--records",
    type=click.Choice(["documents", "rows"]),
    help="documents 一条记录一份；rows 全部记录写成一份的各行；不写则看表",
)
@click.option("--only", multiple=True, metavar="值", help="只做第一个值是它的记录，可多次")
@click.option("--name", "style", default="", metavar="样式", help="文件名，如 申请表-{姓名}")
@NAMES
@ANSWER_FILE
@click.option("--sheet", default="", metavar="名称", help="数据在工作簿的哪张工作表；不写则是第一张")
@INTERACTIVE
@click.option("--pdf", is_flag=True, help="每份旁边再写一份 PDF（要有 LibreOffice）")
@click.option(
    "--pack", type=click.Path(path_type=Path), metavar="文件.pdf", help="全部合成一个 PDF，双面打印用"
)
@click.option("--ours", is_flag=True, help="再填一次时，表上和数据写的不同的，用数据的；意见栏除外")
@click.option("--strict", is_flag=True, help="有一项填不了就什么也不写")
@click.option("--dry-run", is_flag=True, help="只看结果，不写文件")
@REPORT
@click.option("--full", is_flag=True, help="--report 里身份证号、电话不隐去")
@click.pass_context
def fill(
    ctx: click.Context,
    form: Path,
    data: Path,
    output: Path,
    *,
    records: str | None,
    only: tuple[str, ...],
    style: str,
    names: Path | None,
    answers: Path | None,
    sheet: str,
    interactive: bool,
    pdf: bool,
    pack: Path | None,
    ours: bool,
    strict: bool,
    dry_run: bool,
    report: Path | None,
    full: bool,
) -> None:
    """照着标签把数据填进任何单位的空白表：填对格子，拿不准的列成问题，不猜。"""
    ask = ask_place if interactive else None
    asked = FillAsked(
        records or "", only, style, names, answers, strict, dry_run, full, sheet, pdf, pack, report, ours, ask
    )
    run = fill_form_files(form, data, output, asked)
    if report is not None:
        found = run.report[0] if len(run.report) == 1 else run.report
        write_file(report, json.dumps(found, ensure_ascii=False, indent=1).encode())
    _told(run, output)
    problems_out(run.problems)
    exit_by(ctx, run.problems)


def _told(run: FillRun, folder: Path) -> None:
    """Say what was written, and what became of the files that were there."""
    click.echo(f"已写好{len(run.files)}份，在 {folder}。" if run.written else "没有写文件。")
    if set(run.fates) - {Fate.NEW}:
        again = "、".join(f"{fate.words}{run.fates[fate]}份" for fate in Fate if run.fates[fate])
        click.echo(f"其中{again}。" + (f"手填的{run.kept}处都保留。" if run.kept else ""))
