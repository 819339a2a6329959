"""The demo: all samples built as a whole job."""

from dataclasses import dataclass
from pathlib import Path

from formgen import assets, library
from formgen.commands.explain import write_explanations
from formgen.commands.score import score_data
from formgen.commands.workbook import make_blank_workbook
from formgen.folder.build import BuildResult
from formgen.folder.plan import Options
from formgen.office.output import write_output
from formgen.rubric.schema import Rubric


@dataclass(frozen=True, slots=True)
class Demo:
    """One sample of the demo and what was built from it."""

    rubric: Rubric
    source: Path
    folder: Path
    built: BuildResult


def make_demo(folder: Path) -> list[Demo]:
    """Build all samples: forms, 汇总表, explanations, an empty data workbook and a copy of the data."""
    made = []
    for name in assets.rubric_ids():
        source = assets.folder("samples") / name / "data.xlsx"
        if not source.is_file():
            continue
        place = folder / name
        built = library.notice(name).build(source, place / "表格", Options(draft=True))
        scored = score_data([source], name)
        write_explanations(scored, place / "评分说明.docx", [source])
        write_explanations(scored, place / "评分说明.xlsx", [source])
        _write_unless_there(place / "示例数据.xlsx", source.read_bytes())
        _write_unless_there(place / "空白数据工作簿.xlsx", make_blank_workbook(built.rubric))
        made.append(Demo(built.rubric, source, place, built))
    return made


def _write_unless_there(target: Path, data: bytes) -> None:
    """Write a workbook that people fill in, but where it is there as it would be written. Raises as ``write_output``."""
    if not target.is_file() or target.read_bytes() != data:
        write_output(target, data)
