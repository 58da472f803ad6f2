"""Store → rows, by a fixed number of SELECT queries, whatever the size of the graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from sys import intern
from typing import Any

from kg.model import EntityType, EventType, Role
from kg.publish.asking import Selectable, is_iri, solutions
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
from kg.publish.rows import (
    Amount,
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
from kg.rdf import namespaces

KG, OA, ORG = namespaces.KG.iri, namespaces.OA.iri, namespaces.ORG.iri
RDF, SCHEMA, SKOS = namespaces.RDF.iri, namespaces.SCHEMA.iri, namespaces.SKOS.iri

_EVENT_TYPES = " ".join(f"kg:{t.value}" for t in EventType)
_ROLES = " ".join(f"kg:{r.value}" for r in Role)
_SLOTS = "org:member org:organization rdf:subject rdf:object schema:author schema:about schema:location " + _ROLES
_PATTERNS = {
    PostRow: "?s a org:Membership .",
    RelationRow: "?s a kg:Relation .",
    EventRow: f"VALUES ?class {{ {_EVENT_TYPES} }} ?s a ?class .",
    ClaimRow: "?s a schema:Claim .",
    FigureRow: "?s a kg:Figure .",
}
_LEFT_OUT = "kg:evidence, kg:states, prov:wasGeneratedBy, schema:appearance, schema:dateCreated"


def load(store: Selectable, about: str | None = None, context: bool = True) -> Corpus:
    """The rows of a store.

    Args:
        store: what is read.
        about: the IRI of an entity, where only the facts that speak of it are wanted.
        context: whether quotations are read with what stands before and after them, which takes half as long again.

    Raises:
        ValueError: if ``about`` is no IRI.
    """
    return _Loader(store, about, context).corpus()


def load_entities(store: Selectable) -> dict[str, EntityRow]:
    """Every entity of a store by IRI, in the order of the IRIs.

    Its name is the one that most articles prefer, of several the first in the order of code points.
    """
    types: dict[str, str] = {}
    for type_ in EntityType:
        for (iri,) in solutions(store, f"SELECT ?s WHERE {{ ?s a kg:{type_.value} }}", "s"):
            types.setdefault(iri, type_.value)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for iri, name in solutions(store, "SELECT ?s ?n WHERE { GRAPH ?g { ?s schema:name ?n } }", "s", "n"):
        names[iri][name] += 1
    named_in = Counter(iri for of in _values(store, "schema:mentions").values() for iri in of)
    labels = _values(store, "skos:altLabel")
    codes = [_values(store, "schema:identifier"), _values(store, "schema:tickerSymbol")]
    return {
        iri: _entity(
            EntityRow(
                iri=iri,
                type=types[iri],
                name="",
                aliases=tuple(labels.get(iri, ())),
                identifiers=tuple(code for of in codes for code in of.get(iri, ())),
                articles=named_in[iri],
            ),
            names[iri],
        )
        for iri in sorted(types)
    }


class _Loader:
    """One reading of a store: what the rows of all kinds share is read once."""

    def __init__(self, store: Selectable, about: str | None, context: bool) -> None:
        if about is not None and not is_iri(about):
            raise ValueError(f"not an IRI: {about!r}")
        self.store = store
        self.context = context
        self.scope = "" if about is None else f"VALUES ?slot {{ {_SLOTS} }} ?s ?slot <{about}> ."
        text_of = _text_of_articles(store)
        self.sources = _sources(store, text_of)
        self.source_of_text = {text: self.sources[article] for article, text in text_of.items()}

    def corpus(self) -> Corpus:
        return Corpus(
            entities=load_entities(self.store),
            posts=tuple(self._rows(PostRow, post_row)),
            relations=tuple(self._rows(RelationRow, relation_row)),
            events=tuple(self._events()),
            claims=tuple(self._rows(ClaimRow, claim_row)),
            figures=tuple(f for f in self._rows(FigureRow, figure_row) if f.subject),
            sources=tuple(self.sources.values()),
            contradicts=_pairs(self.store, "kg:contradicts"),
            corroborates=_pairs(self.store, "kg:corroborates"),
        )

    def _rows(self, kind: type[AssertionRow], make: Any) -> Iterator[Any]:
        pattern = f"{self.scope} {_PATTERNS[kind]}"
        evidence = self._evidence(pattern)
        found = _describe(self.store, pattern)
        for iri in sorted(found):
            of = found[iri]
            yield make(of, iri=iri, evidence=evidence.get(iri, ()), confidence=number_of(one(of, f"{KG}confidence")))

    def _events(self) -> Iterator[EventRow]:
        amounts = _amounts_of_events(self.store, f"{self.scope} {_PATTERNS[EventRow]}")

        def make(of: dict[str, list[str]], **common: Any) -> EventRow:
            return event_row(of, amounts.get(one(of, f"{KG}amount")), **common)

        return self._rows(EventRow, make)

    def _evidence(self, pattern: str) -> dict[str, tuple[Quote, ...]]:
        """The quotations of each subject, in the order of the articles and within them of the text."""
        quotes = self._quotes_in_context(pattern) if self.context else self._quotes(pattern)
        owned: dict[str, set[Quote]] = defaultdict(set)
        for s, quote in quotes:
            owned[s].add(quote)
        return {s: tuple(sorted(of, key=_place)) for s, of in owned.items()}

    def _quotes(self, pattern: str) -> Iterator[tuple[str, Quote]]:
        query = (
            f"SELECT ?s ?text ?start ?exact WHERE {{ {pattern} ?s kg:evidence ?ev . ?ev oa:hasSource ?text ; "
            "oa:hasSelector ?place . ?place oa:start ?start . ?ev oa:hasSelector ?words . ?words oa:exact ?exact }"
        )
        for s, text, start, exact in solutions(self.store, query, "s", "text", "start", "exact"):
            yield s, Quote(exact, self._source(text), start=int(start), end=int(start) + len(exact))

    def _quotes_in_context(self, pattern: str) -> Iterator[tuple[str, Quote]]:
        parts: dict[str, dict[str, str]] = defaultdict(dict)
        owners: dict[tuple[str, str], None] = {}
        query = (
            f"SELECT ?s ?ev ?text ?p ?o WHERE {{ {pattern} ?s kg:evidence ?ev . ?ev oa:hasSource ?text ; "
            "oa:hasSelector ?q . ?q ?p ?o }"
        )
        for s, ev, text, p, o in solutions(self.store, query, "s", "ev", "text", "p", "o"):
            owners[s, ev] = None
            parts[ev][intern(p)] = o
            parts[ev]["text"] = text
        quotes = {ev: self._quote(found) for ev, found in parts.items()}
        return ((s, quotes[ev]) for s, ev in owners)

    def _quote(self, found: dict[str, str]) -> Quote:
        return Quote(
            exact=found.get(f"{OA}exact", ""),
            source=self._source(found["text"]),
            prefix=found.get(f"{OA}prefix", ""),
            suffix=found.get(f"{OA}suffix", ""),
            start=_int(found.get(f"{OA}start")),
            end=_int(found.get(f"{OA}end")),
        )

    def _source(self, text: str) -> Source:
        return self.source_of_text.get(text) or Source(text)


def _place(quote: Quote) -> tuple[str, str, int, str]:
    return (quote.source.published, quote.source.iri, quote.start or 0, quote.exact)


def _describe(store: Selectable, pattern: str) -> Properties:
    """The properties of the subjects ``?s`` of a pattern, but evidence and origin; each value once, sorted."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    query = f"SELECT ?s ?p ?o WHERE {{ {pattern} ?s ?p ?o FILTER(?p NOT IN ({_LEFT_OUT})) }}"
    for s, p, o in solutions(store, query, "s", "p", "o"):
        found[s][intern(p)].add(o)  # thousands of subjects share a few properties
    return {s: defaultdict(list, {p: sorted(o) for p, o in of.items()}) for s, of in found.items()}


