"""What ``formgen rubric`` does: bundled rubrics listed, one rubric file checked together with its forms."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from formgen import assets, library
from formgen.filling.form_check import check_form
from formgen.filling.form_contents import compile_forms, report_doubtful_templates
from formgen.folder.document_paths import refuse_same_files
from formgen.forms.form import Form
from formgen.forms.load import InspectedForm, find_form, inspect_form
from formgen.intake.clashes import find_clashes
from formgen.library.programme_forms import adapt_form
from formgen.problems import FormgenError, Place, Problem, errors_in
from formgen.rubric.load import Inspection, find_rubric, inspect_rubric
from formgen.rubric.schema import Rubric
from formgen.workbook.reading_back import prove_workbook
from formgen.yamltext import Node

_AREA = re.compile("(?![各全本])[\u4e00-\u9fff]{2,5}?(?:(?<!城)市|县|州|盟|旗|(?<!社)(?<!园)区)")


@dataclass(frozen=True, slots=True)
class CheckedRubric:
    """A rubric file with every problem found, and where each of its forms was found, by name."""

    file: Path
    rubric: Rubric | None
    forms: dict[str, Path]
    problems: list[Problem]


def bundled_notices() -> list[library.Notice]:
    """Return the bundled notices."""
    return [library.notice(name) for name in assets.rubric_ids()]


def look_into_rubric(rubric: str) -> CheckedRubric:
    """Check a rubric file, all its readings, and that its forms are there and fit it."""
    file = find_rubric(rubric)
    inspected = inspect_rubric(file)
    checked = CheckedRubric(file, inspected.rubric, {}, list(inspected.problems))
    checked.problems.extend(_check_id(inspected.tree, file))
    if checked.rubric is None:
        checked.problems.extend(_find_missing_forms(inspected, file.name))
        return checked
    if not errors_in(checked.problems):
        checked.problems.extend(_check_headers(checked.rubric, inspected.tree, file.name))
    sound = not errors_in(checked.problems)
    named = inspected.tree.place(("forms",), file.name)
    printed: set[str] = set()
    forms: list[Form] = []
    for at, name in enumerate(checked.rubric.forms):
        if name in checked.rubric.forms[:at]:
            forms += [replace(form) for form in forms if form.id == name][:1]
            continue
        try:
            found = _adapted(inspect_form(name, inspected.folders), checked.rubric)
            forms += [found.form] if found.form else []
            printed |= _check_one_form(checked, checked.rubric, found, sound=sound, named=named)
        except FormgenError as error:
            placed = (each if each.place.file else replace(each, place=named) for each in error.problems)
            checked.problems.extend(placed)
    checked.problems.extend(_check_names_of_forms(forms, named))
    checked.problems.extend(_check_areas_of_forms(forms, checked.rubric, named))
    checked.problems.extend(each.problem for each in inspected.unused if each.key not in printed)
    return checked


def _find_missing_forms(inspected: Inspection, author: str) -> list[Problem]:
    """Return a problem for each form that is nowhere, of a rubric whose other parts could not be read."""
    found = list[Problem]()
    written = inspected.tree.plain()
    forms = written.get("forms") if isinstance(written, dict) else None
    told = {(each.code, each.place) for each in inspected.problems}
    for at, name in enumerate(forms if isinstance(forms, list) else []):
        place = inspected.tree.place(("forms", at), author)
        try:
            find_form(name, inspected.folders)
        except FormgenError as error:
            found += [replace(each, place=place) for each in error.problems if (each.code, place) not in told]
    return found


def _adapted(found: InspectedForm, rubric: Rubric) -> InspectedForm:
    """Return a form that was found; of a bound blank what it is for the rubric. Raises FormgenError as ``adapt_form``."""
    return replace(found, form=adapt_form(found.form, rubric)) if found.form else found


def _check_one_form(
    checked: CheckedRubric, rubric: Rubric, found: InspectedForm, *, sound: bool, named: Place
) -> set[str]:
    """Note where a form is and what is wrong with it; return the slots that it prints. Raises FormgenError."""
    faults = [*found.problems, *(check_form(found.form, rubric) if found.form and sound else [])]
    if found.form:
        checked.forms[found.form.id] = found.form.folder
        faults = _at_own_line(faults, found.form, checked.file, named)
    checked.problems.extend(faults)
    compiled = compile_forms([found.form] if found.form and sound and not faults else [], rubric)
    checked.problems.extend(report_doubtful_templates(compiled, rubric))
    return {slot for each in compiled for template in each.templates.values() for slot in template.slots}


def _check_names_of_forms(forms: list[Form], named: Place) -> list[Problem]:
    """Return a problem for forms whose documents would have the same name; one named twice is told at the rubric."""
    try:
        refuse_same_files(forms)
    except FormgenError as error:
        return [
            replace(each, place=named) if each.words["one"] == each.words["other"] else each
            for each in error.problems
        ]
    return []


def _check_areas_of_forms(forms: list[Form], rubric: Rubric, named: Place) -> list[Problem]:
    """Return a hint for each form whose title begins with an area that the rubric names nowhere: a borrowed one."""
    titles = {form.spec.title: area[0] for form in forms if (area := _AREA.match(form.spec.title))}
    said = rubric.model_dump_json() if titles else ""
    advice = "借来的表，请复制一份放在评分标准旁边的 templates 里，改成自己的标题；就是这个标题的，不用改"
    return [
        Problem(
            "R132",
            named,
            {"rule": title, "detail": f"是要填的表，评分标准里没有提到“{area}”", "advice": advice},
        )
        for title, area in titles.items()
        if area not in said
    ]


def _at_own_line(problems: list[Problem], form: Form, file: Path, named: Place) -> list[Problem]:
    """Return the problems of a form; those of a bundled one at the line of an author's own file that asks for it."""
    bundled = assets.folder("templates")
    if form.folder.parent != bundled or file.parent == assets.folder("rubrics"):
        return problems
    return [
        replace(each, place=replace(named, path=f"（自带的 {each.place.file} 第{each.place.line}行）"))
        for each in problems
    ]


def _check_id(tree: Node, file: Path) -> list[Problem]:
    """Return a problem for an id that is not the name of the file."""
    written = tree.get("id")
    if written is None or not isinstance(written.value, str) or written.value == file.stem:
        return []
    return [Problem("R130", tree.place(("id",), file.name), {"id": written.value, "file": file.name})]


def _check_headers(rubric: Rubric, tree: Node, author: str) -> list[Problem]:
    """Return a problem for each word that two things are called by, else for what cannot be read back."""
    clashes = [
        Problem(
            "R131",
            tree.place(each.path, author),
            {"word": each.word, "one": each.other, "other": each.path[1]},
        )
        for each in find_clashes(rubric)
    ]
    return clashes or prove_workbook(rubric, tree, author)
