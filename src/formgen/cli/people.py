"""The command people: what rosters say, and who is behind a number."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from formgen.cli.click_chinese import ChineseCommand
from formgen.cli.output import (
    COMMUNITY,
    FORMAT,
    RUBRIC,
    console,
    exit_by,
    json_out,
    keep_whole,
    problem_record,
    problems_out,
    table,
)
from formgen.cli.rosters import ON
from formgen.commands.people import PeopleAsked, PeopleResult, check_people, make_blank_roster
from formgen.commands.people_views import DeadlineShown, IndicatorShown, say_count
from formgen.model import Answer
from formgen.quoting import few
from formgen.rosters.deadlines import Progress

_MOST = 200  # lines of problems


@click.command(cls=ChineseCommand)
@click.argument("files", metavar="花名册", nargs=-1, type=click.Path(path_type=Path))
@RUBRIC
@ON
@COMMUNITY
@click.option("--indicator", "which", default="", metavar="指标", help="列出这个数背后的人；写指标的键或名称")
@click.option("--due", is_flag=True, help="列出时限、走访快到的、已超过的人；时限写在花名册、台账的说明里")
@click.option("--full", is_flag=True, help="身份证号、电话不隐去")
@click.option(
    "-o",
    "pages",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="每个社区（村）印一份花名册、每种台账各一份 .xlsx，和一份调查表 .docx，写到这个文件夹",
)
@click.option(
    "--blank", type=click.Path(path_type=Path), metavar="文件", help="生成空白花名册和台账 .xlsx，带下拉"
)
@FORMAT
@click.pass_context
def people(ctx: click.Context, /, files: tuple[Path, ...], rubric: str, style: str, **asked: Any) -> None:  # noqa: ANN401 - click's options
    """读花名册、台账：查身份证号、重复的人，按通知的口径数出各项指标，列出每个数背后的人。

    花名册、台账可以是几个文件，也可以是文件夹；身份证号、电话只显示首尾几位。
    """
    if asked["blank"]:
        titles = make_blank_roster(rubric, asked["blank"])
        click.echo(f"已生成 {asked['blank']}。花名册一行一个人，身份证号一列已设为文本。")
        click.echo(f"另有台账{len(titles)}种，一种一张表：{'、'.join(titles)}；不用的空着或删去。")
        ctx.exit(0)
    if not files:
        raise click.MissingParameter(
            ctx=ctx, param=next(each for each in ctx.command.params if each.name == "files")
        )
    wanted = PeopleAsked(
        asked["only"], asked["which"], full=asked["full"], due=asked["due"], pages=asked["pages"]
    )
    found = check_people(files, rubric, asked["on"], wanted)
    if style == "json":
        json_out(_record(found))
    else:
        ledgers = "".join(f"，《{title}》{count}" for title, count in found.ledgers.items())
        people_read = sum(found.rows.values())
        click.echo(f"读到{people_read}人{ledgers}，{len(found.rows)}个社区（村）；统计日 {asked['on']}。")
        if asked["due"]:
            _print_deadlines(found)
        elif not found.countable:
            click.echo("这份通知没有由花名册数出的指标，只查了花名册、台账里的问题。")
        else:
            _print(found, listed=bool(asked["which"]))
        if found.pages:
            kinds = ["花名册", *(["台账"] if found.ledgers else []), *(["调查表"] if found.countable else [])]
            click.echo(f"已写好{len(found.pages)}份{'、'.join(kinds)}，在 {asked['pages']}。")
    problems_out(found.problems, most=_MOST)
    exit_by(ctx, found.problems)


def _record(found: PeopleResult) -> dict[str, Any]:
    return {
        "communities": [{"community": name, "rows": rows} for name, rows in found.rows.items()],
        "ledgers": found.ledgers,
        "indicators": [
            {
                "community": each.community,
                "indicator": each.key,
                "label": each.label,
                "value": _value_text(each) or None,
                "counted": each.count.number,
                "undecided": len(each.count.undecided),
                "lacking": list(each.lacking),
                "definition": each.sentence,
                "people": [asdict(person) for person in each.people],
            }
            for each in found.indicators
        ],
        "deadlines": [
            {
                "limit": each.limit,
                "clause": each.clause,
                "progress": each.progress,
                "begun": each.begun.isoformat() if each.begun else None,
                "last": each.last.isoformat() if each.last else None,
                "days": each.days,
                "missed": list(each.missed),
                "person": asdict(each.person),
            }
            for each in found.deadlines
        ],
        "problems": [problem_record(each) for each in found.problems],
    }


def _value_text(each: IndicatorShown) -> str:
    """Return the value of a count, empty where it is open."""
    return "" if each.lacking else say_count(each.count)


def _print(found: PeopleResult, *, listed: bool) -> None:
    """Print the people behind a number, or what was counted: in detail for one community, else a row for each."""
    if listed:
        for each in found.indicators:
            _print_people(each)
    elif len(found.rows) == 1:
        _print_counts(found)
    else:
        _print_overview(found)


def _print_counts(found: PeopleResult) -> None:
    (name,) = found.rows
    lines = table("指标", "数", "定不下来", "怎么数", title=name)
    for each in found.indicators:
        undecided = len(each.count.undecided)
        lines.add_row(each.label, _say_value(each), f"{undecided}人" if undecided else "", each.sentence)
    console().print(lines)


def _print_overview(found: PeopleResult) -> None:
    lines = table("社区（村）", "人", "数出的指标", "定不下来的指标")
    for name, rows in found.rows.items():
        own = [each for each in found.indicators if each.community == name]
        done = [f"{each.label}{_say_value(each)}" for each in own if _value_text(each)]
        waiting = [each.label for each in own if not _value_text(each)]
        lines.add_row(name, str(rows), few(done, "项"), few(waiting, "项"))
    keep_whole(lines, 0, list(found.rows))
    console().print(lines)


def _say_value(each: IndicatorShown) -> str:
    """Return a value with its unit; one that is open as what was counted so far."""
    if each.lacking:
        return f"缺{few([f'“{name}”' for name in each.lacking], '列')}"
    if isinstance(each.count.value, Answer):
        return _value_text(each)
    if each.unit == "是/否":
        return "花名册里没有，请自己填"
    return f"{each.count.number}{each.unit}" if _value_text(each) else f"至少{each.count.number}{each.unit}"


def _print_deadlines(found: PeopleResult) -> None:
    lines = table("时限", "社区（村）", "姓名", "起算", "最后一天", "情况", "在哪里")
    for each in found.deadlines:
        begun, last = (day.isoformat() if day else "" for day in (each.begun, each.last))
        who = each.person
        lines.add_row(each.limit, who.community, who.name, begun, last, _say_progress(each), who.place)
    if found.deadlines:
        console().print(lines)
    for rule in dict.fromkeys(f"{each.limit}：{each.clause}" for each in found.deadlines):
        click.echo(f"出处　{rule}")
    unseen = "、".join(f"“{rule}”" for rule, looked in found.looked_at.items() if not looked)
    if not any(found.looked_at.values()):
        click.echo(f"没有看{unseen}：没有可以看的行，见列出的各条。")
        return
    waiting = f"未办、定不下来的{len(found.deadlines)}项，见上表" if found.deadlines else "没有未办的"
    ended = f"，没有办到就注销的{found.ended}项" if found.ended else ""
    click.echo(f"{waiting}；按时办到{found.kept}项，超过时限才办到{found.late}项{ended}。")
    if unseen:
        click.echo(f"没有看的：{unseen}，见列出的各条。")


def _say_progress(each: DeadlineShown) -> str:
    """Say how a limit stands, and which months before went without a visit."""
    missed = f"；没有走访：{few(list(each.missed), '期')}" if each.missed else ""
    return _say_days(each) + missed


def _say_days(each: DeadlineShown) -> str:
    if each.progress is Progress.OVERDUE:
        return f"超过{each.days}天"
    if each.progress is Progress.UNDECIDED:
        return "定不下来，请核对日期"
    return f"还有{each.days}天" if each.days else "今天到期"


def _print_people(each: IndicatorShown) -> None:
    click.echo(f"{each.community}　{each.label}：{_say_value(each)}")
    click.echo(each.sentence)
    for title, decided in (("数到的", True), ("定不下来的", False)):
        chosen = [person for person in each.people if person.decided is decided]
        if not chosen:
            continue
        lines = table(
            "姓名", "性别", "年龄", "身份证号", "联系电话", "在哪里", title=f"{title}（{len(chosen)}人）"
        )
        for person in chosen:
            lines.add_row(person.name, person.sex, person.age, person.id_number, person.phone, person.place)
        console().print(lines)
