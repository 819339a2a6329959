"""The workbooks of the samples are what ``python -m tools.make_samples`` writes today, byte for byte."""

from pathlib import Path

import pytest
from support.command import SAMPLES

import formgen
from formgen.workbook.blank import write_workbook


@pytest.mark.parametrize("name", ["taizhou-2019", "yongjia-2009"])
def test_the_workbook_of_a_sample_is_what_its_source_gives(name: str, tmp_path: Path) -> None:
    data = formgen.notice(name).read(SAMPLES / name / "communities.yaml")
    write_workbook(data.rubric, tmp_path / "data.xlsx", data.communities)
    assert (tmp_path / "data.xlsx").read_bytes() == (SAMPLES / name / "data.xlsx").read_bytes()
