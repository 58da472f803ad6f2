"""Whether a store's merged graph is all its graphs, and whether two stores say the same: in memory that stays small.

Sums stand for the statements: of what each article says alone one number for all, only of what articles share one for
each. They differ where the statements do; which ones these are is then asked of the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, cast

from kg.rdf import Statement
from kg.rdf.namespaces import SHARED_KINDS
from kg.store.oxigraph import OxigraphStore, as_written

DAMAGE = (OSError, RuntimeError, ValueError)
"""What reading a damaged store may raise, besides errors of kg."""
_MASK = (1 << 64) - 1
_LACKING = "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"
_EXTRA = "SELECT ?s ?p ?o { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }"
_MEND = """
DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } } ;
INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }
"""


class Sum:
    """A number for statements, whatever their order; each counts as often as it is added."""

    __slots__ = ("count", "total")

    def __init__(self) -> None:
        self.count = self.total = 0

    def add(self, lines: Iterable[str]) -> None:
        """More statements."""
        hashes = list(map(hash, lines))
        self.count += len(hashes)
        self.total = (self.total + sum(hashes)) & _MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sum) and (self.count, self.total) == (other.count, other.total)

    __hash__ = None  # type: ignore[assignment]


class MergedChecker:
    """Hears the statements of every graph, then tells whether the merged graph has just these."""

    def __init__(self, base: str) -> None:
        self._shared_begins = tuple(f"<{base}{kind}/" for kind in SHARED_KINDS)
        self._own = Sum()
        self._shared: set[int] = set()

    def add(self, statements: Iterable[Statement]) -> None:
        """The statements of one graph."""
        own = []
        for statement in statements:
            if statement.startswith(self._shared_begins):
                self._shared.add(hash(statement))
            else:
                own.append(statement)
        self._own.add(own)

    def problems(self, store: OxigraphStore) -> Iterator[str]:
        """Where the merged graph is not the union of all others: at most one for each direction, with an example."""
        merged = merged_sum(store)
        expected = (self._own.count + len(self._shared), (self._own.total + sum(self._shared)) & _MASK)
        if (merged.count, merged.total) != expected:
            yield from out_of_step(store)


def out_of_step(store: OxigraphStore) -> Iterator[str]:
    """Where the merged graph is not the union of all others, asked statement by statement."""
    for query, problem in ((_LACKING, "lacks {} statements of the articles' graphs"), (_EXTRA, "has {} of no graph")):
        found = {f"{s['s'].n3()} {s['p'].n3()} {s['o'].n3()}" for s in store.select(query)}
        if found:
            yield f"the graph that queries read {problem.format(len(found))}, such as {min(found)[:160]}"


def merge_again(store: OxigraphStore) -> None:
    """Make the merged graph of a store that is open for writing all its graphs again, in one transaction."""
    store.change(_MEND)


def sums(store: OxigraphStore) -> dict[str, Sum]:
    """A sum for each graph of a store, the merged one under an empty name."""
    found: dict[str, Sum] = {}
    for graph in (*store.graphs(), None):
        found[graph or ""] = of = Sum()
        _dumped(store, graph, of.add)
    return found


def merged_sum(store: OxigraphStore) -> Sum:
    """The sum of the merged graph."""
    made = Sum()
    _dumped(store, None, made.add)
    return made


def has_same_files(store: Path, snapshot: Path) -> bool:
    """Whether two stores on disk have the same tables: hard links to the same files, none of them alone."""

    def tables(folder: Path) -> set[tuple[str, int, int]]:
        told = ((file.name, file.stat()) for file in folder.iterdir() if file.suffix == ".sst")
        return {(name, of.st_dev, of.st_ino) for name, of in told}

    return tables(store) == tables(snapshot)


def _dumped(store: OxigraphStore, graph: str | None, take: Callable[[list[str]], None]) -> None:
    """Hand on all statements of a graph, or of the merged one, some at a time."""
    store.dump(cast(IO[bytes], sink := _Lines(take)), graph)
    sink.end()


class _Lines:
    """A file that hands on whole lines."""

    def __init__(self, take: Callable[[list[str]], None]) -> None:
        self._take = take
        self._held: list[bytes] = []
        self._size = 0

    def write(self, some: Any) -> int:
        """Bytes of any length."""
        self._held.append(bytes(some))
        self._size += len(some)
        if self._size > 1 << 20:
            self._hand_on()
        return len(some)

    def flush(self) -> None:
        """Nothing waits for this."""

    def _hand_on(self) -> None:
        whole, feed, rest = b"".join(self._held).rpartition(b"\n")
        if feed:
            self._take(as_written(whole.decode()).split("\n"))
        self._held, self._size = [rest], len(rest)

    def end(self) -> None:
        """There is no more."""
        self._hand_on()
