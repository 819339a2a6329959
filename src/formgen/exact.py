"""Exact numbers: from typed text to fractions, and back to print.

No float is ever involved. A number typed as ``96%``, ``1,234``, ``１２`` or ``1:3`` becomes the fraction it
means; printing is the only place where digits are dropped.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from formgen.folding import fold
from formgen.quoting import list_unseen

_LONGEST = 40  # characters; a longer number is a mistake or an attack
_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+)")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")
_SPACED = re.compile(
    r"[+-]?[1-9][0-9]?([ \u00a0\u2009\u202f])[0-9]{3}(\1[0-9]{3})*(\.[0-9]+)?"
)  # 783 800 may be two numbers side by side, whatever blank parts them
_QUOTIENT = re.compile(r"([0-9]+) ?/ ?([0-9]+)")
_PROPORTION = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?: ?([0-9]+(?:\.[0-9]+)?)")
_EXPONENT = re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+")
_PERCENT = {"%": 100, "‰": 1000}
_SIGNS = {"平方米": ("㎡", "m²", "m2", "m^2", "平米", "平方")}  # of units
_SEPARATORS = dict.fromkeys(map(ord, ", \u00a0\u2009\u202f"))


class NotANumberError(ValueError):
    """The text is not a number; ``exponent`` marks the one notation that is refused although Python reads it."""

    def __init__(self, text: str, *, exponent: bool = False) -> None:
        """Keep the offending text."""
        super().__init__(f"“{text[:_LONGEST]}”不是数")
        self.text = text
        self.exponent = exponent


class WrittenNumber(NamedTuple):
    """A number as it is written: its value, and whether it is written as a percentage."""

    value: Fraction
    percent: bool = False


def parse(text: str) -> Fraction:
    """Read a number of a rubric exactly; what clerks write is for ``parse_number``.

    Takes decimals, thousands separators, percent (``96%`` is 24/25) and quotients (``1/3``); full-width
    digits too. Raises NotANumberError for anything else, including exponents: ``1e9999999`` would take seconds.
    """
    plain = fold(text)
    divisor = _PERCENT.get(plain[-1:], 1)
    if divisor != 1:
        plain = plain[:-1].rstrip()
    if (quotient := _QUOTIENT.fullmatch(plain)) and len(plain) <= _LONGEST and int(quotient[2]):
        return Fraction(int(quotient[1]), int(quotient[2])) / divisor
    return parse_decimal(plain) / divisor


def parse_number(text: str, unit: str = "") -> WrittenNumber | None:
    """Return the number that a text is, None for a text that is no number: digits, thousands separators, a sign, its own unit, %.

    A sign that is none of these makes it no number, above all a sign that cannot be seen.
    """
    if list_unseen(text):
        return None
    plain, divisor = fold(text), 1
    written = next((each for each in _write_unit(unit) if plain.lower().endswith(each)), "")
    if written:
        plain = plain[: -len(written)].rstrip()
    elif plain[-1:] in _PERCENT:
        plain, divisor = plain[:-1].rstrip(), _PERCENT[plain[-1]]
    if plain.startswith("+"):
        return None
    try:
        return WrittenNumber(parse_decimal(plain) / divisor, divisor != 1)
    except NotANumberError:
        return None


def _write_unit(unit: str) -> tuple[str, ...]:
    """Return how a unit is written behind a number: itself, and the signs that mean the same; % is read for itself."""
    plain = fold(unit).lower()
    return () if not plain or plain in _PERCENT else (plain, *_SIGNS.get(plain, ()))


def parse_decimal(text: str) -> Fraction:
    """Read a decimal number exactly: neither percent nor quotient. Raises NotANumberError for anything else."""
    plain = fold(text)
    if len(plain) > _LONGEST:
        raise NotANumberError(plain)
    if _EXPONENT.fullmatch(plain):
        raise NotANumberError(plain, exponent=True)
    if _GROUPED.fullmatch(plain) or _SPACED.fullmatch(plain):
        plain = plain.translate(_SEPARATORS)
    if not _PLAIN.fullmatch(plain):
        raise NotANumberError(text)
    return Fraction(plain)


def parse_proportion(text: str) -> Fraction:
    """Read ``1:3`` as 3, the amount of the second for each one of the first. Raises NotANumberError."""
    match = _PROPORTION.fullmatch(fold(text))
    if match is None or Fraction(match[1]) == 0:
        raise NotANumberError(text)
    return Fraction(match[2]) / Fraction(match[1])


def of_float(value: float) -> Fraction:
    """Return the decimal a person typed into a spreadsheet cell (15 digits are what a spreadsheet keeps)."""
    return Fraction(Decimal(f"{value:.15g}"))


def exact_text(value: Fraction) -> str:
    """Return the value without loss: ``12.5`` when decimal digits suffice, else ``45/7``."""
    return _exact_text(*value.as_integer_ratio())


@lru_cache(maxsize=4096)
def _exact_text(numerator: int, denominator: int) -> str:
    """Return the text of a fraction without loss. Points repeat, so their texts are cached."""
    rest, value = denominator, Fraction(numerator, denominator)
    if rest == 1:
        return str(numerator)
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(value)
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    return _scaled_text(int(value * 10**digits), digits)


def points_text(value: Fraction, apart_from: Iterable[Fraction] = ()) -> str:
    """Return points for print: two decimals rounded half up, and more where they would tell something else.

    A number that is not whole never looks whole, nor like another number of ``apart_from``: a mark, a neighbour.
    """
    return exact_text(round_points(value, apart_from))


def round_points(value: Fraction, apart_from: Iterable[Fraction] = ()) -> Fraction:
    """Return points exactly as ``points_text`` prints them."""
    if value.denominator == 1:
        return value
    others = [other for other in apart_from if other != value]
    return _rounded(
        *value.as_integer_ratio(), max((_count_places(value, other) for other in others), default=2)
    )


def round_apart(values: Iterable[Fraction], marks: Iterable[Fraction] = ()) -> dict[Fraction, Fraction]:
    """Return for each number of a list what is printed of it: different ones print differently, in their order.

    ``marks`` are numbers that stand in no list, but are compared with them.
    """
    own = set(values)
    known = sorted(own | set(marks))
    around = zip([None, *known], known, [*known[1:], None], strict=False)
    return {
        value: round_points(value, [each for each in (below, above) if each is not None])
        for below, value, above in around
        if value in own
    }


@lru_cache(maxsize=4096)
def _rounded(numerator: int, denominator: int, places: int) -> Fraction:
    """Return a fraction rounded half up, to more places where it would look whole. Points repeat, so they are cached."""
    value = Fraction(numerator, denominator)
    whole = Fraction(_scale(value, 0))
    if value != whole:
        places = max(places, _count_places(value, whole))
    return Fraction(_scale(value, places), 10**places)


def _count_places(value: Fraction, other: Fraction) -> int:
    """Return the fewest places, two at least, at which two different numbers are rounded to different ones."""
    places = 2
    while _scale(value, places) == _scale(other, places):
        places += 1
    return places


def _scale(value: Fraction, places: int) -> int:
    """Return a number of so many places without its point, rounded half up."""
    one: int = 10**places
    scaled = (abs(value.numerator) * 2 * one + value.denominator) // (2 * value.denominator)
    return -scaled if value < 0 else scaled


def cut_text(value: Fraction) -> str:
    """Return a measured value for print, truncated (never rounded up) to two decimals; ``…`` says digits were dropped."""
    hundredths, rest = divmod(abs(value) * 100, 1)
    sign = -1 if value < 0 else 1
    return _scaled_text(sign * int(hundredths), 2) + ("…" if rest else "")


def percent_text(value: Fraction) -> str:
    """Return a rate for print as a percentage, truncated (never rounded up) to two decimals."""
    return f"{cut_text(value * 100)}%"


def _scaled_text(scaled: int, digits: int) -> str:
    """Return ``scaled / 10**digits`` as decimal text without trailing zeros."""
    sign = "-" if scaled < 0 else ""
    whole, rest = divmod(abs(scaled), 10**digits)
    tail = str(rest).rjust(digits, "0").rstrip("0") if digits else ""
    return f"{sign}{whole}.{tail}" if tail else f"{sign}{whole}"
