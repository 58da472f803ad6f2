"""What an amount measures: named beside it, or taken up from the figure before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.figures.phrases import (
    NOTHING,
    Phrase,
    changed,
    depends,
    ends_in_change,
    is_apposed,
    is_change,
    is_nominal,
    joins,
    moves_on,
    predicate_after,
    without_change,
    words_after,
    words_before,
)
from kg.extract.figures.scene import Clause, Scene
from kg.extract.figures.subjects import bracketed, end_of_list
from kg.extract.figures.times import compared_date, is_compared
from kg.extract.figures.told import Told
from kg.model import Mention, Span
from kg.text.amount_units import PERCENT, TIME_UNITS
from kg.text.amounts import Amount

_SPENT = re.compile(r"(?:以|用)(?:自有|自筹)?(?:资金|现金)?(?:人民币)?$|(?:斥|耗|出|投)资$")
"""Behind these the verb comes after the amount: 以5亿元收购, 斥资5亿元收购."""
_NEXT_OF_A_LIST = re.compile(r"的[^，。；]{1,24}(?:、|和|与|及|以及)")
_JOINED_NOUN = re.compile(r"(?:、|和|与|及|以及)[^，。；、的]{2,12}")


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured; ``base`` without the change, ``begin`` where the words that say it begin."""

    metric: Phrase
    base: Phrase
    begin: int

    def of_earlier(self, scene: Scene, earlier: Told, subject: Mention) -> Measure:
        """A mere change as that of what the sentence before measured of the same subject."""
        same = scene.chain(earlier.subjects[0]) == scene.chain(subject)
        base = without_change(scene.text, earlier.base) if same else NOTHING
        return Measure(base + self.metric, base, self.begin) if base else self


@dataclass(frozen=True, slots=True)
class _Place:
    """An amount in its clause: ``start`` is where words of its own begin, ``inside`` where its subject ends."""

    scene: Scene
    clause: Clause
    amount: Amount
    start: int
    inside: int
    left: Phrase

    @property
    def words(self) -> str:
        """The words before the amount."""
        return self.left.of(self.scene.text)

    @property
    def between(self) -> str:
        """All that stands between the amount before and this one."""
        return self.scene.text[self.start : self.amount.span.start]


def measure_of(
    scene: Scene,
    last: Told | None,
    said: Phrase,
    clause: Clause,
    amount: Amount,
    start: int,
    subjects: tuple[Mention, ...],
) -> Measure:
    """What an amount measures.

    Args:
        scene: the article.
        last: the figure before in the sentence, if there is one.
        said: the words of the clause before, where it has no amount of its own.
        clause: the amount's clause.
        amount: the amount.
        start: where the words that can be this amount's begin: the clause's start, or the end of the amount before.
        subjects: whose figure it is.
    """
    if bracketed(scene, clause, amount) is not None:
        return _of_brackets(scene, last, said, clause, amount)
    place = _placed(scene, clause, amount, start, subjects)
    if last is not None:
        taken_up = _taken_up(place, last)
        if taken_up is not None:
            return taken_up
    metric = place.left + _right(place)
    if not metric and last is not None and same_kind(last.amount, amount):
        return Measure(last.metric, last.base, clause.span.start)
    words = place.words
    if not place.inside and (not metric or is_change(words) or depends(words)):
        before = said if not metric or is_nominal(said.of(scene.text)) else changed(scene.text, said)
        if before:
            return Measure(before + metric, before + metric, before.at[0])
    if not metric:
        metric = predicate_after(scene.text, amount.span.end, _next_amount(scene, clause, amount))
    return Measure(metric, metric, clause.span.start)


def _of_brackets(scene: Scene, last: Told | None, said: Phrase, clause: Clause, amount: Amount) -> Measure:
    """The measure of amounts in brackets behind names: what stands before the first, in the clause or before it."""
    goes_on = last is not None and scene.text.startswith(("）", ")"), last.amount.span.end)
    if last is not None and goes_on and same_kind(last.amount, amount):
        return Measure(last.metric, last.base, clause.span.start)
    first = next(m.span.start for m in clause.mentions if m.span.end <= amount.span.start)
    metric = words_before(scene.text, Span(clause.span.start, first), [d.span for d in clause.dates]) or said
    if not metric and last is not None and same_kind(last.amount, amount):
        metric = without_change(scene.text, last.base)
    return Measure(metric, metric, metric.at[0] if metric else clause.span.start)


