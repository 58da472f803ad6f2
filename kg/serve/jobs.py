"""Where pages and answers are made: processes with the graph open, each of which can be killed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol

from kg.serve.negotiation import best
from kg.serve.page import Asked, Page
from kg.serve.protocol import GRAPH_FORMS, TABLE_FORMS, ProtocolError, QueryRequest
from kg.store.pool import Call, Query, WorkerPool
from kg.store.snapshots import identity

_TABLE = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
_GRAPH = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "text/plain": "ntriples",
    "application/ld+json": "jsonld",
}


class Jobs(Protocol):
    """What the application needs of them."""

    def state(self) -> str:
        """Which state of the graph they show; cheap enough for every request."""
        ...

    def has_pages_waiting(self) -> bool:
        """Whether a page that is asked for now has to wait for others."""
        ...

    def has_queries_waiting(self) -> bool:
        """Whether a query has to."""
        ...

    async def page(self, function: str, asked: Asked) -> Page:
        """The page that a function (``package.module:name``) makes of the graph."""
        ...

    async def query(self, request: QueryRequest) -> Page:
        """The answer to a query, in a form that the reader likes."""
        ...


class PoolJobs:
    """Jobs done by two pools of processes, so that slow queries of users never keep pages waiting.

    Args:
        pages: the processes that make pages.
        queries: those that answer queries.
    """

    def __init__(self, pages: WorkerPool, queries: WorkerPool) -> None:
        self.pages = pages
        self.queries = queries

    def state(self) -> str:
        """The newest snapshot."""
        return identity(self.pages.store)

    def has_pages_waiting(self) -> bool:
        """Whether a page that is asked for now has to wait for others."""
        return self.pages.is_busy

    def has_queries_waiting(self) -> bool:
        """Whether a query has to."""
        return self.queries.is_busy

    async def page(self, function: str, asked: Asked) -> Page:
        """The page that a function makes of the graph."""
        call = Call("kg.serve.jobs:make", {"function": function, "asked": asked.as_json()})
        answer = await self.pages.run(call)
        return Page(body=answer.body, **answer.head)

    async def query(self, request: QueryRequest) -> Page:
        """The answer to a query, in a form that the reader likes."""
        table, graph = best(request.accept, TABLE_FORMS), best(request.accept, GRAPH_FORMS)
        if table is None and graph is None:
            offered = ", ".join([*TABLE_FORMS[:4], *GRAPH_FORMS[:3]])
            raise ProtocolError(406, f"no answer looks like that; there are {offered}")
        answer = await self.queries.run(
            Query(
                request.sparql,
                table=_TABLE[table or TABLE_FORMS[0]],
                graph=_GRAPH[graph or GRAPH_FORMS[0]],
                default_graphs=request.default_graphs,
                named_graphs=request.named_graphs,
            )
        )
        return Page(answer.body, _media_type(answer.head, table, graph), headers={"vary": "accept"})


def _media_type(head: Mapping[str, Any], table: str | None, graph: str | None) -> str:
    """The media type of an answer.

    Raises:
        ProtocolError: if an answer of this kind has no form that the reader takes.
    """
    liked = graph if head["form"] == "construct" else table
    if liked is None:
        what = "triples" if head["form"] == "construct" else "a table"
        raise ProtocolError(406, f"this query gives {what}, which has no form that was asked for")
    written = str(head["media_type"])
    if written.partition(";")[0] == liked:
        return written
    return f"{liked}; charset=utf-8" if liked.startswith("text/") else liked  # the same bytes under the name asked for


def make(store: Any, function: str, asked: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """In a process of the pool: call the function that makes a page."""
    module, _, name = function.partition(":")
    page: Page = getattr(import_module(module), name)(store, Asked.from_json(asked))
    return page.head(), page.body
