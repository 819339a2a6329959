"""The forms of the shipped notices as their blanks: bound by their labels, they print what the drawn templates print."""

from pathlib import Path

import pytest

import formgen
from formgen import assets
from formgen.binding.blank_file import read_blank
from formgen.commands.template import BindAsked, bind_files
from formgen.filling.slot_values import find_blank_values

# the form, the kind of document, the texts that the blank alone cannot say: a name where a seal goes
FORMS = [
    ("yongjia-2009", "yongjia-application", ".docx", 0),
    ("yongjia-2009", "yongjia-scorecard", ".docx", 1),
    ("yongjia-2009", "yongjia-scorecard", ".xlsx", 1),
    ("taizhou-2019", "taizhou-recommendation", ".docx", 0),
    ("taizhou-2019", "taizhou-indicators", ".docx", 0),
    ("taizhou-2019", "taizhou-indicators", ".xlsx", 0),
]


def texts(data: bytes, suffix: str) -> list[str]:
    """Return the texts of a form without blanks, in order."""
    form = read_blank(data, f"表{suffix}").form
    cells = [cell.text for table in form.tables for cell in table.cells]
    return ["".join(each.split()) for each in (*cells, *(line.text for line in form.paragraphs))]


@pytest.mark.parametrize(("rubric", "name", "suffix", "sealed"), FORMS)
def test_a_shipped_form_bound_from_its_blank_prints_what_the_drawn_one_prints(
    tmp_path: Path, rubric: str, name: str, suffix: str, sealed: int
) -> None:
    drawn = formgen.notice(rubric)
    template = drawn.form(name).compiled.templates[suffix]
    blank = tmp_path / f"表{suffix}"
    blank.write_bytes(template.render(find_blank_values(drawn.form(name).compiled.form, template.slots)))
    bind_files(blank, tmp_path / "templates" / "own", BindAsked())
    (tmp_path / "own.yaml").write_text(f"id: own\nextends: {rubric}\nforms: [own]\n", encoding="utf-8")
    bound = formgen.notice(tmp_path / "own.yaml")
    sample = assets.folder("samples") / rubric / "communities.yaml"
    pairs = zip(drawn.read(sample).communities[:4], bound.read(sample).communities, strict=False)
    for one, other in pairs:
        meant = texts(drawn.form(name).fill(drawn.score(one), suffix=suffix).data, suffix)
        found = texts(bound.form("own").fill(bound.score(other), suffix=suffix).data, suffix)
        assert len(meant) == len(found)
        assert sum(left != right for left, right in zip(meant, found, strict=True)) == sealed
