"""Intake: a workbook, CSV, YAML or JSON file in, communities with every value's place out."""

from formgen.intake.read import Intake, read, records

__all__ = ["Intake", "read", "records"]
