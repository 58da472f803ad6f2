"""The process that works for others: asks a snapshot, and is killed when it takes too long.

It reads frames (:mod:`kg.store.frames`) from standard input, the first of which says what to open, and answers on
standard output until its input ends. `kg query` starts one for a single job, a server keeps several in a pool.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, BinaryIO

from kg.errors import JobError, KgError, LimitError
from kg.rdf.answers import OwnQuery, Solutions
from kg.store.formats import capped, write_answer
from kg.store.frames import PIECE, frame, read, told
from kg.store.limited import LINES, encode_term, out_of_memory
from kg.store.oxigraph import OxigraphStore
from kg.store.snapshots import identity, open_current

IDLE_S = 1.0
"""How often a worker without a job looks whether there is a newer snapshot: one that it has open cannot be removed."""


def main() -> None:
    """Work until there is no more to do."""
    inlet, outlet = _own_streams()
    try:
        came = read(inlet)
        if came:
            setup, _ = came
            _confine(setup["memory_bytes"])
            _serve(setup, inlet, outlet)
    except (ConnectionError, KeyboardInterrupt):
        pass  # nobody is there any more
    os._exit(0)  # without the time that Python and the store take to tidy up what ends with the process anyway


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """The streams that frames go through; what code of others prints goes to standard error instead."""
    inlet, outlet = (os.fdopen(os.dup(stream), mode, buffering=0) for stream, mode in ((0, "rb"), (1, "wb")))
    os.dup2(2, 1)
    return inlet, outlet  # type: ignore[return-value]


def _serve(setup: dict[str, Any], inlet: BinaryIO, outlet: BinaryIO) -> None:
    try:
        reader = _Reader(setup)
        reader.renew()
    except Exception as error:
        _send(outlet, frame(_as_told(error, "opening the store")))
        return
    _send(outlet, frame({"ready": True}))
    while True:
        while not select.select([inlet], [], [], IDLE_S)[0]:
            reader.renew_if_possible()
        came = read(inlet)
        if came is None:
            return
        try:
            last = _do(reader, came[0], outlet)
        except MemoryError:  # then the process is not to be trusted with more work
            _send(outlet, frame({**told(out_of_memory(setup["memory_bytes"])), "ends": True}))
            return
        _alarm(0)
        _send(outlet, frame(last))


class _Reader:
    """The newest snapshot, opened anew when there is another.

    Args:
        setup: ``path`` of the store (None for an empty one in memory), ``base``, ``wait_s``, and perhaps ``init``: a
            function with its arguments that is called with every store that is opened.
    """

    def __init__(self, setup: dict[str, Any]) -> None:
        self.path = setup["path"]
        self.options = {"base": setup["base"], "wait_s": setup["wait_s"]}
        self.init = setup.get("init")
        self.store: OxigraphStore | None = None

    def renew(self) -> OxigraphStore:
        """The store, newly opened if it has changed."""
        if self.store is not None and (self.path is None or identity(self.path) == self.store.identity):
            return self.store
        opened = self._opened()
        try:
            if self.init:
                _function(self.init["function"])(opened, **self.init["arguments"])
        except BaseException:
            opened.close()  # or its snapshot could never be removed, and there would be one more every second
            raise
        if self.store is not None:
            self.store.close()
        self.store = opened
        return opened

    def _opened(self) -> OxigraphStore:
        if self.path is None:
            return OxigraphStore(base=self.options["base"])
        return open_current(self.path, **self.options)

    def renew_if_possible(self) -> None:
        """Open what is newest; if that fails, the next job tells why."""
        try:
            self.renew()
        except Exception:
            traceback.print_exc()


class _Out:
    """Takes the bytes of an answer and sends them on in frames, no more than allowed."""

    def __init__(self, outlet: BinaryIO, most: int) -> None:
        self._outlet = outlet
        self._most = most
        self._all = 0
        self._pending = bytearray()

    def write(self, data: bytes) -> int:
        """Take bytes.

        Raises:
            LimitError: if these are too many.
        """
        self._all += len(data)
        if self._all > self._most:
            size = f"{self._most >> 20} MB" if self._most >> 20 else f"{self._most} bytes"
            raise LimitError(f"stopped: the answer is larger than {size}; add LIMIT, or ask for less")
        self._pending += data
        if len(self._pending) >= PIECE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what is pending."""
        whole = memoryview(bytes(self._pending))
        self._pending.clear()
        for start in range(0, len(whole), PIECE):
            _send(self._outlet, frame({}, bytes(whole[start : start + PIECE])))


def _do(reader: _Reader, job: dict[str, Any], outlet: BinaryIO) -> dict[str, Any]:
    """Do a job and send its answer; gives the last frame's head."""
    try:
        store = reader.renew()
        _alarm(job["seconds"])
        out = _Out(outlet, job["answer_bytes"])
        head = _called(store, job, out) if "function" in job else _asked(store, job, out)
        out.flush()
        return {**head, "snapshot": store.identity}
    except (MemoryError, ConnectionError):
        raise
    except Exception as error:
        return _as_told(error, job.get("function", "the query"))


def _as_told(error: Exception, what: str) -> dict[str, Any]:
    if isinstance(error, KgError):
        return dict(told(error))
    traceback.print_exception(error)
    return dict(told(JobError(f"{what} failed: {type(error).__name__}: {error}")))


def _called(store: OxigraphStore, job: dict[str, Any], out: _Out) -> dict[str, Any]:
    head, body = _function(job["function"])(store, **job["arguments"])
    out.write(body)
    return {"head": head}


def _function(named: str) -> Callable[..., Any]:
    """The function that ``package.module:name`` means."""
    module, _, name = named.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


def _asked(store: OxigraphStore, job: dict[str, Any], out: _Out) -> dict[str, Any]:
    sparql = OwnQuery(job["sparql"]) if job.get("own") else job["sparql"]
    if job["table"] == LINES:
        for line in _lines(store.query(sparql), job["rows"]):
            out.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
        return {"head": {}}
    found = store.raw(sparql, *job.get("dataset", ()))
    formats = {"table": job["table"], "graph": job["graph"]}
    return {"head": write_answer(found, out, **formats, rows=job["rows"], prefixes=store.prefixes)}


def _lines(found: Any, rows: int) -> Iterator[Any]:
    if isinstance(found, bool):
        yield {"truth": found}
    elif isinstance(found, Solutions):
        yield {"variables": found.variables}
        yield from capped(([encode_term(row[v]) if v in row else None for v in found.variables] for row in found), rows)
    else:
        yield {"triples": True}
        yield from capped(found, rows)


def _send(outlet: BinaryIO, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[outlet.write(left) :]


def _confine(memory_bytes: int) -> None:
    """No more memory than allowed, no network, and no life after the parent's, as far as the system lets us."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        pass
    if sys.platform == "linux":
        import ctypes

        libc = ctypes.CDLL(None)
        libc.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        new_net, new_user = 0x40000000, 0x10000000
        # root keeps its rights over files; others may have a network of their own only as another user
        # where it is not allowed, as in many containers, the network stays: queries cannot use it all the same
        libc.unshare(new_net if os.geteuid() == 0 else new_net | new_user)


def _alarm(seconds: float) -> None:
    """The system ends the process when its time is over: no code of ours has to run for that."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
