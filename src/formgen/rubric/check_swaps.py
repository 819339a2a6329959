"""What seems to have changed places: names, definitions, levels, yes and no. Hints only.

A hint is given only where both sides say so: each name stands in the other's clause and not in its own. Knows a typed
rubric. Reads no file.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import combinations

from formgen.folding import keep_letters, list_pairs
from formgen.problems import Problem
from formgen.rubric.typed_rubric import TypedRubric
from formgen.spec import KeyPath
from formgen.yamltext import Node

_ADVICE = "请核对是不是对调了；确是这样的，不用改"
_TURN = "请换一个指标，或把名称、口径改成一致的说法；确是这样的，不用改"
_NOT = re.compile(r"没有|不存在|未|无|不")
_PART = re.compile(r"[里中内]")  # a part is defined by its whole, and so by its name
_WHOLE_NAME = re.compile("总|全部|应|在册|愿望|需要|要求|符合条件")
_PART_NAME = re.compile("其中|已|实际|成功|完成")
_NAMED = 2  # signs of a name that tell it from others
_ALIKE, _UNLIKE = 0.75, 0.5  # how much of a name another text has to share


def check_swaps(typed: TypedRubric) -> list[Problem]:
    """Return a hint for everything that seems to have changed places with something else."""
    return [
        *_names(typed),
        *_definitions(typed),
        *_wholes(typed),
        *_levels(typed),
        *_answers(typed),
    ]


# -- names and definitions ----------------------------------------------------------------------------------------
def _names(typed: TypedRubric) -> Iterator[Problem]:
    """Yield two entries of a group each of which is named in the clause of the other, and not in its own."""
    rubric = typed.rubric
    gates = rubric.gates.standards if rubric.gates else {}
    criteria = {key: (each.name, each.clause) for key, each in rubric.criteria.items()}
    groups: Mapping[KeyPath, Mapping[str, tuple[str, str]]] = {
        ("criteria",): criteria,
        ("gates", "standards"): {key: (each.title, each.clause) for key, each in gates.items()},
        ("deadlines",): {key: (each.title, each.clause) for key, each in rubric.deadlines.items()},
        ("awards",): {key: (each.title, each.clause) for key, each in rubric.awards.items()},
        ("quotas",): {key: (each.title, each.clause) for key, each in rubric.quotas.items()},
        ("targets",): {key: (each.title, each.clause) for key, each in rubric.targets.items()},
    }
    for group, entries in groups.items():
        plain = {key: (keep_letters(name), keep_letters(clause)) for key, (name, clause) in entries.items()}
        for one, other in combinations(plain, 2):
            (name, clause), (its_name, its_clause) = plain[one], plain[other]
            crossed = name in its_clause and its_name in clause
            if crossed and name not in clause and its_name not in its_clause:
                first, second = entries[one][0], entries[other][0]
                detail = f"的原文说的是“{second}”，“{second}”的原文说的是“{first}”"
                yield typed.hint(first, detail, (*group, one, "clause"), _ADVICE)


def _definitions(typed: TypedRubric) -> Iterator[Problem]:
    """Yield figures that are defined as others are named, and not as they are named themselves."""
    figures = typed.rubric.indicators
    names = {key: list_pairs(each.zh) for key, each in figures.items()}
    for key, figure in figures.items():
        path: KeyPath = ("indicators", key, "definition")
        done = re.fullmatch(r"已(.{2,}?)(?:人数|户数|数)?", figure.zh)
        undone = re.fullmatch(r"(?:未|没有|没|无)(.{2,}?)(?:人数|户数|数)?", figure.zh)
        if (done and _denies(figure.definition, done[1])) or (
            undone and _affirms(figure.definition, undone[1])
        ):
            detail = f"的口径“{figure.definition}”说的是相反的"
            yield typed.hint(f"指标 {key}（{figure.zh}）", detail, path, _TURN)
        said = list_pairs(figure.definition)
        if _PART.search(figure.definition) or _share(names[key], said) > _UNLIKE:
            continue
        near = {
            each: _share(name, said) for each, name in names.items() if each != key and len(name) > _NAMED
        }
        other = max(near, key=lambda each: near[each], default="")
        if (
            other
            and near[other] >= _ALIKE
            and _share(names[other], list_pairs(figures[other].definition)) < _ALIKE
        ):
            detail = f"的口径“{figure.definition}”说的像是 {other}（{figures[other].zh}）"
            yield typed.hint(f"指标 {key}（{figure.zh}）", detail, path, _ADVICE)


def _affirms(words: str, name: str) -> bool:
    """Return whether words say of those without something that they have it: 已就业的, of 未就业人数."""
    return f"已{name}" in keep_letters(words).replace("已经", "已") and not _denies(words, name)


def _share(name: set[str], text: set[str]) -> float:
    """Return how much of a name stands in a text."""
    return len(name & text) / len(name) if name else 0.0


def _wholes(typed: TypedRubric) -> Iterator[Problem]:
    """Yield parts that are called as wholes are, of wholes that are called as parts are: the names changed places."""
    figures = typed.rubric.indicators
    for key, relation in typed.rubric.relations.items():
        part, whole = figures.get(relation.part or ""), figures.get(relation.whole or "")
        if part and whole and _WHOLE_NAME.search(part.zh) and _PART_NAME.match(whole.zh):
            if _PART_NAME.match(part.zh) or _WHOLE_NAME.search(whole.zh):
                continue
            detail = (
                f"说“{part.zh}”（{relation.part}）是“{whole.zh}”（{relation.whole}）的一部分，名称像是对调了"
            )
            yield typed.hint(f"关系 {key}", detail, ("relations", key), _ADVICE)


# -- levels ------------------------------------------------------------------------------------------------------
def _levels(typed: TypedRubric) -> Iterator[Problem]:
    """Yield levels of a method that are called as the figure calls another of its levels."""
    for key, criterion in typed.rubric.criteria.items():
        for path, item, of in _list_items(typed, ("criteria", key, "method"), "level"):
            figure = typed.rubric.indicators.get(of)
            number, label = _text(item, "level"), keep_letters(_text(item, "label"))
            known = {level: keep_letters(each) for level, each in figure.levels.items()} if figure else {}
            other = next((level for level, each in known.items() if _are_alike(each, label)), "")
            if other and number in known and not _are_alike(known[number], label):
                detail = f"的第{number}档叫“{_text(item, 'label')}”，指标 {of} 里它却是第{other}档"
                yield typed.hint(criterion.label, detail, path, _ADVICE)


def _list_items(typed: TypedRubric, path: KeyPath, key: str) -> list[tuple[KeyPath, Node, str]]:
    """Return the entries of lists below a path that have a label and a key, with the figure that they or their list read."""
    node = typed.tree.at(path)
    return list(_walk(node, path, key, "")) if node else []


def _walk(node: Node, path: KeyPath, key: str, of: str) -> Iterator[tuple[KeyPath, Node, str]]:
    of = _text(node, "of") or of
    if node.get("label") and node.get(key):
        yield path, node, of
    below = enumerate(node.value) if isinstance(node.value, list) else node.items()
    for step, each in below:
        yield from _walk(each, (*path, step), key, of)


def _text(node: Node, key: str) -> str:
    found = node.get(key)
    return found.value if found and isinstance(found.value, str) else ""


def _are_alike(one: str, other: str) -> bool:
    """Return whether one of two names stands in the other."""
    return min(len(one), len(other)) >= _NAMED and (one in other or other in one)


# -- yes and no ---------------------------------------------------------------------------------------------------
def _answers(typed: TypedRubric) -> Iterator[Problem]:
    """Yield what a yes gives points for where its label says the contrary of the name of the figure."""
    rubric = typed.rubric
    names = {key: each.zh for key, each in rubric.indicators.items() if each.kind == "yesno"}
    names |= {key: each.zh for key, each in rubric.facts.items() if each.kind == "yesno"}
    for key, criterion in rubric.criteria.items():
        for path, item, of in _list_items(typed, ("criteria", key, "method"), "points"):
            if of in names and _denies(_text(item, "label"), names[of]):
                detail = f"里的“{_text(item, 'label')}”与指标“{names[of]}”相反，答“是”的却算它的分"
                yield typed.hint(criterion.label, detail, path, _TURN)


def _denies(words: str, name: str) -> bool:
    """Return whether words say the contrary of a name everywhere they speak of it: 没有发生欠薪, 台帐不健全."""
    plain, bare = keep_letters(words), keep_letters(name).removesuffix("情况").removeprefix("是否")
    if len(bare) < _NAMED or _NOT.search(bare):
        return False
    if bare in _NOT.sub("", plain) and bare not in plain:
        return True
    before = [plain[: match.start()] for match in re.finditer(re.escape(bare), plain)]
    return bool(before) and all(re.search(r"(?:没有|不存在|未|无)$", each) for each in before)
