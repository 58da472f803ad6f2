"""The services of a remote store, each as one call: SPARQL 1.1 Protocol and Graph Store Protocol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from kg.errors import QueryError, StoreError
from kg.rdf import Statement
from kg.rdf.answers import Row, Solutions, whole_number
from kg.store import remote_answers
from kg.store.remote_address import Address
from kg.store.remote_http import Client, Reply

TABLE = "application/sparql-results+json"
"""How tables and truths are asked for: a form whose end can be told from its being cut off."""
TRIPLES = "application/n-triples, text/turtle;q=0.8"
"""How triples are asked for."""
_FOUND = frozenset({200, 404, 405, 501})


class Services:
    """What a store at an address can be asked for."""

    def __init__(self, client: Client, address: Address) -> None:
        self.client = client
        self.address = address

    def query(
        self,
        sparql: str,
        accept: str = TABLE,
        default_graph: str = "",
        named_graphs: Iterable[str] = (),
        *,
        seconds: float = 600.0,
        answer_bytes: int = 4 << 30,
    ) -> Reply:
        """The answer to a query; outside GRAPH it sees ``default_graph``, within it ``named_graphs``, where given."""
        form = [("query", sparql), *([("default-graph-uri", default_graph)] if default_graph else [])]
        form += [("named-graph-uri", graph) for graph in named_graphs]
        return self.client.send(
            "POST",
            self.address.query,
            body=urlencode(form).encode("ascii"),
            media_type="application/x-www-form-urlencoded",
            accept=accept,
            seconds=seconds,
            answer_bytes=answer_bytes,
        )

    def rows(
        self, sparql: str, variables: tuple[str, ...], default_graph: str = "", named_graphs: Iterable[str] = ()
    ) -> Iterator[Row]:
        """The rows of a SELECT of kg's own, as they are read; one without a value that is asked for is an error.

        Raises:
            StoreError: if the answer is no table, or not a whole one.
        """
        reply = self.query(sparql, TABLE, default_graph, named_graphs)
        with self._read_as_expected():
            found = remote_answers.table(reply, variables)
            if not isinstance(found, Solutions):
                raise StoreError(f"{self.address}: gave yes or no where a table was expected, as a SPARQL server gives")
            yield from found

    def truth(self, sparql: str) -> bool:
        """The answer to an ASK of kg's own; raises as :meth:`rows` does."""
        reply = self.query(sparql)
        with self._read_as_expected():
            found = remote_answers.table(reply, ())
        if not isinstance(found, bool):
            raise StoreError(f"{self.address}: gave a table where yes or no was expected, as a SPARQL server gives")
        return found

    def count(self, pattern: str) -> int:
        """How many solutions a pattern has; raises as :meth:`rows` does."""
        rows = list(self.rows(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", ("n",)))
        if len(rows) != 1:
            raise StoreError(f"{self.address}: gave {len(rows)} rows where a count is one")
        return whole_number(rows[0], "n")

    @contextmanager
    def _read_as_expected(self) -> Iterator[None]:
        """What cannot be read is no fault of a query: whoever runs kg has written none."""
        try:
            yield
        except QueryError as error:
            raise StoreError(f"{self.address}: {error}") from error

    def takes(self, sparql: str) -> bool:
        """Whether an update is small enough to be sent."""
        return len(sparql.encode("utf-8")) < self.client.request_bytes - len(self.address.update)

    def update(self, sparql: str) -> None:
        """Make changes."""
        self.client.send(
            "POST", self.address.update, body=sparql.encode("utf-8"), media_type="application/sparql-update"
        ).body.close()

    def graph(self, name: str) -> Reply | None:
        """A graph, the default graph where the name is empty; None where it gives none."""
        reply = self.client.send("GET", self.address.graphs, _named(name), accept=TRIPLES, expected=_FOUND)
        if reply.status == 200:
            return reply
        reply.body.close()
        return None

    def put(self, name: str, statements: Iterable[Statement], *, in_place: bool) -> None:
        """Put statements in place of a graph, or add them to it."""
        self.client.send(
            "PUT" if in_place else "POST",
            self.address.graphs,
            _named(name),
            body="".join(f"{line}\n" for line in sorted(statements)).encode("utf-8"),
            media_type="application/n-triples",
        ).body.close()


def _named(graph: str) -> dict[str, str]:
    return {"graph": graph} if graph else {"default": ""}
