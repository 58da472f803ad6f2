"""Reads the figures of an article, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg.extract.figures.enumerations import share_out
from kg.extract.figures.judgement import (
    ARTICLE,
    OWN_CLAUSE,
    PARAGRAPH,
    REFERRED,
    SENTENCE,
    Standing,
    is_borne_out,
    measures,
)
from kg.extract.figures.phrases import (
    NOTHING,
    Phrase,
    acts,
    changed,
    depends,
    ends_in_change,
    is_a_firms,
    is_apposed,
    is_change,
    is_nominal,
    is_price,
    is_reported,
    joins,
    moves_on,
    predicate_after,
    reports,
    speaks_of_another,
    takes_up,
    without_change,
    words_after,
    words_before,
)
from kg.extract.figures.retellings import united
from kg.extract.figures.scene import Clause, Scene, Sentence
from kg.extract.figures.subjects import (
    Topic,
    among_others,
    each,
    end_of_list,
    former_or_latter,
    goes_on,
    market_in,
    measures_a_region,
    presented_in,
    pronoun_in,
    region_in,
    subjects_before,
    topic_of_heading,
)
from kg.extract.figures.times import (
    as_figure_time,
    compared_date,
    compared_period,
    dates_figures,
    holds_on_its_day,
    is_compared,
    is_day_or_month,
    is_news_date,
    is_report_period,
    start_of_move,
    time_in,
)
from kg.extract.figures.told import Told
from kg.model import (
    Annotations,
    Article,
    Block,
    BlockKind,
    EntityType,
    FigureMention,
    Layer,
    Mention,
    Span,
)
from kg.text.amount_units import PERCENT
from kg.text.amounts import Amount
from kg.text.dates import DateExpression
from kg.text.metrics import concept_of


@dataclass(slots=True)
class _State:
    """What the text has said up to here."""

    topic: Topic = field(default_factory=Topic)
    told: list[Told] = field(default_factory=list)
    time: DateExpression | None = None
    before: DateExpression | None = None  #: of the paragraph's last sentence with figures
    dates: tuple[DateExpression, ...] = ()  #: of the clause before
    said: Phrase = NOTHING  #: the words of the clause before, where it has no amount of its own


class FigureExtractor:
    """Quantities that say something about a named subject.

    ``confidence`` tells how near the subject stands: 0.8 in the figure's own clause, 0.72 in its sentence, 0.7
    where 公司 or 其 refers to it, 0.65 in its paragraph, 0.5 for whom the article is about.
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
        found: list[Told] = []
        topic = Topic()
        for block, sentences in scene.blocks():
            _enter(scene, topic, block)
            state = _State(topic)
            for sentence in sentences:
                found.extend(_read_sentence(scene, state, sentence))
        body = next((b.span.end for b in article.blocks if b.kind is BlockKind.HEADLINE), 0)
        figures = [f for told in found for f in _figures(scene, told)]
        return Annotations(figures=tuple(united(figures, so_far, body)))


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
    state.told = []
    state.time = None
    state.dates = ()
    state.said = NOTHING
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
            state.told.append(_for_the_target(scene, clause, told))
            start = amount.span.end
    if "分别" in scene.text[clause.span.start : clause.span.end] or len(clause.mentions) > 1:
        share_out(scene, state.told, clause, state.dates, state.topic.sentence)
    state.dates = clause.dates
    subject = subjects_before(scene, clause, clause.span.end, goods=False)
    if subject and not among_others(scene.text, subject):
        state.topic.take(scene, clause, subject)
    spoken_of = subjects_before(scene, clause, clause.span.end)
    if spoken_of:
        state.topic.goods = spoken_of if spoken_of != subject else ()
    state.topic.presented = presented_in(scene, clause) or state.topic.presented
    if not clause.amounts:
        gone = [m.span for m in subject] + [d.span for d in clause.dates]
        said = words_before(scene.text, clause.span, gone)
        state.said = NOTHING if reports(said.of(scene.text)) else said
    for date in clause.dates:
        if dates_figures(scene.text, date):
            state.time = date


