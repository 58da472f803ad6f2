"""``kg:search`` in queries: what is put in place of it is IRIs, and nothing of what the user wrote."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from fuzz.target import Target, must
from fuzz.targets.guard import TOKENS as QUERIES
from fuzz.targets.guard import URL
from fuzz.watching import counter
from kg.errors import QueryError
from kg.rdf import DEFAULT_BASE, prefixes
from kg.store.guard import refuse_unsafe
from kg.store.search.sparql import with_hits

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_HIT = "https://hit.example/1"
TOKENS = (
    *('?x kg:search "星桥" ', "kg:search ", "?x ", '"a" ', "'''", "<https://w3id.org/newskg/ns#search> ", "k:search ", "PREFIX k: <"),
    *('; kg:search "a" ', '"}} SERVICE <URL> {{" ', "# ", "\n", "search", '"@en ', '"^^<x:y> ', ", ", "[ ", "] "),
    *QUERIES,
)  # fmt: skip


@cache
def _store() -> ox.Store:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:p"), ox.NamedNode("x:b")))
    return store


def check(data: bytes) -> None:
    sparql = data.decode("utf-8", "replace").replace(URL, counter().url)
    given = dict(prefixes(DEFAULT_BASE))
    asked: list[str] = []

    def find(words: str) -> tuple[str, ...]:
        asked.append(words)
        return (_HIT,)

    try:
        refuse_unsafe(sparql, given)
        replaced = with_hits(sparql, given, find)
        refuse_unsafe(replaced, given)
    except QueryError as error:
        must("\n" not in str(error), "a refusal is one line")
        return
    must(replaced.count(_HIT) - sparql.count(_HIT) == len(asked), "each search puts in what it found, once")
    must(bool(asked) or replaced == sparql, "a query without a search stays as it is")
    before = counter().hits
    try:
        found = _store().query(replaced, prefixes=given)
        if not isinstance(found, ox.QueryBoolean):
            for _ in islice(found, 20):
                pass
    except (SyntaxError, ValueError, OSError, RuntimeError):
        pass
    must(counter().hits == before, "a query sends no request")


def cases() -> SearchStrategy[bytes]:
    from hypothesis import strategies as st

    piece = st.sampled_from(TOKENS[:20]) | st.sampled_from(TOKENS)
    queries = st.lists(piece, max_size=20).map("".join)
    return (queries | queries.map(lambda inside: f"SELECT * {{ {inside} }}")).map(str.encode)


TARGET = Target(
    "kg:search becomes the IRIs found, once for each; nothing else changes; no request",
    check,
    cases,
    ("kg.store.search.sparql", "kg.store.guard"),
    TOKENS,
    longest=512,
    seconds=3.0,
    seconds_a_byte=0.01,
)
