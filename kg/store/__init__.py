"""Where graphs are kept and queried.

One process writes, any number read, and neither waits for the other:

    with PublishingStore("output/store") as store:      # the writer; publishes snapshots as it goes
        store.commit({graph: statements})
    with open_current("output/store") as store:         # a reader: the newest snapshot, which stays as it is
        store.select(sparql)
    identity("output/store")                            # which snapshot that is; cheap, for every request of a server
    query("output/store", sparql, QueryLimits())        # the same in a process of its own, stopped at its limits

A server keeps processes ready that answer queries and call functions of its own, and can be killed; they open the
newest snapshot before each job (:mod:`kg.store.pool`, to be imported by that name: it needs asyncio):

    async with WorkerPool("output/store", size=4, limits=QueryLimits(seconds=10)) as pool:
        answer = await pool.run(Query("SELECT …", table="json", graph="turtle"))   # answer.head, .body, .snapshot
        answer = await pool.run(Call("package.module:function", {"iri": iri}))     # function(store, iri=iri)

:class:`OxigraphStore` and :class:`RdflibStore` are the stores themselves, without snapshots.
"""

from kg.store.limited import QueryLimits, query
from kg.store.oxigraph import OxigraphStore
from kg.store.protocol import Store
from kg.store.publishing import PublishingStore
from kg.store.rdflib_memory import RdflibStore
from kg.store.snapshots import identity, open_current

__all__ = [
    "OxigraphStore",
    "PublishingStore",
    "QueryLimits",
    "RdflibStore",
    "Store",
    "identity",
    "open_current",
    "query",
]
