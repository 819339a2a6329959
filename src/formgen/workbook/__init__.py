"""The data workbook, written: blank, annotated, amended; intake reads it.

Knows the fields of a rubric and the words above their columns, and writes the one file that it is given.
"""