def _read_amount(scene: Scene, state: _State, clause: Clause, amount: Amount, start: int) -> Told | None:
    if not measures(scene.text, amount, clause) or scene.converts(amount):
        return None
    subjects, confidence = _subject(scene, state, clause, amount)
    if not subjects:
        return None
    measure = _measure(scene, state, clause, amount, start, subjects)
    words = measure.metric.of(scene.text)
    if (len(words) < 2 and words not in _MOVES) or not is_borne_out(
        words, amount, _standing(scene, subjects[0], confidence, amount)
    ):
        return None
    if confidence < OWN_CLAUSE and speaks_of_another(words) and not scene.names(clause, subjects[0]):
        return None
    at = amount.span.start
    moved = start_of_move(scene, clause, start, at)
    until = at if moved is None else moved
    time = (
        compared_date(scene, clause, amount)
        or time_in(scene, clause, start, at)
        or time_in(scene, clause, clause.span.start, until)
        or state.time
    )
    end = clause.span.end if amount is clause.amounts[-1] else amount.span.end
    return Told(
        subjects=subjects,
        metric=measure.metric,
        base=measure.base,
        amount=amount,
        time=time or _carried(scene.text, state, words),
        evidence=Span(measure.begin, end),
        confidence=confidence,
    )


def _standing(scene: Scene, subject: Mention, confidence: float, amount: Amount) -> Standing:
    rivalled = confidence < SENTENCE and scene.rivalled(subject, amount.span.start)
    return Standing(subject.type, confidence, rivalled, scene.namings(subject))


@dataclass(frozen=True, slots=True)
class _Measure:
    """What is measured; ``base`` without the change, ``begin`` where the words that say it begin."""

    metric: Phrase
    base: Phrase
    begin: int


def _measure(
    scene: Scene, state: _State, clause: Clause, amount: Amount, start: int, subjects: tuple[Mention, ...]
) -> _Measure:
    """What an amount measures: named beside it, or taken up from the figure before."""
    text = scene.text
    gone = [m.span for m in subjects] + [d.span for d in clause.dates if not is_compared(text, d)]
    # a clause may end within an amount, so that the amount begins before its clause does
    stretch = Span(min(start, amount.span.start), amount.span.start)
    left = words_before(text, stretch, gone)
    inside = end_of_list(scene, clause, subjects, stretch)
    if inside and is_apposed(text[stretch.start : max(stretch.start, subjects[0].span.start)]):
        left = words_before(text, Span(inside, stretch.end), gone) or left
    words, between = left.of(text), text[start : amount.span.start]
    last = state.told[-1] if state.told else None
    if last is not None and same_kind(last.amount, amount) and compared_date(scene, clause, amount) is not None:
        return _Measure(last.base, last.base, last.evidence.start)
    if last is not None:
        goes_on = start > clause.span.start or "至" in between
        if joins(between) or (goes_on and moves_on(words)):
            return _Measure(last.metric, last.base, last.evidence.start)
        if not words and not inside and ends_in_change(last.metric.of(text)) and not same_kind(last.amount, amount):
            base = without_change(text, last.base)
            return _Measure(base, base, last.evidence.start)
        if is_change(words) or depends(words):
            base = without_change(text, last.base)
            return _Measure(base + left, base, last.evidence.start)
    metric = left + _right(scene, clause, amount, words)
    if not metric and last is not None and same_kind(last.amount, amount):
        return _Measure(last.metric, last.base, clause.span.start)
    if not inside and (not metric or is_change(words) or depends(words)):
        said = state.said if not metric or is_nominal(state.said.of(text)) else changed(text, state.said)
        if said:
            return _Measure(said + metric, said + metric, said.at[0])
    if not metric:
        metric = predicate_after(text, amount.span.end, _next_amount(clause, amount))
    return _Measure(metric, metric, clause.span.start)


def _next_amount(clause: Clause, amount: Amount) -> int:
    """Where the amount behind another begins, or else its clause ends."""
    return min((a.span.start for a in clause.amounts if a.span.start >= amount.span.end), default=clause.span.end)


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
_SPENT = ("以", "用", "资")
"""Behind these the verb comes after the amount: 以5亿元收购, 斥资5亿元收购."""
_WORTH = re.compile(r"估值|市值")
_INVESTS = re.compile(r"注资|领投|跟投|入股|参投|投资|认购")


