"""Who is meant where a clause does not say: the subject of the clauses before, or what the text is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.skeleton import Skeleton, grammar
from kg.model import EntityType, Mention

PERSONS = (EntityType.PERSON,)
# 对于星桥来说，…推出了启明: spoken of so, it is the subject
_ABOUT = re.compile(r"(?:来说|而言|来讲|方面)[，,]?")
# after these words a name is no subject
_NO_SUBJECT = re.compile(
    r"(?:在|与|和|同|对|从|被|由|向|为|给|据|把|将|比|受|经|到|自|除|以|让|使|至|的|获|引入|收购|并购|入股|注资|"
    r"邀请|击败|起诉|获得|得到|取代|接替|包括|联手|携手)$"
)
_OWNED = grammar(r"(?:旗下|控股|全资|的?子公司)<-12><C>")
_CLAUSES = 12
_DEEPEST = 24
"""How far from the start of its clause a subject may stand, in code points of the skeleton."""
# 从云杉手中; 海岳证券分析师认为: neither is who acts
_GIVER = re.compile(r"手中|手里|处|(?:证券)?(?:分析师|研究员|研报|首席)")
# words of which none is made of others, so that each text can be read in one way only; they are
# all that may stand before a clause without a subject, if what the text is about is to be it: anything else may be a
# subject that was not known for a name
_NO_OTHER = re.compile(
    r"(?:此外|另外|同时|目前|近日|日前|[今昨当]天|[今昨当]日|随后|此前|并且?|还|也|已经?|将|拟|计划|正式|宣布|曾|"
    r"再|又|其中|据悉|据了解|"
    r"消息|获悉|于|在|自|\d{2,4}年|\d{1,2}月|\d{1,2}日|底|初|末|起|，|、|的|[今去同当]年|[本上]周|[上下]半年|官方|"
    r"成功|顺利|开始|次年|当时|此后|后来|之后|其后|不久|随即|最终|终于|先后|陆续|相继|首次|再次(?!年[底初])|第一次|"
    r"期间|"
    r"截至|直到|到|仅|就|才|便|即|则|但|而|不过|然而|最近|近期|最新|累计|一共|总共|前年|[一二三四]季度|[上中下]旬|"
    r"春节|年中|月底|年底|年初|左右|前后|"
    r"近年来|至今|迄今|历时|一度|一举|独家|率先|重新|两次|多次|多轮|连续|早|时|时隔|曾经|最早|最快|通过|"
    r"凭借此|由此|因此|此次|这次|本次)*"
)


def subject_of(skeleton: Skeleton, position: int, of: Sequence[EntityType]) -> tuple[int, tuple[Mention, ...]] | None:
    """The subject of the words at ``position``, if they have none of their own, and where it starts."""
    return _before(skeleton, position, of) or _topic(skeleton, position, of)


def _before(skeleton: Skeleton, position: int, of: Sequence[EntityType]) -> tuple[int, tuple[Mention, ...]] | None:
    """The nearest clause-initial name (or list of names) of these kinds before ``position``, and where it starts.

    Only a few words may stand between the start of its clause and the name, none of them a preposition.
    """
    text = skeleton.text
    start = end = position
    for _ in range(_CLAUSES):
        start = skeleton.clause(start, start)[0]
        at = _first(skeleton, start, end)
        if at is not None and skeleton.names[text[at]].type in of and _leads(text, start, at):
            if end < position and of == PERSONS and not _NO_OTHER.fullmatch(text, end + 1, position):
                return None
            return at, (skeleton.names[text[at]], *_joined(skeleton, at, end, of))
        if start == 0 or text[start - 1] not in "，,、":
            return None
        end = start = start - 1
    return None


def _first(skeleton: Skeleton, start: int, end: int) -> int | None:
    """Where the first name of a clause stands, places aside; of 海岳旗下子公司星桥 it is 星桥."""
    for at in range(start, end):
        mention = skeleton.names.get(skeleton.text[at])
        if mention is None or mention.type is EntityType.PLACE:
            continue
        owned = _OWNED.match(skeleton.text, at + 1, end)
        return owned.end() - 1 if owned else at
    return None


def _leads(text: str, start: int, at: int) -> bool:
    oblique = (_NO_SUBJECT.search(text[start:at]) and not _ABOUT.match(text, at + 1)) or _GIVER.match(text, at + 1)
    return at - start <= _DEEPEST and not oblique


def _topic(skeleton: Skeleton, position: int, of: Sequence[EntityType]) -> tuple[int, tuple[Mention, ...]] | None:
    """What the text is about, as the subject of a sentence that names none before ``position``."""
    if skeleton.topic is None or skeleton.topic.type not in of:
        return None
    return (position, (skeleton.topic,)) if _NO_OTHER.fullmatch(skeleton.text, 0, position) else None


def _joined(skeleton: Skeleton, at: int, end: int, of: Sequence[EntityType]) -> Iterator[Mention]:
    """The names that stand in a list with the one at ``at``."""
    text = skeleton.text
    while at + 2 < end and text[at + 1] in "、和与及" and text[at + 2] in skeleton.names:
        at += 2
        if skeleton.names[text[at]].type in of:
            yield skeleton.names[text[at]]
