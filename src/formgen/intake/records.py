"""Communities from a tree of records, as in YAML and JSON. The format is documented in docs/data.md.

Knows the catalogue of fields; types no value.
"""

import difflib
import json
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from formgen import yamltext
from formgen.intake.corrected_points import ItemWords, tell_corrected
from formgen.intake.fields import Catalogue
from formgen.intake.joined_cells import join_cells
from formgen.intake.level_names import guess_level
from formgen.intake.raw import Cell, Raw, RawJudgement
from formgen.intake.remarks_on_rows import tell_unfinished, tell_void
from formgen.intake.row_words import says_points
from formgen.problems import FormgenError, Place, Problem
from formgen.yamltext import Node

_OTHER = re.compile(
    "上年|去年|往年|历年|前年|明年|次年|计划|目标|任务|预计|年初|期初|[本当上]月|半年|季度|女性|男性|[12][0-9]{3}年|[未非无不]|失业|待业"
)
_SHAPE = "一组“键: 值”，其中有 communities"
_ADVICE = "请检查逗号、引号和括号是否成对"


def parse_yaml(text: str, file: str) -> tuple[Node, list[Problem]]:
    """Return the tree of a YAML text and its repeated keys. Raises FormgenError R101 for text that is not YAML."""
    return yamltext.load(text, file)


def parse_json(text: str, file: str) -> tuple[Node, list[Problem]]:
    """Return the tree of a JSON text and its repeated keys; numbers stay as typed.

    Raises FormgenError R101 for text that is not JSON.
    """
    problems: list[Problem] = []

    def gather(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        gathered: dict[str, list[Any]] = {}
        for key, value in pairs:
            gathered.setdefault(key, []).append(value)
        twice = [key for key, values in gathered.items() if len(values) > 1]
        problems.extend(Problem("R102", Place(file=file), {"key": key}) for key in twice)
        return {
            key: yamltext.WrittenTwice(tuple(values)) if key in twice else values[0]
            for key, values in gathered.items()
        }

    try:
        data = json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=gather)
        return yamltext.from_plain(data, file), problems
    except json.JSONDecodeError as error:
        detail = f"第{error.lineno}行第{error.colno}列附近"
        where = Place(file=file, line=error.lineno)
        raise FormgenError(Problem("R101", where, {"detail": detail, "advice": _ADVICE})) from error
    except RecursionError as error:
        words = {"detail": "嵌套太深", "advice": _ADVICE}
        raise FormgenError(Problem("R101", Place(file=file), words)) from error


def gather_communities(tree: Node, catalogue: Catalogue) -> tuple[list[Raw], list[Problem]]:
    """Return the raw communities of a tree, and a problem for every key or shape that does not belong there."""
    reader = _Reader(catalogue)
    root = _Branch(tree, "")
    if root.node.value == {}:
        return [], []
    keys = []
    for key, child in reader.children(root, _SHAPE):
        if key == "communities":
            raws = [reader.read_community(each) for each in reader.elements(child, "社区的列表")]
            return [raw for raw in raws if raw], reader.problems + reader.find_unknown(root, ["communities"])
        keys.append(key)
    if any(suggest(key, ["communities"]) for key in keys):
        return [], [*reader.problems, *reader.find_unknown(root, ["communities"])]
    if keys:
        reader.report_shape(root, _SHAPE)
    return [], reader.problems


def suggest(word: str, known: Iterable[str]) -> str:
    """Return a guess at a misspelt word, worded for a message, empty when nothing is close.

    A word that says another year, or the contrary, is never a misspelling of the one without it.
    """
    fitting = [each for each in known if set(_OTHER.findall(word)) <= set(_OTHER.findall(each))]
    near = difflib.get_close_matches(word, fitting, n=1, cutoff=0.6)
    return f"（是不是“{near[0]}”？）" if near else ""


@dataclass(frozen=True, slots=True)
class _Branch:
    """A node and the path that leads to it."""

    node: Node
    path: str

    @property
    def first(self) -> "_Branch":
        """Return the branch by what was written first of several things under its key."""
        return replace(self, node=replace(self.node, again=()))

    @property
    def place(self) -> Place:
        return Place(file=self.node.file, line=self.node.line, path=self.path)

    def unusable(self, text: str) -> Cell:
        """Return a cell for what was reported and cannot be used."""
        return Cell(text, "unusable", self.node.file, line=self.node.line, path=self.path)

    def below(self, key: str, node: Node) -> "_Branch":
        return _Branch(node, f"{self.path}.{key}" if self.path else key)


