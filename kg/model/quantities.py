"""Quantities one can compute with."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class Bound(Enum):
    """How a stated value bounds the true one; the values are the local names in the graph's vocabulary."""

    EXACTLY = "Exactly"
    MORE_THAN = "MoreThan"  #: 超过, 多于, 逾, 破
    AT_LEAST = "AtLeast"  #: 不低于, 至少, 以上
    LESS_THAN = "LessThan"  #: 近, 不到, 低于
    AT_MOST = "AtMost"  #: 不超过, 至多, 以内
    ABOUT = "About"  #: 约, 左右

    @property
    def sign(self) -> str:
        """The comparator as one of ``= > < ≈``, which is all that GOLD distinguishes."""
        return _SIGNS[self]


_SIGNS = {
    Bound.EXACTLY: "=",
    Bound.MORE_THAN: ">",
    Bound.AT_LEAST: ">",
    Bound.LESS_THAN: "<",
    Bound.AT_MOST: "<",
    Bound.ABOUT: "≈",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and its bound.

    ``value`` is in base units (4.2万 is 42000; 62% is 62 with unit ``%``). A range has ``value_max`` too, which
    is not less than ``value``. ``unit`` is as written, also for money (``元``, ``美元``, ``元/克``), and empty where
    the text names none. ``currency`` is the ISO 4217 code of money, else None; ``currency_inferred`` says that
    the text leaves it open. ``written`` is the amount letter for letter.
    """

    value: Decimal
    unit: str = ""
    value_max: Decimal | None = None
    bound: Bound = Bound.EXACTLY
    currency: str | None = None
    currency_inferred: bool = False
    written: str = ""

    def __post_init__(self) -> None:
        if not self.value.is_finite() or (self.value_max is not None and not self.value_max >= self.value):
            raise ValueError(f"a quantity needs finite numbers in rising order, got {self.value}, {self.value_max}")
