"""What is turned round: a yes, a rate or a mark that counts the contrary of what its words give, take or refuse. Hints only.

A hint is given only where the words speak of the figure by its name, and say plainly whether it is there or lacking.
Knows a typed rubric. Reads no file.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from formgen.folding import fold, keep_letters, list_pairs, remove_blanks
from formgen.problems import Problem
from formgen.rubric.check_limits import VETO
from formgen.rubric.clause_numbers import list_numbers, read_numeral
from formgen.rubric.clause_sayings import Saying, list_sayings
from formgen.rubric.measures.measure import Quotient
from formgen.rubric.methods.method import PointsFor
from formgen.rubric.schema import Criterion, Gate
from formgen.rubric.typed_rubric import TypedRubric
from formgen.spec import KeyPath

_ADVICE = "请核对；要数反面的，请换一个指标（或把名称、口径改成反面的）；确是这样的，不用改"
_NOT = r"没有|没能|没|不存在|未能|未|无|不得|不能|不许|不|缺少|缺|杜绝|禁止|严禁"
_DENIED = re.compile(
    rf"(?:{_NOT})(?:再|曾|按时|及时|按规定|按要求|出现|发生|建立|设立|设有?|配备|安排|专门|固定)?的?$"
)
_FEWER = re.compile(r"(?:少|缺|漏|欠|差)配?备?[\d一]*[名个人户次件家]?的?$")  # 每少1名专职人员
_DENIES = re.compile("无|未|没有|杜绝|严禁|禁止|不得")
_LACKS = re.compile(rf"(?:{_NOT})(?P<what>[^的者每扣得加减]{{2,}})")  # 未上墙的扣2分, of 制度上墙
_COUNT = re.compile(r"[一1]?(?:人次|[个名户次件家篇])$")  # 未开展一次扣3分
_PREFIX = re.compile(rf"(?:是否)?(?P<no>{_NOT})?(?:有|已经?|能)?(?:发生|出现|存在)?")
_SUFFIX = re.compile(r"(?:情况|总?人数|户数|个数|篇数|件数|起数|次数|总数|数)$")
_NAMED, _ALIKE = 2, 0.75  # letters of a name that tell it from others, how much of it words have to share
_PHRASES = re.compile(r"[，,。；;、（）()\n]")


class _Name(NamedTuple):
    """The name of a figure without what it is counted in; ``denies`` says that a yes to it is a no to these letters."""

    core: str
    denies: bool


def check_turned(typed: TypedRubric) -> list[Problem]:
    """Return a hint for everything that is given, taken, measured or refused the wrong way round."""
    return [*_gates(typed), *_criteria(typed)]


# -- whether words speak of something as there or lacking ---------------------------------------------------------
def _name_of(typed: TypedRubric, key: str | None) -> _Name | None:
    """Return the name of a figure or fact, None for one that has none to tell it by."""
    found = typed.rubric.indicators.get(key or "") or typed.rubric.facts.get(key or "")
    letters = _SUFFIX.sub("", keep_letters(found.zh)) if found else ""
    prefix = _PREFIX.match(letters)
    core = letters[prefix.end() :] if prefix else letters
    return _Name(core, bool(prefix and prefix["no"])) if len(core) >= _NAMED else None


def _is_there(name: _Name, words: str) -> bool | None:
    """Return whether words speak of a name as there (True) or lacking (False); None where they do neither plainly."""
    said: set[bool] = set()
    for phrase in _PHRASES.split(words):
        plain = keep_letters(phrase)
        at = plain.find(name.core)
        if at >= 0:
            denied = bool(_DENIED.search(plain[:at]))
            said |= (
                {not denied}
                if denied or not (_DENIES.search(plain[:at]) or _FEWER.search(plain[:at]))
                else set()
            )  # 无重大群体性事件
        elif (lacks := _LACKS.search(plain)) and lacks[0].removesuffix("的") in name.core:
            said |= {True}  # the name says itself what is lacking: 逾期未解决的户数
        elif lacks:
            what = list_pairs(_COUNT.sub("", lacks["what"]))
            said |= {False} if what and what <= list_pairs(name.core) else set()
        elif len(list_pairs(name.core) & list_pairs(plain)) >= _ALIKE * (len(name.core) - 1):
            said |= {True}
    return said.pop() if len(said) == 1 else None


# -- standards ----------------------------------------------------------------------------------------------------
_NUMBER = r"(?P<number>\d+(?:\.\d+)?)(?P<sign>[%‰]?)"
_REFUSED = re.compile(
    rf"(?P<below>低于|少于|不足|不满|不到|未达到?|达不到|小于)?(?P<above>(?<!不)(?:超过|高于|多于|大于|达到?))?{_NUMBER}"
    r"(?:人次|[个名人户家件起次篇分])?(?P<side>及?以[上下])?(?:的|者)?[，,]?(?:则|一律|均|实行|该|本)*$"
)


def _gates(typed: TypedRubric) -> Iterator[Problem]:
    gates = typed.rubric.gates
    for key, gate in (gates.standards if gates else {}).items():
        path: KeyPath = ("gates", "standards", key)
        rule, clause = f"评定标准“{gate.title}”", fold(remove_blanks(gate.clause))
        veto = VETO.search(clause)
        name = _name_of(typed, gate.answer if gate.measure is None else None)
        told = _is_there(name, clause[: veto.start()] if veto else clause) if name else None
        if name and told is not None and (told is False) ^ name.denies ^ bool(veto):
            words = _zh(typed, gate.answer or "")
            detail = f"的原文与“{words}”相反，这里却要它答“是”"
            yield typed.hint(rule, detail, (*path, "answer"), _ADVICE)
        if veto and gate.measure:
            yield from _compare_refused(typed, rule, gate, clause[: veto.start()], path)
        if gate.measure:
            limits = [each.value for each in (gate.at_least, gate.at_most) if each]
            quotients = [(gate.measure.quotients, (*path, "measure"))]
            yield from _rates(typed, rule, (gate.clause, gate.title), quotients, limits)


def _compare_refused(
    typed: TypedRubric, rule: str, gate: Gate, words: str, path: KeyPath
) -> Iterator[Problem]:
    """Yield a mark on the wrong side of what is refused: 低于90%的，一票否决 needs at least 90%."""
    found = _REFUSED.search(words)
    number = read_numeral(found["number"]) if found else None
    if found is None or number is None:
        return
    number /= {"%": 100, "‰": 1000}.get(found["sign"], 1)
    below = bool(found["below"] or (found["side"] or "").endswith("下"))
    above = bool(found["above"] or (found["side"] or "").endswith("上"))
    wrong, key, other = (
        (gate.at_most, "at_most", "at_least") if below else (gate.at_least, "at_least", "at_most")
    )
    if below != above and wrong and wrong.value == number:
        detail = f"的原文写着“{_phrase(words)}”的不符合，{key} 却要它符合，方向反了"
        yield typed.hint(rule, detail, (*path, key), f"改写 {other}；分子、分母数的是反面的，请核对指标")


def _phrase(words: str) -> str:
    """Return the last phrase of some words."""
    return next((each.removesuffix("的") for each in reversed(re.split("[，,。；;]", words)) if each), words)


# -- points -------------------------------------------------------------------------------------------------------
def _criteria(typed: TypedRubric) -> Iterator[Problem]:
    for key, criterion in typed.rubric.criteria.items():
        said = list_sayings(criterion.clause)
        words = (criterion.clause, criterion.name)
        for path, method in criterion.method.walk(("criteria", key, "method")):
            for own in method.own_points:
                yield from _compare_points(typed, criterion, own, said, (*path, *own.path))
            marks = [mark.limit.value for mark in method.marks(typed.rubric.conventions)]
            quotients = [(method.quotients, path)]
            quotients += [(each.measure.quotients, (*path, *each.path)) for each in method.measures]
            yield from _rates(typed, criterion.label, words, quotients, marks)


def _is_said(name: _Name, said: Saying) -> bool | None:
    """Return whether points are for a name as there or lacking; before what is taken its words may say what is wanted."""
    told = _is_there(name, said.words)
    if told is None and said.takes:  # 每季度开展活动1次，未开展一次扣3分
        return _is_there(name, re.split("[，。；]", said.words)[-1])
    return told


_ONE_LACKING = re.compile("[缺少差欠][少失]?(?:其中)?(?:任何|任意)?[一1][项个条处]")  # 三落实，缺一项扣5分


def _compare_points(
    typed: TypedRubric, criterion: Criterion, own: PointsFor, said: Sequence[Saying], path: KeyPath
) -> Iterator[Problem]:
    """Yield points for a yes, or for each, where the clause takes them for the contrary, or gives what is taken."""
    figure = typed.rubric.indicators.get(own.of)
    name = _name_of(typed, own.of)
    if (
        figure is None
        or name is None
        or figure.kind not in {"yesno", "count"}
        or typed.written(*path, "less")
    ):
        return
    named = [(each, told) for each in said if (told := _is_said(name, each)) is not None]
    if len(named) != 1:
        return
    ((each, told),) = named
    if _ONE_LACKING.search(re.split("[,，。；;]", each.words)[-1]):
        told = not told
    contrary = told is name.denies
    if figure.kind == "count" and not (contrary and own.takes):
        return  # what is counted in pieces may be given and taken by rules of its own
    if contrary == (each.takes == own.takes):
        quoted = re.split("[。；;]", each.words)[-1].replace(",", "，")
        answer = "答“是”的" if figure.kind == "yesno" else "每有1个"
        verb = "扣" if own.takes else "得"
        detail = f"的原文写着“{quoted}”，这里却是“{figure.zh}”{answer}{verb}分，方向反了"
        yield typed.hint(criterion.label, detail, (*path, "of"), _ADVICE)


# -- rates --------------------------------------------------------------------------------------------------------
_RATE = re.compile(r"(?P<no>未|不|无|非)?(?P<name>[\u4e00-\u9fff]{2})率")
_CONTRARY = {"失业": "就业", "待业": "就业", "无业": "就业"}  # names whose contrary is another word
_ABOUT = "愿望|意愿|困难|援助|服务|年龄|需求|登记证|培训|创业证"  # 就业困难人员 are not those who have work


def _rates(
    typed: TypedRubric,
    rule: str,
    texts: Sequence[str],
    quotients: Sequence[tuple[Sequence[Quotient], KeyPath]],
    marks: Sequence[Fraction],
) -> Iterator[Problem]:
    """Yield what counts the contrary of the rate that words name, by the numbers that they name for it.

    ``texts`` are the clause, and its title where the clause names no rate.
    """
    words = fold(next((each for each in texts if _RATE.search(each)), ""))
    numbers = {each.value for each in list_numbers(words) if each.kind == "ratio"}
    if marks and (not numbers.intersection(marks) or numbers.intersection(1 - each for each in marks)):
        return
    rates = {(match["name"], bool(match["no"]), match[0]) for match in _RATE.finditer(words)}
    named = {(_CONTRARY.get(name, name), no ^ (name in _CONTRARY)): said for name, no, said in rates}
    for quotient, path in ((each, (*where, *each.path)) for group, where in quotients for each in group):
        above = [_zh(typed, key) for key in quotient.of]
        for (name, no), said in named.items():
            if (name, not no) not in named and above and all(_counts(zh, name) is no for zh in above):
                detail = f"的原文说的是“{said}”，分子却是“{'、'.join(above)}”，正好相反"
                yield typed.hint(rule, detail, path, _ADVICE)


def _counts(zh: str, name: str) -> bool | None:
    """Return whether a figure counts those of whom a name is true; None where its own name does not tell."""
    others = "|".join(each for each, known in _CONTRARY.items() if known == name)
    if re.search(rf"(?:未能?|没有|不|无|非|尚未){name}(?!{_ABOUT})", zh):
        return False
    if re.search(rf"{name}(?!{_ABOUT})", zh):
        return True
    return False if others and re.search(others, zh) else None


def _zh(typed: TypedRubric, key: str) -> str:
    found = typed.rubric.indicators.get(key) or typed.rubric.facts.get(key)
    return found.zh if found else ""
