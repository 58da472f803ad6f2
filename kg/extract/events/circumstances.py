"""When, where, how sure, and how an event is called."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Protocol, TypeVar

from kg.extract.events.frames import Frame
from kg.extract.skeleton import Skeleton, grammar
from kg.model import EventType, Mention, Modality, Period, Span
from kg.text.amounts import Amount, find_amounts
from kg.text.dates import DateExpression, find_dates

_DENIED = re.compile(r"不实|辟谣|谣言")
_RUMOURED = re.compile(
    r"(?<!发布)消息称|据传|传闻|传出|传将|被曝|爆料|据知情人士|知情人士|有消息|据报道称|外媒称|消息人士|市场传|"
    r"流传|网传|传言"
)
_AGREED = re.compile(r"协议|同意")
_TALKS = re.compile(r"谈判|洽谈|磋商|商谈")
_MAYBE = re.compile(r"或(?=裁|将|于|在|收|推|发|出|会)|可能|据传|疑似")
_PLANNED = re.compile(
    r"拟|计划|将(?![\ue000-\uf3ff]|其|旗下|所持|该|部分)|有望|准备|考虑|筹备|筹划|预计|或将|即将|有意|打算|谋求|"
    r"寻求|正在洽谈|正在敲定|洽谈|商谈|谈判|冲刺|预定|定于|正(?:在)?(?:讨论|探讨|评估|商讨|推进|酝酿|试图)|"
    r"也在(?:讨论|探讨|评估)|试图"
)
_NOT = re.compile(
    r"(?:没有|尚未|并未|未能|不会|不再|无法|未曾|还未|未|不(?!断|仅|久|日|可避免|得不|只|过|同)|拒绝|放弃|终止|"
    r"取消|叫停|否认)[^，。；]{0,4}$"
)
_WISH = re.compile(r"[”」』]?的(?:愿望|设想|前景|可行性|想法|猜测|可能性|可能|传闻|念头|前提|条件|概率|几率|谈判)")
_OPEN = re.compile(r"如果|若(?!干)|假如|倘|即便|即使|一旦|假设|承诺|是否|为什么|要不要|能否|会不会|如何|何时|何地")
_ASKED = re.compile(r"(?:何时|何地|是否|能否|会否)")
_PLACE = grammar(r"(?:在|于|赴)(?:<L>){0,2}(?P<place><Ls>)(?!业务|办事处)")
# 2026年1月28日，海州，…: where a picture was taken
_DATELINE = grammar(r"(?:当地时间)?(?:\d{4}年)?\d{1,2}月\d{1,2}日，(?P<place><L>)，")
_COMPARED = re.compile(r"同期|同比|环比|较|相比|比")
_NEAR = 12
"""How many characters may stand between a date and the clause that it dates."""
_PRICED = (EventType.FUNDING_ROUND, EventType.ACQUISITION, EventType.IPO, EventType.PARTNERSHIP, EventType.LEGAL_ACTION)
_OTHER_SUM = re.compile(r"估值|市值|营收|收入|净利|利润|销售|负债|资产|交易额|规模|成本|累计|总计")
_VALUED = re.compile(r"(?:人民币)?[的]?(?:投[前后])?(?:估值|市值)")
_THE_SUM = re.compile(r"金额|总额|对价|作价|价格|募资|募集|融资|投资额|代价|罚款|罚没|罚单|[以约]")
_VAGUE = re.compile(r"[数几]")
_ROUND = re.compile(
    r"(?:Pre-?[A-Z]{1,3}|pre-?[A-Z]{1,3}|天使|种子|[A-H])(?:\d|\+{1,2})?轮|(?:Pre-IPO|天使|种子|首轮|战略)(?=融资|"
    r"投资(?!人|者|方))"
)
_LONGEST_NAME = 36
_LONGEST_MEETING = 60
_SHORTEST_NAME = 8
_CLAUSE_ENDS = re.compile("[，。；：、]")
_AROUND = "，。、；：！？ \t\n"
_PARTNER = {"”": "“", "’": "‘", "」": "「", "』": "『", "》": "《", "）": "（", ")": "("}
_OPENERS = frozenset(_PARTNER.values())
_GOES_ON = re.compile(
    r"(?:在?(?:会上|会议上|大会上|发布会上|论坛上|峰会上|现场|发布会现场|活动上|仪式上)|会议期间|"
    r"与此同时，?[\ue000-\uf3ff])"
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HELD = re.compile(r"[^，。；]{0,12}(?:举行|召开|举办|开幕|闭幕|启幕|开启|开始|登场|揭幕)")
_JUST_NOW = re.compile(r"刚刚(?!好)|(?:几|数|两|\d)(?:个)?小时前|(?:几|数|十几|几十)分钟前|今晨|今早")
_SOURCE = re.compile(
    r"[\s（(【]*(?:[^，。；：\d]{0,12}(?:获悉|消息|讯|报道|新闻|网|社|报|财经)[，：】）) ]*)?(?:当地时间|北京时间|"
    r"美东时间)?\s*"
)
_LATELY = re.compile(r"近日|日前|近来|本周|上周")
_UNTIL = ("至", "到")


def modality(frame: Frame, read: Sentences) -> Modality | None:
    """Whether it is told as fact; None where it is told as not so, or asked."""
    skeleton = frame.skeleton
    start = skeleton.clause(frame.trigger[0], frame.trigger[0])[0]
    clause = skeleton.text[min(start, frame.start) : frame.trigger[1]]
    before = skeleton.text[start : frame.trigger[0]]
    if (
        _WISH.match(skeleton.text, frame.end)
        or _NOT.search(before)
        or _OPEN.search(clause)
        or _ASKED.match(skeleton.text, frame.trigger[1])
        or skeleton.text.find("？", frame.end, frame.end + 8) >= 0
    ):
        return None
    if read.of(skeleton).denied >= start or "否认" in before:  # 被捕后否认指控 denies no arrest
        return Modality.DENIED
    told = frame.type is not EventType.CONFERENCE  # who said what at a meeting may be a rumour, the meeting is none
    if told and (read.of(skeleton).rumoured or _MAYBE.search(clause)):
        return Modality.RUMOURED
    forecast = frame.type is EventType.FINANCIAL_REPORT  # 预计 tells of the result; the report is there
    if frame.type is EventType.ACQUISITION and _AGREED.search(clause) and "完成" not in clause:
        return Modality.PLANNED
    ahead = _PLANNED.search(clause) or _TALKS.search(skeleton.text, *skeleton.clause(*frame.trigger))
    return Modality.PLANNED if ahead and not forecast else Modality.HAPPENED


class Sentences:
    """The sentences of an article with their dates, sums and hearsay: each read once, however many events it tells."""

    def __init__(self, folded: str, day: date | None) -> None:
        self.folded = folded
        self.day = day
        self._read: dict[int, _Sentence] = {}

    def of(self, skeleton: Skeleton) -> _Sentence:
        """What a sentence has; the skeleton must live as long as this does."""
        found = self._read.get(id(skeleton))
        if found is None:
            found = self._read[id(skeleton)] = _Sentence(
                dates=tuple(_sound_dates(skeleton, self.folded, self.day)),
                sums=tuple(_sums(self.folded, skeleton.span)),
                rumoured=_RUMOURED.search(skeleton.text) is not None,
                denied=max((m.start() for m in _DENIED.finditer(skeleton.text)), default=-1),
            )
        return found


@dataclass(frozen=True, slots=True)
class _Sentence:
    """``denied`` is where the last word of denial stands, -1 where none does."""

    dates: tuple[DateExpression, ...]
    sums: tuple[Amount, ...]
    rumoured: bool
    denied: int


def when(frame: Frame, read: Sentences, previous: Skeleton | None) -> DateExpression | None:
    """The date of an event: in its clause, else before it in its sentence; of an old headline, else its stamp.

    会上，… goes on about the sentence before, and is dated by it.
    """
    skeleton, folded, day = frame.skeleton, read.folded, read.day
    dates = read.of(skeleton).dates
    found = _nearest_date(frame, dates, folded)
    if found or frame.type is EventType.FINANCIAL_REPORT:
        return found
    none_here = not any(_usable(d, frame, folded) for d in dates)
    clause = skeleton.within(*skeleton.clause(frame.start, frame.end))
    just = _JUST_NOW.search(folded, skeleton.span.start, clause.end)
    if just and day and skeleton.day is None and none_here:
        return DateExpression(Span(*just.span()), Period(day.isoformat()))
    if skeleton.stamp and skeleton.day:
        return DateExpression(skeleton.stamp, Period(skeleton.day.isoformat()))
    if previous and none_here and _GOES_ON.match(skeleton.text):
        return next((d for d in _sound_dates(previous, folded, day, frame.skeleton) if _usable(d, frame, folded)), None)
    return None


def _nearest_date(frame: Frame, dates: Sequence[DateExpression], folded: str) -> DateExpression | None:
    """The last date before the trigger in its clause, else the clause's first, else the sentence's last before it."""
    skeleton = frame.skeleton
    trigger = skeleton.within(*frame.trigger)
    clause = skeleton.within(*skeleton.clause(frame.start, frame.end))
    before = bisect_right(dates, trigger.start, key=lambda d: d.span.end)
    for scope in (clause, skeleton.span):
        first = bisect_left(dates, scope.start, key=lambda d: d.span.start)
        last = bisect_right(dates, scope.end, key=lambda d: d.span.end)
        places = chain(range(min(before, last) - 1, first - 1, -1), range(first, last) if scope is clause else ())
        found = next((dates[i] for i in places if _usable(dates[i], frame, folded)), None)
        if found:
            return found
    return None


def own_dates(frame: Frame, folded: str, day: date | None) -> bool:
    """Whether the frame's sentence says a time of its own, resolved or not."""
    return any(True for _ in _dates(frame.skeleton, folded, day))


