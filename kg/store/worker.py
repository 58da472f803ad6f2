"""The process of one query: reads a request, answers in lines of JSON, and is killed when it takes too long.

The first line tells the kind of answer, each further one is a row or triple, the last one says that all is there.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from typing import Any

from kg.errors import KgError, StoreError
from kg.rdf.answers import Solutions
from kg.store.limited import encode_term
from kg.store.oxigraph import OxigraphStore
from kg.store.snapshots import open_current


def main() -> None:
    """Answer the request on standard input."""
    request = json.load(sys.stdin.buffer)
    _confine(request["memory_bytes"])
    try:
        seconds, base = request["seconds"], request["base"]
        with open_current(request["path"], wait_s=seconds, base=base) as store:
            _alarm(seconds)
            _write(_answer(store, request), request["answer_bytes"])
    except KgError as error:
        _line({"error": str(error), "kind": "StoreError" if isinstance(error, StoreError) else "QueryError"})
    sys.stdout.flush()
    os._exit(0)  # without the time that Python and the store take to tidy up what ends with the process anyway


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
        libc.unshare(new_net if os.geteuid() == 0 else new_net | new_user)


def _alarm(seconds: float) -> None:
    """The system ends the process when its time is over: no code of ours has to run for that."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _answer(store: OxigraphStore, request: dict[str, Any]) -> Iterator[Any]:
    found = store.query(request["sparql"])
    if isinstance(found, bool):
        yield {"truth": found}
    elif isinstance(found, Solutions):
        yield {"variables": found.variables}
        rows = ([encode_term(row[v]) if v in row else None for v in found.variables] for row in found)
        yield from _capped(rows, request["rows"])
    else:
        yield {"triples": True}
        yield from _capped(iter(found), request["rows"])
    yield {"end": True}


def _capped(items: Iterator[Any], most: int) -> Iterator[Any]:
    for count, item in enumerate(items):
        if count == most:
            yield {"error": f"stopped: the answer has more than {most} rows; add LIMIT, or allow more rows"}
            return
        yield item


def _write(answer: Iterator[Any], most: int) -> None:
    written = 0
    for item in answer:
        written += _line(item)
        if written > most:
            _line({"error": f"stopped: the answer is larger than {most >> 20} MB; add LIMIT, or ask for less"})
            return
        if isinstance(item, dict) and "error" in item:
            return


def _line(item: Any) -> int:
    return sys.stdout.write(json.dumps(item, separators=(",", ":")) + "\n")
