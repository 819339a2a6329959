"""Handing in: freeze a version, list what changed since, look at the ledger, and take the last run back."""

import glob
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from formgen import library
from formgen.changes import report
from formgen.changes.corrections import NEW, WITHDRAWN, Correction, corrections
from formgen.folder import submission
from formgen.folder.building import rubric_name
from formgen.folder.documents import is_second, office_files
from formgen.folder.names import safe_name
from formgen.folder.renew import Decisions, Renewer
from formgen.folder.snapshot import Snapshot, unpacked
from formgen.ledger import access
from formgen.ledger import undo as way_back
from formgen.ledger.store import HOME, Ledger, Run, Who
from formgen.ledger.undo import Journal
from formgen.problems import FormgenError, Place, Problem
from formgen.reports.change_sheet import Row, Sheet, reasons_in
from formgen.reports.change_sheet import change_sheet as drawn
from formgen.reports.differences import shorten_change
from formgen.rubric.schema import Rubric
from formgen.rubric.terms import TOTALS, VERDICTS

_WHOLE_FORM = "汇总表"


@dataclass(frozen=True, slots=True)
class Submitted:
    """A version that was frozen: where, how many files, and what a person should look at."""

    folder: Path
    files: int
    problems: tuple[Problem, ...]


def submit(folder: Path, label: str, waiting: Callable[[], None] = lambda: None) -> Submitted:
    """Freeze a copy of a folder under a label.

    Raises FormgenError: F101 for no folder, F125 for a label that is taken, F128 for a folder without documents,
    F107 or F109 for documents that are open or damaged, F119 while another run holds the folder.
    """
    _exists(folder)
    label = safe_name(label)
    if next(office_files(folder), None) is None:
        raise FormgenError(Problem("F128", words={"folder": str(folder)}))
    with access.locked(folder, waiting), access.opened(folder) as (ledger, told):
        journal = Journal(folder, way_back.begin(folder, "submit"))
        try:
            if label in [each for each, _, _ in ledger.submissions()]:
                place = str(submission.folder_of(folder, label))
                raise FormgenError(Problem("F125", words={"label": label, "folder": place}))
            known = {each.path for each in ledger.documents()}
            found = _to_look_at(folder, ledger, known)
            count = submission.freeze(folder, label, known, journal)
            run = ledger.begin("submit", label)
            ledger.submit(label, submission.folder_of(folder, label).name, count)
            ledger.end(run, {"files": count})
        finally:
            journal.close()
            way_back.end(folder)
    return Submitted(submission.folder_of(folder, label), count, (*told, *found))


def _to_look_at(folder: Path, ledger: Ledger, known: Collection[str]) -> list[Problem]:
    """Return what a person should know before a version is handed in: second versions, open conflicts, others' files."""
    names = list(office_files(folder))
    found = [Problem("T122", words={"file": name}) for name in names if is_second(folder, name)]
    found += [Problem("T124", words={"community": "".join(who)}) for who in ledger.unsettled()]
    others = [name for name in names if not submission.belongs(folder, name, known)]
    return found + [Problem("T125", words={"file": name}) for name in others]


def _exists(folder: Path) -> None:
    if not folder.is_dir():
        raise FormgenError(Problem("F101", Place(file=str(folder)), {"file": str(folder)}))


@dataclass(frozen=True, slots=True)
class ChangeSheet:
    """A change sheet that was written: against which version, where, how many rows, problems."""

    label: str
    file: Path
    rows: int
    problems: tuple[Problem, ...]


def change_sheet(folder: Path, target: Path, since: str = "", rubric: str = "") -> ChangeSheet:
    """Write the 更正说明 of a folder against a version that was handed in, the last one unless told.

    Reasons that a person typed into an earlier sheet are taken over. Raises FormgenError: F101 for no folder, F126
    for no such version, F113 for a file that is no .docx, R115 when the rubric cannot be told.
    """
    _exists(folder)
    if target.suffix.lower() != ".docx":
        raise FormgenError(Problem("F129", words={"file": target.name}), usage=True)
    label = _version(folder, since)
    with access.looked_into(folder) as ledger:
        notice = library.notice(rubric or _rubric_of(ledger, folder))
        moved = _totals(ledger, label, notice.rubric) if ledger else []
    found = corrections(submission.folder_of(folder, label), folder, notice.rubric, notice.compiled_forms)
    rows = [_row(each) for each in _joined(found.rows, moved)]
    reasons = _reasons(target)
    note = (
        f"另有{len(found.others)}个文件随之更新或改过其他文字：{'、'.join(found.others)}。"
        if found.others
        else ""
    )
    data = drawn(Sheet(notice.rubric.title, notice.rubric.notice.number, label, rows, reasons, note))
    pen = Renewer(target.parent, Journal(target.parent, ""), Decisions(), notice.rubric)
    settled = pen.put(target.name, data)
    return ChangeSheet(label, target.with_name(settled.beside or target.name), len(rows), settled.problems)


