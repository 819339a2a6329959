"""The command explain: where each point comes from."""

from collections.abc import Sequence
from pathlib import Path

import click

from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.output import COMMUNITY, DATA_FILES, RUBRIC, exit_by, problems_out
from formgen.cli.rosters import JUDGED, ON, ROSTERS
from formgen.commands.explain import write_each_explanation, write_explanations
from formgen.commands.score import ScoreAsked, score_files
from formgen.reports.score_explanations import (
    describe_points,
    describe_readings,
    describe_total,
    list_differences,
)
from formgen.rubric.explain import Explanation, StandardExplanation


@click.command(cls=ChineseCommand)
@DATA_FILES
@RUBRIC
@COMMUNITY
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="写成 .docx 或 .xlsx，不在屏幕上显示；加 --each 的写文件夹",
)
@click.option("--each", is_flag=True, help="一个社区（村）一份 .docx，写到 -o 的文件夹里")
@ROSTERS
@ON
@JUDGED
@click.pass_context
def explain(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    rubric: str,
    only: tuple[str, ...],
    output: Path | None,
    *,
    each: bool,
    people: tuple[Path, ...],
    on: str,
    judged: tuple[Path, ...],
) -> None:
    """逐项说明得分的来历：原文、数据所在单元格、比率、档次、口径、佐证材料。"""
    scored = score_files(files, rubric, ScoreAsked(people, on, judged), only)
    if each:
        written = write_each_explanation(scored, output, files)
        click.echo(f"已写好{len(written)}份评分说明，在 {output}。")
    elif output:
        write_explanations(scored, output, files)
        click.echo(f"已写好 {output}。")
    else:
        for card in scored.cards:
            click.echo(f"\n{card.community.full_name}　{describe_total(card)}")
            for sentence in card.explain_final():
                click.echo(sentence)
            for standard in card.explain_standards():
                _standard(standard)
            differences = list_differences(card)
            for told in card.explain():
                _explanation(told, differences.get(told.key, []))
    problems_out(scored.problems)
    exit_by(ctx, scored.problems)


def _standard(each: StandardExplanation) -> None:
    click.echo(f"\n评定标准 {each.title}：{each.words}")
    click.echo(f"  原文：{each.clause}")
    for sentence in each.sentences:
        click.echo(f"  · {sentence}")


def _explanation(each: Explanation, differences: Sequence[str]) -> None:
    click.echo(f"\n{each.number} {each.name}：{describe_points(each)}（分值{each.full}分）")
    click.echo(f"  原文：{each.clause}")
    for sentence in each.sentences:
        click.echo(f"  · {sentence}")
    for reading in describe_readings(each, decisive_only=True):
        click.echo(f"  口径：{reading}")
    click.echo(f"  佐证：{'；'.join(each.evidence)}")
    for difference in differences:
        click.echo(f"  {difference}")
