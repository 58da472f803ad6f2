"""The calendar of events: a month at a time, with those apart whose dates are less precise than a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.publish.making import local_name
from kg.serve.page import Asked, Page
from kg.serve.pages.choosing import FORMATS, Asking, graphs, passing
from kg.serve.pages.filters import filters, publishers
from kg.serve.pages.kept import kept
from kg.serve.pages.months import Month, When, by_month, by_year, when
from kg.serve.pages.reading import articles_naming, batched, pairs, rows, terms
from kg.serve.pages.records import download
from kg.serve.pages.rendering import html
from kg.serve.pages.shown import shown
from kg.store.oxigraph import OxigraphStore

_FULL = 10  # a month that has a tenth of what the fullest has is shown first, if none after it has as much
LISTED = 50
"""How many events the list below the grid has on a page."""
IN_A_CELL = 3
"""How many events the cell of a day names."""
_UNDATED = "none"


@dataclass(frozen=True, slots=True)
class Brief:
    """An event in few words."""

    iri: str
    name: str
    type: str
    modality: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month: how many events it has, and some of them."""

    day: date
    total: int
    some: tuple[Brief, ...]


def events(store: OxigraphStore, asked: Asked) -> Page:
    """The events of ``month``, or of ``day``, that pass the filters ``type``, ``modality``, ``who``, ``source``."""
    made = filters(store, asked, entities={"who": "kg:participant"}, choices={"type": "a", "modality": "kg:modality"})
    found = passing(store, Asking("kg:Event", tuple(made.patterns), publisher=asked.value("source")))
    dates = {fact: at for fact in found if (at := times(store).get(fact))}
    counts = by_month(dates.values())
    month = Month.read(asked.value("month")) or Month.read(asked.value("day")[:7]) or _newest(store, counts)
    undated = sorted(fact for fact in found if fact not in dates)
    of_month, vague = _of_month(dates, month)
    listed = _listed(asked, dates, of_month, undated)
    if asked.value("format") in FORMATS:
        return download(store, asked, "events", listed, len(listed))
    page = max(asked.number("page", 1, 10**6), 1)
    facts = shown(store, asked, listed[LISTED * (page - 1) : LISTED * page])
    return html(
        asked,
        "events.html",
        here="events",
        month=month,
        weeks=_weeks(store, month, dates, of_month),
        facts=facts.shown,
        names=facts,
        total=len(listed),
        pages=max(1, -(-len(listed) // LISTED)),
        vague=briefs(store, vague[:LISTED]),
        vague_dates={fact: dates[fact].iso for fact in vague},
        vague_total=len(vague),
        undated=len(undated),
        only_undated=asked.value("month") == _UNDATED,
        year=[(Month(month.year, m), counts.get(Month(month.year, m), 0)) for m in range(1, 13)],
        before=max((m for m in counts if m < month), default=None),
        after=min((m for m in counts if m > month), default=None),
        years=_years(by_year(dates.values()), counts, month),
        filters=made,
        publishers=publishers(store),
    )


def times(store: OxigraphStore) -> Mapping[str, When]:
    """Event → when it happens, for those that say."""

    def read(store: OxigraphStore) -> dict[str, When]:
        starts = pairs(store, "SELECT ?s ?d WHERE { ?s schema:startDate ?d }")
        ends = pairs(store, "SELECT ?s ?d WHERE { ?s schema:endDate ?d }")
        found = {}
        for fact, start in starts.items():
            end = ends.get(fact, start)
            if at := when(start if start == end or "/" in start else f"{start}/{end}"):
                found[fact] = at
        return found

    return kept(store, "times", read)


def weights(store: OxigraphStore) -> Mapping[str, int]:
    """Event → how many articles name the best known of those that take part."""

    def read(store: OxigraphStore) -> dict[str, int]:
        known = articles_naming(store)
        found: dict[str, int] = {}
        for fact, who in rows(store, "SELECT ?s ?e WHERE { ?s kg:participant ?e }"):
            found[fact] = max(found.get(fact, 0), known.get(who, 0))
        return found

    return kept(store, "weights", read)


def newest_day(store: OxigraphStore) -> date | None:
    """The day of the newest article: what the pages take for today."""
    moment = max((told.moment for told in graphs(store).values()), default="")
    return _day(moment[:10])


def _newest(store: OxigraphStore, counts: Mapping[Month, int]) -> Month:
    """The last month up to the newest article that is not nearly empty, as one that has just begun is."""
    today = newest_day(store) or date(2000, 1, 1)
    now = Month(today.year, today.month)
    past = {month: n for month, n in counts.items() if month <= now}
    enough = max(past.values(), default=0) / _FULL
    return max((month for month, n in past.items() if n >= enough), default=now)


def _of_month(dates: Mapping[str, When], month: Month) -> tuple[list[str], list[str]]:
    """The events on days of the month, in order; and those that may have fallen into it, the most precise first."""
    exact: list[str] = []
    vague: list[str] = []
    for fact, at in dates.items():
        if at.touches(month.first, month.last):
            (exact if at.is_exact else vague).append(fact)
    exact.sort(key=lambda fact: (dates[fact], fact))
    vague.sort(key=lambda fact: (dates[fact].days, dates[fact], fact))
    return exact, vague


def _listed(asked: Asked, dates: Mapping[str, When], of_month: Sequence[str], undated: Sequence[str]) -> Sequence[str]:
    """The events of the list below the grid: of the month, of one of its days, or those without a date."""
    if asked.value("month") == _UNDATED:
        return undated
    if day := _day(asked.value("day")):
        return [fact for fact in of_month if dates[fact].touches(day, day)]
    return of_month


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-31") else None
    except ValueError:
        return None


def _weeks(
    store: OxigraphStore, month: Month, dates: Mapping[str, When], of_month: Sequence[str]
) -> list[list[Day | None]]:
    on: dict[date, list[str]] = defaultdict(list)
    for fact in of_month:
        at = dates[fact]
        for ordinal in range(max(at.first, month.first).toordinal(), min(at.last, month.last).toordinal() + 1):
            on[date.fromordinal(ordinal)].append(fact)
    weight = weights(store) if of_month else {}
    best = {
        day: sorted(of, key=lambda fact: (dates[fact].days > 1, -weight.get(fact, 0), fact))[: 3 * IN_A_CELL]
        for day, of in on.items()
    }
    brief = {b.iri: b for b in briefs(store, list(dict.fromkeys(fact for of in best.values() for fact in of)))}

    def some(day: date) -> tuple[Brief, ...]:
        """Of events of one name, as several articles tell them, the first."""
        of_name: dict[str, Brief] = {}
        for fact in best.get(day, ()):
            if fact in brief:
                of_name.setdefault(brief[fact].name, brief[fact])
        return tuple(of_name.values())[:IN_A_CELL]

    def cell(day: date | None) -> Day | None:
        if day is None:
            return None
        return Day(day, len(on[day]), some(day))

    return [[cell(day) for day in week] for week in month.weeks()]


def briefs(store: OxigraphStore, facts: Sequence[str]) -> list[Brief]:
    """Events in few words, in the order given."""
    found: dict[str, list[Brief]] = defaultdict(list)
    for some in batched(facts):
        query = (
            f"SELECT ?s ?n ?t ?m WHERE {{ VALUES ?s {{ {terms(some)} }} ?s schema:name ?n ; a ?t ; kg:modality ?m "
            "FILTER (?t != kg:Event) }"
        )
        for fact, name, type_, modality in rows(store, query):
            found[fact].append(Brief(fact, name, local_name(type_), local_name(modality)))
    return [max(found[fact], key=lambda brief: (len(brief.name), brief.name)) for fact in facts if fact in found]


def _years(years: Mapping[int, int], months: Mapping[Month, int], now: Month) -> list[tuple[int, Month, int]]:
    """The years that have events, the last first: each with its last month that has some, and their number."""
    return [
        (year, max((m for m in months if m.year == year), default=Month(year, now.month)), years.get(year, 0))
        for year in sorted({*years, now.year}, reverse=True)
    ]