def opening_date(lead: Skeleton, folded: str, day: date | None) -> DateExpression | None:
    """The day that a sentence opens with, after no more than a source (36氪获悉，1月28日，…)."""
    first = next(_dates(lead, folded, day), None)
    if first is None or first.period is None or not _DAY.fullmatch(first.period.iso):
        return None
    return first if _SOURCE.fullmatch(folded, lead.span.start, first.span.start) else None


def _dates(skeleton: Skeleton, folded: str, day: date | None) -> Iterator[DateExpression]:
    span = skeleton.span
    if skeleton.day is None:
        yield from _inside(find_dates(folded, day), span)
    else:
        for d in find_dates(span.of(folded), skeleton.day):
            yield DateExpression(d.span.shift(span.start), d.period)


class _Placed(Protocol):
    @property
    def span(self) -> Span: ...


_T = TypeVar("_T", bound=_Placed)


def _inside(found: Sequence[_T], span: Span) -> Iterator[_T]:
    """Those of an ordered sequence that lie within ``span``."""
    at = bisect_left(found, span.start, key=lambda x: x.span.start)
    while at < len(found) and found[at].span.end <= span.end:
        yield found[at]
        at += 1


def _sound_dates(
    skeleton: Skeleton, folded: str, day: date | None, teller: Skeleton | None = None
) -> Iterator[DateExpression]:
    """The dates of a sentence that can date an event, and are no part of a name in the one that tells it."""
    names = [m.span for m in (teller or skeleton).names.values()]
    for d in _dates(skeleton, folded, day):
        if d.period is None or "/.." in d.period.iso or _COMPARED.search(folded[d.span.start : d.span.end]):
            continue
        if folded[max(0, d.span.start - 1) : d.span.start] in _UNTIL:
            continue  # 延长合作至2030年
        if not any(name.overlaps(d.span) for name in names):
            yield d


