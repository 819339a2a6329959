"""Find and read a form: beside a notice first, then among the bundled ones.

The one module of the engine that reads the disk.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen import assets
from formgen.forms.form import Form, TemplateFile
from formgen.forms.formats import FORMATS
from formgen.forms.settings import read_settings
from formgen.office.digest import digest_of
from formgen.problems import FormgenError, Problem

_DIGITS = 16  # hexadecimal digits of a form's digest
_NAME = re.compile(r"\w[\w-]{0,59}")  # one folder of a plain name
_SETTINGS = ("form.yaml", "form.yml")
_STEM = "template"
_SHOWN = 8  # names of files that a problem lists


@dataclass(frozen=True, slots=True)
class InspectedForm:
    """What the folder of a form gave: the form as far as its settings could be read, and every fault of them."""

    form: Form | None
    problems: list[Problem]


def load_form(name: str, beside: Sequence[Path] = ()) -> Form:
    """Load a form by its name: from ``templates/<name>/`` in one of the folders, else from the bundled ones.

    The first folder of that name counts, whatever is wrong with it. Raises FormgenError R105 for what is no name of a
    form, T106 when it is nowhere, T101 for a form.yaml or templates that cannot be used.
    """
    found = inspect_form(name, beside)
    if found.form is None or found.problems:
        raise FormgenError(*found.problems)
    return found.form


def inspect_form(name: str, beside: Sequence[Path] = ()) -> InspectedForm:
    """Look for a form as ``load_form`` does, and read as much of its settings as can be read.

    Raises FormgenError as ``load_form`` does, but for faults in its form.yaml.
    """
    return inspect_folder(find_form(name, beside), name)


def inspect_folder(folder: Path, name: str) -> InspectedForm:
    """Read the form in a folder, as much of its settings as can be read. Raises FormgenError as ``load_form`` does."""
    files = _list_files(folder)
    settings = _pick_settings(files, name)
    source = _read_bytes(settings)
    read = read_settings(source, f"{name}/{settings.name}")
    try:
        templates = tuple(read_template(path) for path in _pick_templates(files, name))
    except FormgenError as error:
        raise FormgenError(*read.problems, *error.problems) from error
    if read.spec is None:
        return InspectedForm(None, read.problems)
    form = Form(name, read.spec, templates, folder, _hash_form(source, templates), read.tree)
    return InspectedForm(form, read.problems)


def find_form(name: str, beside: Sequence[Path] = ()) -> Path:
    """Return the folder of a form. Raises FormgenError R105 for what is no name of a form, T106 when it is nowhere."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        detail = "要写 templates 下的文件夹名，不能带路径"
        raise FormgenError(Problem("R105", words={"key": "forms", "value": f"{name}"[:40], "detail": detail}))
    places = [*(each / "templates" for each in beside), assets.folder("templates")]
    folder = next((path for each in places if _is_there(path := each / name)), None)
    if folder is None:
        raise FormgenError(Problem("T106", words={"name": name, "folder": str(places[0] / name)}))
    return folder


def load_forms(names: Iterable[str], beside: Sequence[Path] = ()) -> tuple[Form, ...]:
    """Load several forms as ``load_form`` does."""
    return tuple(load_form(name, beside) for name in names)


def read_template(path: Path) -> TemplateFile:
    """Read the file of a template; its suffix counts in lower case. Raises FormgenError T101 where it cannot be read."""
    return TemplateFile(f"{path.stem}{path.suffix.lower()}", _read_bytes(path))


def _is_there(path: Path) -> bool:
    """Return whether something of this name lies there, be it a link that leads nowhere."""
    return path.is_symlink() or path.exists()


def _list_files(folder: Path) -> list[Path]:
    """Return what lies in the folder of a form, sorted by name."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~")))
    except OSError as error:
        detail = "不是文件夹，或没有读取权限" if _is_there(folder) else "不在了"
        raise _unreadable(str(folder), detail) from error


def _pick_settings(files: Sequence[Path], name: str) -> Path:
    """Return the one form.yaml of a form, in whatever case its name is written."""
    found = [path for path in files if path.name.casefold() in _SETTINGS]
    if len(found) != 1:
        detail = (
            f"有两份：{_names(found)}，请只留一份" if found else f"没有 form.yaml；那里有：{_names(files)}"
        )
        raise _unreadable(name, detail)
    return found[0]


def _pick_templates(files: Sequence[Path], name: str) -> list[Path]:
    """Return the templates of a form, one of each kind, in whatever case their names are written."""
    named = [path for path in files if path.stem.casefold() == _STEM]
    kinds = [path.suffix.lower() for path in named]
    usable = "、".join(f"{_STEM}{suffix}" for suffix in FORMATS)
    if not named:
        raise _unreadable(name, f"没有模板，要有{usable}中的至少一个；那里有：{_names(files)}")
    strange = [path for path, kind in zip(named, kinds, strict=True) if kind not in FORMATS]
    if strange:
        raise _unreadable(name, f"{_names(strange)}不能用作模板，只能是{usable}；请另存，不用的请改名或移走")
    double = [path for path, kind in zip(named, kinds, strict=True) if kinds.count(kind) > 1]
    if double:
        raise _unreadable(name, f"同一种模板有两份：{_names(double)}，请只留一份")
    return sorted(named, key=lambda path: path.suffix.lower())


def _names(files: Collection[Path]) -> str:
    """Return the names of files for a clerk."""
    return "、".join(path.name for path in list(files)[:_SHOWN]) or "（没有文件）"


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        detail = "这是文件夹" if path.is_dir() else "打不开，可能没有读取权限"
        shown = f"{path.parent.name}/{path.name}"
        raise _unreadable(shown, detail) from error


def _unreadable(shown: str, detail: str) -> FormgenError:
    return FormgenError(Problem("T101", words={"file": shown, "detail": detail}))


def _hash_form(source: bytes, templates: Sequence[TemplateFile]) -> str:
    """Return a hash of a form's templates and its ``form.yaml``."""
    digests = "".join(
        hashlib.sha256(data).hexdigest() for data in (*(each.data for each in templates), source)
    )
    return digest_of(digests.encode(), _DIGITS)
