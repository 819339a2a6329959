"""A blank form of a programme, bound by its labels, in the place of a drawn template: what the notice knows fills its fields.

The names of communities, the facts and indicators of the rubric, its points and its opinions are matched with the labels
of the blank by the dictionary that fills any blank. Where one field remains, its tag is written there; from then on the
form is one like all others. What finds no place, or two, is left empty and told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from formgen.binding.blank_file import Blank
from formgen.binding.bound_folder import list_dictionaries, open_bound, with_answers
from formgen.binding.bound_form import BoundForm
from formgen.binding.edits import UNFIT, GapPiece, PlaceEdit, TextOf, UnfitError, make_edits
from formgen.binding.excel_writing import write_excel
from formgen.binding.fields import BoundField
from formgen.binding.filled_form import list_candidates, name_blank_place
from formgen.binding.key_matches import DataEntry, Match
from formgen.binding.matching import match_keys
from formgen.binding.synonyms import Synonyms, load_synonyms
from formgen.binding.word_writing import write_word
from formgen.filling.rows import IDENTITY
from formgen.forms.contents import write_field
from formgen.forms.form import Form, FormField, TemplateFile
from formgen.intake.vocabulary import COMMUNITY_NAMES, TOWNSHIP_NAMES
from formgen.library.score_cells import ScoreTables, find_score_cells
from formgen.office.digest import digest_of
from formgen.office.package import repacked
from formgen.problems import FormgenError, Problem
from formgen.rubric.schema import Rubric

_UNTAGGED = {"seal", "photo", "checkbox", "list", "boxes"}  # kinds that one printed text does not fill
_DIGITS = 16
_OWN = [name for name in FormField.model_fields if name != "label"]
_EXACTLY = Synonyms((), frozenset())


@dataclass(frozen=True, slots=True)
class _Named:
    """A key of the rubric and the names it may have on a form, the nearest first."""

    key: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A key with the field of the blank that it fills."""

    key: str
    match: Match

    @property
    def field(self) -> BoundField:
        """Return the field."""
        return self.match.fields[0]


def adapt_forms(forms: Iterable[Form], rubric: Rubric) -> tuple[Form, ...]:
    """Return forms with those of bound blanks made ready for a rubric. Raises as ``adapt_form`` does."""
    return tuple(adapt_form(form, rubric) for form in forms)


def adapt_form(form: Form, rubric: Rubric) -> Form:
    """Return a form as it is; one of a bound blank with its tags and settings for a rubric, and what is doubtful of it.

    Raises FormgenError F101 where the blank is gone, B124 for a form.yaml that does not fit it, T101 for its settings.
    """
    if form.spec.blank is None:
        return form
    blank, unused = with_answers(open_bound(form.folder), form.folder, None)
    synonyms = load_synonyms(*list_dictionaries(form.folder, None))
    scores = find_score_cells(blank, rubric, form)
    open_fields = _open_fields(blank, scores)
    found = _match(blank, rubric, synonyms, open_fields)
    edits, doubts, placed = list[PlaceEdit](), [*unused, *scores.problems, *found.problems], list[_Placed]()
    texts = TextOf({each.number: each.text for each in blank.form.paragraphs})
    for each in found.placed:
        try:
            edits += _tag(each, texts)
        except UnfitError as error:
            where = name_blank_place(each.field, blank)
            doubts.append(
                Problem("B131", words={"key": _say(rubric, each.key), "why": error.why, "where": where})
            )
            continue
        placed.append(each)
    parts = (write_word if blank.is_word else write_excel)(blank.parts, [*edits, *scores.edits])
    doubts += _left_empty(
        form, blank, [each for each in open_fields if each.number not in {one.field.number for one in placed}]
    )
    settings = _settings(form, placed, rubric, texts)
    spec = form.spec.model_copy(update={"blank": None, "fields": settings, "columns": scores.columns})
    data = repacked(parts)
    digest = digest_of(data + repr(spec).encode(), _DIGITS)
    template = TemplateFile(f"template{blank.suffix}", data)
    return replace(form, spec=spec, templates=(template,), digest=digest, doubts=tuple(doubts))


def _open_fields(blank: Blank, scores: ScoreTables) -> list[BoundField]:
    """Return the fields that a text of the rubric may fill: no seal, nothing that holds points."""
    return [
        each
        for each in blank.bound.fields
        if each.kind != "seal" and not each.dropped and not scores.covers(each)
    ]


# -- matching -----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Matched:
    placed: tuple[_Placed, ...]
    problems: tuple[Problem, ...]


def _names_in(rubric: Rubric) -> Iterator[_Named]:
    yield _Named("name", ("name", *COMMUNITY_NAMES))
    yield _Named("township", ("township", *TOWNSHIP_NAMES))
    for key, fact in rubric.facts.items():
        if key not in IDENTITY:
            yield _Named(key, (key, fact.zh, *fact.also))
    for key, indicator in rubric.indicators.items():
        if key not in rubric.facts:
            yield _Named(key, (key, indicator.zh, *indicator.also))


