"""What is wrong with a query is said in plain words, with its place."""

from __future__ import annotations

import time

import pytest

from kg.errors import QueryError
from kg.store import OxigraphStore, RdflibStore
from kg.store.mistakes import mistake

IN_EVERY_STORE = [
    ("", "error at 1:1: the query is empty; a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE"),
    ("# why\nSELCT * { ?s ?p ?o }", "error at 2:1: «SELCT» cannot stand here; a query begins with SELECT"),
    ("SELECT * { ?s foo:bar ?o }", "error at 1:15: no prefix foo: is declared; known: kg, schema, org"),
    ("PREFIX my: <x:> SELECT * { my:a foo:b ?o }", "error at 1:33: no prefix foo: is declared; known: my, kg, schema"),
    ("SELECT * {\n ?s ?p 'abc }", "error at 2:8: a string begins here that has no ' at its end"),
    ('SELECT * { ?s ?p """a"\n }', 'error at 1:18: a string begins here that has no """ at its end'),
    ("SELECT * { ?s ?p ?o", "error at 1:20: the query ends here, but «{» from 1:10 is not closed"),
    ("SELECT * { ?s ?p ?o ) }", "error at 1:21: «)» stands here while «{» from 1:10 is still open"),
    ("SELECT * { ?s ?p ?o } }", "error at 1:23: «}» closes nothing"),
    ("SELECT * { ?s kg:name }", "error at 1:23: «}» comes too early: a triple has three parts, and «?s kg:name» two"),
]


@pytest.mark.parametrize(("sparql", "words"), IN_EVERY_STORE)
@pytest.mark.parametrize("made", [OxigraphStore, RdflibStore])
def test_usual_mistakes_are_said_alike_whatever_the_store(
    made: type[OxigraphStore] | type[RdflibStore], sparql: str, words: str
) -> None:
    with made() as store, pytest.raises(QueryError) as caught:
        store.query(sparql)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("sparql", "words"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT x", "error at 1:29: «x» cannot stand here; expected a number"),
        ("SELECT * { ?s ?p ?o } ORDER ?s", "error at 1:29: «?s» cannot stand here; expected BY"),
        ("SELECT ?x WHERE ?x a kg:Company", "error at 1:17: «?x» cannot stand here; expected «{»"),
        ("SELECT * { FILTER(?o > ) }", "error at 1:24: «)» cannot stand here; expected an expression"),
        ("SELECT * { ?s ?p 公司 }", "error at 1:18: «公司» cannot stand here; expected «.» or a name such as"),
        ("SELECT ?s ?p { ?s ?p ?o } GROUP BY ?s", "a variable that GROUP BY does not"),
        ("SELECT * { OPTINAL { ?s ?p ?o } }", "near «OPTINAL"),
    ],
)
def test_other_mistakes_name_what_stands_there_and_little_that_might(sparql: str, words: str) -> None:
    with OxigraphStore() as store, pytest.raises(QueryError) as caught:
        store.query(sparql)
    assert words in str(caught.value)
    assert "'\\u{" not in str(caught.value)
    assert str(caught.value).count(",") <= 5


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { VALUES ?x { kg:Company kg:Person } ?s a ?x }",
        'PREFIX my: <x:> BASE <x:b> SELECT * { ?s my:p <c> , my:d ; a kg:Company . _:b ?p "a:b{" } # foo:bar (',
        "SELECT * { ?s kg:p/org:q|^schema:r ?o FILTER(?o<3 && ?o>1) }",
    ],
)
def test_what_is_no_mistake_is_not_taken_for_one(sparql: str) -> None:
    with OxigraphStore() as store:
        store.query(sparql)
        told = mistake(sparql, "error at 1:12: expected XYZ", store.prefixes)
    assert "near" in told


@pytest.mark.parametrize("sparql", ["SELECT * { ?s ?p 'from' ", "SELECT * { 'from' foo:bar ?o }"])
def test_a_query_that_cannot_be_checked_is_explained_alike(sparql: str) -> None:
    with OxigraphStore() as store, pytest.raises(QueryError, match=r"is not closed|no prefix foo:"):
        store.query(sparql)


@pytest.mark.parametrize(
    "piece",
    [
        *("-", ".", "a.", "a-", "a", "a:", ":", "<a", "{", "'\n", '"""', "PREFIX a: ", "?a ?b . ", "\\", "\x00"),
        *('\\"""\n', "\\'''\n"),
    ],
)
def test_long_queries_are_explained_in_proportion(piece: str) -> None:
    began = time.process_time()
    told = mistake("SELECT * { " + piece * (200_000 // len(piece)), "error at 1:12: expected [_]", ("kg",))
    assert time.process_time() - began < 4
    assert len(told) < 400
    assert "\n" not in told
