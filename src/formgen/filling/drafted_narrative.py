"""A drafted narrative: only sentences whose every figure is in the community's own data."""

import string
from fractions import Fraction

from formgen.exact import percent_text
from formgen.forms.form import DraftSentence, FormField
from formgen.model import Answer
from formgen.rubric.score import Scorecard

RATE = ".rate"  # ends the name of the rate of a criterion


def draft_narrative(card: Scorecard, field: FormField) -> str:
    """Return the drafted text, within the field's limit; empty when the data say nothing."""
    text = ""
    for sentence in field.draft:
        words = _sentence(card, sentence)
        if words and (field.limit is None or len(text) + len(words) <= field.limit):
            text += words
    return text


def _sentence(card: Scorecard, sentence: DraftSentence) -> str:
    """Return a sentence with its figures, empty when one of them is missing or its condition fails."""
    if sentence.when and _answer(card, sentence.when) is not Answer.YES:
        return ""
    if sentence.unless and figure_text(card, sentence.unless):
        return ""
    if sentence.zero and figure_text(card, sentence.zero) != "0":
        return ""
    if sentence.nonzero and figure_text(card, sentence.nonzero) in {"", "0"}:
        return ""
    names = [name for _, name, _, _ in string.Formatter().parse(sentence.text) if name]
    figures = {name: figure_text(card, name) for name in names}
    if not all(figures.values()):
        return ""
    text = sentence.text
    for name, figure in figures.items():
        text = text.replace("{" + name + "}", figure)
    return text


def _answer(card: Scorecard, key: str) -> object:
    source = card.community.indicators.get(key) or card.community.facts.get(key)
    return source.value if source else None


def figure_text(card: Scorecard, name: str) -> str:
    """Return a figure as text: an indicator, a counted fact, or ``item1.rate`` from the trace."""
    if name.endswith(RATE):
        outcome = card.outcomes[name.removesuffix(RATE)]
        if outcome.rate is None:
            return ""
        rate = percent_text(outcome.rate)
        return f"约{rate.replace('…', '')}" if "…" in rate else rate
    value = _answer(card, name)
    return str(value) if isinstance(value, Fraction) else ""
