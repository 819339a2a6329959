"""Fixtures that all tests share."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from formgen.rubric.load import load_rubric
from formgen.rubric.schema import Rubric

# A busy machine is no fault of the code; 50 draws of many properties are worth more than 100 of few.
settings.register_profile("formgen", deadline=None, max_examples=50)
settings.load_profile("formgen")


# What runs whole commands many times, or measures them: counting lines there costs minutes, and shows no line that
# other tests do not.
UNCOUNTED = (
    "benchmarks/", "docs/", "paper/", "cli/test_named_outputs.py", "cli/test_pack_command.py",
    "cli/test_regeneration.py", "folder/test_cluster.py", "folder/test_contradictions.py", "folder/test_damaged_forms.py",
    "folder/test_drafts.py", "folder/test_outdated_figures.py", "folder/test_renew.py", "folder/test_run.py",
    "forms/test_office_schemas.py", "forms/test_reckoned_pages.py", "intake/test_layouts_do_not_matter.py",
    "intake/test_workbook.py", "ledger/test_compare.py", "ledger/test_soundness.py", "library/test_form_faults.py",
    "workbook/test_amend.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count no lines in the tests that run for long."""
    for item in items:
        place = item.path.relative_to(Path(__file__).parent).as_posix()
        if place.startswith(UNCOUNTED):
            item.add_marker(pytest.mark.no_cover)


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
