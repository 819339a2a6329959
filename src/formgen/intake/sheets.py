"""Communities from tables: one row per community, and the sheets of months, scores and judged points.

A first pass only finds out which rows of which sheets belong to which community; their values are joined
when a community is asked for.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from formgen.folding import remove_blanks
from formgen.intake.beside import hint_beside
from formgen.intake.columns import find_missing, find_other_rubric
from formgen.intake.contradicting_notes import Beside, list_counted, tell_contradicting
from formgen.intake.entries import Register, Unlike, match_key
from formgen.intake.fields import Catalogue
from formgen.intake.figure_years import tell_years
from formgen.intake.headed import HeadedTable, TableRow
from formgen.intake.level_names import hint_item, hint_level, is_of_no_level
from formgen.intake.nameless_sheets import describe_nameless, is_table, report_nameless
from formgen.intake.names import doubt_name, find_bare, find_bare_townships, find_parts, is_ditto
from formgen.intake.names_written_once import describe_filled, fill_names
from formgen.intake.other_townships import tell_other_townships
from formgen.intake.passed_over import tell_passed_over
from formgen.intake.points_said import refuse_points
from formgen.intake.raw import Cell, Raw
from formgen.intake.row_words import says_points
from formgen.intake.sheet_cells import CellJoiner, may_decide
from formgen.intake.sheet_choice import SheetChoice, choose_sheets, list_hidden
from formgen.intake.stated_figures import FigureWords
from formgen.intake.table_words import judge_words_around
from formgen.intake.tables import Table
from formgen.intake.townships import fill_townships
from formgen.intake.turned_tables import head_tables
from formgen.intake.vocabulary import (
    ColumnRole,
    Meaning,
    SheetKind,
    Vocabulary,
    make_selectors,
    make_vocabularies,
)
from formgen.intake.whose_rows import (
    EnteredCommunity,
    Known,
    LooseLevels,
    describe_stranger,
    find_known,
    list_near,
)
from formgen.model import Who
from formgen.problems import Place, Problem, errors_in


class _Selecting(NamedTuple):
    """The column that says which series, level or criterion a row is about, and the problem of one that names none."""

    role: ColumnRole
    code: str


_SELECTING: Mapping[str, _Selecting] = {
    "months": _Selecting("series", "D136"),
    "scores": _Selecting("level", "D127"),
    "judged": _Selecting("criterion", "D128"),
}


class _Assigned(NamedTuple):
    """A row of another sheet, and the series, level or criterion that it is about."""

    headed: HeadedTable
    number: int
    key: str


class _Meant(NamedTuple):
    """What a mark for “the same as above” stands for, or why nobody can say."""

    cell: Cell | None
    why: str = ""


class _Resolved(NamedTuple):
    """What the last mark for “the same as above” in a column stood for, and in which community."""

    at: int
    meant: _Meant


class _Entered(NamedTuple):
    """A row of a community in the sheets of data, with the township that counts."""

    headed: HeadedTable
    number: int
    township: Cell | None


class _Part(NamedTuple):
    """A row of a sheet that says more of a community than the sheet that it was entered from."""

    headed: HeadedTable
    number: int


class Sheets:
    """The communities of some tables: ``register`` has their names, ``raw`` joins what is said about one."""

    def __init__(self, tables: Sequence[Table], catalogue: Catalogue) -> None:
        """Find the headers, choose the sheets, then find the rows of every community."""
        self._catalogue, self._selectors = catalogue, make_selectors(catalogue)
        self._joiner = CellJoiner(catalogue)
        vocabularies = make_vocabularies(catalogue)
        self.register = Register(doubt_name, vocabularies["data"].words)
        self._entered: list[_Entered] = []
        self._more: dict[int, list[_Assigned]] = {}
        self._parts: dict[int, list[_Part]] = {}
        self._resolved: dict[Meaning, _Resolved] = {}
        self._loose = LooseLevels(catalogue, self._selectors["level"])
        headed, others = head_tables(tables, vocabularies)
        self.problems: list[Problem] = find_other_rubric(catalogue, headed)
        if not self.problems:
            self._read_chosen(headed, others, vocabularies)

    def _read_chosen(
        self,
        headed: Sequence[HeadedTable],
        others: Sequence[Table],
        vocabularies: Mapping[SheetKind, Vocabulary],
    ) -> None:
        """Choose the sheets and enter their rows; say which were not read, and what they lack."""
        choice = choose_sheets(headed, self._catalogue)
        nameless = report_nameless(others, vocabularies)
        known: dict[str, list[EnteredCommunity]] = {}
        for each in choice.chosen:
            if each.kind == "data":
                self._enter(each, known, self._find_parts(each, known) if each in choice.parts else {})
            else:
                self._assign_rows(each, known)
        self._loose.note_unread(choice.lost, choice.chosen, others, known)
        self._loose.share_out(range(len(self._entered)))
        self.problems = [*(problem for each in choice.chosen for problem in each.problems), *self.problems]
        self.problems += [*choice.problems, *nameless]
        self._report_unread(choice, headed, others, nameless, vocabularies["data"])
        self.problems += judge_words_around(choice.chosen, self._catalogue)
        self.problems += refuse_points(choice.chosen, self._catalogue)
        self.problems += find_missing(self._catalogue, choice.chosen)
        self.problems += tell_years(choice.chosen, self._catalogue.rubric.notice)
        self.problems += list_hidden(choice.chosen)
        contradicting = self._tell_contradicting(choice, others, vocabularies["data"], known)
        self.problems += contradicting
        self.problems += tell_passed_over(choice.chosen, {each.place for each in contradicting})
        beside = [(each.table.sheet, what) for each in choice.chosen for what in each.table.beside]
        self.problems += hint_beside(choice.chosen[0].place if choice.chosen else Place(), beside)
        for each in choice.chosen:
            each.forget_names()

    def _report_unread(
        self,
        choice: SheetChoice,
        headed: Sequence[HeadedTable],
        others: Sequence[Table],
        nameless: Sequence[Problem],
        vocabulary: Vocabulary,
    ) -> None:
        """Say which sheets are not read, or that none of them is one of data."""
        data = [each for each in headed if each.kind == "data"]
        if data and not any(each.has_figures(self._catalogue) or each.is_mostly_known for each in data):
            names = "、".join(f"“{each.title}”" for each in data)
            self.problems.append(Problem("D156", data[0].place, {"sheets": names}))
            self.problems += [
                each for headed in data if headed not in choice.chosen for each in errors_in(headed.problems)
            ]
        elif not data and not nameless and (headed or others):
            table = headed[0].table if headed else others[0]
            self.problems.append(describe_nameless(table, vocabulary))
        else:
            told = {problem.place.sheet for problem in nameless}
            choice.unread += [
                f"“{table.sheet}”（{'没有社区名称' if is_table(table) else '没有表头，只有文字'}）"
                for table in others
                if not table.hidden.sheet and table.sheet not in told
            ]
            self.problems += choice.hint(data[0].place if data else Place())

    def _tell_contradicting(
        self,
        choice: SheetChoice,
        others: Sequence[Table],
        vocabulary: Vocabulary,
        known: Known,
    ) -> list[Problem]:
        """Return what sheets that are not read, and remarks in those that are, say otherwise than the data."""
        rows: dict[HeadedTable, dict[int, int]] = {each: {} for each in choice.chosen}
        for at, (headed, number, _) in enumerate(self._entered):
            rows[headed][number] = at
        for at in range(len(self._entered)):
            for part in (*self._parts.get(at, ()), *self._more.get(at, ())):
                rows[part.headed][part.number] = at
        beside = Beside(
            FigureWords(vocabulary, list_counted(self._catalogue)),
            vocabulary.look_up,
            frozenset(meaning for each in choice.chosen for meaning in each.header.meanings.values()),
            {name: [each.at for each in group] for name, group in known.items()},
            self._name,
            self._find_used,
            self._catalogue,
        )
        return tell_contradicting(beside, rows, [*choice.figureless, *others])

    def _name(self, at: int) -> str:
        """Return the name of a community as it is shown."""
        headed, number, township = self._entered[at]
        name = headed.row(number).name
        return f"{township.text.strip() if township else ''}{name.text.strip() if name else ''}"

    def _find_used(self, at: int, meaning: Meaning) -> Cell | None:
        """Return the cell of a community in which a figure stands."""
        headed, number, _ = self._entered[at]
        rows = [headed.row(number), *(part.row(line) for part, line in self._parts.get(at, ()))]
        return next((cell for row in rows if (cell := row.find(meaning))), None)

    def raw(self, at: int) -> Raw:
        """Return a community with all its cells; where two rows disagree, that is among its problems."""
        raw = self._start_raw(at)
        raw.doubts += self._loose.doubts.get(at, ())
        join = {
            "months": self._joiner.add_months, "scores": self._joiner.add_scores, "judged": self._joiner.add_judged,
        }  # fmt: skip
        for other, line, key in self._more.get(at, ()):
            if key:
                unread = other.find_unread(line) if other.kind == "scores" else None
                if not (unread and other.doubt):
                    join[other.kind](other.row(line), key, raw)
                if unread and may_decide(self._catalogue, key):
                    said = f"{self._catalogue.levels[key]}{unread.content}"
                    raw.doubts.append(unread._replace(content=said, kind="unusable"))
            else:
                self._loose.put(at, other, other.row(line), raw)
        return raw

    def _start_raw(self, at: int) -> Raw:
        """Return a community with the cells of its row of the data sheet."""
        headed, number, township = self._entered[at]
        row = headed.row(number)
        raw = Raw(row.name.place if row.name else row.place, row.name, township)
        for meaning, cell in row.cells:
            says_same = cell.kind == "text" and is_ditto(cell.content)
            self._joiner.add_cell(
                meaning, self._take_above(at, meaning, cell, raw) if says_same else cell, raw
            )
        for part, line in self._parts.get(at, ()):
            for meaning, cell in part.row(line).cells:
                taken = cell
                if cell.kind == "text" and is_ditto(cell.content):
                    taken = self._refuse_ditto(part, meaning, cell, "各社区的数在几张工作表里", raw)
                self._joiner.add_cell(meaning, taken, raw)
        return raw

    def _take_above(self, at: int, meaning: Meaning, cell: Cell, raw: Raw) -> Cell:
        """Return what a mark for “the same as above” stands for, in the place of the mark; unusable, and asked about.

        Only what stands in a row right above that was read, and that is seen, can be meant.
        """
        last = self._resolved.get(meaning)
        chain, meant = at, _Meant(None)
        while meant.cell is None and not meant.why:
            meant = last.meant if last and last.at == chain else self._look_above(chain, meaning)
            chain -= 1
        self._resolved[meaning] = _Resolved(at, meant)
        if meant.cell:
            return meant.cell._replace(reference=cell.reference, same_as=meant.cell.reference)
        return self._refuse_ditto(self._entered[at].headed, meaning, cell, meant.why, raw)

    def _refuse_ditto(self, headed: HeadedTable, meaning: Meaning, cell: Cell, why: str, raw: Raw) -> Cell:
        """Return a mark for “the same as above” as unusable, and report why nobody can say what is meant."""
        header = headed.header
        label = next(header.cells[column].text for column, each in header.meanings.items() if each == meaning)
        words = {"label": remove_blanks(label), "value": cell.text, "why": why}
        raw.problems.append(Problem("D175", cell.place, words))
        return cell.unusable

    def _look_above(self, at: int, meaning: Meaning) -> _Meant:
        """Return what stands in a column right above a community; neither cell nor reason where that is a mark too."""
        if why := self._doubt_above(at, meaning):
            return _Meant(None, why)
        headed, number, _ = self._entered[at - 1]
        found = headed.row(number).find(meaning)
        if found is None:
            return _Meant(None, f"上面第{number}行这一列是空的")
        return _Meant(None if is_ditto(found.text) else found)

    def _doubt_above(self, at: int, meaning: Meaning) -> str:
        """Return why no value can be taken from the row above a community."""
        headed, number, _ = self._entered[at]
        if headed.turned:
            return "各社区是并排的"
        first = at == 0 or self._entered[at - 1].headed is not headed
        top, rows = headed.header.bottom if first else self._entered[at - 1].number, headed.table.rows
        between = (line for line in range(top + 1, number) if line in rows)
        doubts = {
            "上面一行不是社区的": any(
                headed.row(line).find(meaning) and not headed.header.repeated(rows[line]) for line in between
            ),
            "上面没有社区": first,
            f"上面第{top}行没有采用": not first and not self.register.usable(at - 1),
            f"上面第{top}行是隐藏的": top in headed.table.hidden.rows,
        }
        return next((why for why, holds in doubts.items() if holds), "")

    def _find_parts(self, headed: HeadedTable, known: Known) -> Mapping[int, int]:
        """Return which community is meant by a row of a sheet that says more of those entered before; by its number."""
        found: dict[int, int] = {}
        for row in headed.named_rows:
            who = match_key(Who(row.township.text if row.township else "", row.name.text))
            at = find_known(who, known)
            if at is not None and at not in found.values():
                found[row.number] = at
        return found

    def _enter(
        self, headed: HeadedTable, known: dict[str, list[EnteredCommunity]], more: Mapping[int, int]
    ) -> None:
        """Enter the communities of a sheet; rows that say ``more`` of one that was entered before are kept beside it."""
        for number, at in more.items():
            self._parts.setdefault(at, []).append(_Part(headed, number))
        named = [row for row in headed.named_rows if row.number not in more]
        placed = any(each.township for group in known.values() for each in group)
        if (
            more and placed and not headed.header.column("township")
        ):  # those entered before say whose they are
            self.problems += [describe_stranger(headed, row, row.name.text) for row in named]
            named = []
        rows, problems = fill_townships(named, headed.headings)
        self.problems += [Problem("D104", place) for place in headed.nameless]
        self.problems += problems
        self.problems += tell_other_townships(headed, rows)
        townships: dict[str, Cell] = {}
        bare = find_bare(row.name.text for row in rows) | find_parts(row.name.text for row in rows)
        areas = find_bare_townships(row.township.text for row in rows if row.township)
        for row in rows:
            township = row.township and townships.setdefault(row.township.text, row.township)
            who = match_key(Who(township.text if township else "", row.name.text))
            known.setdefault(who.name, []).append(EnteredCommunity(who.township, len(self._entered)))
            self._entered.append(_Entered(headed, row.number, township))
            unlike = Unlike(row.name.text in bare, row.township is not None and row.township.text in areas)
            self.register.enter(row.name.place, row.name, row.township, unlike)

    def _assign_rows(self, headed: HeadedTable, known: Known) -> None:
        """Assign the rows of another sheet to their communities; a blank township matches a unique name."""
        nameless: dict[int, TableRow] = {}
        start = len(self.problems)
        for number, row in headed.rows():
            if row.name:
                self._assign_row(headed, number, row, known)
            else:
                nameless[number] = row
        filled = fill_names(headed, known.keys()) if nameless else {}
        left = [Problem("D104", row.place) for number, row in nameless.items() if number not in filled]
        for row in (each for number, each in nameless.items() if number not in filled):
            self._loose.note(headed, row, "的这一行没有社区名称", None)
        self.problems[start:start] = [*left, *describe_filled(filled)]
        for number, row in filled.items():
            self._assign_row(headed, number, row, known)

    def _assign_row(self, headed: HeadedTable, number: int, row: TableRow, known: Known) -> None:
        """Assign a row with a name to its community."""
        at = find_known(row.match_key, known)
        if at is None:
            name = f"{row.match_key.township}{row.name.text if row.name else ''}"
            near = list_near(headed, row, known)
            self.problems.append(describe_stranger(headed, row, name, [self._name(each) for each in near]))
            self._loose.note(headed, row, f"有一行写的社区“{name}”在社区数据里没有", near)
        elif headed.kind != "judged" or row.of("points"):
            key = self._find_selected(row, headed)
            level = row.of("level")
            stray = any(meaning.role in {"scores", "stray"} for meaning, _ in row.cells)
            if key or (headed.kind == "scores" and stray and not (level and is_of_no_level(level.text))):
                self._more.setdefault(at, []).append(_Assigned(headed, number, key))
                if headed.kind == "scores" and key:
                    self._loose.given.setdefault(key, set()).add(at)
        elif (reason := row.of("reason")) and says_points(reason.text):
            self.problems.append(Problem("D205", reason.place, {"text": reason.text.strip()}))

    def _find_selected(self, row: TableRow, headed: HeadedTable) -> str:
        """Return the key that the selecting cell names, empty (and reported) when it names none."""
        role, code = _SELECTING[headed.kind]
        cell = row.of(role) or headed.blank_of(row, role)
        vocabulary = self._selectors[role]
        if cell and (meaning := vocabulary.look_up(cell.text)):
            return meaning.key
        text, level = cell.text if cell else "", role == "level"
        hint = hint_level(text, self._catalogue.levels) if level else hint_item(text, vocabulary.shown)
        words = {
            "value": text,
            "hint": hint if text else "（这一格空着）",
            "known": "、".join(vocabulary.shown),
        }
        self.problems.append(Problem("D215" if level and is_of_no_level(text) else code, cell.place, words))
        return ""
