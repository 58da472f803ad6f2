"""Quotations within their sentences, cut from the kept texts of the articles."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.model import Span, text_digest
from kg.publish.rows import Quote, Source
from kg.text.sentences import split_sentences

LONGEST = 180
"""How many characters of a sentence are shown around a quotation at most."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of an article between those that stand before and after them.

    ``is_sound`` tells whether the kept text has the words where the graph says; where none is kept the context is
    what the graph has of it.
    """

    before: str
    exact: str
    after: str
    source: Source
    start: int | None
    is_sound: bool


@lru_cache(maxsize=1024)
def kept_text(output: str, sha256: str) -> str | None:
    """The kept text of an article; None where there is none, or another than its digest says."""
    if not output or not _DIGEST.fullmatch(sha256):
        return None
    try:
        text = (Path(output) / "texts" / f"{sha256}.txt").read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return text if text_digest(text) == sha256 else None


def stands_there(text: str, quote: Quote) -> bool:
    """Whether a text has the quoted words at their place."""
    start, end = quote.start, quote.end
    return start is not None and end is not None and 0 <= start < end and text[start:end] == quote.exact


def passage(quote: Quote, output: str, in_graph: Callable[[Quote], Quote] = lambda quote: quote) -> Passage:
    """A quotation with the rest of its sentence.

    Args:
        quote: the words.
        output: the folder of the graph.
        in_graph: gives the quotation with the context that the graph has; asked where no text is kept.
    """
    text = kept_text(output, quote.source.sha256)
    if text is not None and stands_there(text, quote):
        start, end = quote.start or 0, quote.end or 0
        first, last = _around(text, start, end)
        return Passage(text[first:start], quote.exact, text[end:last], quote.source, start, True)
    known = in_graph(quote)
    before, after = known.prefix.rpartition("\n")[2], known.suffix.partition("\n")[0]
    return Passage(_more(before, ""), quote.exact, _more("", after), quote.source, quote.start, False)


def _more(before: str, after: str) -> str:
    """Context that goes on beyond what is known."""
    return f"…{before}" if before else f"{after}…" if after else ""


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentences of a quotation begin and end; long ones are cut, without an ellipsis of their own."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    block = Span(first, len(text) if last < 0 else last)
    inside = [s for s in split_sentences(text, block) if s.start < end and s.end > start]
    if inside:
        first, last = min(inside[0].start, start), max(inside[-1].end, end)
    else:
        first, last = start, end
    return max(first, start - LONGEST), min(last, end + LONGEST)
