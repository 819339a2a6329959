"""The looks of the cells of a sheet: how a font lets a text be seen apart, codes of numbers, rules that strike."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from formgen.forms.excel.cells import SlotCell
from formgen.forms.excel.conditional_looks import StrikeRule, read_strike_rules
from formgen.forms.excel.plain_styles import PlainStyles
from formgen.forms.excel.reading import read_looks
from formgen.forms.excel.shown_numbers import is_usual, read_format_codes
from formgen.forms.text_marks import TextLook
from formgen.forms.xmltree import Element
from formgen.office.cells import parse_address


@dataclass(frozen=True, slots=True)
class CellLooks:
    """How the cells of a sheet look: the codes of number formats and the looks of fonts by style, rules that strike.

    ``plain`` are the styles without a number format.
    """

    codes: tuple[str, ...]
    fonts: tuple[frozenset[TextLook], ...]
    rules: tuple[StrikeRule, ...]
    plain: PlainStyles | None = None

    @classmethod
    def of(cls, sheet: Element, styles: Element | None) -> "CellLooks":
        """Read the looks of a sheet; ``styles`` are those of its workbook."""
        if styles is None:
            return cls((), (), ())
        rules = tuple(read_strike_rules(sheet, styles))
        return cls(tuple(read_format_codes(styles)), tuple(read_looks(styles)), rules, PlainStyles(styles))

    def dress(self, cell: SlotCell, operands: Collection[str]) -> SlotCell:
        """Return a cell that knows its looks, and whether a formula uses it: ``operands`` do."""
        style = cell.style
        code = self.codes[style] if style < len(self.codes) else ""
        return replace(
            cell,
            counts=cell.address in operands,
            looks=self.fonts[style] if style < len(self.fonts) else frozenset(),
            format=code,
            plain=self.plain.find(style) if self.plain and cell.slot and not is_usual(code) else None,
            may_strike=any(rule.covers(parse_address(cell.address)) for rule in self.rules),
        )
