"""Hand the work to a Dask cluster: the documents come back as bytes and are written here.

The workers need formgen installed and share no disk with this machine. A lost worker is survived: the
scheduler hands its chunks to another.
"""

import uuid
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, Any

from formgen.folder.community_work import CommunityResult, Order, Packet, Worker, work_on
from formgen.folder.processes import CHUNK, Runner
from formgen.problems import FormgenError, Problem

if TYPE_CHECKING:
    from distributed import Client

_AHEAD = 4  # chunks on their way for each worker of the cluster
_PATIENCE = 10  # seconds to wait for the scheduler
_workers: dict[str, Worker] = {}


def make_cluster_runner(address: str) -> Runner:
    """Return a runner over the cluster of a scheduler. Raises FormgenError F116 when it cannot be reached."""
    client = _client(address)

    def run(order: Order, packets: Iterable[Packet]) -> Generator[CommunityResult, None, None]:
        try:
            yield from _run(client, order, packets)
        finally:
            client.close()

    return run


def _client(address: str) -> "Client":
    try:
        from distributed import Client  # noqa: PLC0415 - an optional extra, loaded only when asked for
    except ImportError as error:
        detail = "没有安装 formgen[cluster]"
        raise FormgenError(
            Problem("F116", words={"address": address, "detail": detail}), usage=True
        ) from error
    try:
        return Client(address, timeout=_PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        words = {"address": address, "detail": type(error).__name__}
        raise FormgenError(Problem("F116", words=words)) from error


def _run(client: "Client", order: Order, packets: Iterable[Packet]) -> Iterator[CommunityResult]:
    """Keep a few chunks for each worker on their way; yield and write the results in order."""
    run_id = uuid.uuid4().hex
    shared = client.scatter(order, broadcast=True)
    ahead = max(len(client.scheduler_info()["workers"]), 1) * _AHEAD
    source = iter(packets)
    waiting: deque[tuple[list[Packet], Any]] = deque()
    with closing(Worker(order)) as writer:
        while True:
            while len(waiting) < ahead and (chunk := list(islice(source, CHUNK))):
                waiting.append((chunk, client.submit(work_remotely, run_id, shared, chunk, pure=False)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            for made in _result(future, chunk):
                yield writer.write(made)


def _result(future: Any, chunk: list[Packet]) -> list[CommunityResult]:  # noqa: ANN401 - a future of an optional extra
    from distributed import KilledWorker  # noqa: PLC0415 - an optional extra, loaded only when asked for

    try:
        made: list[CommunityResult] = future.result()
    except KilledWorker as error:
        names = "、".join(str(packet.who) for packet in chunk[:3])
        raise FormgenError(Problem("F115", words={"names": names})) from error
    return made


def work_remotely(run_id: str, order: Order, chunk: list[Packet]) -> list[CommunityResult]:
    """Work on one chunk on a worker of the cluster; it compiles the forms once per run."""
    if run_id not in _workers:
        _workers.clear()
        _workers[run_id] = Worker(order)
    return work_on(_workers[run_id], chunk, write=False)
