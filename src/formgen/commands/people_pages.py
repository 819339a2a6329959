"""What ``formgen people -o`` does: the roster and the 调查表 of each community, printed from the same rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from formgen.folder.papers import PaperWritten, list_community_files
from formgen.office.disk import free_beside
from formgen.office.identity import has_stamp
from formgen.office.output import refuse_output, write_output
from formgen.problems import FormgenError, Problem
from formgen.reports.roster_pages import choose_rows, print_roster
from formgen.reports.survey_page import SurveyHead, SurveyLine, print_survey
from formgen.rosters.roster import Roster

_ROSTER, _SURVEY = "花名册", "调查表"
_MARKS = (
    "（新）",
    *(f"（新{number}）" for number in range(2, 100)),
)  # behind the name of a page beside another


@dataclass(frozen=True, slots=True)
class PeoplePages:
    """What is to be printed: the title of the 调查表, the folder, the files that are read, whether numbers stay whole."""

    title: str
    folder: Path
    sources: Sequence[Path]
    full: bool


def write_people_pages(
    roster: Roster,
    ledgers: Sequence[Roster],
    surveys: Mapping[int, Sequence[SurveyLine]],
    asked: PeoplePages,
) -> list[PaperWritten]:
    """Write the pages of the communities in ``surveys``, by their numbers in the rosters; return the files.

    A register without a row of a community has no page there; the 调查表 stands on the roster of people, and is
    not written where nothing is counted.

    A file that somebody typed into stays, and the new page is written beside it (N164). Raises FormgenError F165 for
    what is no folder, T104 for two communities with the same file, F168 and F107 as ``refuse_output``: then none is written.
    """
    folder, sources = asked.folder, asked.sources
    if folder.is_file() or folder.suffix.lower() in {".docx", ".xlsx"}:
        raise FormgenError(Problem("F165", words={"kind": _ROSTER, "file": str(folder)}), usage=True)
    waiting: dict[Path, _Page] = {}
    for each in (roster, *ledgers):
        kind = _ROSTER if each is roster else each.register.title
        held = [who for who in surveys if any(row.who == who for row in each.rows)]
        files = list_community_files(folder, [roster.whos[who] for who in held], f"{kind}.xlsx")
        waiting |= {
            file: _Page(kind, partial(print_roster, each, who, full=asked.full))
            for file, who in zip(files, held, strict=True)
        }
        if each is roster and any(surveys.values()):
            pages = list_community_files(folder, [roster.whos[who] for who in held], f"{_SURVEY}.docx")
            for file, who in zip(pages, held, strict=True):
                people = len(choose_rows(roster, who))
                title = roster.register.title
                head = SurveyHead(asked.title, roster.whos[who].full_name, roster.day, title, people)
                waiting[file] = _Page(_SURVEY, partial(print_survey, head, surveys[who]))
    places = {file: _find_place(file, page.kind, sources) for file, page in waiting.items()}
    for file, page in waiting.items():
        write_output(places[file], page.draw(), page.kind, sources)
    return [PaperWritten(place, tuple(_tell_beside(file, place))) for file, place in places.items()]


def _find_place(file: Path, kind: str, sources: Sequence[Path]) -> Path:
    """Return where a page is written: its own file, or one beside it where that must not be replaced."""
    if (
        not file.is_file()
        or any(each.exists() and file.samefile(each) for each in sources)
        or has_stamp(file, kind)
    ):
        refuse_output(file, kind, sources)
        return file
    beside = free_beside(file, _MARKS, lambda path: has_stamp(path, kind))
    refuse_output(beside, kind, sources)
    return beside


def _tell_beside(file: Path, place: Path) -> Iterator[Problem]:
    if place != file:
        yield Problem("N164", words={"file": str(file), "beside": place.name})


class _Page(NamedTuple):
    """A page to be written: what it is, and what draws it."""

    kind: str
    draw: Callable[[], bytes]
