"""From a tree to a typed rubric, as far as it can be typed: every fault of the schema at once, in an author's words.

What cannot be typed is cut off, and known to be cut off, so that the rest can be checked in the same round.
"""

import copy
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from formgen.exact import NotANumberError, parse_decimal
from formgen.problems import Place, Problem
from formgen.rubric.key_suggestions import (
    Suggestion,
    bare_word,
    fields_at,
    kinds_at,
    nearest,
    nearest_kind,
    suggest_key,
)
from formgen.rubric.schema import Rubric
from formgen.rubric.value_faults import describe_fault, name_value
from formgen.spec import ExponentError, KeyPath
from formgen.yamltext import MISSING_KEY, Node, from_plain

_ADVICE = "请核对；原文确是这样的，不用改"
_ROUNDS = 8  # of typing; each mends what the one before found
_STAND_INS: Mapping[str, Any] = {
    "id": "unknown",
    "title": "？",
    "notice": {"title": "？", "number": "？", "issuers": ["？"], "signed": "？", "area": "？"},
    "total": "0",
    "columns": {},
    "final_column": "latest",
    "criteria": {},
    "sections": {},
    "indicators": {},
    "forms": [],
}
ENTRY_GROUPS = frozenset(
    {
        "criteria", "sections", "indicators", "facts", "relations", "interpretations",
        "deadlines", "titles", "awards", "quotas", "targets",
    }
)  # fmt: skip
TAGGED = frozenset({"method", "otherwise", "measure"})  # the keys that hold a method or a measure


@dataclass(frozen=True, slots=True)
class TypedRubric:
    """A rubric as far as it could be typed, the tree it was made from, and the paths that were cut off.

    ``author`` is the name of the file that is looked at; the tree may hold others that it extends.
    """

    rubric: Rubric
    tree: Node
    author: str
    cut: frozenset[KeyPath] = frozenset()

    def is_whole(self, *path: str | int) -> bool:
        """Return whether nothing was cut off at or below a path."""
        return not any(each[: len(path)] == path or path[: len(each)] == each for each in self.cut)

    def place(self, *path: str | int) -> Place:
        """Return the place of a path, the author's own line first."""
        return self.tree.place(path, self.author)

    def place_among(self, path: KeyPath, causes: Iterable[KeyPath]) -> Place:
        """Return the place of a path; where that is not the author's, the first of some causes that is, before it."""
        there = self.place(*path)
        if there.file == self.author:
            return there
        places = [place for cause in causes if (place := self.place(*cause)).file != there.file]
        first = next((place for place in places if place.file == self.author), next(iter(places), None))
        return replace(first, path=f"（沿用 {there.file} 第{there.line}行）") if first else there

    def place_of(self, text: str, *path: str | int) -> Place:
        """Return the place of a text below a path, or of the path where the text is not there."""
        node = self.tree.at(path)
        found = node.find_text(text) if node else None
        if found is None:
            return self.place(*path)
        there = Place(file=found.file, line=found.line)
        own = self.place(*path)
        return own if own.file != there.file else there

    def names(self, *path: str) -> list[str]:
        """Return the keys of a mapping as they are written, those that could not be typed among them."""
        node = self.tree.at(path)
        return [key for key, _ in node.items()] if node else []

    def hint(self, rule: str, detail: str, path: KeyPath, advice: str = _ADVICE) -> Problem:
        """Return the hint R132 at what stands at a path: which rule says what that is worth a look."""
        return Problem("R132", self.place(*path), {"rule": rule, "detail": detail, "advice": advice})

    def written(self, *path: str | int) -> str:
        """Return a text as it is written, empty when there is none."""
        node = self.tree.at(path)
        return node.value if node and isinstance(node.value, str) else ""

    def number(self, *path: str | int) -> Fraction | None:
        """Return a number that is written at a path, None when there is none."""
        try:
            return parse_decimal(self.written(*path))
        except NotANumberError:
            return None


