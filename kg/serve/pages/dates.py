"""Dates in words, no more precise than they are. As ``web/src/explorer/datetext.ts``, so that both say the same."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.serve.page import Language

_POINT = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})(?:-(\d{2}))?))?(?:T.*)?", re.DOTALL)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_QUARTERS = "一二三四"


@lru_cache(maxsize=4096)
def date_text(iso: str, language: Language) -> str:
    """A date or period as people read it; what is none comes back as it is.

    >>> date_text("2026-03", "zh"), date_text("2025-Q4", "en"), date_text("2026-01-26/2026-01-30", "en")
    ('2026年3月', 'Q4 2025', '26–30 Jan 2026')
    >>> date_text("2022/..", "zh"), date_text("2026-01-26/2026-02-03", "zh")
    ('2022年起', '2026年1月26日–2月3日')
    """
    if "/" not in iso:
        return _point(iso, language)
    start, _, end = iso.partition("/")
    a, b = _point(start, language), _point(end, language)
    if end == "..":
        return f"since {a}" if language == "en" else f"{a}起"
    if start == "..":
        return f"until {b}" if language == "en" else f"至{b}"
    if a == b:
        return a
    first, last = _DAY.fullmatch(start), _DAY.fullmatch(end)
    if not (first and last and first[1] == last[1]):
        return f"{a} – {b}"
    same_month = first[2] == last[2]
    if language == "en":
        return f"{int(first[3])}–{b}" if same_month else f"{a[:-5]} – {b}"
    return f"{a}–{b.partition('月' if same_month else '年')[2]}"


def _point(iso: str, language: Language) -> str:
    found = _POINT.fullmatch(iso)
    if not found:
        return iso
    year, quarter, half, month, day = found.groups()
    if quarter:
        return f"Q{quarter} {year}" if language == "en" else f"{year}年{_QUARTERS[int(quarter) - 1]}季度"
    if half:
        return f"H{half} {year}" if language == "en" else f"{year}年{'上' if half == '1' else '下'}半年"
    if not month:
        return year if language == "en" else f"{year}年"
    if not 1 <= int(month) <= 12:
        return iso
    if language == "en":
        name = f"{_MONTHS[int(month) - 1]} {year}"
        return f"{int(day)} {name}" if day else name
    name = f"{year}年{int(month)}月"
    return f"{name}{int(day)}日" if day else name


def month_text(month: int, language: Language) -> str:
    """The name of a month, 1 to 12."""
    return _MONTHS[month - 1] if language == "en" else f"{month}月"
