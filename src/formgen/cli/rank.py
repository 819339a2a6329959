"""Command on many communities together: rank."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from formgen.cli.chinese import ChineseCommand
from formgen.cli.output import FILE, FORMAT, RUBRIC, console, json_out, problems_out, table
from formgen.commands.rank import Ranking, rank_communities
from formgen.county.ranking import RankedCard
from formgen.exact import exact_text, points_text
from formgen.intake.dates import parse_date
from formgen.problems import errors_in
from formgen.rubric.terms import TOTALS, VERDICTS


@click.command(cls=ChineseCommand)
@FILE
@RUBRIC
@FORMAT
@click.option("--certified", type=click.IntRange(0), metavar="个数", help="已认定的总数，算出推荐名额")
@click.option("--on", metavar="日期", help="看这一天是否在各项时限以内，如 2019-09-10")
@click.pass_context
def rank(ctx: click.Context, /, file: Path, rubric: str, style: str, **asked: Any) -> None:  # noqa: ANN401 - click's options
    """按总分排名，算奖补、推荐名额、时限。待定的不排名；凭称号发的奖补只列出规定。"""
    day = _day(asked["on"]) if asked["on"] else None
    ranking = rank_communities(file, rubric, asked["certified"], day)
    if style == "json":
        json_out(
            {
                "communities": [
                    _record(place, each) for place, each in zip(ranking.places, ranking.awards, strict=True)
                ],
                "quotas": dict(ranking.quotas),
                "deadlines": dict(ranking.deadlines),
            }
        )
    else:
        _print(ranking)
        _rules(ranking, asked["certified"])
    problems_out(ranking.problems)
    ctx.exit(1 if errors_in(ranking.problems) else 0)


def _day(text: str) -> tuple[int, int]:
    found = parse_date(text)
    if found is None:
        raise click.BadParameter(text, param_hint="--on")
    return found.month, found.day


def _record(place: RankedCard, money: Mapping[str, Fraction | None]) -> dict[str, object]:
    card = place.card
    return {
        "rank": place.rank,
        "name": card.community.name,
        "township": card.community.township,
        "total": None if card.total is None else exact_text(card.total),
        "passed": card.passed,
        "awards": {key: None if yuan is None else exact_text(yuan) for key, yuan in money.items()},
    }


def _print(ranking: Ranking) -> None:
    """Print a line per community, awards in yuan; 待定 where they hang on what is not known yet."""
    rules = [ranking.rubric.awards[key] for key in (ranking.awards[0] if ranking.awards else {})]
    lines = table("名次", "社区（村）", TOTALS["total"], "结论", *(f"{each.title}（元）" for each in rules))
    for place, yuan in zip(ranking.places, ranking.awards, strict=True):
        card = place.card
        total = "待定" if card.total is None else points_text(card.total, below=card.rubric.pass_points)
        shown = ["待定" if each is None else exact_text(each) for each in yuan.values()]
        rank_text = "" if place.rank is None else str(place.rank)
        lines.add_row(rank_text, card.community.full_name, total, VERDICTS.get(card.passed, ""), *shown)
    console().print(lines)


def _rules(ranking: Ranking, certified: int | None) -> None:
    """Print quotas, targets, awards by title and deadlines with their clauses."""
    rubric = ranking.rubric
    for key, most in ranking.quotas.items():
        rule = rubric.quotas[key]
        click.echo(f"{rule.title}：{rule.of}{certified}个，最多{most}个。依据：{rule.clause}")
    words = {True: "已达到", False: "未达到", None: "数据里没有全部结论或基数，不能判断"}
    for key, reached in ranking.targets.items():
        target = rubric.targets[key]
        click.echo(f"{target.title}：{words[reached]}。依据：{target.clause}")
    for award in rubric.awards.values():
        if award.titles:
            click.echo(f"{award.title}：凭称号发放。依据：{award.clause}")
    for key, kept in ranking.deadlines.items():
        deadline = rubric.deadlines[key]
        click.echo(
            f"{deadline.title}（{deadline.clause}，{deadline.by}）：{'在时限以内' if kept else '已过时限'}。"
        )
