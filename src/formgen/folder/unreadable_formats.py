"""Files that somebody saved in another format beside the forms: what was filled into them cannot be read."""

import re
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from formgen.folder.identified_documents import OFFICE, walk_files
from formgen.forms.formats import suffix_of
from formgen.problems import Place, Problem

_WORDS = frozenset(
    (
        ".doc", ".docm", ".dot", ".dotx", ".dotm", ".wps", ".wpt", ".rtf", ".odt", ".ott", ".fodt", ".sxw",
        ".uot", ".uof", ".mht", ".mhtml", ".wpd", ".wri", ".pages",
    )
)  # fmt: skip
_SHEETS = frozenset(
    (
        ".xls", ".xlsm", ".xlsb", ".xlt", ".xltx", ".xltm", ".xlw", ".et", ".ett", ".ods", ".ots", ".fods",
        ".sxc", ".uos", ".numbers",
    )
)  # fmt: skip
_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz"})
_BACKUPS = frozenset(
    {".bak", ".tmp", ".wbk", ".xlk", ".asd", ".formgen"}
)  # of programs: nobody fills them in
_COPY = re.compile(r"(.*?)\s*(?:（新\d*）|[（(]\d+[）)]|-?\s*副本)$")
_BEGINNING, _END, _OURS = 2048, 65536, b"FormgenDigest"


def report_unreadable_formats(folder: Path, known: Collection[str] = ()) -> list[Problem]:
    """Return a problem for each file in another format of an office program, and for all archives.

    So is one of any format that is named as a form is: printed to .pdf or .ofd, scanned, or saved as a page. ``known`` are
    the paths of forms in the ledger, which may lie there no more.
    """
    names = list(walk_files(folder))
    forms = {_name(name) for name in known}
    forms |= {_name(name) for name in names if suffix_of(name) in OFFICE or is_unreadable_format(name)}
    return [
        Problem("T153", Place(file=name), {"file": name, "wanted": _wanted(name)})
        for name in names
        if is_unreadable_format(name)
        or suffix_of(name) in _ARCHIVES
        or (_is_stranger(name) and _name(name) in forms and not _is_ours(folder / name))
    ]


def is_unreadable_format(name: str) -> bool:
    """Return whether a file is one that an office program wrote, of a kind that is not read."""
    return suffix_of(name) in (_WORDS | _SHEETS) - OFFICE


def _is_stranger(name: str) -> bool:
    suffix = suffix_of(name)
    return suffix not in OFFICE | _BACKUPS and not suffix.endswith("~")


def _wanted(name: str) -> str:
    suffix = suffix_of(name)
    if suffix in _ARCHIVES:
        return "里面的表格解压出来"
    if is_unreadable_format(name):
        program, ending = ("Excel", ".xlsx") if suffix in _SHEETS else ("Word", ".docx")
        return f"它用 {program} 或 WPS 打开，另存为 {ending}"
    return "能编辑的那一份另存为 .docx 或 .xlsx"


def _name(name: str) -> str:
    """Return the path of a file without its suffixes and what a program adds to the name of a copy."""
    path, before = PurePosixPath(name), ""
    while before != path.name:
        before = path.name
        copied = _COPY.fullmatch(path.stem)
        if copied and copied[1]:
            path = path.with_name(copied[1] + path.suffix)
        elif suffix_of(path.stem) in OFFICE | _WORDS | _SHEETS:
            path = path.with_name(path.stem)
    return str(path.with_name(path.stem.rstrip()))


def _is_ours(file: Path) -> bool:
    """Return whether a PDF was made by formgen from a form: nobody filled it."""
    try:
        with file.open("rb") as stream:
            beginning = stream.read(_BEGINNING)
            stream.seek(max(file.stat().st_size - _END, 0))
            return _OURS in beginning + stream.read(_END)
    except OSError:
        return False
