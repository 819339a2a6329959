"""The measurements as Markdown tables, and their place in docs/performance.md."""

import platform
import re
import zlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks import paper
from benchmarks.builds import Run
from benchmarks.floor import Compared
from benchmarks.measure import Spread
from benchmarks.paper import Printed

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
_PLACE = re.compile(r"(<!-- measured -->\n).*?(<!-- /measured -->)", re.DOTALL)
_NAMED = ("docxtpl", "openpyxl", "lxml", "isal")


def report(
    about: str,
    spreads: Mapping[str, Spread],
    ratios: Sequence[Compared],
    runs: Sequence[Run],
    pdfs: Sequence[Printed],
) -> str:
    """Return all tables of a measurement."""
    tables = [_rates(spreads), _ratios(ratios), *([_builds(runs)] if runs else []), *_papers(pdfs)]
    return "\n\n".join(["", about, *tables, ""])


def about(machine: str, date: str) -> str:
    """Return what the measurements were made on: machine, day and versions."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _NAMED)
    python = f"Python {platform.python_version()}, zlib {zlib.ZLIB_RUNTIME_VERSION}"
    return f"Measured on {machine}, {date}. {python}, {libraries}."


def write(text: str, page: Path = PAGE) -> None:
    """Replace what is between the marks of a page."""
    content = page.read_text(encoding="utf-8")
    page.write_text(_PLACE.sub(lambda match: f"{match[1]}{text}\n{match[2]}", content), encoding="utf-8")


def _rates(spreads: Mapping[str, Spread]) -> str:
    rows = [
        [
            name,
            f"{each.rate:,.0f}",
            *(f"{seconds * 1e6:,.0f}" for seconds in (each.low, each.middle, each.high)),
        ]
        for name, each in spreads.items()
    ]
    return _table(["One document", "per CPU second", "least µs", "median µs", "most µs"], rows)


def _ratios(ratios: Sequence[Compared]) -> str:
    rows = [[f"{each.ours} / {each.theirs}", f"{each.ratio:.2f}", f"{each.floor:g}"] for each in ratios]
    return _table(["Ratio", "measured", "floor"], rows)


def _builds(runs: Sequence[Run]) -> str:
    rows = [
        [
            f"{run.communities:,}",
            f"{run.documents:,}",
            f"{run.wall:.1f}",
            f"{run.cpu:.1f}",
            f"{run.each * 1000:.2f}",
            f"{run.peak / 1e6:.0f}",
            f"{run.peak_once / 1e6:.0f}",
            f"{run.again:.1f}",
            f"{run.corrected:.1f}",
            " / ".join(map(str, run.written)),
        ]
        for run in runs
    ]
    head = [
        "Communities",
        "files",
        "seconds",
        "CPU s",
        "CPU ms per file",
        "peak MB",
        "shared once",
        "again s",
        "3 corrected s",
        "files written then",
    ]
    return _table(head, rows)


def _papers(pdfs: Sequence[Printed]) -> list[str]:
    if not pdfs:
        return []
    rows = [[each.name, f"{each.documents}", f"{each.seconds:.1f}", f"{each.rate:.1f}"] for each in pdfs]
    last = f"{paper.JOINED} / {paper.ALONE}: {paper.ratio(pdfs):.0f}, floor {paper.FLOOR}."
    return [_table(["PDF of a one-page form", "documents", "seconds", "per second"], rows), last]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
