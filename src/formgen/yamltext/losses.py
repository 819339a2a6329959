"""Words that YAML takes off a text, and signs it puts into it, without a word: what follows a ``#``, a joint of lines.

Knows where each text of a file stands; nothing of what the file is about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from formgen.problems import Place, Problem
from formgen.yamltext.slip import cut_for_message, put_in_quotes

_READER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HASH = re.compile(r"(?:^|(?<=\s))#")
_IN_WIDE_QUOTES = re.compile(r"“[^“”]*”|‘[^‘’]*’|「[^「」]*」")


@dataclass(frozen=True, slots=True)
class _Scalar:
    """A text of the file: as it is read, how it is written, and where it stands."""

    value: str
    style: str | None
    start: tuple[int, int]
    end: tuple[int, int]

    @property
    def is_prose(self) -> bool:
        """Return whether it is a Chinese text without quotes."""
        return not self.style and bool(self.value) and not self.value.isascii()


def find_lost_words(text: str, file: str) -> list[Problem]:
    """Return a problem for every ``#`` that cuts words off a Chinese text without quotes."""
    if " #" not in text:
        return []
    return list(_cut_words(text.splitlines(), _scalars(text), file, careful=False))


def find_losses(text: str, file: str) -> list[Problem]:
    """Return a problem for all words cut off, for joints of lines, and for full-width signs that YAML does not know."""
    lines, scalars = text.splitlines(), _scalars(text)
    found = [
        *_cut_words(lines, scalars, file, careful=True),
        *(problem for scalar in scalars for problem in _joints(scalar, lines, file)),
        *(problem for scalar in scalars for problem in _wide_signs(scalar, file)),
    ]
    return sorted(found, key=lambda problem: problem.place)


def _scalars(text: str) -> list[_Scalar]:
    """Return the texts of a file in order."""
    found: list[_Scalar] = []
    for event in yaml.parse(text, Loader=_READER):
        if isinstance(event, yaml.ScalarEvent):
            start, end = _column(event, end=False), _column(event, end=True)
            found.append(_Scalar(event.value, event.style or None, start, end))
    return found


def _column(event: yaml.Event, *, end: bool) -> tuple[int, int]:
    """Return the line and column an event begins or ends at; PyYAML's own readers always mark it."""
    mark = event.end_mark if end else event.start_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _cut_words(
    lines: Sequence[str], scalars: Sequence[_Scalar], file: str, *, careful: bool
) -> Iterator[Problem]:
    """Yield a problem for each comment that may be words; ``careful`` says that a blank after the ``#`` proves nothing."""
    before: _Scalar | None = None
    waiting = list(reversed(scalars))
    for at, line in enumerate(lines):
        spans = []
        while waiting and waiting[-1].start[0] <= at:
            before = waiting.pop()
            spans.append(before)
        spans += [before] if before and not spans else []
        sign = next(
            (hit.start() for hit in _HASH.finditer(line) if not _covered(spans, at, hit.start())), None
        )
        if sign is None or before is None:
            continue
        words, alone = line[sign + 1 :], not line[:sign].strip()
        glued = bool(words.strip()) and words[0] not in " \t#!"
        follows = before.end[0] == at and not line[before.end[1] : sign].strip()
        if alone:
            cut = (
                glued
                and before.is_prose
                and before.end[0] == at - 1
                and sign > _depth(lines[before.start[0]])
            )
        else:
            cut = (follows and before.is_prose and (glued or careful)) or (careful and glued)
        if cut and words.strip():
            whole = before.value if before.end[0] in {at, at - 1} and before.value else ""
            example = put_in_quotes(f"{whole} #{words.rstrip()}".strip())
            shown = {"words": cut_for_message(f"#{words.strip()}"), "example": cut_for_message(example, 40)}
            yield Problem("R121", Place(file=file, line=at + 1), shown)


def _covered(spans: Sequence[_Scalar], line: int, column: int) -> bool:
    """Return whether a place stands inside one of some texts."""
    return any(scalar.start <= (line, column) < scalar.end for scalar in spans)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" -"))


def _joints(scalar: _Scalar, lines: Sequence[str], file: str) -> Iterator[Problem]:
    """Yield a problem where lines are joined by a blank that stands between two Chinese signs."""
    if scalar.style == "|" or scalar.start[0] == scalar.end[0]:
        return
    last = scalar.end[0] + (scalar.end[1] > 0)
    for at in range(scalar.start[0], min(last, len(lines)) - 1):
        above, below = lines[at].rstrip()[-1:], lines[at + 1].lstrip()[:1]
        header = scalar.style == ">" and at == scalar.start[0]
        if above and below and not above.isascii() and not below.isascii() and not header:
            words = {"above": above, "below": below}
            yield Problem("R122", Place(file=file, line=at + 2), words)
            return


def _wide_signs(scalar: _Scalar, file: str) -> Iterator[Problem]:
    """Yield a hint for full-width signs that look like those of YAML and are not."""
    place = Place(file=file, line=scalar.start[0] + 1)
    if scalar.style in {"|", ">"} and not scalar.value.strip():
        words = {
            "detail": f"“{scalar.style}”后面没有内容",
            "advice": f"以 {scalar.style} 开头的原文，整句加英文引号",
        }
        yield Problem("R101", place, words)
    if scalar.style:
        return
    value = scalar.value
    if _IN_WIDE_QUOTES.fullmatch(value):
        words = {"sign": f"{value[0]} {value[-1]}", "example": put_in_quotes(value)}
        yield Problem("R123", place, words)
