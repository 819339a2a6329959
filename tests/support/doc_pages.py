"""The pages of the documentation, and their code blocks with the marks in front of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
CHANGELOG, CONTRIBUTING = (ROOT / name for name in ("CHANGELOG.md", "CONTRIBUTING.md"))
PAGES = (*READMES, CHANGELOG, CONTRIBUTING, *sorted((ROOT / "docs").rglob("*.md")))
_FENCE = re.compile(
    r"(?P<indent> *)```(?P<language>[\w-]+)\n(?P<text>.*?)^(?P=indent)```$", re.DOTALL | re.MULTILINE
)
_MARK = re.compile(r"<!-- (?P<mark>[^>]*) -->\s*\Z")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its text, the hidden mark in front of it, and where it stands."""

    page: Path
    line: int
    language: str
    mark: str
    text: str

    def __str__(self) -> str:
        """Return the place as it is shown in the name of a test."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def text_of(page: Path) -> str:
    """Return the text of a page."""
    return page.read_text(encoding="utf-8")


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page."""
    return list(_blocks(page, text_of(page)))


def _blocks(page: Path, content: str) -> Iterator[Block]:
    for match in _FENCE.finditer(content):
        before = _MARK.search(content[: match.start()])
        indent = match["indent"]
        text = "".join(line.removeprefix(indent) for line in match["text"].splitlines(keepends=True))
        line = content.count("\n", 0, match.start()) + 1
        yield Block(page, line, match["language"], before["mark"] if before else "", text)


def without_code(content: str) -> str:
    """Return a page without its fenced blocks."""
    return _FENCE.sub("", content)


def sections(content: str) -> dict[str, str]:
    """Return the text below each heading of a page, whatever its level."""
    parts = re.split(r"^#+ +(.*)$", without_code(content), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def table_after(content: str, mark: str) -> list[list[str]]:
    """Return the body rows of the table behind a hidden mark, as lists of cells."""
    behind = content.split(f"<!-- {mark} -->", 1)[1].lstrip("\n")
    lines = behind.split("\n\n", 1)[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def code_in(cell: str) -> list[str]:
    """Return what stands between backticks, blanks included."""
    return re.findall(r"`([^`]*)`", cell)