def _match(blank: Blank, rubric: Rubric, synonyms: Synonyms, open_fields: Sequence[BoundField]) -> _Matched:
    """Return the field of each key; a field that two keys name equally well gets neither."""
    seals = [each for each in blank.bound.fields if each.kind == "seal"]
    bound = replace(blank.bound, fields=(*open_fields, *seals))
    found = {each.key: _match_key(each, bound, synonyms) for each in _names_in(rubric)}
    claims: dict[int, list[tuple[int, str]]] = {}
    for key, match in found.items():
        if match is not None and match.fields:
            claims.setdefault(match.fields[0].number, []).append((match.step, key))
    placed, problems = list[_Placed](), list[Problem]()
    for key, match in found.items():
        if match is None:
            continue
        if match.question is not None:
            words = {
                "key": _say(rubric, key),
                "why": match.question.text,
                "where": list_candidates(match.question, blank),
            }
            problems.append(Problem("B131", words=words))
            continue
        rivals = sorted(claims[match.fields[0].number])
        if len(rivals) > 1 and rivals[0][0] == rivals[1][0]:
            others = "、".join(_say(rubric, other) for _, other in rivals)
            where = name_blank_place(match.fields[0], blank)
            problems.append(
                Problem(
                    "B131", words={"key": _say(rubric, key), "why": f"{others}要填同一处", "where": where}
                )
            )
        elif rivals[0][1] == key:
            placed.append(_Placed(key, match))
    return _Matched(tuple(placed), tuple(problems))


def _match_key(named: _Named, bound: BoundForm, synonyms: Synonyms) -> Match | None:
    """Return the field of a key by the first of its names that has one, or the question which; by synonyms last.

    Where only a place of a seal has the name, that is the question.
    """
    sealed: Match | None = None
    for dictionary in (_EXACTLY, synonyms):
        for name in named.names:
            (match,) = match_keys(bound, [DataEntry((name,), "x")], dictionary)
            code = match.question.code if match.question else ""
            if match.fields or code == "B101":
                return match
            sealed = match if code == "B121" and sealed is None else sealed
    return sealed


def _say(rubric: Rubric, key: str) -> str:
    """Return the name of a key in a clerk's words."""
    own = {"name": COMMUNITY_NAMES[0], "township": TOWNSHIP_NAMES[0]}
    known = rubric.facts.get(key) or rubric.indicators.get(key)
    return own.get(key) or (known.zh if known else key)


# -- tags and settings --------------------------------------------------------------------------------
def _tag(placed: _Placed, texts: TextOf) -> list[PlaceEdit]:
    """Return what writes the tag of a key into its field. Raises UnfitError where one text does not fill it."""
    field, tag = placed.field, write_field(placed.key)
    if field.kind in _UNTAGGED or placed.match.entry.value != "x":
        raise UnfitError(UNFIT, "这一处要打√、分格或分行填，要由人填")
    cell = field.cells[0] if field.cells else None
    if field.gap is not None and field.gap.parts:
        return [PlaceEdit(field, cell, field.paragraph, (GapPiece(field.gap.start, field.gap.end, tag),))]
    return make_edits(replace(placed.match, entry=DataEntry((placed.key,), tag)), texts)


def _settings(form: Form, placed: Sequence[_Placed], rubric: Rubric, texts: TextOf) -> dict[str, FormField]:
    """Return the settings of the facts on a form: what its form.yaml says of the field, its label, a date left open.

    Raises FormgenError T101 with every setting that cannot be read.
    """
    plain = form.tree.plain()
    said = plain.get("fields") if isinstance(plain, Mapping) else None
    found, problems = dict[str, FormField](), list[Problem]()
    for each in placed:
        if each.key not in rubric.facts:
            continue
        written = said.get(each.field.field) if isinstance(said, Mapping) else None
        own = {key: written[key] for key in _OWN if key in written} if isinstance(written, Mapping) else {}
        try:
            found[each.key] = FormField.model_validate(
                {"label": rubric.facts[each.key].zh, **_open_date(each.field, texts), **own}
            )
        except ValidationError as error:
            path = ("fields", each.field.field, *error.errors()[0]["loc"])
            words = {"file": form.tree.file, "detail": f"{'.'.join(map(str, path))}：写法不对"}
            problems.append(Problem("T101", form.tree.place(path), words))
    if problems:
        raise FormgenError(*problems)
    return found


def _open_date(field: BoundField, texts: TextOf) -> dict[str, str]:
    """Return what is printed for a date that nobody gave: the blanks between 年 月 日 as they were."""
    if field.gap is None or not field.gap.parts:
        return {}
    text = texts(field.cells[0] if field.cells else None, field.paragraph)
    return {"blank": text[field.gap.start : field.gap.end]}


def _left_empty(form: Form, blank: Blank, left: Sequence[BoundField]) -> list[Problem]:
    """Return the hint that names the fields which nothing of the notice fills."""
    if not left:
        return []
    shown = "；".join(f"{each.number}号“{each.label}”（{name_blank_place(each, blank)}）" for each in left)
    return [
        Problem(
            "B130", form.tree.place(()), {"form": form.spec.title, "count": str(len(left)), "known": shown}
        )
    ]
