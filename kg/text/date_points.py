"""From the form of a date to the period it names, given the day of publication and what was named before."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from kg.model import Period

_HAN = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "元": 1}
_RELATIVE_YEARS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2, "明年": 1, "后年": 2}
_RELATIVE_DAYS = {"昨": -1, "今": 0, "明": 1, "前": -2, "大": -3, "后": 2}
_WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1}
_NEWSY_DAYS = 20
"""A date this near before publication is news, whatever year the sentence spoke of before."""
_SOON_DAYS = 45
"""A date without a year this near after publication is one to come."""
_RECKONED = range(200, 9800)
"""Years of publication from which a century either way is in the calendar; from another nothing is reckoned."""


def read_number(text: str) -> int:
    """A whole number below 100 in digits or Chinese numerals."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _HAN[ones]
    return 10 * (_HAN[tens] if tens else 1) + (_HAN[ones] if ones else 0)


def is_about(text: str) -> bool:
    """Whether a number names two at once and so neither: 两三年前, 未来三五年, 三四十年前."""
    tens, _, ones = text.rpartition("十")
    return not text.isdigit() and max(len(tens), len(ones)) > 1


@dataclass(frozen=True, slots=True)
class Point:
    """A resolved expression; ``iso`` is None where it cannot be resolved.

    ``current_year`` marks 今年 and 年初, of which 以来 says nothing more.
    """

    iso: str | None
    current_year: bool = False


