"""Find and read a form: beside a notice first, then among the bundled ones.

The one module of the engine that reads the disk.
"""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import ValidationError

from formgen import assets, yamltext
from formgen.forms.form import Form, FormSpec, TemplateFile
from formgen.forms.formats import FORMATS
from formgen.office.digest import digest_of
from formgen.problems import FormgenError, Place, Problem

_DIGITS = 16  # hexadecimal digits of a form's digest


def load_form(name: str, beside: Sequence[Path] = ()) -> Form:
    """Load a form by its name: from ``templates/<name>/`` in one of the folders, else from the bundled ones.

    Raises FormgenError T106 when it is nowhere, T101 for a faulty form.yaml.
    """
    places = [*(each / "templates" for each in beside), assets.folder("templates")]
    folder = next((each / name for each in places if (each / name / "form.yaml").is_file()), None)
    if folder is None:
        raise FormgenError(Problem("T106", words={"name": name, "folder": str(places[0] / name)}))
    source = (folder / "form.yaml").read_bytes()
    spec = _read_spec(source, f"{name}/form.yaml")
    names = {f"template{suffix}" for suffix in FORMATS}
    templates = tuple(
        read_template(path) for path in sorted(path for path in folder.iterdir() if path.name in names)
    )
    return Form(name, spec, templates, folder, _hash_form(source, templates))


def load_forms(names: Iterable[str], beside: Sequence[Path] = ()) -> tuple[Form, ...]:
    """Load several forms as ``load_form`` does."""
    return tuple(load_form(name, beside) for name in names)


def read_template(path: Path) -> TemplateFile:
    """Read the file of a template. Raises FormgenError T101 where that is not possible."""
    try:
        return TemplateFile(path.name, path.read_bytes())
    except OSError as error:
        words = {"file": f"{path.parent.name}/{path.name}", "detail": "打不开，可能没有读取权限"}
        raise FormgenError(Problem("T101", words=words)) from error


def _read_spec(source: bytes, shown: str) -> FormSpec:
    tree, problems = yamltext.load(source.decode("utf-8-sig"), shown)
    if problems:
        raise FormgenError(*problems)
    try:
        return FormSpec.model_validate(tree.plain())
    except ValidationError as error:
        faults = [_fault(tree, shown, fault["loc"]) for fault in error.errors()]
        raise FormgenError(*faults) from error


def _fault(tree: yamltext.Node, shown: str, path: tuple[str | int, ...]) -> Problem:
    place: Place = tree.place(path)
    return Problem("T101", place, {"file": shown, "detail": ".".join(str(step) for step in path)})


def _hash_form(source: bytes, templates: Sequence[TemplateFile]) -> str:
    """Return a hash of a form's templates and its ``form.yaml``."""
    files = [*(template.data for template in templates), source] if templates else []
    digests = "".join(hashlib.sha256(data).hexdigest() for data in files)
    return digest_of(digests.encode(), _DIGITS)
