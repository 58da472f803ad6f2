"""From a frame to a telling: the circumstances are added, and what does not hold is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.extract.events.circumstances import (
    Sentences,
    evidence,
    how_much,
    modality,
    names,
    opening_date,
    own_dates,
    round_of,
    when,
    where,
)
from kg.extract.events.frames import Frame
from kg.extract.products import companies, named_after
from kg.extract.skeleton import Skeleton, grammar
from kg.extract.subjects import subject_of
from kg.model import (
    Annotations,
    Argument,
    Article,
    BlockKind,
    ChainId,
    EntityType,
    EventMention,
    EventType,
    MentionId,
    Role,
)
from kg.text.dates import DateExpression
from kg.text.normalise import fold

_MADE = grammar(
    r"(?P<maker><C>)(?:(?:旗下|的|自研|全新|新款|最新){0,2}|(?:正式|昨日|今日|还|已|曾|最近|重磅|全新){0,2}(?:旗下|"
    r"自研|推出|发布|开发|打造|研发|上线|开源)了?的?<_8>)"
    r"(?P<product><Ds>)"
)

_ANNOUNCED = grammar(
    r"(?:<.12>，)?(?P<company><C>)(?:<-8>)?(?:宣布|官宣|公告|透露|确认)(?:称|说)?，(?:其|旗下|<-12>)?<_14><D>"
)


class Teller:
    """Makes tellings of one article's frames."""

    def __init__(self, article: Article, so_far: Annotations, seen: Sequence[Skeleton]) -> None:
        self.article = article
        self.so_far = so_far
        self.folded = fold(article.text)
        self._seen = seen  # kept, as what was read of sentences goes by who they are
        self._read = Sentences(self.folded, article.day)
        self._before = {id(b): a for a, b in pairwise(seen) if a.block is b.block}
        self._companies = companies(so_far)
        self._maker = dict(_makers(seen, so_far))
        self._lead = _leads(seen)

    def tell(self, frame: Frame) -> EventMention | None:
        """The telling, or None where the frame is negated, asked, or too vague."""
        how = modality(frame, self._read)
        if how is None:
            return None
        date = when(frame, self._read, self._before.get(id(frame.skeleton))) or self._dateline(frame)
        place = where(frame)
        money = how_much(frame, self._read)
        told = EventMention(
            type=frame.type,
            trigger=frame.skeleton.within(*frame.trigger),
            evidence=(evidence(frame, date.span if date else None),),
            confidence=frame.confidence,
            names=names(frame, self.article.text),
            arguments=self._once(frame),
            date=date.period if date else None,
            date_written=date.span if date else None,
            place=place.id if place else None,
            amount=money.quantity if money else None,
            amount_written=money.span if money else None,
            round=round_of(frame),
            modality=how,
        )
        return told if self._distinct(told) and not _vague(told, frame) else None

    def _dateline(self, frame: Frame) -> DateExpression | None:
        """The day that the lead opens with, for its headline and the sentences after it that speak of the same."""
        lead = self._lead.get(id(frame.skeleton.block))
        if lead is None or lead is frame.skeleton or frame.type is EventType.FINANCIAL_REPORT:
            return None
        if lead.block is not frame.skeleton.block and frame.skeleton.block.kind is not BlockKind.HEADLINE:
            return None
        chain = self.so_far.chain_of
        shared = {chain(a.mention).id for a in frame.arguments} & {chain(m.id).id for m in lead.names.values()}
        return (
            opening_date(lead, self.folded, self.article.day)
            if shared and not own_dates(frame, self.folded, self.article.day)
            else None
        )

    def _once(self, frame: Frame) -> tuple[Argument, ...]:
        """Each entity once in each role."""
        first: dict[tuple[Role, ChainId], Argument] = {}
        for argument in (*frame.arguments, *self._company(frame)):
            first.setdefault((argument.role, self.so_far.chain_of(argument.mention).id), argument)
        return tuple(first.values())

    def _company(self, frame: Frame) -> Iterator[Argument]:
        """Whose product or whose change it is, where the frame does not say."""
        if any(a.role is Role.COMPANY for a in frame.arguments):
            return
        if frame.type is EventType.PRODUCT_LAUNCH:
            for argument in frame.arguments:
                product = self.so_far.chain_of(argument.mention)
                named = named_after(product, self._companies)
                maker = named.mentions[0] if named else self._maker.get(product.id)
                maker = maker or _announcer(frame) or _only_firm(frame)
                if maker:
                    yield Argument(Role.COMPANY, maker)
                    return
        elif frame.type is EventType.PERSONNEL_CHANGE:
            # 星桥公告称，林晓舟辞职: who tells of a change is whose change it is
            found = subject_of(frame.skeleton, frame.start, (EntityType.COMPANY, EntityType.ORGANIZATION))
            if found and found[0] < frame.start:
                yield Argument(Role.COMPANY, found[1][0].id)

    def _distinct(self, told: EventMention) -> bool:
        """Whether somebody takes part, and nobody deals with themselves."""
        who = [self.so_far.chain_of(a.mention).id for a in told.arguments]
        return bool(who) and (told.type is EventType.CONFERENCE or len(set(who)) == len(who))


