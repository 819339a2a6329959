"""Styles without a number format: a number that its format would print as another one is shown with all its digits."""

import copy
from dataclasses import dataclass, field

from formgen.forms.excel.runs import NS
from formgen.forms.xmltree import Element

_S = f"{{{NS}}}"


@dataclass
class PlainStyles:
    """The styles of a workbook, and those added to them without a number format, by the style each was made from."""

    styles: Element
    added: dict[int, int] = field(default_factory=dict)

    def find(self, style: int) -> int:
        """Return the number of a style like another one, but for its number format; one of none is the style itself."""
        found = self.styles.find(f"{_S}cellXfs")
        if found is None or style >= len(found):
            return style
        if style not in self.added:
            made = copy.deepcopy(found[style])
            made.set("numFmtId", "0")
            made.attrib.pop("applyNumberFormat", "")
            found.append(made)
            found.set("count", str(len(found)))
            self.added[style] = len(found) - 1
        return self.added[style]
