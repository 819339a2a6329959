"""Progress: a bar on a terminal, plain lines when piped, nothing when quiet."""

import io
import sys

import pytest

from formgen.cli.progress import ticker


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_a_bar_with_count_and_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with ticker(10, quiet=False) as bar:
        bar.tell(10)
    assert "10/10" in terminal.getvalue()
    assert "个/秒" in terminal.getvalue()


def test_a_pipe_gets_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    with ticker(100, quiet=False) as lines:
        for at, done in ((1.0, 10), (6.0, 60), (7.0, 70)):
            clock[0] = at
            lines.tell(done)
    assert capsys.readouterr().err == "已完成60/100个社区，每秒10个，约剩4秒\n"


def test_quiet_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with ticker(10, quiet=True) as silent:
        silent.tell(10)
    assert capsys.readouterr() == ("", "")
