"""Where a slot's text lies inside a longer one: between the words that the template prints around it."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from formgen.forms.similar_words import (
    comparable,
    ends_open,
    is_alike,
    is_begun_by,
    is_corrected,
    plain,
    says_same,
    strip_punctuation,
)
from formgen.forms.text import strip_blanks

OTHER_SHAPE = "表格结构改过，对不上原来的格子"

_ANYTHING = "＿"  # where a value stands among printed words
_LIKE = 0.5  # how much of a printed text stays in what it was altered to

_NUMBER = r"(?:[\d〇零一二三四五六七八九十百]{1,4}|[IVXivx]{1,5})?"
_PAGE_NUMBER = re.compile(
    rf"[-—–―－~·•(（\[/|]*(?:(?:第?{_NUMBER}[页頁][,，、/;；|]?)?[共总]{_NUMBER}[页頁]|第?{_NUMBER}(?:[/|]{_NUMBER})?[页頁]|第{_NUMBER}[页頁][/|]{_NUMBER}"
    rf"|(?:page|p\.?){_NUMBER}(?:[/|]|of)?{_NUMBER})[-—–―－~·•)）\]/|]*"
    rf"|[-—–―－~·•]+{_NUMBER}[-—–―－~·•]+|(?P<bare>{_NUMBER}(?:/{_NUMBER})?)",
    re.IGNORECASE,
)

_NOTE = re.compile(r"\(([^()]{1,10})\)")
_SEALED, _SIGNED = ("章",), ("签字", "签名")  # how a note ends that says who seals, or who signs

Span = tuple[int, int]


def is_page_number(text: str, *, counted: bool = False) -> bool:
    """Return whether a header or footer says which page it is and nothing else, in one of the usual ways.

    ``counted`` tells that a field counts the pages there: then a number alone is one.
    """
    found = _PAGE_NUMBER.fullmatch("".join(text.split()))
    return found is not None and (counted or not (found["bare"] or "").strip("/"))


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A text of the template: the words around its slots, and the numbers of these."""

    words: tuple[str, ...]
    slots: tuple[int, ...] = ()

    @property
    def wordless(self) -> bool:
        """Return whether nothing is printed there but slots."""
        return not any(map(comparable, self.words))

    @property
    def is_words(self) -> bool:
        """Return whether words are printed there, and no slots."""
        return not (self.slots or self.wordless)

    @property
    def counts(self) -> bool:
        """Return whether anything is printed there."""
        return bool(self.slots) or not self.wordless

    def is_said_by(self, shown: str) -> bool:
        """Return whether a text has the printed words."""
        if self.slots:
            return find_spans(self.words, shown) is not None
        return says_same(self.words[0], shown) or is_begun_by(self.words[0], shown)

    def is_like(self, shown: str) -> bool:
        """Return whether a text has the printed words but for a small correction."""
        return self.is_said_by(shown) or (not self.slots and is_alike(self.words[0], shown))


def find_spans(words: Sequence[str], shown: str) -> list[Span] | None:
    """Return the span of each slot between printed words; None where the words are not as printed.

    Blanks, widths and small corrections do not count. ``words`` are one more than the slots. Two slots with nothing but
    blanks between them cannot be told apart.
    """
    exact = _find_between(words, _list_signs(shown), len(shown), str)
    return exact or _find_between(words, _join_notes(_list_signs(shown)), len(shown), _shorten_notes)


_Signs = list[tuple[str, int]]


def _list_signs(text: str) -> _Signs:
    """Return the signs of a text with their places, blanks left out and widths made alike."""
    return [(sign, at) for at, sign in enumerate(plain(text)) if not sign.isspace()]


