"""The cells of a compiled template as they lie in their tables: what is printed there, under which column. Knows no format."""

from dataclasses import dataclass

from formgen.forms.contents import FIELD


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell: its table and row, the columns from ``start`` to before ``end``, and its text with fields.

    ``where`` says in the words of a clerk where it stands; ``formula`` is one of the template's own, with the slots of the
    points that it ``needs``.
    """

    table: int
    row: int
    start: int
    end: int
    text: str
    where: str
    formula: str = ""
    needs: tuple[str, ...] = ()

    @property
    def slots(self) -> tuple[str, ...]:
        """Return the slots of the cell in their order."""
        return tuple(FIELD.findall(self.text))

    def is_over(self, other: "LaidCell") -> bool:
        """Return whether the cell shares a column with another of its table."""
        return self.table == other.table and self.start < other.end and other.start < self.end
