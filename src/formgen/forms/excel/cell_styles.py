"""The styles of a workbook, as far as its cells need them: how a font lets a text be seen apart, codes of numbers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from formgen.forms.excel.book import STYLES
from formgen.forms.excel.cells import SlotCell
from formgen.forms.excel.reading import read_looks
from formgen.forms.excel.shown_numbers import read_format_codes
from formgen.forms.text_marks import TextLook
from formgen.office.relations import parse_part


@dataclass(frozen=True, slots=True)
class CellStyles:
    """For each style of a workbook how its font lets a text be seen apart, and the code of its number format."""

    looks: tuple[frozenset[TextLook], ...] = ()
    codes: tuple[str, ...] = ()

    @classmethod
    def of(cls, parts: Mapping[str, bytes]) -> "CellStyles":
        """Read the styles from the parts of a workbook; it need not have any."""
        if STYLES not in parts:
            return cls()
        styles = parse_part(parts[STYLES])
        return cls(tuple(read_looks(styles)), tuple(read_format_codes(styles)))

    def dress(self, cell: SlotCell, operands: Collection[str]) -> SlotCell:
        """Return a cell that knows its looks and its format, and whether a formula uses it: ``operands`` do."""
        return replace(
            cell,
            counts=cell.address in operands,
            looks=self.looks[cell.style] if cell.style < len(self.looks) else frozenset(),
            format=self.codes[cell.style] if cell.style < len(self.codes) else "",
        )
