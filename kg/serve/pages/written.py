"""Finding things by what is written, where the snapshot has an index of it: quotes, figures, headlines, whole texts.

What is called so :mod:`kg.serve.pages.naming` finds, with or without an index.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import QueryError
from kg.serve.pages.naming import LONGEST
from kg.store.oxigraph import OxigraphStore
from kg.store.search import Hit, SearchIndexError, search

KINDS: Mapping[str, str] = {
    "Claim": "claim",
    "Figure": "figure",
    "Event": "event",
    "Article": "article",
    "Text": "text",
}
"""What the pages call it → what the index calls it, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an index finds.

    Attributes:
        store: the graph.
        words: what to find.
        totals: how much there is of each of :data:`KINDS` that there is.
    """

    store: OxigraphStore
    words: str
    totals: Mapping[str, int]

    def hits(self, type_: str, first: int, many: int) -> tuple[Hit, ...]:
        """Those of one of the kinds from the ``first`` on, the best first."""
        if type_ != "Text":
            return search(self.store, self.words, (KINDS[type_],), limit=many, offset=first).hits
        # not those that have the words in their headlines too: these are shown before
        beyond = self.totals.get("Article", 0) + first
        return search(self.store, self.words, ("article", "text"), limit=many, offset=beyond).hits


def written(store: OxigraphStore, words: str) -> Written | None:
    """What is written with these words; None where there is no index, or it takes no such words."""
    asked = words[:LONGEST]
    try:
        totals = search(store, asked, tuple(KINDS.values()), limit=0).totals
    except (SearchIndexError, QueryError):
        return None
    return Written(store, asked, {type_: totals[kind] for type_, kind in KINDS.items() if kind in totals})
