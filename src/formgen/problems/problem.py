"""Problems are values: a code of the catalogue, a place, and the words that fill its template."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from formgen.problems.catalogue import CATALOGUE, Entry
from formgen.quoting import mask_identities, mask_numbers, show

_PATHS = frozenset(
    {"file", "folder", "path", "beside", "found", "aside"}
)  # words that have to be found again


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something is: file, then sheet and cell, or line, or path inside a YAML or JSON file.

    ``community`` is whose value stands there; a place is the same place whoever it is about.
    ``same_as`` is the cell whose value is meant where this one only says 同上.
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int = 0
    path: str = ""
    community: str = field(default="", compare=False)
    same_as: str = field(default="", compare=False)

    def __str__(self) -> str:
        """Return the place in a clerk's words, empty when nothing is known."""
        parts = [
            self.file,
            f"工作表“{self.sheet}”" if self.sheet else "",
            f"第{self.line}行" if self.line else "",
            f"单元格{self.cell}" if self.cell else "",
            self.path,
        ]
        return show(" ".join(part for part in parts if part))

    @property
    def short(self) -> str:
        """Return the place without the file: ``社区数据!C5``, or the path, or the line."""
        if self.cell:
            same = f"，同上，取自{self.same_as}" if self.same_as else ""
            return show((f"{self.sheet}!{self.cell}" if self.sheet else self.cell) + same)
        return show(self.path) or (f"第{self.line}行" if self.line else "")


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: ``code`` names its entry in the catalogue, ``words`` fill the entry's templates.

    The words are as they were typed; what is shown of them has no sign that cannot be seen and no number of a person.
    """

    code: str
    place: Place = Place()
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def entry(self) -> Entry:
        """Return the catalogue entry."""
        return CATALOGUE[self.code]

    @property
    def severity(self) -> Literal["error", "warning"]:
        """Return ``error`` (the exit code becomes 1) or ``warning``."""
        return self.entry.severity

    @property
    def message(self) -> str:
        """Return what is wrong, in Chinese."""
        return self.entry.message.format_map(self._shown())

    @property
    def mend(self) -> str:
        """Return how to fix it, in Chinese."""
        return self.entry.mend.format_map(self._shown())

    def _shown(self) -> dict[str, str]:
        """Return the words as they may be shown."""
        hide = mask_identities if self.entry.compared else mask_numbers
        return {name: show(word) if name in _PATHS else hide(show(word)) for name, word in self.words.items()}

    def about(self, community: str) -> Self:
        """Return the problem with the name of the community whose value it is."""
        return replace(self, place=replace(self.place, community=community))

    @property
    def whose(self) -> str:
        """Return whose value it is, empty where the message names the community, or nobody's."""
        name = show(self.place.community)
        return "" if name in self.message else name

    def __str__(self) -> str:
        """Return the whole problem as one printed line."""
        shown = (
            "" if str(self.place) == self.place.file and self.place.file in self.message else str(self.place)
        )
        shown += f"（{self.whose}）" if self.whose else ""
        place = f"{shown}：" if shown else ""
        word = "错误" if self.severity == "error" else "提示"
        return f"[{self.code}] {word} {place}{self.message} → {self.mend}"


class FormgenError(Exception):
    """Work cannot continue: carries the problems that stop it. ``usage`` means exit code 2 instead of 1."""

    def __init__(self, *problems: Problem, usage: bool = False) -> None:
        """Keep the problems."""
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems
        self.usage = usage


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    """Return only the problems that make the exit code 1."""
    return [problem for problem in problems if problem.severity == "error"]
