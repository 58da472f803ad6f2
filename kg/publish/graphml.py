"""Store → GraphML, for Gephi, yEd, igraph and the like."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from kg.files import whole_file
from kg.publish.asking import Selectable
from kg.publish.network import to_networkx

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_graphml(store: Selectable, path: Path) -> int:
    """Writes the graph of :func:`kg.publish.network.to_networkx` as GraphML; gives back the number of edges.

    Attributes that are no scalars are written as text: aliases joined by ``" | "``, evidence as JSON. Characters that
    XML 1.0 cannot hold are dropped; missing values are left out.
    """
    import networkx as nx

    graph = to_networkx(store)
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, attributes in graph.nodes(data=True):
        flat.add_node(node, **_flat(attributes))
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        flat.add_edge(source, target, key=key, **_flat(attributes))
    with whole_file(path) as unfinished:
        nx.write_graphml_xml(flat, str(unfinished), encoding="utf-8", prettyprint=True)
    return flat.number_of_edges()


def _flat(attributes: dict[str, Any]) -> dict[str, str | int | float | bool]:
    return {name: _scalar(value) for name, value in attributes.items() if value not in (None, "", ())}


def _scalar(value: Any) -> str | int | float | bool:
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, tuple) and all(isinstance(v, str) for v in value):
        value = " | ".join(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return _ILLEGAL.sub("", text)
