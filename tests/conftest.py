"""Fixtures that all tests share."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from openpyxl import Workbook
from support.four import first_build

from formgen.intake import Intake, open_records
from formgen.rubric.load import load_rubric
from formgen.rubric.schema import Rubric

# A busy machine is no fault of the code; a few draws of many properties are worth more than many of few.
settings.register_profile("formgen", deadline=None, max_examples=35)
settings.load_profile("formgen")

Rows = Sequence[Sequence[Any]]
MakeBook = Callable[..., Path]
MakeOne = Callable[..., Intake]


# What runs whole commands many times, or measures them: counting lines there costs minutes, and shows no line that
# other tests do not.
UNCOUNTED = (
    "benchmarks/", "docs/", "paper/", "cli/test_named_outputs.py", "cli/test_pack_command.py",
    "cli/test_regeneration.py", "folder/test_cluster.py", "folder/test_contradictions.py", "folder/test_damaged_forms.py",
    "folder/test_drafts.py", "folder/test_outdated_figures.py", "folder/test_renew.py", "folder/test_run.py",
    "forms/test_office_schemas.py", "forms/test_calculated_pages.py", "intake/test_layouts_do_not_matter.py",
    "workbook/test_workbook.py", "changes/test_compare.py", "ledger/test_soundness.py", "library/test_form_faults.py",
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


@pytest.fixture
def out(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A folder that was built once from the data of four communities beside it."""
    return first_build(tmp_path_factory, tmp_path)


@pytest.fixture
def source(out: Path) -> Path:
    """The data of that folder."""
    return out.parent / "data.yaml"


@pytest.fixture(scope="session")
def standards_only() -> Rubric:
    """A notice of standards without points."""
    return load_rubric(str(Path(__file__).parent / "support" / "standards-only.yaml"))


@pytest.fixture(scope="session")
def taizhou() -> Rubric:
    return load_rubric("taizhou-2019")


@pytest.fixture(scope="session")
def yongjia() -> Rubric:
    return load_rubric("yongjia-2009")


@pytest.fixture(scope="session")
def one(taizhou: Rubric) -> MakeOne:
    """Read one community given as a mapping, by the Taizhou rubric unless told otherwise."""

    def make(rubric: Rubric = taizhou, **community: object) -> Intake:
        return open_records(
            {"communities": [{"name": "示例社区", **community}]}, rubric, "数据.yaml"
        ).read_all()

    return make


@pytest.fixture
def book(tmp_path: Path) -> MakeBook:
    """Write a workbook of plain rows; cells may get number formats, ranges may be merged."""

    def make(
        rows: Rows,
        *,
        sheet: str = "社区数据",
        merge: Sequence[str] = (),
        formats: Mapping[str, str] | None = None,
        more: Mapping[str, Rows] | None = None,
        hidden: Sequence[str] = (),
        file: str = "数据.xlsx",
    ) -> Path:
        made = Workbook()
        first = made.active
        assert first is not None
        first.title = sheet
        for row in rows:
            first.append(list(row))
        for reference in merge:
            first.merge_cells(reference)
        for reference, code in (formats or {}).items():
            first[reference].number_format = code
        for name, lines in (more or {}).items():
            other = made.create_sheet(name)
            for row in lines:
                other.append(list(row))
        for name in hidden:
            made[name].sheet_state = "hidden"
        path = tmp_path / file
        made.save(path)
        return path

    return make
