"""What a remote store is on servers of different kinds; what all stores do is in tests/conformance."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from examples_of_facts import facts
from sparql_servers import free_port, oxigraph_serve, virtuoso

from kg.errors import QueryError, StoreError
from kg.rdf import Statement, article_graph
from kg.store.remote import RemoteStore, is_of_kg
from kg.store.remote_address import Address, address
from kg.store.remote_http import Client, Patience, RemoteError
from kg.store.remote_nature import MERGED, NOTES, PROBE, Merged, Nature, Notes, notes
from kg.store.remote_services import Services

G, H = "https://data.example/g", "https://data.example/h"
ARTICLE = "https://data.example/article/0123456789abcdef/0123456789abcdef"


@pytest.fixture(scope="module")
def oxigraph() -> Iterator[Address]:
    with oxigraph_serve() as url:
        yield address(url)


@pytest.fixture(scope="module")
def union() -> Iterator[Address]:
    with oxigraph_serve(None, "--union-default-graph") as url:
        yield address(url)


@pytest.fixture
def server(oxigraph: Address) -> Address:
    """A server with nothing in it."""
    at(oxigraph).update("DROP ALL")
    return oxigraph


def at(there: Address) -> Services:
    return Services(Client(there.credentials), there)


def line(subject: str, object_: str = "<x:o>") -> Statement:
    return Statement(f"<{subject}> <x:p> {object_} .")


def opened(there: Address, **options: object) -> RemoteStore:
    return RemoteStore(there, is_ours=lambda _: True, **options)  # type: ignore[arg-type]


def subjects(store: RemoteStore) -> list[str]:
    return sorted(str(row["s"]) for row in store.select("SELECT ?s { ?s ?p ?o }"))


def test_what_kind_a_server_is_is_found_out_and_noted_for_readers(server: Address, union: Address) -> None:
    with opened(server) as store:
        assert store.nature == Nature(Merged.DEFAULT, is_atomic=True, gives_graphs=True)
    with opened(union) as store:
        assert store.nature == Nature(Merged.UNION, is_atomic=True, gives_graphs=True)
    with opened(union, read_only=True) as reader:
        assert reader.nature.merged is Merged.UNION
    without = address(f"{server}", graphs="")
    with opened(without) as store:
        assert not store.nature.gives_graphs
        store.replace_graph(G, [line("x:a", '"新\\n"@zh')])
        assert list(store.statements(G)) == list(store.merged()) == [line("x:a", '"新\\n"@zh')]
    assert at(server).graph(PROBE) is None, "nothing is left of what was tried"


def test_a_union_of_all_graphs_needs_no_merged_graph(union: Address) -> None:
    with opened(union) as store:
        store.commit({G: [line("x:a"), line("x:b")], H: [line("x:b")]})
        assert len(store) == 2
        assert sorted(store.merged()) == [line("x:a"), line("x:b")]
        assert at(union).graph(MERGED) is None
        store.commit({}, drop=store.graphs())


def test_a_wrong_address_of_graphs_is_noticed_before_anything_rests_on_it(server: Address) -> None:
    wrong = address(str(server), server.update, f"{server}/nothing-here")
    with opened(wrong) as store:
        assert not store.nature.gives_graphs
        store.replace_graph(G, [line("x:a"), line("x:b")])
        store.replace_graph(G, [line("x:b")])
        assert list(store.statements(G)) == [line("x:b")]
        assert subjects(store) == ["x:b"]
    with opened(wrong, read_only=True) as reader:
        assert list(reader.statements(G)) == [line("x:b")]
        assert list(reader.merged()) == [line("x:b")]


def test_a_commit_that_fails_has_changed_nothing(server: Address) -> None:
    with opened(server) as store:
        store.replace_graph(G, [line("x:a")])
        store._open.client.request_bytes = 1 << 16
        with pytest.raises(RemoteError, match="a request of 1 MB is not sent"):
            store.replace_graph(G, [line(f"x:{n}") for n in range(5000)])
        assert list(store.statements(G)) == [line("x:a")]
        assert subjects(store) == ["x:a"]


def test_graphs_that_are_too_large_together_go_one_by_one(server: Address) -> None:
    with opened(server) as store:
        store._open.client.request_bytes = 100_000
        graphs = {f"x:{g}": [line(f"x:{n}", f"<x:{g}>") for n in range(800)] + [line("x:all")] for g in range(4)}
        assert store.commit(graphs) == 4 * 801
        assert len(store) == 4 * 800 + 1
        store.commit({"x:0": graphs["x:1"]}, drop=["x:1", "x:2", "x:3"])
        assert store.graphs() == ("x:0",)
        assert sorted(store.merged()) == sorted(graphs["x:1"])


def test_thousands_of_statements_go_in_and_come_back(server: Address) -> None:
    many = [line(f"x:{n}", f'"第{n}句，他说：\\"好\\""@zh') for n in range(6000)]
    with opened(server) as store:
        assert store.replace_graph(G, many) == 6000
        assert list(store.statements(G)) == sorted(many)
        store.replace_graph(H, many[:3000])
        store.remove_graph(G)
        assert len(store) == 3000


class CutOffError(Exception):
    """The writer has been killed, as it were."""


def in_pieces(store: RemoteStore, *, gives_graphs: bool, pieces: int = 1 << 30) -> RemoteStore:
    """The store as one whose server undoes nothing; after so many further changes the writer is cut off."""
    store.nature = replace(store.nature, is_atomic=False, gives_graphs=gives_graphs)
    services, left = store._open, [pieces]
    update, put = services.update, services.put

    def counted(change):  # type: ignore[no-untyped-def]
        def run(*arguments, **more):  # type: ignore[no-untyped-def]
            if left[0] == 0:
                raise CutOffError
            left[0] -= 1
            return change(*arguments, **more)

        return run

    services.update, services.put = counted(update), counted(put)  # type: ignore[method-assign]
    return store


@pytest.mark.parametrize("gives_graphs", [True, False])
def test_pieces_come_to_the_same(server: Address, gives_graphs: bool) -> None:
    many = [line(f"x:{n}") for n in range(1200)]
    with in_pieces(opened(server), gives_graphs=gives_graphs) as store:
        store.commit({G: many, H: many[:700]})
        store.commit({G: many[600:], "x:new": [line("x:new")]}, drop=[H])
        assert store.graphs() == (G, "x:new")
        assert list(store.statements(G)) == sorted(many[600:])
        assert sorted(store.merged()) == sorted([*many[600:], line("x:new")])
    assert not notes(at(server)).is_behind


@pytest.mark.parametrize("gives_graphs", [True, False])
def test_whoever_comes_after_a_writer_that_was_cut_off_mends_the_merged_graph(
    server: Address, gives_graphs: bool
) -> None:
    was_out_of_step = False
    for pieces in range(9):
        at(server).update("DROP ALL")
        with opened(server) as store:
            store.commit({G: [line("x:a"), line("x:b")], H: [line("x:b"), line("x:c")]})
        with suppress(CutOffError), in_pieces(opened(server), gives_graphs=gives_graphs, pieces=pieces) as store:
            store.commit({G: [line("x:b"), line("x:d")]}, drop=[H])
        with opened(server, read_only=True) as reader:
            graphs = {s for graph in reader.graphs() if graph != NOTES for s in reader.statements(graph)}
            was_out_of_step |= graphs != set(reader.merged())
        with opened(server) as store:
            graphs = {s for graph in store.graphs() for s in store.statements(graph)}
            assert set(store.merged()) == graphs, f"after {pieces} pieces"
        assert not notes(at(server)).is_behind
    assert was_out_of_step, "else nothing was mended"


def test_a_server_holds_the_graph_of_one_folder(server: Address) -> None:
    with opened(server, holder="a" * 16) as store:
        store.replace_graph(G, [line("x:a")])
    with pytest.raises(StoreError, match=r"has the graph of another folder \(aaaaaaaaaaaaaaaa\)"):
        opened(server, holder="b" * 16)
    with opened(server, holder="a" * 16) as store:
        assert store.graphs() == (G,)
    with opened(server, read_only=True) as reader:
        assert reader.ask("ASK { <x:a> ?p ?o }")
        with pytest.raises(StoreError, match="for reading only"):
            reader.replace_graph(G, [])


def test_whose_graph_it_is_is_not_lost_by_a_writer_that_is_cut_off_while_it_notes_something(server: Address) -> None:
    before, after = Notes(1, "a" * 16, Merged.CHOSEN), Notes(1, "a" * 16, Merged.CHOSEN, is_behind=True)
    for notes_, others in ((Notes(), before), (before, after), (after, before), (before, Notes(1, "a" * 16))):
        steps = notes_.become(others).split(" ;\n")
        at(server).update("DROP ALL")
        at(server).update(Notes().become(notes_) or "DROP ALL")
        for step in steps:
            assert notes_.holder in ("", notes(at(server)).holder)
            at(server).update(step)
        assert notes(at(server)) == others
    assert before.become(before) == ""


def test_graphs_of_kg_that_nobody_claims_are_not_taken_over_and_others_are_left_alone(server: Address) -> None:
    at(server).update(f"INSERT DATA {{ GRAPH <{G}> {{ <x:theirs> <x:p> <x:o> }} }}")
    with RemoteStore(server, holder="a" * 16) as store:
        assert store.graphs() == (), "what others keep there is not ours to list, nor to remove"
    at(server).update(f"DROP GRAPH <{NOTES}> ; INSERT DATA {{ GRAPH <{ARTICLE}> {{ <x:a> <x:p> <x:o> }} }}")
    with pytest.raises(StoreError, match="a graph that no folder here is known to hold"):
        RemoteStore(server, holder="a" * 16)
    reply = at(server).graph(G)
    assert reply is not None
    assert "theirs" in reply.text()


@pytest.mark.parametrize(
    ("graph", "is_ours"),
    [
        (ARTICLE, True),
        ("https://data.example/graph/revisions", True),
        ("https://data.example/#graph/revisions", True),
        ("https://data.example/article/0123456789abcdef", False),
        ("https://data.example/article/0123456789abcdef/0123456789abcdef/x", False),
        ("http://www.openlinksw.com/schemas/virtrdf#", False),
    ],
)
def test_the_graphs_of_kg_are_known_by_their_names(graph: str, is_ours: bool) -> None:
    assert is_of_kg(graph) == is_ours
    assert is_of_kg(article_graph(facts()).name)


def test_a_store_of_a_newer_kg_is_left_alone(server: Address) -> None:
    opened(server).close()
    at(server).update(f'DELETE DATA {{ GRAPH <{NOTES}> {{ <{NOTES}> <urn:x-kg:format> "1" }} }}')
    opened(server).close()
    at(server).update(f'INSERT DATA {{ GRAPH <{NOTES}> {{ <{NOTES}> <urn:x-kg:format> "99" }} }}')
    for read_only in (True, False):
        with pytest.raises(StoreError, match="another version of kg"):
            opened(server, read_only=read_only)


def test_kg_s_own_graphs_cannot_be_written_or_seen(server: Address) -> None:
    with opened(server) as store:
        with pytest.raises(StoreError, match="kg's own"):
            store.replace_graph(NOTES, [line("x:a")])
        store.replace_graph(G, [line("x:a")])
        assert store.graphs() == (G,)


def test_an_answer_that_the_server_cuts_off_is_an_error() -> None:
    """``oxigraph serve`` answers 200, then stops in the middle after its time; so it did in 0.5.13."""
    with oxigraph_serve(None, "--timeout-s", "1") as url, opened(address(url)) as store:
        store.replace_graph(G, [line(f"x:{n}") for n in range(4000)])
        pairs = '?a <x:p> ?o . ?b <x:p> ?o FILTER(STRENDS(MD5(CONCAT(STR(?a), STR(?b))), "000"))'
        assert len(list(store.select(f"SELECT ?a ?b {{ {pairs} }} LIMIT 20"))) == 20
        for endless in (f"SELECT ?a ?b {{ {pairs} }}", f"CONSTRUCT {{ ?a <x:q> ?b }} WHERE {{ {pairs} }}"):
            with pytest.raises(QueryError, match="not whole"):
                store.query(endless)


def test_a_server_that_starts_late_is_waited_for(tmp_path: Path) -> None:
    patience = Patience(attempts=3, first_wait_s=0.01)
    with pytest.raises(RemoteError, match=r"cannot be reached.*tried 3 times"):
        RemoteStore(address(f"http://127.0.0.1:{free_port()}"), patience=patience)


def test_virtuoso_is_found_to_be_what_the_documentation_says(tmp_path: Path) -> None:
    graph = article_graph(facts())
    some = 100
    assert len(graph.statements) > some
    with virtuoso(tmp_path, rows=some) as there:
        with RemoteStore(there) as store:
            assert store.nature == Nature(Merged.CHOSEN, is_atomic=False, gives_graphs=True)
            store.replace_graph(graph.name, graph.statements[:some])
            assert tuple(store.statements(graph.name)) == graph.statements[:some]
            store.replace_graph(graph.name, graph.statements)
            with pytest.raises(StoreError, match=rf"gave \d+ of the {len(graph.statements)} statements"):
                store.replace_graph(graph.name, graph.statements[:some])
            with pytest.raises(StoreError, match=f"cuts answers off after {some} rows"):
                store.select("SELECT * { ?s ?p ?o }")
            mixed = f"ASK {{ GRAPH <{graph.name}> {{ ?s ?p ?o }} GRAPH ?g {{ ?s ?p ?o }} }}"
            with pytest.raises(QueryError, match=r"write GRAPH \?g with FILTER"):
                store.ask(mixed)
            assert store.ask(mixed.replace(f"GRAPH <{graph.name}>", "GRAPH ?h"))
        with pytest.raises(StoreError, match="KG_STORE_USER"):
            RemoteStore(address(str(there), there.update, there.graphs))
