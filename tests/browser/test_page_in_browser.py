"""The page in a headless Chromium, with the network off."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from published import Telling, every_kind, store_of, wheel_of_companies

from kg.model import EntityType, EventType, RelationType, Role
from kg.publish import to_networkx, to_pyvis
from kg.publish.page import build_data, page_html
from kg.store import OxigraphStore

pytestmark = pytest.mark.browser

Visit = Callable[..., Any]

PAYLOADS = (
    "</script><script>alert('script')</script>",
    "<img src=x onerror=alert('image')>",
    "<a href=javascript:alert('anchor')>href</a>",
    "javascript:alert('scheme')",
    '"onmouseover="alert(\'attribute\')" x="',
    "<svg/onload=alert('svg')>",
    "<!--<script>",
    "\u2028alert('separator')\u2029",
    "{{7*7}}${alert('template')}",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<link rel=stylesheet href=https://tracker.example/a.css><style>*{display:none}</style>",
)


def html_of(store: OxigraphStore, **options: Any) -> str:
    return page_html(build_data(store, **options))


def hostile() -> OxigraphStore:
    """Every payload as name, alias, title, event, words said, metric, headline and publisher."""
    articles = []
    for n, payload in enumerate(PAYLOADS):
        text = f"前文{payload}后文"
        told = Telling(text, source_file=f"{n}.md", url="javascript:alert('url')", headline=payload, publisher=payload)
        person = told.entity(payload, EntityType.PERSON, [payload + "别名"])
        company = told.entity(payload)
        told.post(person, payload, company, payload)
        told.relation(person, RelationType.FOUNDER_OF, company, payload)
        told.event(EventType.CONFERENCE, payload, payload, (Role.ORGANIZER, company), (Role.SPEAKER, person))
        told.claim(person, payload)
        told.figure(company, payload, 5, payload, payload)
        articles.append(told.facts())
    return store_of(*articles)


def look_at_everything(page: Any) -> None:
    """Open the panel of every node and edge, and search for every payload, in both languages."""
    for _ in range(2):
        page.run(
            """
            for (const node of kgPage.data.nodes) if (node.shown) kgPage.select(node.id, true);
            for (const edge of kgPage.data.graph.edges) kgPage.selectEdge(edge.id);
            const box = document.getElementById("search");
            for (const node of kgPage.data.nodes) {
              box.value = node.name;
              box.dispatchEvent(new Event("input"));
            }
            for (const each of document.querySelectorAll("#panel *, #matches *"))
              each.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
            document.getElementById("language").click();
            """
        )
        time.sleep(0.3)


FOREIGN = """return [...document.querySelectorAll("script, img, iframe, svg, link, a, style, object, embed")]
    .filter((e) => !e.closest("svg.shape, svg.line") && !e.matches("head style, head link[rel=icon]"))
    .map((e) => e.tagName + " " + (e.type || e.href || ""))"""


def test_hostile_text_opens_no_dialog_asks_for_nothing_and_makes_no_element(visit: Visit) -> None:
    page = visit(html_of(hostile()))
    look_at_everything(page)
    assert page.dialog() is None
    assert page.requests() == [page.file.as_uri()]
    assert page.run(FOREIGN) == ["SCRIPT application/json", "SCRIPT ", "SCRIPT "]
    assert page.complaints() == []
    assert PAYLOADS[0] in page.run("return kgPage.data.nodes.map((n) => n.name)")


def test_the_test_above_can_fail(visit: Visit) -> None:
    """The same payloads as live HTML: a dialog, a request, an element, a complaint, each of them is seen."""
    page = visit(f"<!doctype html><body>{PAYLOADS[1]}{PAYLOADS[10]}</body>")
    assert page.dialog() == "image"
    requests = page.requests()
    assert "https://tracker.example/a.css" in requests
    assert page.run("return document.querySelectorAll('img').length") == 1
    assert page.complaints() != []


def test_the_policy_stops_what_would_get_through(visit: Visit) -> None:
    """A hole in the escaping is not yet a hole in the page: the policy lets no foreign script run."""
    html = html_of(every_kind()).replace("<body>", f"<body>{PAYLOADS[0]}{PAYLOADS[1]}{PAYLOADS[10]}", 1)
    page = visit(html)
    time.sleep(0.3)
    assert page.dialog() is None
    assert page.requests(stopped=False) == [page.file.as_uri()]
    assert any("Content Security Policy" in complaint for complaint in page.complaints())


def test_every_edge_of_the_graph_is_drawn_with_the_network_off_and_no_complaint(visit: Visit) -> None:
    store = every_kind()
    data = build_data(store)
    page = visit(page_html(data))
    drawn = page.run("return kgPage.drawn()")
    assert drawn == {"nodes": data["totals"]["nodes"], "edges": data["totals"]["edges"]}
    ink = (
        "const c = document.querySelector('#graph canvas');"
        "return new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size"
    )
    time.sleep(0.3)
    assert page.run(ink) > 10, "something is drawn"
    assert page.requests() == [page.file.as_uri()]
    assert page.complaints() == []


def test_a_click_on_a_node_shows_its_facts_with_quotation_and_source(visit: Visit) -> None:
    data = build_data(every_kind())
    company = next(n["id"] for n in data["nodes"] if n["name"] == "星桥科技")
    page = visit(page_html(data))
    assert page.run("return document.getElementById('panel').hidden")
    page.click_node(company)
    shown = page.text("#panel")
    for expected in (
        "星桥科技",
        "Starbridge",
        "林晓舟",
        "CEO",
        "前任",
        "1.9亿–2.5亿 元",
        "原文：1.9亿元至2.5亿元",
        "2024-Q1",
    ):
        assert expected in shown
    marks = page.run("return [...document.querySelectorAll('#panel mark')].map((m) => m.textContent)")
    assert "星桥科技CEO林晓舟" in marks
    link = page.run("const a = document.querySelector('#panel a'); return [a.href, a.rel, a.textContent]")
    assert link == ["https://news.example/a/1", "noopener noreferrer", "星桥科技发布新品，林晓舟任CEO"]
    assert "晨报 · 2024-03-06" in shown
    assert page.complaints() == []


def test_names_in_the_panel_lead_on_and_escape_closes_it(visit: Visit) -> None:
    from selenium.webdriver import ActionChains, Keys

    data = build_data(every_kind())
    person = next(n["id"] for n in data["nodes"] if n["name"] == "林晓舟")
    page = visit(page_html(data))
    page.run("kgPage.select(arguments[0])", person)
    page.browser.find_element("xpath", "//aside//button[text()='星桥科技']").click()
    assert page.text("#panel h2") == "星桥科技"
    ActionChains(page.browser).send_keys(Keys.ESCAPE).perform()
    assert page.run("return document.getElementById('panel').hidden")
    assert page.run("return kgPage.selected()") is None


def test_an_edge_shows_its_evidence(visit: Visit) -> None:
    data = build_data(every_kind())
    (edge,) = (e["id"] for e in data["graph"]["edges"] if e["name"] == "investorIn")
    page = visit(page_html(data))
    page.run("kgPage.selectEdge(arguments[0])", edge)
    assert page.text("#panel h2") == "投资"
    assert page.text("#panel mark") == "由远帆资本领投"


def test_a_click_on_the_line_selects_the_edge(visit: Visit) -> None:
    from selenium.webdriver import ActionChains

    told = Telling("甲公司收购乙公司")
    told.relation(told.entity("甲公司"), RelationType.ACQUIRED, told.entity("乙公司"), "收购")
    data = build_data(store_of(told.facts()))
    page = visit(page_html(data))
    time.sleep(0.3)
    canvas = page.browser.find_element("css selector", "#graph canvas")
    where = "return [...arguments].map((id) => kgPage.where(id)).map((p) => [p.x, p.y])"
    (ax, ay), (bx, by) = page.run(where, *(n["id"] for n in data["graph"]["nodes"]))
    size = canvas.size
    middle = round((ax + bx) / 2 - size["width"] / 2), round((ay + by) / 2 - size["height"] / 2)
    ActionChains(page.browser).move_to_element_with_offset(canvas, *middle).click().perform()
    assert page.text("#panel h2") == "收购"


def test_the_legend_counts_and_toggles_types_and_links(visit: Visit) -> None:
    page = visit(html_of(every_kind()))
    button = page.browser.find_element("css selector", "#types button[data-key=Company]")
    assert button.text.split() == ["公司", "2"]
    before = page.run("return kgPage.visible()")
    button.click()
    after = page.run("return kgPage.visible()")
    assert after["nodes"] == before["nodes"] - 2
    assert after["edges"] < before["edges"]
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    assert page.run("return kgPage.visible()") == before
    page.browser.find_element("css selector", "#links button[data-key=post]").click()
    assert page.run("return kgPage.visible()") == {"nodes": before["nodes"], "edges": before["edges"] - 3}


@pytest.mark.parametrize("typed", ["Starbr", "星桥科", "ｓｔａｒｂｒｉｄｇｅ"])
def test_the_search_finds_by_name_or_alias_and_enter_goes_there(visit: Visit, typed: str) -> None:
    from selenium.webdriver import ActionChains, Keys

    page = visit(html_of(every_kind()))
    ActionChains(page.browser).send_keys("/").perform()
    ActionChains(page.browser).send_keys(typed, Keys.ENTER).perform()
    assert page.text("#panel h2") == "星桥科技"
    time.sleep(0.6)
    where = page.run("const p = kgPage.where(kgPage.selected()); return [p.x, p.y]")
    width, height = page.run("const g = document.getElementById('graph'); return [g.clientWidth, g.clientHeight]")
    assert abs(where[0] - width / 2) < width / 4
    assert abs(where[1] - height / 2) < height / 4


def test_a_search_for_nothing_says_so(visit: Visit) -> None:
    page = visit(html_of(every_kind()))
    page.browser.find_element("id", "search").send_keys("查无此人")
    assert page.text("#matches") == "没有找到"


def test_the_labels_speak_english_at_a_click(visit: Visit) -> None:
    page = visit(html_of(every_kind()))
    assert "公司" in page.text("#legend")
    page.browser.find_element("id", "language").click()
    assert "Company" in page.text("#legend")
    assert page.run("return document.documentElement.lang") == "en"
    data = page.run("return kgPage.data.nodes.find((n) => n.name === '远帆资本').id")
    page.run("kgPage.select(arguments[0])", data)
    assert "investor in" in page.text("#panel")


def test_of_600_nodes_500_are_shown_and_the_page_says_so(visit: Visit) -> None:
    page = visit(html_of(wheel_of_companies(599)))
    assert page.run("return kgPage.drawn().nodes") == 500
    assert page.text("#notice") == "全图共有 600 个节点，这里显示连线最多的 500 个。"
    page.browser.find_element("id", "language").click()
    assert page.text("#notice") == "Showing the 500 best connected of 600 nodes."


def test_a_small_graph_has_no_notice_and_an_empty_one_a_friendly_word(visit: Visit) -> None:
    assert visit(html_of(every_kind())).text("#notice") == ""
    page = visit(html_of(store_of()))
    assert "kg build" in page.text("#empty")
    assert page.complaints() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_small_screen_nothing_scrolls_sideways(visit: Visit, scheme: str) -> None:
    page = visit(html_of(every_kind()), width=390, height=844, scheme=scheme)
    sideways = "return document.documentElement.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth"
    assert page.run(sideways) is False
    page.run("kgPage.select(kgPage.data.nodes.find((n) => n.name === '星桥科技').id)")
    assert page.run(sideways) is False
    assert page.run("const p = document.getElementById('panel'); return p.scrollWidth > p.clientWidth") is False
    page.browser.find_element("css selector", "#legend summary").click()
    assert page.browser.find_element("css selector", "#types button").is_displayed()
    assert page.run(sideways) is False


def test_a_link_to_a_node_opens_it(visit: Visit) -> None:
    from urllib.parse import quote

    data = build_data(every_kind())
    person = next(n["id"] for n in data["nodes"] if n["name"] == "林晓舟")
    page = visit(page_html(data), fragment="#" + quote(person, safe=""))
    assert page.text("#panel h2") == "林晓舟"


def test_every_control_can_be_reached_and_named_without_a_mouse(visit: Visit) -> None:
    page = visit(html_of(every_kind()))
    nameless = page.run(
        "return [...document.querySelectorAll('button, input, #graph')]"
        ".filter((e) => !(e.getAttribute('aria-label') || e.textContent.trim()) || e.tabIndex < 0).map((e) => e.id)"
    )
    assert nameless == []


def test_a_search_for_what_is_hidden_shows_its_type_again(visit: Visit) -> None:
    from selenium.webdriver import ActionChains, Keys

    page = visit(html_of(every_kind()))
    before = page.run("return kgPage.visible()")
    page.browser.find_element("css selector", "#types button[data-key=Company]").click()
    ActionChains(page.browser).send_keys("/").perform()
    ActionChains(page.browser).send_keys("Starbridge", Keys.ENTER).perform()
    assert page.run("return kgPage.visible()") == before
    assert (
        page.browser.find_element("css selector", "#types button[data-key=Company]").get_attribute("aria-pressed")
        == "true"
    )


def test_the_focus_stays_in_the_panel_when_a_name_there_is_chosen(visit: Visit) -> None:
    from selenium.webdriver import Keys

    page = visit(html_of(every_kind()))
    page.run("kgPage.select(kgPage.data.nodes.find((n) => n.name === '林晓舟').id)")
    page.browser.find_element("xpath", "//aside//button[text()='星桥科技']").send_keys(Keys.ENTER)
    assert page.text("#panel h2") == "星桥科技"
    assert page.run("return document.activeElement.id") == "panel"


def test_pages_that_pyvis_itself_makes_of_our_graphs_are_harmless_too(visit: Visit) -> None:
    """For notebooks. Its scripts from elsewhere do not load here, but what is in the graph must not run either."""
    page = visit(to_pyvis(to_networkx(hostile())).generate_html(notebook=False))
    time.sleep(0.3)
    assert page.dialog() is None
    assert page.run("return document.querySelectorAll('img, iframe, svg').length") == 0
