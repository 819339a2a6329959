"""What the library does not take: paths that no file can have, and what was read or scored by another rubric."""

import errno
from pathlib import Path

from formgen.problems import FormgenError, Place, Problem
from formgen.rubric.schema import Rubric

_SHOWN = 80  # characters of a path that cannot be one
_NO_PATH = frozenset({errno.ENAMETOOLONG, errno.EINVAL})


def refuse_other(what: str, given: Rubric, own: Rubric) -> None:
    """Raise FormgenError T133 for what was read or scored by another rubric, or by another reading of this one."""
    if given is not own and given != own:
        one, other = _name_rubric(given), _name_rubric(own)
        words = {"what": what, "one": f"{one}（另一种内容）" if one == other else one, "other": other}
        raise FormgenError(Problem("T133", words=words))


def _name_rubric(rubric: Rubric) -> str:
    """Return a rubric's id with the readings that its file chose: they tell two of one id apart."""
    chosen = "、".join(f"{key}＝{reading}" for key, reading in rubric.chosen.items())
    return f"{rubric.id}（{chosen}）" if chosen else rubric.id


def as_path(given: str | Path) -> Path:
    """Return a path. Raises FormgenError F101 for one that no file can have: too long, or with a NUL in it."""
    try:
        path = Path(given)
        path.stat()
    except (TypeError, ValueError) as error:
        raise _no_path(given) from error
    except OSError as error:
        if error.errno in _NO_PATH:
            raise _no_path(given) from error
    return path


def _no_path(given: object) -> FormgenError:
    shown = f"{given}"[:_SHOWN].replace("\0", "�")
    return FormgenError(Problem("F101", Place(file=shown), {"file": shown}), usage=True)
