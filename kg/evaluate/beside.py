"""What F1 does not tell: how exact what is right is, and what a naive reader would have fallen for."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from kg.evaluate.pairing import Pairing
from kg.evaluate.rows import ArticleRows, EntityRow, FigureRow
from kg.evaluate.strings import COUNT, Names, key, same_date

SCORED = (
    "of not_entities, avoided",
    "of posts, former",
    "of quotes, kind",
    "of figures, comparator",
    "of figures, time",
)
"""What the scorer of gold measures too, under the same names."""
OWN = (
    "of figures, unit",
    "of dates, as exact as gold",
    "of facts, told once",
    "of aliases, right",
    "of evidence, exact",
)
"""What only we measure."""


def beside(
    gold: ArticleRows, found: ArticleRows, names: Names, pairings: Mapping[str, Pairing]
) -> dict[str, tuple[int, int]]:
    """How often each is right and wrong in one article."""
    told: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, right in _judged(gold, found, names, pairings):
        told[name][0 if right else 1] += 1
    exact, looked_at = found.evidence
    if looked_at:
        told["of evidence, exact"] = [exact, looked_at - exact]
    return {name: (right, wrong) for name, (right, wrong) in told.items()}


def _judged(
    gold: ArticleRows, found: ArticleRows, names: Names, pairings: Mapping[str, Pairing]
) -> Iterator[tuple[str, bool]]:
    taken = {key(name) for e in found.entities for name in e.names}
    for name in gold.not_entities:
        if key(name) not in names.all_forms():
            yield "of not_entities, avoided", key(name) not in taken
    for g, f in pairings["posts"].matched:
        yield "of posts, former", g.former == f.former
    for g, f in pairings["quotes"].matched:
        yield "of quotes, kind", same_kind(g.kind, f.kind)
    for g, f in pairings["figures"].matched:
        yield "of figures, comparator", g.comparator == f.comparator
        yield "of figures, time", g.time == f.time
        yield "of figures, unit", same_unit(g, f)
    for g, f in pairings["events"].matched:
        if g.date and f.date:
            yield "of dates, as exact as gold", g.date == f.date
    for pairing in pairings.values():
        yield from [("of facts, told once", True)] * (len(pairing.matched) + len(pairing.forgiven))
        yield from [("of facts, told once", False)] * len(pairing.repeats)
    for g, f in (*pairings["entities"].matched, *pairings["entities"].forgiven):
        yield from (("of aliases, right", right) for _, right in aliases(g, f, names))


def same_kind(gold: str, found: str) -> bool:
    """Whether both are direct, or both indirect."""
    return gold[:5].lower() == found[:5].lower()


def same_unit(gold: FigureRow, found: FigureRow) -> bool:
    """The same currency, else the same word."""
    if gold.unit_class != COUNT or found.unit_class != COUNT:
        return gold.unit_class == found.unit_class
    return _plain(gold.unit) == _plain(found.unit)


def _plain(unit: str) -> str:
    return unicodedata.normalize("NFKC", unit).strip().lower()


def aliases(gold: EntityRow, found: EntityRow, names: Names) -> Iterator[tuple[str, bool]]:
    """Every name but the first that this article alone gives an entity, and whether gold has it for the same one."""
    own = set(names.forms(gold.names[0]))
    for name in found.own[1:]:
        if key(name) and key(name) != key(found.own[0]):
            yield name, key(name) in own


def row_flaws(kind: str, gold: Any, found: Any) -> Iterator[tuple[str, str]]:
    """In what a row that is right is not exact: the cause, and both values."""
    if kind == "posts" and gold.former != found.former:
        yield "former", f"{found.former}, gold {gold.former}"
    if kind == "quotes" and not same_kind(gold.kind, found.kind):
        yield "kind", f"{found.kind or 'none'}, gold {gold.kind}"
    if kind == "events" and gold.date and found.date and gold.date != found.date:
        yield f"date: {_how_other(gold.date, found.date)}", f"{found.date}, gold {gold.date}"
    if kind == "figures":
        if gold.comparator != found.comparator:
            yield f"comparator: {found.comparator} for {gold.comparator}", f"{found.comparator}, gold {gold.comparator}"
        if gold.time != found.time:
            yield f"time: {_how_other(gold.time, found.time)}", f"{found.time or 'none'}, gold {gold.time or 'none'}"
        if not same_unit(gold, found):
            yield "unit", f"{found.unit or 'none'}, gold {gold.unit or 'none'}"


def _how_other(gold: str, found: str) -> str:
    """How a time is not the one that gold has."""
    if not found:
        return "none was found"
    if not gold:
        return "gold has none"
    if same_date(gold, found):
        return "less exact than gold" if len(found) < len(gold) else "more exact than gold"
    return "another year" if gold[:4] != found[:4] else "another part of the year"
