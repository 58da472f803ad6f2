"""The forms that a date takes in Chinese business news, as patterns on folded text.

The order is that of preference at one place: what says more comes first. No pattern nests quantifiers over one
class, so matching stays linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its pattern, and how :class:`kg.text.date_points.Reckoner` resolves it."""

    pattern: re.Pattern[str]
    kind: str


_YEAR = r"(?:19|20)\d\d"
_HAN_YEAR = r"[一二][零〇○九][零〇○一二三四五六七八九]{2}"
_RELATIVE_YEAR = (
    r"(?<![透过之以此\d目多两几])(?:今年|去年|明年|前年|后年|本年|上年|上一年|(?<!相)当年|同年|次年|翌年)(?!轻|龄|会)"
)
_MONTH = r"(?:1[0-2]|0?[1-9])"
_HAN_MONTH = r"(?:十[一二]?|[二三四五六七八九]|元|(?<![每这那第近个])一)"
_HAN_DAY = r"(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_TO = r"[^\S\n]?(?:至|到|[-—–~～－])[^\S\n]?"

_QUARTER = r"第?[^\S\n]?(?P<{p}quarter>[一二三四1-4])[^\S\n]?季度?(?:末)?|Q(?P<{p}q>[1-4])(?![\dA-Za-z])"
_QUARTERS = (
    r"前[^\S\n]?(?P<{p}quarters>[二两三23])个?季度?|"
    r"前[^\S\n]?(?P<{p}months>[二两三四五六七八九十]|十一|1[01]|[2-9])[^\S\n]?个月"
)
_HALF = r"(?P<{p}half>[上下])半年度?|H(?P<{p}h>[12])(?![\dA-Za-z])"
_MONTHS = r"(?P<{p}from>{month}){to}(?P<{p}to>{month})[^\S\n]?月份?"
_MONTH_DAY = (
    r"(?:(?P<{p}month>{month})|(?P<{p}hanmonth>{hanmonth}))[^\S\n]?月"
    r"(?:[^\S\n]?(?:(?P<{p}day>{day})|(?P<{p}handay>{handay}))[^\S\n]?[日号](?![均线])|份?(?:[上中下]旬|[初底末中](?!国|央|美|信|金|芯|间|报|层|学|型|等|小|期))?)"
)
_TAIL = (
    r"全年|财年|财政年度|年[底末初中内](?!国)|[底末初](?!步|期|创|心)|中期|夏天|春季|夏季|秋季|冬季|秋天|春天|冬天|年度"
)


def _part(prefix: str) -> str:
    """What may follow a year: a quarter, half, months, month and day, or a word such as 年底."""
    pieces = "|".join((_QUARTER, _QUARTERS, _HALF, _MONTHS, _MONTH_DAY))
    return pieces.format(p=prefix, month=_MONTH, hanmonth=_HAN_MONTH, day=_DAY, handay=_HAN_DAY, to=_TO)


_NOT_WEEKDAY_BEFORE = r"(?<![每逢一两二三四五六七八九十几数各双单首满近\d])"
_ANAPHOR_DAY = r"(?:当天|当日|当晚|同日|同一天|次日|翌日)(?!本|元|韩|均|常)"

