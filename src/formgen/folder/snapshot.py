"""What the ledger remembers of a community: its data with their cells, points and totals, and what was printed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from formgen.county.awards import awards_without_title
from formgen.exact import exact_text
from formgen.filling.drafted_narrative import RATE, figure_text
from formgen.forms.text import SlotValue, format_value
from formgen.ledger.packing import UNREADABLE_JSON, pack_json, unpack_json
from formgen.model import Community, Who
from formgen.problems import Place, Problem
from formgen.rubric.score import Scorecard

_NUMBER = re.compile(r"-?\d+(\.\d+|/[1-9]\d*)?")  # as exact_text writes one


@dataclass(frozen=True, slots=True)
class Datum:
    """One value of the data: its text and the cell it was read from."""

    text: str
    cell: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A community as it was when its documents were made. Points are exact texts, None when 待定.

    ``data`` goes by part and key (``facts.phone``, ``monthly.employed.3``, ``scores.county.item4``), ``forms`` by
    form and slot; a slot left blank is not listed. ``waits`` says that the verdict waits for data, ``rates`` are the
    rates of the criteria as a draft prints them; older snapshots tell neither.
    """

    data: Mapping[str, Datum] = field(default_factory=dict)
    points: Mapping[str, str | None] = field(default_factory=dict)
    totals: Mapping[str, str | None] = field(default_factory=dict)
    passed: bool | None = None
    awards: Mapping[str, str | None] = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    waits: bool = False
    rates: Mapping[str, str] = field(default_factory=dict)

    @property
    def final(self) -> Fraction | None:
        """Return the score that counts, None while it is 待定; older snapshots hold the computed total only."""
        final = self.totals.get("final", self.totals.get("total"))
        return None if final is None else Fraction(final)

    def pack(self) -> bytes:
        """Return the snapshot as bytes for the ledger."""
        return pack_json(
            {
                "texts": {key: datum.text for key, datum in self.data.items()},
                "cells": {key: datum.cell for key, datum in self.data.items()},
                "points": dict(self.points),
                "totals": dict(self.totals),
                "passed": self.passed,
                "awards": dict(self.awards),
                "forms": {form: dict(slots) for form, slots in self.forms.items()},
                "waits": self.waits,
                "rates": dict(self.rates),
            }
        )


class UnpackedSnapshots(NamedTuple):
    """Snapshots of communities, and those of whom the ledger holds bytes that make no sense."""

    known: dict[Who, Snapshot]
    unreadable: tuple[Who, ...]

    @property
    def problems(self) -> list[Problem]:
        """Return a problem for each snapshot that cannot be read."""
        return [Problem("F151", words={"community": str(who)}) for who in self.unreadable]


def unpack_snapshots(packed: Mapping[Who, bytes]) -> UnpackedSnapshots:
    """Unpack many snapshots; one that cannot be read costs no other."""
    known: dict[Who, Snapshot] = {}
    unreadable: list[Who] = []
    for who, data in packed.items():
        try:
            known[who] = unpack_snapshot(data)
        except ValueError:
            unreadable.append(who)
    return UnpackedSnapshots(known, tuple(unreadable))


def unpack_snapshot(data: bytes) -> Snapshot:
    """Return the snapshot that was packed. Raises ValueError for anything else."""
    try:
        held = unpack_json(data)
        texts, cells = _read_texts(held["texts"]), _read_texts(held["cells"])
        return Snapshot(
            {key: Datum(text, cells[key]) for key, text in texts.items()},
            _read_numbers(held["points"]),
            _read_numbers(held["totals"]),
            _read_verdict(held["passed"]),
            _read_numbers(held["awards"]),
            {form: _read_texts(slots) for form, slots in held["forms"].items()},
            waits=held.get("waits") is True,
            rates=_read_texts(held.get("rates", {})),
        )
    except UNREADABLE_JSON as error:
        message = "no snapshot"
        raise ValueError(message) from error


def _read_verdict(held: Any) -> bool | None:  # noqa: ANN401 - JSON has no better type
    """Return a verdict. Raises TypeError for anything else."""
    if held is None or isinstance(held, bool):
        return held
    raise TypeError(held)


def _read_texts(held: Any) -> dict[str, str]:  # noqa: ANN401 - JSON has no better type
    """Return an object of texts. Raises TypeError for anything else."""
    if not isinstance(held, dict) or not all(isinstance(text, str) for text in held.values()):
        raise TypeError(held)
    return held


def _read_numbers(held: Any) -> dict[str, str | None]:  # noqa: ANN401 - JSON has no better type
    """Return an object of exact numbers as texts, null for 待定. Raises what UNREADABLE_JSON names for anything else."""
    for text in held.values():
        if text is not None and not (isinstance(text, str) and _NUMBER.fullmatch(text)):
            raise TypeError(text)
    return dict(held)


def take_snapshot(card: Scorecard, forms: Mapping[str, Mapping[str, SlotValue]]) -> Snapshot:
    """Return the snapshot of a scorecard and of the values of its forms."""
    return Snapshot(
        data=_data(card.community),
        points={key: _text(card.points(key)) for key in card.outcomes},
        totals={
            "main": _text(card.main),
            **({"bonus": _text(card.bonus)} if card.rubric.bonus else {}),
            "total": _text(card.total),
            **({"final": _text(card.final.total)} if card.final.total != card.total else {}),
        },
        passed=card.passed,
        awards={key: _text(yuan) for key, yuan in awards_without_title(card).items()},
        forms={
            form: {slot: text for slot, value in values.items() if (text := format_value(value))}
            for form, values in forms.items()
        },
        waits=card.verdict.waits_for_data,
        rates={key: text for key in card.outcomes if (text := figure_text(card, f"{key}{RATE}"))},
    )


def _data(community: Community) -> dict[str, Datum]:
    """Return every value of a community with its cell."""
    found = {f"facts.{key}": _datum(fact.text, fact.place) for key, fact in community.facts.items()}
    found |= {
        f"indicators.{key}": _datum(each.text, each.place) for key, each in community.indicators.items()
    }
    for key, series in community.monthly.items():
        found |= {
            f"monthly.{key}.{month}": _datum(each.text, each.place)
            for month, each in enumerate(series, 1)
            if each
        }
    for key, given in community.judged.items():
        found[f"judged.{key}"] = _datum(given.text, given.place)
        found |= {
            f"judged.{key}.{part}": _datum(text, given.place)
            for part, text in (("by", given.by), ("reason", given.reason))
            if text
        }
    for level, column in community.scores.items():
        found |= {f"scores.{level}.{key}": _datum(each.text, each.place) for key, each in column.items()}
    return found


def _datum(text: str, place: Place) -> Datum:
    return Datum(text, place.short)


def _text(points: Fraction | None) -> str | None:
    return None if points is None else exact_text(points)
