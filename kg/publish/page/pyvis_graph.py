"""networkx → pyvis: the one file that knows pyvis, and where its copy of vis-network lies."""

from __future__ import annotations

import json
import re
import webbrowser
from base64 import b64encode
from collections import Counter
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.files import whole_file
from kg.publish.network import to_networkx
from kg.publish.page.layout import layout

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network  # type: ignore[import-untyped]

    from kg.publish.asking import Selectable

STYLES: dict[str, tuple[str, str]] = {
    "Company": ("#0072b2", "dot"),
    "Person": ("#e69f00", "triangle"),
    "Event": ("#d55e00", "diamond"),
    "Product": ("#009e73", "square"),
    "Organization": ("#cc79a7", "hexagon"),
    "Place": ("#56b4e9", "triangleDown"),
    "Other": ("#8a8f98", "dot"),
}
"""Node type → colour (Okabe and Ito's palette, told apart by colour-blind readers too) and shape."""

NODES_SHOWN = 2_000
"""How many nodes a network has at most, where nobody says otherwise; of more, vis-network moves in jerks."""

_LONGEST_LABEL = 24


def to_pyvis(
    graph: nx.MultiDiGraph[str] | Selectable, height: str = "750px", width: str = "100%", max_nodes: int = NODES_SHOWN
) -> Network:
    """The graph of :func:`kg.publish.to_networkx`, or of a store, as a pyvis network, ready to be shown.

    Directed, so that pyvis drops no parallel or reverse edge; physics off, every node placed. The pages that it makes
    (``show``, ``write_html``, ``generate_html``) load nothing from elsewhere, and take no name or title for HTML.

    Args:
        graph: the graph, or the store.
        height: of the drawing, as CSS has it.
        width: likewise.
        max_nodes: how many nodes the network has at most, the best connected ones; ``network.omitted`` is how many are
            left out, and the page says so.
    """
    import networkx as nx

    if not isinstance(graph, nx.Graph):
        graph = to_networkx(graph)
    omitted = max(0, len(graph) - max_nodes)
    if omitted:
        graph = best_connected(graph, max_nodes)
    network = _hardened()(height=height, width=width, directed=True, cdn_resources="in_line")
    network.omitted = omitted
    if omitted:
        network.heading = f"{len(graph):,} / {len(graph) + omitted:,}"
    network.toggle_physics(False)
    _fill(network, graph)
    _set_options(network)
    return network


def best_connected(graph: nx.MultiDiGraph[str], count: int) -> nx.MultiDiGraph[str]:
    """The ``count`` nodes with the most edges, in their order, with the edges among them."""
    kept = set(sorted(graph, key=lambda node: (-graph.degree(node), node))[:count])
    part: nx.MultiDiGraph[str] = graph.__class__()
    part.add_nodes_from((node, of) for node, of in graph.nodes(data=True) if node in kept)
    for a, b, key, of in graph.edges(keys=True, data=True):
        if a in kept and b in kept:
            part.add_edge(a, b, key=key, **of)
    return part


def _fill(network: Network, graph: nx.MultiDiGraph[str]) -> None:
    places = _places(graph)
    for node, attributes in graph.nodes(data=True):
        network.add_node(node, **_node(attributes, graph.degree(node), places[node]))
    parallel = Counter(frozenset(ends) for ends in graph.edges())
    seen: Counter[frozenset[str]] = Counter()
    for number, (source, target, attributes) in enumerate(graph.edges(data=True)):
        pair = frozenset((source, target))
        bend = _bend(seen[pair], parallel[pair], source < target)
        network.add_edge(source, target, id=f"e{number}", **_edge(attributes, bend))
        seen[pair] += 1


def _places(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[int, int]]:
    index = {node: number for number, node in enumerate(graph)}
    edges = [(index[a], index[b], str(of["label"])) for a, b, of in graph.edges(data=True)]
    return dict(zip(graph, layout(len(index), edges).places, strict=True))


def _node(attributes: dict[str, Any], degree: int, place: tuple[int, int]) -> dict[str, Any]:
    colour, shape = STYLES.get(attributes["type"], STYLES["Other"])
    name = attributes["name"]
    return {
        "label": name if len(name) <= _LONGEST_LABEL else name[: _LONGEST_LABEL - 1] + "…",
        "color": colour,
        "shape": shape,
        "size": round(6 + 3.4 * min(degree, 60) ** 0.5, 1),
        "x": 2 * place[0],  # labels are always drawn, and need more room than the page's nodes
        "y": 2 * place[1],
        "kind": attributes["type"],
    }


