"""Which amounts are figures, and how far off their subject may stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.figures.phrases import is_mere_change, is_share_of_the_unnamed, names_its_own, speaks_of_the_market
from kg.extract.figures.references import measures_a_region
from kg.extract.figures.scene import Clause
from kg.model import Bound, EntityType
from kg.text.amount_units import PERCENT, TIME_UNITS
from kg.text.amounts import Amount
from kg.text.metrics import concept_of

OWN_CLAUSE = 0.8
SENTENCE = 0.72
REFERRED = 0.7
PARAGRAPH = 0.65
ARTICLE = 0.5
"""Confidence by where the subject stands.

Measured over the annotated articles, 0.79, 0.81, 0.83, 0.74 and 0.60 of the figures were right, in this order, with the
names of taggers that had not seen the article; 0.83, 0.88, 0.98, 0.88 and 0.88 with the names given.
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How surely a figure is someone's: ``rivalled`` where another was named since, ``named`` how often in the text."""

    type: EntityType
    confidence: float
    rivalled: bool
    named: int


def is_borne_out(metric: str, amount: Amount, whose: Standing) -> bool:
    """Whether a figure says enough by itself for how surely it is whose it seems to be."""
    concept = concept_of(metric)
    if _PERSONAL.search(metric) or is_mere_change(metric) or names_its_own(metric):
        return False
    if whose.rivalled and (whose.confidence <= PARAGRAPH or (_is_counted(amount) and concept is None)):
        return False
    if whose.confidence <= PARAGRAPH and _is_vague(amount):
        return False
    if whose.confidence >= OWN_CLAUSE:
        return True
    if is_share_of_the_unnamed(metric):
        return False
    if speaks_of_the_market(metric) and whose.type is not EntityType.ORGANIZATION:
        return False
    if whose.type is EntityType.PERSON and _is_counted(amount):
        return False
    if whose.confidence <= ARTICLE:
        return _is_the_articles(concept, amount, whose)
    if whose.type is EntityType.PLACE and concept == "change":
        return measures_a_region(metric, 0, len(metric))
    return concept is not None or whose.type is not EntityType.PLACE or measures_a_region(metric, 0, len(metric))


def _is_the_articles(concept: str | None, amount: Amount, whose: Standing) -> bool:
    """Whether a figure is that of whom the article is about, where nothing nearer says whose it is."""
    if _is_counted(amount):
        return False
    if whose.type is EntityType.COMPANY and whose.named >= OFTEN:
        return True
    enough = whose.type is EntityType.COMPANY or whose.named * 2 >= OFTEN
    return enough and concept not in (None, "change")


def _is_counted(amount: Amount) -> bool:
    quantity = amount.quantity
    return quantity.currency is None and quantity.unit not in (*PERCENT, "倍")


def _is_vague(amount: Amount) -> bool:
    return amount.quantity.bound is Bound.MORE_THAN and not re.search(r"\d", amount.quantity.written)


def measures(text: str, amount: Amount, clause: Clause) -> bool:
    """Whether an amount can be a figure: no mere duration, no small count in words (两个)."""
    quantity = amount.quantity
    if quantity.unit in TIME_UNITS:
        if _RUNS.search(text, clause.span.start, amount.span.start) and _LEADS.match(text, amount.span.end):
            return True
        return _TAKES_TIME.search(text, clause.span.start, amount.span.start) is not None
    written = quantity.written
    if written.startswith("翻") or quantity.unit in _NO_MEASURES:
        return False
    in_words = not re.search(r"\d", written) and quantity.bound is Bound.EXACTLY
    if in_words and quantity.unit not in (*PERCENT, "倍") and quantity.currency is None:
        return False
    if quantity.unit in PERCENT and _THRESHOLD.match(text, amount.span.end):
        return False
    before = text[clause.span.start : amount.span.start]
    return _NO_FIGURE_AFTER.search(before) is None and _FORECAST.search(before) is None


OFTEN = 20
"""Namings that make an article one about whom it names."""
_PERSONAL = re.compile(r"我(?!国|市|省|司|们)|你|咱")
_TAKES_TIME = re.compile(
    r"(?:用时|耗时|用了|历时|(?:续航|时长|周期|寿命)(?:时间)?(?:可?达到?|约?为|长达|超过|在"
    r"|[从由自](?:\s?\d{1,4}\s?个?[年月周天小时分钟秒]{1,2}[^，。；\d]{0,6}[至到])?)?)(?:约|近|超)?\s?$"
)
"""Before a duration that measures something: 耗时|50分钟, 周期从8周缩短至|9天."""
_RUNS = re.compile(r"(?:已经?)?连续(?:超过?)?\s?$")
_LEADS = re.compile(
    r"\s?(?:[稳位]?居|蝉联|霸占|登顶|领跑|获得?|夺得?|拿下|保持|处于)[^，。；\d]{0,12}\d{0,3}[^，。；\d]{0,8}(?:冠军?|榜首|第一|首位|前列)"
)
"""Around how long somebody leads: 连续|21个月|稳居销冠."""
_NO_MEASURES = frozenset(("℃", "°C", "摄氏度", "字"))
_THRESHOLD = re.compile(r"(?:以上)?的?股东")
_FORECAST = re.compile(r"(?:预计|预测|预估|估计|估算)[^，]{0,16}(?:全球|中国|国内|行业|市场规模)")
_NO_FIGURE_AFTER = re.compile(
    r"(?:前|第|[高低]于[^，]{0,6}|距离|[等这那每]|在内的|上述|任何|其他|另外|可能是?[^，]{0,4}|(?:如果|假如|假设|倘若)[^，]*|相当于)$"
)
