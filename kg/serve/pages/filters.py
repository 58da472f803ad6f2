"""What readers may narrow a table by, as patterns of queries; values are put in as terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.publish.asking import is_iri
from kg.publish.labels import ATTRIBUTIONS, EVENT_TYPES, MODALITIES
from kg.serve.page import Asked
from kg.serve.pages.choosing import Asking, graphs, sorting
from kg.serve.pages.kept import kept
from kg.serve.pages.naming import called
from kg.serve.pages.reading import Named, names, rows, term, terms, text_term
from kg.store.oxigraph import OxigraphStore

_CHOICES = {"attribution": ATTRIBUTIONS, "modality": MODALITIES, "type": EVENT_TYPES}
_MOST_UNITS = 40


@dataclass(slots=True)
class Filters:
    """The filters that a reader has set.

    Attributes:
        patterns: what they demand of a fact ``?s``.
        entities: what a parameter that names an entity by its IRI stands for.
        set_: the parameters that have a value.
    """

    patterns: list[str] = field(default_factory=list)
    entities: dict[str, Named] = field(default_factory=dict)
    set_: list[str] = field(default_factory=list)

    def asking(self, type_: str, asked: Asked, columns: Mapping[str, object]) -> Asking:
        """All that is asked of a table of facts of a type."""
        sort, falling = sorting(asked, columns)
        return Asking(
            type=type_,
            filters=tuple(self.patterns),
            sort=sort,
            falling=falling,
            start=_day(asked, "from", "-01-01"),
            end=_day(asked, "to", "-12-31"),
            publisher=asked.value("source"),
            article=asked.value("article"),
        )


def filters(
    store: OxigraphStore,
    asked: Asked,
    entities: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
    choices: Mapping[str, str] | None = None,
) -> Filters:
    """The filters of a request.

    Args:
        store: the graph.
        asked: the request.
        entities: parameter → property, for what names an entity: by its IRI, or by any name of it.
        texts: parameter → pattern with ``%s`` for a text in lower case.
        choices: parameter → property, for what is one of the vocabulary's terms.
    """
    made = Filters()
    for name in ("source", "from", "to", "article"):
        if asked.value(name):
            made.set_.append(name)
    for name, property_ in (entities or {}).items():
        if value := asked.value(name):
            made.set_.append(name)
            made.patterns.append(_entity(store, made, name, value, property_))
    for name, pattern in (texts or {}).items():
        if value := asked.value(name):
            made.set_.append(name)
            made.patterns.append(pattern.replace("%s", text_term(value.lower())))
    for name, property_ in (choices or {}).items():
        value = asked.value(name)
        if value in _CHOICES[name]:
            made.set_.append(name)
            made.patterns.append(f"?s {property_} kg:{value}")
    return made


def _entity(store: OxigraphStore, made: Filters, name: str, value: str, property_: str) -> str:
    if is_iri(value) and "/" in value:
        made.entities[name] = names(store, [value])[value]
        return f"?s {property_} {term(value)}"
    return f"VALUES ?entity {{ {terms(called(store, value))} }} ?s {property_} ?entity"


def _day(asked: Asked, name: str, rest: str) -> str:
    """A day, filled up where only a month or a year is given; empty where it is none."""
    given = asked.value(name)
    digits = given.replace("-", "")
    if not (digits.isascii() and digits.isdigit()):
        return ""
    if len(given) == len("2026-01"):
        return given + rest[3:]
    return given + rest if len(given) == len("2026") else given[:10]


def publishers(store: OxigraphStore) -> Sequence[tuple[str, int]]:
    """Who published the articles, with their number, those with the most first."""

    def read(store: OxigraphStore) -> list[tuple[str, int]]:
        counts: dict[str, int] = {}
        for told in graphs(store).values():
            if told.publisher:
                counts[told.publisher] = counts.get(told.publisher, 0) + 1
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

    return kept(store, "publishers", read)


def units(store: OxigraphStore) -> Sequence[tuple[str, int]]:
    """The units that figures have most, with their number."""

    def read(store: OxigraphStore) -> list[tuple[str, int]]:
        found = rows(store, "SELECT ?u (COUNT(?s) AS ?n) WHERE { ?s kg:unit ?u } GROUP BY ?u")
        ordered = sorted(((u, int(n)) for u, n in found if u), key=lambda item: (-item[1], item[0]))
        return ordered[:_MOST_UNITS]

    return kept(store, "units", read)
