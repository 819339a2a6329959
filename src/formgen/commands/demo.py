"""The demo: all samples built as a whole job."""

from dataclasses import dataclass
from pathlib import Path

from formgen import assets, library
from formgen.commands.explain import write_explanations
from formgen.commands.score import score_data
from formgen.folder.build import BuildResult
from formgen.folder.plan import Options
from formgen.office.disk import write_file
from formgen.rubric.schema import Rubric
from formgen.workbook.blank import write_workbook


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
        scored = score_data(source, name)
        write_explanations(scored, place / "评分说明.docx")
        write_explanations(scored, place / "评分说明.xlsx")
        write_file(place / "示例数据.xlsx", source.read_bytes())
        write_workbook(built.rubric, place / "空白数据工作簿.xlsx")
        made.append(Demo(built.rubric, source, place, built))
    return made
