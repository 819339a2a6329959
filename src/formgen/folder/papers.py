"""Documents of our own in a folder that somebody named: written whole, and never over what a person typed.

Knows a folder and bytes. One that nobody changed since is replaced; beside one that somebody changed the new one is
written, under its name with （新）.
"""

from dataclasses import dataclass
from pathlib import Path

from formgen.folder.renew import Decisions, Renewer
from formgen.ledger.undo import UndoLog
from formgen.office.identity import read_identity
from formgen.problems import FormgenError, Problem
from formgen.rubric.schema import Rubric

PAPER = "paper"  # the property that says which paper a file is


@dataclass(frozen=True, slots=True)
class PaperWritten:
    """Where a paper was written, and what is to be said of it."""

    file: Path
    problems: tuple[Problem, ...]


def describe_paper(rubric: Rubric, kind: str) -> dict[str, str]:
    """Return what the file of a paper says it is."""
    return {"rubric": rubric.id, PAPER: kind}


def require_paper_folder(folder: Path) -> None:
    """Raise FormgenError C117 for what is no folder, or is named as a document is."""
    if folder.is_file() or folder.suffix.lower() in {".docx", ".xlsx"}:
        raise FormgenError(Problem("C117", words={"file": str(folder)}), usage=True)


def put_paper(target: Path, data: bytes, kind: str, rubric: Rubric) -> PaperWritten:
    """Write a paper of a kind; ``data`` says it is one (``describe_paper``).

    Raises FormgenError F117 for a document of formgen of another kind, and as ``write_file`` does.
    """
    own = read_identity(target) if target.is_file() else None
    if own and own.ours and own.says.get(PAPER) != kind:
        raise FormgenError(Problem("F117", words={"file": str(target)}))
    renewer = Renewer(target.parent, UndoLog(target.parent, ""), Decisions(), rubric)
    settled = renewer.put(target.name, data)
    return PaperWritten(target.with_name(settled.beside or target.name), settled.problems)
