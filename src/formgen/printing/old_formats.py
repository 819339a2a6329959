"""Documents of old formats (.doc, .xls, .wps) made into .docx and .xlsx by LibreOffice. Writes nothing beside them."""

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path

from formgen.printing.libreoffice import require_program
from formgen.printing.libreoffice_process import make_profile
from formgen.problems import FormgenError, Problem

_FILTERS = {".docx": "docx:MS Word 2007 XML", ".xlsx": "xlsx:Calc MS Excel 2007 XML"}
_SECONDS = 120


def convert_old(source: Path, folder: Path, suffix: str) -> bytes:
    """Return a document of an old format in the new one; ``folder`` is for passing files.

    Raises FormgenError F133 or F145 without LibreOffice, B108 for what LibreOffice cannot open.
    """
    program = require_program()
    copy, profile = folder / f"source{source.suffix.lower()}", make_profile(folder)
    shutil.copyfile(source, copy)
    command = [
        str(program),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
    ]
    command += ["--convert-to", _FILTERS[suffix], "--outdir", str(folder / "out"), str(copy)]
    null = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - the program is LibreOffice, the file is our copy
        command,
        env={**os.environ, "SAL_USE_VCLPLUGIN": "svp"},
        stdin=null,
        stdout=null,
        stderr=null,
        start_new_session=True,
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(OSError, AttributeError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    made = folder / "out" / f"source{suffix}"
    if not made.is_file():
        words = {"file": str(source), "why": "加了密码或已损坏，LibreOffice 打不开"}
        raise FormgenError(Problem("B108", words=words))
    return made.read_bytes()