def _placed(scene: Scene, clause: Clause, amount: Amount, start: int, subjects: tuple[Mention, ...]) -> _Place:
    text = scene.text
    gone = [m.span for m in subjects] + [d.span for d in clause.dates if not is_compared(text, d)]
    # a clause may end within an amount, so that the amount begins before its clause does
    stretch = Span(min(start, amount.span.start), amount.span.start)
    left = words_before(text, stretch, gone)
    inside = end_of_list(scene, clause, subjects, stretch)
    before = text[stretch.start : max(stretch.start, subjects[0].span.start)]
    if inside and (is_apposed(before) or before.endswith(("将", "把"))):
        left = words_before(text, Span(inside, stretch.end), gone)
    elif start > clause.span.start and _NEXT_OF_A_LIST.fullmatch(text, start, amount.span.start):
        left = NOTHING
    return _Place(scene, clause, amount, start, inside, left)


def _taken_up(place: _Place, last: Told) -> Measure | None:
    """The measure of the figure before, where this one goes on with it."""
    text, amount = place.scene.text, place.amount
    alike = same_kind(last.amount, amount)
    if alike and compared_date(place.scene, place.clause, amount) is not None:
        return Measure(last.base, last.base, last.evidence.start)
    goes_on = place.start > place.clause.span.start or "至" in place.between
    joined = joins(place.between)
    listed = joined or _NEXT_OF_A_LIST.fullmatch(text, place.start, amount.span.start)
    if listed and text.startswith("的", amount.span.end):
        own = words_after(text, amount.span.end, _next_amount(place.scene, place.clause, amount))
        if own:
            return Measure(own, own, place.start)
    leads_on = joined or (goes_on and moves_on(place.words))
    level = not alike and ends_in_change(last.metric.of(text))
    if level and (leads_on or (not place.words and not place.inside)):
        base = without_change(text, last.base) or last.base
        return Measure(base, base, last.evidence.start)
    if leads_on:
        return Measure(last.metric, last.base, last.evidence.start)
    if is_change(place.words) or depends(place.words):
        base = without_change(text, last.base)
        return Measure(base + place.left, base, last.evidence.start)
    return None


def _right(place: _Place) -> Phrase:
    """The words behind an amount that belong to what is measured."""
    text, clause, amount, words = place.scene.text, place.clause, place.amount, place.words
    if amount.quantity.currency and _SPENT.search(text, max(0, amount.span.start - 10), amount.span.start):
        return predicate_after(text, amount.span.end, _next_amount(place.scene, clause, amount))
    if is_nominal(words) or ends_in_change(words):
        return NOTHING
    if place.start > clause.span.start and _JOINED_NOUN.fullmatch(text, place.start, amount.span.start):
        return NOTHING
    if len(words) < 2 and amount is clause.amounts[-1]:
        return predicate_after(text, amount.span.end, clause.span.end)
    return words_after(text, amount.span.end, _next_amount(place.scene, clause, amount))


def _next_amount(scene: Scene, clause: Clause, amount: Amount) -> int:
    """Where the amount behind another begins, or else its clause ends; the same money in brackets is none, nor days."""
    behind = (
        a
        for a in clause.amounts
        if a.span.start >= amount.span.end and a.quantity.unit not in TIME_UNITS and not scene.converts(a)
    )
    return min((a.span.start for a in behind), default=clause.span.end)


def same_kind(a: Amount, b: Amount) -> bool:
    """Whether two amounts measure in one kind of unit."""

    def kind(amount: Amount) -> str:
        q = amount.quantity
        return q.currency or ("%" if q.unit in PERCENT else q.unit)

    return kind(a) == kind(b)
