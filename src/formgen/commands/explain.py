"""What ``formgen explain`` does: scores explained criterion by criterion, on the screen or as a document."""

from collections.abc import Sequence
from pathlib import Path

from formgen.folder.papers import list_community_files
from formgen.library import Scores
from formgen.office.output import refuse_output, write_output
from formgen.problems import FormgenError, Problem
from formgen.reports.explanation_pages import explain_in_word
from formgen.reports.score_explanations import explain_in_excel

_KIND = "评分说明"
_EACH = f"{_KIND}.docx"


def write_explanations(scores: Scores, target: Path, sources: Sequence[Path]) -> None:
    """Write the explanations as .docx or .xlsx; ``sources`` are the data files.

    Raises FormgenError F113 for another suffix, and as ``write_output`` does.
    """
    writers = {".docx": explain_in_word, ".xlsx": explain_in_excel}
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise FormgenError(Problem("F113", words={"file": target.name}), usage=True)
    write_output(target, writer(scores.cards), _KIND, sources)


def write_each_explanation(scores: Scores, folder: Path | None, sources: Sequence[Path]) -> list[Path]:
    """Write the explanations of each community to a Word file of its own, in a folder for its township.

    Returns the files. Raises FormgenError F165 for what is no folder, T104 for two communities with the same file. Where one of
    the files must not be replaced (``refuse_output``), none is written.
    """
    if folder is None or folder.is_file() or folder.suffix.lower() in {".docx", ".xlsx"}:
        raise FormgenError(
            Problem("F165", words={"kind": _KIND, "file": str(folder or "（没有写）")}), usage=True
        )
    files = list_community_files(folder, [card.community.who for card in scores.cards], _EACH)
    for file in files:
        refuse_output(file, _KIND, sources)
    for file, card in zip(files, scores.cards, strict=True):
        write_output(file, explain_in_word([card]), _KIND, sources)
    return files
