"""The pages of ``kg.to_pyvis``: they draw with the network off, and a hostile corpus stays inert in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from page_files import PAYLOADS, hostile
from published import every_kind

from kg.publish import to_networkx, to_pyvis

pytestmark = pytest.mark.browser

Visit = Callable[..., Any]

HOVER = """async () => {
  network.fit();
  const canvas = document.querySelector("canvas"), box = canvas.getBoundingClientRect();
  for (const id of network.body.nodeIndices) {
    const at = network.canvasToDOM(network.getPosition(id));
    const where = { clientX: box.x + at.x, clientY: box.y + at.y, bubbles: true };
    canvas.dispatchEvent(new PointerEvent("pointermove", where));
    canvas.dispatchEvent(new MouseEvent("mousemove", where));
    await new Promise((done) => setTimeout(done, 350));
  }
}"""


def written(tmp_path: Path, network: Any) -> Path:
    file = tmp_path / "network.html"
    network.write_html(str(file))
    return file


@pytest.mark.threat("offline")
def test_every_edge_is_drawn_with_the_network_off(visit: Visit, tmp_path: Path) -> None:
    graph = to_networkx(every_kind())
    window = visit(written(tmp_path, to_pyvis(graph)), waits=False)
    window.page.wait_for_function("() => window.network")
    assert window.run("() => network.body.edgeIndices.length") == graph.number_of_edges()
    assert window.run("() => document.querySelector('canvas').height") > 0


@pytest.mark.threat("xss")
def test_hostile_names_and_titles_stay_inert(visit: Visit, tmp_path: Path) -> None:
    network = to_pyvis(hostile())
    for node, payload in zip(network.nodes, [*PAYLOADS, '<a href="x"><img src=x onerror=alert(1)></a>'], strict=False):
        node["title"] = payload
    network.heading = PAYLOADS[0]
    window = visit(written(tmp_path, network), waits=False)
    window.page.wait_for_function("() => window.network")
    window.run(HOVER)
    assert window.run("() => document.querySelectorAll('img, iframe, svg, a, #heading *').length") == 0
    assert window.run("() => document.querySelector('#heading').textContent") == PAYLOADS[0]


@pytest.mark.threat("offline", control=True)
def test_the_test_above_can_fail(visit: Visit, tmp_path: Path) -> None:
    """The same titles in the page that pyvis itself makes: it asks for things elsewhere."""
    from pyvis.network import Network

    network = to_pyvis(hostile())
    network.nodes[0]["title"] = '<a href="x"><img src=x onerror=alert(1)></a>'
    file = tmp_path / "its-own.html"
    file.write_text(Network.generate_html(network, notebook=False), encoding="utf-8")
    window = visit(file, loud=True, waits=False)
    window.page.wait_for_timeout(400)
    assert window.requests != []
