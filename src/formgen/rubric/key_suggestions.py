"""The keys that a place of a rubric file allows, the nearest first, and what they are called in Chinese.

Knows the records by their fields alone.
"""

import difflib
import types
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from formgen.rubric.schema import Rubric
from formgen.yamltext import Node

_NEAR = 0.6  # of 1: how alike two keys have to be
# What authors write for a key that has no name like it.
_ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "readings": ("chosen",),
    "reading": ("chosen", "default"),
    "choose": ("chosen",),
    "score": ("points",),
    "weight": ("points",),
    "text": ("clause",),
    "original": ("clause",),
    "gate": ("gates",),
    "label": ("name", "title", "zh"),
    "name": ("label", "title", "zh"),
    "max": ("cap", "at_most", "full"),
    "min": ("floor", "at_least"),
    "percent": ("share",),
    "date": ("by", "signed"),
    "type": ("kind",),
    "办法": ("method",),
    "选用": ("chosen",),
    "满分": ("full", "points", "total"),
    "标准": ("clause", "gates"),
    "部门": ("issuers",),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The keys of a place, the nearest first; ``meant`` is the one that was surely meant, with its Chinese name."""

    meant: str | None
    name: str
    known: Sequence[str]


def fields_at(tree: Node, path: Sequence[str | int]) -> Mapping[str, FieldInfo]:
    """Return the fields of the record at the end of a path; none where there is no record or more than one may stand."""
    annotation: Any = Rubric
    node: Node | None = tree
    for at in range(len(path) + 1):
        records = _records(annotation)
        record = _record_of(records, node)
        if at == len(path):
            return record.model_fields if record else {}
        step = path[at]
        if record:
            spec = record.model_fields.get(str(step))
            annotation = spec.annotation if spec else None
        else:
            annotation = _inside(annotation)
        node = node.at((step,)) if node else None
    return {}


def suggest_key(word: str, fields: Mapping[str, FieldInfo], taken: Iterable[str]) -> Suggestion:
    """Return the keys nearest to a word, those that stand there already last."""
    there = set(taken)
    free, used = [key for key in fields if key not in there], [key for key in fields if key in there]
    near = [*_alike(word, free, fields), *_alike(word, used, fields)]
    ordered = list(dict.fromkeys([*near, *free, *used]))
    meant = ordered[0] if near else None
    return Suggestion(meant, name_of(fields[meant]) if meant else "", ordered)


def _alike(word: str, keys: Sequence[str], fields: Mapping[str, FieldInfo]) -> list[str]:
    """Return those of some keys that a word may stand for, the surest first."""
    plain = bare_word(word)
    bare = plain.replace("_", "").replace("-", "")
    return [
        *(key for key in keys if key.replace("_", "") == bare),
        *(key for key in _ALSO_CALLED.get(plain, ()) if key in keys),
        *(key for key in keys if plain == name_of(fields[key])),
        *(key for key in keys if not plain.isascii() and plain in (fields[key].description or "")),
        *difflib.get_close_matches(plain, keys, n=3, cutoff=_NEAR),
    ]


def bare_word(word: str) -> str:
    """Return a word half-width, in lower case, without blanks and signs no one sees."""
    folded = unicodedata.normalize("NFKC", word).lower()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] not in "ZC")


def name_of(spec: FieldInfo) -> str:
    """Return what a field is called in Chinese: its description up to the first sign."""
    words = spec.description or ""
    return next((words[:at] for at, sign in enumerate(words) if sign in "：；，（、。"), words)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the name nearest to a misspelt one, None when nothing is like it."""
    names = {bare_word(name): name for name in known}
    found = difflib.get_close_matches(bare_word(word), list(names), n=1, cutoff=_NEAR)
    return names[found[0]] if found else None


def hint_at(word: str, known: Iterable[str]) -> str:
    """Return words that name the nearest of some names, empty when nothing is like it."""
    found = nearest(word, known)
    return f"，最接近的是“{found}”" if found else ""


def kinds_at(tree: Node, path: Sequence[str | int]) -> Mapping[str, str]:
    """Return the kinds that the record at the end of a path may be of, with their Chinese names."""
    annotation: Any = Rubric
    node: Node | None = tree
    for step in path:
        record = _record_of(_records(annotation), node)
        spec = record.model_fields.get(str(step)) if record else None
        annotation = spec.annotation if spec else _inside(annotation)
        node = node.at((step,)) if node else None
    found = {}
    for record in _records(annotation):
        spec = record.model_fields.get("kind")
        for kind in get_args(spec.annotation) if spec else ():
            found[str(kind)] = name_of(spec) if spec else ""
    return found


def nearest_kind(word: str, kinds: Mapping[str, str]) -> str | None:
    """Return the kind that a word names or nearly names, in English or in Chinese."""
    plain = bare_word(word)
    by_name = [kind for kind, name in kinds.items() if plain and (plain in name or name in plain)]
    alike = [(len(set(plain) & set(name)), kind) for kind, name in kinds.items() if not plain.isascii()]
    shared = [kind for count, kind in sorted(alike, reverse=True) if count]
    return next(iter([*by_name, *([near] if (near := nearest(plain, kinds)) else []), *shared]), None)


def _records(annotation: Any) -> list[type[BaseModel]]:  # noqa: ANN401 - an annotation has no type of its own
    """Return the records that an annotation allows."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    origin = get_origin(annotation)
    if origin is Annotated:
        return _records(get_args(annotation)[0])
    if origin in {Union, types.UnionType}:
        return [record for part in get_args(annotation) for record in _records(part)]
    return []


def _record_of(records: Sequence[type[BaseModel]], node: Node | None) -> type[BaseModel] | None:
    """Return the one record that a node is meant to be, by its kind where there are several."""
    if len(records) == 1:
        return records[0]
    kind = node.get("kind") if node else None
    named = [
        record
        for record in records
        if kind
        and "kind" in record.model_fields
        and kind.value in get_args(record.model_fields["kind"].annotation)
    ]
    return named[0] if len(named) == 1 else None


def _inside(annotation: Any) -> Any:  # noqa: ANN401 - an annotation has no type of its own
    """Return the annotation of what is inside a list or a mapping."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _inside(get_args(annotation)[0])
    if origin in {Union, types.UnionType}:
        inner = [_inside(part) for part in get_args(annotation)]
        return next((each for each in inner if each is not None), None)
    return get_args(annotation)[-1] if origin in {list, dict} else None
