"""Quotations within their sentences, cut from the kept texts of the articles."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from kg.files import LARGEST_TEXT, read_own
from kg.model import Span, text_digest
from kg.publish.rows import Quote, Source
from kg.text.sentences import split_sentences

LONGEST = 180
"""How many characters of a sentence are shown around a quotation at most."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of an article, with what stands around them in their sentences.

    Attributes:
        parts: the words in order, each with whether it is quoted.
        source: the article.
        start: where the first quoted word stands in the kept text.
        is_sound: whether the kept text has the words where the graph says; where none is kept the context is what the
            graph has of it.
    """

    parts: tuple[tuple[str, bool], ...]
    source: Source
    start: int | None
    is_sound: bool


def kept_text(output: str, sha256: str) -> str | None:
    """The kept text of an article; None where there is none, or another than its digest says."""
    if not output or not _DIGEST.fullmatch(sha256):
        return None
    try:
        return _text(output, sha256)
    except (OSError, ValueError):  # not remembered: it may come yet, or a process have fewer files open next time
        return None


@lru_cache(maxsize=1024)
def _text(output: str, sha256: str) -> str:
    """The text.

    Raises:
        OSError, ValueError: if it cannot be read, or is another.
    """
    text = read_own(Path(output) / "texts" / f"{sha256}.txt", LARGEST_TEXT).decode("utf-8")
    if text_digest(text) != sha256:
        raise ValueError(f"{sha256}.txt is another text")
    return text


def stands_there(text: str, quote: Quote) -> bool:
    """Whether a text has the quoted words at their place."""
    start, end = quote.start, quote.end
    return start is not None and end is not None and 0 <= start < end and text[start:end] == quote.exact


def passages(
    quotes: Sequence[Quote], output: str, in_graph: Callable[[Quote], Quote] = lambda quote: quote
) -> tuple[Passage, ...]:
    """Quotations with the rest of their sentences, in their order; those in one sentence are one passage.

    Args:
        quotes: the words, in the order of the articles and within them of the text.
        output: the folder of the graph.
        in_graph: gives a quotation with the context that the graph has; asked where no text is kept.
    """
    found: list[Passage] = []
    for _, of_article in groupby(quotes, lambda quote: quote.source):
        together: list[tuple[int, int, list[Quote]]] = []
        for quote in of_article:
            text = kept_text(output, quote.source.sha256)
            if text is None or not stands_there(text, quote):
                found.append(_without_text(in_graph(quote)))
                continue
            first, last = _around(text, quote.start or 0, quote.end or 0)
            if together and first < together[-1][1]:
                start, end, others = together[-1]
                together[-1] = (min(start, first), max(end, last), [*others, quote])
            else:
                together.append((first, last, [quote]))
        found.extend(_cut(*one, output) for one in together)
    return tuple(found)


def _cut(first: int, last: int, quotes: Sequence[Quote], output: str) -> Passage:
    text = kept_text(output, quotes[0].source.sha256) or ""
    parts: list[tuple[str, bool]] = []
    done = first
    for quote in sorted(quotes, key=lambda q: (q.start or 0, q.end or 0)):
        start, end = max(quote.start or 0, done), quote.end or 0
        if end > start:
            parts += [(text[done:start], False), (text[start:end], True)]
            done = end
    parts.append((text[done:last], False))
    return Passage(tuple(p for p in parts if p[0]), quotes[0].source, min(q.start or 0 for q in quotes), True)


def _without_text(quote: Quote) -> Passage:
    before, after = quote.prefix.rpartition("\n")[2], quote.suffix.partition("\n")[0]
    parts = ((f"…{before}" if before else "", False), (quote.exact, True), (f"{after}…" if after else "", False))
    return Passage(tuple(p for p in parts if p[0]), quote.source, quote.start, False)


@lru_cache(maxsize=8)
def _sentences(text: str, first: int, last: int) -> tuple[Span, ...]:
    """The sentences of a block, remembered: a page may show a hundred quotations of one that has a megabyte."""
    return split_sentences(text, Span(first, last))


_start_of, _end_of = attrgetter("start"), attrgetter("end")


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentences of a quotation begin and end; of long ones so much as is shown."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    found = _sentences(text, first, len(text) if last < 0 else last)
    inside = found[bisect_right(found, start, key=_end_of) : bisect_left(found, end, key=_start_of)]
    if not inside:
        return start, end
    first, last = min(inside[0].start, start), max(inside[-1].end, end)
    return max(first, start - LONGEST), min(last, end + LONGEST)
