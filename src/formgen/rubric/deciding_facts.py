"""What decides money, targets and quotas besides points: facts and figures of a community that no criterion asks for.

Knows the rubric; nothing of communities.
"""

from collections.abc import Iterator

from formgen.rubric.schema import COUNTED, Rubric


def list_deciding(rubric: Rubric) -> dict[str, tuple[str, ...]]:
    """Return the keys of the facts and indicators that decide an award, a target or a quota, each with what it decides."""
    found: dict[str, tuple[str, ...]] = {}
    known = {*rubric.facts, *rubric.indicators}
    for key, what in _list_uses(rubric):
        if key in known:
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), what)))
    return found


def list_standard_words(rubric: Rubric) -> dict[str, tuple[str, ...]]:
    """Return the keys of the facts and indicators that standards read, with the titles of those it answers by itself."""
    found: dict[str, tuple[str, ...]] = {}
    for gate in rubric.gates.standards.values() if rubric.gates else ():
        for key in sorted(gate.keys):
            titles = (gate.title,) if key == gate.answer and not gate.measure else ()
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *titles)))
    return found


def list_counted_keys(rubric: Rubric) -> Iterator[tuple[str, str]]:
    """Yield the keys of the facts and indicators that a target or a quota counts, each with which one it is."""
    counted = [(f"目标“{each.title}”", (each.of, each.to)) for each in rubric.targets.values()]
    counted += [(f"名额“{each.title}”", (each.to, each.among)) for each in rubric.quotas.values()]
    for what, keys in counted:
        yield from ((key, what) for key in keys if key and key not in COUNTED)


def _list_uses(rubric: Rubric) -> Iterator[tuple[str, str]]:
    for award in rubric.awards.values():
        keys = (award.answer, award.at_least_one, award.amount)
        yield from ((key, f"奖补“{award.title}”") for key in keys if key)
    yield from list_counted_keys(rubric)
