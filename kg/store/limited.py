"""A query in a process of its own, which is killed when it goes over its limits.

Oxigraph has no timeout, and Python hears no signal while it computes: only another process can end a query.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from kg.errors import LimitError, QueryError
from kg.rdf import DEFAULT_BASE, BlankNode, Iri, Literal, Value
from kg.rdf.answers import Answer, OwnQuery, Solutions
from kg.store.frames import frame, heard, read

LINES = "lines"
"""The format of the answers to :func:`query`: what kind it is, then a row or triple a line."""
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from kg.store.worker import main; main()"
_GRACE_S = 5.0  # for starting the process, which is no part of the query's time


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
    answer = _run(frame(setup(path, base, limits, limits.seconds)) + frame(job), limits)
    lines = _whole(answer).splitlines()
    head = json.loads(lines[0])
    if "truth" in head:
        return bool(head["truth"])
    if "variables" in head:
        variables = tuple(head["variables"])
        rows = [dict(_row(variables, json.loads(line))) for line in lines[1:]]
        return Solutions(variables, rows)
    return tuple(json.loads(line) for line in lines[1:])


def setup(path: Path | str, base: str, limits: QueryLimits, wait_s: float) -> dict[str, Any]:
    """What a worker is told first: what to open, how long to wait for it, and how much memory there is."""
    return {"path": str(path), "base": base, "wait_s": wait_s, "memory_bytes": limits.memory_bytes}


def asked(sparql: str) -> dict[str, Any]:
    """What a worker is told of a query; one of kg's own need not be looked at there."""
    return {"sparql": sparql, "own": isinstance(sparql, OwnQuery)}


def costs(limits: QueryLimits) -> dict[str, Any]:
    """What a worker is told with each job: what it may cost."""
    return {"seconds": limits.seconds, "rows": limits.rows, "answer_bytes": limits.answer_bytes}


def command() -> list[str]:
    """What starts a worker."""
    return [sys.executable, "-I", "-c", _START, json.dumps(sys.path)]


def _whole(answer: bytes) -> bytes:
    """The bytes of an answer out of its frames, all of them or an error."""
    stream, pieces = BytesIO(answer), []
    while came := read(stream):
        head, piece = came
        pieces.append(piece)
        if "error" in head:
            raise heard(head)
        if "head" in head:
            return b"".join(pieces)
    raise QueryError("the answer broke off before its end; try again")


def _run(request: bytes, limits: QueryLimits) -> bytes:
    with subprocess.Popen(  # noqa: S603 - our own interpreter, our own code, and the query goes in through a pipe
        command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            answer, complaint = process.communicate(request, limits.seconds + _GRACE_S)
        except subprocess.TimeoutExpired:
            raise too_slow(limits) from None
        finally:
            process.kill()
    if process.returncode == 0:
        return answer
    if b"memory" in complaint.lower():
        raise out_of_memory(limits.memory_bytes)
    if reason := ended(process.returncode, limits):
        raise reason
    last = complaint.decode("utf-8", "replace").strip().splitlines()[-1:]
    raise QueryError(f"the query's process failed (status {process.returncode}): {''.join(last)}")


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
    return LimitError(f"stopped after {limits.seconds:g} s; narrow the query, add LIMIT, or allow more time")


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
