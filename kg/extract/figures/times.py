"""When a figure holds: by the date expressions before it."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import timedelta

from kg.extract.figures.fiscal import is_fiscal
from kg.extract.figures.scene import Clause, Scene
from kg.model import Period
from kg.text.amounts import Amount
from kg.text.dates import DateExpression

_COMPARED = re.compile(r"(?:较|比|相比于?|相较于?|对比|与|同)\s?(?:截至)?$")
_NEWS = re.compile(
    r"^(?:[（(][^（）()\n]{0,12}[）)])?(?:晚间|上午|下午|凌晨|晚|早间|早|盘后|盘前|\d{1,2}时)?[，,]?(?:消息|讯|电|[^，。；\n]{0,24}?(?:宣布|公告|发布|表示|称|披露|举行|通报|获悉|报道|召开|公布|透露|开幕|签署|消息))"
)
_CLOCK = re.compile(r"\s?\d{1,2}:\d\d")
_OF_THE_DAY = re.compile(r"股价|报价|收盘|盘中|开盘|[涨跌]|指数|金价|克价|汇率|点位|市值|余额|单日|当日|下线|成交")


_FROM_JANUARY = {"03": "{0}-Q1", "06": "{0}-H1", "09": "{0}-Q1/{0}-Q3", "12": "{0}"}
_RECORD = re.compile(r"的?(?:[^，。；]{0,4})(?:最|新[高低]|[低高]位|首次|首度|纪录|记录|历史|高点|低点)")


_CAME_TO_BE = re.compile(r"(?:成立|创立|创办|创建|诞生|始建|组建|设立|生|建)[于自]$")
_BACK = re.compile(r"(?:去年|上年|上一年|前年|20\d\d年)同期")
_CONTRACT = re.compile(r"(?:交割|合约|[^，。；：年季度\n]{0,4}期[货价金银铜油权])")


def is_of_now(text: str, start: int, end: int) -> bool:
    """Whether a clause speaks of the present, whatever date stood before it."""
    return _NOW.match(text, start, end) is not None


_NOW = re.compile(
    r"(?:而|但|不过|截[至止])?(?:目前|如今|现在|当前|迄今|至今|此后|后来|随后|次年|翌年|[一两二三四五六七八九十\d]{1,3}年之?后)"
)


def is_record(text: str, date: DateExpression) -> bool:
    """Whether a date says since when something was not seen (2022年2月以来低位)."""
    return "以来" in date.span.of(text) and _RECORD.match(text, date.span.end) is not None


def is_compared(text: str, date: DateExpression) -> bool:
    """Whether a date is that of a comparison (较2024年)."""
    return _COMPARED.search(text, max(0, date.span.start - 4), date.span.start) is not None


def dates_figures(text: str, date: DateExpression) -> bool:
    """Whether a date can say when figures hold, those of the clauses behind it too."""
    aside = is_compared(text, date) or is_record(text, date) or looks_back(text, date) or is_contract(text, date)
    return date.period is not None and not aside and not is_origin(text, date)


def is_origin(text: str, date: DateExpression) -> bool:
    """Whether a date says when something came to be (成立于2017年)."""
    return _CAME_TO_BE.search(text, max(0, date.span.start - 4), date.span.start) is not None


def looks_back(text: str, date: DateExpression) -> bool:
    """Whether a date is that of the period before, which only the amount beside it is told of (上年同期亏损5亿元)."""
    return _BACK.fullmatch(date.span.of(text)) is not None


def is_contract(text: str, date: DateExpression) -> bool:
    """Whether a month is that in which goods are to be delivered (4月黄金期货)."""
    return _CONTRACT.match(text, date.span.end) is not None


def is_report_period(text: str, date: DateExpression) -> bool:
    """Whether a date is a period that firms report on, or ends one (截至12月31日的第二财季)."""
    if date.period is None:
        return False
    if _REPORT_PERIOD.fullmatch(date.period.iso):
        return True
    is_day = len(date.period.iso) == len("2025-12-31")
    return is_day and (is_fiscal(text, date) or _FISCAL.match(text, date.span.end) is not None)


def is_day_or_month(text: str, date: DateExpression) -> bool:
    """Whether a date is a day or a month, and not the end of a period that firms report on."""
    if date.period is None or is_report_period(text, date):
        return False
    return re.fullmatch(r"\d{4}-\d\d(-\d\d)?", date.period.iso) is not None


_REPORT_PERIOD = re.compile(r"\d{4}(?:-[QH]\d)?(?:/\d{4}-Q\d)?|\d{4}-\d\d-01/\d{4}-\d\d-(?:28|29|30|31)")
_FISCAL = re.compile(r"(?:止|）|\)|为止)?的?[^，。；\d]{0,8}(?:财季|财年|季度|年度|半年|个月)")


def is_news_date(text: str, date: DateExpression) -> bool:
    """Whether a date tells when something was announced, not when a figure holds."""
    if date.period is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", date.period.iso):
        return False
    if _CLOCK.match(text, date.span.end):
        return True
    return _NEWS.match(text[date.span.end : date.span.end + 48]) is not None


def holds_on_its_day(metric: str) -> bool:
    """Whether a measure is one of the trading day or of the moment, which a news date dates."""
    return _OF_THE_DAY.search(metric) is not None


def moves_in_a_day(metric: str) -> bool:
    """Whether a measure is the move of a share on the day that the text reports on (涨, 盘前跌), and no longer one."""
    return _MOVE_OF_A_DAY.fullmatch(metric) is not None


_MOVE_OF_A_DAY = re.compile(
    r"(?:股价|盘[前中后]|日内|收盘|现|收|低开|高开|午后|开盘|上市首日|首日|一度|盘初)*(?:大|暴|飙|下)?[涨跌]幅?(?:扩大至)?"
)


def time_in(scene: Scene, clause: Clause, start: int, end: int) -> DateExpression | None:
    """The date expression nearest before an amount in a stretch of its clause."""
    for date in reversed(clause.dates):
        if (
            start <= date.span.start
            and date.span.end <= end
            and date.period
            and not (is_compared(scene.text, date) or is_record(scene.text, date) or is_contract(scene.text, date))
        ):
            return date
    return None


def compared_date(scene: Scene, clause: Clause, amount: Amount) -> DateExpression | None:
    """The date right before an amount that another is compared with (较去年同期的|18亿元)."""
    for date in clause.dates:
        between = scene.text[date.span.end : amount.span.start]
        if date.period and between in ("", "的") and is_compared(scene.text, date):
            return date
    return None


_MOVED = re.compile(r"[升降增减跌涨扩缩落高低长窄加滑攀][^，。；]{0,4}[至到为]")
_FROM = re.compile(r"[由从自]\s?$")


def start_of_move(scene: Scene, clause: Clause, start: int, at: int) -> int | None:
    """Where a move begins whose end an amount gives, if only its start is dated: 由2020年的15.7亿元降至5.5亿元.

    The date is that of the first amount, which ends at ``start``; what it moved to holds at another time.
    """
    if start <= clause.span.start or not _MOVED.search(scene.text, start, at) or time_in(scene, clause, start, at):
        return None
    date = time_in(scene, clause, clause.span.start, start)
    if date is None:
        return None
    before = _FROM.search(scene.text, max(clause.span.start, date.span.start - 2), date.span.start)
    return before.start() if before else None


def as_figure_time(period: Period) -> Period:
    """A fiscal period of months, written by its days, is named by its end (2025年6月1日至11月30日)."""
    months = re.fullmatch(r"(\d{4})-01/\1-(03|06|09|12)", period.iso)
    if months:
        return Period(_FROM_JANUARY[months[2]].format(months[1]))
    if period.first is None or period.last is None or len(period.iso) != len("2025-06-01/2025-11-30"):
        return period
    first, last = period.first, period.last
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    return Period(last.isoformat()) if whole and (last - first).days > 80 else period


def compared_period(words: str, time: Period | None) -> Period | None:
    """The period that 同比 or 环比 compares with, where the figure's own is known."""
    if time is None:
        return None
    if re.search(r"同比|按年|上年同期|去年同期", words):
        return _year_before(time)
    if re.search(r"环比|按季", words):
        return _period_before(time)
    return None


def _year_before(time: Period) -> Period | None:
    ends = [e if e == ".." else f"{int(e[:4]) - 1:04d}{e[4:]}" for e in time.iso.split("/")]
    return None if any(e.endswith("-02-29") for e in ends) else Period("/".join(ends))


def _period_before(time: Period) -> Period | None:
    """The quarter, half-year, month or year right before."""
    if "/" in time.iso or time.first is None or len(time.iso) == len("2025-01-01"):
        return None
    before = time.first - timedelta(days=1)
    if "Q" in time.iso:
        return Period(f"{before.year:04d}-Q{(before.month + 2) // 3}")
    if "H" in time.iso:
        return Period(f"{before.year:04d}-H{1 if before.month <= 6 else 2}")
    return Period(f"{before.year:04d}-{before.month:02d}" if len(time.iso) == len("2025-01") else f"{before.year:04d}")
