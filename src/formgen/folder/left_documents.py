"""Documents of earlier builds that a build no longer makes: they lie there, and would be handed in."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import chain
from pathlib import Path

from formgen.folder.copies import report_copy
from formgen.folder.identified_documents import DocumentKey, IdentifiedDocuments
from formgen.folder.ledger_entries import recall
from formgen.folder.plan import Plan
from formgen.folder.summaries import SUMMARY_FORM, WHOLE_FILE
from formgen.ledger.store import Ledger, SettledDocument
from formgen.model import Who
from formgen.office.identity import read_identity
from formgen.problems import Place, Problem
from formgen.quoting import few

_SEVERAL = 2  # communities of a township that are told in one line once the township is gone as a whole


def list_left_documents(plan: Plan, ledger: Ledger) -> list[SettledDocument]:
    """Return the documents of communities of a plan that it has no form, no template or no such path for.

    Of a plan for some communities only forms and templates are looked at.
    """
    here = {entry.who for entry in plan.source.entries}
    kinds = {(form.id, template.suffix) for form in plan.basis.forms for template in form.templates}
    planned = _planned_paths(plan) if plan.whole else None
    return [
        row
        for row in ledger.documents(plan.rubric.id)
        if row.form != SUMMARY_FORM
        and row.who in here
        and (
            (row.form, row.suffix) not in kinds
            or (planned is not None and not row.moved and row.path not in planned)
        )
    ]


def report_gone(counts: Mapping[Who, int], townships: Collection[str]) -> list[Problem]:
    """Return a problem for each community that is gone, by its documents; a township gone as a whole is one.

    ``townships`` are those that the data still have.
    """
    whole = Counter(who.township for who in counts if who.township not in townships)
    told: dict[str, int] = {}
    for who, count in counts.items():
        alone = whole[who.township] < _SEVERAL
        name = str(who) if alone else f"{who.township}的{whole[who.township]}个社区（村）"
        told[name] = told.get(name, 0) + count
    return [Problem("T117", words={"community": name, "count": str(count)}) for name, count in told.items()]


def report_old_whole(plan: Plan, ledger: Ledger, folder: Path) -> list[Problem]:
    """Return the problem of a list of all townships that lies there from before, when the data are of one township only."""
    one = len({entry.who.township for entry in plan.source.entries}) == 1
    if not (one and plan.whole and ledger.document(WHOLE_FILE) and (folder / WHOLE_FILE).exists()):
        return []
    words = {"file": WHOLE_FILE, "township": plan.source.entries[0].who.township}
    return [Problem("C197", Place(file=WHOLE_FILE), words)]


def report_left_documents(left: Collection[SettledDocument], folder: Path) -> list[Problem]:
    """Return a problem for each form and kind of the documents that are left and still lie in the folder."""
    lying = [row for row in left if (folder / row.path).exists()]
    counts = Counter((row.form, row.suffix) for row in lying)
    first = {(row.form, row.suffix): row.path for row in reversed(lying)}
    return [
        Problem("T136", words={"file": first[kind], "count": str(count)}) for kind, count in counts.items()
    ]


def report_edited(paths: Iterable[str], folder: Path) -> list[Problem]:
    """Return the problem of documents that nothing makes any more and that hold what somebody typed, none without.

    Whoever takes them away as old ones loses it: the forms that were made instead are filled from the data.
    """
    edited = [path for path in sorted(paths) if (own := read_identity(folder / path)) and not own.untouched]
    words = {"files": few([f"“{each}”" for each in edited], "份")}
    return [Problem("T196", Place(file=edited[0]), words)] if edited else []


def find_laid_copies(ledger: Ledger, folder: Path, rubric: str, told: Collection[str] = ()) -> list[Problem]:
    """Return a problem for each file that says it is a document that lies elsewhere too.

    So a form is that came back by mail; one with the same bytes is named as a copy. ``told`` are the paths of documents
    of whose other places a person hears anyway.
    """
    rows = ledger.documents()
    places = {
        DocumentKey(rubric, row.form, row.who, row.suffix): row.path
        for row in ledger.documents(rubric)
        if row.form != SUMMARY_FORM and (folder / row.path).exists()
    }
    index = IdentifiedDocuments(folder, {row.path for row in rows})
    return [
        report_copy(folder, path, places[key], key.who.full_name)
        for key in index
        if key in places and places[key] not in told
        for path in index.find(key)
    ]


def report_seconds(folder: Path, told: Collection[Path]) -> list[Problem]:
    """Return a problem for each second version that still lies beside its document, but for those just ``told``."""
    return [
        Problem("T185", Place(file=path), {"file": path})
        for path in IdentifiedDocuments(folder).seconds
        if folder / path not in told
    ]


def list_unmade_paths(ledger: Ledger) -> frozenset[str]:
    """Return the paths of documents that the last build wanted and did not make: open elsewhere, or over a limit."""
    found = set[str]()
    for rubric in ledger.rubrics():
        by_community = _list_by_community(ledger, rubric)
        for known in ledger.communities(rubric):
            made = recall(0, known, by_community.get(known.who, ()))
            found.update(made.refused if made else ())
    return frozenset(found)


def list_outdated_paths(ledger: Ledger) -> list[str]:
    """Return the paths of documents that the last build of their community did not make or leave in place."""
    found: list[str] = []
    for rubric in ledger.rubrics():
        by_community = _list_by_community(ledger, rubric)
        current = _current_paths(ledger, rubric, by_community)
        for who, rows in by_community.items():
            kept = current.get(who, frozenset())
            found += [row.path for row in rows if kept is not None and row.path not in kept]
    return found


def report_missing(
    ledger: Ledger,
    folder: Path,
    outdated: Collection[str],
    wanted: Callable[[SettledDocument], bool] = lambda _: True,
) -> list[Problem]:
    """Return a problem for each kind of document that the last build of its community left and that lies nowhere now.

    One that was moved is found by what it says it is. ``outdated`` are
    the paths that the last build left behind, ``wanted`` says which of the others are looked at.
    """
    lost: dict[tuple[str, str], list[str]] = {}
    index = IdentifiedDocuments(folder)
    for rubric in ledger.rubrics():
        for row in chain.from_iterable(_list_by_community(ledger, rubric).values()):
            if row.path in outdated or not wanted(row):
                continue
            key = DocumentKey(rubric, row.form, row.who, row.suffix)
            if not (folder / row.path).exists() and not index.find(key):
                lost.setdefault((row.form, row.suffix), []).append(row.path)
    return [
        Problem(
            "T223",
            Place(file=paths[0]),
            {"files": few([f"“{each}”" for each in paths], "份"), "count": str(len(paths))},
        )
        for paths in lost.values()
    ]


def _list_by_community(ledger: Ledger, rubric: str) -> dict[Who, list[SettledDocument]]:
    found: dict[Who, list[SettledDocument]] = {}
    for row in ledger.documents(rubric):
        if row.form != SUMMARY_FORM:
            found.setdefault(row.who, []).append(row)
    return found


def _current_paths(
    ledger: Ledger, rubric: str, by_community: Mapping[Who, list[SettledDocument]]
) -> dict[Who, frozenset[str] | None]:
    """Return the paths that each community's last build settled, None where the ledger cannot tell."""
    found: dict[Who, frozenset[str] | None] = {}
    for known in ledger.communities(rubric):
        made = recall(0, known, by_community.get(known.who, ()))
        found[known.who] = None if made is None else frozenset(each.path for each in made.documents)
    return found


def _planned_paths(plan: Plan) -> set[str]:
    return {each.path for at in range(len(plan.source.entries)) for each in plan.files_of(at)}
