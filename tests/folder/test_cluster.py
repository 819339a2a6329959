"""Beyond one machine: a local cluster of two worker processes makes the same bytes, also when one is killed."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from formgen.commands.build import plan_build
from formgen.folder.build import BuildResult, build_folder
from formgen.folder.cluster import make_cluster_runner
from formgen.folder.plan import Options
from formgen.ledger.store import HOME

distributed = pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.filterwarnings("default"),  # what the cluster's own library warns of is not ours
    pytest.mark.skipif(sys.platform == "win32", reason="signals of this kind are POSIX"),
]


@pytest.fixture
def county(tmp_path: Path) -> Path:
    path = tmp_path / "county.yaml"
    rows = [
        f"  - {{name: 第{at}村, township: 示例镇, indicators: {{labour_willing: 100, employed: {at % 101}}}}}"
        for at in range(400)
    ]
    path.write_text("communities:\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def local_cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
    ) as running:
        yield running


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and HOME not in path.parts
    }


def test_a_cluster_makes_the_same_bytes_though_a_worker_is_killed(
    county: Path, local_cluster: Any, tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill_one(_: BuildResult) -> None:
        if not killed:
            nanny = next(iter(local_cluster.workers.values()))
            killed.append(nanny.pid)
            os.kill(nanny.pid, signal.SIGKILL)

    options = Options(runner=make_cluster_runner(local_cluster.scheduler_address))
    built = build_folder(plan_build(county, "taizhou-2019", options), tmp_path / "cluster", kill_one)
    here = build_folder(plan_build(county, "taizhou-2019", Options(jobs=2)), tmp_path / "here")
    assert killed
    assert built.rows == here.rows
    assert files(tmp_path / "cluster") == files(tmp_path / "here")
