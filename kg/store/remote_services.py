"""The services of a remote store, each as one call: SPARQL 1.1 Protocol and Graph Store Protocol."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from kg.rdf import Statement
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
