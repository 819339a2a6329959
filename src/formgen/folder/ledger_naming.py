"""How a ledger names what a folder was built from: data file, rubric and options, as seen from the folder."""

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from formgen.folder.plan import Basis, Plan
from formgen.ledger.store import Inputs, Ledger
from formgen.problems import Problem
from formgen.rubric.load import RUBRIC_SUFFIXES


def data_path(source: Path, folder: Path) -> str:
    """Return where the data file lies as seen from the folder, so that both may be moved and names stay out."""
    try:
        return Path(os.path.relpath(source, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return source.name


def find_named(name: str, folder: Path) -> Path:
    """Return the path of a file that the ledger of a folder names, without the detour through the folder.

    A folder that is a link keeps the detour, where the file lies at its end only.
    """
    detour = folder / name
    direct = Path(os.path.normpath(detour))
    return direct if direct.exists() or not detour.exists() else detour


def rubric_path(name: str, folder: Path) -> str:
    """Return how the ledger of a folder names a rubric: an id as it is, a file as seen from the folder."""
    return data_path(Path(name), folder) if Path(name).is_file() else name


def rubric_name(entered: Inputs, folder: Path) -> str:
    """Return the id or the path of the rubric that was entered in the ledger of a folder.

    Empty for a file that no longer lies where it was, as in a folder that was copied elsewhere.
    """
    file = find_named(entered.rubric_name, folder)
    if file.is_file():
        return str(file)
    return "" if file.suffix.lower() in RUBRIC_SUFFIXES else entered.rubric_name


def enter_basis(ledger: Ledger, basis: Basis, folder: Path) -> int:
    """Return the number of what a build is made from, entered where it is new."""
    known = ledger.inputs(basis.inputs.digest)
    if known is not None:
        return known
    name = rubric_path(basis.inputs.rubric_name, folder)
    return ledger.enter_inputs(replace(basis.inputs, rubric_name=name))


def find_other_options(plan: Plan, ledger: Ledger) -> list[Problem]:
    """Warn when the options differ from the last build's: a forgotten option would change every document."""
    last = ledger.last_build()
    if last is None or last.inputs is None:
        return []
    then = ledger.inputs_of(last.inputs)
    before = _options_text(then.wishes, json.loads(last.selection)[0])
    now = _options_text(plan.basis.inputs.wishes, plan.layout.pattern)
    if before == now or then.rubric_id != plan.rubric.id:
        return []
    return [Problem("T126", words={"before": before, "now": now})]


def _options_text(wishes: Mapping[str, str], pattern: str) -> str:
    columns = [f"--column {key}={value}" for key, value in wishes.items() if key not in {"draft", "date"}]
    date = [f"--date {wishes['date']}"] if "date" in wishes else []
    flags = [*(["--draft"] if "draft" in wishes else []), *date, *columns]
    return "、".join([*flags, f"样式{pattern}"])