def _bend(earlier: int, parallel: int, forward: bool) -> float:
    """Each further edge between the same two nodes bends more, to alternating sides, so that all are seen."""
    step = min(0.16, 1.0 / parallel)
    return step * ((earlier + 1) // 2) * (1 if (earlier % 2 == 0) == forward else -1)


def _edge(attributes: dict[str, Any], bend: float) -> dict[str, Any]:
    smooth: Any = False
    if bend:
        smooth = {"enabled": True, "type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": round(abs(bend), 2)}
    return {"kind": attributes["kind"], "name": attributes["label"], "smooth": smooth, "dashes": attributes["former"]}


def _set_options(network: Network) -> None:
    network.options.edges.smooth.enabled = False
    network.options.interaction.hideEdgesOnDrag = False
    network.options.interaction.__dict__.update({"hover": True, "tooltipDelay": 300, "multiselect": False})


@cache
def _hardened() -> Any:
    """The network of pyvis with a page of our own: its own links a CDN, and makes live HTML of titles with links."""
    from pyvis.network import Network

    class HardenedNetwork(Network):  # type: ignore[misc]
        omitted = 0

        def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:
            self.html = page(self)
            return self.html

        def write_html(self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False) -> None:
            html = self.generate_html(name)
            with whole_file(Path(name)) as unfinished:
                unfinished.write_text(html, encoding="utf-8", newline="\n")
            if open_browser:
                webbrowser.open(Path(name).resolve().as_uri())

    return HardenedNetwork


_STYLE = (
    "html,body{margin:0;height:100%;font:14px system-ui,'Noto Sans CJK SC',sans-serif}"
    "h1{font-size:14px;font-weight:400;color:#5d6673;margin:0;padding:6px 12px}[hidden]{display:none}"
)
_SCRIPT = """
const data = JSON.parse(document.getElementById("data").textContent);
const heading = document.getElementById("heading");
heading.textContent = data.heading;
heading.hidden = !data.heading;
const container = document.getElementById("network");
container.style.height = data.height;
container.style.width = data.width;
const sets = { nodes: new vis.DataSet(data.nodes), edges: new vis.DataSet(data.edges) };
window.network = new vis.Network(container, sets, data.options);
"""
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029\x7f"})


def page(network: Network) -> str:
    """The network in one file that loads nothing, and runs no script but the two whose hashes it names."""
    library = vis_network_js()
    nodes, edges, heading, height, width, options = network.get_network_data()
    data = {
        "nodes": nodes,
        "edges": edges,
        "heading": heading,
        "height": height,
        "width": width,
        "options": json.loads(options),
    }
    slots = {
        "policy": (
            f"default-src 'none'; script-src {_hash(library)} {_hash(_SCRIPT)}; style-src {_hash(_STYLE)}; "
            "img-src data:; base-uri 'none'; form-action 'none'"
        ),
        "title": escape(heading or "kg"),
        "style": _STYLE,
        "data": script_json(data),
        "library": library,
        "script": _SCRIPT,
    }
    template = (files("kg.publish.page") / "pyvis.html").read_text("utf-8")
    return _SLOT.sub(lambda slot: slots[slot.group(1)], template)


def script_json(value: Any) -> str:
    r"""JSON that can stand within a script element: nothing in it ends the element, opens a comment or ends a line.

    >>> print(script_json({"name": "</script><!--"}))
    {"name":"\u003c/script\u003e\u003c!--"}
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPES).encode("utf-8", "replace").decode("utf-8")


def _hash(source: str) -> str:
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"


def vis_network_js() -> str:
    """The source of vis-network (Apache-2.0 or MIT) as pyvis ships it, without the pointer to its source map.

    Raises:
        KgError: if this version of pyvis keeps it elsewhere.
    """
    import pyvis  # type: ignore[import-untyped]

    found = sorted((Path(pyvis.__file__).parent / "templates" / "lib").glob("vis-9.*/vis-network.min.js"))
    if not found:
        raise KgError("pyvis is installed without vis-network 9; expected pyvis 0.3.2 or another 0.3 release")
    lines = found[-1].read_text("utf-8").split("\n")
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL"))
