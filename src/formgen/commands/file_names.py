"""The files of a run of ``fill``: one for each record, by its values, and those of earlier runs that no record has any more."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from formgen.binding.record_tables import Record
from formgen.binding.refilling import is_untouched_filling
from formgen.folder.safe_names import safe_name
from formgen.problems import FormgenError, Problem

_KEY = re.compile(r"\{([^{}]+)\}")
_BESIDE = "（新"


class NamedFile(NamedTuple):
    """The file of a record; ``shared`` is whether other records have the same name, so that only their order tells them apart."""

    path: Path
    shared: bool


def first_value(record: Record) -> str:
    """Return the value that a record is called by, empty where it has none."""
    return next((each.value for each in record if isinstance(each.value, str)), "")


def name_files(
    stem: str, suffix: str, records: Sequence[Record], folder: Path, style: str
) -> list[NamedFile]:
    """Return the file of each record: the stem of the blank and its first value, or the style with ``{键}`` filled in.

    Raises FormgenError B149 for a key in the style that no record has.
    """
    keys = {entry.key for record in records for entry in record}
    unknown = [key for key in _KEY.findall(style) if key not in keys]
    unknown += [piece for piece in [_KEY.sub("", style)] if "{" in piece or "}" in piece]
    if unknown:
        raise FormgenError(*(Problem("B149", words={"key": key}) for key in unknown), usage=True)
    names = [_name(stem, record, style) for record in records]
    counts, used, found = Counter(name.casefold() for name in names), set[str](), list[NamedFile]()
    for at, name in enumerate(names, 1):
        own = name if name.casefold() not in used else f"{name}-{at}"
        used.add(own.casefold())
        found.append(NamedFile(folder / f"{own}{suffix}", counts[name.casefold()] > 1))
    return found


def _name(stem: str, record: Record, style: str) -> str:
    values = {each.key: each.value for each in record if isinstance(each.value, str)}
    first = first_value(record)
    if style:
        return safe_name(_KEY.sub(lambda match: values.get(match[1], ""), style))
    return safe_name(f"{stem}-{first}" if first else stem)


def list_left_files(
    stem: str, suffix: str, folder: Path, style: str, files: Collection[Path]
) -> Iterator[Path]:
    """Yield the fillings of earlier runs that nobody saved and that are no record's any more.

    Those are told by what all names of a run begin with; where that is nothing, none is.
    """
    begin = style.partition("{")[0] if "{" in style else "" if style else f"{stem}-"
    for file in sorted(folder.glob(f"*{suffix}")) if begin and folder.is_dir() else ():
        old = file.name.startswith(begin) and _BESIDE not in file.stem and file not in files
        if old and file.is_file() and is_untouched_filling(file.read_bytes()):
            yield file
