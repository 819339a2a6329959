"""A form filled from one record: what was written where, what is a question, and the proof that nothing else changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from formgen.binding.blank_file import Blank
from formgen.binding.cells import CellTable, FormCell, FormOfCells
from formgen.binding.clipping import fit_fixed_rows
from formgen.binding.edits import UNFIT, GapPiece, PlaceEdit, TextOf, UnfitError, make_edits
from formgen.binding.excel_cells import ExcelBlank, address, read_excel
from formgen.binding.excel_clipping import find_narrow
from formgen.binding.excel_formulas import as_number
from formgen.binding.excel_writing import changed_text, write_excel
from formgen.binding.fields import BoundField
from formgen.binding.growing import grow_blank
from formgen.binding.key_matches import DataEntry, Match, Question
from formgen.binding.matching import match_keys
from formgen.binding.photo_parts import PlacedPhoto, place_photo, put_excel_photos, put_word_photos
from formgen.binding.photos import PHOTO_CODE, read_photo
from formgen.binding.synonyms import Synonyms
from formgen.binding.word_cells import PICTURE, WordBlank, read_word
from formgen.binding.word_writing import write_tree, write_word
from formgen.binding.wording import squeeze
from formgen.forms.excel.book import WORKBOOK_PART
from formgen.forms.ticks import TICKED_BOXES
from formgen.forms.word.markup import DOCUMENT
from formgen.office.made_mark import mark_as_made
from formgen.office.package import repacked
from formgen.problems import FormgenError, Problem

_TAKEN = "B106"
_STYLES = "word/styles.xml"
TICKS_AS_ONE = str.maketrans(TICKED_BOXES + "☐", "√" * len(TICKED_BOXES) + "□")


@dataclass(frozen=True)
class FilledBlank:
    """A filled blank: its parts, the blank as it was bound (grown, where a list needed rows), what each key got.

    ``written`` is the form as it reads now, ``edits`` what was written into it, ``photos`` the files of its pictures.
    ``main_part`` is the part that says whether the document is as it was made, empty where nothing was written.
    """

    parts: dict[str, bytes]
    blank: Blank
    matches: tuple[Match, ...]
    written: FormOfCells
    edits: tuple[PlaceEdit, ...] = ()
    photos: frozenset[bytes] = frozenset()
    main_part: str = ""
    clipped: tuple[BoundField, ...] = ()

    @cached_property
    def data(self) -> bytes:
        """The document, which says that it is as it was made."""
        return repacked(mark_as_made(self.parts, self.main_part) if self.main_part else self.parts)

    @property
    def questions(self) -> tuple[Match, ...]:
        """The keys that are a question; nothing was written for them."""
        return tuple(match for match in self.matches if match.question)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Each question as a problem, each text that may be cut off (B117, B128), each tick beside a drawn box (B127)."""
        cut = [
            Problem(
                "B117" if self.blank.is_word else "B128",
                words={"label": each.label, "where": name_blank_place(each, self.blank)},
            )
            for each in self.clipped
        ]
        asked = (
            question_problem(match.question, self.blank)
            for match in self.matches
            if match.question is not None
        )
        return (*asked, *cut, *self._beside_drawings())

    def _beside_drawings(self) -> list[Problem]:
        """Return a hint for each choice whose boxes are drawings: the tick stands before the word, not in the box."""
        lines = {each.number: each.text for each in self.blank.form.paragraphs}
        taken = [each for match in self.matches for each in match.fields if each.options]
        return [
            Problem("B127", words={"label": each.label, "where": name_blank_place(each, self.blank)})
            for each in taken
            if PICTURE in (each.cells[0].text if each.cells else lines[each.paragraph])
            and all(option.box[0] == option.box[1] for option in each.options)
        ]


