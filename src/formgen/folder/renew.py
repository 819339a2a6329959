"""One document and the file that lies in its place: write it, renew it, merge it, or leave it.

Nothing that a person typed is written over: a file that nobody changed is replaced whole, one that somebody
changed is merged place by place, and one that cannot be merged stays while the new one is written beside it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from formgen.filling.filled_forms import FilledDocument
from formgen.filling.points import read_points, sum_points
from formgen.filling.rows import label_of, totals_of
from formgen.filling.typed_values import is_read_as
from formgen.folder.identified_documents import read_who
from formgen.folder.unread import report_unread
from formgen.forms.checksums import checksum
from formgen.forms.compiled import CompiledForm
from formgen.forms.document import OpenedDocument
from formgen.forms.draft_line import remove_draft_line
from formgen.forms.merge import Conflict, Merge, Side, Totals, Typing, merge
from formgen.forms.spans import OTHER_SHAPE
from formgen.forms.text import format_value
from formgen.intake.fields import make_catalogue
from formgen.ledger.undo import UndoLog
from formgen.model import Fate, Who
from formgen.office.disk import free_beside, refuse_open, write_file
from formgen.office.identity import is_untouched, read_identity, read_words, same_content
from formgen.office.package import UnreadableError
from formgen.problems import FormgenError, Problem
from formgen.quoting import cut_to_difference
from formgen.rubric.schema import Rubric

_NO_CHECKSUMS, _NEW_SHAPE = "没有留下生成时的记号", "模板的栏目改过"
_PAGES = "附页要增减"
_CONDITIONS = "页眉、页脚或脚注是照条件印的，要跟着数据改"
_MOST_BESIDE, _MOST_NAMED = 100, 3


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person said of conflicts: of all, or of one place of one document."""

    every: Side | None = None
    one: Mapping[tuple[str, str], Side] | None = None

    def of(self, path: str, boxes: Collection[str], slot: str) -> Side | None:
        """Return whose text shall stand in a slot of a document, None to leave the person's and list it.

        Text in a box for opinions and dates is overwritten only if that box is named; ``every`` leaves it alone.
        """
        general = None if self.every == "ours" and slot in boxes else self.every
        return (self.one or {}).get((path, slot), general)


@dataclass(frozen=True, slots=True)
class RenewResult:
    """What became of a document: its fate, conflicts, how many places of a person were kept, problems.

    ``beside`` is the name of the file that was written beside; ``typed`` are the slots that hold what a person wrote.
    """

    fate: Fate
    conflicts: tuple[Conflict, ...] = ()
    kept: int = 0
    problems: tuple[Problem, ...] = ()
    beside: str = ""
    typed: frozenset[str] = frozenset()


