"""The properties of a fact, as a store has them → a row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from kg.model import EventType, Role
from kg.publish.rows import Amount, ClaimRow, EventRow, FigureRow, PostRow, RelationRow
from kg.rdf import namespaces

Properties = dict[str, dict[str, list[str]]]
"""Subject → property → values; values are lexical forms and IRIs, sorted."""

_KG, _ORG = namespaces.KG.iri, namespaces.ORG.iri
_RDF, _SCHEMA, _SKOS = namespaces.RDF.iri, namespaces.SCHEMA.iri, namespaces.SKOS.iri
_ROLE_OF = {f"{_KG}{r.value}": r.value for r in Role}


def one(of: Mapping[str, list[str]], *properties: str) -> str:
    """The first value of the first property that has one, or an empty string."""
    return next((of[p][0] for p in properties if of.get(p)), "")


def number_of(lexical: str) -> float | None:
    """A number, or None for an empty text."""
    return float(lexical) if lexical else None


def local_name(iri: str) -> str:
    """The last step of an IRI, or what follows its ``#``."""
    return re.split(r"[#/]", iri)[-1]


def _longest_first(names: list[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def post_row(of: dict[str, list[str]], **common: Any) -> PostRow:
    """A post; ``common`` is what all facts have."""
    return PostRow(
        **common,
        person=one(of, f"{_ORG}member"),
        organization=one(of, f"{_ORG}organization"),
        title=one(of, f"{_KG}title"),
        former=one(of, f"{_KG}former") in ("true", "1"),
        valid_from=one(of, f"{_KG}validFrom"),
        valid_until=one(of, f"{_KG}validUntil"),
    )


def relation_row(of: dict[str, list[str]], **common: Any) -> RelationRow:
    """A relation."""
    return RelationRow(
        **common,
        type=local_name(one(of, f"{_RDF}predicate")),
        subject=one(of, f"{_RDF}subject"),
        object=one(of, f"{_RDF}object"),
        former=one(of, f"{_KG}former") in ("true", "1"),
    )


def event_row(of: dict[str, list[str]], amount: Amount | None, **common: Any) -> EventRow:
    """An event, with the amount that it is about."""
    types = [t.value for t in EventType if f"{_KG}{t.value}" in of[f"{_RDF}type"]]
    start, end = one(of, f"{_SCHEMA}startDate"), one(of, f"{_SCHEMA}endDate")
    return EventRow(
        **common,
        type=types[0] if types else "Event",
        names=_longest_first(of[f"{_SCHEMA}name"]) + _longest_first(of[f"{_SKOS}altLabel"]),
        date=f"{start}/{end}" if start and end and start != end and "/" not in start else start or end,
        date_written=one(of, f"{_KG}dateAsWritten"),
        place=one(of, f"{_SCHEMA}location"),
        participants=tuple(sorted((role, e) for p, role in _ROLE_OF.items() for e in of[p])),
        amount=amount,
        round=one(of, f"{_KG}round"),
        modality=local_name(one(of, f"{_KG}modality")),
    )


def claim_row(of: dict[str, list[str]], **common: Any) -> ClaimRow:
    """A claim."""
    return ClaimRow(
        **common,
        speaker=one(of, f"{_SCHEMA}author"),
        text=one(of, f"{_SCHEMA}text"),
        attribution=local_name(one(of, f"{_KG}attribution")),
        verb=one(of, f"{_KG}reportingVerb"),
        about=tuple(of[f"{_SCHEMA}about"]),
        modality=local_name(one(of, f"{_KG}modality")),
    )


def figure_row(of: dict[str, list[str]], **common: Any) -> FigureRow:
    """A figure."""
    return FigureRow(
        **common,
        subject=one(of, f"{_SCHEMA}about"),
        metric=one(of, f"{_KG}metricAsWritten"),
        amount=amount_of(of),
        time=one(of, f"{_SCHEMA}temporalCoverage"),
        concept=local_name(one(of, f"{_KG}metric")),
        compared_with=one(of, f"{_KG}comparedWith"),
    )


def amount_of(of: Mapping[str, list[str]]) -> Amount:
    """A quantity."""
    return Amount(
        value=_decimal(one(of, f"{_SCHEMA}value", f"{_SCHEMA}minValue")),
        maximum=_decimal(one(of, f"{_SCHEMA}maxValue")),
        unit=one(of, f"{_KG}unit"),
        currency=one(of, f"{_SCHEMA}currency"),
        bound=local_name(one(of, f"{_KG}bound")) or "Exactly",
        written=one(of, f"{_KG}valueAsWritten"),
    )


def _decimal(lexical: str) -> Decimal | None:
    try:
        return Decimal(lexical) if lexical else None
    except InvalidOperation:
        return None
