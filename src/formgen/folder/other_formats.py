"""Files that somebody saved in another format beside the forms: what was filled into them cannot be read."""

import re
from pathlib import Path, PurePosixPath

from formgen.folder.document_index import OFFICE, walk_files
from formgen.problems import Place, Problem

_WORDS = frozenset({".doc", ".docm", ".dot", ".dotx", ".wps", ".wpt", ".rtf", ".odt", ".uot", ".uof", ".mht"})
_SHEETS = frozenset({".xls", ".xlsm", ".xlsb", ".xlt", ".xltx", ".et", ".ett", ".ods", ".uos"})
_PAPER = frozenset({".pdf", ".ofd"})
_COPY = re.compile(r"(.*?)\s*(?:（新\d*）|[（(]\d+[）)]|-?\s*副本)$")
_BEGINNING, _END, _OURS = 2048, 65536, b"FormgenDigest"


def report_other_formats(folder: Path) -> list[Problem]:
    """Return a problem for each file in another format of an office program, and for each form as .pdf or .ofd."""
    names = list(walk_files(folder, OFFICE | _WORDS | _SHEETS | _PAPER))
    forms = {_name(name) for name in names if PurePosixPath(name).suffix.lower() not in _PAPER}
    return [
        Problem("T153", Place(file=name), {"file": name, "wanted": _wanted(name)})
        for name in names
        if _is_other(name) or (_is_paper(name) and _name(name) in forms and not _is_ours(folder / name))
    ]


def _is_other(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in _WORDS | _SHEETS


def _is_paper(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in _PAPER


def _wanted(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    return (
        "能编辑的那一份另存为 .docx 或 .xlsx"
        if suffix in _PAPER
        else f"它另存为 {'.xlsx' if suffix in _SHEETS else '.docx'}"
    )


def _name(name: str) -> str:
    """Return the path of a file without its suffix and what a program adds to the name of a copy."""
    stem = PurePosixPath(name).stem
    copied = _COPY.fullmatch(stem)
    return str(PurePosixPath(name).with_name(copied[1] if copied else stem))


def _is_ours(file: Path) -> bool:
    """Return whether a PDF was made by formgen from a form: nobody filled it."""
    try:
        with file.open("rb") as stream:
            beginning = stream.read(_BEGINNING)
            stream.seek(max(file.stat().st_size - _END, 0))
            return _OURS in beginning + stream.read(_END)
    except OSError:
        return False