class Reckoner:
    """Resolves the expressions of one text in their order, remembering what was named."""

    def __init__(self, day: date | None) -> None:
        self.today = day if day is not None and day.year in _RECKONED else None
        self.future = False
        self.compared = False
        self.year_in_sentence: int | None = None
        self.month_in_block: tuple[int, int] | None = None
        self.month_in_sentence: tuple[int, int] | None = None
        self.day_in_block: date | None = None
        self.year_in_block: int | None = None
        self.year_in_text: int | None = None
        self.last_in_block: str | None = None
        self.joined = False

    def pass_over(self, *, new_sentence: bool, new_block: bool, joined: bool) -> None:
        """What lies between the expression before and the next one."""
        self.joined = joined
        if new_sentence:
            self.year_in_sentence = self.month_in_sentence = None
        if new_block:
            self.month_in_block = self.day_in_block = self.year_in_block = self.last_in_block = None

    def point(self, kind: str, match: re.Match[str]) -> Point:
        """The period of one expression."""
        point: Point = getattr(self, f"_{kind}")(match)
        if point.iso is not None and not _in_calendar(point.iso):
            point = Point(None)
        if kind != "same" and not self.compared:
            self._remember(point.iso)
        return point

    def _remember(self, iso: str | None) -> None:
        if iso is None:
            return
        self.last_in_block = iso
        end = iso.split("/")[-1]
        self.year_in_sentence = self.year_in_block = self.year_in_text = int(end[:4])
        if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", end):
            self.month_in_sentence = self.month_in_block = (int(end[:4]), int(end[5:7]))
        if len(end) == len("2021-04-22"):
            self.day_in_block = date.fromisoformat(end)

    # -- years and their parts

    def _year(self, match: re.Match[str]) -> Point:
        groups = match.groupdict()
        year = self._year_of(groups)
        if year is None:
            return Point(None)
        current = self.today is not None and year == self.today.year and groups.get("yr") is not None
        return Point(_part_of(year, groups), current)

    def _year_of(self, groups: dict[str, str | None]) -> int | None:
        for name in ("yn", "fy1", "fy2", "byear", "ry"):
            if groups.get(name):
                return int(groups[name] or 0)
        for name in ("sn", "rn"):
            if groups.get(name):
                return 2000 + int(groups[name] or 0)
        if groups.get("yhan"):
            return int("".join(str(_HAN[c]) for c in groups["yhan"] or ""))
        word = groups.get("yr") or ""
        if word in ("当年", "同年", "次年", "翌年"):
            named = self.year_in_block if word == "当年" else self.year_in_text
            return None if named is None else named + (word in ("次年", "翌年"))
        if word in ("上年", "上一年") and self.year_in_sentence is not None:
            return self.year_in_sentence - 1
        return self.today.year + _RELATIVE_YEARS[word] if self.today else None

    def _part(self, match: re.Match[str]) -> Point:
        """A quarter, half, month or day without a year."""
        groups = match.groupdict()
        parts = {name[1:]: value for name, value in groups.items() if value is not None}
        month = parts.get("month") or parts.get("hanmonth") or parts.get("to")
        if month is not None:
            day = parts.get("day") or parts.get("handay")
            year = self._year_of_month(read_number(month), read_number(day) if day else None)
        else:
            year = self._year_of_season(parts)
        return Point(_part_of(year, groups) if year else None)

    def _year_of_month(self, month: int, day: int | None) -> int | None:
        nearest = self._nearest_year(month, day)
        before = self.month_in_sentence or self.month_in_block
        if self.joined and before is not None:
            return before[0] + (month < before[1])
        if nearest is not None and self._is_news(nearest, month, day):
            return nearest
        year = self.year_in_sentence
        if before is not None:
            year = before[0] + (month < before[1] - 1 and self._is_past(before[0] + 1, month))
        ahead = year is not None and not self.future and not self._is_past(year, month)
        return nearest if year is None or ahead else year

    def _is_past(self, year: int, month: int) -> bool:
        return self.today is None or date(year, month, 1) <= self.today

    def _is_news(self, year: int, month: int, day: int | None) -> bool:
        if self.today is None:
            return False
        if day is None:
            return (year, month) == (self.today.year, self.today.month)
        try:
            return -3 <= (self.today - date(year, month, day)).days <= _NEWSY_DAYS
        except ValueError:
            return False

    def _nearest_year(self, month: int, day: int | None) -> int | None:
        """The year that puts a month or day before publication, unless it is soon to come."""
        if self.today is None:
            return None
        here = self.today if day is not None else self.today.replace(day=1)
        try:
            then = date(here.year, month, min(day or 1, monthrange(here.year, month)[1]))
        except ValueError:
            return None
        ahead = (then - here).days
        if ahead < 0:
            comes = ahead + 365
            limit = 250 if self.future else _SOON_DAYS
            return here.year + (comes <= limit and -ahead > comes)
        return here.year if ahead <= (250 if self.future else _SOON_DAYS) else here.year - 1

    def _year_of_season(self, parts: dict[str, str]) -> int | None:
        if self.today is None or (self.year_in_sentence is not None and self.year_in_sentence != self.today.year):
            return self.year_in_sentence
        last = Period(_season(self.today.year, parts)).last
        over = last is not None and last < self.today
        return self.today.year if over or self.future else self.today.year - 1

    def _whole_year(self, match: re.Match[str]) -> Point:
        return Point(f"{self.year_in_block:04d}" if self.year_in_block else None)

    def _decade(self, match: re.Match[str]) -> Point:
        start = int(match["dy"]) * 10
        return Point(f"{start:04d}/{start + 9:04d}")

    def _same(self, match: re.Match[str]) -> Point:
        """同期: the period named before; 去年同期: that period a year earlier; 2024年同期: that of the year."""
        back = match.group() != "同期"
        if match["samey"]:
            last = self.last_in_block
            return Point(_shift_years(last, int(match["samey"]) - int(last[:4])) if last else match["samey"])
        if self.last_in_block is None:
            return Point(f"{self.today.year - 1:04d}" if back and self.today else None)
        return Point(_shift_years(self.last_in_block, -1) if back else self.last_in_block)

    def _year_end(self, match: re.Match[str]) -> Point:
        if self.today is None:
            return Point(None)
        closed = match["ye"] in ("年底", "年末", "岁末") and self.today.month <= 2 and not self.future
        return Point(f"{self.today.year - closed:04d}", current_year=not closed)

    def _ago(self, match: re.Match[str]) -> Point:
        if self.today is None or is_about(match["an"]):
            return Point(None)
        n = read_number(match["an"])
        if match["au"] == "年":
            return Point(f"{self.today.year - n:04d}")
        if match["au"] == "天":
            return Point((self.today - timedelta(days=n)).isoformat())
        return Point(self._month_away(-n))

    def _ahead(self, match: re.Match[str]) -> Point:
        if self.today is None or is_about(match["fn"]):
            return Point(None)
        return Point(f"{self.today.year + read_number(match['fn']):04d}")

    def _vague(self, match: re.Match[str]) -> Point:
        return Point(None)

    # -- months, weeks and days

    def _iso(self, match: re.Match[str]) -> Point:
        try:
            return Point(date(int(match["iy"]), int(match["im"]), int(match["id"])).isoformat())
        except ValueError:
            return Point(None)

    def _month_away(self, by: int) -> str | None:
        if self.today is None:
            return None
        months = self.today.year * 12 + self.today.month - 1 + by
        return f"{months // 12:04d}-{months % 12 + 1:02d}"

    def _relative_month(self, match: re.Match[str]) -> Point:
        word = match["rm"]
        if word in ("当月", "同月", "次月") and self.month_in_block is not None:
            year, month = self.month_in_block
            months = year * 12 + month - 1 + (word == "次月")
            return Point(f"{months // 12:04d}-{months % 12 + 1:02d}")
        return Point(self._month_away({"上": -1, "下": 1, "次": 1}.get(word[0], 0)))

    def _relative_quarter(self, match: re.Match[str]) -> Point:
        if self.today is None:
            return Point(None)
        quarters = self.today.year * 4 + (self.today.month - 1) // 3 + {"上": -1, "下": 1}.get(match["rqu"][0], 0)
        return Point(f"{quarters // 4:04d}-Q{quarters % 4 + 1}")

    def _month_end(self, match: re.Match[str]) -> Point:
        return Point(self._month_away(0))

    def _recent(self, match: re.Match[str]) -> Point:
        """近日 and 日前 give the month of publication."""
        return Point(self._month_away(0))

    def _day(self, match: re.Match[str]) -> Point:
        groups = match.groupdict()
        number = int(groups.get("d") or groups.get("d1") or 0)
        if groups.get("dmonth"):
            by = {"上": -1, "下": 1}.get((groups["dmonth"] or "")[0], 0)
            return Point(_day_of(self._month_away(by), number))
        near = self._nearest_day(number)
        month = self.month_in_block if self.joined else self.month_in_sentence
        if month is not None:
            named = _day_of(f"{month[0]:04d}-{month[1]:02d}", number)
            return Point(named or near)
        return Point(near)

    def _nearest_day(self, number: int) -> str | None:
        if self.today is None:
            return None
        ahead = number - self.today.day
        this_month = ahead <= 0 or ahead <= 1 or self.future
        return _day_of(self._month_away(0 if this_month else -1), number)

    def _relative_day(self, match: re.Match[str]) -> Point:
        if self.today is None:
            return Point(None)
        return Point((self.today + timedelta(days=_RELATIVE_DAYS[match["rd"][0]])).isoformat())

    def _anaphor_day(self, match: re.Match[str]) -> Point:
        day = self.day_in_block
        if match["ad"] in ("次日", "翌日"):
            return Point((day + timedelta(days=1)).isoformat() if day else None)
        day = day or self.today
        return Point(day.isoformat() if day else None)

    def _weekday(self, match: re.Match[str]) -> Point:
        if self.today is None:
            return Point(None)
        number = "一二三四五六日天".index(match["wd"]) % 7 if match["wd"] != "天" else 6
        monday = self.today - timedelta(days=self.today.weekday())
        if match["wp"]:
            then = monday + timedelta(days=number, weeks=_WEEKS[match["wp"]])
        else:
            then = monday + timedelta(days=number)
            if then > self.today and not self.future:
                then -= timedelta(weeks=1)
            elif then < self.today and self.future and match["wd"] in "一二":
                then += timedelta(weeks=1)
        return Point(then.isoformat())

    def _week(self, match: re.Match[str]) -> Point:
        if self.today is None:
            return Point(None)
        monday = self.today - timedelta(days=self.today.weekday()) + timedelta(weeks=_WEEKS[match["wk"]])
        if match["we"]:
            return Point(f"{monday + timedelta(days=5)}/{monday + timedelta(days=6)}")
        this_week = monday <= self.today < monday + timedelta(days=7)
        end = self.today if this_week and self.today.weekday() >= 4 else monday + timedelta(days=6)
        return Point(f"{monday}/{end}")


