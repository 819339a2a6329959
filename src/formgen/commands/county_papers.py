"""The papers of a county that ``formgen rank -o`` writes: lists, letters and sheets made from one ranking."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from formgen.commands.rank import Ranking
from formgen.county.recommendation import Recommendation
from formgen.county.title_changes import TitleChange
from formgen.exact import exact_text
from formgen.folder.papers import PaperWritten, describe_paper, put_paper, require_paper_folder
from formgen.folder.safe_names import safe_name
from formgen.intake.dates import parse_date
from formgen.problems import FormgenError, Problem
from formgen.quoting import few
from formgen.reports.award_sheets import AwardRow, make_award_workbook
from formgen.reports.county_letters import (
    County,
    PublicDays,
    PublicNotice,
    make_covering_letter,
    make_public_notice,
    make_recognition_annex,
    make_recommendation,
)
from formgen.reports.county_rows import CountyRow, make_county_rows
from formgen.reports.results_sheet import make_results
from formgen.reports.summary import name_programme
from formgen.rubric.schema import Rubric

_RECOMMENDED, _PUBLIC, _RESULTS, _AWARDS = "推荐名单", "公示名单", "考核结果", "奖补资金汇总表"
_RECOGNISED, _LETTER = "认定名单", "上报函"
_BETWEEN = ".."
MOST_NAMED = 10  # of those undecided, in a line


@dataclass(frozen=True, slots=True)
class PapersAsked:
    """What a person says for the papers: the days of the public notice, the addressee, the title that is given."""

    days: PublicDays | None = None
    addressee: str = ""
    title: str = ""


class _Paper(NamedTuple):
    """A paper that is made: its kind, the name of its file, its bytes."""

    kind: str
    name: str
    data: bytes


def read_public_days(text: str, rubric: Rubric) -> PublicDays:
    """Return the days of a public notice, such as 2019-10-08..2019-10-14.

    Raises FormgenError C116 for what are no two days, days in the wrong order, or days before the notice.
    """
    first, _, last = text.partition(_BETWEEN)
    begin, end = parse_date(first), parse_date(last)
    issued = parse_date(rubric.notice.signed)
    if begin is None or end is None:
        raise _refuse_days(text, "认不出开始和结束两天")
    if end < begin:
        raise _refuse_days(text, "结束的一天在开始以前")
    if issued and begin < issued:
        raise _refuse_days(text, f"比通知（{rubric.notice.signed}）还早")
    return PublicDays(begin, end)


def _refuse_days(text: str, detail: str) -> FormgenError:
    return FormgenError(Problem("C116", words={"value": text, "detail": detail}), usage=True)


def write_papers(ranking: Ranking, folder: Path, asked: PapersAsked) -> list[PaperWritten]:
    """Write the papers of a ranking into a folder: each replaces its former self, or stands beside what a person changed.

    Raises FormgenError C117 for what is no folder, and as ``put_paper`` does.
    """
    require_paper_folder(folder)
    papers = list(_make_papers(ranking, asked))
    return [put_paper(folder / each.name, each.data, each.kind, ranking.rubric) for each in papers]


def _make_papers(ranking: Ranking, asked: PapersAsked) -> Iterator[_Paper]:
    """Yield the papers; the letter last, since it names the others as its annexes."""
    rubric = ranking.rubric
    rows = make_county_rows(rubric, ranking.places, ranking.outcomes)
    unused = len(ranking.set_aside)
    county = County(
        rubric, name_programme(rubric), rows, asked.addressee, asked.title, asked.days, set_aside=unused
    )
    listed = {key: each for key, each in ranking.recommendations.items() if each.quota.most is not None}
    annexes = []
    for key, each in listed.items():
        title = rubric.quotas[key].title if len(listed) > 1 else ""
        annexes.append(
            f"{county.name_put_forward(rubric.quotas[key])}{_RECOMMENDED}" + (f"（{title}）" if title else "")
        )
        says = describe_paper(rubric, _RECOMMENDED)
        made = make_recommendation(county, rubric.quotas[key], each, says)
        yield _Paper(_RECOMMENDED, _name(_RECOMMENDED, title), made)
        gives = rubric.titles.get(rubric.quotas[key].gives or "")
        called = gives.printed if gives else ""
        public = PublicNotice("拟推荐", called, _say_open(each))
        yield _make_notice(county, county.find_rows(each.recommended), public, title)
    open_ones = f"还有{county.waiting}个社区（村）结论待定" if county.waiting else ""
    doubtful = sum(row.passed is True for row in county.find_changed(TitleChange.OPEN))
    if doubtful:
        open_ones = "，".join(filter(None, [open_ones, f"{doubtful}个合格的社区（村）称号待定"]))
    yield _make_notice(county, county.recognised, PublicNotice("拟认定", open_ones=open_ones))
    says = describe_paper(rubric, _RECOGNISED)
    yield _Paper(_RECOGNISED, _name(_RECOGNISED, "附件"), make_recognition_annex(county, says))
    annexes.append(f"{county.programme}{_RESULTS}")
    results = make_results(county.programme, rubric, rows, describe_paper(rubric, _RESULTS), ranking.owed)
    yield _Paper(_RESULTS, f"{_RESULTS}.xlsx", results)
    if ranking.awards and ranking.awards[0]:
        annexes.append(f"{county.programme}{_AWARDS}")
        yield _Paper(_AWARDS, f"{_AWARDS}.xlsx", _make_award_sheets(ranking, county))
    letter = make_covering_letter(county, listed, annexes, describe_paper(rubric, _LETTER))
    yield _Paper(_LETTER, f"{_LETTER}.docx", letter)


def _make_notice(county: County, rows: Sequence[CountyRow], asked: PublicNotice, quota: str = "") -> _Paper:
    data = make_public_notice(county, rows, asked, describe_paper(county.rubric, _PUBLIC))
    return _Paper(_PUBLIC, _name(_PUBLIC, f"{asked.purpose}{quota}"), data)


def _make_award_sheets(ranking: Ranking, county: County) -> bytes:
    order = {township: at for at, township in enumerate(ranking.townships)}
    rows = [
        AwardRow(place.card.community.who, money)
        for place, money in zip(ranking.places, ranking.awards, strict=True)
    ]
    rows.sort(key=lambda row: order[row.who.township])
    says = describe_paper(county.rubric, _AWARDS)
    return make_award_workbook(county.programme, county.rubric, rows, says, ranking.owed)


def _name(kind: str, more: str) -> str:
    return safe_name(f"{kind}（{more}）.docx" if more else f"{kind}.docx")


def _say_open(each: Recommendation) -> str:
    return f"还有{each.left}个名额没有定" if each.undecided else ""


def find_open_places(ranking: Ranking) -> Iterator[Problem]:
    """Yield a hint for each quota that does not say yet who is recommended: no number, no place, or nobody's place."""
    for key, each in ranking.recommendations.items():
        title, quota = ranking.rubric.quotas[key].title, each.quota
        if quota.most is None or quota.base.value is None:
            yield Problem("C114", words={"title": title, "why": quota.base.how})
        elif not quota.most:
            base = exact_text(quota.base.value)
            yield Problem("C115", words={"title": title, "how": quota.base.how, "base": base})
        elif each.undecided:
            whos = (*each.tied, *quota.places.contested, *quota.places.waiting)
            words = {
                "title": title,
                "left": str(each.left),
                "names": few([str(who) for who in whos], "个", MOST_NAMED),
            }
            yield Problem("C113", words=words)
