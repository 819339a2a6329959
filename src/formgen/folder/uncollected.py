"""What people typed into forms and ``formgen collect`` could not take over, told once more before the forms are handed in.

The data and every list made of them lack it. Knows opened documents and the notice, not the data.
"""

from collections.abc import Iterator, Sequence

from formgen.filling.rows import IDENTITY, label_of, totals_of
from formgen.folder.contradictions import PlacedForm
from formgen.folder.snapshot import unpack_snapshot
from formgen.folder.typed_texts import TypedTexts
from formgen.folder.unread import report_cleared, report_unread
from formgen.folding import remove_blanks, remove_invisible
from formgen.forms.checksums import DRAFTED, checksum
from formgen.forms.document import OpenedDocument
from formgen.forms.draft_line import remove_draft_line
from formgen.forms.form import Form
from formgen.forms.text import SlotValue
from formgen.intake.fields import Catalogue, make_catalogue
from formgen.ledger.store import Ledger
from formgen.problems import Problem
from formgen.rubric.schema import Rubric


def find_uncollected(
    placed: Sequence[PlacedForm], rubric: Rubric, ledger: Ledger | None
) -> Iterator[Problem]:
    """Yield what stands in documents that somebody changed and is not read, or read and of no use to the data.

    Of a place that somebody cleared the ledger tells what stood there.
    """
    fields = make_catalogue(rubric)
    known = {each.who: each.snapshot for each in ledger.communities(rubric.id)} if ledger else {}
    for each in placed:
        if not each.own.untouched and each.document:
            yield from _look_at(each, each.document, rubric, fields)
            form, printed = each.form.form, _list_printed(each, known.get(each.key.who, b""))
            drafted = each.document.says.get(DRAFTED, "").split()
            said = {slot: text for slot, text in printed.items() if slot not in drafted}
            yield from report_cleared(each.document, form, rubric, each.path, said)


def _list_printed(placed: PlacedForm, snapshot: bytes) -> dict[str, SlotValue]:
    """Return what the last build printed on a form; nothing where the ledger cannot tell."""
    try:
        held = unpack_snapshot(snapshot)
    except ValueError:
        return {}
    return dict(held.forms.get(placed.key.form, {}))


def _look_at(
    placed: PlacedForm, document: OpenedDocument, rubric: Rubric, fields: Catalogue
) -> Iterator[Problem]:
    form, who = placed.form.form, placed.key.who
    told = _list_told(document, rubric, form)
    unread = report_unread(document, form, rubric, who, placed.path)
    yield from (
        one for one in unread if (one.words["label"], one.words["where"].partition("，同一栏")[0]) not in told
    )
    texts = TypedTexts(placed.path, who, rubric, form, fields)
    typed = document.typed() or {}
    known = document.checksums or ()
    changed = {slot: (text,) for slot, text in typed.items()}
    yield from texts.report_beside(
        document, changed, lambda at, text: bool(known) and known[at] == checksum(text)
    )
    for slot, text in typed.items():
        if slot in {*rubric.facts, *rubric.indicators} - set(IDENTITY):
            yield from _report_useless(texts, slot, remove_invisible(remove_draft_line(text)))


def _list_told(document: OpenedDocument, rubric: Rubric, form: Form) -> set[tuple[str, str]]:
    """Return label and place of what is told as gone, or as a row of a total that cannot be added up."""
    totals = totals_of(rubric, form).items()
    summed = {slot for total, rows in totals if total in document.slots for slot in (total, *rows)}
    rows = (at for at, slot in enumerate(document.slots) if slot in summed)
    return {
        (label_of(rubric, form, document.slots[at]), document.places[at] or "原来的地方")
        for at in (*document.list_gone(), *rows)
    }


def _report_useless(texts: TypedTexts, slot: str, text: str) -> Iterator[Problem]:
    """Yield why a text cannot be taken over, and what stands above a date; of a cleared place nothing."""
    (plain,), beside = texts.divide(slot, [text])
    yield from beside
    found = texts.read(slot, plain) if remove_blanks(plain) else None
    if isinstance(found, Problem):
        yield found
