"""Some facts of a store as rows, with what they refer to: a few queries, whatever the size of the graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from kg.model import EntityType, EventType
from kg.publish.asking import is_iri
from kg.publish.making import (
    Properties,
    amount_of,
    claim_row,
    event_row,
    figure_row,
    local_name,
    number_of,
    one,
    post_row,
    relation_row,
)
from kg.publish.rows import AssertionRow, EntityRow, Quote, Source
from kg.rdf import Iri, Literal
from kg.rdf.answers import OwnQuery
from kg.rdf.namespaces import KG, ORG, RDF, SCHEMA, SKOS
from kg.serve.pages.kept import kept
from kg.store.oxigraph import OxigraphStore

_TYPE = RDF.type[1:-1]
_ENTITY_TYPES = {KG[t.value][1:-1]: t.value for t in EntityType}
_EVENT_TYPES = {KG[t.value][1:-1] for t in EventType} | {KG.Event[1:-1]}
T = TypeVar("T")
_AT_ONCE = 500
"""How many facts are read with one query: enough to keep the store busy, few enough to keep queries short."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name: an entity, an event, a concept. ``type`` is a key of the node types, or empty."""

    iri: str
    name: str
    type: str = ""


def term(iri: str) -> str:
    """An IRI as a query has it.

    Raises:
        ValueError: if it is none.
    """
    if not is_iri(iri):
        raise ValueError(f"not an IRI: {iri!r}")
    return str(Iri(iri).n3())


def text_term(text: str) -> str:
    """A text as a query has it, whatever letters it has."""
    return str(Literal(text).n3())


def terms(iris: Iterable[str]) -> str:
    """IRIs as the block of a ``VALUES`` has them; what is no IRI is left out."""
    return " ".join(term(iri) for iri in iris if is_iri(iri))


def rows(store: OxigraphStore, sparql: str) -> list[tuple[str, ...]]:
    """What a SELECT of our own finds, as lexical forms and IRIs; empty where a variable is not bound.

    Terms of the store's library are taken as they come: to make kg's own of them takes as long as to find them.
    """
    return [tuple("" if term is None else term.value for term in found) for found in store.raw(OwnQuery(sparql))]


def pairs(store: OxigraphStore, sparql: str) -> dict[str, str]:
    """The first of two columns → the second."""
    return {key: value for key, value in rows(store, sparql)}  # noqa: C416 - rows are tuples of any length to mypy


def number(store: OxigraphStore, sparql: str) -> int:
    """What a SELECT of one ``?n`` counts."""
    return int(rows(store, sparql)[0][0])


def batched(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """So many at once as a query may be about."""
    for first in range(0, len(items), _AT_ONCE):
        yield items[first : first + _AT_ONCE]


def facts(store: OxigraphStore, iris: Sequence[str]) -> tuple[AssertionRow, ...]:
    """The facts with these IRIs, in this order; what is no fact is left out."""
    found: dict[str, AssertionRow] = {}
    for some in batched(iris):
        found.update((fact.iri, fact) for fact in _facts(store, some))
    return tuple(found[iri] for iri in iris if iri in found)


def _facts(store: OxigraphStore, iris: Sequence[str]) -> Iterator[AssertionRow]:
    described = properties(store, iris)
    evidence = _evidence(store, iris)
    amounts = properties(store, [a for of in described.values() for a in of.get(KG.amount[1:-1], ())])
    for iri, of in described.items():
        make = _maker(of[_TYPE])
        if make is None:
            continue
        confidence = number_of(one(of, KG.confidence[1:-1]))
        common = {"iri": iri, "evidence": evidence.get(iri, ()), "confidence": confidence}
        if make is event_row:
            amount = next((amounts[a] for a in of[KG.amount[1:-1]] if a in amounts), None)
            yield event_row(of, amount_of(amount) if amount else None, **common)
        else:
            yield make(of, **common)


def _maker(types: Sequence[str]) -> Any:
    if any(t in _EVENT_TYPES for t in types):
        return event_row
    makers = {
        ORG.Membership: post_row,
        KG.Relation: relation_row,
        SCHEMA.Claim: claim_row,
        KG.Figure: figure_row,
    }
    return next((make for type_, make in makers.items() if type_[1:-1] in types), None)


def properties(store: OxigraphStore, iris: Iterable[str]) -> Properties:
    """The properties of some subjects, by IRI; values are lexical forms and IRIs, sorted."""
    block = terms(iris)
    found: Properties = {}
    if not block:
        return found
    for s, p, o in rows(store, f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {block} }} ?s ?p ?o }}"):
        found.setdefault(s, defaultdict(list))[p].append(o)
    for of in found.values():
        for values in of.values():
            values.sort()
    return found


