"""What ``formgen template check`` does: a template held against what fills it, in both directions, before anything is filled.

Tags that nothing fills, fields that are printed nowhere, loops that tear merged cells, boxes too small for their limit,
typefaces that other computers lack, the name of another notice: each with its cell or paragraph.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen import assets
from formgen.binding.bound_folder import form_file_at, open_bound
from formgen.binding.form_file import read_form_file
from formgen.commands.rubric import bundled_notices
from formgen.commands.template_texts import TemplateTexts, read_texts
from formgen.filling.form_check import check_form
from formgen.filling.form_contents import compile_forms, contents_of, report_doubtful_templates
from formgen.forms.compiled import CompiledForm
from formgen.forms.form import Form
from formgen.forms.load import inspect_folder
from formgen.library.programme_forms import adapt_form
from formgen.printing.fonts import select_unusual
from formgen.problems import FormgenError, Problem
from formgen.rubric.load import RUBRIC_SUFFIXES, load_rubric
from formgen.rubric.schema import Rubric
from formgen.yamltext.tree import load

_FULL = "国"  # the widest of characters: what fits of it fits of every text


@dataclass(frozen=True, slots=True)
class CheckedFolder:
    """A folder of a form as it was checked: by which rubric, if any, how many tags, and every problem."""

    rubric: str
    tags: int
    problems: tuple[Problem, ...]


def check_template(path: Path, rubric: str = "") -> CheckedFolder:
    """Check the folder of a form, or of a bound blank, against a rubric: the one named, else the one that asks for the form.

    A bound blank that no rubric asks for is held against its own form.yaml. Raises FormgenError F101 where there is no
    form, B133 where no rubric is known for a form that has none of its own, and as ``inspect_folder`` does.
    """
    folder = form_file_at(path).parent.resolve()
    inspected = inspect_folder(folder, folder.name)
    form = inspected.form
    if form is None or inspected.problems:
        return CheckedFolder("", 0, tuple(inspected.problems))
    found = _find_rubric(folder, rubric)
    if found is not None:
        return _by_rubric(form, found)
    if form.spec.blank is None:
        raise FormgenError(Problem("B133", words={"form": folder.name}), usage=True)
    return _by_itself(form)


def _find_rubric(folder: Path, asked: str) -> Rubric | None:
    """Return the rubric that was asked for, else the one beside the templates, else the bundled one that asks for the form."""
    if asked:
        return load_rubric(asked)
    beside = sorted(each for each in folder.parent.parent.iterdir() if each.suffix.lower() in RUBRIC_SUFFIXES)
    if folder.parent.name == "templates":
        named = [each for each in beside if folder.name in _forms_in(each)]
        if named:
            return load_rubric(str(named[0]))
    if folder.parent == assets.folder("templates").resolve():
        return next((each.rubric for each in bundled_notices() if folder.name in each.rubric.forms), None)
    return None


def _forms_in(file: Path) -> Sequence[str]:
    """Return the forms that a file of a rubric names, none for a file that is none."""
    try:
        plain = load(file.read_text(encoding="utf-8"), file.name)[0].plain()
    except (OSError, UnicodeDecodeError, FormgenError):
        return ()
    forms = plain.get("forms") if isinstance(plain, dict) else None
    return forms if isinstance(forms, list) else ()


# -- by a rubric --------------------------------------------------------------------------------------
def _by_rubric(form: Form, rubric: Rubric) -> CheckedFolder:
    adapted = adapt_form(form, rubric)
    faults = check_form(adapted, rubric)
    texts = [read_texts(each.data, f"{form.id}/{each.name}") for each in adapted.templates]
    known = _Known.of(adapted, rubric)
    unknown = [problem for each in texts for problem in known.unknown_tags(each)]
    compiled, refused = _compile([] if faults or unknown else [adapted], rubric)
    problems = [
        *faults, *unknown, *refused, *report_doubtful_templates(compiled, rubric),
        *known.unprinted(texts), *(problem for each in texts for problem in each.torn_merges()),
        *(problem for each in compiled for problem in _too_small(each, texts)),
        *(problem for each in texts for problem in _looks(each, adapted.spec.title, rubric)),
    ]  # fmt: skip
    return CheckedFolder(rubric.id, sum(len(each.tags) for each in texts), tuple(problems))


def _compile(forms: Sequence[Form], rubric: Rubric) -> tuple[list[CompiledForm], tuple[Problem, ...]]:
    """Return forms compiled, or why they cannot be."""
    try:
        return compile_forms(forms, rubric), ()
    except FormgenError as error:
        return [], error.problems


@dataclass(frozen=True, slots=True)
class _Known:
    """What a form may print: names by themselves, those of rows, sections and the total, and its own fields and columns."""

    form: Form
    alone: frozenset[str]
    parts: dict[str, frozenset[str]]

    @classmethod
    def of(cls, form: Form, rubric: Rubric) -> "_Known":
        """Return what a form may print of a rubric."""
        seen = contents_of(rubric, form).make_context(str)
        rows = frozenset(name for row in seen["rows"] for name in row)
        sections = frozenset(name for each in seen["sections"] for name in each)
        named = {key: frozenset(value) for key, value in seen.items() if isinstance(value, dict)}
        return cls(form, frozenset(seen), {**named, "section": sections, "row": rows, "first": rows})

    def unknown_tags(self, texts: TemplateTexts) -> Iterator[Problem]:
        """Yield the tags that nothing fills."""
        for tag in texts.tags:
            *heads, last = tag.name.split(".")
            root = texts.loops.get(heads[-1], heads[-1]) if heads else ""
            known = last in self.parts.get(root, ()) if heads else last in self.alone
            if not known and root != "loop":
                yield Problem("B134", words={"file": texts.shown, "where": tag.where, "field": tag.name})

    def unprinted(self, texts: Sequence[TemplateTexts]) -> Iterator[Problem]:
        """Yield the fields and columns of form.yaml that a template does not print."""
        for each in texts:
            names = {tag.name for tag in each.tags} | each.asked
            columns = {name.rsplit(".", 1)[-1] for name in names if "." in name}
            left = [key for key in self.form.spec.fields if key not in names]
            left += [key for key in self.form.spec.columns if key not in columns]
            for key in left:
                group = "fields" if key in self.form.spec.fields else "columns"
                yield Problem("B135", self.form.tree.place((group, key)), {"file": each.shown, "field": key})


def _too_small(compiled: CompiledForm, texts: Sequence[TemplateTexts]) -> Iterator[Problem]:
    """Yield the fields whose box does not hold as many characters as their limit allows."""
    spec = compiled.form.spec
    for read, template in zip(texts, compiled.templates.values(), strict=True):
        where = {tag.name: tag.where for tag in reversed(read.tags)}
        for key, field in spec.fields.items():
            if field.limit is None or key not in template.slots or field.over == "continue":
                continue
            fitted = template.fit({**dict.fromkeys(template.slots, ""), key: _FULL * field.limit})
            if any(each.slot == key for each in fitted.overflows):
                words = {
                    "label": field.label,
                    "limit": str(field.limit),
                    "where": where.get(key, ""),
                    "file": read.shown,
                }
                yield Problem("B137", compiled.form.tree.place(("fields", key, "limit")), words)


def _looks(texts: TemplateTexts, title: str, rubric: Rubric | None) -> Iterator[Problem]:
    """Yield typefaces that other computers lack, and names of other notices."""
    for face in select_unusual(texts.faces):
        words = {"file": texts.shown, "where": texts.faces[face], "face": face}
        yield Problem("B138", words=words)
    own = {title, *(_names_of(rubric) if rubric else ())}
    others = {name for each in bundled_notices() for name in _names_of(each.rubric)}
    for name in sorted(others):
        if any(name in each or each in name for each in own):
            continue
        for where in texts.places_of(name):
            yield Problem("B139", words={"file": texts.shown, "where": where, "name": name})


def _names_of(rubric: Rubric) -> Iterator[str]:
    """Yield what a notice is known by: its number, its title, and that of its rubric."""
    yield from (
        each
        for each in (rubric.notice.number, rubric.notice.title, rubric.title)
        if len(each) > len("无文号")
    )


# -- by its own form.yaml -----------------------------------------------------------------------------
def _by_itself(form: Form) -> CheckedFolder:
    """Check the folder of a bound blank: that form.yaml fits its blank, and that the template has the same fields."""
    open_bound(form.folder)
    fields = read_form_file(form_file_at(form.folder)).fields
    filled = {
        name for name, said in fields.items() if said.get("kind") != "seal" and said.get("dropped") != "true"
    }
    problems = list[Problem]()
    texts = [read_texts(each.data, f"{form.id}/{each.name}") for each in form.templates]
    for each in texts:
        names = {tag.name for tag in each.tags}
        problems += [
            Problem("B134", words={"file": each.shown, "where": tag.where, "field": tag.name})
            for tag in each.tags
            if tag.name not in fields
        ]
        untagged = sorted(filled - names - {name for name in filled if fields[name].get("kind") == "photo"})
        problems += [
            Problem("B135", form.tree.place(("fields", name)), {"file": each.shown, "field": name})
            for name in untagged
        ]
        problems += [*each.torn_merges(), *_looks(each, form.spec.title, None)]
    return CheckedFolder("", sum(len(each.tags) for each in texts), tuple(problems))
