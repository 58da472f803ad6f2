"""A figure as read from the text, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.figures.phrases import Phrase
from kg.model import Mention, Span
from kg.text.amounts import Amount
from kg.text.dates import DateExpression


@dataclass(slots=True)
class Told:
    """A figure as read, with the parts that figures after it may take up."""

    subjects: tuple[Mention, ...]
    metric: Phrase
    base: Phrase
    amount: Amount
    time: DateExpression | None
    evidence: Span
    confidence: float
