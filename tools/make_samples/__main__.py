"""Write the data files of the samples: ``python -m tools.make_samples``.

``samples/<rubric>/communities.yaml`` is the source. ``data.xlsx`` next to it has the same data;
``samples/messy/`` has three villages as real offices send them. Each file is read back and compared.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.exact import points_text
from formgen.intake import open_source
from formgen.problems import FormgenError, errors_in
from formgen.rubric.load import load_rubric
from formgen.rubric.score import score
from formgen.workbook.blank import write_workbook

from . import messy
from .content import differences, everything, scored
from .county import write_county, write_register

if TYPE_CHECKING:
    from formgen.model import Community
    from formgen.rubric.schema import Rubric

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
RUBRICS = ("yongjia-2009", "taizhou-2019")
MESSY = ("云屿村", "沙岙村", "后岙村")
_JUDGED = ("indicators.innovation_points",)  # a single sheet gives these points without who and why


def make(name: str) -> tuple[Rubric, tuple[Community, ...], list[str]]:
    """Write the workbook of one sample. Returns its rubric, its communities and what went wrong."""
    rubric, folder = load_rubric(name), SAMPLES / name
    source = open_source(folder / "communities.yaml", rubric).read_all()
    target = folder / "data.xlsx"
    write_workbook(rubric, target, source.communities)
    again = open_source(target, rubric).read_all()
    wrong = differences([*map(everything, source.communities)], [*map(everything, again.communities)])
    expected = {problem.code for problem in source.problems}
    wrong += [str(problem) for problem in again.problems if problem.code not in expected]
    print(f"{target.relative_to(SAMPLES)}: {len(again.communities)} communities")
    for community in source.communities:
        _tell(rubric, community)
    return rubric, source.communities, [f"{target.name}: {each}" for each in wrong]


def make_messy(rubric: Rubric, communities: tuple[Community, ...]) -> list[str]:
    """Write the messy files and compare their figures and points. Returns what differs."""
    chosen = [each for each in communities if each.name in MESSY]
    files = {
        "taizhou-混乱表头.xlsx": messy.workbook(rubric, chosen),
        "taizhou-gb18030.csv": messy.table(rubric, chosen, "gb18030"),
        "taizhou-utf8bom.csv": messy.table(rubric, chosen, "utf-8-sig"),
    }
    folder = SAMPLES / "messy"
    folder.mkdir(exist_ok=True)
    wrong = []
    expected = [scored(rubric, each) for each in chosen]
    for name, content in files.items():
        (folder / name).write_bytes(content)
        again = open_source(folder / name, rubric).read_all()
        found = [scored(rubric, each, left_out=_JUDGED) for each in again.communities]
        different = differences(expected, found)
        print(f"messy/{name}: {len(found)} communities, {len(different)} differences")
        for problem in again.problems:
            print(f"  {problem}")
        wrong += [f"{name}: {each}" for each in (*different, *errors_in(again.problems))]
    return wrong


def _tell(rubric: Rubric, community: Community) -> None:
    """Print the total of a community and its problems."""
    card = score(rubric, community)
    total = "待定 " + "、".join(card.open_keys) if card.total is None else points_text(card.total)
    codes = " ".join(problem.code for problem in card.problems)
    print(f"  {community.full_name}: {total} {codes}".rstrip())


def main() -> None:
    """Write all samples; exit with 1 when a file differs from the YAML."""
    wrong: list[str] = []
    try:
        for name in RUBRICS:
            rubric, communities, different = make(name)
            wrong += different
            if name == "taizhou-2019":
                wrong += make_messy(rubric, communities)
        write_county(SAMPLES / "county", load_rubric(str(SAMPLES / "county" / "county.yaml")))
        write_register(SAMPLES / "county")
    except FormgenError as error:
        wrong += [str(problem) for problem in error.problems]
    for each in wrong:
        print(each, file=sys.stderr)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
