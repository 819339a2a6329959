"""What ``formgen fill`` does: a blank opened, filled from records, and written."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from formgen.binding.asking import AskPlace, decide_by_asking
from formgen.binding.blank_file import OLD, Blank, read_blank
from formgen.binding.bound_folder import is_bound_folder, list_dictionaries, open_bound, with_answers
from formgen.binding.filled_form import FilledBlank, fill_blank
from formgen.binding.matching import match_keys
from formgen.binding.record_tables import Record
from formgen.binding.records import as_rows, read_data
from formgen.binding.refilling import RefilledBlank, is_untouched_filling, refill_blank
from formgen.binding.report import describe_filled_blank
from formgen.binding.synonyms import Synonyms, load_synonyms
from formgen.commands.file_names import NamedFile, first_value, list_left_files, name_files
from formgen.model import Fate
from formgen.office.digest import digest_of
from formgen.office.disk import free_beside, make_folder, refuse_open, write_file
from formgen.printing.book import BookmarkGroup, Chapter, Extras, bind_book
from formgen.printing.conversion import PageRange
from formgen.printing.libreoffice import convert, require_program
from formgen.printing.old_formats import convert_old
from formgen.printing.output import PackResult
from formgen.printing.workroom import open_workroom
from formgen.problems import FormgenError, Place, Problem

_ALIKE = "有几条记录同名，分不清它是哪一条的，可以加 --name 写上别的项"
_MANY = 3  # documents with the same problem that are told as one
_MOST_BESIDE = 100  # documents beside one that cannot be merged


@dataclass(frozen=True)
class FillRun:
    """A run of ``fill``: each record's result, the files they stand in, the report, what became of the files.

    ``settled`` says of each file what became of it, ``told`` is what else a person should know, ``written`` is whether the
    files were written.
    """

    filled: tuple[FilledBlank, ...]
    files: tuple[Path, ...]
    report: tuple[dict[str, Any], ...]
    settled: tuple[RefilledBlank, ...] = ()
    told: tuple[Problem, ...] = ()
    written: bool = True

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every question of every record, what was typed into its file, and what else should be known of the run."""
        asked = [each.problems for each in self.filled]
        own = _name_files(self.files, asked) if len(asked) > 1 else [each for one in asked for each in one]
        return (*self.told, *own, *(problem for each in self.settled for problem in each.problems))

    @property
    def fates(self) -> Counter[Fate]:
        """How many files became what."""
        return Counter(each.fate for each in self.settled)

    @property
    def kept(self) -> int:
        """How many fields that people filled were kept."""
        return sum(each.kept for each in self.settled)


@dataclass(frozen=True, slots=True)
class FillAsked:
    """What was asked of ``fill``: how records are used, which, how files are named, the office's words, the answers.

    ``full`` is whether numbers of persons stand whole in the report, ``sheet`` the one of the data that holds the records,
    ``pdf`` whether each document gets a PDF beside it, ``pack`` the PDF that holds all of them, ``report`` the file of
    the report; ``ours`` writes the data where a person wrote something else. ``ask`` is asked about every question.
    """

    records: str = ""
    only: tuple[str, ...] = ()
    name: str = ""
    names: Path | None = None
    answers: Path | None = None
    strict: bool = False
    dry: bool = False
    full: bool = False
    sheet: str = ""
    pdf: bool = False
    pack: Path | None = None
    report: Path | None = None
    ours: bool = False
    ask: AskPlace | None = None


def open_blank(path: Path) -> Blank:
    """Return the blank at a path; a folder written by ``template bind`` holds its blank, with what was decided in it.

    Raises FormgenError F101 where nothing is there, F133 without LibreOffice, B124 for a form.yaml that does not fit its
    blank, and as ``read_blank`` does. Old formats are converted.
    """
    if is_bound_folder(path):
        return open_bound(path)
    if not path.is_file():
        raise FormgenError(Problem("F101", words={"file": str(path)}))
    data = path.read_bytes()
    suffix = path.suffix.lower()
    if suffix in OLD:
        with open_workroom() as room:
            made = convert_old(path, room, OLD[suffix])
        return read_blank(
            made, path.with_suffix(OLD[suffix]).name, sha256=digest_of(data, 64), converted=True
        )
    return read_blank(data, path.name)


