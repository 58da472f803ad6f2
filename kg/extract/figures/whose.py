"""Whose figure it is, and how sure that is."""

from __future__ import annotations

from kg.extract.figures.judgement import ARTICLE, OWN_CLAUSE, PARAGRAPH, REFERRED, SENTENCE
from kg.extract.figures.phrases import acts, is_a_firms, is_price, speaks_of_another, takes_up
from kg.extract.figures.references import (
    former_or_latter,
    measures_a_region,
    points_at_one_of_two,
    pronoun_in,
    region_in,
    speaks_of_the_goods,
    speaks_of_the_unnamed,
)
from kg.extract.figures.scene import Clause, Scene
from kg.extract.figures.subjects import (
    Topic,
    among_others,
    bracketed,
    each,
    goes_on,
    judged,
    market_in,
    subjects_before,
)
from kg.extract.figures.told import Told
from kg.model import EntityType, Mention
from kg.text.amounts import Amount

_UNITS = (
    "克 毫克 毫米 厘米 英寸 寸 毫安时 马力 牛米 牛·米 像素 帧 赫兹 尼特 流明 伏 mAh Hz GHz GB TB mm cm nm g kg N·m rpm "
    "TOPS nits dB fps FPS ms Wh bhp Nm"
)
OF_GOODS = frozenset(_UNITS.split())
"""Units of what goods, and hardly firms, are measured by."""
Whose = tuple[tuple[Mention, ...], float]
"""Those whose figure it is, and the confidence by where they stand."""
_NOBODYS: Whose = ((), 0.0)


def whose(scene: Scene, topic: Topic, last: Told | None, clause: Clause, amount: Amount) -> Whose:
    """Whose figure an amount tells: nobody's, where that is unsure.

    Args:
        scene: the article.
        topic: what the text speaks of up to here.
        last: the figure before in the sentence, if there is one.
        clause: the amount's clause.
        amount: the amount.
    """
    text, end = scene.text, amount.span.start
    owner = bracketed(scene, clause, amount)
    if owner is not None:
        return (owner,), OWN_CLAUSE
    owner = judged(scene, clause, end)
    if owner is not None:
        return (owner,), OWN_CLAUSE
    here = subjects_before(scene, clause, end, goods=amount.quantity.currency is not None)
    if here and (among_others(text, here) or goes_on(text, here)):
        return _NOBODYS
    if here and here[0].type is EntityType.PLACE and not _is_the_places(scene, clause, amount):
        here = ()
        if not topic.sentence or topic.sentence[0].type is EntityType.PLACE:
            return _NOBODYS
    referred = pronoun_in(text, here[-1].span.end if here else clause.span.start, end)
    if here and not referred:
        return each(text, here, amount), OWN_CLAUSE
    pointed = _pointed_at(scene, topic, clause, end)
    if pointed is not None:
        return (pointed,), OWN_CLAUSE if pointed in clause.mentions else REFERRED
    if points_at_one_of_two(scene, clause.span.start, end):
        return _NOBODYS
    if referred:
        if referred == "其" and topic.sentence and topic.sentence[0].type is EntityType.PRODUCT:
            return topic.sentence[:1], REFERRED
        return _referred_to(scene, topic, referred)
    if speaks_of_the_goods(text, clause.span.start, end):
        return ((topic.thing,), REFERRED) if topic.thing is not None else _NOBODYS
    if topic.unnamed or speaks_of_the_unnamed(text, clause.span.start, end):
        return _NOBODYS
    return _of_the_sentence(scene, topic, last, clause, amount) or _of_the_text(scene, topic, clause, amount)


def _pointed_at(scene: Scene, topic: Topic, clause: Clause, end: int) -> Mention | None:
    """Whom a clause points at: 后者, 全省, or the market that it says a price moved in."""
    start = clause.span.start
    pointed = former_or_latter(scene, start, end)
    if pointed is not None:
        return pointed
    market = market_in(scene, clause, end)
    if market is not None and speaks_of_another(scene.text[start : market.span.start]):
        return market
    return topic.place if region_in(scene.text, start, end) else None


def _referred_to(scene: Scene, topic: Topic, word: str) -> Whose:
    known = topic.paragraph or topic.heading or topic.before or scene.main
    meant = topic.firm or scene.main or known if "公司" in word else known
    if meant is None:
        return _NOBODYS
    main = scene.main is not None and scene.chain(meant) == scene.chain(scene.main)
    near = topic.paragraph is not None and scene.chain(topic.paragraph) == scene.chain(meant)
    return ((meant,), REFERRED) if near or main else _NOBODYS


def _of_the_sentence(scene: Scene, topic: Topic, last: Told | None, clause: Clause, amount: Amount) -> Whose | None:
    """Whose it is by the clauses before, if they tell."""
    priced = amount.quantity.currency is not None
    before = scene.text[clause.span.start : amount.span.start]
    if last is not None and takes_up(scene.text, clause.span.start, amount.span.start):
        return last.subjects, SENTENCE
    if topic.presented and priced and is_price(before):
        return topic.presented, SENTENCE
    if topic.goods and priced:
        return topic.goods[:1], SENTENCE
    if topic.firm_spoken_of and not topic.sentence:
        return _referred_to(scene, topic, "公司")
    if not topic.sentence:
        return None
    first = topic.sentence[0]
    if first.type is EntityType.PRODUCT and is_a_firms(before):
        firm = topic.firm or (scene.main if scene.is_about_a_firm else None)
        return ((firm,), REFERRED) if firm is not None else _NOBODYS
    if first.type is EntityType.PLACE and not _is_the_places(scene, clause, amount):
        return _NOBODYS
    return (first,), SENTENCE


def _of_the_text(scene: Scene, topic: Topic, clause: Clause, amount: Amount) -> Whose:
    """Whose it is where the sentence has no subject: who spoke, or whom the paragraph or the text is about."""
    if topic.thing is not None and amount.quantity.unit in OF_GOODS:
        return (topic.thing,), PARAGRAPH
    if topic.speaker is not None and acts(scene.text[clause.span.start : clause.span.end]):
        return (topic.speaker,), REFERRED
    if topic.paragraph is not None:
        return (topic.paragraph,), PARAGRAPH
    firm = scene.main if scene.is_about_a_firm else None
    of_section = topic.heading if topic.heading is not None and topic.heading.type is EntityType.COMPANY else None
    about = of_section or firm or topic.heading or scene.main
    return ((about,), ARTICLE) if about is not None else _NOBODYS


def _is_the_places(scene: Scene, clause: Clause, amount: Amount) -> bool:
    """Whether a figure can be a place's: in a text on a firm a place may only say where."""
    return not scene.is_about_a_firm or measures_a_region(scene.text, clause.span.start, amount.span.start)
