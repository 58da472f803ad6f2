"""Amounts: numbers with their unit and their bound, as business news writes them.

Works on folded text (:func:`kg.text.normalise.fold`). What is no amount: dates, clock times, ordinals, versions,
model numbers, stock codes, ages, and numbers without a unit, a scale or a bounding word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from kg.model import Bound, Quantity, Span
from kg.text.amount_forms import (
    AFTER,
    BEFORE,
    CARDINAL,
    MONEY_AFTER,
    MONEY_BEFORE,
    MORE,
    MORE_AFTER_UNIT,
    MORE_THEN_SCALE,
    NUMBER,
    RANGE,
    SPECIAL,
    WINDOW,
    number_value,
    special_value,
)
from kg.text.amount_units import CURRENCIES, CURRENCY_MARKS, MARK, TIME_UNITS, UNIT
from kg.text.dates import find_dates
from kg.text.numbers import SCALES


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity where it stands; the span covers bounding words, number and unit (近400亿元)."""

    span: Span
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class _Piece:
    """A number as found: its place, its value and what is known of its unit, before bounds and ranges."""

    start: int
    end: int
    value: Decimal
    scale: Decimal = Decimal(1)
    unit: str = ""
    currency: str | None = None
    vague: bool = False
    more: bool = False
    value_max: Decimal | None = None
    scaled: bool = False

    @property
    def worth(self) -> bool:
        """Whether a unit or a scale makes the number an amount."""
        return bool(self.unit or self.currency or self.scaled)


@lru_cache(maxsize=64)
def find_amounts(text: str) -> tuple[Amount, ...]:
    """Every amount of a text, in order, without overlaps.

    Args:
        text: folded text.

    >>> a = find_amounts("营收近400亿元")[0]
    >>> a.quantity.value, a.quantity.unit, a.quantity.currency, a.quantity.bound.sign, a.quantity.written
    (Decimal('40000000000'), '元', 'CNY', '<', '近400亿元')
    """
    dates = [d.span for d in find_dates(text, None)]
    found: list[Amount] = []
    currency: str | None = None
    all_alike = "下同" in text
    next_date = line_end = 0
    for piece in _listed(text, list(_ranges(text, list(_pieces(text))))):
        while next_date < len(dates) and dates[next_date].end <= piece.start:
            next_date += 1
        if next_date < len(dates) and dates[next_date].start < piece.end:
            continue
        if currency and not all_alike and line_end < piece.start:
            currency = None  # another paragraph, perhaps of other news
        amount = _amount(text, piece, found[-1].span.end if found else 0, currency)
        if amount is None:
            continue
        found.append(amount)
        if amount.quantity.currency and not amount.quantity.currency_inferred:
            currency = amount.quantity.currency
            if line_end < amount.span.end:
                line_end = text.find("\n", amount.span.end)
                line_end = len(text) if line_end < 0 else line_end
    return tuple(found)


def _pieces(text: str) -> Iterator[_Piece]:
    """The numbers of a text with their scale and unit."""
    at = 0
    for match in CARDINAL.finditer(text):
        if match.start() < at:
            continue
        piece = _special(text, match) if match.lastgroup == "special" else _number(text, match)
        if piece is not None:
            yield piece
            at = piece.end


def _special(text: str, match: re.Match[str]) -> _Piece | None:
    read = SPECIAL.match(text, match.start())
    value = special_value(read) if read is not None else None
    return None if value is None else _Piece(match.start(), match.end(), value[0], unit=value[1], scaled=True)


def _number(text: str, match: re.Match[str]) -> _Piece | None:
    read = NUMBER.match(text, match.start())
    base = number_value(read) if read is not None else None
    if read is None or base is None:
        return None
    value, value_max, vague = base
    scale_word = (read["scale"] or "").strip()
    after = read.end()
    late_scale = MORE_THEN_SCALE.match(text, after) if read["arabic"] and not scale_word else None
    if late_scale is not None:
        scale_word, after = late_scale["scale"], late_scale.end()
    scale = SCALES[scale_word.lower()] if scale_word else Decimal(1)
    more = late_scale or MORE.match(text, after)
    unit, currency, end = _unit(text, more.end() if more else after)
    late = MORE_AFTER_UNIT.match(text, end) if unit and not more else None
    mark = MARK.search(text, max(0, match.start() - 4), match.start())
    if mark is not None and currency is None and not unit:
        unit = "" if mark.group().strip().isalpha() else mark.group().strip()
        currency = CURRENCY_MARKS[mark.group().strip()]
    return _Piece(
        start=mark.start() if mark and currency else match.start(),
        end=late.end() if late else end,
        value=value * scale,
        value_max=value_max * scale if value_max is not None else None,
        scale=scale,
        unit=unit,
        currency=currency,
        vague=vague,
        more=bool(more or late),
        scaled=bool(scale_word) or vague or bool(read["han"] and value >= 10_000),
    )


