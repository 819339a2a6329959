"""The command score: points, what is 待定, differences."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.output import (
    COMMUNITY,
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
    open_out,
    problems_out,
    table,
    verdicts_out,
)
from formgen.cli.rosters import JUDGED, ON, ROSTERS
from formgen.commands.score import ScoreAsked, score_files
from formgen.county.ranking import print_scores
from formgen.exact import exact_text
from formgen.quoting import few
from formgen.rubric.explain import StandardExplanation
from formgen.rubric.open_parts import list_open_parts
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard
from formgen.rubric.terms import STATE_WORDS, TOTALS, name_level
from formgen.rubric.trace import Outcome, PieceTrace


@click.command(cls=ChineseCommand)
@DATA_FILES
@RUBRIC
@FORMAT
@COMMUNITY
@ROSTERS
@ON
@JUDGED
@click.pass_context
def score(
    ctx: click.Context,
    files: tuple[Path, ...],
    rubric: str,
    style: str,
    *,
    only: tuple[str, ...],
    people: tuple[Path, ...],
    on: str,
    judged: tuple[Path, ...],
) -> None:
    """按评分标准算分，列出待定项、各级评分与计算的差异。"""
    scored = score_files(files, rubric, ScoreAsked(people, on, judged), only)
    if style == "json":
        json_out({"rubric": scored.rubric.id, "communities": [record(card) for card in scored.cards]})
    else:
        _overview(scored.cards, scored.rubric)
        for card in scored.cards if only or len(scored.cards) == 1 else ():
            _detail(card)
    problems_out(scored.problems)
    exit_by(ctx, scored.problems)


def record(card: Scorecard) -> dict[str, Any]:
    """Return a scorecard as JSON; points are exact texts or null."""
    return {
        "name": card.community.name,
        "township": card.community.township,
        "criteria": {key: _criterion_record(card, key) for key in card.outcomes},
        "total_main": _text(card.main),
        "bonus": _text(card.bonus),
        "total": _text(card.total),
        "final": _final_record(card),
        "passed": card.passed,
        "reasons": list(card.verdict.reasons),
        "unmet": list(card.verdict.unmet),
        "grade": grade_record(card),
        "gates": {result.key: result.holds for result in card.gates},
        "standards": {each.key: _standard_record(each) for each in card.explain_standards()},
        "differences": difference_records(card),
    }


def _final_record(card: Scorecard) -> dict[str, Any]:
    """Return the score that counts: its points, the level that decided it (null: computed), and what was due."""
    final = card.final
    return {
        "points": _text(final.total),
        "level": final.level,
        "due": _text(final.plain.due),
        "converted": final.converted,
    }


def _standard_record(each: StandardExplanation) -> dict[str, Any]:
    return {"title": each.title, "result": each.words, "sentences": list(each.sentences)}


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


def _overview(cards: Sequence[Scorecard], rubric: Rubric) -> None:
    """Print a row per community, and below it why communities do not pass or cannot be judged."""
    totals = _choose_totals(cards, rubric)
    graded = ["等级"] if rubric.grades else []
    lines = table("社区（村）", *(TOTALS[each] for each in totals), "结论", *graded, "待定项", DIFFERENCES)
    scores = print_scores(
        rubric,
        [card.final.total for card in cards],
        [points for card in cards for points in (card.main, card.bonus, card.total)],
    )
    for card in cards:
        waiting = [card.short_label(key) for key in card.open_keys]
        waiting += [f"“{result.gate.title}”" for result in card.gates if result.is_open]
        gaps = name_differences(card)
        shown = [_show_total(card, each, scores) for each in totals]
        result = [*shown, card.verdict.words, *([card.grade.words] if card.grade else [])]
        lines.add_row(card.community.full_name, *result, few(waiting, "项"), few(gaps, "处"))
    keep_whole(lines, 0, [card.community.full_name for card in cards])
    console().print(lines)
    verdicts_out(cards)
    open_out([(card.community.full_name, [*list_open_parts(card)]) for card in cards])


def _choose_totals(cards: Sequence[Scorecard], rubric: Rubric) -> list[str]:
    """Return the totals to show: 附加分 where the notice has it, 最后得分 where another score than 总分 counts."""
    if not rubric.criteria:
        return []
    other = any(card.final.level or card.final.converted for card in cards)
    return [*(["main", "bonus"] if rubric.bonus else []), "total", *(["final"] if other else [])]


def _show_total(card: Scorecard, which: str, scores: Mapping[Fraction, Fraction]) -> str:
    final = card.final
    points = {"main": card.main, "bonus": card.bonus, "total": card.total, "final": final.total}[which]
    if points is None:
        return "待定"
    basis = f"（{card.basis}）" if which == "final" else ""
    return exact_text(scores[points]) + basis


def _detail(card: Scorecard) -> None:
    """Print a row per standard and per criterion, and above them what is not said of all communities."""
    for sentence in card.explain_final():
        if sentence != card.explain_lack():
            click.echo(sentence)
    if card.gates:
        lines = table("评定标准", "结果", title=card.community.full_name)
        for standard in card.explain_standards():
            lines.add_row(standard.title, standard.words)
        console().print(lines)
    if card.outcomes:
        claim = name_level(card.rubric.columns, "self")
        lines = table("序号", "评分项", "分值", claim, "得分", "状态", title=card.community.full_name)
        for each in card.explain():
            lines.add_row(each.number, each.name, each.full, each.claim, each.points, STATE_WORDS[each.state])
        console().print(lines)
