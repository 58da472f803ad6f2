"""What kind of store a server is, found out by trying; and what kg notes there about its graph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum

from kg.errors import QueryError, StoreError
from kg.store import remote_answers
from kg.store.remote_http import RemoteError
from kg.store.remote_services import Services

FORMAT = 1
"""Changes when stores written before can no longer be read."""
NOTES = "urn:x-kg:store"
"""The graph in which kg notes whose graph this is, and in which way it is kept."""
MERGED = "urn:x-kg:merged"
"""The graph that holds all others merged, where a server has no default graph to write to."""
PROBE = "urn:x-kg:probe"
"""The graph that is there while something is tried."""
HIDDEN = frozenset({NOTES, MERGED, PROBE})
_SAYS, _ABSENT = "urn:x-kg:says", "urn:x-kg:absent"
_HOLDER = re.compile("[0-9a-f]{16}")
_SAID = f"<{PROBE}> <{_SAYS}> ?word"


class Merged(Enum):
    """What is asked outside GRAPH."""

    DEFAULT = "default"  #: the default graph, which is one of its own; kg writes the merged graph there
    CHOSEN = "chosen"  #: the graph that the query chooses (default-graph-uri); kg writes it, under a name
    UNION = "union"  #: all graphs of the server, whatever is in them; nothing to write


@dataclass(frozen=True, slots=True)
class Nature:
    """What kind of store a server is.

    Attributes:
        merged: what is asked outside GRAPH.
        is_atomic: whether an update that fails leaves nothing behind, so that readers never see half of one.
        gives_graphs: whether whole graphs can be read and written by the Graph Store Protocol.
    """

    merged: Merged = Merged.DEFAULT
    is_atomic: bool = False
    gives_graphs: bool = False

    @property
    def merged_graph(self) -> str | None:
        """The graph to which everything is written too: a name, empty for the default graph, None for none."""
        return {Merged.DEFAULT: "", Merged.CHOSEN: MERGED, Merged.UNION: None}[self.merged]


@dataclass(frozen=True, slots=True)
class Notes:
    """What kg notes in a store.

    Attributes:
        format: how the store is written; 0 if nothing is noted.
        holder: which output folder's graph it is; empty for none.
        merged: how the merged graph is kept.
        is_behind: whether a writer is at work, or was cut off, so that the merged graph may be out of step.
    """

    format: int = 0
    holder: str = ""
    merged: Merged | None = None
    is_behind: bool = False

    def written(self) -> frozenset[str]:
        """These notes as statements."""
        told = [("format", str(self.format))] if self.format else []
        told += [("holder", self.holder)] if self.holder else []
        told += [("merged", self.merged.value)] if self.merged else []
        told += [("behind", "true")] if self.is_behind else []
        return frozenset(f'<{NOTES}> <urn:x-kg:{name}> "{value}" .' for name, value in told)

    def become(self, others: Notes) -> str:
        """The update that makes these notes others; cut off in its middle it leaves all that both say."""
        steps = (("INSERT", others.written() - self.written()), ("DELETE", self.written() - others.written()))
        blocks = ((verb, "\n".join(sorted(lines))) for verb, lines in steps if lines)
        return " ;\n".join(f"{verb} DATA {{ GRAPH <{NOTES}> {{\n{block}\n}} }}" for verb, block in blocks)


def notes(services: Services) -> Notes:
    """What is noted in a store.

    Raises:
        StoreError: if it was written by a kg that is newer than this one, or there is what kg does not write.
    """
    found = services.rows(f"SELECT ?p ?o {{ GRAPH <{NOTES}> {{ <{NOTES}> ?p ?o }} }}", ("p", "o"))
    pairs = {(str(row["p"]).removeprefix("urn:x-kg:"), str(row["o"])) for row in found}
    if others := sorted(value for name, value in pairs if name == "format" and value != str(FORMAT)):
        raise StoreError(
            f"{services.address}: was written by another version of kg (format {services.client.told(others[0])[:20]})"
        )
    told = dict(sorted(pairs))
    merged = next((m for m in Merged if m.value == told.get("merged")), None)
    holder = told.get("holder", "")
    if holder and not _HOLDER.fullmatch(holder):  # which kg would write again, into an update
        raise StoreError(
            f"{services.address}: the notes of kg there name no folder by «{services.client.told(holder)[:32]}»; "
            f"take the graph {NOTES} away by the server's own means, if it is yours"
        )
    return Notes(FORMAT if "format" in told else 0, holder, merged, "behind" in told)


def nature(services: Services) -> Nature:
    """What kind of store this is, by writing a statement into a graph of its own and looking where it is seen.

    Raises:
        RemoteError: if the server cannot be asked, or may not be written.
    """
    with _probe(services):
        merged = Merged.DEFAULT
        if _sees(services, f"{{ {_SAID} }}"):
            merged = Merged.CHOSEN if _can_choose(services) else Merged.UNION
        return Nature(merged, _is_atomic(services), _gives_graphs(services))


@contextmanager
def _probe(services: Services) -> Iterator[None]:
    services.update(f"DROP SILENT GRAPH <{PROBE}> ;\n{_inserted('named')}")
    try:
        yield
    finally:
        with suppress(RemoteError):
            services.update(f"DROP SILENT GRAPH <{PROBE}>")


def _inserted(word: str) -> str:
    return f'INSERT DATA {{ GRAPH <{PROBE}> {{ <{PROBE}> <{_SAYS}> "{word}" }} }}'


def _can_choose(services: Services) -> bool:
    """Whether a query can choose its default graph and still see others, all of them or one."""
    return (
        not _sees(services, f"{{ {_SAID} }}", MERGED)
        and _sees(services, f"{{ GRAPH ?g {{ {_SAID} }} }}", MERGED)
        and _sees(services, f"{{ GRAPH <{PROBE}> {{ {_SAID} }} }}", MERGED, (PROBE,))
    )


def _sees(services: Services, pattern: str, default_graph: str = "", named_graphs: tuple[str, ...] = ()) -> bool:
    # no ASK: Virtuoso says yes to that where a graph that is named in it has not been told
    rows = list(services.rows(f"SELECT ?word {pattern}", ("word",), default_graph, named_graphs))
    return any(str(row["word"]) == "named" for row in rows)


def _is_atomic(services: Services) -> bool:
    """Whether the first half of an update is undone when the second fails."""
    try:
        services.update(f"{_inserted('half')} ;\nDROP GRAPH <{_ABSENT}>")
    except RemoteError as error:
        if error.status not in (400, 404, 409, 422, 500):  # others say that it was not looked at
            raise
        words = services.rows(f"SELECT ?word {{ GRAPH <{PROBE}> {{ {_SAID} }} }}", ("word",))
        return {str(row["word"]) for row in words} == {"named"}
    return False


def _gives_graphs(services: Services) -> bool:
    if not services.address.graphs:
        return False
    try:
        reply = services.graph(PROBE)
    except RemoteError as error:
        if error.status == 400:
            return False
        raise
    try:
        return reply is not None and f'<{PROBE}> <{_SAYS}> "named" .' in set(remote_answers.statements(reply))
    except QueryError:  # a page for people, say: whole graphs are somewhere else
        return False
