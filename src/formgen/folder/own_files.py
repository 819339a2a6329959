"""Files of which each community has one, in a folder for its township. Knows names; nothing of what stands in the files."""

from collections.abc import Sequence
from pathlib import Path

from formgen.folder.document_paths import NO_TOWNSHIP
from formgen.folder.safe_names import clash_key, safe_name
from formgen.model import Who
from formgen.problems import FormgenError, Place, Problem


def place_files(whos: Sequence[Who], name: str) -> list[Path]:
    """Return the file of each community within a folder: ``石塘镇/海利村-评分说明.docx`` for the name ``评分说明.docx``.

    Raises FormgenError T104 where a file system would take the files of two communities for the same.
    """
    files = [
        Path(safe_name(who.township) if who.township else NO_TOWNSHIP, safe_name(f"{who.name}-{name}"))
        for who in whos
    ]
    taken: dict[str, Who] = {}
    for file, who in zip(files, whos, strict=True):
        other = taken.setdefault(clash_key(file.as_posix()), who)
        if other is not who:
            words = {"one": other.full_name, "other": who.full_name, "file": file.name}
            raise FormgenError(Problem("T104", Place(), words))
    return files
