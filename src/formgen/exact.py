"""Exact numbers: from typed text to fractions, and back to print.

No float is ever involved. A number typed as ``96%``, ``1,234``, ``１２`` or ``1:3`` becomes the fraction it
means; printing is the only place where digits are dropped.
"""

import re
from collections import Counter
from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from formgen.folding import fold

_LONGEST = 40  # characters; a longer number is a mistake or an attack
_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+)")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}([,\u00a0\u2009\u202f])[0-9]{3}(\1[0-9]{3})*(\.[0-9]+)?")
_SPACED = re.compile(r"[+-]?[1-9][0-9]?( [0-9]{3})+(\.[0-9]+)?")  # 783 800 may be two numbers side by side
_QUOTIENT = re.compile(r"([0-9]+) ?/ ?([0-9]+)")
_PROPORTION = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?: ?([0-9]+(?:\.[0-9]+)?)")
_EXPONENT = re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+")
_SEPARATORS = dict.fromkeys(map(ord, ", \u00a0\u2009\u202f"))


class NotANumberError(ValueError):
    """The text is not a number; ``exponent`` marks the one notation that is refused although Python reads it."""

    def __init__(self, text: str, *, exponent: bool = False) -> None:
        """Keep the offending text."""
        super().__init__(f"“{text[:_LONGEST]}”不是数")
        self.text = text
        self.exponent = exponent


def parse(text: str) -> Fraction:
    """Read a number exactly.

    Takes decimals, thousands separators, percent (``96%`` is 24/25) and quotients (``1/3``); full-width
    digits too. Raises NotANumberError for anything else, including exponents: ``1e9999999`` would take seconds.
    """
    plain = fold(text)
    divisor = {"%": 100, "‰": 1000}.get(plain[-1:], 1)
    if divisor != 1:
        plain = plain[:-1].rstrip()
    if (quotient := _QUOTIENT.fullmatch(plain)) and len(plain) <= _LONGEST and int(quotient[2]):
        return Fraction(int(quotient[1]), int(quotient[2])) / divisor
    return parse_decimal(plain) / divisor


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
    rest = value.denominator
    if rest == 1:
        return str(value.numerator)
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(value)
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    return _scaled_text(int(value * 10**digits), digits)


def points_text(value: Fraction, *, below: Fraction | None = None) -> str:
    """Return points for print: at most two decimals, rounded half up.

    ``below`` is a mark the value has not reached: a text that would seem to reach it is truncated instead.
    """
    if below is None:
        return _rounded(*value.as_integer_ratio())
    hundredths = (abs(value) * 200 + 1) // 2
    if value < below <= Fraction(hundredths, 100):
        hundredths = abs(value) * 100 // 1
    return _scaled_text(int(hundredths) * (-1 if value < 0 else 1), 2)


@lru_cache(maxsize=4096)
def _rounded(numerator: int, denominator: int) -> str:
    """Return a fraction with at most two decimals, rounded half up. Points repeat, so their texts are cached."""
    hundredths = (abs(numerator) * 200 + denominator) // (2 * denominator)
    return _scaled_text(-hundredths if numerator < 0 else hundredths, 2)


def tell_apart(values: Collection[Fraction], mark: Fraction | None = None) -> dict[Fraction, str]:
    """Return points for print in a list: different ones never look the same, nor like a ``mark`` they have not reached.

    Those that would look the same are shown with as many decimals as tell them apart, never rounded up.
    """
    texts = {value: points_text(value, below=mark) for value in values}
    seen = Counter(texts.values())
    close = [value for value, text in texts.items() if seen[text] > 1]
    for digits in range(3, _LONGEST):
        if len({value * 10**digits // 1 for value in close}) == len(close):
            return texts | {
                value: _scaled_text(int(value * 10**digits // 1), digits)
                for value in close
                if value.denominator > 1
            }
    return texts | {value: exact_text(value) for value in close}


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
