"""A query never leaves the store: nothing is sent, nothing is read, whatever the query looks like."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzz.watching import Counter
from kg.errors import QueryError
from kg.publish.stored_queries import stored_queries
from kg.rdf import Statement
from kg.store import OxigraphStore, RdflibStore, Store
from kg.store.guard import refuse_unsafe


@pytest.fixture(scope="module")
def counter() -> Iterator[Counter]:
    made = Counter()
    yield made
    made.close()


@pytest.fixture(params=[OxigraphStore, RdflibStore])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    with request.param() as opened:
        opened.replace_graph("x:g", [Statement("<x:a> <x:p> <x:b> .")])
        yield opened


SERVICES = {
    "plain": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "lower case": "select * { service <URL> { ?s ?p ?o } }",
    "mixed case": "SELECT * { sErViCe <URL> { ?s ?p ?o } }",
    "variable endpoint": "SELECT * { BIND(<URL> AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "prefixed endpoint": "PREFIX e: <URL> SELECT * { SERVICE e: { ?s ?p ?o } }",
    "base": "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "comment between": "SELECT * { SERVICE # a comment\n <URL> { ?s ?p ?o } }",
    "comment before": "# SELECT\nSELECT * { # } \n SERVICE <URL> { ?s ?p ?o } }",
    "after a carriage return": "SELECT * { # harmless\rSERVICE <URL> { ?s ?p ?o } }",
    "after a hash in a string": 'SELECT * { ?s ?p "#" . SERVICE <URL> { ?s ?p ?o } }',
    "after a hash in an IRI": "SELECT * { ?s <x:#> ?o . SERVICE <URL> { ?s ?p ?o } }",
    "escaped letters": "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "escaped long": "SELECT * { \\U00000053ERVICE <URL> { ?s ?p ?o } }",
    "escaped end of comment": "SELECT * { # x \\u000A SERVICE <URL> { ?s ?p ?o } }",
    "nested": "SELECT * { { SELECT * { OPTIONAL { { SERVICE <URL> { ?s ?p ?o } } UNION { ?a ?b ?c } } } } }",
    "in exists": "SELECT * { ?a ?b ?c FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "in minus": "SELECT * { ?a ?b ?c MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "in graph": "SELECT * { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } }",
    "in ask": "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "in construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "in describe": "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "in a bound expression": "SELECT * { BIND(EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?x) }",
    "no space": "SELECT*{?a ?b 1.SERVICE<URL>{?s ?p ?o}}",
    "glued to a number": "SELECT * { ?a ?b 10SERVICE <URL> { ?s ?p ?o } }",
    "glued to a truth value": "SELECT * { ?a ?b trueSERVICE <URL> { ?s ?p ?o } }",
    "after less than": "SELECT * { ?a ?b ?c FILTER(?c <?b) SERVICE <URL> { ?s ?p ?o } }",
    "after a long string": 'SELECT * { ?a ?b """ \' " """ . SERVICE <URL> { ?s ?p ?o } }',
    "after an escaped quote": 'SELECT * { ?a ?b "\\"" . SERVICE <URL> { ?s ?p "\\"" } }',
    "a byte order mark": "\ufeffSELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "long s": "SELECT * { \u017fERVICE <URL> { ?s ?p ?o } }",
    "from": "SELECT * FROM <URL> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "from a prefix": "PREFIX e: <URL> ASK FROM e: { ?s ?p ?o }",
    "from a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "from in construct": "CONSTRUCT FROM <URL> WHERE { ?s ?p ?o }",
    "from in describe": "DESCRIBE <x:a> FROM <URL>",
    "load": "LOAD <URL>",
    "load silent": "LOAD SILENT <URL> INTO GRAPH <x:g>",
    "load a file": "LOAD <file:///etc/passwd>",
    "load after an update": "INSERT DATA { <x:a> <x:b> <x:c> } ; LOAD <URL>",
    "insert where service": "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
}


@pytest.mark.threat("service")
@pytest.mark.parametrize("form", sorted(SERVICES))
def test_nothing_leaves_and_nothing_is_read(store: Store, counter: Counter, form: str) -> None:
    before = counter.hits
    with pytest.raises(QueryError):
        list(store.query(SERVICES[form].replace("URL", counter.url)))  # type: ignore[arg-type]
    assert counter.hits == before


