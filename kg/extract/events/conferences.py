"""Conferences: what is called a 大会, 发布会, 论坛 or 峰会, who held it and who spoke at it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.extract.events.frames import Frame
from kg.extract.skeleton import Skeleton, grammar
from kg.model import Argument, BlockKind, EntityType, EventType, Mention, Role

_KIND = (
    r"(?:大会|发布会|峰会|论坛|年会|博览会|展览会|世博会|进博会|广交会|研讨会|座谈会|推进会|交流会|说明会|沟通会|"
    r"吹风会|"
    r"洽谈会|通气会|听证会|闭门会|恳谈会|电话会议|电话会|会议|全会|车展|展会|消费电子展|开放日|策略会|分享会|"
    r"交易会|博览会|盛典|圆桌会|"
    r"理事会会议|记者会|全员会|全体会|新品会|沙龙|业绩会|投资者日|开发者日|晚宴|典礼|炉边谈话|对话会|交流活动|"
    r"(?:CES|MWC|WAIC|GTC|WWDC|IFA|AWE|ChinaJoy|TGS|Computex)(?:\s?20\d\d)?)"
)
_NAME_END = re.compile(_KIND + r"(?!堂|员|费|室|厅|纪要|代表|决议|审议|通过|中心|议题|平台|通稿|精神|公报)")
_QUOTED = re.compile(
    rf"[“「《『]([^“”「」《》『』。；]{{2,40}}{_KIND}(?:20\d\d)?(?:[：:][^“”「」《》『』。；]{{2,30}})?)[”」》』]"
)
# “万物有灵”论坛, “腊八之约”活动, 主题为“未来城市”的研讨会: what is quoted is the name
_QUOTED_BEFORE = re.compile(
    rf"(?:主题为|以)?[“「《『][^“”「」《》『』。；，]{{2,40}}[”」》』](?:为主题|主题|系列|年度|年会|公益|"
    rf"颁奖)?的?(?:{_KIND}|活动|仪式)"
)
# after these words a name may begin; the last of them before the kind of meeting counts
_BOUNDARY = re.compile(
    r"(?:召开|举行|举办|主办|承办|召集|主持|出席|参加|参与|亮相|登陆|开幕|介绍|迎来|组织|联合|有关)(?:了|的)?|"
    r"[在于从到由对将至因自据是让把为]|(?<!目)的|了|[上下]午|[昨今明当]天|[昨今明当]日|近日|日前|\d+日|"
    r"[本上下]?(?:周|星期)[一二三四五六日末]?|"
    r"\d+月份?|(?:今|去|明)年|随后|此前|最近|[“”「」《》『』（）()，,。；;：:、！!？?…\s|｜—]|一场|首场|本届|这场|该|"
    r"首次|一次|每年"
)
_HOLD = re.compile(r"召开|举行|举办|主办|承办|合办|协办|召集|开幕|闭幕|揭幕|启幕|开启|落幕|拉开帷幕")
_BEFORE = grammar(r"(?P<organizer><As>)<~24>(?:召开|举行|举办|主办|承办|合办|协办|召集|组织)(?:了|的)?<~16>$")
_OWNER = grammar(r"(?:20\d\d年?|第<-4>届|首届|<D>|<L>|[及和与])*+(?P<organizer><As>)")
_HELD_BY = grammar(r"(?P<organizer><As>)(?:联合|共同|[于在]<-14>)?(?:主办|举办|召开|承办|举行)的$")
# 海州工信局在1月27日的新闻发布会上介绍: who reports to the press called it
_TO_THE_PRESS = grammar(r"(?P<organizer><O>)<_8>在<_10>$")
_SPOKESMAN = grammar(r"(?P<organizer><A>)(?:新闻)?发言人(?P<speaker><P>)")
_PRESS = ("发布会", "记者会", "吹风会", "通气会")
_BY = grammar(r"由<_6>(?P<organizer><As>)<_8>(?:主办|举办|承办|召开|组织)")
_ADJACENT = grammar(r"(?P<organizer><As>)(?:的|“|「|《|年度|首届|第<_6>届|20\d\d年?|(?:今|昨)(?:天|日))?$")
_AFTER = grammar(r"^[”」》』]?，?<~24>(?:召开|举行|举办|主办|承办|开幕|闭幕|揭幕|启幕|落幕)")
_WHERE = re.compile(r"(?:在|对|据|从|向|给)$")
_AT = re.compile(
    r"^[”」》』]?(?:上|期间|现场|后|中|间隙|会上|演讲|致辞|(?:表示|透露|介绍|宣布|发言|称|说|指出|强调|披露|发表|"
    r"警告|分享))"
)
_SPEECH = (
    r"(?:表示|称|提出|阐述|谈及|提及|讲述|展示|预测|告诉|介绍|指出|发表|致辞|致词|演讲|"
    r"强调|透露|分享|宣布|说|谈到|发言|坦言|提到|认为|披露|回应|解读|主持|警告|呼吁|直言|登台|(?:展开|进行)了?[^，。；]{0,10}对话)"
)
# what one firm holds for its own shareholders or staff
_OF_ONE_FIRM = ("电话会议", "电话会", "业绩会", "全员会", "投资者日", "策略会")
_HEAD_AT = grammar(
    r"(?P<organizer><C>)的?(?:<_6>(?:首席[\u4e00-\u9fff]{2,4}官|CEO|CFO|COO|CTO|创始人|董事长|总裁|总经理|主席|管理层)<_6>)<P>?[^，。；]{0,12}?"
    r"在[^，。；与和]{0,16}$"
)
# 发布会上，启明3正式发布; 启明3是秋季发布会上推出的
_LAUNCHES = ("发布会", "新品会")
_PAPER = re.compile(r"(?:报告|白皮书|指南|论文|榜单|指数|公告)[》”]?$")
_SHOWN_THERE = grammar(r"(?P<product><D>)[是为]<~24>$")
_WAS_SHOWN = grammar(r"[”」』》]?(?:上|中)<_6>(?:推出|发布|亮相|公布)的")
_SHOWS_PRODUCT = grammar(
    r"[”」』》]?(?:上|中)，?(?=(?:<C>)?<_10>(?:发布|推出|带来|亮出|亮相|公布|<D>))(?:<C>)?<_20>(?P<product><Ds>)"
    r"(?=<_10>(?:发布|亮相|推出|登场)|，|。|$)"
)
_SPEAKER = grammar(rf"(?P<speaker><Ps>)<~40>{_SPEECH}")
_SAID_AT_START = re.compile(
    r"^(?:(?:此次|本次)?在?(?:会|大会|发布会|论坛|峰会|会议|年会|座谈会|活动)(?:上|现场|期间|中)|现场)"
)
# …局长林晓舟在发布会上表示: at the meeting told of before
_THERE_SPOKE = grammar(
    rf"(?P<speaker><P>)<_14>在?(?:当天|此次|本次|上述|该|这次|当日)?的?(?:新闻)?(?:发布会|会议|会|论坛|大会|峰会|"
    rf"记者会|活动|座谈会)(?:上|中|期间|现场)?<_6>{_SPEECH}"
)
# 召开发布会，副局长林晓舟表示
_THEN_SPOKE = grammar(rf"，(?:<O>)?<_24>(?P<speaker><P>)<_6>(?:{_SPEECH}|作<_10>报告|代表<_12>作<_8>报告|受<_12>委托)")
# the sentences after the meeting's own: 海州工信局局长林晓舟介绍
_SPOKE_NEXT = grammar(rf"(?:<A>|<L>){{0,3}}<-20>(?P<speaker><P>)<_8>{_SPEECH}")
_REACH = 3
"""How many blocks after its own a meeting may be spoken of without its name."""
_NO_REACH = 12
"""How many, where the text tells of no other one and someone speaks 在会上."""
_COMES = grammar(r"(?P<speaker><Ps>)<.80>(?:发表<_8>演讲|发表<_8>讲话|致辞|演讲|作<_8>报告|主题分享)")
_ATTENDS = (
    grammar(r"(?P<attendee><Ps>)<~24>(?:出席|参加|亮相|参展)<~16>$"),
    grammar(r"(?P<attendee><Xs>)<_24>(?:出席|参加|亮相|参展)<~16>$"),
)
_SPOKE_THERE = grammar(
    rf"(?P<speaker><Ps>)等?<_4>在(?:会|大会|论坛|峰会|会议|发布会|现场)(?:上|中)?<_6>{_SPEECH}|"
    r"(?P<attendee><Ps>)等?<_14>(?:出席|参加|到场)(?=，|。|$|活动|会议|大会|并合影)"
)
_CAME = grammar(r"(?P<speaker><Ps>)等?<_14>(?:出席|到场)<_6>(?:致辞|致词|发言|演讲|讲话|发表)")
_PLANNED_NAME = re.compile(
    r"^(?:新闻|例行|此次|本次|一|首|两|多|场|重要|有关|相关|工作|国际|产品|新品|年度|线上|专题|行业|高峰|媒体|财报|"
    r"业绩|视频|紧急|内部|闭门|全体|全员|跨部门|集团|第\w届)*$"
)


@dataclass(frozen=True, slots=True)
class _Meeting:
    """A name of a meeting in a skeleton: where it stands, and how it reads in the article."""

    start: int
    end: int
    kind: str
    quoted: bool


def _meetings(text: str) -> Iterator[_Meeting]:
    """The names of meetings in a skeleton, without overlaps."""
    taken = -1
    waiting: _Meeting | None = None
    quoted = [m.span(1) for m in _QUOTED.finditer(text)]
    before = {m.end(): m.start() for m in _QUOTED_BEFORE.finditer(text)}
    ends = {m.end(): m for m in _NAME_END.finditer(text)}
    for end, begin in before.items():
        if end not in ends:
            yield _Meeting(begin, end, text[end - 2 : end], True)
    for match in ends.values():
        start, end = match.start(), match.end()
        inside = _around(quoted, start, end) or ((before[end], end) if end in before else None)
        if inside:
            start, end = inside
        else:
            low = max(0, start - 30)
            for boundary in _BOUNDARY.finditer(text, low, start):
                low = boundary.end()
            start = low
        if start == match.start():
            start = _whole(text, start)
        if waiting and not inside and start == waiting.start and "，" not in text[waiting.end : end]:
            waiting = _Meeting(start, end, match.group(), waiting.quoted)  # 四次会议第二次全体会 is one meeting
            taken = end
        elif start >= taken:
            if waiting:
                yield waiting
            taken = end
            waiting = _Meeting(start, end, match.group(), inside is not None)
    if waiting:
        yield waiting


def _around(spans: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """The one of the spans, which are in order and do not overlap, that contains another."""
    at = bisect_right(spans, (start, end)) - 1
    before = spans[at] if at >= 0 else None
    return before if before and before[0] <= start and end <= before[1] else None


def _whole(text: str, end: int) -> int:
    """Where a nameless meeting begins with who holds it: 星桥与云杉主办的论坛."""
    found = _HELD_BY.search(text, max(0, end - 40), end)
    return found.start("organizer") if found else end


def conferences(skeletons: Iterable[Skeleton]) -> Iterator[Frame]:
    """Every telling of a meeting that names who held it, spoke at it or came to it."""
    block, last, away = None, None, 0
    names: set[str] = set()
    for skeleton in skeletons:
        if skeleton.block is not block:
            away = away + 1 if skeleton.block.kind is BlockKind.PARAGRAPH else _NO_REACH
            block, last = skeleton.block, last if away < _NO_REACH else None
        told = [f for f in (_frame(skeleton, m) for m in _meetings(skeleton.text)) if f]
        yield from told
        if told:
            last, away = told[-1], 0
            names.add(told[-1].skeleton.text[slice(*told[-1].trigger)])
        elif last is not None and (away <= _REACH or len(names) == 1):
            more = _continued(skeleton, last, near=away <= _REACH)
            if more:
                yield more


def _frame(skeleton: Skeleton, meeting: _Meeting) -> Frame | None:
    text = skeleton.text
    start, end = skeleton.clause(meeting.start, meeting.end)
    left, right = text[start : meeting.start], text[meeting.end : end]
    held = _HOLD.search(left) or _AFTER.search(text[meeting.end :])
    at = _AT.search(right)
    attends = next((m for m in (p.search(left) for p in _ATTENDS) if m), None)
    if not (held or at or attends) or not _named(skeleton, meeting, bool(held)):
        return None
    arguments = list(_organizers(skeleton, meeting, start, end))
    if meeting.kind in _PRESS and not arguments:
        arguments += _reporting(skeleton, meeting, start)
    if meeting.kind in _OF_ONE_FIRM and not arguments:
        arguments += _whose_head_speaks(skeleton, meeting, start)
    if at:
        arguments += _speakers(skeleton, meeting)
    elif held:
        arguments += _comers(skeleton, meeting)
    if meeting.kind in _LAUNCHES:
        arguments += _launched(skeleton, meeting, start)
    if attends:
        arguments += (Argument(Role.ATTENDEE, m.id) for m in _shifted(skeleton, attends.span("attendee"), start))
    if not arguments:
        return None
    return Frame(
        EventType.CONFERENCE,
        skeleton,
        start,
        end,
        (meeting.start, meeting.end),
        tuple(dict.fromkeys(arguments)),
        0.85 if held else 0.7,
        name="meeting",
    )


def _named(skeleton: Skeleton, meeting: _Meeting, held: bool) -> bool:
    """Whether it is one certain meeting: it has a name of its own, or it is told that it was held."""
    own = skeleton.text[meeting.start : meeting.end].removesuffix(meeting.kind)
    if own.endswith(("股东", "董事", "监事", "产品", "股东会", "董事会", "监事会")):
        return False
    if meeting.quoted:
        return True
    if any(c in skeleton.names for c in own) or (held and meeting.kind == "全员会"):
        return True
    if meeting.kind in ("会议", "全会", "论坛", "大会", "年会") and (not held or _PLANNED_NAME.match(own)):
        return bool(own) and not _PLANNED_NAME.match(own)
    return len(own) > 1


def _shifted(skeleton: Skeleton, span: tuple[int, int], by: int) -> tuple[Mention, ...]:
    return skeleton.mentions(span[0] + by, span[1] + by)


def _organizers(skeleton: Skeleton, meeting: _Meeting, start: int, end: int) -> Iterator[Argument]:
    text = skeleton.text
    own = _OWNER.match(text, meeting.start, meeting.end)
    if own:
        yield from (Argument(Role.ORGANIZER, m.id) for m in skeleton.mentions(*own.span("organizer")))
    held_by = _HELD_BY.search(text[start : meeting.start])
    if held_by:
        yield from (Argument(Role.ORGANIZER, m.id) for m in _shifted(skeleton, held_by.span("organizer"), start))
        return
    for pattern in (_BEFORE, _ADJACENT):
        found = pattern.search(text[start : meeting.start])
        if found and not _WHERE.search(text, start, start + found.start("organizer")):
            for mention in _shifted(skeleton, found.span("organizer"), start):
                yield Argument(Role.ORGANIZER, mention.id)
            return
    found = _BY.search(text)
    if found:
        for mention in skeleton.mentions(*found.span("organizer")):
            yield Argument(Role.ORGANIZER, mention.id)


def _launched(skeleton: Skeleton, meeting: _Meeting, start: int) -> Iterator[Argument]:
    """What a launch is called after, and what is shown at it."""
    spans = [(meeting.start, meeting.end)]
    text = skeleton.text
    before = _SHOWN_THERE.search(text[start : meeting.start])
    after = _SHOWS_PRODUCT.match(text, meeting.end)
    if before and _WAS_SHOWN.match(text, meeting.end):
        spans.append((start + before.start("product"), start + before.end("product")))
    if after:
        spans.append(after.span("product"))
    for span in spans:
        for mention in skeleton.mentions(*span):
            if mention.type is EntityType.PRODUCT and not _PAPER.search(skeleton.written(mention)):
                yield Argument(Role.PRODUCT, mention.id)


def _reporting(skeleton: Skeleton, meeting: _Meeting, start: int) -> Iterator[Argument]:
    """Whose press conference it is: theirs who report at it, or whose spokesman does."""
    left = skeleton.text[start : meeting.start]
    found = _SPOKESMAN.search(left) or _TO_THE_PRESS.search(left)
    if found:
        for mention in _shifted(skeleton, found.span("organizer"), start):
            yield Argument(Role.ORGANIZER, mention.id)


def _whose_head_speaks(skeleton: Skeleton, meeting: _Meeting, start: int) -> Iterator[Argument]:
    """星桥CEO林晓舟在财报电话会上: a call or a meeting of all staff is that of the firm whose head speaks there."""
    found = _HEAD_AT.search(skeleton.text[start : meeting.start])
    if found:
        for mention in _shifted(skeleton, found.span("organizer"), start):
            yield Argument(Role.ORGANIZER, mention.id)


def _speakers(skeleton: Skeleton, meeting: _Meeting) -> Iterator[Argument]:
    """Who says something at the meeting: the person before 在…上, or the first one who speaks after it."""
    text = skeleton.text
    start = skeleton.clause(meeting.start, meeting.end)[0]
    before = [c for c in text[start : meeting.start] if c in skeleton.names]
    spoken = re.compile(_SPEECH).search(text, meeting.end)
    if spoken is None:
        return
    people = [skeleton.names[c] for c in before if skeleton.names[c].type is EntityType.PERSON]
    if people:
        yield Argument(Role.SPEAKER, people[-1].id)
        return
    after = _SPEAKER.search(text, meeting.end)
    if after:
        for mention in skeleton.mentions(*after.span("speaker")):
            yield Argument(Role.SPEAKER, mention.id)


def _comers(skeleton: Skeleton, meeting: _Meeting) -> Iterator[Argument]:
    """Who, in the rest of the sentence, speaks at the meeting or came to it."""
    for pattern in (_SPOKE_THERE, _CAME, _THEN_SPOKE):
        for found in pattern.finditer(skeleton.text, meeting.end):
            for role in ("speaker", "attendee"):
                if found.groupdict().get(role):
                    for mention in skeleton.mentions(*found.span(role)):
                        yield Argument(Role(role), mention.id)


def _continued(skeleton: Skeleton, last: Frame, near: bool) -> Frame | None:
    """会上，… after the sentence that told of the meeting: who spoke there."""
    opening = _SAID_AT_START.search(skeleton.text)
    found = _THERE_SPOKE.search(skeleton.text)
    if not near and (opening or not found):
        return None
    if not found and skeleton.block is last.skeleton.block:
        found = _SPOKE_NEXT.match(skeleton.text)
    if opening:
        found = _COMES.search(skeleton.text, opening.end()) or _SPEAKER.search(skeleton.text, opening.end())
    if not found:
        return None
    people = tuple(Argument(Role.SPEAKER, m.id) for m in skeleton.mentions(*found.span("speaker")))
    return Frame(
        EventType.CONFERENCE,
        last.skeleton,
        last.start,
        last.end,
        last.trigger,
        (*last.arguments, *people),
        last.confidence,
        name="meeting",
    )
