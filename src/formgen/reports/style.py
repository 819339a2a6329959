"""The plain cell of a list in Excel: wrapped, with a thin frame."""

from openpyxl.styles import Alignment, Border, Side

WRAPPED = Alignment(wrap_text=True, vertical="top")
FRAME = Border(left=Side("thin"), right=Side("thin"), top=Side("thin"), bottom=Side("thin"))
