from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from published import Telling, every_kind, store_of, wheel_of_companies
from pyvis.network import Network

from kg.model import EntityType
from kg.publish import to_networkx, to_pyvis

SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.S)


@pytest.mark.threat("edges")
def test_edges_in_are_edges_out_parallel_and_reverse_ones_too() -> None:
    graph = to_networkx(every_kind())
    network = to_pyvis(graph)
    assert (len(network.nodes), len(network.edges)) == (len(graph), graph.number_of_edges())
    assert network.directed
    assert network.omitted == 0


@pytest.mark.threat("edges", control=True)
def test_pyvis_itself_drops_edges_that_have_no_direction() -> None:
    """The control: what to_pyvis counts is lost where pyvis is not told that edges have a direction."""
    network = Network(directed=False)
    network.add_nodes(["甲", "乙"])
    for source, target in (("甲", "乙"), ("乙", "甲"), ("甲", "乙")):
        network.add_edge(source, target)
    assert len(network.edges) < 3


def test_its_page_loads_nothing_and_runs_no_script_but_two() -> None:
    html = to_pyvis(every_kind()).generate_html()
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?!data:)[^\"]*\"", html) == []
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    inline = [body for attributes, body in SCRIPT.findall(html) if "json" not in attributes]
    inline += re.findall(r"<style>(.*?)</style>", html, re.S)
    hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in inline]
    assert sorted(re.findall(r"'sha256-[^']*'", policy[1])) == sorted(hashes)
    assert "unsafe" not in policy[1]


def test_names_cannot_leave_the_data() -> None:
    attack = "</script><img src=x onerror=alert(1)><!--{{script}}"
    told = Telling("x")
    told.entity(attack, EntityType.PERSON)
    network = to_pyvis(store_of(told.facts()))
    network.nodes[0]["title"] = '<a href="javascript:alert(2)">'  # pyvis makes live HTML of this
    html = network.generate_html()
    (data,) = (body for attributes, body in SCRIPT.findall(html) if "json" in attributes)
    assert not set("<>&") & set(data)
    assert json.loads(data)["nodes"][0]["label"] == attack[:23] + "…"
    assert "onerror=alert(1)>" not in html


def test_it_is_written_in_utf_8_wherever_pyvis_is_asked_to_write(tmp_path: Path) -> None:
    network = to_pyvis(every_kind())
    network.save_graph(str(tmp_path / "a.html"))
    network.write_html(str(tmp_path / "b.html"))
    frame = network.show(str(tmp_path / "c.html"))
    pages = {(tmp_path / f"{name}.html").read_bytes() for name in "abc"}
    assert len(pages) == 1
    assert "星桥科技" in next(iter(pages)).decode("utf-8")
    assert "c.html" in frame.src


def test_of_too_many_nodes_the_best_connected_are_kept_and_the_page_says_so() -> None:
    network = to_pyvis(wheel_of_companies(30), max_nodes=10)
    assert (len(network.nodes), network.omitted) == (10, 21)
    assert "轴心集团" in {node["label"] for node in network.nodes}
    assert '"heading":"10 / 31"' in network.generate_html()
    shown = {node["id"] for node in network.nodes}
    assert all(edge["from"] in shown and edge["to"] in shown for edge in network.edges)
