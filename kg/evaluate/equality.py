"""When a row that was found is the fact that gold states: one rule for each kind, those of the scorer of gold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import isfinite
from typing import Any

from kg.evaluate.rows import Argument, EntityRow, EventRow, FigureRow, PostRow, QuoteRow, RelationRow
from kg.evaluate.strings import Names, alike, any_alike, dice, key, same_date, same_title

EITHER_WAY = ("partnerOf", "competitorOf")
"""Relations in which subject and object may stand in either order."""

Rule = Callable[[Any, Any, Names], bool]


def same_entity(gold: EntityRow, found: EntityRow, names: Names) -> bool:
    """The same thing of the same type."""
    return gold.type == found.type and names.same(gold.names, found.names)


def same_post(gold: PostRow, found: PostRow, names: Names) -> bool:
    """The same person, organisation and title."""
    return (
        names.same(gold.person, found.person)
        and names.same(gold.organization, found.organization)
        and same_title(gold.titles[0], found.titles, names.forms(gold.organization[0]))
    )


def same_relation(gold: RelationRow, found: RelationRow, names: Names) -> bool:
    """The same relation between the same two."""
    return gold.type == found.type and (
        same_ends(gold, found, names) or (gold.type in EITHER_WAY and swapped(gold, found, names))
    )


def same_ends(gold: RelationRow, found: RelationRow, names: Names) -> bool:
    """The same subject and the same object."""
    return names.same(gold.subject, found.subject) and names.same(gold.object, found.object)


def swapped(gold: RelationRow, found: RelationRow, names: Names) -> bool:
    """The same two, the one in the other's place."""
    return names.same(gold.subject, found.object) and names.same(gold.object, found.subject)


def same_event(gold: EventRow, found: EventRow, names: Names) -> bool:
    """The same type, and one name, the telling or half of the participants in common."""
    return gold.type == found.type and same_happening(gold, found, names)


def same_happening(gold: EventRow, found: EventRow, names: Names) -> bool:
    """One name, the telling or half of the participants in common, whatever the type."""
    if any(alike(a, b, 0.6) for a in gold.names for b in found.names[:5]):
        return True
    if any_alike(gold.quotes[0] if gold.quotes else "", found.quotes, 0.5):
        return True
    own, others = people(gold, names), people(found, names)
    return bool(own) and len(own & others) * 4 >= len(own) + len(others)  # Dice of at least 0.5


def people(event: EventRow, names: Names) -> set[str]:
    """Whom the participants of an event mean."""
    return {i for _, who in event.participants for i in names.ids(who)}


def same_quote(gold: QuoteRow, found: QuoteRow, names: Names) -> bool:
    """The same speaker, and words that are alike."""
    return same_words(gold, found, names) and names.same(gold.speaker, found.speaker)


def same_words(gold: QuoteRow, found: QuoteRow, names: Names) -> bool:
    """Words that are alike, whoever says them."""
    return alike(gold.text, found.text, 0.7)


def same_figure(gold: FigureRow, found: FigureRow, names: Names) -> bool:
    """The same number of the same kind about the same subject, with the metric or the telling in common."""
    return same_number(gold, found) and names.same(gold.subject, found.subject) and same_measure(gold, found)


def same_number(gold: FigureRow, found: FigureRow) -> bool:
    """The same number, with the same kind of unit where gold has a unit."""
    if not (near(gold.value, found.value) or near(gold.value_max, found.value)):
        return False
    if gold.value_max is not None and found.value_max is not None and not near(gold.value_max, found.value_max):
        return False
    return gold.unit == "" or gold.unit_class == found.unit_class


def same_measure(gold: FigureRow, found: FigureRow) -> bool:
    """The metric or the telling in common."""
    return any_alike(gold.metrics[0], found.metrics, 0.3) or any_alike(gold.quotes[0], found.quotes, 0.5)


def near(one: float | None, other: float | None) -> bool:
    """The same number but for rounding."""
    if one is None or other is None or not isfinite(other):
        return False
    return abs(one - other) <= 1e-6 * max(abs(one), abs(other), 1e-12)


def same_argument(gold: Argument, found: Argument, names: Names) -> bool:
    """The same role filled by the same."""
    if gold.role != found.role:
        return False
    if gold.role == "amount":
        own, other = gold.amount or 0.0, found.amount or 0.0
        return abs(own - other) <= 1e-6 * max(abs(own), 1.0)
    if gold.role == "date":
        return same_date(gold.names[0], found.names[0])
    if gold.role == "round":
        return bare_round(gold.names[0]) in map(bare_round, found.names)
    return names.same(gold.names, found.names)


def bare_round(name: str) -> str:
    """The round of a funding without the words that say that it is one."""
    return key(name).replace("融资", "").rstrip("轮")


RULES: Mapping[str, Rule] = {
    "entities": same_entity,
    "posts": same_post,
    "relations": same_relation,
    "events": same_event,
    "arguments": same_argument,
    "quotes": same_quote,
    "figures": same_figure,
}


def closeness(gold: Any, found: Any, names: Names) -> float:
    """How alike two rows are that may be paired: tells apart two events of one type, two figures of one value."""
    alikeness = _alikeness(gold.words, found.words)
    if not isinstance(gold, EventRow):
        return alikeness
    own, others = roles(gold, names), roles(found, names)
    return alikeness + len(own & others) / max(1, len(own | others))


def roles(event: EventRow, names: Names) -> set[tuple[str, str]]:
    """Who takes part as what."""
    return {(role, i) for role, who in event.participants for i in names.ids(who)}


@lru_cache(maxsize=1 << 14)
def _alikeness(one: str, other: str) -> float:
    return dice(one, other)
