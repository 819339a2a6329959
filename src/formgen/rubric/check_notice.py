"""What can be proved of what a notice says of itself: its days, its lists, the points in its titles, its readings.

Knows a typed rubric. Reads no file.
"""

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from formgen.exact import exact_text
from formgen.problems import Problem
from formgen.rubric.clause_numbers import read_numeral
from formgen.rubric.schema import Criterion, Section
from formgen.rubric.typed_rubric import TypedRubric
from formgen.spec import KeyPath

_DATE = re.compile(r"\s*(\d{4})\D{1,2}(\d{1,2})(?:\D{1,2}(\d{1,2}))?\D?\s*")
_DATE_IN_WORDS = re.compile(
    r"[〇零○一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月([一二三四五六七八九十]{1,3}日)?"
)

UNDATED = "未注明"  # a source that has lost its date
_MONTHS = 12
_YEARS = range(1949, 2101)
_NUMERAL = r"\d+(?:\.\d+)?|[一二三四五六七八九十百零两]+"
_CALLED = "满分|总分|分值|分数|共计?|合计|小计|计"
_POINTS = re.compile(  # 20分 at the end, in brackets anywhere, 二十分 where it stands apart
    rf"[（(【\[〔]\s*(?:{_CALLED})?\s*[为：:]?\s*(?P<bracketed>{_NUMERAL})\s*分\s*[）)】\]〕]"
    rf"|[（(]\s*(?P<number>{_NUMERAL})\s*[）)]\s*分"
    rf"|[（(]\s*(?:满分|总分|分值)\s*[为：:]?\s*(?P<called>{_NUMERAL})\s*[）)]"
    rf"|(?:^|[\s，,、；;：:]|(?<![\d分%])[—-]+|{_CALLED})\s*[为：:]?\s*(?P<apart>{_NUMERAL})\s*分[）)]?$"
    r"|(?<![\d.%~～至到—\-−得扣加减达足于每第过])(?P<last>\d+(?:\.\d+)?)\s*分[）)]?$"
)
_FIXED = ("id", "extends", "notice", "chosen", "interpretations")  # what no reading of a notice can change


class _Day(NamedTuple):
    year: int
    month: int
    day: int


def check_notice(typed: TypedRubric) -> list[Problem]:
    """Return every fault of what a notice says of itself."""
    return [*_notice(typed), *_lists(typed), *_titles(typed), *_whole(typed), *_readings(typed)]


def _wrong(typed: TypedRubric, rule: str, detail: str, advice: str, *path: str | int) -> Problem:
    return Problem("R126", typed.place(*path), {"rule": rule, "detail": detail, "advice": advice})


def _notice(typed: TypedRubric) -> Iterator[Problem]:
    rubric = typed.rubric
    days: dict[str, _Day] = {}
    for name in ("signed", "printed") if typed.is_whole("notice") else ():
        text = getattr(rubric.notice, name)
        if not text or text == UNDATED or _DATE_IN_WORDS.fullmatch(text.strip()):
            continue
        if day := _read_day(text):
            days[name] = day
        else:
            yield _wrong(typed, text, "不是一个日子", "写成 2009-09-17", "notice", name)
    if len(days) > 1 and days["printed"] < days["signed"] and days["printed"].day:
        text = rubric.notice.printed or ""
        yield _wrong(
            typed,
            f"印发日期 {text}",
            "在成文日期之前",
            "请核对 signed 成文日期和 printed 印发日期",
            "notice",
            "printed",
        )
    final = rubric.final_column
    if final not in {"latest", *rubric.columns} and typed.is_whole("columns"):
        known = "、".join((*rubric.columns, "latest"))
        yield _wrong(
            typed, f"final_column: {final}", "不在评分栏（columns）里", f"可选 {known}", "final_column"
        )
    step = rubric.conventions.judged_step
    if step is not None and step <= 0:
        yield _wrong(typed, "judged_step", "不大于0", "步长写正数，如 0.5", "conventions", "judged_step")


