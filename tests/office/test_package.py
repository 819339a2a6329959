"""Archives hold what was put in, whatever compresses them, and the same input gives the same bytes."""

import io
import pickle
import sys
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.office import package
from formgen.office.package import ZLIB, Compressor

COMPRESSORS = [ZLIB, package.fastest()]
PARTS = st.dictionaries(
    st.text("abcdef中文/._[]", min_size=1, max_size=20).filter(lambda name: not name.endswith("/")),
    st.binary(max_size=3000) | st.binary(min_size=1, max_size=5).map(lambda piece: piece * 20_000),
    max_size=6,
)


def packed(parts: dict[str, bytes]) -> bytes:
    return package.join(package.compress(name, data) for name, data in parts.items())


def unpacked(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(params=COMPRESSORS, ids=["zlib", "fastest"])
def compressor(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Compressor:
    monkeypatch.setattr(package, "compressor", request.param)
    chosen: Compressor = request.param
    return chosen


@pytest.mark.parametrize("each", COMPRESSORS, ids=["zlib", "fastest"])
@given(PARTS)
def test_what_was_packed_is_read_back(each: Compressor, parts: dict[str, bytes]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "compressor", each)
        document = packed(parts)
        assert document == packed(dict(reversed(parts.items())))
    assert unpacked(document) == parts


LARGE = bytes(range(256)) * 40_000
EDGES = [b"", b"<", b"<w:t/>" * 50_000, "中文".encode() * 30_000, zlib.compress(LARGE), LARGE]


@pytest.mark.parametrize("data", EDGES, ids=lambda data: str(len(data)))
def test_an_empty_a_tiny_and_a_large_part_survive(compressor: Compressor, data: bytes) -> None:
    parts = {"[Content_Types].xml": b"", "word/document.xml": data, "a": b"1"}
    document = packed(parts)
    assert unpacked(document) == parts
    assert zipfile.ZipFile(io.BytesIO(document)).namelist()[0] == "[Content_Types].xml"
    assert compressor.crc32(data) == zlib.crc32(data)
    assert document == packed(parts)


def test_without_isal_zlib_compresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "isal.isal_zlib", None)
    assert package.fastest() is ZLIB


def test_with_isal_it_compresses() -> None:
    pytest.importorskip("isal")
    assert package.fastest().name == "isal"


def test_zlib_gives_the_bytes_of_level_6() -> None:
    data = b"<w:p><w:r/></w:p>" * 500
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    assert ZLIB.deflate(data) == packer.compress(data) + packer.flush()


def test_a_part_passes_between_processes() -> None:
    part = package.compress("word/中文.xml", b"<a/>" * 100)
    copy = pickle.loads(pickle.dumps(part))  # noqa: S301 - our own bytes
    assert copy == part
    assert package.join([copy]) == package.join([part])


@pytest.mark.parametrize("data", [b"", b"x" * 65_535])
def test_a_small_part_can_be_held_as_it_is(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(package.join([package.store("x", data)]))) as opened:
        assert opened.read("x") == data
    with pytest.raises(ValueError, match="too large"):
        package.store("x", b"x" * 65_536)
