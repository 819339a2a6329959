"""What ``formgen fill`` and ``formgen template bind`` do: a blank read, bound, filled from records, and written."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook
from openpyxl.styles import Font

from formgen.binding.blank_file import OLD, Blank, read_blank
from formgen.binding.edits import GapPiece, PlaceEdit
from formgen.binding.excel_writing import write_excel
from formgen.binding.fields import BoundField
from formgen.binding.filled_form import FilledBlank, fill_blank, name_blank_place
from formgen.binding.matching import DataEntry
from formgen.binding.records import Record, as_rows, read_records
from formgen.binding.report import describe_blank, describe_filled_blank
from formgen.binding.synonyms import load_synonyms
from formgen.binding.word_writing import write_word
from formgen.folder.safe_names import safe_name
from formgen.office.digest import digest_of
from formgen.office.disk import make_folder, write_file
from formgen.office.package import repacked, saved
from formgen.printing.old_formats import convert_old
from formgen.problems import FormgenError, Problem
from formgen.quoting import make_printable

ANSWER_SHEET = "对照表.xlsx"
_FORM, _KINDS = (
    "form.yaml",
    {
        "list": "一行一个往下填",
        "checkbox": "打√",
        "gap": "填在空格处",
        "opinion": "写在盖章上面",
        "seal": "盖章、签字处，不填",
    },
)
_HEADS = ("号", "标签", "所在组", "怎么填", "位置", "字段名", "把握", "问题", "改为")


@dataclass(frozen=True)
class FillRun:
    """A run of ``fill``: each record's result, the files they were written to, the report."""

    filled: tuple[FilledBlank, ...]
    files: tuple[Path, ...]
    report: tuple[dict[str, Any], ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every question of every record."""
        return tuple(problem for each in self.filled for problem in each.problems)


@dataclass(frozen=True, slots=True)
class FillAsked:
    """What was asked of ``fill``: how records are used, which, how files are named, the office's words, what is written."""

    records: str = ""
    only: tuple[str, ...] = ()
    name: str = ""
    names: Path | None = None
    strict: bool = False
    dry: bool = False


def open_blank(path: Path) -> Blank:
    """Return the blank at a path; a folder written by ``template bind`` holds its blank; old formats are converted.

    Raises FormgenError F101 where nothing is there, F133 without LibreOffice, and as ``read_blank`` does.
    """
    if path.is_dir() or path.name == _FORM:
        return _open_bound(path if path.is_dir() else path.parent)
    if not path.is_file():
        raise FormgenError(Problem("F101", words={"file": str(path)}))
    data = path.read_bytes()
    suffix = path.suffix.lower()
    if suffix in OLD:
        with tempfile.TemporaryDirectory(prefix="formgen-", ignore_cleanup_errors=True) as name:
            made = convert_old(path, Path(name), OLD[suffix])
        return read_blank(
            made, path.with_suffix(OLD[suffix]).name, sha256=digest_of(data, 64), converted=True
        )
    return read_blank(data, path.name)


def _open_bound(folder: Path) -> Blank:
    """Return the blank of a folder that ``template bind`` wrote, under the name it had."""
    form, file = (
        folder / _FORM,
        next(iter(sorted(folder.glob("空白表.*xlsx")) + sorted(folder.glob("空白表.docx"))), None),
    )
    if file is None or not form.is_file():
        raise FormgenError(Problem("F101", words={"file": str(form)}))
    found = yaml.load(form.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts only
    said = found.get("blank", {})
    name = f"{Path(str(said.get('file') or file.name)).stem}{file.suffix}"
    sha, converted = str(said.get("sha256", "")), said.get("converted") == "true"
    return read_blank(file.read_bytes(), name, sha256=sha, converted=converted)


def fill_form_files(form: Path, data: Path, folder: Path, asked: FillAsked) -> FillRun:
    """Fill a form from the records of a data file and write the documents.

    With ``strict``, nothing is written where one key has no place; a file that is there is never replaced (B114).
    """
    blank, records = open_blank(form), read_records(data)
    records = [each for each in records if not asked.only or _first(each) in asked.only]
    if _is_roster(blank, records, asked.records):
        records = [as_rows(records)]
    synonyms = load_synonyms(asked.names)
    filled = [fill_blank(blank, record, synonyms) for record in records]
    report = [describe_filled_blank(each, at) for at, each in enumerate(filled, 1)]
    files = _name_files(blank, records, folder, asked.name)
    run = FillRun(tuple(filled), tuple(files), tuple(report))
    if asked.dry or (asked.strict and run.problems):
        return FillRun(run.filled, (), run.report)
    _refuse_present(files)
    make_folder(folder)
    for file, each in zip(files, filled, strict=True):
        write_file(file, each.data)
    return run


def _first(record: Record) -> str:
    return next((each.value for each in record if isinstance(each.value, str)), "")


def _is_roster(blank: Blank, records: Sequence[Record], asked: str) -> bool:
    """Return whether all records are rows of one form: it was asked for, or all its fields in tables are columns."""
    if asked:
        return asked == "rows"
    if any(isinstance(entry.value, list) for record in records for entry in record):
        return False
    inside = [
        each for each in blank.bound.fields if each.cells and each.kind not in {"inside", "gap", "seal"}
    ]
    return bool(inside) and all(each.kind == "list" for each in inside)


def _name_files(blank: Blank, records: Sequence[Sequence[DataEntry]], folder: Path, style: str) -> list[Path]:
    """Return the file of each record: the stem of the blank and its first value, or the style with ``{键}`` filled in."""
    found, used = list[Path](), set[str]()
    for at, record in enumerate(records, 1):
        stem = Path(blank.name).stem
        values = {each.key: each.value for each in record if isinstance(each.value, str)}
        first = next(iter(values.values()), "")
        name = style
        for key, value in values.items():
            name = name.replace(f"{{{key}}}", value)
        name = safe_name(name or (f"{stem}-{first}" if first else stem))
        name = name if name.casefold() not in used else f"{name}-{at}"
        used.add(name.casefold())
        found.append(folder / f"{name}{blank.suffix}")
    return found


def _refuse_present(files: Sequence[Path]) -> None:
    present = [file for file in files if file.exists()]
    if present:
        raise FormgenError(*(Problem("B114", words={"file": str(file)}) for file in present))


# -- bind ---------------------------------------------------------------------------------------------
def bind_files(form: Path, folder: Path, *, force: bool = False) -> dict[str, Any]:
    """Bind a blank and write its folder: form.yaml, the blank, the template, 对照表, 样张. Returns the report."""
    blank = open_blank(form)
    write = write_word if blank.is_word else write_excel
    tagged = write(
        blank.parts,
        [
            edit
            for each in blank.bound.fields
            if each.kind != "seal"
            for edit in _mark(each, f"{{{{ {each.field} }}}}")
        ],
    )
    numbered = write(
        blank.parts, [edit for each in blank.bound.fields for edit in _mark(each, number_sign(each.number))]
    )
    report = describe_blank(blank)
    files = {
        _FORM: _form_yaml(blank, report).encode(),
        f"空白表{blank.suffix}": repacked(blank.parts),
        f"template{blank.suffix}": repacked(tagged),
        f"样张{blank.suffix}": repacked(numbered),
        ANSWER_SHEET: _answers(blank),
    }
    if not force:
        _refuse_present([folder / name for name in files])
    make_folder(folder)
    for name, data in files.items():
        write_file(folder / name, data)
    return report


def number_sign(number: int) -> str:
    """Return a number as it is written into the 样张: ①, beyond ㊿ in brackets."""
    for first, last, start in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(start + number - first)
    return f"({number})"


def _mark(field: BoundField, text: str) -> list[PlaceEdit]:
    """Return the edit that writes a tag or a number at a field's place; choices and photos have it before their words."""
    cell = field.cells[0] if field.cells else None
    if field.options:
        at = field.options[0].start
        return [PlaceEdit(field, cell, field.paragraph, (GapPiece(at, at, text),))]
    if field.gap is not None and field.gap.start >= 0:
        end = field.gap.parts[0][1] if field.gap.parts else field.gap.end
        start = field.gap.parts[0][0] if field.gap.parts else field.gap.start
        return [PlaceEdit(field, cell, field.paragraph, (GapPiece(start, end, text),))]
    if field.kind == "seal" and (cell is None or cell.text.strip()):
        return [PlaceEdit(field, cell, field.paragraph, (GapPiece(field.start, field.start, text),))]
    if cell is None or field.kind == "photo":
        return []
    blank = not cell.text.strip()
    return [
        PlaceEdit(
            field, cell, 0, (GapPiece(0, len(cell.text) if blank and "\n" not in cell.text else 0, text),)
        )
    ]


def _form_yaml(blank: Blank, report: dict[str, Any]) -> str:
    """Return form.yaml: JSON strings are YAML strings."""
    lines = [
        f"title: {json.dumps(blank.bound.title or Path(blank.name).stem, ensure_ascii=False)}",
        f"file: {json.dumps(Path(blank.name).stem, ensure_ascii=False)}",
        f"blank: {json.dumps({key: report['form'][key] for key in ('file', 'sha256', 'converted')}, ensure_ascii=False)}",
        "fields:",
    ]
    kept = ("label", "group", "place", "kind", "options", "gap", "rows")
    for each in report["fields"]:
        shown = {key: each[key] for key in kept if key in each}
        lines.append(
            f"  {json.dumps(each['field'], ensure_ascii=False)}: {json.dumps(shown, ensure_ascii=False)}"
        )
    return "\n".join(lines) + "\n"


def _answers(blank: Blank) -> bytes:
    """Return the table that a clerk reads."""
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = "对照表"
    rows = [_HEADS]
    for each, said in zip(blank.bound.fields, describe_blank(blank)["fields"], strict=True):
        how = _KINDS.get(str(each.kind), "填在空格里")
        rows.append(
            (str(each.number), each.label, "／".join(said["group"]), how, name_blank_place(each, blank), each.field,
             f"{said['confidence']:.0%}", "", "")
        )  # fmt: skip
    for at, row in enumerate(rows, 1):
        for col, text in enumerate(row, 1):
            cell = sheet.cell(at, col)
            cell.value, cell.data_type = make_printable(text), "s"
    for letter, width in zip("ABCDEFGHI", (6, 20, 24, 16, 24, 24, 8, 24, 16), strict=True):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = Font(bold=True)
    sheet.freeze_panes = "A2"
    return saved(book)
