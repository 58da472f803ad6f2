"""Words that stand for a name: 公司, 它, 后者, 全省; and those that tell of somebody who is not named."""

from __future__ import annotations

import re

from kg.extract.figures.scene import Clause, Scene
from kg.model import Mention

_PRONOUN = re.compile(
    r"(?:该|本|这家|(?<![\u4e00-\u9fffA-Za-z])|(?<=[将把使让对为给由但而且]))(?:公司|集团|平台|品牌|企业)(?!股票期权|债|家|们)"
    r"|(?<![尤极与])其(?![中他实余次间])|我们|我司"
)
_THE_GOODS = re.compile(
    r"(?:此外|同时|另外|而|但|不过|其中|，|据悉|目前|\s)*(?:它(?!们)|[该这]款?(?:车|机|机型|车型|产品|模型|芯片|系统|手机|手表|平板|设备|耳机|眼镜|机器人|应用|游戏|工具)(?![们企厂商]))"
)
_OF_A_REGION = re.compile(
    r"经济|GDP|生产总值|增加值|出口|进口|外贸|贸易|人口|财政|税收|消费|零售总额|失业|就业|通胀|物价|CPI|PPI|关税|旅客|游客|人次|投资|面积|居民|收入"
)
_POINTS = re.compile(r"(?:而且?|其中|但|不过|据悉|目前|\s)*(后者|前者)")
_UNNAMED = re.compile(
    r"(?:但是?|而|此外|同时|其中|还|据悉|，)*(?:另一|另外一|某|有一?|一)[家个款位名][^，。；的]{0,12}"
    r"(?:公司|企业|机构|银行|厂商|平台|车企|品牌|门店|工厂|基金|投资者|投资人|人士|用户|网友|员工|产品)"
)
_FIRM_FIRST = re.compile(r"(?:此外|同时|目前|另外|而|但|不过|因此|其中|，)*(?:该|本|这家)?(?:公司|集团)(?![们法债])")
_REGION = re.compile(r"全省|该省|全市|该市|全区|该地区|全县|我省|我市")


def pronoun_in(text: str, start: int, end: int) -> str | None:
    """How a stretch refers to what the text is about (公司, 该平台, 其, 我们), or None."""
    match = _PRONOUN.search(text, start, end)
    return match.group() if match else None


def speaks_of_the_goods(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins with what refers to goods: 它, 该车, 这款手机."""
    return _THE_GOODS.match(text, start, end) is not None


def former_or_latter(scene: Scene, start: int, end: int) -> Mention | None:
    """Whom 后者 or 前者 at the start of a clause means: the nearest of the names before it, or the one before that.

    Nobody where only one is named: the other was not found.
    """
    pointing = _POINTS.match(scene.text, start, end)
    if pointing is None:
        return None
    before = scene.named_before(start)
    former = next((m for m in before[1:] if scene.chain(m) != scene.chain(before[0])), None)
    return before[0] if former is not None and pointing[1] == "后者" else former


def points_at_one_of_two(scene: Scene, start: int, end: int) -> bool:
    """Whether a clause begins with 后者 or 前者."""
    return _POINTS.match(scene.text, start, end) is not None


def speaks_of_the_unnamed(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins with somebody who is not named (另一家公司, 有网友)."""
    return _UNNAMED.match(text, start, end) is not None


def speaks_of_the_firm(text: str, clause: Clause) -> bool:
    """Whether 公司 is the subject of a clause."""
    return _FIRM_FIRST.match(text, clause.span.start, clause.span.end) is not None


def region_in(text: str, start: int, end: int) -> bool:
    """Whether a stretch refers to a place by 全省 or 该市."""
    return _REGION.search(text, start, end) is not None


def measures_a_region(text: str, start: int, end: int) -> bool:
    """Whether a stretch speaks of what regions are measured by."""
    return _OF_A_REGION.search(text, start, end) is not None
