"""What the graph says of some of its things, as triples that can be read without the rest of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from kg.publish.jsonld import write_json_ld
from kg.publish.serialise import triples_as_turtle
from kg.rdf import Statement
from kg.rdf.answers import OwnQuery
from kg.serve.pages.reading import terms
from kg.store.oxigraph import OxigraphStore

_AT_ONCE = 500

_OF_FACTS = (
    "?f ?p ?o BIND (?f AS ?s)",
    "?f kg:amount ?s . ?s ?p ?o",
    "?f kg:evidence ?s . ?s ?p ?o",
    "?f kg:evidence/oa:hasSelector ?s . ?s ?p ?o",
)
"""What makes a fact checkable: itself, its amount, its evidence with the words and their place."""
_SOURCES = "schema:headline schema:url schema:datePublished schema:publisher schema:encoding kg:sourceFile rdf:type"
_SLOTS = (
    "org:member org:organization rdf:subject rdf:object schema:author schema:about schema:location kg:participant "
    "org:role kg:metric"
)
_SHARED = (
    f"?f kg:evidence/oa:hasSource/^schema:encoding ?s . VALUES ?p {{ {_SOURCES} }} ?s ?p ?o",
    "?f kg:evidence/oa:hasSource ?s . ?s ?p ?o",
    "?f prov:wasGeneratedBy ?s . ?s ?p ?o",
    f"VALUES ?slot {{ {_SLOTS} }} ?f ?slot ?s . VALUES ?p {{ rdf:type schema:name skos:prefLabel }} ?s ?p ?o",
)
"""What facts point to: their articles and texts, what found them, the names of those they speak of."""


def own(store: OxigraphStore, iri: str) -> tuple[Statement, ...]:
    """What the graph says of a thing itself."""
    block = terms([iri])
    return store.construct(OwnQuery(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {block} }} ?s ?p ?o }}"))


def of_facts(store: OxigraphStore, facts: Sequence[str]) -> set[Statement]:
    """Facts with their evidence, and with so much of their articles and of those they speak of that they make sense."""
    found: set[Statement] = set()
    for first in range(0, len(facts), _AT_ONCE):
        block = terms(facts[first : first + _AT_ONCE])
        for pattern in (*_OF_FACTS, *_SHARED):
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?f {{ {block} }} {pattern} }}"
            found.update(store.construct(OwnQuery(query)))
    return found


def of_articles(store: OxigraphStore, articles: Sequence[str]) -> set[Statement]:
    """Articles and their texts, without what they say."""
    found: set[Statement] = set()
    for first in range(0, len(articles), _AT_ONCE):
        block = terms(articles[first : first + _AT_ONCE])
        for pattern in ("?f ?p ?o BIND (?f AS ?s) FILTER (?p != schema:mentions)", "?f schema:encoding ?s . ?s ?p ?o"):
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?f {{ {block} }} {pattern} }}"
            found.update(store.construct(OwnQuery(query)))
    return found


def of_article(store: OxigraphStore, version: str) -> tuple[Statement, ...]:
    """All that a version of an article says: its graph."""
    block = terms([version])
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?g {{ {block} }} GRAPH ?g {{ ?s ?p ?o }} }}"
    return store.construct(OwnQuery(query))


def written(statements: Iterable[Statement], media_type: str, base: str) -> bytes:
    """Statements as Turtle or JSON-LD."""
    ordered = sorted(statements)
    if media_type == "text/turtle":
        return triples_as_turtle(ordered, base)
    out = BytesIO()
    write_json_ld(ordered, out, base)
    return out.getvalue()
