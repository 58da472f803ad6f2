"""Rows → the bundle that the page is given, the details of its facts, and the texts of its articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.publish.labels import TERMS
from kg.publish.page import seam
from kg.publish.page.columns import (
    FACT_KIND_NAMES,
    NODE_TYPE_NAMES,
    Short,
    article_columns,
    edge_columns,
    fact_columns,
    index_of,
    node_columns,
    sources_of,
)
from kg.publish.page.details import details
from kg.publish.page.drawn import Drawn, drawn
from kg.publish.page.evidence import Places, Texts
from kg.publish.rows import Corpus

VERSION = 2


@dataclass(frozen=True, slots=True)
class Matter:
    """All that a page holds; ``texts`` are in the order of the bundle's articles, None where none is kept."""

    bundle: seam.Bundle
    details: seam.Details
    texts: tuple[str | None, ...]


def matter(
    corpus: Corpus,
    title: str = "",
    texts: Texts | None = None,
    links: Mapping[str, int] | None = None,
    totals: seam.Totals | None = None,
    in_words: bool = False,
) -> Matter:
    """The matter of a page about these rows; its nodes are not placed yet.

    Args:
        corpus: the rows.
        title: the page's heading.
        texts: gives the kept texts.
        links: how many edges each node has in the whole graph, where ``corpus`` is a part of it.
        totals: of the whole graph, where ``corpus`` is a part of it.
        in_words: whether evidence brings its words although a text is kept that has them.
    """
    graph = drawn(corpus)
    links = graph.links if links is None else links
    nodes = sorted(graph.nodes.values(), key=lambda node: (-links.get(node.iri, 0), node.iri))
    facts, sources = corpus.assertions, sources_of(corpus)
    node_at, article_at = index_of(node.iri for node in nodes), index_of(source.iri for source in sources)
    fact_at = index_of(fact.iri for fact in facts)
    short = Short([*node_at, *fact_at])
    kinds = sorted({edge.kind for edge in graph.edges})
    places = Places(texts, in_words)
    bundle: seam.Bundle = {
        "version": VERSION,
        "base": short.base,
        "title": title,
        "nodeTypes": list(NODE_TYPE_NAMES),
        "factKinds": list(FACT_KIND_NAMES),
        "edgeKinds": kinds,
        "nodes": node_columns(nodes, links, fact_at, short),
        "facts": fact_columns(facts, article_at, short),
        "edges": edge_columns(graph, index_of(kinds), node_at, fact_at),
        "articles": article_columns(sources, short),
        "communities": [],
        "contradicts": _pairs(corpus.contradicts, fact_at),
        "corroborates": _pairs(corpus.corroborates, fact_at),
        "terms": {family: {key: list(label) for key, label in terms.items()} for family, terms in TERMS.items()},
        "totals": totals or totals_of(corpus, graph),
    }
    told = details(facts, node_at, article_at, places)
    return Matter(bundle, told, tuple(places.text(source) for source in sources))


def totals_of(corpus: Corpus, graph: Drawn) -> seam.Totals:
    """How much there is in all."""
    return {
        "nodes": len(graph.nodes),
        "edges": len(graph.edges),
        "facts": len(corpus.assertions),
        "articles": len(corpus.sources),
    }


def _pairs(pairs: tuple[tuple[str, str], ...], facts: Mapping[str, int]) -> list[tuple[int, int]]:
    return [(facts[a], facts[b]) for a, b in pairs if a in facts and b in facts]
