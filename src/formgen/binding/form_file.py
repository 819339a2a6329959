"""The form.yaml of a bound blank: written, and read again as decisions about the blank. Knows YAML and bound forms.

A person may edit it: another name, another kind, a field taken out. The blank says where the cells are.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

from formgen.binding.blank_file import Blank
from formgen.binding.decisions import FieldDecision, FormDecisions, group_texts
from formgen.binding.fields import BoundField, BoundKind
from formgen.binding.report import describe_blank, describe_bound_place
from formgen.problems import FormgenError, Problem
from formgen.yamltext.tree import load

FORM_FILE = "form.yaml"
_KEPT = ("label", "group", "place", "kind", "options", "gap", "rows")
_PLAIN = {"right", "below", "inside", "opinion", "seal"}  # kinds that one cell may change between


class FormFile(NamedTuple):
    """What a form.yaml says: the blank's own name, digest and whether it was converted; its dictionaries; its fields."""

    path: Path
    file: str
    sha256: str
    converted: bool
    names: tuple[str, ...]
    ignored: tuple[str, ...]
    fields: Mapping[str, Mapping[str, Any]]


def write_form_file(blank: Blank, names: Sequence[str] = ()) -> str:
    """Return the form.yaml of a blank; ``names`` are the files of its dictionaries. JSON strings are YAML strings."""
    report = describe_blank(blank)
    lines = [
        f"title: {_json(blank.bound.title or Path(blank.name).stem)}",
        f"file: {_json(Path(blank.name).stem)}",
        f"blank: {_json({key: report['form'][key] for key in ('file', 'sha256', 'converted')})}",
    ]
    lines += [f"names: {_json(list(names))}"] if names else []
    lines += [f"ignored: {_json(list(blank.bound.ignored))}"] if blank.bound.ignored else []
    lines.append("fields:")
    for each, said in zip(blank.bound.fields, report["fields"], strict=True):
        shown: dict[str, Any] = {key: said[key] for key in _KEPT if key in said}
        shown |= {"also": list(each.also)} if each.also else {}
        shown |= {"dropped": True} if each.dropped else {}
        lines.append(f"  {_json(each.field)}: {_json(shown)}")
    return "\n".join(lines) + "\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read_form_file(path: Path) -> FormFile:
    """Return what a form.yaml says. Raises FormgenError B124 for one that is none, R101 and R102 for its writing."""
    try:
        tree, problems = load(path.read_text(encoding="utf-8"), path.name)
        found = tree.plain()
        said, fields = _mapping(found["blank"]), _mapping(found.get("fields") or {})
        fields = {name: _mapping(each) for name, each in fields.items()}
    except (OSError, UnicodeDecodeError, TypeError, KeyError, AttributeError) as error:
        words = {"file": str(path), "what": "文件", "why": "不是 formgen template bind 写的样子"}
        raise FormgenError(Problem("B124", words=words)) from error
    if problems:
        raise FormgenError(*problems)
    return FormFile(
        path,
        str(said.get("file", "")),
        str(said.get("sha256", "")),
        said.get("converted") == "true",
        _texts(found.get("names")),
        _texts(found.get("ignored")),
        fields,
    )


def _mapping(value: object) -> Mapping[str, Any]:
    """Return a mapping. Raises TypeError for anything else."""
    if not isinstance(value, Mapping):
        raise TypeError
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def decisions_in(form: FormFile, blank: Blank) -> FormDecisions:
    """Return what a form.yaml decides about its blank, as bound by its labels alone.

    Raises FormgenError B124 for a field at a place or of a kind that the blank does not have.
    """
    places = {_key(describe_bound_place(each, blank)): each for each in blank.bound.fields}
    found, problems = list[FieldDecision](), list[Problem]()
    for name, said in form.fields.items():
        field = places.pop(_key(said.get("place")), None)
        why = "空白表上这个位置没有空格" if field is None else _misfit(field, str(said.get("kind", "")))
        if field is None or why:
            problems.append(
                Problem("B124", words={"file": str(form.path), "what": f"字段“{name}”", "why": why})
            )
            continue
        found.append(_decision(field, name, said))
    if problems:
        raise FormgenError(*problems)
    found += [FieldDecision(each.number, dropped=True) for each in places.values()]
    return FormDecisions(tuple(found), form.ignored)


def _key(place: object) -> str:
    """Return a place in one spelling, whether its numbers are numbers or texts."""
    pairs = place.items() if isinstance(place, Mapping) else ()
    return json.dumps(sorted((str(key), str(value)) for key, value in pairs), ensure_ascii=False)


def _misfit(field: BoundField, kind: str) -> str:
    """Return why a field cannot be of a kind, empty where it can."""
    if kind in {"", field.kind, "seal"} or {kind, field.kind} <= _PLAIN:
        return ""
    return f"种类不能是“{kind}”，这一处是“{field.kind}”"


def _decision(field: BoundField, name: str, said: Mapping[str, Any]) -> FieldDecision:
    label, groups = str(said.get("label", "")), _texts(said.get("group"))
    other = bool(label) and label != field.label
    return FieldDecision(
        field.number,
        name,
        cast("BoundKind", said["kind"]) if said.get("kind") else None,
        label if other else "",
        (label,) if other else (),
        groups if groups != group_texts(field) else (),
        _texts(said.get("also")),
        said.get("dropped") == "true",
    )
