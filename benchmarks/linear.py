"""Time against length: hostile texts, pages and queries of growing length, through every stage, with a fitted slope.

    python -m benchmarks.linear                                  # all cases, from 31,250 to 1,000,000 characters
    python -m benchmarks.linear --only 'one sentence' --most 250000

Each case is a shape of text (a million quotation marks, one sentence without end, …) at sizes that double. CPU seconds
are counted for each stage, the least of the rounds, and a straight line is fitted to log(time) against log(length) over
the larger sizes: its slope is 1 where time is linear in length, 2 where it is quadratic. Stages that take next to no
time are left out of the fit. A case grows no more once a run of it takes a minute (``--longest``), which is printed.
Slopes above 1.2 are marked.
"""

from __future__ import annotations

import argparse
import math
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.hostile_texts import DOCUMENTS, QUERIES, TEXTS
from kg.errors import KgError
from kg.model import Annotations, Article, ArticleFacts, ArticleId, Block, BlockKind, Span
from kg.read import read_file
from kg.registry import extractor_names, find_extractor
from kg.resolve import resolve

LEAST_SIZE, MOST_SIZE = 31_250, 1_000_000
LONGEST_RUN = 60.0
"""Seconds of one run after which a case does not grow any more."""
LEAST = 0.02
"""Seconds below which a stage's time says nothing."""
STEEP = 1.2
ROUNDS = 2
_PUBLISHED = datetime(2026, 1, 28, 9, tzinfo=UTC)

Times = dict[str, float]
"""CPU seconds of each stage."""


@dataclass(frozen=True, slots=True)
class Row:
    """How a stage did on a case."""

    case: str
    stage: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def slope(self) -> float | None:
        """Of log(time) over log(length), by least squares over the larger sizes; None where too little was measured."""
        points = [(math.log(n), math.log(s)) for n, s in zip(self.sizes, self.seconds, strict=True) if s >= LEAST][-4:]
        return slope(points) if len(points) > 2 else None

    @property
    def rate(self) -> float:
        """Characters a second at the largest size."""
        return self.sizes[-1] / max(self.seconds[-1], 1e-9)


def slope(points: Iterable[tuple[float, float]]) -> float:
    """The slope of the straight line that fits points best."""
    seen = list(points)
    x_mean, y_mean = (sum(values) / len(seen) for values in zip(*seen, strict=True))
    return sum((x - x_mean) * (y - y_mean) for x, y in seen) / sum((x - x_mean) ** 2 for x, _ in seen)


def article(body: str, number: int = 0) -> Article:
    """An article of these lines. ``number`` makes it another one, for which nothing is remembered."""
    lines = [f"星桥科技的消息{number:03}", *(line for line in body.split("\n") if line.strip())]
    blocks, at = [], 0
    for line in lines:
        kind = BlockKind.PARAGRAPH if blocks else BlockKind.HEADLINE
        blocks.append(Block(kind, Span(at, at + len(line))))
        at += len(line) + 1
    return Article(
        ArticleId(f"{number:032x}"), "hostile.txt", "\n".join(lines), tuple(blocks), lines[0], published=_PUBLISHED
    )


class Stages:
    """Everything that is done with a text, each stage timed."""

    def __init__(self) -> None:
        self.extractors = [find_extractor(name)() for name in extractor_names()]
        self.number = 0
        self.of_text("星桥科技收购了云杉智能。\n林晓舟表示：“好。”")  # models and tables are loaded

    def of_text(self, body: str) -> Times:
        """What each stage of the way from text to index takes."""
        self.number += 1
        one = article(body, self.number)
        times: Times = {}
        self._texts(one, times)
        found = Annotations()
        for extractor in self.extractors:
            began = time.process_time()
            found += extractor(one, found)
            times[extractor.name] = time.process_time() - began
        self._facts(one, found, times)
        return times

    @staticmethod
    def _texts(one: Article, times: Times) -> None:
        from kg.text.amounts import find_amounts
        from kg.text.dates import find_dates
        from kg.text.normalise import fold
        from kg.text.quotations import find_quotations
        from kg.text.sentences import sentences

        steps: dict[str, Callable[[], object]] = {
            "fold": lambda: fold(one.text),
            "sentences": lambda: sentences(one),
            "quotations": lambda: [find_quotations(one.text, b.span) for b in one.blocks],
            "dates": lambda: find_dates(fold(one.text), one.day),
            "amounts": lambda: find_amounts(fold(one.text)),
        }
        for name, step in steps.items():
            times[name] = _timed(step)

    @staticmethod
    def _facts(one: Article, found: Annotations, times: Times) -> None:
        from kg.rdf import article_graph
        from kg.store.search.documents import contents
        from kg.store.search.index import Graphs, write

        made: list[ArticleFacts] = []
        times["resolve"] = _timed(lambda: made.append(resolve(one, found)))
        began = time.process_time()
        graph = article_graph(made[0])
        times["rdf"] = time.process_time() - began

        def index() -> None:
            with tempfile.TemporaryDirectory() as folder:
                found_there = contents(graph.statements)
                write(Path(folder, "index"), None, Graphs((graph.name,), lambda _: found_there, lambda _: one.text))

        times["search index"] = _timed(index)