def _usable(d: DateExpression, frame: Frame, folded: str) -> bool:
    if frame.type is EventType.FINANCIAL_REPORT:
        return _reporting_day(d, folded)  # 2025年业绩预告: the year that is reported on, not the day of the report
    if frame.type is not EventType.CONFERENCE:
        return True
    # 2021星桥大会: the year is part of its name
    return not frame.skeleton.within(*frame.trigger).contains(d.span) and not _topic_of(frame, d, folded)


def _topic_of(frame: Frame, d: DateExpression, folded: str) -> bool:
    """发布会介绍2025年的收支: what stands after a meeting is what it is about, unless it says when it is held."""
    after = d.span.start >= frame.skeleton.within(*frame.trigger).end
    return after and not (folded[max(0, d.span.start - 1)] in "于在将" or _HELD.match(folded, d.span.end))


def _reporting_day(d: DateExpression, folded: str) -> bool:
    """A day, or 日前: the day of a report, not the time that it reports on."""
    return d.period is not None and bool(_DAY.fullmatch(d.period.iso) or _LATELY.match(folded, d.span.start))


def how_much(frame: Frame, read: Sentences) -> Amount | None:
    """The money of a deal: the first sum of its clauses that is not called something else (估值, 营收)."""
    if frame.type not in _PRICED:
        return None
    skeleton, folded = frame.skeleton, read.folded
    own = skeleton.within(*skeleton.clause(*frame.trigger))
    near = skeleton.within(*skeleton.clause(frame.start, frame.end))
    sums = read.of(skeleton).sums
    for scope in (own, near):
        inside = next((a for a in sums if scope.contains(a.span)), None)
        if inside:
            return inside
    return next(
        (
            a
            for a in sums
            if a.span.start >= near.end and _THE_SUM.search(folded, max(near.end, a.span.start - 10), a.span.start)
        ),
        None,
    )


