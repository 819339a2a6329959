"""The command on many communities together: rank."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from formgen import pipeline, ranking
from formgen.cli.chinese import ChineseCommand
from formgen.cli.output import FILE, FORMAT, RUBRIC, console, json_out, problems_out, table
from formgen.exact import exact_text, points_text
from formgen.intake import dates
from formgen.problems import errors_in
from formgen.rubric.explain import VERDICTS


@click.command(cls=ChineseCommand)
@FILE
@RUBRIC
@FORMAT
@click.option("--certified", type=click.IntRange(0), metavar="个数", help="已认定的总数，算出推荐名额")
@click.option("--on", metavar="日期", help="看这一天是否在各项时限以内，如 2019-09-10")
@click.pass_context
def rank(ctx: click.Context, /, file: Path, rubric: str, style: str, **asked: Any) -> None:  # noqa: ANN401 - click's options
    """按总分排名，算奖补、推荐名额、时限。待定的不排名；凭称号发的奖补只列出规定。"""
    scored = pipeline.score_file(file, rubric)
    certified = asked["certified"]
    day = _day(asked["on"]) if asked["on"] else None
    places = ranking.ranked(scored.cards)
    money = [ranking.awards_without_title(place.card) for place in places]
    if style == "json":
        json_out(
            {
                "communities": [_record(place, each) for place, each in zip(places, money, strict=True)],
                "quotas": _quotas(scored, certified),
                "deadlines": {
                    key: ranking.in_time(each, day) for key, each in scored.rubric.deadlines.items()
                }
                if day
                else {},
            }
        )
    else:
        _print(scored, places, money)
        _rules(scored, certified, day)
    problems_out(scored.problems)
    ctx.exit(1 if errors_in(scored.problems) else 0)


def _day(text: str) -> tuple[int, int]:
    found = dates.parse(text)
    if found is None:
        raise click.BadParameter(text, param_hint="--on")
    return found.month, found.day


def _record(place: ranking.Ranked, money: dict[str, Fraction | None]) -> dict[str, object]:
    card = place.card
    return {
        "rank": place.rank,
        "name": card.community.name,
        "township": card.community.township,
        "total": None if card.total is None else exact_text(card.total),
        "passed": card.passed,
        "awards": {key: None if yuan is None else exact_text(yuan) for key, yuan in money.items()},
    }


def _quotas(scored: pipeline.Scored, certified: int | None) -> dict[str, int]:
    if certified is None:
        return {}
    return {key: ranking.quota(each, certified) for key, each in scored.rubric.quotas.items()}


def _print(
    scored: pipeline.Scored, places: list[ranking.Ranked], money: list[dict[str, Fraction | None]]
) -> None:
    """Print one line per community, awards in yuan; 待定 where they depend on what is not known yet."""
    rules = [scored.rubric.awards[key] for key in (money[0] if money else {})]
    lines = table("名次", "社区（村）", "总分", "结论", *(f"{each.title}（元）" for each in rules))
    for place, yuan in zip(places, money, strict=True):
        card = place.card
        mark = card.rubric.pass_mark.points if card.rubric.pass_mark else None
        total = "待定" if card.total is None else points_text(card.total, below=mark)
        shown = ["待定" if each is None else exact_text(each) for each in yuan.values()]
        rank_text = "" if place.rank is None else str(place.rank)
        lines.add_row(rank_text, card.community.full_name, total, VERDICTS[card.passed], *shown)
    console().print(lines)


def _rules(scored: pipeline.Scored, certified: int | None, day: tuple[int, int] | None) -> None:
    """Print quotas and deadlines with their clauses."""
    for key, most in _quotas(scored, certified).items():
        rule = scored.rubric.quotas[key]
        click.echo(f"{rule.title}：{rule.of}{certified}个，最多{most}个。依据：{rule.clause}")
    counts = ranking.counts(scored.cards)
    for target in scored.rubric.targets.values():
        words = {True: "已达到", False: "未达到", None: "数据里没有全部结论或基数，不能判断"}
        click.echo(f"{target.title}：{words[ranking.reached(target, counts)]}。依据：{target.clause}")
    for award in scored.rubric.awards.values():
        if award.titles:
            click.echo(f"{award.title}：凭称号发放。依据：{award.clause}")
    for deadline in scored.rubric.deadlines.values() if day else ():
        kept = "在时限以内" if day and ranking.in_time(deadline, day) else "已过时限"
        click.echo(f"{deadline.title}（{deadline.clause}，{deadline.by}）：{kept}。")
