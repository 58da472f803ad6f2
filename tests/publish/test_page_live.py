from __future__ import annotations

import json
from typing import Any

import pytest
from examples_of_facts import BAND, FUND, LIN, STARBRIDGE, TEXT, article, facts
from published import Telling, every_kind, store_of, wheel_of_companies

from kg.model import text_digest
from kg.publish.load import load
from kg.publish.page.bundle import matter
from kg.publish.page.live import Shape, article_bundle, graph_bundle, node_bundle
from kg.publish.partial import part
from kg.rdf import DEFAULT_BASE, Statement, article_graph
from kg.store import OxigraphStore, RdflibStore

KEPT = {text_digest(TEXT): TEXT}
ARTICLE = DEFAULT_BASE + article().id


def read(answer: bytes | None) -> Any:
    assert answer is not None
    return json.loads(answer)


def named(bundle: Any) -> dict[str, int]:
    return {name: i for i, name in enumerate(bundle["nodes"]["name"])}


def edges(bundle: Any) -> set[tuple[str, str, str]]:
    e, names = bundle["edges"], bundle["nodes"]["name"]
    ends = zip(e["source"], e["kind"], e["target"], strict=True)
    return {(names[a], bundle["edgeKinds"][kind], names[b]) for a, kind, b in ends}


def test_a_node_comes_with_its_facts_and_its_neighbours() -> None:
    store = every_kind()
    bundle = read(node_bundle(store, DEFAULT_BASE + LIN, KEPT.get))
    assert edges(bundle) == {
        ("林晓舟", "post", "星桥科技"),
        ("林晓舟", "speaker", "2024星桥开发者大会"),
        ("星桥科技", "organizer", "2024星桥开发者大会"),
        ("2024星桥开发者大会", "location", "宁波"),
        ("林晓舟", "author", "“星桥手环销量超过120万台，我们会继续投入”"),
        ("“星桥手环销量超过120万台，我们会继续投入”", "about", "星桥手环"),
    }
    assert len(bundle["details"]) == len(bundle["facts"]["id"]) == 3
    assert "omitted" not in bundle
    assert bundle["nodes"]["x"] is None


def test_a_node_has_the_links_names_and_totals_that_it_has_in_the_whole_graph() -> None:
    store = store_of(facts(), facts(source_file="b.md"))
    whole = matter(load(store)).bundle
    links = dict(zip(whole["nodes"]["id"], whole["nodes"]["links"], strict=True))
    articles = dict(zip(whole["nodes"]["id"], whole["nodes"]["articles"], strict=True))
    aliases = {whole["nodes"]["id"][i]: names for i, names in whole["nodes"]["aliases"]}
    for entity in (STARBRIDGE, BAND, FUND):
        bundle = read(node_bundle(store, DEFAULT_BASE + entity))
        nodes = bundle["nodes"]
        assert bundle["base"] == whole["base"]
        assert nodes["links"] == [links[i] for i in nodes["id"]]
        assert nodes["articles"] == [articles[i] for i in nodes["id"]]
        assert {nodes["id"][i]: names for i, names in nodes["aliases"]}.items() <= aliases.items()
        assert bundle["totals"] == whole["totals"]


def test_a_part_is_read_as_the_whole_is() -> None:
    store = store_of(facts(), facts(source_file="b.md"))
    corpus = load(store)
    same = part(store, [fact.iri for fact in corpus.assertions], corpus.entities)
    assert same == corpus


def test_rdflib_answers_as_oxigraph_does() -> None:
    graph = article_graph(facts())
    stores = (OxigraphStore(), RdflibStore())
    for store in stores:
        store.replace_graph(graph.name, graph.statements)
    for entity in (STARBRIDGE, LIN):
        first, second = (node_bundle(store, DEFAULT_BASE + entity, KEPT.get) for store in stores)
        assert first == second
    assert article_bundle(stores[0], ARTICLE) == article_bundle(stores[1], ARTICLE)
    assert graph_bundle(stores[0], 5) == graph_bundle(stores[1], 5)


def test_evidence_of_a_node_brings_its_words_and_what_is_around_them() -> None:
    bundle = read(node_bundle(every_kind(), DEFAULT_BASE + BAND, KEPT.get))
    start = TEXT.index("销量超过120万台")
    end = start + len("销量超过120万台")
    assert [0, "销量超过120万台", TEXT[max(0, start - 100) : start], TEXT[end : end + 100]] in [
        place for detail in bundle["details"] for place in detail["evidence"]
    ]
    assert "texts" not in bundle
    without = read(node_bundle(every_kind(), DEFAULT_BASE + BAND))
    assert [0, "销量超过120万台", TEXT[start - 32 : start], TEXT[end : end + 32]] in [
        place for detail in without["details"] for place in detail["evidence"]
    ]


def test_an_event_and_a_claim_are_nodes_too() -> None:
    store = every_kind()
    corpus = load(store)
    for fact in (*corpus.events, *corpus.claims):
        bundle = read(node_bundle(store, fact.iri))
        assert bundle["facts"]["id"] == [bundle["nodes"]["id"][bundle["nodes"]["fact"][0][0]]]


