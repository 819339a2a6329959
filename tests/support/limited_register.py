"""A register of people with a time limit, beside a rubric, as an office may have its own."""

from pathlib import Path
from typing import Any

import yaml

from formgen import yamltext
from support.doc_pages import ROOT

JOB = {
    "zh": "登记失业后一个月内就业",
    "begins": "unemployed_date",
    "done": "job_date",
    "months": 1,
    "where": {"registered_unemployed": "是"},
    "clause": "示例",
}


def write_limited_register(folder: Path, **change: Any) -> Path:
    """Write the bundled register with one time limit into a folder, with a rubric beside it; return the rubric."""
    tree, _ = yamltext.load(
        (ROOT / "rubrics" / "registers" / "people.yaml").read_text("utf-8"), "people.yaml"
    )
    register = tree.plain()
    limit = {key: value for key, value in {**JOB, **change}.items() if value is not None}
    register["limits"] = {"job": limit}
    (folder / "registers").mkdir(exist_ok=True)
    text = yaml.safe_dump(register, allow_unicode=True, sort_keys=False)
    (folder / "registers" / "people.yaml").write_text(text, encoding="utf-8")
    rubric = folder / "县.yaml"
    rubric.write_text("extends: taizhou-2019\n", encoding="utf-8")
    return rubric
