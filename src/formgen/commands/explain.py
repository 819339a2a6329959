"""What ``formgen explain`` does: scores explained criterion by criterion, on the screen or as a document."""

from pathlib import Path

from formgen.folder.document_paths import NO_TOWNSHIP
from formgen.folder.safe_names import clash_key, safe_name
from formgen.library import Scores
from formgen.office.disk import make_folder, write_file
from formgen.problems import FormgenError, Place, Problem
from formgen.reports.explanation_pages import explain_in_word
from formgen.reports.score_explanations import explain_in_excel
from formgen.rubric.score import Scorecard

_EACH = "评分说明.docx"


def write_explanations(scores: Scores, target: Path) -> None:
    """Write the explanations as .docx or .xlsx. Raises FormgenError F113 for another suffix."""
    writers = {".docx": explain_in_word, ".xlsx": explain_in_excel}
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise FormgenError(Problem("F113", words={"file": target.name}), usage=True)
    write_file(target, writer(scores.cards))


def write_each_explanation(scores: Scores, folder: Path | None) -> list[Path]:
    """Write the explanations of each community to a Word file of its own, in a folder for its township.

    Returns the files. Raises FormgenError F165 for what is no folder, T104 for two communities with the same file.
    """
    if folder is None or folder.is_file() or folder.suffix.lower() in {".docx", ".xlsx"}:
        raise FormgenError(Problem("F165", words={"file": str(folder or "（没有写）")}), usage=True)
    files = [folder / _place(card) for card in scores.cards]
    _refuse_clashes(scores, files)
    for file, card in zip(files, scores.cards, strict=True):
        make_folder(file.parent)
        write_file(file, explain_in_word([card]))
    return files


def _place(card: Scorecard) -> Path:
    who = card.community.who
    return Path(safe_name(who.township) if who.township else NO_TOWNSHIP, safe_name(f"{who.name}-{_EACH}"))


def _refuse_clashes(scores: Scores, files: list[Path]) -> None:
    """Raise FormgenError T104 where a file system would take the files of two communities for the same."""
    taken: dict[str, Scorecard] = {}
    for file, card in zip(files, scores.cards, strict=True):
        other = taken.setdefault(clash_key(file.as_posix()), card)
        if other is not card:
            words = {"one": other.community.full_name, "other": card.community.full_name, "file": file.name}
            raise FormgenError(Problem("T104", Place(), words))
