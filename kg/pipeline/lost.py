"""Articles that a graph shows, and whose records are lost or were set aside: told from names of files alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.errors import StoreError
from kg.files import listed
from kg.model import ArticleId
from kg.pipeline.kept import CUT_SHORT, KeptArticles
from kg.pipeline.projection import GRAPH
from kg.pipeline.workplace import RECORD, Workplace

_KNOWN = re.compile(rf"{RECORD.pattern}|{CUT_SHORT.pattern}")


def known(place: Workplace) -> set[ArticleId]:
    """The articles that have a record, or are being replaced or removed."""
    names = (file.name for file in listed(place.annotations))
    return {ArticleId(f"article/{name.partition('.')[0]}") for name in names if _KNOWN.fullmatch(name)}


def without_record(place: Workplace, graphs: Iterable[str], before: Iterable[ArticleId] = ()) -> list[ArticleId]:
    """The articles that are shown without a record, in order; the arguments are those of :func:`lost`."""
    articles = {ArticleId(found[2]) for found in map(GRAPH.fullmatch, graphs) if found}
    return sorted(articles - {*known(place), *before})


def lost(place: Workplace, graphs: Iterable[str], before: Iterable[ArticleId] = ()) -> Iterator[str]:
    """What is to be said of each article without a record; once for all of them where a build would refuse to go on.

    Args:
        place: the output folder.
        graphs: the names of the graphs that are shown.
        before: the articles that were known before these graphs were, where others may build or remove meanwhile.
    """
    set_aside = {file.name for file in listed(place.damaged)}
    kept, articles = KeptArticles(place), without_record(place, graphs, before)
    if articles and not any(map(kept.entry, known(place))):
        try:
            place.demand_records(are_lost=len(articles) > 1)
        except StoreError as error:
            yield str(error)
            return
    for id in articles:
        file = kept.file_of(id)
        how = "was damaged, and set aside" if file.name in set_aside else "is lost"
        yield (
            f"{file}: the record of {id} {how}; what the graph has of it stays: read its source again with "
            f"{place.reading('')}, or take it out with {place.command(f'remove {id}')}"
        )
