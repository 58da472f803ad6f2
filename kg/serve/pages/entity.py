"""The page of an entity: what it is called, and every fact that speaks of it, newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.publish.rows import EntityRow, Source
from kg.rdf.terms import name_literal
from kg.serve.page import Asked, Page
from kg.serve.pages.reading import Named, days_of_graphs, entity, names, rows, sources, term
from kg.serve.pages.rendering import html
from kg.serve.pages.shown import Facts, Shown, shown
from kg.store.oxigraph import OxigraphStore

SHOWN = 5
"""How many facts of a section are shown on the page of an entity."""
SHOWN_ALONE = 50
"""How many of a section that is shown alone, on each of its pages."""

_PARTS = ("posts", "events", "relations", "figures", "said", "about", "articles")
_ALONE = (
    ("said", "?s schema:author %s ."),
    ("about", "?s schema:about %s ; a schema:Claim ."),
    ("figures", "?s schema:about %s ; a kg:Figure ."),
)
"""Part of the page → which facts it has, each of which stands alone."""
_ALIKE = (
    ("relations", "rdf:subject", "rdf:predicate ?t ; rdf:object ?x ."),
    ("relations", "rdf:object", "rdf:predicate ?t ; rdf:subject ?x ."),
    ("posts", "org:member", "kg:title ?t ; org:organization ?x ."),
    ("posts", "org:organization", "kg:title ?t ; org:member ?x ."),
)
"""Part of the page → which facts it has; those that say the same of the same two are shown as one."""
_TABLES = {"said": ("/claims", "speaker"), "about": ("/claims", "about"), "figures": ("/figures", "about")}


@dataclass(frozen=True, slots=True)
class Same:
    """Facts that say the same, the newest first; ``told`` are as many of them as are shown."""

    iris: tuple[str, ...]
    told: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page. ``total`` counts what there is, ``facts`` or ``articles`` is what is shown of it.

    ``path`` and ``parameter`` tell which table has the same facts, where one has.
    """

    key: str
    total: int
    facts: tuple[Same, ...] = ()
    articles: tuple[Source, ...] = ()
    path: str = ""
    parameter: str = ""


@dataclass(slots=True)
class _Found:
    """The facts that speak of an entity, by the part of the page; with the moment by which they are ordered."""

    parts: dict[str, dict[tuple[str, ...], list[str]]] = field(default_factory=lambda: defaultdict(dict))
    days: dict[str, str] = field(default_factory=dict)

    def add(self, part: str, key: tuple[str, ...], fact: str, order: str) -> None:
        self.parts[part].setdefault(key, []).append(fact)
        self.days[fact] = order

    def newest_first(self, part: str) -> list[Same]:
        def order(fact: str) -> tuple[str, str]:
            return (self.days.get(fact, ""), fact)

        same = [Same(tuple(sorted(dict.fromkeys(of), key=order, reverse=True))) for of in self.parts[part].values()]
        return sorted(same, key=lambda one: order(one.iris[0]), reverse=True)


def entity_page(store: OxigraphStore, asked: Asked, iri: str, of: Mapping[str, list[str]]) -> Page:
    """The page of an entity, or of one part of it where ``part=`` asks for that."""
    row = entity(store, iri, of)
    found = _found(store, iri)
    part = asked.value("part")
    alone = part if part in _PARTS else ""
    first = SHOWN_ALONE * (max(asked.number("page", 1, 10**6), 1) - 1) if alone else 0
    chosen = {
        key: found.newest_first(key)[first : first + (SHOWN_ALONE if alone else SHOWN)]
        for key in ((alone,) if alone else _PARTS[:-1])
        if key != "articles"
    }
    wanted = [fact for of_part in chosen.values() for one in of_part for fact in (one.iris if alone else one.iris[:1])]
    facts = shown(store, asked, wanted, also=[iri])
    articles = _articles(store, iri)
    totals = {key: len(found.parts[key]) for key in _PARTS[:-1]} | {"articles": len(articles)}
    shown_articles = articles[first : first + (SHOWN_ALONE if alone else SHOWN)] if alone in ("", "articles") else []
    told_by = sources(store, shown_articles)
    sections = [
        _section(key, totals[key], chosen.get(key, ()), facts, told_by if key == "articles" else ())
        for key in ((alone,) if alone else _PARTS)
        if totals[key]
    ]
    return html(
        asked,
        "entity.html",
        entity=row,
        names=facts,
        sections=sections,
        totals={key: total for key, total in totals.items() if total},
        alone=alone,
        pages=-(-totals[alone] // SHOWN_ALONE) if alone else 1,
        others=_others(store, row),
        headers={"vary": "accept, accept-language, cookie"},
    )


def facts_of(store: OxigraphStore, iri: str) -> list[str]:
    """The facts that speak of an entity, the newest first."""
    found = _found(store, iri)
    same = [one for part in list(found.parts) for one in found.newest_first(part)]
    facts = dict.fromkeys(fact for one in same for fact in one.iris)
    return sorted(facts, key=lambda fact: (found.days.get(fact, ""), fact), reverse=True)


def _section(key: str, total: int, chosen: Sequence[Same], facts: Facts, articles: Sequence[Source]) -> Section:
    path, parameter = _TABLES.get(key, ("", ""))
    told = tuple(Same(one.iris, facts.of(one.iris)) for one in chosen)
    return Section(key, total, tuple(one for one in told if one.told), tuple(articles), path, parameter)


def _found(store: OxigraphStore, iri: str) -> _Found:
    found, this = _Found(), term(iri)
    for part, pattern in _ALONE:
        for fact, graph in rows(store, f"SELECT ?s ?g WHERE {{ GRAPH ?g {{ {pattern % this} }} }}"):
            found.add(part, (fact,), fact, graph)
    for part, own, rest in _ALIKE:
        former = {fact for (fact,) in rows(store, f"SELECT ?s WHERE {{ ?s {own} {this} ; kg:former true }}")}
        query = f"SELECT ?s ?g ?t ?x WHERE {{ GRAPH ?g {{ ?s {own} {this} ; {rest} }} }}"
        for fact, graph, what, whom in rows(store, query):
            found.add(part, (own, what, whom, str(fact in former)), fact, graph)
    days = days_of_graphs(store, set(found.days.values()))
    found.days = {fact: days.get(graph, "") for fact, graph in found.days.items()}
    for slot in ("kg:participant", "schema:location"):
        query = f"SELECT ?s ?d WHERE {{ ?s {slot} {this} OPTIONAL {{ ?s schema:startDate ?d }} }}"
        for fact, day in rows(store, query):
            found.add("events", (fact,), fact, day)
    return found


def _articles(store: OxigraphStore, iri: str) -> list[str]:
    """Those that name it, the newest first."""
    query = f"SELECT ?a ?d WHERE {{ ?a schema:mentions {term(iri)} OPTIONAL {{ ?a schema:datePublished ?d }} }}"
    return [article for _, article in sorted(((d, a) for a, d in rows(store, query)), reverse=True)]


def _others(store: OxigraphStore, row: EntityRow) -> Iterable[Named]:
    """Entities of the same name that are something else."""
    name = name_literal(row.name)
    query = f"SELECT DISTINCT ?s WHERE {{ {{ ?s schema:name {name} }} UNION {{ ?s skos:altLabel {name} }} }}"
    found = sorted({s for (s,) in rows(store, query)} - {row.iri})
    return [one for one in names(store, found).values() if one.type not in ("", "Event")] if found else []
