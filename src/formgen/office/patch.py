"""Change an Office file in place: some parts are replaced, and within a part some stretches; every other byte stays.

Knows archives and XML text; not what is in them.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

_TAG = re.compile(rb"""<[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*>""")
_UTF16 = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def replace_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return an archive with some parts replaced or added; the others keep their content, order, time and name."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            name = member.filename
            new.writestr(member, parts[name] if name in parts else old.read(member))
        known = set(old.namelist())
        for name in [each for each in parts if each not in known]:
            new.writestr(zipfile.ZipInfo(name), parts[name], zipfile.ZIP_DEFLATED)
    return made.getvalue()


@dataclass(slots=True)
class Stretch:
    """An element by where it stands in its part: its start tag, what is in it, its end tag.

    ``close`` is where its end tag begins; the same as ``inner`` and ``end`` for one that is closed at once.
    """

    tag: str
    attributes: Mapping[str, str]
    start: int
    inner: int
    close: int = 0
    end: int = 0
    children: list["Stretch"] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the name without its prefix."""
        return self.tag.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """Return the prefix of the name with its colon, empty for none."""
        head, colon, _ = self.tag.rpartition(":")
        return head + colon

    @property
    def is_closed_at_once(self) -> bool:
        """Return whether it has no end tag."""
        return self.close == self.end

    def find(self, *names: str) -> "Stretch | None":
        """Return the first element along a path of names below it."""
        found: Stretch | None = self
        for name in names:
            found = next((each for each in found.children if each.name == name), None) if found else None
        return found

    def find_all(self, name: str) -> Iterator["Stretch"]:
        """Yield the elements of a name right below it."""
        return (each for each in self.children if each.name == name)


CellChoice = Callable[[str, Mapping[str, str]], bool]  # of an element, by its name and its attributes


def parse_stretches(
    data: bytes, is_wanted: CellChoice = lambda *_: True, is_passed_over: CellChoice = lambda *_: False
) -> Stretch:
    """Return the root of a part with all that is in it; of elements that are not wanted, only where they stand.

    Those that are passed over are not in it at all. Raises ValueError for what is no XML.
    """
    reader = _StretchReader(data, is_wanted, is_passed_over)
    reader.parser.StartElementHandler = reader.begin
    reader.parser.EndElementHandler = reader.finish
    try:
        reader.parser.ParseFile(io.BytesIO(data))
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return reader.root


class _StretchReader:
    """Keeps the place of every element while a part is parsed."""

    def __init__(self, data: bytes, is_wanted: CellChoice, is_passed_over: CellChoice) -> None:
        self.root = Stretch("", {}, 0, 0)
        self.parser = expat.ParserCreate("utf-8")
        self._data, self._is_wanted, self._is_passed_over = data, is_wanted, is_passed_over
        self._open: list[Stretch] = []
        self._ignored = 0
        self._passing = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if self._ignored:
            self._ignored += 1
            return
        if self._open and self._is_passed_over(tag.rpartition(":")[2], attributes):
            self._ignored, self._passing = 1, True
            return
        at = self.parser.CurrentByteIndex
        found = _TAG.match(self._data, at)
        made = Stretch(tag, attributes, at, found.end() if found else at)
        if self._open:
            self._open[-1].children.append(made)
        else:
            self.root = made
        self._open.append(made)
        self._ignored = 0 if self._is_wanted(made.name, attributes) else 1

    def finish(self, _: str) -> None:
        if self._ignored > 1:
            self._ignored -= 1
            return
        self._ignored = 0
        if self._passing:
            self._passing = False
            return
        last, at = self._open.pop(), self.parser.CurrentByteIndex
        last.close = at
        if self._data[last.inner - 2 : last.inner] == b"/>":
            last.close = last.end = last.inner
        else:
            found = _TAG.match(self._data, at)
            last.end = found.end() if found else at


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes that take the place of a stretch of a part; an empty stretch is where they are put in."""

    start: int
    end: int
    text: bytes


def apply_edits(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a part with some edits; those at the same place come in the order in which they are given."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        pieces += [data[at : edit.start], edit.text]
        at = edit.end
    return b"".join([*pieces, data[at:]])


def put_inside(data: bytes, element: Stretch, text: bytes) -> Edit:
    """Return the edit that puts a text at the end of an element, which is opened where it was closed at once."""
    if not element.is_closed_at_once:
        return Edit(element.close, element.close, text)
    opened = data[element.start : element.inner - 2].rstrip() + b">"
    return Edit(element.start, element.end, opened + text + f"</{element.tag}>".encode())


def set_attribute(tag: bytes, name: str, value: str) -> bytes:
    """Return a start tag with an attribute set; an empty value takes it away."""
    without = re.sub(rb"\s" + name.encode() + rb"""\s*=\s*("[^"]*"|'[^']*')""", b"", tag, count=1)
    if not value:
        return without
    found = re.match(rb"<[^\s/>]+", without)
    at = found.end() if found else 0
    return without[:at] + f' {name}="{value}"'.encode() + without[at:]


def edit_text(data: bytes, edit: Callable[[bytes], bytes]) -> bytes:
    """Return a part edited as UTF-8, in whatever encoding it is written."""
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            plain = data[len(mark) :].decode(encoding).encode()
            return mark + edit(plain).decode().encode(encoding)
    return edit(data)
