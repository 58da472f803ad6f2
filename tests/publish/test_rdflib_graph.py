from __future__ import annotations

from examples_of_facts import facts
from published import store_of

from kg.publish import to_rdflib
from kg.publish.page import page_html, page_matter
from kg.rdf import article_graph
from kg.store import OxigraphStore
from kg.store.rdflib_memory import RdflibStore


def test_rdflib_gets_every_graph_and_answers_over_all_of_them() -> None:
    store = store_of(facts(), facts(source_file="b.md"))
    dataset = to_rdflib(store)
    assert sum(1 for _ in dataset.quads()) == sum(len(list(store.statements(g))) for g in store.graphs())
    titles = dataset.query("SELECT DISTINCT ?t WHERE { ?p org:member ?who ; kg:title ?t } ORDER BY ?t")
    assert [str(row[0]) for row in titles] == ["CEO", "星际事务专员", "首席财务官"]  # type: ignore[index]


def test_what_is_made_of_a_store_does_not_depend_on_the_library_that_keeps_it() -> None:
    graphs = [article_graph(facts()), article_graph(facts(source_file="b.md"))]
    stores = (OxigraphStore(), RdflibStore())
    for store in stores:
        store.commit({g.name: g.statements for g in graphs})
    first, second = (page_html(page_matter(store)) for store in stores)
    assert first == second
