"""Places of a form that came back and gave nothing, named for a clerk: whose form, which form, which place."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from formgen.filling.rows import IDENTITY, label_of
from formgen.filling.slot_values import count_characters
from formgen.folder.identified_documents import read_who
from formgen.folding import fold, remove_blanks
from formgen.forms.checksums import checksum
from formgen.forms.document import OpenedDocument, Remedy
from formgen.forms.draft_line import remove_draft_line
from formgen.forms.fit import MORE
from formgen.forms.form import Form
from formgen.forms.spans import AlteredText
from formgen.forms.text import SlotValue, format_value
from formgen.model import Who
from formgen.problems import Place, Problem
from formgen.quoting import cut_to_difference
from formgen.rubric.schema import Rubric

_TOTAL = "total."
_MOST, _LONGEST = 5, 40  # things that are named, and signs of each
_QUOTED = re.compile("“[^”]*”")
_BESIDE = 5  # signs beside a stretch that was altered
_COUNTY = "(?:[^乡镇]{1,6}[省市县区州盟])*"  # before the name of a township
_AFTER = re.compile(
    r"(?:(?:居民|村民)?委员会|[居村]委会|[(（](?:盖?章|公章|签章)[)）]|\d{4}年\d{1,2}月(?:\d{1,2}日)?)*"
)
_NAMES = {"name": "社区名称", "township": "乡镇"}


def report_unread(
    document: OpenedDocument, form: Form, rubric: Rubric, who: Who, path: str
) -> Iterator[Problem]:
    """Yield a problem for each place where something may have been typed that was not read, one for many of a column."""
    groups = dict[tuple[str, str], list[int]]()
    altered = {each.where: _tell_change(each) for each in document.list_altered()}
    for at in _list_unread(document):
        slot = document.slots[at]
        kind = _QUOTED.sub("", document.readings[at].why)  # the same thing may be seen of many texts
        groups.setdefault((slot.partition(".")[2] or slot, kind), []).append(at)
    for places in groups.values():
        why, together = document.readings[places[0]].why, len(places) > _MOST
        for at in places[:1] if together else places:
            words = {
                "community": who.full_name,
                "form": form.spec.file,
                "label": label_of(rubric, form, document.slots[at]),
                "where": (document.places[at] or "原来的地方")
                + (f"，同一栏共{len(places)}格" if together else ""),
                "why": why if together else _say_why(document, at, altered),
                "remedy": document.readings[at].remedy,
                "file": path,
            }
            yield Problem("T150", Place(file=path), words)


def _say_why(document: OpenedDocument, at: int, altered: Mapping[str, str]) -> str:
    """Return why a slot was not read, with the words that somebody put beside it: an opinion may be among them."""
    why, change = document.readings[at].why, altered.get(document.places[at], "")
    return f"{why}：{change}" if change and document.readings[at].remedy is Remedy.AROUND else why


def join_refusals(columns: Iterable[Sequence[Problem]]) -> Iterator[Problem]:
    """Yield the problems of values that cannot be used, those of a column together where they are many of one code."""
    for found in columns:
        one = found[0]
        if len(found) <= _MOST or any(each.code != one.code or "why" not in each.words for each in found):
            yield from found
            continue
        typed = list(dict.fromkeys(each.words["value"] for each in found))
        words = {
            **one.words,
            "label": f"{one.words['label']}等{len(found)}处",
            "value": "”“".join(map(_shorten, typed[:_MOST])) + ("……" if len(typed) > _MOST else ""),
            "why": one.words["why"] + ("等" if len({each.words["why"] for each in found}) > 1 else ""),
        }
        yield replace(one, words=words)


def report_elsewhere(document: OpenedDocument, form: Form, who: Who, path: str) -> Iterator[Problem]:
    """Yield a problem for what somebody added to a form outside all places that are read."""
    found = document.list_beside()
    if found:
        named = "、".join(f"{each.where}的“{_shorten(each.text)}”" for each in found[:_MOST])
        more = f"等{len(found)}处" if len(found) > _MOST else ""
        words = {
            "community": who.full_name,
            "form": form.spec.file,
            "what": f"{named}{more}",
            "file": path,
        }
        yield Problem("T171", Place(file=path), words)


def report_places(
    document: OpenedDocument, form: Form, rubric: Rubric, who: Who, path: str
) -> Iterator[Problem]:
    """Yield a problem for each slot that a person changed so that its places differ.

    A place that was printed blank waits for the pen: it says nothing else.
    """
    places = dict[str, list[int]]()
    for at, slot in enumerate(document.slots):
        if document.texts[at] is not None and at not in document.computed and slot not in IDENTITY:
            places.setdefault(slot, []).append(at)
    for slot, own in places.items():
        if slot in document.continued or slot.endswith(MORE) or all(map(document.is_printed, own)):
            continue
        shown = dict[str, int]()
        for at in own:
            plain = remove_blanks(fold(remove_draft_line(document.texts[at] or "")))
            if plain or (document.checksums and not document.is_printed(at)):
                shown.setdefault(plain, at)
        if len(shown) > 1:
            words = {
                "community": who.full_name,
                "form": form.spec.file,
                "label": label_of(rubric, form, slot),
                "what": _tell_places(document, list(shown.values())),
                "file": path,
            }
            yield Problem("T224", Place(file=path, community=who.full_name), words)


def _tell_places(document: OpenedDocument, places: Sequence[int]) -> str:
    """Return what stands in the first two of some places, and how many different texts there are."""
    texts = [remove_draft_line(document.texts[at] or "").strip() for at in places[:2]]
    said = zip(places, cut_to_difference(texts[0], texts[1]), strict=False)
    named = "，".join(f"{document.places[at] or '一处'}是“{text or '（空）'}”" for at, text in said)
    return named + (f"，共{len(places)}种写法" if len(places) > len(texts) else "")


def report_limits(document: OpenedDocument, form: Form, who: Who, path: str) -> Iterator[Problem]:
    """Yield a problem for each text that stands in a form and is longer than the notice allows."""
    shown = document.values()
    for key, field in form.spec.fields.items():
        count = count_characters(remove_draft_line(shown.get(key, "")))
        if field.limit is not None and count > field.limit:
            words = {"community": who.full_name, "label": field.label}
            words |= {"count": str(count), "limit": str(field.limit)}
            yield Problem("T103", Place(file=path, community=who.full_name), words)


def report_revised(document: OpenedDocument, who: Who, path: str) -> Iterator[Problem]:
    """Yield a problem for a form with tracked changes or remarks: it is read as accepted, and whoever opens it sees them."""
    if document.is_revised:
        yield Problem("T189", Place(file=path, community=who.full_name), {"file": path})


def report_page(document: OpenedDocument, form: Form, who: Who, path: str) -> Iterator[Problem]:
    """Yield a problem for a form of which somebody changed how it is printed."""
    for what in document.list_page_changes():
        words = {"community": who.full_name, "form": form.spec.file, "what": what, "file": path}
        yield Problem("T188", Place(file=path, community=who.full_name), words)


def list_unread_places(document: OpenedDocument) -> frozenset[str]:
    """Return the places that ``report_unread`` names."""
    return frozenset(document.places[at] for at in _list_unread(document))


def _list_unread(document: OpenedDocument) -> list[int]:
    """Return the slots that were not read, but for those that are taken from nowhere but the data."""
    slots = document.slots
    return [
        at for at in document.list_unread() if slots[at] not in IDENTITY and not slots[at].startswith(_TOTAL)
    ]


def report_altered(
    document: OpenedDocument, form: Form, who: Who, path: str, told: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield a problem for the official words and numbers of a form that somebody altered; not of places that were told."""
    found = [each for each in document.list_altered() if each.where not in told]
    if found:
        named = "、".join(f"{each.where}印好的{_tell_change(each)}" for each in found[:_MOST])
        more = f"等{len(found)}处" if len(found) > _MOST else ""
        words = {
            "community": who.full_name,
            "form": form.spec.file,
            "what": f"{named}{more}",
            "file": path,
        }
        yield Problem("T181", Place(file=path, community=who.full_name), words)


