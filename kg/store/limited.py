"""A query in a process of its own, which is killed when it goes over its limits.

Oxigraph has no timeout, and Python hears no signal while it computes: only another process can end a query. It has two
clocks: its own, which the system rings at the deadline (:mod:`kg.store.worker`), and that of whoever started it, which
kills it should that not have been enough. Neither counts the start of the process and the opening of the store.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from kg.errors import LimitError, QueryError
from kg.rdf import DEFAULT_BASE, BlankNode, Iri, Literal, Value
from kg.rdf.answers import Answer, OwnQuery, Solutions
from kg.store.frames import frame, heard, read

LINES = "lines"
"""The format of the answers to :func:`query`: what kind it is, then a row or triple a line."""
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from kg.store.worker import main; main()"
KILL_AFTER_S = 0.3
"""How long after its time a process is killed that has not ended by itself, as the system makes it do."""
_START_S = 30.0  # for starting the process, beside what it may wait for the store


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What a query may cost: seconds of wall clock, rows or triples of its answer, bytes of answer and of memory."""

    seconds: float = 30.0
    rows: int = 100_000
    answer_bytes: int = 256 << 20
    memory_bytes: int = 4 << 30


def query(path: Path | str, sparql: str, limits: QueryLimits | None = None, *, base: str = DEFAULT_BASE) -> Answer:
    """The answer of the store on disk at ``path``, whole; its own IRIs, under ``base``, may be written short.

    Raises:
        QueryError: if the query is malformed, refused, or goes over its limits; it has been stopped then.
        StoreError: if the store cannot be opened for reading.
    """
    limits = limits or QueryLimits()
    job = {**asked(sparql), "table": LINES, "graph": LINES, **costs(limits)}
    _, answer = _run(setup(path, base, limits, limits.seconds), job, limits)
    lines = answer.splitlines()
    head = json.loads(lines[0])
    if "truth" in head:
        return bool(head["truth"])
    if "variables" in head:
        variables = tuple(head["variables"])
        rows = [dict(_row(variables, json.loads(line))) for line in lines[1:]]
        return Solutions(variables, rows)
    return tuple(json.loads(line) for line in lines[1:])


def call(
    function: str, arguments: Mapping[str, Any], limits: QueryLimits | None = None, *, base: str = DEFAULT_BASE
) -> Any:
    """What a function of kg's own gives as its head, in a process of its own with an empty store.

    Args:
        function: ``package.module:name``; called as ``function(store, **arguments)``, as by :mod:`kg.store.pool`.
        arguments: what JSON can hold.
        limits: what it may cost.
        base: what the IRIs of the data begin with.

    Raises:
        LimitError: if it goes over its limits; it has been stopped then.
        KgError: what the function raises.
    """
    limits = limits or QueryLimits()
    job = {"function": function, "arguments": dict(arguments), **costs(limits)}
    head, _ = _run(setup(None, base, limits, 0.0), job, limits)
    return head["head"]


def setup(path: Path | str | None, base: str, limits: QueryLimits, wait_s: float) -> dict[str, Any]:
    """What a worker is told first: what to open, how long to wait for it, and how much memory there is.

    Without a path it has an empty store in memory.
    """
    where = None if path is None else str(path)
    return {"path": where, "base": base, "wait_s": wait_s, "memory_bytes": limits.memory_bytes}


def asked(sparql: str) -> dict[str, Any]:
    """What a worker is told of a query; one of kg's own need not be looked at there."""
    return {"sparql": sparql, "own": isinstance(sparql, OwnQuery)}


def costs(limits: QueryLimits) -> dict[str, Any]:
    """What a worker is told with each job: what it may cost."""
    return {"seconds": limits.seconds, "rows": limits.rows, "answer_bytes": limits.answer_bytes}


def command() -> list[str]:
    """What starts a worker."""
    return [sys.executable, "-I", "-c", _START, json.dumps(sys.path)]


