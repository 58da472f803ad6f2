"""A graph as rows: what it says of each article, by the name of the article's file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from math import isfinite
from typing import Any, Protocol

from kg.evaluate.facts import class_of_units, longest_first
from kg.evaluate.rows import ArticleRows, EntityRow, EventRow, FigureRow, PostRow, QuoteRow, RelationRow
from kg.model import Bound, EntityType, EventType, Role
from kg.rdf.namespaces import KG, OA, ORG, RDF, SCHEMA, SKOS, Term

Texts = Callable[[str], str | None]
"""Gives the kept text with a SHA-256 digest, None where it is missing."""


class Selectable(Protocol):
    """A store that answers SELECT, with the usual prefixes declared."""

    def select(self, sparql: str) -> Iterable[Mapping[str, Any]]:
        """The solutions."""
        ...


_SIGNS = {KG[b.value][1:-1]: b.sign for b in Bound}
_ENTITY_TYPES = {KG[t.value][1:-1]: t.value for t in EntityType}
_EVENT_TYPES = {KG[t.value][1:-1]: t.value for t in EventType}


def rows_of_graph(store: Selectable, text_of: Texts, articles: Collection[str]) -> dict[str, ArticleRows]:
    """What a graph says of the articles with these file names; those that it does not hold are left out."""
    names = _published_names(store)
    found = {}
    for graph, file in _selected(store, "SELECT ?g ?f { GRAPH ?g { ?d kg:sourceFile ?f } }", "g", "f"):
        if file in articles:
            statements = _selected(store, f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", "s", "p", "o")
            found[file] = _ArticleGraph(statements, names, text_of).rows(file)
    return found


def articles_of_graph(store: Selectable) -> tuple[str, ...]:
    """The file names of all articles of a graph, sorted."""
    return tuple(file for (file,) in _selected(store, "SELECT ?f { ?d kg:sourceFile ?f }", "f"))


def _selected(store: Selectable, query: str, *variables: str) -> list[tuple[str, ...]]:
    """The solutions in order, each once."""
    return sorted({tuple(str(row[v].value) for v in variables) for row in store.select(query)})


def _published_names(store: Selectable) -> dict[str, tuple[str, ...]]:
    """Each entity's names over all articles: first the one that most prefer, then the others in order."""
    preferred: dict[str, Counter[str]] = defaultdict(Counter)
    others: dict[str, set[str]] = defaultdict(set)
    for _, s, n in _selected(store, "SELECT ?g ?s ?n { GRAPH ?g { ?s schema:name ?n } }", "g", "s", "n"):
        preferred[s][n] += 1
        others[s].add(n)
    for s, n in _selected(store, "SELECT ?s ?n { ?s skos:altLabel ?n }", "s", "n"):
        others[s].add(n)
    first = {s: min(names, key=lambda n: (-names[n], n)) for s, names in preferred.items()}
    return {s: (first[s], *sorted(others[s] - {first[s]})) for s in first}


