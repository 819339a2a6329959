"""What ``formgen evidence`` does: a 佐证材料目录 for each community, in a folder for its township."""

from pathlib import Path

from formgen.folder.papers import (
    PaperWritten,
    describe_paper,
    list_community_files,
    put_paper,
    require_paper_folder,
)
from formgen.library import Scores
from formgen.reports.evidence_list import EVIDENCE_LIST, make_evidence_list


def write_evidence_lists(scores: Scores, folder: Path, photos: int) -> list[PaperWritten]:
    """Write the list of every community that was scored, with places for so many photographs.

    Raises FormgenError C117 for what is no folder, T104 for two communities with the same file, and as ``put_paper`` does.
    """
    require_paper_folder(folder)
    files = list_community_files(
        folder, [card.community.who for card in scores.cards], f"{EVIDENCE_LIST}.docx"
    )
    written = []
    for file, card in zip(files, scores.cards, strict=True):
        says = {**describe_paper(scores.rubric, EVIDENCE_LIST), "township": card.community.township}
        data = make_evidence_list(card, photos, {**says, "name": card.community.name})
        written.append(put_paper(file, data, EVIDENCE_LIST, scores.rubric))
    return written