def _unit(text: str, at: int) -> tuple[str, str | None, int]:
    """The unit that begins at ``at``: as written, the currency that it names, and where it ends."""
    match = UNIT.match(text, at)
    if match is None:
        return "", None, at
    written = match.group().strip()
    if match["money"] is None or "/" in written:
        return written, None, match.end()
    return written, CURRENCIES[match["money"]], match.end()


def _ranges(text: str, pieces: list[_Piece]) -> Iterator[_Piece]:
    """Pieces, two that a range joins (1.9亿元–2.5亿元) as one."""
    held: _Piece | None = None
    for piece in pieces:
        if held is not None:
            joined = _join(text, held, piece)
            if joined is not None:
                yield joined
                held = None
                continue
            yield held
        held = piece
    if held is not None:
        yield held


def _listed(text: str, pieces: list[_Piece]) -> list[_Piece]:
    """Pieces, those of a list that only the last one's unit follows (6亿、7亿、9亿美元) each with that unit."""
    for i in range(len(pieces) - 2, -1, -1):
        piece, following = pieces[i], pieces[i + 1]
        bare = piece.scaled and not piece.unit and piece.currency is None and piece.end == following.start - 1
        if bare and following.scaled and following.unit and text[piece.end] == "、":
            pieces[i] = replace(piece, unit=following.unit, currency=following.currency)
    return pieces


def _join(text: str, low: _Piece, high: _Piece) -> _Piece | None:
    if low.value_max is not None or high.value_max is not None or not high.worth or low.vague or high.vague:
        return None
    if RANGE.fullmatch(text, low.end, high.start) is None:
        return None
    if text[max(0, low.start - 1) : low.start] in ("从", "由", "自"):
        return None
    if low.unit and low.unit != high.unit:
        return None
    value = low.value
    if not low.scaled and not low.unit and abs(low.value) < abs(high.value):
        value = low.value * high.scale
    first, last = abs(value), abs(high.value)
    if first > last and (value >= 0 or high.value >= 0):
        return None
    if value < 0:  # -3亿元至-2亿元, and -3%--2%
        value, last = min(value, high.value), max(value, high.value)
    return replace(high, start=low.start, value=value, value_max=last, more=low.more or high.more)


def _amount(text: str, piece: _Piece, floor: int, currency: str | None) -> Amount | None:
    before = BEFORE.search(text, max(floor, piece.start - 10), piece.start)
    after = AFTER.match(text, piece.end)
    bound = _bound(piece, before, after)
    start = before.start() if before and before.lastgroup != "exact" else piece.start
    end = after.end() if after else piece.end
    if not piece.worth or _is_no_amount(text, piece):
        return None
    inferred = None
    if not piece.unit and piece.currency is None and _is_money(text, piece, start):
        inferred = currency or "CNY"
    quantity = Quantity(
        value=piece.value,
        unit=piece.unit,
        value_max=piece.value_max,
        bound=bound,
        currency=piece.currency or inferred,
        currency_inferred=inferred is not None,
        written=text[start:end],
    )
    return Amount(Span(start, end), quantity)


def _is_money(text: str, piece: _Piece, start: int) -> bool:
    """Whether the words beside a number that names no unit say that it is money."""
    if MONEY_BEFORE.search(text, max(0, start - 10), piece.start):
        return True
    return piece.scaled and MONEY_AFTER.match(text, piece.end) is not None


def _bound(piece: _Piece, before: re.Match[str] | None, after: re.Match[str] | None) -> Bound:
    """What the words around make of the number; a word behind it says more than 约 before it."""
    if piece.vague or piece.more:
        return Bound.MORE_THAN
    named = (before.lastgroup if before else None), (after.lastgroup if after else None)
    for word in named:
        if word in ("more", "least", "less", "most"):
            return _BOUNDS[word]
    return Bound.ABOUT if "about" in named else Bound.EXACTLY


_BOUNDS = {"more": Bound.MORE_THAN, "least": Bound.AT_LEAST, "less": Bound.LESS_THAN, "most": Bound.AT_MOST}


def _is_no_amount(text: str, piece: _Piece) -> bool:
    """Ordinals below ten thousand, model years, ages, levels (千元级), clock times, and points too low for an index."""
    if text[max(0, piece.start - 2) : piece.start].rstrip().endswith("第") and piece.value < 10_000:
        return True
    if piece.unit in TIME_UNITS and WINDOW.search(text, max(0, piece.start - 4), piece.start):
        return True
    if piece.unit == "款" and 1990 <= piece.value < 2100 and piece.scale == 1:
        return True
    if piece.unit == "点" and piece.value < 100 and piece.value == piece.value.to_integral_value():
        return True
    following = text[piece.end : piece.end + 2]
    return following.startswith(("级", "岁", "后出生", "档"))
