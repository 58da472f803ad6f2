"""How one text differs from another: sentence by sentence, and within a sentence the characters that changed.

Time stays in proportion to the length, whatever the texts: sentences that both have once are matched first. What lies
between is compared closely as long as there is work left to spend (:class:`Closely`); beyond that it counts as
replaced as a whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from kg.model import Span
from kg.text.sentences import split_sentences

KEPT, GONE, NEW, LEFT_OUT = " ", "-", "+", "…"
"""The signs of lines: a sentence of both texts, of the earlier, of the later; and sentences that are not shown."""
_AT_ONCE, _IN_ALL = 40_000, 4_000_000
"""How many pairs of sentences or of words are compared closely at once, and in one comparison in all."""
_DEPTH = 16
_CALL = 200  # what a comparison costs besides
_LONG, _NEAR = 160, 20
"""How many characters of a sentence, and how many sentences, are looked at to find the one that it became."""
ALIKE = 0.4
"""How much of two sentences must be the same for one to be the other changed."""
# numbers and Latin words change as a whole: 12% → 15%, not 1[2]% → 1[5]%
_TOKEN = re.compile(r"[0-9][0-9.,]*[%‰]?|[A-Za-z]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; ``changed`` if the other text does not have it there."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence in pieces, with its sign (:data:`KEPT` …)."""

    sign: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The sentence."""
        return "".join(piece.text for piece in self.pieces)


class Closely:
    """Comparison of each with each, which costs the product of the lengths: so there is an end to it."""

    def __init__(self) -> None:
        self._left = _IN_ALL

    @property
    def is_spent(self) -> bool:
        """Whether no more can be compared."""
        return self._left <= _CALL

    def blocks(self, a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int, int]]:
        """What two rows have in common: where it is in each, and how long; nothing where that costs too much."""
        matcher = self._matcher(a, b)
        return [(m.a, m.b, m.size) for m in matcher.get_matching_blocks()] if matcher else []

    def alike(self, one: str, other: str) -> float:
        """How much of two texts is the same, from 0 to 1; of long ones the beginnings are compared."""
        matcher = self._matcher(one[:_LONG], other[:_LONG])
        if matcher is None or matcher.real_quick_ratio() <= ALIKE or matcher.quick_ratio() <= ALIKE:
            return 0.0
        return matcher.ratio()

    def _matcher(self, a: Sequence[str], b: Sequence[str]) -> SequenceMatcher[str] | None:
        cost = len(a) * len(b) + _CALL
        if cost > min(_AT_ONCE, self._left):
            return None
        self._left -= cost
        return SequenceMatcher(None, a, b, autojunk=False)


def text_difference(old: str, new: str, context: int = 1) -> tuple[Line, ...]:
    """The sentences that differ, each with ``context`` sentences of both texts around it.

    >>> for line in text_difference("甲公司成立。营收增长12%。完。", "甲公司成立。营收增长15%。完。"):
    ...     print(line.sign, "".join(f"[{p.text}]" if p.changed else p.text for p in line.pieces))
      甲公司成立。
    - 营收增长[12%]。
    + 营收增长[15%]。
      完。
    """
    before, after = _sentences(old), _sentences(new)
    closely = Closely()
    lines: list[Line] = []
    i = j = 0
    for a, b in [*_matched(before, after, closely), (len(before), len(after))]:
        lines += _replaced(before[i:a], after[j:b], closely)
        if a < len(before):
            lines.append(Line(KEPT, (Piece(before[a]),)))
        i, j = a + 1, b + 1
    return tuple(_near_changes(lines, context))


def _sentences(text: str) -> list[str]:
    found, start = [], 0
    for line in text.split("\n"):
        found += [span.of(text) for span in split_sentences(text, Span(start, start + len(line)))]
        start += len(line) + 1
    return found


def _matched(a: Sequence[str], b: Sequence[str], closely: Closely) -> list[tuple[int, int]]:
    """Pairs of equal sentences, rising in both texts."""
    pairs: list[tuple[int, int]] = []
    waiting = [(0, len(a), 0, len(b), 0)]
    while waiting:
        i, i_end, j, j_end, depth = waiting.pop()
        while i < i_end and j < j_end and a[i] == b[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        while i < i_end and j < j_end and a[i_end - 1] == b[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
            pairs.append((i_end, j_end))
        if i == i_end or j == j_end:
            continue
        anchors = _anchors(a[i:i_end], b[j:j_end]) if depth < _DEPTH else []
        if anchors:
            ends = [(i - 1, j - 1), *((i + x, j + y) for x, y in anchors), (i_end, j_end)]
            pairs += ends[1:-1]
            waiting += [(p + 1, q, r + 1, s, depth + 1) for (p, r), (q, s) in pairwise(ends)]
        else:
            blocks = closely.blocks(a[i:i_end], b[j:j_end])
            pairs += [(i + at_a + n, j + at_b + n) for at_a, at_b, size in blocks for n in range(size)]
    return sorted(pairs)


def _anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """The longest rising row of sentences that both have, and each just once."""
    once_a, once_b = Counter(a), Counter(b)
    place = {s: n for n, s in enumerate(b) if once_b[s] == 1}
    common = [(n, place[s]) for n, s in enumerate(a) if once_a[s] == 1 and s in place]
    tops: list[int] = []
    last: list[int] = []
    back: list[int] = []
    for n, (_, y) in enumerate(common):
        k = bisect_left(tops, y)
        tops[k : k + 1] = [y]
        last[k : k + 1] = [n]
        back.append(last[k - 1] if k else -1)
    row, n = [], last[-1] if last else -1
    while n >= 0:
        row.append(common[n])
        n = back[n]
    return row[::-1]


def _replaced(old: Sequence[str], new: Sequence[str], closely: Closely) -> Iterator[Line]:
    """Lines for sentences that gave way to others; those that are alike stand together, with what changed marked."""
    j = 0
    for sentence in old:
        likeness = [closely.alike(sentence, other) for other in ([] if closely.is_spent else new[j : j + _NEAR])]
        best = max(likeness, default=0.0)
        if best <= ALIKE:
            yield Line(GONE, (Piece(sentence, True),))
            continue
        k = j + likeness.index(best)
        yield from (Line(NEW, (Piece(s, True),)) for s in new[j:k])
        gone, came = _within(sentence, new[k], closely)
        yield Line(GONE, gone)
        yield Line(NEW, came)
        j = k + 1
    yield from (Line(NEW, (Piece(s, True),)) for s in new[j:])


def _within(old: str, new: str, closely: Closely) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Two sentences in pieces, with what only one of them has marked as changed."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    head = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    most = min(len(a), len(b)) - head
    tail = next((n for n in range(most) if a[-1 - n] != b[-1 - n]), most)
    middle_a, middle_b = a[head : len(a) - tail], b[head : len(b) - tail]
    blocks = closely.blocks(middle_a, middle_b)
    left, right = [(a[:head], False)], [(b[:head], False)]
    i = j = 0
    for at_a, at_b, size in [*blocks, (len(middle_a), len(middle_b), 0)]:
        left += [(middle_a[i:at_a], True), (middle_a[at_a : at_a + size], False)]
        right += [(middle_b[j:at_b], True), (middle_b[at_b : at_b + size], False)]
        i, j = at_a + size, at_b + size
    end = a[len(a) - tail :]
    return _pieces([*left, (end, False)]), _pieces([*right, (end, False)])


def _pieces(stretches: Sequence[tuple[Sequence[str], bool]]) -> tuple[Piece, ...]:
    made: list[Piece] = []
    for tokens, changed in stretches:
        text = "".join(tokens)
        if text and made and made[-1].changed == changed:
            made[-1] = Piece(made[-1].text + text, changed)
        elif text:
            made.append(Piece(text, changed))
    return tuple(made)


def _near_changes(lines: Sequence[Line], context: int) -> Iterator[Line]:
    changed = [n for n, line in enumerate(lines) if line.sign != KEPT]
    shown = sorted({m for n in changed for m in range(max(0, n - context), min(len(lines), n + context + 1))})
    before = -1
    for n in shown:
        if n > before + 1:
            yield Line(LEFT_OUT, ())
        yield lines[n]
        before = n
    if shown and shown[-1] < len(lines) - 1:
        yield Line(LEFT_OUT, ())
