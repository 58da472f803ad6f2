"""Days, months and years as a calendar has them: what happened when, as precisely as the graph says."""

from __future__ import annotations

from calendar import Calendar, monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.model import Period

LONGEST_SPAN = 31
"""How many days an event may last that stands on each of its days."""


@dataclass(frozen=True, slots=True, order=True)
class When:
    """When something happens: its first and last day, and what the graph says of it."""

    first: date
    last: date
    iso: str

    @property
    def is_exact(self) -> bool:
        """Whether the days themselves are known, and there are few of them."""
        return all(len(end) == len("2026-01-31") for end in self.iso.split("/")) and self.days <= LONGEST_SPAN

    @property
    def days(self) -> int:
        """How many days it may fall on."""
        return (self.last - self.first).days + 1

    def touches(self, first: date, last: date) -> bool:
        """Whether it may fall between two days, both included."""
        return self.first <= last and self.last >= first


def when(iso: str) -> When | None:
    """A period, with both its ends; None for one that is open, or is none."""
    try:
        period = Period(iso)
    except ValueError:
        return None
    return When(period.first, period.last, iso) if period.first and period.last else None


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    @classmethod
    def read(cls, text: str) -> Month | None:
        """The month that ``2026-01`` names; None for any other text.

        >>> Month.read("2026-01"), Month.read("2026-13")
        (Month(year=2026, month=1), None)
        """
        year, _, month = text.partition("-")
        if not (text.isascii() and year.isdigit() and month.isdigit() and len(year) == 4 and len(month) == 2):
            return None
        return cls(int(year), int(month)) if 1 <= int(month) <= 12 and int(year) else None

    @property
    def iso(self) -> str:
        """As ``2026-01``."""
        return f"{self.year:04}-{self.month:02}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def weeks(self) -> Iterable[Sequence[date | None]]:
        """Its weeks, Monday first; days of other months are None."""
        days = Calendar().itermonthdays(self.year, self.month)
        shown = [date(self.year, self.month, day) if day else None for day in days]
        return [shown[n : n + 7] for n in range(0, len(shown), 7)]


def by_month(events: Iterable[When]) -> Mapping[Month, int]:
    """How many events stand on days of each month."""
    found: Counter[Month] = Counter()
    for at in events:
        if at.is_exact:
            found.update({Month(day.year, day.month) for day in (at.first, at.last)})
    return found


def by_year(events: Iterable[When]) -> Mapping[int, int]:
    """How many events fall into each year, whatever else is known of their dates."""
    return Counter(at.first.year for at in events if at.first.year == at.last.year)