def _in_calendar(iso: str) -> bool:
    """Whether the years of a period have four digits: 1月至2月至1月至… reckons on and on."""
    return all(end == ".." or end[4:5] in ("", "-") for end in iso.split("/"))


def _part_of(year: int, groups: dict[str, str | None]) -> str | None:
    """A year, or the part of it that the groups name."""
    parts = {name[1:]: value for name, value in groups.items() if value is not None and len(name) > 2}
    parts |= {name[1:]: value for name, value in groups.items() if value is not None and name[1:] in ("q", "h")}
    month = parts.get("month") or parts.get("hanmonth")
    if month is not None:
        number = read_number(month)
        day = parts.get("day") or parts.get("handay")
        return _day_of(f"{year:04d}-{number:02d}", read_number(day)) if day else f"{year:04d}-{number:02d}"
    if "from" in parts:
        first, last = int(parts["from"]), int(parts["to"])
        return f"{year:04d}-{first:02d}/{year:04d}-{last:02d}" if first < last else None
    return _season(year, parts)


def _season(year: int, parts: dict[str, str]) -> str:
    """A quarter, quarters, months from January, or half of a year; else the year."""
    if quarter := parts.get("quarter") or parts.get("q"):
        return f"{year:04d}-Q{read_number(quarter)}"
    if quarters := parts.get("quarters"):
        return f"{year:04d}-Q1/{year:04d}-Q{read_number(quarters)}"
    if months := parts.get("months"):
        return f"{year:04d}-01/{year:04d}-{read_number(months):02d}"
    if half := parts.get("half") or parts.get("h"):
        return f"{year:04d}-H{ {'上': 1, '下': 2}.get(half) or int(half) }"
    return f"{year:04d}"


def _day_of(month: str | None, number: int) -> str | None:
    """The day ``number`` of a month, or None if the month has none such."""
    if month is None:
        return None
    try:
        return date(int(month[:4]), int(month[5:7]), number).isoformat()
    except ValueError:
        return None


def _shift_years(iso: str, by: int) -> str | None:
    """The same period some years away; 29 February has none."""
    ends = [end if end == ".." else f"{int(end[:4]) + by:04d}{end[4:]}" for end in iso.split("/")]
    return None if any(end.endswith("-02-29") for end in ends) else "/".join(ends)
