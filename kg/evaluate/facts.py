"""The facts of an extraction as rows, without a graph between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from kg.evaluate.rows import (
    ArticleRows,
    EntityRow,
    EventRow,
    FigureRow,
    PostRow,
    QuoteRow,
    RelationRow,
)
from kg.evaluate.strings import COUNT, unit_class
from kg.model import ArticleFacts, Claim, EntityId, Event, Evidence, Figure

_Names = dict[EntityId, tuple[str, ...]]


def rows_of_facts(facts: ArticleFacts) -> ArticleRows:
    """What a reader of the graph of these facts would find."""
    names: _Names = {e.id: (e.name, *(a for a in e.aliases if a != e.name)) for e in facts.entities}
    return ArticleRows(
        article=facts.article.source_file,
        entities=tuple(_entities(facts, names)),
        posts=tuple(
            PostRow(
                person=names[p.person],
                titles=(p.title,),
                organization=names[p.organization],
                former=p.former,
                **_proof(p),
            )
            for p in facts.posts
        ),
        relations=tuple(
            RelationRow(type=r.type.value, subject=names[r.subject], object=names[r.object], **_proof(r))
            for r in facts.relations
        ),
        events=tuple(_event(e, names) for e in facts.events),
        quotes=tuple(_quote(c, names[c.speaker]) for c in facts.claims if c.speaker),
        figures=tuple(_figure(f, names) for f in facts.figures),
        text=facts.article.text,
        evidence=_exact(facts),
    )


def _entities(facts: ArticleFacts, names: _Names) -> Iterable[EntityRow]:
    confidence: dict[EntityId, float] = defaultdict(float)
    starts: dict[EntityId, int] = {}
    for mention in facts.mentions:
        confidence[mention.entity] = max(confidence[mention.entity], mention.confidence)
        starts.setdefault(mention.entity, mention.evidence.span.start)
    for e in facts.entities:
        start = (starts[e.id],) if e.id in starts else ()
        sure = confidence.get(e.id)
        yield EntityRow(type=e.type.value, names=names[e.id], own=names[e.id], confidence=sure, starts=start)


def _event(event: Event, names: _Names) -> EventRow:
    return EventRow(
        type=event.type.value,
        names=event.names,
        date=event.date.iso if event.date else "",
        place=names[event.place] if event.place else (),
        round=(event.round,) if event.round else (),
        amount=float(event.amount.value) if event.amount else None,
        participants=tuple((role.value, names[who]) for role, who in event.participants),
        **_proof(event),
    )


def _quote(claim: Claim, speaker: tuple[str, ...]) -> QuoteRow:
    return QuoteRow(speaker=speaker, text=claim.text, kind=claim.attribution.value, **_proof(claim))


def _figure(figure: Figure, names: _Names) -> FigureRow:
    q = figure.quantity
    return FigureRow(
        subject=names[figure.subject],
        metrics=(figure.metric,),
        value=float(q.value),
        value_max=None if q.value_max is None else float(q.value_max),
        unit=q.unit,
        unit_class=class_of_units(sorted(u for u in (q.unit, q.currency) if u)),
        comparator=q.bound.sign,
        time=figure.time.iso if figure.time else "",
        **_proof(figure),
    )


def class_of_units(units: Sequence[str]) -> str:
    """The class of the first of several units of one figure that is not a mere count."""
    return next((c for c in map(unit_class, units) if c != COUNT), COUNT)


def longest_first(words: Iterable[str]) -> tuple[str, ...]:
    """Each once, in the order in which the scorer compares them."""
    return tuple(sorted(set(words), key=lambda w: (-len(w), w)))


def _proof(fact: Any) -> dict[str, Any]:
    """What every row has of its fact."""
    evidence: tuple[Evidence, ...] = fact.evidence
    starts = tuple(sorted(e.span.start for e in evidence))
    return {"confidence": fact.confidence, "quotes": longest_first(e.exact for e in evidence), "starts": starts}


def _exact(facts: ArticleFacts) -> tuple[int, int]:
    """How many pieces of evidence stand where they say, and how many there are."""
    assertions: tuple[Any, ...] = (*facts.posts, *facts.relations, *facts.events, *facts.claims, *facts.figures)
    pieces = {e for a in assertions for e in a.evidence} | {m.evidence for m in facts.mentions}
    return sum(e.span.of(facts.article.text) == e.exact for e in pieces), len(pieces)
