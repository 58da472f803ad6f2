"""A thing as triples; and the page of what has no page of its own: its properties in a table."""

from __future__ import annotations

from collections.abc import Mapping

from kg.publish.asking import is_iri
from kg.publish.making import local_name
from kg.rdf.namespaces import PREFIXES, PROV, RDF, SCHEMA
from kg.serve.page import Asked, Page
from kg.serve.pages.article import version_of
from kg.serve.pages.entity import facts_of
from kg.serve.pages.reading import names, node_type, rows, term
from kg.serve.pages.rendering import html
from kg.serve.pages.shown import FACT_TYPES, shown
from kg.serve.pages.statements import of_article, of_facts, own, written
from kg.store.oxigraph import OxigraphStore

MOST_FACTS = 2000
"""With how many of its facts an entity is described at most, the newest first."""

MOST_POINTING = 60
"""How many of the things that point to another are listed."""
MOST_SHOWN = 20
"""How many of these are shown with all they say, where they are facts."""


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
    pointing = sorted(rows(store, f"SELECT ?p ?s WHERE {{ ?s ?p {term(iri)} }} LIMIT {MOST_POINTING}"))
    facts = shown(store, asked, [subject for _, subject in pointing][:MOST_SHOWN])
    told = {fact.row.iri for fact in facts.shown}
    others = [(short(p), s) for p, s in pointing if s not in told]
    values = [v for of_one in of.values() for v in of_one if _is_thing(v)]
    called = {thing: named.name for thing, named in names(store, [*values, *(s for _, s in others)]).items()}
    labels = _labels(store, asked, iri) or [v for p, vs in of.items() if p == SCHEMA.name[1:-1] for v in vs]
    return html(
        asked,
        "plain.html",
        iri=iri,
        title=" · ".join(labels) or local_name(iri),
        properties=[
            (short(p), p, [(v, called.get(v, short(v)), v in called) for v in vs])
            for p, vs in sorted(of.items(), key=lambda item: (item[0] != RDF.type[1:-1], item[0]))
        ],
        facts=facts.shown,
        names=facts,
        others=[(p, s, called[s]) for p, s in others],
        is_cut=len(pointing) == MOST_POINTING,
        most=MOST_POINTING,
    )


def _labels(store: OxigraphStore, asked: Asked, iri: str) -> list[str]:
    """What a concept is called, in the reader's language first."""
    query = f"SELECT ?l (LANG(?l) AS ?g) WHERE {{ {term(iri)} skos:prefLabel ?l }}"
    return [label for _, label in sorted((g != asked.language, label) for label, g in rows(store, query))]


def _is_thing(value: str) -> bool:
    """Whether a value is something of the graph, not a text and not a term of a vocabulary."""
    return "//" in value and is_iri(value) and short(value) == value


def short(iri: str) -> str:
    """An IRI with one of the usual prefixes, where one fits.

    >>> short("https://schema.org/name")
    'schema:name'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
