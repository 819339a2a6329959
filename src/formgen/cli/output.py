"""What every command prints the same way."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.cells import cell_len
from rich.console import Console
from rich.table import Column, Table

from formgen.exact import exact_text, points_text
from formgen.problems import Problem, errors_in, group_problems
from formgen.quoting import few, show
from formgen.reports.summary_row import list_unmet
from formgen.rubric.open_parts import OpenPart
from formgen.rubric.score import Scorecard
from formgen.rubric.terms import name_level

_WIDEST_NAME = 24  # cells of the terminal: twelve Chinese characters
FORMAT = click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="输出格式"
)
RUBRIC = click.option("--rubric", required=True, metavar="编号", help="评分标准编号，或 .yaml 文件")
COLUMN = click.option(
    "--column", "columns", multiple=True, metavar="栏=来源", help="改一栏印什么，如 township=computed，可多次"
)
COMMUNITY = click.option(
    "--community", "only", multiple=True, metavar="名称", help="只看这个社区（村），可多次"
)
FOLDER = click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
DIFFERENCES = "各级评分与计算的差异"
RUN_KINDS = {"build": "出表", "collect": "收回", "submit": "存稿", "": "哪一种已认不出"}
DATA_FILE = click.argument("file", metavar="数据文件", type=click.Path(path_type=Path))
DATA_FILES = click.argument(
    "files", metavar="数据文件", nargs=-1, required=True, type=click.Path(path_type=Path)
)


def console() -> Console:
    """Return a console that keeps text as it is: no markup, no highlighting, no emoji codes."""
    return Console(markup=False, highlight=False, emoji=False, soft_wrap=False)


def table(*titles: str, title: str | None = None) -> Table:
    """Return an empty table whose long cells are wrapped, never cut."""
    columns = [Column(each, overflow="fold") for each in titles]
    return Table(*columns, title=title)


def keep_whole(lines: Table, at: int, names: Sequence[str]) -> None:
    """Let a column be wide enough for its names, so that a narrow window does not break them."""
    lines.columns[at].min_width = min(max(map(cell_len, names), default=0), _WIDEST_NAME)


def problems_out(
    problems: Sequence[Problem], *, err: bool = True, most: int | None = None, quiet: bool = False
) -> None:
    """Print all problems, errors first, with their counts; as many warnings as keep it within ``most`` lines.

    What one habit causes is one line. ``quiet`` lists no warning, and says that there are some.
    """
    errors = errors_in(problems)
    hints = [problem for problem in problems if problem.severity != "error"]
    faults, notes = group_problems(errors), group_problems(hints)
    room = 0 if quiet else len(notes) if most is None else max(most - len(faults), 0)
    for group in [*faults, *notes[:room]]:
        click.echo(str(group), err=err)
    if problems:
        click.echo(f"共{len(errors)}个错误，{len(hints)}个提示。", err=err)
    if notes and quiet:
        click.echo("提示没有列出，不加 -q 再运行一次可以看到。", err=err)
    elif len(notes) > room:
        click.echo(f"另有{len(notes) - room}条提示没有列出，见汇总表的“问题与提示”。", err=err)


def verdicts_out(cards: Sequence[Scorecard]) -> None:
    """Print why communities do not pass or cannot be judged, and where the deciding level is not through.

    Standards that fail and do not decide are named too.

    Each reason is said once, with those it concerns.
    """
    found: dict[str, list[str]] = {}
    for card in cards:
        for reason in card.verdict.reasons:
            found.setdefault(f"{card.verdict.words}：{reason}", []).append(card.community.full_name)
        if card.grade and card.grade.why:
            reason = f"等级{card.grade.words}：{card.grade.why}"
            found.setdefault(reason, []).append(card.community.full_name)
        if lack := card.explain_lack():
            found.setdefault(lack.removesuffix("。"), []).append(card.community.full_name)
    for reason, names in found.items():
        whose = "全部" if len(names) == len(cards) > 1 else few(names, "个")
        click.echo(f"{reason}——{whose}。")
    unmet_out(cards)


def unmet_out(cards: Sequence[Scorecard]) -> None:
    """Print the standards that fail though the verdict does not follow from them."""
    for sentence in list_unmet((card.community.full_name, card.verdict) for card in cards):
        click.echo(sentence)


def open_out(listed: Iterable[tuple[str, Sequence[OpenPart]]]) -> None:
    """Print why criteria and standards wait that have their figures, by community; those of one kind on one line."""
    found: dict[str, list[tuple[str, str]]] = {}
    for community, parts in listed:
        for part in parts:
            found.setdefault(part.label, []).append((part.reason, community))
    labels: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for label, told in found.items():
        labels.setdefault(tuple(told), []).append(label)
    for cases, alike in labels.items():
        reason, first = cases[0]
        whose = few([community for _, community in cases], "个")
        example = f"如{first}：" if len({each for each, _ in cases}) > 1 else ""
        click.echo(f"待定：{few(alike, '项')}——{whose}。{example}{reason}")


def name_differences(card: Scorecard) -> list[str]:
    """Return where a level entered other points than were computed, each as a few words."""
    return [
        f"{card.short_label(each.key)}：{name_level(card.rubric.columns, each.level)}{points_text(each.entered)}计算{each.computed_words}"
        for each in card.differences
    ]


def difference_records(card: Scorecard) -> list[dict[str, str | None]]:
    """Return where a level entered other points than were computed, as JSON."""
    return [
        {
            "level": each.level,
            "criterion": each.key,
            "entered": exact_text(each.entered),
            "computed": None if each.computed is None else exact_text(each.computed),
        }
        for each in card.differences
    ]


def grade_record(card: Scorecard) -> dict[str, Any] | None:
    """Return the grade of a community as JSON, null where the notice has no grades.

    ``place`` is null where there is none yet, or none at all.
    """
    grade = card.grade
    return None if grade is None else {"place": grade.place, "words": grade.words, "why": grade.why}


def exit_by(ctx: click.Context, problems: Sequence[Problem]) -> NoReturn:
    """End a command with the exit code 1 where there are errors, else 0."""
    ctx.exit(1 if errors_in(problems) else 0)


def waiting() -> None:
    """Say that another run holds the folder."""
    click.echo("另一次 formgen 正在处理这个文件夹，等它做完……", err=True)


def json_out(value: Any) -> None:  # noqa: ANN401 - JSON has no better type
    """Print JSON as UTF-8 whatever the terminal's encoding is."""
    click.echo((json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode(), nl=False)


def problem_record(problem: Problem) -> dict[str, Any]:
    """Return a problem as JSON."""
    place = problem.place
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": show(place.file),
        "sheet": show(place.sheet),
        "cell": place.cell,
        "line": place.line,
        "path": show(place.path),
        "community": show(place.community),
        "message": problem.message,
        "mend": problem.mend,
    }
