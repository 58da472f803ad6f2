"""Why a fact was missed or is wrong, in words that group such faults, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.evaluate.beside import aliases, row_flaws
from kg.evaluate.equality import (
    EITHER_WAY,
    near,
    people,
    same_ends,
    same_happening,
    same_measure,
    same_number,
    same_relation,
    same_words,
    swapped,
)
from kg.evaluate.pairing import Pairing
from kg.evaluate.places import sentence_of
from kg.evaluate.rows import (
    ArticleRows,
    EntityRow,
    EventRow,
    FigureRow,
    PostRow,
    QuoteRow,
    RelationRow,
)
from kg.evaluate.strings import Names, alike, key, same_title

MISSED, WRONG, INEXACT = "missed", "wrong", "inexact"
"""What a fault may be: not found; found and not so; right, but not in everything."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fact that was missed, is wrong or inexact: why, in which article, the row in words, and its sentence."""

    kind: str
    label: str
    cause: str
    article: str
    row: str
    sentence: str = ""


@dataclass(frozen=True)
class Scene:
    """One article as gold has it and as it was found; ``within`` are the arguments of the events matched."""

    gold: ArticleRows
    found: ArticleRows
    names: Names
    pairings: Mapping[str, Pairing]
    within: tuple[Pairing, ...]
    quotes: tuple[QuoteRow, ...]

    @cached_property
    def entities_found(self) -> frozenset[str]:
        """Whom the entities that were found mean, of whatever type."""
        return frozenset(i for e in self.found.entities for i in self.names.ids(e.names))

    def was_found(self, name: Iterable[str]) -> bool:
        """Whether what a name means was found as an entity."""
        return bool(self.names.ids(tuple(name)) & self.entities_found)


def faults_of(scene: Scene) -> Iterator[Fault]:
    """Every fault of an article, kind by kind."""
    for kind, pairing in scene.pairings.items():
        repeats = {id(row) for row in pairing.repeats}
        for row in pairing.missed:
            yield _fault(scene, kind, MISSED, _MISSED[kind](row, scene), row)
        for row in pairing.wrong:
            repeated = id(row) in repeats
            yield _fault(scene, kind, WRONG, "told too often" if repeated else _WRONG[kind](row, scene), row)
        for gold, found in pairing.matched:
            for cause, values in row_flaws(kind, gold, found):
                yield _fault(scene, kind, INEXACT, cause, found, values)
        if kind == "events":
            yield from _argument_faults(scene, pairing)
        if kind == "entities":
            yield from _alias_faults(scene, pairing)


def _fault(scene: Scene, kind: str, label: str, cause: str, row: Any, flaw: str = "", of: Any = None) -> Fault:
    sentence = sentence_of(scene.found.text, scene.gold, row if of is None else of)
    return Fault(kind, label, cause, scene.gold.article, f"{row} [{flaw}]" if flaw else str(row), sentence)


def _argument_faults(scene: Scene, events: Pairing) -> Iterator[Fault]:
    for (gold, found), pairing in zip(events.matched, scene.within, strict=True):
        told, wanted = {a.role for a in found.arguments}, {a.role for a in gold.arguments}
        for row in pairing.missed:
            yield _fault(scene, "arguments", MISSED, _unfilled(row, told, scene), row, gold.type, gold)
        for row in pairing.wrong:
            rest = "gold has another" if row.role in wanted else "gold has none"
            yield _fault(scene, "arguments", WRONG, f"{row.role}: {rest}", row, found.type, found)
    for event in events.missed:
        for row in event.arguments:
            yield _fault(scene, "arguments", MISSED, "its event was missed", row, event.type, event)
    for event in events.wrong:
        for row in event.arguments:
            yield _fault(scene, "arguments", WRONG, "its event is wrong", row, event.type, event)


def _unfilled(row: Any, told: set[str], scene: Scene) -> str:
    entity = row.role not in ("date", "round", "amount", "place")
    if entity and not scene.was_found(row.names):
        return f"{row.role}: not found as an entity"
    return f"{row.role}: {'another was found' if row.role in told else 'none was found'}"


