"""The first page: what is in the graph, what is new, what is named most, and what is in conflict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.model import EntityType
from kg.serve.page import Asked, Page
from kg.serve.pages.choosing import graphs
from kg.serve.pages.events import briefs, newest_day, times, weights
from kg.serve.pages.kept import kept
from kg.serve.pages.reading import Named, articles_naming, batched, names, number, rows, sources, terms
from kg.serve.pages.rendering import html
from kg.serve.pages.shown import shown
from kg.store.oxigraph import OxigraphStore

_COUNTED = {
    "articles": "schema:NewsArticle",
    **{t.value: f"kg:{t.value}" for t in EntityType},
    "posts": "org:Membership",
    "relations": "kg:Relation",
    "events": "kg:Event",
    "claims": "schema:Claim",
    "figures": "kg:Figure",
}
_MOST_TYPES = ("Company", "Person", "Product", "Organization", "Place")
_EVENTS, _COMING, _ARTICLES, _NAMED, _CONFLICTS = 8, 4, 10, 6, 5
_CANDIDATES = 100
"""Among how many events those of the first page are chosen."""
_LOOKED_AT = 300
"""Among how many of the most named things those of each type are looked for first."""


@dataclass(frozen=True, slots=True)
class Most:
    """Something with the number of articles that name it."""

    named: Named
    articles: int


def home(store: OxigraphStore, asked: Asked) -> Page:
    """The first page."""
    new, coming = _events(store)
    pairs = _conflicts(store)
    facts = shown(store, asked, [*new, *coming, *dict.fromkeys(fact for pair in pairs[:_CONFLICTS] for fact in pair)])
    newest = sorted(((told.moment, told.article) for told in graphs(store).values()), reverse=True)[:_ARTICLES]
    both = [facts.of(pair) for pair in pairs[:_CONFLICTS]]
    return html(
        asked,
        "home.html",
        here="home",
        totals=kept(store, "totals", _totals),
        new=facts.of(new),
        coming=facts.of(coming),
        names=facts,
        most=_most(store),
        articles=sources(store, [article for _, article in newest]),
        conflicts=[pair for pair in both if len(pair) == 2],
        conflicts_total=len(pairs),
        today=newest_day(store),
    )


def _totals(store: OxigraphStore) -> Mapping[str, int]:
    return {key: number(store, f"SELECT (COUNT(?s) AS ?n) WHERE {{ ?s a {type_} }}") for key, type_ in _COUNTED.items()}


def _events(store: OxigraphStore) -> tuple[Sequence[str], Sequence[str]]:
    """The last that happened until the newest article, and the next to come; of one day the best known first."""
    today = newest_day(store) or date.max
    weight = weights(store)
    exact = {fact: at for fact, at in times(store).items() if at.is_exact}
    past = sorted(
        (fact for fact, at in exact.items() if at.last <= today),
        key=lambda fact: (-exact[fact].last.toordinal(), -weight.get(fact, 0), fact),
    )
    future = sorted(
        (fact for fact, at in exact.items() if at.first > today),
        key=lambda fact: (exact[fact].first, -weight.get(fact, 0), fact),
    )
    return _varied(store, past, _EVENTS), _varied(store, future, _COMING)


def _varied(store: OxigraphStore, ordered: Sequence[str], most: int) -> Sequence[str]:
    """The first of the events, in their order, without those that would only fill the page.

    What several articles tell of one day under one name, or of the same participants, is there once. Those without
    participants, and a third of one type in a row, are taken only where there are not enough others.
    """
    weight = weights(store)
    told = [fact for fact in ordered if fact in weight][:_CANDIDATES]
    bare = [fact for fact in ordered if fact not in weight][:_CANDIDATES]
    once = _once(store, [*told, *bare])
    chosen: list[str] = []
    for fact in once:
        if fact in weight and len(chosen) < most and [once[before] for before in chosen[-2:]] != 2 * [once[fact]]:
            chosen.append(fact)
    rest = [fact for fact in once if fact not in chosen]
    chosen += rest[: most - len(chosen)]
    place = {fact: n for n, fact in enumerate(ordered)}
    return sorted(chosen, key=lambda fact: place[fact])


def _once(store: OxigraphStore, facts: Sequence[str]) -> dict[str, str]:
    """Event → its type; of those that tell the same only the first."""
    at = times(store)
    who: dict[str, set[str]] = defaultdict(set)
    for some in batched(facts):
        for fact, one in rows(store, f"SELECT ?s ?e WHERE {{ VALUES ?s {{ {terms(some)} }} ?s kg:participant ?e }}"):
            who[fact].add(one)
    seen: set[Hashable] = set()
    found = {}
    for brief in briefs(store, facts):
        day = at[brief.iri].iso
        same: list[Hashable] = [(day, brief.name)]
        if brief.iri in who:
            same.append((day, brief.type, frozenset(who[brief.iri])))
        if seen.isdisjoint(same):
            found[brief.iri] = brief.type
        seen.update(same)
    return found


def _most(store: OxigraphStore) -> Mapping[str, Sequence[Most]]:
    """Type → what most articles name of it."""
    naming = articles_naming(store)
    ranked = sorted(naming, key=lambda iri: (-naming[iri], iri))
    found: dict[str, list[Most]] = {type_: [] for type_ in _MOST_TYPES}
    for start in range(0, len(ranked), _LOOKED_AT):
        for named in names(store, ranked[start : start + _LOOKED_AT]).values():
            if named.type in found and len(found[named.type]) < _NAMED:
                found[named.type].append(Most(named, naming[named.iri]))
        if all(len(of) == _NAMED for of in found.values()) or start >= 5 * _LOOKED_AT:
            break
    return {type_: of for type_, of in found.items() if of}


def _conflicts(store: OxigraphStore) -> list[tuple[str, str]]:
    """The pairs of facts that the graph marks as contradicting each other, each once."""
    found = rows(store, "SELECT ?a ?b WHERE { ?a kg:contradicts ?b }")
    return sorted({(min(a, b), max(a, b)) for a, b in found if a != b})
