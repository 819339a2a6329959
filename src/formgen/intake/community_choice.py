"""Which communities of a data file are wanted: chosen by name and by township, unknown names refused.

Knows who is in a source; reads no value.
"""

from collections.abc import Sequence

from formgen.intake.source import Source
from formgen.problems import FormgenError, Problem


def choose(source: Source, only: Sequence[str], townships: Sequence[str]) -> list[int]:
    """Return which communities are wanted, by name (or township and name) and by township."""
    full = {entry.full_name for entry in source.entries}
    plain = {entry.name for entry in source.entries}
    known_townships = list(dict.fromkeys(entry.township for entry in source.entries))
    faults = [
        *unknown_names("D133", only, full | plain, [entry.name for entry in source.entries]),
        *unknown_names("D137", townships, set(known_townships), known_townships),
    ]
    if faults:
        raise FormgenError(*faults, usage=True)
    return [
        at
        for at, entry in enumerate(source.entries)
        if (not only or {entry.name, entry.full_name} & set(only))
        and (not townships or entry.township in townships)
    ]


def unknown_names(code: str, asked: Sequence[str], known: set[str], shown: Sequence[str]) -> list[Problem]:
    """Return a problem for each name that is asked for and not known; ``shown`` are those to choose from."""
    listed = "、".join(name or "（空）" for name in shown[:20]) or "（没有）"
    return [Problem(code, words={"name": name, "known": listed}) for name in asked if name not in known]
