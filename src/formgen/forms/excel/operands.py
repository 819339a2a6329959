"""The cells that formulas add up: what is filled into them has to be a number, or they pass over it in silence."""

from collections.abc import Iterator

from formgen.forms.contents import FIELD
from formgen.forms.excel.book import TemplateBook, names_group
from formgen.forms.excel.faults import report_fault
from formgen.forms.excel.references import Insertion, Operand, list_operands
from formgen.forms.excel.runs import NS
from formgen.forms.excel.worksheet import covers

_F = f"{{{NS}}}f"


def find_operands(book: TemplateBook, rows: Insertion) -> frozenset[str]:
    """Return the cells of the form that formulas use, once the ``rows`` stand in their places.

    Raises FormgenError T101 for one that is added up and prints points among other words.
    """
    used = dict.fromkeys(_list_used(book))
    found = set[str]()
    for cell in book.form.sheet.cells():
        address, text = cell.get("r", ""), book.form.sheet.text(cell)
        over = [each for each in used if text and covers(each.area, address)]
        if not over:
            continue
        found.add(address)
        points = names_group(text, "row") or names_group(text, "total")
        if points and not FIELD.fullmatch(text) and any(each.summed for each in over):
            detail = (
                "公式要加这一格，格里除了分数还有别的字，加不进去；请只留字段，别的字写到旁边或用数字格式"
            )
            raise report_fault(book.shown, detail, book.form.name, _before(address, rows))
    return frozenset(found)


def _list_used(book: TemplateBook) -> Iterator[Operand]:
    for each in book.sheets:
        for cell in each.sheet.cells():
            formula = cell.findtext(_F)
            yield from list_operands(formula, each.name, book.form.name) if formula else ()


def _before(address: str, rows: Insertion) -> str:
    """Return where a cell stands in the template."""
    column, number = address.rstrip("0123456789"), int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    if rows.first < number <= rows.first + rows.extra:
        return f"{column}{rows.first}"
    return f"{column}{number - rows.extra if number > rows.first else number}"
