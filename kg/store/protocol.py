"""What every store of graphs can do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Protocol, Self

from kg.rdf import Statement, Value

Bindings = Mapping[str, Value]
"""Values for variables of a query, by name without the question mark."""
Row = Mapping[str, Value]
"""One solution of a SELECT: what each bound variable stands for; an unbound variable is not in it."""


class Solutions(Iterable[Row]):
    """The answer to a SELECT: its columns, then its rows, once."""

    def __init__(self, variables: tuple[str, ...], rows: Iterable[Row]) -> None:
        self.variables = variables
        self._rows = iter(rows)

    def __iter__(self) -> Iterator[Row]:
        return self._rows


class Store(Protocol):
    """Named graphs, replaced whole, and asked in SPARQL 1.1.

    Queries see, outside ``GRAPH``, all graphs as one. A query that would reach outside the store is refused, as
    is an update: graphs change through :meth:`commit` alone. Graph names are IRIs without angle brackets.
    """

    def commit(self, replace: Mapping[str, Iterable[Statement]], drop: Iterable[str] = ()) -> int:
        """Put graphs in place of what has their names and take others out: all of it, or, after a crash, nothing.

        Returns:
            How many statements the new graphs hold.

        Raises:
            StoreError: if the store cannot be written, or a statement is not N-Triples; nothing has changed then.
        """
        ...

    def replace_graph(self, graph: str, statements: Iterable[Statement]) -> int:
        """:meth:`commit` of one graph."""
        ...

    def remove_graph(self, graph: str) -> bool:
        """Take a graph out; False if there was none of this name."""
        ...

    def graphs(self) -> tuple[str, ...]:
        """The names of all graphs, sorted."""
        ...

    def statements(self, graph: str) -> Iterator[Statement]:
        """The statements of one graph, sorted; none if there is no such graph."""
        ...

    def select(self, sparql: str, bindings: Bindings | None = None) -> Solutions:
        """The solutions of a SELECT, with ``bindings`` put in place of variables as terms.

        Raises:
            QueryError: if the query is malformed, refused, or of another form.
        """
        ...

    def ask(self, sparql: str, bindings: Bindings | None = None) -> bool:
        """The answer to an ASK; raises as :meth:`select` does."""
        ...

    def construct(self, sparql: str, bindings: Bindings | None = None) -> tuple[Statement, ...]:
        """The triples of a CONSTRUCT or DESCRIBE, sorted, each once; raises as :meth:`select` does."""
        ...

    def __len__(self) -> int:
        """How many statements there are in all graphs together."""
        ...

    def close(self) -> None:
        """Let go of files and locks; the store cannot be used afterwards."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