def _evidence(store: OxigraphStore, iris: Sequence[str]) -> dict[str, tuple[Quote, ...]]:
    """The quotations of each fact, in the order of the articles and within them of the text; without context."""
    found = rows(
        store,
        f"SELECT ?s ?t ?x ?b WHERE {{ VALUES ?s {{ {terms(iris)} }} ?s kg:evidence ?ev . ?ev oa:hasSource ?t ; "
        "oa:hasSelector/oa:exact ?x ; oa:hasSelector/oa:start ?b }",
    )
    of_text = sources_of_texts(store, dict.fromkeys(t for _, t, _, _ in found))
    quotes: dict[str, list[Quote]] = defaultdict(list)
    for s, t, exact, start in found:
        quotes[s].append(Quote(exact, of_text.get(t, Source(t)), start=int(start), end=int(start) + len(exact)))
    return {s: tuple(sorted(dict.fromkeys(of), key=_place)) for s, of in quotes.items()}


def _place(quote: Quote) -> tuple[str, str, int, str]:
    return (quote.source.published, quote.source.iri, quote.start or 0, quote.exact)


def with_context(store: OxigraphStore, fact: AssertionRow) -> tuple[Quote, ...]:
    """The quotations of a fact with the words before and after them, as the graph has them."""
    found = rows(
        store,
        f"SELECT ?a ?b ?p ?q WHERE {{ {term(fact.iri)} kg:evidence ?ev . ?ev oa:hasSource/^schema:encoding ?a ; "
        "oa:hasSelector/oa:start ?b ; oa:hasSelector ?words . ?words oa:exact ?x "
        "OPTIONAL { ?words oa:prefix ?p } OPTIONAL { ?words oa:suffix ?q } }",
    )
    around = {(a, int(b)): (prefix, suffix) for a, b, prefix, suffix in found}
    return tuple(
        replace(quote, prefix=around[place][0], suffix=around[place][1])
        if (place := (quote.source.iri, quote.start or 0)) in around
        else quote
        for quote in fact.evidence
    )


def days_of_graphs(store: OxigraphStore, graphs: Iterable[str]) -> dict[str, str]:
    """When the articles were published that graphs have; those that do not say are left out."""
    block = terms(sorted(graphs))
    query = f"SELECT ?g ?d WHERE {{ VALUES ?g {{ {block} }} GRAPH ?g {{ ?a schema:datePublished ?d }} }}"
    return pairs(store, query) if block else {}


def sources_of_texts(store: OxigraphStore, texts: Iterable[str]) -> dict[str, Source]:
    """The articles that texts are of, by the IRIs of the texts."""
    block = terms(texts)
    return _sources(store, f"VALUES ?t {{ {block} }} ?a schema:encoding ?t .") if block else {}


def sources(store: OxigraphStore, articles: Sequence[str]) -> tuple[Source, ...]:
    """The articles with these IRIs, in this order."""
    found: dict[str, Source] = {}
    for some in batched(articles):
        found.update(_sources(store, f"VALUES ?a {{ {terms(some)} }} ?a schema:encoding ?t ."))
    by_iri = {source.iri: source for source in found.values()}
    return tuple(by_iri[iri] for iri in articles if iri in by_iri)


