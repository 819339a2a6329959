"""Figures in a narrative that no longer agree with the data: told, never changed.

A number alone means nothing. It is compared only where the words around it say what it is: where it stands in a sentence
of the form's draft, word for word, or where a figure of the data had this very value before and is named beside it.
"""

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from formgen.filling.drafted_narrative import RATE, figure_text
from formgen.folding import fold, remove_blanks, remove_invisible
from formgen.forms.form import DraftSentence, FormField
from formgen.problems import Place, Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard

_NUMBER = r"(?:约)?([0-9][0-9,]*(?:\.[0-9]+)?[%‰]?)"
_FEWEST_WORDS = 6  # characters of a sentence, besides its figures, by which it is known
_FEWEST_FIGURES = 2  # of a sentence of fewer words: it is known where it stands by itself
_OPENS, _CLOSES = r"(?:(?<=[。;；!！?？])|\A)", r"(?=[。;；!！?？]|\Z)"
_FEWEST_SIGNS = 2  # characters of a name by which a figure is known
_PUNCTUATION = re.compile(r"[,，.。;；:：!！?？、“”\"'()（）\[\]]")
_CLAUSE = re.compile(r"[。;；!！?？\n]|[,，](?![0-9]{3}(?![0-9]))")
OTHER_TIME = re.compile(r"去年|上年|上一?年|往年|前年|同期|原来|此前|[0-9]{4}年")
_NEAR = 20  # characters before a sentence in which it may be said to be about another time
_COUNTING = re.compile(
    r"^(?:其中|当前|现有|共有|全部)|(?:总数|人数|户数|笔数|个数|家数|件数|数量|总人数|数)$"
)


@dataclass(frozen=True, slots=True)
class OutdatedFigure:
    """A figure in a narrative: the words it stands in, what it is called, what the data say now, what they said."""

    found: str
    item: str
    new: str
    old: str = ""


class DraftFigure(NamedTuple):
    """A figure of a draft as the data give it: what it is called, and its text, empty where it is missing."""

    label: str
    text: str


def read_draft_figures(card: Scorecard, field: FormField) -> dict[str, DraftFigure]:
    """Return the figures of a field's draft by their names in it."""
    names = {name for sentence in field.draft for name in list_figures_in(sentence)}
    return {
        name: DraftFigure(name_figure(card.rubric, name), figure_text(card, name)) for name in sorted(names)
    }


def find_disagreeing(
    figures: Mapping[str, DraftFigure], field: FormField, text: str
) -> Iterator[OutdatedFigure]:
    """Yield the figures that stand in a sentence of the draft, word for word, and are others than those of the data, each once.

    ``figures`` are those of the draft as the data give them now.
    """
    plain, told = remove_blanks(fold(remove_invisible(text))), set[tuple[str, str]]()
    for sentence in field.draft:
        names = list_figures_in(sentence)
        words = _words_of(sentence)
        short = len(_PUNCTUATION.sub("", "".join(words))) < _FEWEST_WORDS
        if not names or (short and len(names) < _FEWEST_FIGURES):
            continue
        said = _NUMBER.join(re.escape(word) for word in words)
        pattern = re.compile(f"{_OPENS}{said}{_CLOSES}" if short else said)
        for match in pattern.finditer(plain):
            if OTHER_TIME.search(plain[: match.start()].rpartition("。")[2][-_NEAR:]):
                continue
            for at, name in enumerate(names):
                (label, new), shown = figures[name], match[at + 1]
                if new and _plain(new) != _plain(shown) and (name, _plain(shown)) not in told:
                    told.add((name, _plain(shown)))
                    yield OutdatedFigure(_cut_around(plain, match.start(at + 1), shown), label, new)


