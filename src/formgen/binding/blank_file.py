"""A blank as an office published it: read safely, as cells, and bound. Knows the kinds of files a blank may be."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lxml import etree

from formgen.binding.bound_form import BoundForm, bind_form
from formgen.binding.cells import FormOfCells
from formgen.binding.decisions import FormDecisions, apply_decisions
from formgen.binding.excel_cells import read_excel
from formgen.binding.excel_formulas import BookFormulas
from formgen.binding.word_cells import read_word
from formgen.office.digest import digest_of
from formgen.office.template_parts import read_template_parts
from formgen.problems import FormgenError, Problem

SUFFIXES = (".docx", ".xlsx")
OLD = {".doc": ".docx", ".wps": ".docx", ".xls": ".xlsx", ".et": ".xlsx"}
_REMEDIES = {
    ".pdf": "是 PDF", ".jpg": "是图片", ".jpeg": "是图片", ".png": "是图片", ".bmp": "是图片", ".tif": "是图片",
    ".tiff": "是图片", ".gif": "是图片", ".ofd": "是 OFD",
}  # fmt: skip


@dataclass(frozen=True)
class Blank:
    """A blank form: the name of its file, the suffix of its kind, its parts, whether it was converted, what was decided."""

    name: str
    suffix: str
    parts: dict[str, bytes]
    sha256: str
    converted: bool = False
    decisions: FormDecisions = field(default_factory=FormDecisions)

    @property
    def is_word(self) -> bool:
        """Return whether the blank is a Word document; else it is a workbook."""
        return self.suffix == ".docx"

    @cached_property
    def form(self) -> FormOfCells:
        """The blank as cells. Raises FormgenError T101 where it cannot be read."""
        try:
            return read_word(self.parts).form if self.is_word else read_excel(self.parts).form
        except (etree.XMLSyntaxError, KeyError, ValueError, IndexError) as error:
            words = {"file": self.name, "detail": "内容不完整"}
            raise FormgenError(Problem("T101", words=words)) from error

    @cached_property
    def formulas(self) -> BookFormulas:
        """The formulas of a workbook."""
        return BookFormulas(self.parts)

    @cached_property
    def bound(self) -> BoundForm:
        """The blank bound by its labels. Raises FormgenError B109 where it has no labels with blanks."""
        found = bind_form(self.form)
        if not found.fields:
            raise FormgenError(Problem("B109", words={"file": self.name}))
        return apply_decisions(found, self.decisions)


def read_blank(data: bytes, name: str, *, sha256: str = "", converted: bool = False) -> Blank:
    """Return a blank. Raises FormgenError B108 for a picture or a PDF, T101 and T155 as templates do."""
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        why = _REMEDIES.get(suffix, f"是“{suffix or '没有扩展名'}”的文件")
        raise FormgenError(Problem("B108", words={"file": name, "why": why}))
    parts = read_template_parts(data, suffix, name)
    return Blank(name, suffix, parts, sha256 or digest_of(data, 64), converted)
