"""The command evidence: a 佐证材料目录 for each community."""

from pathlib import Path

import click

from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.output import COMMUNITY, DATA_FILES, RUBRIC, exit_by, problems_out
from formgen.cli.rosters import ON, ROSTERS
from formgen.commands.evidence import write_evidence_lists
from formgen.commands.score import ScoreAsked, score_files

_PHOTOS = 4


@click.command(cls=ChineseCommand)
@DATA_FILES
@RUBRIC
@COMMUNITY
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="写到哪里，一个社区（村）一份",
)
@click.option(
    "--photos",
    type=click.IntRange(0, 100),
    default=_PHOTOS,
    metavar="张数",
    help=f"留几张照片的地方，一页两张；不写则{_PHOTOS}张",
)
@ROSTERS
@ON
@click.pass_context
def evidence(
    ctx: click.Context,
    files: tuple[Path, ...],
    rubric: str,
    *,
    only: tuple[str, ...],
    output: Path,
    photos: int,
    people: tuple[Path, ...],
    on: str,
) -> None:
    """一个社区（村）一份佐证材料目录：数据已有的打√，要附的材料留□，后面是贴照片的页。"""
    scored = score_files(files, rubric, ScoreAsked(people, on), only)
    written = write_evidence_lists(scored, output, photos)
    click.echo(f"已写好{len(written)}份佐证材料目录，在 {output}。")
    problems = [*scored.problems, *(problem for each in written for problem in each.problems)]
    problems_out(problems)
    exit_by(ctx, problems)
