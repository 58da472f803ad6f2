"""What is drawn → columns, and the indexes by which they refer to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from kg.publish.labels import FACT_KINDS, NODE_TYPES
from kg.publish.page import seam
from kg.publish.page.drawn import Drawn, DrawnNode
from kg.publish.page.sound import sound
from kg.publish.rows import AssertionRow, ClaimRow, Corpus, EventRow, FigureRow, PostRow, RelationRow, Source

KINDS: dict[type[AssertionRow], str] = {
    PostRow: "post",
    RelationRow: "relation",
    EventRow: "event",
    ClaimRow: "claim",
    FigureRow: "figure",
}
NODE_TYPE_NAMES, FACT_KIND_NAMES = tuple(NODE_TYPES), tuple(FACT_KINDS)

_T = TypeVar("_T")


def index_of(things: Iterable[_T]) -> dict[_T, int]:
    """Each thing's place, as columns refer to it."""
    return {thing: place for place, thing in enumerate(things)}


class Short:
    """Writes IRIs short: what most of them begin with is left away."""

    def __init__(self, iris: Iterable[str]) -> None:
        begins = Counter(iri.rsplit("/", 2)[0] + "/" for iri in iris if iri.count("/") > 3)
        self.base = min(begins, key=lambda base: (-begins[base], base), default="")

    def __call__(self, iri: str) -> str:
        """``~company/1f`` for ``https://w3id.org/newskg/id/company/1f``."""
        return "~" + iri[len(self.base) :] if self.base and iri.startswith(self.base) else iri


def node_columns(
    nodes: Sequence[DrawnNode], links: Mapping[str, int], facts: Mapping[str, int], short: Short
) -> seam.NodeColumns:
    """The nodes, not yet placed."""
    types = index_of(NODE_TYPE_NAMES)
    return {
        "id": [short(node.iri) for node in nodes],
        "type": [types[node.type] for node in nodes],
        "name": [node.name for node in nodes],
        "sound": [_sound(node) for node in nodes],
        "aliases": [(row, list(node.aliases)) for row, node in enumerate(nodes) if node.aliases],
        "articles": [node.articles for node in nodes],
        "links": [links.get(node.iri, 0) for node in nodes],
        "x": None,
        "y": None,
        "community": [-1] * len(nodes),
        "fact": [(row, facts[node.fact.iri]) for row, node in enumerate(nodes) if node.fact],
    }


def _sound(node: DrawnNode) -> str:
    """Claims are not searched by their sound: nobody remembers how a sentence begins."""
    if isinstance(node.fact, ClaimRow):
        return ""
    return sound((node.name, *node.aliases), is_person=node.type == "Person")


def fact_columns(facts: Sequence[AssertionRow], articles: Mapping[str, int], short: Short) -> seam.FactColumns:
    """The facts."""
    kinds = index_of(FACT_KIND_NAMES)
    return {
        "id": [short(fact.iri) for fact in facts],
        "kind": [kinds[KINDS[type(fact)]] for fact in facts],
        "date": [fact.when or fact.day for fact in facts],
        "confidence": [-1 if fact.confidence is None else round(100 * fact.confidence) for fact in facts],
        "articles": [list(dict.fromkeys(articles[q.source.iri] for q in fact.evidence)) for fact in facts],
    }


def edge_columns(
    graph: Drawn, kinds: Mapping[str, int], nodes: Mapping[str, int], facts: Mapping[str, int]
) -> seam.EdgeColumns:
    """The edges."""
    return {
        "source": [nodes[edge.source] for edge in graph.edges],
        "target": [nodes[edge.target] for edge in graph.edges],
        "kind": [kinds[edge.kind] for edge in graph.edges],
        "fact": [facts[edge.fact.iri] for edge in graph.edges],
        "title": [(row, edge.title) for row, edge in enumerate(graph.edges) if edge.title],
    }


def article_columns(sources: Sequence[Source], short: Short) -> seam.ArticleColumns:
    """The articles."""
    return {
        "id": [short(source.iri) for source in sources],
        "headline": [source.headline or source.file for source in sources],
        "url": [source.link for source in sources],
        "date": [source.day for source in sources],
        "publisher": [source.publisher for source in sources],
    }


def sources_of(corpus: Corpus) -> list[Source]:
    """The articles of a corpus and whatever else its evidence comes from, the oldest first."""
    sources = {source.iri: source for source in corpus.sources}
    for fact in corpus.assertions:
        for quote in fact.evidence:
            sources.setdefault(quote.source.iri, quote.source)
    return sorted(sources.values(), key=lambda source: (source.published, source.iri))
