from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from kills_sent import kills_sent

from kg.errors import BusyError, ConfigError, JobError, LimitError, QueryError, StoreError
from kg.rdf import Statement
from kg.store import OxigraphStore, PublishingStore, QueryLimits
from kg.store.pool import Answer, Call, Query, WorkerPool

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pools need POSIX")
ROOT = Path(__file__).parents[2]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
ALL = "SELECT ?s { ?s <x:p0> ?o } ORDER BY ?s"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "store"
    with PublishingStore(path) as store:
        store.replace_graph("x:0", [Statement(f"<x:s{i}> <x:p{i % 7}> <x:o{i}> .") for i in range(300)])
    return path


def with_pool(path: Path, use: Callable[[WorkerPool], Awaitable[Any]], size: int = 2, **options: Any) -> Any:
    """What ``use`` gives with a pool."""

    async def run() -> Any:
        async with WorkerPool(path, size, **options) as pool:
            return await asyncio.wait_for(use(pool), 60)

    return asyncio.run(run())


def rows(answer: Answer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(answer.body)["results"]["bindings"]
    return found


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_queries_and_functions_are_answered(path: Path) -> None:
    async def use(pool: WorkerPool) -> None:
        answer = await pool.run(Query(ALL))
        assert [row["s"]["value"] for row in rows(answer)][:2] == ["x:s0", "x:s105"]
        assert answer.head == {
            "form": "select",
            "format": "json",
            "media_type": "application/sparql-results+json",
            "rows": 43,
        }
        answer = await pool.run(Query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 2", graph="ntriples"))
        assert answer.head["form"] == "construct"
        assert answer.body.count(b" .\n") == 2
        assert (await pool.run(Query("ASK { ?s ?p ?o }", table="csv"))).body == b"true"
        called = await pool.run(Call("work_for_pools:told", {"iri": "x:星桥", "page": 2}))
        assert called.body == "页面\0".encode()
        assert called.head["given"] == {"iri": "x:星桥", "page": 2}
        assert called.head["graphs"] == ["x:0"]
        assert called.snapshot == answer.snapshot != ""

    with_pool(path, use)


LATEST_S = 0.5
"""How long after its deadline a job has been stopped at the latest.

In what follows the event loop is told of that moment too. It takes moments in their order however late it comes to
them, so a machine that is busy delays the kill and the look whether it was sent alike, and the look is never first.
"""


def begun(pool: WorkerPool, job: Query | Call) -> asyncio.Task[Answer]:
    """A job, to which a worker that is free is set in the next step of the loop."""
    task = asyncio.get_running_loop().create_task(pool.run(job))
    task.add_done_callback(
        lambda done: done.cancelled() or done.exception()
    )  # seen, where a test fails before it looks
    return task


@pytest.mark.threat("endless-query")
def test_an_endless_query_is_stopped_at_its_deadline_and_others_are_answered_meanwhile(path: Path) -> None:
    async def use(pool: WorkerPool) -> None:
        endless = begun(pool, Query(ENDLESS, limits=QueryLimits(seconds=1.5)))
        await asyncio.sleep(0)
        latest = asyncio.get_running_loop().create_task(asyncio.sleep(1.5 + LATEST_S))
        answered = 0
        while not latest.done():
            assert len(rows(await pool.run(Query(ALL)))) == 43
            answered += 1
            await asyncio.sleep(0)
        assert endless.done()
        with pytest.raises(LimitError, match=r"stopped after 1\.5 s"):
            await endless
        assert answered > 20
        for _ in range(40):  # the one in the stopped one's place may still be starting
            both = [pool.run(Call("work_for_pools:slow", {"seconds": 0.5})) for _ in range(2)]
            if len({answer.head["pid"] for answer in await asyncio.gather(*both)}) == 2:
                return
        pytest.fail("the worker has not been replaced")

    with_pool(path, use)


def is_killed_in_time(path: Path) -> bool:
    """Whether a worker that does not end by itself is sent a kill before the latest moment, and its job fails then."""

    async def use(pool: WorkerPool) -> bool:
        await pool.run(Call("work_for_pools:told"))  # what it is to do has been read then, and takes no time of the job
        with kills_sent() as sent:
            job = begun(pool, Call("work_for_pools:stubborn", limits=QueryLimits(seconds=1.0)))
            await asyncio.sleep(0)
            await asyncio.sleep(1.0 + LATEST_S)
            is_sent = signal.SIGKILL in [kill.signal for kill in sent]
            return is_sent and isinstance(job.exception(), LimitError)

    return bool(with_pool(path, use, size=1))


@pytest.mark.threat("endless-query")
def test_a_worker_that_does_not_end_by_itself_is_sent_a_kill_within_half_a_second_of_its_deadline(path: Path) -> None:
    assert is_killed_in_time(path)


@pytest.mark.threat("endless-query", control=True)
def test_a_kill_that_is_sent_later_is_seen_to_be_late(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.pool.KILL_AFTER_S", LATEST_S + 0.1)
    assert not is_killed_in_time(path)


@pytest.mark.threat("endless-query")
def test_the_system_ends_a_worker_at_its_deadline_whatever_it_does(path: Path) -> None:
    async def use(pool: WorkerPool) -> None:
        told = (await pool.run(Call("work_for_pools:armed", limits=QueryLimits(seconds=7)))).head
        assert 0 < told["left"] <= 7
        assert told["ends"]
        assert told["again"] == 0
        assert (await pool.run(Call("work_for_pools:armed", limits=QueryLimits(seconds=90)))).head["left"] > 7

    with_pool(path, use, size=1)


def test_a_function_that_is_too_slow_is_stopped_too(path: Path) -> None:
    async def use(pool: WorkerPool) -> None:
        slow = begun(pool, Call("work_for_pools:slow", {"seconds": 30}, QueryLimits(seconds=0.4)))
        await asyncio.sleep(0)
        await asyncio.sleep(0.4 + LATEST_S)
        assert slow.done()
        with pytest.raises(LimitError, match=r"stopped after 0\.4 s"):
            await slow
        assert (await pool.run(Query("ASK {}", table="csv"))).body == b"true"

    with_pool(path, use, size=1)


@pytest.mark.parametrize(
    "job",
    [Query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?e ?i"), Call("work_for_pools:greedy")],
    ids=["query", "function"],
)
def test_a_job_that_takes_too_much_memory_is_stopped_and_the_next_one_is_answered(path: Path, job: Any) -> None:
    async def use(pool: WorkerPool) -> None:
        with pytest.raises(LimitError, match="needs more than 700 MB"):
            await pool.run(job)
        assert len(rows(await pool.run(Query(ALL)))) == 43

    with_pool(path, use, size=1, limits=QueryLimits(seconds=40, memory_bytes=700 << 20))


@pytest.mark.threat("endless-query")
@pytest.mark.parametrize("table", ["json", "xml", "csv", "tsv"])
def test_a_capped_answer_is_an_error_in_every_format(path: Path, table: str) -> None:
    async def use(pool: WorkerPool) -> None:
        everything = "SELECT * { ?s ?p ?o }"
        with pytest.raises(LimitError, match="more than 299 rows"):
            await pool.run(Query(everything, table, limits=QueryLimits(rows=299)))
        assert (await pool.run(Query(everything, table, limits=QueryLimits(rows=300)))).head["rows"] == 300
        with pytest.raises(LimitError, match="larger than 2000 bytes"):
            await pool.run(Query(everything, table, limits=QueryLimits(answer_bytes=2000)))
        triples = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
        with pytest.raises(LimitError, match="more than 299 triples"):
            await pool.run(Query(triples, limits=QueryLimits(rows=299)))
        with pytest.raises(LimitError, match="larger than"):
            await pool.run(Query(triples, limits=QueryLimits(answer_bytes=2000)))
        with pytest.raises(LimitError, match="larger than 2 MB"):
            await pool.run(Call("work_for_pools:larger", {"size": 3 << 20}, QueryLimits(answer_bytes=2 << 20)))
        large = await pool.run(Call("work_for_pools:larger", {"size": 20 << 20}))
        assert large.body == bytes(20 << 20)

    with_pool(path, use, size=1)


def test_mistakes_come_back_as_they_are_and_harm_no_worker(path: Path) -> None:
    async def use(pool: WorkerPool) -> None:
        pid = (await pool.run(Call("work_for_pools:told"))).head["pid"]
        for job, kind, message in (
            (Query("SELECT"), QueryError, "not a SPARQL query"),
            (Query("CLEAR ALL"), QueryError, "refused: this is an update"),
            (Query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"), QueryError, "refused: SERVICE"),
            (Query(ALL, table="yaml"), QueryError, "no such format"),
            (Call("work_for_pools:failing", {"kind": "kg"}), ConfigError, "no such page"),
            (Call("work_for_pools:failing", {"kind": "other"}), JobError, "ZeroDivisionError: by accident"),
            (Call("work_for_pools:absent"), JobError, "absent"),
        ):
            with pytest.raises(kind, match=message) as caught:
                await pool.run(job)
            assert not isinstance(caught.value, LimitError)
        assert (await pool.run(Call("work_for_pools:told"))).head["pid"] == pid

    with_pool(path, use, size=1)


def test_a_worker_killed_from_outside_is_replaced(path: Path) -> None:
    async def use(pool: WorkerPool) -> None:
        idle = (await pool.run(Call("work_for_pools:told"))).head["pid"]
        os.kill(idle, signal.SIGKILL)
        await asyncio.sleep(0.1)
        other = (await pool.run(Call("work_for_pools:told"))).head["pid"]
        assert other != idle
        job = asyncio.ensure_future(pool.run(Call("work_for_pools:slow", {"seconds": 30})))
        await asyncio.sleep(0.2)
        os.kill(other, signal.SIGKILL)
        with pytest.raises(JobError, match="ended from outside"):
            await job
        assert (await pool.run(Call("work_for_pools:told"))).head["pid"] not in (idle, other)

    with_pool(path, use, size=1)


def test_the_next_job_sees_a_new_snapshot_and_the_old_one_is_let_go(path: Path) -> None:
    init = Call("work_for_pools:opened", {"word": "a"})

    async def use(pool: WorkerPool) -> None:
        first = await pool.run(Call("work_for_pools:told"))
        assert first.head["opened"] == 1
        with PublishingStore(path) as writer:
            writer.replace_graph("x:1", [Statement("<x:new> <x:p> <x:o> .")])
            second = await pool.run(Call("work_for_pools:told"))
            assert second.head["pid"] == first.head["pid"]
            assert second.head["graphs"] == ["x:0", "x:1"]
            assert second.head["opened"] == 2
            assert second.snapshot == writer.publish() != first.snapshot
            assert rows(await pool.run(Query("SELECT ?o { <x:new> ?p ?o }")))
            writer.remove_graph("x:1")
            writer.publish()
            await asyncio.sleep(2.5)  # without a job, too, a worker does not keep what is old
            writer.replace_graph("x:2", [Statement("<x:new> <x:p> <x:o2> .")])
        names = {file.name for file in path.with_name("snapshots").iterdir() if file.is_dir()}
        assert len(names) <= 2
        assert first.snapshot.partition("-")[0] not in names
        assert second.snapshot.partition("-")[0] not in names

    with_pool(path, use, size=1, init=init)


def test_jobs_wait_in_a_queue_that_has_an_end(path: Path) -> None:
    async def use(pool: WorkerPool) -> None:
        slow = Call("work_for_pools:slow", {"seconds": 0.6})
        running = [asyncio.ensure_future(pool.run(slow)) for _ in range(3)]
        await asyncio.sleep(0.05)
        with pytest.raises(BusyError, match="2 requests are waiting"):
            await pool.run(slow)
        running[1].cancel()  # who goes away makes room
        await asyncio.sleep(0)
        late = asyncio.ensure_future(pool.run(slow))
        await asyncio.gather(running[0], running[2])
        with pytest.raises(BusyError, match="all workers are busy"):
            await late

    with_pool(path, use, size=1, waiting=2, wait_s=1.0)


def test_a_worker_whose_job_nobody_waits_for_is_replaced_but_not_for_the_rest_of_a_moment(path: Path) -> None:
    async def use(pool: WorkerPool) -> None:
        pid = (await pool.run(Call("work_for_pools:told"))).head["pid"]

        async def leave(seconds: float) -> None:
            job = asyncio.ensure_future(pool.run(Call("work_for_pools:slow", {"seconds": seconds})))
            await asyncio.sleep(0.1)
            job.cancel()

        await leave(0.3)
        assert (await pool.run(Call("work_for_pools:told"))).head["pid"] == pid
        await leave(30)
        start = time.monotonic()
        assert (await pool.run(Call("work_for_pools:told"))).head["pid"] != pid
        assert time.monotonic() - start < 15, "half of what it would take to wait for the job"
        assert not is_running(pid)

    with_pool(path, use, size=1, abandoned_s=0.5)


def test_a_pool_over_a_store_of_an_older_version_lets_builds_go_on(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with OxigraphStore(path) as older:
        older.replace_graph("x:0", [Statement("<x:s> <x:p0> <x:o> .")])

    async def use(pool: WorkerPool) -> None:
        assert len(rows(await pool.run(Query(ALL)))) == 1
        PublishingStore(path).close()

    with_pool(path, use)


def test_a_store_that_cannot_be_opened_is_told_at_the_start(tmp_path: Path, path: Path) -> None:
    async def nothing(pool: WorkerPool) -> None:
        raise AssertionError

    with pytest.raises(StoreError, match="no store here"):
        with_pool(tmp_path / "other" / "store", nothing)
    with pytest.raises(JobError, match="absent"):
        with_pool(path, nothing, init=Call("work_for_pools:absent"))


@pytest.mark.threat("service")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes the network away")
def test_a_worker_has_no_network(path: Path) -> None:
    flags = 0x40000000 if os.geteuid() == 0 else 0x50000000
    tried = f"import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare({flags}) != 0)"
    if subprocess.run([sys.executable, "-c", tried]).returncode:
        pytest.skip("this system lets nobody go without the network")
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()  # the control: from here it can be reached
        job = Call("work_for_pools:connecting", {"port": server.getsockname()[1]})

        async def use(pool: WorkerPool) -> str:
            head: str = (await pool.run(job)).head
            return head

        assert with_pool(path, use, size=1) != "connected"


PARENT = """
import asyncio, os, sys
from kg.store.pool import Call, Query, WorkerPool

async def main():
    async with WorkerPool(sys.argv[1], 2) as pool:
        asyncio.ensure_future(pool.run(Query(sys.argv[2])))
        await asyncio.sleep(0.1)
        print(*[worker.process.pid for worker in pool._workers], flush=True)
        sys.stdin.readline()
asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, None])
def test_workers_end_with_their_parent_however_it_ends(path: Path, end: signal.Signals | None) -> None:
    command = [sys.executable, "-c", PARENT, str(path), ENDLESS]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env) as parent:
        assert parent.stdout is not None
        assert parent.stdin is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 2
        assert all(map(is_running, pids))
        if end is None:
            parent.stdin.write("\n")
            parent.stdin.flush()
        else:
            parent.send_signal(end)
        parent.wait(20)
    deadline = time.monotonic() + 5
    while any(map(is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(map(is_running, pids))
