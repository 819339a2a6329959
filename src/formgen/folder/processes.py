"""Run the work of many communities: in this process or in worker processes; results come back in order.

Memory stays flat because only a few chunks are ever on their way. A worker that dies costs nothing but time:
its chunks are handed out again, and a document is written whole or not at all.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice

from formgen.folder.community_work import CommunityResult, Order, Packet, Worker, work_on
from formgen.problems import FormgenError, Problem

CHUNK = 20  # communities handed over at once
_AHEAD = 3  # chunks waiting for each worker: enough to keep it busy, few enough to keep memory flat
_MOST = 61  # processes: more cannot be waited for at once on Windows
_FEW = 60  # communities that are done here before a worker would have started
_TRIES = 3  # times a chunk is handed out again after a worker was lost

Runner = Callable[[Order, Iterable[Packet]], Generator[CommunityResult, None, None]]


def choose_jobs(asked: int | None, communities: int) -> int:
    """Return how many worker processes to use: as asked, else one per core, none for a small job.

    There are never more than communities, nor more than a system can watch over.
    """
    if asked is not None:
        return min(asked, max(communities, 1), _MOST)
    return 1 if communities <= _FEW else min(os.cpu_count() or 1, _MOST)


def run_serially(order: Order, packets: Iterable[Packet]) -> Generator[CommunityResult, None, None]:
    """Work in this process."""
    with closing(Worker(order)) as worker:
        for packet in packets:
            yield from work_on(worker, [packet], write=True)


def make_parallel_runner(jobs: int) -> Runner:
    """Return a runner over ``jobs`` worker processes."""

    def run(order: Order, packets: Iterable[Packet]) -> Generator[CommunityResult, None, None]:
        pool = _WorkerPool(order, jobs)
        try:
            yield from run_in_order(pool.submit, packets, ahead=jobs * _AHEAD, again=pool.again)
        finally:
            pool.stop()

    return run


@dataclass
class Job:
    """A chunk on its way: what was handed over, and how often."""

    chunk: list[Packet]
    future: "Future[list[CommunityResult]]"
    tries: int = 1


def run_in_order(
    submit: Callable[[list[Packet]], "Future[list[CommunityResult]]"],
    packets: Iterable[Packet],
    *,
    ahead: int,
    again: Callable[[], None],
) -> Iterator[CommunityResult]:
    """Hand out chunks, never more than ``ahead`` at a time; yield the results in the order of the packets.

    ``again`` is called when a worker was lost; all chunks on their way are then handed out anew.
    Raises FormgenError F115 when a chunk loses its worker every time.
    """
    source = iter(packets)
    waiting: deque[Job] = deque()
    while True:
        while len(waiting) < ahead and (chunk := list(islice(source, CHUNK))):
            waiting.append(Job(chunk, submit(chunk)))
        if not waiting:
            return
        try:
            made = waiting[0].future.result()
        except BrokenProcessPool as error:
            _resubmit(waiting, submit, again, error)
            continue
        waiting.popleft()
        yield from made


def _resubmit(
    waiting: deque[Job],
    submit: Callable[[list[Packet]], "Future[list[CommunityResult]]"],
    again: Callable[[], None],
    error: BrokenProcessPool,
) -> None:
    """Hand out all chunks anew after a worker was lost; those that are done keep their results."""
    if waiting[0].tries > _TRIES:
        names = "、".join(str(packet.who) for packet in waiting[0].chunk[:3])
        raise FormgenError(Problem("F115", words={"names": names})) from error
    again()
    for job in waiting:
        if not job.future.done() or job.future.exception() is not None:
            job.future, job.tries = submit(job.chunk), job.tries + 1


@dataclass
class _WorkerPool:
    """Worker processes, each with its forms compiled; ``again`` starts a new pool in place of a broken one."""

    order: Order
    jobs: int
    pool: Executor = field(init=False)

    def __post_init__(self) -> None:
        """Start the workers."""
        self.pool = self._started()

    def _started(self) -> Executor:
        return ProcessPoolExecutor(self.jobs, initializer=_set_up, initargs=(self.order,))

    def submit(self, chunk: list[Packet]) -> "Future[list[CommunityResult]]":
        return self.pool.submit(_chunk, chunk)

    def again(self) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool = self._started()

    def stop(self) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)


_worker: Worker | None = None


def _set_up(order: Order) -> None:
    """Compile the forms of a worker process. Ctrl-C is for the parent, which stops the workers in an orderly way."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    global _worker  # noqa: PLW0603 - a worker process compiles its forms once
    _worker = Worker(order)


def _end_with_parent() -> None:
    """End this worker when its parent is killed: it must not go on writing, nor hold the lock of the folder."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _chunk(chunk: list[Packet]) -> list[CommunityResult]:
    """Work on one chunk inside a worker process."""
    if _worker is None:
        message = "a worker process was not set up"
        raise RuntimeError(message)
    return work_on(_worker, chunk, write=True)
