"""Whether a store's merged graph is all its graphs, and whether two stores say the same: in memory that stays small.

Sums stand for the statements: of what each article says alone one number for all, only of what articles share one for
each. They differ where the statements do; which ones these are is then asked of the store.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.rdf.tally import Sum, Union
from kg.store.oxigraph import OxigraphStore

DAMAGE = (OSError, RuntimeError, ValueError)
"""What reading a damaged store may raise, besides errors of kg."""
_LACKING = "SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"
_EXTRA = "SELECT ?s ?p ?o { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }"
_MOST = 10_000
"""How many statements that are out of step are counted."""
_MEND = """
DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } } ;
INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }
"""


class MergedChecker(Union):
    """Hears the statements of every graph, then tells whether the merged graph has just these."""

    def problems(self, store: OxigraphStore) -> Iterator[str]:
        """Where the merged graph is not the union of all others: at most one for each direction, with an example."""
        if merged_sum(store) != self.sum():
            yield from out_of_step(store)


def out_of_step(store: OxigraphStore) -> Iterator[str]:
    """Where the merged graph is not the union of all others, asked statement by statement."""
    for query, problem in ((_LACKING, "lacks {} statements of the articles' graphs"), (_EXTRA, "has {} of no graph")):
        rows = store.select(f"{query} LIMIT {_MOST + 1}")
        found = {f"{row['s'].n3()} {row['p'].n3()} {row['o'].n3()}" for row in rows}
        if found:
            count = f"more than {_MOST}" if len(found) > _MOST else str(len(found))
            yield f"the graph that queries read {problem.format(count)}, such as {min(found)[:160]}"


def merge_again(store: OxigraphStore) -> None:
    """Make the merged graph of a store that is open for writing all its graphs again, in one transaction."""
    store.change(_MEND)


def sums(store: OxigraphStore) -> dict[str, Sum]:
    """A sum for each graph of a store, the merged one under an empty name."""
    found: dict[str, Sum] = {"": merged_sum(store)}
    for graph in store.graphs():
        found[graph] = of = Sum()
        of.add(store.statements(graph))
    return found


def merged_sum(store: OxigraphStore) -> Sum:
    """The sum of the merged graph."""
    made = Sum()
    made.add(store.merged())
    return made


def has_same_files(store: Path, snapshot: Path) -> bool:
    """Whether two stores on disk have the same tables: hard links to the same files, none of them alone."""

    def tables(folder: Path) -> set[tuple[str, int, int]]:
        told = ((file.name, file.stat()) for file in folder.iterdir() if file.suffix == ".sst")
        return {(name, of.st_dev, of.st_ino) for name, of in told}

    return tables(store) == tables(snapshot)
