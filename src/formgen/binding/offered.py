"""What the library offers of blanks: ``formgen.bind(blank)`` and its ``fill``. Prints nothing, writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formgen.binding.blank_file import Blank, read_blank
from formgen.binding.filled_form import FilledBlank, fill_blank
from formgen.binding.records import plain_records
from formgen.binding.refilling import RefilledBlank, refill_blank
from formgen.binding.report import describe_blank
from formgen.binding.synonyms import load_synonyms
from formgen.problems import FormgenError, Problem


@dataclass(frozen=True)
class BoundBlank:
    """An office's blank, bound by its labels once, to be filled from any number of records."""

    blank: Blank
    names: Path | None = None

    @property
    def report(self) -> dict[str, Any]:
        """Every field with its label, place, kind and reason, as ``--report`` writes it."""
        return describe_blank(self.blank)

    def fill(self, record: Mapping[str, object], photos: Path = Path()) -> FilledBlank:
        """Fill the blank from one record: ``data`` are the bytes, ``problems`` the questions; nothing is guessed.

        Files of photos are looked for in the folder ``photos``.

        Raises FormgenError B111 where the written file, read back, is not what was meant.
        """
        return fill_blank(self.blank, plain_records(record)[0], load_synonyms(*_own(self.names)), photos)

    def refill(
        self, record: Mapping[str, object], there: bytes, photos: Path = Path(), *, ours: bool = False
    ) -> RefilledBlank:
        """Fill the blank again where an earlier filling, ``there``, may have been edited by a person.

        ``data`` are the bytes to keep, empty where ``there`` stays; ``fate`` says what became of it: one that is ``BESIDE``
        could not be merged (``why``), and ``data`` is a second version. ``ours`` writes the record where both say something
        else, but for opinions. Raises FormgenError as ``fill`` does.
        """
        return refill_blank(self.fill(record, photos), there, self.blank.name, ours=ours)


def bind(blank: str | Path | bytes, name: str = "", names: Path | None = None) -> BoundBlank:
    """Bind a .docx or .xlsx blank: a path, or its bytes with the ``name`` of its file; ``names`` is an office's dictionary.

    Raises FormgenError F101 for a path where nothing is, B108 or T101 for what is no blank, T155 for what no form may
    carry, B109 without any label.
    """
    if not isinstance(blank, bytes) and not Path(blank).is_file():
        raise FormgenError(Problem("F101", words={"file": str(blank)}))
    data = blank if isinstance(blank, bytes) else Path(blank).read_bytes()
    found = read_blank(data, name or ("" if isinstance(blank, bytes) else Path(blank).name))
    if found.bound.fields:
        load_synonyms(*_own(names))
    return BoundBlank(found, names)


def _own(names: Path | None) -> tuple[Path, ...]:
    return (names,) if names else ()
