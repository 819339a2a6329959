"""A file at a path that somebody named (``-o``): written only where nothing is lost by it.

Every command that writes one file writes it here. A file that formgen itself made in the same way, and that nobody
changed since, is replaced; any other stays as it is.
"""

from collections.abc import Iterable
from pathlib import Path

from formgen.office.disk import refuse_open, write_file
from formgen.office.identity import has_stamp, stamped
from formgen.problems import FormgenError, Problem


def write_output(target: Path, data: bytes, kind: str = "", sources: Iterable[Path] = ()) -> None:
    """Write a document of a kind (``评分说明``) to a path that somebody named; ``sources`` are the files it is made from.

    What is there to be filled in has no kind, and is never replaced.
    Raises FormgenError as ``refuse_output`` and ``write_file`` do.
    """
    refuse_output(target, kind, sources)
    write_file(target, stamped(data, kind) if kind else data)


def refuse_output(target: Path, kind: str = "", sources: Iterable[Path] = ()) -> None:
    """Raise FormgenError where writing would lose something.

    F168 for a file that is read, F117 for one that formgen did not make as this kind or that was changed, F107 for one
    that is open elsewhere.
    """
    if not target.is_file():
        return
    words = {"file": str(target)}
    if any(source.exists() and target.samefile(source) for source in sources):
        raise FormgenError(Problem("F168", words=words), usage=True)
    if not kind or not has_stamp(target, kind):
        raise FormgenError(Problem("F117", words=words))
    refuse_open(target)
