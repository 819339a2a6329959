"""What a document was made from, as hashes: its data, and everything beside the data."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from formgen.filling.slot_values import Wishes
from formgen.forms.form import Form
from formgen.intake import Raw
from formgen.ledger.store import Inputs
from formgen.office.digest import digest_of
from formgen.rubric.load import LoadedRubric
from formgen.version import __version__

_DIGITS = 16


def hash_file(path: Path) -> str:
    """Return the hash of a file's bytes, empty for one that cannot be read: whoever opens it says why."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""


def hash_data(raw: Raw) -> str:
    """Return the hash of a community as its source holds it, every value with its cell."""
    held = [
        str(raw.place),
        raw.name,
        raw.township,
        raw.facts,
        raw.indicators,
        raw.monthly,
        {key: [given.points, given.by, given.reason] for key, given in raw.judged.items()},
        raw.scores,
        [problem.code for problem in raw.problems],
        *raw.stray,
        *raw.doubts,
        *([raw.totals] if raw.totals else []),
    ]
    return _hash(json.dumps(held, ensure_ascii=False))


def make_inputs(name: str, known: LoadedRubric, forms: Sequence[Form], wishes: Wishes) -> Inputs:
    """Return what documents are made from beside their data."""
    rubric = known.rubric
    readings = {key: rubric.reading(key) for key in rubric.interpretations}
    templates = {form.id: form.digest for form in forms}
    asked = wishes.asked()
    parts = [rubric.id, known.digest, readings, templates, asked, __version__]
    digest = _hash(json.dumps(parts, ensure_ascii=False, sort_keys=True))
    return Inputs(digest, rubric.id, name, known.digest, readings, templates, asked, __version__)


def join_hashes(hashes: Sequence[tuple[str, ...]]) -> str:
    """Return one hash of many."""
    return _hash(json.dumps(hashes, ensure_ascii=False))


def _hash(text: str) -> str:
    return digest_of(text.encode(errors="surrogatepass"), _DIGITS)
