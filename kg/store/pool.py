"""Processes that stand ready to work for a server, each with the newest snapshot open, each killable.

    async with WorkerPool("output/store", 4) as pool:
        answer = await pool.run(Query("SELECT …", table="json"))
        answer = await pool.run(Call("package.module:function", {"iri": iri}))

A function is called as ``function(store, **arguments)`` and gives ``(head, body)``: what JSON can hold, and bytes.
A worker that goes over a job's time or its memory is killed and replaced; other workers are not disturbed. So is one
whose job nobody waits for any more: who is cancelled in :meth:`WorkerPool.run` has gone. POSIX only.

The processes end with the thread that started the pool, so run the event loop in one that lasts, such as the main one.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from kg.errors import BusyError, JobError, KgError
from kg.rdf import DEFAULT_BASE
from kg.store import limited
from kg.store.frames import Frames, frame, heard
from kg.store.limited import KILL_AFTER_S, QueryLimits

_RETRY_S = 0.2
_RETRY_AT_MOST_S = 5.0


@dataclass(frozen=True, slots=True)
class Query:
    """A query of a user's, guarded and limited as :func:`kg.store.query`.

    The answer's head tells ``form`` (``select``, ``ask``, ``construct``), ``format``, ``media_type`` and ``rows``.

    Attributes:
        sparql: the query.
        table: how solutions, yes or no are written: ``json``, ``xml``, ``csv``, ``tsv``.
        graph: how triples are written: ``turtle``, ``ntriples``, ``jsonld``.
        limits: what it may cost, in place of the pool's; memory is always the pool's.
        default_graphs: the graphs that are asked as one, in place of all.
        named_graphs: the graphs that GRAPH finds, in place of all.
    """

    sparql: str
    table: str = "json"
    graph: str = "turtle"
    limits: QueryLimits | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the program's own, named ``package.module:name``, with arguments that JSON can hold."""

    function: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    limits: QueryLimits | None = None