class _ArticleGraph:
    """The graph of one article, by subject and property."""

    def __init__(
        self, statements: Iterable[tuple[str, ...]], names: Mapping[str, tuple[str, ...]], text_of: Texts
    ) -> None:
        self.names = names
        self.text_of = text_of
        self.of: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for s, p, o in statements:
            self.of[s][p].append(o)

    def rows(self, file: str) -> ArticleRows:
        return ArticleRows(
            article=file,
            entities=tuple(self._entities()),
            posts=tuple(self._posts()),
            relations=tuple(self._relations()),
            events=tuple(self._events()),
            quotes=tuple(self._quotes()),
            figures=tuple(self._figures()),
            text=next((text for text in self.texts.values() if text is not None), None),
            evidence=self._exact(),
        )

    def values(self, node: str, property_: Term) -> list[str]:
        return self.of[node].get(property_[1:-1], []) if node in self.of else []

    def one(self, node: str, property_: Term) -> str:
        return next(iter(self.values(node, property_)), "")

    def of_class(self, class_: Term) -> Iterator[str]:
        """The nodes of a class, in order."""
        return (node for node in sorted(self.of) if class_[1:-1] in self.values(node, RDF.type))

    def named(self, node: str) -> tuple[str, ...]:
        return self.names.get(node, ())

    @cached_property
    def texts(self) -> dict[str, str | None]:
        """The texts of the article by their nodes."""
        return {node: self.text_of(self.one(node, SCHEMA.sha256)) for node in self.of_class(SCHEMA.MediaObject)}

    def place(self, evidence: str) -> tuple[int, int, str] | None:
        """Where a piece of evidence stands, and its words; None if it does not say."""
        told = {p: self.one(s, p) for s in self.values(evidence, OA.hasSelector) for p in _SELECTED if self.one(s, p)}
        if not {OA.start, OA.end} <= told.keys():
            return None
        return int(told[OA.start]), int(told[OA.end]), told.get(OA.exact, "")

    def proof(self, node: str) -> dict[str, Any]:
        """What every row has of its node."""
        confidence = self.one(node, KG.confidence)
        places = [p for p in map(self.place, self.values(node, KG.evidence)) if p]
        return {
            "confidence": float(confidence) if confidence else None,
            "quotes": longest_first(words for _, _, words in places),
            "starts": tuple(sorted(start for start, _, _ in places)),
        }

    def _exact(self) -> tuple[int, int]:
        nodes = list(self.of_class(OA.SpecificResource))
        return sum(map(self._is_exact, nodes)), len(nodes)

    def _is_exact(self, evidence: str) -> bool:
        place, text = self.place(evidence), self.texts.get(self.one(evidence, OA.hasSource))
        return place is not None and text is not None and text[place[0] : place[1]] == place[2]

    def _entities(self) -> Iterator[EntityRow]:
        mentions: dict[str, list[str]] = defaultdict(list)
        for mention in self.of_class(KG.Mention):
            mentions[self.one(mention, KG.refersTo)].append(mention)
        mentioned = sorted(e for a in self.of_class(SCHEMA.NewsArticle) for e in self.values(a, SCHEMA.mentions))
        for entity in mentioned:
            proofs = [self.proof(m) for m in mentions[entity]]
            sure = [p["confidence"] for p in proofs if p["confidence"] is not None]
            for type_ in (_ENTITY_TYPES[t] for t in self.values(entity, RDF.type) if t in _ENTITY_TYPES):
                yield EntityRow(
                    type=type_,
                    names=self.named(entity),
                    own=(*self.values(entity, SCHEMA.name), *self.values(entity, SKOS.altLabel)),
                    confidence=max(sure, default=None),
                    starts=tuple(sorted(s for p in proofs for s in p["starts"])),
                )

    def _posts(self) -> Iterator[PostRow]:
        for node in self.of_class(ORG.Membership):
            yield PostRow(
                person=self.named(self.one(node, ORG.member)),
                organization=self.named(self.one(node, ORG.organization)),
                titles=tuple(self.values(node, KG.title)),
                former=self.one(node, KG.former) in ("true", "1"),
                **self.proof(node),
            )

    def _relations(self) -> Iterator[RelationRow]:
        for node in self.of_class(KG.Relation):
            yield RelationRow(
                type=self.one(node, RDF.predicate).removeprefix(KG.iri),
                subject=self.named(self.one(node, RDF.subject)),
                object=self.named(self.one(node, RDF.object)),
                **self.proof(node),
            )

    def _events(self) -> Iterator[EventRow]:
        for node in self.of_class(KG.Event):
            amount, round_ = self.one(node, KG.amount), self.one(node, KG.round)
            place = self.one(node, SCHEMA.location)
            for type_ in (_EVENT_TYPES[t] for t in self.values(node, RDF.type) if t in _EVENT_TYPES):
                yield EventRow(
                    type=type_,
                    names=(*self.values(node, SCHEMA.name), *self.values(node, SKOS.altLabel)),
                    date=self.one(node, SCHEMA.startDate),
                    place=(self.named(place) or (place,)) if place else (),
                    round=(round_,) if round_ else (),
                    amount=_number(self.one(amount, SCHEMA.value) or self.one(amount, SCHEMA.minValue)),
                    participants=tuple((r.value, self.named(x)) for r in Role for x in self.values(node, KG[r.value])),
                    **self.proof(node),
                )

    def _quotes(self) -> Iterator[QuoteRow]:
        for node in self.of_class(SCHEMA.Claim):
            if speaker := self.one(node, SCHEMA.author):
                yield QuoteRow(
                    speaker=self.named(speaker),
                    text=self.one(node, SCHEMA.text),
                    kind=self.one(node, KG.attribution).removeprefix(KG.iri),
                    **self.proof(node),
                )

    def _figures(self) -> Iterator[FigureRow]:
        for node in self.of_class(KG.Figure):
            least, most = self.one(node, SCHEMA.minValue), self.one(node, SCHEMA.maxValue)
            units = sorted({*self.values(node, KG.unit), *self.values(node, SCHEMA.currency)} - {""})
            yield FigureRow(
                subject=self.named(self.one(node, SCHEMA.about)),
                metrics=tuple(self.values(node, KG.metricAsWritten)),
                value=_number(least or self.one(node, SCHEMA.value) or most),
                value_max=_number(most) if least and most else None,
                unit=self.one(node, KG.unit),
                unit_class=class_of_units(units),
                comparator=_SIGNS.get(self.one(node, KG.bound), "="),
                time=self.one(node, SCHEMA.temporalCoverage),
                **self.proof(node),
            )


_SELECTED = (OA.start, OA.end, OA.exact)


def _number(lexical: str) -> float | None:
    """The number, None where there is none or it is not finite."""
    try:
        value = float(lexical)
    except ValueError:
        return None
    return value if isfinite(value) else None
