"""A query in a process of its own, which is killed when it goes over its limits.

Oxigraph has no timeout, and Python hears no signal while it computes: only another process can end a query.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import KgError, QueryError, StoreError
from kg.rdf import DEFAULT_BASE, BlankNode, Iri, Literal, Value
from kg.rdf.answers import Answer, Solutions

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
    lines = _run(_request(path, sparql, limits, base), limits).splitlines()
    head = json.loads(lines[0]) if lines else {"error": "the query's process ended without an answer"}
    tail = json.loads(lines[-1]) if lines else {}
    for part in (head, tail):
        if isinstance(part, dict) and "error" in part:
            raise _error(part)
    if tail != {"end": True}:
        raise QueryError("the answer broke off before its end; try again")
    if "truth" in head:
        return bool(head["truth"])
    if "variables" in head:
        variables = tuple(head["variables"])
        rows = [dict(_row(variables, json.loads(line))) for line in lines[1:-1]]
        return Solutions(variables, rows)
    return tuple(json.loads(line) for line in lines[1:-1])


def _request(path: Path | str, sparql: str, limits: QueryLimits, base: str) -> bytes:
    request = {
        "path": str(path),
        "sparql": sparql,
        "base": base,
        "seconds": limits.seconds,
        "rows": limits.rows,
        "answer_bytes": limits.answer_bytes,
        "memory_bytes": limits.memory_bytes,
    }
    return json.dumps(request).encode()


def _run(request: bytes, limits: QueryLimits) -> bytes:
    command = [sys.executable, "-I", "-c", _START, json.dumps(sys.path)]
    with subprocess.Popen(  # noqa: S603 - our own interpreter, our own code, and the query goes in through a pipe
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            answer, complaint = process.communicate(request, limits.seconds + _GRACE_S)
        except subprocess.TimeoutExpired:
            raise _too_slow(limits) from None
        finally:
            process.kill()
    if process.returncode == 0:
        return answer
    if process.returncode == -_SIGALRM:
        raise _too_slow(limits)
    if b"memory" in complaint.lower() or process.returncode in (-6, -9):
        raise QueryError(f"stopped: the query needs more than {limits.memory_bytes >> 20} MB; ask for less at once")
    last = complaint.decode("utf-8", "replace").strip().splitlines()[-1:]
    raise QueryError(f"the query's process failed (status {process.returncode}): {''.join(last)}")


_SIGALRM = 14


def _too_slow(limits: QueryLimits) -> QueryError:
    return QueryError(f"stopped after {limits.seconds:g} s; narrow the query, add LIMIT, or allow more time")


def _error(part: dict[str, Any]) -> KgError:
    kind = StoreError if part.get("kind") == "StoreError" else QueryError
    return kind(part["error"])


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
