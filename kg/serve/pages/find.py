"""What is found: by name (:mod:`kg.serve.pages.naming`), and by what is written (:mod:`kg.serve.pages.written`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.serve.page import Asked, Page
from kg.serve.pages.naming import TYPES, Match, entries, headlines, matches
from kg.serve.pages.reading import sources
from kg.serve.pages.rendering import html
from kg.serve.pages.written import KINDS, written
from kg.store.oxigraph import OxigraphStore

FEW, PAGE = 8, 50
"""How many of each type are shown beside others, and how many on a page of one type alone."""


def find(store: OxigraphStore, asked: Asked) -> Page:
    """What ``q`` may be the name of, by type, then where it is written; ``type`` shows one alone.

    Without ``q``: what is named most. Where there is no index only headlines are read besides names.
    """
    query, type_ = asked.value("q"), asked.value("type")
    found = _by_type(matches(store, query) if query else _all(store))
    index = written(store, query)
    articles = headlines(store, query) if index is None else ()
    totals = {of: len(some) for of, some in found.items()} | ({"Article": len(articles)} if articles else {})
    beside = {of: n for of, n in index.totals.items() if of not in found} if index else {}
    totals |= beside
    alone = type_ if type_ in (*TYPES, *KINDS) else ""
    first = PAGE * (max(asked.number("page", 1, 10**6), 1) - 1) if alone else 0
    many = PAGE if alone else FEW
    return html(
        asked,
        "find.html",
        here="find",
        query=query,
        alone=alone,
        totals=totals,
        found={of: some[first : first + many] for of, some in found.items() if alone in ("", of)},
        beside={of: index.hits(of, first, many) for of in beside if alone in ("", of)} if index else {},
        articles=sources(store, articles[first : first + many]) if alone in ("", "Article") else (),
        pages=max(1, -(-totals.get(alone, 0) // PAGE)),
    )


def _all(store: OxigraphStore) -> Sequence[Match]:
    named = sorted(entries(store).values(), key=lambda e: (-e.articles, e.name, e.iri))
    return [Match(entry, entry.name, 0) for entry in named if entry.type != "Event"]


def _by_type(found: Sequence[Match]) -> Mapping[str, Sequence[Match]]:
    by_type: dict[str, list[Match]] = {type_: [] for type_ in TYPES}
    for match in found:
        by_type[match.entry.type].append(match)
    return {type_: of for type_, of in by_type.items() if of}
