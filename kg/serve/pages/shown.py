"""Facts as templates show them: each with its passages, and with the names of all that it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.publish.rows import (
    AssertionRow,
    ClaimRow,
    EventRow,
    FigureRow,
    PostRow,
    Quote,
    RelationRow,
)
from kg.rdf.namespaces import KG, ORG, SCHEMA
from kg.serve.page import Asked
from kg.serve.pages.passages import Passage, passages
from kg.serve.pages.reading import Named, facts, names, with_context
from kg.store.oxigraph import OxigraphStore

KIND_OF: dict[type[AssertionRow], str] = {
    PostRow: "post",
    RelationRow: "relation",
    EventRow: "event",
    ClaimRow: "claim",
    FigureRow: "figure",
}
"""Class of row → key of the kinds of facts."""
FACT_TYPES = frozenset(t[1:-1] for t in (ORG.Membership, KG.Relation, KG.Event, SCHEMA.Claim, KG.Figure))
"""The RDF types of facts."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact with its passages, the first article's first."""

    row: AssertionRow
    kind: str
    passages: tuple[Passage, ...]

    @property
    def date(self) -> str:
        """When it holds, or else the day on which it was reported; ISO 8601, perhaps empty."""
        return self.row.when or self.row.day


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts in their order, and what the entities in them are called."""

    shown: tuple[Shown, ...] = ()
    names: dict[str, Named] = field(default_factory=dict)

    def __getitem__(self, iri: str) -> Named:
        return self.names.get(iri) or Named(iri, iri)

    def of(self, iris: Iterable[str]) -> tuple[Shown, ...]:
        """Those with these IRIs, in the order of the IRIs."""
        by_iri = {one.row.iri: one for one in self.shown}
        return tuple(by_iri[iri] for iri in iris if iri in by_iri)


def shown(store: OxigraphStore, asked: Asked, iris: Sequence[str], also: Iterable[str] = ()) -> Facts:
    """The facts with these IRIs, ready to be shown.

    Args:
        store: the graph.
        asked: what was asked for.
        iris: the facts.
        also: further things whose names are needed.
    """
    rows = facts(store, iris)
    called = names(store, [*also, *(entity for row in rows for entity in row.entities)])
    return Facts(tuple(Shown(row, KIND_OF[type(row)], _passages(store, asked, row)) for row in rows), called)


def _passages(store: OxigraphStore, asked: Asked, row: AssertionRow) -> tuple[Passage, ...]:
    context: dict[Quote, Quote] = {}

    def in_graph(quote: Quote) -> Quote:
        if not context:
            context.update(zip(row.evidence, with_context(store, row), strict=True))
        return context[quote]

    return passages(row.evidence, asked.output, in_graph)
