"""What can be proved of keys that do nothing where they stand, and of awards and days beside their words. Hints only.

Knows a typed rubric. Reads no file.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from formgen.exact import exact_text
from formgen.folding import fold, remove_blanks
from formgen.problems import Problem
from formgen.rubric.clause_numbers import list_numbers
from formgen.rubric.schema import Deadline
from formgen.rubric.typed_rubric import TypedRubric
from formgen.spec import KeyPath

_EVERY_YEAR = re.compile(r"每年(?!度?(?:考核|评定|评选|认定|复核|组织|开展))|按年|逐年")
_ONCE = re.compile(r"一次性")
_RANKS = ("国家级", "省级", "市级", "县级")  # from above
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS = {"上旬": (1, 10), "中旬": (10, 20), "下旬": (20, 31)}
_PARTS = re.compile(r"[月份]*(?P<part>上旬|中旬|下旬)|(?P<end>月份?底|月末)")


def check_effects(typed: TypedRubric) -> list[Problem]:
    """Return a hint for each key without effect, and for awards and days that their words contradict."""
    return [
        *_idle(typed),
        *_unused(typed),
        *_twice(typed),
        *_awards(typed),
        *_order_of_awards(typed),
        *_days(typed),
    ]


# -- keys without effect ------------------------------------------------------------------------------------------
def _idle(typed: TypedRubric) -> Iterator[Problem]:
    rubric = typed.rubric
    for key, target in rubric.targets.items():
        if target.base and not target.to:
            advice = "写了基数的，补上 to；只看个数的，删去 base"
            yield typed.hint(
                f"目标“{target.title}”", "没有写 to，base 不起作用", ("targets", key, "base"), advice
            )
    for key, section in rubric.sections.items():
        if section.one_row and len(section.criteria) == 1:
            yield typed.hint(
                section.title, "只有一项，one_row 不起作用", ("sections", key, "one_row"), "请删去 one_row"
            )
    if not typed.is_whole("criteria") or not typed.is_whole("indicators"):
        return
    judged = any(
        inner.method.takes_judgement for each in rubric.criteria.values() for inner in each.method.walk()
    )
    idle = {
        "judged_step": rubric.conventions.judged_step is not None and not judged and "没有评审评定的项",
        "nobody": rubric.conventions.nobody != "pending"
        and not any(each.nobody for each in rubric.indicators.values())
        and "没有可填“无服务对象”的指标（nobody: true）",
    }
    for key, why in idle.items():
        if why:
            yield typed.hint(
                f"conventions.{key}", f"不起作用：{why}", ("conventions", key), "请删去，或补上用它的地方"
            )


def _unused(typed: TypedRubric) -> Iterator[Problem]:
    """Yield the name of a page that is never printed, and a level of one's own that decides though higher ones score."""
    rubric = typed.rubric
    counted = any(each.counted for each in rubric.indicators.values())
    if rubric.survey_title and not counted and typed.is_whole("indicators"):
        detail = "不起作用：没有一个指标由花名册数出（counted），不印调查表"
        yield typed.hint("survey_title", detail, ("survey_title",), "请删去，或给指标写 counted")
    above = [title for level, title in rubric.columns.items() if level != "self"]
    if rubric.final_column == "self" and "self" in rubric.columns and above:
        detail = f"是 self：以“{rubric.columns['self']}”为准，{'、'.join(above)}都不算数"
        yield typed.hint(
            "final_column", detail, ("final_column",), "请写决定的那一级；原文确是这样的，不用改"
        )


def _twice(typed: TypedRubric) -> Iterator[Problem]:
    """Yield texts that stand twice in a list of the notice, of a criterion or an award."""
    rubric = typed.rubric
    lists: list[tuple[KeyPath, Sequence[str]]] = [
        (("notice", "issuers"), rubric.notice.issuers),
        (("notice", "basis"), rubric.notice.basis),
        *((("criteria", key, "evidence"), each.evidence) for key, each in rubric.criteria.items()),
        *((("awards", key, "titles"), each.titles) for key, each in rubric.awards.items()),
    ]
    for path, texts in lists:
        plain = [remove_blanks(fold(each)) for each in texts]
        for at, text in enumerate(plain):
            if text in plain[:at]:
                rule = ".".join(map(str, path))
                yield typed.hint(rule, f"里“{texts[at]}”写了两次", (*path, at), "请只留一个，或改成漏写的")


