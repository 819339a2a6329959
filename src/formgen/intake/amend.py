"""Write values back into a data workbook: into the cells they belong to, with their origin as a note."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from formgen import archive
from formgen.disk import write_file
from formgen.exact import exact_text
from formgen.intake.annotate import opened
from formgen.intake.entries import same_name
from formgen.intake.fields import Catalogue, catalogue
from formgen.intake.files import fault, load
from formgen.intake.headers import Header, find
from formgen.intake.tables import Grid
from formgen.intake.words import SHEETS, Role, selectors, vocabularies
from formgen.intake.xlsx import of_xlsx
from formgen.problems import FormgenError, Problem
from formgen.rubric.schema import Rubric


@dataclass(frozen=True, slots=True)
class Amendment:
    """One value for one community: points of a level for a criterion, or a basic fact (``level`` empty)."""

    township: str
    name: str
    level: str
    key: str
    value: Fraction | str
    origin: str


def amend(path: Path, rubric: Rubric, amendments: Sequence[Amendment]) -> Path:
    """Write amendments into a workbook; the workbook as it was is kept beside it. Returns that copy's path.

    Raises FormgenError: F112 for no workbook, D138 when it has no place for a value, F107 or F108.
    """
    content = load(path)
    if content.kind != "xlsx":
        raise fault(path.name, "F112")
    book = opened(content.data, path.name)
    fields = catalogue(rubric)
    tables = _tables(of_xlsx(content.data, path.name), fields)
    for amendment in amendments:
        role: Role = "scores" if amendment.level else "data"
        if role not in tables:
            words = {"sheet": SHEETS[role], "file": path.name}
            raise FormgenError(Problem("D138", words=words))
        _write(book, *tables[role], amendment, fields)
    kept = _free(path)
    write_file(kept, path.read_bytes())
    write_file(path, archive.saved(book))
    return kept


def _tables(grids: Sequence[Grid], fields: Catalogue) -> dict[Role, tuple[Grid, Header]]:
    """Return the first sheet of each role with its header."""
    words = vocabularies(fields)
    found: dict[Role, tuple[Grid, Header]] = {}
    for grid in grids:
        header, _ = find(grid, words)
        if header:
            found.setdefault(header.role, (grid, header))
    return found


def _write(book: Workbook, grid: Grid, header: Header, amendment: Amendment, fields: Catalogue) -> None:
    """Write one value into its row, a new one below the others where there is none."""
    sheet: Worksheet = book[grid.sheet]
    part = "scores" if amendment.level else "facts"
    column = next(
        (at for at, slot in header.slots.items() if slot.part == part and slot.key == amendment.key), 0
    )
    row = _row(sheet, header, amendment, fields)
    if not column or (not row and not amendment.level):
        raise FormgenError(Problem("D138", words={"sheet": grid.sheet, "file": grid.file}))
    if not row:
        row = sheet.max_row + 1
        texts = {
            "township": amendment.township,
            "name": amendment.name,
            "level": fields.levels[amendment.level],
        }
        for name, text in texts.items():
            at = next((at for at, slot in header.slots.items() if slot.part == name), 0)
            if at:
                sheet.cell(row, at, text).data_type = "s"
    cell = sheet.cell(row, column)
    if isinstance(amendment.value, Fraction):
        cell.value = float(exact_text(amendment.value))
    else:
        cell.value, cell.data_type = amendment.value, "s"
    cell.comment = Comment(f"读自 {amendment.origin}", "formgen")


def _row(sheet: Worksheet, header: Header, amendment: Amendment, fields: Catalogue) -> int:
    """Return the row of a community (and level), 0 when there is none."""
    levels = selectors(fields)["level"]
    wanted = same_name(amendment.name, amendment.township)
    columns = {name: header.column(name) for name in ("township", "name", "level")}
    for row in range(header.bottom + 1, sheet.max_row + 1):
        texts = {name: str(sheet.cell(row, at).value or "") if at else "" for name, at in columns.items()}
        township, name = same_name(texts["name"], texts["township"])
        if name != wanted[1] or (township and township != wanted[0]):
            continue
        slot = levels.find(texts["level"]) if amendment.level else None
        if not amendment.level or (slot and slot.key == amendment.level):
            return row
    return 0


def _free(path: Path) -> Path:
    """Return a name for the copy of the workbook as it was, never that of another copy."""
    for number in range(1, 1000):
        kept = path.with_name(f"{path.stem}（收回前{number}）{path.suffix}")
        if not kept.exists():
            return kept
    raise FormgenError(Problem("F117", words={"file": str(kept)}))
