"""What ``formgen explain`` does: scores explained criterion by criterion, on the screen or as a document."""

from pathlib import Path

from formgen.library import Scores
from formgen.office.disk import write_file
from formgen.problems import FormgenError, Problem
from formgen.reports import score_explanations


def write_explanations(scores: Scores, target: Path) -> None:
    """Write the explanations as .docx or .xlsx. Raises FormgenError F113 for another suffix."""
    writers = {".docx": score_explanations.explain_in_word, ".xlsx": score_explanations.explain_in_excel}
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise FormgenError(Problem("F113", words={"file": target.name}), usage=True)
    write_file(target, writer(scores.cards))