def find_left_behind(
    rubric: Rubric, field: FormField, text: str, before: Mapping[str, str], now: Mapping[str, str]
) -> Iterator[OutdatedFigure]:
    """Yield the figures of a text that a number of the data had before and no longer has.

    ``before`` and ``now`` are numbers of the data by key. The clause of the figure has to name it, and no other time.
    """
    plain = remove_blanks(fold(remove_invisible(text)))
    for key, old in before.items():
        new = now.get(key, "")
        if not new or _plain(old) == _plain(new) or not _is_number(old) or not _is_number(new):
            continue
        names = list_names_of(rubric, field, key)
        for clause in _CLAUSE.split(plain):
            if not any(name in clause for name in names) or OTHER_TIME.search(clause):
                continue
            if _holds(clause, old) and not _holds(clause, new):
                yield OutdatedFigure(clause[-40:], _label(rubric, key), new, old)
                break


def is_same_figure(figure: OutdatedFigure, told: OutdatedFigure) -> bool:
    """Return whether a figure that the data had before is one that is told anyway."""
    return (figure.item, figure.new) == (told.item, told.new) and _holds(told.found, figure.old)


def report_figure(figure: OutdatedFigure, community: str, label: str, place: Place) -> Problem:
    """Return the hint for a figure in a text that the data say otherwise."""
    words = {
        "community": community,
        "label": label,
        "found": figure.found,
        "item": figure.item,
        "new": figure.new,
        "before": f"（原来是{figure.old}）" if figure.old else "",
    }
    return Problem("T163", place, words)


def list_figures_in(sentence: DraftSentence) -> list[str]:
    """Return the names of the figures in a sentence of a draft, in their order."""
    return [name for _, name, _, _ in string.Formatter().parse(sentence.text) if name]


def _words_of(sentence: DraftSentence) -> list[str]:
    """Return the words before, between and behind the figures of a sentence; its last sign may be another."""
    words = [remove_blanks(fold(literal)) for literal, _, _, _ in string.Formatter().parse(sentence.text)]
    if len(words) == len(list_figures_in(sentence)):
        words.append("")
    words[-1] = words[-1].rstrip("。.;；,，")
    return words


def list_names_of(rubric: Rubric, field: FormField, key: str) -> list[str]:
    """Return the words by which a text names a figure: those before it in the draft, and the core of its label."""
    return [*_names_in_draft(field, key), *_names_in_rubric(rubric, key)]


def _names_in_draft(field: FormField, key: str) -> Iterator[str]:
    """Yield the words right before a figure in the sentences of the draft."""
    for sentence in field.draft:
        for literal, name, _, _ in string.Formatter().parse(sentence.text):
            if name == key:
                words = re.split(_PUNCTUATION, remove_blanks(fold(literal)))[-1]
                yield from _known_by(words)


def _names_in_rubric(rubric: Rubric, key: str) -> Iterator[str]:
    yield from _known_by(remove_blanks(fold(_label(rubric, key))))


def _known_by(words: str) -> Iterator[str]:
    """Yield the core of a name, if it is long enough to tell anything."""
    core = _COUNTING.sub("", _COUNTING.sub("", words))
    if len(core) >= _FEWEST_SIGNS:
        yield core


def _holds(clause: str, number: str) -> bool:
    """Return whether a number stands in a clause by itself, and not as part of another."""
    found: Sequence[str] = re.findall(r"(?<![0-9.,第])[0-9][0-9,]*(?:\.[0-9]+)?(?![0-9%‰年月日号])", clause)
    return _plain(number) in map(_plain, found)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", _plain(text)) is not None


def _plain(number: str) -> str:
    """Return a number without separators and closing zeros, to be compared."""
    plain = number.replace(",", "").removeprefix("约")
    return plain.rstrip("0").rstrip(".") if "." in plain and plain[-1:].isdecimal() else plain


def _cut_around(text: str, at: int, shown: str) -> str:
    """Return a figure with the words around it."""
    return text[max(at - 12, 0) : at + len(shown) + 2]


def name_figure(rubric: Rubric, name: str) -> str:
    """Return what a figure of a draft is called: an indicator, a fact, or the criterion whose rate it is."""
    if name.endswith(RATE):
        return rubric.criteria[name.removesuffix(RATE)].label
    return _label(rubric, name)


def _label(rubric: Rubric, key: str) -> str:
    known = rubric.facts.get(key) or rubric.indicators.get(key)
    return known.zh if known else key
