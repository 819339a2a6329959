"""The data workbook, written: blank, annotated, amended."""
