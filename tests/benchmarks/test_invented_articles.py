"""What queries are measured on and with: data that are what they say, queries that find something."""

from __future__ import annotations

from itertools import islice

import pytest

from benchmarks.invented_articles import invented_articles
from benchmarks.queries import Measured
from benchmarks.query_data import Data
from benchmarks.query_export import Export
from benchmarks.query_report import BEGIN, END, PAGE, report
from benchmarks.query_shapes import shapes
from kg.rdf import article_graph
from kg.store import OxigraphStore


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    made = OxigraphStore()
    graphs = [article_graph(facts) for facts in islice(invented_articles(), 60)]
    made.commit({graph.name: graph.statements for graph in graphs})
    return made


def test_invented_articles_are_the_same_each_time_and_others_with_another_seed() -> None:
    first, again, other = (list(islice(invented_articles(seed), 5)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_all_evidence_stands_in_the_invented_texts() -> None:
    for facts in islice(invented_articles(), 20):
        told = (*facts.posts, *facts.relations, *facts.events, *facts.claims, *facts.figures)
        proofs = [proof for fact in told for proof in fact.evidence] + [m.evidence for m in facts.mentions]
        assert proofs
        assert all(facts.article.text[p.span.start : p.span.end] == p.exact for p in proofs)


def test_every_query_that_is_measured_finds_something(store: OxigraphStore) -> None:
    for shape in shapes(store):
        if "kg:search" not in shape.name:
            assert any(list(store.select(sparql)) for sparql in shape.queries), shape.name


def test_the_report_tells_medians_ratios_and_other_answers_and_no_paths(store: OxigraphStore) -> None:
    data = Data("/secret/place", 65, 50_000, 49_000, 2.0, 10_000_000, 1.0, 5_000_000)
    all_ = shapes(store)[:2]
    table = {
        "kg, in process": {shape.name: Measured([1.0, 2.0, 3.0]) for shape in all_},
        "kg, killable pool": {shape.name: Measured([2.0, 4.0, 400.0]) for shape in all_},
        "oxigraph serve": {all_[0].name: Measured([8.0]), all_[1].name: Measured([], same=False)},
    }
    rates = {"turtle": 2e5, "trig": 2e5, "nquads": 3e5, "ntriples": 2e5}
    text = report([(data, all_, table, Export(1e5, 1.2e6, rates, (90, 40)))])
    assert "| neighbours of an entity | 2.0 / 3.0 | 4.0 / 400 | 8.0 / 8.0 | 0.50 |" in text
    assert "> 60 s | – |" in text
    assert "Other answers: oxigraph serve, executives" in text
    assert "1,200,000" in text
    assert "secret" not in text


def test_the_page_has_the_marks_between_which_the_report_goes() -> None:
    page = PAGE.read_text("utf-8")
    assert page.count(BEGIN) == page.count(END) == 1
    assert page.index(BEGIN) < page.index(END)
