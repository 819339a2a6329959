"""From a rubric file to a typed rubric: extend, choose readings, type, with file and line for every fault.

The one module of the room that opens files.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from formgen import assets, yamltext
from formgen.office.digest import digest_of
from formgen.problems import FormgenError, Place, Problem, errors_in
from formgen.registers.load import load_register
from formgen.registers.register import RegisterSpec
from formgen.rubric.check import check_rubric, compare_words
from formgen.rubric.check_counted import check_counted, list_registries
from formgen.rubric.check_figures import UnusedFigure, find_unused
from formgen.rubric.check_labels import report_taken_labels
from formgen.rubric.encodings import decode_text
from formgen.rubric.key_suggestions import fields_at, hint_at, nearest
from formgen.rubric.own_causes import OwnChanges
from formgen.rubric.readings import lay_readings, report_overruled
from formgen.rubric.readings_in_force import report_clashes, report_same_readings, settle_own_answers
from formgen.rubric.schema import Rubric
from formgen.rubric.typed_rubric import ENTRY_GROUPS, TypedRubric, type_rubric
from formgen.yamltext import Node

RUBRIC_SUFFIXES = frozenset({".yaml", ".yml"})
_DEEPEST = 5  # files extending files


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a rubric file gave: the rubric when it could be typed, and every problem found.

    ``folders`` are those of the file and of the files it extends, nearest first: its forms may lie beside any of them.
    ``unused`` are the figures that nothing reads, unless a form prints them; ``tree`` knows where each part is written.
    """

    rubric: Rubric | None
    problems: list[Problem]
    folders: tuple[Path, ...] = ()
    unused: tuple[UnusedFigure, ...] = ()
    tree: Node = field(default_factory=lambda: Node({}, "", 0))


@dataclass(frozen=True, slots=True)
class LoadedRubric:
    """A rubric with the hash of what it was before its readings were chosen, and the folders of its files."""

    rubric: Rubric
    digest: str
    folders: tuple[Path, ...]

    @property
    def registers(self) -> dict[str, RegisterSpec]:
        """Return the registers in which the rubric counts, by their names. Raises FormgenError N101 or N102."""
        return {name: load_register(name, self.folders) for name in list_registries(self.rubric)}


def load_rubric(name: str) -> Rubric:
    """Return the rubric of an id or a .yaml path, readings applied. Raises FormgenError with every fault."""
    return load_with_digest(name).rubric


def load_with_digest(name: str) -> LoadedRubric:
    """Return the rubric of an id or a .yaml path with its hash. Raises FormgenError with every fault."""
    loaded = _loaded(find_rubric(name))
    if loaded.rubric is None or errors_in(loaded.problems):
        raise FormgenError(*loaded.problems)
    content = {key: value for key, value in loaded.tree.plain().items() if key not in {"chosen", "extends"}}
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
    read = _extended(path, path, 0)
    loaded = _inspected(read, path.name, words=True)
    if loaded.rubric is None or errors_in(loaded.problems):
        return loaded
    broken = _broken_readings(loaded.rubric, read, path.name)
    unused = tuple(find_unused(TypedRubric(loaded.rubric, loaded.tree, path.name)))
    same = [*report_same_readings(loaded.tree, read.layers), *report_taken_labels(read.layers)]
    return replace(loaded, problems=[*loaded.problems, *broken, *same], unused=unused)


def _loaded(path: Path) -> Inspection:
    """Return the rubric of a file with its faults, and the tree it was made from."""
    return _inspected(_extended(path, path, 0), path.name)


