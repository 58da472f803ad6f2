"""Facts → what the page tells of each, beyond what it draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, cast

from kg.publish.amounts import amount_text
from kg.publish.page import seam
from kg.publish.page.evidence import Places
from kg.publish.rows import Amount, AssertionRow, ClaimRow, EventRow, FigureRow, PostRow, Quote, RelationRow

_HAPPENED, _EXACTLY = "Happened", "Exactly"


def details(
    facts: tuple[AssertionRow, ...], nodes: Mapping[str, int], articles: Mapping[str, int], places: Places
) -> seam.Details:
    """What is told of each fact; ``nodes`` and ``articles`` are the indexes of a bundle by IRI."""

    def detail(fact: AssertionRow) -> seam.FactDetail:
        evidence = [places.evidence(quote, articles[quote.source.iri]) for quote in _words_first(fact)]
        slots = {"when": fact.when, **_SLOTS[type(fact)](fact, nodes)}
        if isinstance(fact, ClaimRow) and _tells(fact) and all(len(place) == 3 for place in evidence):
            del slots["text"]  # a third of all that is told of facts, and the articles have it already
        return cast(seam.FactDetail, {"evidence": evidence, **_present(slots)})

    return [detail(fact) for fact in facts]


def _words_first(fact: AssertionRow) -> list[Quote]:
    """The evidence of a fact; of a claim, first the words said, then who says them."""
    if isinstance(fact, ClaimRow):
        return sorted(fact.evidence, key=lambda q: q.exact not in fact.text)
    return list(fact.evidence)


def _tells(claim: ClaimRow) -> bool:
    """Whether the quotations, one after the other, are the words of a claim."""
    return "".join(quote.exact for quote in claim.evidence if quote.exact in claim.text) == claim.text


def _post(row: PostRow, nodes: Mapping[str, int]) -> dict[str, Any]:
    valid = f"{row.valid_from or '..'}/{row.valid_until or '..'}" if row.valid_from or row.valid_until else ""
    ends = {"person": nodes[row.person], "organization": nodes[row.organization]}
    return {**ends, "title": row.title, "former": row.former, "valid": valid}


def _relation(row: RelationRow, nodes: Mapping[str, int]) -> dict[str, Any]:
    return {"type": row.type, "former": row.former, "subject": nodes[row.subject], "object": nodes[row.object]}


def _event(row: EventRow, nodes: Mapping[str, int]) -> dict[str, Any]:
    return {
        "node": nodes[row.iri],
        "type": row.type,
        "written": row.date_written,
        "place": nodes[row.place] if row.place else None,
        "participants": [(role, nodes[entity]) for role, entity in row.participants],
        "amount": amount_data(row.amount) if row.amount else None,
        "round": row.round,
        "modality": row.modality if row.modality != _HAPPENED else "",
    }


def _claim(row: ClaimRow, nodes: Mapping[str, int]) -> dict[str, Any]:
    return {
        "node": nodes[row.iri],
        "speaker": nodes[row.speaker] if row.speaker else None,
        "text": row.text,
        "attribution": row.attribution,
        "verb": row.verb,
        "about": [nodes[entity] for entity in row.about],
        "modality": row.modality if row.modality != _HAPPENED else "",
    }


def _figure(row: FigureRow, nodes: Mapping[str, int]) -> dict[str, Any]:
    return {
        "subject": nodes[row.subject],
        "metric": row.metric,
        "concept": row.concept,
        "amount": amount_data(row.amount),
        "comparedWith": row.compared_with,
    }


_SLOTS: dict[type[AssertionRow], Callable[[Any, Mapping[str, int]], dict[str, Any]]] = {
    PostRow: _post,
    RelationRow: _relation,
    EventRow: _event,
    ClaimRow: _claim,
    FigureRow: _figure,
}


def amount_data(amount: Amount) -> seam.AmountData:
    """A quantity as the page has it."""
    numbers = [float(number) for number in (amount.value, amount.maximum) if number is not None]
    value = sum(numbers) / len(numbers) if numbers else float("nan")
    known = {
        "zh": amount_text(amount, "zh"),
        "en": amount_text(amount, "en"),
        "written": amount.written,
        "value": _number(value) if isfinite(value) else None,
        "range": [_number(n) for n in numbers] if len(numbers) == 2 and isfinite(value) else [],
        "unit": amount.currency or amount.unit,
        "bound": amount.bound if amount.bound != _EXACTLY else "",
    }
    return cast(seam.AmountData, _present(known))


def _number(value: float) -> float:
    """Whole numbers without a point; JSON is shorter then."""
    return int(value) if value.is_integer() and abs(value) < 2**53 else float(f"{value:.15g}")


def _present(values: dict[str, Any]) -> dict[str, Any]:
    """Without empty values; the number zero, which may be an index, stays."""
    return {name: v for name, v in values.items() if v or (v == 0 and not isinstance(v, bool))}
