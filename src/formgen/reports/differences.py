"""Two texts side by side in a report: of long ones only what differs."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from formgen.quoting import mask_identities, mask_numbers

EMPTY = "（空）"
_MASKED = "（中间几位有改动）"
_INNER = str.maketrans("“”", "‘’")  # quotes within quotes
_LONG, _AROUND, _MOST = 40, 8, 120  # characters of a long text, shown around its change, shown at all


def mask_change(old: str, new: str) -> tuple[str, str]:
    """Return two texts for print with identity numbers masked; it is said where only what is masked differs.

    A telephone number stays: the reader has to see which digit was corrected, and it is printed on the forms.
    """
    masked, other = mask_identities(old), mask_identities(new)
    if masked == other and old != new:
        other += _MASKED
    return masked or EMPTY, other or EMPTY


def shorten_change(old: str, new: str) -> tuple[str, str]:
    """Return two texts for print: of long ones only what differs, with a few characters around each change.

    Identity numbers are masked.
    """
    old, new = mask_change(old, new)
    if max(len(old), len(new)) <= _LONG:
        return old, new
    changes = [
        code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"
    ]
    return (
        _parts(old, [(start, end) for _, start, end, _, _ in changes]),
        _parts(new, [(start, end) for _, _, _, start, end in changes]),
    )


def say_words(old: str, new: str) -> str:
    """Return how words were changed, for print: of long ones only what differs, long numbers masked.

    They may be anybody's: of words outside the places of a form nobody knows what they are.
    """
    one, other = (" ".join(mask_numbers(text).split()).translate(_INNER) for text in (old, new))
    if not one or not other:
        return f"添了“{_cut(other)}”" if other else f"删去了“{_cut(one)}”"
    was, now = shorten_change(one, other)
    return f"“{was}”改为“{now}”{_MASKED if one == other else ''}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}……"


def _parts(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return some spans of a text with what stands around them; what is left out is shown by ……."""
    wide: list[tuple[int, int]] = []
    for start, end in spans:
        begins, ends = max(start - _AROUND, 0), min(end + _AROUND, len(text))
        if wide and begins <= wide[-1][1]:
            begins = wide.pop()[0]  # two spans that touch are one
        wide.append((begins, ends))
    shown = "……".join(text[start:end] for start, end in wide)
    if wide and wide[0][0] > 0:
        shown = f"……{shown}"
    if wide and wide[-1][1] < len(text):
        shown = f"{shown}……"
    return (shown if len(shown) <= _MOST else f"{shown[:_MOST]}……（共{len(text)}字）") or EMPTY
