"""Reads the figures of an article, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg.extract.figures.enumerations import share_out
from kg.extract.figures.judgement import (
    OWN_CLAUSE,
    PARAGRAPH,
    REFERRED,
    SENTENCE,
    Standing,
    is_borne_out,
    measures,
)
from kg.extract.figures.measures import measure_of
from kg.extract.figures.phrases import (
    NOTHING,
    Phrase,
    is_change,
    is_reported,
    reports,
    speaks_of_another,
    words_before,
)
from kg.extract.figures.references import (
    speaks_of_the_firm,
    speaks_of_the_unnamed,
)
from kg.extract.figures.retellings import united
from kg.extract.figures.scene import ACTORS, Clause, Scene, Sentence
from kg.extract.figures.subjects import (
    Topic,
    among_others,
    presented_in,
    rivalled,
    subjects_before,
    topic_of_heading,
)
from kg.extract.figures.times import (
    as_figure_time,
    compared_date,
    compared_period,
    dates_figures,
    holds_on_its_day,
    is_day_or_month,
    is_news_date,
    is_of_now,
    is_report_period,
    moves_in_a_day,
    start_of_move,
    time_in,
)
from kg.extract.figures.told import Told
from kg.extract.figures.whose import OF_GOODS, whose
from kg.model import (
    Annotations,
    Article,
    Block,
    BlockKind,
    EntityType,
    FigureMention,
    Layer,
    Mention,
    Period,
    Quantity,
    Span,
)
from kg.text.amount_units import PERCENT
from kg.text.amounts import Amount
from kg.text.dates import DateExpression
from kg.text.metrics import concept_of

_LONGEST_EVIDENCE = 40
_SHORTEST_EVIDENCE = 12
"""Characters of the words that state a figure, where there are clauses before that can be left out or added."""


@dataclass(slots=True)
class _State:
    """What the text has said up to here."""

    topic: Topic = field(default_factory=Topic)
    told: list[Told] = field(default_factory=list)
    time: DateExpression | None = None
    before: DateExpression | None = None  #: of the paragraph's last sentence with figures
    dates: tuple[DateExpression, ...] = ()  #: of the last clause of the sentence that has any
    quiet: Clause | None = None  #: the last clause of the sentence without an amount of its own
    earlier: Told | None = None  #: the last figure of the paragraph's sentences before


class FigureExtractor:
    """Quantities that say something about a named subject.

    ``confidence`` tells how near the subject stands: 0.8 in the figure's own clause, 0.72 in its sentence, 0.7
    where 公司 or 其 refers to it, 0.65 in its paragraph, 0.5 for whom the article is about.
    """

    name = "figures"
    version = "3"
    requires = frozenset({Layer.MENTIONS, Layer.CHAINS})
    provides = frozenset({Layer.FIGURES})

    def __call__(self, article: Article, so_far: Annotations) -> Annotations:
        """The figures of the article."""
        scene = Scene(article, so_far)
        if not scene.amounts or not scene.mentions:
            return Annotations()
        found: list[Told] = []
        topic = Topic()
        for block, sentences in scene.blocks():
            _enter(scene, topic, block)
            state = _State(topic)
            for sentence in sentences:
                found.extend(_read_sentence(scene, state, sentence))
        body = next((b.span.end for b in article.blocks if b.kind is BlockKind.HEADLINE), 0)
        figures = [f for told in found for f in _figures(scene, told)]
        return Annotations(figures=tuple(united(figures, so_far, scene.line_of, body)))


def _enter(scene: Scene, topic: Topic, block: Block) -> None:
    """A heading says whom the paragraphs below it are about."""
    topic.enter_paragraph()
    ends = scene.text[max(block.span.start, block.span.end - 2) : block.span.end]
    if block.kind is BlockKind.HEADLINE:
        return
    if block.kind is BlockKind.HEADING or (len(block.span) <= 40 and not re.search(r"[。！？；，：]", ends)):
        topic.enter_section(topic_of_heading(scene, block.span))


def _read_sentence(scene: Scene, state: _State, sentence: Sentence) -> list[Told]:
    state.topic.sentence = state.topic.goods = state.topic.presented = ()
    state.topic.speaker = None
    state.topic.firm_spoken_of = state.topic.unnamed = False
    state.earlier = state.told[-1] if state.told else state.earlier
    state.told = []
    state.time = None
    state.dates = ()
    state.quiet = None
    for clause in sentence.clauses:
        _read_clause(scene, state, clause)
    for told in state.told:
        if told.time is not None and dates_figures(scene.text, told.time):
            state.before = told.time
            if is_reported(told.metric.of(scene.text)) and is_report_period(scene.text, told.time):
                state.topic.period = told.time
    return state.told


def _read_clause(scene: Scene, state: _State, clause: Clause) -> None:
    start = clause.span.start
    for amount in clause.amounts:
        told = _read_amount(scene, state, clause, amount, start)
        if told is not None:
            state.told.append(_for_the_listed(scene, _for_the_target(scene, clause, told)))
        if told is not None or _bounds_words(amount):
            start = amount.span.end
    if len(state.told) > 1 and clause.amounts:
        share_out(scene, state.told, clause, state.dates, state.topic.sentence)
    state.dates = clause.dates or state.dates
    _take_topic(scene, state.topic, clause)
    if not clause.amounts:
        state.quiet = clause
    for date in clause.dates:
        if dates_figures(scene.text, date):
            state.time = date


def _take_topic(scene: Scene, topic: Topic, clause: Clause) -> None:
    """What a clause speaks of becomes what those behind it may be about."""
    if not clause.mentions:
        topic.unnamed |= speaks_of_the_unnamed(scene.text, clause.span.start, clause.span.end)
        topic.firm_spoken_of |= not topic.sentence and speaks_of_the_firm(scene.text, clause)
        return
    subject = subjects_before(scene, clause, clause.span.end, goods=False)
    if subject and not among_others(scene.text, subject):
        topic.take(scene, clause, subject)
    if not subject and not topic.sentence and speaks_of_the_firm(scene.text, clause):
        topic.firm_spoken_of = True
    if any(m.type is EntityType.PRODUCT for m in clause.mentions):
        spoken_of = subjects_before(scene, clause, clause.span.end)
        topic.goods = spoken_of if spoken_of and spoken_of != subject else topic.goods
        topic.presented = presented_in(scene, clause) or topic.presented
    elif subject:
        topic.goods = ()


def _said(scene: Scene, clause: Clause | None) -> Phrase:
    """The words of a clause without an amount; none, if they lead to what somebody says."""
    if clause is None:
        return NOTHING
    subject = subjects_before(scene, clause, clause.span.end, goods=False)
    said = words_before(scene.text, clause.span, [m.span for m in subject] + [d.span for d in clause.dates])
    return NOTHING if reports(said.of(scene.text)) else said


def _bounds_words(amount: Amount) -> bool:
    """Whether the words of the amounts behind this one begin behind it, even if it is no figure."""
    return amount.quantity.currency is not None or amount.quantity.unit in PERCENT


def _read_amount(scene: Scene, state: _State, clause: Clause, amount: Amount, start: int) -> Told | None:
    if not measures(scene.text, amount, clause) or scene.converts(amount):
        return None
    last = state.told[-1] if state.told else None
    subjects, confidence = whose(scene, state.topic, last, clause, amount)
    if not subjects:
        return None
    measure = measure_of(scene, last, _said(scene, state.quiet), clause, amount, start, subjects)
    if is_change(measure.metric.of(scene.text)) and state.earlier is not None:
        measure = measure.of_earlier(scene, state.earlier, subjects[0])
    words = measure.metric.of(scene.text)
    if (len(words) < 2 and words not in _MOVES) or not is_borne_out(
        words, amount, _standing(scene, subjects[0], confidence, clause, amount)
    ):
        return None
    own_words = confidence < OWN_CLAUSE and measure.begin >= clause.span.start
    if own_words and speaks_of_another(words) and not scene.names(clause, subjects[0]):
        return None
    at = amount.span.start
    moved = start_of_move(scene, clause, start, at)
    until = at if moved is None else moved
    later = is_of_now(scene.text, clause.span.start, at)
    time = (
        compared_date(scene, clause, amount)
        or time_in(scene, clause, start, at)
        or time_in(scene, clause, clause.span.start, until)
        or (None if later else state.time)
    )
    end = clause.span.end if amount is clause.amounts[-1] else amount.span.end
    return Told(
        subjects=subjects,
        metric=measure.metric,
        base=measure.base,
        amount=amount,
        time=time or (None if later else _carried(scene.text, state, words)),
        evidence=Span(_begin(scene, clause, measure.begin, end), end),
        confidence=confidence,
    )


def _begin(scene: Scene, clause: Clause, begin: int, end: int) -> int:
    """Where the words begin that state a figure: the fewest that a reader understands."""
    start = begin if end - begin <= _LONGEST_EVIDENCE else clause.span.start
    if start == 0 or end - start >= _SHORTEST_EVIDENCE or scene.text[start - 1] not in "，：":
        return start
    before = max(scene.text.rfind(mark, max(0, start - _LONGEST_EVIDENCE), start - 1) for mark in "，。；：！？\n") + 1
    return before if before > 0 and end - before <= _LONGEST_EVIDENCE else start


def _standing(scene: Scene, subject: Mention, confidence: float, clause: Clause, amount: Amount) -> Standing:
    of_goods = subject.type is EntityType.PRODUCT and amount.quantity.unit in OF_GOODS
    types = frozenset({EntityType.PRODUCT}) if of_goods else ACTORS
    unsure = confidence < SENTENCE and rivalled(scene, subject, clause, amount.span.start, types)
    return Standing(subject.type, confidence, unsure, scene.namings(subject))


def _for_the_listed(scene: Scene, told: Told) -> Told:
    """What belongs to shareholders is the listed firm's, not that of the subsidiary that was spoken of before."""
    if told.confidence > PARAGRAPH or not scene.is_about_a_firm or scene.main is None:
        return told
    shareholders = _OF_SHAREHOLDERS.search(told.metric.of(scene.text))
    return replace(told, subjects=(scene.main,)) if shareholders else told


