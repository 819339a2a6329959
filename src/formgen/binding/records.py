"""Data as records: keys as a person reads them, each with one text or one for each row. Knows files of data.

Everything is text: a number keeps the digits it was written with.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isnan
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from formgen import yamltext
from formgen.binding.key_matches import DataEntry
from formgen.binding.record_tables import (
    DataRead,
    Record,
    TextRow,
    add_list,
    find_header_row,
    list_filled_rows,
    read_table,
)
from formgen.office.package import UnreadableError, parts_in
from formgen.problems import FormgenError, Problem

_MOST_DIGITS = 10**15
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")  # Word copies soft breaks as U+000B
_WHOLE_DAY = 10


def read_records(path: Path, sheet: str = "") -> list[Record]:
    """Return the records of a data file as ``read_data`` does."""
    return read_data(path, sheet).records


def read_data(path: Path, sheet: str = "") -> DataRead:
    """Return the records of a data file; of a workbook those of a sheet, the first one where none is named.

    Raises FormgenError B113 for a file that cannot be read.
    """
    try:
        found = _read(path, sheet)
    except (OSError, ValueError, KeyError, csv.Error, UnreadableError) as error:
        raise FormgenError(Problem("B113", words={"file": str(path), "why": _why(error)})) from error
    if not found.records:
        raise FormgenError(Problem("B113", words={"file": str(path), "why": "没有一条记录"}))
    return found


def _why(error: Exception) -> str:
    """Return in Chinese why a file cannot be read."""
    if isinstance(error, FileNotFoundError):
        return "没有这个文件"
    if isinstance(error, OSError):
        return "打不开，可能是文件夹，或没有权限"
    if isinstance(error, UnicodeDecodeError):
        return "内容不是文字，或编码不认识（请存成 UTF-8）"
    return "内容不完整，或不是表格" if isinstance(error, KeyError | csv.Error) else str(error)


def _read(path: Path, sheet: str) -> DataRead:
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return _from_book(path.read_bytes(), sheet, path.name)
    if sheet:
        message = "--sheet 只用于 .xlsx"
        raise ValueError(message)
    data = path.read_bytes()
    text = data.decode("utf-8-sig") if suffix in {".json", ".yaml", ".yml"} else _decode(data)
    if suffix == ".json":
        return DataRead(plain_records(_read_json(text)))
    if suffix in {".yaml", ".yml"}:
        return DataRead(plain_records(_read_yaml(text, path.name)))
    if suffix == ".csv":
        return read_table(list_filled_rows(csv.reader(io.StringIO(text))), path.name)
    message = "只读 .xlsx、.csv、.yaml、.json"
    raise ValueError(message)


def _read_yaml(text: str, file: str) -> object:
    """Return YAML as texts. Raises FormgenError R101, R102, R107 for what would be misread: a key twice, words lost."""
    tree, problems = yamltext.load(text, file)
    if problems:
        raise FormgenError(*problems)
    return tree.plain()


def _read_json(text: str) -> object:
    """Return JSON with its numbers as they are written. Raises ValueError in Chinese for anything else."""
    try:
        return json.loads(
            text, parse_float=str, parse_int=str, parse_constant=_refuse_constant, object_pairs_hook=_once
        )
    except json.JSONDecodeError as error:
        message = f"第{error.lineno}行第{error.colno}个字符处不是 JSON 的写法"
        raise ValueError(message) from error
    except RecursionError as error:
        message = "嵌套太深"
        raise ValueError(message) from error


def _refuse_constant(word: str) -> object:
    message = f"“{word}”不是数"
    raise ValueError(message)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        message = f"“{twice}”写了两次"
        raise ValueError(message)
    return dict(pairs)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def plain_records(data: object) -> list[Record]:
    """Return the records of plain data: a mapping is one record, a list of mappings several. Raises ValueError else."""
    items = data if isinstance(data, list) else [data]
    if not all(isinstance(each, Mapping) for each in items):
        message = "应当是一条记录，或几条记录的列表"
        raise ValueError(message)
    return [tuple(_entries((), each)) for each in items]


def _entries(path: tuple[str, ...], value: object) -> Iterator[DataEntry]:
    """Yield the entries below a path; what is empty is left out: missing is not zero."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _entries((*path, str(key)), each)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from _columns(path, value)
    elif (text := as_text(value)).strip():
        yield DataEntry(path, text)