def _inspected(read: "_Extended", author: str, *, words: bool = False) -> Inspection:
    """Return the rubric of what was read with its faults, each at the author's own line that brings it about; hints for ``words``."""
    if read.tree is None:
        return Inspection(None, read.problems, read.folders)

    def compare(tree: Node) -> list[Problem]:
        typed = _looked_at(tree, author, read).typed
        return compare_words(typed) if typed else []

    looked = _looked_at(read.tree, author, read)
    changes = OwnChanges(read.layers, lambda tree: _looked_at(tree, author, read).problems)
    found = changes.name_causes(looked.problems)
    if words and looked.typed:
        found += OwnChanges(read.layers, compare).name_causes(compare_words(looked.typed))
    ordered = _own_first([*read.problems, *found], author)
    return Inspection(looked.rubric, ordered, read.folders, tree=read.tree)


def _looked_at(tree: Node, author: str, read: "_Extended") -> "_Chosen":
    """Type and check a tree, and report what its readings overrule."""
    settled = settle_own_answers(tree, read.layers)
    chosen = _chosen(settled.tree, author, read.folders)
    if chosen.rubric is None:
        return chosen
    readings, files = _readings_of(chosen.rubric), [layer.file for layer in read.layers]
    found = [*report_overruled(tree, readings, files), *report_clashes(settled.tree, readings)]
    return replace(chosen, problems=[*chosen.problems, *found, *settled.problems])


def _readings_of(rubric: Rubric) -> dict[str, str]:
    return {name: rubric.reading(name) for name in rubric.interpretations}


