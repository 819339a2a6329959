"""What can be proved of what indicators count: registers, columns and choices that exist, parts within their bases.

Knows a typed rubric and the registers it names. Reads no file.
"""

from collections.abc import Iterator, Mapping

from formgen.problems import Problem
from formgen.registers.condition_faults import list_condition_faults
from formgen.registers.definition import (
    HOUSEHOLDS,
    PERSONS,
    ROWS,
    Definition,
    find_counted,
    find_registry,
    list_bases,
)
from formgen.registers.register import RegisterSpec
from formgen.rubric.check_figures import report_unknown
from formgen.rubric.key_suggestions import hint_at
from formgen.rubric.schema import Rubric
from formgen.rubric.typed_rubric import TypedRubric
from formgen.spec import KeyPath


def list_definitions(rubric: Rubric) -> dict[str, Definition]:
    """Return what each counted indicator counts, by its key."""
    return {key: each.counted for key, each in rubric.indicators.items() if each.counted}


def list_registries(rubric: Rubric) -> list[str]:
    """Return the names of the registers in which a rubric counts."""
    return list(dict.fromkeys(each.registry for each in list_definitions(rubric).values() if each.registry))


def check_counted(typed: TypedRubric, registers: Mapping[str, RegisterSpec]) -> list[Problem]:
    """Return every fault of what indicators count, each with file and line; a register that is missing is no news."""
    known = list_definitions(typed.rubric)
    problems: list[Problem] = []
    for key in known:
        problems += _check_kind(typed, key)
        problems += _check_bases(typed, key, known)
    if problems:
        return problems
    for key in known:
        registry = find_registry(key, known)
        if not registry:
            problems.append(
                _fault(typed, (key,), "没有写数哪一种花名册（registry）", "写 registry: people，或写 of")
            )
            continue
        for base in known[key].bases:
            if find_registry(base, known) not in {registry, ""}:
                detail = f"里的“{base}”是在另一种台账里数的"
                problems.append(_fault(typed, (key,), detail, "一个数只在一种花名册或台账里数"))
        if registry in registers:
            problems += _check_columns(typed, key, registers[registry])
            problems += _check_count(typed, key, known, registers[registry])
    return [*problems, *_check_relations(typed, known)]


def _fault(typed: TypedRubric, path: KeyPath, detail: str, advice: str) -> Problem:
    key, *rest = path
    words = {
        "rule": ".".join(map(str, ("indicators", key, "counted", *rest))),
        "detail": detail,
        "advice": advice,
    }
    return Problem("R126", typed.place("indicators", key, "counted", *rest), words)


def _check_kind(typed: TypedRubric, key: str) -> Iterator[Problem]:
    if typed.rubric.indicators[key].kind not in {"count", "yesno"}:
        yield _fault(typed, (key,), "只有 count、yesno 类的指标可以从花名册里数", "请删去 counted")


def _check_bases(typed: TypedRubric, key: str, known: Mapping[str, Definition]) -> Iterator[Problem]:
    """Yield a fault for a base that does not exist or is not counted, and for one that leads back to itself."""
    definition = known[key]
    for base in definition.bases:
        if base not in typed.names("indicators"):
            where = ("indicators", key, "counted")
            yield from report_unknown(typed, base, where, typed.names("indicators"), "indicators")
        elif base not in known:
            yield _fault(typed, (key,), f"里的“{base}”不是由花名册数出的", "请给它也写 counted，或换一个")
    if definition.rate and not definition.of:
        yield _fault(typed, (key, "rate"), "没有基数，不是比率", "请写 of，或删去 rate")
    if _leads_back(key, known):
        yield _fault(typed, (key,), "绕回到了自己", "请核对 of")
    if definition.of and definition.registry:
        yield _fault(typed, (key, "registry"), "写了 of，又写了 registry", "写了 of 的不写 registry")


def _leads_back(key: str, known: Mapping[str, Definition]) -> bool:
    """Return whether a definition stands on itself."""
    seen: set[str] = set()
    waiting = [*known[key].bases]
    while waiting:
        base = waiting.pop()
        if base == key:
            return True
        if base not in seen and base in known:
            seen.add(base)
            waiting += known[base].bases
    return False


def _check_columns(typed: TypedRubric, key: str, register: RegisterSpec) -> Iterator[Problem]:
    definition = typed.rubric.indicators[key].counted
    for path, where in definition.wheres() if definition else ():
        for column, condition in where.items():
            there = (key, *path, column)
            if column not in register.columns:
                hint = hint_at(column, list(register.columns))
                detail = f"：《{register.title}》没有这一列{hint}"
                yield _fault(typed, there, detail, "请用花名册说明里的键")
                continue
            for fault in list_condition_faults(condition, register.columns[column], register):
                yield _fault(typed, there, fault.detail, fault.advice)


def _check_count(
    typed: TypedRubric, key: str, known: Mapping[str, Definition], register: RegisterSpec
) -> Iterator[Problem]:
    """Yield the faults of what is counted: households have members, people have not."""
    definition, counted = known[key], find_counted(key, known)
    if counted not in {PERSONS, HOUSEHOLDS, ROWS, *register.columns}:
        hint = hint_at(counted, [PERSONS, HOUSEHOLDS, ROWS, *register.columns])
        yield _fault(
            typed, (key, "count"), f"没有“{counted}”{hint}", "写 persons、households、rows 或一列的键"
        )
    if counted in {PERSONS, HOUSEHOLDS} and register.subject != "name":
        detail = f"：《{register.title}》一行不是一个人"
        yield _fault(typed, (key, "count"), detail, "写 count: rows 或一列的键")
    households = counted == HOUSEHOLDS
    if households and (definition.where or definition.either):
        yield _fault(typed, (key,), "数的是户，条件要写给户里的人", "把 where、either 写进 having 或 without")
    if not households and (definition.having or definition.without):
        yield _fault(typed, (key,), "having、without 只用于数户", "写 count: households，或改写 where")
    if (
        definition.of
        and HOUSEHOLDS in {counted, find_counted(definition.of, known)}
        and counted != find_counted(definition.of, known)
    ):
        yield _fault(
            typed, (key, "of"), "一个数户、一个数人，不能是其中的一部分", "数户的写 having: [{of: …}]"
        )
    for each in (*definition.having, *definition.without):
        if each.of and find_counted(each.of, known) == HOUSEHOLDS:
            yield _fault(typed, (key,), f"having、without 里的“{each.of}”数的是户", "请写数人的指标")
    if definition.add and (
        households
        or definition.add not in register.columns
        or register.columns[definition.add].kind != "count"
    ):
        yield _fault(typed, (key, "add"), "应当是花名册里填整数的一列，且不数户", "请核对 add")


def _check_relations(typed: TypedRubric, known: Mapping[str, Definition]) -> Iterator[Problem]:
    """Yield a fault for a part that is counted, but not in what is by its definition its whole: a hint may be wrong."""
    for name, relation in typed.rubric.relations.items():
        part, whole = relation.part, relation.whole
        if (
            part in known
            and whole in known
            and part != whole
            and relation.level == "error"
            and whole not in list_bases(str(part), known)
        ):
            detail = f"说 {part} 是 {whole} 的一部分，两个都由花名册数出，{part} 却不是在 {whole} 里数的"
            words = {
                "rule": f"relations.{name}",
                "detail": detail,
                "advice": f"请在 {part} 的 counted 里写 of: {whole}",
            }
            yield Problem("R126", typed.place("relations", name), words)
