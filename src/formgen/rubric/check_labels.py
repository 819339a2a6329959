"""What can be proved of labels beside what they name: units, levels of columns, the things an item is about. Hints only.

Knows a typed rubric. Reads no file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

from formgen.folding import fold, keep_letters
from formgen.problems import Problem
from formgen.rubric.indicator import IndicatorKind, name_kinds
from formgen.rubric.schema import Rubric
from formgen.rubric.typed_rubric import TypedRubric
from formgen.rubric.units import are_unlike, is_countable
from formgen.spec import KeyPath
from formgen.yamltext import Node

_ADVICE = "请核对；确是这样的，不用改"
_PERCENT = frozenset({"%", "‰", "百分比", "百分数", "百分点"})
_YES_OR_NO = frozenset({"是/否", "是否", "有/无", "有无"})
_SUFFIXES = (
    ("人数", "人"), ("人次", "人次"), ("户数", "户"), ("金额", "元"), ("经费", "元"), ("资金", "元"), ("贷款额", "元"),
    ("收入", "元"), ("笔数", "笔"), ("件数", "件"), ("篇数", "篇"), ("次数", "次"), ("面积", "亩"),
)  # fmt: skip
_GROUPS_ZH = {"indicators": "指标", "facts": "基本情况"}
_CONTRARY = {("已", "未"), ("未", "已"), ("有", "无"), ("无", "有")}
_NAMES_OF_KINDS = {
    "date": r"(?:日期|时间|年月日)$",
    "opinion": r"意见$",
    "phone": r"(?:电话|手机|联系方式|传真)(?:号码?)?$",
    "count": r"(?:人数|户数|次数|个数|篇数|件数|笔数|金额|面积)$",
}  # of facts; a text may be called anything
_RATES = re.compile(r"(?:率|比例|占比|百分比)$")
_OWN_UNIT = re.compile(r"[（(]([^（）()]{1,4})[）)]$")
_LEVEL_WORDS: Mapping[str, str] = {
    "self": r"自评|自查|自我|申报|(?<!乡)村|社区|本级",
    "township": r"乡|镇|街道",
    "county": r"县|(?<!社)(?<!地)区(?!域)",
    "city": r"市|地区|州",
}
_LEVEL_NAMES = {"self": "社区（村）", "township": "乡镇（街道）", "county": "县（区）", "city": "市"}
_NAMED = (
    ("indicators", "zh"), ("facts", "zh"), ("criteria", "name"), ("sections", "title"), ("awards", "title"),
    ("quotas", "title"), ("targets", "title"), ("deadlines", "title"), ("columns", ""),
)  # fmt: skip
_GROUPS = (
    "女性",
    "妇女",
    "男性",
    "残疾",
    "退役",
    "退伍",
    "大学生",
    "毕业生",
    "农民工",
    "4050",
    "低保",
    "青年",
    "老年",
)
_LIKE = 0.75  # how much of a name an item has to share to be about it
_UNLIKE = 0.3


def check_labels(typed: TypedRubric) -> list[Problem]:
    """Return a hint for labels that name something else than what they stand beside."""
    return [
        *_units(typed),
        *_other_names(typed),
        *_kinds_of_facts(typed),
        *_columns(typed),
        *_groups(typed),
        *_items(typed),
    ]


def report_taken_labels(layers: Sequence[Node]) -> Iterator[Problem]:
    """Yield a hint for each name that an author gives to one thing though the file he extends gives it to another.

    ``layers`` are the files by themselves, the nearest first.
    """
    own, above = layers[0], reduce(Node.merged, reversed(layers[1:]), Node({}, "", 0))
    for group, name in _NAMED:
        there, here = above.get(group), own.get(group)
        titles = {
            key: title for key, each in (there.items() if there else ()) if (title := _text(each, name))
        }
        for key, each in here.items() if here else ():
            title = _text(each, name)
            owner = next((other for other, known in titles.items() if known == title and other != key), None)
            if title and owner and key in titles:
                detail = f"的名称“{title}”在沿用的文件里是 {owner} 的，{key} 原来叫“{titles[key]}”"
                words = {
                    "rule": f"{group}.{key}",
                    "detail": detail,
                    "advice": "请核对是不是对调了；确要改名的，不用改",
                }
                yield Problem("R132", each.place(), words)


def _text(node: Node, name: str) -> str:
    """Return a text of an entry, or the entry itself where it is a text."""
    found = node.get(name) if isinstance(node.value, dict) else node
    return found.value if found and isinstance(found.value, str) else ""


# -- units ------------------------------------------------------------------------------------------------------
def _units(typed: TypedRubric) -> Iterator[Problem]:
    for key, figure in typed.rubric.indicators.items():
        label = f"指标 {key}（{figure.zh}）"
        if fault := _unit_fault(figure.kind, fold(figure.unit), figure.zh):
            yield typed.hint(label, fault, ("indicators", key, "unit"), _ADVICE)
    for key, fact in typed.rubric.facts.items():
        kind: IndicatorKind | None = fact.kind if fact.kind in {"count", "yesno"} else None
        unit = fold(fact.unit or "")
        if unit and kind and (fault := _unit_fault(kind, unit, fact.zh)):
            yield typed.hint(f"基本情况 {key}（{fact.zh}）", fault, ("facts", key, "unit"), _ADVICE)
        elif unit and kind is None:
            detail = f"写了单位 {unit}，却是{fact.kind}类，单位不起作用"
            yield typed.hint(
                f"基本情况 {key}（{fact.zh}）", detail, ("facts", key, "unit"), "是数的，写 kind: count"
            )


def _unit_fault(kind: IndicatorKind, unit: str, name: str) -> str:
    """Return what is wrong with the unit of a figure, empty for nothing."""
    written = f"单位写的是 {unit}，"
    counted = is_countable(unit)
    wrong = {
        "count": unit in _PERCENT | _YES_OR_NO,
        "yesno": counted or unit in _PERCENT or unit == "分",
        "points": counted or unit in _PERCENT | _YES_OR_NO,
        "level": counted or unit in _PERCENT | _YES_OR_NO,
        "monthly_rates": unit not in _PERCENT,
        "monthly_counts": unit in _PERCENT | _YES_OR_NO,
    }
    if wrong[kind]:
        return f"{written}却是{name_kinds(kind)}类"
    return f"{written}{_unlike_name(unit, name)}" if kind == "count" and _unlike_name(unit, name) else ""


def _other_names(typed: TypedRubric) -> Iterator[Problem]:
    """Yield other names of figures and facts that speak of another kind, or of the contrary."""
    rubric = typed.rubric
    named = [
        *(
            (("indicators", key), each.zh, each.kind, each.unit, each.also)
            for key, each in rubric.indicators.items()
        ),
        *(
            (("facts", key), each.zh, each.kind, each.unit or "", each.also)
            for key, each in rubric.facts.items()
        ),
    ]
    for path, zh, kind, unit, also in named:
        for at, name in enumerate(also):
            if fault := _unlike_kind(kind, fold(unit), zh, name):
                detail = f"的另一个名称“{name}”{fault}，数据里叫这个名称的一列会当作它来读"
                yield typed.hint(
                    f"{_GROUPS_ZH[path[0]]} {path[1]}（{zh}）", detail, (*path, "also", at), _ADVICE
                )


def _unlike_kind(kind: str, unit: str, zh: str, name: str) -> str:
    """Return how another name of a figure is that of another kind than it is, empty for nothing."""
    rate = bool(_RATES.search(_OWN_UNIT.sub("", name)))
    own_rate = bool(_RATES.search(_OWN_UNIT.sub("", zh)))
    counted = next((each for word, each in _SUFFIXES if _OWN_UNIT.sub("", name).endswith(word)), "")
    if kind in {"count", "points", "yesno", "level"} and rate and not own_rate:
        return "像是比率"
    if kind in {"yesno", "level", "monthly_rates"} and counted and not zh.endswith(name):
        return f"数的是 {counted}"
    if kind == "count" and counted and _unlike_name(unit, name) and not _unlike_name(unit, zh):
        return f"说的是 {counted}，单位却是 {unit}"
    if zh[1:] == name[1:] and (zh[0], name[0]) in _CONTRARY:
        return "说的是相反的"
    return ""


def _kinds_of_facts(typed: TypedRubric) -> Iterator[Problem]:
    """Yield facts that are called as those of another kind are."""
    for key, fact in typed.rubric.facts.items():
        meant = next((kind for kind, words in _NAMES_OF_KINDS.items() if re.search(words, fact.zh)), "")
        if meant and fact.kind not in {"text", meant}:
            detail = f"是 {fact.kind} 类，名称却像是 {meant} 类的"
            yield typed.hint(f"基本情况 {key}（{fact.zh}）", detail, ("facts", key, "kind"), _ADVICE)


def _unlike_name(unit: str, name: str) -> str:
    """Return how the name of a number speaks of another unit than its own, empty where it does not."""
    own = _OWN_UNIT.search(name)
    bare = _OWN_UNIT.sub("", name)
    said = own[1] if own else next((each for word, each in _SUFFIXES if bare.endswith(word)), "")
    money = said == "元" and not own and unit.endswith("元")
    if said and not money and are_unlike(unit, fold(said)):
        return f"名称说的却是 {said}"
    return "名称却像是比率" if _RATES.search(bare) and is_countable(unit) else ""


# -- columns ----------------------------------------------------------------------------------------------------
def _columns(typed: TypedRubric) -> Iterator[Problem]:
    columns = typed.rubric.columns
    for level, title in columns.items():
        named = [each for each, words in _LEVEL_WORDS.items() if re.search(words, title)]
        if level == "county" and "city" not in columns:  # a city of the rank of a county
            named = [each for each in named if each != "city"] or named[:0]
        if named and level not in named:
            others = "、".join(_LEVEL_NAMES[each] for each in named)
            detail = f"的名称“{title}”说的是{others}，{level} 是{_LEVEL_NAMES[level]}这一级"
            yield typed.hint(
                f"评分栏 {level}", detail, ("columns", level), "请核对是不是对调了；确是这样叫的，不用改"
            )


# -- what a number is of ------------------------------------------------------------------------------------------
def _groups(typed: TypedRubric) -> Iterator[Problem]:
    """Yield figures whose name limits them to a group of people of which nothing else speaks."""
    rubric = typed.rubric
    for key, figure in rubric.indicators.items():
        clauses = list(_clauses_of(rubric, key))
        if not clauses:  # nothing speaks of it: that it is not used is told elsewhere
            continue
        beside = "".join((figure.definition, figure.source, *clauses))
        node = typed.tree.at(("indicators", key, "counted"))
        beside += "".join(node.texts()) if node else ""
        for group in _GROUPS:
            if group in figure.zh and group not in beside:
                detail = f"的名称说的是{group}，口径（definition）和原文都没有提到"
                yield typed.hint(f"指标 {key}（{figure.zh}）", detail, ("indicators", key, "zh"), _ADVICE)


def _clauses_of(rubric: Rubric, key: str) -> list[str]:
    """Return the names and clauses of all that reads a figure."""
    gates = rubric.gates.standards.values() if rubric.gates else ()
    return [
        *(each.name + each.clause for each in rubric.criteria.values() if key in each.keys),
        *(gate.title + gate.clause for gate in gates if key in gate.keys),
    ]


def _items(typed: TypedRubric) -> Iterator[Problem]:
    """Yield items of methods whose label is that of another figure than the one they read."""
    names = {key: _list_bigrams(each.zh) for key, each in typed.rubric.indicators.items()}
    for key, criterion in typed.rubric.criteria.items():
        root: KeyPath = ("criteria", key, "method")
        node = typed.tree.at(root)
        for path, item in _list_items(node, root) if node else ():
            of, label = item.get("of"), item.get("label")
            read, said = str(of.value if of else ""), str(label.value if label else "")
            about = _list_bigrams(said)
            if read not in names or not about or _share(about, names[read]) > _UNLIKE:
                continue
            other = max(names, key=lambda each: _share(about, names[each]))
            if _share(about, names[other]) >= _LIKE and len(about & names[other]) > 1:
                detail = f"里“{said}”数的是 {read}（{typed.rubric.indicators[read].zh}），名称却像是 {other}"
                yield typed.hint(criterion.label, detail, path, _ADVICE)


def _list_items(node: Node, path: KeyPath) -> Iterator[tuple[KeyPath, Node]]:
    """Yield the entries of lists below a node that read a figure and have a label."""
    if node.get("of") and node.get("label"):
        yield path, node
    below = enumerate(node.value) if isinstance(node.value, list) else node.items()
    for key, each in below:
        yield from _list_items(each, (*path, key))


def _list_bigrams(text: str) -> set[str]:
    plain = keep_letters(text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
