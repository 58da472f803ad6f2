"""A part of a store → rows: some facts with all that they refer to, by a dozen small queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from kg.model import EntityType, EventType
from kg.publish.asking import Selectable, solutions_for
from kg.publish.making import (
    Properties,
    amount_of,
    claim_row,
    event_row,
    figure_row,
    number_of,
    one,
    post_row,
    relation_row,
)
from kg.publish.rows import (
    AssertionRow,
    ClaimRow,
    Corpus,
    EntityRow,
    EventRow,
    FigureRow,
    PostRow,
    Quote,
    RelationRow,
    Source,
)
from kg.rdf.namespaces import KG, ORG, RDF, SCHEMA, SKOS

_TYPE, _AMOUNT, _CONFIDENCE = (term[1:-1] for term in (RDF.type, KG.amount, KG.confidence))
_MAKERS = {
    ORG.Membership[1:-1]: post_row,
    KG.Relation[1:-1]: relation_row,
    SCHEMA.Claim[1:-1]: claim_row,
    KG.Figure[1:-1]: figure_row,
    **{KG[t.value][1:-1]: event_row for t in EventType},
}
_ENTITY_TYPES = {KG[t.value][1:-1]: t.value for t in EntityType}


def part(
    store: Selectable,
    facts: Iterable[str],
    others: Iterable[str] = (),
    articles: Iterable[str] = (),
    quotes: bool = True,
    context: bool = True,
) -> Corpus:
    """The facts with these IRIs, the entities and articles that they refer to, and how they agree with each other.

    Args:
        store: what is read.
        facts: their IRIs; what is none is passed over.
        others: entities that are wanted whatever facts refer to.
        articles: articles that are wanted whatever evidence comes from.
        quotes: whether evidence is read with its words; without, it tells its articles alone.
        context: whether with what stands around them too.
    """
    rows = _facts(store, dict.fromkeys(facts), quotes, context)
    wanted = {*others, *(iri for row in rows for iri in row.entities)}
    known = {row.iri for row in rows}
    sources = {quote.source.iri: quote.source for row in rows for quote in row.evidence}
    sources.update((iri, source) for iri, source in _sources(store, articles).items())
    return Corpus(
        entities=entities(store, sorted(wanted)),
        posts=tuple(row for row in rows if isinstance(row, PostRow)),
        relations=tuple(row for row in rows if isinstance(row, RelationRow)),
        events=tuple(row for row in rows if isinstance(row, EventRow)),
        claims=tuple(row for row in rows if isinstance(row, ClaimRow)),
        figures=tuple(row for row in rows if isinstance(row, FigureRow) and row.subject),
        sources=tuple(sources[iri] for iri in sorted(sources)),
        contradicts=pairs(store, known, "kg:contradicts"),
        corroborates=pairs(store, known, "kg:corroborates"),
    )


def _facts(store: Selectable, iris: Iterable[str], quotes: bool, context: bool) -> list[AssertionRow]:
    described = properties(store, iris)
    evidence = _quotes(store, described, context) if quotes else _sources_alone(store, described)
    amounts = properties(store, (a for of in described.values() for a in of.get(_AMOUNT, ())))
    made = []
    for iri, of in sorted(described.items()):
        make: Any = next((_MAKERS[t] for t in of.get(_TYPE, ()) if t in _MAKERS), None)
        if make is None:
            continue
        common: dict[str, Any] = {
            "iri": iri,
            "evidence": evidence.get(iri, ()),
            "confidence": number_of(one(of, _CONFIDENCE)),
        }
        if make is event_row:
            amount = amounts.get(one(of, _AMOUNT))
            common["amount"] = amount_of(amount) if amount else None
        made.append(make(of, **common))
    return made


def properties(store: Selectable, iris: Iterable[str]) -> Properties:
    """The properties of some subjects; values are lexical forms and IRIs, sorted."""
    found: Properties = {}
    query = "SELECT ?s ?p ?o WHERE { VALUES ?s { {iris} } ?s ?p ?o }"
    for s, p, o in solutions_for(store, iris, query, "s", "p", "o"):
        found.setdefault(s, defaultdict(list))[p].append(o)
    for of in found.values():
        for values in of.values():
            values.sort()
    return found


def _quotes(store: Selectable, iris: Iterable[str], context: bool) -> dict[str, tuple[Quote, ...]]:
    """The quotations of each fact, in the order of the articles and within them of the text."""
    around = (
        "OPTIONAL { ?words oa:prefix ?before } OPTIONAL { ?words oa:suffix ?after } "
        'BIND(COALESCE(?before, "") AS ?q) BIND(COALESCE(?after, "") AS ?e)'
    )
    query = (
        "SELECT ?s ?t ?b ?x ?q ?e WHERE { VALUES ?s { {iris} } ?s kg:evidence ?ev . ?ev oa:hasSource ?t ; "
        "oa:hasSelector ?place . ?place oa:start ?b . ?ev oa:hasSelector ?words . ?words oa:exact ?x "
        + (around if context else 'BIND("" AS ?q) BIND("" AS ?e)')
        + " }"
    )
    found = list(solutions_for(store, iris, query, "s", "t", "b", "x", "q", "e"))
    of_text = _sources_of_texts(store, (t for _, t, *_ in found))
    quotes: dict[str, list[Quote]] = defaultdict(list)
    for s, t, start, exact, before, after in found:
        source = of_text.get(t) or Source(t)
        quotes[s].append(Quote(exact, source, before, after, int(start), int(start) + len(exact)))
    return {s: tuple(sorted(dict.fromkeys(of), key=_place)) for s, of in quotes.items()}


def _place(quote: Quote) -> tuple[str, str, int, str]:
    return (quote.source.published, quote.source.iri, quote.start or 0, quote.exact)


def _sources_alone(store: Selectable, iris: Iterable[str]) -> dict[str, tuple[Quote, ...]]:
    query = "SELECT DISTINCT ?s ?t WHERE { VALUES ?s { {iris} } ?s kg:evidence ?ev . ?ev oa:hasSource ?t }"
    found = list(solutions_for(store, iris, query, "s", "t"))
    of_text = _sources_of_texts(store, (t for _, t in found))
    quotes: dict[str, list[Quote]] = defaultdict(list)
    for s, t in found:
        quotes[s].append(Quote("", of_text.get(t) or Source(t)))
    return {s: tuple(sorted(of, key=_place)) for s, of in quotes.items()}


def _sources_of_texts(store: Selectable, texts: Iterable[str]) -> dict[str, Source]:
    """The articles that texts are of, by the IRIs of the texts."""
    return _read_sources(store, texts, "VALUES ?t { {iris} } ?a schema:encoding ?t")


def _sources(store: Selectable, articles: Iterable[str]) -> dict[str, Source]:
    """Articles by their IRIs."""
    found = _read_sources(store, articles, "VALUES ?a { {iris} } ?a schema:encoding ?t")
    return {source.iri: source for source in found.values()}


def _read_sources(store: Selectable, iris: Iterable[str], pattern: str) -> dict[str, Source]:
    """The articles that a pattern finds, by the IRIs of their texts."""
    # every OPTIONAL has one triple: Oxigraph reads whole columns for one with two
    columns = " ".join(f"OPTIONAL {{ ?{of} {property_} ?{name}_ }}" for name, of, property_ in _COLUMNS)
    bound = " ".join(f'(COALESCE(?{name}_, "") AS ?{name})' for name, _, _ in _COLUMNS)
    names = ("t", "a", *(name for name, _, _ in _COLUMNS))
    rows = sorted(solutions_for(store, iris, f"SELECT ?t ?a {bound} WHERE {{ {pattern} {columns} }}", *names))
    found: dict[str, Source] = {}
    for text, article, *values in rows:
        found.setdefault(text, Source(article, **dict(zip(names[2:], values, strict=True))))
    return found


_COLUMNS = (
    ("headline", "a", "schema:headline"),
    ("url", "a", "schema:url"),
    ("published", "a", "schema:datePublished"),
    ("publisher", "a", "schema:publisher"),
    ("file", "a", "kg:sourceFile"),
    ("sha256", "t", "schema:sha256"),
)


def entities(store: Selectable, iris: Sequence[str]) -> dict[str, EntityRow]:
    """The entities among these IRIs."""
    found = properties(store, iris)
    named_in = articles_that_name(store, found)
    names = _preferred(store, [s for s, of in found.items() if len(of.get(SCHEMA.name[1:-1], ())) > 1])
    rows = (_entity(iri, found[iri], names.get(iri, ""), named_in[iri]) for iri in sorted(found))
    return {row.iri: row for row in rows if row.type}


def _entity(iri: str, of: dict[str, list[str]], preferred: str, articles: int) -> EntityRow:
    known = [_ENTITY_TYPES[t] for t in of.get(_TYPE, ()) if t in _ENTITY_TYPES]
    named = of.get(SCHEMA.name[1:-1], [])
    name = preferred or min(named, default=iri.rsplit("/", 1)[-1])
    codes = (*sorted(of.get(SCHEMA.identifier[1:-1], ())), *sorted(of.get(SCHEMA.tickerSymbol[1:-1], ())))
    return EntityRow(
        iri=iri,
        type=min(known, key=list(_ENTITY_TYPES.values()).index, default=""),
        name=name,
        aliases=tuple(sorted({*named, *of.get(SKOS.altLabel[1:-1], ())} - {name})),
        identifiers=codes,
        articles=articles,
    )


def articles_that_name(store: Selectable, iris: Iterable[str]) -> Counter[str]:
    """How many articles name each entity."""
    query = "SELECT ?s (COUNT(?a) AS ?n) WHERE { VALUES ?s { {iris} } ?a schema:mentions ?s } GROUP BY ?s"
    return Counter({s: int(n) for s, n in solutions_for(store, iris, query, "s", "n")})


def _preferred(store: Selectable, iris: Iterable[str]) -> dict[str, str]:
    """The name that most articles prefer, of several the first in the order of code points."""
    query = "SELECT ?s ?n (COUNT(*) AS ?c) WHERE { VALUES ?s { {iris} } GRAPH ?g { ?s schema:name ?n } } GROUP BY ?s ?n"
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for s, n, c in solutions_for(store, iris, query, "s", "n", "c"):
        counts[s][n] = int(c)
    return {s: min(of, key=lambda n: (-of[n], n)) for s, of in counts.items()}


def pairs(store: Selectable, facts: Iterable[str], property_: str) -> tuple[tuple[str, str], ...]:
    """The pairs that a symmetric property makes of some facts and any others, each once."""
    query = f"SELECT ?a ?b WHERE {{ VALUES ?a {{ {{iris}} }} {{ ?a {property_} ?b }} UNION {{ ?b {property_} ?a }} }}"
    found = solutions_for(store, facts, query, "a", "b")
    return tuple(sorted({(min(a, b), max(a, b)) for a, b in found if a != b}))
