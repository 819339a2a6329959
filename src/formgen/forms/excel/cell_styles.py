"""The looks of the cells of a sheet: how a font lets a text be seen apart, codes of numbers, rules that change them."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from formgen.forms.excel.cells import SlotCell
from formgen.forms.excel.conditional_looks import LookRule, read_look_rules
from formgen.forms.excel.hidden import HiddenParts
from formgen.forms.excel.painting import read_looks
from formgen.forms.excel.plain_styles import PlainStyles
from formgen.forms.excel.shown_numbers import is_usual, read_format_codes
from formgen.forms.text_marks import TextLook
from formgen.forms.xmltree import Element
from formgen.office.cells import parse_address


@dataclass(frozen=True, slots=True)
class CellLooks:
    """How the cells of a sheet look: the codes of number formats and the looks of fonts by style, rules that change them.

    ``plain`` are the styles without a number format.
    """

    codes: tuple[str, ...]
    fonts: tuple[frozenset[TextLook], ...]
    rules: tuple[LookRule, ...]
    hidden: HiddenParts
    plain: PlainStyles | None = None

    @classmethod
    def of(cls, sheet: Element, styles: Element | None) -> "CellLooks":
        """Read the looks of a sheet; ``styles`` are those of its workbook."""
        if styles is None:
            return cls((), (), (), HiddenParts(sheet))
        rules = tuple(read_look_rules(sheet, styles))
        return cls(
            tuple(read_format_codes(styles)),
            tuple(read_looks(styles)),
            rules,
            HiddenParts(sheet),
            PlainStyles(styles),
        )

    def dress(self, cell: SlotCell, operands: Collection[str]) -> SlotCell:
        """Return a cell that knows its looks, and whether a formula uses it: ``operands`` do."""
        style = cell.style
        code, at = self.codes[style] if style < len(self.codes) else "", parse_address(cell.address)
        return replace(
            cell,
            counts=cell.address in operands,
            looks=self.fonts[style] if style < len(self.fonts) else frozenset(),
            format=code,
            plain=self.plain.find(style) if self.plain and cell.slot and not is_usual(code) else None,
            may_change=any(rule.covers(at) for rule in self.rules),
            is_hidden=bool(self.hidden.explain(at, at)),
        )
