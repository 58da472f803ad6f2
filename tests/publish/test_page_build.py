from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from itertools import combinations

import networkx as nx
import pytest
from published import Telling, every_kind, store_of, wheel_of_companies

from kg.publish.page import build_data, page_html
from kg.publish.page.build import script_json
from kg.publish.page.data import FACTS_PER_NODE, fair_shares
from kg.publish.page.layout import SPACING, positions

SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.S)


def data_in(html: str) -> dict[str, object]:
    (text,) = (body for attributes, body in SCRIPT.findall(html) if "application/json" in attributes)
    loaded: dict[str, object] = json.loads(text)
    return loaded


def test_the_policy_names_exactly_the_scripts_and_the_style_that_are_there() -> None:
    html = page_html(build_data(every_kind()))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    inline = [body for attributes, body in SCRIPT.findall(html) if "json" not in attributes]
    inline += re.findall(r"<style>(.*?)</style>", html, re.S)
    hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in inline]
    assert sorted(re.findall(r"'sha256-[^']*'", policy[1])) == sorted(hashes)
    assert policy[1].startswith("default-src 'none'; ")
    assert "unsafe" not in policy[1]


def test_the_page_names_no_address_that_a_browser_would_load() -> None:
    html = page_html(build_data(every_kind()))
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?!data:)[^\"]*\"", html) == []
    assert "sourceMappingURL" not in html


def test_nothing_in_the_data_can_end_its_element() -> None:
    attack = "</script><!--<script>\u2028\u2029&amp;\ud800"
    text = script_json({attack: attack})
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == {attack.replace("\ud800", "?"): attack.replace("\ud800", "?")}


def test_a_title_and_a_name_that_look_like_slots_are_left_alone() -> None:
    told = Telling("x")
    told.entity("{{vis}}{{data}}")
    html = page_html(build_data(store_of(told.facts()), title="{{policy}}<b>"))
    assert "<title>{{policy}}&lt;b&gt;</title>" in html
    assert '"name":"{{vis}}{{data}}"' in html


def test_only_web_addresses_become_links() -> None:
    told = Telling("星桥科技称好", url="javascript:alert(1)")
    told.claim(told.entity("星桥科技"), "好")
    data = build_data(store_of(told.facts()))
    assert [a.get("url") for a in data["articles"]] == [None]


def test_edges_in_are_edges_out() -> None:
    data = build_data(every_kind())
    assert len(data["graph"]["edges"]) == len(data["edge_facts"]) == data["totals"]["edges"] == 12
    assert {data["facts"][i]["kind"] for i in data["edge_facts"].values()} == {"post", "relation", "event"}


def test_of_600_nodes_the_500_best_connected_are_shown() -> None:
    data = build_data(wheel_of_companies(599))
    assert (len(data["graph"]["nodes"]), data["totals"]["nodes"]) == (500, 600)
    shown = {n["name"] for n in data["nodes"] if n.get("shown")}
    assert {"轴心集团", *(f"第{n}号公司" for n in range(300))} <= shown
    named = {n["id"] for n in data["nodes"] if n.get("shown")}
    assert all(e["from"] in named and e["to"] in named for e in data["graph"]["edges"])


def test_a_panel_shows_a_bounded_number_of_facts_and_says_how_many_more_there_are() -> None:
    told = Telling("好")
    company = told.entity("星桥科技")
    for n in range(200):
        told.figure(company, f"指标{n}", n, "台", "好")
    told.claim(company, "好")
    (node,) = build_data(store_of(told.facts()))["nodes"]
    assert len(node["facts"]) == FACTS_PER_NODE
    assert node["more"] == {"figure": 201 - FACTS_PER_NODE}
    assert sum(fair_shares([200, 1, 0], 60)) == 60


def test_figures_are_shown_with_bound_unit_and_as_written() -> None:
    amounts = [f["amount"] for f in build_data(every_kind())["facts"] if f["kind"] == "figure"]
    assert {"zh": "> 120万 台", "en": "> 1.2m 台", "written": "120万台"} in amounts
    assert {"zh": "1.9亿–2.5亿 元", "en": "190m–250m 元", "written": "1.9亿元至2.5亿元"} in amounts


def test_an_empty_store_gives_a_page_too() -> None:
    data = data_in(page_html(build_data(store_of())))
    assert data["graph"]["nodes"] == []  # type: ignore[index]


def test_the_same_store_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    program = (
        "from hashlib import sha256; from published import every_kind, wheel_of_companies;"
        "from kg.publish.page import build_data, page_html;"
        "stores = every_kind(), wheel_of_companies(80);"
        "print(*(sha256(page_html(build_data(s)).encode()).hexdigest() for s in stores))"
    )
    path = os.pathsep.join(p for p in sys.path if p)
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize("nodes", [1, 2, 7, 60, 300])
def test_nodes_stand_apart(nodes: int) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(str(n) for n in range(nodes))
    graph.add_edges_from((str(n), str((n * n + 1) % nodes)) for n in range(0, nodes, 2))
    at = positions(graph)
    assert len(at) == nodes
    near = [(a, b) for a, b in combinations(at.values(), 2) if abs(complex(*a) - complex(*b)) < SPACING / 5]
    assert len(near) <= nodes / 20
