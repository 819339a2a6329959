"""What the words of standards, pass mark, grades, awards, quotas, targets and deadlines say and the rule does not. Hints only.

One list of sayings for each kind of rule, each with what the rule must have for it. Knows a typed rubric. Reads no file.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from formgen.folding import fold, keep_letters, remove_blanks
from formgen.problems import Problem
from formgen.rubric.award import Award
from formgen.rubric.check_limits import VETO
from formgen.rubric.clause_numbers import list_numbers, read_numeral
from formgen.rubric.schema import Deadline, Gate
from formgen.rubric.typed_rubric import TypedRubric
from formgen.spec import KeyPath

_ADVICE = "由人定的，不用改"
_AREA = (
    r"(?:每个?|各)(?:乡镇|镇街|乡|镇|街道)(?:（街道）|\(街道\))?"
    r"(?:可|均|应|至少|最多|限|各|推荐|评选|申报|建成|创建|培育|不超过|不少于|不低于|上报|择优|名额|确保|力争|至|合格|达标|充分就业|高质量|先进|示范|社区|村|（|）)*"
    r"[\d一二两三四五六七八九十]+"
)
_JOINED = r"(?:且|并且|同时|并(?=[有无设达]))(?!授予|给予|颁发|予以|发文|公布|命名|奖励|享受)"
_POINTS_MARK = r"\d+(?:\.\d+)?分(?:及?以[上下])?的?[，,]?"


@dataclass(frozen=True, slots=True)
class _Demand:
    """Words that a rule has to answer: a test whether it does, what to say, and what to do where it cannot."""

    words: re.Pattern[str]
    is_met: Callable[[Any], bool]
    says: str
    advice: str = _ADVICE


def _never(_rule: object) -> bool:
    return False


_RANKED = _Demand(
    re.compile(r"(?:排名|名次|得分|综合)?前[\d一二三四五六七八九十]+(?:名|位|%)|第[一二三123]名|名列前茅"),
    lambda award: bool(award.titles or award.answer or award.at_least_one),
    "凡是合格的都给",
    "请加一个条件（titles 或 answer，如 是否前三名），由人填；另有规定的，不用改",
)
_SOME_YEARS = re.compile(r"连续[二两三四五2-5]年")
# what such words give is another thing: 得分最高者授牌，合格的均奖励5000元
_OTHER_THING = (
    "(?![^。；;元]*?(?:另行|授牌|表[彰扬])[^。；;元]*?[。；;，,](?:凡|对|其余|其他)*合格的?[^。；;]*元)"
)
_AWARDS = (
    _RANKED,
    _Demand(
        re.compile(rf"(?:{_SOME_YEARS.pattern}|得分最高|分数最高|最高分){_OTHER_THING}|新(?:创建|建成|增)(?:成功|达标)?的|首次(?:认定|评为|获评|创建|达标)"),
        lambda award: bool(award.titles or award.answer or award.at_least_one or not award.passed),
        "凡是这一年合格的都给",
        "请加一个条件（titles 或 answer，如 是否连续三年合格），由人填；另有规定的，不用改",
    ),
    _Demand(
        re.compile(r"(?:按|以)?每(?:招用|安置|吸纳|新增|培训)?[1一]?(?:人|名|户|个岗位)[^，。；,;]{0,6}\d[\d.]*万?元|按人数|\d[\d.]*万?元/[人名户]"),
        lambda award: award.yuan is None or bool(award.amount),
        "yuan 却是一个社区一笔",
        "按人数算的金额由人填：yuan 写最少的，up_to 写最多的，amount 写填在哪里；确是一个社区一笔的，不用改",
    ),
    _Demand(
        re.compile(r"扣减|核减|扣除|扣发|追回|收回(?![^，。；,;]{0,8}牌)|减拨"),
        lambda award: award.yuan is None or bool(re.search("奖|补助|补贴|给予(?!扣)", award.clause)),
        "这里却是给",
        "减钱的不是奖补，请删去，写在说明里；先给后扣的，不用改",
    ),
)  # fmt: skip
_QUOTAS = (
    _Demand(
        re.compile(_AREA),
        lambda quota: quota.most is None,
        "most 却是全部数据合计的",
        "一份数据一个乡镇的，不用改；合在一起算的，请乘以乡镇数",
    ),
    _Demand(
        re.compile(r"四舍五入|进位取整|向上取整|进[一1]法"),
        lambda quota: quota.share is None,
        "名额却是舍去小数的",
        "算出来不是整数的，名额由你们核定",
    ),
    _Demand(
        re.compile(
            r"(?:不足|不到|不满)[一1]个的?[，,]?(?:一律)?(?:不推荐|不予推荐|不得推荐|不计|不安排|没有名额)"
        ),
        lambda quota: not quota.at_least_one,
        "at_least_one 却是 true，不足1个的也推荐1个",
        "请核对",
    ),
)
_TARGETS = (
    _Demand(
        re.compile(_AREA),
        lambda target: bool(target.to or target.townships),
        "at_least 却是全部数据合计的",
        "各乡镇的目标数写 townships；一份数据一个乡镇的，不用改",
    ),
    _Demand(
        re.compile(
            r"(?:各|每个?)(?:乡镇|镇街|乡|镇|街道)[^，。；,;]{0,12}(?<!平)[均都][^，。；,;]{0,8}\d[\d.]*%"
        ),
        lambda target: target.to is None,
        "看的却是全部数据合在一起的比例",
        "各乡镇（街道）的比例由人核对；一份数据一个乡镇的，不用改",
    ),
)
_PASS = (
    _Demand(
        re.compile(r"(?:各|每一?|单)(?:个?大?项|部分|个?指标)(?:的?得分)?[^，。；,;合累总之相]{0,6}?(?:\d|达到|不低于|合格|及格)"),
        _never,
        "合格线却只看总分",
        "请另写评定标准（gates），或由人核对",
    ),
    _Demand(
        re.compile(rf"{_POINTS_MARK}{_JOINED}[^，。；,;]+"),
        lambda rules: bool(rules.gates),
        "合格线却只看总分",
        "另一个条件请写评定标准（gates）",
    ),
)  # fmt: skip
_GRADES = (
    _Demand(
        re.compile(rf"{_POINTS_MARK}{_JOINED}[^，。；,;]+|[^，。；,;]{{2,}}{_JOINED}(?:总分|得分)?{_POINTS_MARK}"),
        _never,
        "等级却只看得分",
        "另一个条件由人核对",
    ),
)  # fmt: skip
_DEADLINES = (
    _Demand(
        re.compile(r"每(?:个?季度?|个?月|半年)(?!后)"),
        _never,
        "时限却一年只有一个",
        "几个日子各写一条；只提醒这一次的，不用改",
    ),
)


class _Asked(NamedTuple):
    """A rule with its name, its path, its clause and what is asked of it."""

    label: str
    path: KeyPath
    clause: str
    rule: object
    demands: Sequence[_Demand]


def check_rule_words(typed: TypedRubric) -> list[Problem]:
    """Return a hint for each saying beside a rule that the rule does not answer."""
    rubric = typed.rubric
    kinds: Sequence[tuple[str, str, Mapping[str, Any], Sequence[_Demand]]] = (
        ("awards", "奖补", rubric.awards, _AWARDS),
        ("quotas", "名额", rubric.quotas, _QUOTAS),
        ("targets", "目标", rubric.targets, _TARGETS),
        ("deadlines", "时限", rubric.deadlines, _DEADLINES),
    )
    asked = [
        _Asked(f"{zh}“{each.title}”", (kind, key), each.clause, each, demands)
        for kind, zh, rules, demands in kinds
        for key, each in rules.items()
    ]
    if rubric.pass_mark:
        asked.append(_Asked("合格线", ("pass_mark",), rubric.pass_mark.clause, rubric, _PASS))
    if rubric.grades:
        asked.append(_Asked("等级", ("grades",), rubric.grades.clause, rubric, _GRADES))
    return [
        *(problem for each in asked for problem in _ask(typed, each)),
        *_money(typed),
        *_joined(typed),
        *_days(typed),
    ]


def _ask(typed: TypedRubric, asked: _Asked) -> Iterator[Problem]:
    """Yield what the clause of a rule says and the rule does not answer."""
    text = fold(remove_blanks(asked.clause))
    for demand in asked.demands:
        said = demand.words.search(text)
        if said and not demand.is_met(asked.rule):
            words = said[0].strip(",，").replace(",", "，")
            yield typed.hint(asked.label, f"的原文写着“{words}”，{demand.says}", asked.path, demand.advice)


_GRADED = re.compile(r"优秀|良好|优等|先进|示范|标兵|[一二三]等|[一二三四五]星|前.{1,2}名|第.名")
_PHRASES = re.compile(r"[，,；;。]")


# -- money --------------------------------------------------------------------------------------------------------
def _money(typed: TypedRubric) -> Iterator[Problem]:
    """Yield amounts that a clause gives to those who are graded better, and that no award gives; other levels may give their own."""
    by_clause: dict[str, list[tuple[str, Award]]] = {}
    for key, award in typed.rubric.awards.items():
        by_clause.setdefault(award.clause, []).append((key, award))
    everything = {yuan for each in typed.rubric.awards.values() for yuan in (each.yuan, each.up_to) if yuan}
    for clause, awards in by_clause.items():
        given = {yuan for _, each in awards for yuan in (each.yuan, each.up_to) if yuan is not None}
        said = {each.value: each.text for each in list_numbers(clause) if each.kind == "yuan"}
        graded = {
            each.value
            for phrase in _PHRASES.split(clause)
            if _GRADED.search(phrase)
            for each in list_numbers(phrase)
        }
        left = [text for value, text in said.items() if value in graded - everything]
        if left and given & set(said):
            key, award = awards[0]
            detail = f"的原文还写着{'、'.join(left)}，没有一条奖补给这么多"
            yield typed.hint(
                f"奖补“{award.title}”", detail, ("awards", key), "请另写一条；不是给社区（村）的，不用改"
            )


# -- standards that are joined ------------------------------------------------------------------------------------
_LIMIT = r"\d+(?:\.\d+)?(?:[%‰]|人次|[个名人户家件起次篇分])?(?:及?以[上下内])?"
_OR = re.compile(r"([^，。；、,;]{2,})或者?([^，。；、,;]{2,})")
_EITHER = re.compile(rf"{_LIMIT}的?或者?(?!以[上下]|更|超过|高于|低于)(?P<more>[^，。；、,;]{{3,}})")
_PLAIN = re.compile("凡|发生|出现|存在|未|没有|有|的|被")
_AND = re.compile(rf"{_LIMIT}的?[，,]?{_JOINED}(?P<more>[^，。；,;]{{2,}})")


def _joined(typed: TypedRubric) -> Iterator[Problem]:
    """Yield standards that must both hold though one or the other is enough, and conditions that no standard holds."""
    gates = typed.rubric.gates
    by_clause: dict[str, dict[str, Gate]] = {}
    for key, gate in (gates.standards if gates else {}).items():
        by_clause.setdefault(fold(remove_blanks(gate.clause)), {})[key] = gate
    for clause, group in by_clause.items():
        first, *others = group
        path: KeyPath = ("gates", "standards", first)
        rule = f"评定标准“{group[first].title}”"
        if others and (said := _find_alternatives(typed, clause, group)):
            titles = "、".join(f"“{each.title}”" for each in group.values())
            detail = f"的原文写着“{said}”，{titles}却要都符合"
            yield typed.hint(
                rule, detail, path, "只要一样的，请合成一条，由人答“是”（answer）；都要的，不用改"
            )
        more = _AND.search(clause)
        if more and not others and not _is_named(typed, group[first], more["more"]):
            detail = f"的原文写着“{more[0].replace(',', '，')}”，后一个条件没有一条评定标准看它"
            yield typed.hint(rule, detail, path, "请另写一条评定标准；别处已经写了的，不用改")
        yield from _halves(typed, rule, path, clause, group)
        years = _SOME_YEARS.search(clause)
        if (
            years
            and group[first].measure
            and not any("年" in each for each in _names_of(typed, group[first]))
        ):
            detail = f"的原文写着“{years[0]}”，看的却只是一年的数"
            yield typed.hint(
                rule, detail, path, "往年的数请另设指标，或由人答“是”（answer）；由人定的，不用改"
            )


_LIST = re.compile(r"、|，|,|或者?|以及|之一|情形|行为|的$")
_NAMED = 3  # letters that name something by themselves


def _halves(
    typed: TypedRubric, rule: str, path: KeyPath, clause: str, group: Mapping[str, Gate]
) -> Iterator[Problem]:
    """Yield what is refused, or is enough, beside what the standards of a clause read: 发生甲或乙的，一律不予认定."""
    every = typed.rubric.gates.standards if typed.rubric.gates else {}
    veto, either = VETO.search(clause), _EITHER.search(clause)
    words = re.split("[。；;]", clause[: veto.start()])[-1] if veto else ""
    parts = (
        [each for each in _LIST.split(words) if len(keep_letters(each)) >= _NAMED]
        if re.search("[或、]", words)
        else []
    )
    left = [each for each in parts if not any(_shares(typed, gate, each) for gate in every.values())]
    if parts and left and len(left) < len(parts):
        detail = f"的原文写着“{'、'.join(left)}”，没有一条评定标准看它"
        yield typed.hint(rule, detail, path, "请另写一条评定标准；别处已经写了的，不用改")
    elif (
        either
        and len(group) == 1
        and not any(_shares(typed, each, either["more"]) for each in group.values())
    ):
        detail = f"的原文写着“{either[0]}”，后一样没有一条评定标准看它"
        yield typed.hint(rule, detail, path, "只要一样的，请由人答“是”（answer）；别处已经写了的，不用改")


def _shares(typed: TypedRubric, gate: Gate, words: str) -> bool:
    """Return whether words share two letters with what a standard reads, or with its title."""
    said = _PLAIN.sub("", keep_letters(words))
    pairs = {said[at : at + 2] for at in range(len(said) - 1)}
    return any(pair in name for name in (gate.title, *_names_of(typed, gate)) for pair in pairs)


def _names_of(typed: TypedRubric, gate: Gate) -> list[str]:
    """Return the names of what a standard reads."""
    found = (typed.rubric.indicators.get(key) or typed.rubric.facts.get(key) for key in sorted(gate.keys))
    return [each.zh for each in found if each]


def _find_alternatives(typed: TypedRubric, clause: str, group: Mapping[str, Gate]) -> str:
    """Return the words that name one standard of a clause or another, empty where none do."""
    for match in _OR.finditer(clause):
        named = [
            {key for key, gate in group.items() if _is_named(typed, gate, side)} for side in match.groups()
        ]
        if all(len(each) == 1 for each in named) and named[0] != named[1]:
            return match[0]
    return ""


def _is_named(typed: TypedRubric, gate: Gate, words: str) -> bool:
    """Return whether words speak of a standard: by its title, or by the names of what it reads."""
    names = [gate.title, *_names_of(typed, gate)]
    said = keep_letters(words)
    return any(
        (plain := keep_letters(name)) in said or said.removeprefix("有").removesuffix("的") in plain
        for name in names
    )


# -- days ---------------------------------------------------------------------------------------------------------
_DAY = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,3})月(\d{1,2}|[一二三四五六七八九十]{1,3})[日号]")


def _days(typed: TypedRubric) -> Iterator[Problem]:
    """Yield deadlines whose clause names several days, and another one beside the title of the deadline."""
    for key, deadline in typed.rubric.deadlines.items():
        phrases = re.split(r"[，,。；;、]", fold(remove_blanks(deadline.clause)))
        dated = [(each, match) for each in phrases if (match := _DAY.search(each))]
        about = [(each, match) for each, match in dated if keep_letters(deadline.title) in keep_letters(each)]
        if len(dated) < 2 or len(about) != 1 or _is_by(deadline, about[0][1]):  # noqa: PLR2004 - one day is compared elsewhere
            continue
        detail = f"的原文写着“{about[0][0]}”，by 却是{deadline.by}"
        yield typed.hint(
            f"时限“{deadline.title}”", detail, ("deadlines", key, "by"), "请核对；原文确是这样的，不用改"
        )


def _is_by(deadline: Deadline, match: re.Match[str]) -> bool:
    """Return whether a deadline is the day of a match, or the day before it."""
    month, day = (int(read_numeral(each) or 0) for each in match.groups())
    by_month, by_day = (int(part) for part in deadline.by.split("-"))
    return (month, day) == (by_month, by_day) or (month, day - 1) == (by_month, by_day) or day == 1