def _reasons(target: Path) -> dict[Row, str]:
    """Return the reasons typed into earlier sheets, those of second versions beside it too."""
    found: dict[Row, str] = {}
    for path in (target, *sorted(target.parent.glob(f"{glob.escape(target.stem)}（新*）.docx"))):
        if path.is_file():
            found |= reasons_in(path.read_bytes())
    return found


def _version(folder: Path, since: str) -> str:
    """Return the version to compare with. Raises FormgenError F126."""
    known = submission.labels(folder)
    label = safe_name(since) if since else known[-1] if known else ""
    if label not in known:
        words = {"label": since or "（最近一稿）", "known": "、".join(known) or "（没有）"}
        raise FormgenError(Problem("F126", words=words), usage=bool(since))
    return label


def _rubric_of(ledger: Ledger | None, folder: Path) -> str:
    """Return the rubric of the last build. Raises FormgenError F130 when the ledger does not tell."""
    number = ledger.last_inputs() if ledger else None
    if ledger is None or number is None:
        raise FormgenError(Problem("F130"), usage=True)
    return rubric_name(ledger.inputs_of(number), folder)


def _totals(ledger: Ledger, label: str, rubric: Rubric) -> list[Correction]:
    """Return the totals and verdicts that changed since a version, and communities that came or went."""
    then = {who: unpacked(data) for who, _, data in ledger.submitted(label, rubric.id)}
    now = {each.who: unpacked(each.snapshot) for each in ledger.communities(rubric.id)} if then else {}
    found = [
        Correction(*who, _WHOLE_FORM, "整个社区（村）", "已报送", WITHDRAWN) for who in then if who not in now
    ]
    found += [Correction(*who, _WHOLE_FORM, "整个社区（村）", NEW, "新增") for who in now if who not in then]
    for who in [each for each in now if each in then]:
        found += _moved(who, then[who], now[who], rubric)
    return found


def _moved(who: Who, then: Snapshot, now: Snapshot, rubric: Rubric) -> list[Correction]:
    mark = rubric.pass_points
    found = []
    for key, label in TOTALS.items():
        old, new = then.totals.get(key), now.totals.get(key)
        if old != new:
            found.append(
                Correction(*who, _WHOLE_FORM, label, report.shown(old, mark), report.shown(new, mark))
            )
    if then.passed != now.passed:
        old, new = VERDICTS.get(then.passed, "未定"), VERDICTS.get(now.passed, "未定")
        found.append(Correction(*who, _WHOLE_FORM, "是否合格", old, new))
    return found


def _joined(rows: tuple[Correction, ...], moved: list[Correction]) -> list[Correction]:
    """Return all corrections, those of a community together."""
    order = list(dict.fromkeys((each.township, each.name) for each in (*rows, *moved)))
    place = {who: at for at, who in enumerate(order)}
    return sorted((*rows, *moved), key=lambda each: place[each.township, each.name])


def _row(each: Correction) -> tuple[str, str, str, str, str]:
    old, new = shorten_change(each.old, each.new)
    return f"{each.township}{each.name}", each.form, each.label, old, new


@dataclass(frozen=True, slots=True)
class Looked:
    """A ledger as it is shown: runs, documents by fate, versions handed in."""

    runs: tuple[Run, ...]
    fates: Counter[str]
    submissions: tuple[tuple[str, str, int], ...]


def ledger_of(folder: Path) -> Looked:
    """Return what a folder's ledger holds. Raises FormgenError F101 for no folder, F131 for no ledger, F120."""
    _exists(folder)
    with access.looked_into(folder) as ledger:
        if ledger is None:
            raise FormgenError(Problem("F131", words={"folder": str(folder)}))
        fates = Counter(each.fate for each in ledger.documents())
        return Looked(tuple(ledger.runs()), fates, tuple(ledger.submissions()))


def undo_preview(folder: Path, waiting: Callable[[], None] = lambda: None) -> tuple[str, int, int]:
    """Return the kind of the last run, how many files go back and how many are taken away. Raises F101 or F122."""
    _exists(folder)
    if not (folder / HOME).is_dir():
        raise FormgenError(Problem("F122", words={"folder": str(folder)}))
    with access.locked(folder, waiting):
        kind, notes = way_back.notes(folder)
    back = sum(1 for note in notes if note.aside)
    return kind, back, len(notes) - back


def undo(folder: Path, waiting: Callable[[], None] = lambda: None) -> tuple[int, list[Problem]]:
    """Take the last run back, the ledger too. Returns how many files, and what a person should look at."""
    with access.locked(folder, waiting):
        return way_back.undo(folder)