def _only_firm(frame: Frame) -> MentionId | None:
    """星桥的业务进展很快，启明正式向公众开放: the only firm of the sentence, if it is what a clause before is about."""
    skeleton = frame.skeleton
    firms = [m for m in skeleton.names.values() if m.type is EntityType.COMPANY]
    found = subject_of(skeleton, frame.start, (EntityType.COMPANY,)) if len(firms) == 1 else None
    return firms[0].id if found and found[1] == (firms[0],) else None


def _announcer(frame: Frame) -> MentionId | None:
    """星桥宣布，启明3将上市: who tells of a launch launches."""
    told = _ANNOUNCED.match(frame.skeleton.text)
    if told is None or told.end() > frame.trigger[0]:
        return None
    return frame.skeleton.mentions(*told.span("company"))[0].id


def _leads(seen: Sequence[Skeleton]) -> dict[int, Skeleton]:
    """The first sentence of each paragraph; for the headline that of the first paragraph."""
    first: dict[int, Skeleton] = {}
    headline = next((s.block for s in seen if s.block.kind is BlockKind.HEADLINE), None)
    for skeleton in seen:
        if skeleton.block.kind is BlockKind.PARAGRAPH:
            first.setdefault(id(skeleton.block), skeleton)
            if headline is not None:
                first.setdefault(id(headline), skeleton)
    return first


def _makers(seen: Sequence[Skeleton], so_far: Annotations) -> Iterator[tuple[ChainId, MentionId]]:
    """Products that stand right after their maker's name somewhere (星桥启明3), if always after the same."""
    makers: dict[ChainId, dict[ChainId, MentionId]] = {}
    for skeleton in seen:
        for match in _MADE.finditer(skeleton.text):
            [maker] = skeleton.mentions(*match.span("maker"))
            for product in skeleton.mentions(*match.span("product")):
                known = makers.setdefault(so_far.chain_of(product.id).id, {})
                known.setdefault(so_far.chain_of(maker.id).id, maker.id)
    for product_id, known in makers.items():
        if len(known) == 1:
            yield product_id, next(iter(known.values()))


def _vague(told: EventMention, frame: Frame) -> bool:
    """获得过桥融资: money without a round, a sum or an investor may be any."""
    if told.type is not EventType.FUNDING_ROUND or told.round or told.amount:
        return False
    if told.date and "过桥" not in frame.skeleton.text[frame.start : frame.end]:
        return False
    certain = re.search("完成|轮", frame.skeleton.text[frame.start : frame.end])
    return certain is None and all(a.role is Role.COMPANY for a in told.arguments)
