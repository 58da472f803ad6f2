"""Events: what happened, to whom, when and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.events.circumstances import evidence, how_much, modality, names, round_of, when, where
from kg.extract.events.conferences import conferences
from kg.extract.events.frames import Frame, frames
from kg.extract.events.funding import with_investors
from kg.extract.events.rules import RULES
from kg.extract.products import called_after
from kg.extract.skeleton import Skeleton, skeletons
from kg.extract.subjects import subject_of
from kg.model import Annotations, Argument, Article, ChainId, EntityType, EventMention, EventType, Layer, Role
from kg.text.normalise import fold

__all__ = ["EventExtractor"]


class EventExtractor:
    """Finds the tellings of events by a grammar of their triggers and arguments.

    ``confidence`` is that of the rule: about the share of its findings that were right on annotated articles.
    """

    name = "events"
    version = "1"
    requires = frozenset({Layer.MENTIONS, Layer.CHAINS})
    provides = frozenset({Layer.EVENTS})

    def __call__(self, article: Article, so_far: Annotations) -> Annotations:
        """The article's events, one for each telling, in the order of the text."""
        seen = skeletons(article, so_far)
        found = sorted(_frames(seen, so_far), key=lambda f: (f.skeleton.span, f.trigger, f.type.value))
        told = (_told(article, so_far, frame) for frame in found)
        return Annotations(events=tuple(t for t in told if t is not None))


def _frames(seen: Sequence[Skeleton], so_far: Annotations) -> Iterator[Frame]:
    everything = [f for s in seen if s.names for f in frames(s, RULES)]
    yield from with_investors(seen, everything)
    yield from conferences(seen)


def _told(article: Article, so_far: Annotations, frame: Frame) -> EventMention | None:
    how = modality(frame)
    if how is None:
        return None
    folded = fold(article.text)
    date = when(frame, folded, article.day, so_far.mentions)
    place = where(frame)
    money = how_much(frame, folded)
    told = EventMention(
        type=frame.type,
        trigger=frame.skeleton.within(*frame.trigger),
        evidence=(evidence(frame, article.text, date.span if date else None),),
        confidence=frame.confidence,
        names=names(frame, article.text),
        arguments=_once(frame, so_far),
        date=date.period if date else None,
        date_written=date.span if date else None,
        place=place.id if place else None,
        amount=money.quantity if money else None,
        amount_written=money.span if money else None,
        round=round_of(frame),
        modality=how,
    )
    return told if _distinct(told, so_far) and not _vague(told, frame) else None


def _distinct(told: EventMention, so_far: Annotations) -> bool:
    """Whether somebody takes part, and nobody deals with themselves."""
    who = [so_far.chain_of(a.mention).id for a in told.arguments]
    return bool(who) and (told.type is EventType.CONFERENCE or len(set(who)) == len(who))


def _vague(told: EventMention, frame: Frame) -> bool:
    """获得过桥融资: money without a round, a sum or an investor may be any."""
    if told.type is not EventType.FUNDING_ROUND or told.round or told.amount:
        return False
    certain = re.search("完成|轮", frame.skeleton.text[frame.start : frame.end])
    return certain is None and all(a.role is Role.COMPANY for a in told.arguments)


def _once(frame: Frame, so_far: Annotations) -> tuple[Argument, ...]:
    """Each entity once in each role; a product without its maker gets the company that it is called after."""
    first: dict[tuple[Role, ChainId], Argument] = {}
    for argument in (*frame.arguments, *_makers(frame, so_far), *_employer(frame)):
        first.setdefault((argument.role, so_far.chain_of(argument.mention).id), argument)
    return tuple(first.values())


def _makers(frame: Frame, so_far: Annotations) -> Iterator[Argument]:
    if frame.type is not EventType.PRODUCT_LAUNCH or any(a.role is Role.COMPANY for a in frame.arguments):
        return
    for argument in frame.arguments:
        maker = called_after(so_far.chain_of(argument.mention), so_far)
        if maker:
            yield Argument(Role.COMPANY, maker.mentions[0])


def _employer(frame: Frame) -> Iterator[Argument]:
    """星桥公告称，林晓舟辞职: who tells of a change is whose change it is, where nobody else is named."""
    if frame.type is not EventType.PERSONNEL_CHANGE or any(a.role is Role.COMPANY for a in frame.arguments):
        return
    found = subject_of(frame.skeleton, frame.start, (EntityType.COMPANY, EntityType.ORGANIZATION))
    if found and found[0] < frame.start:
        yield Argument(Role.COMPANY, found[1][0].id)
