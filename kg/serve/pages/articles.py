"""The list of articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from kg.publish.asking import is_iri
from kg.serve.page import Asked, Page
from kg.serve.pages.choosing import FORMATS, Chosen, graphs, sorting, window
from kg.serve.pages.filters import Filters, filters, publishers
from kg.serve.pages.naming import called, headlines
from kg.serve.pages.reading import names, rows, sources, term, terms
from kg.serve.pages.records import download
from kg.serve.pages.rendering import html
from kg.store.oxigraph import OxigraphStore

_KINDS = {
    "org:Membership": "post",
    "kg:Relation": "relation",
    "kg:Event": "event",
    "schema:Claim": "claim",
    "kg:Figure": "figure",
}


def articles(store: OxigraphStore, asked: Asked) -> Page:
    """Articles that pass the filters ``q`` (headline), ``names`` (an entity), ``source`` and dates."""
    made = filters(store, asked)
    chosen = _chosen(store, asked, made)
    if asked.value("format") in FORMATS:
        return download(store, asked, "articles", chosen.iris, chosen.total)
    return html(
        asked,
        "articles.html",
        here="articles",
        chosen=chosen,
        articles=sources(store, chosen.iris),
        counts=_counts(store, chosen.iris),
        filters=made,
        publishers=publishers(store),
    )


def _chosen(store: OxigraphStore, asked: Asked, made: Filters) -> Chosen:
    asking = made.asking("schema:NewsArticle", asked, {"source": None})
    told = [of for of in graphs(store).values() if asking.takes(of)]
    if text := asked.value("q"):
        made.set_.append("q")
        found = set(headlines(store, text))
        told = [of for of in told if of.article in found]
    if name := asked.value("names"):
        made.set_.append("names")
        naming = _naming(store, made, name)
        told = [of for of in told if of.article in naming]
    sort, falling = sorting(asked, ("source",))
    told.sort(key=lambda of: (of.publisher, of.moment, of.article) if sort == "source" else (of.moment, of.article))
    in_order = [of.article for of in (reversed(told) if falling else told)]
    first, many = window(asked)
    return Chosen(len(in_order), tuple(in_order[first : first + many]))


def _naming(store: OxigraphStore, made: Filters, name: str) -> set[str]:
    """The articles that name an entity, given by its IRI or by any of its names."""
    if is_iri(name) and "/" in name:
        made.entities["names"] = names(store, [name])[name]
        block = term(name)
    else:
        block = terms(called(store, name))
    return {a for (a,) in rows(store, f"SELECT DISTINCT ?a WHERE {{ VALUES ?e {{ {block} }} ?a schema:mentions ?e }}")}


def _counts(store: OxigraphStore, articles: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """Article → kind of fact → how many it says."""
    article_of = {graph: of.article for graph, of in graphs(store).items()}
    wanted = set(articles)
    block = terms(graph for graph, article in article_of.items() if article in wanted)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for type_, kind in _KINDS.items() if block else ():
        query = (
            f"SELECT ?g (COUNT(?s) AS ?n) WHERE {{ VALUES ?g {{ {block} }} GRAPH ?g {{ ?s a {type_} }} }} GROUP BY ?g"
        )
        for graph, n in rows(store, query):
            found[article_of[graph]][kind] += int(n)
    return found
