"""The grammar of a title: what it may begin with, and what it must end in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.model import Span

_LONGEST_BODY = 24
# words for ranks and departments, of which no name is made
PLAIN = (
    r"联合|共同|执行|高级|资深|首席|副|常务|代理|集团|公司|全球|中国区?|大中华区|亚太区?|海外|国际|技术|产品|市场|营销|财务|运营"
    r"|研发|销售|品牌|人力资源|战略|投资|法务|公关|商业化|业务|供应链|自动驾驶|智能驾驶|算法|大模型|设计|工程|生产|制造|内容|用户|增长|电商|政府事务|公共事务"
    r"|总部|该|其"
)
_LATIN = re.compile(r"[A-Za-z]")
_FORMER = re.compile(r"(?:前任|原任|曾任|曾经的|时任|历任|卸任|离任|前(?![端台线沿期厅海])|原(?![创料油子]))")
_LEAD = re.compile(
    r"[\s的”」》）)]*(?:（[^（）]{1,40}）|\([^()]{1,40}\))?[\s的]*(?:(?:旗下|现任|新任|候任|在任|首[位任]|第.任|新一任|(?:[一二两三四五六七八九十几多\d]{1,3}|数)[位名]))?[\s的]*"
)
# a verb inside shows that the stretch is a clause and no title
_CLAUSE = re.compile(
    r"[，。；：！？“”「」《》\n\t]|[是了被把称说让]|表示|认为|任命|宣布|担任|出任|介绍|指出|会见|访问|抵达|活捉|威胁|批评|敦促|要求|警告"
    r"|致电|提名|支持|反对|邀请|接替|取代|解雇|指责|收购|加入|离开|推荐|发布|来自|成为|包括|期间|及其|[他她我]|知名|著名|^籍|已经|由"
)
# a further title that brings an organisation of its own: 安委办副主任、应急管理部副部长
_ELSEWHERE = re.compile(
    r"(?!(?:统战|组织|宣传|社会工作)部).{2,}(?:部|(?<![党纪法])委|公司|集团|大学|学院|银行|证券|研究院|研究所|协会|学会|基金会)(?!门|员)"
)
_NAME_ENDS = (
    r"科技|技术|集团|公司|股份|有限|控股|资本|投资|基金|创投|汽车|动力|智能|机器人|生物|医药|医疗|健康|证券|银行|保险|网络|信息|软件|数据"
    r"|传媒|文化|教育|能源|电子|半导体|材料|食品|实业|工业|重工|电器|通信|航空|航天|地产|置业|物流|零售|餐饮|咖啡|影业|游戏|互娱|创新|实验室"
)

# what a firm's name, and hardly a department's, ends in
_FIRM_ENDS = (
    r"科技|集团|股份|控股|资本|创投|机器人|生物|医药|药业|证券|银行|保险|软件|传媒|半导体|实业|重工|航空|航天|地产|置业|餐饮|咖啡"
    r"|影业|互娱|实验室|茶|酒业|乳业|电气|光电|云(?!计算|服务|业务|平台|产品|端)"
)
_UNFOUND = re.compile(rf"(?!(?:{PLAIN})).{{2,6}}?(?:{_FIRM_ENDS})")


@dataclass(frozen=True, slots=True)
class Title:
    """Where a title stands, and whether a mark says that the post is over.

    ``mark`` is the offset of such a mark inside the title, which is no part of its words: 政治部原主任 is the former
    post of 政治部主任.
    """

    span: Span
    former: bool = False
    mark: int | None = None

    def of(self, text: str) -> str:
        """The title's words."""
        if self.mark is None:
            return self.span.of(text)
        return text[self.span.start : self.mark] + text[self.mark + 1 : self.span.end]


