"""Where graphs are kept and queried."""

from kg.store.limited import QueryLimits, query
from kg.store.oxigraph import OxigraphStore
from kg.store.protocol import Store
from kg.store.rdflib_memory import RdflibStore

__all__ = ["OxigraphStore", "QueryLimits", "RdflibStore", "Store", "query"]
