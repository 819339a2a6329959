"""Where a slot's text lies inside a longer one: between the words that the template prints around it."""

from collections.abc import Sequence
from itertools import pairwise

from formgen.forms.text import strip_blanks

OTHER_SHAPE = "表格结构改过，对不上原来的格子"

Span = tuple[int, int]


def find_spans(words: Sequence[str], shown: str) -> list[Span] | None:
    """Return the span of each slot between printed words, blanks aside; None where the words are not as printed.

    ``words`` are one more than the slots. Two slots with nothing but blanks between them cannot be told apart.
    """
    signs = [(sign, at) for at, sign in enumerate(shown) if not sign.isspace()]
    text = "".join(sign for sign, _ in signs)
    first, *middle, last = [strip_blanks(each) for each in words] if len(words) > 1 else ["", ""]
    if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
        return None
    cuts, end = [(len(text) - len(last), len(text))], len(text) - len(last)
    for each in reversed(middle):
        start = text.rfind(each, len(first), end) if each else -1
        if start < 0:
            return None
        cuts.append((start, start + len(each)))
        end = start
    cuts.append((0, len(first)))
    cuts.reverse()
    places = [at for _, at in signs] + [len(shown)]
    gaps = [(left[1], right[0]) for left, right in pairwise(cuts)]
    return [_span(places, start, stop, before) for (start, stop), before in zip(gaps, words, strict=False)]


def _span(places: Sequence[int], start: int, stop: int, before: str) -> Span:
    """Return the span in the text as shown; an empty slot lies as many blanks behind its words as printed."""
    if start < stop:
        return places[start], places[stop - 1] + 1
    after_words = places[start - 1] + 1 if start else 0
    blanks = len(before) - len(before.rstrip())
    at = min(after_words + blanks, places[start])
    return at, at


def cut_span(shown: str, span: Span) -> str:
    """Return the text of a span."""
    return shown[span[0] : span[1]]
