"""Relations between entities: who owns, makes, backs, supplies or rivals what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.products import best_told, is_document, made_by_line, made_by_name
from kg.extract.relations.dealings import COMPETITORS, CUSTOMERS, PARTNERS
from kg.extract.relations.grammar import RelationRule
from kg.extract.relations.makers import Evidence, MakerJudge
from kg.extract.relations.origins import FOUNDERS, SEATS
from kg.extract.relations.owners import INVESTMENTS, SUBSIDIARIES
from kg.extract.relations.products import PRODUCTS
from kg.extract.skeleton import Skeleton, skeletons
from kg.extract.subjects import PERSONS, subject_of
from kg.model import (
    Annotations,
    Article,
    EntityType,
    EventMention,
    EventType,
    Layer,
    MentionId,
    Modality,
    PostMention,
    RelationMention,
    RelationType,
    Role,
)

__all__ = ["RelationExtractor", "stated"]

RULES: tuple[RelationRule, ...] = (
    *PRODUCTS,
    *SUBSIDIARIES,
    *INVESTMENTS,
    *PARTNERS,
    *COMPETITORS,
    *CUSTOMERS,
    *SEATS,
    *FOUNDERS,
)
_AGENT = frozenset({EntityType.COMPANY, EntityType.ORGANIZATION})
_FIRM = frozenset({EntityType.COMPANY})
_PEOPLE = frozenset({EntityType.PERSON})
_TYPES: dict[RelationType, tuple[frozenset[EntityType], frozenset[EntityType]]] = {
    RelationType.FOUNDER_OF: (frozenset({EntityType.PERSON}), _FIRM),
    RelationType.INVESTOR_IN: (_AGENT | {EntityType.PERSON}, _FIRM),
    RelationType.ACQUIRED: (_FIRM, _FIRM | {EntityType.PRODUCT}),
    RelationType.SUBSIDIARY_OF: (_FIRM, _FIRM),
    RelationType.PARTNER_OF: (_AGENT, _AGENT),
    RelationType.COMPETITOR_OF: (_FIRM, _FIRM),
    RelationType.CUSTOMER_OF: (_FIRM, _FIRM),
    RelationType.PRODUCES: (_AGENT, frozenset({EntityType.PRODUCT})),
    RelationType.HEADQUARTERED_IN: (_FIRM, frozenset({EntityType.PLACE})),
}
_FORMER = re.compile(r"曾经?是|曾为|前子公司|此前(?:是|为)|退出|清仓|不再持有|出售了")
_NOT = re.compile(r"没有|并非|不是|未曾|否认|并未|尚未|不再|终止|如果|假如|是否")
_FAILED = re.compile(r"收购|并购|搁置|停滞|谈判|破裂|告吹|分手|取消|磋商")
_UNDONE = re.compile(r"转让|出售|减持|清仓|拟|将|计划|有意|考虑|洽谈|谈判|可能|消息称|据传|传闻|或将|有望")
# 收购云杉29%的股权: who buys less than half has a share in it
_MINORITY = re.compile(
    r"[”」]?(?:公司)?(?:的|合计|约|近|超|持有的?)*(?:[0-4]?\d)(?:\.\d{1,4})?[%％]的?(?:股权|股份|权益)"
)
_DENIED = re.compile(r"否认|谈判|商谈|洽谈|磋商")
# 星桥推出接入启明的…, 星桥对标启明: the product is somebody else's
_UNLIKE = re.compile(
    r"(?:接入|登陆|兼容|适配|对标|类似|超越|挑战|相比|媲美|借助|利用|使用|竞品|取代|替代|支持|互通|合作|转向|针对|借鉴|模仿)[^，。；、\ue000-\uefff]{0,8}[\uec00-\uefff]"
)
_PLANNED = re.compile(r"拟|计划|有意|考虑|洽谈|商讨|接洽|有望|谈判|讨论|(?:将|或)[^，。；]{0,24}(?:收购|合并|并购)")
_PART_OF = re.compile(r"[”」]?(?:旗下|所持|持有的|名下)")
_FOUNDER = re.compile(r"创始人|创办人|创立者")


class RelationExtractor:
    """Finds relations in syntax, in events and in posts; types of subject and object are checked.

    Who makes a product is also judged where no rule says so, and what rules say is dropped where all else speaks
    against it. ``confidence`` is that of the rule, set by judgement, or the judge's: it orders findings and is not
    calibrated.
    """

    name = "relations"
    version = "1"
    requires = frozenset({Layer.MENTIONS, Layer.CHAINS, Layer.EVENTS, Layer.POSTS})
    provides = frozenset({Layer.RELATIONS})

    def __init__(self, judge: MakerJudge | None = None) -> None:
        self._judge = judge or MakerJudge()

    def __call__(self, article: Article, so_far: Annotations) -> Annotations:
        """The article's relations, one for each place that states one."""
        found = stated(article, so_far)
        return Annotations(
            relations=tuple(self._judge(found, Evidence(article, so_far, skeletons(article, so_far), found)))
        )


def stated(article: Article, so_far: Annotations) -> tuple[RelationMention, ...]:
    """What rules of grammar find, before makers of products are judged."""
    found = [
        *(r for event in so_far.events for r in _from_event(event, article.text, so_far)),
        *(r for post in so_far.posts for r in _from_post(post)),
        *(r for s in skeletons(article, so_far) if s.names for r in _from_sentence(s)),
        *made_by_name(so_far),
    ]
    sound = list(best_told([r for r in found if _sound(r, so_far)], so_far))
    return (*sound, *made_by_line(sound, so_far))