# -- awards -------------------------------------------------------------------------------------------------------
def _awards(typed: TypedRubric) -> Iterator[Problem]:
    for key, award in typed.rubric.awards.items():
        rule = f"奖补“{award.title}”"
        yearly, once = bool(_EVERY_YEAR.search(award.clause)), bool(_ONCE.search(award.clause))
        if yearly and not once and award.every == "once":
            yield typed.hint(
                rule, "的原文写着每年，every 却是 once", ("awards", key, "every"), "每年给的写 every: year"
            )
        elif once and not yearly and award.every == "year":
            yield typed.hint(
                rule,
                "的原文写着一次性，every 却是 year",
                ("awards", key, "every"),
                "只给一次的写 every: once",
            )
        elif award.every == "year" and not award.titles and "年" not in award.clause:
            detail = "的原文没有说每年，every 却是 year"
            yield typed.hint(
                rule, detail, ("awards", key, "every"), "只给一次的写 every: once；每年给的不用改"
            )
        said = {each.value: each.text for each in list_numbers(award.clause) if each.kind == "yuan"}
        if award.yuan is not None and len(said) > 1 and award.yuan not in {*said, sum(said)}:
            detail = f"的原文写着{'、'.join(said.values())}，yuan 却是{exact_text(award.yuan)}"
            yield typed.hint(rule, detail, ("awards", key, "yuan"), "请核对；原文确是这样的，不用改")


def _order_of_awards(typed: TypedRubric) -> Iterator[Problem]:
    """Yield an award for a higher title that pays less than one of the same fund and kind for a lower title."""
    ranked = [
        (min(ranks), key, award)
        for key, award in typed.rubric.awards.items()
        if award.yuan is not None
        and (ranks := [_RANKS.index(each) for each in award.titles if each in _RANKS])
    ]
    for rank, key, award in ranked:
        for other_rank, _, other in ranked:
            alike = award.every == other.every and award.clause == other.clause
            if alike and rank < other_rank and (award.yuan or 0) < (other.yuan or 0):
                detail = f"级别高，金额{exact_text(award.yuan or Fraction(0))}元却少于“{other.title}”的"
                yield typed.hint(
                    f"奖补“{award.title}”",
                    detail,
                    ("awards", key, "yuan"),
                    "请核对两条的金额和称号是不是对调了",
                )


# -- days ---------------------------------------------------------------------------------------------------------
def _days(typed: TypedRubric) -> Iterator[Problem]:
    for key, deadline in typed.rubric.deadlines.items():
        if wanted := _say_wanted(deadline):
            detail = f"的原文写着{wanted}，by 却是{deadline.by}"
            advice = "请核对；原文确是这样的，不用改"
            yield typed.hint(f"时限“{deadline.title}”", detail, ("deadlines", key, "by"), advice)


def _say_wanted(deadline: Deadline) -> str:
    """Return the words for a part of a month or a year in which a last day does not lie, empty where it does."""
    month, day = (int(part) for part in deadline.by.split("-"))
    clause = deadline.clause
    for words, last in (("年底", 12), ("年末", 12), ("上半年", 6)):
        if (
            clause.count(words) == 1
            and not re.search(r"\d+月|[一二三四五六七八九十]月", clause)
            and month != last
        ):
            return words
    parts = list(_PARTS.finditer(clause))
    if len(parts) != 1:
        return ""
    if parts[0]["end"]:
        return "" if day >= min(28, _LONGEST[month - 1]) or (day == 1 and not deadline.inclusive) else "月底"
    first, last = _DAYS[parts[0]["part"]]
    return "" if first <= day <= last else str(parts[0]["part"])
