"""An article laid out for the reading of figures: sentences, clauses, mentions, dates and amounts by place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice
from typing import TypeVar

from kg.extract.figures.fiscal import with_fiscal_periods
from kg.model import Annotations, Article, Block, BlockKind, Chain, EntityType, Mention, Span
from kg.text.amounts import Amount, find_amounts
from kg.text.dates import DateExpression, find_dates
from kg.text.normalise import fold
from kg.text.sentences import split_sentences

T = TypeVar("T")

_CLAUSE_END = re.compile(r"[，；;。！？!?：\n\t]|,(?!\d)|:(?!\d)|(?<!\d):")
_TITLE_CLAUSE_END = re.compile(_CLAUSE_END.pattern + r"|(?<=[\u4e00-\u9fff”》」]) (?=[\u4e00-\u9fff“《「])")
_CONJUNCT = re.compile(r"[^，。；、（(]{0,10}、[“《「]?")
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})(?: \d{2}:\d{2}(?::\d{2})?)?\s")
_LONGEST_CLAUSE = 300
_FARTHEST = 100
"""Names that are looked back at for the last one of a figure's subject."""
_TITLES = frozenset({BlockKind.HEADLINE, BlockKind.HEADING, BlockKind.ROW})
_READ = frozenset({BlockKind.HEADLINE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW})


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands between two punctuation marks, without them."""

    span: Span
    mentions: tuple[Mention, ...]
    dates: tuple[DateExpression, ...]
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as its clauses."""

    span: Span
    clauses: tuple[Clause, ...]


def _inside(items: tuple[T, ...], starts: list[int], span: Span) -> tuple[T, ...]:
    """The items, sorted, that start within a span."""
    return items[bisect_left(starts, span.start) : bisect_left(starts, span.end)]


def _cut(clause: Span) -> Iterator[Span]:
    """A clause in pieces of bounded length: what is longer is no prose."""
    for start in range(clause.start, clause.end, _LONGEST_CLAUSE):
        yield Span(start, min(clause.end, start + _LONGEST_CLAUSE))


def _dates(article: Article, text: str) -> tuple[DateExpression, ...]:
    """The dates of an article: in a row that begins with a time stamp, an older headline, as of that day."""
    dates = with_fiscal_periods(text, find_dates(text, article.day))
    found: list[DateExpression] = []
    taken = 0
    for row in (b.span for b in article.blocks if b.kind is BlockKind.ROW):
        stamp = _STAMP.match(text, row.start, row.end)
        if stamp is not None:
            found += dates[taken : bisect_left(dates, row.start, lo=taken, key=lambda d: d.span.start)]
            found += _as_of(stamp, text, row.end)
            taken = bisect_left(dates, row.end, lo=taken, key=lambda d: d.span.start)
    return (*found, *dates[taken:])


def _as_of(stamp: re.Match[str], text: str, end: int) -> Iterator[DateExpression]:
    try:
        day = date.fromisoformat(stamp[1])
    except ValueError:
        return
    at = stamp.end()
    for found in find_dates(text[at:end], day):
        yield replace(found, span=Span(found.span.start + at, found.span.end + at))