def fill_blank(
    blank: Blank, record: Sequence[DataEntry], synonyms: Synonyms, photos: Path = Path()
) -> FilledBlank:
    """Fill a blank from a record; files of photos are looked for in the folder ``photos``.

    Raises FormgenError B111 where the written file is not what was meant.
    """
    first = match_keys(blank.bound, record, synonyms)
    grown, refused = grow_blank(blank, first)
    matches = first if grown is blank else match_keys(grown.bound, record, synonyms)
    texts = TextOf({each.number: each.text for each in grown.form.paragraphs})
    edits, kept, placed = list[PlaceEdit](), list[Match](), list[PlacedPhoto]()
    taken = dict[FormCell | int, list[GapPiece]]()
    for match in matches:
        try:
            found = _photo_of(match, grown, photos)
            made = [_photo_edit(match, grown)] if found else _edits_of(match, texts, grown)
            _take_places(match, made, taken)
        except UnfitError as error:
            why = f"{error.why}；加不了行：{refused}" if error.code == "B107" and refused else error.why
            numbers = tuple(each.number for each in match.fields)
            kept.append(replace(match, fields=(), question=Question(error.code, why, numbers)))
            continue
        edits += made
        placed += [found] if found else []
        kept.append(match)
    write = write_word if grown.is_word else write_excel
    parts = _put_photos(grown, write(grown.parts, edits) if edits else dict(grown.parts), placed)
    written: WordBlank | ExcelBlank = read_word(parts) if grown.is_word else read_excel(parts)
    parts, written, clipped = _fit(parts, written, edits)
    _prove(grown, parts, written, edits)
    pictures = frozenset(each.photo.data for each in placed)
    main = _main_part(written, edits)
    return FilledBlank(parts, grown, tuple(kept), written.form, tuple(edits), pictures, main, tuple(clipped))


def _take_places(
    match: Match, made: Sequence[PlaceEdit], taken: dict[FormCell | int, list[GapPiece]]
) -> None:
    """Note what edits write into. Raises UnfitError for a stretch that is taken: the whole of a text, and one of its gaps."""
    places = [each.cell if each.cell is not None else each.paragraph for each in made]
    for place, edit in zip(places, made, strict=True):
        pairs = ((mine, other) for mine in edit.pieces for other in taken.get(place, ()))
        if any(mine.start < other.end and other.start < mine.end for mine, other in pairs):
            raise UnfitError(_TAKEN, f"“{match.entry.key}”和另一个名称要填同一处")
    for place, edit in zip(places, made, strict=True):
        taken.setdefault(place, []).extend(edit.pieces)


def _fit(
    parts: dict[str, bytes], written: WordBlank | ExcelBlank, edits: Sequence[PlaceEdit]
) -> tuple[dict[str, bytes], WordBlank | ExcelBlank, list[BoundField]]:
    """Return a document with the texts of fixed rows set smaller, and the fields whose text may be cut off still."""
    if isinstance(written, ExcelBlank):
        return parts, written, find_narrow(written, parts, edits)
    clipped, changed = fit_fixed_rows(written, parts.get(_STYLES), edits)
    if changed:
        parts = {**parts, DOCUMENT: write_tree(written)}
        written = read_word(parts)
    return parts, written, clipped


def _main_part(written: WordBlank | ExcelBlank, edits: Sequence[PlaceEdit]) -> str:
    """Return the part that holds the body of a document, or the sheet of the first edit; empty where there is no edit."""
    if isinstance(written, WordBlank):
        return DOCUMENT if edits else ""
    return next((written.parts[each.cell.table] for each in edits if each.cell is not None), "")


def _photo_of(match: Match, blank: Blank, folder: Path) -> PlacedPhoto | None:
    """Return the photo that a key puts into its box, None for a key of another kind. Raises UnfitError."""
    field = match.fields[0] if match.fields else None
    if field is None or field.kind != "photo":
        return None
    if not isinstance(match.entry.value, str):
        raise UnfitError(PHOTO_CODE, f"“{match.entry.key}”有{len(match.entry.value)}个值，只能贴一张照片")
    cell, sheet = field.cells[0], "" if blank.is_word else read_excel(blank.parts).parts[field.cells[0].table]
    return place_photo(blank.parts, sheet, cell, read_photo(match.entry.value, folder))


def _photo_edit(match: Match, blank: Blank) -> PlaceEdit:
    """Return the edit of a photo: a picture in the line of a Word cell, nothing in a cell that a picture lies over."""
    field = match.fields[0]
    text = PICTURE if blank.is_word else ""
    return PlaceEdit(field, field.cells[0], 0, (GapPiece(0, len(field.cells[0].text), text),), photo=True)


