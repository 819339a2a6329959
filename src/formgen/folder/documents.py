"""Documents that are not where they were put: found again by what they say of themselves."""

import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from formgen.forms.formats import FORMATS
from formgen.ledger.store import HOME, Who
from formgen.office import identity

SUBMITTED = "报送稿"  # folder of what was handed in
_SECOND = re.compile(r"(.+)（(?:新\d*|撤销前\d+)）")
OFFICE = frozenset(FORMATS)

Key = tuple[str, str, str, str, str]  # rubric, form, township, name, suffix


def office_files(root: Path) -> Iterator[str]:
    """Yield the path below a folder of every Word and Excel file, but for what was handed in and what hides."""
    return (path for path in files_of(root, OFFICE) if Path(path).suffix in OFFICE)


def files_of(root: Path, suffixes: Collection[str]) -> Iterator[str]:
    """Yield the path below a folder of every file with one of some suffixes, in whatever case they are written."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(
            each for each in folders if each not in {HOME, SUBMITTED} and not each.startswith(".")
        )
        for name in sorted(names):
            if Path(name).suffix.lower() in suffixes and not name.startswith(("~$", ".")):
                yield (Path(folder) / name).relative_to(root).as_posix()


def is_second(root: Path, path: str) -> bool:
    """Tell whether a file is a second version that formgen laid beside another: （新）, （撤销前1）."""
    file = root / path
    match = _SECOND.fullmatch(file.stem)
    return match is not None and file.with_name(f"{match[1]}{file.suffix}").exists()


@dataclass
class Strays:
    """The documents of a folder that lie at none of the known paths; looked for once, when first asked for."""

    root: Path
    known: Collection[str]
    _found: dict[Key, list[str]] | None = field(default=None, init=False)

    def of(self, rubric: str, form: str, who: Who, suffix: str) -> list[str]:
        """Return the paths of the documents that say they are this one."""
        return self._all().get((rubric, form, *who, suffix), [])

    def __iter__(self) -> Iterator[Key]:
        """Yield what the documents say they are."""
        return iter(self._all())

    def _all(self) -> dict[Key, list[str]]:
        if self._found is None:
            self._found = self._looked()
        return self._found

    def _looked(self) -> dict[Key, list[str]]:
        found: dict[Key, list[str]] = {}
        for path in office_files(self.root):
            if path in self.known:
                continue
            says = identity.identity(self.root / path)
            if "form" in says and not is_second(self.root, path):
                key = (says.get("rubric", ""), says["form"], says.get("township", ""), says.get("name", ""))
                found.setdefault((*key, Path(path).suffix), []).append(path)
        return found
