"""Commands on data: workbook, check, score, explain."""

from pathlib import Path
from typing import Any

import click

from formgen import pipeline
from formgen.cli.chinese import ChineseCommand
from formgen.cli.output import (
    FILE,
    FORMAT,
    RUBRIC,
    console,
    few,
    json_out,
    problem_record,
    problems_out,
    table,
)
from formgen.exact import exact_text, points_text
from formgen.forms.handout import points_words, reading_text, total_line
from formgen.problems import errors_in
from formgen.rubric.explain import STATE_WORDS, VERDICTS, Explanation
from formgen.rubric.explain import explain as explained
from formgen.rubric.score import Scorecard
from formgen.rubric.trace import Outcome, PartTrace

_COMMUNITY = click.option(
    "--community", "only", multiple=True, metavar="名称", help="只看这个社区（村），可多次"
)


@click.command(cls=ChineseCommand)
@RUBRIC
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="文件", help="写到哪里（.xlsx）"
)
def workbook(rubric: str, output: Path) -> None:
    """生成空白的数据工作簿，带下拉、校验和填报说明。"""
    pipeline.workbook(rubric, output)
    click.echo(f"已生成 {output}。请从“社区数据”表填起，“填报说明”表里有每一项的口径。")


@click.command(cls=ChineseCommand)
@FILE
@RUBRIC
@FORMAT
@click.option(
    "--annotate", type=click.Path(path_type=Path), metavar="文件", help="另存一份副本，标出有问题的单元格"
)
@click.pass_context
def check(ctx: click.Context, file: Path, rubric: str, style: str, annotate: Path | None) -> None:
    """检查数据，一次列出所有问题。"""
    scored = pipeline.score_file(file, rubric)
    if annotate:
        pipeline.annotate(file, scored.problems, annotate)
    if style == "json":
        json_out({"problems": [problem_record(problem) for problem in scored.problems]})
    else:
        problems_out(scored.problems, err=False)
        click.echo(f"读到{len(scored.cards)}个社区（村）。" + ("" if scored.problems else "没有发现问题。"))
        if annotate:
            click.echo(f"标注副本：{annotate}")
    ctx.exit(1 if errors_in(scored.problems) else 0)


@click.command(cls=ChineseCommand)
@FILE
@RUBRIC
@FORMAT
@_COMMUNITY
@click.pass_context
def score(ctx: click.Context, file: Path, rubric: str, style: str, only: tuple[str, ...]) -> None:
    """按评分标准算分，列出待定项、自评与计算的差异。"""
    scored = pipeline.score_file(file, rubric, only)
    if style == "json":
        json_out({"rubric": scored.rubric.id, "communities": [record(card) for card in scored.cards]})
    else:
        _overview(scored.cards)
        for card in scored.cards if only or len(scored.cards) == 1 else ():
            _detail(card)
    problems_out(scored.problems)
    ctx.exit(1 if errors_in(scored.problems) else 0)


def record(card: Scorecard) -> dict[str, Any]:
    """Return a scorecard as JSON; points are exact texts or null."""
    return {
        "name": card.community.name,
        "township": card.community.township,
        "criteria": {key: _criterion_record(card, key) for key in card.outcomes},
        "total_main": _text(card.main),
        "bonus": _text(card.bonus),
        "total": _text(card.total),
        "passed": card.passed,
        "gates": {result.key: result.holds for result in card.gates},
    }


def _criterion_record(card: Scorecard, key: str) -> dict[str, Any]:
    claims = {level: _text(card.claim(level, key)) for level in card.rubric.columns}
    return {
        **_outcome_record(card.outcomes[key]),
        "max": _text(card.rubric.criteria[key].points),
        "entered": {level: claim for level, claim in claims.items() if claim is not None},
    }


def _outcome_record(outcome: Outcome) -> dict[str, Any]:
    parts = {step.key: _outcome_record(step.outcome) for step in outcome.steps if isinstance(step, PartTrace)}
    return {
        "points": _text(outcome.points),
        "state": str(outcome.state),
        **({"parts": parts} if parts else {}),
    }


def _text(points: Any) -> str | None:  # noqa: ANN401 - a Fraction or None
    return None if points is None else exact_text(points)


def _overview(cards: tuple[Scorecard, ...]) -> None:
    """Print one line per community."""
    bonus = any(card.rubric.bonus for card in cards)
    titles = [
        "社区（村）",
        *(["合计", "附加分"] if bonus else []),
        "总分",
        "结论",
        "待定项",
        "自评与计算的差异",
    ]
    lines = table(*titles)
    for card in cards:
        mark = card.rubric.pass_mark.points if card.rubric.pass_mark else None
        totals = [card.main, card.bonus, card.total] if bonus else [card.total]
        shown = ["待定" if value is None else points_text(value, below=mark) for value in totals]
        waiting = few([card.short_label(key) for key in card.open_keys], "项")
        gaps = [
            f"{card.short_label(key)}：自评{points_text(claim)}计算{points_text(points)}"
            for key, claim, points in card.differences
        ]
        lines.add_row(card.community.full_name, *shown, VERDICTS[card.passed], waiting, few(gaps, "处"))
    console().print(lines)


def _detail(card: Scorecard) -> None:
    """Print one line per criterion."""
    lines = table("序号", "评分项", "分值", "自评", "得分", "状态", title=card.community.full_name)
    for each in explained(card):
        lines.add_row(each.number, each.name, each.full, each.claim, each.points, STATE_WORDS[each.state])
    console().print(lines)


@click.command(cls=ChineseCommand)
@FILE
@RUBRIC
@_COMMUNITY
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="写成 .docx 或 .xlsx，不在屏幕上显示",
)
@click.pass_context
def explain(ctx: click.Context, file: Path, rubric: str, only: tuple[str, ...], output: Path | None) -> None:
    """逐项说明得分的来历：原文、数据所在单元格、比率、档次、口径、佐证材料。"""
    scored = pipeline.score_file(file, rubric, only)
    if output:
        pipeline.explanations(scored, output)
        click.echo(f"已写好 {output}。")
    else:
        for card in scored.cards:
            click.echo(f"\n{card.community.full_name}　{total_line(card)}")
            for each in explained(card):
                _explanation(each)
    problems_out(scored.problems)
    ctx.exit(1 if errors_in(scored.problems) else 0)


def _explanation(each: Explanation) -> None:
    click.echo(f"\n{each.number} {each.name}：{points_words(each)}（分值{each.full}分）")
    click.echo(f"  原文：{each.clause}")
    for sentence in each.sentences:
        click.echo(f"  · {sentence}")
    for reading in reading_text(each, decisive_only=True):
        click.echo(f"  口径：{reading}")
    click.echo(f"  佐证：{'；'.join(each.evidence)}")
    if each.claim and each.claim != each.points:
        click.echo(f"  自评：{each.claim}分，与计算不同")
