"""What the graph says of some of its things, as triples that can be read without the rest of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from io import BytesIO

from kg.publish.jsonld import write_json_ld
from kg.publish.turtle import triples_as_turtle
from kg.rdf import Statement
from kg.rdf.answers import OwnQuery
from kg.serve.pages.reading import batched, rows, term, terms
from kg.store.oxigraph import OxigraphStore

_OF_FACTS = (
    "?f ?p ?o BIND (?f AS ?s)",
    "?f kg:amount ?s . ?s ?p ?o",
    "?f kg:evidence ?s . ?s ?p ?o",
    "?f kg:evidence/oa:hasSelector ?s . ?s ?p ?o",
)
"""What makes a fact checkable: itself, its amount, its evidence with the words and their place."""
_SHARED = (
    ("?f kg:evidence/oa:hasSource ?s", ""),
    ("?f kg:evidence/oa:hasSource/^schema:encoding ?s", "FILTER (?p != schema:mentions)"),
    ("?f prov:wasGeneratedBy ?s", ""),
    *(
        (f"?f {slot} ?s", "FILTER (?p IN (rdf:type, schema:name, skos:prefLabel))")
        for slot in (
            *("org:member", "org:organization", "org:role", "rdf:subject", "rdf:object"),
            *("schema:author", "schema:about", "schema:location", "kg:participant", "kg:metric"),
        )
    ),
)
"""What facts point to, and which of its properties are told: their articles and texts, what found them, the names of
those they speak of. First the things are found and then their properties: a pattern with two lists of values makes
Oxigraph look at all of the graph."""


def own(store: OxigraphStore, iri: str) -> tuple[Statement, ...]:
    """What the graph says of a thing itself."""
    return _constructed(store, f"VALUES ?s {{ {terms([iri])} }} ?s ?p ?o")


def _constructed(store: OxigraphStore, pattern: str) -> tuple[Statement, ...]:
    return store.construct(OwnQuery(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}"))


def of_facts(store: OxigraphStore, facts: Sequence[str]) -> set[Statement]:
    """Facts with their evidence, and with so much of their articles and of those they speak of that they make sense."""
    found: set[Statement] = set()
    shared: dict[str, dict[str, None]] = defaultdict(dict)
    for some in batched(facts):
        block = terms(some)
        for pattern in _OF_FACTS:
            found.update(_constructed(store, f"VALUES ?f {{ {block} }} {pattern}"))
        for pattern, told in _SHARED:
            query = f"SELECT DISTINCT ?s WHERE {{ VALUES ?f {{ {block} }} {pattern} }}"
            shared[told].update((s, None) for (s,) in rows(store, query))
    for told, things in shared.items():
        for some in batched(list(things)):
            found.update(_constructed(store, f"VALUES ?s {{ {terms(some)} }} ?s ?p ?o {told}"))
    return found


def of_articles(store: OxigraphStore, articles: Sequence[str]) -> set[Statement]:
    """Articles and their texts, without what they say."""
    found: set[Statement] = set()
    for some in batched(articles):
        for pattern in ("?f ?p ?o BIND (?f AS ?s) FILTER (?p != schema:mentions)", "?f schema:encoding ?s . ?s ?p ?o"):
            found.update(_constructed(store, f"VALUES ?f {{ {terms(some)} }} {pattern}"))
    return found


def of_article(store: OxigraphStore, version: str) -> tuple[Statement, ...]:
    """All that a version of an article says: its graph."""
    return _constructed(store, f"GRAPH {term(version)} {{ ?s ?p ?o }}")


def written(statements: Iterable[Statement], media_type: str, base: str) -> bytes:
    """Statements as Turtle or JSON-LD."""
    ordered = sorted(statements)
    if media_type == "text/turtle":
        return triples_as_turtle(ordered, base)
    out = BytesIO()
    write_json_ld(ordered, out, base)
    return out.getvalue()
