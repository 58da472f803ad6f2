"""From when until when a post is held, where the text dates its beginning or its end."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from kg.extract.reading import Reading
from kg.model import Period
from kg.text.dates import find_dates

_BEGINS = re.compile(r"出任|接任|升任|就任|获任|转任|调任|履新|晋升|提拔|当选|任命|委任|聘任|[被获受]聘|执掌")
_ENDS = re.compile(r"卸任|辞任|辞去|离任|不再|请辞")
_HOLDS = re.compile(r"担任|任")
_BEFORE = 30


@dataclass(frozen=True, slots=True)
class Term:
    """A stretch of time; both ends None where the text says nothing. ``over`` says that it ended before the article."""

    valid_from: Period | None = None
    valid_until: Period | None = None
    over: bool = False


def term(reading: Reading, verb: str, start: int, end: int) -> Term:
    """The term that a date before or beside the verb gives: 2021年4月，林某出任…; 林某2019年至2022年担任….

    Args:
        reading: the article.
        verb: the words that tie person and post.
        start: where the person's name begins.
        end: where the verb ends.
    """
    block = reading.block_at(start).span.start
    low = max(block, start - _BEFORE)
    sentence = max(low, *(reading.text.rfind(mark, low, start) + 1 for mark in "。；！？"))
    all_dates = find_dates(reading.text, reading.article.day)
    earliest = bisect_left(all_dates, sentence, key=lambda d: d.span.start)
    dates = all_dates[earliest : bisect_right(all_dates, end, lo=earliest, key=lambda d: d.span.end)]
    period = dates[-1].period if dates else None
    if period is None:
        return Term()
    first, _, last = period.iso.partition("/")
    if last and ".." not in (first, last) and (_HOLDS.search(verb) or _BEGINS.search(verb)):
        day = reading.article.day
        return Term(Period(first), Period(last), day is not None and last < day.isoformat()[: len(last)])
    if _ENDS.search(verb):
        return Term(valid_until=period)
    since = reading.text[dates[-1].span.end : dates[-1].span.end + 2].startswith(("起", "以来", "开始"))
    if _BEGINS.search(verb) or (_HOLDS.search(verb) and since):
        return Term(valid_from=period)
    return Term()
