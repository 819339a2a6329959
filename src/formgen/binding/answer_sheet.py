"""The 对照表 of a bound blank: what a clerk reads, and mends in its column 改为. Knows workbooks and bound forms."""

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font

from formgen.binding.blank_file import Blank
from formgen.binding.filled_form import list_candidates, name_blank_place
from formgen.binding.key_matches import Match
from formgen.binding.records import as_text
from formgen.binding.report import describe_blank
from formgen.office.cells import write_text
from formgen.office.package import UnreadableError, parts_in, saved
from formgen.problems import FormgenError, Problem

LEAVE = "不填"
_HEADS = ("号", "标签", "所在组", "怎么填", "位置", "字段名", "把握", "问题", "改为")
_WIDTHS = (6, 20, 24, 16, 24, 24, 8, 40, 16)
_KINDS = {
    "list": "一行一个往下填",
    "checkbox": "打√",
    "gap": "填在空格处",
    "opinion": "写在盖章上面",
    "seal": "盖章、签字处，不填",
    "photo": "贴照片",
}
_KEY = "数据里有这一项"
GROUPS = "／"
_NUMBER = re.compile(r"[（(]?(\d{1,4})[）)]?号?")


class AnswerRow(NamedTuple):
    """A row of a 对照表: of a field with its number, or of a key of the data (number 0)."""

    row: int
    number: int
    label: str
    groups: str
    place: str
    answer: str

    @property
    def asked(self) -> int:
        """Return the number that the answer is, 0 where it is none."""
        found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", self.answer))
        return int(found[1]) if found else 0


def write_answer_sheet(
    blank: Blank, questions: Sequence[Match], by_number: Mapping[int, str], by_key: Mapping[str, str]
) -> bytes:
    """Return the 对照表 of a blank that nothing was decided about, with the answers there are.

    It has a row for each field, and one for each key of the data that is a question or was answered before.
    """
    rows: list[tuple[str, ...]] = [_HEADS]
    for each, said in zip(blank.bound.fields, describe_blank(blank)["fields"], strict=True):
        how = _KINDS.get(str(each.kind), "填在空格里")
        rows.append(
            (str(each.number), each.label, join_groups(said["group"]), how, name_blank_place(each, blank),
             each.field, f"{said['confidence']:.0%}", "", by_number.get(each.number, ""))
        )  # fmt: skip
    rows += [("", key, "", _KEY, "", "", "", "", answer) for key, answer in by_key.items()]
    open_keys = {match.entry.key: match.question for match in questions if match.entry.key not in by_key}
    for key, question in open_keys.items():
        if question is not None:
            text = f"{question.text}；请在“改为”里写号、字段名或“{LEAVE}”"
            rows.append(("", key, "", _KEY, list_candidates(question, blank), "", "", text, ""))
    return _saved(rows)


def join_groups(groups: Sequence[str]) -> str:
    """Return the groups of a field as they stand in one cell."""
    return GROUPS.join(groups)


def _saved(rows: Sequence[Sequence[str]]) -> bytes:
    book = Workbook()
    sheet = book.create_sheet("对照表", 0)
    for row in rows:
        sheet.append(["" for _ in row])
    for cells, texts in zip(sheet.iter_rows(), rows, strict=True):
        for cell, text in zip(cells, texts, strict=True):
            if isinstance(cell, Cell):
                write_text(cell, text)
                cell.alignment = Alignment(vertical="top", wrap_text=True)
    for letter, width in zip("ABCDEFGHI", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = Font(bold=True)
    sheet.freeze_panes = "A2"
    del book[book.sheetnames[1]]
    return saved(book)


def read_answer_sheet(path: Path) -> tuple[AnswerRow, ...]:
    """Return the rows of a 对照表. Raises FormgenError B122 for a file that is none."""
    try:
        data = path.read_bytes()
        parts_in(io.BytesIO(data))
        sheet = load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
        lines = [[as_text(cell).strip() for cell in row] for row in sheet.iter_rows(values_only=True)]
        at = {
            head: lines[0].index(head) for head in _HEADS if head in {"号", "标签", "所在组", "位置", "改为"}
        }
    except (OSError, ValueError, KeyError, IndexError, UnreadableError) as error:
        raise FormgenError(Problem("B122", words={"file": str(path)})) from error
    found = list[AnswerRow]()
    for row, line in enumerate(lines[1:], 2):
        cells = {head: line[col] if col < len(line) else "" for head, col in at.items()}
        number = _NUMBER.fullmatch(unicodedata.normalize("NFKC", cells["号"]))
        if cells["标签"]:
            found.append(
                AnswerRow(
                    row, int(number[1]) if number else 0, cells["标签"], cells["所在组"], cells["位置"], cells["改为"],
                )
            )  # fmt: skip
    return tuple(found)
