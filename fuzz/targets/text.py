"""Dates, amounts, numbers, quotations, sentences and names in any text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fuzz.grammar import PIECES, news
from fuzz.target import Target, must
from kg.model import Article, ArticleId, Block, BlockKind, Span
from kg.rdf.terms import decimal_literal, period_literal
from kg.text.amounts import find_amounts
from kg.text.dates import find_dates
from kg.text.normalise import fold, name_key
from kg.text.numbers import read_number
from kg.text.quotations import find_quotations
from kg.text.sentences import sentences, split_sentences
from kg.text.spoken import syllables

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_DAY = date(2025, 3, 5)


def check(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    folded = fold(text)
    must(len(folded) == len(text), "a folded text has the length of the text")
    must(fold(folded) == folded, "a folded text stays as it is")
    _dates(folded)
    end = 0
    for amount in find_amounts(folded):
        span, quantity = amount.span, amount.quantity
        must(end <= span.start < span.end <= len(text), "amounts are in order, without overlap")
        must(quantity.written == folded[span.start : span.end], "an amount is written as it stands")
        for value in (quantity.value, quantity.value_max):
            must(value is None or len(decimal_literal(value)) < 400, "a number has a form of sound length")
        end = span.end
    number = read_number(folded)
    must(number is None or number.is_finite(), "a number is finite")
    _places(text)
    must(name_key(text) == name_key(folded), "a name's key does not depend on the letters it is written in")
    syllables(text)


def _dates(text: str) -> None:
    for day in (None, _DAY):
        end = 0
        for found in find_dates(text, day):
            must(end <= found.span.start < found.span.end <= len(text), "dates are in order, without overlap")
            if found.period is not None:
                period_literal(found.period)
            end = found.span.end


def _places(text: str) -> None:
    whole = Span(0, len(text))
    end = 0
    for span in split_sentences(text, whole):
        must(end <= span.start <= span.end <= len(text), "sentences are in order, without overlap")
        end = span.end
    for quotation in find_quotations(text, whole):
        must(quotation.outer.end <= len(text), "quotations are within the text")
    sentences(Article(ArticleId("article/0"), "a", text, (Block(BlockKind.PARAGRAPH, whole),)))


def cases() -> SearchStrategy[bytes]:
    return news(30).map(str.encode)


TARGET = Target(
    "dates, amounts, sentences and quotations lie in order within the text and are sound values",
    check,
    cases,
    ("kg.text", "kg.model"),
    PIECES,
    longest=1024,
)
