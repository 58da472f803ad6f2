"""Names → implementations. Knows names as strings and imports nothing before it is asked to.

Others add their own through entry points in the groups ``kg.readers``, ``kg.extractors`` and ``kg.stores``.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from kg.errors import ConfigError

BUILT_IN: dict[str, dict[str, str]] = {
    "extractors": {
        "names": "kg.extract.names:NameExtractor",
        "posts": "kg.extract.posts:PostExtractor",
        "figures": "kg.extract.figures:FigureExtractor",
        "quotes": "kg.extract.quotes:QuoteExtractor",
        "events": "kg.extract.events:EventExtractor",
        "relations": "kg.extract.relations:RelationExtractor",
    },
    "stores": {
        "oxigraph": "kg.store.oxigraph:OxigraphStore",
        "rdflib": "kg.store.rdflib_memory:RdflibStore",
    },
}


def names(kind: str) -> tuple[str, ...]:
    """Every name known for a kind, built-in ones first."""
    added = sorted(p.name for p in entry_points(group=f"kg.{kind}") if p.name not in BUILT_IN[kind])
    return (*BUILT_IN[kind], *added)


def find(kind: str, name: str) -> Callable[..., Any]:
    """What ``name`` stands for: a class or another callable that makes the object.

    Raises:
        ConfigError: if nothing of this kind has this name, or it cannot be imported.
    """
    target = BUILT_IN[kind].get(name)
    try:
        if target is not None:
            module, _, attribute = target.partition(":")
            made: Callable[..., Any] = getattr(import_module(module), attribute)
            return made
        for point in entry_points(group=f"kg.{kind}", name=name):
            loaded: Callable[..., Any] = point.load()
            return loaded
    except (ImportError, AttributeError) as error:
        raise ConfigError(f"{kind[:-1]} «{name}» cannot be loaded: {error}") from error
    raise ConfigError(f"no {kind[:-1]} is called «{name}»; known: {', '.join(names(kind))}")