FORMS: dict[str, Form] = {
    name: Form(re.compile(pattern), kind)
    for name, kind, pattern in (
        ("same", "same", r"(?<!过)(?:去年|上年|上一年|(?<!\d)(?P<samey>20\d\d)年)同期|同期(?!比)"),
        ("iso", "iso", rf"(?<![\d.])(?P<iy>{_YEAR})(?P<isep>[-/.])(?P<im>{_MONTH})(?P=isep)(?P<id>{_DAY})(?![\d.])"),
        (
            "fiscal",
            "year",
            rf"(?<!\d)(?:FY[^\S\n]?(?P<fy1>{_YEAR})|(?P<fy2>{_YEAR})[^\S\n]?(?:财年|财政年度|会计年度))(?:的?[^\S\n]?(?:{_part('f')}))?",
        ),
        (
            "year",
            "year",
            (
                rf"(?:(?<!\d)(?P<yn>{_YEAR})[^\S\n]?年(?!代|款|历史|之久)度?|(?P<yhan>{_HAN_YEAR})年度?|(?P<yr>{_RELATIVE_YEAR})度?)"
                rf"(?:的?[^\S\n]?(?:{_part('y')})|的?(?P<yt>{_TAIL}))?"
            ),
        ),
        ("decade", "decade", r"(?<!\d)(?P<dy>(?:19|20)\d)0[^\S\n]?年代[初中末]?期?"),
        ("short", "year", rf"(?<![\d.第])(?P<sn>[012]\d)[^\S\n]?年(?:底|末|初|(?:{_part('s')}))"),
        ("bareq", "year", rf"(?<!\d)(?P<byear>{_YEAR})[^\S\n]?(?:Q(?P<bquarter>[1-4])|H(?P<bh>[12]))(?![\dA-Za-z])"),
        ("qyear", "year", r"(?<![\dA-Za-z])(?P<rquarter>[1-4])Q(?P<rn>\d\d)(?![\dA-Za-z])"),
        ("years", "year", rf"(?<!\d)(?P<ry>{_YEAR})(?={_TO}{_YEAR}[^\S\n]?年(?!款))"),
        ("relquarter", "relative_quarter", r"(?P<rqu>上一?个?|本|当|下一?个?|这一?个?)季度(?!报)"),
        ("part", "part", rf"(?<![\d.第每近连续上A-Za-z])(?:{_part('p')})(?!龄|均)"),
        ("days", "day", rf"(?<![\d.第每近])(?P<d1>{_DAY})(?={_TO}{_DAY}[^\S\n]?日(?![均线内游龄年]))"),
        (
            "day",
            "day",
            (
                rf"(?<!每月)(?<![\d.第每近前后满超共连续过去几/+-])(?P<dmonth>本月|上月|下月|当月)?(?P<d>{_DAY})[^\S\n]?日"
                r"(?![均线内年游以之间龄程元本韩常个])"
            ),
        ),
        (
            "weekday",
            "weekday",
            (
                rf"{_NOT_WEEKDAY_BEFORE}(?P<wp>上上|上|本|这|下)?(?:个?星期|周|礼拜)(?P<wd>[一二三四五六日天])"
                r"(?!福|均|活|围|次|遍|度|边|报|刊|期|天|年|个|[至到][周星])"
            ),
        ),
        (
            "week",
            "week",
            r"(?P<wk>上上|上|本|这|下)(?:一?周|个?星期)(?P<we>末)?(?!期|边|年|转|生|大|围|[一二三四五六日天])",
        ),
        ("anaphorday", "anaphor_day", rf"(?P<ad>{_ANAPHOR_DAY})"),
        (
            "relday",
            "relative_day",
            r"(?<!时至)(?P<rd>昨天|昨日|昨晚|昨夜|今天|今日|今晚|今晨|今早|今夜|明天|明日|明晚|前天|大前天|后天)(?!头条|资本|方舟|之后|系|控股|会更)",
        ),
        (
            "relmonth",
            "relative_month",
            r"(?P<rm>上个?月|本月|这个月|当月|同月|下个?月|次月)(?:份|[上中下]旬|[初底末中])?(?!球|饼|亮|均|活|报|刊)",
        ),
        ("monthend", "month_end", r"(?<![每正腊\d今去明个数几近半一二三四五六七八九十])月[底末初](?!期|步)"),
        (
            "yearend",
            "year_end",
            r"(?<![\d今去明前后本每全近百千整多半几十当过青中老少童一二两三四五六七八九十])(?P<ye>年[底末初中内]|岁末)(?!国)",
        ),
        (
            "recent",
            "recent",
            (
                r"(?<![最附接将邻靠临远贴])近日(?!本|均|活|元|圆|常|内|立|照|化|产|线|韩|落)"
                r"|(?<![节生易首作今昨明当次末周数几假纪休\d多天])日前"
            ),
        ),
        (
            "ago",
            "ago",
            r"(?<![\d.第])(?P<an>\d{1,2}|[一二两三四五六七八九十]{1,3})[^\S\n]?(?P<au>年|个月|天)(?:之?前|以前)(?![景途三二])",
        ),
        ("ahead", "ahead", r"未来(?P<fn>\d{1,2}|[一二两三四五六七八九十]{1,3})[^\S\n]?年"),
        (
            "vague",
            "vague",
            r"此前|早前|不久前|前不久|近期|近年来?|当时|此后|(?:过去|最?近)(?:\d{1,2}|[一二两三四五六七八九十]{1,3})[^\S\n]?(?:年|个月)",
        ),
        ("whole", "whole_year", r"全年"),
    )
}
