"""Periods of time as business news states them: a day, a month, a quarter, a half-year, a year, an interval."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-Q([1-4])|-H([12]))?")


def _bounds(point: str) -> tuple[date, date] | None:
    """First and last day of a single point, or None if it is not one."""
    match = _POINT.fullmatch(point)
    if match is None:
        return None
    year = int(match[1])
    month, day, quarter, half = (int(g) if g else None for g in match.groups()[1:])
    first, last = 1, 12
    if quarter is not None:
        first, last = 3 * quarter - 2, 3 * quarter
    elif half is not None:
        first, last = 6 * half - 5, 6 * half
    elif month is not None:
        first = last = month
    try:
        if day is not None:
            return date(year, first, day), date(year, first, day)
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period, written as the graph writes it.

    ``iso`` is one of ``2021-04-22``, ``2021-04``, ``2021``, ``2025-Q4``, ``2026-H2``, or an interval of two of
    them, closed (``2026-01-26/2026-01-30``) or open at one end (``2022/..``, ``../2022``).

    Raises:
        ValueError: if ``iso`` has none of these forms or names no real day.

    >>> Period("2025-Q4").first, Period("2025-Q4").last
    (datetime.date(2025, 10, 1), datetime.date(2025, 12, 31))
    """

    iso: str

    def __post_init__(self) -> None:
        ends = self.iso.split("/")
        sound = (
            len(ends) in (1, 2)
            and all((e == ".." and len(ends) == 2) or _bounds(e) is not None for e in ends)
            and ends != ["..", ".."]
        )
        if not sound:
            raise ValueError(f"not a period: {self.iso!r}; expected such as 2021-04-22, 2025-Q4 or 2022/..")

    @property
    def first(self) -> date | None:
        """The first day, or None for an interval that is open at its start."""
        bounds = _bounds(self.iso.split("/")[0])
        return bounds[0] if bounds else None

    @property
    def last(self) -> date | None:
        """The last day (included), or None for an interval that is open at its end."""
        bounds = _bounds(self.iso.split("/")[-1])
        return bounds[1] if bounds else None
