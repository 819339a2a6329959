"""Where each document goes: a pattern of folders and names, clashes found before anything is written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from formgen.folder.safe_names import clash_key, safe_name
from formgen.intake import CommunityEntry
from formgen.problems import FormgenError, Problem

FOLDERS = "{township}/{name}/{name}-{form}"
FLAT = "{township}-{name}-{form}"
PATTERNS = {"folders": FOLDERS, "flat": FLAT}
_FIELD = re.compile(r"\{([^{}]*)\}")
_FIELDS = frozenset({"township", "name", "form", "number"})
NO_TOWNSHIP = "未注明乡镇"


@dataclass(frozen=True, slots=True)
class Layout:
    """A pattern of paths: ``{township}``, ``{name}``, ``{form}`` and ``{number}``, ``/`` between folders."""

    pattern: str = FOLDERS

    def __post_init__(self) -> None:
        """Refuse a pattern that names unknown fields or gives several documents one name (T110)."""
        named = set(_FIELD.findall(self.pattern))
        bare = _FIELD.sub("", self.pattern)
        climbs = any(step.strip(". ") == "" for step in self.pattern.split("/"))
        if (
            named - _FIELDS
            or "form" not in named
            or not named & {"name", "number"}
            or set("{}\\") & set(bare)
            or climbs
        ):
            raise FormgenError(Problem("T110", words={"value": self.pattern}), usage=True)

    def path(self, entry: CommunityEntry, number: int, form: str) -> str:
        """Return the path of a document below the output folder, without its suffix."""
        words = {
            "township": safe_name(entry.township) if entry.township else NO_TOWNSHIP,
            "name": safe_name(entry.name),
            "form": form,
            "number": f"{number:05d}",
        }
        steps = _FIELD.sub(lambda match: words[match[1]], self.pattern).split("/")
        return "/".join(safe_name(step) for step in steps)

    def township_file(self, township: str, name: str) -> str:
        """Return the path of a township's own file: in its folder, or with its name in front."""
        own = safe_name(township) if township else NO_TOWNSHIP
        return f"{own}/{name}" if self.pattern.startswith("{township}/") else f"{own}-{name}"


def refuse_clashes(entries: Iterable[tuple[int, CommunityEntry]], form: str, layout: Layout) -> None:
    """Raise FormgenError T104 for all numbered communities whose documents would be the same file."""
    taken: dict[str, CommunityEntry] = {}
    problems = []
    for number, entry in entries:
        path = layout.path(entry, number, form)
        other = taken.setdefault(clash_key(path), entry)
        if other is not entry:
            words = {
                "one": other.full_name,
                "other": entry.full_name,
                "file": path,
            }
            problems.append(Problem("T104", entry.place, words))
    if problems:
        raise FormgenError(*problems)
