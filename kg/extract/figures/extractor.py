"""Reads the figures of an article, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kg.extract.figures.phrases import (
    NOTHING,
    Phrase,
    depends,
    is_change,
    is_nominal,
    joins,
    moves_on,
    words_after,
    words_before,
)
from kg.extract.figures.scene import Clause, Scene, Sentence
from kg.extract.figures.subjects import Topic, each, speaks_of_topic, subjects_before, topic_of_heading
from kg.extract.figures.times import (
    as_figure_time,
    compared_period,
    holds_on_its_day,
    is_compared,
    is_news_date,
    time_in,
)
from kg.model import (
    Annotations,
    Article,
    Block,
    BlockKind,
    FigureMention,
    Layer,
    Mention,
    Period,
    Span,
)
from kg.text.amount_units import CURRENCIES, PERCENT, TIME_UNITS
from kg.text.amounts import Amount
from kg.text.dates import DateExpression
from kg.text.metrics import concept_of


@dataclass(slots=True)
class _Told:
    """A figure as read, before its metric is put into words."""

    subjects: tuple[Mention, ...]
    metric: Phrase
    base: Phrase
    amount: Amount
    time: DateExpression | None
    evidence: Span
    confidence: float


@dataclass(slots=True)
class _State:
    """What the text has said up to here."""

    topic: Topic = field(default_factory=Topic)
    told: list[_Told] = field(default_factory=list)
    time: DateExpression | None = None


class FigureExtractor:
    """Quantities that say something about a named subject.

    ``confidence`` tells how near the subject stands: 0.9 in the figure's own clause, 0.8 in its sentence, 0.6 in
    its paragraph, 0.5 for whom the article is about.
    """

    name = "figures"
    version = "1"
    requires = frozenset({Layer.MENTIONS, Layer.CHAINS})
    provides = frozenset({Layer.FIGURES})

    def __call__(self, article: Article, so_far: Annotations) -> Annotations:
        """The figures of the article."""
        scene = Scene(article, so_far)
        if not scene.amounts or not scene.mentions:
            return Annotations()
        figures: list[FigureMention] = []
        topic = Topic()
        for block, sentences in scene.blocks():
            _enter(scene, topic, block)
            state = _State(topic)
            for sentence in sentences:
                figures.extend(_read_sentence(scene, state, sentence))
        return Annotations(figures=tuple(figures))


def _enter(scene: Scene, topic: Topic, block: Block) -> None:
    """A heading says whom the paragraphs below it are about."""
    topic.paragraph = topic.paragraph if block.kind is not BlockKind.HEADLINE else None
    ends = scene.text[max(block.span.start, block.span.end - 2) : block.span.end]
    heading = block.kind in (BlockKind.HEADING, BlockKind.HEADLINE) or (
        len(block.span) <= 40 and not re.search(r"[。！？；，]", ends)
    )
    if heading:
        named = topic_of_heading(scene, block.span)
        topic.heading = named or topic.heading
        topic.paragraph = named


def _read_sentence(scene: Scene, state: _State, sentence: Sentence) -> Iterator[FigureMention]:
    state.topic.sentence = ()
    state.told = []
    state.time = None
    for clause in sentence.clauses:
        _read_clause(scene, state, sentence, clause)
    for told in state.told:
        yield from _figures(scene, told)


def _read_clause(scene: Scene, state: _State, sentence: Sentence, clause: Clause) -> None:
    start = clause.span.start
    for amount in clause.amounts:
        told = _read_amount(scene, state, clause, amount, start)
        if told is not None:
            state.told.append(told)
        start = amount.span.end
    subject = subjects_before(scene, clause, clause.span.end)
    if subject:
        state.topic.sentence = subject
        state.topic.paragraph = subject[0]
    for date in clause.dates:
        if date.period is not None and not is_compared(scene.text, date):
            state.time = date


def _read_amount(scene: Scene, state: _State, clause: Clause, amount: Amount, start: int) -> _Told | None:
    if not _measures(scene.text, amount, clause):
        return None
    subjects, confidence = _subject(scene, state, clause, amount)
    if not subjects:
        return None
    last = state.told[-1] if state.told else None
    time = time_in(scene, clause, start, amount.span.start) or time_in(scene, clause, clause.span.start, amount.span.start)
    gone = [m.span for m in subjects] + [d.span for d in clause.dates if not is_compared(scene.text, d)]
    left = words_before(scene.text, Span(start, amount.span.start), gone)
    words = left.of(scene.text)
    between = scene.text[start : amount.span.start]
    begin = clause.span.start
    if last is not None and (joins(between) or (start > clause.span.start or "至" in between) and moves_on(words)):
        metric = base = last.base if same_kind(last.amount, amount) else last.metric
        if is_change(last.metric.of(scene.text)) or last.metric != last.base:
            metric = last.metric
        begin = last.evidence.start
    elif last is not None and (is_change(words) or depends(words)):
        base = last.base
        metric = base + left
        begin = last.evidence.start
    else:
        right = NOTHING if is_nominal(words) or is_change(words) else words_after(scene.text, amount.span.end, clause.span.end)
        metric = base = left + right
    if len(metric.of(scene.text)) < 2:
        return None
    end = max(amount.span.end, metric.at[-1] + 1) if metric.at else amount.span.end
    end = max(amount.span.end, min(end, clause.span.end))
    return _Told(subjects, metric, base, amount, time or state.time, Span(begin, end), confidence)


def _subject(
    scene: Scene, state: _State, clause: Clause, amount: Amount
) -> tuple[tuple[Mention, ...], float]:
    """Whose figure it is, and how sure that is."""
    topic = state.topic
    here = subjects_before(scene, clause, amount.span.start)
    if here:
        return each(scene.text, here, amount.span.start), 0.9
    if topic.sentence:
        return topic.sentence[:1], 0.8
    if topic.paragraph is not None:
        return (topic.paragraph,), 0.6
    fallback = topic.heading or scene.main
    return ((fallback,), 0.5) if fallback is not None else ((), 0.0)


def _measures(text: str, amount: Amount, clause: Clause) -> bool:
    """Whether an amount can be a figure: no mere duration, no small count in words (两个)."""
    quantity = amount.quantity
    if quantity.unit in TIME_UNITS:
        return re.search(r"(?:用时|耗时|用了|历时)(?:约|近|超)?$", text[clause.span.start : amount.span.start]) is not None
    written = quantity.written
    if not re.search(r"\d", written) and quantity.value <= 10 and quantity.unit not in (*PERCENT, "倍", *CURRENCIES):
        return False
    before = text[clause.span.start : amount.span.start]
    return re.search(r"(?:前|第|高于[^，]{0,6}|低于[^，]{0,6}|距离)$", before) is None


def same_kind(a: Amount, b: Amount) -> bool:
    """Whether two amounts measure in one kind of unit."""
    def kind(amount: Amount) -> str:
        q = amount.quantity
        return q.currency or ("%" if q.unit in PERCENT else q.unit)

    return kind(a) == kind(b)


def _figures(scene: Scene, told: _Told) -> Iterator[FigureMention]:
    metric = told.metric.of(scene.article.text)
    time = told.time
    if time is not None and is_news_date(scene.text, time) and not holds_on_its_day(metric):
        time = None
    period = as_figure_time(time.period) if time is not None and time.period is not None else None
    quantity = told.amount.quantity
    written = told.amount.span.of(scene.article.text)
    if quantity.value < 0 and quantity.value_max is None:
        metric = metric.replace("净利润", "净亏损").replace("净利", "净亏损") if "净利" in metric else "负" + metric
        quantity = replace(quantity, value=-quantity.value)
    for subject in told.subjects:
        yield FigureMention(
            subject=subject.id,
            metric=metric,
            quantity=replace(quantity, written=written),
            amount=told.amount.span,
            evidence=(told.evidence,),
            confidence=told.confidence,
            concept=concept_of(metric),
            time=period,
            compared_with=compared_period(metric, period),
        )
