"""Store → files that people and programs read."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.publish.network import to_networkx
    from kg.publish.page.pyvis_graph import to_pyvis
    from kg.publish.rdflib_graph import to_rdflib

_HOMES = {
    "to_networkx": "kg.publish.network",
    "to_pyvis": "kg.publish.page.pyvis_graph",
    "to_rdflib": "kg.publish.rdflib_graph",
}

__all__ = ["to_networkx", "to_pyvis", "to_rdflib"]


def __getattr__(name: str) -> Any:
    """A public name, from the module that it lives in: the libraries behind them are slow to load."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kg.publish' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
