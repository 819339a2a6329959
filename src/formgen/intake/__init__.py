"""Intake: takes a workbook, CSV, YAML or JSON file, gives communities with the place of every value.

``read`` gives all at once. ``open_source`` says who is in a file and what is wrong with it; the values of one
community after another come from ``Source.raws`` and ``typed_community``, here or in another process.
"""

from formgen.intake.amend import Amendment, amend
from formgen.intake.annotate import annotate
from formgen.intake.assemble import typed_community
from formgen.intake.entries import Entry
from formgen.intake.fields import Catalogue, catalogue
from formgen.intake.raw import Raw
from formgen.intake.read import Intake, read, records
from formgen.intake.source import Source, open_source
from formgen.intake.workbook import write_workbook

__all__ = [
    "Amendment",
    "Catalogue",
    "Entry",
    "Intake",
    "Raw",
    "Source",
    "amend",
    "annotate",
    "catalogue",
    "open_source",
    "read",
    "records",
    "typed_community",
    "write_workbook",
]
