"""Where each document goes: a pattern of folders and names, clashes found before anything is written."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from formgen.folder.safe_names import clash_key, safe_name
from formgen.folding import fold
from formgen.forms.form import Form
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
            "form": safe_name(form),
            "number": f"{number:05d}",
        }
        steps = _FIELD.sub(lambda match: words[match[1]], self.pattern).split("/")
        return "/".join(safe_name(step) for step in steps)

    def township_file(self, township: str, name: str) -> str:
        """Return the path of a township's own file: in its folder, or with its name in front."""
        own = safe_name(township) if township else NO_TOWNSHIP
        return f"{own}/{name}" if self.pattern.startswith("{township}/") else f"{own}-{name}"


class _Owner(NamedTuple):
    """Whose a document is: a community, and the file name of its form."""

    entry: CommunityEntry
    form: str


def refuse_clashes(
    entries: Iterable[tuple[int, CommunityEntry]], forms: Sequence[str], layout: Layout
) -> None:
    """Raise FormgenError T104 for all numbered communities with a document that would be the same file as another.

    ``forms`` are the file names of their forms. A township's own file counts too.
    """
    taken: dict[str, _Owner] = {}
    townships = set[str]()
    first: dict[str, str] = {}  # the township, by such a path
    problems = []
    for number, entry in entries:
        for form in forms:
            path = layout.path(entry, number, form)
            owner = _Owner(entry, form)
            other = taken.setdefault(clash_key(path), owner)
            if other != owner:
                problems.append(_report_clash(other, owner, path))
                break
        if entry.township not in townships:
            townships.add(entry.township)
            path = layout.township_file(entry.township, "")
            one = first.setdefault(clash_key(path), entry.township)
            if one != entry.township:
                words = {"one": one or "（空）", "other": entry.township or "（空）", "file": path}
                problems.append(Problem("T104", entry.place, words))
    if problems:
        raise FormgenError(*problems)


def _report_clash(one: _Owner, other: _Owner, path: str) -> Problem:
    names = [one.entry.full_name, other.entry.full_name]
    if one.form != other.form:
        names = [f"{one.entry.full_name}的{one.form}", f"{other.entry.full_name}的{other.form}"]
    return Problem("T104", other.entry.place, {"one": names[0], "other": names[1], "file": path})


def refuse_same_files(forms: Sequence[Form]) -> None:
    """Raise FormgenError T104 for forms of one notice whose documents would have the same file name.

    Names that differ in nothing but case, width or outer blanks count as the same.
    """
    taken: dict[str, Form] = {}
    problems = []
    for form in forms:
        file = form.spec.file
        other = taken.setdefault(clash_key(fold(safe_name(fold(file)))), form)
        if other is not form:
            words = {"one": other.id, "other": form.id, "file": file}
            problems.append(Problem("T104", form.tree.place(("file",)), words))
    if problems:
        raise FormgenError(*problems)