def fill_form_files(form: Path, data: Path, folder: Path, asked: FillAsked) -> FillRun:
    """Fill a form from the records of a data file and write the documents.

    With ``strict``, nothing is written where one key has no place. A file that is there is renewed where nobody saved it
    since, and merged where somebody did (see ``refill_blank``); nothing is written before all of them are settled. Raises
    FormgenError F107 for a file that is open.
    """
    blank, unused = with_answers(open_blank(form), form, asked.answers)
    records, told_of_data = read_data(data, asked.sheet)
    _refuse_unknown(records, asked.only)
    synonyms = load_synonyms(*list_dictionaries(form, asked.names))
    pairs, told_of_rows = _pair_files(blank, records, synonyms, folder, asked)
    if asked.ask is not None:
        asks = decide_by_asking(blank, [record for record, _ in pairs], synonyms, asked.ask)
        blank = replace(blank, decisions=blank.decisions.then(asks))
    filled = [fill_blank(blank, record, synonyms, data.parent) for record, _ in pairs]
    report = [describe_filled_blank(each, at, full=asked.full) for at, each in enumerate(filled, 1)]
    files = [file.path for _, file in pairs]
    settled = [_settle(file, each, ours=asked.ours) for (_, file), each in zip(pairs, filled, strict=True)]
    targets = [_find_target(file, each) for file, each in zip(files, settled, strict=True)]
    _refuse_own_files(
        [*targets, *filter(None, (asked.pack, asked.report))],
        [form, data, *filter(None, (asked.answers, asked.names))],
    )
    told = [*unused, *told_of_data, *told_of_rows, *_tell_beside(files, targets, settled)]
    if not asked.only:
        left = list_left_files(Path(blank.name).stem, blank.suffix, folder, asked.name, files)
        told += [Problem("B145", words={"file": each.name}) for each in left]
    run = FillRun(tuple(filled), tuple(targets), tuple(report), tuple(settled), tuple(told))
    if asked.dry or (asked.strict and run.problems):
        return replace(run, written=False)
    if asked.pdf or asked.pack:
        require_program()
    make_folder(folder)
    for target, each in zip(targets, settled, strict=True):
        if each.data:
            write_file(target, each.data)
    pdfs = _write_pdfs(blank.name, targets, asked) if asked.pdf or asked.pack else ()
    return replace(run, told=(*told, *pdfs))


def _pair_files(
    blank: Blank, records: Sequence[Record], synonyms: Synonyms, folder: Path, asked: FillAsked
) -> tuple[list[tuple[Record, NamedFile]], list[Problem]]:
    """Return each chosen record with its file, all of them as one where they are rows, and a hint where only that seems so.

    Raises FormgenError B151 for some rows of a roster that is there already: the others would go.
    """
    stem = Path(blank.name).stem
    is_roster = _is_roster(blank, asked.records, records)
    seems_one = not asked.records and not is_roster and _fills_columns(blank, records, synonyms)
    if is_roster or seems_one:
        rows = as_rows([each for each in records if not asked.only or first_value(each) in asked.only])
        [named] = name_files(stem, blank.suffix, [rows], folder, asked.name)
        if asked.only and named.path.exists():
            raise FormgenError(Problem("B151", words={"file": named.path.name}), usage=True)
        hints = [Problem("B148", words={"file": named.path.name})] if seems_one else []
        return [(rows, named)], hints
    files = name_files(stem, blank.suffix, records, folder, asked.name)
    chosen = zip(records, files, strict=True)
    return [each for each in chosen if not asked.only or first_value(each[0]) in asked.only], []


def _name_files(files: Sequence[Path], asked: Sequence[Sequence[Problem]]) -> list[Problem]:
    """Return the problems of several documents with the files; what is the same in many of them is one problem."""
    by_problem: dict[tuple[str, str], list[tuple[Path, Problem]]] = defaultdict(list)
    for file, problems in zip(files, asked, strict=True):
        for each in problems:
            by_problem[each.code, each.message].append((file, each))
    found = list[Problem]()
    for same in by_problem.values():
        names = (
            [file.name for file, _ in same] if len(same) < _MANY else [f"{same[0][0].name}等{len(same)}份"]
        )
        found += [replace(each, place=Place(file=name)) for name, (_, each) in zip(names, same, strict=False)]
    return found


def _refuse_unknown(records: Sequence[Record], only: Sequence[str]) -> None:
    """Raise FormgenError B144 for names that were asked for and that no record has."""
    known = {first_value(each) for each in records}
    if missing := [name for name in only if name not in known]:
        raise FormgenError(*(Problem("B144", words={"name": name}) for name in missing), usage=True)


def _refuse_own_files(targets: Sequence[Path], own: Sequence[Path]) -> None:
    """Raise FormgenError B146 for documents that would be written over the blank, the data or what else the run reads."""
    clash = [
        file
        for file in targets
        if file.exists() and any(file.samefile(each) for each in own if each.exists())
    ]
    if clash:
        raise FormgenError(*(Problem("B146", words={"file": str(file)}) for file in clash), usage=True)


