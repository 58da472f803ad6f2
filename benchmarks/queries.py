"""Queries and export on large graphs, beside rdflib in memory and Oxigraph's own server on the same data in one run.

    python -m benchmarks.queries                                             # 100,000 quads, a minute
    python -m benchmarks.queries --keep DIR --quads 1000000 10000000 --write # the tables of docs/benchmarks.md

The data are invented articles (`benchmarks/invented_articles.py`) mapped as a build maps them. With --keep they stay in
a folder and are used again; 10 million quads need 3 GB there and some minutes to be made.

Every query is asked once unmeasured, to warm up and to compare the answers of all engines, then several times.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import query_engines as engines
from benchmarks.query_data import Data, made, say
from benchmarks.query_export import Export, export_figures
from benchmarks.query_report import report, write_page
from benchmarks.query_shapes import Shape, shapes
from kg.store import open_current

BUDGET_S = 6.0
"""For how many seconds a query is asked again and again at most, per engine."""
RDFLIB_UP_TO = 1_500_000
"""Up to how many quads rdflib holds the data: it takes 1.5 GB and a minute to read half a million triples."""


@dataclass(slots=True)
class Measured:
    """What was measured of one query in one engine.

    Attributes:
        times: milliseconds of each answer; none if it was given up.
        same: whether the answers were those of the first engine.
    """

    times: list[float] = field(default_factory=list)
    same: bool = True


Table = dict[str, dict[str, Measured]]
"""Engine → name of the query → what was measured."""


def measure(data: Data, all_: Sequence[Shape], repeats: int, with_rdflib: bool) -> tuple[Table, Export]:
    """Ask everything of every engine; the export is measured along with it."""
    table: Table = {}
    answers: dict[str, Any] = {}
    for open_engine in (engines.in_process, engines.pool, engines.own_process, engines.oxigraph_serve):
        with open_engine(data) as engine:
            _ask_all(engine, all_, repeats, table, answers)
    export = export_figures(data)
    if with_rdflib:
        with engines.rdflib_memory(data) as engine:
            _ask_all(engine, all_, repeats, table, answers)
            say("rdflib writes Turtle")
            _, seconds, _ = engine.ask(engines.TURTLE)
            export.rdflib_rate = data.merged / seconds
    return table, export


def _ask_all(
    engine: engines.Engine, all_: Iterable[Shape], repeats: int, table: Table, answers: dict[str, Any]
) -> None:
    for shape in all_:
        if shape.ours_alone and not engine.name.startswith("kg"):
            continue
        measured = _asked(engine, shape, repeats, answers)
        table.setdefault(engine.name, {})[shape.name] = measured
        times = measured.times
        say(f"{engine.name}: {shape.name}: {f'{statistics.median(times):.1f} ms' if times else 'given up'}")


def _asked(engine: engines.Engine, shape: Shape, repeats: int, answers: dict[str, Any]) -> Measured:
    measured = Measured()
    try:
        for sparql in shape.queries:
            _, rows = engines.timed(engine, sparql)
            measured.same &= answers.setdefault(sparql, rows) == rows
        began = time.monotonic()
        for _ in range(repeats):
            measured.times += [engines.timed(engine, sparql)[0] for sparql in shape.queries]
            if time.monotonic() - began > BUDGET_S:
                break
    except engines.GivenUpError:
        measured.times.clear()
    return measured


def main() -> None:
    """Print the tables, and write them where they belong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, nargs="+", default=[100_000], metavar="N")
    parser.add_argument("--repeats", type=int, default=7, help="how often each query is asked")
    parser.add_argument("--keep", type=Path, help="a folder that the data stay in")
    parser.add_argument("--no-rdflib", action="store_true", help="leave rdflib out, which needs a minute for a million")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sections = list(_sections(options, options.keep or Path(folder)))
    text = report(sections, _loading() if options.write else "")
    print(text)
    if options.write:
        write_page(text)


def _loading() -> str:
    """What `benchmarks.loading` says of articles of the same size."""
    say("python -m benchmarks.loading --sizes 810")
    command = [sys.executable, "-m", "benchmarks.loading", "--sizes", "810"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _sections(options: argparse.Namespace, folder: Path) -> Iterator[tuple[Data, Sequence[Shape], Table, Export]]:
    for quads in sorted(options.quads):
        data = made(folder, quads)
        with open_current(data.store) as store:
            all_ = shapes(store)
        with_rdflib = not options.no_rdflib and data.quads <= RDFLIB_UP_TO
        yield data, all_, *measure(data, all_, options.repeats, with_rdflib)


if __name__ == "__main__":
    main()
