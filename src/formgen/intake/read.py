"""Read a data file of any kind into communities. Bad data never stop the reading, a bad file does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen.intake.assemble import typed_community
from formgen.intake.source import Source, of_plain, open_source
from formgen.model import Community
from formgen.problems import Problem
from formgen.rubric.schema import Rubric


@dataclass(frozen=True, slots=True)
class Intake:
    """The result of reading a file: the communities that can be used, and all problems at once."""

    communities: tuple[Community, ...]
    problems: tuple[Problem, ...]


def read(path: Path, rubric: Rubric) -> Intake:
    """Read a data file by the fields of a rubric.

    Raises FormgenError with an F code when the file cannot be read at all, R101 when it is not YAML or JSON.
    """
    return _all_of(open_source(path, rubric))


def records(data: Mapping[str, object] | Sequence[object], rubric: Rubric, file: str = "") -> Intake:
    """Read an already parsed tree with the structure of the YAML file. Never raises."""
    return _all_of(of_plain(data, rubric, file))


def _all_of(source: Source) -> Intake:
    """Return everything in a source: its own problems first, then those of each community."""
    typed = [typed_community(raw, source.catalogue) for _, raw in source.raws()]
    problems = [problem for _, found in typed for problem in found]
    return Intake(tuple(community for community, _ in typed), (*source.problems, *problems))
