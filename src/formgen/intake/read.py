"""Read a data file of any kind into communities; bad data never stops the reading, a bad file does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen import yamltext
from formgen.intake import records as record_trees
from formgen.intake import sheets
from formgen.intake.assemble import assemble
from formgen.intake.fields import catalogue
from formgen.intake.files import fault, load
from formgen.intake.tables import Grid, of_csv
from formgen.intake.xlsx import of_xlsx
from formgen.model import Community
from formgen.problems import Problem, errors_in
from formgen.rubric.schema import Rubric
from formgen.yamltext import Node


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file gave: the communities that can be used, and all problems at once."""

    communities: tuple[Community, ...]
    problems: tuple[Problem, ...]


def read(path: Path, rubric: Rubric) -> Intake:
    """Read a data file by the fields of a rubric.

    Raises FormgenError with an F code when the file cannot be read at all, R101 when it is no YAML or JSON.
    """
    content = load(path)
    match content.kind:
        case "yaml":
            tree, problems = record_trees.from_yaml(content.text, path.name)
            intake = _of_tree(tree, problems, rubric)
        case "json":
            tree, problems = record_trees.from_json(content.text, path.name)
            intake = _of_tree(tree, problems, rubric)
        case "csv":
            intake = _of_grids([of_csv(content.text, path.name)], rubric)
        case "xlsx":
            intake = _of_grids(of_xlsx(content.data, path.name), rubric)
    if not intake.communities and not errors_in(intake.problems):
        raise fault(path.name, "F106")
    return intake


def records(data: Mapping[str, object] | Sequence[object], rubric: Rubric, file: str = "") -> Intake:
    """Read an already parsed tree in the form of the YAML file. Never raises."""
    return _of_tree(yamltext.from_plain(data, file), [], rubric)


def _of_grids(grids: Sequence[Grid], rubric: Rubric) -> Intake:
    fields = catalogue(rubric)
    raws, headers = sheets.gather(grids, fields)
    communities, values = assemble(raws, fields)
    return Intake(communities, (*headers, *values))


def _of_tree(tree: Node, problems: list[Problem], rubric: Rubric) -> Intake:
    fields = catalogue(rubric)
    raws, shapes = record_trees.gather(tree, fields)
    communities, more = assemble(raws, fields)
    return Intake(communities, (*problems, *shapes, *more))
