"""Fiscal periods: named by the day that ends them, where the text says which (截至12月31日的第二财季)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from kg.model import Span
from kg.text.dates import DateExpression

_NAME = re.compile(
    r"(?:(?:20)?(?P<year>\d{2})财年)?(?:的?第(?P<quarter>[一二三四1-4])(?:财政?季度?|季度?)|(?P<half>[上下])半财?年)?"
)
_STARTS = re.compile(r"(?=(?:20)?\d{2}财年|第[一二三四1-4](?:财季|财政季|季)|[上下]半财年)")
_ENDS_AT = re.compile(r"截[至止]\s?$")
_NAMED_BEHIND = re.compile(r"(?:止|为止)?的?")
_IN_BRACKETS = re.compile(r"[（(]截[至止]\s?$")
_DIGITS = {"1": "一", "2": "二", "3": "三", "4": "四"}


def with_fiscal_periods(text: str, dates: Sequence[DateExpression]) -> Sequence[DateExpression]:
    """The dates of a text, its fiscal quarters and halves named by their last day where the text tells it, else open.

    Args:
        text: folded text.
        dates: those found in it, in order.
    """
    if "财季" not in text and "财年" not in text and "财政季" not in text:
        return dates
    names = list(_names(text))
    ends = _ends(text, dates, names)
    kept: list[DateExpression] = []
    taken = 0
    for match in names:
        span = Span(match.start(), match.end())
        known = ends.get(_key(match))
        if known is None and not (match["quarter"] or match["half"]):
            continue  # 2025财年 alone: the year that it is called by
        if known is None and "财" not in match.group():
            continue
        kept += dates[taken : bisect_left(dates, span.start, lo=taken, key=lambda d: d.span.end - 1)]
        kept.append(DateExpression(span, known.period if known else None))
        taken = bisect_left(dates, span.end, lo=taken, key=lambda d: d.span.start)
    return [*kept, *dates[taken:]]


def is_fiscal(text: str, date: DateExpression) -> bool:
    """Whether a date is a fiscal period."""
    words = date.span.of(text)
    return "财" in words or "季" in words or "半年" in words


def _names(text: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for start in _STARTS.finditer(text):
        if found and start.start() < found[-1].end():
            continue
        match = _NAME.match(text, start.start())
        if match is not None and match.group():
            found.append(match)
    return found


def _key(match: re.Match[str]) -> str:
    quarter = match["quarter"] or ""
    return _DIGITS.get(quarter, quarter) or match["half"] or f"year {match['year']}"


def _ends(text: str, dates: Sequence[DateExpression], names: list[re.Match[str]]) -> dict[str, DateExpression]:
    """The day that ends each fiscal period, where the text tells it beside its name."""
    days = [d for d in dates if d.period is not None and len(d.period.iso) == len("2025-12-31")]
    ends: dict[str, DateExpression] = {}
    starts = [match.start() for match in names]
    for day in days:
        if not _ENDS_AT.search(text, max(0, day.span.start - 3), day.span.start):
            continue
        behind = _NAMED_BEHIND.match(text, day.span.end)
        at = bisect_left(starts, behind.end() if behind else day.span.end)
        if at < len(starts) and behind is not None and starts[at] == behind.end():
            ends.setdefault(_key(names[at]), day)
        elif at and _IN_BRACKETS.fullmatch(text, names[at - 1].end(), day.span.start):
            ends.setdefault(_key(names[at - 1]), day)
    return ends
