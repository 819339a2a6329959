"""A Word or Excel file held against the schemas of ECMA-376, as the package openxml-audit has them.

``HARMLESS`` are the false findings, each with its reason.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from openxml_audit import OpenXmlValidator
from openxml_audit.errors import ValidationError


class Harmless(NamedTuple):
    """A finding that is none: the suffix of the file, words of the finding, the part it is in."""

    suffix: str
    words: str
    part: str


HARMLESS = {
    Harmless(
        ".docx", "relationships/theme' is missing", ""
    ): "a document needs no theme: ours names every face, and Word opens and saves it without one",
    Harmless(
        ".xlsx", "inline-string cell(s)", ""
    ): "a text that was filled in stays an inline string until Excel saves the file: nothing is lost then",
    Harmless(
        ".xlsx", "Unexpected element", "styles.xml"
    ): "the elements of a font stand in any order in sml.xsd (xsd:choice); openpyxl writes the size last",
}


@cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator()


def find_faults(path: Path) -> list[str]:
    """Return what is wrong with a file, each with its part."""
    return [f"{each.part_uri}: {each.description}" for each in _faults(path)]


def _faults(path: Path) -> Iterator[ValidationError]:
    for each in _validator().validate(path).errors:
        part = str(each.part_uri or "")
        if not any(
            path.suffix == known.suffix and known.words in each.description and part.endswith(known.part)
            for known in HARMLESS
        ):
            yield each
