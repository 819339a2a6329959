"""Two snapshots of a community held against each other: values with their cells, points, totals, awards, print."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from formgen.county.quota_places import Contender, share_places
from formgen.county.ranking import rank_scores
from formgen.filling.rows import label_of
from formgen.folder.snapshot import Datum, Snapshot
from formgen.forms.checksums import matches
from formgen.forms.form import Form
from formgen.intake import make_catalogue
from formgen.model import Who
from formgen.rubric.schema import Rubric
from formgen.rubric.terms import TOTALS, VERDICTS

_NOTHING = Datum("", "")


@dataclass(frozen=True, slots=True)
class Shift:
    """One value that changed: its key, its name for a clerk, old and new text (None: 待定), and their cells."""

    key: str
    label: str
    old: str | None
    new: str | None
    old_cell: str = ""
    new_cell: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What changed of one community. ``state`` is ``new``, ``gone`` or ``changed``.

    ``printed`` are places of the forms whose text changes; set only where the old data are unknown.
    """

    who: Who
    state: str
    values: tuple[Shift, ...] = ()
    points: tuple[Shift, ...] = ()
    totals: tuple[Shift, ...] = ()
    awards: tuple[Shift, ...] = ()
    printed: tuple[Shift, ...] = ()

    @property
    def empty(self) -> bool:
        """Return whether nothing changed."""
        return self.state == "changed" and not (
            self.values or self.points or self.totals or self.awards or self.printed
        )


@dataclass
class Namer:
    """Names what stands in snapshots in the words of a clerk."""

    rubric: Rubric
    forms: Sequence[Form]
    _data: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Make all names once."""
        fields = make_catalogue(self.rubric)
        named = {f"facts.{key}": each.label for key, each in fields.facts.items()}
        named |= {f"indicators.{key}": each.label for key, each in fields.indicators.items()}
        named |= {
            f"monthly.{key}.{month}": f"{fields.indicators[key].label}{month}月"
            for key in fields.monthly
            for month in range(1, 13)
        }
        for key, each in fields.judged.items():
            named |= {
                f"judged.{key}": f"评审打分 {each.label}",
                f"judged.{key}.by": f"评审打分 {each.label} 评审人",
                f"judged.{key}.reason": f"评审打分 {each.label} 理由",
            }
        for level, column in fields.scores.items():
            named |= {f"scores.{level}.{key}": each.label for key, each in column.items()}
        self._data = named

    def datum(self, key: str) -> str:
        """Return the name of a value of the data."""
        return self._data.get(key, key)

    def slot(self, form: str, slot: str) -> str:
        """Return the name of a place of a form."""
        known = next((each for each in self.forms if each.id == form), None)
        return f"{known.spec.file} {label_of(self.rubric, known, slot)}" if known else slot

    def points(self, key: str) -> str:
        """Return the name of a criterion."""
        return self.rubric.criteria[key].label if key in self.rubric.criteria else key

    def award(self, key: str) -> str:
        """Return the title of an award."""
        return self.rubric.awards[key].title if key in self.rubric.awards else key


def compare_snapshots(who: Who, old: Snapshot | None, new: Snapshot | None, name: Namer) -> Change:
    """Return what changed between two snapshots of a community."""
    state = "new" if old is None else "gone" if new is None else "changed"
    was, now = old or Snapshot(), new or Snapshot()
    known = bool(was.data or was.points)
    return Change(
        who,
        state,
        _values(was, now, name) if known and new else (),
        _shifts(was.points, now.points, name.points) if known and new else (),
        _totals(was, now) if known and new else (),
        _shifts(was.awards, now.awards, name.award) if known and new else (),
        _printed(was, now, name) if old and new and not known else (),
    )


def _values(was: Snapshot, now: Snapshot, name: Namer) -> tuple[Shift, ...]:
    found = []
    for key in {**was.data, **now.data}:
        old, new = was.data.get(key, _NOTHING), now.data.get(key, _NOTHING)
        if old.text != new.text:
            found.append(Shift(key, name.datum(key), old.text, new.text, old.cell, new.cell))
    return tuple(found)


def _shifts(
    was: Mapping[str, str | None], now: Mapping[str, str | None], name: Callable[[str], str]
) -> tuple[Shift, ...]:
    return tuple(
        Shift(key, name(key), was.get(key), now.get(key))
        for key in {**was, **now}
        if was.get(key) != now.get(key)
    )


def _totals(was: Snapshot, now: Snapshot) -> tuple[Shift, ...]:
    found = list(_shifts(_with_final(was, now), _with_final(now, was), lambda key: TOTALS.get(key, key)))
    if was.passed != now.passed:
        found.append(Shift("passed", "结论", VERDICTS.get(was.passed), VERDICTS.get(now.passed)))
    return tuple(found)


def _with_final(own: Snapshot, other: Snapshot) -> dict[str, str | None]:
    """Return the totals; the final score among them where one of two snapshots has one of its own."""
    if "final" not in own.totals and "final" not in other.totals:
        return dict(own.totals)
    return {**own.totals, "final": own.totals.get("final", own.totals.get("total"))}


def _printed(was: Snapshot, now: Snapshot, name: Namer) -> tuple[Shift, ...]:
    """Return the places of documents whose text changes; only those that were read."""
    return tuple(
        Shift(f"{form}/{slot}", name.slot(form, slot), text, now.forms.get(form, {}).get(slot, ""))
        for form, slots in was.forms.items()
        for slot, text in slots.items()
        if not matches(now.forms.get(form, {}).get(slot, ""), text)
    )


@dataclass(frozen=True, slots=True)
class RankShift:
    """A community whose place in the ranking changes; None for no place."""

    who: Who
    old: int | None
    new: int | None


def compare_ranks(old: Mapping[Who, Fraction | None], new: Mapping[Who, Fraction | None]) -> list[RankShift]:
    """Return the communities whose rank changes, by their new rank."""
    was = dict(zip(old, rank_scores(list(old.values())), strict=True))
    now = dict(zip(new, rank_scores(list(new.values())), strict=True))
    moved = [
        RankShift(who, was.get(who), now.get(who))
        for who in {**now, **was}
        if was.get(who) != now.get(who) or (who in was) != (who in now)
    ]
    return sorted(moved, key=lambda each: (each.new is None, each.new or 0))


def take_quota(scores: Mapping[Who, Fraction | None], most: int) -> set[Who]:
    """Return the communities that a quota of ``most`` may take by rank; those tied at the cut all count."""
    ranked = [Contender(who, score) for who, score in scores.items() if score is not None]
    places = share_places(ranked, most)
    return {*places.within, *places.tied}
