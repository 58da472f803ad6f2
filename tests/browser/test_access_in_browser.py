"""Who reads the page how: two languages, light and dark, small screens, a keyboard, a screen reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe import faults
from news import iri_of, news_rows

from kg.model import EntityType

pytestmark = pytest.mark.browser

Pages = Callable[[str], Path]
Visit = Callable[..., Any]

STARBRIDGE, LIN = iri_of("星桥科技"), iri_of("林晓舟", EntityType.PERSON)

WAYS_OF_LOOKING = {
    "graph": {},
    "node": {"node": STARBRIDGE},
    "around": {"node": LIN, "hops": 1},
    "path": {"path": [LIN, iri_of("许望山", EntityType.PERSON)]},
    "table": {"mode": "table"},
    "conflicts": {"mode": "conflicts"},
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_and_pictures_are_kept(visit: Visit, pages: Pages, scheme: str) -> None:
    window = visit(pages("news"), scheme=scheme)
    found = {}

    def look(name: str) -> None:
        window.page.wait_for_timeout(60)
        window.shot(f"{name}-{scheme}")
        found[name] = faults(window)

    for name, view in WAYS_OF_LOOKING.items():
        window.run("(view) => kgPage.state.reset(view)", view)
        window.rest()
        look(name)
    window.run("() => kgPage.state.reset()")
    window.find("#search").fill("星")
    look("search")
    window.press("Escape", "Escape", "Escape")
    if window.small:
        window.open_legend()
        look("legend")
        window.press("Escape")
    window.tool("帮助")
    look("help")
    window.press("Escape")
    window.set(article=next(s.iri for s in news_rows().sources if s.file == "0.md"))
    window.find("#reader mark").first.wait_for()
    look("article")
    assert found == {name: [] for name in found}


def test_language_is_that_of_the_browser_and_is_switched(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"), language="en-GB")
    assert window.run("() => document.documentElement.lang") == "en"
    window.open_legend()
    assert "Company" in window.text("#legend")
    if window.small:
        window.press("Escape")
    window.set(node=STARBRIDGE)
    window.find("#panel [data-section=posts]").wait_for()
    assert "Posts" in window.text("#panel")
    window.set(node="")
    window.tool("切换为中文")
    assert window.run("() => document.documentElement.lang") == "zh-CN"
    window.set(node=STARBRIDGE)
    window.find("#panel [data-section=posts]").wait_for()
    assert "任职" in window.text("#panel")
    words = window.run("() => [...document.querySelectorAll('body *')].map((e) => e.firstChild?.nodeValue ?? '')")
    assert [word for word in words if re.fullmatch(r"[a-z]+\.[a-zA-Z]+", word)] == [], "every word is known"


GROUND = """() => {
  const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  copy.drawImage(document.querySelector("#graph canvas"), 0, 0);
  return [...copy.getImageData(2, 2, 1, 1).data].slice(0, 3);
}"""


def ground(window: Any) -> list[int]:
    """The colour of the picture in its corner."""
    return list(window.run(GROUND))


def test_dark_follows_the_system_and_the_button(visit: Visit, pages: Pages) -> None:
    assert min(ground(visit(pages("every-kind")))) > 200
    window = visit(pages("every-kind"), scheme="dark")
    assert max(ground(window)) < 60
    window.tool("外观")
    assert "theme=light" in window.run("() => location.hash")
    window.rest()
    assert min(ground(window)) > 200
    window.tool("外观")
    window.rest()
    assert max(ground(window)) < 60


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways(visit: Visit, pages: Pages, scheme: str) -> None:
    window = visit(pages("news"), scheme=scheme)
    sideways = "() => document.documentElement.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth"
    for view in WAYS_OF_LOOKING.values():
        window.run("(view) => kgPage.state.reset(view)", view)
        window.page.wait_for_timeout(60)
        assert not window.run(sideways), view
        assert not window.run(
            "() => { const p = document.getElementById('panel'); return !p.hidden && p.scrollWidth > p.clientWidth }"
        ), view


def test_every_control_can_be_reached_and_named_without_a_mouse(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    window.set(node=STARBRIDGE)
    window.find("#panel [data-section=articles]").wait_for()
    nameless = window.run(
        """() => [...document.querySelectorAll("button, input, a, [role=slider], #graph")]
        .filter((e) => !(e.getAttribute("aria-label") || e.textContent.trim() || e.placeholder || e.closest("label")))
        .map((e) => e.outerHTML.slice(0, 100))"""
    )
    assert nameless == []
    reached = set()
    window.run("() => document.activeElement.blur()")
    for _ in range(40):
        window.page.keyboard.press("Tab")
        reached.add(
            window.run("() => { const e = document.activeElement; return e.closest('[id]:not(button)')?.id ?? '' }")
        )
    assert {"search", "views", "tools"} <= reached


def test_the_first_tab_leads_to_the_table(visit: Visit, pages: Pages, size: str) -> None:
    if size == "phone":
        pytest.skip("for keyboards")
    window = visit(pages("every-kind"))
    window.press("Tab")
    assert window.run("() => document.activeElement.id") == "skip"
    window.press("Enter")
    assert window.now("mode") == "table"


def test_keys_of_one_letter_can_be_switched_off(visit: Visit, pages: Pages) -> None:
    window = visit(pages("every-kind"))
    window.press("?")
    assert window.find("#help").is_visible()
    window.click("#help input[type=checkbox]")
    window.press("Escape")
    window.press("t")
    assert window.now("mode") == "graph"
