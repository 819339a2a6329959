"""One damaged form stops nobody else: it is named, and the others are read and renewed."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support.four import built as build_again
from support.four import codes, document, first_build, retype, rows, write

from formgen.commands.collect import collect_entries
from formgen.model import Fate

RUBRIC = "yongjia-2009"
NEW_PHONES = {
    key: {"facts": {"phone": f"0577-9{at}"}} for at, key in enumerate(("first", "second", "third", "fourth"))
}


@pytest.fixture
def out(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A folder that was built once, the second community's form changed by hand."""
    folder = first_build(tmp_path_factory, tmp_path)
    retype(document(folder, 2), "0577-67220002", "222")
    return folder


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, parts: dict[str, bytes]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    path.write_bytes(stream.getvalue())


def break_a_name(path: Path) -> None:
    """Put a byte that is no letter into the name of a part, in the directory of the archive."""
    data = path.read_bytes()
    at = data.rindex(b"word/settings.xml")
    path.write_bytes(data[: at + 5] + b"\xb0" + data[at + 6 :])


def point_before_the_file(path: Path) -> None:
    """Let the directory say that a part begins before the file."""
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    data[end + 16 : end + 20] = b"\xff\xff\xff\x7f"
    path.write_bytes(bytes(data))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3000])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def bomb(name: str, inside: Callable[[int], bytes] = lambda count: b" " * count) -> Callable[[Path], None]:
    """Let a part unpack to a hundred times what a form may hold."""

    def change(path: Path) -> None:
        pack(path, {**parts_of(path), name: inside(80_000_000)})

    return change


def without(name: str) -> Callable[[Path], None]:
    return lambda path: pack(path, {key: data for key, data in parts_of(path).items() if key != name})


def in_another_alphabet(path: Path) -> None:
    parts = parts_of(path)
    pack(path, {**parts, "word/document.xml": parts["word/document.xml"].decode().encode("utf-16")[:-3]})


def spoil_numbers(path: Path) -> None:
    parts = parts_of(path)
    text = parts["word/document.xml"].replace(b'<w:gridSpan w:val="', b'<w:gridSpan w:val="x')
    pack(path, {**parts, "word/document.xml": text})


def nest(path: Path) -> None:
    parts = parts_of(path)
    deep = b"<w:sdt><w:sdtContent>" * 3000 + b"</w:sdtContent></w:sdt>" * 3000
    pack(
        path,
        {**parts, "word/document.xml": parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + deep)},
    )


DAMAGES: dict[str, Callable[[Path], None]] = {
    "a name of a part that is no text": break_a_name,
    "a directory that points nowhere": point_before_the_file,
    "cut off": cut,
    "empty": empty,
    "properties that unpack without end": bomb("docProps/custom.xml"),
    "a body that unpacks without end": bomb("word/document.xml"),
    "no body": without("word/document.xml"),
    "a body in half an alphabet": in_another_alphabet,
    "numbers that are none": spoil_numbers,
    "controls nested without end": nest,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_form_is_named_and_stops_nobody_else(damage: Callable[[Path], None], out: Path) -> None:
    broken = document(out, 1)
    damage(broken)
    lies = broken.read_bytes()
    collected = collect_entries(out.parent / "data.yaml", RUBRIC, out)
    assert [each.amendment.value for each in collected.found] == ["222"]
    assert codes(collected) == ["T113"]
    assert broken.name in str(collected.problems[0])
    result = build_again(write(out.parent / "data.yaml", rows(**NEW_PHONES)), out)
    assert sorted(codes(result)) == ["T111", "T115"]
    assert broken.read_bytes() == lies
    assert broken.with_name(f"{broken.stem}（新）.docx").is_file()
    assert result.fates[Fate.RENEWED] >= 2


@pytest.mark.parametrize("seed", range(12))
def test_a_form_with_any_byte_changed_stops_nothing(seed: int, out: Path) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secret
    for number in (1, 3):
        path = document(out, number, form="考核评分表", suffix=dice.choice([".docx", ".xlsx"]))
        parts = parts_of(path)
        name = dice.choice([each for each in parts if each.endswith(("document.xml", "sheet1.xml", ".rels"))])
        data = bytearray(parts[name])
        for _ in range(dice.randint(1, 4)):
            at = dice.randrange(len(data))
            data[at : at + dice.randint(0, 30)] = bytes(dice.choices(b'<>/="0w:tx ', k=dice.randint(0, 3)))
        pack(path, {**parts, name: bytes(data)})
    collected = collect_entries(out.parent / "data.yaml", RUBRIC, out)
    assert "222" in [each.amendment.value for each in collected.found]
    result = build_again(write(out.parent / "data.yaml", rows(**NEW_PHONES)), out)
    assert "F114" not in codes(result)
    assert len(result.rows) == 4
