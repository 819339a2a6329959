"""What can be proved of the figures of a rubric: names that exist, kinds that fit their use, headers, use at all.

Knows a typed rubric. Reads no file.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from formgen.folding import fold, keep_letters, remove_blanks
from formgen.problems import Place, Problem
from formgen.rubric.figures import RuleFault
from formgen.rubric.indicator import Indicator, IndicatorKind, name_kinds
from formgen.rubric.key_suggestions import hint_at
from formgen.rubric.relation import Relation
from formgen.rubric.situation import Use
from formgen.rubric.typed_rubric import TypedRubric
from formgen.spec import KeyPath

_RESERVED = frozenset({"name", "township", "row", "section", "total"})
_OWN_KEYS: tuple[tuple[str, IndicatorKind], ...] = (
    ("levels", "level"), ("splits", "monthly_counts"), ("nobody", "yesno"), ("monthly", "count"), ("decimal", "count"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnusedFigure:
    """An indicator that no rule reads, and its place; a form may print it all the same."""

    key: str
    label: str
    place: Place

    @property
    def problem(self) -> Problem:
        """Return the problem R129."""
        return Problem("R129", self.place, {"name": self.key, "label": self.label})


def check_figures(typed: TypedRubric) -> list[Problem]:
    """Return every fault of figures and of the names that rules read them by."""
    return [
        *_methods(typed),
        *_indicators(typed),
        *_unlimited(typed),
        *_relations(typed),
        *_interpretations(typed),
        *_headers(typed),
    ]


def check_uses(
    typed: TypedRubric, uses: Iterable[Use], path: KeyPath, more: Iterable[str] = ()
) -> Iterator[Problem]:
    """Yield a problem for each figure that does not exist or is of a kind that does not fit; ``more`` names fit too."""
    known = [*typed.names("indicators"), *more]
    indicators, facts = typed.rubric.indicators, typed.rubric.facts
    for use in dict.fromkeys(uses):
        if use.key not in known and use.key not in facts:
            yield from report_unknown(typed, use.key, path, known, "indicators")
            continue
        figure = indicators.get(use.key)
        fact = facts.get(use.key) if figure is None else None
        kind = figure.kind if figure else fact.kind if fact else None
        if kind is None or (kind in use.kinds and use.key in known):
            continue
        words = {
            "name": use.key,
            "kind": name_kinds(figure.kind) if figure else f"基本情况里的{kind}",
            "wanted": name_kinds(*use.kinds),
            "where": ".".join(str(step) for step in path),
        }
        yield Problem("R125", typed.place_of(use.key, *path), words)


def report_faults(
    typed: TypedRubric, faults: Iterable[RuleFault], name: str, path: KeyPath
) -> Iterator[Problem]:
    """Yield the problem of each fault that a method or measure finds in itself; ``name`` is that of the criterion."""
    for fault in faults:
        rule = fault.rule.format(criterion=name, written=typed.written(*path, *fault.quoted))
        words = {"rule": rule, "detail": fault.detail, "advice": fault.advice}
        yield Problem(fault.code, typed.place(*path, *fault.path), words)


def report_unknown(
    typed: TypedRubric, name: str, path: KeyPath, known: Sequence[str], home: str
) -> Iterator[Problem]:
    """Yield the problem of a name that nothing defines; of one that was taken off, where, and what else to write."""
    if (home,) in typed.cut:
        return
    node = typed.tree.get(home)
    removed = node.removed.get(name) if node else None
    where = ".".join(str(step) for step in path)
    if removed is None:
        words = {"name": name, "where": where, "hint": hint_at(name, known)}
        yield Problem("R112", typed.place_of(name, *path), words)
        return
    words = {"name": f"{home}.{name}", "user": where, "example": _without(typed, name, path)}
    yield Problem("R128", removed, words)


def find_unused(typed: TypedRubric) -> list[UnusedFigure]:
    """Return the indicators that nothing reads, of those that stand in the author's own file."""
    rubric = typed.rubric
    used = {key for criterion in rubric.criteria.values() for key in criterion.method.keys}
    rules = ("gates", "relations", "awards", "targets", "quotas", "interpretations")
    used |= {text for rule in rules if (node := typed.tree.get(rule)) for text in node.texts()}
    used |= {base for each in rubric.indicators.values() if each.counted for base in each.counted.bases}
    if rubric.survey_title:  # what is counted stands on that page
        used |= {key for key, each in rubric.indicators.items() if each.counted}
    changed = typed.tree.get("interpretations")
    used |= set(changed.texts()) if changed else set()
    found = []
    for key, indicator in rubric.indicators.items():
        node = typed.tree.at(("indicators", key))
        own = node is not None and node.file == typed.author
        if own and key not in used and not used & set(indicator.splits):
            found.append(UnusedFigure(key, indicator.zh, typed.place("indicators", key)))
    return found


