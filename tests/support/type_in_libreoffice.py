"""Type into Word and Excel documents as a person does in LibreOffice, and save them where they lie.

Run by the Python that has LibreOffice's ``uno`` module, which need not be the one of the tests:

    /usr/bin/python3 type_in_libreoffice.py PROFILE < edits.json

PROFILE is a folder where LibreOffice keeps its own settings. The edits are a list of
``{"path": ..., "cell": "G9", "text": ..., "instead_of": ...}``. A cell is named as LibreOffice names it, in the
first table of a Word document or on the first sheet of a workbook. ``instead_of`` is the text that is typed over;
without it the text goes to the front of the cell. LibreOffice is ended in every case, at the latest after LIMIT.
"""

import contextlib
import importlib
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

uno: Any = importlib.import_module("uno")
START, LIMIT = 60.0, 120.0  # seconds until LibreOffice answers, and for everything
SAVED_AS = {".docx": "MS Word 2007 XML", ".xlsx": "Calc MS Excel 2007 XML"}
SELECT, MOVE, OWNED = True, False, True


@contextlib.contextmanager
def office(profile: Path) -> Iterator[Any]:
    """Start LibreOffice with a profile of its own; yield its desktop; end it."""
    pipe = f"formgen-{os.getpid()}"
    words = ["--headless", "--nologo", "--nodefault", "--norestore", f"--accept=pipe,name={pipe};urp"]
    process = subprocess.Popen(
        ["soffice", f"-env:UserInstallation={profile.resolve().as_uri()}", *words],  # noqa: S607 - found on the path, as a person starts it
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    watchdog = threading.Timer(LIMIT, ended, [process])  # a call that hangs fails when LibreOffice is gone
    watchdog.daemon = True
    watchdog.start()
    try:
        desktop = desktop_of(pipe, process)
        yield desktop
        with contextlib.suppress(Exception):  # the answer may be lost when LibreOffice ends
            desktop.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
    finally:
        watchdog.cancel()
        ended(process)


def ended(process: "subprocess.Popen[bytes]") -> None:
    """End LibreOffice and all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def desktop_of(pipe: str, process: "subprocess.Popen[bytes]") -> Any:
    """Return the desktop of a LibreOffice that was just started, as soon as it answers."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for until in itertools.repeat(time.monotonic() + START):
        try:
            there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except Exception:
            if time.monotonic() > until or process.poll() is not None:
                raise
            time.sleep(0.1)
    return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)


def told(**words: str | bool) -> tuple[Any, ...]:
    """Return options as LibreOffice takes them."""
    options = []
    for name, value in words.items():
        option = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        option.Name, option.Value = name, value
        options.append(option)
    return tuple(options)


def type_into(desktop: Any, path: Path, edits: list[dict[str, str]]) -> None:
    """Open a document, type, save it in its own format in its place, close it."""
    url = path.resolve().as_uri()
    document = desktop.loadComponentFromURL(url, "_blank", 0, told(Hidden=True))
    try:
        for edit in edits:
            typed = typed_into_sheet if path.suffix == ".xlsx" else typed_into_table
            typed(document, edit["cell"], edit.get("instead_of", ""), edit["text"])
        document.storeToURL(url, told(FilterName=SAVED_AS[path.suffix], Overwrite=True))
    finally:
        document.close(OWNED)


def typed_into_sheet(document: Any, address: str, before: str, text: str) -> None:
    """Type into a cell of the first sheet; a figure becomes a number, as it does under a person's hands."""
    cell = document.Sheets.getByIndex(0).getCellRangeByName(address)
    stands = str(cell.getFormula())
    at = stands.index(before)
    cell.setFormula(f"{stands[:at]}{text}{stands[at + len(before) :]}")


def typed_into_table(document: Any, name: str, before: str, text: str) -> None:
    """Type into a cell of the first table, in the type that stands there."""
    cell = document.TextTables.getByIndex(0).getCellByName(name)
    at = str(cell.getString()).index(before)
    cursor = cell.createTextCursor()
    cursor.gotoStart(MOVE)
    cursor.goRight(at, MOVE)
    cursor.goRight(len(before), SELECT)
    cursor.setString(text)


def main() -> None:
    """Make all edits, those of one document together."""
    by_path: dict[str, list[dict[str, str]]] = {}
    for edit in json.load(sys.stdin):
        by_path.setdefault(edit["path"], []).append(edit)
    with office(Path(sys.argv[1])) as desktop:
        for path, edits in by_path.items():
            type_into(desktop, Path(path), edits)


if __name__ == "__main__":
    main()
