"""The command rank: communities by rank, with quotas, awards and deadlines."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.days import find_day
from formgen.cli.output import (
    DATA_FILES,
    DIFFERENCES,
    FORMAT,
    RUBRIC,
    console,
    difference_records,
    exit_by,
    grade_record,
    json_out,
    keep_whole,
    name_differences,
    problems_out,
    table,
    verdicts_out,
)
from formgen.cli.rosters import JUDGED, ROSTERS
from formgen.commands.county_papers import (
    MOST_NAMED,
    PapersAsked,
    find_open_places,
    read_public_days,
    write_papers,
)
from formgen.commands.rank import RankBeside, Ranking, rank_communities, write_targets
from formgen.commands.titles import TitlesAsked
from formgen.county.counts import CountsAsked
from formgen.county.lacks import find_lacks
from formgen.county.quotas import QuotaResult, TargetResult, TownshipTarget, say_most
from formgen.county.ranking import RankedCard, print_scores
from formgen.county.recommendation import Recommendation
from formgen.county.title_changes import OPEN_RESULT, count_changes
from formgen.exact import exact_text
from formgen.folder.papers import PaperWritten
from formgen.model import Who
from formgen.problems import FormgenError, Problem
from formgen.quoting import few
from formgen.reports.summary_row import say_open_standards
from formgen.rubric.open_parts import list_open_standards
from formgen.rubric.schema import Deadline, Quota
from formgen.rubric.score import Scorecard
from formgen.rubric.terms import TOTALS


@click.command(cls=ChineseCommand)
@DATA_FILES
@RUBRIC
@FORMAT
@click.option("--certified", type=click.IntRange(0), metavar="个数", help="已认定的总数，算出推荐名额")
@click.option(
    "--communities", type=click.IntRange(1), metavar="个数", help="社区（村）总数；不写则按数据中列出的个数"
)
@click.option(
    "--targets",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="把各项目标、各乡镇（街道）的目标数和完成数写成可以盖章的表（.xlsx）",
)
@click.option(
    "--on",
    callback=find_day,
    metavar="日期",
    help="看哪一天，如 2019-09-10：是否在各项时限以内；也是称号台账、花名册看的一天",
)
@click.option(
    "--chosen",
    type=click.Path(path_type=Path),
    metavar="名单",
    help="同分的由你们选定：一行一个，写明社区、理由（.xlsx 或 .csv）",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="把推荐名单、公示名单、考核结果、奖补资金汇总表、认定名单、上报函写到这里",
)
@click.option("--publicity", default="", metavar="时间", help="公示时间，如 2019-10-08..2019-10-14")
@click.option("--to", default="", metavar="机关", help="上报函的主送机关；不写则留出来手写")
@click.option(
    "--title",
    default="",
    metavar="称号",
    help="新认定的称号，印在认定名单、拟认定公示上；不写则照台账，没有台账的留空",
)
@click.option(
    "--titles",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="称号台账",
    help="历年的称号和已发的奖补：算出新认定、保持、收回，应补发多少；同时写 --on",
)
@JUDGED
@ROSTERS
@click.pass_context
def rank(ctx: click.Context, /, files: tuple[Path, ...], rubric: str, style: str, **asked: Any) -> None:  # noqa: ANN401 - click's options
    """按最后得分排名，算奖补、推荐名额、时限。待定的不排名；凭称号发的奖补，有称号台账的才算。"""
    counts = CountsAsked(asked["certified"], asked["communities"])
    beside = _find_beside(asked)
    ranking = rank_communities(files, rubric, counts, asked["on"], beside)
    papers = _write_papers(ranking, asked)
    if style == "json":
        json_out(
            {
                "communities": [
                    _record(place, each) | _title_record(ranking, at)
                    for at, (place, each) in enumerate(zip(ranking.places, ranking.awards, strict=True))
                ],
                "quotas": {key: _quota_record(each) for key, each in ranking.recommendations.items()},
                "targets": {key: _target_record(each) for key, each in ranking.targets.items()},
                "deadlines": dict(ranking.deadlines),
                "papers": [str(each.file) for each in papers],
            }
        )
    else:
        _print(ranking)
        _rules(ranking)
        _papers_out(papers)
    if asked["targets"]:
        write_targets(ranking, asked["targets"], files)
        click.echo(f"已生成 {asked['targets']}。", err=style == "json")
    problems = [*ranking.problems, *(problem for each in papers for problem in each.problems)]
    problems += find_open_places(ranking) if papers else []
    problems_out(problems)
    exit_by(ctx, problems)


def _find_beside(asked: Mapping[str, Any]) -> RankBeside:
    """Return what stands beside the data. Raises FormgenError C155 for a register without a day."""
    day = asked["on"]
    if asked["titles"] and day is None:
        raise FormgenError(Problem("C155"), usage=True)
    register = TitlesAsked(asked["titles"], day) if asked["titles"] else None
    people_on = day.isoformat() if day else ""
    return RankBeside(asked["chosen"], asked["judged"], register, asked["people"], people_on)


def _title_record(ranking: Ranking, at: int) -> dict[str, object]:
    """Return what becomes of the title of a community, and why each award is owed; nothing without a register."""
    if ranking.owed is None:
        return {}
    outcome = ranking.outcomes[at]
    owed = ranking.owed.of[ranking.places[at].card.community.who]
    return {
        "title": {"title": outcome.title, "change": outcome.change.name.lower(), "why": outcome.why},
        "owed": {
            key: {
                "due": _text(each.due),
                "paid": _text(each.paid),
                "others": _text(each.others),
                "owed": _text(each.owed),
                "why": each.why,
            }
            for key, each in owed.items()
        },
    }


def _write_papers(ranking: Ranking, asked: Mapping[str, Any]) -> list[PaperWritten]:
    """Write the papers that are asked for; none without a folder."""
    days = read_public_days(asked["publicity"], ranking.rubric) if asked["publicity"] else None
    if asked["output"] is None:
        return []
    return write_papers(ranking, asked["output"], PapersAsked(days, asked["to"], asked["title"]))


def _papers_out(papers: Sequence[PaperWritten]) -> None:
    for each in papers:
        click.echo(f"已写好 {each.file}。")


def _record(place: RankedCard, money: Mapping[str, Fraction | None]) -> dict[str, object]:
    card = place.card
    return {
        "rank": place.rank,
        "name": card.community.name,
        "township": card.community.township,
        "total": _text(card.total),
        "final": _text(card.final.total),
        "level": card.final.level,
        "passed": card.passed,
        "reasons": list(card.verdict.reasons),
        "unmet": list(card.verdict.unmet),
        "grade": grade_record(card),
        "differences": difference_records(card),
        "awards": {key: _text(yuan) for key, yuan in money.items()},
        "lacks": [each.words for each in find_lacks(card)],
    }


def _quota_record(given: Recommendation) -> dict[str, object]:
    each = given.quota
    return {
        "recommended": [str(who) for who in given.recommended],
        "chosen": {str(who): reason for who, reason in given.chosen.items()},
        "base": _text(each.base.value),
        "most": each.most,
        "within": [str(who) for who in each.places.within],
        "tied": [str(who) for who in each.places.tied],
        "contested": [str(who) for who in each.places.contested],
        "waiting": [str(who) for who in each.places.waiting],
    }


def _target_record(each: TargetResult) -> dict[str, object]:
    return {
        "reached": each.reached,
        "of": _text(each.of.value),
        "to": _text(each.to.value) if each.to else None,
        "why": each.why,
        "townships": [
            {
                "township": part.township,
                "at_least": _text(part.at_least),
                "of": _text(part.of.value),
                "reached": part.reached,
            }
            for part in each.townships
        ],
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)


def _print(ranking: Ranking) -> None:
    """Print a row per community, awards in yuan; 待定 where they depend on what is not known yet."""
    rules = [ranking.rubric.awards[key] for key in (ranking.awards[0] if ranking.awards else {})]
    cards = [place.card for place in ranking.places]
    other = any(card.final.level or card.final.converted for card in cards)
    totals = [TOTALS["total"], *([TOTALS["final"]] if other else [])] if ranking.rubric.criteria else []
    gaps = [DIFFERENCES] if any(card.differences for card in cards) else []
    graded = ["等级"] if ranking.rubric.grades else []
    entitled = ["称号"] if any(each.title for each in ranking.outcomes) else []
    money_titles = [f"{each.title}（元）" for each in rules]
    lines = table("名次", "社区（村）", *totals, "结论", *graded, *entitled, *money_titles, *gaps)
    scores = print_scores(
        ranking.rubric, [card.final.total for card in cards], [card.total for card in cards]
    )
    for at, (place, yuan) in enumerate(zip(ranking.places, ranking.awards, strict=True)):
        card = place.card
        shown = [_show(card.total, scores), _show_final(card, scores)][: len(totals)]
        money = ["待定" if each is None else exact_text(each) for each in yuan.values()]
        rank_text = "" if place.rank is None else str(place.rank)
        told = [few(name_differences(card), "处")] if gaps else []
        result = [*shown, card.verdict.words, *([card.grade.words] if card.grade else [])]
        title = [ranking.outcomes[at].change.value] if entitled else []
        lines.add_row(rank_text, card.community.full_name, *result, *title, *money, *told)
    keep_whole(lines, 1, [card.community.full_name for card in cards])
    console().print(lines)
    verdicts_out(cards)
    for sentence in say_open_standards(
        (card.community.full_name, list_open_standards(card)) for card in cards
    ):
        click.echo(sentence)


def _show_final(card: Scorecard, scores: Mapping[Fraction, Fraction]) -> str:
    basis = "" if card.final.total is None else f"（{card.basis}）"
    return _show(card.final.total, scores) + basis


def _show(points: Fraction | None, scores: Mapping[Fraction, Fraction]) -> str:
    return "待定" if points is None else exact_text(scores[points])


def _rules(ranking: Ranking) -> None:
    """Print quotas, targets, awards by title and deadlines with their clauses."""
    rubric = ranking.rubric
    for key, quota in ranking.quotas.items():
        said = _say_quota(ranking.rubric.quotas[key], quota) + _say_chosen(ranking.recommendations[key])
        click.echo(f"{rubric.quotas[key].title}：{said}。依据：{rubric.quotas[key].clause}")
    for key, target in ranking.targets.items():
        said = f"{_REACHED[target.reached]}（{target.why or _say_counts(target)}）"
        click.echo(f"{rubric.targets[key].title}：{said}。依据：{rubric.targets[key].clause}")
        for part in target.townships:
            click.echo(f"  {_say_township(part)}")
    for reason, names in _group_lacks(ranking).items():
        click.echo(f"{reason}——{few(names, '个')}。")
    if ranking.outcomes:
        _titles_out(ranking)
    for award in rubric.awards.values():
        if award.titles and ranking.book is None:
            click.echo(f"{award.title}：凭称号发放。依据：{award.clause}")
    for key, kept in ranking.deadlines.items():
        deadline = rubric.deadlines[key]
        click.echo(
            f"{deadline.title}（{deadline.clause.rstrip('。')}，{_say_last_day(deadline)}）："
            f"{'在时限以内' if kept else '已过时限'}。"
        )


def _group_lacks(ranking: Ranking) -> dict[str, list[str]]:
    """Return why money, targets and quotas stay 待定 for want of data, each reason with those it concerns."""
    found: dict[str, list[str]] = {}
    for place in ranking.places:
        for lack in find_lacks(place.card):
            found.setdefault(lack.words, []).append(place.card.community.full_name)
    return found


def _say_last_day(deadline: Deadline) -> str:
    return f"{deadline.year}-{deadline.by}" if deadline.year else deadline.by


def _titles_out(ranking: Ranking) -> None:
    """Print how many titles are new, kept and lost, and each reason once, with those it concerns."""
    found: dict[str, list[str]] = {}
    for place, outcome in zip(ranking.places, ranking.outcomes, strict=True):
        if outcome.why and outcome.why != OPEN_RESULT and (outcome.title or outcome.change.unsettled):
            found.setdefault(outcome.words, []).append(place.card.community.full_name)
    for reason, names in found.items():
        click.echo(f"称号{reason}——{few(names, '个')}。")
    if any(each.title for each in ranking.outcomes):
        click.echo(f"称号：{count_changes(ranking.outcomes)}。")
    if ranking.rubric.awards:
        click.echo("奖补按台账扣除了已发的；拟新认定的，发文、登记以后才算。")
    if ranking.book and ranking.book.later:
        click.echo(f"台账里这一天以后的{ranking.book.later}行没有算。")


def _say_quota(rule: Quota, quota: QuotaResult) -> str:
    if quota.most is None or quota.base.value is None:
        return f"名额不能算：{quota.base.how}"
    text = f"{quota.base.how}{exact_text(quota.base.value)}个，{say_most(rule, quota.most)}"
    places, left = quota.places, quota.most - len(quota.places.within)
    if places.within:
        text += f"；{'按名次' if quota.scored else ''}在名额内：{_names(places.within)}"
    if places.tied:
        text += f"；还有{left}个名额，{_some(places.tied)}{quota.alike}，由你们定"
    if places.waiting:
        text += f"；{_some(places.waiting)}待定，可能进入名额"
    if places.contested:
        text += f"，{_some(places.contested)}可能因此落在名额外，还有{left}个名额暂不能定"
    return text


_REACHED = {True: "已达到", False: "未达到", None: "不能判断"}


def _say_township(part: TownshipTarget) -> str:
    """Say the target of one township, and what was counted there."""
    counted = part.why or f"{part.of.how}{exact_text(part.of.value or Fraction(0))}个"
    if part.at_least is None:
        return f"{part.township}：没有下达目标数（{counted}）"
    return f"{part.township}：目标{exact_text(part.at_least)}个，{_REACHED[part.reached]}（{counted}）"


def _say_chosen(given: Recommendation) -> str:
    """Say whom a person chose, and why; nothing where nobody did."""
    named = "、".join(f"{who}（{reason}）" for who, reason in given.chosen.items())
    return f"；你们选定：{named}" if named else ""


def _names(whos: Sequence[Who]) -> str:
    return "、".join(map(str, whos))


def _some(whos: Sequence[Who]) -> str:
    """Return names of whom nothing is decided: the first, and how many there are."""
    return few([str(who) for who in whos], "个", MOST_NAMED)


def _say_counts(target: TargetResult) -> str:
    counts = [each for each in (target.of, target.to) if each and each.value is not None]
    return "，".join(f"{each.how}{exact_text(each.value or Fraction(0))}个" for each in counts)