def _without(typed: TypedRubric, name: str, path: KeyPath) -> str:
    """Return what an author writes in his own file so that a place no longer mentions a name."""
    node = typed.tree.at(path)
    if node and isinstance(node.value, list):
        rest = [text for text in node.texts() if text != name]
        if rest:
            return f"{path[0]}: {{{path[1]}: {{{path[-1]}: [{', '.join(rest)}]}}}}"
    if len(path) > 1 and path[0] in {"interpretations", "relations", "sections", "awards", "targets"}:
        return f"{path[0]}: {{{path[1]}: null}}"
    return f"{'.'.join(str(step) for step in path)} 的新内容"


def _methods(typed: TypedRubric) -> Iterator[Problem]:
    for key, criterion in typed.rubric.criteria.items():
        for path, method in criterion.method.walk(("criteria", key, "method")):
            yield from check_uses(typed, method.own_uses, path)
            yield from report_faults(typed, method.faults_among(typed.rubric.figures), criterion.label, path)


def _indicators(typed: TypedRubric) -> Iterator[Problem]:
    for key, indicator in typed.rubric.indicators.items():
        for detail, advice in _indicator_faults(indicator):
            words = {"rule": f"指标 {key}", "detail": detail, "advice": advice}
            yield Problem("R126", typed.place("indicators", key), words)
        known = typed.names("indicators")
        for name in indicator.splits:
            if name not in known:
                yield from report_unknown(typed, name, ("indicators", key, "splits"), known, "indicators")
    for key in typed.rubric.facts:
        if key in typed.rubric.indicators:
            words = {"rule": key, "detail": "既是指标，又是基本情况", "advice": "请改掉一个键"}
            yield Problem("R126", typed.place("facts", key), words)
    for home in ("facts", "indicators"):
        for key in _RESERVED.intersection(typed.names(home)):
            detail = "是程序自己用的键（社区名称、乡镇、评分行）"
            words = {"rule": key, "detail": detail, "advice": "请换一个键"}
            yield Problem("R126", typed.place(home, key), words)


def _indicator_faults(indicator: Indicator) -> Iterator[tuple[str, str]]:  # a detail and an advice
    if indicator.kind == "level":
        if not indicator.levels:
            yield "是档次类，没有写 levels", '写各档的含义，如 levels: {"0": 无, "1": 有记录}'
        elif wrong := [level for level in indicator.levels if not _is_level(level)]:
            yield f"的档次“{wrong[0]}”不是整数", "档次写 0、1、2……"
        yield from _confused_levels(indicator)
    if indicator.kind == "monthly_counts" and len(set(indicator.splits)) != 2:  # noqa: PLR2004 - a pair
        yield "没有写拆成哪两个指标", "写 splits: [分子的键, 分母的键]"
    if indicator.most is not None:
        if indicator.most <= 0:
            yield "的最大值 most 不大于0，什么数都不能填", "most 写正数"
        if indicator.kind not in {"count", "points"}:
            yield (
                f"写了 most，却是{name_kinds(indicator.kind)}类",
                f"most 只用于{name_kinds('count', 'points')}类",
            )
    for name, kind in _OWN_KEYS:
        if getattr(indicator, name) and indicator.kind != kind:
            yield f"写了 {name}，却是{name_kinds(indicator.kind)}类", f"{name} 只用于{name_kinds(kind)}类"