@dataclass(frozen=True, slots=True)
class TypingResult:
    """What the typing of a tree gave: the rubric, None when even that is not possible, and every fault of the schema."""

    typed: TypedRubric | None
    problems: list[Problem]


def type_rubric(tree: Node, author: str) -> TypingResult:
    """Type a tree. A fault is reported, and mended where it is clear what was meant, or else cut off."""
    plain = tree.plain()
    problems: dict[tuple[str, KeyPath], Problem] = {}
    cut: set[KeyPath] = set()
    if not isinstance(plain, dict):
        words = {"key": "文件内容", "value": name_value(plain), "detail": "应当是一组“键: 值”"}
        return TypingResult(None, [Problem("R105", tree.place((), author), words)])
    for _ in range(_ROUNDS):
        try:
            rubric = Rubric.model_validate(plain)
        except ValidationError as error:
            faults = [_Fault(_steps(each["loc"], plain), each) for each in error.errors(include_url=False)]
            plain = copy.deepcopy(plain)
            _Round(tree, author, plain, problems, cut).take(faults)
        else:
            return TypingResult(TypedRubric(rubric, tree, author, frozenset(cut)), list(problems.values()))
    return TypingResult(None, list(problems.values()))


@dataclass(frozen=True, slots=True)
class _Fault:
    """A fault of the schema at a path of the file."""

    path: KeyPath
    error: ErrorDetails

    @property
    def is_unknown_key(self) -> bool:
        return self.error["type"] == "extra_forbidden"

    @property
    def is_missing(self) -> bool:
        return self.error["type"] in {"missing", "union_tag_not_found"}

    @property
    def wants_keys(self) -> bool:
        return self.error["type"] in {"dict_type", "model_type"}

    @property
    def is_unknown_kind(self) -> bool:
        return self.error["type"] == "union_tag_invalid"


