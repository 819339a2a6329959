"""One process of LibreOffice at work on some documents of one kind.

Knows LibreOffice's command line, its filters and its profile; touches only folders of its own and the process that
it started, which it also ends.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from formgen.printing.formats import PrintFormat
from formgen.printing.options import ConversionOptions

# No outline: headings and names of sheets would become one that nobody asked for. No tags: newer versions write
# them, and they only make the file larger.
_PLAIN = {"ExportBookmarks": False, "UseTaggedPDF": False}
_SWITCHES = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard")
# Documents may come from strangers: no macros, nothing loaded from elsewhere, nothing saved or sent after a crash.
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Misc", "CrashReport", "false"),
    ("Calc/Content/Update", "Link", "1"),
    ("Writer/Content/Update", "Link", "0"),
    ("Recovery/AutoSave", "Enabled", "false"),
    ("Recovery/RecoveryInfo", "Enabled", "false"),
)
_SETTING = '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'


class Failure(Enum):
    """Why a document has no PDF; the value is what a clerk reads."""

    UNREADABLE = "LibreOffice 打不开它"
    ENDED = "LibreOffice 中途退出"
    TIMED_OUT = "超时"


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document to convert: its place in the order, its file, its kind and its size in bytes."""

    number: int
    file: Path
    kind: PrintFormat
    size: int

    @property
    def pdf(self) -> str:
        """Return the name of its PDF."""
        return f"{self.number:05}.pdf"


def make_profile(folder: Path) -> Path:
    """Make a profile with our settings in a folder; return its folder."""
    profile = Path(tempfile.mkdtemp(prefix="profile-", dir=folder))
    items = "".join(_SETTING.format(*setting) for setting in _SETTINGS)
    text = f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(text, encoding="utf-8")
    return profile


def _make_command(program: Path, *, pdfa: bool, kind: PrintFormat, profile: Path, out: Path) -> list[str]:
    """Return the command line, except for the documents."""
    chosen = {**_PLAIN, **kind.options}
    options = {key: {"type": "boolean", "value": str(value).lower()} for key, value in chosen.items()}
    if pdfa:
        options["SelectPdfVersion"] = {"type": "long", "value": "2"}
    target = f"pdf:{kind.export}:{json.dumps(options, separators=(',', ':'))}"
    start = [str(program), f"-env:UserInstallation={profile.as_uri()}"]
    return [*start, *_SWITCHES, "--convert-to", target, "--outdir", str(out)]


def _make_environment(fonts: Path | None, folder: Path) -> dict[str, str]:
    """Return the environment of LibreOffice: ours, with the fonts, its temporary files in a folder, no screen on Linux."""
    environment = os.environ | dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(folder))
    if fonts is not None:
        environment["FONTCONFIG_FILE"] = str(fonts.absolute())
    if sys.platform == "linux":
        environment["SAL_USE_VCLPLUGIN"] = "svp"
    return environment


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where processes of LibreOffice work and how: the program, a folder for their files, the options."""

    program: Path
    folder: Path
    options: ConversionOptions


class Process:
    """One process of LibreOffice at work on some documents of one kind."""

    def __init__(self, workplace: Workplace, profile: Path, documents: Sequence[SourceDocument]) -> None:
        """Copy the documents and start: the names of copies never clash, and no lock file stands next to them.

        Raises OSError when the folder cannot be written to, or the program cannot be started.
        """
        self.profile, self.documents, self.made, self.timed_out = profile, documents, 0, False
        self.folder = Path(tempfile.mkdtemp(prefix="run-", dir=workplace.folder))
        self.out = self.folder / "out"  # LibreOffice makes it
        copies = [
            str((self.folder / document.pdf).with_suffix(document.kind.suffix)) for document in documents
        ]
        for document, copy in zip(documents, copies, strict=True):
            shutil.copyfile(document.file, copy)
        largest, options = max(document.size for document in documents), workplace.options
        self._patience = options.limits.start + options.limits.megabyte * largest / 1_000_000
        command = _make_command(
            workplace.program, pdfa=options.pdfa, kind=documents[0].kind, profile=profile, out=self.out
        )
        null, environment = subprocess.DEVNULL, _make_environment(options.fonts, workplace.folder)
        # A session of its own, so that it can be ended together with its children; Ctrl-C then reaches only us.
        self._process = subprocess.Popen(  # noqa: S603 - the program is LibreOffice, the files are our copies
            [*command, *copies], env=environment, stdin=null, stdout=null, stderr=null, start_new_session=True
        )
        self._deadline = time.monotonic() + self._patience

    def has_ended(self) -> bool:
        """Return whether the process has ended; count the PDF files, and end a process that has long made none."""
        if self._process.poll() is not None:
            return True
        made = sum(1 for _ in self.out.glob("*.pdf"))
        if made > self.made:
            self.made, self._deadline = made, time.monotonic() + self._patience
        self.timed_out = time.monotonic() > self._deadline
        if self.timed_out:
            self.kill()
        return self.timed_out

    def kill(self) -> None:
        """End the process with all that it started, and wait for it."""
        if self._process.poll() is not None:
            return
        if sys.platform == "win32":
            command = ["taskkill", "/T", "/F", "/PID", str(self._process.pid)]
            subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - a fixed command
        else:
            with contextlib.suppress(OSError):  # it may have just ended
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    @property
    def ended_normally(self) -> bool:
        """Return whether the process came to its end by itself and without an error."""
        return not self.timed_out and self._process.returncode == 0

    @property
    def failure(self) -> Failure:
        """Return why a document has no PDF after the end."""
        if self.timed_out:
            return Failure.TIMED_OUT
        return Failure.UNREADABLE if self.ended_normally else Failure.ENDED
