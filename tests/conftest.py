"""Fixtures that all tests share."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from formgen.rubric.load import load_rubric
from formgen.rubric.schema import Rubric

settings.register_profile("formgen", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("formgen")


@pytest.fixture
def county_file(tmp_path: Path) -> Callable[[str, str], Rubric]:
    """Write a county file that extends a rubric, and load it."""

    def make(extends: str, changes: str) -> Rubric:
        path = tmp_path / "county.yaml"
        path.write_text(f"id: county\nextends: {extends}\n{changes}", encoding="utf-8")
        return load_rubric(str(path))

    return make


@pytest.fixture(scope="session")
def standards_only() -> Rubric:
    """A notice of standards without points."""
    return load_rubric(str(Path(__file__).parent / "support" / "standards-only.yaml"))