def test_an_entity_without_facts_is_a_node_alone() -> None:
    told = Telling("星桥科技成立")
    company = told.entity("星桥科技", aliases=["星桥"])
    bundle = read(node_bundle(store_of(told.facts()), DEFAULT_BASE + company))
    assert (bundle["nodes"]["name"], bundle["nodes"]["aliases"]) == (["星桥科技"], [[0, ["星桥"]]])
    assert bundle["details"] == []


@pytest.mark.parametrize(
    "iri",
    [DEFAULT_BASE + "company/0", "x:> } DROP ALL", "", "星桥", "http://[", "http://a/%zz", "https://schema.org/name"],
)
def test_nothing_is_known_of_what_is_not_there(iri: str) -> None:
    store = every_kind()
    before = len(store)
    assert node_bundle(store, iri) is None
    assert article_bundle(store, iri) is None
    assert len(store) == before


def test_of_many_facts_the_newest_come_each_kind_with_a_fair_share() -> None:
    told = Telling("好")
    company = told.entity("星桥科技")
    for n in range(50):
        told.figure(company, f"指标{n}", n, "台", "好")
    told.claim(company, "好")
    old = Telling("坏", source_file="old.md")
    old.entities.update(told.entities)
    old.claim(company, "坏")
    second = old.facts()
    second = type(second)(
        **{
            **{name: getattr(second, name) for name in second.__dataclass_fields__},
            "article": article("坏", "old.md", published=None),
        }
    )
    store = store_of(told.facts(), second)
    bundle = read(node_bundle(store, DEFAULT_BASE + company, limit=10))
    kinds = [bundle["factKinds"][kind] for kind in bundle["facts"]["kind"]]
    assert (kinds.count("figure"), kinds.count("claim"), bundle["omitted"]) == (8, 2, 42)
    (claim,) = (d for d in read(node_bundle(store, DEFAULT_BASE + company, limit=2))["details"] if "text" in d)
    assert claim["text"] == "好"


def test_what_contradicts_a_fact_comes_with_it() -> None:
    store = store_of(facts(), facts(source_file="b.md"))
    first, second = (c.iri for c in load(store).claims if c.speaker)
    contradicts = "https://w3id.org/newskg/ns#contradicts"
    store.replace_graph(f"{DEFAULT_BASE}decisions", [Statement(f"<{first}> <{contradicts}> <{second}> .")])
    bundle = read(node_bundle(store, second))
    assert len(bundle["facts"]["id"]) == 2
    assert bundle["contradicts"] == [[0, 1]]


def test_an_article_comes_with_all_its_facts_and_its_text() -> None:
    store = store_of(facts(), facts(source_file="b.md"))
    bundle = read(article_bundle(store, ARTICLE, KEPT.get))
    assert len(bundle["details"]) == 14
    assert bundle["texts"] == [[0, TEXT]]
    assert [TEXT[start:end] for d in bundle["details"] for _, start, end in d["evidence"]]
    assert bundle["articles"]["headline"] == ["星桥科技发布新品，林晓舟任CEO"]


def test_an_article_without_facts_comes_with_its_text() -> None:
    told = Telling("没有消息")
    store = store_of(told.facts())
    bundle = read(article_bundle(store, DEFAULT_BASE + told.facts().article.id, lambda _: "没有消息"))
    assert (bundle["details"], bundle["texts"]) == ([], [[0, "没有消息"]])
    assert bundle["articles"]["publisher"] == ["晨报"]


def test_the_first_graph_has_the_best_connected_nodes_placed_and_no_details() -> None:
    store = wheel_of_companies(59)
    bundle = read(graph_bundle(store, 40))
    assert len(bundle["nodes"]["id"]) == len(bundle["nodes"]["x"]) == 40
    assert bundle["nodes"]["name"][0] == "轴心集团"
    assert bundle["nodes"]["links"][0] == 59
    assert bundle["totals"]["nodes"] == 60
    assert bundle["details"] == [None] * len(bundle["facts"]["id"])
    assert all(articles == [0] for articles in bundle["facts"]["articles"])


def test_the_first_graph_can_be_all_of_it() -> None:
    store = every_kind()
    bundle, whole = read(graph_bundle(store)), matter(load(store)).bundle
    assert bundle["nodes"]["id"] == whole["nodes"]["id"]
    assert (bundle["edges"]["source"], bundle["totals"]) == (whole["edges"]["source"], whole["totals"])
    figure = bundle["factKinds"].index("figure")
    assert figure not in bundle["facts"]["kind"]  # figures are no edges: they come with their node


def test_an_empty_store_has_an_empty_first_graph() -> None:
    assert read(graph_bundle(store_of()))["nodes"]["id"] == []


def test_a_shape_can_be_kept() -> None:
    store = every_kind()
    shape = Shape(store)
    assert node_bundle(store, DEFAULT_BASE + LIN, shape=shape) == node_bundle(store, DEFAULT_BASE + LIN)
