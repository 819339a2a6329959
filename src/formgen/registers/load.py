"""Find and read the description of a register: beside a notice first, then among the bundled ones."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from formgen import assets, yamltext
from formgen.problems import FormgenError, Place, Problem, errors_in
from formgen.registers.condition_faults import list_condition_faults
from formgen.registers.definition import Where
from formgen.registers.register import COLUMN_KINDS, OWN, RegisterColumn, RegisterSpec

_FOLDER = "registers"


def bundled_registers() -> list[str]:
    """Return the ids of the bundled registers, sorted."""
    return sorted(path.stem for path in (assets.folder("rubrics") / _FOLDER).glob("*.yaml"))


def find_register(name: str, beside: Sequence[Path] = ()) -> Path | None:
    """Return the file of a register: ``registers/<name>.yaml`` in one of the folders, else the bundled one."""
    places = [*(each / _FOLDER for each in beside), assets.folder("rubrics") / _FOLDER]
    return next((path for each in places if (path := each / f"{name}.yaml").is_file()), None)


def list_registers(beside: Sequence[Path] = ()) -> list[str]:
    """Return the names of all registers that there are, bundled or in one of the folders, sorted."""
    own = [path.stem for each in beside for path in (each / _FOLDER).glob("*.yaml")]
    return sorted({*own, *bundled_registers()})


def load_register(name: str, beside: Sequence[Path] = ()) -> RegisterSpec:
    """Load a register by its name. Raises FormgenError N101 when it is nowhere, N102 with every fault of its file."""
    path = find_register(name, beside)
    if path is None:
        known = "、".join(bundled_registers())
        raise FormgenError(Problem("N101", words={"name": name, "known": known}), usage=True)
    return _read(path, path.stat().st_mtime_ns)


@cache
def _read(path: Path, changed: int) -> RegisterSpec:
    """Read a file once for each time it was changed."""
    del changed
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        detail = "读不出来，或不是 UTF-8 文本"
        raise FormgenError(Problem("N102", Place(file=path.name), {"detail": detail})) from error
    tree, problems = yamltext.load(text, path.name)
    if errors_in(problems):
        raise FormgenError(*problems)
    try:
        register = RegisterSpec.model_validate(tree.plain())
    except ValidationError as error:
        raise FormgenError(
            *(_fault(tree, path, each["loc"], each["msg"]) for each in error.errors())
        ) from error
    faults = [_fault(tree, path, path_to, detail) for path_to, detail in _contradictions(register, path.stem)]
    if faults:
        raise FormgenError(*faults)
    return register


def _fault(tree: yamltext.Node, path: Path, loc: Sequence[str | int], detail: str) -> Problem:
    words = {"detail": f"{'.'.join(map(str, loc))}：{detail.removeprefix('Value error, ')}"}
    where = tree.place(tuple(loc), path.name)
    return Problem("N102", where, words)


def _contradictions(register: RegisterSpec, stem: str) -> list[tuple[tuple[str, ...], str]]:
    """Return what a description says against itself, each with its path."""
    found: list[tuple[tuple[str, ...], str]] = []
    if register.id != stem:
        found.append((("id",), f"编号“{register.id}”与文件名“{stem}”不同"))
    found += _list_unknown_columns(register)
    for key, column in register.columns.items():
        if OWN.get(key, column.kind) != column.kind:
            found.append(
                (("columns", key, "kind"), f"这一列的类型应当是 {OWN[key]}（{COLUMN_KINDS[OWN[key]]}）")
            )
        if (column.kind == "choice") != bool(column.choices):
            found.append((("columns", key), "choice 类要写 choices，别的类不写"))
    return [*found, *list_limit_faults(register)]


def _list_unknown_columns(register: RegisterSpec) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the columns that a description names and does not have, or that are no dates where dates are needed."""
    if register.subject not in register.columns:
        what = "姓名一列（name）" if register.subject == "name" else f"“{register.subject}”这一列"
        yield ("columns",), f"没有{what}"
    yield from (
        (("repeats",), f"没有“{each}”这一列")
        for each in register.repeats or ()
        if each not in register.columns
    )
    if register.once_per and register.once_per not in register.columns:
        yield ("once_per",), f"没有“{register.once_per}”这一列"
    for key, column in register.columns.items():
        yield from _list_column_faults(register, key, column)
    for at, where in enumerate(register.clashes):
        yield from _list_where_faults(register, ("clashes", str(at)), where)


def _list_column_faults(
    register: RegisterSpec, key: str, column: RegisterColumn
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what a column says of others that are not there, or of itself and does not fit its kind."""
    for name in (name for name in ("past", "ahead") if getattr(column, name)):
        if column.kind != "date":
            yield ("columns", key, name), "只用于日期"
    if column.past and column.ahead:
        yield ("columns", key, "ahead"), "和 past 只写一样"
    if missing := [each for each in column.beside if each not in register.columns]:
        yield ("columns", key, "beside"), f"没有“{missing[0]}”这一列"
    if column.beside and column.blank != "none":
        yield ("columns", key, "beside"), "只用于 blank: none 的列"
    if column.filled_where and column.blank != "none":
        yield ("columns", key, "filled_where"), "只用于 blank: none 的列"
    yield from _list_where_faults(register, ("columns", key, "filled_where"), column.filled_where)
    if column.other_than and column.other_than not in register.columns:
        yield ("columns", key, "other_than"), f"没有“{column.other_than}”这一列"
    if column.not_before:
        other = register.columns.get(column.not_before)
        if column.kind != "date" or other is None or other.kind != "date":
            yield ("columns", key, "not_before"), f"没有“{column.not_before}”这一列日期"


def list_limit_faults(register: RegisterSpec) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what is wrong with time limits and rounds: columns that are missing or no dates, conditions that never hold."""
    for key, limit in register.limits.items():
        ends = (("until", each) for each in limit.until)
        for name, wanted in (("begins", limit.begins), ("done", limit.done), *ends):
            column = register.columns.get(wanted)
            if column is None or column.kind != "date":
                yield ("limits", key, name), f"没有“{wanted}”这一列日期"
            elif name != "begins" and column.blank != "none":
                yield ("limits", key, name), f"“{wanted}”一列要写 blank: none，否则空着的不知办没办到"
        yield from _list_where_faults(register, ("limits", key, "where"), limit.where)
    for key, each in register.rounds.items():
        for name, wanted in (("begins", each.begins), *(("until", one) for one in each.until)):
            column = register.columns.get(wanted)
            if column is None or column.kind != "date":
                yield ("rounds", key, name), f"没有“{wanted}”这一列日期"
            elif name == "until" and column.blank != "none":
                yield ("rounds", key, name), f"“{wanted}”一列要写 blank: none，否则空着的不知还走不走访"
        yield from _list_where_faults(register, ("rounds", key, "where"), each.where)


def _list_where_faults(
    register: RegisterSpec, path: tuple[str, ...], where: Where
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what is wrong with the conditions that say which rows a rule is about."""
    for name, condition in where.items():
        if name not in register.columns:
            yield (*path, name), "没有这一列"
        else:
            faults = list_condition_faults(condition, register.columns[name], register)
            yield from (((*path, name), fault.detail.removeprefix("：")) for fault in faults)