def _sums(folded: str, span: Span) -> Iterator[Amount]:
    """Money in a sentence that is not called something else; 数亿元 is no sum."""
    for a in _inside(find_amounts(folded), span):
        if not a.quantity.currency or _VAGUE.search(a.quantity.written) or _VALUED.match(folded, a.span.end):
            continue
        if not _OTHER_SUM.search(folded, max(0, a.span.start - 8), a.span.start):
            yield a


def round_of(frame: Frame) -> str | None:
    """The round of a funding, as its clauses name it: A轮, Pre-IPO, 天使轮."""
    if frame.type is not EventType.FUNDING_ROUND:
        return None
    found = _ROUND.search(frame.skeleton.text, *frame.skeleton.clause(*frame.trigger))
    return found.group() if found else None


def where(frame: Frame) -> Mention | None:
    """The place after 在 in the clauses of the event, else the one that stands beside the day (1月28日，海州，…)."""
    skeleton = frame.skeleton
    start, end = skeleton.clause(frame.start, frame.end)
    found = _PLACE.search(skeleton.text, start, end)
    found = found or _DATELINE.match(skeleton.text)
    return skeleton.mentions(*found.span("place"))[-1] if found else None


def evidence(frame: Frame, dated: Span | None) -> Span:
    """The clauses that state the event, with a date close before them, without the mark at their end."""
    span = frame.skeleton.within(*frame.skeleton.clause(frame.start, frame.end))
    if dated and frame.skeleton.span.contains(dated) and 0 <= span.start - dated.end <= _NEAR:
        return dated.cover(span)
    return span


def names(frame: Frame, text: str) -> tuple[str, ...]:
    """What the text calls the event: the meeting's name, else its subject, trigger and object as they stand."""
    if frame.name == "meeting":
        return _meeting_names(frame, text)
    return (_as_name(_told(frame, text)),)


def _told(frame: Frame, text: str) -> str:
    skeleton = frame.skeleton
    named = (i for i in range(frame.start, frame.trigger[0]) if skeleton.text[i] in skeleton.names)
    start = next(named, min(frame.start, frame.trigger[0]))
    told = skeleton.within(start, frame.end).of(text).strip(_AROUND)
    if len(told) <= _LONGEST_NAME:
        return told
    subject = skeleton.within(start, start + 1).of(text)
    return subject + skeleton.within(frame.trigger[0], frame.end).of(text) if len(subject) < 20 else told


def _as_name(told: str, longest: int = _LONGEST_NAME) -> str:
    """Words of the text as a name: from a clause on where they are long, and every quotation mark with its partner."""
    told = told.strip(_AROUND)
    if len(told) > longest:
        tails = (
            told[m.end() :] for m in _CLAUSE_ENDS.finditer(told, len(told) - longest - 1, len(told) - _SHORTEST_NAME)
        )
        told = next(tails, told[: longest - 1] + "…")
    told = _paired(told).strip(_AROUND)
    wrapped = len(told) > 1 and _PARTNER.get(told[-1]) == told[0]
    return _paired(told[1:-1]).strip(_AROUND) if wrapped and told[0] not in "《（(" else told


def _paired(words: str) -> str:
    """The words without quotation marks and brackets whose partner lies outside them."""
    open_: list[int] = []
    alone: set[int] = set()
    for at, mark in enumerate(words):
        if mark in _OPENERS:
            open_.append(at)
        elif mark in _PARTNER:
            if open_ and words[open_[-1]] == _PARTNER[mark]:
                open_.pop()
            else:
                alone.add(at)
    alone.update(open_)
    return "".join(c for at, c in enumerate(words) if at not in alone)


def _meeting_names(frame: Frame, text: str) -> tuple[str, ...]:
    skeleton = frame.skeleton
    start, end = frame.trigger
    full = skeleton.within(start, end).of(text)
    found = [full]
    while start < end and skeleton.text[start] in skeleton.names:
        start += 1
    if start > frame.trigger[0] and end - start > 3:
        found.append(skeleton.within(start, end).of(text).lstrip("的"))
    return tuple(dict.fromkeys(_as_name(n.strip(" "), _LONGEST_MEETING) for n in found))
