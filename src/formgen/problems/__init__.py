"""Problems are values: a code of the catalogue, a place, and the words that fill its template."""

from formgen.problems.catalogue import CATALOGUE, Entry
from formgen.problems.grouping import ProblemGroup, group_problems
from formgen.problems.problem import FormgenError, Place, Problem, errors_in

__all__ = [
    "CATALOGUE",
    "Entry",
    "FormgenError",
    "Place",
    "Problem",
    "ProblemGroup",
    "errors_in",
    "group_problems",
]
