"""Queries and names of others: they change nothing, end in time, and the writer goes on meanwhile."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.rows import facts_of
from kg.errors import KgError, LimitError, QueryError
from kg.publish.entity import find_entities
from kg.publish.stored_queries import stored_queries
from kg.rdf import Statement, article_graph
from kg.store import OxigraphStore, QueryLimits, query
from kg.store.pool import Query, WorkerPool
from kg.store.publishing import PublishingStore

KEPT = "x:kept"
LINES = tuple(Statement(f"<x:{n}> <x:p> <x:{n + 1}> .") for n in range(60))
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q ?r }"
EMPTIES = 'x" } ; CLEAR ALL ; INSERT DATA { <x:a> <x:b> "'
HOSTILE = (
    EMPTIES,
    EMPTIES.replace('"', "'"),
    '" . } } ; DROP ALL ; #',
    "\\u0022 } ; CLEAR ALL ; #",
    '\\" } ; CLEAR ALL ; #',
    "x> } ; CLEAR ALL ; INSERT DATA { <x:a> <x:b> <x:c",
    "${jndi:ldap://x}'; DROP TABLE graphs; --",
    '"""',
    "\\",
    "\n\r\t\x0b\x85\u2028",
    "} UNION { ?s ?p ?o",
    "?s",
)


@pytest.mark.threat("injection")
@settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=9), min_size=1))
def test_names_of_any_letters_go_in_and_out_and_nothing_else_changes(names: list[str]) -> None:
    graph = article_graph(facts_of(names))
    with OxigraphStore() as store:
        store.replace_graph(KEPT, LINES)
        store.replace_graph(graph.name, graph.statements)
        assert tuple(store.statements(KEPT)) == tuple(sorted(LINES))
        assert tuple(store.statements(graph.name)) == graph.statements
        assert len(store) == len(LINES) + len(graph.statements)
        for name in names[:3]:
            _asked_by_name(store, name)
        assert len(store) == len(LINES) + len(graph.statements)
        store.remove_graph(graph.name)
        assert set(store.merged()) == set(LINES)


def _asked_by_name(store: OxigraphStore, name: str) -> None:
    find_entities(store, name)
    for stored in stored_queries().values():
        with suppress(KgError):  # what is no number or no day, say
            store.query(stored.bind({p.name: name for p in stored.parameters}))


@pytest.mark.threat("injection", control=True)
def test_an_update_made_of_strings_does_empty_a_store() -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:p"), ox.NamedNode("x:b"), ox.NamedNode(KEPT)))
    store.update(f'INSERT DATA {{ <x:a> <x:name> "{EMPTIES}" }}')
    assert not list(store.quads_for_pattern(None, None, None, ox.NamedNode(KEPT)))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with PublishingStore(tmp_path / "store") as store:
        store.replace_graph(KEPT, LINES)
    return tmp_path / "store"


@pytest.mark.threat("endless-query")
@pytest.mark.skipif(os.name != "posix", reason="pools need POSIX")
def test_a_query_without_end_is_killed_at_its_deadline_while_the_writer_goes_on(place: Path) -> None:
    """It is over before the event loop comes to a moment half a second later, which it was told of as well.

    The loop takes moments in their order, so that a busy machine changes nothing; whether the kill itself can be seen
    to be late is shown in tests/store/test_pool.py.
    """
    deadline = 1.0
    told: list[BaseException | None] = []

    async def use() -> None:
        async with WorkerPool(place, 1) as pool:
            job = asyncio.get_running_loop().create_task(pool.run(Query(ENDLESS, limits=QueryLimits(seconds=deadline))))
            await asyncio.sleep(0)  # it has begun
            await asyncio.sleep(deadline + 0.5)
            told.append(job.exception() if job.done() else None)
            job.cancel()

    asking = threading.Thread(target=asyncio.run, args=(use(),))
    written = 0
    with PublishingStore(place) as store:
        asking.start()
        while asking.is_alive():
            store.replace_graph(f"x:written-{written}", [Statement(f"<x:w> <x:p> <x:{written}> .")])
            written += 1
            time.sleep(0.02)
    asking.join()
    assert isinstance(told[0], LimitError), "it went on"
    assert "stopped after 1 s" in str(told[0])
    assert written > 3
    graphs = query(place, "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { <x:w> ?p ?o } }")
    assert [str(row["n"]) for row in graphs] == [str(written)]  # type: ignore[union-attr]


@pytest.mark.threat("endless-query", control=True)
def test_the_same_query_without_a_deadline_goes_on(place: Path) -> None:
    code = "import pyoxigraph, sys; list(pyoxigraph.Store.read_only(sys.argv[1]).query(sys.argv[2]))"
    with subprocess.Popen([sys.executable, "-c", code, str(place), ENDLESS]) as process:
        try:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(2)
        finally:
            process.kill()


MANY = 20_000
DEEP = {
    "groups": "ASK " + "{" * MANY + "}" * MANY,
    "brackets": "ASK { FILTER(" + "(" * MANY + "1" + ")" * MANY + ") }",
    "unions": "ASK {" + "{} UNION " * MANY + "{} }",
    "sums": "ASK { FILTER(1" + " + 1" * MANY + " = 2) }",
}


@pytest.mark.threat("endless-query")
@pytest.mark.parametrize("form", sorted(DEEP))
def test_a_query_too_deep_for_the_parser_is_an_error_and_the_store_is_as_it_was(place: Path, form: str) -> None:
    with pytest.raises(QueryError) as caught:
        query(place, DEEP[form], QueryLimits(seconds=20))
    assert "\n" not in str(caught.value)
    assert "process failed" not in str(caught.value)
    assert query(place, "ASK { <x:1> ?p ?o }") is True


@pytest.mark.threat("endless-query", control=True)
@pytest.mark.skipif(sys.platform == "win32", reason="processes do not end by signals there")
def test_the_same_query_ends_the_process_that_parses_it() -> None:
    code = "import sys, pyoxigraph; pyoxigraph.Store().query(sys.stdin.read())"
    done = subprocess.run([sys.executable, "-c", code], input=DEEP["groups"], text=True, capture_output=True)
    assert done.returncode < 0


@pytest.mark.threat("redos")
@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "(a|a)*b", "(.*a){20}", "([a-z]+)*!$"])
def test_patterns_of_users_take_no_time_that_doubles(place: Path, pattern: str) -> None:
    """In the store that serves: its patterns are automata, and the deadline of the query holds them besides."""
    sparql = (
        f'ASK {{ BIND("{"a" * 20_000}?" AS ?x) FILTER(REGEX(?x, "{pattern}") || REPLACE(?x, "{pattern}", "") = "") }}'
    )
    assert query(place, sparql, QueryLimits(seconds=20)) in (True, False)


@pytest.mark.threat("redos", control=True)
def test_the_same_pattern_doubles_its_time_in_python() -> None:
    def cost(length: int) -> float:
        started = time.process_time()
        re.search("(a+)+$", "a" * length + "?")
        return time.process_time() - started

    assert min(cost(20) for _ in range(3)) > 4 * min(cost(14) for _ in range(3))


@pytest.mark.threat("service")
@pytest.mark.parametrize("stated", ["SERVICE <http://127.0.0.1:9/> {}", "FROM <file:///etc/passwd>", "LOAD <x:y>"])
def test_what_a_search_finds_and_what_is_searched_for_ask_nobody(stated: str) -> None:
    with OxigraphStore() as store, pytest.raises(QueryError):
        store.query(f'SELECT ?x {{ ?x kg:search "a" {stated} }}')