@dataclass
class _Reader:
    """Walks the tree by the catalogue and keeps the problems."""

    catalogue: Catalogue
    problems: list[Problem] = field(default_factory=list)
    misplaced: dict[str, Cell] = field(
        default_factory=dict
    )  # of one community, by keys that belong elsewhere

    def children(self, branch: _Branch, shape: str = "一组“键: 值”") -> Iterator[tuple[str, _Branch]]:
        """Yield the children of a mapping; a missing one has none, any other shape is a problem."""
        if isinstance(branch.node.value, dict):
            for key, node in branch.node.items():
                yield key, branch.below(key, node.joined())
        elif branch.node.value:
            self.report_shape(branch, shape)

    def elements(self, branch: _Branch, shape: str) -> list[_Branch]:
        """Return the items of a list; a missing one has none, any other shape is a problem."""
        if isinstance(branch.node.value, list):
            return [
                _Branch(node.joined(), f"{branch.path}[{at}]") for at, node in enumerate(branch.node.value)
            ]
        if branch.node.value:
            self.report_shape(branch, shape)
        return []

    def read_cell(self, branch: _Branch) -> Cell | None:
        """Return the value of a scalar, None when it is empty; unusable where several stand under one key."""
        if branch.node.again:
            first = branch.node.value
            return branch.unusable(first if isinstance(first, str) else "")
        value = branch.node.value
        if isinstance(value, str):
            if not value.strip():
                return None
            return Cell(value, "text", branch.node.file, line=branch.node.line, path=branch.path)
        if value is not None:
            self.report_shape(branch, "一个值")
        return None

    def report_shape(self, branch: _Branch, shape: str) -> None:
        words = {"key": branch.path or "文件内容", "shape": shape}
        self.problems.append(Problem("D135", branch.place, words))

    def report_unknown(self, branch: _Branch, key: str, known: Iterable[str], meant: str = "") -> None:
        hint = f"（是不是“{meant}”？）" if meant else self.say_home(key) or suggest(key, known)
        self.problems.append(Problem("D119", branch.place, {"key": key, "hint": hint}))
        if isinstance(branch.node.value, str) and (cell := self.read_cell(branch)):
            self.misplaced[key] = cell

    def say_home(self, key: str) -> str:
        """Return below which key one belongs that is known elsewhere, worded for a message; empty for any other."""
        own = self.catalogue
        homes: Mapping[str, Container[str]] = {
            "communities": {"name", "township", "facts", "indicators", "monthly", "judged", "scores"},
            "facts": own.facts,
            "indicators": {*own.indicators, *own.splits},
            "judged": own.judged,
            "scores": own.scores,
        }
        home = next((each for each, keys in homes.items() if key in keys), "")
        if home == "communities":
            return "（它和 name 写在一层）"
        return f"（它要写在 {home} 下面，写在这里没有读）" if home else ""

    def find_unknown(self, branch: _Branch, known: list[str]) -> list[Problem]:
        """Return a problem for every key of a mapping that is not known."""
        return [
            Problem("D119", branch.below(key, node).place, {"key": key, "hint": suggest(key, known)})
            for key, node in branch.node.items()
            if key not in known
        ]

    def read_community(self, branch: _Branch) -> Raw | None:
        """Return one community, None when the item is not a mapping."""
        if not isinstance(branch.node.value, dict):
            self.report_shape(branch, "一个社区（一组“键: 值”）")
            return None
        raw = Raw(branch.place)
        self.misplaced.clear()
        parts: Mapping[str, Callable[[_Branch, Raw], None]] = {
            "name": self.read_name,
            "township": self.read_township,
            "facts": self.read_facts,
            "indicators": self.read_indicators,
            "monthly": self.read_monthly,
            "judged": self.read_judged,
            "scores": self.read_scores,
        }
        for key, child in self.children(branch):
            if key in parts:
                parts[key](child, raw)
            elif key in self.catalogue.facts:
                self.read_fact(key, child, raw)
            else:
                self.report_unknown(child, key, [*parts, *self.catalogue.facts])
        self.hold_misplaced(raw)
        self.tell_reasons(raw)
        return raw

    def tell_reasons(self, raw: Raw) -> None:
        """Tell where a reviewer says that the points beside his words do not count, or are others, as it is told of sheets."""
        name = "".join(cell.text.strip() for cell in (raw.township, raw.name) if cell)
        words = ItemWords({key: each.label for key, each in self.catalogue.judged.items()})
        for key, given in raw.judged.items():
            for said in (given.by, given.reason):
                self.problems += tell_unfinished(said, name) if said else ()
            if given.reason:
                self.problems += tell_void(given.reason, name)
                self.problems += tell_corrected(words, {key: given.points}, given.reason, name)

    def hold_misplaced(self, raw: Raw) -> None:
        """Refuse what stands in its place where the same key holds something else elsewhere."""
        for key, other in self.misplaced.items():
            for cells, fields in (
                (raw.facts, self.catalogue.facts),
                (raw.indicators, self.catalogue.indicators),
            ):
                if own := cells.get(key):
                    cells[key] = join_cells(own, other, fields[key], self.problems)

    def read_name(self, branch: _Branch, raw: Raw) -> None:
        raw.name = self.read_cell(branch.first)

    def read_township(self, branch: _Branch, raw: Raw) -> None:
        raw.township = self.read_cell(branch.first)

    def read_facts(self, branch: _Branch, raw: Raw) -> None:
        for key, child in self.children(branch):
            if key in self.catalogue.facts:
                self.read_fact(key, child, raw)
            else:
                self.report_unknown(child, key, self.catalogue.facts)

    def read_fact(self, key: str, branch: _Branch, raw: Raw) -> None:
        """Take a fact, which may be under ``facts`` or next to it, but not with different values in both."""
        cell = self.read_cell(branch)
        if cell:
            raw.facts[key] = join_cells(raw.facts.get(key), cell, self.catalogue.facts[key], self.problems)

    def read_indicators(self, branch: _Branch, raw: Raw) -> None:
        for key, child in self.children(branch):
            known = self.catalogue.indicators.get(key)
            if key in self.catalogue.splits or (known and known.kind == "rate"):
                self.read_series(key, child, raw)
            elif known is None:
                self.report_unknown(child, key, [*self.catalogue.indicators, *self.catalogue.splits])
            elif cell := self.read_cell(child):
                raw.indicators[key] = cell

    def read_monthly(self, branch: _Branch, raw: Raw) -> None:
        for key, child in self.children(branch):
            if key in self.catalogue.splits or key in self.catalogue.monthly:
                self.read_series(key, child, raw)
            else:
                self.report_unknown(child, key, [*self.catalogue.monthly, *self.catalogue.splits])

    def read_series(self, key: str, branch: _Branch, raw: Raw) -> None:
        """Take a monthly series; pairs are split into the two series they represent."""
        if key not in self.catalogue.splits:
            self.add_series(
                key, [self.read_cell(each) for each in self.elements(branch, "十二个数的列表")], raw
            )
            return
        pairs = [self.read_pair(each) for each in self.elements(branch, "十二对数的列表")]
        for at, name in enumerate(self.catalogue.splits[key]):
            self.add_series(name, [pair[at] for pair in pairs], raw)

    def add_series(self, key: str, cells: list[Cell | None], raw: Raw) -> None:
        earlier, spec = raw.monthly.get(key), self.catalogue.indicators[key]
        raw.monthly[key] = [
            join_cells(one, other, spec, self.problems, f"{spec.label}{month}月") if other else one
            for month, (one, other) in enumerate(zip_longest(earlier or [], cells), start=1)
        ]

    def read_pair(self, branch: _Branch) -> tuple[Cell | None, Cell | None]:
        """Return one month's pair of numbers, both missing when the month is empty."""
        cells = [self.read_cell(each) for each in self.elements(branch, "一对数，如 [280, 300]")]
        if len(cells) == 2:  # noqa: PLR2004 - a pair
            return cells[0], cells[1]
        if cells:
            self.report_shape(branch, "一对数，如 [280, 300]")
        return None, None

    def read_judged(self, branch: _Branch, raw: Raw) -> None:
        """Take judged points, under the criterion's key or under that of the indicator with the same meaning."""
        for key, child in self.children(branch):
            criterion = self.catalogue.points_indicators.get(key, key)
            if criterion not in self.catalogue.judged:
                self.report_unknown(child, key, self.catalogue.judged)
                continue
            judgement, earlier = self.read_judgement(child), raw.judged.get(criterion)
            if judgement:
                one = earlier.points if earlier else None
                spec = self.catalogue.judged[criterion]
                points = join_cells(one, judgement.points, spec, self.problems)
                raw.judged[criterion] = replace(judgement, points=points)

    def read_judgement(self, branch: _Branch) -> RawJudgement | None:
        """Return points given as a number, or as a mapping with who and why."""
        if branch.node.again or not isinstance(branch.node.value, dict):
            points = self.read_cell(branch)
            return RawJudgement(points) if points else None
        known = ["points", "by", "reason"]
        self.problems += self.find_unknown(branch, known)
        cells = {key: self.read_cell(child) for key, child in self.children(branch) if key in known}
        points, reason = cells.get("points"), cells.get("reason")
        if points:
            return RawJudgement(points, cells.get("by"), reason, formal=True)
        if reason and says_points(reason.text):
            self.problems.append(Problem("D205", reason.place, {"text": reason.text.strip()}))
        return None

    def read_scores(self, branch: _Branch, raw: Raw) -> None:
        for level, column in self.children(branch):
            known = self.catalogue.scores.get(level)
            if column.node.value and (known is None or not isinstance(column.node.value, dict)):
                raw.stray.append(column.unusable(level))
            if known is None:
                meant = guess_level(level, self.catalogue.levels)
                self.report_unknown(column, level, self.catalogue.scores, meant)
                continue
            for key, child in self.children(column):
                if key not in known:
                    self.report_unknown(child, key, known)
                elif (cell := self.read_cell(child)) or not isinstance(child.node.value, str | None):
                    raw.scores.setdefault(level, {})[key] = cell or child.unusable("（不是一个值）")
