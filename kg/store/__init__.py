"""Where graphs are kept and queried."""

from kg.store.oxigraph import OxigraphStore
from kg.store.protocol import Bindings, Row, Solutions, Store

__all__ = ["Bindings", "OxigraphStore", "Row", "Solutions", "Store"]
