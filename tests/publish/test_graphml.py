from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
from published import Telling, every_kind, store_of

from kg.model import RelationType
from kg.publish import to_networkx
from kg.publish.graphml import write_graphml


def test_graphml_gives_the_same_graph_back(tmp_path: Path) -> None:
    file = tmp_path / "graph.graphml"
    graph = to_networkx(every_kind())
    assert write_graphml(every_kind(), file) == graph.number_of_edges()
    back = nx.read_graphml(file, force_multigraph=True)
    assert set(back) == set(graph)
    assert sorted(back.edges()) == sorted(graph.edges())
    (ceo,) = (of for *_, of in back.edges(data=True) if of["label"] == "CEO")
    assert json.loads(ceo["evidence"])[0]["quote"] == "星桥科技CEO林晓舟"
    assert {of["aliases"] for _, of in back.nodes(data=True) if of["name"] == "2024星桥开发者大会"} == {"开发者大会"}


def test_characters_that_xml_cannot_hold_are_dropped(tmp_path: Path) -> None:
    told = Telling("a\x0b\x1b<&\uffffb")
    first, second = told.entity("甲\x08公司\uffff"), told.entity("乙<公司>&")
    told.relation(first, RelationType.PARTNER_OF, second, "a\x0b\x1b<&\uffffb")
    write_graphml(store_of(told.facts()), tmp_path / "graph.graphml")
    back = nx.read_graphml(tmp_path / "graph.graphml")
    assert {of["name"] for _, of in back.nodes(data=True)} == {"甲公司", "乙<公司>&"}


def test_an_empty_store_gives_an_empty_graph(tmp_path: Path) -> None:
    assert write_graphml(store_of(), tmp_path / "graph.graphml") == 0
    assert len(nx.read_graphml(tmp_path / "graph.graphml")) == 0
