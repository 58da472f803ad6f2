"""What scripts ask for, as JSON: parts of the graph for the explorer, names, the vocabulary."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from kg.publish.asking import is_iri
from kg.publish.vocabulary import vocabulary
from kg.rdf import prefixes
from kg.serve.page import Asked, Page
from kg.serve.pages.kept import kept
from kg.serve.pages.naming import matches
from kg.serve.pages.passages import kept_text
from kg.serve.pages.written import written
from kg.store.oxigraph import OxigraphStore

_JSON = "application/json; charset=utf-8"
MATCHES = 20
"""How many names are offered."""
_LONGEST = 60  # characters of a claim that stand for it in a list
SIZES = (*range(1, 11), 30, 100, 300, 1000, 2000, 5000)
"""How many nodes a graph can have; between them there is none, so that each is laid out once for all who ask."""


def graph(store: OxigraphStore, asked: Asked) -> Page:
    """The best connected part of the graph, ``limit`` nodes at most; a number that is no size leads to the next one."""
    from kg.publish.page.live import NODES_AT_FIRST, graph_bundle

    wanted = asked.number("limit", NODES_AT_FIRST, SIZES[-1])
    size = next(size for size in SIZES if size >= wanted)
    if asked.value("limit") not in ("", str(size)):
        return Page(b"", _JSON, 307, {"location": f"?limit={size}"})
    return _made(kept(store, f"graph of {size}", lambda store: graph_bundle(store, size, _shape(store))))


def node(store: OxigraphStore, asked: Asked) -> Page:
    """The facts of the node ``id`` with their details, and its neighbours."""
    from kg.publish.page.live import node_bundle

    iri = asked.value("id")
    made = node_bundle(store, iri, partial(kept_text, asked.output), _shape(store)) if is_iri(iri) else None
    return _made(made)


def article(store: OxigraphStore, asked: Asked) -> Page:
    """The facts of the article ``id`` with their details, and its text."""
    from kg.publish.page.live import article_bundle

    iri = asked.value("id")
    made = article_bundle(store, iri, partial(kept_text, asked.output), _shape(store)) if is_iri(iri) else None
    return _made(made)


def _shape(store: OxigraphStore) -> Any:
    """Which fact speaks of which entities; read once for each snapshot."""
    from kg.publish.page.live import Shape

    return kept(store, "shape", Shape)


def _made(bundle: bytes | None) -> Page:
    """A part of the graph; in plain words where there is no such thing in it."""
    if bundle is None:
        return Page(b'{"error":"the graph has no such thing"}', _JSON, 404)
    return Page(bundle, _JSON)


def search(store: OxigraphStore, asked: Asked) -> Page:
    """What ``q`` may be the name of, the best first; then the events and claims in which it is written."""
    found = {
        m.entry.iri: {"id": m.entry.iri, "type": m.entry.type, "name": m.entry.name, "matched": m.matched}
        for m in matches(store, asked.value("q"))[:MATCHES]
    }
    for type_ in ("Event", "Claim"):
        index = written(store, asked.value("q")) if len(found) < MATCHES else None
        for hit in index.hits(type_, 0, MATCHES) if index else ():
            said = hit.snippet.text if type_ == "Claim" else hit.name.text
            name = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
            found.setdefault(hit.iri, {"id": hit.iri, "type": type_, "name": name, "matched": name})
    return _json({"matches": list(found.values())[:MATCHES]})


def terms(store: OxigraphStore, asked: Asked) -> Page:
    """The prefixes that need not be declared, and the classes and properties of the vocabulary with their labels."""
    return _json({"prefixes": prefixes(asked.base), "terms": _terms()})


@cache
def _terms() -> list[Mapping[str, Any]]:
    return [{"name": t.name, "kind": t.kind, "label": [t.zh, t.en]} for t in vocabulary()]


def _json(value: object) -> Page:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Page(text.encode("utf-8", "replace"), _JSON)
