"""What ``formgen people -o`` does: the roster and the 调查表 of each community, printed from the same rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen.folder.papers import list_community_files
from formgen.office.output import refuse_output, write_output
from formgen.problems import FormgenError, Problem
from formgen.reports.roster_pages import choose_rows, print_roster
from formgen.reports.survey_page import SurveyHead, SurveyLine, print_survey
from formgen.rosters.roster import Roster

_ROSTER, _SURVEY = "花名册", "调查表"


@dataclass(frozen=True, slots=True)
class PeoplePages:
    """What is to be printed: the title of the 调查表, the folder, the files that are read, whether numbers stay whole."""

    title: str
    folder: Path
    sources: Sequence[Path]
    full: bool


def write_people_pages(
    roster: Roster, surveys: Mapping[int, Sequence[SurveyLine]], asked: PeoplePages
) -> list[Path]:
    """Write the pages of the communities in ``surveys``, by their numbers in the roster; return the files.

    Raises FormgenError F165 for what is no folder, T104 for two communities with the same file. Where one of the files
    must not be replaced (``refuse_output``), none is written.
    """
    folder, sources = asked.folder, asked.sources
    if folder.is_file() or folder.suffix.lower() in {".docx", ".xlsx"}:
        raise FormgenError(Problem("F165", words={"kind": _ROSTER, "file": str(folder)}), usage=True)
    whos = [roster.whos[who] for who in surveys]
    lists = list_community_files(folder, whos, f"{_ROSTER}.xlsx")
    pages = list_community_files(folder, whos, f"{_SURVEY}.docx")
    for files, kind in ((lists, _ROSTER), (pages, _SURVEY)):
        for file in files:
            refuse_output(file, kind, sources)
    for (who, lines), own_list, page in zip(surveys.items(), lists, pages, strict=True):
        people = len(choose_rows(roster, who))
        head = SurveyHead(asked.title, roster.whos[who].full_name, roster.day, roster.register.title, people)
        write_output(own_list, print_roster(roster, who, full=asked.full), _ROSTER, sources)
        write_output(page, print_survey(head, lines), _SURVEY, sources)
    return [*lists, *pages]
