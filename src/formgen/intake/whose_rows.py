"""Whose the rows of other sheets are: the communities of the data, the one that is meant, and those nearly of a name.

What a level gave to somebody who is not in the data, or in a sheet that was not read, leaves the score open of all whom
it may be about. Knows names and rows; no value.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from formgen.folding import keep_letters
from formgen.intake.entries import match_key
from formgen.intake.fields import Catalogue
from formgen.intake.headed import SELECTING, HeadedTable, TableRow
from formgen.intake.level_names import guess_level, is_of_no_level
from formgen.intake.names import compare_form
from formgen.intake.raw import Cell, Raw
from formgen.intake.sheet_cells import may_decide
from formgen.intake.tables import Table
from formgen.intake.townships import NamedRow
from formgen.intake.vocabulary import SHEETS, Vocabulary
from formgen.model import Who
from formgen.problems import Place, Problem, errors_in
from formgen.quoting import shorten

_SUFFIXES = ("居民委员会", "村民委员会", "居委会", "村委会", "社区", "村")
_NEAR = 0.5  # how alike two names must be, without what all of them end in
_SHOWN = 3  # names that a message gives


class EnteredCommunity(NamedTuple):
    """A community of some name: its township in a form that can be compared, and its number."""

    township: str
    at: int


Known = Mapping[str, Sequence[EnteredCommunity]]


def find_known(who: Who, known: Known) -> int | None:
    """Return the number of a community that was entered; a blank township matches a unique name. None for none."""
    found = known.get(who.name, [])
    exact = [each.at for each in found if each.township == who.township]
    loose = [each.at for each in found if not (each.township and who.township)]
    return exact[0] if exact else loose[0] if len(loose) == 1 else None


def list_near(headed: HeadedTable, row: TableRow, known: Known) -> list[int]:
    """Return the communities that may be meant by a name that is nobody's: of that name elsewhere, or nearly of it.

    Who has such a row of his own in the sheet is not meant; who bears the name with something added is, before all others.
    """
    who, about = row.match_key, next((cell.text for each, cell in row.cells if each.role in SELECTING), "")
    if same := known.get(who.name):
        return [each.at for each in same]
    core = _drop_suffix(who.name)
    free = [name for name in known if (name, keep_letters(about)) not in headed.written]
    near = [name for name in free if _is_longer(name, core) or _is_longer(who.name, _drop_suffix(name))]
    if not near:
        alike = {name: SequenceMatcher(None, core, _drop_suffix(name)).ratio() for name in free}
        best = max(alike.values(), default=0.0)
        near = [name for name, ratio in alike.items() if ratio == best >= _NEAR]
    found = [each for name in near for each in known[name]]
    return [each.at for each in found if each.township == who.township] or [each.at for each in found]


def _is_longer(name: str, core: str) -> bool:
    """Return whether a name begins with the core of another one: 前屿村（新增）."""
    return len(core) > 1 and name.startswith(core)


def _drop_suffix(name: str) -> str:
    suffix = next((each for each in _SUFFIXES if name.endswith(each)), "")
    return name.removesuffix(suffix) or name


def describe_stranger(
    headed: HeadedTable, row: TableRow | NamedRow, name: str, near: Sequence[str] = ()
) -> Problem:
    """Return the problem of a row about a community that is not in the sheet of data, or of which there are several.

    ``near`` are those that may be meant.
    """
    place = row.name.place if row.name else Place()
    shown = "、".join(f"“{each}”" for each in near[:_SHOWN])
    hint = f"，是不是{shown}{'等' if len(near) > _SHOWN else ''}？" if near else "。"
    return Problem("D126", place, {"sheet": headed.title, "name": name, "hint": hint})


class _Loose(NamedTuple):
    """Points of a level, of somebody: nobody knows whose, but it may be one of ``near`` (all, where it is None).

    With ``named`` they are of each of these, whatever else is given for him.
    """

    level: str
    doubt: Cell
    near: Sequence[int] | None
    named: bool = False


@dataclass
class LooseLevels:
    """The points of levels that could not be put to a community, and the communities that they may be about.

    ``levels`` are the words that name levels; ``given`` says, by level, who has points of it; ``doubts`` are the reasons,
    by community, once they are shared out.
    """

    catalogue: Catalogue
    levels: Vocabulary
    found: list[_Loose] = field(default_factory=list)
    given: dict[str, set[int]] = field(default_factory=dict)
    doubts: dict[int, list[Cell]] = field(default_factory=dict)

    def note(self, headed: HeadedTable, row: TableRow, said: str, near: Sequence[int] | None) -> None:
        """Keep a row of points of a level of which nobody knows whose they are, where that level may decide."""
        if headed.kind != "scores" or not any(each.role in {"scores", "stray"} for each, _ in row.cells):
            return
        cell = row.of("level")
        meaning = self.levels.look_up(cell.text) if cell else None
        level = meaning.key if meaning else ""
        if may_decide(self.catalogue, level) and not (cell and not level and is_of_no_level(cell.text)):
            self._add(level, row.name or row.first, said, near)

    def note_unread(
        self,
        lost: Sequence[HeadedTable],
        chosen: Sequence[HeadedTable],
        others: Sequence[Table],
        known: Known,
    ) -> None:
        """Keep the sheets of levels that were not read: ``lost`` ones, ``others`` without a header, the ends of ``chosen`` ones."""
        for each in lost:
            level = guess_level(each.table.sheet, self.catalogue.levels)
            if may_decide(self.catalogue, level):
                said = f"在“{each.title}”里，没有读"
                near = _list_named_in(each, known)
                self._add(level, _first_cell(each), said, near, named=bool(level and near))
        for table in others:
            if compare_form(table.sheet) == SHEETS["scores"]:
                cell = next(iter(table.rows[min(table.rows)].values()))
                self._add("", cell, f"在“{table.sheet}”里，没有读", None)
        for each in chosen:
            unread = next((problem for problem in each.problems if problem.code == "D162"), None)
            if each.kind == "scores" and unread:
                cell = _first_cell(each)._replace(reference=unread.place.cell)
                self._add("", cell, f"在“{each.title}”里，有的行没有读", None)

    def _add(
        self, level: str, cell: Cell, said: str, near: Sequence[int] | None, *, named: bool = False
    ) -> None:
        words = f"{self.catalogue.levels.get(level, '有一级评分')}{said}"
        self.found.append(_Loose(level, cell._replace(content=words, kind="unusable"), near, named))

    def put(self, at: int, headed: HeadedTable, row: TableRow, raw: Raw) -> None:
        """Put a row whose level cannot be told to a community.

        Where it nearly names one of which he has points, 县级考评分（复核）, that level waits for it.
        """
        cell = row.of("level") or headed.blank_of(row, "level")
        level = guess_level(cell.text, self.catalogue.levels)
        if level and at in self.given.get(level, ()) and may_decide(self.catalogue, level):
            words = f"{self.catalogue.levels[level]}另有一行“{shorten(cell.text.strip())}”，没有采用"
            raw.doubts.append(cell._replace(content=words, kind="unusable"))
        else:
            raw.stray.append(cell)

    def share_out(self, every: Collection[int]) -> None:
        """Put each to those whom it may be about: those it names, the near ones without points of that level, or all without."""
        for level, doubt, near, named in self.found:
            without = [at for at in every if not level or at not in self.given.get(level, ())]
            meant = [at for at in (every if named else without) if near is not None and at in near]
            for at in meant or without:
                self.doubts.setdefault(at, []).append(doubt)


def _list_named_in(headed: HeadedTable, known: Known) -> list[int] | None:
    """Return the communities that a sheet names; None where it names none of them, so that it may be about any."""
    whos = (
        match_key(Who(row.township.text if row.township else "", row.name.text)) for row in headed.named_rows
    )
    found = [at for who in whos if (at := find_known(who, known)) is not None]
    return found or None


def _first_cell(headed: HeadedTable) -> Cell:
    """Return the first cell of the header of a sheet."""
    cells: Mapping[int, Cell] = headed.header.cells
    return cells[min(cells)]


def find_apart(problems: Sequence[Problem]) -> tuple[Place, ...]:
    """Return the sheets of a file without communities that speak of some, by the problems of their rows."""
    found = [each.place for each in problems if each.code == "D126"]
    sheets = {each.sheet for each in found}
    if any(each.place.sheet not in sheets for each in errors_in(problems)):
        return ()  # a sheet of data is there, and was not read
    return tuple(dict.fromkeys(Place(file=each.file, sheet=each.sheet) for each in found))


def say_apart(problems: Sequence[Problem], apart: Sequence[Place]) -> list[Problem]:
    """Return problems with one D217 for sheets whose communities are not in their file, in the place of those of their rows."""
    sheets = {each.sheet for each in apart}
    of_rows = {"D126", "D101", "D194"}
    kept = [each for each in problems if each.code not in of_rows or each.place.sheet not in sheets]
    if not apart:
        return kept
    names = "、".join(f"“{each.sheet or each.file}”" for each in apart)
    return [*kept, Problem("D217", apart[0], {"sheets": names})]


def doubt_apart(raw: Raw, apart: Iterable[Place]) -> Raw:
    """Return a raw community with the doubt that sheets in files without communities may hold points of it."""
    for each in apart:
        where = f"“{each.file}”的“{each.sheet}”" if each.sheet else f"“{each.file}”"
        cell = Cell(f"{where}里有评分，没有采用", "unusable", each.file, each.sheet)
        raw.doubts.append(cell)
    return raw