@dataclass(frozen=True, slots=True)
class _Round:
    """One round of typing: reports its faults, mends what is clear, and cuts the rest off once nothing is clear."""

    tree: Node
    author: str
    plain: dict[str, Any]
    problems: dict[tuple[str, KeyPath], Problem]
    cut: set[KeyPath]

    def take(self, faults: Sequence[_Fault]) -> None:
        """Take the faults of this round."""
        if self.add_level(faults) or self.take_in():
            return
        mended = [self.drop_key(fault) for fault in faults if fault.is_unknown_key]
        mended += [self.correct_kind(fault) for fault in faults if fault.is_unknown_kind]
        if any(mended):
            return
        by_path: dict[KeyPath, list[_Fault]] = {}
        for fault in faults:
            by_path.setdefault(fault.path, []).append(fault)
        for path, alike in by_path.items():
            self.report(path, alike)
        for path in by_path:
            self.cut_off(path)

    def add(self, path: KeyPath, problem: Problem) -> None:
        self.problems.setdefault((problem.code, path), problem)

    def place(self, path: KeyPath) -> Place:
        return self.tree.place(path, self.author)

    def add_level(self, faults: Sequence[_Fault]) -> bool:
        """Report a key that is left out above entries which stand one level too high, and put them below it."""
        for lacking in (fault for fault in faults if fault.is_missing and fault.path):
            *above, key = lacking.path
            holder = _at(self.plain, above)
            strangers = [
                each.path[-1] for each in faults if each.is_unknown_key and each.path[:-1] == tuple(above)
            ]
            spec = fields_at(from_plain(self.plain, ""), above).get(str(key))
            entries = isinstance(holder, dict) and all(
                isinstance(holder.get(each), dict) for each in strangers
            )
            lists = spec is not None and get_origin(spec.annotation) is dict
            misspelt = nearest(str(key), [str(each) for each in strangers])
            if not isinstance(holder, dict) or not strangers or not entries or not lists or misspelt:
                continue
            shown = ".".join(str(step) for step in lacking.path)
            self.add(lacking.path, Problem("R104", self.place(tuple(above)), {"key": shown}))
            moved = {str(each): holder.pop(each) for each in strangers}
            below = moved.get(MISSING_KEY, {}) if len(moved) == 1 else {}
            holder[key] = below or moved
            return True
        return False

    def take_in(self) -> bool:
        """Report a key of an entry that stands one level too high, beside it, and put it into the entry."""
        for group in sorted(ENTRY_GROUPS):
            entries = self.plain.get(group)
            fields = fields_at(Node({}, "", 0), (group, "new"))
            if not isinstance(entries, dict):
                continue
            for before, key in itertools.pairwise(list(entries)):
                entry = entries[before]
                if (
                    key in fields
                    and isinstance(entry, dict)
                    and key not in entry
                    and not _is_entry(entries[key], fields)
                ):
                    detail = f"“{key}”缩进少了：它是“{before}”的内容"
                    words = {"detail": detail, "advice": f"和“{before}”下面的别的键对齐"}
                    self.add((group, key), Problem("R101", self.place((group, key)), words))
                    entry[key] = entries.pop(key)
                    return True
        return False

    # -- what is clear ------------------------------------------------------------------------------------
    def drop_key(self, fault: _Fault) -> bool:
        """Report an unknown key, and write the one that was meant, or none, in its place."""
        *above, last = fault.path
        holder = _at(self.plain, above)
        if not isinstance(holder, dict) or last not in holder:
            return False
        suggestion = suggest_key(str(last), fields_at(from_plain(self.plain, ""), above), holder)
        node = self.tree.at(fault.path)
        inherited = node is not None and node.file != self.author
        left = f"：上一级的文件里有，这里用不着，写 {last}: null 删去"
        words = {
            "key": ".".join(str(step) for step in fault.path),
            "hint": left if inherited else _hint(str(last), suggestion),
            "known": "、".join(suggestion.known) or "见 docs/rubrics.md",
        }
        self.add(fault.path, Problem("R103", self.place(fault.path), words))
        value = holder.pop(str(last))
        if suggestion.meant and suggestion.meant not in holder and value is not None:
            holder[suggestion.meant] = value
        return True

    def correct_kind(self, fault: _Fault) -> bool:
        """Report an unknown kind of method or measure, and take the nearest one."""
        holder = _at(self.plain, fault.path)
        if not isinstance(holder, dict):
            return False
        path, word = (*fault.path, "kind"), str(holder.get("kind"))
        kinds = kinds_at(self.tree, fault.path)
        near = nearest_kind(word, kinds)
        what = "这种量法" if fault.path[-1] == "measure" or "measure" in fault.path else "这种评分办法"
        closest = f"；最接近 {near}（{kinds[near]}）" if near else ""
        listed = "、".join(f"{kind}（{name}）" for kind, name in kinds.items())
        words = {
            "key": ".".join(str(step) for step in path),
            "value": name_value(holder.get("kind")),
            "detail": f"没有{what}{closest}；可选 {listed}",
        }
        self.add(path, Problem("R105", self.place(path), words))
        if near is None:
            return False
        holder["kind"] = near
        return True

    # -- what is not --------------------------------------------------------------------------------------
    def report(self, path: KeyPath, faults: Sequence[_Fault]) -> None:
        """Report what is wrong at one path; a value may be refused for several reasons."""
        if any(fault.is_unknown_key or fault.is_unknown_kind for fault in faults):
            return
        key = ".".join(str(step) for step in path) or "文件内容"
        if any(fault.is_missing for fault in faults):
            missing = path if faults[0].error["type"] == "missing" else (*path, "kind")
            shown = ".".join(str(step) for step in missing)
            self.add(missing, Problem("R104", self.place(path), {"key": shown}))
            return
        value = faults[0].error.get("input")
        if any(isinstance(fault.error.get("ctx", {}).get("error"), ExponentError) for fault in faults):
            self.add(path, Problem("R106", self.place(path), {"value": name_value(value)}))
            return
        details = "，或".join(dict.fromkeys(describe_fault(fault.error, path) for fault in faults))
        if any(fault.wants_keys for fault in faults):
            details += self.list_required(path)
        words = {"key": key, "value": name_value(value), "detail": details}
        self.add(path, Problem("R105", self.place(path), words))

    def list_required(self, path: KeyPath) -> str:
        """Return which keys have to stand at a path, or in each entry below it; empty where there are none."""
        for fields, where in (
            (fields_at(self.tree, path), ""),
            (fields_at(self.tree, (*path, "new")), "每一条"),
        ):
            if required := [key for key, spec in fields.items() if spec.is_required()]:
                return f"；{where}必填 {'、'.join(required)}"
        return ""

    def cut_off(self, path: KeyPath) -> None:
        """Take the entry out in which a fault is; what a rubric cannot be without gets a stand-in."""
        if not path:
            return
        size = 3 if path[:2] == ("gates", "standards") else 2 if path[0] in ENTRY_GROUPS | {"chosen"} else 1
        unit = path[:size]
        *above, last = unit
        holder = _at(self.plain, above)
        if unit in self.cut and isinstance(holder, dict) and last not in holder:  # for another fault in it
            return
        self.cut.add(unit)
        if not isinstance(holder, dict) or (len(unit) > 1 and last not in holder):
            self.cut.add(path[:1])
            holder, last = self.plain, path[0]
        holder.pop(str(last), None)
        if unit == ("gates", "standards"):  # a notice without standards is one without gates
            self.plain.pop("gates", None)
        if holder is self.plain and last in _STAND_INS:
            self.plain[str(last)] = copy.deepcopy(_STAND_INS[str(last)])
        if above == ["gates", "standards"] and not holder:
            self.plain.pop("gates")


