"""What is asked of graphs and what they answer, whoever keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from kg.errors import StoreError
from kg.rdf.graph import Statement
from kg.rdf.terms import Value

Row = Mapping[str, Value]
"""One solution of a SELECT: what each bound variable stands for; an unbound variable is not in it."""


class Solutions(Iterable[Row]):
    """The answer to a SELECT: its columns, then its rows, once."""

    def __init__(self, variables: tuple[str, ...], rows: Iterable[Row]) -> None:
        self.variables = variables
        self._rows = iter(rows)

    def __iter__(self) -> Iterator[Row]:
        return self._rows


Answer = Solutions | bool | tuple[Statement, ...]
"""The answer to a query of any form: a table, yes or no, or triples."""


_WHOLE = re.compile(r"\+?[0-9]{1,18}")


def whole_number(row: Mapping[str, object], name: str) -> int:
    """The number that a count has under a name.

    Raises:
        StoreError: if it is none: a store of others may answer anything.
    """
    told = str(row[name])
    if not _WHOLE.fullmatch(told):
        raise StoreError(f"the store gave what is no whole number where ?{name} counts something")
    return int(told)


class OwnQuery(str):
    """A query of kg's own, with terms put in by kg: it stays within the store, and need not be parsed to see that."""

    __slots__ = ()


class Graphs(Protocol):
    """Named graphs that can be read and asked, in SPARQL 1.1.

    Queries see, outside ``GRAPH``, all graphs as one. A query that would reach outside of them is refused, as is
    an update. The usual prefixes (:func:`kg.rdf.prefixes`) need not be declared; a query's own hold before them. Graph
    names are IRIs without angle brackets.
    """

    def graphs(self) -> tuple[str, ...]:
        """The names of all graphs, sorted."""
        ...

    def statements(self, graph: str) -> Iterator[Statement]:
        """The statements of one graph, sorted; none if there is no such graph."""
        ...

    def merged(self) -> Iterator[Statement]:
        """What queries see outside ``GRAPH``, each statement once, in no order that counts."""
        ...

    def select(self, sparql: str) -> Solutions:
        """The solutions of a SELECT.

        Raises:
            QueryError: if the query is malformed, refused, or of another form.
        """
        ...

    def ask(self, sparql: str) -> bool:
        """The answer to an ASK; raises as :meth:`select` does."""
        ...

    def construct(self, sparql: str) -> tuple[Statement, ...]:
        """The triples of a CONSTRUCT or DESCRIBE, sorted, each once; raises as :meth:`select` does."""
        ...

    def query(self, sparql: str) -> Answer:
        """The answer to a query of any form; raises as :meth:`select` does."""
        ...

    def __len__(self) -> int:
        """How many statements there are in all graphs together, each counted once."""
        ...
