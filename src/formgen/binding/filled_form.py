"""A form filled from one record: what was written where, what is a question, and the proof that nothing else changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from formgen.binding.blank_file import Blank
from formgen.binding.cells import CellTable, FormCell
from formgen.binding.clipping import find_clipped
from formgen.binding.edits import PlaceEdit, TextOf, UnfitError, make_edits
from formgen.binding.excel_cells import address, read_excel
from formgen.binding.excel_writing import changed_text, write_excel
from formgen.binding.fields import BoundField
from formgen.binding.gaps import is_blank
from formgen.binding.matching import DataEntry, Match, Question, match_keys
from formgen.binding.synonyms import Synonyms
from formgen.binding.word_cells import read_word
from formgen.binding.word_writing import grow_word, write_word
from formgen.binding.wording import squeeze
from formgen.forms.ticks import TICKED_BOXES
from formgen.forms.word.markup import DOCUMENT
from formgen.office.package import repacked
from formgen.problems import FormgenError, Problem

_MARKS = str.maketrans(TICKED_BOXES + "☐", "√" * len(TICKED_BOXES) + "□")


@dataclass(frozen=True)
class FilledBlank:
    """A filled blank: its bytes, the blank as it was bound (grown, where a list needed rows), what each key got."""

    data: bytes
    blank: Blank
    matches: tuple[Match, ...]
    clipped: tuple[BoundField, ...] = ()

    @property
    def questions(self) -> tuple[Match, ...]:
        """The keys that are a question; nothing was written for them."""
        return tuple(match for match in self.matches if match.question)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Each question as a problem, and each text that a row of an exact height may cut off (B117)."""
        cut = [
            Problem("B117", words={"label": each.label, "where": name_blank_place(each, self.blank)})
            for each in self.clipped
        ]
        asked = (
            question_problem(match.question, self.blank)
            for match in self.matches
            if match.question is not None
        )
        return (*asked, *cut)


def fill_blank(blank: Blank, record: Sequence[DataEntry], synonyms: Synonyms) -> FilledBlank:
    """Fill a blank from a record. Raises FormgenError B111 where the written file is not what was meant."""
    grown = _grow(blank, record, synonyms)
    matches = match_keys(grown.bound, record, synonyms)
    texts = TextOf({each.number: each.text for each in grown.form.paragraphs})
    edits, kept = list[PlaceEdit](), list[Match]()
    for match in matches:
        try:
            made = make_edits(match, texts) if match.question is None else []
        except UnfitError as error:
            numbers = tuple(each.number for each in match.fields)
            kept.append(replace(match, fields=(), question=Question(error.code, error.why, numbers)))
            continue
        edits += made
        kept.append(match)
    write = write_word if grown.is_word else write_excel
    parts = write(grown.parts, edits) if edits else dict(grown.parts)
    _prove(grown, parts, edits)
    clipped = tuple(find_clipped(parts, edits)) if grown.is_word else ()
    return FilledBlank(repacked(parts), grown, tuple(kept), clipped)


def _grow(blank: Blank, record: Sequence[DataEntry], synonyms: Synonyms) -> Blank:
    """Return the blank with as many rows as the lists of a record need, where a row can be copied."""
    if not blank.is_word:
        return blank
    needs: dict[tuple[int, int], int] = {}
    for match in match_keys(blank.bound, record, synonyms):
        value = match.entry.value
        if match.question or not isinstance(value, list) or len(match.fields) != 1:
            continue
        field = match.fields[0]
        more = len(value) - len(field.cells)
        if field.kind == "list" and more > 0 and _can_grow(blank, field):
            place = (field.cells[-1].table, field.cells[-1].row)
            needs[place] = max(needs.get(place, 0), more)
    parts = blank.parts
    for (table, row), count in sorted(needs.items(), reverse=True):
        parts = grow_word(parts, table, row, count)
    return replace(blank, parts=parts) if needs else blank


def _can_grow(blank: Blank, field: BoundField) -> bool:
    """Return whether the last row of a list may be copied: nothing stands in it but blanks and its number."""
    last = field.cells[-1]
    table = blank.form.tables[last.table - 1]
    cells = [cell for cell in table.cells if cell.row <= last.row <= cell.last_row]
    own = [cell for cell in cells if cell.row == last.row]
    tall = [cell for cell in cells if cell.row < last.row]
    one_list = (
        len({(cell.row, cell.col) for cell in field.cells})
        == len(field.cells)
        == (last.row - field.cells[0].row + 1)
    )
    plain = all(is_blank(cell.text) or squeeze(cell.text).isdigit() for cell in own)
    return (
        one_list
        and plain
        and all(cell.rows == 1 for cell in own)
        and all(cell.last_row == last.row for cell in tall)
    )


def _prove(blank: Blank, parts: dict[str, bytes], edits: Sequence[PlaceEdit]) -> None:
    """Read the written parts again: only the places of the edits differ, and they say what was meant."""
    read = read_word(parts).form if blank.is_word else read_excel(parts).form
    meant: dict[FormCell | int, list[PlaceEdit]] = {}
    for edit in edits:
        meant.setdefault(edit.cell if edit.cell is not None else edit.paragraph, []).append(edit)
    wrong = list[str]()
    for before, after in zip(_all_cells(blank.form.tables), _all_cells(read.tables), strict=True):
        if not _is_as_meant(before.text, after.text, meant.get(before, [])) or _box(before) != _box(after):
            wrong.append(before.text)
    for old, new in zip(blank.form.paragraphs, read.paragraphs, strict=True):
        if not _is_as_meant(old.text, new.text, meant.get(old.number, [])):
            wrong.append(old.text)
    main = {DOCUMENT} if blank.is_word else set(read_excel(parts).parts.values())
    wrong += [name for name in blank.parts if name not in main and blank.parts[name] != parts.get(name)]
    if wrong:
        raise FormgenError(Problem("B111", words={"file": blank.name, "what": wrong[0]}))


def _all_cells(tables: Sequence[CellTable]) -> list[FormCell]:
    return [cell for table in tables for cell in table.cells]


def _box(cell: FormCell) -> tuple[int, int, int, int]:
    return (cell.row, cell.col, cell.rows, cell.cols)


def _is_as_meant(before: str, after: str, edits: Sequence[PlaceEdit]) -> bool:
    """Return whether a text is what its edits make of it; all ticks are one mark, □ and ☐ too, blanks apart."""
    pieces = [piece for edit in edits for piece in edit.pieces]
    if not pieces:
        return before == after
    meant, shown = (squeeze(text).translate(_MARKS) for text in (changed_text(before, pieces), after))
    return meant == shown


def question_problem(question: Question, blank: Blank) -> Problem:
    """Return a question as a problem, with the places it may be."""
    by_number = {each.number: each for each in blank.bound.fields}
    found = [by_number[number] for number in question.candidates if number in by_number]
    shown = "；".join(f"{each.number}号“{each.label}”（{name_blank_place(each, blank)}）" for each in found)
    words = {"text": question.text, "known": f"可能是：{shown}" if shown else "没有相近的标签"}
    return Problem(question.code, words=words)


def name_blank_place(field: BoundField, blank: Blank) -> str:
    """Return the place of a field in a clerk's words."""
    if not field.cells:
        return f"第{field.paragraph}段"
    cell = field.cells[0]
    if not blank.is_word:
        return f"工作表“{blank.form.tables[cell.table - 1].name}”{address(cell)}"
    return f"第{cell.table}张表第{cell.row}行第{cell.col}格"
