"""Whom a form is meant for: all communities, those that did not fail, or those that a person named. Knows no document."""

from formgen.forms.form import Form
from formgen.model import Answer
from formgen.problems import Problem
from formgen.rubric.score import Scorecard

_EVERYBODY = "all"
WHOM = (_EVERYBODY, "passed")  # the words of form.yaml that are no fact


def find_exclusion(card: Scorecard, form: Form) -> Problem | None:
    """Return why a form is not made for a community, as T141; None where it is.

    ``whom`` of the form names who has one. Where it is a fact, an answer decides; without one, as ``passed``, those that
    failed have none. What is still open is no reason.
    """
    whom = form.spec.whom
    if whom == _EVERYBODY:
        return None
    rubric, community = card.rubric, card.community
    given = community.facts.get(whom)
    answer = given.value if given is not None else None
    if answer is Answer.YES:
        return None
    if answer is Answer.NO:
        why = f"“{rubric.facts[whom].zh}”填的是“否”"
    elif card.passed is False:
        why = f"{card.verdict.words}：{'、'.join(card.verdict.reasons)}"
    else:
        return None
    words = {"community": community.full_name, "form": form.spec.file, "why": why}
    return Problem("T141", given.place if given is not None else community.place, words)
