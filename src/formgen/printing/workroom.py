"""The temporary folder that a run of printing works in: gone when the run ends, or is told to end.

Of a run that was killed outright it stays, and the next run removes it; a lock on a file in it shows who still runs.
"""

import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

_PREFIX, _LOCK = "formgen-", "running.lock"
_YOUNG = 60  # seconds in which a folder may not have its lock yet


@contextmanager
def open_workroom() -> Iterator[Path]:
    """Make a temporary folder, remove those of dead runs; a signal to end leaves it as Ctrl-C does."""
    _sweep(Path(tempfile.gettempdir()))
    with (
        _heed_end(),
        tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name,
        FileLock(Path(name) / _LOCK),
    ):
        yield Path(name)


def _sweep(folder: Path) -> None:
    """Remove the temporary folders whose run is certainly dead: older than a start takes, and nobody holds their lock."""
    for lock in folder.glob(f"{_PREFIX}*/{_LOCK}"):
        room = lock.parent
        with suppress(OSError, Timeout):  # another user's, or one that still runs
            if room.is_symlink() or lock.is_symlink() or time.time() - lock.stat().st_mtime < _YOUNG:
                continue
            with FileLock(lock, timeout=0):
                pass
            shutil.rmtree(room, ignore_errors=True)


@contextmanager
def _heed_end() -> Iterator[None]:
    """Let SIGTERM raise KeyboardInterrupt, so that whatever was started is ended; only the main thread can hear it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
