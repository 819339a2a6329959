"""One run at a time in a folder: a second waits and says so; a clock that was set back is told."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from filelock import BaseFileLock, Timeout
from support.command import run
from support.four import (
    RUBRIC,
    altered,
    built,
    codes,
    document,
    everything,
    first_build,
    retype,
    rows,
    runs,
    states,
    write,
)

from formgen.commands.build import plan_build
from formgen.commands.submit import submit_version
from formgen.folder.build import build_folder
from formgen.folder.plan import Options
from formgen.ledger import access
from formgen.ledger.store import HOME, LEDGER_FILE
from formgen.problems import FormgenError

WAITING = "另一次 formgen 正在处理这个文件夹，等它做完……"


@pytest.fixture
def out(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A folder that was built once; its data changed since."""
    folder = first_build(tmp_path_factory, tmp_path)
    write(tmp_path / "data.yaml", rows(first={"facts": {"address": "和平路1号"}}))
    return folder


@pytest.fixture
def source(out: Path) -> Path:
    return out.parent / "data.yaml"


@contextmanager
def held(folder: Path) -> Iterator[Callable[[], None]]:
    """Hold a folder as another run does, until the block ends or what is yielded is called."""
    has_it, release = threading.Event(), threading.Event()

    def other() -> None:
        with access.lock_folder(folder):
            has_it.set()
            release.wait(30)

    thread = threading.Thread(target=other)
    thread.start()
    assert has_it.wait(10)
    try:
        yield release.set
    finally:
        release.set()
        thread.join()


def test_a_second_run_waits_says_so_once_and_goes_on_when_the_first_is_done(source: Path, out: Path) -> None:
    told: list[str] = []
    with held(out) as release:

        def waiting() -> None:
            told.append("waits")
            release()

        planned = plan_build(source, RUBRIC, Options(jobs=1))
        result = build_folder(planned, out, waiting=waiting)
    assert told == ["waits"]
    assert dict(result.fates) == {"renewed": 1, "same": 15}


def test_a_run_alone_says_nothing_of_waiting(source: Path, out: Path) -> None:
    told: list[str] = []
    build_folder(plan_build(source, RUBRIC, Options(jobs=1)), out, waiting=lambda: told.append("waits"))
    assert told == []


COMMANDS = {
    "build": ("build", "{source}", "--rubric", RUBRIC, "-o", "{out}"),
    "build --theirs": ("build", "{source}", "--rubric", RUBRIC, "-o", "{out}", "--theirs"),
    "submit": ("submit", "{out}", "--label", "第1稿"),
    "undo": ("undo", "{out}", "--yes"),
}


def words(command: tuple[str, ...], source: Path, out: Path) -> list[str]:
    return [each.format(source=source, out=out) for each in command]


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_run_that_waits_in_vain_says_so_and_changes_nothing(
    command: tuple[str, ...], source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "PATIENCE", 0.2)
    before = everything(out)
    with held(out):
        result = run(*words(command, source, out))
    assert result.exit_code == 1
    assert "[F119] 错误 另一次 formgen 正在处理" in result.stderr
    assert "等了一分钟还没有做完" in result.stderr
    assert "同一个文件夹一次只能做一件事" in result.stderr
    assert everything(out) == before


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_command_that_has_to_wait_tells_the_clerk_and_then_does_its_work(
    command: tuple[str, ...], source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acquire = BaseFileLock.acquire
    with held(out) as release:

        def met(self: BaseFileLock, **how: Any) -> object:
            """Let the first run end as soon as the second met it."""
            try:
                return acquire(self, **how)
            except Timeout:
                release()
                raise

        monkeypatch.setattr(BaseFileLock, "acquire", met)
        result = run(*words(command, source, out))
    assert result.exit_code == 0
    assert result.stderr.count(WAITING) == 1
    assert "F119" not in result.output


def test_looking_does_not_wait_for_a_run(source: Path, out: Path) -> None:
    with held(out):
        start = time.perf_counter()
        assert run("ledger", str(out)).exit_code == 0
        assert run("diff", str(source), "--rubric", RUBRIC, "-o", str(out)).exit_code == 0
        assert time.perf_counter() - start < 30


def test_two_folders_are_worked_on_at_once(source: Path, out: Path, tmp_path: Path) -> None:
    with held(out):
        told: list[str] = []
        planned = plan_build(source, RUBRIC, Options(jobs=1))
        build_folder(planned, tmp_path / "other", waiting=lambda: told.append("waits"))
    assert told == []


def test_a_folder_that_takes_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / HOME).write_text("a file")
    with pytest.raises(FormgenError) as caught, access.lock_folder(tmp_path):
        pass
    assert caught.value.problems[0].code == "F108"


def test_a_clock_that_was_set_back_is_told_and_the_run_goes_on(source: Path, out: Path) -> None:
    altered(out, "UPDATE runs SET at = '2999-01-02T03:04:05+08:00'")
    result = built(source, out)
    assert codes(result) == ["F124"]
    assert not result.failed
    assert "上次运行却在2999-01-02 03:04" in str(result.problems[0])
    assert f"电脑的时钟是{datetime.now().astimezone():%Y-%m-%d}" in str(result.problems[0])
    assert "请校准电脑的日期和时间" in str(result.problems[0])
    assert dict(result.fates) == {"renewed": 1, "same": 15}
    assert codes(built(source, out)) == [], "the last run has the true time again"


def test_a_submission_tells_a_clock_that_was_set_back_too(out: Path) -> None:
    altered(out, "UPDATE runs SET at = '2999-01-02T03:04:05+08:00'")
    assert codes(submit_version(out, "第1稿")) == ["F124"]


@pytest.mark.parametrize("hours", [0, 8, -5])
def test_a_clock_that_goes_on_is_not_told_whatever_zone_it_is_set_to(
    hours: int, source: Path, out: Path
) -> None:
    at = datetime.now(timezone(timedelta(hours=hours))) - timedelta(minutes=1)
    altered(out, f"UPDATE runs SET at = '{at.isoformat(timespec='seconds')}'")  # noqa: S608 - a time of this test
    assert codes(built(source, out)) == []


def test_the_ledger_can_be_looked_into_while_there_is_none_and_when_it_is_damaged(
    out: Path, tmp_path: Path
) -> None:
    with access.look_into(tmp_path / "nowhere") as ledger:
        assert ledger is None
    assert not (tmp_path / "nowhere").exists()
    (out / HOME / LEDGER_FILE).write_bytes(b"garbage" * 1000)
    with access.look_into(out) as ledger:
        assert ledger is None


def test_a_run_that_fails_lets_the_folder_go(source: Path, out: Path) -> None:
    def fails(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_folder(plan_build(source, RUBRIC, Options(jobs=1)), out, fails)
    retype(document(out, 2), "0577-67220002", "222")
    before = states(out)
    assert codes(built(source, out)) == []
    assert [each.done for each in runs(out)] == [True, False, True]
    assert states(out)["甲镇/第2社区/第2社区-申报表.docx"] == before["甲镇/第2社区/第2社区-申报表.docx"]
