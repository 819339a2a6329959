"""Intake: a workbook, CSV, YAML or JSON file in, communities with every value's place out.

``read`` gives all at once. ``open_source`` tells who is in a file and what is wrong with it; the values of one
community after the other come from ``Source.raws`` and ``typed_community``, here or in another process.
"""

from formgen.workbook.amend import Amendment, amend
from formgen.workbook.annotate import annotate
from formgen.intake.assemble import typed_community
from formgen.intake.entries import Entry
from formgen.intake.catalogue import Catalogue, catalogue
from formgen.intake.raw import Raw
from formgen.intake.read import Intake, read, records
from formgen.intake.source import Source, open_source
from formgen.workbook.blank import write_workbook

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
