"""Find and read a form: beside a notice first, then among the bundled ones.

The one module of the engine that reads the disk.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from formgen import assets, yamltext
from formgen.forms.form import Form, FormSpec, TemplateFile
from formgen.forms.formats import FORMATS
from formgen.office.digest import digest_of
from formgen.problems import FormgenError, Problem

_DIGITS = 16  # hexadecimal digits of a form's digest
_NAME = re.compile(r"\w[\w-]{0,59}")  # one folder of a plain name
_SETTINGS = ("form.yaml", "form.yml")
_STEM = "template"
_SHOWN = 8  # names of files that a problem lists


def load_form(name: str, beside: Sequence[Path] = ()) -> Form:
    """Load a form by its name: from ``templates/<name>/`` in one of the folders, else from the bundled ones.

    The first folder of that name counts, whatever is wrong with it. Raises FormgenError R105 for what is no name of a
    form, T106 when it is nowhere, T101 for a form.yaml or templates that cannot be used.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        detail = "要写 templates 下的文件夹名，不能带路径"
        raise FormgenError(Problem("R105", words={"key": "forms", "value": f"{name}"[:40], "detail": detail}))
    places = [*(each / "templates" for each in beside), assets.folder("templates")]
    folder = next((path for each in places if _is_there(path := each / name)), None)
    if folder is None:
        raise FormgenError(Problem("T106", words={"name": name, "folder": str(places[0] / name)}))
    files = _list_files(folder)
    settings = _pick_settings(files, name)
    source = _read_bytes(settings)
    spec, tree = _read_spec(source, f"{name}/{settings.name}")
    templates = tuple(read_template(path) for path in _pick_templates(files, name))
    return Form(name, spec, templates, folder, _hash_form(source, templates), tree)


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


def _read_spec(source: bytes, shown: str) -> tuple[FormSpec, yamltext.Node]:
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(shown, "不是 UTF-8 文字，请用记事本打开，以 UTF-8 编码另存") from error
    tree, problems = yamltext.load(text, shown)
    if problems:
        raise FormgenError(*problems)
    try:
        return FormSpec.model_validate(tree.plain()), tree
    except ValidationError as error:
        faults = [_fault(tree, shown, fault) for fault in error.errors()]
        raise FormgenError(*faults) from error


_FAULTS = {
    "missing": "没有写",
    "extra_forbidden": "没有这一项",
    "int_parsing": "应当是整数",
    "bool_parsing": "应当是 true 或 false",
    "string_type": "应当是文字",
    "dict_type": "应当是一组“键: 值”",
    "model_type": "应当是一组“键: 值”",
    "list_type": "应当是列表",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "键只能用小写英文字母、数字和下划线",
    "greater_than": "应当大于0",
}


def _fault(tree: yamltext.Node, shown: str, fault: ErrorDetails) -> Problem:
    """Return a fault of the settings as a problem, with its line and its key."""
    path = tuple(step for step in fault["loc"] if step != "[key]")
    expected = str(fault.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", "、")
    detail = f"可选 {expected.replace(', ', '、')}" if expected else _FAULTS.get(fault["type"], "写法不对")
    key = ".".join(str(step) for step in path) or "全文"
    return Problem("T101", tree.place(path), {"file": shown, "detail": f"{key}：{detail}"})


def _hash_form(source: bytes, templates: Sequence[TemplateFile]) -> str:
    """Return a hash of a form's templates and its ``form.yaml``."""
    digests = "".join(
        hashlib.sha256(data).hexdigest() for data in (*(each.data for each in templates), source)
    )
    return digest_of(digests.encode(), _DIGITS)
