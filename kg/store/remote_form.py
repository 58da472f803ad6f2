"""What a query is, found out before a server is asked: of what form, and whether it is one that may be sent.

An empty store is asked, for it alone tells the form of every query, and in which order its columns stand. But a query
can take for ever without any graph (``VALUES`` five times over), or end the process that parses it (20,000 brackets),
so one that others wrote is looked at in a process of its own.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kg.errors import QueryError, RefusedError
from kg.rdf.answers import OwnQuery
from kg.store.guard import explain, refuse_unsafe, unescaped
from kg.store.limited import QueryLimits, call
from kg.store.oxigraph import OxigraphStore
from kg.store.remote_dataset import graphs_asked
from kg.store.search.sparql import with_hits

TABLE, TRUTH, TRIPLES = "table", "truth", "triples"
_FUNCTION_OF_SERVER = re.compile(r"<(?:bif|sql):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """What a query is.

    Attributes:
        gives: what its answer is: :data:`TABLE`, :data:`TRUTH` or :data:`TRIPLES`.
        variables: the columns of the table, in the query's order.
        graphs: the graphs that it names behind GRAPH, if that was asked for.
        seconds: how long it took to find out.
    """

    gives: str
    variables: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()
    seconds: float = 0.0


def form(sparql: str, prefixes: Mapping[str, str], *, names_graphs: bool) -> Form:
    """The form of a query, found in this process: by whoever has written it, or takes it upon himself.

    Args:
        sparql: the query.
        prefixes: those that it need not declare.
        names_graphs: whether the graphs that it asks by name are wanted.

    Raises:
        QueryError: if it is malformed or refused.
    """
    import pyoxigraph as ox

    began = time.monotonic()
    refuse_unsafe(sparql, prefixes)
    if not isinstance(sparql, OwnQuery):
        _refuse_functions_of_servers(sparql)
        with_hits(sparql, prefixes, _no_index)
    try:
        found: Any = ox.Store().query(sparql, prefixes=dict(prefixes))
    except SyntaxError as error:
        raise explain(sparql, error, prefixes) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query failed: {error}") from error
    graphs = graphs_asked(sparql, prefixes) if names_graphs else ()
    if isinstance(found, ox.QuerySolutions):
        columns = tuple(v.value for v in found.variables)
        return Form(TABLE, columns, graphs, time.monotonic() - began)
    gives = TRIPLES if isinstance(found, ox.QueryTriples) else TRUTH
    return Form(gives, (), graphs, time.monotonic() - began)


def form_apart(sparql: str, base: str, limits: QueryLimits, *, names_graphs: bool) -> Form:
    """As :func:`form`, in a process of its own, which is killed when it goes over its limits.

    Raises:
        LimitError: if it does.
    """
    told = call(f"{__name__}:_told", {"sparql": sparql, "names_graphs": names_graphs}, limits, base=base)
    return Form(told["gives"], tuple(told["variables"]), tuple(told["graphs"]), told["seconds"])


def _told(store: OxigraphStore, sparql: str, names_graphs: bool) -> tuple[dict[str, Any], bytes]:
    """What that process does."""
    return asdict(form(sparql, store.prefixes, names_graphs=names_graphs)), b""


def _refuse_functions_of_servers(sparql: str) -> None:
    """Virtuoso calls functions of its own, and of its SQL, that stand in a query as IRIs; some read files and pages."""
    if any(_FUNCTION_OF_SERVER.search(text) for text in (sparql, unescaped(sparql))):
        raise RefusedError("refused: bif: and sql: call functions of the server; a query reads the graph only")


def _no_index(words: str) -> tuple[str, ...]:
    raise QueryError(
        f"kg:search «{words}»: a remote store has no search index; `kg search` needs a graph on this machine"
    )
