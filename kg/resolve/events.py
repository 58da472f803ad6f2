"""Tellings of one event become one event.

Headline, lead and body tell the same thing in other words. Two tellings are one event if their type is the same, who
it is about is the same (or the meeting's name), and neither date, round nor amount speaks against it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice

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
_MOST_CALLED = 32
"""Different names of one meeting that are compared letter for letter."""
_MOST_ALIKE = 64
"""Happenings of one kind, with somebody in common, that a telling is compared with; no article has more."""


@dataclass(slots=True)
class _Happening:
    """What the tellings put together so far say; ``old`` ones stand in a table of what came before.

    Who takes part, when, and the rest that tells happenings apart is gathered as tellings are taken, so that what was
    told a thousand times is asked no longer than what was told once.
    """

    tellings: list[EventMention]
    old: bool = False
    participants: dict[tuple[Role, EntityId], None] = field(default_factory=dict)
    who: set[EntityId] = field(default_factory=set)
    about: set[EntityId] = field(default_factory=set)
    hosts: set[EntityId] = field(default_factory=set)
    dates: dict[Period, None] = field(default_factory=dict)
    rounds: dict[str, None] = field(default_factory=dict)
    amounts: dict[tuple[str, bool], tuple[Decimal, Decimal]] = field(default_factory=dict)
    periods: tuple[set[str], set[str]] = field(default_factory=lambda: (set(), set()))
    called: dict[str, None] = field(default_factory=dict)
    denied: bool = False

    @property
    def type(self) -> EventType:
        return self.tellings[0].type

    def take(self, telling: EventMention, entity: Callable[[MentionId], EntityId]) -> None:
        self.tellings.append(telling)
        played = [(a.role, entity(a.mention)) for a in telling.arguments]
        self.participants.update(dict.fromkeys(played))
        roles = _ABOUT.get(telling.type, ())
        self.who.update(e for _, e in played)
        self.about.update(e for r, e in played if r in roles)
        self.hosts.update(e for r, e in played if r is Role.ORGANIZER)
        self.denied |= telling.modality is Modality.DENIED
        if telling.date:
            self.dates[telling.date] = None
        if telling.round is not None:
            self.rounds[_bare_round(telling.round)] = None
        if telling.amount:
            self._price(telling.amount)
        if telling.type is EventType.FINANCIAL_REPORT:
            for known, more in zip(self.periods, _reported(telling.names), strict=True):
                known.update(more)
        if telling.type is EventType.CONFERENCE:
            self.called.update(dict.fromkeys(map(name_key, telling.names)))

    def _price(self, amount: Quantity) -> None:
        kind, value = (amount.currency or "", amount.currency_inferred), abs(amount.value)
        low, high = self.amounts.get(kind, (value, value))
        self.amounts[kind] = min(low, value), max(high, value)

    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(n for t in self.tellings for n in t.names))


def resolve_events(
    article: Article,
    annotations: Annotations,
    entity: Callable[[MentionId], EntityId],
    assertion_id: Callable[..., AssertionId],
) -> Iterable[Event]:
    """One event for each happening that the article tells, however often it tells it."""
    happenings = _Happenings()
    rows = [b.span for b in article.blocks if b.kind is BlockKind.ROW]
    for telling in annotations.events:
        row = bisect_right(rows, telling.trigger.start, key=lambda r: r.start) - 1
        new = _Happening([], row >= 0 and rows[row].contains(telling.trigger))
        new.take(telling, entity)
        known = next((h for h in happenings.like(new) if _same(h, new)), None)
        if known is None:
            happenings.add(new)
        else:
            known.take(telling, entity)
            happenings.note(known)
    for happening in happenings.all:
        yield _event(article, happening, entity, assertion_id)


class _Happenings:
    """The happenings so far, by what another telling of each would have in common with it."""

    def __init__(self) -> None:
        self.all: list[_Happening] = []
        self._number: dict[int, int] = {}
        self._by_key: dict[Hashable, list[int]] = defaultdict(list)
        self._noted: set[tuple[int, Hashable]] = set()

    def add(self, happening: _Happening) -> None:
        """Takes a new one in."""
        self._number[id(happening)] = len(self.all)
        self.all.append(happening)
        self.note(happening)

    def note(self, happening: _Happening) -> None:
        """Takes in what a telling has added to one."""
        number = self._number[id(happening)]
        for key in _keys(happening):
            if (number, key) not in self._noted:
                self._noted.add((number, key))
                self._by_key[key].append(number)

    def like(self, new: _Happening) -> Iterator[_Happening]:
        """Those that may be the same, the earliest first; of very many the last."""
        found: set[int] = set()
        for key in _keys(new, asking=True):
            found.update(self._by_key.get(key, ())[-_MOST_ALIKE:])
        return (self.all[n] for n in sorted(found)[-_MOST_ALIKE:])


def _keys(happening: _Happening, asking: bool = False) -> Iterator[Hashable]:
    """What two happenings that are the same have in common; ``asking`` for one that is compared with those known."""
    kind = happening.type
    if kind is EventType.CONFERENCE:
        yield from ((kind, name[-2:]) for name in happening.called)
        return
    by_about = bool(_ABOUT.get(kind) and happening.about)
    if not asking or not by_about:
        yield from ((kind, "who", e) for e in happening.who)
    if by_about:
        yield from ((kind, "about", e) for e in happening.about)
        if asking:
            yield from ((kind, "vague", e) for e in happening.who)
    elif not asking:
        yield from ((kind, "vague", e) for e in happening.who)
    if kind is EventType.PARTNERSHIP:  # one without partners may be any
        if asking or not happening.who:
            yield kind, "nobody"
        if not asking or not happening.who:
            yield kind, "any"


def _same(a: _Happening, b: _Happening) -> bool:
    if a.type is not b.type or not _agree(a, b):
        return False
    if a.old is not b.old and not (a.dates and b.dates):
        return False  # 将收购 of last year's headline and 完成收购 of today are two happenings
    if a.type is EventType.CONFERENCE:
        return _same_meeting(a, b)
    if a.about and b.about:
        return not a.about.isdisjoint(b.about)
    fewer = min(len(a.who), len(b.who))
    return len(a.who & b.who) >= (min(2, fewer) if a.type is EventType.PARTNERSHIP else 1)


def _agree(a: _Happening, b: _Happening) -> bool:
    """Whether nothing that both say differs: date, round, amount, denial, period reported on."""
    if a.denied != b.denied or not _amounts_agree(a, b):
        return False
    if not all(_dates_agree(x, y) for x in a.dates for y in b.dates):
        return False
    if not all(x == y for x in a.rounds for y in b.rounds):
        return False
    return all(not x or not y or not x.isdisjoint(y) for x, y in zip(a.periods, b.periods, strict=True))


def _dates_agree(a: Period, b: Period) -> bool:
    """One lies within the other."""
    if a == b:
        return True
    (a1, a2), (b1, b2) = _days(a), _days(b)
    return (a1 <= b1 and b2 <= a2) or (b1 <= a1 and a2 <= b2)


def _days(period: Period) -> tuple[date, date]:
    return period.first or date.min, period.last or date.max


def _bare_round(round_: str) -> str:
    return name_key(round_).replace("-", "").removesuffix("融资").removesuffix("轮")


def _amounts_agree(a: _Happening, b: _Happening) -> bool:
    """Whether every amount of one is near every amount of the other: then so are the least and the greatest."""
    for (currency, inferred), values in a.amounts.items():
        for (other, guessed), others in b.amounts.items():
            if currency != other and not (inferred or guessed):
                return False
            if not _near(values, others):
                return False
    return True


def _near(values: tuple[Decimal, Decimal], others: tuple[Decimal, Decimal]) -> bool:
    """Whether no value of one range is far from the ends of the other."""
    return all(max(x, y) <= min(x, y) * _AMOUNT_TOLERANCE for x in values for y in others)


def _reported(names: Sequence[str]) -> tuple[set[str], set[str]]:
    """The years and the parts of a year that names speak of."""
    words = {w for n in names for w in _REPORTED.findall(fold(n))}
    years = {w for w in words if w.isdigit()}
    return years, {"year" if w in _YEARLY else _SAME_PERIOD.get(w, w) for w in words - years}


def _same_meeting(a: _Happening, b: _Happening) -> bool:
    strangers = bool(a.hosts and b.hosts and a.hosts.isdisjoint(b.hosts))
    if any(x in a.called and not (strangers and len(x) < 8) for x in b.called):
        return True
    if strangers:
        return False
    first, second = (list(islice(h.called, _MOST_CALLED)) for h in (a, b))
    return any(_shortens(*sorted((x, y), key=len)) for x in first for y in second)


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
