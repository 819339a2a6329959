"""What programs and archives show of a form: its title with whose it is, and no time that is not true."""

import io
import zipfile

import pytest
from lxml import etree
from support.filled_forms import FORMS, values_of

from formgen.filling.slot_values import find_blank_values
from formgen.office.core_properties import take_title

CORE = "docProps/core.xml"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>'
PROPERTIES = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
RELATION = '<Relationship Id="r" Target="{}" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"/>'


def properties_of(data: bytes) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(CORE))


@pytest.mark.parametrize("name", list(FORMS))
def test_a_form_is_titled_with_whose_it_is(name: str) -> None:
    compiled, template = FORMS[name]
    title = compiled.form.spec.title
    values = {**values_of(name), "name": "甲&乙<社区>", "township": "上塘镇"}
    filled = properties_of(template.render(values))
    assert filled.findtext(TITLE) == f"{title}（上塘镇甲&乙<社区>）"
    blank = properties_of(template.render(find_blank_values(compiled.form, template.slots)))
    assert blank.findtext(TITLE) == title


@pytest.mark.parametrize("name", list(FORMS))
def test_a_form_says_no_time_and_is_the_same_whenever_it_is_made(name: str) -> None:
    _, template = FORMS[name]
    data = template.render(values_of(name))
    shown = [etree.QName(node).localname for node in properties_of(data)]
    assert sorted(shown) == ["creator", "language", "lastModifiedBy", "title"]
    assert data == template.render(values_of(name))


def relations(*targets: str) -> bytes:
    made = "".join(RELATION.format(each) for each in targets)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{made}</Relationships>'.encode()


def core(*children: str) -> bytes:
    names = f'xmlns:cp="{PROPERTIES}" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/"'
    return f"<cp:coreProperties {names}>{''.join(children)}</cp:coreProperties>".encode()


OTHERS: dict[str, tuple[dict[str, bytes], str, list[str]]] = {
    "none": ({"_rels/.rels": relations()}, CORE, ["title"]),
    "without a title": (
        {"_rels/.rels": relations("docProps/core.xml"), CORE: core("<dc:creator>甲</dc:creator>")},
        CORE,
        ["creator", "title"],
    ),
    "with times": (
        {
            "_rels/.rels": relations("/docProps/core.xml"),
            CORE: core(
                "<t:created>2008-01-01T00:00:00Z</t:created>",
                "<dc:title>旧</dc:title>",
                "<cp:revision>7</cp:revision>",
            ),
        },
        CORE,
        ["title"],
    ),
    "elsewhere": (
        {"_rels/.rels": relations("package/core.psmdcp"), "package/core.psmdcp": core()},
        "package/core.psmdcp",
        ["title"],
    ),
}


@pytest.mark.parametrize(("own", "name", "shown"), OTHERS.values(), ids=OTHERS)
def test_a_template_of_any_program_is_given_a_title(
    own: dict[str, bytes], name: str, shown: list[str]
) -> None:
    parts = {"[Content_Types].xml": TYPES, **own}
    found = take_title(parts)
    assert found is not None
    assert found.name == name
    assert name not in parts
    tree = etree.fromstring(found.before + "新".encode() + found.after)
    assert tree.findtext(TITLE) == "新"
    assert [etree.QName(node).localname for node in tree] == shown
    assert parts["_rels/.rels"].count(b"core-properties") == 1
    assert (b"core-properties+xml" in parts["[Content_Types].xml"]) == (
        "none" in own or (CORE not in own and name == CORE)
    )


@pytest.mark.parametrize("missing", ["[Content_Types].xml", "_rels/.rels"])
def test_what_is_no_document_has_no_title(missing: str) -> None:
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": relations()}
    del parts[missing]
    assert take_title(parts) is None