def _own_first(problems: Sequence[Problem], author: str) -> list[Problem]:
    """Return problems in the order of lines, those of the author's own file first, each once."""
    once = {(problem.code, problem.place, problem.message): problem for problem in problems}
    return sorted(
        once.values(), key=lambda each: (each.place.file != author, each.place.file, each.place.line)
    )


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A tree typed and checked with the readings in force laid over it; no rubric where parts could not be typed.

    ``typed`` is what could be typed of it.
    """

    rubric: Rubric | None
    problems: list[Problem]
    typed: TypedRubric | None = None


def _chosen(tree: Node, author: str, folders: Sequence[Path]) -> _Chosen:
    """Type a tree with the readings in force laid over it, and check it as far as it could be typed."""
    tree, strangers = _without_strangers(tree)
    base = type_rubric(tree, author)
    if base.typed is None:
        return _Chosen(None, [*base.problems, *strangers])
    rubric = base.typed.rubric
    unknown = _unknown_readings(base.typed)
    laid = lay_readings(tree, _readings_of(rubric))
    laid_over = type_rubric(laid.tree, author)
    problems = [*base.problems, *(each for each in laid_over.problems if each not in base.problems), *unknown]
    problems += [*strangers, *_idle_choices(base.typed, laid.idle)]
    if laid_over.typed is None:
        return _Chosen(None, problems)
    problems += check_rubric(laid_over.typed)
    problems += _check_counted(laid_over.typed, folders)
    return _Chosen(None if laid_over.typed.cut else laid_over.typed.rubric, problems, laid_over.typed)


def _check_counted(typed: TypedRubric, folders: Sequence[Path]) -> list[Problem]:
    """Return every fault of what indicators count, and of the registers they name."""
    registers: dict[str, RegisterSpec] = {}
    problems: list[Problem] = []
    for name in list_registries(typed.rubric):
        try:
            registers[name] = load_register(name, folders)
        except FormgenError as error:
            place = typed.place_of(name, "indicators")
            problems += [
                replace(each, place=each.place if each.place.file else place) for each in error.problems
            ]
    return [*problems, *check_counted(typed, registers)]


class _Extended(NamedTuple):
    """What was read of a file laid over those it extends; ``layers`` are the files by themselves, the nearest first."""

    tree: Node | None
    problems: list[Problem]
    folders: tuple[Path, ...]
    layers: tuple[Node, ...] = ()


def _extended(path: Path, author: Path, depth: int) -> _Extended:
    """Read a file and lay it over the one it extends."""
    twin = depth and path.name == author.name
    shown = f"{path.resolve().parent.name}/{path.name}" if twin else path.name
    text, fault = _text_of(path, shown)
    if fault:
        return _Extended(None, [fault], ())
    recovered = yamltext.recover(text, shown)
    tree, problems, folders = recovered.tree, [*recovered.problems], _folders_of(path)
    parent = tree.get("extends") if tree else None
    if tree is None or parent is None:
        return _Extended(tree, problems, folders, (tree,) if tree else ())
    if not isinstance(parent.value, str):
        words = {"name": "", "detail": "没有写编号或文件", "hint": ""}
        return _Extended(None, [*problems, Problem("R114", parent.place(), words)], folders)
    above, fault = _parent(path, parent.value, parent.place(), depth)
    if above is None:
        return _Extended(None, [*problems, *([fault] if fault else [])], folders)
    below = _extended(above, author, depth + 1)
    if below.tree is None:
        return _Extended(None, [*problems, *below.problems], (*folders, *below.folders))
    tree, unknown = _as_above(tree, below.tree, above.name)
    problems += unknown
    return _Extended(
        below.tree.merged(tree),
        [*problems, *below.problems],
        (*folders, *below.folders),
        (tree, *below.layers),
    )


def _folders_of(path: Path) -> tuple[Path, ...]:
    """Return the folder of a file; for a link also that of the file it leads to."""
    return tuple(dict.fromkeys([path.parent, path.resolve().parent] if path.is_symlink() else [path.parent]))


def _text_of(path: Path, shown: str) -> tuple[str, Problem | None]:
    """Return the text of a file; a problem where it cannot be read, or is written in another encoding than UTF-8."""
    try:
        data = path.read_bytes()
    except PermissionError:
        return "", Problem("F169", Place(file=shown), {"file": shown})
    except OSError:
        return "", Problem("F109", words={"file": shown, "detail": "不是文件"})
    return decode_text(data, shown)


def _as_above(tree: Node, above: Node, name: str) -> tuple[Node, list[Problem]]:
    """Report changes of what the file above does not have: entries taken off, and entries that are no whole ones.

    The latter go by the name that was surely meant in the tree returned, so that what is in them is looked at too.
    """
    groups = dict(tree.items())
    problems = []
    for group in ENTRY_GROUPS.intersection(groups):
        there, entries = above.get(group), dict(groups[group].items())
        known = [key for key, _ in there.items()] if there else []
        for key, entry in list(entries.items()):
            near = nearest(key, [each for each in known if each not in entries])
            words = {"name": f"{group}.{key}", "hint": f"，最接近的是“{near}”" if near else ""}
            if key in known:
                continue
            if entry.value is None:
                words["advice"] = "没有的不用删，请核对键名"
                problems.append(Problem("R127", entry.place(), words))
            elif near and not _is_whole(group, entry):
                words["advice"] = f"改 {name} 里已有的，写 {near}；要新增的，把必填的键写全"
                problems.append(Problem("R127", entry.place(), words))
                entries[near] = entries.pop(key)
        if isinstance(groups[group].value, dict):
            groups[group] = replace(groups[group], value=entries)
    return replace(tree, value=groups), problems


def _is_whole(group: str, entry: Node) -> bool:
    """Return whether an entry has all the keys that a new one needs."""
    fields = fields_at(Node({}, "", 0), (group, "new"))
    return isinstance(entry.value, dict) and all(
        key in entry.value for key, spec in fields.items() if spec.is_required()
    )


def _parent(path: Path, name: str, place: Place, depth: int) -> tuple[Path | None, Problem | None]:
    """Return the file that ``extends`` names: an id, or a path beside the extending file; else a problem."""
    if depth >= _DEEPEST:
        return None, Problem("R114", place, {"name": name, "detail": "形成循环或层数太多", "hint": ""})
    beside = path.parent / name
    if beside.suffix.lower() in RUBRIC_SUFFIXES and beside.is_file():
        return beside, None
    try:
        return find_rubric(name), None
    except FormgenError:
        known = assets.rubric_ids()
        words = {"name": name, "detail": "不存在", "hint": hint_at(name, known)}
        return None, Problem("R114", place, words)


def _idle_choices(typed: TypedRubric, idle: Sequence[str]) -> list[Problem]:
    """Report readings that were chosen, and change nothing beside the others that are in force."""
    chosen = typed.rubric.chosen
    return [
        Problem("R136", typed.place("chosen", name), {"name": name, "reading": chosen[name]})
        for name in idle
        if name in chosen
    ]


def _without_strangers(tree: Node) -> tuple[Node, list[Problem]]:
    """Report entries that a reading changes and that are not there, and leave them out of the tree returned."""
    found: list[Problem] = []
    interpretations = tree.get("interpretations")
    for name, interpretation in interpretations.items() if interpretations else ():
        readings = interpretation.get("readings")
        for reading, each in readings.items() if readings else ():
            for group, key in _strangers(tree, each.get("change")):
                path = ("interpretations", name, "readings", reading, "change", group, key)
                found.append(_stranger(tree, path))
                tree = tree.without(path)
    return tree, found


def _strangers(tree: Node, change: Node | None) -> list[tuple[str, str]]:  # a group and a key
    """Return the entries that a reading changes though they are not there, and are no whole new ones."""
    groups = [(group, node) for group, node in change.items() if group in ENTRY_GROUPS] if change else []
    return [
        (group, key)
        for group, node in groups
        if (there := tree.get(group))
        for key, entry in node.items()
        if there.get(key) is None and not _is_whole(group, entry)
    ]


def _stranger(tree: Node, path: Sequence[str]) -> Problem:
    """Return the problem of an entry that is not there: where it was taken off, or which one is like it."""
    *above, group, key = path
    there, where = tree.get(group), ".".join(path[:-1])
    if there and (removed := there.removed.get(key)):
        example = f"interpretations: {{{above[1]}: null}}"
        return Problem("R128", removed, {"name": f"{group}.{key}", "user": where, "example": example})
    known = [known for known, _ in there.items()] if there else []
    return Problem(
        "R112", tree.place(tuple(path)), {"name": key, "where": where, "hint": hint_at(key, known)}
    )


def _unknown_readings(typed: TypedRubric) -> list[Problem]:
    """Report choices of interpretations or readings that do not exist."""
    problems = []
    known = typed.names("interpretations")
    rubric = typed.rubric
    for name, reading in rubric.chosen.items():
        place = typed.place("chosen", name)
        if name not in known:
            words = {"name": name, "known": "、".join(known) or "（没有口径）"}
            problems.append(Problem("R120", place, words))
        elif name in rubric.interpretations:
            problems += _unknown_reading(typed, name, reading, place)
    for name, interpretation in rubric.interpretations.items():
        place = typed.place("interpretations", name, "default")
        problems += _unknown_reading(typed, name, interpretation.default, place)
    return problems


def _unknown_reading(typed: TypedRubric, name: str, reading: str, place: Place) -> list[Problem]:
    known = typed.rubric.interpretations[name].readings
    if reading in known:
        return []
    return [Problem("R113", place, {"name": name, "reading": reading, "known": "、".join(known)})]


def _broken_readings(rubric: Rubric, read: _Extended, author: str) -> list[Problem]:
    """Try every reading that is not in force: choosing it later must not break the rubric."""
    problems, whole = [], read.tree or Node({}, "", 0)
    for name, interpretation in rubric.interpretations.items():
        for reading in interpretation.readings:
            if reading == rubric.reading(name):
                continue
            choice = yamltext.from_plain({"chosen": {name: reading}}, rubric.id)

            def look(tree: Node, choice: Node = choice) -> list[Problem]:
                return errors_in(_chosen(tree.merged(choice), author, read.folders).problems)

            place = whole.place(("interpretations", name, "readings", reading), author)
            for fault in OwnChanges(read.layers, look).name_causes(look(whole)):
                own = fault.place if fault.place.file == author != place.file else place
                words = {"name": name, "reading": reading, "detail": fault.message}
                problems.append(Problem("R119", own, words))
    return problems