def _sound(r: RelationMention, so_far: Annotations) -> bool:
    subjects, objects = _TYPES[r.type]
    subject, object_ = so_far.chain_of(r.subject), so_far.chain_of(r.object)
    if r.type is RelationType.PRODUCES and is_document(object_.name):
        return False
    return subject.type in subjects and object_.type in objects and subject.id != object_.id


def _from_sentence(skeleton: Skeleton) -> Iterator[RelationMention]:
    taken: set[tuple[RelationType, MentionId, MentionId]] = set()
    for one in RULES:
        for match in one.pattern.finditer(skeleton.text):
            if _NOT.search(skeleton.text, max(0, match.start() - 6), match.end()):
                continue
            if one.type is RelationType.PARTNER_OF and _failed(skeleton, match):
                continue
            if one.type is RelationType.INVESTOR_IN and _UNDONE.search(skeleton.text, 0, match.end()):
                continue
            if one.type is RelationType.PRODUCES and _UNLIKE.search(match.group()):
                continue
            for relation in _pairs(skeleton, one, match):
                key = (relation.type, relation.subject, relation.object)
                if key not in taken:
                    taken.add(key)
                    yield relation


def _failed(skeleton: Skeleton, match: re.Match[str]) -> bool:
    start, end = skeleton.clause(match.start(), match.end())
    return bool(
        _FAILED.search(skeleton.text, match.start(), match.end() + 12) or _DENIED.search(skeleton.text, start, end)
    )


def _pairs(skeleton: Skeleton, one: RelationRule, match: re.Match[str]) -> Iterator[RelationMention]:
    sides = {g: skeleton.mentions(*match.span(g)) for g in match.re.groupindex}
    start = match.start()
    if one.implied:
        kinds = _TYPES[one.type][one.implied == "object"]
        known = subject_of(skeleton, start, PERSONS if one.type is RelationType.FOUNDER_OF else tuple(kinds - _PEOPLE))
        told = {m.id for side in sides.values() for m in side}
        if known is None or any(m.id in told for m in known[1]):
            return
        start, sides[one.implied] = known[0], known[1]
    span = skeleton.within(start, match.end())
    former = bool(_FORMER.search(match.group()))
    for subject in sides["subject"]:
        for object_ in sides["object"]:
            if subject.id != object_.id:
                yield RelationMention(one.type, subject.id, object_.id, (span,), one.confidence, former)


def _by_role(event: EventMention, *roles: Role) -> tuple[MentionId, ...]:
    return tuple(a.mention for a in event.arguments if a.role in roles)


def _from_event(event: EventMention, text: str, so_far: Annotations) -> Iterator[RelationMention]:
    """What a done deal or launch leaves behind; a plan or a rumour leaves nothing."""
    if event.modality is Modality.DENIED:
        return
    launched = event.type is EventType.PRODUCT_LAUNCH
    if not launched and event.modality is not Modality.HAPPENED:
        return
    if event.type is EventType.ACQUISITION and _unsure(event, text, so_far):
        return
    stake = any(_MINORITY.match(text, so_far.mention(m).span.end) for m in _by_role(event, Role.TARGET))
    for type_, subjects, objects in _left_behind(event, stake):
        for subject in subjects:
            for object_ in objects:
                if subject != object_:
                    yield RelationMention(type_, subject, object_, event.evidence, event.confidence)


def _unsure(event: EventMention, text: str, so_far: Annotations) -> bool:
    """A purchase that is still to come, or of something that the target owns."""
    targets = (so_far.mention(m).span.end for m in _by_role(event, Role.TARGET))
    return any(_PART_OF.match(text, end) for end in targets) or any(_PLANNED.search(e.of(text)) for e in event.evidence)


_Sides = tuple[RelationType, tuple[MentionId, ...], tuple[MentionId, ...]]


def _left_behind(event: EventMention, stake: bool) -> Iterator[_Sides]:
    company = _by_role(event, Role.COMPANY)
    if event.type is EventType.FUNDING_ROUND:
        yield RelationType.INVESTOR_IN, _by_role(event, Role.INVESTOR, Role.LEAD_INVESTOR), company
    elif event.type is EventType.ACQUISITION:
        type_ = RelationType.INVESTOR_IN if stake else RelationType.ACQUIRED
        yield type_, _by_role(event, Role.ACQUIRER), _by_role(event, Role.TARGET)
    elif event.type is EventType.PARTNERSHIP:
        partners = _by_role(event, Role.PARTNER)
        yield RelationType.PARTNER_OF, partners[:1], partners[1:]
    elif event.type is EventType.PRODUCT_LAUNCH:
        yield RelationType.PRODUCES, company, _by_role(event, Role.PRODUCT)
    elif event.type is EventType.FOUNDING:
        yield RelationType.FOUNDER_OF, _by_role(event, Role.PERSON), company


def _from_post(post: PostMention) -> Iterator[RelationMention]:
    """A founder stays a founder, also of a firm that they have left."""
    if _FOUNDER.search(post.title):
        yield RelationMention(RelationType.FOUNDER_OF, post.person, post.organization, post.evidence, post.confidence)
