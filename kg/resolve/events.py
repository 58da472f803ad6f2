"""Tellings of one event become one event.

Headline, lead and body tell the same thing in other words. Two tellings are one event if their type is the same, who
it is about is the same (or the meeting's name), and neither date, round nor amount speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kg.model import (
    Annotations,
    Article,
    AssertionId,
    BlockKind,
    EntityId,
    Event,
    EventMention,
    EventType,
    MentionId,
    Modality,
    Period,
    Quantity,
    Role,
)
from kg.resolve.evidence import anchor_all
from kg.text.normalise import fold, name_key

# whom an event is about: two tellings with nobody of these in common are two events
_ABOUT: dict[EventType, tuple[Role, ...]] = {
    EventType.PRODUCT_LAUNCH: (Role.PRODUCT,),
    EventType.FUNDING_ROUND: (Role.COMPANY,),
    EventType.ACQUISITION: (Role.TARGET,),
    EventType.IPO: (Role.COMPANY,),
    EventType.PERSONNEL_CHANGE: (Role.PERSON,),
    EventType.FINANCIAL_REPORT: (Role.COMPANY,),
    EventType.LAYOFF: (Role.COMPANY,),
    EventType.LEGAL_ACTION: (Role.DEFENDANT,),
    EventType.FOUNDING: (Role.COMPANY,),
}
# the stronger role of two that the same entity plays in two tellings
_OVER = {Role.INVESTOR: Role.LEAD_INVESTOR, Role.ATTENDEE: Role.SPEAKER}
_SURER = (Modality.HAPPENED, Modality.PLANNED, Modality.RUMOURED, Modality.DENIED)
_REPORTED = re.compile(r"Q[1-4]|[一二三四]季|上半年|半年|中期|前三季|全年|年度|年报|年业绩|(?<!\d)20\d\d(?!\d)")
_SAME_PERIOD = {"一季": "Q1", "二季": "Q2", "三季": "Q3", "四季": "Q4", "半年": "H1", "上半年": "H1", "中期": "H1"}
_YEARLY = {"全年", "年度", "年报", "年业绩"}
_AMOUNT_TOLERANCE = Decimal("1.25")
"""近5亿元 and 4.8亿元 may be one amount, 5亿元 and 8亿元 are two."""
_MOST_NAMES = 8


@dataclass(slots=True)
class _Happening:
    """What the tellings put together so far say; ``old`` ones stand in a table of what came before."""

    tellings: list[EventMention]
    old: bool = False
    participants: dict[tuple[Role, EntityId], None] = field(default_factory=dict)

    @property
    def type(self) -> EventType:
        return self.tellings[0].type

    def take(self, telling: EventMention, entity: Callable[[MentionId], EntityId]) -> None:
        self.tellings.append(telling)
        self.participants.update(dict.fromkeys((a.role, entity(a.mention)) for a in telling.arguments))

    def of(self, roles: Iterable[Role]) -> set[EntityId]:
        wanted = set(roles)
        return {e for r, e in self.participants if r in wanted}

    def dated(self) -> bool:
        return any(t.date for t in self.tellings)

    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(n for t in self.tellings for n in t.names))


def resolve_events(
    article: Article,
    annotations: Annotations,
    entity: Callable[[MentionId], EntityId],
    assertion_id: Callable[..., AssertionId],
) -> Iterable[Event]:
    """One event for each happening that the article tells, however often it tells it."""
    happenings: list[_Happening] = []
    rows = [b.span for b in article.blocks if b.kind is BlockKind.ROW]
    for telling in annotations.events:
        new = _Happening([], any(r.contains(telling.trigger) for r in rows))
        new.take(telling, entity)
        known = next((h for h in happenings if _same(h, new)), None)
        if known is None:
            happenings.append(new)
        else:
            known.take(telling, entity)
    for happening in happenings:
        yield _event(article, happening, entity, assertion_id)


def _same(a: _Happening, b: _Happening) -> bool:
    if a.type is not b.type or not _agree(a, b):
        return False
    if a.old is not b.old and not (a.dated() and b.dated()):
        return False  # 将收购 of last year's headline and 完成收购 of today are two happenings
    if a.type is EventType.CONFERENCE:
        return _same_meeting(a, b)
    about = _ABOUT.get(a.type)
    if about and a.of(about) and b.of(about):
        return bool(a.of(about) & b.of(about))
    shared, fewer = a.of(Role) & b.of(Role), min(len(a.of(Role)), len(b.of(Role)))
    return len(shared) >= (min(2, fewer) if a.type is EventType.PARTNERSHIP else 1)


def _agree(a: _Happening, b: _Happening) -> bool:
    """Whether nothing that both say differs: date, round, amount, denial, period reported on."""
    denied = [any(t.modality is Modality.DENIED for t in h.tellings) for h in (a, b)]
    if denied[0] != denied[1]:
        return False
    for x in a.tellings:
        for y in b.tellings:
            if not (_dates_agree(x.date, y.date) and _rounds_agree(x.round, y.round)):
                return False
            if not _amounts_agree(x.amount, y.amount):
                return False
    return a.type is not EventType.FINANCIAL_REPORT or _periods_agree(a.names(), b.names())


def _dates_agree(a: Period | None, b: Period | None) -> bool:
    """One lies within the other."""
    if a is None or b is None or a == b:
        return True
    (a1, a2), (b1, b2) = _days(a), _days(b)
    return (a1 <= b1 and b2 <= a2) or (b1 <= a1 and a2 <= b2)


def _days(period: Period) -> tuple[date, date]:
    return period.first or date.min, period.last or date.max


def _rounds_agree(a: str | None, b: str | None) -> bool:
    return a is None or b is None or _bare_round(a) == _bare_round(b)


def _bare_round(round_: str) -> str:
    return name_key(round_).replace("-", "").removesuffix("融资").removesuffix("轮")


def _amounts_agree(a: Quantity | None, b: Quantity | None) -> bool:
    if a is None or b is None:
        return True
    if (a.currency or "") != (b.currency or "") and not (a.currency_inferred or b.currency_inferred):
        return False
    low, high = sorted((abs(a.value), abs(b.value)))
    return high <= low * _AMOUNT_TOLERANCE


def _periods_agree(first: Sequence[str], second: Sequence[str]) -> bool:
    """2025年业绩预告 and 三季报 are two reports; a telling without a period goes with either."""
    pairs = zip(_reported(first), _reported(second), strict=True)
    return all(not a or not b or bool(a & b) for a, b in pairs)


def _reported(names: Sequence[str]) -> tuple[set[str], set[str]]:
    """The years and the parts of a year that names speak of."""
    words = {w for n in names for w in _REPORTED.findall(fold(n))}
    years = {w for w in words if w.isdigit()}
    return years, {"year" if w in _YEARLY else _SAME_PERIOD.get(w, w) for w in words - years}


def _same_meeting(a: _Happening, b: _Happening) -> bool:
    hosts = [h.of([Role.ORGANIZER]) for h in (a, b)]
    strangers = bool(hosts[0] and hosts[1] and not hosts[0] & hosts[1])
    for x in map(name_key, a.names()):
        for y in map(name_key, b.names()):
            if x == y and not (strangers and len(x) < 8):
                return True
            if not strangers and _shortens(*sorted((x, y), key=len)):
                return True
    return False


def _shortens(short: str, long: str) -> bool:
    """光合大会 for 2021光合创作者大会: its characters in the same order, with the same last two."""
    if len(short) < 3 or short[-2:] != long[-2:]:
        return False
    rest = iter(long)
    return all(c in rest for c in short)


def _event(
    article: Article,
    happening: _Happening,
    entity: Callable[[MentionId], EntityId],
    assertion_id: Callable[..., AssertionId],
) -> Event:
    told = happening.tellings
    participants = _strongest(happening.participants)
    names = _fullest_first(happening, article.text)
    dated = min((t for t in told if t.date), key=_exactness, default=None)
    priced = next((t for t in told if t.amount), None)
    when = dated.date if dated else None
    roles = sorted(f"{r.value}={e}" for r, e in participants)
    return Event(
        id=assertion_id("event", happening.type.value, names[0], when, *roles),
        type=happening.type,
        names=names,
        participants=participants,
        evidence=anchor_all(article.text, (s for t in told for s in t.evidence)),
        confidence=max(t.confidence for t in told),
        date=when,
        date_written=dated.date_written.of(article.text) if dated and dated.date_written else None,
        place=next((entity(t.place) for t in told if t.place), None),
        amount=priced.amount if priced else None,
        round=next((t.round for t in told if t.round), None),
        modality=max((t.modality for t in told), key=_SURER.index),
    )


def _exactness(telling: EventMention) -> int:
    """The number of days that the date leaves open."""
    assert telling.date  # noqa: S101 - asked of dated tellings only
    first, last = _days(telling.date)
    return (last - first).days


def _strongest(participants: Iterable[tuple[Role, EntityId]]) -> tuple[tuple[Role, EntityId], ...]:
    """Participants without the weaker of two roles of one entity."""
    known = set(participants)
    return tuple(p for p in participants if p[0] not in _OVER or (_OVER[p[0]], p[1]) not in known)


def _fullest_first(happening: _Happening, text: str) -> tuple[str, ...]:
    names = happening.names() or (happening.tellings[0].evidence[0].of(text),)
    return tuple(sorted(names, key=lambda n: -len(n)))[:_MOST_NAMES]
