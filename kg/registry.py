"""Names → implementations. Knows names as strings and imports nothing before it is asked to.

Others add extractors of their own through entry points in the group ``kg.extractors``; settings name them as they name
the built-in ones.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from kg.errors import ConfigError

GROUP = "kg.extractors"
"""The group of entry points in which others add extractors."""

BUILT_IN = {
    "names": "kg.extract.names:NameExtractor",
    "posts": "kg.extract.posts:PostExtractor",
    "figures": "kg.extract.figures:FigureExtractor",
    "quotes": "kg.extract.quotes:QuoteExtractor",
    "events": "kg.extract.events:EventExtractor",
    "relations": "kg.extract.relations:RelationExtractor",
}


def extractor_names() -> tuple[str, ...]:
    """The name of every extractor, built-in ones first."""
    return (*BUILT_IN, *sorted({p.name for p in entry_points(group=GROUP)} - BUILT_IN.keys()))


def find_extractor(name: str) -> Callable[..., Any]:
    """What makes the extractor with this name; a built-in one comes before others of its name.

    Raises:
        ConfigError: if none has this name, or it cannot be imported.
    """
    try:
        if name in BUILT_IN:
            module, _, attribute = BUILT_IN[name].partition(":")
            made: Callable[..., Any] = getattr(import_module(module), attribute)
            return made
        for point in entry_points(group=GROUP, name=name):
            loaded: Callable[..., Any] = point.load()
            return loaded
    except (ImportError, AttributeError) as error:
        raise ConfigError(f"extractor «{name}» cannot be loaded: {error}") from error
    raise ConfigError(f"no extractor is called «{name}»; known: {', '.join(extractor_names())}")
