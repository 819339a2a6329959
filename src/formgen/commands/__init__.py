"""One function a command: the steps in order, no rules of their own."""

from formgen.folder.building import Built, build, unchanged
from formgen.changes.changing import Diff, diff, diff_sheet
from formgen.commands.demo import Demo, demo
from formgen.commands.handing_in import change_sheet, ledger_of, submit, undo, undo_preview
from formgen.folder.plan import Options, Plan, plan
from formgen.commands.printing import Packed, pack, pdfs
from formgen.commands.returning import collect, last_build, take_over
from formgen.commands.scoring import Scored, annotate, explanations, score_file, workbook
from formgen.folder.summaries import INDEX_FILE, SUMMARY_FILE, WHOLE_FILE
from formgen.printing.pack import PackOptions

__all__ = [
    "INDEX_FILE",
    "SUMMARY_FILE",
    "WHOLE_FILE",
    "Built",
    "Demo",
    "Diff",
    "Options",
    "PackOptions",
    "Packed",
    "Plan",
    "Scored",
    "annotate",
    "build",
    "change_sheet",
    "collect",
    "demo",
    "diff",
    "diff_sheet",
    "explanations",
    "last_build",
    "ledger_of",
    "pack",
    "pdfs",
    "plan",
    "score_file",
    "submit",
    "take_over",
    "unchanged",
    "undo",
    "undo_preview",
    "workbook",
]
