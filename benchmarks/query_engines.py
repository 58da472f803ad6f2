"""What answers the queries: kg in three ways, and beside it Oxigraph's own server and rdflib."""

from __future__ import annotations

import asyncio
import http.client
import json
import multiprocessing
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.query_data import Data, oxigraph, say
from kg.rdf.terms import Literal
from kg.store import QueryLimits, open_current, query
from kg.store.pool import Query, WorkerPool

TOO_LONG_S = 60.0
"""After how many seconds a query is given up."""
LIMITS = QueryLimits(seconds=TOO_LONG_S)
Rows = list[tuple[tuple[str, ...], ...]]


class GivenUpError(Exception):
    """An engine has not answered in time."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Answers a query; what it gives is turned into comparable rows after the clock has stopped."""

    name: str
    ask: Callable[[str], Any]
    rows: Callable[[Any], Rows]


def timed(engine: Engine, sparql: str) -> tuple[float, Rows]:
    """How many milliseconds an answer took, and the answer.

    Raises:
        GivenUpError: if it took too long.
    """
    began = time.perf_counter()
    found = engine.ask(sparql)
    took = time.perf_counter() - began
    if isinstance(found, tuple) and found and found[0] == "timed elsewhere":
        _, took, found = found
    return took * 1000, engine.rows(found)


@contextmanager
def in_process(data: Data) -> Iterator[Engine]:
    """``store.query`` in the program itself."""
    with open_current(data.store) as store:
        yield Engine("kg, in process", lambda sparql: list(store.query(sparql)), _own_rows)  # type: ignore[arg-type]


@contextmanager
def pool(data: Data) -> Iterator[Engine]:
    """A process that stands ready and can be killed: what `kg serve` does."""
    with asyncio.Runner() as runner:
        workers = WorkerPool(data.store, 1, LIMITS)
        runner.run(workers.start())
        try:
            yield Engine("kg, killable pool", lambda sparql: runner.run(workers.run(Query(sparql))).body, _json_rows)
        finally:
            runner.run(workers.close())


@contextmanager
def own_process(data: Data) -> Iterator[Engine]:
    """A process for each query: what `kg query` does."""
    yield Engine("kg, a process each", lambda sparql: list(query(data.store, sparql, LIMITS)), _own_rows)  # type: ignore[arg-type]


@contextmanager
def oxigraph_serve(data: Data) -> Iterator[Engine]:
    """Oxigraph's own server, over HTTP."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [oxigraph(), "serve-read-only", "--location", str(data.oxigraph), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            connection = _connected(port)
            headers = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}

            def ask(sparql: str) -> bytes:
                try:
                    connection.request("POST", "/query", sparql.encode(), headers)
                    answer = connection.getresponse()
                    body = answer.read()
                except TimeoutError:
                    connection.close()
                    raise GivenUpError from None
                if answer.status != 200:
                    raise RuntimeError(f"oxigraph serve says {answer.status}: {body[:200]!r}")
                return body

            yield Engine("oxigraph serve", ask, _json_rows)
        finally:
            server.terminate()


def _connected(port: int) -> http.client.HTTPConnection:
    for _ in range(600):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TOO_LONG_S)
        try:
            connection.connect()
            return connection
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise RuntimeError("oxigraph serve does not listen")


@contextmanager
def rdflib_memory(data: Data) -> Iterator[Engine]:
    """The merged graph in memory, through rdflib, in a process of its own."""
    from contextlib import suppress

    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_rdflib_process, args=(theirs, data.merged_file))
    process.start()
    try:
        took, count = ours.recv()
        say(f"rdflib has read {count} triples in {took:.0f} s")

        def ask(what: str) -> Any:
            ours.send(what)
            took, body = ours.recv()
            if body is None:
                raise GivenUpError
            return "timed elsewhere", took, body

        yield Engine("rdflib", ask, _json_rows)
    finally:
        with suppress(OSError):
            ours.send(None)
        process.join(10)
        process.kill()


TURTLE = "turtle"
"""Said to rdflib in place of a query: write all as Turtle."""


def _rdflib_process(pipe: Any, file: Path) -> None:
    import rdflib

    def too_long(*_: object) -> None:
        raise GivenUpError

    signal.signal(signal.SIGALRM, too_long)
    graph = rdflib.Graph()
    began = time.perf_counter()
    graph.parse(file, format="nt")
    pipe.send((time.perf_counter() - began, len(graph)))
    while (what := pipe.recv()) is not None:
        began = time.perf_counter()
        signal.alarm(int(TOO_LONG_S) if what != TURTLE else 0)
        try:
            body = graph.serialize(format="turtle") if what == TURTLE else graph.query(what).serialize(format="json")
        except GivenUpError:
            body = None
        signal.alarm(0)
        pipe.send((time.perf_counter() - began, b"" if what == TURTLE else body))


def _own_rows(found: Sequence[Any]) -> Rows:
    return sorted(tuple(sorted((name, *_own_term(term)) for name, term in row.items())) for row in found)


def _own_term(term: Any) -> tuple[str, ...]:
    if isinstance(term, Literal):
        return term.value, term.language, "" if term.language else term.datatype
    return (str(term),)


def _json_rows(body: bytes) -> Rows:
    found = json.loads(body)["results"]["bindings"]
    return sorted(tuple(sorted((name, *_json_term(term)) for name, term in row.items())) for row in found)


_STRING = "http://www.w3.org/2001/XMLSchema#string"


def _json_term(term: dict[str, str]) -> tuple[str, ...]:
    if term["type"] in ("literal", "typed-literal"):
        language = term.get("xml:lang", "")
        return term["value"], language, "" if language else term.get("datatype", _STRING)
    return (term["value"],)
