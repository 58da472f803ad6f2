"""The words that were found, with some before and after them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.store.search.keys import Words

BEFORE, AFTER = 24, 72
"""How many characters of a text stand before the first word found, and how many from there on."""
LONGEST = 400
"""How many characters are shown at most, also of what is one word or name."""
_ENDS = re.compile(r"[。！？!?；;\n]")
_GAP = re.compile(r"[ \t\r\n\u00a0\u3000]+")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text, and where the words stand in it: first and last (exclusive) character of each place, in order."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, text: str, words: Words) -> Marked:
        """A text with its marks; its beginning, if it is longer than any that is shown whole."""
        shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        return cls(shown, words.spans(shown))

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it is marked; none is empty."""
        last = 0
        for start, end in self.marks:
            if start > last:
                yield self.text[last:start], False
            yield self.text[start:end], True
            last = end
        if last < len(self.text):
            yield self.text[last:], False

    def __str__(self) -> str:
        return self.text


def passage(text: str, words: Words) -> Marked:
    """The first place of a text where a word stands, in at most a line or two; from its beginning where none does."""
    spans = words.spans(text)
    first = spans[0][0] if spans else 0
    start = _start(text, first)
    end = min(len(text), start + LONGEST, max(first + AFTER, spans[0][1] if spans else 0))
    cut = ("…" if start else "") + _GAP.sub(" ", text[start:end]).strip() + ("…" if end < len(text) else "")
    return Marked.of(cut, words)


def _start(text: str, first: int) -> int:
    """Where a passage begins: with the sentence, where that is near."""
    earliest = max(0, first - BEFORE)
    ends = [match.end() for match in _ENDS.finditer(text, earliest, first)]
    return ends[-1] if ends else earliest
