"""A small form that is about no community, and templates for it as offices save them: for tests of templates."""

import io
import zipfile
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from formgen.forms.compiled import compile_form
from formgen.forms.contents import ContentRow, Contents, ContentSection
from formgen.forms.form import Form, FormSpec, TemplateFile
from formgen.forms.template import Template
from formgen.forms.text import SlotValue
from formgen.problems import FormgenError, Problem


def _row(number: str, points: str, key: str) -> ContentRow:
    texts = {"number": number, "name": f"第{number}项", "clause": f"条文{number}", "points": points}
    return ContentRow(texts, {"self": f"{key}.self", "county": f"{key}.county"})


CONTENTS = Contents(
    identity={"library": "north"},
    named_by=("name",),
    heading="{{ name }}",
    texts={"title": "评分表"},
    slots=("name", "township", "phone", "opinion"),
    sections=(
        ContentSection({"title": "甲部", "number": "一"}, (_row("1", "10", "a"), _row("2", "5", "b"))),
        ContentSection({"title": "乙部", "number": "二"}, (_row("3", "7", "c"),)),
    ),
    total=ContentRow({"points": "22"}, {"self": "total.self", "county": "total.county"}),
)
VALUES: dict[str, SlotValue] = {
    "name": "示例村", "township": "甲镇", "phone": "0576-1", "opinion": "同意",
    "a.self": Fraction(10), "b.self": Fraction(4), "c.self": Fraction(3), "total.self": Fraction(17),
    "a.county": Fraction(9), "b.county": Fraction(5), "c.county": Fraction(2), "total.county": Fraction(16),
}  # fmt: skip
SPEC = FormSpec(title="评分表", file="评分表")


def saved(document: Any) -> bytes:
    """Return the bytes of a document of python-docx or openpyxl."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of an Office file by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return an Office file of parts, whatever their names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def renamed(data: bytes, old: str, new: str) -> bytes:
    """The file with a part under another name, as its types and relations say it."""
    parts = parts_of(data)
    parts[new] = parts.pop(old)
    folder, _, name = old.rpartition("/")
    own = f"{folder}/_rels/{name}.rels"
    if own in parts:
        folder, _, name = new.rpartition("/")
        parts[f"{folder}/_rels/{name}.rels"] = parts.pop(own)
    for part in [each for each in parts if each.endswith((".rels", "[Content_Types].xml"))]:
        text = parts[part].decode().replace(f'"/{old}"', f'"/{new}"').replace(f'"{old}"', f'"/{new}"')
        parts[part] = text.replace(f'"{old.split("/", 1)[-1]}"', f'"/{new}"').encode()
    return packed(parts)


def with_backslashes(data: bytes) -> bytes:
    """The file with its folders parted as some programs part them."""
    return packed({name.replace("/", "\\"): part for name, part in parts_of(data).items()})


def edited(data: bytes, edits: Mapping[str, Callable[[bytes], bytes] | bytes]) -> bytes:
    """Return an Office file with some parts changed by a function, or put in as they are."""
    parts = parts_of(data)
    for name, edit in edits.items():
        parts[name] = edit if isinstance(edit, bytes) else edit(parts[name])
    return packed(parts)


def replacing(*pairs: tuple[str, str]) -> Callable[[bytes], bytes]:
    """Return a function that replaces texts in a part, each of which must stand there."""

    def change(data: bytes) -> bytes:
        text = data.decode()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        return text.encode()

    return change


def compiled(data: bytes, suffix: str, spec: FormSpec = SPEC) -> Template:
    """Return the template of a file."""
    form = Form("small", spec, (TemplateFile(f"template{suffix}", data),))
    return compile_form(form, CONTENTS).templates[suffix]


def filled(data: bytes, suffix: str) -> bytes:
    """Return the document that a template makes of the values."""
    template = compiled(data, suffix)
    return template.render(template.fit(VALUES).values)


def fault_of(data: bytes, suffix: str) -> Problem:
    """Return the problem a template is refused with."""
    try:
        compiled(data, suffix)
    except FormgenError as error:
        return error.problems[0]
    message = "the template was not refused"
    raise AssertionError(message)
