"""Intake: takes a workbook, CSV, YAML or JSON file, gives communities with the place of every value.

``read`` gives all at once. ``open_source`` says who is in a file and what is wrong with it; the values of one
community after another come from ``Source.raws`` and ``typed_community``, here or in another process.
"""

from formgen.intake.assemble import typed_community
from formgen.intake.catalogue import Catalogue, catalogue
from formgen.intake.entries import Entry
from formgen.intake.raw import Raw
from formgen.intake.read import Intake, read, records
from formgen.intake.source import Source, open_source

__all__ = [
    "Catalogue",
    "Entry",
    "Intake",
    "Raw",
    "Source",
    "catalogue",
    "open_source",
    "read",
    "records",
    "typed_community",
]
