"""Any text as an article: what is found is proved by the text letter for letter."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

from fuzz.grammar import PIECES, news
from fuzz.target import Target, must
from kg.config import default_config
from kg.model import Annotations, Article, ArticleFacts, ArticleId, Block, BlockKind, Evidence, Extractor, Span
from kg.model.codec import decode_annotations, encode
from kg.pipeline.extraction import extract_one, load_extractors, versions_of
from kg.rdf import article_graph
from kg.resolve import resolve
from kg.store.checked import checked

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


@cache
def _extractors() -> tuple[Extractor, ...]:
    return load_extractors(default_config().extractors)


def article_of(data: bytes) -> Article | None:
    """An article whose text is the input, a block for each line."""
    lines = [line for line in data.decode("utf-8", "replace").split("\n") if line.strip()]
    if not lines:
        return None
    blocks, at = [], 0
    for line in lines:
        blocks.append(Block(BlockKind.PARAGRAPH if at else BlockKind.HEADLINE, Span(at, at + len(line))))
        at += len(line) + 1
    return Article(ArticleId("article/0123456789abcdef"), "a.md", "\n".join(lines), tuple(blocks), lines[0])


def check(data: bytes) -> None:
    article = article_of(data)
    if article is None:
        return
    found = extract_one(_extractors(), article)
    facts = resolve(article, found, versions_of(_extractors()))
    _proved(article, found, facts)
    must(decode_annotations(encode(found)) == found, "annotations are kept as they are")
    statements = article_graph(facts).statements
    must(len(checked(statements)) == len(statements), "each statement stands once")
    _parsed(statements)
    if crc32(data) % 4 == 0:
        _forget()
        must(extract_one(_extractors(), article) == found, "the same text gives the same annotations")
        must(article_graph(facts).statements == statements, "the same facts give the same statements")


def _proved(article: Article, found: Annotations, facts: ArticleFacts) -> None:
    text = article.text
    end = 0
    for mention in found.mentions:
        must(end <= mention.span.start < mention.span.end <= len(text), "mentions are in order, without overlap")
        end = mention.span.end
    for span in _all(found, Span):
        must(0 <= span.start <= span.end <= len(text), f"{span} lies within the text")
    for evidence in _all(facts, Evidence):
        span = evidence.span
        must(evidence.exact and text[span.start : span.end] == evidence.exact, f"{evidence} stands in the text")
        must(text[: span.start].endswith(evidence.prefix), "what comes before stands before it")
        must(text[span.end :].startswith(evidence.suffix), "what comes after stands after it")


def _all(value: Any, type_: type) -> Iterator[Any]:
    """Everything of a type within a value."""
    if isinstance(value, type_):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _all(item, type_)
    elif is_dataclass(value) and not isinstance(value, Article):
        for field in fields(value):
            if not field.name.startswith("_"):
                yield from _all(getattr(value, field.name), type_)


def _parsed(statements: Iterable[str]) -> None:
    import pyoxigraph as ox

    lines = list(statements)
    parsed = list(ox.parse("\n".join(lines), ox.RdfFormat.N_TRIPLES))
    must(len(parsed) == len(lines), "each statement is one triple")
    written = ox.serialize((q.triple for q in parsed), format=ox.RdfFormat.TURTLE)
    again = {str(q.triple) for q in ox.parse(written, ox.RdfFormat.TURTLE)}
    must(again == {str(q.triple) for q in parsed}, "Turtle says the same")


def _forget() -> None:
    """Empty the caches that hold texts; those without a bound hold what is loaded once."""
    for name, module in list(sys.modules.items()):
        if name.startswith("kg."):
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_info", None)) and value.cache_info().maxsize is not None:
                    value.cache_clear()


def cases() -> SearchStrategy[bytes]:
    return news(120).map(str.encode)


TARGET = Target(
    "evidence stands in the text letter for letter; the same twice; every statement is one triple",
    check,
    cases,
    ("kg.extract", "kg.text", "kg.resolve", "kg.rdf"),
    PIECES,
    longest=1500,
    seconds=2.0,
    seconds_a_byte=0.002,
)
