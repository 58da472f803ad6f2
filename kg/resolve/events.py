"""Tellings of one event become one event."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kg.model import Annotations, Article, AssertionId, EntityId, Event, EventMention, MentionId
from kg.resolve.evidence import anchor_all


def resolve_events(
    article: Article,
    annotations: Annotations,
    entity: Callable[[MentionId], EntityId],
    assertion_id: Callable[..., AssertionId],
) -> Iterable[Event]:
    """One event for each happening that the article tells, however often it tells it."""
    for told in annotations.events:
        yield _event(article, told, entity, assertion_id)


def _event(
    article: Article,
    told: EventMention,
    entity: Callable[[MentionId], EntityId],
    assertion_id: Callable[..., AssertionId],
) -> Event:
    participants = tuple(dict.fromkeys((a.role, entity(a.mention)) for a in told.arguments))
    names = told.names or (told.evidence[0].of(article.text),)
    return Event(
        id=assertion_id("event", told.type.value, names[0], told.date, *sorted(f"{r.value}={e}" for r, e in participants)),
        type=told.type,
        names=names,
        participants=participants,
        evidence=anchor_all(article.text, told.evidence),
        confidence=told.confidence,
        date=told.date,
        date_written=told.date_written.of(article.text) if told.date_written else None,
        place=entity(told.place) if told.place else None,
        amount=told.amount,
        round=told.round,
        modality=told.modality,
    )
