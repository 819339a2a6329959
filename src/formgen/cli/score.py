"""The command score: points, what is 待定, differences."""

from pathlib import Path
from typing import Any

import click

from formgen.cli.chinese import ChineseCommand
from formgen.cli.output import (
    COMMUNITY,
    DATA_FILE,
    FORMAT,
    RUBRIC,
    console,
    few,
    json_out,
    problems_out,
    table,
)
from formgen.commands.score import score_data
from formgen.exact import exact_text, points_text
from formgen.problems import errors_in
from formgen.rubric.score import Scorecard
from formgen.rubric.terms import STATE_WORDS, TOTALS, VERDICTS
from formgen.rubric.trace import Outcome, PieceTrace


@click.command(cls=ChineseCommand)
@DATA_FILE
@RUBRIC
@FORMAT
@COMMUNITY
@click.pass_context
def score(ctx: click.Context, file: Path, rubric: str, style: str, only: tuple[str, ...]) -> None:
    """按评分标准算分，列出待定项、自评与计算的差异。"""
    scored = score_data(file, rubric, only)
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
    parts = {
        step.key: _outcome_record(step.outcome) for step in outcome.steps if isinstance(step, PieceTrace)
    }
    return {
        "points": _text(outcome.points),
        "state": str(outcome.state),
        **({"parts": parts} if parts else {}),
    }


def _text(points: Any) -> str | None:  # noqa: ANN401 - a Fraction or None
    return None if points is None else exact_text(points)


def _overview(cards: tuple[Scorecard, ...]) -> None:
    """Print a line per community."""
    bonus = any(card.rubric.bonus for card in cards)
    titles = [
        "社区（村）",
        *([TOTALS["main"], TOTALS["bonus"]] if bonus else []),
        TOTALS["total"],
        "结论",
        "待定项",
        "自评与计算的差异",
    ]
    lines = table(*titles)
    for card in cards:
        totals = [card.main, card.bonus, card.total] if bonus else [card.total]
        shown = [
            "待定" if value is None else points_text(value, below=card.rubric.pass_points) for value in totals
        ]
        waiting = few([card.short_label(key) for key in card.open_keys], "项")
        gaps = [
            f"{card.short_label(each.key)}：自评{points_text(each.claim)}计算{points_text(each.points)}"
            for each in card.differences
        ]
        lines.add_row(
            card.community.full_name, *shown, VERDICTS.get(card.passed, ""), waiting, few(gaps, "处")
        )
    console().print(lines)


def _detail(card: Scorecard) -> None:
    """Print a line per criterion."""
    lines = table("序号", "评分项", "分值", "自评", "得分", "状态", title=card.community.full_name)
    for each in card.explain():
        lines.add_row(each.number, each.name, each.full, each.claim, each.points, STATE_WORDS[each.state])
    console().print(lines)
