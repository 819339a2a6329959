"""Intake reads: a workbook, CSV, YAML or JSON file in, communities with every value's place out. It writes nothing.

``open_source``, ``open_sources``, ``open_bytes`` and ``open_records`` tell who is in a source and what is wrong with it.
``Source.read_all`` gives the values of all; those of one community after another come from ``Source.raws`` and
``read_community``, here or in another process.
"""

from formgen.intake.assemble import read_community
from formgen.intake.entries import CommunityEntry
from formgen.intake.fields import Catalogue, make_catalogue
from formgen.intake.joined import open_sources
from formgen.intake.raw import Raw
from formgen.intake.source import Intake, Source, open_bytes, open_records, open_source

__all__ = [
    "Catalogue",
    "CommunityEntry",
    "Intake",
    "Raw",
    "Source",
    "make_catalogue",
    "open_bytes",
    "open_records",
    "open_source",
    "open_sources",
    "read_community",
]
