"""networkx → pyvis: the one file that knows pyvis, and where its copy of vis-network lies."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
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

_LONGEST_LABEL = 24


def to_pyvis(graph: nx.MultiDiGraph[str] | Selectable, height: str = "750px", width: str = "100%") -> Network:
    """The graph of :func:`kg.publish.to_networkx`, or of a store, as a pyvis network, ready to be shown.

    Directed, so that pyvis drops no parallel or reverse edge; physics off, every node placed. Nodes and edges carry
    no ``title``: pyvis takes titles for HTML, and names come from articles.
    """
    import networkx as nx
    from pyvis.network import Network

    if not isinstance(graph, nx.Graph):
        graph = to_networkx(graph)
    network = Network(height=height, width=width, directed=True)
    network.toggle_physics(False)
    places = _places(graph)
    for node, attributes in graph.nodes(data=True):
        network.add_node(node, **_node(attributes, graph.degree(node), places[node]))
    parallel = Counter(frozenset(ends) for ends in graph.edges())
    seen: Counter[frozenset[str]] = Counter()
    for number, (source, target, attributes) in enumerate(graph.edges(data=True)):
        pair = frozenset((source, target))
        network.add_edge(
            source, target, id=f"e{number}", **_edge(attributes, _bend(seen[pair], parallel[pair], source < target))
        )
        seen[pair] += 1
    _set_options(network)
    return network


def _places(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[int, int]]:
    index = {node: number for number, node in enumerate(graph)}
    edges = [(index[a], index[b], str(of["label"])) for a, b, of in graph.edges(data=True)]
    return dict(zip(graph, layout(len(index), edges).places, strict=True))


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


def _node(attributes: dict[str, Any], degree: int, place: tuple[int, int]) -> dict[str, Any]:
    colour, shape = STYLES.get(attributes["type"], STYLES["Other"])
    name = attributes["name"]
    return {
        "label": name if len(name) <= _LONGEST_LABEL else name[: _LONGEST_LABEL - 1] + "…",
        "color": colour,
        "shape": shape,
        "size": round(6 + 3.4 * min(degree, 60) ** 0.5, 1),
        "x": place[0],
        "y": place[1],
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
