"""What there is to print in a folder: each document with its form and community, in the order an office needs.

Knows the properties of documents, and which of two versions is printed; reads only.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from formgen.folder.copies import is_identical, rank_copy
from formgen.folder.document_paths import NO_TOWNSHIP
from formgen.folder.identified_documents import read_who, walk_files, walk_office_files
from formgen.folder.unreadable_formats import is_unreadable_format
from formgen.forms.checksums import CONTINUED, DRAFTED
from formgen.forms.compiled import CompiledForm
from formgen.forms.form import Form, FormSpec
from formgen.forms.formats import suffix_of
from formgen.model import Who
from formgen.office.identity import Identity, read_identity
from formgen.office.package import UnreadableError, explain_no_archive
from formgen.printing.formats import PRINT_FORMATS, PrintFormat
from formgen.printing.options import Choice
from formgen.problems import Place, Problem
from formgen.reports.summary import KIND, TOWNSHIP_SUMMARY, WHOLE_SUMMARY

SUMMARY = "汇总表"
SUMMARY_FORMS = {
    kind: Form(kind, FormSpec(title=SUMMARY, file=SUMMARY), ()) for kind in (TOWNSHIP_SUMMARY, WHOLE_SUMMARY)
}
_EVERYBODY = "全部"
_STRANGE, _OTHER = "不是这些表格里的一种", f"不是 {' 或 '.join(PRINT_FORMATS)}，请先另存为这两种"


@dataclass(frozen=True, slots=True)
class Item:
    """A document to print; a 汇总表 is that of a township, or of all.

    ``drafted`` says that a text drafted by formgen is still in it as it was drafted.
    """

    file: Path
    path: str
    form: Form
    who: Who
    drafted: bool = False
    continued: bool = False
    touched: bool = False

    @property
    def suffix(self) -> str:
        """Return the suffix of the file, as the kinds of documents have it."""
        return suffix_of(self.file)

    @property
    def print_format(self) -> PrintFormat:
        """Return the kind of document it is."""
        return PRINT_FORMATS[self.suffix]

    @property
    def community(self) -> str:
        """Return township and community together; of a 汇总表 whom it covers."""
        if self.form.id == WHOLE_SUMMARY:
            return _EVERYBODY
        return self.who.full_name or NO_TOWNSHIP

    @property
    def is_summary(self) -> bool:
        """Return whether it is a 汇总表, which covers several communities."""
        return self.form.id in SUMMARY_FORMS


SortKey = Callable[[Item], tuple[object, ...]]


@dataclass(slots=True)
class Inventory:
    """The documents to print, and what a person should know about those that are not.

    ``known`` are the communities for which documents were found, wanted or not.
    """

    items: list[Item] = field(default_factory=list)
    known: list[Who] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def _is_stray(file: Path, forms: Sequence[CompiledForm]) -> bool:
    """Return whether a file is empty and called like none of the forms: some programs leave such files behind."""
    return not file.stat().st_size and not any(form.form.spec.file in file.name for form in forms)


def list_documents(
    folder: Path,
    forms: Sequence[CompiledForm],
    choice: Choice,
    order: SortKey,
    placed: Collection[str] = (),
) -> Inventory:
    """Return the documents of a folder that are wanted, sorted by ``order``.

    Of a form that exists for Word and for Excel, one is printed: the one ``choice`` names, else the one that exists.
    ``placed`` are the paths that the ledger knows: of two copies the one that lies there is printed.
    """
    found = Inventory()
    by_id = {form.form.id: form for form in forms}
    for path in walk_office_files(folder):
        file = folder / path
        own = read_identity(file)
        if own and own.covers_several:
            found.items += _list_summary(file, path, own, choice)
            continue
        form = by_id.get(own.says.get("form", "")) if own else None
        if own is None and path not in placed and _is_stray(file, forms):
            found.problems.append(Problem("F136", Place(file=path), {"file": path, "why": _STRANGE}))
        elif own is None:
            words = {"file": path, "detail": explain_no_archive(file, "内容不完整")}
            found.problems.append(Problem("F109", Place(file=path), words))
        elif form is None or suffix_of(file) not in form.templates:
            found.problems.append(Problem("F136", Place(file=path), {"file": path, "why": _STRANGE}))
        else:
            who = read_who(own.says)
            found.known.append(who)
            if choice.takes(who, form.form):
                found.items.append(_make_item(file, path, form, own))
    for path in filter(is_unreadable_format, walk_files(folder)):
        found.problems.append(Problem("F136", Place(file=path), {"file": path, "why": _OTHER}))
    found.items.sort(key=order)
    _drop_duplicates(found, folder, placed)
    _choose_between_twins(found, choice.kind)
    return found


def _list_summary(file: Path, path: str, own: Identity, choice: Choice) -> list[Item]:
    """Return a 汇总表 as a document to print, where it is wanted; nothing for another file of ours."""
    form = SUMMARY_FORMS.get(own.says.get(KIND, ""))
    who = Who(own.says.get("township", ""), "")
    wanted = form is not None and choice.takes_summary(who, form)
    return [Item(file, path, form, who, touched=not own.untouched)] if form and wanted else []


def _drop_duplicates(found: Inventory, folder: Path, placed: Collection[str]) -> None:
    """Keep one of the documents that claim to be the same: the one in its place, no copy or second version."""
    kept: dict[tuple[Who, str, str], Item] = {}
    for item in sorted(
        found.items, key=lambda item: rank_copy(folder, item.path, item.form.spec.file, placed)
    ):
        other = kept.setdefault((item.who, item.form.id, item.suffix), item)
        if other is not item:
            words = {"file": item.path, "other": other.path}
            code = "T200" if is_identical(item.file, other.file) else "F146"
            found.problems.append(Problem(code, Place(file=item.path), words))
    found.items = [item for item in found.items if kept[item.who, item.form.id, item.suffix] is item]


def _make_item(file: Path, path: str, form: CompiledForm, own: Identity) -> Item:
    says = own.says
    return Item(
        file,
        path,
        form.form,
        read_who(says),
        drafted=(bool(says.get(DRAFTED)) or not own.untouched) and _is_still_draft(file, form, own),
        continued=bool(says.get(CONTINUED)),
        touched=not own.untouched,
    )


def _is_still_draft(file: Path, form: CompiledForm, own: Identity) -> bool:
    """Return whether a draft is as formgen wrote it, or says it is one; one that cannot be read may be."""
    try:
        return form.templates[suffix_of(file)].open(file.read_bytes()).drafted
    except UnreadableError:
        return bool(own.says.get(DRAFTED))


def _choose_between_twins(found: Inventory, kind: str) -> None:
    """Keep one document of a form that exists for Word and Excel; report when the other was changed by hand."""
    if kind == "both":
        return
    wanted = next(each for each in PRINT_FORMATS.values() if each.kind == kind).suffix
    by_form: dict[tuple[Who, str], list[Item]] = {}
    for item in found.items:
        by_form.setdefault((item.who, item.form.id), []).append(item)
    kept: list[Item] = []
    for group in by_form.values():
        own = [item for item in group if item.suffix == wanted] or group
        kept += own
        for item in group:
            if item not in own and item.touched:
                words = {"file": item.path, "other": own[0].file.name}
                found.problems.append(Problem("F137", Place(file=item.path), words))
    places = {item.path: at for at, item in enumerate(found.items)}
    found.items = sorted(kept, key=lambda item: places[item.path])


def make_sort_key(whos: Iterable[Who], forms: Sequence[str], *, by_form: bool = False) -> SortKey:
    """Return a key that sorts documents in the order of the communities in the data and the forms in the rubric.

    ``by_form`` puts all documents of a form together. Unknown communities come last, by name; a 汇总表 stands in front
    of what it covers.
    """
    numbers = {who: at for at, who in enumerate(whos)}
    townships = list(dict.fromkeys(township for township, _ in numbers))

    def key(item: Item) -> tuple[object, ...]:
        township, _ = item.who
        place = townships.index(township) if township in townships else len(townships)
        if item.form.id == WHOLE_SUMMARY:
            place = -1
        own = (-1 if item.is_summary else numbers.get(item.who, len(numbers)), item.who)
        known = forms.index(item.form.id) if item.form.id in forms else len(forms)
        form = -1 if item.is_summary else known
        community = (place, township, *own)
        return (*((form, *community) if by_form else (*community, form)), item.path)

    return key
