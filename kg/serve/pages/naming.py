"""Finding things by their names: in characters as they are or in others of one meaning, in pinyin, by initials.

:func:`matches` is the one door. What stands in quotes and texts :mod:`kg.serve.pages.written` finds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.serve.pages.kept import kept
from kg.serve.pages.reading import articles_naming, preferred, rows, text_term
from kg.serve.pages.sounds import sounds
from kg.store.oxigraph import OxigraphStore
from kg.text.normalise import name_key

TYPES = ("Company", "Person", "Product", "Organization", "Place", "Event")
"""The types of what is found by name, in the order in which they are shown."""
LONGEST = 100
"""How many characters of a query count."""

_EXACT, _PREFIX, _SOUNDS, _SOUNDS_SO_FAR, _WITHIN, _SOUNDS_WITHIN, _NOT = range(7)
_SHORT = 3  # a few letters stand within the pinyin of nearly any name


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with a name. ``articles`` is the number of articles that name it; 0 for an event."""

    iri: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """What was found; ``matched`` is the name or the alias that answers."""

    entry: Entry
    matched: str
    rank: int


def matches(store: OxigraphStore, text: str) -> list[Match]:
    """What a text may be the name of, the best first; an empty text finds nothing."""
    wanted = name_key(text[:LONGEST])
    if not wanted:
        return []
    found = []
    for entry in entries(store).values():
        matched, rank = entry.name, _NOT
        for name in (entry.name, *entry.aliases):
            if (better := _rank(wanted, name, entry.type == "Person")) < rank:
                matched, rank = name, better
        if rank < _NOT:
            found.append(Match(entry, matched, rank))
    return sorted(found, key=lambda m: (m.rank, -m.entry.articles, len(m.entry.name), m.entry.name, m.entry.iri))


def called(store: OxigraphStore, text: str, most: int = 200) -> list[str]:
    """The IRIs of the entities that are called so; where none is, of those whose names have the text in them."""
    found = [m for m in matches(store, text) if m.entry.type != "Event"]
    exact = [m.entry.iri for m in found if m.rank == _EXACT]
    return exact or [m.entry.iri for m in found][:most]


def headlines(store: OxigraphStore, text: str) -> list[str]:
    """The articles that have a text in their headline, the newest first."""
    if not text.strip():
        return []
    query = (
        "SELECT ?a ?d WHERE { ?a schema:headline ?h OPTIONAL { ?a schema:datePublished ?d } "
        f"FILTER (CONTAINS(LCASE(STR(?h)), {text_term(text[:LONGEST].lower())})) }}"
    )
    return [article for _, article in sorted(((d, a) for a, d in rows(store, query)), reverse=True)]


def entries(store: OxigraphStore) -> Mapping[str, Entry]:
    """All that has a name, by IRI; read once for each snapshot."""
    return kept(store, "names", _read)


def _read(store: OxigraphStore) -> dict[str, Entry]:
    types: dict[str, str] = {}
    for type_ in TYPES:
        types.update((s, type_) for (s,) in rows(store, f"SELECT ?s WHERE {{ ?s a kg:{type_} }}"))
    names = _values(store, "schema:name")
    labels = _values(store, "skos:altLabel")
    articles = articles_naming(store)
    best = preferred(store, [s for s in types if len(names.get(s, ())) > 1])
    return {
        iri: Entry(iri, type_, name, tuple(sorted({*names[iri], *labels.get(iri, ())} - {name})), articles.get(iri, 0))
        for iri, type_ in types.items()
        if iri in names and (name := best.get(iri) or min(names[iri]))
    }


def _values(store: OxigraphStore, property_: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for s, value in rows(store, f"SELECT ?s ?o WHERE {{ ?s {property_} ?o }}"):
        found[s].append(value)
    return found


@lru_cache(maxsize=1 << 17)
def _key(name: str) -> str:
    """A name as it is compared."""
    return name_key(name)


def _rank(wanted: str, name: str, is_person: bool) -> int:
    key = _key(name)
    if key.startswith(wanted):
        return _EXACT if key == wanted else _PREFIX
    if wanted.isascii():
        spoken = sounds(name, is_person)
        if wanted in spoken:
            return _SOUNDS
        if any(sound.startswith(wanted) for sound in spoken):
            return _SOUNDS_SO_FAR
        if wanted not in key:
            return _SOUNDS_WITHIN if len(wanted) > _SHORT and spoken and wanted in spoken[0] else _NOT
    return _WITHIN if wanted in key else _NOT
