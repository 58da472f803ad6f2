"""Whose figure it is: by the scope of the sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.figures.scene import ACTORS, Clause, Scene
from kg.model import EntityType, Mention, Span

_OBLIQUE = re.compile(
    r"(?:据|根据|来自|援引|通过|在|于|向|从|与|和|对|为|给|被|让|将|把|由|比|较|超过|超越|高于|低于|至|到|以|用|除|除了|受|因|针对|关于"
    r"|作为|面向|进入|登陆|位于|包括|如|例如|收购|投资|持有|出售|购买|采购|供应|发布|推出|旗下|成为|拥有|占|拿下|买下)\s?[“《「]?$"
)
_SOURCE = re.compile(
    r"^[”》」]?(?:[^，。；\n]{0,12}(?:数据|报告|统计)(?:显示|称|表明|指出)?|(?:消息|报道|讯|电|获悉|了解到)|首席|分析师|研究员)"
)
_AND = re.compile(r"[”》」]?(?:（[^（）\n]{0,20}）)?\s?(?:、|和|与|及|以及|以及其|/)\s?[“《「]?")
_OWNS = re.compile(r"[”》」]?(?:（[^（）\n]{0,20}）)?的?(?:全资|控股)?(?:旗下|子公司|控股子公司|全资子公司)的?[^，。；\n]{0,8}[“《「]?")
_PRONOUN = re.compile(r"(?:该|本|这家)?(?:公司|集团|平台|品牌|企业)(?!股票期权|债)|(?<![尤极与])其(?![中他实余次间])|我们|后者")
_EACH = re.compile(r"均|都|也|各|皆|双双")


@dataclass(slots=True)
class Topic:
    """Whom the text speaks of at this point."""

    heading: Mention | None = None
    paragraph: Mention | None = None
    sentence: tuple[Mention, ...] = ()


def subjects_before(scene: Scene, clause: Clause, end: int) -> tuple[Mention, ...]:
    """The grammatical subject of a clause, of what stands before ``end``; several where they are coordinated."""
    text = scene.text
    named = [m for m in clause.mentions if m.span.end <= end]
    for i, mention in enumerate(named):
        if not _can_be_subject(text, clause, mention, end):
            continue
        chosen = mention
        rest = named[i + 1 :]
        while rest and _OWNS.fullmatch(text, chosen.span.end, rest[0].span.start):
            chosen, rest = rest[0], rest[1:]
        group = [chosen]
        for other in rest:
            if other.type is not chosen.type or not _AND.fullmatch(text, group[-1].span.end, other.span.start):
                break
            group.append(other)
        return tuple(group)
    return ()


def _can_be_subject(text: str, clause: Clause, mention: Mention, end: int) -> bool:
    if _OBLIQUE.search(text, max(clause.span.start, mention.span.start - 6), mention.span.start):
        return False
    if _SOURCE.match(text, mention.span.end, end):
        return False
    if mention.type is EntityType.PLACE:
        return text[mention.span.end : mention.span.end + 1] not in ("的", "市", "籍")
    return True


def speaks_of_topic(text: str, within: Span) -> bool:
    """Whether a stretch refers to what the text is about by 公司, 该平台, 其 or 我们."""
    return _PRONOUN.search(text, within.start, within.end) is not None


def each(text: str, group: tuple[Mention, ...], end: int) -> tuple[Mention, ...]:
    """The members of a coordinated subject, where the figure holds for each of them; else the first alone."""
    if len(group) > 1 and _EACH.search(text, group[-1].span.end, end):
        return group
    return group[:1]


def topic_of_heading(scene: Scene, within: Span) -> Mention | None:
    """The first firm, body or product that a heading names."""
    return next((m for m in scene.mentions if within.contains(m.span) and m.type in ACTORS), None)
