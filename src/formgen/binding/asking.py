"""The questions of a blank asked one by one, and a person's answers as decisions. Asks nobody itself."""

from collections.abc import Callable, Iterable

from formgen.binding.blank_file import Blank
from formgen.binding.decisions import FieldDecision, FormDecisions
from formgen.binding.filled_form import list_candidates
from formgen.binding.key_matches import DataEntry
from formgen.binding.matching import match_keys
from formgen.binding.synonyms import Synonyms

LEAVE_OUT = 0
AskPlace = Callable[[str, str, frozenset[int]], int | None]


def decide_by_asking(
    blank: Blank, records: Iterable[Iterable[DataEntry]], synonyms: Synonyms, ask: AskPlace
) -> FormDecisions:
    """Return what a person decided of the keys that are a question, each key of all records once.

    ``ask`` is given the question, the places it may be, and the numbers that can be answered; it returns one of them,
    ``LEAVE_OUT`` for a key that is not to be filled, or None where it stays open.
    """
    keys: dict[tuple[str, ...], DataEntry] = {}
    for record in records:
        for entry in record:
            keys.setdefault(entry.parts, entry)
    numbers = frozenset(
        each.number for each in blank.bound.fields if each.kind != "seal" and not each.dropped
    )
    placed, ignored = list[FieldDecision](), list[str]()
    for match in match_keys(blank.bound, [*keys.values()], synonyms):
        if match.question is None:
            continue
        answer = ask(match.question.text, list_candidates(match.question, blank), numbers)
        if answer == LEAVE_OUT:
            ignored.append(match.entry.key)
        elif answer is not None:
            placed.append(FieldDecision(answer, also=(match.entry.key,)))
    return FormDecisions(tuple(placed), tuple(ignored))
