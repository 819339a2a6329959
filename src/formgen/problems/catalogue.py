"""The catalogue: every problem formgen can report, with its message and its remedy.

F files and folders, R rubrics, D data, T templates and forms, N people and registers, C counties, B blanks bound by
their labels. docs/problems.md is checked against it.
"""

from formgen.problems.entry import Entry
from formgen.problems.of_bindings import BINDINGS
from formgen.problems.of_counties import COUNTIES
from formgen.problems.of_data import DATA
from formgen.problems.of_files import FILES
from formgen.problems.of_forms import FORMS
from formgen.problems.of_people import PEOPLE
from formgen.problems.of_rosters import ROSTER_DOUBTS
from formgen.problems.of_rubrics import RUBRICS
from formgen.problems.of_texts import TEXTS
from formgen.problems.of_titles import TITLES
from formgen.problems.of_unread_data import UNREAD_DATA

__all__ = ["CATALOGUE", "Entry"]

CATALOGUE: dict[str, Entry] = {
    **FILES,
    **RUBRICS,
    **DATA,
    **TEXTS,
    **UNREAD_DATA,
    **FORMS,
    **PEOPLE,
    **ROSTER_DOUBTS,
    **COUNTIES,
    **TITLES,
    **BINDINGS,
}
