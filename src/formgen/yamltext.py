"""YAML read as text with line numbers: every scalar stays as typed, and the schema gives it a type.

PyYAML alone would read ``1:3`` as 63, ``no`` as False and let a repeated key win silently.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from formgen.problems import FormgenError, Place, Problem

_NULL_TAG = "tag:yaml.org,2002:null"
_DEEPEST = 40  # levels; no rubric or data file needs more


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place: text, None, a list of nodes, or a mapping of nodes."""

    value: "str | list[Node] | dict[str, Node] | None"
    file: str
    line: int

    def plain(self) -> Any:  # noqa: ANN401 - a tree of str, None, list and dict has no better type
        """Return the value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def place(self, path: tuple[str | int, ...] = ()) -> Place:
        """Return the place of the deepest node that is still on ``path``."""
        node = self
        for step in path:
            if isinstance(node.value, dict) and step in node.value:
                node = node.value[str(step)]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
        return Place(file=node.file, line=node.line)

    def merged(self, change: "Node") -> "Node":
        """Return this tree with ``change`` applied to it, as RFC 7396 merges JSON.

        Mappings merge key by key, an empty value (null) removes the key, everything else is replaced.
        """
        if not isinstance(change.value, dict):
            return change
        together = dict(self.value) if isinstance(self.value, dict) else {}
        for key, node in change.value.items():
            if node.value is None:
                together.pop(key, None)
            else:
                below = together.get(key, Node({}, node.file, node.line))
                together[key] = below.merged(node)
        return (
            Node(together, change.file, change.line)
            if not self.value
            else Node(together, self.file, self.line)
        )

    def get(self, key: str) -> "Node | None":
        """Return a child of a mapping, or None."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def items(self) -> Iterator[tuple[str, "Node"]]:
        """Yield the children of a mapping; nothing for other nodes."""
        if isinstance(self.value, dict):
            yield from self.value.items()


# libyaml's reader where PyYAML was built with it: the same trees, ten times as fast
_READER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(text: str, file: str) -> tuple[Node, list[Problem]]:
    """Read one YAML document. Returns its tree and the problems found (repeated keys, aliases).

    Raises FormgenError with R101 when the text is not YAML.
    """
    problems: list[Problem] = []
    try:
        problems += _aliases(text, file)
        root = yaml.compose(text, Loader=_READER)
    except yaml.YAMLError as error:
        raise FormgenError(_syntax_problem(error, file)) from error
    except RecursionError as error:
        raise FormgenError(Problem("R101", Place(file=file), {"detail": "嵌套太深"})) from error
    if root is None:
        return Node({}, file, 1), problems
    if problems:
        raise FormgenError(*problems)
    return _convert(root, file, problems, 0), problems


def from_plain(value: object, file: str) -> Node:
    """Make a tree from values read elsewhere (JSON), without lines; numbers must already be text."""
    if isinstance(value, Mapping):
        return Node({str(key): from_plain(item, file) for key, item in value.items()}, file, 0)
    if isinstance(value, list | tuple):
        return Node([from_plain(item, file) for item in value], file, 0)
    if isinstance(value, bool):
        return Node("true" if value else "false", file, 0)
    if isinstance(value, float):
        return Node(f"{value:.15g}", file, 0)  # what a spreadsheet shows of it: 0.1 + 0.2 is 0.3
    return Node(None if value is None else str(value), file, 0)


def _line(marked: yaml.Node | yaml.Event) -> int:
    """Return the line a node or event starts on; PyYAML's own readers always mark it."""
    return marked.start_mark.line + 1 if marked.start_mark else 0


def _aliases(text: str, file: str) -> list[Problem]:
    """Find anchors and aliases: an alias can expand into gigabytes, and an anchor is of no use without one."""
    return [
        Problem("R107", Place(file=file, line=_line(event)))
        for event in yaml.parse(text, Loader=_READER)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None)
    ]


def _syntax_problem(error: yaml.YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    detail = f"第{mark.line + 1}行第{mark.column + 1}列附近" if mark else "含有不可用的字符"
    return Problem("R101", Place(file=file, line=mark.line + 1 if mark else 0), {"detail": detail})


def _convert(node: yaml.Node, file: str, problems: list[Problem], depth: int) -> Node:
    line = _line(node)
    if depth > _DEEPEST:
        raise FormgenError(Problem("R101", Place(file=file, line=line), {"detail": "嵌套太深"}))
    if isinstance(node, yaml.MappingNode):
        children: dict[str, Node] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in children:
                where = Place(file=file, line=_line(key_node))
                problems.append(Problem("R102", where, {"key": key}))
                continue
            child = _convert(value_node, file, problems, depth + 1)
            # A mapping or list is best found by the line of its key.
            keyed = not isinstance(value_node, yaml.ScalarNode)
            line_of = _line(key_node) if keyed else child.line
            children[key] = Node(child.value, file, line_of)
        return Node(children, file, line)
    if isinstance(node, yaml.SequenceNode):
        return Node([_convert(item, file, problems, depth + 1) for item in node.value], file, line)
    plain_null = node.tag == _NULL_TAG and not getattr(node, "style", None)
    return Node(None if plain_null else str(node.value), file, line)
