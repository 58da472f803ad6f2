"""Chinese business news → a knowledge graph that can be checked.

    import kg

    kg.build(["articles/"], "output")
    with kg.open_store("output") as store:
        graph = kg.to_networkx(store)

Everything here is loaded when it is first used, so that ``import kg`` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from kg.config import Config, load_config
    from kg.errors import KgError
    from kg.model import (
        Annotations,
        Article,
        ArticleFacts,
        Claim,
        Entity,
        EntityType,
        Event,
        EventType,
        Evidence,
        Figure,
        Period,
        Post,
        Quantity,
        Relation,
        RelationType,
        Span,
    )
    from kg.pipeline.histories import revisions
    from kg.pipeline.job import build, extract_facts, open_store, read_articles, remove
    from kg.pipeline.report import BuildReport
    from kg.pipeline.searching import search
    from kg.publish import to_networkx, to_pyvis, to_rdflib

_HOMES = {
    "kg.config": ("Config", "load_config"),
    "kg.errors": ("KgError",),
    "kg.model": (
        "Annotations",
        "Article",
        "ArticleFacts",
        "Claim",
        "Entity",
        "EntityType",
        "Event",
        "EventType",
        "Evidence",
        "Figure",
        "Period",
        "Post",
        "Quantity",
        "Relation",
        "RelationType",
        "Span",
    ),
    "kg.pipeline": (
        "BuildReport",
        "build",
        "extract_facts",
        "open_store",
        "read_articles",
        "remove",
        "revisions",
        "search",
    ),
    "kg.publish": ("to_networkx", "to_pyvis", "to_rdflib"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Annotations",
    "Article",
    "ArticleFacts",
    "BuildReport",
    "Claim",
    "Config",
    "Entity",
    "EntityType",
    "Event",
    "EventType",
    "Evidence",
    "Figure",
    "KgError",
    "Period",
    "Post",
    "Quantity",
    "Relation",
    "RelationType",
    "Span",
    "build",
    "extract_facts",
    "load_config",
    "open_store",
    "read_articles",
    "remove",
    "revisions",
    "search",
    "to_networkx",
    "to_pyvis",
    "to_rdflib",
]


def __getattr__(name: str) -> Any:
    """A public name, from the module that it lives in."""
    if name not in _HOME:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_HOME[name]), name)
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