def _hint(word: str, suggestion: Suggestion) -> str:
    """Return which key was meant, where that is clear."""
    if suggestion.meant is None:
        return ""
    if bare_word(word) == suggestion.meant and word != suggestion.meant:
        return f"：里面有全角、大写或看不见的字符，你要写的是 {suggestion.meant}"
    name = f"（{suggestion.name}）" if suggestion.name else ""
    return f"，你要写的是 {suggestion.meant}{name}"


def _is_entry(value: object, fields: Mapping[str, FieldInfo]) -> bool:
    """Return whether a value looks like a whole entry of its group: half of what one needs is there."""
    needed = [name for name, spec in fields.items() if spec.is_required()]
    return isinstance(value, dict) and sum(name in value for name in needed) * 2 >= len(needed)


def _at(plain: Any, path: Iterable[str | int]) -> Any:  # noqa: ANN401 - a tree of str, None, list and dict
    """Return the value at the end of a path, None where it ends before."""
    for step in path:
        keyed = isinstance(plain, dict) and step in plain
        listed = isinstance(plain, list) and isinstance(step, int) and step < len(plain)
        if not keyed and not listed:
            return None
        plain = plain[step]
    return plain


def _steps(path: tuple[str | int, ...], plain: Any) -> KeyPath:  # noqa: ANN401 - a tree of str, None, list and dict
    """Return the steps of the file, without the marks pydantic adds for the branch of a union or a faulty key."""
    steps: list[str | int] = []
    before: str | int = ""
    for at, step in enumerate(path):
        below = _at(plain, steps)
        # a kind may be called like a key of its record; only the first step after the union is the mark
        is_mark = before in TAGGED and isinstance(below, dict) and below.get("kind") == step
        is_missing = isinstance(below, dict) and at == len(path) - 1 and "[" not in str(step)
        if not is_mark and (
            isinstance(step, int) or is_missing or (isinstance(below, dict) and step in below)
        ):
            steps.append(step)
        before = step
    return tuple(steps)
