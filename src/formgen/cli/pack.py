"""The command that makes print packs: pack; and the option --pdf of build."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from formgen.cli.click_chinese import HOW, ChineseCommand
from formgen.cli.output import exit_by, problems_out
from formgen.cli.progress import ticker
from formgen.commands.pack import pack_documents, write_due_pdfs
from formgen.printing.options import JOBS, KINDS, SPLITS, Choice, ConversionOptions, Copies, PackOptions
from formgen.printing.output import PackResult
from formgen.problems import Problem

_FOLDER = click.Path(path_type=Path)
_HOW = f"{HOW} 申报表=3 或 3，1至99份"
_DOING = "排版"
_SHOWN = 40  # the most files listed


def _read_copies(_: click.Context, option: click.Parameter, value: Sequence[str]) -> Copies:
    """Read ``表=份数``; a number alone applies to every form that is not named."""
    by_form, others = dict[str, int](), 1
    for each in value:
        name, _sign, count = each.rpartition("=")
        if not count.isdecimal() or not 1 <= int(count) <= 99:  # noqa: PLR2004 - nobody prints a hundred copies of a form
            raise click.BadParameter(_HOW, param=option)
        if form := name.strip():
            by_form[form] = int(count)
        else:
            others = int(count)
    return Copies(by_form, others)


@click.command(cls=ChineseCommand)
@click.argument("folder", metavar="文件夹", type=_FOLDER)
@click.option("-o", "--output", required=True, type=_FOLDER, metavar="文件夹", help="PDF 写到哪个文件夹")
@click.option(
    "--split",
    type=click.Choice(SPLITS),
    default="township",
    help="分成几份：township 一个乡镇一份（默认）；form 一种表一份；all 全部一份",
)
@click.option(
    "--order",
    type=click.Choice(["community", "form"]),
    default="community",
    help="先后：community 一个社区的各种表在一起（默认）；form 同一种表在一起",
)
@click.option("--form", "forms", multiple=True, metavar="表名", help="只印这种表，如 申报表，可多次")
@click.option("--township", "townships", multiple=True, metavar="乡镇", help="只印这个乡镇，可多次")
@click.option("--only", multiple=True, metavar="名称", help="只印这个社区（村），可多次")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default=KINDS[0],
    help=f"同一种表有 Word 和 Excel 的，印哪一份：{KINDS[0]}（默认）、{'、'.join(KINDS[1:-1])} 或 {KINDS[-1]}",
)
@click.option(
    "--copies",
    multiple=True,
    callback=_read_copies,
    metavar="表名=份数",
    help="印几份，如 申报表=3，可多次；只写份数则每种表都是",
)
@click.option("--duplex", is_flag=True, help="双面打印用：每份表从新的一张纸开始，单数页的后面补一张白页")
@click.option("--cover", is_flag=True, help="前面加一张材料清单")
@click.option("--numbers", is_flag=True, help="页脚加页码")
@click.option("--draft", is_flag=True, help="每页印上“草稿”")
@click.option("--pdfa", is_flag=True, help="做成存档用的 PDF/A-2b")
@click.option("--rubric", default="", metavar="编号", help="评分标准编号，或 .yaml 文件；不写则照台账")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=JOBS,
    metavar="个数",
    help=f"同时开几个 LibreOffice，默认 {JOBS}",
)
@click.option("-q", "--quiet", is_flag=True, help="不显示进度和提示，只显示错误")
@click.pass_context
def pack(ctx: click.Context, /, folder: Path, output: Path, **asked: Any) -> None:  # noqa: ANN401 - click's options
    """把文件夹里的表格合成打印用的 PDF：次序、份数、书签都排好，印出来就可以盖章。

    要用 LibreOffice 排版。放不下、出格、少字、占了盖章处的，逐份列出来。
    """
    options = PackOptions(
        split=asked["split"],
        by_form=asked["order"] == "form",
        choice=Choice(asked["kind"], asked["forms"], asked["townships"], asked["only"], summaries=True),
        copies=asked["copies"],
        duplex=asked["duplex"],
        cover=asked["cover"],
        numbers=asked["numbers"],
        draft=asked["draft"],
        conversion=ConversionOptions(asked["jobs"], pdfa=asked["pdfa"], numbers=not asked["numbers"]),
    )
    with ticker(0, quiet=asked["quiet"], doing=_DOING, unit="份") as bar:
        packed = pack_documents(folder, output, options, asked["rubric"], bar.of)
    _show(packed, quiet=asked["quiet"])
    exit_by(ctx, packed.problems)


def make_pdfs(folder: Path, choice: Choice, rubric: str, *, quiet: bool) -> Sequence[Problem]:
    """Make the PDF files of some documents next to them; return the problems met."""
    with ticker(0, quiet=quiet, doing=_DOING, unit="份") as bar:
        packed = write_due_pdfs(folder, choice, rubric, JOBS, bar.of)
    _show(packed, quiet=quiet)
    return packed.problems


def _show(packed: PackResult, *, quiet: bool) -> None:
    """Say what was printed to files."""
    problems_out(packed.problems, quiet=quiet)
    for path, pages in packed.files if len(packed.files) <= _SHOWN else []:
        click.echo(f"{path}：{pages}页")
    if not packed.documents and not packed.failed:
        click.echo("PDF 都是新的，没有要做的。")
        return
    click.echo(f"已把{packed.documents}份表格排成{len(packed.files)}个 PDF，共{packed.pages}页。")
