"""What can be proved of the words of a notice by themselves: pairs of signs, years, clauses that were pasted. Hints only.

Knows a typed rubric. Reads no file.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, pairwise

from formgen.folding import fold, keep_letters, remove_blanks
from formgen.problems import Problem
from formgen.rubric.schema import Criterion, Gate, Rubric
from formgen.rubric.typed_rubric import TypedRubric
from formgen.spec import KeyPath
from formgen.yamltext import Node

_PAIRS = {
    "“": "”",
    "‘": "’",
    "（": "）",
    "(": ")",
    "《": "》",
    "〔": "〕",
    "【": "】",
    "「": "」",
    "『": "』",
    "[": "]",
}
_CLOSING = {close: opening for opening, close in _PAIRS.items()}
_ENUMERATED = re.compile(r"(?:^|(?<=[，。；、：:,;\s]))[0-9０-９a-zA-Z一二三四五六七八九十]{1,3}[）)]")
_IN_WORDS = re.compile(r"(?<=[A-Za-z])[’‘](?=[A-Za-z])")
_NO_OFFICIAL_WORDS = frozenset(
    {"id", "extends", "repair", "repairs", "gaps", "because", "question", "chosen", "forms"}
)
_YEAR_OF_NUMBER = re.compile(r"[〔\[【（(［]\s*((?:19|20)\d\d)\s*年?\s*[〕\]】）)］]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,3}?(?:县|州市|市|(?<!社)区)(?!级)")
_SURE = 4  # pairs of signs that a clause and a name share


def check_words(typed: TypedRubric) -> list[Problem]:
    """Return a hint for words that look like a slip of the pen, or of the clipboard."""
    return [*_pairs(typed), *_years(typed), *_places(typed), *_numbers(typed), *_pasted(typed)]


# -- pairs ------------------------------------------------------------------------------------------------------
def _pairs(typed: TypedRubric) -> Iterator[Problem]:
    for path, text in _list_texts(typed.tree):
        fault = find_unpaired(text)
        if fault and not _is_repaired(typed.tree, path):
            words = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
            advice = "请补全；原文就是这样的，评分项、部分在 repair 里写明，其余在 notice.repairs 里写明"
            yield typed.hint(words, fault, path, advice)


_LONGEST = 24  # signs of a text that a problem quotes


def _list_texts(node: Node, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(node.value, str):
        yield path, node.value
    elif isinstance(node.value, list):
        for at, each in enumerate(node.value):
            yield from _list_texts(each, (*path, at))
    for key, below in node.items():
        if key not in _NO_OFFICIAL_WORDS:
            yield from _list_texts(below, (*path, key))


@lru_cache(maxsize=4096)
def find_unpaired(text: str) -> str:
    """Return what is wrong with the quotes and brackets of a text, empty for nothing; 1） and don’t are no pairs."""
    waiting: list[str] = []
    before = ""
    for sign in _IN_WORDS.sub("", _ENUMERATED.sub("", text)):
        counts = (
            sign in "）)" and before.isalnum() and before.isascii()
        )  # 1） lists, where no bracket is open
        if sign in _PAIRS:
            waiting.append(sign)
        elif sign in _CLOSING and (waiting or not counts):
            opening = waiting.pop() if waiting else ""
            if not opening:
                return f"里有 {sign}，前面没有 {_CLOSING[sign]}"
            if opening != _CLOSING[sign]:
                return f"里的 {opening} 用 {sign} 收尾，应当是 {_PAIRS[opening]}"
        before = sign
    return f"里有 {waiting[-1]}，后面没有 {_PAIRS[waiting[-1]]}" if waiting else ""


def _is_repaired(tree: Node, path: KeyPath) -> bool:
    """Return whether what is odd in a text was seen and said: beside it, or among the repairs of the notice."""
    beside = any(tree.at((*path[:at], "repair")) for at in range(1, len(path)))
    repairs = tree.at(("notice", "repairs"))
    return beside or any(
        re.search("引号|括号|书名号|标点", each) for each in (repairs.texts() if repairs else ())
    )


# -- years ------------------------------------------------------------------------------------------------------
def _years(typed: TypedRubric) -> Iterator[Problem]:
    if not typed.is_whole("notice"):
        return
    notice = typed.rubric.notice
    numbered = _YEAR_OF_NUMBER.search(fold(notice.number))
    dated = _YEAR.search(notice.signed) or _YEAR.search(notice.printed or "")
    year = int(numbered[1]) if numbered else 0
    january = bool(re.match(r"\D*\d{4}\D{1,2}0?1\D", f"{notice.signed} "))
    if numbered and dated and int(dated[1]) != year and not (january and int(dated[1]) == year + 1):
        detail = f"里是{year}年，成文或印发日期却是{dated[1]}年"
        yield typed.hint(
            f"文号 {notice.number}", detail, ("notice", "number"), "请核对文号和日期；原文就是这样的，不用改"
        )
    yield from _year_of_name(typed, year)
    latest = max([int(found[1]) for found in (numbered, dated) if found], default=0)
    for at, basis in enumerate(notice.basis):
        cited = [int(each) for each in _YEAR_OF_NUMBER.findall(fold(basis))]
        if latest and cited and min(cited) > latest:
            detail = f"是{min(cited)}年的，晚于本通知的{latest}年"
            yield typed.hint(f"依据 {basis}", detail, ("notice", "basis", at), "请核对文号里的年份")


def _year_of_name(typed: TypedRubric, year: int) -> Iterator[Problem]:
    """Yield an id that names another year than the number of the notice; a file that extends another has years of its own."""
    rubric = typed.rubric
    named = _YEAR.search(rubric.id)
    if year and named and rubric.extends is None and int(named[1]) != year:
        detail = f"里是{named[1]}年，文号 {rubric.notice.number} 里是{year}年"
        yield typed.hint(f"编号 {rubric.id}", detail, ("id",), "请核对；编号里写的是考核年度的，不用改")
    for match in _YEAR.finditer(rubric.title):
        if year and abs(int(match[1]) - year) > 1:
            detail = f"里是{match[1]}年，文号 {rubric.notice.number} 里是{year}年"
            yield typed.hint(rubric.title, detail, ("title",), "请核对名称和文号里的年份")


# -- places and numbers -------------------------------------------------------------------------------------------
def _places(typed: TypedRubric) -> Iterator[Problem]:
    """Yield a title that begins with another place of the same rank than the area.

    A county may use the table of its city, and a file that extends another keeps its title.
    """
    rubric = typed.rubric
    found = _PLACE.match(remove_blanks(rubric.title))
    notice = rubric.notice
    said = "".join([notice.title, notice.number, notice.area, *notice.issuers])
    rank = remove_blanks(notice.area)[-1:]
    if (
        found
        and found[0].endswith(rank)
        and found[0] not in remove_blanks(said)
        and rubric.extends is None
        and typed.is_whole("notice")
    ):
        detail = f"开头的“{found[0]}”，通知的标题、地区（area）、发文机关里都没有；地区写的是“{notice.area}”"
        yield typed.hint(rubric.title, detail, ("title",), "请核对是不是别处的名称；原文就是这样的，不用改")


def _numbers(typed: TypedRubric) -> Iterator[Problem]:
    """Yield printed numbers that go back inside a section, and those that are left out of a row from 1 on."""
    rubric = typed.rubric
    if rubric.extends is not None or not typed.is_whole("criteria") or not typed.is_whole("sections"):
        return
    listed = [[key for key in each.criteria if key in rubric.criteria] for each in rubric.sections.values()]
    for keys in listed:
        for before, key in pairwise(keys):
            first, second = (fold(rubric.criteria[each].number) for each in (before, key))
            repaired = rubric.criteria[before].repair or rubric.criteria[key].repair
            if first.isdecimal() and second.isdecimal() and int(second) < int(first) and not repaired:
                detail = f"的序号是{second}，印在它前面的“{rubric.criteria[before].label}”却是{first}"
                advice = "请核对序号，或 sections 里 criteria 的先后；原表印错了的，在 repair 里写明"
                yield typed.hint(rubric.criteria[key].name, detail, ("criteria", key, "number"), advice)
    numbers = [fold(each.number) for each in rubric.criteria.values()]
    twice = len(set(numbers)) < len(numbers)  # printed twice: the next may be left out for it
    if (
        twice
        or not all(each.isdecimal() for each in numbers)
        or any(each.repair for each in rubric.criteria.values())
    ):
        return
    row = {int(each) for each in numbers}
    left = [each for each in range(1, max(row, default=0)) if each not in row]
    if left and 1 in row:
        detail = f"缺{'、'.join(map(str, left))}，最大的是{max(row)}"
        yield typed.hint(
            "评分项的序号", detail, ("criteria",), "请补上漏录的项，或改正序号；原表就是这样的，不用改"
        )


# -- pasted -----------------------------------------------------------------------------------------------------
def _pasted(typed: TypedRubric) -> Iterator[Problem]:
    rubric = typed.rubric
    for one, other in combinations(rubric.criteria, 2):
        first, second = rubric.criteria[one], rubric.criteria[other]
        same_words = remove_blanks(fold(first.clause)) == remove_blanks(fold(second.clause))
        if same_words and not _is_about_both(first, second):
            detail = f"的原文和“{first.label}”的一字不差"
            yield typed.hint(
                second.label,
                detail,
                ("criteria", other, "clause"),
                "请核对是不是粘贴错了；原文合写一句的，不用改",
            )
        elif not same_words and first.method == second.method and first.keys:
            detail = f"的评分办法和“{first.label}”的完全相同，数的也是同一个指标，原文却不同"
            yield typed.hint(
                second.label,
                detail,
                ("criteria", other, "method"),
                "请核对是不是粘贴错了；确要算两次的，不用改",
            )
    yield from _same_standards(typed)
    yield from _strangers(typed)


def _is_about_both(first: Criterion, second: Criterion) -> bool:
    """Return whether a clause that two criteria share speaks of both."""
    clause = keep_letters(first.clause)
    return all(keep_letters(each.name) in clause for each in (first, second))


def _speaks_of_figures(rubric: Rubric, gate: Gate) -> bool:
    """Return whether a clause shares words with a figure or fact that its standard reads."""
    read = [rubric.indicators.get(key) or rubric.facts.get(key) for key in sorted(gate.keys)]
    names = set().union(*(_list_bigrams(each.zh) for each in read if each))
    return bool(names & _list_bigrams(gate.clause))


def _same_standards(typed: TypedRubric) -> Iterator[Problem]:
    gates = typed.rubric.gates
    standards = gates.standards if gates else {}
    for one, other in combinations(standards, 2):
        first, second = standards[one], standards[other]
        alike = all(
            getattr(first, key) == getattr(second, key)
            for key in ("measure", "at_least", "at_most", "answer", "only")
        )
        strange = [each for each in (first, second) if not _speaks_of_figures(typed.rubric, each)]
        if alike and (first.measure or first.answer) and strange:
            detail = f"看的和“{first.title}”完全相同，原文却不同"
            advice = "请核对是不是粘贴错了；一个数管两条的，不用改"
            yield typed.hint(f"评定标准“{second.title}”", detail, ("gates", "standards", other), advice)


def _strangers(typed: TypedRubric) -> Iterator[Problem]:
    """Yield a clause that shares nothing with its own criterion, and the name of another with that one."""
    rubric = typed.rubric
    own = {key: _list_bigrams(_describe(rubric, each)) for key, each in rubric.criteria.items()}
    for key, criterion in rubric.criteria.items():
        clause = _list_bigrams(criterion.clause)
        if criterion.repair or clause & own[key]:
            continue
        near = {other: len(clause & pairs) for other, pairs in own.items() if other != key}
        other = max(near, key=lambda each: near[each], default="")
        if (
            other
            and near[other] >= _SURE
            and keep_letters(rubric.criteria[other].name) in keep_letters(criterion.clause)
        ):
            detail = f"的原文没有提到它，说的像是“{rubric.criteria[other].label}”"
            yield typed.hint(
                criterion.label, detail, ("criteria", key, "clause"), "请核对是不是粘贴到了别的项下"
            )


def _describe(rubric: Rubric, criterion: Criterion) -> str:
    """Return what a criterion says of itself besides its clause: its name, its evidence, its figures."""
    labels = [rubric.indicators[key].zh for key in sorted(criterion.keys) if key in rubric.indicators]
    return "，".join([criterion.name, *criterion.evidence, *labels])


def _list_bigrams(text: str) -> set[str]:
    parts = re.split(r"[^\w]|\d", fold(text))
    return {part[at : at + 2] for part in parts for at in range(len(part) - 1)}
