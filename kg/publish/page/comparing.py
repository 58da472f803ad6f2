"""Whether a page holds what the graph says now."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from pathlib import Path
from typing import Any

from kg.files import read_own, reason
from kg.publish.asking import Selectable
from kg.publish.load import load
from kg.publish.page.build import as_json, blobs, page_html
from kg.publish.page.bundle import Matter, matter, totals_of
from kg.publish.page.drawn import best_connected, drawn
from kg.publish.page.evidence import Texts

_BLOB = re.compile(r'<script type="application/octet-stream" id="blob-([a-z0-9-]+)">([A-Za-z0-9+/=]*)</script>')
_PLACED = ("x", "y", "community")


def page_differs(file: Path, store: Selectable, limit: int, texts: Texts | None) -> str:
    """How a page is not what would be written now; empty if it is the same. Places of nodes count for nothing.

    Args:
        file: the page.
        store: the graph.
        limit: how many nodes it may draw.
        texts: gives the kept texts.
    """
    try:
        html = read_own(file).decode("utf-8")
        found = {name: _unpacked(value) for name, value in _BLOB.findall(html)}
        graph = found["graph"]
        title = graph["title"]
        places = {column: graph["nodes"][column] for column in _PLACED}, graph["communities"]
    except OSError as error:
        return "is gone" if isinstance(error, FileNotFoundError) else f"cannot be read: {reason(error)}"
    except (ValueError, zlib.error, KeyError, TypeError, AttributeError):
        return "holds no graph that can be read"
    now = _unplaced(store, title, limit, texts)
    if any(not _are_places(column, len(now.bundle["nodes"]["id"])) for column in places[0].values()):
        return "does not say where its nodes are"
    now.bundle["nodes"].update(places[0])  # type: ignore[typeddict-item]
    now.bundle["communities"] = places[1]
    expected = {name: json.loads(as_json(value)) for name, value in blobs(now).items()}
    if found != expected:
        return "does not show what the graph says now"
    # packed by another release of zlib the same matter looks different, so it is not compared packed
    shell, wanted = (_BLOB.sub("", page) for page in (html, page_html(now)))
    return "" if shell == wanted else "is not the page that this kg writes"


def _unplaced(store: Selectable, title: str, limit: int, texts: Texts | None) -> Matter:
    """What a page holds, as :func:`kg.publish.page.build.page_matter` makes it, but for the places of the nodes."""
    corpus = load(store, context=texts is None)
    whole = drawn(corpus)
    part = best_connected(corpus, whole.links, limit)
    return matter(part, title, texts, whole.links, totals_of(corpus, whole))


def _are_places(column: Any, count: int) -> bool:
    return isinstance(column, list) and len(column) == count and all(type(value) is int for value in column)


def _unpacked(value: str) -> Any:
    return json.loads(zlib.decompress(b64decode(value, validate=True), wbits=-zlib.MAX_WBITS))