class _Watch:
    """Kills a process when its time is up, whatever whoever waits for it does."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.is_over = False
        self._process = process
        self._timer: threading.Timer | None = None

    def begin(self, seconds: float) -> None:
        """So many seconds from now the time is up, and not when was said before."""
        self.end()
        self._timer = threading.Timer(seconds, self._kill)
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        """There is no hurry any more."""
        if self._timer:
            self._timer.cancel()

    def _kill(self) -> None:
        self.is_over = True
        self._process.kill()


def _run(first: Mapping[str, Any], job: Mapping[str, Any], limits: QueryLimits) -> tuple[dict[str, Any], bytes]:
    """The head and the bytes of the answer to a job, all of them or an error, from a process that is gone then."""
    with (
        TemporaryFile() as complaints,
        subprocess.Popen(  # noqa: S603 - our own interpreter, our own code, and the query goes in through a pipe
            command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints
        ) as process,
    ):
        watch = _Watch(process)
        try:
            return _answer(process, watch, frame(first) + frame(job), first["wait_s"] + _START_S, limits)
        except EOFError as error:
            raise _broken_off(process.wait(), watch, complaints, limits) from error
        finally:
            watch.end()
            process.kill()


def _answer(
    process: subprocess.Popen[bytes], watch: _Watch, request: bytes, start_s: float, limits: QueryLimits
) -> tuple[dict[str, Any], bytes]:
    """The answer of a process; raises EOFError where it ends before that does."""
    assert process.stdin is not None  # noqa: S101 - they are pipes
    assert process.stdout is not None  # noqa: S101
    watch.begin(start_s)
    with suppress(BrokenPipeError), process.stdin as inlet:
        inlet.write(request)
    is_ready, pieces = False, []
    while came := read(process.stdout):
        head, piece = came
        pieces.append(piece)
        if "error" in head:
            raise heard(head)
        if "head" in head:
            return head, b"".join(pieces)
        if "ready" in head:  # from here on the time is the job's
            is_ready = True
            watch.begin(limits.seconds + KILL_AFTER_S)
    if watch.is_over and not is_ready:
        raise QueryError(f"the process for the query was not ready in {start_s:g} s; the machine is too busy")
    raise EOFError


def _broken_off(status: int, watch: _Watch, complaints: IO[bytes], limits: QueryLimits) -> QueryError:
    """Why there is no whole answer of a process that has ended."""
    complaints.seek(0)
    complaint = complaints.read().decode("utf-8", "replace")
    if watch.is_over:
        return too_slow(limits)
    if status == 0:
        return QueryError("the answer broke off before its end; try again")
    if "memory" in complaint.lower():
        return out_of_memory(limits.memory_bytes)
    last = complaint.strip().splitlines()[-1:]
    return ended(status, limits) or QueryError(f"the query's process failed (status {status}): {''.join(last)}")


_SIGALRM, _SIGABRT, _SIGKILL = 14, 6, 9
_NO_STACK = (-11, -10, -7)
"""SIGSEGV, and SIGBUS as BSD and Linux number it: of 10,000 brackets or terms in a row Oxigraph's parser ends so."""


def ended(status: int, limits: QueryLimits) -> LimitError | None:
    """Over which limit a process has gone that ended with this status; None if over none."""
    if status == -_SIGALRM:
        return too_slow(limits)
    if status in _NO_STACK:
        return LimitError("stopped: the query is nested too deeply or has too many parts in a row; make it smaller")
    return out_of_memory(limits.memory_bytes) if status in (-_SIGABRT, -_SIGKILL) else None


def too_slow(limits: QueryLimits) -> LimitError:
    """What is said of a job that takes more time than allowed."""
    return LimitError(
        f"stopped after {limits.seconds:g} s; narrow the query, add LIMIT, or allow more time (query_seconds in "
        "kg.toml)"
    )


def out_of_memory(memory_bytes: int) -> LimitError:
    """What is said of a job that needs more memory than allowed."""
    return LimitError(f"stopped: the query needs more than {memory_bytes >> 20} MB of memory; ask for less at once")


def _row(variables: tuple[str, ...], terms: list[Any]) -> list[tuple[str, Value]]:
    return [(name, decode_term(term)) for name, term in zip(variables, terms, strict=True) if term is not None]


def encode_term(value: Value) -> list[str]:
    """A term as a list of strings, for JSON."""
    if isinstance(value, Literal):
        return ["literal", value.value, value.language, value.datatype]
    return ["iri" if isinstance(value, Iri) else "blank", value.value]


def decode_term(term: list[str]) -> Value:
    """The reverse of :func:`encode_term`."""
    kind, value, *rest = term
    if kind == "literal":
        return Literal(value, *rest)
    return Iri(value) if kind == "iri" else BlankNode(value)
