"""What a SPARQL server has of a folder's graph, held against what the folder keeps."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from kg.errors import ConfigError, StoreError
from kg.model import ArticleId
from kg.pipeline.kept import Entry, KeptArticles
from kg.pipeline.projection import GRAPH, base_in
from kg.pipeline.stores import note, noted
from kg.pipeline.workplace import Workplace

if TYPE_CHECKING:
    from kg.publish.check import Fault
    from kg.store.remote import RemoteStore
    from kg.store.remote_address import Address


def keeps_records(place: Workplace) -> bool:
    """Whether there is a folder that a server can be held against."""
    return place.annotations.is_dir() or place.remote.is_file()


def problem_of_note(place: Workplace, holder: str, address: object) -> str:
    """What is wrong with a folder's note of where its graph is; empty if nothing is.

    Args:
        place: the folder.
        holder: which folder's graph the server has, as noted there; empty for none.
        address: what the server is called.

    Raises:
        ConfigError: if the server has the graph of another folder.
    """
    try:
        own = noted(place).get("holder")
    except StoreError as error:
        return str(error).removeprefix(f"{place.remote}: ").partition(";")[0]
    if own and holder and own != holder:
        raise ConfigError(
            f"{address}: has the graph of another folder than {place.folder}; name the server of that one, which "
            f"{place.remote.name} tells, or another folder with -o"
        )
    return "is gone" if holder and not own else ""


def note_again(kept: KeptArticles, address: Address) -> None:
    """Let a folder note again where its graph is, by the name that the server knows it by, if it does.

    Raises:
        StoreError: if the server cannot be asked, or the note not be written.
    """
    from kg.store.remote import RemoteStore

    with RemoteStore(address, read_only=True) as server:
        holder = server.holder
    if os.path.lexists(kept.place.remote):
        kept.set_aside(kept.place.remote)
    if holder:
        note(kept.place, {"store": str(address), "holder": holder})


class Records:
    """The records of a folder as they are before a server is asked, which others may write meanwhile."""

    def __init__(self, place: Workplace) -> None:
        self.place = place
        self.kept = KeptArticles(place)
        self.uncertain = set(self.kept.interrupted())
        self.entries = self.kept.entries()

    def faults(self, server: RemoteStore, graphs: Collection[str], base: str) -> Iterator[Fault]:
        """What a server lacks of these, and what it has instead: all that a repair mends.

        What the server has of articles without a record is told by :func:`kg.pipeline.lost.lost`.

        Args:
            server: the server.
            graphs: the names of the graphs that it has.
            base: what IRIs begin with where no graph tells it.

        Raises:
            ConfigError: if it has the graph of another folder.
        """
        from kg.publish.check import Fault

        if problem := problem_of_note(self.place, server.holder, server.address):
            yield Fault(str(self.place.remote), str(server.address), problem)
        base = base_in(graphs, base)
        shown = {graph: ArticleId(found[2]) for graph in graphs if (found := GRAPH.fullmatch(graph))}
        if self.entries and not shown:
            folder = self.place.annotations
            count = len(self.entries)
            yield Fault(
                str(folder), str(server.address), f"the server has none of the articles, of which {count} are kept"
            )
        self.uncertain.update(self.kept.interrupted())
        for entry in self.entries.values() if shown else ():
            if base + entry.version not in shown and self._stays(entry):
                yield Fault(entry.source_file, base + entry.version, "is kept, and the server lacks it")
        for graph, id in shown.items():
            its = self.entries.get(id)
            if its and graph != base + its.version and self._stays(its):
                yield Fault(its.source_file, graph, "is on the server, and is not the version that is kept")

    def damaged(self, graphs: Collection[str]) -> Iterator[Fault]:
        """Records that cannot be read, with what a person does, as no repair mends them; of the rest tells ``lost``."""
        from kg.publish.check import Fault

        shown = {found[2] for graph in graphs if (found := GRAPH.fullmatch(graph))}
        for id, damage in self.kept.damaged.items():
            is_told = damage.file.parent == self.place.damaged and id in shown  # as lost
            if id not in self.uncertain and not is_told:
                what = damage.reason.removeprefix(f"{damage.file}: ")
                yield Fault(str(damage.file), id, f"{what}: read its source again with {self.place.reading('')}")

    def advice(self) -> str:
        """What a person does about :meth:`faults`."""
        return f"{self.place.repair_of_server()} makes the server say what is kept"

    def _stays(self, entry: Entry) -> bool:
        """Whether nobody has replaced or removed an article since, or is about to."""
        return entry.id not in self.uncertain and self.kept.entry(entry.id) == entry