def _read_day(text: str) -> _Day | None:
    """Return the day, or the month, that a text names; None for one that never was."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    found = _Day(int(match[1]), int(match[2]), int(match[3] or 0))
    known = found.year in _YEARS and 1 <= found.month <= _MONTHS and (not match[3] or _is_day(found))
    return found if known else None


def _is_day(found: _Day) -> bool:
    leap = found.year % 4 == 0 and (found.year % 100 != 0 or found.year % 400 == 0)
    longest = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= found.day <= longest[found.month - 1]


def _lists(typed: TypedRubric) -> Iterator[Problem]:
    """Yield lists that look as if they had been parted by full-width commas, which part nothing."""
    rubric = typed.rubric
    lists: dict[KeyPath, list[str]] = {("notice", "issuers"): rubric.notice.issuers}
    lists |= {("criteria", key, "evidence"): each.evidence for key, each in rubric.criteria.items()}
    lists |= {("indicators", key, "also"): each.also for key, each in rubric.indicators.items()}
    lists |= {("facts", key, "also"): each.also for key, each in rubric.facts.items()}
    lists |= {("awards", key, "titles"): each.titles for key, each in rubric.awards.items()}
    for path, items in lists.items():
        for item in items:
            if "，" in item or (path[-1] == "issuers" and "、" in item):
                split = ", ".join(part.strip() for part in re.split("[，、]", item))
                detail = f"的“{item}”算一项，全角逗号、顿号不分项"
                words = {"rule": str(path[-1]), "detail": detail, "advice": f"是几项的，写成 [{split}]"}
                yield Problem("R132", typed.place_of(item, *path), words)


def _titles(typed: TypedRubric) -> Iterator[Problem]:
    """Yield titles that print other points than the file counts, unless a repair says so."""
    rubric = typed.rubric
    rows: dict[KeyPath, Section | Criterion] = {
        **{("sections", key, "title"): each for key, each in rubric.sections.items()},
        **{("criteria", key, "name"): each for key, each in rubric.criteria.items()},
    }
    for path, row in rows.items():
        title = row.title if isinstance(row, Section) else row.name
        printed = _read_points(title)
        if printed is not None and printed != row.points and not row.repair:
            detail = f"写着{exact_text(printed)}分，分值 points 却是{exact_text(row.points)}"
            yield _wrong(typed, title, detail, "请核对；原表印错了的，在 repair 里写明", *path)


def _read_points(title: str) -> Fraction | None:
    """Return the points that a title prints, however it writes them, None for none."""
    match = _POINTS.search(unicodedata.normalize("NFKC", title).strip())
    return read_numeral(next(filter(None, match.groups()))) if match else None


def _whole(typed: TypedRubric) -> Iterator[Problem]:
    """Yield a name of the table that prints another total than the file counts."""
    rubric, printed = typed.rubric, _read_points(typed.rubric.title)
    if printed is None or not typed.is_whole("total") or not typed.is_whole("bonus"):
        return
    if printed not in {rubric.total, rubric.total + rubric.bonus}:
        detail = f"写着{exact_text(printed)}分，总分 total 却是{exact_text(rubric.total)}"
        words = {"rule": rubric.title, "detail": detail, "advice": "请核对总分；原表就是这样的，不用改"}
        yield Problem("R132", typed.place("title"), words)


def _readings(typed: TypedRubric) -> Iterator[Problem]:
    """Yield readings that change what no reading can."""
    for name, interpretation in typed.rubric.interpretations.items():
        for reading, each in interpretation.readings.items():
            for key in _FIXED:
                if key in each.change:
                    path = ("interpretations", name, "readings", reading, "change", key)
                    detail = f"的 change 改了 {key}"
                    advice = "读法只改评分的办法；选用读法写在 chosen"
                    yield _wrong(typed, f"{name}＝{reading}", detail, advice, *path)
