"""The page of a thing of the graph, whatever it is; as HTML, Turtle or JSON-LD."""

from __future__ import annotations

from collections.abc import Mapping

from kg.publish.asking import is_iri
from kg.rdf.namespaces import RDF, SCHEMA
from kg.serve.negotiation import best
from kg.serve.page import Asked, Page
from kg.serve.pages.article import article_of_version, article_page
from kg.serve.pages.description import described, plain_page
from kg.serve.pages.entity import entity_page
from kg.serve.pages.errors import missing
from kg.serve.pages.fact import fact_page
from kg.serve.pages.reading import node_type, properties
from kg.serve.pages.shown import FACT_TYPES
from kg.store.oxigraph import OxigraphStore

FORMS = {"html": "text/html", "turtle": "text/turtle", "jsonld": "application/ld+json"}
"""What ``format=`` may say, and the media type that it stands for."""

_ARTICLE = SCHEMA.NewsArticle[1:-1]


def resource(store: OxigraphStore, asked: Asked) -> Page:
    """What the graph knows of the thing that the address or ``iri=`` names."""
    iri = asked.base + asked.path["local"] if "local" in asked.path else asked.value("iri")
    form = FORMS.get(asked.value("format")) or best(asked.accept, tuple(FORMS.values()))
    of = properties(store, [iri]).get(iri) if is_iri(iri) else None
    if not of:
        return missing(asked, iri)
    if form is None:
        offered = ", ".join(FORMS.values())
        return Page(f"This is there as {offered}.\n".encode(), "text/plain; charset=utf-8", 406, {"vary": "accept"})
    return _read(store, asked, iri, of) if form == FORMS["html"] else described(store, asked, iri, of, form)


def _read(store: OxigraphStore, asked: Asked, iri: str, of: Mapping[str, list[str]]) -> Page:
    types = of.get(RDF.type[1:-1], [])
    if FACT_TYPES.intersection(types):
        return fact_page(store, asked, iri)
    if node_type(types):
        return entity_page(store, asked, iri, of)
    if _ARTICLE in types:
        return article_page(store, asked, iri, of)
    if article := article_of_version(of):
        return article_page(store, asked, article, properties(store, [article]).get(article, {}))
    return plain_page(store, asked, iri, of)
