"""Where graphs are kept and queried."""

from kg.store.oxigraph import OxigraphStore
from kg.store.protocol import Store

__all__ = ["OxigraphStore", "Store"]
