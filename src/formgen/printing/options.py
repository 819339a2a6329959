"""What a person may ask of printing, as records: which documents, how many copies, what a pack is like, how to convert.

Knows the words of the options and their defaults; touches no file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from formgen.forms.form import Form
from formgen.model import Who
from formgen.printing.formats import PRINT_FORMATS

KINDS = (
    *(each.kind for each in PRINT_FORMATS.values()),
    "both",
)  # what --kind takes; the first is the usual one
Split = Literal["township", "form", "all"]
SPLITS: tuple[Split, ...] = ("township", "form", "all")
JOBS = 2  # processes at once: each takes a core and some 200 MB, and office PCs have little of both


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a process may go without a new PDF, in seconds, before it counts as hanging.

    ``start`` allows for LibreOffice's start on a slow computer; ``megabyte`` is added for each megabyte of the
    largest document in the process (500 pages of forms: 0.9 MB, 13 s on a good computer). ``tick`` is the time
    between two checks of what is done.
    """

    start: float = 90.0
    megabyte: float = 600.0
    tick: float = 0.05


@dataclass(frozen=True, slots=True)
class ConversionOptions:
    """How documents become PDF.

    ``jobs`` processes run at once; ``pdfa`` makes PDF/A-2b, for archives; ``fonts`` is a fontconfig file. ``program``
    is LibreOffice's, None to look for it. ``join`` lets copies of one template be converted as one document. ``numbers``
    prints the numbers of pages that documents have themselves.
    """

    jobs: int = JOBS
    pdfa: bool = False
    fonts: Path | None = None
    join: bool = True
    numbers: bool = True
    program: Path | None = None
    limits: Limits = Limits()


AS_USUAL = ConversionOptions()


@dataclass(frozen=True, slots=True)
class Choice:
    """Which documents of a folder are wanted; naming nothing means all. ``summaries`` asks for the 汇总表 too."""

    kind: str = KINDS[0]
    forms: Sequence[str] = ()
    townships: Sequence[str] = ()
    only: Sequence[str] = ()
    summaries: bool = False

    def takes(self, who: Who, form: Form) -> bool:
        """Return whether a document is wanted, whichever program it is for."""
        township, name = who
        return (
            (not self.forms or form.spec.file in self.forms)
            and (not self.townships or township in self.townships)
            and (not self.only or name in self.only or f"{township}{name}" in self.only)
        )

    def takes_summary(self, who: Who, form: Form) -> bool:
        """Return whether a 汇总表 is wanted: never with some of its communities only."""
        return self.summaries and not self.only and self.takes(who, form)


@dataclass(frozen=True, slots=True)
class Copies:
    """How many copies are printed: ``by_form`` of the forms with these file names, ``others`` of all others."""

    by_form: Mapping[str, int] = field(default_factory=dict)
    others: int = 1

    def of(self, form: str) -> int:
        """Return the copies of a form, given by its file name."""
        return self.by_form.get(form, self.others)


@dataclass(frozen=True, slots=True)
class PackOptions:
    """The options of a print pack.

    ``split`` makes one PDF per township, one per form, or one of all; ``by_form`` groups documents by form instead
    of by community; ``draft`` marks all pages 草稿.
    """

    split: Split = "township"
    by_form: bool = False
    choice: Choice = Choice()
    copies: Copies = field(default_factory=Copies)
    duplex: bool = False
    cover: bool = False
    numbers: bool = False
    draft: bool = False
    conversion: ConversionOptions = AS_USUAL
