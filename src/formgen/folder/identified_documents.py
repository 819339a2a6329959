"""The Office files of a folder in order, and which document each says it is, wherever it lies.

Knows paths, and the properties that a document bears. Opens none through its template.
"""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from formgen.forms.formats import FORMATS, suffix_of
from formgen.ledger.store import HOME
from formgen.model import Who
from formgen.office.identity import read_says

SUBMITTED = "报送稿"  # folder of what was handed in
_SECOND = re.compile(r"(.+)（(?:新\d*|撤销前\d+)）")
OFFICE = frozenset(FORMATS)


def walk_office_files(root: Path) -> Iterator[str]:
    """Yield the path below a folder of every Word and Excel file, except submitted copies and hidden files."""
    return walk_files(root, OFFICE)


def walk_files(root: Path, suffixes: Collection[str] = ()) -> Iterator[str]:
    """Yield the path below a folder of every file, or of those with one of some suffixes, however they are written."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(
            each for each in folders if each not in {HOME, SUBMITTED} and not each.startswith(".")
        )
        for name in sorted(names):
            if (not suffixes or suffix_of(name) in suffixes) and not name.startswith(("~$", ".")):
                yield (Path(folder) / name).relative_to(root).as_posix()


def is_second(root: Path, path: str) -> bool:
    """Return whether a file is a second version that formgen laid beside another: （新）, （撤销前1）."""
    file = root / path
    match = _SECOND.fullmatch(file.stem)
    return match is not None and lies_beside(file, match[1], suffix_of(file))


def lies_beside(file: Path, stem: str, suffix: str) -> bool:
    """Return whether a file with a stem and a suffix, in small letters or capitals, lies beside another."""
    written = (suffix, suffix.upper(), suffix.title())
    return any(file.with_name(f"{stem}{each}").exists() for each in written)


class DocumentKey(NamedTuple):
    """What a document says it is."""

    rubric: str
    form: str
    who: Who
    suffix: str


class IdentifiedDocuments:
    """The documents of a folder by what they say they are, but for those at known paths; read when first asked."""

    def __init__(self, root: Path, known: Collection[str] = ()) -> None:
        """Read nothing yet."""
        self._root, self._known = root, known

    def find(self, key: DocumentKey) -> list[str]:
        """Return the paths of the documents that say they are this one."""
        return self._paths.get(key, [])

    def __iter__(self) -> Iterator[DocumentKey]:
        """Yield what the documents say they are."""
        return iter(self._paths)

    @cached_property
    def seconds(self) -> tuple[str, ...]:
        """The paths of second versions that lie beside their documents."""
        return tuple(
            path
            for path in walk_office_files(self._root)
            if _SECOND.fullmatch(Path(path).stem) and is_second(self._root, path)
        )

    @cached_property
    def _paths(self) -> dict[DocumentKey, list[str]]:
        found: dict[DocumentKey, list[str]] = {}
        for path in walk_office_files(self._root):
            if path in self._known:
                continue
            says = read_says(self._root / path)
            if "form" in says and not is_second(self._root, path):
                key = DocumentKey(says.get("rubric", ""), says["form"], read_who(says), suffix_of(path))
                found.setdefault(key, []).append(path)
        return found


def read_who(says: Mapping[str, str]) -> Who:
    """Return whose a document says it is."""
    return Who(says.get("township", ""), says.get("name", ""))
