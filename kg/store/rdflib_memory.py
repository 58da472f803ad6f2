"""A store in memory through rdflib: for small graphs, for notebooks, and as the second reading of what a store is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kg.errors import QueryError, StoreError
from kg.rdf import DEFAULT_BASE, BlankNode, Iri, Literal, Statement, Value, prefixes
from kg.rdf.answers import Answer, Solutions
from kg.store.answers import as_table, as_triples, as_truth
from kg.store.checked import checked, graph_name
from kg.store.guard import explain, refuse_unsafe
from kg.store.search.sparql import with_hits

if TYPE_CHECKING:
    import rdflib


class RdflibStore:
    """Graphs in memory, gone when the program ends; ``path`` and ``read_only`` are there to be like other stores.

    A :meth:`commit` parses all it is given before it changes anything, so a faulty statement changes nothing.
    """

    def __init__(self, path: Path | str | None = None, *, read_only: bool = False, base: str = DEFAULT_BASE) -> None:
        import rdflib

        self._prefixes = prefixes(base)
        self.path = path
        self.read_only = read_only
        self._open: rdflib.Dataset | None = rdflib.Dataset(default_union=True)

    @property
    def dataset(self) -> rdflib.Dataset:
        """The graphs, as rdflib has them. Change them through :meth:`commit`.

        Raises:
            StoreError: if the store is closed.
        """
        if self._open is None:
            raise StoreError("the store is closed")
        return self._open

    def commit(self, replace: Mapping[str, Iterable[Statement]], drop: Iterable[str] = ()) -> int:
        """Put graphs in place of what has their names and take others out."""
        if self.read_only:
            raise StoreError("opened for reading only")
        parsed = {graph_name(g): _parsed(checked(lines)) for g, lines in replace.items()}
        for graph in sorted({*map(graph_name, drop), *parsed}):
            self._remove(graph)
        for graph, triples in parsed.items():
            for triple in triples:
                self._graph(graph).add(triple)
        return sum(map(len, parsed.values()))

    def replace_graph(self, graph: str, statements: Iterable[Statement]) -> int:
        """Put a graph in place of what has its name."""
        return self.commit({graph: statements})

    def remove_graph(self, graph: str) -> bool:
        """Take a graph out; False if there was none of this name."""
        there = graph_name(graph) in self.graphs()
        if there:
            self.commit({}, drop=(graph,))
        return there

    def _graph(self, graph: str) -> rdflib.Graph:
        import rdflib

        return self.dataset.graph(rdflib.URIRef(graph))

    def _remove(self, graph: str) -> None:
        import rdflib

        self.dataset.remove_graph(rdflib.URIRef(graph))

    def graphs(self) -> tuple[str, ...]:
        """The names of all graphs, sorted."""
        from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

        names = (g.identifier for g in self.dataset.graphs() if g.identifier != DATASET_DEFAULT_GRAPH_ID)
        return tuple(sorted(map(str, names)))

    def statements(self, graph: str) -> Iterator[Statement]:
        """The statements of one graph, sorted."""
        if graph_name(graph) not in self.graphs():
            return iter(())
        return iter(sorted(map(_statement, self._graph(graph))))

    def merged(self) -> Iterator[Statement]:
        """The statements of all graphs."""
        return iter({_statement((s, p, o)) for s, p, o, _ in self.dataset.quads()})

    def select(self, sparql: str) -> Solutions:
        """The solutions of a SELECT."""
        return as_table(self.query(sparql))

    def ask(self, sparql: str) -> bool:
        """The answer to an ASK."""
        return as_truth(self.query(sparql))

    def construct(self, sparql: str) -> tuple[Statement, ...]:
        """The triples of a CONSTRUCT or DESCRIBE, sorted, each once."""
        return as_triples(self.query(sparql))

    def query(self, sparql: str) -> Answer:
        """The answer to a query of any form."""
        refuse_unsafe(sparql, self._prefixes)
        with_hits(sparql, self._prefixes, _no_index)
        try:
            found: Any = self.dataset.query(sparql, initNs=self._prefixes)
        except Exception as error:  # pyparsing's, rdflib's and Python's own errors
            raise explain(sparql, error, self._prefixes) from error
        if found.type == "ASK":
            return bool(found.askAnswer)
        if found.type != "SELECT":
            return tuple(sorted({_statement(t) for t in found}))
        variables = tuple(map(str, found.vars))
        return Solutions(variables, _rows(found, variables))

    def __len__(self) -> int:
        return len(self.dataset)

    def close(self) -> None:
        """Forget all graphs."""
        self._open = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _parsed(lines: Iterable[Statement]) -> list[Any]:
    import rdflib

    graph = rdflib.Graph()
    graph.parse(data="\n".join(lines) + "\n", format="nt")
    return list(graph)


def _no_index(words: str) -> tuple[str, ...]:
    raise QueryError(f"kg:search «{words}»: this store is in memory and has no search index")


def _statement(triple: Any) -> Statement:
    s, p, o = (from_rdflib(t).n3() for t in triple)
    return Statement(f"{s} {p} {o} .")


def _rows(found: Any, variables: tuple[str, ...]) -> Iterator[dict[str, Value]]:
    try:
        for row in found:
            yield {name: from_rdflib(row[name]) for name in variables if row[name] is not None}
    except Exception as error:  # rdflib computes while it is read, and raises what it likes
        raise QueryError(f"the query failed: {error}") from error


def from_rdflib(term: Any) -> Value:
    """A term of rdflib as one of ours."""
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return Iri(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if term.language:
        return Literal(str(term), term.language, "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
    return Literal(str(term), "", str(term.datatype)) if term.datatype else Literal(str(term))