def _put_photos(blank: Blank, parts: dict[str, bytes], placed: Sequence[PlacedPhoto]) -> dict[str, bytes]:
    if blank.is_word:
        return put_word_photos(parts, placed) if placed else parts
    sheets = read_excel(blank.parts).parts if placed else {}
    for each in placed:
        parts = put_excel_photos(parts, sheets[each.cell.table], [each])
    return parts


def _edits_of(match: Match, texts: TextOf, blank: Blank) -> list[PlaceEdit]:
    """Return what one key writes. Raises UnfitError where its value does not fit, or a formula could not add it up."""
    made = make_edits(match, texts) if match.fields else []
    for edit in made if not blank.is_word else ():
        cell = edit.cell
        if cell is None or not blank.formulas.reckons(blank.form.tables[cell.table - 1].name, cell):
            continue
        text = changed_text(cell.text, edit.pieces)
        if text.strip() and not as_number(text):
            why = f"“{edit.field.label}”一格表上的公式要用来算，“{text}”不是数，会漏加或算不出"
            raise UnfitError(UNFIT, why)
    return made


def _prove(
    blank: Blank, parts: dict[str, bytes], written: WordBlank | ExcelBlank, edits: Sequence[PlaceEdit]
) -> None:
    """Hold the written parts, read again, against the blank: only the places of the edits differ, and say what was meant."""
    read = written.form
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
    main = {DOCUMENT} if isinstance(written, WordBlank) else {*written.parts.values(), WORKBOOK_PART}
    others = {name for name in {*blank.parts, *parts} - main if blank.parts.get(name) != parts.get(name)}
    pictures = any(edit.photo for edit in edits)
    wrong += sorted(name for name in others if not (pictures and _is_of_picture(name, blank)))
    if wrong:
        raise FormgenError(Problem("B111", words={"file": blank.name, "what": wrong[0]}))


def _is_of_picture(name: str, blank: Blank) -> bool:
    """Return whether a part changes or is new because a picture was put in: never one of the pictures there were."""
    if name in blank.parts:
        return name.endswith((".rels", "[Content_Types].xml")) or "/drawings/drawing" in name
    return "/media/formgen-photo-" in name or name.endswith(".rels") or "/drawings/drawing" in name


def _all_cells(tables: Sequence[CellTable]) -> list[FormCell]:
    return [cell for table in tables for cell in table.cells]


def _box(cell: FormCell) -> tuple[int, int, int, int]:
    return (cell.row, cell.col, cell.rows, cell.cols)


def _is_as_meant(before: str, after: str, edits: Sequence[PlaceEdit]) -> bool:
    """Return whether a text is what its edits make of it; all ticks are one mark, □ and ☐ too, blanks apart."""
    pieces = [piece for edit in edits for piece in edit.pieces]
    if not pieces:
        return before == after
    meant, shown = (squeeze(text).translate(TICKS_AS_ONE) for text in (changed_text(before, pieces), after))
    return shown in {meant, as_number(meant) or meant}


def question_problem(question: Question, blank: Blank) -> Problem:
    """Return a question as a problem, with the places it may be."""
    shown = list_candidates(question, blank)
    words = {"text": question.text, "known": f"可能是：{shown}" if shown else "没有相近的标签"}
    return Problem(question.code, words=words)


def list_candidates(question: Question, blank: Blank) -> str:
    """Return the places that a question may mean, each with its number; empty where there are none."""
    by_number = {each.number: each for each in blank.bound.fields}
    found = [by_number[number] for number in question.candidates if number in by_number]
    return "；".join(f"{each.number}号“{each.label}”（{name_blank_place(each, blank)}）" for each in found)


def name_blank_place(field: BoundField, blank: Blank) -> str:
    """Return the place of a field in a clerk's words."""
    if not field.cells:
        return f"第{field.paragraph}段"
    return name_blank_cell(field.cells[0], blank)


def name_blank_cell(cell: FormCell, blank: Blank) -> str:
    """Return the place of a cell in a clerk's words."""
    if not blank.is_word:
        return f"工作表“{blank.form.tables[cell.table - 1].name}”{address(cell)}"
    return f"第{cell.table}张表第{cell.row}行第{cell.col}格"
