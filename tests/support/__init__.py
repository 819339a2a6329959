"""What all tests share: communities made from plain data, rubrics loaded once."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from formgen import intake
from formgen.model import Community
from formgen.rubric import load
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard, score

CASES = Path(__file__).parents[1] / "cases" / "worked_cases.yaml"


@cache
def rubric_of(name: str) -> Rubric:
    return load.load(name)


def community_of(rubric: Rubric, indicators: Mapping[str, Any] | None = None, **more: Any) -> Community:
    """Read one community through the intake, as a YAML file would bring it."""
    data = {
        "communities": [
            {"name": "示例社区", "township": "示例镇", "indicators": dict(indicators or {}), **more}
        ]
    }
    return intake.records(data, rubric, "data.yaml").communities[0]


def card_of(rubric: Rubric | str, indicators: Mapping[str, Any] | None = None, **more: Any) -> Scorecard:
    found = rubric_of(rubric) if isinstance(rubric, str) else rubric
    return score(found, community_of(found, indicators, **more))
