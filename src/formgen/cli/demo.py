"""The command demo: the bundled samples as a whole job."""

from pathlib import Path

import click

from formgen.cli.click_chinese import ChineseCommand
from formgen.commands.demo import make_demo
from formgen.folder.summaries import SUMMARY_FILE


@click.command(cls=ChineseCommand)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("formgen-demo"),
    metavar="文件夹",
    help="写到哪个文件夹",
    show_default=True,
)
def demo(output: Path) -> None:
    """用自带的示例数据把全套表格做一遍。示例里的名称、人名、数字都是虚构的。"""
    for sample in make_demo(output):
        built = sample.built
        waiting = sum(len(row.open) for row in built.rows)
        click.echo(f"{sample.rubric.notice.cited} {sample.rubric.title}")
        click.echo(f"  {len(built.rows)}个社区（村），{built.files}个文件：{sample.folder / '表格'}")
        click.echo(f"  评分说明：{sample.folder / '评分说明.docx'}")
        click.echo(
            f"  填好的数据：{sample.folder / '示例数据.xlsx'}；空白的：{sample.folder / '空白数据工作簿.xlsx'}"
        )
        click.echo(
            f"  待定{waiting}项，问题和提示{len(built.problems)}条（示例里故意放了几处），见各乡镇的{SUMMARY_FILE}"
        )
    click.echo(f"先看 {output} 里任一社区文件夹中的 Word 表格，再看汇总表。")
    click.echo(
        f"装有 LibreOffice 的，可以排成打印用的 PDF：formgen pack {output}/yongjia-2009/表格 -o {output}/打印"
    )
