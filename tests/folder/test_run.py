"""Many communities: the same documents however the work is shared out, and none lost when a worker is."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from formgen.commands.build import plan_build
from formgen.folder import processes
from formgen.folder.build import BuildResult, build_folder
from formgen.folder.cluster import make_cluster_runner
from formgen.folder.community_work import CommunityResult, Packet
from formgen.folder.document_paths import FLAT, Layout
from formgen.folder.plan import Options
from formgen.folder.processes import choose_jobs, run_in_order
from formgen.ledger.store import HOME
from formgen.model import NO_COMMUNITY, Who
from formgen.office.disk import write_file
from formgen.problems import FormgenError, Problem
from formgen.rubric.score import score


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A county of 120 communities in 3 townships, as YAML."""
    path = tmp_path / "county.yaml"
    rows = [
        f"  - {{name: 第{at}社区, township: 第{at % 3}镇, indicators: {{aid_required: 7, aid_employed: {at % 8},"
        f" target_total: 100, target_employed: {90 + at % 11}}}}}"
        for at in range(120)
    ]
    path.write_text("communities:\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def built(source: Path, folder: Path, **options: Any) -> BuildResult:
    return build_folder(plan_build(source, "yongjia-2009", Options(**options)), folder)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and HOME not in path.parts
    }


def test_workers_make_the_same_bytes_as_one_process(county: Path, tmp_path: Path) -> None:
    one = built(county, tmp_path / "one", jobs=1)
    two = built(county, tmp_path / "two", jobs=2)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert len(files(tmp_path / "one")) == 120 * 3 + 3 + 2 == one.files == two.files
    assert one.rows == two.rows
    assert one.problems == two.problems


def test_small_jobs_start_no_workers() -> None:
    assert choose_jobs(None, 60) == 1
    assert choose_jobs(None, 61) == (os.cpu_count() or 1)
    assert choose_jobs(3, 10) == 3


def test_there_are_never_more_workers_than_communities_or_than_can_be_watched() -> None:
    assert [choose_jobs(asked, 10) for asked in (11, 10**9)] == [10, 10]
    assert choose_jobs(10**9, 30_000) == 61


def test_a_folder_that_cannot_be_written_costs_its_own_community_only(county: Path, tmp_path: Path) -> None:
    good = built(county, tmp_path / "good", jobs=1)
    paths = sorted(path for path in (tmp_path / "good").rglob("*.docx") if ".formgen" not in path.parts)
    blocked = tmp_path / "out" / paths[0].parent.relative_to(tmp_path / "good")
    blocked.parent.mkdir(parents=True)
    blocked.write_bytes(b"")  # a file where the folder should be
    result = built(county, tmp_path / "out", jobs=1)
    (problem, *_) = found = [each for each in result.problems if each.code == "F170"]
    assert "这里的没有做，其余的照做" in problem.message
    assert result.files == good.files - len(found)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of this kind are POSIX")
def test_a_worker_that_is_killed_costs_no_document(county: Path, tmp_path: Path) -> None:
    killed = threading.Event()

    def kill_one(_: BuildResult) -> None:
        if killed.is_set():
            return
        children = (
            (Path("/proc") / str(os.getpid()) / "task" / str(os.getpid()) / "children").read_text().split()
        )
        os.kill(int(children[-1]), signal.SIGKILL)
        killed.set()

    planned = plan_build(county, "yongjia-2009", Options(jobs=2))
    build_folder(planned, tmp_path / "out", kill_one)
    assert killed.is_set()
    built(county, tmp_path / "whole", jobs=1)
    assert files(tmp_path / "out") == files(tmp_path / "whole")


def test_a_chunk_that_loses_its_worker_every_time_is_reported() -> None:
    def broken(_: list[Packet]) -> "Future[list[CommunityResult]]":
        future: Future[list[CommunityResult]] = Future()
        future.set_exception(BrokenProcessPool())
        return future

    packets = [Packet(at, Who("", f"第{at}社区"), None, ()) for at in range(3)]  # type: ignore[arg-type]  # nothing reads it
    with pytest.raises(FormgenError) as caught:
        list(run_in_order(broken, packets, ahead=2, again=lambda: None))
    assert caught.value.problems[0].code == "F115"
    assert "第0社区、第1社区、第2社区" in str(caught.value)