def _columns(path: tuple[str, ...], values: Sequence[object]) -> Iterator[DataEntry]:
    """Yield a list as columns: of mappings one for each of their keys, of scalars one."""
    if any(isinstance(each, Mapping) for each in values):
        keys = dict.fromkeys(key for each in values if isinstance(each, Mapping) for key in each)
        for key in keys:
            texts = [as_text(each.get(key)) if isinstance(each, Mapping) else "" for each in values]
            if any(texts):
                yield DataEntry((*path, str(key)), texts)
    elif any(texts := [as_text(each) for each in values]):
        yield DataEntry(path, texts)


def as_text(value: object) -> str:
    """Return a value as text: a date without a time as 2024-03-05, yes and no in Chinese."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date):
        return value.isoformat()[:_WHOLE_DAY] if _is_day(value) else str(value)
    if isinstance(value, float):
        return "" if isnan(value) else str(int(value)) if value.is_integer() else repr(value)
    return _LINE_ENDS.sub("\n", str(value))


def _is_day(value: date) -> bool:
    return not isinstance(value, datetime) or (value.hour, value.minute, value.second) == (0, 0, 0)


# -- workbooks ----------------------------------------------------------------------------------------
def _from_book(data: bytes, named: str, file: str) -> DataRead:
    parts_in(io.BytesIO(data))  # refuses what is too large or no workbook
    book = load_workbook(io.BytesIO(data), data_only=True)
    first, *others = _main_first([each for each in book.worksheets if each.sheet_state == "visible"], named)
    _refuse_unreckoned(data, [first, *others])
    rows = _rows(first)
    found = read_table(rows, file, first.title, _wide_rows(first))
    head = find_header_row(rows)
    records = found.records
    for sheet in others:
        lines = _rows(sheet)
        if head and lines and lines[0].cells[0] == head.cells[0] != "":
            records = [add_list(record, head.cells[0], sheet.title, lines) for record in records]
    return found._replace(records=records)


def _main_first(sheets: list[Worksheet], named: str) -> list[Worksheet]:
    """Return sheets with the one that holds the records first. Raises ValueError where none has its name."""
    main = [each for each in sheets if each.title.strip() == named.strip()] if named else sheets[:1]
    if not main:
        message = f"没有工作表“{named}”，有：{'、'.join(each.title for each in sheets)}"
        raise ValueError(message)
    return [*main, *(each for each in sheets if each not in main)]


def _refuse_unreckoned(data: bytes, sheets: Sequence[Worksheet]) -> None:
    """Raise ValueError for formulas whose result was never stored: they would be taken for blanks."""
    book = load_workbook(io.BytesIO(data))
    for sheet in sheets:
        for row in book[sheet.title].iter_rows():
            for cell in row:
                if cell.data_type == "f" and sheet[cell.coordinate].value is None:
                    message = f"{sheet.title}!{cell.coordinate} 是公式，没有算好的结果；请用 Excel、WPS 打开，存盘后再试"
                    raise ValueError(message)


def _cell_text(cell: Cell | MergedCell) -> str:
    """Return the text of a cell, a share as it is shown: 12.5%.

    Raises ValueError for a number of more digits than a spreadsheet keeps: the last ones of an ID number are lost in it.
    """
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return as_text(value)
    if abs(value) >= _MOST_DIGITS:
        message = (
            f"{cell.parent.title}!{cell.coordinate} 是{len(str(int(value)))}位的数，表格软件只留得住15位，后面的已经不对；"
            "请把这一格的格式改成“文本”，再重新输入"
        )
        raise ValueError(message)
    if "%" in cell.number_format:
        return f"{(Decimal(str(value)) * 100).normalize():f}%"
    return f"{Decimal(f'{value:.15g}'):f}"  # the digits that a spreadsheet shows


def _rows(sheet: Worksheet) -> list[TextRow]:
    return list_filled_rows([_cell_text(cell) for cell in row] for row in sheet.iter_rows())


def _wide_rows(sheet: Worksheet) -> set[int]:
    """Return the rows with cells merged over several columns, and no others: as a head of groups is."""
    return {
        box.min_row
        for box in sheet.merged_cells.ranges
        if box.min_row == box.max_row and box.max_col > box.min_col
    }


def as_rows(records: Sequence[Record]) -> Record:
    """Return all records as one whose values are columns: for a roster."""
    keys = dict.fromkeys(entry.parts for record in records for entry in record)
    tables = [{entry.parts: entry.value for entry in record} for record in records]
    return tuple(DataEntry(key, [_one(table.get(key, "")) for table in tables]) for key in keys)


def _one(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "、".join(value)
