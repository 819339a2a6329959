"""What a narrative says of its own community that its data say otherwise, and what somebody left to be written.

A number is compared only where its clause begins with the name of a figure, and no other figure of the row is that number.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from formgen.exact import exact_text
from formgen.filling.narrative_figures import (
    OTHER_TIME,
    OutdatedFigure,
    find_disagreeing,
    list_figures_in,
    list_names_of,
    read_draft_figures,
)
from formgen.folding import fold, remove_blanks, remove_invisible
from formgen.forms.form import FormField
from formgen.model import Community
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard

_SEVERAL, _SHORT = 2, 12  # figures of a sentence that is known by them, and characters of its words
_SENTENCES = re.compile(r"[。;；!！?？\n]")
_CLAUSES = re.compile(r"[、(（)）:：]|[,，](?![0-9]{3}(?![0-9]))")
_LEAD = re.compile("^(?:其中|目前|当前|现在?|累计|全村|全社区|辖区|共|实现|已经?)+")
_CLAIM = re.compile(
    r"(?P<name>[^0-9]{2,20}?)(?:人数|户数|个数|[了为达到共有约])*"
    r"(?P<number>[0-9][0-9,]*)(?:人|户|个|家|名)"
)
_OF_SOME = re.compile(
    "困难|低保|残疾|失业|零就业|女|男|大学|毕业生|退伍|退役|农民|大龄|外来|下岗|渔民|青年|企业|公司|基地|小组|每|组"
)
_LEFT = re.compile(
    r"[×✕＊*○]+(?:村|社区|镇|户|人|个|名|%|年|月)|[xX]{2,}(?:村|社区|镇|户|人|个|名|%|年|月)?|_{2,}|待[补填写](?=[充写录)）。,，]|$)"
    r"|[(（]待定[)）]|(?:详|请)?见附[件表页]|另附"
)
_NOTHING = frozenset({"略", "同上", "无", "暂无", "/", "-", "—", "待定", "见附件", "(略)"})


def find_left_open(text: str) -> str:
    """Return the words by which a narrative is not written yet, such as （待补） or ××村; empty for none."""
    plain = remove_blanks(fold(text))
    if plain.rstrip("。.") in _NOTHING:
        return plain
    found = _LEFT.search(plain)
    return found[0] if found else ""


def list_disagreeing(card: Scorecard, field: FormField, text: str) -> list[OutdatedFigure]:
    """Return the figures of a text that the data say otherwise: in sentences of the draft, and in its own words."""
    drafted = list(find_disagreeing(read_draft_figures(card, field), field, text))
    told = {each.new for each in drafted}
    claims = [each for each in find_claims(card, field, text) if each.new not in told] if field.draft else []
    return [*drafted, *claims]


@dataclass(frozen=True, slots=True)
class ToldRow:
    """What the data say of the community whose narrative it is: its name, and its numbers by the key of their field."""

    rubric: Rubric
    name: str
    values: Mapping[str, Fraction]


def find_claims(card: Scorecard, field: FormField, text: str) -> Iterator[OutdatedFigure]:
    """Yield the figures that a narrative names with another number than its own row has."""
    return find_claims_beside(
        ToldRow(card.rubric, card.community.name, _read_values(card.community)), field, text
    )


def find_claims_beside(row: ToldRow, field: FormField, text: str) -> Iterator[OutdatedFigure]:
    """Yield the figures that a text names with another number than a row has."""
    plain = remove_blanks(fold(remove_invisible(text)))
    yield from _compare_opening(row, field, plain)
    known = set(row.values.values())
    names: dict[str, list[str]] = {}
    for key in row.values:
        for name in list_names_of(row.rubric, field, key):
            names.setdefault(_LEAD.sub("", name), []).append(key)
    for sentence in _SENTENCES.split(plain):
        before = ""
        for clause in _CLAUSES.split(sentence):
            lead = _LEAD.match(clause)
            found = _CLAIM.match(clause, lead.end() if lead else 0)
            keys = names.get(found["name"], []) if found else []
            before += clause
            if found is None or not keys or OTHER_TIME.search(before) or _OF_SOME.search(before):
                continue
            if Fraction(found["number"].replace(",", "")) not in known:
                yield _describe(row, clause[: found.end()], keys[0])


def _compare_opening(row: ToldRow, field: FormField, plain: str) -> Iterator[OutdatedFigure]:
    """Yield the figures of a short sentence of the draft, such as 现有470户、1530人, behind the name of the community."""
    values, name = row.values, re.escape(remove_blanks(fold(row.name)))
    for sentence in field.draft:
        keys = list_figures_in(sentence)
        words = [
            re.escape(each)
            for each in re.split(r"\{[^}]*\}", remove_blanks(fold(sentence.text)).rstrip("。."))
        ]
        if len(keys) < _SEVERAL or not set(keys) <= set(values) or len("".join(words)) > _SHORT:
            continue
        said = "([0-9][0-9,]*)".join(re.sub("[,、]", "[,，、]", each) for each in words)
        found = re.match(rf"(?:{name}|本村|我村|全村|本社区|我社区)?{said}(?=[,，。;；]|$)", plain)
        for key, number in zip(keys, found.groups() if found else (), strict=False):
            if Fraction(number.replace(",", "")) != values[key] and found:
                yield _describe(row, found[0], key)


def _describe(row: ToldRow, found: str, key: str) -> OutdatedFigure:
    known = row.rubric.facts.get(key) or row.rubric.indicators.get(key)
    return OutdatedFigure(found, known.zh if known else key, exact_text(row.values[key]))


def _read_values(community: Community) -> dict[str, Fraction]:
    """Return the numbers of a row by the key of their field."""
    figures = {key: each.value for key, each in community.indicators.items()}
    facts = {key: each.value for key, each in community.facts.items()}
    return {key: value for key, value in {**figures, **facts}.items() if isinstance(value, Fraction)}
