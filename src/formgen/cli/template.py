"""Commands on templates: bind a blank, check a template."""

import json
from pathlib import Path

import click

from formgen.binding.bound_folder import ANSWER_SHEET
from formgen.cli.click_chinese import ChineseGroup
from formgen.cli.fill import ANSWER_FILE, FORM, INTERACTIVE, NAMES, REPORT
from formgen.cli.output import exit_by, problems_out
from formgen.cli.places import ask_place
from formgen.commands.template import BindAsked, bind_files
from formgen.commands.template_check import check_template
from formgen.office.disk import write_file


@click.group(cls=ChineseGroup)
def template() -> None:
    """认出空白表里要填的地方，检查模板。"""


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
@INTERACTIVE
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
    interactive: bool,
    force: bool,
    report: Path | None,
) -> None:
    """认出空白表里每一处要填的地方，写出对照表、编了号的样张和模板。"""
    found = bind_files(
        form, output, BindAsked(data, answers, names, force, ask_place if interactive else None)
    )
    if report is not None:
        write_file(report, json.dumps(found.report, ensure_ascii=False, indent=1).encode())
    click.echo(
        f"认出{len(found.report['fields'])}处，写在 {output}：请看“{ANSWER_SHEET}”和样张，核对后用 formgen fill 填。"
    )
    problems_out(found.problems)
    exit_by(ctx, found.problems)


@template.command("check")
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option(
    "--rubric", default="", metavar="编号", help="评分标准编号，或 .yaml 文件；不写则找用这种表的那一个"
)
@click.pass_context
def check_folder(ctx: click.Context, folder: Path, *, rubric: str) -> None:
    """检查一种表的模板：没有内容可填的字段，没有印的项，会错开的合并格，放不下的格，字体，别的通知的名称。"""
    found = check_template(folder, rubric)
    problems_out(found.problems, err=False)
    if not found.problems:
        against = f"照“{found.rubric}”" if found.rubric else "照自己的 form.yaml"
        click.echo(f"{folder}：{found.tags}处字段，{against}检查，没有发现问题。")
    exit_by(ctx, found.problems)
