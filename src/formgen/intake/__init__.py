"""Intake: a workbook, CSV, YAML or JSON file in, communities with every value's place out."""

from formgen.intake.annotate import annotate
from formgen.intake.read import Intake, read, records
from formgen.intake.workbook import write_workbook

__all__ = ["Intake", "annotate", "read", "records", "write_workbook"]
