"""Opinions and dates that a person wrote into a form: no data ever take their place in silence."""

from pathlib import Path

import pytest
from docx import Document
from support.four import RUBRIC, built, codes, document, first_build, rows, texts, write

from formgen.commands.collect import collect_entries
from formgen.folder.renew import Decisions
from formgen.forms.merge import Side


@pytest.fixture
def out(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    return first_build(tmp_path_factory, tmp_path)


@pytest.mark.parametrize(
    ("key", "cell", "typed", "held", "later"),
    [
        ("township_opinion", (4, 1), "同意", "同意", "不同意"),
        ("township_opinion", (4, 1), "同意", "同意", ""),
        ("township_date", (5, 1), "2026.11.20", "2026年11月20日", "2026年12月1日"),
    ],
)
@pytest.mark.parametrize("every", [None, "ours"])
def test_an_opinion_or_a_date_of_a_person_stays_after_it_was_collected_and_the_data_said_something_else(
    key: str,
    cell: tuple[int, int],
    typed: str,
    held: str,
    later: str,
    every: Side | None,
    source: Path,
    out: Path,
) -> None:
    path = document(out, 1)
    paper = Document(str(path))
    paper.tables[0].rows[cell[0]].cells[cell[1]].paragraphs[-1].text = typed
    paper.save(str(path))
    (found,) = collect_entries(source, RUBRIC, out).found
    assert (found.amendment.key, found.amendment.value) == (key, held)
    write(source, rows(first={"facts": {key: held}}))
    assert codes(built(source, out)) == []
    assert collect_entries(source, RUBRIC, out).found == ()
    write(source, rows(first={"facts": {key: later}}))
    assert codes(built(source, out, decisions=Decisions(every=every))) == (["T115"] if later else [])
    assert typed in "\n".join(texts(path))