def of_document(made: tuple[str, str]) -> Times:
    """What reading a file takes, its suffix and content given."""
    suffix, content = made
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"hostile{suffix}")
        path.write_text(content, encoding="utf-8", errors="surrogatepass")
        return {"read": _timed(lambda: sum(1 for _ in read_file(path)))}


def of_query(sparql: str) -> Times:
    """What looking at a query takes before it runs, and saying what is wrong with it."""
    from kg.store.guard import explain, is_update, refuse_unsafe
    from kg.store.search.sparql import with_hits

    return {
        "guard": _timed(lambda: refuse_unsafe(sparql)),
        "is it an update": _timed(lambda: is_update(sparql)),
        "mistakes": _timed(lambda: explain(sparql, "error at 1:1: expected one of SELECT, ASK")),
        "search in queries": _timed(lambda: with_hits(sparql, {}, lambda _: ())),
    }


def _timed(step: Callable[[], object]) -> float:
    """CPU seconds of a step; that it refuses what it is given is fine."""
    began = time.process_time()
    with suppress(KgError):
        step()
    return time.process_time() - began


def measured(
    case: str, run: Callable[[int], Times], sizes: Iterable[int], rounds: int, longest: float = LONGEST_RUN
) -> tuple[list[Row], str]:
    """How the stages do on a case; and why it stopped to grow, if it did."""
    times: dict[int, Times] = {}
    stopped = ""
    for size in sizes:
        began = time.process_time()
        runs = [run(size)]
        took = time.process_time() - began
        runs += [run(size) for _ in range(rounds - 1) if took < longest / 20]
        times[size] = {stage: min(r[stage] for r in runs) for stage in runs[0]}
        if took > longest:
            stopped = f"{took:.0f} s at {size:,}"
            break
    of = tuple(times)
    return [Row(case, stage, of, tuple(times[n][stage] for n in of)) for stage in times[of[0]]], stopped


def cases(only: str) -> Iterator[tuple[str, Callable[[int], Times]]]:
    """The cases whose names contain some words, each with what runs it at a size."""
    if any(only in name for name in TEXTS):
        stages = Stages()
        for name, make in TEXTS.items():
            if only in name:
                yield name, lambda n, make=make: stages.of_text(make(n))  # type: ignore[misc]
    for name, document in DOCUMENTS.items():
        if only in name:
            yield name, lambda n, document=document: of_document(document(n))  # type: ignore[misc]
    for name, make in QUERIES.items():
        if only in name:
            yield name, lambda n, make=make: of_query(make(n))  # type: ignore[misc]


def shown(row: Row) -> str:
    """A row as a line."""
    steep = row.slope
    told = "     " if steep is None else f"{steep:5.2f}"
    mark = " ← steep" if steep is not None and steep > STEEP else ""
    seconds = " ".join(f"{s:8.2f}" for s in row.seconds)
    return f"  {row.stage:18}{told}  {row.rate:12,.0f}/s  {seconds}{mark}"


def main() -> int:
    """Prints a table for each case; fails where a stage is steep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="cases whose names contain this")
    parser.add_argument("--least", type=int, default=LEAST_SIZE)
    parser.add_argument("--most", type=int, default=MOST_SIZE)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--longest", type=float, default=LONGEST_RUN, help="seconds of a run that end a case")
    parser.add_argument("--all-stages", action="store_true", help="those that take next to no time too")
    options = parser.parse_args()
    doublings = range(int(math.log2(options.most / options.least)) + 1)
    sizes = [options.least << i for i in doublings]
    steep: list[Row] = []
    broken = 0
    for case, run in cases(options.only):
        try:
            rows, stopped = measured(case, run, sizes, options.rounds, options.longest)
        except Exception as error:  # a text that breaks a stage is a finding: the other cases go on
            print(f"{case}: fails with {type(error).__name__}: {error}", flush=True)
            broken += 1
            continue
        total = sum(r.seconds[-1] for r in rows)
        print(f"{case}: {rows[0].sizes[-1]:,} characters in {total:.1f} s{f', stopped: {stopped}' if stopped else ''}")
        for row in rows:
            if options.all_stages or row.seconds[-1] >= LEAST * 5:
                print(shown(row))
        steep += [r for r in rows if r.slope is not None and r.slope > STEEP]
        sys.stdout.flush()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(steep)} stages are steep, {broken} cases fail; {memory:,} MiB at most")
    return 1 if steep or broken else 0


if __name__ == "__main__":
    sys.exit(main())
