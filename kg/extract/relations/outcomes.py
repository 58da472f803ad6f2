"""What events and posts leave behind as relations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.relations.grammar import MADE_OF, NO_PARTNERS, PLANNED
from kg.model import (
    Annotations,
    EventMention,
    EventType,
    MentionId,
    Modality,
    PostMention,
    RelationMention,
    RelationType,
    Role,
    Span,
)

# 收购云杉29%的股权: who buys less than half has a share in it
_MINORITY = re.compile(r"[”」]?(?:公司)?(?:的|合计|约|近|超|持有)*(?:[0-4]?\d)(?:\.\d{1,4})?[%％]的?(?:股权|股份|权益)")
_PART_OF = re.compile(
    r"[”」]?(?:旗下|所持|持有的|名下|[^，。；：、]{0,8}(?:矿山|[金铜锂铁煤银镍]矿|油田|气田|项目|业务|资产|工厂|门店|基地|大厦|产线|园区))"
)
# 海岳集团旗下公司收购…: somebody else buys; 将其业务出售给: nor is the firm sold
_NOT_ITSELF = re.compile(r"[”」]?的?(?:旗下|子公司|控股股东|关联方)")
_ONLY_A_PART = re.compile(
    r"将其?[^，。；]{0,16}(?:业务|资产|部门|项目|原油|天然气|产品|货物)[^，。；]{0,12}(?:出售|卖|转让)给"
)
# 有望由海岳资本领投
_HOPED = re.compile(r"有望|或将|或由|拟|计划|预计|可能|据传|传闻|有意|考虑|洽谈|磋商|寻求|(?:将|或)[由获]")
# 云杉版远山, 由云杉驱动的新版远山
_FOR = re.compile(r"[”」》]?\s?(?:版(?!本)|[^，。；、]{0,4}(?:驱动|赋能|提供支持)的)")
_NEXT = 14
_BEFORE = 14
_FURTHER = 80
"""Code points by which evidence grows to hold the name of who invests, in 完成A轮融资，由海岳资本领投."""
_FOUNDER = re.compile(r"创始人|创办人|创立者|联创|始创人|创建人")
_Sides = tuple[RelationType, tuple[MentionId, ...], tuple[MentionId, ...]]


def from_event(event: EventMention, text: str, so_far: Annotations) -> Iterator[RelationMention]:
    """What a done deal or launch leaves behind; a plan or a rumour leaves nothing."""
    launched = event.type is EventType.PRODUCT_LAUNCH
    if event.modality is Modality.DENIED or (not launched and event.modality is not Modality.HAPPENED):
        return
    if _unsure(event, text, so_far):
        return
    for type_, subjects, objects in _left_behind(event, text, so_far):
        for subject in subjects:
            for object_ in objects:
                start = so_far.mention(object_).span.start
                made_of = launched and (
                    MADE_OF.search(text, max(0, start - _BEFORE), start) or _runs_on(object_, objects, text, so_far)
                )
                if subject != object_ and not made_of:
                    proof = _with_ends(event, subject, object_, text, so_far)
                    yield RelationMention(type_, subject, object_, proof, event.confidence)


def _runs_on(product: MentionId, launched: Sequence[MentionId], text: str, so_far: Annotations) -> bool:
    """Whether a product is what another one runs on only: 云杉版远山, 由云杉驱动的远山."""
    end = so_far.mention(product).span.end
    match = _FOR.match(text, end)
    return match is not None and any(0 < so_far.mention(m).span.start - end <= _NEXT for m in launched)


def _with_ends(
    event: EventMention, subject: MentionId, object_: MentionId, text: str, so_far: Annotations
) -> tuple[Span, ...]:
    """The event's evidence, so far that it names both ends where they stand in its paragraph and not far away."""
    first, *more = event.evidence
    wide = first.cover(so_far.mention(subject).span).cover(so_far.mention(object_).span)
    near = len(wide) <= len(first) + _FURTHER and "\n" not in wide.of(text)
    return (wide if near else first, *more)


def from_post(post: PostMention) -> Iterator[RelationMention]:
    """A founder stays a founder, also of a firm that they have left."""
    if _FOUNDER.search(post.title):
        yield RelationMention(RelationType.FOUNDER_OF, post.person, post.organization, post.evidence, post.confidence)


def _unsure(event: EventMention, text: str, so_far: Annotations) -> bool:
    """A purchase that is still to come, or of something that the target owns; no partners but parties of a quarrel."""
    told = [e.of(text) for e in event.evidence]
    if event.type is EventType.PARTNERSHIP:
        return any(NO_PARTNERS.search(words) for words in told)
    if event.type is not EventType.ACQUISITION:
        return False
    targets = (so_far.mention(m).span.end for m in _by_role(event, Role.TARGET))
    buyers = (so_far.mention(m).span.end for m in _by_role(event, Role.ACQUIRER))
    if any(_PART_OF.match(text, end) for end in targets) or any(_NOT_ITSELF.match(text, end) for end in buyers):
        return True
    return any(PLANNED.search(words) or _ONLY_A_PART.search(words) for words in told)


def _left_behind(event: EventMention, text: str, so_far: Annotations) -> Iterator[_Sides]:
    company = _by_role(event, Role.COMPANY)
    if event.type is EventType.FUNDING_ROUND:
        investors = _by_role(event, Role.INVESTOR, Role.LEAD_INVESTOR)
        yield RelationType.INVESTOR_IN, tuple(m for m in investors if not _hoped(m, text, so_far)), company
    elif event.type is EventType.ACQUISITION:
        targets = _by_role(event, Role.TARGET)
        stake = any(_MINORITY.match(text, so_far.mention(m).span.end) for m in targets)
        yield RelationType.INVESTOR_IN if stake else RelationType.ACQUIRED, _by_role(event, Role.ACQUIRER), targets
    elif event.type is EventType.PARTNERSHIP:
        partners = _by_role(event, Role.PARTNER)
        yield RelationType.PARTNER_OF, partners[:1], partners[1:]
    elif event.type is EventType.PRODUCT_LAUNCH:
        yield RelationType.PRODUCES, company, _by_role(event, Role.PRODUCT)
    elif event.type is EventType.FOUNDING:
        yield RelationType.FOUNDER_OF, _by_role(event, Role.PERSON), company


def _by_role(event: EventMention, *roles: Role) -> tuple[MentionId, ...]:
    return tuple(a.mention for a in event.arguments if a.role in roles)


def _hoped(investor: MentionId, text: str, so_far: Annotations) -> bool:
    """Whether the words right before an investor say that it has not invested yet."""
    start = so_far.mention(investor).span.start
    clause = max(text.rfind(mark, 0, start) for mark in "，。；\n") + 1
    return _HOPED.search(text, max(clause, start - _BEFORE), start) is not None
