"""Forty communities of two townships, each with other numbers, and their data workbook."""

from itertools import product
from pathlib import Path
from typing import Any

from formgen import intake
from formgen.workbook.blank import write_workbook
from support import rubric_of

RUBRIC = "yongjia-2009"
TOWNSHIPS = ("上塘镇", "瓯北镇")
FORTY = [f"{one}{other}社区" for one, other in product("望桂听鹤竹", "云湾潮鸣溪岭洲桥")]


def workbook(path: Path) -> None:
    """Write the data workbook of the forty."""
    forty = {"communities": [community(at) for at in range(40)]}
    rubric = rubric_of(RUBRIC)
    write_workbook(rubric, path, intake.open_records(forty, rubric, "x.yaml").read_all().communities)


def community(at: int) -> dict[str, Any]:
    """Return one of the forty, each with other numbers; half of them count people month by month."""
    name, township = FORTY[at], TOWNSHIPS[at // 20]
    total, helped, reached = 300 + at, 36 + at % 20, at % 7 > 0
    targets = {"target_total": total, "target_employed": total * (97 if reached else 95) // 100}
    monthly = {key: [value] * 12 for key, value in targets.items()} if at % 2 else {}
    judged: dict[str, float] = {"item3": 10, "item4": 2, "item5": 3, "item6": 3, "item7": 2, "item8": 3}
    judged |= {"item9": 3, "item10": 5 - at % 4 / 2, "item12": 5, "item13": 2, "item15": 2, "item16": 4}
    judged |= {"item17": 2, "item18": 2}
    computed = {"item1": 15 * reached, "item2": 15 * (at != 9), "item11": 2 if at % 3 else 1, "item19": 5}
    return {
        "name": name,
        "township": township,
        "facts": {
            "person_in_charge": "示例甲",
            "affiliation": township,
            "address": f"永嘉县{township}虚构路{at + 1}号",
            "phone": f"0577-{1000 + at:08}",
            "households": 1000 + at,
            "residents": 3000 + at,
            "institution": "是",
            "service_complete": "是",
            "station": "是",
            "fulltime_staff": 1,
            "narrative": f"{name}开展走访，推荐就业。" * 10,
        },
        "indicators": {
            **({} if monthly else targets),
            "zero_job_households": int(at == 9),
            "loan_applications": at % 3,
            "loans_due": at % 3,
            "loans_recovered": at % 3,
            "aid_required": 60,
            "aid_employed": helped,
            "aid_records_missing": 0,
            "complaints_individual": 0,
            "complaints_collective": 0,
        },
        "monthly": monthly,
        "judged": {key: {"points": each, "by": "评审员", "reason": "抽查"} for key, each in judged.items()},
        "scores": {"self": {**judged, **computed, "item14": helped / 4}},
    }
