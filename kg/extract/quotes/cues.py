"""Reporting verbs: where they stand, and how much they need around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

from kg.model import Span


class Need(Enum):
    """What a cue must have beside it to report speech; the values name sections of ``reporting_verbs.txt``."""

    BARE = "bare"
    MARKED = "marked"
    THINKS = "thinks"  # of a person a clause may follow at once (她相信…会…), of a firm as for marked
    DOCUMENT = "document"
    VIEW = "view"  # 在林晓舟看来，…


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb.

    ``after`` is where the words may begin, behind the one told (告诉记者) and the 说 of 回应说; ``marks`` where their
    marks may open, which is behind the one addressed (呼吁各方“…”).
    """

    span: Span
    need: Need
    after: int
    marks: int

    def reports(self, text: str) -> bool:
        """Whether the cue has beside it what it needs to report speech."""
        return self.need is Need.BARE or text[self.after : self.after + 1] in "，：:“「"


@cache
def _verbs() -> dict[str, Need]:
    found: dict[str, Need] = {}
    need = Need.BARE
    for line in (files("kg.extract") / "data" / "reporting_verbs.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            need = Need(line.strip("[]"))
        elif line and not line.startswith("#"):
            found[line] = need
    return found


# 称 and 说 are parts of many words: 名称, 简称, 据说, 说明, 小说
_CHENG = r"(?<![名简全号职昵俗统堪著对人美敬尊合代通别誉被改])称(?![号谓职呼赞为作之重得其霸雄])"
_SHUO = r"(?<![小据学传听游演解胡再虽或劝难可话者应该地且是来])说(?![明法服辞道不起来到是白])"
# 指 says as 指出 does, in Hong Kong and Singapore; 指数, 手指, 剑指 do not
_ZHI = (
    r"(?<![手剑直所特泛专拇食中戒暗矛意股期恒沪深创纳道标国单被的弹屈首趾小])"
    r"指(?![数向责控定挥引令望导标甲尖认明南派示战代教纹称点证摘环日期着])"
)
_NOT_AFTER = r"(?![的着者度]|出(?![口海售货台行版资])|[了过](?![，：:“「]))"
_ADDRESSED = r"(?:敦促|呼吁|要求|希望|提醒|警告|批评|指责|劝)"
_PAPER = r"(?:发布|公布|披露)[^，。；：“「\n]{0,16}(?:报告|公告|预告|声明|通报)(?=，(?:预计|公司|称))"
_OPINION = (
    r"(?:发表|提出|抛出|分享|表达|给出|阐述)[了过]?[^，。；：“「\n]{0,8}"
    r"(?:观点|看法|意见|判断|疑问|建议|结论|论断)(?=[：:])"
)


@cache
def _pattern() -> re.Pattern[str]:
    verbs = "|".join(sorted(_verbs(), key=lambda v: (-len(v), v)))
    return re.compile(
        rf"(?P<address>{_ADDRESSED}[^，。：；“「\n]{{1,14}})(?=[“「])"
        rf"|(?P<paper>{_PAPER})|(?P<opinion>{_OPINION})"
        rf"|(?P<verb>(?<![被的是之])(?:{verbs}))(?P<tail>称|说道|说|道|，称)?{_NOT_AFTER}"
        rf"|(?P<say>{_ZHI}|说道|讲道|表示道|{_CHENG}|{_SHUO}[道过]?){_NOT_AFTER}"
        r"|(?P<view>看来)(?=，)|告诉(?P<told>[^，。：；“「\n]{1,14})(?=[，：:“「。])"
    )


def find_cues(masked: str, within: Span) -> Iterator[Cue]:
    """The reporting verbs of a stretch; what stands inside quotations has been masked before."""
    for match in _pattern().finditer(masked, within.start, within.end):
        start, end = match.span()
        if match["told"]:
            yield Cue(Span(start, start + 2), Need.MARKED, end, end)
        elif match["address"]:
            verb = Span(start, start + 2)
            yield Cue(verb, _verbs().get(verb.of(masked), Need.MARKED), verb.end, end)
        elif match["opinion"]:
            yield Cue(Span(start, end), Need.MARKED, end, end)
        elif match["view"]:
            yield Cue(Span(start, end), Need.VIEW, end, end)
        elif match["paper"]:
            yield Cue(Span(start, end), Need.DOCUMENT, end, end)
        elif match["say"] or match["tail"]:
            yield Cue(Span(start, end), Need.BARE, end, end)
        else:
            yield Cue(Span(start, end), _verbs()[match["verb"]], end, end)
