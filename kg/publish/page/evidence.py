"""Quotations as the page has them: places in the kept texts, in the units that JavaScript counts in."""

from __future__ import annotations

from collections.abc import Callable

from kg.publish.page import seam
from kg.publish.rows import Quote, Source

Texts = Callable[[str], str | None]
"""SHA-256 of a text in hexadecimal digits → the text, or None where it is not kept."""


CONTEXT = 100
"""How many characters on each side go with words that come without their text."""


class Places:
    """Where quotations stand; each text is asked for once.

    ``in_words`` is for those who have no text at hand: evidence then brings its words, with more around them than the
    graph keeps.
    """

    def __init__(self, texts: Texts | None, in_words: bool = False) -> None:
        self._texts = texts
        self._in_words = in_words
        self._kept: dict[str, str | None] = {}
        self._wide: dict[str, bool] = {}

    def text(self, source: Source) -> str | None:
        """The kept text of an article."""
        if self._texts is None or not source.sha256:
            return None
        if source.iri not in self._kept:
            self._kept[source.iri] = self._texts(source.sha256)
        return self._kept[source.iri]

    def evidence(self, quote: Quote, article: int) -> seam.Evidence:
        """Where the words stand in the text of an article, if they do stand there; else the words themselves."""
        text = self.text(quote.source)
        start, end = quote.start, quote.end
        if text is None or start is None or end is None or text[start:end] != quote.exact or not 0 <= start < end:
            return (article, quote.exact, quote.prefix, quote.suffix)
        if self._in_words:
            return (article, quote.exact, text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])
        if self._is_wide(quote.source.iri, text):
            start = utf16_length(text[:start])
            end = start + utf16_length(quote.exact)
        return (article, start, end)

    def _is_wide(self, iri: str, text: str) -> bool:
        """Whether the text has characters that JavaScript counts twice: else its offsets are Python's."""
        if iri not in self._wide:
            self._wide[iri] = max(text, default="") > "\uffff"
        return self._wide[iri]


def utf16_length(text: str) -> int:
    r"""How many UTF-16 units a text has.

    >>> utf16_length("星桥\N{ROCKET}")
    4
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
