"""Writing the store of an output folder anew, and what all of a folder takes on the disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.config import Config, load_config
from kg.pipeline.build import publish, settle
from kg.pipeline.kept import KeptArticles
from kg.pipeline.lost import lost
from kg.pipeline.projection import Projection, base_of
from kg.pipeline.stores import graphs_to_write
from kg.pipeline.workplace import Workplace

if TYPE_CHECKING:
    from kg.store.compact import Compacted

WORTH_BYTES = 50_000_000
"""How much writing the store anew must save to be worth it,"""
WORTH_PART = 1 / 3
"""and which part of store and snapshots."""


def compact(
    output: Path | str = "output",
    *,
    config: Config | None = None,
    on_error: Callable[[str], None] = lambda _: None,
) -> Compacted:
    """Write the store of a graph anew, as dense as can be; what the graph says stays the same.

    Others may read meanwhile, and go on with what they have open; the files of that go when they are done. Whatever
    happens, a sound store is left.

    Args:
        output: the folder of the graph.
        config: the settings, as for :func:`kg.build`; they matter only where the store was lost, or a build was
            killed. The base stays what it is.
        on_error: hears of every article whose record is damaged or lost.

    Returns:
        The quads, and the bytes that store and snapshots took before and take now.

    Raises:
        ConfigError: if nothing was built there, or its graph is in a remote store.
        StoreError: if there is no room on the disk, the store cannot be written, or others build.
    """
    from kg.store.compact import Compacted, bytes_on_disk

    settings = config or load_config()
    place = Workplace(Path(output))
    place.demand()
    place.demand_own_store(is_needed=True)
    before = bytes_on_disk(place.store, place.snapshots)
    has_new_outputs = not place.has_old_outputs()
    with graphs_to_write(place, None, settings) as store:
        kept = KeptArticles(place)
        show: Callable[[], None] | None = None
        if store.is_made_again or kept.interrupted():  # or readers would be given what a killed build did not end
            settings = replace(settings, base=base_of(store, settings.base))
            projection = Projection(store, settings.base, settings.digest)
            show = partial(publish, kept, projection, store, settle(kept, projection))
            kept.sync()
        done = store.compact()
        if show:
            show()
            kept.published()
        elif has_new_outputs:
            place.report.touch()  # they tell what the new snapshot says as well
        for problem in lost(place, store.graphs()):
            on_error(problem)
    return Compacted(done.quads, before, bytes_on_disk(place.store, place.snapshots))


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a folder takes on the disk, in bytes; a file with several names, as in store and snapshots, counts once.

    Attributes:
        quads: the statements of all graphs, and once more those of all of them merged.
        store: the store.
        snapshots: what snapshots take beyond that, without what is searched.
        search: the search index of the newest snapshot.
        texts: the kept texts.
        annotations: the kept annotations, those of earlier versions too.
    """

    quads: int
    store: int
    snapshots: int
    search: int
    texts: int
    annotations: int

    @property
    def bytes_per_quad(self) -> int:
        """How many bytes the store takes for a quad; 0 where there is none."""
        return round(self.store / self.quads) if self.quads else 0

    @property
    def compacting_saves(self) -> int:
        """About how many bytes `kg compact` would save, if it is worth it; else 0."""
        from kg.store.compact import DENSE

        now = self.store + self.snapshots
        saved = now - self.quads * DENSE
        return saved if saved > max(WORTH_BYTES, now * WORTH_PART) else 0

    def as_dict(self) -> Mapping[str, int]:
        """All figures by their names."""
        return {
            "quads": self.quads,
            "store_bytes": self.store,
            "snapshots_bytes": self.snapshots,
            "search_bytes": self.search,
            "texts_bytes": self.texts,
            "annotations_bytes": self.annotations,
            "bytes_per_quad": self.bytes_per_quad,
            "compacting_saves_bytes": self.compacting_saves,
        }


def sizes(output: Path | str, store: Any) -> Sizes | None:
    """What a graph takes on the disk; None where a remote store has it.

    Args:
        output: the folder of the graph.
        store: the graph as :func:`kg.open_store` gives it.
    """
    from kg.store.compact import bytes_beside, bytes_on_disk
    from kg.store.oxigraph import OxigraphStore
    from kg.store.search.index import FOLDER

    if not isinstance(store, OxigraphStore) or store.path is None:
        return None
    place = Workplace(Path(output))
    search = bytes_on_disk(store.path / FOLDER)
    return Sizes(
        quads=store.quads(),
        store=bytes_on_disk(place.store),
        snapshots=max(0, bytes_beside(place.snapshots, place.store) - search),
        search=search,
        texts=bytes_on_disk(place.texts),
        annotations=bytes_on_disk(place.annotations, place.revisions),
    )
