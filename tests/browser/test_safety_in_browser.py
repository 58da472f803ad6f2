"""A hostile corpus stays inert; and the tests that say so can fail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from page_files import PAYLOADS, hostile

from kg.publish import to_networkx, to_pyvis

pytestmark = pytest.mark.browser

Pages = Callable[[str], Path]
Visit = Callable[..., Any]

LOOK_AT_EVERYTHING = """async (deep) => {
  const { model, state, words } = kgPage;
  const wait = () => new Promise((done) => setTimeout(done, deep ? 25 : 0));
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const hover = () => {
    for (const each of document.querySelectorAll("#panel *, #matches *, #legend *, #table *, dialog *"))
      for (const type of ["mouseover", "pointerover"]) each.dispatchEvent(new MouseEvent(type, { bubbles: true }));
    for (const folded of document.querySelectorAll("details")) folded.open = true;
  };
  for (const id of model.nodes.keys()) { state.set({ node: id, fact: "", hops: 1 }); await wait(); hover(); }
  for (const id of model.facts.keys()) { state.set({ fact: id, node: "" }); await wait(); }
  hover();
  state.reset();
  for (const id of model.articles.keys()) { state.set({ article: id }); await wait(); hover(); }
  state.reset();
  const box = document.getElementById("search");
  box.focus();
  for (const { name } of model.nodes.values()) {
    box.value = name;
    box.dispatchEvent(new Event("input"));
    hover();
  }
  box.blur();
  const ids = [...model.nodes.keys()];
  state.set({ path: [ids[0], ids.at(-1)] });
  await wait();
  state.reset({ mode: "table" });
  await drawn();
  for (const tab of ["facts", "nodes"]) {
    document.querySelector(`#table [data-key=${tab}]`).click();
    await drawn();
    hover();
  }
  state.reset({ mode: "conflicts" });
  await drawn();
  state.reset();
  document.querySelector("#legend h3 button")?.click();
  words.switch(words.language ? 0 : 1);
  await wait();
}"""

FOREIGN = """() => [...document.querySelectorAll("script, img, iframe, style, link, a, object, embed, form, base")]
  .filter((e) => !e.matches("head style:first-of-type, head link[rel=icon], head meta"))
  .map((e) => [e.tagName, e.type || e.href || ""].join(" ").trim())"""


@pytest.mark.threat("offline")
@pytest.mark.threat("xss")
def test_hostile_text_opens_no_dialog_asks_for_nothing_and_makes_no_element(visit: Visit, pages: Pages) -> None:
    window = visit(pages("hostile"))
    inert = window.run(FOREIGN)
    assert set(inert) == {"SCRIPT application/octet-stream", "SCRIPT"}
    for deep in (True, False):
        window.run(LOOK_AT_EVERYTHING, deep)
        assert window.run(FOREIGN) == inert
        assert (
            window.run("() => document.querySelectorAll('svg:not([aria-hidden=true]):not([role]):not([class])').length")
            == 0
        )
    window.page.wait_for_timeout(200)
    assert (window.dialogs, window.requests, window.complaints) == ([], [], [])
    names = window.run("() => [...kgPage.model.nodes.values()].map((n) => n.name)")
    assert PAYLOADS[0] in names
    assert window.run("() => getComputedStyle(document.querySelector('#top')).display") != "none"


@pytest.mark.threat("xss", control=True)
def test_the_test_above_can_fail(visit: Visit, tmp_path: Path) -> None:
    """The same payloads as live HTML: a dialog, a request, an element, a complaint, each of them is seen."""
    file = tmp_path / "live.html"
    file.write_text(f"<!doctype html><body>{PAYLOADS[1]}{PAYLOADS[10]}</body>", encoding="utf-8")
    window = visit(file, loud=True, waits=False)
    window.page.wait_for_timeout(200)
    assert window.dialogs == ["image"]
    assert "https://tracker.example/a.css" in window.requests
    assert window.run("() => document.querySelectorAll('img').length") == 1
    assert window.complaints != []


@pytest.mark.threat("xss")
def test_the_policy_stops_what_would_get_through(visit: Visit, pages: Pages, tmp_path: Path) -> None:
    """A hole in the escaping is not yet a hole in the page: no foreign script runs, nothing is asked for."""
    html = pages("every-kind").read_text("utf-8")
    file = tmp_path / "hole.html"
    file.write_text(html.replace("<body>", f"<body>{PAYLOADS[0]}{PAYLOADS[1]}{PAYLOADS[10]}", 1), encoding="utf-8")
    window = visit(file, loud=True, waits=False)
    window.page.wait_for_timeout(400)
    assert window.dialogs == []
    assert any("Content Security Policy" in complaint for complaint in window.complaints)
    assert window.run("() => fetch('https://tracker.example/').then(() => 'sent', () => 'stopped')") == "stopped"
    sent = window.run(
        "() => performance.getEntriesByType('resource').filter((e) => e.transferSize > 0).map((e) => e.name)"
    )
    assert sent == []


def test_pages_that_pyvis_itself_makes_of_our_graphs_are_harmless_too(visit: Visit, tmp_path: Path) -> None:
    """For notebooks. Its scripts from elsewhere do not load here, but what is in the graph must not run either."""
    file = tmp_path / "pyvis.html"
    file.write_text(to_pyvis(to_networkx(hostile())).generate_html(notebook=False), encoding="utf-8")
    window = visit(file, loud=True, waits=False)
    window.page.wait_for_timeout(300)
    assert window.dialogs == []
    assert window.run("() => document.querySelectorAll('img, iframe, svg').length") == 0
