"""All that a store knows of one entity: the matter of ``kg show NAME`` and of an entity's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from kg.publish.asking import Selectable, solutions
from kg.publish.load import load, load_entities
from kg.publish.partial import entities
from kg.publish.rows import AssertionRow, ClaimRow, EntityRow, EventRow, FigureRow, PostRow, RelationRow
from kg.text.normalise import name_key

_Row = TypeVar("_Row", bound=AssertionRow)
_SUGGESTIONS = 8


@dataclass(frozen=True, slots=True)
class EntityPage:
    """The facts that speak of ``entity``, the newest first.

    ``names`` has the name of every entity that a fact refers to by IRI. ``others`` are further entities of the same
    name (of other types), which have pages of their own.
    """

    entity: EntityRow
    posts: tuple[PostRow, ...]
    relations: tuple[RelationRow, ...]
    events: tuple[EventRow, ...]
    claims: tuple[ClaimRow, ...]
    figures: tuple[FigureRow, ...]
    names: dict[str, str]
    others: tuple[EntityRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """What a name stands for: entities of exactly this name, the best known first, or else similar ones."""

    exact: tuple[EntityRow, ...]
    similar: tuple[EntityRow, ...]


def find_entities(store: Selectable, name: str) -> Match:
    """The entities called ``name``, by IRI, name or alias, however it is spelt (width, case, script, spaces).

    Where there are none: up to eight whose names begin with it, contain it, or are contained in it.
    """
    wanted = name_key(name)
    called = _called(store, name, wanted)
    exact = _ranked(wanted, called) if name not in called else [called[name]]
    if exact:
        return Match(tuple(exact), ())
    return Match((), tuple(_ranked(wanted, load_entities(store))[:_SUGGESTIONS]))


def _called(store: Selectable, name: str, wanted: str) -> dict[str, EntityRow]:
    """The entities of this IRI or name; to read all that is known of all entities takes ten times as long."""
    names = solutions(store, "SELECT ?s ?n WHERE { { ?s schema:name ?n } UNION { ?s skos:altLabel ?n } }", "s", "n")
    return entities(store, sorted({name, *(iri for iri, known in names if wanted and name_key(known) == wanted)}))


def _ranked(wanted: str, found: Mapping[str, EntityRow]) -> list[EntityRow]:
    ranked = sorted((rank, -e.articles, e.name, e.iri) for e in found.values() if (rank := _rank(wanted, e)) < _NONE)
    return [found[iri] for *_, iri in ranked]


_NAME, _ALIAS, _PREFIX, _WITHIN, _AROUND, _NONE = range(6)


def _rank(wanted: str, entity: EntityRow) -> int:
    keys = [key for key in map(name_key, (entity.name, *entity.aliases)) if key]
    if not wanted:
        return _NONE
    if wanted in keys:
        return _NAME if keys[0] == wanted else _ALIAS
    if any(key.startswith(wanted) for key in keys):
        return _PREFIX
    if any(wanted in key for key in keys):
        return _WITHIN
    return _AROUND if any(len(key) > 1 and key in wanted for key in keys) else _NONE


def entity_page(store: Selectable, entity: EntityRow, others: tuple[EntityRow, ...] = ()) -> EntityPage:
    """The page of an entity of this store."""
    corpus = load(store, entity.iri)
    referred = {iri for fact in corpus.assertions for iri in fact.entities}
    return EntityPage(
        entity=entity,
        posts=_newest_first(corpus.posts),
        relations=_newest_first(corpus.relations),
        events=_newest_first(corpus.events),
        claims=_newest_first(corpus.claims),
        figures=_newest_first(corpus.figures),
        names={i: corpus.entities[i].name if i in corpus.entities else i.rsplit("/", 1)[-1] for i in sorted(referred)},
        others=others,
    )


def _newest_first(rows: tuple[_Row, ...]) -> tuple[_Row, ...]:
    """By the time of the fact, where it has one, else by that of its source; then by IRI."""
    by_iri = sorted(rows, key=lambda row: row.iri)
    return tuple(sorted(by_iri, key=lambda row: (row.when or row.day, row.day), reverse=True))
