"""Store → networkx: the graph in memory, for analysis and as the ground of the page and GraphML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.publish.amounts import amount_text
from kg.publish.asking import Selectable
from kg.publish.load import load
from kg.publish.rows import AssertionRow, Corpus, EntityRow, EventRow, Quote

if TYPE_CHECKING:
    import networkx as nx

UNTYPED = "Other"
"""The node type of something that facts point at, but that the store does not describe."""


def to_networkx(store: Selectable) -> nx.MultiDiGraph[str]:
    """The current graph of a store as a directed multigraph; no edge is lost, parallel and reverse ones included.

    Nodes are entities and events, by IRI. Each has ``type`` (``Company`` … ``Event``), ``name``, ``aliases`` and the
    counts ``articles``, ``posts``, ``relations``, ``events``, ``claims`` and ``figures``; an event also has
    ``event_type``, ``date``, ``modality``, ``round``, ``amount`` and ``evidence``.

    Edges are posts (person → organisation), relations (subject → object) and roles (participant → event; an event →
    its place). Each has ``kind`` (``post``, ``relation`` or ``role``), ``label`` (the title as written, or the local
    name of the relation or role), ``iri`` of the fact, ``former``, ``confidence``, ``date`` and ``evidence``: dicts
    with ``quote``, ``article``, ``headline``, ``url`` and ``date``. The key is the fact's IRI, for a role followed by
    a space and the role.

    Nodes and edges are in the order of their IRIs.
    """
    return network_of(load(store))


def network_of(corpus: Corpus) -> nx.MultiDiGraph[str]:
    """The graph of rows that have been loaded; as :func:`to_networkx`."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    counts = _counts(corpus)
    for entity in _all_entities(corpus):
        graph.add_node(entity.iri, **_entity_attributes(entity), **_tally(counts.get(entity.iri, Counter())))
    for event in corpus.events:
        graph.add_node(event.iri, **_event_attributes(event), **_tally(Counter()))
    for source, target, key, attributes in _edges(corpus):
        graph.add_edge(source, target, key=key, **attributes)
    return graph


def _all_entities(corpus: Corpus) -> Iterator[EntityRow]:
    """The entities of the store, and whatever else its facts point at."""
    named = {iri for fact in corpus.assertions for iri in fact.entities}
    for iri in sorted(named | set(corpus.entities)):
        yield corpus.entities.get(iri) or EntityRow(iri, UNTYPED, iri.rsplit("/", 1)[-1])


def _counts(corpus: Corpus) -> dict[str, Counter[str]]:
    """How many facts of each kind speak of each entity."""
    counts: dict[str, Counter[str]] = {}
    for kind in ("posts", "relations", "events", "claims", "figures"):
        for fact in getattr(corpus, kind):
            for iri in fact.entities:
                counts.setdefault(iri, Counter())[kind] += 1
    return counts


def _tally(count: Counter[str]) -> dict[str, int]:
    return {kind: count[kind] for kind in ("posts", "relations", "events", "claims", "figures")}


def _entity_attributes(entity: EntityRow) -> dict[str, Any]:
    return {"type": entity.type, "name": entity.name, "aliases": entity.aliases, "articles": entity.articles}


def _event_attributes(event: EventRow) -> dict[str, Any]:
    return {
        "type": "Event",
        "name": event.name,
        "aliases": event.names[1:],
        "articles": len({q.source.iri for q in event.evidence}),
        "event_type": event.type,
        "date": event.date,
        "modality": event.modality,
        "round": event.round,
        "amount": amount_text(event.amount) if event.amount else "",
        "evidence": _evidence(event.evidence),
    }


def _edges(corpus: Corpus) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for post in corpus.posts:
        yield post.person, post.organization, post.iri, _edge("post", post.title, post, post.former)
    for relation in corpus.relations:
        attributes = _edge("relation", relation.type, relation, relation.former)
        yield relation.subject, relation.object, relation.iri, attributes
    for event in corpus.events:
        for role, entity in event.participants:
            yield entity, event.iri, f"{event.iri} {role}", _edge("role", role, event)
        if event.place:
            yield event.iri, event.place, f"{event.iri} location", _edge("role", "location", event)


def _edge(kind: str, label: str, fact: AssertionRow, former: bool = False) -> dict[str, Any]:
    return {
        "kind": kind,
        "label": label,
        "iri": fact.iri,
        "former": former,
        "confidence": fact.confidence,
        "date": fact.when or fact.day,
        "evidence": _evidence(fact.evidence),
    }


def _evidence(quotes: tuple[Quote, ...]) -> tuple[dict[str, str], ...]:
    return tuple(
        {
            "quote": q.exact,
            "article": q.source.iri,
            "headline": q.source.headline,
            "url": q.source.link,
            "date": q.source.day,
        }
        for q in quotes
    )
