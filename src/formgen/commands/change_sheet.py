"""What ``formgen change-sheet`` does: every place that differs from a version handed in, as a 更正说明."""

import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from formgen import library
from formgen.changes.changed_totals import ChangedTotals, find_changed_totals
from formgen.changes.differing_places import Correction, Corrections, OtherChange, find_corrections
from formgen.changes.differing_words import WordsChange
from formgen.folder import submission
from formgen.folder.contradictions import find_contradictions, list_forms
from formgen.folder.identified_documents import is_second, walk_office_files
from formgen.folder.ledger_naming import rubric_name
from formgen.folder.renew import Decisions, Renewer, RenewResult
from formgen.folder.safe_names import safe_name
from formgen.folder.unread import report_unread
from formgen.ledger import access
from formgen.ledger.store import Ledger
from formgen.ledger.undo import UndoLog
from formgen.model import Who
from formgen.office.disk import require_folder
from formgen.office.identity import read_identity, stamped
from formgen.problems import FormgenError, Problem, errors_in
from formgen.reports.change_sheet import ChangeRow, ChangeSheetContent, make_change_sheet, read_reasons
from formgen.reports.differences import say_words, shorten_change
from formgen.rosters.corrections import list_row_corrections

_KIND = "更正说明"
_MOST_WORDS = 10  # words of one form that a sheet tells
_MOST_PEOPLE = 40  # corrections of rosters that a sheet names one by one


@dataclass(frozen=True, slots=True)
class ChangeSheet:
    """A change sheet that was written: against which version, where, how many rows, problems.

    ``differs`` tells that it names words or fields that differ without a row.
    """

    label: str
    file: Path
    rows: int
    problems: tuple[Problem, ...]
    differs: bool = False


@dataclass(frozen=True, slots=True)
class RosterStates:
    """Rosters as they were when the version was handed in, and as they are; the stated day."""

    was: Sequence[Path] = ()
    people: Sequence[Path] = ()
    on: str = ""


_NO_ROSTERS = RosterStates()


def write_change_sheet(  # noqa: PLR0913 - what a sheet is made from
    folder: Path,
    target: Path,
    since: str = "",
    rubric: str = "",
    addressee: str = "",
    *,
    rosters: RosterStates = _NO_ROSTERS,
) -> ChangeSheet:
    """Write the 更正说明 of a folder against a version that was handed in, the last one unless told.

    It is addressed to ``addressee``; without one a person writes it. Reasons that a person typed into an earlier sheet
    are taken over. With ``rosters`` the people whose rows were corrected are named, masked. Raises FormgenError: F101
    for no folder, F126 for no such version, F129 for a file that is no .docx, F130 when the rubric cannot be known, and
    as reading rosters does.
    """
    require_folder(folder)
    if target.suffix.lower() != ".docx":
        raise FormgenError(Problem("F129", words={"file": target.name}), usage=True)
    label = _version(folder, since)
    with access.look_into(folder) as ledger:
        notice = library.notice(rubric or _rubric_of(ledger, folder))
        moved = find_changed_totals(ledger, label, notice.rubric) if ledger else ChangedTotals([], [], [])
    found = find_corrections(
        submission.submission_folder(folder, label), folder, notice.rubric, notice.compiled_forms
    )
    people = _find_people(notice, rosters)
    content = _write_content(notice, label, moved, found)
    content = replace(
        content, reasons=_reasons(target), addressee=addressee, note=content.note + people.sentences
    )
    settled = _put(target, content, notice)
    beside = target.with_name(settled.beside or target.name)
    doubtful = _find_contradictions(folder, notice, found)
    problems = (*moved.problems, *people.problems, *settled.problems, *doubtful)
    return ChangeSheet(label, beside, len(content.rows), problems, content.differs)


def _write_content(
    notice: library.Notice, label: str, moved: ChangedTotals, found: Corrections
) -> ChangeSheetContent:
    """Return what a sheet says of the corrections of forms and of the totals that moved with them."""
    whos = [*moved.order, *(each.who for each in found.rows)]
    return ChangeSheetContent(
        notice.rubric.title,
        notice.rubric.notice.cited,
        label,
        [_row(each) for each in moved.join(found.rows)],
        {},
        "".join(_describe_others(_order(found.others, moved.order))),
        townships=list(dict.fromkeys(who.township for who in whos)),
        differs=any(each.who and (each.words or not each.compared) for each in found.others),
    )


def _put(target: Path, content: ChangeSheetContent, notice: library.Notice) -> RenewResult:
    """Write a sheet, beside one that somebody typed into. Raises FormgenError F117 for a target that is no such sheet."""
    data = stamped(make_change_sheet(content), _KIND)
    _refuse_other_kind(target)
    renewer = Renewer(target.parent, UndoLog(target.parent, ""), Decisions(), notice.rubric)
    return renewer.put(target.name, data)