def _find_notes(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the notes in brackets that say who seals or signs there: where the words lie, and the one sign for them."""
    for found in _NOTE.finditer(text):
        if found[1].endswith(_SEALED):
            yield found.span(1), "章"
        elif found[1].endswith(_SIGNED):
            yield found.span(1), "签"


def _join_notes(signs: _Signs) -> _Signs:
    """Return signs with one for the words of a note: （公章） and （盖章） are the same note in other words."""
    joined, done = list[tuple[str, int]](), 0
    for (start, stop), sign in _find_notes("".join(sign for sign, _ in signs)):
        joined += [*signs[done:start], (sign, signs[start][1])]
        done = stop
    return joined + signs[done:]


def _shorten_notes(text: str) -> str:
    return "".join(sign for sign, _ in _join_notes(_list_signs(text)))


def _find_between(
    words: Sequence[str], signs: _Signs, length: int, say: Callable[[str], str]
) -> list[Span] | None:
    """Return the spans between printed words among the signs of a text; ``say`` gives the words as the signs have them."""
    text = "".join(sign for sign, _ in signs)
    printed = [say(strip_blanks(plain(each))) for each in words] if len(words) > 1 else ["", ""]
    first, *middle, last = printed
    behind, start = _find_last(last, text), _find_first(first, text, [at for _, at in signs])
    if start is None or behind is None or start > behind:
        return None
    cuts, end = [(behind, len(text))], behind
    for each in reversed(middle):
        at = text.rfind(each, start, end) if each else -1
        if at < 0:
            return None
        cuts.append((at, at + len(each)))
        end = at
    cuts.append((0, start))
    cuts.reverse()
    places = [at for _, at in signs] + [length]
    gaps = [(left[1], right[0]) for left, right in pairwise(cuts)]
    return [_span(places, begin, stop, before) for (begin, stop), before in zip(gaps, words, strict=False)]


def _find_first(words: str, text: str, places: Sequence[int]) -> int | None:
    """Return where the words in front of the first slot end, None where they do not stand there."""
    if text.startswith(words):
        colon = bool(words) and not ends_open(words) and text.startswith(":", len(words))
        return len(words) + colon
    if not ends_open(words):
        return None
    end = text.find(":") + 1
    if end and is_alike(words, text[:end]):
        return end
    bare = len(words) - 1
    if end == 0 and text.startswith(words[:-1]):  # the colon left out
        apart = bare == len(text) or text[bare].isdigit() or places[bare] > places[bare - 1] + 1
        return bare if apart else None
    return None


def _find_last(words: str, text: str) -> int | None:
    """Return where the words behind the last slot begin, None where they do not stand there."""
    if text.endswith(words):
        return len(text) - len(words)
    bare, shown = strip_punctuation(words), strip_punctuation(text)
    if bare and shown.endswith(bare):
        return text.rfind(bare)
    return None


def _span(places: Sequence[int], start: int, stop: int, before: str) -> Span:
    """Return the span in the text as shown; an empty slot lies as many blanks behind its words as printed."""
    if start < stop:
        return places[start], places[stop - 1] + 1
    after_words = places[start - 1] + 1 if start else 0
    blanks = len(before) - len(before.rstrip())
    at = min(after_words + blanks, places[start])
    return at, at


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text of a document outside all slots, and where it stands in the words of a clerk."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class PlacedWords:
    """A text that the template prints without slots, and what stands in its place now, None where there is no such place.

    ``where`` is its place in the template.
    """

    printed: str
    shown: ShownText | None
    where: str


@dataclass(frozen=True, slots=True)
class AlteredText:
    """A printed text that somebody altered: where it stands, as printed, as it is now.

    ``how`` says how it is seen apart where its letters are the same: struck through, hidden.
    """

    where: str
    printed: str
    shown: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class ChangedWords:
    """What somebody did to the printed words of a document: those altered, and the texts that were added."""

    altered: tuple[AlteredText, ...]
    added: tuple[ShownText, ...]


def find_changed_words(placed: Sequence[PlacedWords], shown: Sequence[ShownText]) -> ChangedWords:
    """Return which printed words were altered in their places, and which texts the template does not print.

    ``shown`` are all texts outside slots, the very ones in the places among them. What was moved as it is, is neither;
    nor is a small correction.
    """
    left = {id(each): each for each in shown if comparable(each.text)}
    rest = list[PlacedWords]()
    for each in placed:
        if each.shown is not None and comparable(each.shown.text) == comparable(each.printed):
            left.pop(id(each.shown), None)
        else:
            rest.append(each)
    by_letters = dict[str, list[int]]()
    for key, text in left.items():
        by_letters.setdefault(comparable(text.text), []).append(key)
    altered, lost = list[AlteredText](), list[PlacedWords]()
    for each in rest:
        moved = by_letters.get(comparable(each.printed))
        if moved:
            left.pop(moved.pop(), None)
        elif each.shown is not None and (id(each.shown) in left or not comparable(each.shown.text)):
            left.pop(id(each.shown), None)
            if not is_corrected(each.printed, each.shown.text):
                altered.append(AlteredText(each.shown.where, each.printed.strip(), each.shown.text.strip()))
        elif each.shown is None:
            corrected = [key for key, text in left.items() if is_corrected(each.printed, text.text)]
            if corrected:
                del left[corrected[0]]
            else:
                lost.append(each)
    altered += _find_lost(lost, left)
    return ChangedWords(tuple(altered), tuple(left.values()))


def _find_lost(lost: Sequence[PlacedWords], left: dict[int, ShownText]) -> Iterator[AlteredText]:
    """Yield printed words that have no place any more: as what they became, which is taken from what is left, or as gone.

    Words that were cut in two, or joined with others, are still there.
    """
    together = "".join(comparable(text.text) for text in left.values())
    for each in lost:
        own = comparable(each.printed)
        if own in together:
            continue
        near = {
            key: SequenceMatcher(None, own, comparable(text.text), autojunk=False).ratio()
            for key, text in left.items()
        }
        like = max(near, key=near.__getitem__, default=None)
        if like is None or near[like] < _LIKE:
            yield AlteredText(each.where, each.printed.strip(), "")
        else:
            now = left.pop(like)
            yield AlteredText(now.where, each.printed.strip(), now.text.strip())


def find_changed_around(
    words: Sequence[str], shown: ShownText, lines: Collection[str] = ()
) -> list[AlteredText]:
    """Return which of the words around slots somebody altered, or wrote something in front of or behind.

    Whole ``lines`` that were added do not count.
    """
    spans = find_spans(words, shown.text)
    if spans is None:
        printed = _ANYTHING.join(words).strip()
        return [AlteredText(shown.where, printed, shown.text.strip())] if shown.text.strip() else []
    edges = [0, *(edge for span in spans for edge in span), len(shown.text)]
    pieces = [shown.text[start:stop] for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    own = ["\n".join(line for line in piece.splitlines() if line.strip() not in lines) for piece in pieces]
    return [
        AlteredText(shown.where, printed.strip(), piece.strip())
        for printed, piece in zip(words, own, strict=True)
        if not is_corrected(printed, piece)
    ]


def cut_span(shown: str, span: Span) -> str:
    """Return the text of a span."""
    return shown[span[0] : span[1]]
