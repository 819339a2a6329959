"""Commands on templates: bind a blank."""

import json
from pathlib import Path

import click

from formgen.binding.bound_folder import ANSWER_SHEET
from formgen.cli.click_chinese import ChineseGroup
from formgen.cli.fill import ANSWER_FILE, FORM, NAMES, REPORT
from formgen.cli.output import exit_by, problems_out
from formgen.commands.template import BindAsked, bind_files
from formgen.office.disk import write_file


@click.group(cls=ChineseGroup)
def template() -> None:
    """认出空白表里要填的地方。"""


@template.command("bind")
@FORM
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="文件夹", help="写到哪里"
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="数据",
    help="看这份数据的每一项有没有位置，没有的列进对照表",
)
@ANSWER_FILE
@NAMES
@click.option("--force", is_flag=True, help="文件已经有了也覆盖；对照表里“改为”的照用")
@REPORT
@click.pass_context
def bind_blank(
    ctx: click.Context,
    form: Path,
    output: Path,
    *,
    data: Path | None,
    answers: Path | None,
    names: Path | None,
    force: bool,
    report: Path | None,
) -> None:
    """认出空白表里每一处要填的地方，写出对照表、编了号的样张和模板。"""
    found = bind_files(form, output, BindAsked(data, answers, names, force))
    if report is not None:
        write_file(report, json.dumps(found.report, ensure_ascii=False, indent=1).encode())
    click.echo(
        f"认出{len(found.report['fields'])}处，写在 {output}：请看“{ANSWER_SHEET}”和样张，核对后用 formgen fill 填。"
    )
    problems_out(found.problems)
    exit_by(ctx, found.problems)
