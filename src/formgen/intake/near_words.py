"""The fields that words above a column nearly name: written a little otherwise, so that it has to be asked which is meant.

Knows words and the meanings they are compared with; no cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from formgen.folding import keep_letters
from formgen.intake.vocabulary import Meaning

_NEAR, _TIE = 0.65, 0.1  # how alike two words must be, and how close a second one to be meant as well


def find_near(text: str, free: Mapping[Meaning, Sequence[str]]) -> list[Meaning]:
    """Return the meanings whose words are nearly those of a column, the nearest first, at most three."""
    matcher = SequenceMatcher(b=keep_letters(text))
    likeness = {meaning: max(_compare(matcher, words)) for meaning, words in free.items()}
    best = max(likeness.values(), default=0.0)
    if best < _NEAR:
        return []
    near = [meaning for meaning, ratio in likeness.items() if ratio >= best - _TIE]
    return sorted(near, key=lambda meaning: -likeness[meaning])[:3]


def _compare(matcher: SequenceMatcher[str], words: Sequence[str]) -> Iterator[float]:
    """Yield how alike each word is to that of a matcher; little effort for those that are not."""
    for word in words:
        matcher.set_seq1(keep_letters(word))
        rough = min(matcher.real_quick_ratio(), matcher.quick_ratio())
        yield matcher.ratio() if rough >= _NEAR else 0.0
