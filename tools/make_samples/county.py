"""A county of 48 invented communities over two years: rosters, the data of each year, the register of titles between them.

Services differ from place to place, so that some fail, some are tied, and some pass this year and not the next.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from tools.make_rosters.book import write_book
from tools.make_rosters.invent import Inventor, communities

import formgen
from formgen.intake import open_records
from formgen.office import package
from formgen.registers.load import load_register
from formgen.workbook.blank import write_workbook
from formgen.workbook.title_register import write_title_register

if TYPE_CHECKING:
    from pathlib import Path

    from formgen.rubric.schema import Rubric

PLACES, PEOPLE, SEED = 48, 12, 48
FIRST_DAY, SECOND_DAY = date(2026, 8, 31), date(2027, 8, 31)
_WORSE = frozenset({3, 11})  # places that pass in the first year and not in the second
_CITY = 2  # of those that passed in the first year
_BETTER = frozenset({7})  # and one the other way round
_ANSWERS = (
    *(
        "base_site",
        "base_staff",
        "base_funding",
        "base_procedures",
        "base_system",
        "survey_done",
        "survey_complete",
    ),
    *(
        "survey_updated",
        "visits_recorded",
        "jobs_posted",
        "policy_onsite",
        "policy_multichannel",
        "public_posts_exist",
    ),
    *(
        "grad_support",
        "registration",
        "skill_training",
        "training_referral",
        "startup_training",
        "incubation",
    ),
    "loan_service",
)
_SUBSIDIES = ("sub_flexible", "sub_public_post", "sub_graduate", "sub_loan_interest", "sub_startup")


def write_county(folder: Path, rubric: Rubric) -> None:
    """Write the files of the county into a folder; the same input gives the same bytes."""
    places = communities(PLACES)
    columns = load_register("people").columns
    inventor = Inventor(SEED, FIRST_DAY)
    people = (person for place in places for person in inventor.people(*place, PEOPLE))
    rows = ([person.get(key, "") for key in columns] for person in people)
    write_book(folder / "花名册.xlsx", [[each.zh for each in columns.values()], *rows])
    for year, worse in ((2026, _BETTER), (2027, _WORSE)):
        records = [_record(at, *place, failing=_fails(at, worse)) for at, place in enumerate(places)]
        source = open_records({"communities": records}, rubric).read_all()
        write_workbook(rubric, folder / f"数据{year}.xlsx", source.communities)


def _fails(at: int, worse: frozenset[int]) -> bool:
    """Return whether the services of a place are too few to pass."""
    return at in worse or at % 16 == 15


def _record(at: int, township: str, name: str, *, failing: bool) -> dict[str, object]:
    """Return the data of one place that no roster gives."""
    answers = dict.fromkeys(_ANSWERS, "否" if failing else "是")
    answers |= dict.fromkeys(_SUBSIDIES, "是" if at % 3 and not failing else "否")
    return {
        "name": name,
        "township": township,
        "facts": {
            "contact": "示例甲",
            "phone": f"0576-0000{2000 + at}",
            "address": f"{township}{name}虚构路{at + 1}号",
            "narrative": f"{name}定期走访，推荐就业，政策送上门。",
        },
        "indicators": {
            **answers,
            "referral_level": 0 if failing else 1 + at % 3,
            "new_public_posts": 0 if failing else at % 2,
            "other_level": at % 3,
            "media_county": at % 4,
            "media_city": 0,
            "media_province": 0,
        },
        "judged": {"item9b": {"points": at % 5, "by": "示例评审员", "reason": "有台账可查"}},
    }


def write_register(folder: Path) -> None:
    """Write the register as it stands after the first year: who passed has the title, and was paid for it."""
    file, notice = folder / "称号台账.xlsx", formgen.notice(str(folder / "county.yaml"))
    data = notice.read(folder / "数据2026.xlsx", people=[folder / "花名册.xlsx"], on=FIRST_DAY)
    passed = [card.community.who for card in data.score().cards if card.passed]
    chosen = passed[:_CITY]
    titles: list[list[str | int]] = [
        [*who, "县级", "认定", "2026-09-05", "示例人社〔2026〕1号"] for who in passed
    ]
    titles += [[*who, "市级", "认定", "2026-10-20", "示例市人社〔2026〕9号"] for who in chosen]
    paid: list[list[str | int]] = [
        [*who, "县级奖补", 2026, 3000, "2026-12-10", "拨款单1号"] for who in passed
    ]
    paid += [[*who, "市级奖补", 2026, 20000, "2026-12-10", "拨款单2号"] for who in chosen]
    write_title_register(notice.rubric, file)
    book = load_workbook(file)
    for name, rows in (("称号", titles), ("奖补发放", paid)):
        sheet = book[name]
        for at, row in enumerate(rows, start=2):
            for column, value in enumerate(row, start=1):
                sheet.cell(at, column, value)
    file.write_bytes(package.saved(book))
