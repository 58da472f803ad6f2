"""Whose figure it is, and how sure that is."""

from __future__ import annotations

from kg.extract.figures.judgement import ARTICLE, OWN_CLAUSE, PARAGRAPH, REFERRED, SENTENCE
from kg.extract.figures.phrases import acts, is_a_firms, is_price, speaks_of_another, takes_up
from kg.extract.figures.scene import Clause, Scene
from kg.extract.figures.subjects import (
    Topic,
    among_others,
    bracketed,
    each,
    former_or_latter,
    goes_on,
    market_in,
    measures_a_region,
    points_at_one_of_two,
    pronoun_in,
    region_in,
    speaks_of_the_unnamed,
    subjects_before,
)
from kg.extract.figures.told import Told
from kg.model import EntityType, Mention
from kg.text.amounts import Amount

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
        return _referred_to(scene, topic, referred)
    if topic.unnamed or speaks_of_the_unnamed(text, clause.span.start, end):
        return _NOBODYS
    return _of_the_sentence(scene, topic, last, clause, amount) or _of_the_text(scene, topic, clause)


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
    if topic.presented and priced and is_price(before):
        return topic.presented, SENTENCE
    if topic.goods and priced:
        return topic.goods[:1], SENTENCE
    if topic.firm_spoken_of and not topic.sentence:
        return _referred_to(scene, topic, "公司")
    if not topic.sentence:
        taken_up = last is not None and takes_up(scene.text, clause.span.start, amount.span.start)
        return (last.subjects, SENTENCE) if last is not None and taken_up else None
    first = topic.sentence[0]
    if first.type is EntityType.PRODUCT and is_a_firms(before):
        firm = topic.firm or (scene.main if scene.is_about_a_firm else None)
        return ((firm,), REFERRED) if firm is not None else _NOBODYS
    if first.type is EntityType.PLACE and not _is_the_places(scene, clause, amount):
        return _NOBODYS
    return (first,), SENTENCE


def _of_the_text(scene: Scene, topic: Topic, clause: Clause) -> Whose:
    """Whose it is where the sentence has no subject: who spoke, or whom the paragraph or the text is about."""
    if topic.speaker is not None and acts(scene.text[clause.span.start : clause.span.end]):
        return (topic.speaker,), REFERRED
    if topic.paragraph is not None:
        return (topic.paragraph,), PARAGRAPH
    about = topic.heading or scene.main
    return ((about,), ARTICLE) if about is not None else _NOBODYS


def _is_the_places(scene: Scene, clause: Clause, amount: Amount) -> bool:
    """Whether a figure can be a place's: in a text on a firm a place may only say where."""
    return not scene.is_about_a_firm or measures_a_region(scene.text, clause.span.start, amount.span.start)
