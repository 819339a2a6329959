"""What differs between two states of one form beside its places: printed words altered, words added, what was not read."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from formgen.filling.rows import IDENTITY
from formgen.forms.document import OpenedDocument, SlotReading
from formgen.forms.spans import AlteredText

_NOT_READ = "（没有读到）"


class WordsChange(NamedTuple):
    """Words that differ: where, what stood there, what stands there now; empty where nothing did or does."""

    where: str
    old: str
    new: str


def find_changed_words_between(
    old: OpenedDocument, new: OpenedDocument, name_slot: Callable[[str], str]
) -> tuple[WordsChange, ...]:
    """Return the words that differ between two states of a form, each once; what only moved does not count."""
    beside = [[(each.where, each.text.strip()) for each in document.list_beside()] for document in (old, new)]
    found = [
        *_compare_printed(old.list_altered(), new.list_altered()),
        *_compare_beside(*beside),
        *_compare_unread(old, new, name_slot),
    ]
    return tuple(dict.fromkeys(found))


def _compare_printed(was: Sequence[AlteredText], now: Sequence[AlteredText]) -> Iterator[WordsChange]:
    """Yield the printed words that stand otherwise in one state than in the other."""
    olds, news = ({(each.where, each.printed): _say(each) for each in state} for state in (was, now))
    texts = [Counter((printed, text) for (_, printed), text in state.items()) for state in (olds, news)]
    for key in dict.fromkeys([*olds, *news]):
        where, printed = key
        old, new = olds.get(key, printed), news.get(key, printed)
        moved = texts[0][printed, old] == texts[1][printed, old] and key not in news
        moved = moved or (texts[0][printed, new] == texts[1][printed, new] and key not in olds)
        if old != new and not moved:
            yield WordsChange(where, old, new)


def _say(altered: AlteredText) -> str:
    return f"{altered.printed}（{altered.how}）" if altered.how else altered.shown


def _compare_beside(was: list[tuple[str, str]], now: list[tuple[str, str]]) -> Iterator[WordsChange]:
    """Yield the words that were added or taken away; of one place the first of each as old and new."""
    olds, news = (Counter(text for _, text in state) for state in (was, now))
    gone, added = _pick(was, olds - news), _pick(now, news - olds)
    for where, text in gone:
        at = next((at for at, each in enumerate(added) if each[0] == where), None)
        yield WordsChange(where, text, added.pop(at)[1] if at is not None else "")
    yield from (WordsChange(where, "", text) for where, text in added)


def _pick(texts: Sequence[tuple[str, str]], wanted: Counter[str]) -> list[tuple[str, str]]:
    """Return the last places of some texts, in their order."""
    found = list[tuple[str, str]]()
    for where, text in reversed(texts):
        if wanted[text] > 0:
            wanted[text] -= 1
            found.insert(0, (where, text))
    return found


def _compare_unread(
    old: OpenedDocument, new: OpenedDocument, name_slot: Callable[[str], str]
) -> Iterator[WordsChange]:
    """Yield the places that one state does not give, and what stands beside the places."""
    for slot, was, now in zip(old.slots, old.readings, new.readings, strict=True):
        label = slot if slot in IDENTITY else name_slot(slot)
        if slot not in IDENTITY and None in {was.text, now.text} and _see(was) != _see(now):
            yield WordsChange(label, _see(was), _see(now))
        asides = [[(f"{label}旁边", text.strip()) for text in each.aside] for each in (was, now)]
        yield from _compare_beside(*asides)


def _see(reading: SlotReading) -> str:
    """Return what stands in a place, read or not."""
    if reading.text is not None:
        return reading.text.strip()
    if reading.near is None:
        return _NOT_READ
    shown = reading.near.strip()
    return f"{shown}（没有读：{reading.why}）" if shown and reading.touched else shown
