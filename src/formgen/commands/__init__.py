"""What the commands do, one module per command, named as the command; none has rules of its own."""

from formgen.changes.changing import Diff, diff, diff_sheet
from formgen.commands.handing_in import change_sheet as write_change_sheet
from formgen.commands.handing_in import ledger_of, submit, undo, undo_preview
from formgen.commands.pack import pack, pdfs
from formgen.commands.returning import collect, last_build, take_over
from formgen.folder.building import Built, build, unchanged
from formgen.folder.plan import Options, Plan, plan
from formgen.folder.summaries import INDEX_FILE, SUMMARY_FILE, WHOLE_FILE
from formgen.printing.options import PackOptions
from formgen.printing.output import Packed

__all__ = [
    "INDEX_FILE",
    "SUMMARY_FILE",
    "WHOLE_FILE",
    "Built",
    "Diff",
    "Options",
    "PackOptions",
    "Packed",
    "Plan",
    "build",
    "collect",
    "diff",
    "diff_sheet",
    "last_build",
    "ledger_of",
    "pack",
    "pdfs",
    "plan",
    "submit",
    "take_over",
    "unchanged",
    "undo",
    "undo_preview",
    "write_change_sheet",
]
