"""Progress as people expect it: a bar on a terminal, plain lines when piped, nothing when quiet."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

_EVERY = 5.0  # seconds between lines when piped


class Ticker(Protocol):
    """Something that shows how many communities are done."""

    def tell(self, done: int) -> None:
        """Show how many are done."""
        ...

    def of(self, done: int, total: int) -> None:
        """Show how many are done of a total that becomes known only now."""
        ...


class _Silent:
    def tell(self, done: int) -> None:
        """Show nothing."""

    def of(self, done: int, total: int) -> None:
        """Show nothing."""


class _Bar:
    def __init__(self, progress: Progress, task: TaskID, unit: str) -> None:
        self._progress, self._task, self._unit = progress, task, unit
        self._start = time.monotonic()

    def tell(self, done: int) -> None:
        """Move the bar."""
        rate = done / max(time.monotonic() - self._start, 0.001)
        self._progress.update(self._task, completed=done, rate=f"{rate:.0f}{self._unit[0]}/秒")

    def of(self, done: int, total: int) -> None:
        """Move the bar of a total."""
        self._progress.update(self._task, total=total)
        self.tell(done)


class _Lines:
    def __init__(self, total: int, unit: str) -> None:
        self._total, self._unit = total, unit
        self._start = self._last = time.monotonic()

    def tell(self, done: int) -> None:
        """Print a line every few seconds."""
        now = time.monotonic()
        if now - self._last < _EVERY:
            return
        self._last = now
        rate = done / (now - self._start)
        click.echo(
            f"已完成{done}/{self._total}{self._unit}，每秒{rate:.0f}{self._unit[0]}，约剩{(self._total - done) / max(rate, 0.01):.0f}秒",
            err=True,
        )

    def of(self, done: int, total: int) -> None:
        """Print a line every few seconds."""
        self._total = total
        self.tell(done)


@contextmanager
def ticker(total: int, *, quiet: bool, doing: str = "生成表格", unit: str = "个社区") -> Iterator[Ticker]:
    """Yield a ticker for ``total`` communities, fit for where standard error goes."""
    if quiet:
        yield _Silent()
    elif sys.stderr.isatty():
        columns = (
            TextColumn(doing),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TextColumn("剩"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(stderr=True)) as progress:
            yield _Bar(progress, progress.add_task("", total=total or None, rate=""), unit)
    else:
        yield _Lines(total, unit)
