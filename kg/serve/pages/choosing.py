"""Which facts a table shows: those that pass its filters, in the order of a column, a page at a time.

Each filter is a query of its own and what all of them find is intersected here: a join of several columns is what
Oxigraph does slowest. What a whole column says is kept for as long as the snapshot is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from kg.serve.page import Asked
from kg.serve.pages.kept import kept
from kg.serve.pages.reading import names, pairs, rows, terms
from kg.serve.pages.sounds import order_of_names
from kg.store.oxigraph import OxigraphStore

PAGE = 100
"""How many rows a page has."""
MOST = 100_000
"""How many rows a download may have; one of more is refused, never cut."""
FORMATS = ("csv", "json", "turtle")
"""What a download can be."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a table can be sorted by.

    ``pattern`` binds ``?k``, for a fact ``?s``, to what counts, and ``kind`` tells how: a ``text``, a ``number``, or
    a ``name``: then ``?k`` is who has it.
    """

    pattern: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Told:
    """Where a graph comes from: its article, when that was published, and by whom; empty where it does not say."""

    article: str = ""
    moment: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of a table.

    Attributes:
        type: of the facts, with its prefix.
        filters: what must hold of every fact ``?s``, each a pattern of its own.
        sort: a key of the columns, or ``date``: when it was reported.
        falling: whether the greatest comes first.
        start: the first day of the articles, or empty.
        end: the last day of the articles, or empty.
        publisher: of the articles, or empty.
        article: the only article, or empty.
    """

    type: str
    filters: tuple[str, ...] = ()
    sort: str = "date"
    falling: bool = True
    start: str = ""
    end: str = ""
    publisher: str = ""
    article: str = ""

    def takes(self, told: Told) -> bool:
        """Whether what an article says is among what is asked for."""
        day = told.moment[:10]
        return (
            (not self.start or day >= self.start)
            and (not self.end or (day != "" and day <= self.end))
            and (not self.publisher or told.publisher == self.publisher)
            and (not self.article or told.article == self.article)
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """The facts of one page in order; ``total`` counts those of all pages."""

    total: int
    iris: tuple[str, ...]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def sorting(asked: Asked, columns: Iterable[str]) -> tuple[str, bool]:
    """The column that ``sort=`` names, and whether it falls (``-value``); the newest first where it names none."""
    given = asked.value("sort")
    name = given.removeprefix("-")
    return (name, given.startswith("-")) if name in columns or name == "date" else ("date", True)


def is_too_much(total: int) -> bool:
    """Whether so many rows are more than a download may have."""
    return total > MOST


def window(asked: Asked) -> tuple[int, int]:
    """The first row that is shown, and how many are; a download has all, up to one more than it may have."""
    if asked.value("format") in FORMATS:
        return 0, MOST + 1
    return PAGE * (max(asked.number("page", 1, 10**7), 1) - 1), PAGE


def choose(store: OxigraphStore, asking: Asking, columns: Mapping[str, Column], first: int, many: int) -> Chosen:
    """The facts that are asked for, from the ``first`` on, ``many`` at most; none if a download would be too large."""
    found = passing(store, asking)
    if many > PAGE and is_too_much(len(found)):
        return Chosen(len(found), ())  # to put them in order would take long, and for nothing
    if asking.sort == "date":
        chosen = _by_date(store, found, _graphs_of(store, asking.type), asking.falling, first, many)
    else:
        chosen = _by_column(store, found, columns[asking.sort], asking.falling)[first : first + many]
    return Chosen(len(found), tuple(chosen))


def passing(store: OxigraphStore, asking: Asking) -> list[str]:
    """The facts that are asked for, in no order that counts."""
    graph_of, told = _graphs_of(store, asking.type), graphs(store)
    if asking.start or asking.end or asking.publisher or asking.article:
        taken = {graph for graph, of in told.items() if asking.takes(of)}
        found = [fact for fact, graph in graph_of.items() if graph in taken]
    else:
        found = list(graph_of)
    for pattern in asking.filters:
        those = {fact for (fact,) in rows(store, f"SELECT ?s WHERE {{ {pattern} }}")}
        found = [fact for fact in found if fact in those]
    return found


def graphs(store: OxigraphStore) -> Mapping[str, Told]:
    """The graphs of all articles."""

    def read(store: OxigraphStore) -> dict[str, Told]:
        articles = rows(store, "SELECT ?g ?a WHERE { ?g prov:specializationOf ?a }")
        moments = pairs(store, "SELECT ?a ?d WHERE { ?a schema:datePublished ?d }")
        publishers = pairs(store, "SELECT ?a ?p WHERE { ?a schema:publisher ?p }")
        return {g: Told(a, moments.get(a, ""), publishers.get(a, "")) for g, a in articles}

    return kept(store, "graphs", read)


def _graphs_of(store: OxigraphStore, type_: str) -> Mapping[str, str]:
    """Fact → the graph of the article that says it."""

    def read(store: OxigraphStore) -> dict[str, str]:
        return pairs(store, f"SELECT ?s ?g WHERE {{ GRAPH ?g {{ ?s a {type_} }} }}")

    return kept(store, f"graphs of {type_}", read)


def _by_date(
    store: OxigraphStore, found: Sequence[str], graph_of: Mapping[str, str], falling: bool, first: int, many: int
) -> list[str]:
    """Article by article, within each in the order of the text: only near the page's own facts is that looked at."""
    told = graphs(store)
    order = {graph: (told.get(graph, Told()).moment, graph) for graph in {graph_of[fact] for fact in found}}
    by_article = sorted(found, key=lambda fact: order[graph_of[fact]], reverse=falling)
    start, end = first, first + many
    while 0 < start < len(by_article) and graph_of[by_article[start]] == graph_of[by_article[start - 1]]:
        start -= 1
    while 0 < end < len(by_article) and graph_of[by_article[end]] == graph_of[by_article[end - 1]]:
        end += 1
    near = by_article[start:end]
    place = _places(store, near)
    rank = {graph: n for n, graph in enumerate(dict.fromkeys(graph_of[fact] for fact in near))}
    near.sort(key=lambda fact: (rank[graph_of[fact]], place.get(fact, 0), fact))
    return near[first - start : first - start + many]


def _places(store: OxigraphStore, facts: Sequence[str]) -> dict[str, int]:
    """Where in their texts facts begin to be told."""
    places: dict[str, int] = {}
    for at in range(0, len(facts), 1000):
        block = terms(facts[at : at + 1000])
        query = f"SELECT ?s ?b WHERE {{ VALUES ?s {{ {block} }} ?s kg:evidence/oa:hasSelector/oa:start ?b }}"
        for fact, start in rows(store, query):
            places[fact] = min(places.get(fact, int(start)), int(start))
    return places


def _by_column(store: OxigraphStore, found: Sequence[str], column: Column, falling: bool) -> list[str]:
    """Those of which the column says nothing come last."""
    keys = kept(store, f"column {column.pattern}", partial(_column, column=column))
    known = sorted(fact for fact in found if fact in keys)
    known.sort(key=lambda fact: keys[fact], reverse=falling)
    return [*known, *sorted(fact for fact in found if fact not in keys)]


def _column(store: OxigraphStore, column: Column) -> dict[str, Any]:
    """Fact → by what it is put in order."""
    found = rows(store, f"SELECT ?s ?k WHERE {{ {column.pattern} }}")
    orders: dict[str, Any]
    match column.kind:
        case "number":
            orders = {key: _number(key) for key in {key for _, key in found}}
        case "name":
            called = names(store, sorted({key for _, key in found}))
            orders = {key: order_of_names(one.name, one.type == "Person") for key, one in called.items()}
        case _:
            orders = {key: key for key in {key for _, key in found}}
    column_: dict[str, Any] = {}
    for fact, key in found:
        if (order := orders[key]) is not None and (fact not in column_ or order < column_[fact]):
            column_[fact] = order
    return column_


def _number(key: str) -> Decimal | None:
    try:
        return Decimal(key)
    except InvalidOperation:
        return None
