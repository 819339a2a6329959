"""Read rosters: every sheet of every file, a person a row, with the tolerance of the data workbook.

Whose a row is and of which month stands in its columns, else in the names of sheet and file; what remains doubtful is
asked, and the row is left out. Types the cells; who is the same person is found in ``repeats``.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from formgen.folding import keep_letters
from formgen.intake.names import is_ditto, is_no_text, is_remark, is_total
from formgen.intake.tables import MOST_ROWS
from formgen.intake.vocabulary import DEFINITIONS, FINDINGS, Vocabulary
from formgen.model import Who
from formgen.problems import FormgenError, Place, Problem
from formgen.quoting import shorten
from formgen.registers.register import RegisterSpec
from formgen.rosters.belonging import UNNAMED, Belonging, CommunityList
from formgen.rosters.day_checks import DayChecker
from formgen.rosters.footers import FooterFinder
from formgen.rosters.header import RosterHeader, find_roster_header, make_roster_words, report_columns
from formgen.rosters.passed_over import (
    GoneLines,
    doubt_gone,
    find_void_sheet,
    list_hidden_rows,
    read_lone_text,
)
from formgen.rosters.persons import PersonReader, lift_strike
from formgen.rosters.remarks import RemarkReader
from formgen.rosters.roster import Roster, RosterRow
from formgen.rosters.row_values import RowReader
from formgen.rosters.second_tables import FirstTable
from formgen.rosters.sheets import RosterSheet, list_roster_files, plain_value, read_sheets, text_of_value
from formgen.rosters.tick_heads import join_ticked_columns
from formgen.rosters.titles import TitleDate, read_title_date, remove_kind
from formgen.rosters.village_lines import VillageLines, doubt_default

OUR_SHEETS = frozenset({DEFINITIONS, FINDINGS})  # sheets that formgen writes beside the data
_SIDE_BY_SIDE = 3  # columns that stand twice in a sheet with two people in a row
_USUAL = frozenset({2, 3})  # signs of most names
_COLUMN_LETTERS = frozenset("甲乙丙丁戊己庚辛壬癸")
_CARRIED = ("township", "community", "household", "head")  # what one merged cell says for several rows


def read_roster(
    paths: Sequence[Path], register: RegisterSpec, day: date, known: Iterable[Who] = ()
) -> Roster:
    """Read the rosters in some files and folders; ``known`` are the communities they may be about, any when none.

    ``day`` is the day on which ages count, and whose year the rosters must be of. Raises FormgenError with an F code
    for a file that cannot be read, N106 when there is nobody in any of them.
    """
    files = list_roster_files(paths)
    sheets = (sheet for path in files for sheet in read_sheets(path))  # one file at a time is in memory
    return take_sheets(sheets, register, day, known)


def take_sheets(
    sheets: Iterable[RosterSheet], register: RegisterSpec, day: date, known: Iterable[Who] = ()
) -> Roster:
    """Return the roster of sheets that were opened. Raises FormgenError N106 when there is nobody in them."""
    communities = CommunityList(tuple(known))
    reader = RegisterReader(register, day, communities)
    for sheet in (each for each in sheets if each.name not in OUR_SHEETS):
        reader.take(sheet)
    refuse_nobody([reader.roster], communities)
    return reader.roster


def refuse_nobody(rosters: Sequence[Roster], communities: CommunityList) -> None:
    """Add the doubts about communities to the first of some rosters. Raises FormgenError N106 when nobody is in any."""
    rosters[0].problems += communities.list_doubts()
    problems = [each for roster in rosters for each in roster.problems]
    if not any(roster.rows for roster in rosters) and not any(each.severity == "error" for each in problems):
        names = "、".join(dict.fromkeys(each.file for roster in rosters for each in roster.sheets))
        raise FormgenError(*problems, Problem("N106", Place(file=names), {"file": names}))


class RegisterReader:
    """Reads sheets of one register, one after the other, into its roster."""

    def __init__(self, register: RegisterSpec, day: date, communities: CommunityList) -> None:
        """Begin with an empty roster."""
        self.roster = Roster(register, day, whos=communities.whos)
        self.words = make_roster_words(register)
        self._belonging = Belonging(self.roster, communities)

    def take(self, sheet: RosterSheet) -> None:
        """Read a sheet; its cells are not kept."""
        number = len(self.roster.sheets)
        self.roster.sheets.append(sheet)
        _SheetReader(self.roster, self._belonging, self.words, sheet, number).read()
        self.roster.sheets[number] = sheet.without_rows()


def list_titles(sheet: RosterSheet, bottom: int, words: Vocabulary) -> list[str]:
    """Return what a sheet is called: its name, its file, and the lines above its header, which ends in row ``bottom``."""
    above = [
        text_of_value(value)
        for row in islice(sheet.rows(), min(bottom, 5))
        for value in row
        if value not in {"", None} and not words.look_up(text_of_value(value))
    ]
    return [sheet.name, Path(sheet.file).stem, *above]


class _SheetReader:
    """Reads one sheet into the roster."""

    def __init__(
        self, roster: Roster, belonging: Belonging, words: Vocabulary, sheet: RosterSheet, number: int
    ) -> None:
        self.roster, self.belonging, self.words = roster, belonging, words
        self.sheet, self.number = join_ticked_columns(sheet, words, roster.register), number
        self.subject = roster.register.subject
        self.gone = GoneLines()
        self.lines = VillageLines(-1, roster.register, belonging.communities)

    @property
    def of_people(self) -> bool:
        """Return whether the sheet is a list of people, a row a person."""
        return self.roster.register.repeats is None

    def read(self) -> None:
        """Find the header, then read the rows; a sheet of another year, or of no people, is not read."""
        header = find_roster_header(self.sheet, self.words, self.subject)
        if header is None:
            self._report_headless()
            return
        if side := self._find_side_by_side(header):
            self.roster.problems.append(side)
            return
        titles = list_titles(self.sheet, header.bottom, self.words)
        if word := find_void_sheet(titles, people=self.of_people):
            words = {"sheet": self.sheet.name or self.sheet.file, "text": word}
            self.roster.problems.append(Problem("N160", self.sheet.place(0), words))
            return
        dated = read_title_date(*titles)
        if dated.year and dated.year != self.roster.day.year:
            words = {"year": str(dated.year), "day": self.roster.day.isoformat()}
            self.roster.problems.append(Problem("N108", self.sheet.place(0), words))
            return
        self.roster.problems += report_columns(self.sheet, header, self.words)
        self._read_rows(header, titles, dated)

    def _find_side_by_side(self, header: RosterHeader) -> Problem | None:
        """Return the problem of a sheet with two people in a row: of each only one would be read."""
        meant = [self.words.look_up(text) for text in header.doubled.values()]
        if len(meant) < _SIDE_BY_SIDE or self.subject not in {each.key for each in meant if each}:
            return None
        label = self.roster.register.columns[self.subject].zh
        words = {"sheet": self.sheet.name or self.sheet.file, "subject": label, "count": str(len(meant))}
        return Problem("N172", self.sheet.place(header.bottom, min(header.doubled)), words)

    def _report_headless(self) -> None:
        """Report a sheet with rows of which none is a header."""
        if any(any(value not in {"", None} for value in row) for row in islice(self.sheet.rows(), 100)):
            name = self.sheet.name or self.sheet.file
            label = self.roster.register.columns[self.subject].zh
            self.roster.problems.append(
                Problem("N107", self.sheet.place(0), {"sheet": name, "subject": label})
            )

    def _read_rows(self, header: RosterHeader, titles: Sequence[str], dated: TitleDate) -> None:
        """Read the rows below a header, find whose they are, and check those that are somebody's."""
        register = self.roster.register
        self.roster.columns[self.number] = header.columns
        self.roster.lacking[self.number] = frozenset(register.columns) - frozenset(header.columns)
        self.lines = VillageLines(self._find_default(titles, header), register, self.belonging.communities)
        read = list(self._list_rows(header, dated))
        others = {each.who for each in read if each.who != UNNAMED}
        self.belonging.settle([each for each in read if each.who == UNNAMED], others, header)
        kept = [each for each in read if each.who >= 0]
        self.roster.problems += self.lines.problems
        self.roster.open_whos |= self.lines.open
        self.gone.end(MOST_ROWS + 1)
        self.roster.problems += self.gone.doubt(kept, self.sheet)
        person, days = PersonReader(self.roster, header), DayChecker(self.roster, header)
        for each in kept:
            person.complete(each)
            days.check(each)
        self.roster.problems += list_hidden_rows(self.sheet, [each.number for each in kept])
        self.roster.rows += kept

    def _list_rows(self, header: RosterHeader, dated: TitleDate) -> Iterator[RosterRow]:
        """Yield the rows of which it is known whose they are, or may be found out when all are read."""
        register, month_at = self.roster.register, self.roster.positions.get("month")
        month = dated.month_on(self.roster.day)
        # the month that names a ledger does not make it a roster of that month: its rows have dates
        titled = month if register.repeats is None else 0
        reader, remarks = (
            RowReader(self.roster, self.sheet, header),
            RemarkReader(self.sheet, header, register),
        )
        for number, row in self._data_rows(header):
            values = reader.read(number, row)
            own = None if month_at is None else values[month_at]
            made = RosterRow(self.number, number, -1, own if isinstance(own, int) else titled, values)
            made.edition = month if register.renewed else 0
            made.who = self.belonging.find(made, self.lines.default, header)
            if made.who >= 0 or made.who == UNNAMED:
                self.roster.problems += remarks.read(made, row)
                self.roster.problems += doubt_gone(self.sheet, header, made, row) if self.of_people else ()
                yield made
        self.roster.problems += remarks.list_unread()

    def _find_default(self, titles: Sequence[str], header: RosterHeader) -> int:
        """Return the community of the rows that say none; asked about where a line above the header names another."""
        register, communities = self.roster.register, self.belonging.communities
        found = self.belonging.find_default(
            [remove_kind(each, register) for each in titles], self.sheet, header
        )
        if line := doubt_default(found, titles[2:], register, communities):
            self.roster.problems.append(Problem("N163", self.sheet.place(0), {"value": shorten(line)}))
            return -1
        return found

    # -- which rows are data ----------------------------------------------------------------------------
    def _data_rows(self, header: RosterHeader) -> Iterator[tuple[int, Sequence[object]]]:
        """Yield the rows of people below the header, with what merged cells say for them."""
        name = header.columns[self.subject]
        own = [column for key, column in header.columns.items() if key != "month"]
        merged, footers = self._list_merged(header), FooterFinder(self.roster.register, header)
        carried: dict[int, object] = {}
        table = FirstTable(self.sheet, header, self.words, self.subject)
        for number, row in table.list_rows(self.sheet.rows()):
            filled = list(row)
            for column in merged.get(number, ()):
                value = row[column] if column < len(row) else ""
                if value not in {"", None}:
                    carried[column] = value
                elif column < len(filled):
                    filled[column] = carried.get(column, "")
            if self.sheet.marked:
                filled = lift_strike(filled, name)
            lone = read_lone_text(row)
            if lone and self._parts(number, lone):
                continue
            if self._is_person(number, filled if self.sheet.marked else row, name, own, footers):
                self.lines.enter()
                yield number, filled
            elif name < len(row) and self._is_heading(text_of_value(plain_value(row[name]))):
                self.lines.head()
        self.roster.problems += table.problems
        self.roster.open_whos |= {self.lines.default} - {-1, UNNAMED} if table.problems else set()

    def _parts(self, number: int, text: str) -> bool:
        """Return whether a line that stands alone parts the list: it says that people are gone, or names a community."""
        gone = self.of_people and self.gone.take(number, text, self.lines.name)
        return gone or self.lines.take(self.sheet.place(number), text)

    def _list_merged(self, header: RosterHeader) -> dict[int, list[int]]:
        """Return the columns of merged cells by their rows, of what one cell may say for several rows."""
        columns = {header.columns[key] for key in _CARRIED if key in header.columns}
        found: dict[int, list[int]] = {}
        for top, left, bottom, right in self.sheet.merged:
            for column in columns.intersection(range(left, right + 1)):
                for number in range(top, min(bottom, MOST_ROWS) + 1):
                    found.setdefault(number, []).append(column)
        return found

    def _is_person(
        self, number: int, row: Sequence[object], name: int, own: Sequence[int], footers: FooterFinder
    ) -> bool:
        """Return whether a row is about a person; one with data and without a name is reported."""
        raw = row[name] if name < len(row) else ""
        text = raw.strip() if raw.__class__ is str else text_of_value(plain_value(raw))
        if (
            len(text) in _USUAL
            and text.isalpha()
            and not (is_total(text) or is_remark(text) or text in self.header_words)
        ):
            return not footers.signs(row)
        texts = (text_of_value(plain_value(value)) for value in row)
        shown = [each for each in texts if each]
        if (
            not shown
            or (text and self._is_heading(text))
            or all(keep_letters(each).isdecimal() or each in _COLUMN_LETTERS for each in shown)
            or footers.is_footer(row)
        ):
            return False
        first = shown[0]
        if not text or is_no_text(text):
            filled = [at for at in own if at < len(row) and plain_value(row[at]) != ""]
            if filled and not (is_total(first) or is_remark(first) or self._is_section(row, own)):
                self.roster.problems.append(self._lack_subject(number, name))
            return False
        if is_total(text) or is_total(first) or (is_remark(text) and all(map(is_remark, shown))):
            return False
        if is_ditto(text) or text.isdecimal():
            self.roster.problems.append(self._lack_subject(number, name))
            return False
        return True

    def _lack_subject(self, number: int, column: int) -> Problem:
        """Return that a row does not say whom or what it is about."""
        label = self.roster.register.columns[self.subject].zh
        return Problem("N109", self.sheet.place(number, column), {"subject": label})

    @property
    def header_words(self) -> frozenset[str]:
        """The words that head columns, which are no names of people."""
        return self.words.words

    def _is_heading(self, text: str) -> bool:
        """Return whether a text in the column of names heads it, as on every printed page."""
        meaning = self.words.look_up(text)
        return meaning is not None and meaning.key == self.subject

    def _is_section(self, row: Sequence[object], own: Sequence[int]) -> bool:
        """Return whether a row has a single text, as a heading between the rows."""
        filled = [at for at, value in enumerate(row) if plain_value(value) != ""]
        return len(filled) == 1 and filled[0] == min(own)
