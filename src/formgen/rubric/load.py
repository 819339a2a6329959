"""From a rubric file to a typed rubric: extend, choose readings, type, with file and line for every fault.

The one module of the room that opens files.
"""

import difflib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from formgen import assets, yamltext
from formgen.office.digest import digest_of
from formgen.problems import FormgenError, Place, Problem
from formgen.rubric.check import check_rubric
from formgen.rubric.measures import Measure
from formgen.rubric.methods import Method
from formgen.rubric.schema import Rubric
from formgen.yamltext import Node

RUBRIC_SUFFIXES = frozenset({".yaml", ".yml"})
_DEEPEST = 5  # files extending files


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a rubric file gave: the rubric when it could be typed, and every problem found.

    ``folders`` are those of the file and of the files it extends, nearest first: its forms may lie beside any of them.
    """

    rubric: Rubric | None
    problems: list[Problem]
    folders: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadedRubric:
    """A rubric with the hash of what it was before its readings were chosen, and the folders of its files."""

    rubric: Rubric
    digest: str
    folders: tuple[Path, ...]


def load_rubric(name: str) -> Rubric:
    """Return the rubric of an id or a .yaml path, readings applied. Raises FormgenError with every fault."""
    return load_with_digest(name).rubric


def load_with_digest(name: str) -> LoadedRubric:
    """Return the rubric of an id or a .yaml path with its hash. Raises FormgenError with every fault."""
    loaded, tree = _loaded(find_rubric(name))
    if loaded.rubric is None or loaded.problems:
        raise FormgenError(*loaded.problems)
    content = {key: value for key, value in tree.plain().items() if key not in {"chosen", "extends"}}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    digest = digest_of(text.encode(), 16)
    return LoadedRubric(loaded.rubric, digest, loaded.folders)


def find_rubric(name: str) -> Path:
    """Return the file of a rubric id or path. Raises FormgenError R115 or F101 when there is none."""
    path = Path(name)
    if path.suffix.lower() in RUBRIC_SUFFIXES and path.is_file():
        return path
    if name in assets.rubric_ids():
        return assets.folder("rubrics") / f"{name}.yaml"
    if path.suffix.lower() in RUBRIC_SUFFIXES:
        raise FormgenError(Problem("F101", Place(file=path.name), {"file": name}), usage=True)
    known = "、".join(assets.rubric_ids())
    raise FormgenError(Problem("R115", words={"name": name, "known": known}), usage=True)


def inspect_rubric(path: Path) -> Inspection:
    """Read, extend, type and check one rubric file; the readings not in force are tried too."""
    loaded, tree = _loaded(path)
    if loaded.rubric is None or loaded.problems:
        return loaded
    return replace(loaded, problems=_broken_readings(loaded.rubric, tree))


def _loaded(path: Path) -> tuple[Inspection, Node]:
    """Return the rubric of a file with its faults, and the tree it was made from."""
    tree = Node({}, path.name, 1)
    try:
        tree, problems, folders = _extended(path, 0)
    except FormgenError as error:
        return Inspection(None, list(error.problems)), tree
    if problems:
        return Inspection(None, problems), tree
    return replace(_chosen(tree), folders=folders), tree


def _chosen(tree: Node) -> Inspection:
    """Type a tree with the readings in force laid over it, and check it."""
    base, faults = _typed(tree)
    if base is None:
        return Inspection(None, faults)
    if faults := _unknown_readings(base, tree):
        return Inspection(base, faults)
    for name in base.interpretations:
        tree = _with_reading(tree, name, base.reading(name))
    rubric, faults = _typed(tree)
    return Inspection(rubric, faults or (check_rubric(rubric, tree) if rubric else []))


class _Extended(NamedTuple):
    tree: Node
    problems: list[Problem]
    folders: tuple[Path, ...]


def _extended(path: Path, depth: int) -> _Extended:
    """Read a file and lay it over the one it extends."""
    shown = path.name
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FormgenError(Problem("F109", words={"file": shown, "detail": "不是 UTF-8 文本"})) from error
    tree, problems = yamltext.load(text, shown)
    parent = tree.get("extends")
    if parent is None:
        return _Extended(tree, problems, _folders_of(path))
    below = _extended(_parent(path, str(parent.value), parent.place(), depth), depth + 1)
    return _Extended(below.tree.merged(tree), problems + below.problems, (*_folders_of(path), *below.folders))


def _folders_of(path: Path) -> tuple[Path, ...]:
    """Return the folder of a file; for a link also that of the file it leads to."""
    return tuple(dict.fromkeys([path.parent, path.resolve().parent] if path.is_symlink() else [path.parent]))


def _parent(path: Path, name: str, place: Place, depth: int) -> Path:
    """Return the file that ``extends`` names: an id, or a path beside the extending file."""
    if depth >= _DEEPEST:
        raise FormgenError(Problem("R114", place, {"name": name, "detail": "形成循环或层数太多"}))
    beside = path.parent / name
    if beside.suffix.lower() in RUBRIC_SUFFIXES and beside.is_file():
        return beside
    try:
        return find_rubric(name)
    except FormgenError as error:
        raise FormgenError(Problem("R114", place, {"name": name, "detail": "不存在"})) from error


def _with_reading(tree: Node, name: str, reading: str) -> Node:
    """Lay the change of one reading over the tree."""
    change: Node | None = tree
    for step in ("interpretations", name, "readings", reading, "change"):
        change = change.get(step) if change else None
    return tree.merged(change) if change and change.value else tree


def _unknown_readings(rubric: Rubric, tree: Node) -> list[Problem]:
    """Report choices of interpretations or readings that do not exist."""
    problems = []
    for name, reading in rubric.chosen.items():
        place = tree.place(("chosen", name))
        if name not in rubric.interpretations:
            words = {"name": name, "known": "、".join(rubric.interpretations)}
            problems.append(Problem("R120", place, words))
        elif reading not in (known := rubric.interpretations[name].readings):
            words = {"name": name, "reading": reading, "known": "、".join(known)}
            problems.append(Problem("R113", place, words))
    for name, interpretation in rubric.interpretations.items():
        if interpretation.default not in interpretation.readings:
            words = {
                "name": name,
                "reading": interpretation.default,
                "known": "、".join(interpretation.readings),
            }
            problems.append(Problem("R113", tree.place(("interpretations", name, "default")), words))
    return problems


def _broken_readings(rubric: Rubric, tree: Node) -> list[Problem]:
    """Try every reading that is not in force: choosing it later must not break the rubric."""
    problems = []
    for name, interpretation in rubric.interpretations.items():
        for reading in interpretation.readings:
            if reading == rubric.reading(name):
                continue
            other = tree.merged(yamltext.from_plain({"chosen": {name: reading}}, rubric.id))
            place = tree.place(("interpretations", name, "readings", reading))
            problems += [
                Problem("R119", place, {"name": name, "reading": reading, "detail": fault.message})
                for fault in _chosen(other).problems
            ]
    return problems


def _typed(tree: Node) -> tuple[Rubric | None, list[Problem]]:
    """Type a tree; a fault of the schema becomes a problem with its line."""
    try:
        return Rubric.model_validate(tree.plain()), []
    except ValidationError as error:
        faults = [_as_problem(fault, tree) for fault in error.errors()]
        return None, [
            fault for at, fault in enumerate(faults) if fault.place not in {f.place for f in faults[:at]}
        ]


_KNOWN_WORDS = {
    "int_parsing": "应当是整数",
    "bool_parsing": "应当是 true 或 false",
    "string_type": "应当是文字",
    "dict_type": "应当是一组“键: 值”",
    "model_type": "应当是一组“键: 值”",
    "list_type": "应当是列表",
    "too_short": "不能为空",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "键只能用小写英文字母、数字和下划线",
    "union_tag_not_found": "缺少 kind",
}


def _as_problem(fault: ErrorDetails, tree: Node) -> Problem:
    """Turn one fault of the schema into a problem of the catalogue."""
    path = _steps(fault["loc"])
    place, key = tree.place(path), ".".join(str(step) for step in path)
    value = str(fault.get("input"))[:40]
    if fault["type"] == "extra_forbidden":
        return Problem("R103", place, {"key": key, "known": _nearest_keys(str(path[-1]))})
    if fault["type"] == "missing":
        return Problem("R104", place, {"key": key})
    if "指数" in fault["msg"]:
        return Problem("R106", place, {"value": value})
    context = fault.get("ctx", {})
    if fault["type"] in {"literal_error", "union_tag_invalid"}:
        expected = str(context.get("expected") or context.get("expected_tags"))
        detail = f"可选 {expected.replace(' or ', '、')}"
    else:
        own_words = str(context["error"]) if "error" in context else "写法不对"
        detail = _KNOWN_WORDS.get(fault["type"], own_words)
    return Problem("R105", place, {"key": key, "value": value, "detail": detail})


_TAGGED = frozenset({"method", "otherwise", "measure"})
_TAGS = frozenset(
    get_args(record.model_fields["kind"].annotation)[0]
    for union in (Method, Measure)
    for record in get_args(get_args(union)[0])
)


def _steps(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Return the steps of the file, without the marks pydantic adds for the branch of a union it took."""
    before: tuple[str | int, ...] = ("", *path)
    return tuple(
        step
        for last, step in zip(before, path, strict=False)
        if isinstance(step, int) or not ((last in _TAGGED and step in _TAGS) or "[" in step)
    )


def _nearest_keys(key: str) -> str:
    """Return the keys of the format that look most like a misspelt one."""
    schema = Rubric.model_json_schema()
    records = (schema, *schema["$defs"].values())
    known = sorted({name for record in records for name in record.get("properties", ())})
    return "、".join(difflib.get_close_matches(key, known, n=3, cutoff=0.5)) or "见 docs/rubrics.md"