def _sources(store: OxigraphStore, pattern: str) -> dict[str, Source]:
    """Text → article."""
    # every OPTIONAL has one triple: Oxigraph reads whole columns for one with two
    query = (
        f"SELECT ?t ?a ?h ?u ?d ?p ?f ?x WHERE {{ {pattern} OPTIONAL {{ ?t schema:sha256 ?x }} "
        "OPTIONAL { ?a schema:headline ?h } OPTIONAL { ?a schema:url ?u } OPTIONAL { ?a schema:datePublished ?d } "
        "OPTIONAL { ?a schema:publisher ?p } OPTIONAL { ?a kg:sourceFile ?f } }"
    )
    found: dict[str, Source] = {}
    for t, *columns in rows(store, query):
        found.setdefault(t, Source(*columns))
    return found


def names(store: OxigraphStore, iris: Iterable[str]) -> dict[str, Named]:
    """What entities, events and concepts are called; each IRI has one."""
    wanted = list(dict.fromkeys(iri for iri in iris if iri))
    called: dict[str, set[str]] = defaultdict(set)
    types: dict[str, set[str]] = defaultdict(set)
    for some in batched(wanted):
        query = f"SELECT ?s ?n ?t WHERE {{ VALUES ?s {{ {terms(some)} }} ?s schema:name ?n ; a ?t }}"
        for s, n, t in rows(store, query):
            called[s].add(n)
            types[s].add(t)
    best = preferred(store, [s for s, of in called.items() if len(of) > 1])
    return {
        iri: Named(iri, best.get(iri) or min(called[iri], default=local_name(iri)), node_type(types[iri]))
        for iri in wanted
    }


def preferred(store: OxigraphStore, iris: Sequence[str]) -> dict[str, str]:
    """The name that most articles prefer, for those that have several."""
    block = terms(iris)
    if not block:
        return {}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    query = (
        f"SELECT ?s ?n (COUNT(*) AS ?c) WHERE {{ VALUES ?s {{ {block} }} GRAPH ?g {{ ?s schema:name ?n }} }} "
        "GROUP BY ?s ?n"
    )
    for s, n, c in rows(store, query):
        counts[s][n] = int(c)
    return {s: min(of, key=lambda n: (-of[n], n)) for s, of in counts.items()}


def articles_naming(store: OxigraphStore) -> Mapping[str, int]:
    """Entity → how many articles name it."""

    def read(store: OxigraphStore) -> dict[str, int]:
        query = "SELECT ?e (COUNT(?a) AS ?n) WHERE { ?a schema:mentions ?e } GROUP BY ?e"
        return {e: int(n) for e, n in rows(store, query)}

    return kept(store, "articles naming", read)


def node_type(types: Iterable[str]) -> str:
    """The kind of node that RDF types make: a key of the node types, or an empty string."""
    known = [_ENTITY_TYPES[t] for t in types if t in _ENTITY_TYPES]
    if known:
        return min(known, key=[t.value for t in EntityType].index)
    if any(t in _EVENT_TYPES for t in types):
        return "Event"
    return "Claim" if SCHEMA.Claim[1:-1] in types else ""


def entity(store: OxigraphStore, iri: str, of: Mapping[str, list[str]]) -> EntityRow:
    """An entity out of its properties."""
    name = names(store, [iri])[iri]
    others = {*of.get(SCHEMA.name[1:-1], ()), *of.get(SKOS.altLabel[1:-1], ())} - {name.name}
    codes = (*of.get(SCHEMA.identifier[1:-1], ()), *of.get(SCHEMA.tickerSymbol[1:-1], ()))
    articles = number(store, f"SELECT (COUNT(?a) AS ?n) WHERE {{ ?a schema:mentions {term(iri)} }}")
    return EntityRow(iri, name.type, name.name, tuple(sorted(others)), codes, articles)
