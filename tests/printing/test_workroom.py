"""The folder that printing works in goes with its run, also with one that was ended or killed."""

import os
import signal
import tempfile
from pathlib import Path

import pytest
from filelock import FileLock

from formgen.printing.workroom import open_workroom


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left(folder: Path, name: str) -> Path:
    """Lay a folder as a run leaves it that was killed an hour ago."""
    lock = folder / name / "running.lock"
    lock.parent.mkdir()
    lock.touch()
    os.utime(lock, (1, 1))
    return lock.parent


def test_the_folder_is_gone_after_its_run(temporary: Path) -> None:
    with open_workroom() as room:
        assert room.is_dir()
    assert list(temporary.iterdir()) == []


def test_a_run_that_is_told_to_end_takes_its_folder_along(temporary: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), open_workroom():
        os.kill(os.getpid(), signal.SIGTERM)
    assert list(temporary.iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_next_run_removes_the_folder_of_one_that_was_killed(temporary: Path) -> None:
    dead = left(temporary, "formgen-dead")
    (dead / "profile").mkdir()
    with open_workroom():
        assert not dead.exists()


def test_the_folder_of_a_run_that_still_runs_stays(temporary: Path) -> None:
    running = left(temporary, "formgen-running")
    with FileLock(running / "running.lock"):
        os.utime(running / "running.lock", (1, 1))
        with open_workroom():
            assert running.is_dir()


def test_what_another_program_made_or_what_has_just_begun_stays(temporary: Path) -> None:
    strange = temporary / "formgen-strange"
    strange.mkdir()
    fresh = left(temporary, "formgen-fresh")
    (fresh / "running.lock").touch()
    with open_workroom():
        assert strange.is_dir()
        assert fresh.is_dir()


def test_a_link_that_somebody_laid_is_not_followed(temporary: Path, tmp_path: Path) -> None:
    own = left(tmp_path, "own")
    (temporary / "formgen-link").symlink_to(own)
    with open_workroom():
        assert own.is_dir()