def _carried(text: str, state: _State, metric: str) -> DateExpression | None:
    """The period of the paragraph's figures before, for a measure that is reported by period."""
    if state.before is not None and concept_of(metric) is not None and not is_day_or_month(text, state.before):
        return state.before
    return state.topic.period if is_reported(metric) else None


def _right(scene: Scene, clause: Clause, amount: Amount, words: str) -> Phrase:
    """The words behind an amount that belong to what is measured."""
    if is_nominal(words) or ends_in_change(words):
        return NOTHING
    if scene.text[max(0, amount.span.start - 1) : amount.span.start] in _SPENT and amount.quantity.currency:
        return predicate_after(scene.text, amount.span.end, _next_amount(clause, amount))
    if len(words) < 2 and amount is clause.amounts[-1]:
        return predicate_after(scene.text, amount.span.end, clause.span.end)
    return words_after(scene.text, amount.span.end, clause.span.end)


def _subject(scene: Scene, state: _State, clause: Clause, amount: Amount) -> tuple[tuple[Mention, ...], float]:
    """Whose figure it is, and how sure that is."""
    topic, text = state.topic, scene.text
    priced = amount.quantity.currency is not None
    here = subjects_before(scene, clause, amount.span.start, goods=priced)
    since = here[-1].span.end if here else clause.span.start
    referred = pronoun_in(text, since, amount.span.start)
    known = topic.paragraph or topic.heading or topic.before or scene.main
    pointed = None if here else former_or_latter(scene, clause.span.start, amount.span.start)
    if pointed is not None:
        return (pointed,), REFERRED
    if here and (among_others(text, here) or goes_on(text, here)):
        return (), 0.0
    if here and here[0].type is EntityType.PLACE and not _is_the_places(scene, clause, amount):
        here = ()
        if not topic.sentence or topic.sentence[0].type is EntityType.PLACE:
            return (), 0.0
    if here and not referred:
        return each(text, here, amount), OWN_CLAUSE
    market = None if here else market_in(scene, clause, amount.span.start)
    if market is not None and speaks_of_another(text[clause.span.start : market.span.start]):
        return (market,), OWN_CLAUSE
    if topic.place is not None and region_in(text, clause.span.start, amount.span.start):
        return (topic.place,), REFERRED
    if referred:
        meant = topic.firm or scene.main or known if "公司" in referred else known
        nearer = topic.paragraph is not None or topic.firm is not None
        return ((meant,), REFERRED if nearer else ARTICLE) if meant is not None else ((), 0.0)
    if topic.presented and priced and is_price(text[clause.span.start : amount.span.start]):
        return topic.presented, SENTENCE
    if topic.goods and priced:
        return topic.goods[:1], SENTENCE
    if topic.sentence:
        firm = topic.firm or (scene.main if scene.is_about_a_firm else None)
        if topic.sentence[0].type is EntityType.PRODUCT and is_a_firms(text[clause.span.start : amount.span.start]):
            return ((firm,), REFERRED) if firm is not None else ((), 0.0)
        told_of_place = topic.sentence[0].type is EntityType.PLACE and not _is_the_places(scene, clause, amount)
        return ((), 0.0) if told_of_place else (topic.sentence[:1], SENTENCE)
    if state.told and takes_up(text, clause.span.start, amount.span.start):
        return state.told[-1].subjects, SENTENCE
    if topic.speaker is not None and acts(text[clause.span.start : clause.span.end]):
        return (topic.speaker,), REFERRED
    if topic.paragraph is not None:
        return (topic.paragraph,), PARAGRAPH
    about = topic.heading or scene.main
    return ((about,), ARTICLE) if about is not None else ((), 0.0)


def _is_the_places(scene: Scene, clause: Clause, amount: Amount) -> bool:
    """Whether a figure can be a place's: in a text on a firm a place may only say where."""
    return not scene.is_about_a_firm or measures_a_region(scene.text, clause.span.start, amount.span.start)


def same_kind(a: Amount, b: Amount) -> bool:
    """Whether two amounts measure in one kind of unit."""

    def kind(amount: Amount) -> str:
        q = amount.quantity
        return q.currency or ("%" if q.unit in PERCENT else q.unit)

    return kind(a) == kind(b)


def _figures(scene: Scene, told: Told) -> Iterator[FigureMention]:
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
