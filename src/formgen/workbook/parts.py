"""The parts of a data workbook that a clerk filled in, some of them changed; what is not changed stays byte for byte.

Knows how parts refer to each other; not what is in a sheet.
"""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from formgen.intake.files import Package, file_error
from formgen.intake.raw import Style
from formgen.intake.xlsx import (
    SheetPart,
    SheetRelation,
    find_main,
    locate_sheets,
    read_relations,
    read_styles,
)
from formgen.office.package import BROKEN
from formgen.office.patch import Edit, apply_edits, edit_text, parse_stretches, put_inside, replace_parts

_TYPES = "[Content_Types].xml"
_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_PLAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


@dataclass
class WorkbookParts:
    """A workbook as an archive; ``changed`` are the parts that differ from it."""

    data: bytes
    file: str
    changed: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open the archive. Raises FormgenError as a reader of data does."""
        self.package = Package(self.data, self.file)

    @cached_property
    def main(self) -> str:
        """The part of the workbook itself."""
        return self.package.own_name(find_main(self.package))

    @cached_property
    def sheets(self) -> dict[str, SheetPart]:
        """The sheets of cells by name."""
        return {each.name: each for each in locate_sheets(self.package, self.main, self.file)}

    @cached_property
    def styles(self) -> list[Style]:
        """What each style says about numbers."""
        return read_styles(self.package, self.main)

    @cached_property
    def namespace(self) -> str:
        """The namespace of relations: strict files have their own."""
        return _STRICT if b"purl.oclc.org/ooxml/spreadsheetml" in self.read(self.main) else _PLAIN

    def read(self, part: str) -> bytes:
        """Return a part as it is now."""
        name = self.package.own_name(part)
        return self.changed[name] if name in self.changed else self.package.read(name)

    def holds(self, part: str) -> bool:
        """Return whether there is a part."""
        return part in self.changed or self.package.holds(part)

    def edit(self, part: str, edit: Callable[[bytes], bytes]) -> None:
        """Change a part. Raises FormgenError F109 for one that is no XML."""
        try:
            self.changed[self.package.own_name(part)] = edit_text(self.read(part), edit)
        except (*BROKEN, IndexError) as error:
            raise file_error(self.file, "F109", f"{part}读不出来") from error

    def relations(self, part: str) -> dict[str, SheetRelation]:
        """Return the relations of a part of the file by their ids."""
        return read_relations(self.package, part)

    def find(self, part: str, kind: str) -> list[str]:
        """Return the parts that relations of a type lead to."""
        return [each.target for each in self.relations(part).values() if each.type.endswith(f"/{kind}")]

    def free_name(self, pattern: str) -> str:
        """Return a name for a new part: ``pattern`` has a place for a number."""
        return next(name for at in range(1, 10_000) if not self.holds(name := pattern.format(at)))

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation of a part. Returns its id."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.holds(path):
            self.changed[path] = _RELATIONS
        known = set(re.findall(rb"""\bId\s*=\s*["']([^"']+)""", self.read(path)))
        number = next(f"rId{at}" for at in range(1, 10_000) if f"rId{at}".encode() not in known)
        tag = f'<Relationship Id="{number}" Type="{self.namespace}/{kind}" Target="/{escape(target)}"/>'
        self._append(path, "Relationship", tag)
        return number

    def declare(self, target: str, content_type: str) -> None:
        """Say of what kind a new part is."""
        self._append(
            _TYPES, "Override", f'<Override PartName="/{escape(target)}" ContentType="{content_type}"/>'
        )

    def declare_suffix(self, suffix: str, content_type: str) -> None:
        """Say of what kind parts with a suffix are, where that is not said yet."""
        if f'extension="{suffix}"'.encode() not in self.read(_TYPES).lower().replace(b"'", b'"'):
            self._append(_TYPES, "Default", f'<Default Extension="{suffix}" ContentType="{content_type}"/>')

    def _append(self, part: str, name: str, tag: str) -> None:
        """Put a tag at the end of a part, with the prefix that its root has."""

        def put(data: bytes) -> bytes:
            root = parse_stretches(data, lambda *_: False)
            text = tag.replace(f"<{name}", f"<{root.prefix}{name}", 1)
            return apply_edits(data, [put_inside(data, root, text.encode())])

        self.edit(part, put)

    def compute_on_load(self) -> None:
        """Have the workbook compute everything when Excel or WPS opens it."""

        def put(data: bytes) -> bytes:
            root = parse_stretches(data)
            known = root.find("calcPr")
            if known is not None:
                tag = data[known.start : known.inner]
                text = re.sub(rb"""\sfullCalcOnLoad\s*=\s*("[^"]*"|'[^']*')""", b"", tag)
                text = re.sub(rb"\s*(/?>)$", rb' fullCalcOnLoad="1"\1', text)
                return apply_edits(data, [Edit(known.start, known.inner, text)])
            before = [each for each in root.children if each.name in _BEFORE_CALCULATION]
            at = before[-1].end
            return apply_edits(data, [Edit(at, at, f'<{root.prefix}calcPr fullCalcOnLoad="1"/>'.encode())])

        self.edit(self.main, put)

    def saved(self) -> bytes:
        """Return the workbook with what was changed."""
        return replace_parts(self.data, self.changed)


_BEFORE_CALCULATION = frozenset(
    {
        "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
        "functionGroups", "externalReferences", "definedNames",
    }
)  # fmt: skip
