"""People who do not exist: invented names, ID numbers of an area that there is not, telephone numbers of no network."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from stdnum.cn import ric

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AREA = "999999"  # no county has it
_SURNAMES = "试例样虚拟假设演练范"
_GIVEN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_EDUCATION = ("小学及以下", "初中", "高中（中专、技校）", "大专", "本科")
_RELATIONS = ("户主", "配偶", "子女", "父母")
_KINDS = ("单位就业", "自主创业", "灵活就业", "公益性岗位", "务农")
_OLDEST, _WORKING = 85, 16


class Inventor:
    """Invents the people of communities, a household at a time."""

    def __init__(self, seed: int, day: date) -> None:
        """Start from a seed; ``day`` is the day the roster is of."""
        self._random = random.Random(seed)  # noqa: S311 - people are invented, nothing is secret
        self._day, self._made = day, 0
        self._taken: set[str] = set()

    def people(self, township: str, community: str, count: int) -> Iterator[dict[str, object]]:
        """Yield some people of a community by the keys of their columns."""
        made = household = 0
        while made < count:
            household += 1
            members = min(self._random.choice((1, 2, 2, 3, 3, 4)), count - made)
            lowinc = self._pick({"低保": 4, "低保边缘": 3, "": 93})
            head = ""
            for at in range(members):
                person = self._person(at)
                head = head or str(person["name"])
                place = {
                    "township": township,
                    "community": community,
                    "household": f"{household}",
                    "head": head,
                }
                yield {**place, **person, "lowinc": lowinc}
            made += members

    def _pick(self, weights: dict[str, int]) -> str:
        return self._random.choices(list(weights), list(weights.values()))[0]

    def _person(self, at: int) -> dict[str, object]:
        self._made += 1
        days = self._random.randrange(_OLDEST * 365) if at else self._random.randrange(20 * 365, 70 * 365)
        birth = self._day - timedelta(days=days)
        age = days // 365
        worker = _WORKING <= age < 60 and self._pick({"是": 96, "否": 4}) == "是"
        return {
            "name": self._name(),
            "relation": _RELATIONS[min(at, 3)],
            "id_number": self._number(birth),
            "phone": f"120{self._made % 10**8:08}",
            "address": f"示例路{self._made % 500 + 1}号",
            "local": self._pick({"是": 94, "否": 6}),
            "education": self._random.choice(_EDUCATION),
            **(_date_registration(self._worker(), self._made, self._day) if worker else _rest(age)),
        }

    def _name(self) -> str:
        given = "".join(self._random.choices(_GIVEN, k=2))
        return f"{self._random.choice(_SURNAMES)}{given}"

    def _number(self, birth: date) -> str:
        sequence = self._made
        while (body := f"{AREA}{birth:%Y%m%d}{sequence % 1000:03}") in self._taken:
            sequence += 1
        self._taken.add(body)
        return body + ric.calc_check_digit(f"{body}0")

    def _worker(self) -> dict[str, object]:
        """Return what stands in the row of somebody who can work."""
        employed = self._pick({"已就业": 95, "失业": 5})
        kind = self._pick(dict(zip(_KINDS, (60, 7, 25, 1, 7), strict=True))) if employed == "已就业" else ""
        started = self._day - timedelta(days=self._random.randrange(1500))
        own = kind == "自主创业"
        jobless = employed == "失业"
        return {
            "able": "是",
            "willing": self._pick({"是": 97, "否": 3}) if jobless else "是",
            "employment": employed,
            "employment_kind": kind,
            "employer": "示例厂" if kind == "单位就业" else "",
            "job_date": started if employed == "已就业" else "",
            "unemployed_date": "",
            "registered_unemployed": self._pick({"是": 70, "否": 30})
            if jobless
            else self._pick({"是": 3, "否": 97}),
            "reemployment_card": self._pick({"是": 4, "否": 96}),
            "hardship": self._pick({"大龄": 2, "残疾": 1, "": 97}),
            "certificate": self._pick({"电工证（示例）": 25, "": 75}),
            "pension": self._pick({"职工": 60, "城乡居民": 35, "未参保": 5}),
            "business": f"示例店{self._made}" if own else "",
            "business_date": started if own else "",
            "jobs_created": self._random.randrange(4) if own else "",
            "training": self._pick({"电工（示例）": 5, "": 95}),
            "post": "保洁（示例）" if kind == "公益性岗位" else "",
            "post_date": started if kind == "公益性岗位" else "",
        }


def _date_registration(person: dict[str, object], number: int, day: date) -> dict[str, object]:
    """Return somebody with the day of the registration as unemployed: before the job, or this year."""
    if person["registered_unemployed"] == "是":
        started = person["job_date"]
        since = (
            started - timedelta(days=20)
            if isinstance(started, date)
            else day - timedelta(days=number * 37 % 300)
        )
        person["unemployed_date"] = since
    return person


def _rest(age: int) -> dict[str, object]:
    """Return what stands in the row of somebody who does not work."""
    return {
        "able": "否",
        "willing": "否",
        "employment": "在校" if age < 22 else "退休" if age >= 60 else "未就业（不求职）",
        "registered_unemployed": "否",
        "reemployment_card": "否",
        "pension": "城乡居民" if age >= 60 else "未参保",
    }


def communities(count: int) -> Sequence[tuple[str, str]]:
    """Return invented communities: their townships and names."""
    first, second = "东南西北", "城山河桥园塘湾岭浦田林港"
    names = [f"{one}{two}" for two in second for one in first]
    return [(f"示例{'甲乙丙丁戊己'[at // 8 % 6]}镇", f"{names[at % len(names)]}社区") for at in range(count)]