def _tell_beside(
    files: Sequence[Path], targets: Sequence[Path], settled: Sequence[RefilledBlank]
) -> Iterator[Problem]:
    """Yield what goes beside a file that cannot be merged, and why."""
    for file, target, each in zip(files, targets, settled, strict=True):
        if each.fate is Fate.BESIDE:
            yield Problem("B143", words={"file": file.name, "beside": target.name, "why": each.why})


def _settle(named: NamedFile, filled: FilledBlank, *, ours: bool) -> RefilledBlank:
    """Return what becomes of the file of a record.

    One of several records of one name that says something else, and one in which another name stands, may be another
    one's: nothing is merged into it. Raises FormgenError F107 for a file that is open, F111 for a folder.
    """
    file = named.path
    if not file.exists():
        return RefilledBlank(Fate.NEW, filled.data)
    if not file.is_file():
        raise FormgenError(Problem("F111", words={"file": str(file)}))
    refuse_open(file)
    found = refill_blank(filled, file.read_bytes(), file.name, ours=ours)
    asked = [each for each in found.problems if each.code in {"B140", "B141"}]
    if named.shared and asked:
        return RefilledBlank(Fate.BESIDE, filled.data, why=_ALIKE)
    own = {field.label for match in filled.matches[:1] for field in match.fields}
    if other := next((each for each in asked if own & {*each.words["label"].split("、")}), None):
        why = f"上面的“{other.words['label']}”是“{other.words['typed']}”，也许是别人的"
        return RefilledBlank(Fate.BESIDE, filled.data, why=why)
    return found


def _find_target(file: Path, settled: RefilledBlank) -> Path:
    """Return where a document is written: in its place, or beside what could not be merged, over one that nobody saved."""
    if settled.fate is not Fate.BESIDE:
        return file
    marks = (f"（新{number}）" if number > 1 else "（新）" for number in range(1, _MOST_BESIDE))
    return free_beside(file, marks, lambda beside: is_untouched_filling(beside.read_bytes()))


def _write_pdfs(title: str, files: Sequence[Path], asked: FillAsked) -> list[Problem]:
    """Write a PDF beside each document, and all of them as one, as asked.

    A PDF that is not ours stays and is named (F144). Raises FormgenError F133 or F145 without LibreOffice.
    """
    packed = PackResult()
    with open_workroom() as room:
        made = convert(files, room / "pdf")
        packed.problems += made.problems
        done = [(file, _chapter(file, made.pdfs[file])) for file in files if file in made.pdfs]
        for file, chapter in done if asked.pdf else ():
            book = bind_book(file.stem, [BookmarkGroup("", (chapter,))], Extras())
            packed.write(file.with_suffix(".pdf"), book)
        if asked.pack and done:
            make_folder(asked.pack.parent)
            groups = [BookmarkGroup("", tuple(chapter for _, chapter in done))]
            packed.write(asked.pack, bind_book(Path(title).stem, groups, Extras(duplex=True)))
    return packed.problems


def _chapter(file: Path, pdf: Path) -> Chapter:
    return Chapter(file.stem, PageRange(pdf, 0, len(PdfReader(pdf).pages)))


def _is_roster(blank: Blank, asked: str, records: Sequence[Record]) -> bool:
    """Return whether all records are rows of one form: it was asked for, or all its fields in tables are columns."""
    if asked:
        return asked == "rows"
    if _has_lists(records):
        return False
    inside = [
        each for each in blank.bound.fields if each.cells and each.kind not in {"inside", "gap", "seal"}
    ]
    return bool(inside) and all(each.kind == "list" for each in inside)


def _fills_columns(blank: Blank, records: Sequence[Record], synonyms: Synonyms) -> bool:
    """Return whether several records fill nothing but columns of a list: a roster with a row of totals, or a line to sign."""
    if len(records) == 1 or _has_lists(records):
        return False
    matches = match_keys(blank.bound, as_rows(records), synonyms)
    fields = [field for match in matches for field in match.fields]
    return bool(fields) and all(each.is_list for each in fields)


def _has_lists(records: Sequence[Record]) -> bool:
    return any(isinstance(entry.value, list) for record in records for entry in record)


def refuse_present(files: Sequence[Path]) -> None:
    """Raise FormgenError B114 for files that are there already."""
    present = [file for file in files if file.exists()]
    if present:
        raise FormgenError(*(Problem("B114", words={"file": str(file)}) for file in present))
