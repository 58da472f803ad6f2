"""An article as the rules on speech look at it: quotations masked, cut into clauses."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property

from kg.extract.reading import Reading
from kg.model import Annotations, Article, BlockKind, Chain, EntityType
from kg.text.quotations import Quotation, find_quotations
from kg.text.sentences import LONGEST

MASK = "■"
_SILENT = frozenset({BlockKind.ROW})
_BRACKETS = re.compile(r"（[^（）\n]*）|\([^()\n]*\)")
_MARKS = re.compile(r"[，。；：！？\n!?;]|(?<!\d)[,:]|[,:](?!\d)")
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_FINAL = "。！？!?…～~"
_PUNCTUATED = re.compile(r"[，。；！？!?…]")
_NAMES_ON = frozenset("的等这一为之和与及、是")  # what follows shows that the marked words are a term in a sentence
LONG = 12
"""From this many code points on, words within marks are taken for speech rather than for a name or a term."""


def is_speech(text: str, quotation: Quotation) -> bool:
    """Whether the words within marks look like something said: long, or with a clause's punctuation."""
    words = quotation.inner.of(text)
    return len(words) >= LONG or bool(_PUNCTUATED.search(words))


class Scene(Reading):
    """The text with the inside of speech and of brackets masked, offset for offset."""

    def __init__(self, article: Article, so_far: Annotations) -> None:
        super().__init__(article, so_far)
        self.blocks = tuple(b for b in article.blocks if b.kind not in _SILENT)
        self.quotations = tuple(q for b in self.blocks for q in find_quotations(self.text, b.span))
        self._opening = {q.outer.start: q for q in self.quotations}
        self._closing = {q.outer.end: q for q in self.quotations}
        self._openings = [q.outer.start for q in self.quotations]
        self.masked = self._mask()
        self._stops = [m.start() for m in _SENTENCE_END.finditer(self.masked)]
        self._starts_at: dict[int, int] = {}
        ending = [q for q in self.quotations if self.ends(q)]
        self._ending, self._ending_from = [q.outer.end for q in ending], [q.outer.start for q in ending]
        # where a closing mark ends the sentence, since a full stop stands before it
        self._final = [
            q.outer.end
            for q in self.quotations
            if q.inner.of(self.text).rstrip()[-1:] in _FINAL
            and is_speech(self.text, q)
            and self.masked[q.outer.end : q.outer.end + 1] not in "，、；,"
        ]
        self._breaks = sorted({m.end() for m in _MARKS.finditer(self.masked)} | set(self._ending))

    def _mask(self) -> str:
        out = list(self.text)
        for match in _BRACKETS.finditer(self.text):
            out[match.start() + 1 : match.end() - 1] = MASK * (match.end() - match.start() - 2)
        for q in self.quotations:
            if is_speech(self.text, q):
                out[q.inner.start : q.inner.end] = MASK * len(q.inner)
        return "".join(out)

    def ends(self, quotation: Quotation) -> bool:
        """Whether a clause ends with this quotation: its words end in a final mark, or a name follows it at once."""
        words = quotation.inner.of(self.text).rstrip()
        if not is_speech(self.text, quotation):
            return False
        if words[-1] in _FINAL + "，,；":
            return True
        return len(words) >= LONG and self.text[quotation.outer.end : quotation.outer.end + 1] not in _NAMES_ON

    @cached_property
    def people_most_named(self) -> list[tuple[Chain, int]]:
        """The two people whom the article names most, and how often."""
        people = Counter(self.chain(m).id for m in self.mentions if m.type is EntityType.PERSON).most_common(2)
        chains = {c.id: c for c in self.annotations.chains}
        return [(chains[id_], often) for id_, often in people]

    def opening_at(self, at: int) -> Quotation | None:
        """The quotation that opens at an offset."""
        return self._opening.get(at)

    def closing_at(self, at: int) -> Quotation | None:
        """The quotation that closes at an offset."""
        return self._closing.get(at)

    def in_marks(self, at: int) -> bool:
        """Whether an offset lies within quotation marks: a verb there reports nothing (“无法表示意见”的报告)."""
        i = bisect_right(self._openings, at)
        return i > 0 and self.quotations[i - 1].outer.end > at

    def clause_start(self, at: int) -> int:
        """Where the clause that contains an offset begins."""
        i = bisect_right(self._breaks, at)
        start = max(self._breaks[i - 1] if i else 0, self.block_at(at).span.start, at - LONGEST)
        if start not in self._starts_at:
            first = start
            while first < len(self.masked) and self.masked[first].isspace():
                first += 1
            self._starts_at[start] = first
        return min(at, self._starts_at[start])

    def sentence_end(self, at: int, limit: int) -> int:
        """Where the sentence ends, its mark excluded; a closing quotation with a final mark inside ends it too."""
        i = bisect_left(self._stops, at)
        limit = min(limit, at + LONGEST)
        end = min(limit, self._stops[i]) if i < len(self._stops) else limit
        first, last = bisect_left(self._final, at + 1), bisect_left(self._final, end)
        return self._final[first] if first < last else end

    def sentence_start(self, at: int) -> int:
        """Where the sentence that contains an offset begins."""
        i = bisect_left(self._stops, at)
        return max(self.block_at(at).span.start, self._stops[i - 1] + 1 if i else 0)

    def last_ending(self, start: int, end: int) -> int:
        """Where the last quotation ends that lies wholly in a stretch and ends a clause; ``start`` if there is none."""
        i = bisect_right(self._ending, end) - 1
        return self._ending[i] if i >= 0 and self._ending_from[i] >= start else start

    def quotations_within(self, start: int, end: int) -> list[Quotation]:
        """The quotations that lie wholly in a stretch."""
        first, last = bisect_left(self._openings, start), bisect_left(self._openings, end)
        return [q for q in self.quotations[first:last] if q.outer.end <= end]