@pytest.mark.threat("service", control=True)
def test_the_counter_counts(counter: Counter) -> None:
    """The control: Oxigraph does send requests when it is not kept from it."""
    before = counter.hits
    found = ox.Store().query(SERVICES["silent"].replace("URL", counter.url))
    assert isinstance(found, ox.QuerySolutions)
    list(found)
    assert counter.hits > before


@pytest.mark.parametrize(("form", "word"), [("plain", "SERVICE"), ("variable endpoint", "SERVICE"), ("from", "FROM")])
def test_a_refusal_says_what_was_found_and_what_to_do(store: Store, form: str, word: str) -> None:
    with pytest.raises(QueryError, match=rf"refused: {word} .*; "):
        store.query(SERVICES[form].replace("URL", "http://127.0.0.1:9/"))


def test_a_refused_query_may_have_faults_besides(store: Store) -> None:
    with pytest.raises(QueryError, match="refused: SERVICE"):
        store.query("SELECT * { SERVICE <http://127.0.0.1:9/> {")


HARMLESS = [
    'SELECT * { ?s ?p "SERVICE <http://127.0.0.1:9/> { }" }',
    "SELECT * { ?s ?p 'FROM' } # SERVICE <http://127.0.0.1:9/>",
    "SELECT ?service ?from { ?service <x:load> ?from }",
    "PREFIX x: <x:from#> SELECT * { ?s x:SERVICE ?o ; <x:/LOAD> ?p }",
    'SELECT * { ?s ?p """multi\nline "SERVICE" x""" }',
    "SELECT * { ?s ?p '\\u0053ERVICE' }",
    'SELECT * { ?s ?p "x"@en-from }',
]


@pytest.mark.parametrize("sparql", HARMLESS)
def test_words_in_strings_names_and_comments_are_let_through(store: Store, sparql: str) -> None:
    list(store.select(sparql))


def test_a_query_without_any_of_the_words_is_not_parsed_twice() -> None:
    def took(sparql: str) -> float:
        start = time.process_time()
        for _ in range(200):
            refuse_unsafe(sparql)
        return time.process_time() - start

    parsed = took("SELECT * { ?s ?p ?o . ?o ?q 'SERVICE' }")
    assert took("SELECT * { ?s ?p ?o . ?o ?q 'harmless' }") < parsed / 2


@pytest.mark.threat("service")
@given(st.text(alphabet=st.sampled_from("SERVICEservice{}<>#\n\r\"'\\u0053?:. a")))
def test_any_text_is_passed_or_refused(text: str) -> None:
    with suppress(QueryError):
        refuse_unsafe("SELECT * { " + text)


@pytest.mark.threat("redos")
@pytest.mark.parametrize(
    "text",
    [
        *("a" * 200_000, "a:" * 100_000, '"' * 200_000, "<" * 200_000, "'''" * 60_000, "\\u" * 90_000),
        *('\\"""\n' * 40_000, "\\'''\n" * 40_000),  # each begins a string, and none can end one
    ],
)
def test_the_reading_of_words_takes_time_in_proportion(text: str) -> None:
    from kg.store.guard import _bare_words

    start = time.process_time()
    list(_bare_words(text + " SERVICE"))
    assert time.process_time() - start < 2


@pytest.mark.threat("service")
def test_a_file_is_not_read_through_from(tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<x:secret> <x:p> <x:o> .")
    for made in (OxigraphStore(), RdflibStore()):
        with made as store, pytest.raises(QueryError, match="refused: FROM"):
            store.query("SELECT * FROM <FILE> { ?s ?p ?o }".replace("FILE", secret.as_uri()))


@pytest.mark.parametrize("name", sorted(stored_queries()))
def test_our_own_queries_would_pass_if_they_were_looked_at(name: str) -> None:
    query = stored_queries()[name]
    refuse_unsafe(str(query.sparql))
    values = {
        p.name: "x:SERVICE" if p.iri else 'SERVICE <http://127.0.0.1:9/> {} FROM <x:y> "' for p in query.parameters
    }
    refuse_unsafe(str(query.bind(values)))
