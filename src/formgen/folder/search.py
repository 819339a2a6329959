"""Documents that do not lie where they were put: moved by a person, or gone."""

from dataclasses import dataclass, field
from pathlib import Path

from formgen.ledger.store import Ledger
from formgen.folder.documents import Strays
from formgen.folder.plan import Plan
from formgen.problems import Problem


@dataclass
class Search:
    """Looks for documents that are not where they were put: moved by a person, or gone."""

    planned: Plan
    folder: Path
    ledger: Ledger | None
    fresh: bool
    problems: list[Problem] = field(default_factory=list)
    _strays: Strays | None = None
    _moved: dict[int, dict[str, str]] = field(default_factory=dict)

    def moved(self, at: int) -> dict[str, str]:
        """Return where documents of a community lie that are not at their own paths; say what was found, once."""
        if at not in self._moved:
            self._moved[at] = self._looked(at)
        return self._moved[at]

    def _looked(self, at: int) -> dict[str, str]:
        entry = self.planned.source.entries[at]
        who, rubric = (entry.township, entry.name), self.planned.rubric.id
        rows = self.ledger.documents_of(rubric, who) if self.ledger else []
        found: dict[str, str] = {}
        for form, suffix, path in self.planned.files_of(at):
            if (self.folder / path).exists():
                continue
            own = [row for row in rows if (row.form, row.suffix) == (form.id, suffix)]
            placed = [row.path for row in own if row.moved and (self.folder / row.path).exists()]
            made_here = any(row.path == path or row.moved for row in own)
            if placed:
                found[path] = placed[0]
            elif made_here or self.fresh:
                candidates = self._others().of(rubric, form.id, who, suffix)
                found |= self._said(path, candidates, was_here=made_here)
        return found

    def forget(self, at: int) -> None:
        """Let the ledger forget documents of a community that are no longer there."""
        if self.ledger is None:
            return
        entry = self.planned.source.entries[at]
        rows = self.ledger.documents_of(self.planned.rubric.id, (entry.township, entry.name))
        self.ledger.forget(row.path for row in rows if not (self.folder / row.path).exists())

    def _said(self, path: str, candidates: list[str], *, was_here: bool) -> dict[str, str]:
        """Say what became of a document that is not in its place; one that was found stays where it is."""
        if len(candidates) == 1:
            self.problems.append(Problem("T116", words={"file": path, "found": candidates[0]}))
            return {path: candidates[0]}
        if was_here or candidates:
            among = f"，像是它的有{len(candidates)}份：{'、'.join(candidates[:3])}" if candidates else ""
            self.problems.append(Problem("T118", words={"file": path, "among": among}))
        return {}

    def _others(self) -> Strays:
        if self._strays is None:
            rows = self.ledger.documents() if self.ledger else []
            self._strays = Strays(self.folder, {row.path for row in rows if not row.moved})
        return self._strays
