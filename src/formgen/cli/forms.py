"""Commands that make forms: build, demo."""

from pathlib import Path

import click

from formgen import pipeline
from formgen.cli.chinese import ChineseCommand
from formgen.cli.output import FILE, RUBRIC, problems_out


@click.command(cls=ChineseCommand)
@FILE
@RUBRIC
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="文件夹", help="写到哪个文件夹"
)
@click.option(
    "--column", "columns", multiple=True, metavar="栏=来源", help="改一栏印什么，如 township=computed，可多次"
)
@click.option("--draft", is_flag=True, help="没有写工作情况的，按其数据拟一份草稿")
@click.pass_context
def build(
    ctx: click.Context, file: Path, rubric: str, output: Path, columns: tuple[str, ...], *, draft: bool
) -> None:
    """为每个社区（村）填好全套表格，每个乡镇一份汇总表。

    栏的来源：entered 该级录入的；computed 按数据计算的；either 有录入用录入、没有则用计算的；blank 留空。
    """
    built = pipeline.build(file, rubric, output, columns, draft=draft)
    problems_out(built.problems)
    _told(built, output)
    ctx.exit(1 if built.failed else 0)


def _told(built: pipeline.Built, folder: Path) -> None:
    """Say what was made, what is left blank for the pen, and where to look."""
    waiting = [card for card in built.scored.cards if card.open_keys]
    click.echo(f"已生成{len(built.files)}个文件，在 {folder}。")
    for path in built.refused:
        click.echo(f"没有生成：{path}（原因见上）")
    if waiting:
        click.echo(
            f"待定{sum(len(card.open_keys) for card in waiting)}项，表中留空，由评审决定（原因见汇总表）："
        )
        for card in waiting:
            click.echo(
                f"  {card.community.full_name}：{'、'.join(card.label(key) for key in card.open_keys)}"
            )


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
    for sample in pipeline.demo(output):
        built = sample.built
        waiting = sum(len(card.open_keys) for card in built.scored.cards)
        click.echo(f"{sample.rubric.notice.number} {sample.rubric.title}")
        click.echo(
            f"  {len(built.scored.cards)}个社区（村），{len(built.files)}份表格：{sample.folder / '表格'}"
        )
        click.echo(f"  评分说明：{sample.folder / '评分说明.docx'}")
        click.echo(
            f"  填好的数据：{sample.folder / '示例数据.xlsx'}；空白的：{sample.folder / '空白数据工作簿.xlsx'}"
        )
        click.echo(
            f"  待定{waiting}项，问题和提示{len(built.problems)}条（示例里故意放了几处），见各乡镇的{pipeline.SUMMARY_FILE}"
        )
    click.echo(f"先看 {output} 里任一社区文件夹中的 Word 表格，再看汇总表。")