def _values(store: Selectable, property_: str) -> dict[str, list[str]]:
    """Subject → the values of one property, sorted. One property at a time: joins over many graphs are slow."""
    found: dict[str, set[str]] = defaultdict(set)
    for s, o in solutions(store, f"SELECT ?s ?o WHERE {{ ?s {property_} ?o }}", "s", "o"):
        found[s].add(o)
    return {s: sorted(values) for s, values in found.items()}


def _int(lexical: str | None) -> int | None:
    return int(lexical) if lexical else None


def _sources(store: Selectable, text_of: Mapping[str, str]) -> dict[str, Source]:
    """The articles by IRI; ``text_of`` has the IRI of each one's text."""
    articles = sorted({iri for (iri,) in solutions(store, "SELECT ?s WHERE { ?s a schema:NewsArticle }", "s")})
    columns = {
        "headline": "schema:headline",
        "url": "schema:url",
        "published": "schema:datePublished",
        "publisher": "schema:publisher",
        "file": "kg:sourceFile",
    }
    values = {name: _values(store, property_) for name, property_ in columns.items()}
    digests = _values(store, "schema:sha256")
    return {
        iri: Source(
            iri,
            **{name: one(of, iri) for name, of in values.items()},
            sha256=one(digests, text_of.get(iri, "")),
        )
        for iri in articles
    }


def _text_of_articles(store: Selectable) -> dict[str, str]:
    query = "SELECT ?a ?t WHERE { ?a a schema:NewsArticle ; schema:encoding ?t }"
    return {article: text for article, text in sorted(solutions(store, query, "a", "t"))}  # noqa: C416 - of pairs


def _pairs(store: Selectable, property_: str) -> tuple[tuple[str, str], ...]:
    """The pairs that a symmetric property links, each once; nothing is paired with itself."""
    found = solutions(store, f"SELECT ?a ?b WHERE {{ ?a {property_} ?b }}", "a", "b")
    return tuple(sorted({(min(a, b), max(a, b)) for a, b in found if a != b}))


def _entity(unnamed: EntityRow, names: Counter[str]) -> EntityRow:
    """The entity under the name that is used most."""
    name = min(names, key=lambda n: (-names[n], n), default=local_name(unnamed.iri))
    return replace(unnamed, name=name, aliases=tuple(sorted({*names, *unnamed.aliases} - {name})))


def _amounts_of_events(store: Selectable, pattern: str) -> dict[str, Amount]:
    query = f"SELECT ?a ?p ?o WHERE {{ {pattern} ?s kg:amount ?a . ?a ?p ?o }}"
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for a, p, o in solutions(store, query, "a", "p", "o"):
        found[a][p].add(o)
    return {a: amount_of({p: sorted(o) for p, o in of.items()}) for a, of in found.items()}
