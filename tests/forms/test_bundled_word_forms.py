"""What every Word form of ours brings along: names of its faces for other computers, a name for its table, its edges."""

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from formgen import assets

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEMPLATES = sorted(assets.folder("templates").glob("*/template.docx"))
LATIN = {"Times New Roman"}  # every program has it under this name


def part_of(template: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(template) as archive:
        return etree.fromstring(archive.read(name))


@pytest.mark.parametrize("template", TEMPLATES, ids=[each.parent.name for each in TEMPLATES])
def test_every_chinese_face_has_the_other_names_it_goes_by(template: Path) -> None:
    listed = {each.get(f"{W}name"): each for each in part_of(template, "word/fontTable.xml")}
    asked = {
        str(face)
        for fonts in part_of(template, "word/document.xml").iter(f"{W}rFonts")
        for key, face in fonts.attrib.items()
        if not str(key).endswith("hint")
    }
    assert asked <= listed.keys()
    assert [face for face in asked - LATIN if listed[face].find(f"{W}altName") is None] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=[each.parent.name for each in TEMPLATES])
def test_a_table_has_a_name_and_nothing_is_underlined(template: Path) -> None:
    body = part_of(template, "word/document.xml")
    captions = [each.find(f"{W}tblPr/{W}tblCaption") for each in body.iter(f"{W}tbl")]
    assert captions
    assert all(each is not None and each.get(f"{W}val") for each in captions)
    assert not list(body.iter(f"{W}u")), "the notices underline nothing"


@pytest.mark.parametrize("template", TEMPLATES, ids=[each.parent.name for each in TEMPLATES])
def test_the_edges_leave_room_for_binding_and_printers(template: Path) -> None:
    (edges,) = part_of(template, "word/document.xml").iter(f"{W}pgMar")
    least = {"top": 17, "bottom": 12, "left": 15, "right": 15}  # mm
    held = {side: int(edges.get(f"{W}{side}", "0")) / 1440 * 25.4 for side in least}
    assert [side for side, room in held.items() if room < least[side] - 0.1] == []
