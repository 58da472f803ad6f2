"""Numbers are read exactly, in digits, in Chinese numerals and mixed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.text.numbers import read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4.2万", "42000"),
        ("1,234.5", "1234.5"),
        ("1，000", "1000"),
        ("-470,000万", "-4700000000"),
        ("21.6万亿", "21600000000000"),
        ("三百二十万", "3200000"),
        ("一千零五十", "1050"),
        ("一亿三千万", "130000000"),
        ("一百二十万亿", "120000000000000"),
        ("十五", "15"),
        ("两千", "2000"),
        ("百亿", "10000000000"),
        ("一点五亿", "150000000"),
        ("二〇二五", "2025"),
        ("1.2 billion", "1200000000"),
    ],
)
def test_a_number_is_read(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "科技", "3人", "点五", "1" * 41])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None