def _for_the_target(scene: Scene, clause: Clause, told: Told) -> Told:
    """After 注资 or 领投 a valuation is that of the firm that the article is about, not the investor's."""
    if told.confidence != SENTENCE or not _WORTH.search(told.metric.of(scene.text)) or scene.main is None:
        return told
    sentence = scene.text[max(0, clause.span.start - 60) : clause.span.start]
    if not _INVESTS.search(sentence.rpartition("。")[2]):
        return told
    return replace(told, subjects=(scene.main,), confidence=REFERRED)


_MOVES = ("涨", "跌", "升", "降")
"""Measures of one character: those of shares."""
_OF_SHAREHOLDERS = re.compile(r"上市公司股东|母公司(?:股东|所有者)|^归母")
_WORTH = re.compile(r"估值|市值")
_INVESTS = re.compile(r"注资|领投|跟投|入股|参投|投资|认购")


def _carried(text: str, state: _State, metric: str) -> DateExpression | None:
    """The period of the paragraph's figures before, for a measure that is reported by period."""
    if state.before is not None and concept_of(metric) is not None and not is_day_or_month(text, state.before):
        return state.before
    return state.topic.period if is_reported(metric) else None


def _as_loss(metric: str, quantity: Quantity) -> tuple[str, Quantity]:
    """A negative value, or range of them, as the positive one of a loss."""
    metric = metric.replace("净利润", "净亏损").replace("净利", "净亏损") if "净利" in metric else "负" + metric
    if quantity.value_max is None:
        return metric, replace(quantity, value=-quantity.value)
    return metric, replace(quantity, value=-quantity.value_max, value_max=-quantity.value)


def _figures(scene: Scene, told: Told) -> Iterator[FigureMention]:
    metric = told.metric.of(scene.article.text)
    time = told.time
    if time is not None and is_news_date(scene.text, time) and not holds_on_its_day(metric):
        time = None
    period = as_figure_time(time.period) if time is not None and time.period is not None else None
    if period is None and time is None and moves_in_a_day(metric) and scene.article.day is not None:
        period = Period(scene.article.day.isoformat())
    quantity = told.amount.quantity
    written = told.amount.span.of(scene.article.text)
    if quantity.value < 0 and (quantity.value_max is None or quantity.value_max <= 0):
        metric, quantity = _as_loss(metric, quantity)
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