def _alias_faults(scene: Scene, entities: Pairing) -> Iterator[Fault]:
    for gold, found in (*entities.matched, *entities.forgiven):
        for name, right in aliases(gold, found, scene.names):
            if not right:
                another = key(name) in scene.names.all_forms()
                cause = "alias that names another entity" if another else "alias that gold does not have"
                yield _fault(scene, "entities", INEXACT, cause, found, name)


# ------------------------------------------------------------------------------------------------------- entities
def _entity_missed(row: EntityRow, scene: Scene) -> str:
    forms = {form for name in row.names for form in [key(name)] if form}
    for other in scene.found.entities:
        if scene.names.same(row.names, other.names):
            return f"wrong type: {row.type} taken for {other.type}" if other.type != row.type else "taken twice"
    keys = [key(name) for e in scene.found.entities for name in e.names]
    if forms & set(keys):
        return "taken for another entity's name"
    if any(a in b or b in a for a in forms for b in keys if len(b) > 1):
        return f"wrong bounds: {row.type}"
    return f"not found: {row.type}"


def _entity_wrong(row: EntityRow, scene: Scene) -> str:
    for gold in scene.gold.entities:
        if scene.names.same(gold.names, row.names):
            if gold.type != row.type:
                return f"wrong type: {gold.type} taken for {row.type}"
            return f"a second entity for one thing: {row.type}"
    if not scene.names.ids(row.names):
        return "names two entities"
    keys = {key(name) for name in row.names}
    if keys & {key(name) for name in scene.gold.not_entities}:
        return "one of not_entities"
    if any(len(a) > 1 and (a in b or b in a) for a in keys for b in scene.names.all_forms()):
        return f"wrong bounds: {row.type}"
    return f"no entity: {row.type}"


# ---------------------------------------------------------------------------------------------------------- posts
def _post_missed(row: PostRow, scene: Scene) -> str:
    for end, name in (("person", row.person), ("organisation", row.organization)):
        if not scene.was_found(name):
            return f"{end} not found"
    return _post_differs(row, scene.found.posts, scene) or "both found, but no rule"


def _post_wrong(row: PostRow, scene: Scene) -> str:
    for end, name in (("person", row.person), ("organisation", row.organization)):
        if not scene.names.known(name):
            return f"{end} is no entity of gold"
    return _post_differs(row, scene.gold.posts, scene) or "gold has no such post"


def _post_differs(row: PostRow, others: Iterable[PostRow], scene: Scene) -> str | None:
    """What the nearest post of the other side has otherwise."""
    differs = []
    for other in others:
        person = scene.names.same(row.person, other.person)
        organization = scene.names.same(row.organization, other.organization)
        title = same_title(row.titles[0], other.titles, (*row.organization, *other.organization))
        if person and organization:
            return "title differs"
        differs += (
            ["organisation differs"] if person and title else ["person differs"] if organization and title else []
        )
    return min(differs, default=None)


# ------------------------------------------------------------------------------------------------------ relations
def _relation_missed(row: RelationRow, scene: Scene) -> str:
    lost = [name for name in (row.subject, row.object) if not scene.was_found(name)]
    if lost:
        return f"{row.type}: {'neither end was found' if len(lost) == 2 else 'an end was not found'}"
    return f"{row.type}: {_relation_differs(row, scene.found.relations, scene) or 'both ends found, but no rule'}"


def _relation_wrong(row: RelationRow, scene: Scene) -> str:
    if not all(map(scene.names.known, (row.subject, row.object))):
        return f"{row.type}: an end is no entity of gold"
    return f"{row.type}: {_relation_differs(row, scene.gold.relations, scene) or 'gold has no such relation'}"


def _relation_differs(row: RelationRow, others: Iterable[RelationRow], scene: Scene) -> str | None:
    for other in others:
        if other.type == row.type and swapped(row, other, scene.names) and row.type not in EITHER_WAY:
            return "the other way round"
        if not same_relation(row, other, scene.names) and (
            same_ends(row, other, scene.names) or swapped(row, other, scene.names)
        ):
            return f"{other.type} in its place"
    return None