Job = Query | Call


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer.

    Attributes:
        head: what the job says of it.
        body: the answer itself.
        snapshot: the identity of the snapshot that it was worked out from.
    """

    head: Any
    body: bytes
    snapshot: str


class _Task:
    """A job with the one who waits for it."""

    def __init__(self, job: Job, limits: QueryLimits, answer: asyncio.Future[Answer]) -> None:
        self.limits = job.limits or limits
        self.answer = answer
        self.worker: _Worker | None = None
        self.pieces: list[bytes] = []
        own = (
            {
                **limited.asked(job.sparql),
                "table": job.table,
                "graph": job.graph,
                "dataset": [job.default_graphs, job.named_graphs],
            }
            if isinstance(job, Query)
            else {"function": job.function, "arguments": dict(job.arguments)}
        )
        self.request = frame({**own, **limited.costs(self.limits)})
        self.expiry: asyncio.TimerHandle | None = None

    def fail(self, error: KgError) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)

    def finish(self, head: Mapping[str, Any]) -> None:
        if "error" in head:
            self.fail(heard(head))
        elif not self.answer.done():
            self.answer.set_result(Answer(head["head"], b"".join(self.pieces), head["snapshot"]))


class WorkerPool:
    """So many workers for a store, and a queue before them.

    Args:
        store: the folder of the store, ``output/store``.
        size: how many workers there are.
        limits: what a job may cost that says nothing else, and how much memory a worker may have. The time begins when
            a worker begins.
        init: a function that each worker calls with every snapshot that it opens, as ``function(store, **arguments)``;
            what it gives is not looked at.
        base: what the IRIs of the data begin with.
        waiting: how many jobs may wait for a worker.
        wait_s: how many seconds a job may wait for a worker.
        abandoned_s: how many seconds a worker may still need for a job that nobody waits for any more; then it is
            killed. More than 0, as replacing it costs more than a job that is nearly done.
    """

    def __init__(
        self,
        store: Path | str,
        size: int,
        limits: QueryLimits | None = None,
        init: Call | None = None,
        *,
        base: str = DEFAULT_BASE,
        waiting: int = 256,
        wait_s: float = 30.0,
        abandoned_s: float = 0.3,
    ) -> None:
        self.store = Path(store)
        self.size = size
        self.limits = limits or QueryLimits()
        self.waiting = waiting
        self.wait_s = wait_s
        self.abandoned_s = abandoned_s
        first = limited.setup(store, base, self.limits, wait_s=5.0)
        self._first = frame(
            {**first, "init": {"function": init.function, "arguments": dict(init.arguments)} if init else None}
        )
        self._workers: set[_Worker] = set()
        self._idle: deque[_Worker] = deque()
        self._queue: deque[_Task] = deque()
        self._failures = 0
        self.is_closed = False
        self._hiring: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start the workers; they are ready when this is done.

        Raises:
            StoreError: if the store cannot be opened; nothing is left running then.
            JobError: if ``init`` fails.
        """
        from kg.store.publishing import publish_missing

        await asyncio.to_thread(publish_missing, self.store)
        try:
            for ready in [await self._start_worker() for _ in range(self.size)]:
                await ready
        except BaseException:
            await self.close()
            raise

    async def run(self, job: Job) -> Answer:
        """The answer to a job, whole.

        Raises:
            BusyError: if too many jobs wait already, or this one has waited too long.
            LimitError: if it went over its limits.
            QueryError: if the query is malformed or refused.
            JobError: if the worker was ended by others, or the function failed with what is no error of kg.
            KgError: what the function raises.
        """
        if self.is_closed:
            raise BusyError("the server is shutting down")
        if len(self._queue) >= self.waiting:
            raise BusyError(f"{self.waiting} requests are waiting already; try again later")
        loop = asyncio.get_running_loop()
        task = _Task(job, self.limits, loop.create_future())
        task.expiry = loop.call_later(self.wait_s, task.fail, BusyError("all workers are busy; try again later"))
        self._queue.append(task)
        task.answer.add_done_callback(lambda _: self._forget(task))
        self._hand_out()
        return await task.answer

    @property
    def is_busy(self) -> bool:
        """Whether no worker is free, so that a job would wait."""
        return not self._idle

    def _forget(self, task: _Task) -> None:
        """No longer wait for a worker: it has ended, or nobody wants it any more."""
        if task.expiry:
            task.expiry.cancel()
        if task in self._queue:
            self._queue.remove(task)
        elif task.worker and task.answer.cancelled():
            task.worker.abandon(task)

    def _hand_out(self) -> None:
        while self._queue and self._idle:
            task = self._queue.popleft()
            if task.expiry:
                task.expiry.cancel()
            if not task.answer.done():
                self._idle.popleft().begin(task)

    async def _start_worker(self) -> asyncio.Future[None]:
        """Start a worker; what is given back is done when it is ready, or tells why it will never be."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(limited.command(), stdin=theirs.fileno(), stdout=theirs.fileno())  # noqa: S603 - our own code
        worker = _Worker(self, process)
        self._workers.add(worker)
        try:
            await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=ours)
        except BaseException:
            ours.close()
            worker.connection_lost(None)
            raise
        worker.send(self._first)
        return worker.ready

    def is_free(self, worker: _Worker) -> None:
        """A worker has nothing to do."""
        self._failures = 0
        self._idle.append(worker)
        self._hand_out()

    def has_ended(self, worker: _Worker) -> None:
        """A worker is no more; another takes its place."""
        self._workers.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        if self.is_closed or not self._is_running(worker):
            return
        hiring = asyncio.ensure_future(self._replace())
        self._hiring.add(hiring)
        hiring.add_done_callback(self._hiring.discard)

    def _is_running(self, worker: _Worker) -> bool:
        """Whether the pool has started; what fails before is told by :meth:`start`."""
        return worker.ready.done() and not worker.ready.cancelled() and worker.ready.exception() is None

    async def _replace(self) -> None:
        while not self.is_closed:
            try:
                await (await self._start_worker())
                return
            except (KgError, OSError):
                self._failures += 1
                await asyncio.sleep(min(_RETRY_S * 2**self._failures, _RETRY_AT_MOST_S))

    async def close(self) -> None:
        """End all workers at once, and every job with a :class:`BusyError`."""
        self.is_closed = True
        for task in list(self._queue):
            task.fail(BusyError("the server is shutting down"))
        for hiring in list(self._hiring):
            hiring.cancel()
        await asyncio.gather(*self._hiring, return_exceptions=True)
        workers = list(self._workers)
        for worker in workers:
            worker.kill()
        for worker in workers:
            await worker.gone.wait()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class _Worker(asyncio.Protocol):
    """A process of the pool, and what is said to it and heard from it."""

    def __init__(self, pool: WorkerPool, process: subprocess.Popen[bytes]) -> None:
        self.pool = pool
        self.process = process
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.gone = asyncio.Event()
        self._frames = Frames()
        self._task: _Task | None = None
        self._is_killed = False
        self._deadline: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The way to the process is open."""
        self._transport = cast(asyncio.Transport, transport)

    def send(self, data: bytes) -> None:
        """Tell the process something."""
        if self._transport:
            self._transport.write(data)

    def begin(self, task: _Task) -> None:
        """Let the process do a job."""
        self._task, task.worker = task, self
        seconds = task.limits.seconds + KILL_AFTER_S
        self._deadline = asyncio.get_running_loop().call_later(seconds, self._stop)
        self.send(task.request)

    def abandon(self, task: _Task) -> None:
        """Nobody waits for a job any more: the process has little time left for it."""
        if self._task is task:
            if self._deadline:
                self._deadline.cancel()
            self._deadline = asyncio.get_running_loop().call_later(self.pool.abandoned_s, self._stop)

    def data_received(self, data: bytes) -> None:
        """The process says something."""
        for head, piece in self._frames.feed(data):
            if self._task:
                self._task.pieces.append(piece)
                if head:
                    self._done(head)
            elif "error" in head and not self.ready.done():
                self._give_up(heard(head))
            elif not self.ready.done():
                self.ready.set_result(None)
                self.pool.is_free(self)

    def _done(self, head: Mapping[str, Any]) -> None:
        task, self._task = self._task, None
        if self._deadline:
            self._deadline.cancel()
        if task:
            task.finish(head)
        if "ends" not in head and not self._is_killed:
            self.pool.is_free(self)

    def _stop(self) -> None:
        self.kill()
        if self._task:
            self._task.fail(limited.too_slow(self._task.limits))

    def _give_up(self, reason: KgError) -> None:
        """It will never be ready."""
        self.ready.set_exception(reason)
        self.ready.exception()  # where the pool is closed meanwhile nobody asks

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._is_killed = True  # it may have said before that it is free
        self.process.kill()

    def connection_lost(self, error: Exception | None) -> None:
        """The process has ended."""
        self.process.kill()
        status = self.process.wait()
        self.gone.set()
        if self._deadline:
            self._deadline.cancel()
        if self._task:
            self._task.fail(self._reason(self._task, status))
        if not self.ready.done():
            self._give_up(JobError(f"a worker ended before it was ready (status {status})"))
        self.pool.has_ended(self)

    def _reason(self, task: _Task, status: int) -> KgError:
        if self.pool.is_closed:
            return BusyError("the server is shutting down")
        if status == -signal.SIGKILL:  # not by this program, whose jobs have failed before
            return JobError("the job's process was ended from outside, or for lack of the machine's memory; try again")
        limits = replace(task.limits, memory_bytes=self.pool.limits.memory_bytes)
        return limited.ended(status, limits) or JobError(f"the job's process failed (status {status})")
