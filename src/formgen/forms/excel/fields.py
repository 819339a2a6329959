"""The fields of a sheet replaced by the words of a notice; what varies from document to document stays as a slot."""

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from formgen.forms.contents import FIELD, write_field
from formgen.forms.excel.book import names_group
from formgen.forms.excel.runs import NS, map_runs, put_runs
from formgen.forms.excel.worksheet import Worksheet, column_of
from formgen.forms.xmltree import Element
from formgen.problems import FormgenError, Place, Problem


def fill_rows(sheet: Worksheet, copies: Sequence[Element], seen: Mapping[str, Any], shown: str) -> None:
    """Fill the copies of the row that stands for all rows of the form; merge the sections' cells."""
    merged = (
        {column_of(cell) for cell in copies[0] if names_group(sheet.text(cell), "section")}
        if copies
        else set()
    )
    everywhere, remaining, ends = _fixed_words(seen), iter(copies), list[int]()
    for section in seen["sections"] if copies else ():
        members = (section["first"], *section["rest"])
        elements = [next(remaining) for _ in members]
        words = {f"section.{key}": text for key, text in section.items() if isinstance(text, str)}
        for element, member in zip(elements, members, strict=True):
            own = {**everywhere, **words, **{f"row.{key}": text for key, text in member.items()}}
            hidden = merged if element is not elements[0] else set()
            _fill_row(sheet, element, own, hidden, shown)
            sheet.fit(element, {column_of(cell) for cell in element} - merged)
        sheet.fit_merged(elements, merged)
        sheet.merge_down(elements, merged)
        ends += [int(elements[-1].get("r", "0"))] if section["ends_page"] else []
    if ends:
        sheet.break_after(ends)


def fill_fixed(sheet: Worksheet, seen: Mapping[str, Any], shown: str) -> None:
    """Replace the tags outside the loop."""
    words = _fixed_words(seen)
    for cell in sheet.cells():
        if FIELD.search(sheet.text(cell)):
            _fill_cell(sheet, cell, words, shown)


def _fill_row(
    sheet: Worksheet, row: Element, words: Mapping[str, str], hidden: Collection[str], shown: str
) -> None:
    """Replace the tags of a row; what is ``hidden`` under a merged cell is emptied."""
    for cell in row.iter(f"{{{NS}}}c"):
        if column_of(cell) in hidden:
            sheet.write(cell, "")
        elif FIELD.search(sheet.text(cell)):
            _fill_cell(sheet, cell, words, shown)


def _fill_cell(sheet: Worksheet, cell: Element, words: Mapping[str, str], shown: str) -> None:
    """Replace the tags of a cell; its runs keep their types."""
    put_runs(cell, map_runs(sheet.runs(cell), lambda text: _filled(text, words, cell, shown)))


def _filled(text: str, words: Mapping[str, str], cell: Element, shown: str) -> str:
    """Replace the tags of a text. Raises FormgenError T102 for an unknown one."""

    def word(match: re.Match[str]) -> str:
        name = match[1]
        if name not in words:
            near = difflib.get_close_matches(name, words, n=1)
            hint = f"，是不是“{near[0]}”？" if near else ""
            address = cell.get("r", "")
            faults = {"file": shown, "where": f"单元格{address}", "field": name, "hint": hint}
            raise FormgenError(Problem("T102", Place(cell=address), faults))
        return words[name]

    return FIELD.sub(word, text)


def _fixed_words(seen: Mapping[str, Any]) -> dict[str, str]:
    """Return what a field prints anywhere on the sheet; what varies stays as a slot of the same name."""
    words = {key: text for key, text in seen.items() if isinstance(text, str)}
    words |= {f"total.{key}": text for key, text in seen["total"].items()}
    slots = {match[1] for row in seen["rows"] for text in row.values() if (match := FIELD.fullmatch(text))}
    return words | {slot: write_field(slot) for slot in slots}