# --------------------------------------------------------------------------------------------------------- events
def _event_missed(row: EventRow, scene: Scene) -> str:
    for other in scene.found.events:
        if other.type != row.type and same_happening(row, other, scene.names):
            return f"{row.type}: taken for {other.type}"
    if row.participants and not any(scene.was_found(who) for _, who in row.participants):
        return f"{row.type}: no participant found"
    own = people(row, scene.names)
    if any(other.type == row.type and own & people(other, scene.names) for other in scene.found.events):
        return f"{row.type}: too few of its participants, or merged with another"
    return f"{row.type}: no rule"


def _event_wrong(row: EventRow, scene: Scene) -> str:
    for other in scene.gold.events:
        if other.type != row.type and same_happening(other, row, scene.names):
            return f"{row.type}: {other.type} in gold"
    own = people(row, scene.names)
    if any(other.type == row.type and own & people(other, scene.names) for other in scene.gold.events):
        return f"{row.type}: too few participants in common, or told too often"
    if row.participants and not any(scene.names.known(who) for _, who in row.participants):
        return f"{row.type}: no participant is an entity of gold"
    return f"{row.type}: gold has no such event"


# --------------------------------------------------------------------------------------------------------- quotes
def _quote_missed(row: QuoteRow, scene: Scene) -> str:
    if any(same_words(row, other, scene.names) for other in scene.quotes):
        return f"{row.kind}: words found, speaker {'differs' if scene.was_found(row.speaker) else 'not found'}"
    if any(_partly(row, other) for other in scene.quotes):
        return f"{row.kind}: words found in part"
    if not scene.was_found(row.speaker):
        return f"{row.kind}: neither words nor speaker found"
    return f"{row.kind}: speaker found, but no rule"


def _quote_wrong(row: QuoteRow, scene: Scene) -> str:
    kind = "direct" if row.kind.lower().startswith("direct") else "indirect"
    if any(same_words(other, row, scene.names) for other in scene.gold.quotes):
        return f"{kind}: the words are another's"
    if any(_partly(other, row) for other in scene.gold.quotes):
        return f"{kind}: words taken in part, or too many"
    if not scene.names.known(row.speaker):
        return f"{kind}: speaker is no entity of gold"
    return f"{kind}: gold has no such quote"


def _partly(gold: QuoteRow, found: QuoteRow) -> bool:
    a, b = key(gold.text), key(found.text)
    return alike(gold.text, found.text, 0.3) or (min(len(a), len(b)) > 5 and (a in b or b in a))


# -------------------------------------------------------------------------------------------------------- figures
def _figure_missed(row: FigureRow, scene: Scene) -> str:
    if not scene.was_found(row.subject):
        return "subject not found as an entity"
    return _figure_differs(row, scene.found.figures, scene, True) or "no rule"


def _figure_wrong(row: FigureRow, scene: Scene) -> str:
    if not scene.names.known(row.subject):
        return "subject is no entity of gold"
    return _figure_differs(row, scene.gold.figures, scene, False) or "gold has no such figure"


def _figure_differs(row: FigureRow, others: Iterable[FigureRow], scene: Scene, is_gold: bool) -> str | None:
    """What the nearest figure of the other side has otherwise."""
    differs: list[tuple[int, str]] = []
    for other in others:
        gold, found = (row, other) if is_gold else (other, row)
        subject = scene.names.same(gold.subject, found.subject)
        measure, number = same_measure(gold, found), same_number(gold, found)
        if number and measure:
            differs.append((0, "subject differs"))
        elif number and subject:
            differs.append((1, "metric differs"))
        elif subject and measure and near(gold.value, found.value):
            differs.append((2, "unit differs"))
        elif subject and measure and gold.unit_class == found.unit_class:
            differs.append((3, f"value differs{'' if gold.time == found.time else ', and time'}"))
    return min(differs)[1] if differs else None


_MISSED: dict[str, Any] = {
    "entities": _entity_missed,
    "posts": _post_missed,
    "relations": _relation_missed,
    "events": _event_missed,
    "quotes": _quote_missed,
    "figures": _figure_missed,
}
_WRONG: dict[str, Any] = {
    "entities": _entity_wrong,
    "posts": _post_wrong,
    "relations": _relation_wrong,
    "events": _event_wrong,
    "quotes": _quote_wrong,
    "figures": _figure_wrong,
}