def _tell_change(change: AlteredText) -> str:
    """Return how a text was altered; of long ones the stretch that is another, with the words beside it."""
    before, after = (" ".join(each.split()) for each in (change.printed, change.shown))
    if change.how:
        return f"“{_shorten(before)}”{change.how}"
    if not after:
        return f"“{_shorten(before)}”删去了"
    if max(len(before), len(after)) > _LONGEST:
        start = max(_count_same(before, after) - _BESIDE, 0)
        rest = before[start:], after[start:]
        end = max(_count_same(*(each[::-1] for each in rest)) - _BESIDE, 0)
        before, after = (
            f"{'…' * bool(start)}{_shorten(each[: len(each) - end])}{'…' * bool(end)}" for each in rest
        )
    return f"“{before}”改成了“{after}”"


def _count_same(one: str, other: str) -> int:
    """Return how many signs two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(one), len(other)))


def _shorten(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"


def report_other_names(document: OpenedDocument, form: Form, who: Who, path: str) -> Iterator[Problem]:
    """Yield a problem for each place where a form names another community than the one that it says it is of."""
    own = {"name": who.name, "township": who.township}
    told = set[tuple[str, str]]()
    for at, reading in enumerate(document.readings):
        slot = document.slots[at]
        shown = (reading.near if reading.text is None else reading.text) or ""
        if slot not in IDENTITY or not shown.strip() or not own[slot]:
            continue
        plain, name = (remove_blanks(fold(each)) for each in (shown, own[slot]))
        if (
            _is_whole_name(plain, slot, who)
            or (reading.text is None and name in plain)
            or (slot, plain) in told
        ):
            continue
        told.add((slot, plain))
        words = {
            "file": path,
            "community": who.full_name,
            "form": form.spec.file,
            "label": _NAMES[slot],
            "where": document.places[at] or "原来的地方",
            "shown": shown.strip(),
        }
        yield Problem("T172", Place(file=path, community=who.full_name), words)


def _is_whole_name(plain: str, slot: str, who: Who) -> bool:
    """Return whether a text is a community's or a township's own name, be it with county, township, seal or month."""
    township, name = (re.escape(remove_blanks(fold(each))) for each in (who.township, who.name))
    own = rf"(?:{_COUNTY}{township})?{name}" if slot == "name" else rf"{_COUNTY}{township}"
    found = re.match(own, plain)
    return found is not None and _AFTER.fullmatch(plain, found.end()) is not None


def report_cleared(
    document: OpenedDocument, form: Form, rubric: Rubric, path: str, printed: Mapping[str, SlotValue]
) -> Iterator[Problem]:
    """Yield a problem for each place that a person cleared, as the checksums of the document tell.

    ``printed`` are the values that the data give today: a value the data no longer hold does not matter. A checksum
    is not a text: what stood there can be told where the data still say it.
    """
    told = set[str]()
    for at, (slot, text) in enumerate(zip(document.slots, document.texts, strict=True)):
        shown = format_value(printed.get(slot, ""))
        known = document.checksums[at] if document.checksums else checksum("")
        if (
            text is None
            or text.strip()
            or at in document.computed
            or known == checksum("")
            or not shown.strip()
        ):
            continue
        if slot in IDENTITY or slot.startswith(_TOTAL) or slot in told:
            continue
        told.add(slot)
        words = {
            "community": read_who(document.says).full_name,
            "form": form.spec.file,
            "label": label_of(rubric, form, slot),
            "where": document.places[at] or "原来的地方",
            "before": f"原来是“{shown}”" if checksum(shown) == known else f"数据现在是“{shown}”",
            "file": path,
        }
        yield Problem("T176", Place(file=path), words)
