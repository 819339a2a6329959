"""ID numbers of citizens: what can be read from one, and why one cannot be used. Knows one cell's value only."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.cn import ric

from formgen.folding import fold, remove_blanks
from formgen.registers.register import MAN, WOMAN

_NEW, _OLD = 18, 15  # digits of a number since 1999, and of one before
_CENTURY = "19"  # of everybody who had an old number
_KEPT = 10**15  # spreadsheets keep the digits of smaller numbers only
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+")
_SIGNS = re.compile(r"[\s'’‘`\-－]")
_SHAPE = re.compile(r"[0-9]{17}[0-9X]|[0-9]{15}", re.ASCII)


class IdFault(StrEnum):
    """Why a number cannot be used."""

    DAMAGED = "damaged"
    LENGTH = "length"
    SIGNS = "signs"
    BIRTH = "birth"
    CHECKSUM = "checksum"


@dataclass(frozen=True, slots=True)
class IdNumber:
    """An ID number as it was read: 18 signs, with the day of birth and the sex; or as typed, with its fault."""

    number: str
    birth: date | None = None
    sex: str = ""
    fault: IdFault | None = None


def read_id_number(value: object) -> IdNumber:
    """Read the ID number of a cell: full-width, with blanks, a small x, or one of the old ones of 15 digits."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        if value >= _KEPT or value != int(value):
            return IdNumber(
                f"{value:.11G}" if value != int(value) else f"{int(value)}", fault=IdFault.DAMAGED
            )
        return _read_digits(str(int(value)))
    typed = str(value)
    if typed.isascii() and len(typed) == _NEW and typed[:-1].isdecimal():
        return _read_digits(typed.upper())
    plain = fold(typed)
    if _SCIENTIFIC.fullmatch(remove_blanks(plain)):
        return IdNumber(plain, fault=IdFault.DAMAGED)
    return _read_digits(_SIGNS.sub("", plain).upper())


def _read_digits(number: str) -> IdNumber:
    if not _SHAPE.fullmatch(number):
        signs = not number[:-1].isdecimal() or not number.isascii()
        return IdNumber(number, fault=IdFault.SIGNS if signs else IdFault.LENGTH)
    if len(number) == _OLD:
        number = f"{number[:6]}{_CENTURY}{number[6:]}"
        number += ric.calc_check_digit(f"{number}0")
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return IdNumber(number, fault=IdFault.BIRTH)
    if number[-1] != ric.calc_check_digit(number):
        lost = number.endswith("000")  # a spreadsheet that kept 15 digits, written out again
        return IdNumber(number, fault=IdFault.DAMAGED if lost else IdFault.CHECKSUM)
    return IdNumber(number, birth, MAN if int(number[16]) % 2 else WOMAN)


def age_on(birth: date, day: date) -> int:
    """Return the completed years on a day; who was born on 29 February completes one on 1 March of common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def mask(text: str) -> str:
    """Return a number of a person with its middle hidden: 3301**********1234, 138****5678, 77***59."""
    signs = [sign for sign in text if sign.isalnum()]
    kept = next(
        each
        for least, each in ((_OLD, (4, 4)), (11, (3, 4)), (7, (2, 2)), (0, (1, 0)))
        if len(signs) >= least
    )
    head, tail = kept
    hidden = max(len(signs) - head - tail, 0)
    return "".join([*signs[:head], "*" * hidden, *signs[len(signs) - tail :]]) if signs else ""