@cache
def heads() -> dict[str, frozenset[str]]:
    """The words that a title may end in, by section of ``title_heads.txt``."""
    sections: dict[str, set[str]] = {}
    section = ""
    for line in (files("kg.extract") / "data" / "title_heads.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            sections.setdefault(section, set()).add(line)
    return {name: frozenset(words) for name, words in sections.items()}


@cache
def head_pattern(*sections: str) -> str:
    """An alternation of the heads of these sections (of all, if none is given), the longest first."""
    words = {w for name, found in heads().items() if not sections or name in sections for w in found}
    longest_first = sorted(words, key=lambda w: (-len(w), w))
    return (
        "(?:首席[\u4e00-\u9fff]{2,8}官|首席[ A-Z]{2,6}(?:官|科学家)|"
        + "|".join(rf"(?<![A-Za-z]){w}(?![A-Za-z])" if _LATIN.match(w) else w for w in longest_first)
        + ")"
    )


_SEPARATOR = r"[\s]*(?:兼任|兼|暨|、|以及|及|和|与|/|&|（|\(|）|\)|,)[\s]*(?:兼任|兼)?[\s]*"


@cache
def _piece() -> re.Pattern[str]:
    """One title: a body without punctuation, a head, and then a separator or the end."""
    body = rf"(?:(?:{PLAIN}){{1,3}}、)?[^\n，。；：！？、]{{0,{_LONGEST_BODY}}}?"
    return re.compile(rf"{body}{head_pattern()}(?:之一)?(?=\s*$|{_SEPARATOR})", re.IGNORECASE)


@cache
def _separator() -> re.Pattern[str]:
    return re.compile(_SEPARATOR)


def read_titles(text: str, start: int, end: int) -> tuple[Title, ...]:
    """The titles that ``text[start:end]`` consists of; none unless they fill it wholly.

    >>> [t.span.of("原联合创始人兼CEO") for t in read_titles("原联合创始人兼CEO", 0, 10)]
    ['联合创始人', 'CEO']
    >>> read_titles("任命了新总裁", 0, 6)
    ()
    """
    if not 0 < end - start <= 3 * _LONGEST_BODY:
        return ()
    gap = text[start:end]
    found: list[Title] = []
    at = 0
    former = False
    while True:
        at = _LEAD.match(gap, at).end()  # type: ignore[union-attr]  # every part is optional
        mark = _FORMER.match(gap, at)
        if mark:
            at, former = mark.end(), True
        piece = _piece().match(gap, at)
        if piece is None or _CLAUSE.search(piece.group()):
            return ()
        if not found or not _ELSEWHERE.match(piece.group()):
            tight = _tight(gap, piece).shift(start)
            if "%" in tight.of(text):
                return ()
            found.append(_title(text, tight, former))
        at = piece.end()
        between = _separator().match(gap, at)
        if between is None:
            return tuple(found) if not gap[at:].strip(" 的") else ()
        at = between.end()
        if not gap[at:].strip():
            return tuple(found) if between.group().strip() in ("）", ")") else ()


def has_a_firm(title: str) -> bool:
    """Whether a title begins with what looks like a firm that the tagger missed.

    >>> has_a_firm("青檐咖啡供应链副总裁"), has_a_firm("供应链副总裁"), has_a_firm("集团副总裁")
    (True, False, False)
    """
    return _UNFOUND.match(title) is not None


def _title(text: str, span: Span, former: bool) -> Title:
    inside = _former_inside().fullmatch(text, span.start, span.end)
    return Title(span, former=True, mark=inside.start("mark")) if inside else Title(span, former)


@cache
def _former_inside() -> re.Pattern[str]:
    return re.compile(rf".{{2,}}?(?P<mark>[原前])(?:常务|第一|[正副])?{head_pattern()}", re.IGNORECASE)


def _tight(gap: str, piece: re.Match[str]) -> Span:
    """The title itself, without 之一 and spaces: what stands after a 的 (负责公关的副总裁).

    Where a title stands before the 的 too (兼任民政部长的总理), that one is the organisation's.
    """
    words = piece.group().removesuffix("之一").rstrip()
    cut = words.rfind("的")
    if cut > 0 and _ends_in_head().search(words, 0, cut):
        return Span(piece.start(), piece.start() + cut)
    start = cut + 1
    if "%" in words:  # a share's move before it in a headline: 涨超6% 创始人
        start = max(start, words.rfind(" ") + 1)
    for lead in ("该公司", "公司", "但", "而", "由", "与", "和", "及", "其", "该"):
        if words.startswith(lead, start) and start + len(lead) < len(words):
            start += len(lead)
    if _new_one().fullmatch(words, start):
        start += 1
    cut_name = _cut_name().match(words, start)
    start = cut_name.end() if cut_name else start
    while start < len(words) and words[start].isspace():
        start += 1
    return Span(piece.start() + start, piece.start() + len(words))


@cache
def _cut_name() -> re.Pattern[str]:
    """The rest of a company's name that a tagger cut short before a title (星桥|科技CEO)."""
    tops = "(?:联合|首席|共同|联席)?(?:创始人|创办人|董事长|总裁|总经理|CEO|首席执行官)"
    return re.compile(rf"(?:{_NAME_ENDS}){{1,3}}(?={tops}$)", re.IGNORECASE)


@cache
def _new_one() -> re.Pattern[str]:
    """新主席 is a 主席, 新媒体总监 is in charge of 新媒体."""
    return re.compile(rf"新{head_pattern()}", re.IGNORECASE)


@cache
def _ends_in_head() -> re.Pattern[str]:
    return re.compile(rf"{head_pattern()}$", re.IGNORECASE)
