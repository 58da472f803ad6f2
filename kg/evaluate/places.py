"""The sentence of the article in which a fact stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from kg.evaluate.rows import ArticleRows, EntityRow, EventRow, PostRow, QuoteRow, RelationRow
from kg.evaluate.strings import key
from kg.model import Span
from kg.text.sentences import split_sentences

SHOWN = 160
"""How many characters of a sentence are shown at most."""


def sentence_of(text: str | None, gold: ArticleRows, row: Any) -> str:
    """The sentence that states a row; what gold quotes where the text is not there, else an empty string."""
    if text is None:
        return row.quotes[0] if row.quotes else getattr(row, "text", "")
    if row.starts:
        return _around(text, row.starts[0])
    quoted = [row.text] if isinstance(row, QuoteRow) else list(row.quotes)
    for words in quoted:
        for part in (words, words[:12], words[-12:]):
            if part and (at := text.find(part)) >= 0:
                return _around(text, at)
    return _naming(text, [_forms(gold, names) for names in _named(row)])


def _named(row: Any) -> Iterable[Sequence[str]]:
    """What must stand in a sentence that states the row."""
    if isinstance(row, EntityRow):
        return (row.names,)
    if isinstance(row, PostRow):
        return (row.person, row.titles, row.organization)
    if isinstance(row, RelationRow):
        return (row.subject, row.object)
    if isinstance(row, EventRow):
        return tuple(names for _, names in row.participants)
    return ()


def _forms(gold: ArticleRows, names: Sequence[str]) -> tuple[str, ...]:
    """The names, and every other one that gold has for the same entity."""
    keys = set(map(key, names))
    others = [n for e in gold.entities if keys & set(map(key, e.names)) for n in e.names]
    return tuple(dict.fromkeys((*names, *others)))


def _naming(text: str, wanted: Sequence[Sequence[str]]) -> str:
    """The first sentence that names the most of what is wanted."""
    best, most = "", 0
    for start, end in _sentences(text):
        sentence = text[start:end]
        named = [f for forms in wanted for f in [next((f for f in forms if f and f in sentence), None)] if f]
        if len(named) > most:
            best, most = _around(text, start + min(sentence.index(f) for f in named)), len(named)
    return best


@lru_cache(maxsize=4)
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    found, start = [], 0
    for line in text.split("\n"):
        found += [(s.start, s.end) for s in split_sentences(text, Span(start, start + len(line)))]
        start += len(line) + 1
    return tuple(found)


def _around(text: str, at: int) -> str:
    """The sentence at a place, cut to what is near it where it is long."""
    for start, end in _sentences(text):
        if start <= at < end:
            first = start if end - start <= SHOWN else max(start, at - SHOWN // 2)
            last = min(end, first + SHOWN)
            return ("…" if first > start else "") + text[first:last] + ("…" if last < end else "")
    return ""
