"""Ledgers of the people who were invented: what happened to them, with dates that fit the roster.

Nothing here is drawn by chance: the same people give the same ledgers.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Row = dict[str, object]

_JOBS = ("钳工（示例）", "缝纫工（示例）", "保洁（示例）")
_PERSON = ("township", "community", "name", "id_number", "phone")


def invent_ledgers(people: Iterable[Mapping[str, object]], day: date) -> dict[str, list[Row]]:
    """Return the rows of every ledger by the name of its register."""
    made: dict[str, list[Row]] = {
        name: []
        for name in (
            "unemployed",
            "hardship",
            "zero_job",
            "trainings",
            "loans",
            "posts",
            "visits",
            "vacancies",
            "policies",
        )
    }
    households: dict[tuple[object, object], list[Mapping[str, object]]] = {}
    for number, person in enumerate(people):
        own: Row = {key: person[key] for key in _PERSON}
        households.setdefault((person["community"], person["household"]), []).append(person)
        for name, row in _list_events(person, number, day):
            made[name].append({**own, **row})
    for number, members in enumerate(households.values()):
        made["zero_job"] += _find_jobless(members, number, day)
    for place in dict.fromkeys(
        (members[0]["township"], members[0]["community"]) for members in households.values()
    ):
        made["vacancies"] += _list_vacancies(*place, day)
    return made


def _list_events(person: Mapping[str, object], number: int, day: date) -> Iterator[tuple[str, Row]]:
    """Yield what happened to a person: the ledger and its row."""
    since, hardship = person.get("unemployed_date"), person.get("hardship", "")
    if isinstance(since, date):
        wishes = {
            "reason": "企业裁员（示例）",
            "skill": "电工（示例）",
            "job_wish": "本地务工",
            "income": "一般",
        }
        yield (
            "unemployed",
            {**wishes, "unemployed_date": since, "hardship": hardship, "job_date": person["job_date"]},
        )
        if not person["job_date"]:
            for months in range((day - since).days // 30):
                content = {
                    "visitor": "示例专干",
                    "content": "送岗位信息",
                    "way": "上门" if months % 2 else "电话",
                }
                if (number + months) % 4:
                    yield "visits", {**content, "visit_date": since + timedelta(days=30 * months + 15)}
    if hardship:
        started = person["job_date"]
        recognized = (
            started - timedelta(days=30) if isinstance(started, date) else day - timedelta(days=number % 200)
        )
        job = {"job_date": started, "employer": person["employer"]}
        yield "hardship", {"hardship": hardship, "recognized_date": recognized, "aid": "推荐岗位", **job}
        paid = {
            "policy": "社保补贴（示例）",
            "policy_amount": 300,
            "handled_date": recognized,
            "handler": "示例专干",
        }
        yield "policies", {**paid, "paid_date": min(recognized + timedelta(days=10), day)}
    if person.get("training"):
        begun = date(day.year, 1 + number % 9, 1 + number % 28)
        course = {"training": person["training"], "training_kind": "技能培训", "referred": "是"}
        yield "trainings", {**course, "begin_date": begun, "end_date": begun + timedelta(days=12)}
    founded = person.get("business_date")
    if isinstance(founded, date):
        lent = founded + timedelta(days=10)
        due = lent + timedelta(days=730)
        terms = {
            "business": person["business"],
            "applied_date": founded,
            "amount": 50_000 + number % 5 * 10_000,
        }
        if lent <= day:
            repaid = due if due <= day and number % 10 else ""
            yield "loans", {**terms, "loan_date": lent, "due_date": due, "repaid_date": repaid}
    if isinstance(person.get("post_date"), date):
        given = {"post": person["post"], "post_unit": "示例社区", "post_date": person["post_date"]}
        yield "posts", {**given, "hardship": hardship, "subsidy": "是", "insurance": "是"}


def _find_jobless(members: list[Mapping[str, object]], number: int, day: date) -> Iterator[Row]:
    """Yield the row of a household in which nobody who can and wants to work has a job."""
    able = [each for each in members if each["able"] == "是" and each["willing"] == "是"]
    if not able or any(each["employment"] == "已就业" for each in able):
        return
    head = members[0]
    found = day - timedelta(days=number * 7 % 60)
    yield {
        **{key: head[key] for key in (*_PERSON, "household")},
        "members": len(members),
        "workers": len(able),
        "found_date": found,
        "double_wish": "是" if len(able) > 1 else "否",
        "first_job_date": "",
        "second_job_date": "",
    }


def _list_vacancies(township: object, community: object, day: date) -> Iterator[Row]:
    """Yield what employers looked for in a community this year."""
    for month, job in enumerate(_JOBS, 1):
        yield {
            "township": township,
            "community": community,
            "employer": f"示例{month}厂",
            "job": job,
            "wanted": month + 2,
            "hired": month,
            "pay": "面议",
            "collected_date": date(day.year, month * 3, 5),
            "posted_date": date(day.year, month * 3, 6),
            "contact": "示例",
        }
