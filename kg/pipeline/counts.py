"""How much of each kind a graph holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from kg.model import EntityType
from kg.rdf.answers import whole_number
from kg.rdf.namespaces import KG, OA, ORG, SCHEMA, Term


class Answering(Protocol):
    """A store that answers SELECT."""

    def select(self, sparql: str) -> Iterable[Mapping[str, Any]]:
        """The solutions."""
        ...


COUNTED: dict[str, Term] = {
    "articles": SCHEMA.NewsArticle,
    "companies": KG[EntityType.COMPANY.value],
    "organizations": KG[EntityType.ORGANIZATION.value],
    "persons": KG[EntityType.PERSON.value],
    "products": KG[EntityType.PRODUCT.value],
    "places": KG[EntityType.PLACE.value],
    "mentions": KG.Mention,
    "posts": ORG.Membership,
    "relations": KG.Relation,
    "events": KG.Event,
    "claims": SCHEMA.Claim,
    "figures": KG.Figure,
    "evidence": OA.SpecificResource,
}
"""What is counted, and the class whose instances it is."""


def counts(store: Answering) -> dict[str, int]:
    """How many of each kind there are, in the order of :data:`COUNTED`."""
    classes = " ".join(COUNTED.values())
    query = f"SELECT ?class (COUNT(DISTINCT ?x) AS ?n) {{ VALUES ?class {{ {classes} }} ?x a ?class }} GROUP BY ?class"
    found = {f"<{row['class']}>": whole_number(row, "n") for row in store.select(query)}
    return {kind: found.get(class_, 0) for kind, class_ in COUNTED.items()}
