"""What ``formgen template bind`` does: a blank bound, numbered, listed for a clerk, with the clerk's answers."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from formgen.binding.answer_sheet import read_answer_sheet, write_answer_sheet
from formgen.binding.answers import CarriedAnswers, carry_answers
from formgen.binding.asking import AskPlace, decide_by_asking
from formgen.binding.blank_file import Blank
from formgen.binding.bound_folder import ANSWER_SHEET
from formgen.binding.decisions import FormDecisions
from formgen.binding.edits import GapPiece, PlaceEdit
from formgen.binding.excel_writing import write_excel
from formgen.binding.fields import BoundField
from formgen.binding.filled_form import question_problem
from formgen.binding.form_file import FORM_FILE, write_form_file
from formgen.binding.key_matches import DataEntry, Match
from formgen.binding.matching import match_keys
from formgen.binding.records import read_records
from formgen.binding.report import describe_blank, describe_questions
from formgen.binding.synonyms import load_synonyms
from formgen.binding.word_writing import write_word
from formgen.commands.fill import open_blank, refuse_present
from formgen.office.disk import make_folder, write_file
from formgen.office.package import repacked
from formgen.problems import Problem


@dataclass(frozen=True, slots=True)
class BindAsked:
    """What was asked of ``template bind``: data to look for, the clerk's answers, the office's words, overwriting.

    ``ask`` is asked about every question of the data.
    """

    data: Path | None = None
    answers: Path | None = None
    names: Path | None = None
    force: bool = False
    ask: AskPlace | None = None


@dataclass(frozen=True, slots=True)
class BindRun:
    """What ``template bind`` found: the report, and every question."""

    report: dict[str, Any]
    problems: tuple[Problem, ...]


def bind_files(form: Path, folder: Path, asked: BindAsked) -> BindRun:
    """Bind a blank and write its folder: form.yaml, the blank, the template, 对照表, 样张.

    With ``force``, the answers in a 对照表 that is there already are taken over. Raises FormgenError B114 else.
    """
    opened = open_blank(form)
    plain = replace(opened, decisions=FormDecisions())
    present = folder / ANSWER_SHEET
    answers = asked.answers or (present if asked.force and present.is_file() else None)
    carried = carry_answers(read_answer_sheet(answers), plain, answers) if answers else CarriedAnswers()
    blank = replace(plain, decisions=opened.decisions.then(carried.decisions))
    if asked.ask is not None and asked.data is not None:
        synonyms = load_synonyms(*([asked.names] if asked.names else []))
        told = decide_by_asking(blank, read_records(asked.data), synonyms, asked.ask)
        blank = replace(blank, decisions=blank.decisions.then(told))
    questions = _questions(blank, asked)
    files = {
        FORM_FILE: write_form_file(blank, [asked.names.name] if asked.names else []).encode(),
        f"空白表{blank.suffix}": repacked(blank.parts),
        f"template{blank.suffix}": repacked(_marked(blank, tags=True)),
        f"样张{blank.suffix}": repacked(_marked(blank, tags=False)),
        ANSWER_SHEET: write_answer_sheet(plain, questions, dict(carried.by_number), dict(carried.by_key)),
    }
    files |= {asked.names.name: asked.names.read_bytes()} if asked.names else {}
    if not asked.force:
        refuse_present([folder / name for name in files])
    make_folder(folder)
    for name, data in files.items():
        write_file(folder / name, data)
    report = describe_blank(blank) | {"unplaced": describe_questions(questions, blank)}
    asks = [question_problem(each.question, blank) for each in questions if each.question is not None]
    return BindRun(report, (*asks, *carried.problems))


def _questions(blank: Blank, asked: BindAsked) -> list[Match]:
    """Return the keys of the data that are a question; each key of all records once."""
    synonyms = load_synonyms(*([asked.names] if asked.names else []))
    if asked.data is None:
        return []
    keys = dict[tuple[str, ...], DataEntry]()
    for record in read_records(asked.data):
        for entry in record:
            keys.setdefault(entry.parts, entry)
    return [match for match in match_keys(blank.bound, [*keys.values()], synonyms) if match.question]


def number_sign(number: int) -> str:
    """Return a number as it is written into the 样张: ①, beyond ㊿ in brackets."""
    for first, last, start in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(start + number - first)
    return f"({number})"


def _marked(blank: Blank, *, tags: bool) -> dict[str, bytes]:
    """Return the parts of a blank with the tag of each field at its place, or else with its number."""
    edits = list[PlaceEdit]()
    for each in blank.bound.fields:
        if not tags:
            edits += _mark(each, number_sign(each.number))
        elif each.kind != "seal" and not each.dropped:
            edits += _mark(each, f"{{{{ {each.field} }}}}")
    return (write_word if blank.is_word else write_excel)(blank.parts, edits)


def _mark(field: BoundField, text: str) -> list[PlaceEdit]:
    """Return the edit that writes a tag or a number at a field's place; choices and photos have it before their words."""
    cell = field.cells[0] if field.cells else None
    if field.options:
        at = field.options[0].start
        return [PlaceEdit(field, cell, field.paragraph, (GapPiece(at, at, text),))]
    if field.gap is not None and field.gap.start >= 0:
        end = field.gap.parts[0][1] if field.gap.parts else field.gap.end
        start = field.gap.parts[0][0] if field.gap.parts else field.gap.start
        return [PlaceEdit(field, cell, field.paragraph, (GapPiece(start, end, text),))]
    if field.kind == "seal" and (cell is None or cell.text.strip()):
        return [PlaceEdit(field, cell, field.paragraph, (GapPiece(field.start, field.start, text),))]
    if cell is None or field.kind == "photo":
        return []
    blank = not cell.text.strip()
    return [
        PlaceEdit(
            field, cell, 0, (GapPiece(0, len(cell.text) if blank and "\n" not in cell.text else 0, text),)
        )
    ]