def _unlimited(typed: TypedRubric) -> Iterator[Problem]:
    """Yield points from outside, such as marks out of a hundred, that nothing limits: 188.5 would be counted."""
    counted = {key for each in typed.rubric.criteria.values() for key in each.method.keys}
    for key in counted - _list_judged(typed):
        figure = typed.rubric.indicators.get(key)
        if figure is not None and figure.kind == "points" and figure.most is None:
            detail = "没有写最大值 most，多大的分都收"
            yield typed.hint(f"指标 {key}", detail, ("indicators", key), "请写 most，如百分制的写 most: 100")


def _is_level(level: str) -> bool:
    return level.isascii() and level.isdecimal() and level == str(int(level))


def _confused_levels(indicator: Indicator) -> Iterator[tuple[str, str]]:  # a detail and an advice
    """Yield levels whose words could be read as another level: the same words, or its number."""
    read: dict[str, str] = {}
    for level, label in indicator.levels.items():
        name = remove_blanks(fold(label))
        for spelling in dict.fromkeys((level, name, level + name)):
            if read.setdefault(spelling, level) != level:
                detail = (
                    f"的第{level}档“{label}”会读成第{read[spelling]}档“{indicator.levels[read[spelling]]}”"
                )
                yield detail, "各档的名称要不同，也不要用别档的数字作名称"
                break


def _relations(typed: TypedRubric) -> Iterator[Problem]:
    relations, figures = typed.rubric.relations, typed.rubric.figures
    stated = [key for key, fact in typed.rubric.facts.items() if fact.kind in {"count", "yesno"}]
    judged = _list_judged(typed)
    pairs: Counter[tuple[str | bool | None, ...]] = Counter()
    for key, relation in relations.items():
        path = ("relations", key)
        named = (relation.part, relation.given, *map(bool, (relation.apart, relation.any_of)), *relation.keys)
        yield from check_uses(typed, _relation_uses(relation), path, stated)
        detail = _relation_fault(relation)
        pairs[named] += 1
        if detail is None and pairs[named] > 1:
            detail = "与前面的关系重复"
        if detail is None and relation.whole and relation.part in figures.wholes_above(relation.whole):
            detail = "与别的关系互为部分和总数，两个数只能相等"
        if detail:
            advice = (
                "写 part 和 whole（部分不大于总数），parts 和 whole（各部分合计不大于总数），"
                "given 和 needs（有了前一个必须有后一个），apart（至多一个是“是”）或 any_of（不能都是“否”）"
            )
            yield Problem(
                "R126", typed.place(*path), {"rule": f"关系 {key}", "detail": detail, "advice": advice}
            )
        else:
            yield from _senseless(typed, relation, key, judged)


def _senseless(typed: TypedRubric, relation: Relation, key: str, judged: Container[str]) -> Iterator[Problem]:
    """Yield a relation of points that people give: they are no part of anything, and each is given for itself."""
    rule, place = f"关系 {key}", typed.place("relations", key)
    pair = [name for name in (relation.part, relation.whole) if name]
    points = [name for name in pair if _is_points(typed, name)]
    if len(points) == 1:
        detail, advice = f"拿评分“{points[0]}”和个数比大小", "部分和总数写同一种数；不是的，请删去"
        yield Problem("R126", place, {"rule": rule, "detail": detail, "advice": advice})
    elif points and any(name in judged for name in points):
        detail, advice = "两头是评审人各自评的分，谁也不是谁的一部分", "评审分之间不写 part、whole，请删去"
        yield Problem("R126", place, {"rule": rule, "detail": detail, "advice": advice})
    elif relation.given in judged and relation.needs in judged:
        detail = "两头都是评审人评的分，给了一项的分，不见得就要给另一项"
        advice = "请核对；通知确有这样的规定的，不用改"
        yield Problem("R132", place, {"rule": rule, "detail": detail, "advice": advice})


