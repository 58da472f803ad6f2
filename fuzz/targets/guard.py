"""Queries: whatever is let through sends no request, opens no file and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from fuzz.target import Target, must
from fuzz.watching import counter, sealed
from kg.errors import KgError
from kg.rdf import Statement
from kg.store import OxigraphStore, RdflibStore, Store

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_ROWS = 20
URL = "URL"
"""What stands in an input for the address of the server that counts."""

TOKENS = (
    *("SELECT ", "ASK ", "CONSTRUCT ", "DESCRIBE ", "WHERE ", "* ", "{ ", "} ", "?s ?p ?o ", ". ", "; ", "FILTER", "EXISTS ", "MINUS "),
    *("SERVICE ", "SERVICE SILENT ", "sErViCe ", "LOAD ", "FROM ", "FROM NAMED ", "CLEAR ALL", "DROP ", "INSERT DATA ", "DELETE WHERE ", "WITH "),
    *(f"<{URL}> ", "<file:///etc/passwd> ", "<x:a> ", "<x:g> ", f"BASE <{URL}> ", f"PREFIX e: <{URL}> ", "e: ", "e:x ", "<> ", "GRAPH "),
    *("\\u0053", "\\U00000053", "\\u000A", "\\u0022", "\\u003C", "\\u0023", "\u017f", "# ", "\r", "\n", "\x0b", "\x0c", "\x85", "\u2028", "\x00"),
    *('"""', "'''", '"', "'", "\\", "\\\"", "@en-from ", "^^", "<", ">", "<?b", "<=", "?c <?b", "1.", "10", "1e", "true", "_:b ", "[] ", "( ) "),
    *("BIND(", " AS ?x)", "OPTIONAL ", "UNION ", "VALUES ?e ", "GROUP BY ?s ", "HAVING ", "ORDER BY ?s ", "LIMIT 1 ", "a ", "|", "/", "^", "*", "+"),
    *("REGEX(?o, '(a+)+$')", "kg:Company ", "schema:name ", ":", "%53", "-", "_", "$s ", "<<( ", " )>> ", "<< ", " >> ", "{| ", " |} ", "VERSION '1.2' "),
)  # fmt: skip


@cache
def _stores() -> tuple[Store, Store]:
    stores = OxigraphStore(), RdflibStore()
    for store in stores:
        store.replace_graph("x:g", [Statement("<x:a> <x:p> <x:b> .")])
    return stores


def check(data: bytes) -> None:
    sparql = data.decode("utf-8", "replace").replace(URL, counter().url)
    before = counter().hits
    for store in _stores():
        with sealed():
            _ask(store, sparql)
        must(len(store) == 1, "a query changes nothing")
    must(counter().hits == before, "a query sends no request")


def _ask(store: Store, sparql: str) -> None:
    try:
        found = store.query(sparql)
        if isinstance(found, Iterable):
            for _ in islice(found, _ROWS):
                pass
    except KgError as error:
        must("\n" not in str(error), "a refusal is one line")


def cases() -> SearchStrategy[bytes]:
    from hypothesis import strategies as st

    piece = st.sampled_from(TOKENS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
    queries = st.lists(piece, max_size=25).map("".join)
    return st.one_of(
        queries,
        queries.map(lambda inside: f"SELECT * {{ {inside} }}"),
        queries.map(lambda inside: f"SELECT * {{ {inside} SERVICE SILENT <{URL}> {{ ?s ?p ?o }} }}"),
        queries.map(lambda head: f"{head} SELECT * FROM <{URL}> {{ ?s ?p ?o }}"),
    ).map(str.encode)


TARGET = Target(
    "what is let through sends nothing, opens nothing, changes nothing, in Oxigraph and in rdflib; else a one-line refusal",
    check,
    cases,
    ("kg.store.guard", "kg.store.mistakes", "kg.store.search"),
    TOKENS,
    longest=512,
    seconds=3.0,
    seconds_a_byte=0.01,
)
