"""The engine knows no community, and nobody but a format's own package knows its files."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "formgen"
SUFFIX = re.compile(r"\.(docx|xlsx)\b")
# Where a suffix or a class of a format may be written: the format's own package, the table, and these.
WORDS = "words to a clerk"
OWN_FORMATS = {
    "forms/word/": "the package of Word",
    "forms/excel/": "the package of Excel",
    "forms/formats.py": "the table of formats",
    "intake/files.py": "which files of a folder are data",
    "office/template_parts.py": "which file is a document of which program, and words to a clerk",
    "binding/blank_file.py": "which files are blanks, and what an old format becomes",
    "binding/bound_folder.py": "the name of the table that a clerk mends",
    "binding/records.py": "which files are data",
    "printing/old_formats.py": "what an old format becomes",
    "cli/": WORDS,
    "problems/": WORDS,
    "commands/": "files that a command writes without a template: explanations, change sheets, a demonstration",
    "folder/unreadable_formats.py": "what files of other formats are to be saved as: words to a clerk",
    "folder/list_texts.py": "the lists are workbooks and letters without a form",
    "folder/summaries.py": "the 汇总表 are workbooks without a form",
    "reports/summary.py": "the 汇总表 are workbooks without a form",
    "reports/target_sheet.py": "the targets of a notice are a workbook without a form",
    "printing/formats.py": "the table of what can be printed: LibreOffice takes files, not templates",
}


def written_in(path: Path) -> Iterator[str]:
    """Yield the strings that hold a suffix, docstrings aside, and the classes of formats that are named."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
            and SUFFIX.search(node.value)
        ):
            yield node.value
        if isinstance(node, ast.Name | ast.alias):
            name = node.id if isinstance(node, ast.Name) else node.name
            if name in {"WordTemplate", "ExcelTemplate"}:
                yield name


FOUND = {
    path.relative_to(SOURCE).as_posix(): found
    for path in sorted(SOURCE.rglob("*.py"))
    if (found := list(written_in(path)))
}


def test_nobody_else_asks_for_word_or_excel() -> None:
    strangers = {name: found for name, found in FOUND.items() if not name.startswith(tuple(OWN_FORMATS))}
    assert strangers == {}


@pytest.mark.parametrize("place", OWN_FORMATS)
def test_every_exception_is_still_needed(place: str) -> None:
    assert [name for name in FOUND if name.startswith(place)] != []


def test_the_engine_is_loaded_without_a_rubric_a_community_or_a_folder() -> None:
    program = (
        "import sys\n"
        "import formgen.forms.compiled, formgen.forms.load, formgen.forms.merge\n"
        "rooms = {name.split('.')[1] for name in sys.modules if name.startswith('formgen.')}\n"
        "print(*sorted(rooms))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [
        "assets",
        "exact",
        "folding",
        "forms",
        "office",
        "problems",
        "quoting",
        "spec",
        "version",
        "yamltext",
    ]
