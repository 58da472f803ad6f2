"""What single sentences state: the rules of the grammar, and what forbids to read them so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.extract.relations.dealings import COMPETITORS, CUSTOMERS, PARTNERS
from kg.extract.relations.grammar import MADE_FOR, MADE_OF, NO_PARTNERS, PEOPLE, PLANNED, TYPES, UNLIKE, RelationRule
from kg.extract.relations.origins import FOUNDERS, SEATS
from kg.extract.relations.owners import INVESTMENTS, SUBSIDIARIES, TAKEOVERS
from kg.extract.relations.products import PRODUCTS
from kg.extract.skeleton import Skeleton
from kg.extract.subjects import PERSONS, subject_of
from kg.model import EntityType, Mention, MentionId, RelationMention, RelationType

_RULES: tuple[RelationRule, ...] = (
    *PRODUCTS,
    *SUBSIDIARIES,
    *INVESTMENTS,
    *TAKEOVERS,
    *PARTNERS,
    *COMPETITORS,
    *CUSTOMERS,
    *SEATS,
    *FOUNDERS,
)
# where the words name both, nobody is implied: rules that need an antecedent come last
_BY_CLARITY = tuple(sorted(_RULES, key=lambda rule: rule.implied is not None))
_ACTORS = frozenset({EntityType.COMPANY, EntityType.ORGANIZATION, EntityType.PERSON})
_EITHER_WAY = frozenset({RelationType.PARTNER_OF, RelationType.COMPETITOR_OF})
_FORMER = re.compile(r"曾经?是|曾为|前子公司|此前(?:是|为)|退出|清仓|不再持有|出售了")
_NOT = re.compile(r"没有|并非|不是|暂未|尚无|未曾|否认|并未|尚未|不再|终止|如果|假如|是否")
_UNDONE = re.compile(r"转让|出售|减持|清仓|拟|将|计划|有意|考虑|洽谈|谈判|可能|消息称|据传|传闻|或将|有望")
_OBLIQUE = "与和同跟向对从被由给把将据"
_HOPED = re.compile(r"有望|可能|预期|传闻|据传|考虑|洽谈|拟与|或将")
_NO_GOODS = re.compile(r"资产|股权|股份|收购|并购|增资")
_UNLIKE = re.compile(rf"{UNLIKE}[^，。；、\ue000-\uefff]{{0,8}}[\uec00-\uefff]")
_REST = 12
"""How much of a clause may follow a match and still be quoted with it, so that no evidence breaks off in a word."""
_Key = tuple[RelationType, MentionId, MentionId]


def from_sentence(skeleton: Skeleton) -> Iterator[RelationMention]:
    """The relations that one sentence states, each once."""
    taken: set[_Key] = set()
    owned: set[tuple[RelationType, MentionId]] = set()
    kinds = frozenset(m.type for m in skeleton.names.values())
    for one in _rules_for(kinds, len(skeleton.names) > 1):
        for match in one.pattern.finditer(skeleton.text):
            if _misread(skeleton, one, match):
                continue
            for relation in _pairs(skeleton, one, match):
                key, owner = _key(relation), (relation.type, relation.subject)
                if key in taken or (one.implied == "object" and owner in owned):
                    continue
                taken.add(key)
                owned.add(owner)
                yield relation


@lru_cache(maxsize=64)
def _rules_for(kinds: frozenset[EntityType], several: bool) -> tuple[RelationRule, ...]:
    """The rules whose sides may be names of these kinds: a sentence without firms is not searched for owners."""

    def possible(one: RelationRule) -> bool:
        subjects, objects = TYPES[one.type]
        if one.implied:
            return bool(kinds & (objects if one.implied == "subject" else subjects))
        return several and bool(kinds & subjects) and bool(kinds & objects)

    return tuple(one for one in _BY_CLARITY if possible(one))


def _misread(skeleton: Skeleton, one: RelationRule, match: re.Match[str]) -> bool:
    """Whether words in or around a match say that the relation does not hold, not yet, or between others."""
    text, start, end = skeleton.text, match.start(), match.end()
    if _NOT.search(text, max(0, start - 6), end):
        return True
    if one.type is RelationType.CUSTOMER_OF:
        hoped = _HOPED.search(text, skeleton.clause(start, end)[0], end)
        return hoped is not None or _NO_GOODS.search(text, start, end + 8) is not None
    if one.type is RelationType.PARTNER_OF:
        first, last = skeleton.clause(start, end)
        return NO_PARTNERS.search(text, first, max(last, end + _REST)) is not None
    if one.type is RelationType.ACQUIRED:
        return PLANNED.search(text, 0, end) is not None
    if one.type is RelationType.INVESTOR_IN:
        return not one.settled and _UNDONE.search(text, 0, end) is not None
    return one.type is RelationType.PRODUCES and _UNLIKE.search(match.group()) is not None


def _pairs(skeleton: Skeleton, one: RelationRule, match: re.Match[str]) -> Iterator[RelationMention]:
    sides: dict[str, tuple[Mention, ...]] = {"subject": (), "object": ()}
    for group in match.re.groupindex:
        if match.group(group):
            sides[group.rstrip("2")] += tuple(_named(skeleton, one.type, *match.span(group)))
    start = match.start()
    if one.implied:
        known = _implied(skeleton, one, start)
        told = {m.id for side in sides.values() for m in side}
        if known is None or any(m.id in told for m in known[1]):
            return
        start, sides[one.implied] = known
    last = skeleton.clause(match.end(), match.end())[1]
    span = skeleton.within(start, last if last - match.end() <= _REST else match.end())
    former = bool(_FORMER.search(match.group()))
    for subject in sides["subject"]:
        for object_ in sides["object"]:
            if subject.id != object_.id:
                yield RelationMention(one.type, subject.id, object_.id, (span,), one.confidence, former)


def _named(skeleton: Skeleton, type: RelationType, start: int, end: int) -> Iterator[Mention]:
    """The names in a group; of products not those that another is only made of (基于启明的远山)."""
    for at in range(start, end):
        mention = skeleton.names.get(skeleton.text[at])
        if mention and not (type is RelationType.PRODUCES and _another_s(skeleton.text, at)):
            yield mention


def _another_s(text: str, at: int) -> bool:
    """Whether the words around a name say that what is made is made of it or for it."""
    return MADE_OF.search(text, max(0, at - 10), at) is not None or MADE_FOR.match(text, at) is not None


def _implied(skeleton: Skeleton, one: RelationRule, position: int) -> tuple[int, tuple[Mention, ...]] | None:
    """Whom a rule without subject or object means, and where they stand."""
    kinds = TYPES[one.type][one.implied == "object"]
    known = subject_of(skeleton, position, PERSONS if kinds == PEOPLE else tuple(kinds - PEOPLE))
    if known is None and one.type is not RelationType.PRODUCES:  # whose products are judged by more than a sentence
        return _alone_before(skeleton, position, kinds)
    return known


def _alone_before(
    skeleton: Skeleton, position: int, kinds: frozenset[EntityType]
) -> tuple[int, tuple[Mention, ...]] | None:
    """The only name of these kinds that the sentence has before, or what the text is about if it has none at all."""
    names = [(i, skeleton.names[c]) for i, c in enumerate(skeleton.text[:position]) if c in skeleton.names]
    named = [(i, m) for i, m in names if m.type in kinds]
    if len(named) == 1 and _acts(skeleton, *named[0]):
        return named[0][0], (named[0][1],)
    if named or skeleton.topic is None or skeleton.topic.type not in kinds or any(m.type in _ACTORS for _, m in names):
        return None
    return position, (skeleton.topic,)


def _acts(skeleton: Skeleton, at: int, name: Mention) -> bool:
    """Whether a name may be the subject of a later clause: no oblique, and a person begins a clause."""
    if name.type is EntityType.PERSON:
        return at == 0 or skeleton.text[at - 1] in "，。：；"
    return at == 0 or skeleton.text[at - 1] not in _OBLIQUE


def _key(relation: RelationMention) -> _Key:
    """What makes two findings of one sentence the same: partners and rivals are so in either order."""
    ends = (relation.subject, relation.object)
    first, second = sorted(ends) if relation.type in _EITHER_WAY else ends
    return relation.type, first, second
