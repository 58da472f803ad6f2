"""The page as one file: template, style, scripts and data put together, and locked by a content security policy."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from kg.publish.load import Selectable, load
from kg.publish.network import network_of
from kg.publish.page.data import PageData, best_connected, page_data
from kg.publish.page.pyvis_graph import to_pyvis, vis_network_js

NODES_SHOWN = 500
"""How many nodes the page draws at most."""

_ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029\x7f"})
_SLOT = re.compile(r"\{\{(\w+)\}\}")


def write_page(store: Selectable, path: Path, title: str = "", limit: int = NODES_SHOWN) -> int:
    """Writes the page of a store to ``path``; gives back how many nodes it draws."""
    data = build_data(store, title, limit)
    path.write_text(page_html(data), encoding="utf-8", newline="\n")
    return len(data["graph"]["nodes"])


def build_data(store: Selectable, title: str = "", limit: int = NODES_SHOWN) -> PageData:
    """The page's data; the ``limit`` best connected nodes are drawn."""
    corpus = load(store)
    graph = network_of(corpus)
    shown = best_connected(graph, limit)
    data = page_data(corpus, graph, shown, title)
    network = to_pyvis(shown)
    data["graph"] = {"nodes": network.nodes, "edges": network.edges, "options": json.loads(network.options.to_json())}
    return data


def page_html(data: PageData) -> str:
    """The whole page. It loads nothing, and no script runs but the two whose hashes it names."""
    scripts = {"vis": vis_network_js(), "script": _own("page.js")}
    style = _own("page.css")
    policy = (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts.values()))}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    slots = {
        **scripts,
        "style": style,
        "policy": policy,
        "title": escape(data["title"] or "kg"),
        "data": script_json(data),
    }
    return _SLOT.sub(lambda slot: slots[slot.group(1)], _own("template.html"))


def script_json(value: Any) -> str:
    r"""JSON that can stand within a script element: nothing in it ends the element, opens a comment or ends a line.

    >>> print(script_json({"name": "</script><!--"}))
    {"name":"\u003c/script\u003e\u003c!--"}
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPES).encode("utf-8", "replace").decode("utf-8")


def _own(name: str) -> str:
    return (files("kg.publish.page") / name).read_text("utf-8")


def _hash(source: str) -> str:
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"