def _is_points(typed: TypedRubric, name: str) -> bool:
    figure = typed.rubric.indicators.get(name)
    return figure is not None and figure.kind == "points"


def _list_judged(typed: TypedRubric) -> set[str]:
    """Return the figures that hold points which people give for a criterion, or for a part of one."""
    methods = [inner.method for each in typed.rubric.criteria.values() for inner in each.method.walk()]
    return {key for method in methods for key in (method.judged_key, *method.partial_points) if key}


def _relation_uses(relation: Relation) -> list[Use]:
    amounts: tuple[IndicatorKind, ...] = ("count", "points")
    answers: tuple[IndicatorKind, ...] = ("yesno", "count", "points", "level")
    told: tuple[IndicatorKind, ...] = ("yesno",)
    named = [
        *((key, amounts) for key in relation.parts),
        *((key, told) for key in (*relation.apart, *relation.any_of)),
        (relation.part, amounts),
        (relation.whole, amounts),
        (relation.given, answers),
        (relation.needs, answers),
    ]
    return [Use(key, kinds) for key, kinds in named if key]


def _relation_fault(relation: Relation) -> str | None:
    """Return what is wrong with the shape of a relation."""
    within, presupposed = (relation.part, relation.whole), (relation.given, relation.needs)
    lists = [each for each in (relation.parts, relation.apart, relation.any_of) if each]
    if any(within) and any(presupposed):
        return "把 part、whole 和 given、needs 写在了一起"
    if lists:
        return _list_fault(relation, lists)
    pair = within if any(within) else presupposed
    if not all(pair):
        return "没有写全" if any(pair) else "没有写是什么关系"
    return "两头是同一个指标" if pair[0] == pair[1] else None


def _list_fault(relation: Relation, lists: list[list[str]]) -> str | None:
    """Return what is wrong with the shape of a relation of several figures."""
    if len(lists) > 1 or relation.part or relation.given or relation.needs:
        return "把几种关系写在了一起"
    (keys,) = lists
    if len(keys) < 2 or len(set(keys)) < len(keys):  # noqa: PLR2004 - a relation has two ends
        return "至少写两个不同的指标"
    if bool(relation.parts) != bool(relation.whole):
        return "没有写全"
    return "总数也写在了各部分里" if relation.whole in keys else None


def _interpretations(typed: TypedRubric) -> Iterator[Problem]:
    known = typed.names("criteria")
    for key, interpretation in typed.rubric.interpretations.items():
        for name in interpretation.criteria:
            if name not in known:
                yield from report_unknown(
                    typed, name, ("interpretations", key, "criteria"), known, "criteria"
                )
        for reading, each in interpretation.readings.items():
            for name in each.reachable:
                if name not in known:
                    path = ("interpretations", key, "readings", reading, "reachable")
                    yield from report_unknown(typed, name, path, known, "criteria")


def _headers(typed: TypedRubric) -> Iterator[Problem]:
    """Yield a problem for each header of the data that two figures or facts share."""
    rubric = typed.rubric
    headers = {("facts", key): (each.zh, *each.also) for key, each in rubric.facts.items()}
    headers |= {("indicators", key): (each.zh, *each.also) for key, each in rubric.indicators.items()}
    owners: dict[str, tuple[str, str]] = {}
    for path, texts in headers.items():
        for word, shown in {keep_letters(text): text for text in reversed(texts)}.items():
            first = owners.setdefault(word, path)
            if first != path:
                words = {"word": shown, "one": first[1], "other": path[1]}
                yield Problem("R131", typed.place_of(shown, *path), words)
