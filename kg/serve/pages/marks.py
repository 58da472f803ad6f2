"""A text cut at the ends of all marks: every piece knows which marks lie over it, however they overlap or nest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MOST_LINES = 3
"""How many kinds of marks can be told apart at one place."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A stretch of a text, ``end`` exclusive, in code points. ``fact`` is the number of the fact that it proves."""

    start: int
    end: int
    fact: int
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks.

    ``kinds`` are those of the marks, each once, at most three. ``facts`` are the numbers of theirs, that of the
    innermost mark first. ``place`` is where a mark begins with this piece, else None.
    """

    text: str
    kinds: tuple[str, ...] = ()
    facts: tuple[int, ...] = ()
    place: int | None = None


def paragraphs(text: str, marks: Iterable[Mark]) -> tuple[tuple[Piece, ...], ...]:
    """The lines of a text that have words, each in pieces.

    >>> marks = [Mark(0, 2, 0, "post"), Mark(1, 3, 1, "claim")]
    >>> [[(p.text, p.kinds) for p in line] for line in paragraphs("甲乙丙", marks)]
    [[('甲', ('post',)), ('乙', ('post', 'claim')), ('丙', ('claim',))]]
    """
    sound = sorted({m for m in marks if 0 <= m.start < m.end <= len(text)})
    found, start = [], 0
    covering = _Covering(sound)
    for line in text.split("\n"):
        if line.strip():
            found.append(tuple(covering.pieces(text, start, start + len(line))))
        start += len(line) + 1
    return tuple(found)


class _Covering:
    """Which marks lie over a place; asked from the beginning of the text to its end."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._coming = list(reversed(marks))
        self._open: list[Mark] = []
        self._cuts: dict[int, bool] = defaultdict(bool)  # place → whether a mark begins there
        for mark in marks:
            self._cuts[mark.start] = True
            self._cuts[mark.end] |= False
        self._places = sorted(self._cuts, reverse=True)

    def pieces(self, text: str, start: int, end: int) -> Iterator[Piece]:
        while start < end:
            while self._places and self._places[-1] <= start:
                self._places.pop()
            stop = min(end, self._places[-1]) if self._places else end
            yield self._piece(text, start, stop)
            start = stop

    def _piece(self, text: str, start: int, stop: int) -> Piece:
        self._open = [m for m in self._open if m.end > start]
        while self._coming and self._coming[-1].start <= start:
            mark = self._coming.pop()
            if mark.end > start:
                self._open.append(mark)
        place = start if self._cuts.get(start) else None
        if not self._open:
            return Piece(text[start:stop], place=place)
        inner_first = sorted(self._open, key=lambda m: (m.end - m.start, m))
        kinds = tuple(dict.fromkeys(m.kind for m in inner_first))[:MOST_LINES]
        return Piece(text[start:stop], kinds, tuple(dict.fromkeys(m.fact for m in inner_first)), place)