class Scene:
    """One article with what has been found in it."""

    def __init__(self, article: Article, so_far: Annotations) -> None:
        self.article = article
        self.so_far = so_far
        self.text = fold(article.text)
        self.mentions = so_far.mentions
        self.dates = _dates(article, self.text)
        self._mention_starts = [m.span.start for m in self.mentions]
        self.amounts = tuple(a for a in find_amounts(self.text) if not self._within_name(a.span))
        self._date_starts = [d.span.start for d in self.dates]
        self._amount_starts = [a.span.start for a in self.amounts]
        self._amount_ends = frozenset(a.span.end for a in self.amounts if a.quantity.currency)

    def _within_name(self, span: Span) -> bool:
        i = bisect_left(self._mention_starts, span.end)
        return any(m.span.overlaps(span) for m in self.mentions[max(0, i - 1) : i])

    def blocks(self) -> Iterator[tuple[Block, tuple[Sentence, ...]]]:
        """The blocks that are read, with their sentences."""
        for block in self.article.blocks:
            if block.kind in _READ:
                yield block, tuple(self._sentence(s, block) for s in split_sentences(self.text, block.span))

    def _sentence(self, span: Span, block: Block) -> Sentence:
        ends = _TITLE_CLAUSE_END if block.kind in _TITLES else _CLAUSE_END
        clauses = []
        start = span.start
        for mark in ends.finditer(self.text, span.start, span.end):
            clauses.append(Span(start, mark.start()))
            start = mark.end()
        clauses.append(Span(start, span.end))
        pieces = [part for clause in clauses for piece in _cut(clause) for part in self._conjuncts(piece)]
        return Sentence(span, tuple(self._clause(c) for c in pieces if len(c)))

    def _conjuncts(self, clause: Span) -> Iterator[Span]:
        """The parts of a clause that each tell an amount of a name of its own (A持有B5%股份、|C持有D3%股份)."""
        start = clause.start
        amounts = _inside(self.amounts, self._amount_starts, clause)
        if len(amounts) > 1:
            for mention in _inside(self.mentions, self._mention_starts, clause):
                at = mention.span.start
                told = next((a for a in reversed(amounts) if a.span.end < at), None)
                if told is None or mention.type not in ACTORS or told.span.start < start or amounts[-1].span.start < at:
                    continue
                if _CONJUNCT.fullmatch(self.text, told.span.end, at):
                    yield Span(start, at)
                    start = at
        yield Span(start, clause.end)

    def _clause(self, span: Span) -> Clause:
        return Clause(
            span,
            _inside(self.mentions, self._mention_starts, span),
            _inside(self.dates, self._date_starts, span),
            _inside(self.amounts, self._amount_starts, span),
        )

    def converts(self, amount: Amount) -> bool:
        """Whether an amount of money says in brackets what the one before them is in another currency."""
        if amount.quantity.currency is None:
            return False
        start = amount.span.start
        opened = max(self.text.rfind(mark, max(0, start - 40), start) for mark in "（(")
        closed = max(self.text.rfind(mark, max(0, start - 40), start) for mark in "）)")
        return opened > closed and opened in self._amount_ends

    def chain(self, mention: Mention) -> Chain | None:
        """The chain of a mention, where it has one."""
        try:
            return self.so_far.chain_of(mention.id)
        except KeyError:
            return None

    def named_before(self, at: int) -> tuple[Mention, ...]:
        """The firms, bodies and products named right before a place, the nearest first."""
        return tuple(m for m in islice(self.before(at), 8) if m.type in ACTORS)

    def namings(self, mention: Mention) -> int:
        """How often the text names whom a mention names."""
        chain = self.chain(mention)
        return len(chain.mentions) if chain is not None else 1

    def names(self, clause: Clause, mention: Mention) -> bool:
        """Whether a clause names whom a mention names."""
        chain = self.chain(mention)
        return chain is not None and any(self.chain(m) is chain for m in clause.mentions)

    def first_within(self, span: Span, types: Collection[EntityType]) -> Mention | None:
        """The first name of these types that lies wholly in a stretch."""
        i = bisect_left(self._mention_starts, span.start)
        while i < len(self.mentions) and self._mention_starts[i] < span.end:
            if self.mentions[i].type in types and span.contains(self.mentions[i].span):
                return self.mentions[i]
            i += 1
        return None

    def line_of(self, at: int) -> int:
        """The number of the line in which a place is."""
        return bisect_left(self._line_ends, at)

    @cached_property
    def _line_ends(self) -> list[int]:
        return [m.start() for m in re.finditer("\n", self.text)]

    def before(self, at: int) -> Iterator[Mention]:
        """The names before a place, the nearest first; a hundred at most."""
        last = bisect_left(self._mention_starts, at)
        for i in range(last - 1, max(-1, last - _FARTHEST), -1):
            yield self.mentions[i]

    @cached_property
    def main(self) -> Mention | None:
        """Whom the article is about: the first firm, body or product in its headline that it keeps coming back to.

        None where the text is a digest: its headline lists several news, or no name goes through the blocks.
        """
        head = next((b for b in self.article.blocks if b.kind is BlockKind.HEADLINE), None)
        if head is not None and re.search(r"[；;]", self.text[head.span.start : head.span.end]):
            return None
        named = [m for m in self.mentions if head and head.span.contains(m.span) and m.type in ACTORS]
        for mention in sorted(named, key=lambda m: m.type is EntityType.PRODUCT):
            if self._goes_through(mention):
                return mention
        return None

    @property
    def is_about_a_firm(self) -> bool:
        """Whether the article is about a firm, so that places in it mostly say where."""
        return self.main is not None and self.main.type is EntityType.COMPANY

    def _goes_through(self, mention: Mention) -> bool:
        """Whether the text keeps coming back to whom a mention names."""
        chain = self.chain(mention)
        body = [b.span for b in self.article.blocks if b.kind is not BlockKind.HEADLINE]
        if chain is None or not body:
            return chain is not None
        starts = [b.start for b in body]
        hit = len({bisect_right(starts, self.so_far.mention(m).span.start) for m in chain.mentions} - {0})
        return hit >= 1 and (len(body) <= 4 or hit >= 3 or hit * 4 >= len(body))


ACTORS = frozenset({EntityType.COMPANY, EntityType.ORGANIZATION, EntityType.PRODUCT})
"""Types of what a paragraph can be about."""