def test_one_bad_community_never_stops_the_rest(
    county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_score = score

    def fails_for_one(rubric: Any, community: Any) -> Any:
        if community.name == "第7社区":
            raise ZeroDivisionError
        return true_score(rubric, community)

    monkeypatch.setattr("formgen.folder.community_work.score", fails_for_one)
    result = built(county, tmp_path / "out", jobs=1)
    assert [problem.code for problem in result.problems if problem.severity == "error"] == ["F114"]
    assert "“第1镇第7社区”的表格没有做成" in str(next(p for p in result.problems if p.code == "F114"))
    assert result.refused == [f"第1镇/第7社区/第7社区-{form}" for form in ("申报表", "考核评分表")]
    assert len(result.rows) == 119


def test_a_document_in_use_is_reported_and_the_others_are_made(
    county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_use(target: Path, data: bytes) -> None:
        if target.name == "第7社区-申报表.docx":
            raise FormgenError(Problem("F107", words={"file": str(target)}))
        write_file(target, data)

    monkeypatch.setattr("formgen.folder.renew.write_file", in_use)
    result = built(county, tmp_path / "out", jobs=1)
    assert [problem.code for problem in result.problems if problem.severity == "error"] == ["F107"]
    assert result.refused == ["第1镇/第7社区/第7社区-申报表.docx"]


def test_a_full_disk_stops_the_run_and_keeps_what_is_done(
    county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(target: Path, data: bytes) -> None:
        if target.name == "第7社区-申报表.docx":
            raise FormgenError(Problem("F108", words={"folder": str(target.parent), "detail": "磁盘已满"}))
        write_file(target, data)

    monkeypatch.setattr("formgen.folder.renew.write_file", full)
    with pytest.raises(FormgenError) as caught:
        built(county, tmp_path / "out", jobs=1)
    assert [problem.code for problem in caught.value.problems] == ["F108"]
    assert len(files(tmp_path / "out")) == 7 * 3 + 2


def test_a_second_run_finishes_the_rest_and_touches_nothing_else(county: Path, tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    count = [0]

    def stop(_: BuildResult) -> None:
        count[0] += 1
        if count[0] == 5:
            raise StopError

    with pytest.raises(StopError):
        build_folder(plan_build(county, "yongjia-2009", Options(jobs=1)), tmp_path / "out", stop)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.docx")}
    assert len(before) == 5 * 2
    time.sleep(0.02)
    built(county, tmp_path / "out", jobs=2)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    built(county, tmp_path / "whole", jobs=1)
    assert files(tmp_path / "out") == files(tmp_path / "whole")


def test_no_more_than_a_few_chunks_are_ever_on_their_way() -> None:
    handed, taken = [0], [0]

    def packets() -> Iterator[Packet]:
        for at in range(1000):
            handed[0] += 1
            assert handed[0] - taken[0] <= 3 * processes.CHUNK
            yield Packet(at, NO_COMMUNITY, None, ())  # type: ignore[arg-type]  # nothing reads it

    def at_once(chunk: list[Packet]) -> "Future[list[CommunityResult]]":
        future: Future[list[CommunityResult]] = Future()
        future.set_result([CommunityResult(packet.number, (), (), (), None) for packet in chunk])
        return future

    numbers = []
    for made in run_in_order(at_once, packets(), ahead=2, again=lambda: None):
        numbers.append(made.number)
        taken[0] += 1
    assert numbers == list(range(1000))


def test_communities_and_townships_can_be_picked(county: Path, tmp_path: Path) -> None:
    built(county, tmp_path / "one", only=["第7社区", "第2镇第8社区"])
    assert {Path(name).parts[1] for name in files(tmp_path / "one")} == {"第7社区", "第8社区"}
    built(county, tmp_path / "two", townships=["第1镇"])
    made = files(tmp_path / "two")
    assert len(made) == 40 * 3 + 1
    assert "第1镇/汇总表.xlsx" in made
    for options, code in (({"only": ["x"]}, "D133"), ({"townships": ["x"]}, "D137")):
        with pytest.raises(FormgenError) as caught:
            built(county, tmp_path / "three", **options)
        assert (caught.value.problems[0].code, caught.value.usage) == (code, True)
    assert not (tmp_path / "three").exists()


def test_everything_can_lie_in_one_folder(county: Path, tmp_path: Path) -> None:
    planned = plan_build(county, "yongjia-2009", Options(layout=Layout(FLAT)))
    build_folder(planned, tmp_path / "out")
    made = files(tmp_path / "out")
    assert set(planned.files()) < set(made)
    assert {"第1镇-汇总表.xlsx", "全部汇总表.xlsx", "目录.xlsx", "第1镇-第7社区-申报表.docx"} <= set(made)


def test_a_cluster_that_cannot_be_reached_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("formgen.folder.cluster._PATIENCE", 0.2)
    with pytest.raises(FormgenError) as caught:
        make_cluster_runner("tcp://127.0.0.1:9")
    assert caught.value.problems[0].code == "F116"


def test_without_the_cluster_extra_the_way_to_get_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(FormgenError) as caught:
        make_cluster_runner("tcp://127.0.0.1:9")
    assert "没有安装 formgen[cluster]" in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of this kind are POSIX")
def test_a_killed_run_leaves_no_worker_behind(county: Path, tmp_path: Path) -> None:
    out, pids = tmp_path / "out", tmp_path / "pids"
    program = (
        "import multiprocessing, os, signal, sys\n"
        "from pathlib import Path\n"
        "from formgen.commands.build import plan_build\nfrom formgen.folder.build import build_folder\n"
        "from formgen.folder.plan import Options\n"
        "source, out, pids = map(Path, sys.argv[1:])\n"
        "count = []\n"
        "def die(_):\n"
        "    count.append(1)\n"
        "    if len(count) == 120:\n"
        "        pids.write_text(' '.join(str(each.pid) for each in multiprocessing.active_children()))\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "build_folder(plan_build(source, 'yongjia-2009', Options(jobs=2)), out, die)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, (county, out, pids))], check=False, timeout=60
    )
    assert done.returncode == -signal.SIGKILL
    left = pids.read_text().split()
    assert len(left) == 2
    for _ in range(100):
        left = [pid for pid in left if _alive(pid)]
        time.sleep(0.1)
        if not left:
            break
    assert left == []
    built(county, out, jobs=1)
    built(county, tmp_path / "whole", jobs=1)
    assert files(out) == files(tmp_path / "whole")


def _alive(pid: str) -> bool:
    """Tell whether a process runs; one that only waits to be reaped does not."""
    try:
        return (Path("/proc") / pid / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
