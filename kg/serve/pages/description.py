"""A thing as triples; and the page of what has no page of its own: its properties in a table."""

from __future__ import annotations

from collections.abc import Mapping

from kg.publish.making import local_name
from kg.rdf.namespaces import PREFIXES, PROV, RDF, SCHEMA
from kg.serve.page import Asked, Page
from kg.serve.pages.article import version_of
from kg.serve.pages.entity import facts_of
from kg.serve.pages.reading import is_iri, names, node_type
from kg.serve.pages.rendering import html
from kg.serve.pages.shown import FACT_TYPES
from kg.serve.pages.statements import of_article, of_facts, own, written
from kg.store.oxigraph import OxigraphStore

MOST_FACTS = 2000
"""With how many of its facts an entity is described at most, the newest first."""


def described(store: OxigraphStore, asked: Asked, iri: str, of: Mapping[str, list[str]], form: str) -> Page:
    """A thing as triples, in a media type: with its facts, if it is an entity; with all it says, if an article."""
    types = of.get(RDF.type[1:-1], [])
    statements = set(own(store, iri))
    if FACT_TYPES.intersection(types):
        statements |= of_facts(store, [iri])
    elif node_type(types):
        statements |= of_facts(store, facts_of(store, iri)[:MOST_FACTS])
    elif SCHEMA.NewsArticle[1:-1] in types and (version := version_of(store, iri)):
        statements |= set(of_article(store, version))
    elif PROV.specializationOf[1:-1] in of:
        statements |= set(of_article(store, iri))
    return Page(written(statements, form, asked.base), f"{form}; charset=utf-8", headers={"vary": "accept"})


def plain_page(store: OxigraphStore, asked: Asked, iri: str, of: Mapping[str, list[str]]) -> Page:
    """The properties of a thing: of a concept, a text, an activity, a mention, a piece of evidence."""
    values = [value for values in of.values() for value in values if value.startswith(asked.base) and is_iri(value)]
    called = names(store, values)
    labels = [v for p, values in of.items() if local_name(p) in ("prefLabel", "name") for v in values]
    properties = [
        (short(p), p, [(v, called[v].name if v in called else v, is_iri(v) and "//" in v) for v in values])
        for p, values in sorted(of.items(), key=lambda item: (item[0] != RDF.type[1:-1], item[0]))
    ]
    title = " · ".join(labels) or local_name(iri)
    return html(asked, "plain.html", iri=iri, title=title, properties=properties)


def short(iri: str) -> str:
    """An IRI with one of the usual prefixes, where one fits.

    >>> short("https://schema.org/name")
    'schema:name'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
