"""Commands on rubrics: list, show, check, schema."""

from pathlib import Path

import click

from formgen import library
from formgen.cli.click_chinese import ChineseGroup
from formgen.cli.output import console, exit_by, problems_out, table
from formgen.commands.rubric import bundled_notices, look_into_rubric
from formgen.county.awards import say_range
from formgen.exact import exact_text
from formgen.rubric.award import Award
from formgen.rubric.grades import Grades
from formgen.rubric.schema import Deadline, Rubric, json_schema


@click.group(cls=ChineseGroup)
def rubric() -> None:
    """查看、检查评分标准。"""


@rubric.command("list")
def list_rubrics() -> None:
    """列出自带的评分标准。"""
    listing = table("编号", "文号", "名称", "总分", "地区")
    for notice in bundled_notices():
        found = notice.rubric
        points = exact_text(found.total) + (f"＋{exact_text(found.bonus)}" if found.bonus else "")
        listing.add_row(notice.name, found.notice.number, found.title, points, found.notice.area)
    console().print(listing)


@rubric.command("show")
@click.argument("name", metavar="编号")
def show_rubric(name: str) -> None:
    """显示一个评分标准：文件、评分项、口径、时限、奖补。"""
    found = library.notice(name).rubric
    _notice(found)
    for section in found.sections.values():
        points = "" if "分）" in section.title else f"　{exact_text(section.points)}分"
        click.echo(f"\n{section.number or ''} {section.title}{points}".rstrip())
        for key in section.criteria:
            criterion = found.criteria[key]
            click.echo(
                f"  [{key}] {criterion.number} {criterion.name}（{exact_text(criterion.points)}分）{criterion.clause}"
            )
    _rules(found)
    _gaps(found)
    click.echo("\n口径（方括号里是现用的读法）")
    for each, interpretation in found.interpretations.items():
        click.echo(f"  {each} {interpretation.title}：{interpretation.question}（{interpretation.because}）")
        for reading, meaning in interpretation.readings.items():
            mark = f"[{reading}]" if reading == found.reading(each) else f" {reading} "
            click.echo(f"     {mark} {meaning.zh}")


def _notice(found: Rubric) -> None:
    notice = found.notice
    click.echo(notice.identified)
    click.echo(
        f"发文机关：{'、'.join(notice.issuers)}　成文：{notice.signed}　印发：{notice.printed or '未注明'}"
    )
    click.echo(f"依据：{'；'.join(notice.basis)}")
    if found.columns:
        columns = "、".join(found.columns.values())
        final = "已填的最高一级" if found.final_column == "latest" else found.columns[found.final_column]
        click.echo(f"评分栏：{columns}；以{final}为准")
    for repair in notice.repairs:
        click.echo(f"订正：{repair}")


def _day(deadline: Deadline) -> str:
    """Return the last day of a deadline as text."""
    month, day = (int(part) for part in deadline.by.split("-"))
    return f"{month}月{day}日{'，含当日' if deadline.inclusive else '之前'}"


def _money(award: Award) -> str:
    """Return what an award pays, how often, and from which fund."""
    if award.amount:
        amount = f"{say_range(award)}，由人定" if award.yuan is not None else "由人定"
    else:
        amount = "由当地确定" if award.yuan is None else f"{exact_text(award.yuan)}元"
    often = "，每年" if award.every == "year" else ""
    return f"{amount}{often}" + (f"，{award.fund}列支" if award.fund else "")


def _name_grades(grades: Grades) -> str:
    """Return the grades with their limits."""
    return "、".join(f"{grades.name(at)} {grades.say_range(at)}" for at in range(len(grades.bands)))


def _gaps(found: Rubric) -> None:
    """Print what the source does not hold."""
    for gap in found.gaps:
        click.echo(f"原文所缺　{gap.where}：{gap.missing}" + (f"。原文：{gap.clause}" if gap.clause else ""))


def _rules(found: Rubric) -> None:
    """Print pass mark, gates, deadlines, quotas, targets and awards with their clauses."""
    gates = found.gates.standards.values() if found.gates else ()
    rules = [
        *([("合格线", found.pass_mark.clause)] if found.pass_mark else []),
        *([(f"等级　{_name_grades(found.grades)}", found.grades.clause)] if found.grades else []),
        *((f"评定标准　{gate.title}", gate.clause) for gate in gates),
        *((f"时限　{each.title}", f"{each.clause}（{_day(each)}）") for each in found.deadlines.values()),
        *((f"名额　{each.title}", each.clause) for each in found.quotas.values()),
        *((f"目标　{each.title}", each.clause) for each in found.targets.values()),
        *((f"奖补　{each.title}（{_money(each)}）", each.clause) for each in found.awards.values()),
    ]
    click.echo("")
    for title, clause in rules:
        click.echo(f"{title}：{clause}")


@rubric.command("check")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.pass_context
def check_one_rubric(ctx: click.Context, file: Path) -> None:
    """检查评分标准文件：凡是单凭文件能证明的，都查一遍。"""
    checked = look_into_rubric(str(file))
    problems_out(checked.problems, err=False)
    for name, folder in checked.forms.items():
        click.echo(f"表 {name}：{_as_seen_from_here(folder)}")
    if not checked.problems and checked.rubric:
        click.echo(f"{checked.file.name}：{_size(checked.rubric)}，没有发现问题。")
    if checked.rubric:
        _gaps(checked.rubric)
    exit_by(ctx, checked.problems)


def _size(found: Rubric) -> str:
    """Return how much a rubric holds: criteria, or standards where there is nothing else."""
    standards = len(found.gates.standards) if found.gates else 0
    return f"{len(found.criteria)}个评分项" if found.criteria else f"{standards}条评定标准"


def _as_seen_from_here(folder: Path) -> Path:
    """Return a folder below the working one by its path from there."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


@rubric.command("schema")
def print_schema() -> None:
    """输出评分标准文件的 JSON Schema，供编辑器补全和检查。"""
    click.echo(json_schema().encode(), nl=False)
