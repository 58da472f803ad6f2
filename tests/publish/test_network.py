from __future__ import annotations

from examples_of_facts import BAND, FUND, LIN, NINGBO, STARBRIDGE, ZHOU
from published import Telling, every_kind, store_of

from kg.model import EntityType, RelationType
from kg.publish import to_networkx, to_pyvis
from kg.rdf import DEFAULT_BASE


def iri(entity: str) -> str:
    return DEFAULT_BASE + entity


def test_entities_and_events_are_nodes_with_names_types_and_counts() -> None:
    graph = to_networkx(every_kind())
    company = graph.nodes[iri(STARBRIDGE)]
    assert (company["type"], company["name"], company["aliases"]) == ("Company", "星桥科技", ("Starbridge",))
    assert {k: company[k] for k in ("articles", "posts", "relations", "events", "claims", "figures")} == {
        "articles": 1,
        "posts": 2,
        "relations": 2,
        "events": 3,
        "claims": 0,
        "figures": 2,
    }
    events = {of["name"]: of for _, of in graph.nodes(data=True) if of["type"] == "Event"}
    assert events["2024星桥开发者大会"]["aliases"] == ("开发者大会",)
    assert events["星桥科技B轮融资"]["date"] == "2024-03-01/2024-03-06"
    assert events["星桥科技B轮融资"]["amount"] == "3亿 元"
    assert events["上市"]["modality"] == "Planned"


def test_posts_relations_and_roles_are_edges_with_their_evidence() -> None:
    graph = to_networkx(every_kind())
    found = {(a, b, of["kind"], of["label"], of["former"]) for a, b, of in graph.edges(data=True)}
    assert (iri(LIN), iri(STARBRIDGE), "post", "CEO", False) in found
    assert (iri(ZHOU), iri(STARBRIDGE), "post", "首席财务官", True) in found
    assert (iri(FUND), iri(STARBRIDGE), "relation", "investorIn", False) in found
    assert (iri(FUND), iri(BAND), "relation", "produces", True) in found
    conference = next(n for n, of in graph.nodes(data=True) if of["name"] == "2024星桥开发者大会")
    assert (iri(LIN), conference, "role", "speaker", False) in found
    assert (conference, iri(NINGBO), "role", "location", False) in found
    (ceo,) = (of for *_, of in graph.edges(data=True) if of["label"] == "CEO")
    assert ceo["confidence"] == 0.93
    assert ceo["evidence"] == (
        {
            "quote": "星桥科技CEO林晓舟",
            "article": ceo["evidence"][0]["article"],
            "headline": "星桥科技发布新品，林晓舟任CEO",
            "url": "https://news.example/a/1",
            "date": "2024-03-06",
        },
    )


def test_parallel_and_reverse_edges_are_kept_up_to_the_page() -> None:
    told = Telling("甲公司与乙公司互为客户")
    first, second = told.entity("甲公司"), told.entity("乙公司")
    for type_ in (RelationType.CUSTOMER_OF, RelationType.PARTNER_OF, RelationType.INVESTOR_IN):
        told.relation(first, type_, second, "互为客户")
        told.relation(second, type_, first, "互为客户")
    graph = to_networkx(store_of(told.facts()))
    assert graph.number_of_edges() == 6
    drawn = to_pyvis(graph)
    assert len(drawn.edges) == 6
    assert len({str(e["smooth"]) + e["from"] for e in drawn.edges}) == 6, "each is drawn beside the others"


def test_two_articles_that_say_the_same_give_two_edges() -> None:
    tellings = [Telling("林晓舟是星桥科技的CEO", source_file=name) for name in ("a.md", "b.md")]
    for told in tellings:
        told.post(told.entity("林晓舟", EntityType.PERSON), "CEO", told.entity("星桥科技"), "星桥科技的CEO")
    graph = to_networkx(store_of(*(t.facts() for t in tellings)))
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (2, 2)
    assert [of["articles"] for _, of in graph.nodes(data=True)] == [2, 2]


def test_the_name_that_most_articles_prefer_is_shown() -> None:
    tellings = [Telling("x", source_file=f"{n}.md") for n in range(3)]
    for told, name in zip(tellings, ("Starbridge", "StarBridge", "StarBridge"), strict=True):
        told.entity(name)
    (node,) = to_networkx(store_of(*(t.facts() for t in tellings))).nodes(data=True)
    assert (node[1]["name"], node[1]["aliases"]) == ("StarBridge", ("Starbridge",))


def test_pyvis_gets_no_titles_since_it_reads_them_as_html() -> None:
    drawn = to_pyvis(to_networkx(every_kind()))
    assert drawn.directed
    assert not any("title" in part for part in (*drawn.nodes, *drawn.edges))
    assert all(isinstance(n["x"], int) and isinstance(n["y"], int) for n in drawn.nodes)


def test_pyvis_takes_a_store_as_well_as_its_graph() -> None:
    store = every_kind()
    assert to_pyvis(store).get_network_data() == to_pyvis(to_networkx(store)).get_network_data()
