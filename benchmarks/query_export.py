"""How fast a graph becomes Turtle: read out of the store, written, and both at once."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any, cast

from benchmarks.query_data import Data, say
from kg.publish.merged import current_graphs
from kg.publish.serialise import write
from kg.rdf import DEFAULT_BASE, prefixes
from kg.store import open_current

SAMPLE = 400
"""Of how many articles reading and writing are measured apart; all of it would not fit into memory."""


@dataclass(slots=True)
class Export:
    """Statements a second.

    Attributes:
        read_rate: one thread reads graphs out of the store.
        write_rate: what has been read is put in order and written.
        rates: both together, by format, into a file.
        memory_mb: how much memory the process had at most that wrote Turtle, and how much before.
        rdflib_rate: rdflib's serialiser, out of memory.
    """

    read_rate: float
    write_rate: float
    rates: dict[str, float]
    memory_mb: tuple[float, float]
    rdflib_rate: float | None = None


class _Read:
    """Graphs that have been read, as a store."""

    def __init__(self, turtle: Mapping[str, bytes]) -> None:
        self._turtle = turtle

    def graphs(self) -> tuple[str, ...]:
        return tuple(self._turtle)

    def turtle(self, graph: str, prefixes: Mapping[str, str]) -> bytes:
        return self._turtle[graph]


def export_figures(data: Data) -> Export:
    """Measure all of it."""
    say("export: reading and writing apart")
    with open_current(data.store) as store:
        usual = prefixes(DEFAULT_BASE)
        graphs = current_graphs(store)[:SAMPLE]
        began = time.process_time()
        read = {graph: store.turtle(graph, usual) for graph in graphs}
        read_s = time.process_time() - began
        began = time.process_time()
        write(cast(Any, _Read(read)), "turtle", cast(IO[bytes], BytesIO()))
        write_s = time.process_time() - began
        count = sum(1 for graph in graphs for _ in store.statements(graph))
    rates, memory = {}, (0.0, 0.0)
    for format_ in ("turtle", "trig", "nquads", "ntriples"):
        say(f"export: {format_}")
        done = subprocess.run(
            [sys.executable, "-m", __name__, str(data.store), format_, str(Path(data.folder, "export"))],
            check=True,
            capture_output=True,
        )
        seconds, before, most = json.loads(done.stdout)
        rates[format_] = (data.named if format_ in ("trig", "nquads") else data.merged) / seconds
        if format_ == "turtle":
            memory = (most, before)
    return Export(count / read_s, count / write_s, rates, memory)


def _write_alone(store: str, format_: str, file: Path) -> tuple[float, float, float]:
    """Seconds, and the most memory before and at the end in megabytes, of a process that does nothing else."""
    with open_current(store) as opened, file.open("wb") as output:
        before = _most_memory_mb()
        began = time.perf_counter()
        write(opened, format_, output)
        seconds = time.perf_counter() - began
    file.unlink()
    return seconds, before, _most_memory_mb()


def _most_memory_mb() -> float:
    """The most memory that this process has had; what getrusage tells on Linux may be its parent's."""
    status = Path("/proc/self/status")
    if status.is_file():
        [line] = [line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


if __name__ == "__main__":
    print(json.dumps(_write_alone(sys.argv[1], sys.argv[2], Path(sys.argv[3]))))
