"""ID numbers: read in every way they are written, refused with the reason where they cannot be used."""

from datetime import date

import pytest
from support.invented_people import id_number

from formgen.rosters.identity import IdFault, age_on, mask, read_id_number

MAN = id_number("19900307", 123)
WOMAN = id_number("19851120", 8)
X = next(number for at in range(1, 400, 2) if (number := id_number("19900307", at)).endswith("X"))
OLD = "999999900307123"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        (MAN, MAN),
        (X, X),
        (X.lower(), X),
        (f" {MAN[:6]} {MAN[6:14]} {MAN[14:]} ", MAN),
        (f"'{MAN}", MAN),
        (f"{MAN[:6]}-{MAN[6:]}", MAN),
        ("".join(chr(ord(sign) + 0xFEE0) for sign in X), X),
        (OLD, id_number("19900307", 123)),
        (float(OLD), id_number("19900307", 123)),
        (int(OLD), id_number("19900307", 123)),
    ],
)
def test_a_number_is_read_in_every_way_it_is_written(typed: object, number: str) -> None:
    found = read_id_number(typed)
    assert (found.number, found.fault, found.birth, found.sex) == (number, None, date(1990, 3, 7), "男")


def test_an_even_sequence_is_a_woman() -> None:
    assert (read_id_number(WOMAN).sex, read_id_number(WOMAN).birth) == ("女", date(1985, 11, 20))


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (9.9999919900307e17, IdFault.DAMAGED),
        ("1.23E+17", IdFault.DAMAGED),
        ("1.23e+17", IdFault.DAMAGED),
        ("１.23E+17", IdFault.DAMAGED),
        (MAN[:15] + "000", IdFault.DAMAGED),
        (0.5, IdFault.DAMAGED),
        (MAN[:-1], IdFault.LENGTH),
        (f"{MAN}1", IdFault.LENGTH),
        (12345.0, IdFault.LENGTH),
        (f"{MAN[:8]}O{MAN[9:]}", IdFault.SIGNS),
        ("无", IdFault.SIGNS),
        (id_number("19900231", 1), IdFault.BIRTH),
        ("999999901331123", IdFault.BIRTH),
        (MAN[:-1] + str((int(MAN[-1]) + 1) % 10), IdFault.CHECKSUM),
        (f"{MAN[:-2]}{(int(MAN[-2]) + 2) % 10}{MAN[-1]}", IdFault.CHECKSUM),
    ],
)
def test_a_number_that_cannot_be_used_says_why(typed: object, fault: IdFault) -> None:
    found = read_id_number(typed)
    assert (found.fault, found.birth, found.sex) == (fault, None, "")


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("2010-11-30", "2026-11-30", 16),
        ("2010-12-01", "2026-11-30", 15),
        ("2008-02-29", "2024-02-28", 15),
        ("2008-02-29", "2024-02-29", 16),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2026-11-30", "2026-11-30", 0),
        ("2026-12-01", "2026-11-30", -1),
    ],
)
def test_an_age_is_completed_on_the_birthday_and_that_of_29_february_on_1_march(
    birth: str, day: str, age: int
) -> None:
    assert age_on(date.fromisoformat(birth), date.fromisoformat(day)) == age


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (MAN, f"9999**********{MAN[-4:]}"),
        ("13812345678", "138****5678"),
        ("0578-7766259", "057****6259"),
        ("7766259", "77***59"),
        ("123", "1**"),
        ("", ""),
    ],
)
def test_numbers_of_persons_are_masked_however_short(text: str, shown: str) -> None:
    assert mask(text) == shown
