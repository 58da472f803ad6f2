"""Dates as business news writes them, found and resolved.

Works on folded text (:func:`kg.text.normalise.fold`). What stands relative to the day of publication (昨天, 4月22日,
三季度) is reckoned from that day; what points back in the text (当天, 同期, 次年) from the expressions before it.
Durations (3年, 超过3年) are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kg.model import Period, Span
from kg.text.date_forms import FORMS, Form
from kg.text.date_points import Point, Reckoner


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A stretch that says when. ``period`` is None where it cannot be resolved (此前, or no day of publication)."""

    span: Span
    period: Period | None


_STARTS = r"(?=[\d一二两三四五六七八九十元今去明前后本上同次翌当FQH第周星礼这下昨大月年岁近日此早不未过最全])"
"""The characters that a form can begin with: most places of a text are passed over at once."""
_ANY = re.compile(
    _STARTS + "(?:" + "|".join(f"(?P<{name}>{form.pattern.pattern})" for name, form in FORMS.items()) + ")"
)
_TO = re.compile(r"(?:日|年|月)?\s?(?:至|到|[-—–~～－]{1,2})\s?(?:今年底)?")
_SINCE = re.compile(r"(?:以来|至今|迄今|起至今)")
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_COMPARED = re.compile(r"[较比]|相比|不及|高于|低于")
_FUTURE = re.compile(
    r"将|预计|计划|拟|(?<![于超及])预期|有望|定于|即将|或于|力争|目标|预测|最快|最早|起(?:正式)?[施实执]|前(?:完成|实现)"
)


@dataclass(frozen=True, slots=True)
class _Found:
    span: Span
    point: Point


@lru_cache(maxsize=64)
def find_dates(text: str, day: date | None) -> tuple[DateExpression, ...]:
    """Every date expression of a text, in order, without overlaps.

    Args:
        text: folded text, of a whole article where 当天 and 同期 are to find what they point at.
        day: the day of publication in the article's own zone; None leaves relative dates unresolved.

    >>> [(e.span.of("截至2025年11月30日"), e.period.iso) for e in find_dates("截至2025年11月30日", None)]
    [('2025年11月30日', '2025-11-30')]
    """
    found: list[DateExpression] = []
    pending: _Found | None = None
    for item in _points(text, day):
        if pending is not None and _TO.fullmatch(text, pending.span.end, item.span.start):
            found.append(_interval(pending, item))
            pending = None
            continue
        if pending is not None:
            found.append(_single(text, pending))
        pending = item
    if pending is not None:
        found.append(_single(text, pending))
    return tuple(found)


@lru_cache(maxsize=64)
def _forms(text: str) -> tuple[tuple[str, int, int], ...]:
    """The forms in a text, each with its place; they do not depend on the day of publication."""
    return tuple((str(m.lastgroup), m.start(), m.end()) for m in _ANY.finditer(text))


def _points(text: str, day: date | None) -> Iterator[_Found]:
    """The single points of time, in order; the reckoner remembers those before."""
    reckoner = Reckoner(day)
    at = 0
    previous_end = 0
    for name, start, end in _forms(text):
        reckoner.pass_over(
            new_sentence=_SENTENCE_END.search(text, at, start) is not None,
            new_block=text.find("\n", at, start) >= 0,
            joined=bool(_TO.fullmatch(text, previous_end, start)) and previous_end > 0,
        )
        form: Form = FORMS[name]
        inner = form.pattern.match(text, start)
        if inner is None:
            continue
        reckoner.future = _looks_ahead(text, start, end)
        reckoner.compared = _COMPARED.search(text, max(0, start - 3), start) is not None
        yield _Found(Span(start, end), reckoner.point(form.kind, inner))
        at = previous_end = end


def _looks_ahead(text: str, start: int, end: int) -> bool:
    """Whether the clause around speaks of what is to come."""
    left = max(text.rfind(mark, max(0, start - 16), start) for mark in "。，；\n")
    left = max(left, start - 16, 0)
    return _FUTURE.search(text, left, min(len(text), end + 14)) is not None


def _interval(a: _Found, b: _Found) -> DateExpression:
    span = a.span.cover(b.span)
    if a.point.iso is None or b.point.iso is None or "/" in a.point.iso + b.point.iso:
        return DateExpression(span, None)
    if a.point.iso == b.point.iso:
        return DateExpression(span, Period(a.point.iso))
    first, last = Period(a.point.iso).first, Period(b.point.iso).last
    if first is None or last is None or first > last:
        return DateExpression(span, None)
    return DateExpression(span, Period(f"{a.point.iso}/{b.point.iso}"))


def _single(text: str, found: _Found) -> DateExpression:
    iso = found.point.iso
    since = _SINCE.match(text, found.span.end)
    if since is None or iso is None:
        return DateExpression(found.span, Period(iso) if iso else None)
    span = Span(found.span.start, since.end())
    if "/" in iso or found.point.current_year:
        return DateExpression(span, Period(iso))
    return DateExpression(span, Period(f"{iso}/.."))