@dataclass
class Renewer:
    """Writes documents below a folder. ``dry`` only finds out what would become of them."""

    root: Path
    undo_log: UndoLog
    decisions: Decisions
    rubric: Rubric
    dry: bool = False

    @cached_property
    def _typing(self) -> Typing:
        """What people type: opinions and their dates stay theirs; dates and numbers are read as the data are."""
        boxes = frozenset(key for key, fact in self.rubric.facts.items() if fact.in_box)
        return Typing(boxes, partial(is_read_as, make_catalogue(self.rubric)))

    def put(self, path: str, data: bytes) -> RenewResult:
        """Write a file that holds no slots, such as a 汇总表.

        Raises FormgenError as ``write_file`` does, F107 for a file that another program does not let be read.
        """
        return self._held(path, data, lambda: None)

    def put_form(self, path: str, form: CompiledForm, filled: FilledDocument) -> RenewResult:
        """Write the document of a form. Raises FormgenError as ``put`` does."""
        return self._held(path, filled.data, lambda: self._merged(path, form, filled))

    def _held(self, path: str, data: bytes, merged: Callable[[], RenewResult | None]) -> RenewResult:
        try:
            return self._settle(path, data, merged)
        except PermissionError as error:
            raise FormgenError(Problem("F107", words={"file": str(self.root / path)})) from error

    def _settle(self, path: str, data: bytes, merged: Callable[[], RenewResult | None]) -> RenewResult:
        target = self.root / path
        if not target.is_file():
            self._write(target, data)
            return RenewResult(Fate.NEW)
        if target.stat().st_size == len(data) and target.read_bytes() == data:
            return RenewResult(Fate.SAME)
        own = read_identity(target)
        if own and own.untouched:
            if same_content(target, data):  # packed by another compressor
                return RenewResult(Fate.SAME)
            self._write(target, data)
            return RenewResult(Fate.RENEWED)
        has_checksums = own is not None and "shape" in own.says
        return merged() or self._write_beside(target, data, _NEW_SHAPE if has_checksums else _NO_CHECKSUMS)

    def _merged(self, path: str, form: CompiledForm, filled: FilledDocument) -> RenewResult | None:
        """Merge new values into a document that somebody changed; None when that cannot be done safely."""
        target = self.root / path
        fresh = form.templates[filled.suffix]
        totals = Totals(totals_of(self.rubric, form.form), read_points, sum_points)
        decide = partial(self.decisions.of, path, {*self._typing.lasting, *filled.drafted})
        try:
            document = fresh.open(target.read_bytes())
            if why := self._find_obstacle(document, form, filled):
                return self._write_beside(target, filled.data, why)
            made = merge(document, filled.values, totals, decide, self._typing)
            if made:
                _keep_edited_drafts(document, made, filled)
            changed = made is not None and (made.renewed or made.checksums != document.checksums)
            anew = document.rewrite(made.renewed, made.checksums, filled.drafted) if made and changed else b""
        except UnreadableError as error:
            return self._write_beside(target, filled.data, str(error))
        if made is None:
            return None
        if made.lost:
            return self._write_beside(target, filled.data, self._say_lost(form, document, made.lost))
        if anew:
            self._write(target, anew)
        conflicts = tuple(
            replace(each, label=label_of(self.rubric, form.form, each.slot)) for each in made.conflicts
        )
        problems = tuple(self._problem(path, conflict) for conflict in conflicts)
        community = Who(*(format_value(filled.values.get(key, "")) for key in ("township", "name")))
        problems += tuple(report_unread(document, form.form, self.rubric, community, path))
        fate = Fate.MERGED if made.renewed else Fate.KEPT
        kept = len(made.kept) + sum(1 for each in conflicts if each.decided == "theirs")
        return RenewResult(fate, conflicts, kept, problems, typed=_find_typed(document, made))

    def _find_obstacle(self, document: OpenedDocument, form: CompiledForm, filled: FilledDocument) -> str:
        """Return why no new values can be merged into a document as it is now; empty where nothing hinders.

        A file that says it is another community's was put or copied into the wrong place: what somebody typed there is
        that community's, and must not stand among this one's values.
        """
        own, meant = read_who(document.says), read_who(read_words(filled.data))
        if own.name and own != meant:
            return f"它是“{own.full_name}”的表，放错了地方，或者是拿那份表改的"
        if document.continued != form.templates[filled.suffix].continues(filled.values):
            return _PAGES
        if not document.can_keep_varying(read_words(filled.data)):
            return _CONDITIONS
        gone = [document.slots[at] for at in document.list_gone()]
        return f"{OTHER_SHAPE}：找不到“{self._name_labels(form, gone)}”" if gone else ""

    def _say_lost(self, form: CompiledForm, document: OpenedDocument, lost: Sequence[str]) -> str:
        """Return which slots should be renewed and cannot be read; of a single one, why."""
        labels = self._name_labels(form, lost)
        why = document.readings[document.slots.index(lost[0])].why if len(lost) == 1 else ""
        return f"“{labels}”{why}" if why else f"“{labels}”旁边的文字改过"

    def _name_labels(self, form: CompiledForm, slots: Sequence[str]) -> str:
        """Return the names of some slots; of many the first ones, and how many there are."""
        labels = list(dict.fromkeys(label_of(self.rubric, form.form, slot) for slot in slots))
        more = f"等{len(labels)}处" if len(labels) > _MOST_NAMED else ""
        return "、".join(labels[:_MOST_NAMED]) + more

    def _problem(self, path: str, conflict: Conflict) -> Problem:
        code = {None: "T115", "ours": "T119", "theirs": "T120"}[conflict.decided]
        typed, new = cut_to_difference(conflict.typed, conflict.new)
        words = {"file": path, "label": conflict.label, "where": conflict.where}
        words |= {"typed": typed or "（空）", "new": new or "（空）"}
        return Problem(code, words=words)

    def _write_beside(self, target: Path, data: bytes, why: str) -> RenewResult:
        """Write a document beside one that cannot be merged, under a name not used by a file that somebody edited."""
        names = (f"（新{number}）" if number > 1 else "（新）" for number in range(1, _MOST_BESIDE))
        beside = free_beside(target, names, is_untouched)
        self._write(beside, data)
        words = {"file": str(target), "beside": beside.name, "why": why}
        return RenewResult(Fate.BESIDE, problems=(Problem("T111", words=words),), beside=beside.name)

    def _write(self, target: Path, data: bytes) -> None:
        if self.dry:
            return
        refuse_open(target)
        if target.exists() and target.stat().st_size == len(data) and target.read_bytes() == data:
            return
        self.undo_log.before_write(target, data)
        write_file(target, data)


def _keep_edited_drafts(document: OpenedDocument, made: Merge, filled: FilledDocument) -> None:
    """Keep what a person made of a draft: a new draft contests nobody's text. The line goes from what somebody edited."""
    for conflict in [each for each in made.conflicts if each.slot in filled.drafted and not each.decided]:
        made.conflicts.remove(conflict)
        made.kept[conflict.slot] = conflict.typed
        for at in next(iter(document.list_wholes(conflict.slot))):
            made.checksums[at] = checksum(format_value(filled.values[document.slots[at]]))
    edited = {*made.kept, *(each.slot for each in made.conflicts)}
    for at in document.list_drafts():
        slot, text = document.slots[at], document.texts[at]
        if text and slot in edited and at not in made.renewed and not document.is_printed(at):
            made.renewed[at] = remove_draft_line(text)
            made.kept |= {slot: remove_draft_line(text)} if slot in made.kept else {}


def _find_typed(document: OpenedDocument, made: Merge) -> frozenset[str]:
    """Return the slots that hold what a person wrote, in every place that they are printed in."""
    typed = {*made.kept, *(each.slot for each in made.conflicts if each.decided != "ours")}
    printed = {
        slot
        for slot in typed
        if any(all(map(document.is_printed, places)) for places in document.list_wholes(slot))
    }
    return frozenset(typed - printed)
