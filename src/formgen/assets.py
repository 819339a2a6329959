"""Where bundled rubrics, templates and samples are, in a checkout and in an installed wheel alike."""

from pathlib import Path

_BUNDLED = Path(__file__).parent / "_bundled"
_CHECKOUT = Path(__file__).parents[2]


def folder(name: str) -> Path:
    """Return the folder of bundled ``rubrics``, ``templates`` or ``samples``."""
    return (_BUNDLED if _BUNDLED.is_dir() else _CHECKOUT) / name


def rubric_ids() -> list[str]:
    """Return the ids of the bundled rubrics, sorted."""
    return sorted(path.stem for path in folder("rubrics").glob("*.yaml"))
