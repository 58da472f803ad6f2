"""The grammar of relations: patterns over skeletons whose groups are subject and object."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.extract.skeleton import grammar
from kg.model import EntityType, RelationType

R = RelationType
FIRMS = frozenset({EntityType.COMPANY})
AGENTS = frozenset({EntityType.COMPANY, EntityType.ORGANIZATION})
PEOPLE = frozenset({EntityType.PERSON})
TYPES: dict[RelationType, tuple[frozenset[EntityType], frozenset[EntityType]]] = {
    R.FOUNDER_OF: (PEOPLE, FIRMS),
    R.INVESTOR_IN: (AGENTS | PEOPLE, FIRMS),
    R.ACQUIRED: (FIRMS, FIRMS | {EntityType.PRODUCT}),
    R.SUBSIDIARY_OF: (FIRMS, FIRMS),
    R.PARTNER_OF: (FIRMS, FIRMS),
    R.COMPETITOR_OF: (FIRMS, FIRMS),
    R.CUSTOMER_OF: (FIRMS, FIRMS),
    R.PRODUCES: (AGENTS, frozenset({EntityType.PRODUCT})),
    R.HEADQUARTERED_IN: (FIRMS, frozenset({EntityType.PLACE})),
}
"""What the subject and the object of a relation may be."""
# words that make something else of a sentence: parties of a sale or of a quarrel
NO_PARTNERS = re.compile(
    r"收购|并购|搁置|停滞|押注|有望|传闻|据传|谈判|破裂|告吹|分手|取消|否认|商谈|洽谈|磋商|商讨|探讨|讨论|拟[与和同]|可能|领投|跟投|参投|股东"
)
PLANNED = re.compile(
    r"拟|计划|有意|考虑|洽谈|商讨|接洽|有望|可能|传闻|据传|谈判|讨论|概率|启动收购|将(?:变更|成为)|(?:将|或)[^，。；]{0,24}(?:收购|合并|并购)"
)
# 星桥上线接入启明的应用, 星桥对标启明: the product is somebody else's
UNLIKE = (
    r"(?:接入|登陆|兼容|适配|对标|类似|超越|挑战|相比|媲美|借助|利用|使用|竞品|取代|替代|支持|互通|合作|转向|针对|借鉴|"
    r"模仿)"
)
# 基于启明的远山
MADE_OF = re.compile(r"(?:基于|搭载|采用|配备)[^，。；、\ue000-\uefff]{0,6}$")
# Windows版启明, 由启明驱动的远山, 官方启明公众号: not what is made, but what it runs on
MADE_FOR = re.compile(
    r"[\uec00-\uefff](?:版[^，。；、\ue000-\uefff]{0,8}[\uec00-\uefff]|(?:公众号|视频号|小程序|账号)"
    r"|[^，。；、\ue000-\uefff]{0,4}(?:驱动|赋能|提供支持)的)"
)


@dataclass(frozen=True, slots=True)
class RelationRule:
    """``subject`` and ``object`` are groups of the pattern, each a name or a list of names.

    ``implied`` says which of the two is the subject of the clauses before, or what the text is about; a rule is
    ``settled`` if what it states is so, whatever is planned (who is to sell shares holds them).
    """

    type: RelationType
    pattern: re.Pattern[str]
    confidence: float
    implied: str | None = None
    settled: bool = False


def rule(type: RelationType, template: str, confidence: float, implied: str | None = None) -> RelationRule:
    """A rule from a template of :func:`kg.extract.skeleton.grammar`."""
    return RelationRule(type, grammar(template), confidence, implied)


def settled(type: RelationType, template: str, confidence: float) -> RelationRule:
    """A rule that holds beside words of plans and sales too."""
    return replace(rule(type, template, confidence), settled=True)
