"""A day as an option: read in any of the ways clerks write one, refused by name where it is no day of the calendar."""

from datetime import date

import click

from formgen.cli.click_chinese import HOW
from formgen.intake.dates import parse_date

_HOW = f"{HOW} 2026-11-25 或 2026年11月25日"


def find_day(_: click.Context, option: click.Parameter, value: str | None) -> date | None:
    """Return the day that an option says, None where it is not given. Raises click.BadParameter."""
    day = parse_date(value) if value is not None else None
    if value is not None and day is None:
        raise click.BadParameter(_HOW, param=option)
    return day
