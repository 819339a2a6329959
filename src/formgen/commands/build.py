"""What ``formgen build`` looks at before it builds: the plan, and the files that it would write."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from formgen import library
from formgen.folder.plan import Options, Plan


def plan_build(file: Path, rubric: str, options: Options, people: Sequence[Path] = (), on: str = "") -> Plan:
    """Plan a build of a data file by a rubric, with rosters counted beside it as on a day."""
    return library.notice(rubric).plan(file, options, people=people, on=on)


def list_files(plan: Plan) -> Iterator[str]:
    """Return the files that a build would write, once its forms were found sound.

    Raises FormgenError T101, T102 or T130 as the build would, and as a plan does.
    """
    plan.try_forms()
    return plan.files()
