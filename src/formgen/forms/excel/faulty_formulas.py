"""The formulas of a template that give an error, whatever is filled in, as far as a file tells.

An error written in the formula, a sheet or a name that the workbook does not have, a function that no program has, a
bracket without its other half, and an error stored as the result of one that uses no field. Knows formulas; computes
none.
"""

import re
from collections.abc import Iterator

from formgen.forms.excel.book import BookSheet, TemplateBook
from formgen.forms.excel.functions import is_known_function
from formgen.forms.excel.references import (
    list_errors,
    list_functions,
    list_named_sheets,
    list_operands,
    list_words,
)
from formgen.forms.excel.runs import NS
from formgen.forms.fit import FaultyFormula
from formgen.forms.xmltree import Element

_S = f"{{{NS}}}"
_TABLE = re.compile(r"[\w.]+(?=\[)")
_QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'|\[[^\]]*\]')
_NAME = re.compile(r"[^\W\d][\w.]*")
_KNOWN = frozenset({"true", "false"})
_OWN = "_xlpm."  # what Excel writes before the names within a formula
_LASTING = frozenset({"#NAME?", "#NULL!"})  # whatever is filled in


def find_faulty_formulas(book: TemplateBook) -> Iterator[FaultyFormula]:
    """Yield the formulas of a template that are known to give an error; results are those that its author stored."""
    sheets = {each.name.casefold() for each in book.sheets}
    names = {
        each.get("name", "").casefold(): each.text or ""
        for each in book.form.sheet.workbook.iter(f"{_S}definedName")
    }
    for sheet in book.sheets:
        for cell in sheet.sheet.cells():
            formula = cell.findtext(f"{_S}f") or ""
            why = _find_lost(formula, sheets, names) or _find_stored(book, sheet, cell)
            if why:
                address = cell.get("r", "")
                yield FaultyFormula(address if sheet is book.form else f"{sheet.name}!{address}", why)


def _find_lost(formula: str, sheets: set[str], names: dict[str, str]) -> str:
    """Return what a formula names that is not there, empty where all is."""
    words = [each for each in list_words(_TABLE.sub("", formula)) if _NAME.fullmatch(each)]
    for text in (formula, *(names.get(each.casefold(), "") for each in words)):
        if errors := list_errors(text):
            return f"引用已经失效，是{errors[0]}"
        if lost := [
            each for each in list_named_sheets(text) if each.casefold() not in sheets and "[" not in each
        ]:
            return f"没有工作表“{lost[0]}”"
        functions = [each for each in list_functions(text) if each.casefold() not in names]
        if strange := [each for each in functions if not is_known_function(each)]:
            return f"没有函数“{strange[0]}”"
    unknown = [
        each
        for each in words
        if each.casefold() not in {*names, *_KNOWN} and not each.casefold().startswith(_OWN)
    ]
    if unknown:
        return f"没有名称“{unknown[0]}”"
    plain = _QUOTED.sub("", formula)
    return "" if plain.count("(") == plain.count(")") else "括号不配对"


def _find_stored(book: TemplateBook, sheet: BookSheet, cell: Element) -> str:
    """Return the error that is stored as a result, where nothing that is filled in may have caused it."""
    stored = (cell.findtext(f"{_S}v") or "") if cell.get("t") == "e" else ""
    formula = cell.findtext(f"{_S}f")
    if not stored or formula is None:
        return ""
    uses = any(list_operands(formula, sheet.name, each.name) for each in book.sheets)
    names = any(_NAME.fullmatch(each) for each in list_words(formula))
    return f"结果是{stored}" if stored in _LASTING or not (uses or names) else ""
