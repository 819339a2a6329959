"""A slip of the hand in a text that should be YAML: where it is, what it is, and what to write instead."""

from dataclasses import dataclass

KEY = r"[A-Za-z_][A-Za-z0-9_-]*"
BLANKS = "\t\u3000\u00a0"
MISSING_KEY = "missing_key"  # stands for a key that is left out above lines that are too deep


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip: its line (from 0), what it is, what to write, and the line or lines that stand there once it is mended."""

    at: int
    detail: str
    advice: str
    mended: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the reader gave up: the line and column it stopped at, and the line it had begun at (all from 0)."""

    line: int
    column: int
    begun: int


def put_in_quotes(text: str) -> str:
    """Return a text in the quotes that need the fewest changes inside."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def cut_for_message(text: str, most: int = 24) -> str:
    """Return the beginning of a text, for a message."""
    return text if len(text) <= most else text[:most] + "…"
