"""Quantities as people read them."""

from __future__ import annotations

from decimal import Decimal

from kg.publish.labels import BOUND_SIGNS
from kg.publish.rows import Amount

_ZH = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
_EN = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"), (Decimal(10) ** 3, "k"))


def amount_text(amount: Amount, language: str = "zh") -> str:
    """The amount with its bound and unit, as ``> 3亿 人`` (``zh``) or ``> 300m 人`` (``en``); empty without a value.

    >>> amount_text(Amount(Decimal(300000000), unit="人", bound="MoreThan"))
    '> 3亿 人'
    >>> amount_text(Amount(Decimal(35), Decimal("40.5"), unit="%"))
    '35–40.5%'
    """
    if amount.value is None and amount.maximum is None:
        return amount.written
    values = [number_text(v, language) for v in (amount.value, amount.maximum) if v is not None]
    gap = "" if amount.unit.startswith(("%", "‰", "倍")) else " "
    sign = BOUND_SIGNS.get(amount.bound, "")
    return " ".join(part for part in (sign, "–".join(values) + (gap + amount.unit if amount.unit else "")) if part)


def number_text(value: Decimal, language: str = "zh") -> str:
    """A number, shortened by powers of ten where no digit is lost.

    >>> number_text(Decimal(42000)), number_text(Decimal(1234567)), number_text(Decimal("1E+9"), "en")
    ('4.2万', '123.4567万', '1bn')
    """
    for size, name in _ZH if language == "zh" else _EN:
        if abs(value) >= size:
            return plain_number(value / size) + name
    return plain_number(value)


def plain_number(value: Decimal) -> str:
    """A number in digits alone, without an exponent or closing zeros.

    >>> plain_number(Decimal("5.50")), plain_number(Decimal("3E+8"))
    ('5.5', '300000000')
    """
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
