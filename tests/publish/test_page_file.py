from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zlib
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from examples_of_facts import TEXT
from published import Telling, every_kind, store_of

from kg.errors import KgError
from kg.model import text_digest
from kg.publish.page import build, page_html, page_matter, write_page
from kg.publish.page.build import as_json, blobs, packed
from kg.publish.page.bundle import Matter

ELEMENT = re.compile(r"<script([^>]*)>(.*?)</script>", re.S)
KEPT = {text_digest(TEXT): TEXT}


def unpacked(html: str) -> dict[str, Any]:
    """What the page's script finds in the elements with matter."""
    found = {}
    for attributes, body in ELEMENT.findall(html):
        if name := re.search(r'type="application/octet-stream" id="blob-([\w-]+)"', attributes):
            found[name[1]] = json.loads(zlib.decompress(b64decode(body), wbits=-15))
    return found


def test_the_page_holds_graph_details_and_texts() -> None:
    made = page_matter(every_kind(), "星桥", texts=KEPT.get)
    found = unpacked(page_html(made))
    assert list(found) == ["graph", "details", "texts-0"]
    assert found["graph"] == json.loads(as_json(made.bundle))
    assert len(found["details"]) == len(found["graph"]["facts"]["id"])
    assert found["texts-0"] == [TEXT]


def test_every_node_has_a_place() -> None:
    nodes = page_matter(every_kind()).bundle["nodes"]
    assert nodes["x"] is not None
    assert len(nodes["x"]) == len(nodes["y"] or ()) == len(nodes["id"])
    assert sorted(nodes["community"]) == [-1, *[0] * 10]  # words of nobody in particular belong nowhere


def test_texts_are_packed_64_at_a_time_in_the_order_of_the_articles() -> None:
    made = page_matter(store_of())
    texts = tuple(None if n == 3 or n >= 128 else str(n) for n in range(130))
    parts = blobs(Matter(made.bundle, made.details, texts))
    assert list(parts) == ["graph", "details", "texts-0", "texts-1"]
    assert parts["texts-0"][2:5] == ("2", None, "4")
    assert parts["texts-1"][0] == "64"


def test_without_texts_there_are_none() -> None:
    assert list(unpacked(page_html(page_matter(every_kind())))) == ["graph", "details"]


def test_the_policy_names_exactly_the_script_and_the_style_that_are_there() -> None:
    html = page_html(page_matter(every_kind(), texts=KEPT.get))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    inline = [body for attributes, body in ELEMENT.findall(html) if "octet-stream" not in attributes]
    inline += re.findall(r"<style>(.*?)</style>", html, re.S)
    hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in inline]
    assert sorted(re.findall(r"'sha256-[^']*'", policy[1])) == sorted(hashes)
    assert policy[1].startswith("default-src 'none'; ")
    assert "connect-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]


@pytest.mark.threat("offline")
def test_the_page_names_no_address_that_a_browser_would_load() -> None:
    html = page_html(page_matter(every_kind()))
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?!data:)[^\"]*\"", html) == []
    assert "sourceMappingURL" not in html


@pytest.mark.threat("xss")
def test_nothing_in_the_matter_means_anything_to_html() -> None:
    attack = "</script><!--<script>\u2028\u2029&amp;\ud800"
    text = packed({attack: attack})
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", text)
    whole = attack.replace("\ud800", "?")
    assert json.loads(zlib.decompress(b64decode(text), wbits=-15)) == {whole: whole}


def test_a_title_and_a_name_that_look_like_slots_are_left_alone() -> None:
    told = Telling("x")
    told.entity("{{script}}{{blobs}}")
    html = page_html(page_matter(store_of(told.facts()), title="{{policy}}<b>"))
    assert "<title>{{policy}}&lt;b&gt;</title>" in html
    assert unpacked(html)["graph"]["nodes"]["name"] == ["{{script}}{{blobs}}"]


def test_a_page_that_was_not_built_is_a_clear_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(build, "files", lambda _: tmp_path)
    with pytest.raises(KgError, match=r"built/explorer\.css is missing; run"):
        build.built("explorer.css")


def test_writing_tells_how_many_nodes_are_drawn(tmp_path: Path) -> None:
    assert write_page(every_kind(), tmp_path / "all.html") == 11
    assert write_page(every_kind(), tmp_path / "some.html", limit=4) == 4
    graph = unpacked((tmp_path / "some.html").read_text("utf-8"))["graph"]
    assert graph["totals"]["nodes"] == 11


def test_the_same_store_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    program = (
        "from hashlib import sha256; from published import every_kind, wheel_of_companies;"
        "from kg.publish.page.build import as_json, blobs, page_matter;"
        "stores = every_kind(), wheel_of_companies(180);"
        "print(*(sha256(as_json(blobs(page_matter(s)))).hexdigest() for s in stores))"
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
