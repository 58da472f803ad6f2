"""What scripts ask for, as JSON: parts of the graph for the explorer, names, the vocabulary."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from kg.publish.vocabulary import vocabulary
from kg.rdf import prefixes
from kg.serve.page import Asked, Page
from kg.serve.pages.naming import matches
from kg.serve.pages.passages import kept_text
from kg.serve.pages.reading import is_iri
from kg.store.oxigraph import OxigraphStore

MATCHES = 20
"""How many names are offered."""
LIMIT = 1500
"""How many nodes the explorer draws at first, unless it asks for more."""
MOST_NODES = 20_000


def graph(store: OxigraphStore, asked: Asked) -> Page:
    """The best connected part of the graph, or what lies around ``node``; ``limit`` nodes at most."""
    from kg.publish.page.live import live_graph

    limit = max(asked.number("limit", LIMIT, MOST_NODES), 1)
    return _json(live_graph(store, limit=limit, node=asked.value("node") or None))


def node(store: OxigraphStore, asked: Asked) -> Page:
    """All facts of the node ``id`` with their details, and its neighbours."""
    from kg.publish.page.live import live_node

    return _json(live_node(store, asked.value("id"))) if is_iri(asked.value("id")) else _unknown()


def article(store: OxigraphStore, asked: Asked) -> Page:
    """The facts of the article ``id`` with their details, and its text."""
    from kg.publish.page.live import live_article

    def texts(sha256: str) -> str | None:
        return kept_text(asked.output, sha256)

    return _json(live_article(store, asked.value("id"), texts)) if is_iri(asked.value("id")) else _unknown()


def search(store: OxigraphStore, asked: Asked) -> Page:
    """What ``q`` may be the name of, the best first."""
    found = [
        {"id": m.entry.iri, "type": m.entry.type, "name": m.entry.name, "matched": m.matched}
        for m in matches(store, asked.value("q"))[:MATCHES]
    ]
    return _json({"matches": found})


def terms(store: OxigraphStore, asked: Asked) -> Page:
    """The prefixes that need not be declared, and the classes and properties of the vocabulary with their labels."""
    return _json({"prefixes": prefixes(asked.base), "terms": _terms()})


@cache
def _terms() -> list[Mapping[str, Any]]:
    return [{"name": t.name, "kind": t.kind, "label": [t.zh, t.en]} for t in vocabulary()]


def _json(value: object) -> Page:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Page(text.encode("utf-8", "replace"), "application/json; charset=utf-8")


def _unknown() -> Page:
    return Page(b'{"error":"id is no IRI"}', "application/json; charset=utf-8", 404)
