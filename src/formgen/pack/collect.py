"""Read back what people typed into the forms of a folder, against what the data would print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from formgen import exact, signature
from formgen.forms.compiled import CompiledForm
from formgen.forms.fields import Value, Wishes, fill
from formgen.forms.layout import groups
from formgen.forms.readback import read_back
from formgen.forms.text import printed
from formgen.intake.amend import Amendment
from formgen.problems import Place, Problem
from formgen.rubric.score import Scorecard

_OWN = ("汇总表", "目录")  # files of ours that hold no form


@dataclass(frozen=True, slots=True)
class Found:
    """One value that somebody typed: where, what stood there, what stands there now."""

    amendment: Amendment
    label: str
    before: str


@dataclass(frozen=True, slots=True)
class Collected:
    """What a folder gave: values to take over, and what a person has to look at."""

    found: tuple[Found, ...]
    problems: tuple[Problem, ...]
    files: int


def collect(
    folder: Path, cards: Sequence[Scorecard], forms: Sequence[CompiledForm], wishes: Wishes
) -> Collected:
    """Read every changed form below a folder. Files that were not changed since they were made are passed over.

    A value that two files give differently is reported (T112) and not taken.
    """
    by_name = {(card.community.township, card.community.name): card for card in cards}
    found: list[Found] = []
    problems: list[Problem] = []
    files = 0
    for path in sorted(folder.rglob("*")):
        if (
            path.suffix not in {".docx", ".xlsx"}
            or path.name.startswith(("~$", "."))
            or signature.untouched(path)
        ):
            continue
        if any(word in path.stem for word in _OWN):
            continue
        files += 1
        match = _recognised(path, by_name, forms)
        if match is None:
            problems.append(Problem("T113", Place(file=path.name), {"file": str(path.relative_to(folder))}))
            continue
        card, form, read = match
        more, faults = _typed(path, card, form, read, fill(card, form.form, wishes).values)
        found += more
        problems += faults
    kept, conflicts = _agreed(found)
    return Collected(tuple(kept), (*problems, *conflicts), files)


def _recognised(
    path: Path, by_name: Mapping[tuple[str, str], Scorecard], forms: Sequence[CompiledForm]
) -> tuple[Scorecard, CompiledForm, dict[str, str]] | None:
    """Return whose form a file is and what it holds: by what it says itself, else by shape and name."""
    says = signature.identity(path)
    for form in forms:
        if says and says.get("form") != form.form.id:
            continue
        template = dict(form.templates).get(path.suffix)
        read = read_back(template, path.read_bytes()) if template else None
        if read is None:
            continue
        name = says.get("name") or read.get("name", "")
        townships = [township for township, known in by_name if known == name]
        township = says.get("township") if says else townships[0] if len(townships) == 1 else None
        if (township or "", name) in by_name:
            return by_name[township or "", name], form, read
    return None


def _typed(
    path: Path, card: Scorecard, form: CompiledForm, read: Mapping[str, str], base: Mapping[str, Value]
) -> tuple[list[Found], list[Problem]]:
    """Return what was typed into one form."""
    rubric, community = card.rubric, card.community
    criteria = {row.key: row.criteria for group in groups(rubric, form.form) for row in group.rows}
    found: list[Found] = []
    problems: list[Problem] = []
    for slot, text in read.items():
        before = printed(base[slot])
        if not text or _plain(text) == _plain(before) or slot in {"name", "township"}:
            continue
        row, _, column = slot.partition(".")
        if slot in rubric.facts:
            amendment = Amendment(community.township, community.name, "", slot, text, path.name)
            found.append(Found(amendment, rubric.facts[slot].zh, before))
        elif row in criteria:
            points = _points(text, card, criteria[row])
            level = form.form.spec.columns[column].level
            label = f"{rubric.columns[level]} {card.label(criteria[row][0])}"
            if points is None:
                words = {"label": label, "value": text, "file": path.name}
                problems.append(Problem("T114", Place(file=path.name), words))
                continue
            amendment = Amendment(
                community.township, community.name, level, criteria[row][0], points, path.name
            )
            found.append(Found(amendment, label, before))
    return found, problems


def _points(text: str, card: Scorecard, keys: tuple[str, ...]) -> Fraction | None:
    """Return typed points; None for no number, points out of range, or a row that sums several criteria."""
    try:
        points = exact.parse(text)
    except exact.NotANumberError:
        return None
    return points if len(keys) == 1 and 0 <= points <= card.rubric.criteria[keys[0]].points else None


def _plain(text: str) -> str:
    return "".join(text.split())


def _agreed(found: Sequence[Found]) -> tuple[list[Found], list[Problem]]:
    """Keep each value once; report values that two files give differently."""
    by_key: dict[tuple[str, str, str, str], list[Found]] = {}
    for each in found:
        given = each.amendment
        by_key.setdefault((given.township, given.name, given.level, given.key), []).append(each)
    kept: list[Found] = []
    problems: list[Problem] = []
    for group in by_key.values():
        if len({each.amendment.value for each in group}) == 1:
            kept.append(group[0])
            continue
        one, other = (
            group[0].amendment,
            next(each for each in group if each.amendment.value != group[0].amendment.value).amendment,
        )
        words = {
            "community": f"{one.township}{one.name}",
            "label": group[0].label,
            "one": f"{printed(one.value)}（{one.origin}）",
            "other": f"{printed(other.value)}（{other.origin}）",
        }
        problems.append(Problem("T112", words=words))
    return kept, problems
