"""Documents of our own in a folder that somebody named: written whole, and never over what a person typed.

Knows a folder and bytes. One that nobody changed since is replaced; beside one that somebody changed the new one is
written, under its name with （新）.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen.folder.document_paths import NO_TOWNSHIP
from formgen.folder.identified_documents import OFFICE
from formgen.folder.list_differences import report_changed_list
from formgen.folder.renew import Decisions, Renewer
from formgen.folder.safe_names import clash_key, safe_name
from formgen.forms.formats import suffix_of
from formgen.ledger.undo import UndoLog
from formgen.model import Who
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
    if folder.is_file() or suffix_of(folder) in OFFICE:
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
    changed = report_changed_list(str(target), target.read_bytes(), data) if settled.beside else []
    return PaperWritten(target.with_name(settled.beside or target.name), (*settled.problems, *changed))


def list_community_files(folder: Path, whos: Sequence[Who], ending: str) -> list[Path]:
    """Return a file for each community, in a folder for its township; ``ending`` follows its name, such as 评分说明.docx.

    Raises FormgenError T104 where a file system would take the files of two communities for the same.
    """
    taken: dict[str, Who] = {}
    files = []
    for who in whos:
        town = safe_name(who.township) if who.township else NO_TOWNSHIP
        file = folder / town / safe_name(f"{who.name}-{ending}")
        other = taken.setdefault(clash_key(file.as_posix()), who)
        if other is not who:
            words = {"one": other.full_name, "other": who.full_name, "file": file.name}
            raise FormgenError(Problem("T104", words=words))
        files.append(file)
    return files
