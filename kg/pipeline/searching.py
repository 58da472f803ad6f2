"""Full-text search in what a build left."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.pipeline.workplace import Workplace

if TYPE_CHECKING:
    from kg.store.search import Found


def search(output: Path | str, words: str, kinds: Collection[str] = (), *, limit: int = 20, offset: int = 0) -> Found:
    """Find words in the names, quotes, figures, headlines and texts of a graph, the best first.

    Chinese is found by any characters that stand in a row, names of entities by their pinyin and its initials too. An
    index that is missing or damaged is made anew first, where nobody builds meanwhile.

    Args:
        output: the folder of the graph.
        words: what to find; words with spaces between them must all be found.
        kinds: of what kinds (:data:`kg.store.search.KINDS`); of all where none is given.
        limit: how many hits to give.
        offset: how many to pass over.

    Raises:
        ConfigError: if nothing was built there, or there is no such kind.
        QueryError: if the words are too long.
        StoreError: if there is no index that can be used, and none can be made.
    """
    from kg.store.publishing import publish_anew
    from kg.store.search import SearchIndexError, search
    from kg.store.snapshots import NoSnapshotError, held

    place = Workplace(Path(output))
    place.demand()
    place.demand_own_store(is_needed=True)
    try:
        with held(place.store) as snapshot:
            return search(snapshot, words, kinds, limit=limit, offset=offset)
    except (NoSnapshotError, SearchIndexError) as error:
        reason = error
    with suppress(StoreError):
        publish_anew(place.store)
        with held(place.store) as snapshot:
            return search(snapshot, words, kinds, limit=limit, offset=offset)
    raise reason
