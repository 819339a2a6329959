"""Registers of titles and payments made from plain rows, in memory and as workbooks."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from formgen.county.title_book import TitleBook, open_title_book
from formgen.intake.register_words import LABELS, PAYMENT_COLUMNS, TITLE_COLUMNS, TitleEvent
from formgen.intake.title_register import PaymentRow, TitleRegister, TitleRow
from formgen.model import Who
from formgen.problems import Place
from formgen.rubric.schema import Rubric

WHO = Who("示例镇", "示例社区")
TITLE_HEAD = [LABELS[key] for key in TITLE_COLUMNS]
PAYMENT_HEAD = [LABELS[key] for key in PAYMENT_COLUMNS]


def day_of(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def title_row(title: str, event: str, day: Any, until: Any = None, document: str = "") -> TitleRow:
    last = day_of(until) if until else None
    return TitleRow(WHO, title, TitleEvent(event), day_of(day), document, last, Place("台账", "称号", "B2"))


def payment_row(award: str, year: int, yuan: Any, day: Any = None) -> PaymentRow:
    paid = day_of(day) if day else None
    return PaymentRow(WHO, award, year, Fraction(yuan), paid, "", Place("台账", "奖补发放", "B2"))


def book_of(
    rubric: Rubric, titles: Sequence[Sequence[Any]], on: Any, paid: Sequence[Sequence[Any]] = ()
) -> TitleBook:
    """Open the book of one community: rows of a title, what happened and when; payments of an award, year and yuan."""
    register = TitleRegister([title_row(*each) for each in titles], [payment_row(*each) for each in paid])
    return open_title_book(rubric, register, day_of(on), [WHO])


def write_register(
    path: Path, titles: Sequence[Sequence[Any]] = (), paid: Sequence[Sequence[Any]] = ()
) -> str:
    """Write a register as a workbook of two sheets; return its path."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "称号"
    for row in (TITLE_HEAD, *titles):
        sheet.append(list(row))
    if paid:
        other = book.create_sheet("奖补发放")
        for row in (PAYMENT_HEAD, *paid):
            other.append(list(row))
    book.save(path)
    return str(path)
