"""Numbers in digits, Chinese numerals or both, read exactly."""

from __future__ import annotations

import re
from decimal import Decimal

SCALES: dict[str, Decimal] = {
    "万亿": Decimal(10**12),
    "千亿": Decimal(10**11),
    "百亿": Decimal(10**10),
    "十亿": Decimal(10**9),
    "亿": Decimal(10**8),
    "千万": Decimal(10**7),
    "百万": Decimal(10**6),
    "十万": Decimal(10**5),
    "万": Decimal(10**4),
    "千": Decimal(1000),
    "百": Decimal(100),
    "十": Decimal(10),
    "兆": Decimal(10**12),
    "trillion": Decimal(10**12),
    "billion": Decimal(10**9),
    "million": Decimal(10**6),
    "bn": Decimal(10**9),
    "mn": Decimal(10**6),
}
"""What follows a number and multiplies it."""

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = re.compile(r"(\d{1,4})[万亿](\d{1,4})")
"""3万2000, and 2亿5000 of what stands before 万."""
_LONGEST = 40
"""More characters than any number that is meant to be read; longer ones are refused, not computed."""


def read_number(text: str) -> Decimal | None:
    """The value of a number as written, or None if it is none.

    >>> [str(read_number(t)) for t in ("4.2万", "1,234.5", "三百二十万", "一点五亿", "二〇二五", "两千")]
    ['42000.0', '1234.5', '3200000', '150000000.0', '2025', '2000']
    """
    if not 0 < len(text) <= _LONGEST:
        return None
    myriads = _MYRIADS.fullmatch(text)
    if myriads is not None:
        return Decimal(myriads[1]) * 10**4 + Decimal(myriads[2])
    digits = re.match(r"[-−]?(?:\d[\d,，]*+)(?:\.\d+)?", text)
    if digits is None:
        return _read_han(text)
    plain = digits.group().replace(",", "").replace("，", "").replace("−", "-")
    rest = text[digits.end() :].strip()
    factor = SCALES.get(rest.lower()) if rest else Decimal(1)
    return None if factor is None else Decimal(plain) * factor


def _read_han(text: str) -> Decimal | None:
    whole, point, fraction = text.partition("点")
    if not point:
        return _whole(text)
    tail = fraction.lstrip("".join(_DIGITS))
    decimals = fraction[: len(fraction) - len(tail)]
    factor = SCALES.get(tail) if tail else Decimal(1)
    before = _whole(whole)
    if before is None or factor is None or not decimals:
        return None
    return (before + Decimal("0." + "".join(str(_DIGITS[c]) for c in decimals))) * factor


def _whole(text: str) -> Decimal | None:
    """A whole number in Chinese numerals: 三百二十万, 一千零五十, 二〇二五, and a bare 百万."""
    if not text or any(c not in _DIGITS and c not in _TENS and c not in "万亿" for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return Decimal("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    bare = True  # 百万 and 十五 begin with the scale: an unsaid one
    for c in text:
        if c in _DIGITS:
            digit, bare = _DIGITS[c], False
        elif c in _TENS:
            section += (1 if bare or digit == 0 else digit) * _TENS[c]
            digit, bare = 0, False
        else:
            factor = 10**8 if c == "亿" else 10**4
            reached = section + digit
            if c == "亿" and total:  # 三万亿, 一百二十万亿
                total, reached = 0, total + reached
            total += (1 if bare else reached) * factor
            section, digit, bare = 0, 0, False
    return Decimal(total + section + digit)
