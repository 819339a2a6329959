"""From the bytes of a form.yaml to a typed record: every fault in one round, each with its line and its key.

What is wrong is taken out or mended, so that the rest can be looked at too. Knows no disk.
"""

import copy
import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from formgen import yamltext
from formgen.forms.form import DraftSentence, FormColumn, FormField, FormSpec
from formgen.problems import FormgenError, Problem

_ROUNDS = 8  # of typing; each takes out what the one before found
_STAND_INS = {"title": "？", "file": "表"}
_FAULTS = {
    "missing": "没有写",
    "extra_forbidden": "没有这一项",
    "int_parsing": "应当是整数",
    "bool_parsing": "应当是 true 或 false",
    "string_type": "应当是文字",
    "dict_type": "应当是一组“键: 值”",
    "model_type": "应当是一组“键: 值”",
    "list_type": "应当是列表",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "键只能用小写英文字母、数字和下划线",
    "greater_than": "应当大于0",
}
_OF_BLANK = {"fields", "names", "ignored"}  # of a blank that was bound: its places, its dictionaries
_Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """What a form.yaml gave: its record as far as it could be typed, its tree, and every fault of both."""

    spec: FormSpec | None
    tree: yamltext.Node
    problems: list[Problem]


def read_settings(source: bytes, shown: str) -> ReadSettings:
    """Read a form.yaml; ``shown`` is the name that places in it carry."""
    nothing = yamltext.Node({}, shown, 0)
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError:
        detail = "不是 UTF-8 文字，请用记事本打开，以 UTF-8 编码另存"
        return ReadSettings(None, nothing, [Problem("T101", words={"file": shown, "detail": detail})])
    try:
        tree, problems = yamltext.load(text, shown)
    except FormgenError as error:
        problems = list(error.problems)
        recovered = yamltext.recover(text, shown).tree
        if recovered is None:
            return ReadSettings(None, nothing, problems)
        tree = recovered
    typing = _Typing(tree, shown, _own_settings(tree.plain()), [], set())
    spec = typing.run()
    return ReadSettings(spec, tree, [*problems, *sorted(typing.problems, key=lambda each: each.place.line)])


def _own_settings(plain: object) -> object:
    """Return a form.yaml without the fields of a bound blank, which are none until a notice says what fills them."""
    if isinstance(plain, dict) and isinstance(plain.get("blank"), dict):
        return {key: value for key, value in plain.items() if key not in _OF_BLANK}
    return plain


@dataclass(slots=True)
class _Typing:
    """The typing of one tree, round by round."""

    tree: yamltext.Node
    shown: str
    plain: Any
    problems: list[Problem]
    cut: set[_Path]

    def run(self) -> FormSpec | None:
        """Return the record, without what could not be typed; None where nothing could."""
        if not isinstance(self.plain, dict):
            self.report((), "应当是一组“键: 值”")
            return None
        for _ in range(_ROUNDS):
            try:
                return FormSpec.model_validate(self.plain)
            except ValidationError as error:
                self.plain = copy.deepcopy(self.plain)
                faults = error.errors()
                unknown = [fault for fault in faults if fault["type"] == "extra_forbidden"]
                for fault in unknown:
                    self.rename(_path_of(fault))
                for fault in [] if unknown else faults:
                    self.take(fault)
        return None

    def take(self, fault: ErrorDetails) -> None:
        """Report a fault, unless it follows from what was taken out, and mend it or take it out."""
        path = _path_of(fault)
        if fault["type"] == "missing":
            if path not in self.cut:
                self.report(path, _FAULTS["missing"])
            if len(path) == 1:
                self.plain[path[0]] = _STAND_INS[str(path[0])]
            else:
                self.drop(path[:-1])
            return
        expected = str(fault.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", "、")
        detail = (
            f"可选 {expected.replace(', ', '、')}" if expected else _FAULTS.get(fault["type"], "写法不对")
        )
        self.report(path, detail)
        if fault["type"] == "bool_parsing" and isinstance(holder := _at(self.plain, path[:-1]), dict):
            holder[path[-1]] = "true"
        else:
            self.drop(path)

    def rename(self, path: _Path) -> None:
        """Report an unknown key, and take the one that was meant in its place, if it is free."""
        holder = _at(self.plain, path[:-1])
        known = _keys_at(path[:-1])
        near = next(iter(difflib.get_close_matches(str(path[-1]), known, n=1)), None)
        hint = f"，最接近的是 {near}" if near else f"；可写 {'、'.join(known)}"
        self.report(path, _FAULTS["extra_forbidden"] + hint)
        if isinstance(holder, dict):
            value = holder.pop(path[-1], None)
            if near and near not in holder:
                holder[near] = value

    def drop(self, path: _Path) -> None:
        """Take out what stands at a path; of a list, the whole of it."""
        end = next((at for at, step in enumerate(path) if isinstance(step, int)), len(path))
        path = path[:end]
        self.cut.add(path)
        holder = _at(self.plain, path[:-1])
        if isinstance(holder, dict) and path:
            holder.pop(path[-1], None)

    def report(self, path: _Path, detail: str) -> None:
        key = ".".join(str(step) for step in path) or "全文"
        words = {"file": self.shown, "detail": f"{key}：{detail}"}
        self.problems.append(Problem("T101", self.tree.place(path), words))


def _path_of(fault: ErrorDetails) -> _Path:
    return tuple(step for step in fault["loc"] if step != "[key]")


def _at(plain: Any, path: Iterable[str | int]) -> Any:  # noqa: ANN401 - a tree of str, None, list and dict
    """Return the value at the end of a path, None where it ends before."""
    for step in path:
        keyed = isinstance(plain, dict) and step in plain
        listed = isinstance(plain, list) and isinstance(step, int) and step < len(plain)
        if not keyed and not listed:
            return None
        plain = plain[step]
    return plain


def _keys_at(path: Sequence[str | int]) -> list[str]:
    """Return the keys of the record at a path."""
    records: dict[int, type[BaseModel]] = {0: FormSpec, 4: DraftSentence}
    if len(path) == 2:  # noqa: PLR2004 - an entry of a group
        records[2] = FormColumn if path[0] == "columns" else FormField
    return list(records.get(len(path), FormSpec).model_fields)