def _find_contradictions(folder: Path, notice: library.Notice, found: Corrections) -> Iterator[Problem]:
    """Yield what the forms that were corrected say against themselves and their twins, and what was not read of them."""
    changed = {(each.who, each.form) for each in found.rows}
    changed |= {(each.who, each.title) for each in found.others if each.who}
    names = [name for name in walk_office_files(folder) if not is_second(folder, name)]
    placed = [
        each
        for each in list_forms(folder, names, notice.rubric, notice.compiled_forms)
        if (each.key.who, each.form.form.spec.file) in changed
    ]
    for each in placed:
        if not each.own.untouched and each.document:
            yield from report_unread(each.document, each.form.form, notice.rubric, each.key.who, each.path)
    yield from find_contradictions(placed, notice.rubric)


class _People(NamedTuple):
    """The sentences on people whose rows were corrected, and what could not be read of them."""

    sentences: str
    problems: Sequence[Problem]


def _find_people(notice: library.Notice, rosters: RosterStates) -> _People:
    """Return who was corrected between two states of rosters. Raises FormgenError N144 where one of them is missing."""
    if not (rosters.was or rosters.people):
        return _People("", ())
    if not (rosters.was and rosters.people):
        raise FormgenError(Problem("N144"), usage=True)
    old, new = (notice.read_people(each, rosters.on) for each in (rosters.was, rosters.people))
    found = list_row_corrections(old, new)
    if not found:
        return _People("花名册、台账没有改动。", errors_in([*old.problems, *new.problems]))
    rest = f"另有{len(found) - _MOST_PEOPLE}处。" if len(found) > _MOST_PEOPLE else ""
    said = "".join(map(str, found[:_MOST_PEOPLE]))
    sentences = f"花名册、台账更正{len(found)}处：{said}{rest}"
    return _People(sentences, errors_in([*old.problems, *new.problems]))


def _refuse_other_kind(target: Path) -> None:
    """Raise FormgenError F117 for a document of formgen that is no 更正说明, such as a form that was filled."""
    own = read_identity(target) if target.is_file() else None
    if own and own.says and not own.says.get("output", "").startswith(_KIND):
        raise FormgenError(Problem("F117", words={"file": str(target)}))


def _reasons(target: Path) -> dict[ChangeRow, str]:
    """Return the reasons typed into earlier sheets, those of second versions beside it too."""
    found: dict[ChangeRow, str] = {}
    for path in (target, *sorted(target.parent.glob(f"{glob.escape(target.stem)}（新*）.docx"))):
        if path.is_file():
            found |= read_reasons(path.read_bytes())
    return found


def _version(folder: Path, since: str) -> str:
    """Return the version to compare with. Raises FormgenError F126."""
    known = submission.list_labels(folder)
    label = safe_name(since) if since else known[-1] if known else ""
    if label not in known:
        words = {"label": since or "（最近一稿）", "known": "、".join(known) or "（没有）"}
        raise FormgenError(Problem("F126", words=words), usage=bool(since))
    return label


def _rubric_of(ledger: Ledger | None, folder: Path) -> str:
    """Return the rubric of the last build. Raises FormgenError F130 when the ledger does not tell."""
    last = ledger.last_build() if ledger else None
    if ledger is None or last is None or last.inputs is None:
        raise FormgenError(Problem("F130"), usage=True)
    name = rubric_name(ledger.inputs_of(last.inputs), folder)
    if not name:
        raise FormgenError(Problem("F130"), usage=True)
    return name


def _order(others: Sequence[OtherChange], order: Sequence[Who]) -> list[OtherChange]:
    """Return documents in the order of their communities in the data."""
    places = {who: at for at, who in enumerate(order)}
    return sorted(others, key=lambda each: places.get(each.who, len(places)) if each.who else -1)


def _describe_others(others: Sequence[OtherChange]) -> Iterator[str]:
    """Yield sentences on documents that differ without a place that is listed, by their titles."""
    lists = [each for each in others if each.who is None]
    updated = "".join(dict.fromkeys(f"《{each.title}》" for each in lists if not each.gone))
    gone = "".join(dict.fromkeys(f"《{each.title}》" for each in lists if each.gone))
    if updated:
        yield f"{updated}随之更新。"
    if gone:
        yield f"{gone}不再报送。"
    forms = [each for each in others if each.who is not None]
    yield from (f"{_name(each)}另有文字改动：{_list_words(each.words)}。" for each in forms if each.words)
    unsaid = (
        ("另有改动，比对不出不同的文字，多是版面、格式。", [each for each in forms if each.compared]),
        ("有改动，没有能够逐格比对。", [each for each in forms if not each.compared]),
    )
    for words, chosen in unsaid:
        if named := "、".join(_name(each) for each in chosen if not each.words):
            yield f"{named}{words}"


def _name(other: OtherChange) -> str:
    return f"{other.who.full_name if other.who else ''}《{other.title}》"


def _list_words(changes: Sequence[WordsChange]) -> str:
    """Return what words differ, long numbers masked and long words cut; of many the first."""
    said = "；".join(f"{each.where}{say_words(each.old, each.new)}" for each in changes[:_MOST_WORDS])
    return said if len(changes) <= _MOST_WORDS else f"{said}；等{len(changes)}处"


def _row(each: Correction) -> ChangeRow:
    old, new = shorten_change(each.old, each.new)
    return ChangeRow(each.who.full_name, each.form, each.label, old, new)
