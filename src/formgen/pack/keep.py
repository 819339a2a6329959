"""Nothing that a person typed is lost: a document that somebody changed is never written over."""

from pathlib import Path

from formgen.disk import write_file
from formgen.problems import Problem
from formgen.signature import untouched


def put(target: Path, data: bytes) -> list[Problem]:
    """Write a document; beside the old one, under a clear name, where somebody changed that since it was made.

    Returns the problem T111 then. Raises FormgenError as ``write_file`` does.
    """
    if not target.is_file() or untouched(target):
        write_file(target, data)
        return []
    beside = target.with_name(f"{target.stem}（新）{target.suffix}")
    write_file(beside, data)
    return [Problem("T111", words={"file": str(target), "beside": beside.name})]
