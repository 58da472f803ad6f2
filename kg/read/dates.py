"""Dates as sources write them → moments in the article's own zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

CHINA = timezone(timedelta(hours=8))
"""UTC+08:00: mainland China since 1992, Taiwan and Hong Kong since 1980, Singapore since 1982; no summer time."""

_NUMERIC = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})\s*[:：时時点點]\s*(\d{1,2})分?(?:\s*[:：]?\s*(\d{1,2})(?:[.,]\d{1,9})?秒?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?",
    re.IGNORECASE,
)
_RFC_2822 = re.compile(r"(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{2,4}\b")
_LONGEST = 100
_YEARS = range(1990, 2101)
"""Years of publication that are believed; others (0001, 1970, 9999) are what software writes for «none»."""


def moment(written: str | int | float | None) -> datetime | None:
    """The moment that a source's date means, with a zone; None where it cannot be read.

    A date without a zone, and one in UTC or GMT (which is how feeds write whatever they mean), is put in UTC+08:00;
    another offset that the source gives is kept. ``CST`` is China's time, not Chicago's. A date without a time
    is midnight. A number is a Unix time in seconds or milliseconds. A year before 1990 or after 2100 is no date of
    publication.

    >>> moment("Fri, 23 Apr 2021 23:30:00 GMT").isoformat()
    '2021-04-24T07:30:00+08:00'
    >>> moment("2021年4月23日").isoformat()
    '2021-04-23T00:00:00+08:00'
    """
    if written is None or isinstance(written, bool):
        return None
    try:
        when = _read(written)
    except (ValueError, ArithmeticError, OSError, TypeError, LookupError):  # OSError: a time that the C library refuses
        return None
    return when if when is not None and when.year in _YEARS else None


def _read(written: str | int | float) -> datetime | None:
    if isinstance(written, int | float):
        return _from_unix(written)
    text = written.strip()[:_LONGEST]
    if text.isascii() and text.isdigit() and len(text) in (10, 13):
        return _from_unix(int(text))
    return _from_rfc_2822(text) if _RFC_2822.match(text) else _from_numbers(text)


def _from_unix(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, tz=CHINA)


def _from_rfc_2822(text: str) -> datetime:
    if text.endswith("CST"):
        text = text[:-3] + "+0800"
    if text.endswith("-0000"):  # RFC 2822: UTC, the sender's zone unknown
        text = text[:-5] + "+0000"
    return _placed(parsedate_to_datetime(text))


def _from_numbers(text: str) -> datetime | None:
    match = _NUMERIC.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    when = datetime(year, month, day, hour, minute, second)
    return _placed(when.replace(tzinfo=_zone(match[7])))


def _zone(written: str | None) -> timezone | None:
    if written is None:
        return None
    if written.upper() in ("Z", "UTC", "GMT"):
        return UTC
    sign = -1 if written[0] == "-" else 1
    digits = written[1:].replace(":", "").ljust(4, "0")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def _placed(when: datetime) -> datetime:
    offset = when.utcoffset()
    if offset is None:
        return when.replace(tzinfo=CHINA)
    if not offset:
        return when.astimezone(CHINA)
    return when.replace(tzinfo=timezone(offset))
