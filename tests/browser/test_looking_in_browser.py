"""Looking at a part of the graph: around a node, along a path, through filters; Python counts the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from news import Choice, around, expected, iri_of, network, news_rows

from benchmarks.invented_graph import invented_graph
from kg.model import EntityType

pytestmark = pytest.mark.browser

Pages = Callable[[str], Path]
Visit = Callable[..., Any]

STARBRIDGE, FUND = iri_of("星桥科技"), iri_of("远帆资本")
LIN = iri_of("林晓舟", EntityType.PERSON)
ZHOU = iri_of("周以宁", EntityType.PERSON)


def double_click(window: Any, iri: str) -> None:
    """Again where the machine was so busy that two taps were too far apart to be one."""
    before = window.now("hops"), window.now("expanded")
    for _ in range(4):
        x, y = window.where(iri)
        if window.small:
            fingers = window.page.context.new_cdp_session(window.page)
            fingers.send("Input.synthesizeTapGesture", {"x": x, "y": y, "tapCount": 2, "gestureSourceType": "touch"})
        else:
            window.page.mouse.dblclick(x, y)
        window.rest()
        if (window.now("hops"), window.now("expanded")) != before:
            return
        window.page.wait_for_timeout(500)


def test_one_hop_two_hops_all(visit: Visit, pages: Pages) -> None:
    rows = news_rows()
    window = visit(pages("news"))
    assert window.seen() == expected(rows, Choice())
    window.set(node=LIN)
    for hops in (1, 2):
        window.click(f"#panel [data-key=hop{hops}]")
        assert window.seen() == around(rows, LIN, hops)
        assert window.find(f"#panel [data-key=hop{hops}]").get_attribute("aria-pressed") == "true"
    window.click("#focus [data-key=all]")
    assert window.seen() == expected(rows, Choice())
    if not window.small:
        window.find("#graph").focus()
        window.press("1")
        assert window.now("hops") == 1
        window.press("2", "0")
        assert window.now("hops") == 0


def test_a_double_click_shows_the_neighbours_and_another_adds_more(visit: Visit, pages: Pages) -> None:
    rows = news_rows()
    window = visit(pages("news"))
    double_click(window, LIN)
    assert (window.now("node"), window.now("hops")) == (LIN, 1)
    assert window.seen() == around(rows, LIN, 1)
    window.page.wait_for_timeout(400)  # a third tap so soon would be another one
    double_click(window, STARBRIDGE)
    assert window.now("expanded") == [STARBRIDGE]
    assert window.seen() == around(rows, LIN, 1, [STARBRIDGE])


def test_a_neighbour_is_expanded_from_the_bar(visit: Visit, pages: Pages) -> None:
    rows = news_rows()
    window = visit(pages("news"))
    window.set(node=LIN, hops=1)
    window.click("#focus [data-key=expand]")
    assert "展开哪个节点" in window.text("#focus")
    window.click_node(STARBRIDGE)
    assert (window.now("node"), window.now("expanded")) == (LIN, [STARBRIDGE])
    assert window.seen() == around(rows, LIN, 1, [STARBRIDGE])


def test_the_shortest_path_is_drawn_with_the_evidence_of_each_step(visit: Visit, pages: Pages) -> None:
    rows = news_rows()
    steps = nx.shortest_path_length(network(rows), ZHOU, LIN)
    words = {q.exact for f in rows.assertions for q in f.evidence}
    window = visit(pages("news"))
    window.set(node=ZHOU)
    window.click("#panel [data-key=path]")
    assert "到哪里" in window.text("#focus")
    window.find("#search").fill("林晓舟")
    window.click("#match-0")
    assert window.now("path") == [ZHOU, LIN]
    assert window.text("#focus .text") == f"路径：{steps} 步"
    window.find("#panel ol.path mark").first.wait_for()
    assert window.find("#panel ol.path > li").count() == steps + 1
    assert len(window.seen()[0]) == steps + 1
    assert window.find("#panel ol.path > li > .step").count() == steps
    assert set(window.texts("#panel ol.path mark")) <= words
    window.shot("path")
    window.click("#panel [data-key=clear]")
    assert window.now("path") is None


def test_where_no_path_leads_the_page_says_so(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    window.set(path=[STARBRIDGE, iri_of("南屿食品")])
    assert window.text("#focus .text") == "所示范围内，两者之间没有路径"
    assert "没有路径" in window.text("#panel")
    assert window.find("#focus [data-key=show]").count() == 0
    assert window.find("#panel [data-key=way-out]").count() == 0


def test_where_something_hidden_would_join_two_nodes_it_is_offered(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    types = ["Company", "Organization", "Event", "Claim", "Product", "Place"]
    window.set(path=[ZHOU, LIN], withoutTypes=types)
    assert window.text("#focus [data-key=show]") == "显示全部类型"
    window.click("#panel [data-key=way-out]")
    assert window.now("withoutTypes") == []
    assert "步" in window.text("#focus .text")
    window.set(confidence=100)
    assert window.text("#focus [data-key=show]") == "清除筛选"
    window.click("#focus [data-key=show]")
    assert "步" in window.text("#focus .text")


def test_a_path_asks_for_its_end_in_the_search(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    window.set(node=ZHOU)
    window.find("#graph").focus()
    window.press("p")
    assert (window.run("() => document.activeElement.id") == "search") != window.small
    assert window.find("#search").input_value() == ""
    window.click_node(LIN)
    assert window.now("path") == [ZHOU, LIN]


def test_expanding_what_is_shown_already_says_so(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    window.set(node=LIN)
    window.click("#panel [data-key=expand]")
    assert "没有可展开的了" in window.text("#toast")


def row(sort: str, key: str) -> str:
    return f"#legend [data-key='{sort} {key}']"


@pytest.mark.parametrize("type_", ["Company", "Person", "Event", "Claim"])
def test_each_type_is_left_out_and_let_in_again(visit: Visit, pages: Pages, size: str, type_: str) -> None:
    if size == "phone" and type_ != "Person":
        pytest.skip("one will do on a small screen")
    rows = news_rows()
    window = visit(pages("news"))
    window.open_legend()
    whole = window.seen()
    count = int(window.text(row("types", type_) + " .count"))
    window.click(row("types", type_))
    assert window.find(row("types", type_)).get_attribute("aria-pressed") == "false"
    seen = window.seen()
    assert seen == expected(rows, Choice(types=frozenset([type_])))
    assert len(whole[0] - seen[0]) >= count
    assert (
        f"{len(seen[0])} / {len(whole[0])} 个节点 · {seen[1]} / {whole[1]} 条联系"
        in window.find("#counts").text_content()
    )
    window.click(row("types", type_))
    assert window.seen() == whole


@pytest.mark.parametrize("family", ["post", "partnerOf", "role", "author", "about"])
def test_each_kind_of_link_is_left_out(visit: Visit, pages: Pages, size: str, family: str) -> None:
    if size == "phone" and family != "role":
        pytest.skip("one will do on a small screen")
    window = visit(pages("news"))
    window.open_legend()
    window.click(row("families", family))
    assert window.seen() == expected(news_rows(), Choice(families=frozenset([family])))


@pytest.mark.parametrize("publisher", ["晨报", "商业周刊", "科技日报"])
def test_each_publisher_is_left_out(visit: Visit, pages: Pages, size: str, publisher: str) -> None:
    if size == "phone" and publisher != "晨报":
        pytest.skip("one will do on a small screen")
    window = visit(pages("news"))
    window.open_legend()
    rows = news_rows()
    drawing = (*rows.posts, *rows.relations, *rows.events, *rows.claims)  # figures are no part of the picture
    articles = len({q.source.iri for f in drawing for q in f.evidence if q.source.publisher == publisher})
    assert window.text(row("publishers", publisher) + " .count") == str(articles)
    window.click(row("publishers", publisher))
    assert window.seen() == expected(news_rows(), Choice(publishers=frozenset([publisher])))


def test_one_alone_is_chosen_by_a_double_click_or_its_button_and_all_by_reset(visit: Visit, pages: Pages) -> None:
    rows = news_rows()
    window = visit(pages("news"))
    window.open_legend()
    others = {e.type for e in rows.entities.values()} | {"Event", "Claim"}
    if window.small:
        window.click("#legend li:has([data-key='types Company']) .only")
    else:
        window.find(row("types", "Company")).dblclick()
    assert window.seen() == expected(rows, Choice(types=frozenset(others - {"Company"})))
    window.click("#legend .reset")
    assert window.seen() == expected(rows, Choice())


def test_less_sure_facts_are_left_out_by_the_slider(visit: Visit, pages: Pages) -> None:
    rows = news_rows()
    window = visit(pages("news"))
    window.open_legend()
    window.find("#legend .scale input").focus()
    window.press(*["ArrowRight"] * 12)
    assert window.now("confidence") == 60
    assert window.seen() == expected(rows, Choice(sure=60))
    kept = sum(round(100 * f.confidence) >= 60 for f in rows.assertions if f.confidence is not None)
    assert f"{kept} / {len(rows.assertions)} 条事实" in window.text("#legend .scale")
    window.press("End")
    assert window.seen() == expected(rows, Choice(sure=100))
    assert "筛选之后什么也不剩" in window.find("#empty").text_content() or window.seen()[0]


def time_of(window: Any) -> Choice:
    return Choice(first=window.now("from"), last=window.now("to"))


def test_the_time_is_chosen_by_the_keyboard(visit: Visit, pages: Pages) -> None:
    rows = news_rows()
    window = visit(pages("news"))
    window.find("#brush .thumb").first.focus()
    window.press("PageUp", "ArrowRight")
    assert window.now("from") != ""
    assert window.seen() == expected(rows, time_of(window))
    window.find("#brush .thumb").last.focus()
    window.press("PageDown", "ArrowLeft", "ArrowLeft")
    assert window.now("to") != ""
    seen = window.seen()
    assert seen == expected(rows, time_of(window))
    assert seen[1] < len(network(rows).edges)
    window.click("#brush .clear")
    assert window.seen() == expected(rows, Choice())


def test_the_time_is_chosen_by_dragging(visit: Visit, pages: Pages) -> None:
    rows = news_rows()
    window = visit(pages("news"))
    box = window.find("#brush .chart").bounding_box()
    y = box["y"] + 18
    window.drag((box["x"] + 0.1 * box["width"], y), (box["x"] + 0.5 * box["width"], y))
    choice = time_of(window)
    assert choice.first < choice.last
    assert choice.first != ""
    seen = window.seen()
    assert seen == expected(rows, choice)
    middle = (box["x"] + 0.3 * box["width"], y)
    window.drag(middle, (middle[0] + 0.2 * box["width"], y))
    moved = time_of(window)
    assert moved.first > choice.first
    assert window.seen() == expected(rows, moved)
    window.shot("time")


def test_filters_together_count_as_python_does(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"), "hide=Place,Claim&without=post&sources=晨报&sure=45&from=2022-01-01&to=2024-06-30")
    choice = Choice(
        frozenset({"Place", "Claim"}), frozenset({"post"}), frozenset({"晨报"}), 45, "2022-01-01", "2024-06-30"
    )
    seen = window.seen()
    assert seen == expected(news_rows(), choice)
    assert len(seen[0]) > 5
    window.set(withoutTypes=["Place"])
    assert window.seen() == expected(news_rows(), replace(choice, types=frozenset({"Place"})))


def test_a_graph_of_hundreds_begins_without_its_claims(visit: Visit, pages: Pages) -> None:
    rows, _ = invented_graph(600)
    window = visit(pages("claims"))
    assert window.seen() == expected(rows, Choice(types=frozenset({"Claim"})))
    window.shot("claims")
    window.open_legend()
    window.click(row("types", "Claim"))
    assert window.seen() == expected(rows, Choice())
    window.set(confidence=70)
    assert window.seen() == expected(rows, Choice(sure=70))


def test_a_node_is_pinned_by_dragging_and_let_go(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    if window.small:
        window.set(node=STARBRIDGE)  # fingers move the picture, and of nodes the chosen one alone
    x, y = window.where(STARBRIDGE)
    goal = (x + 40, y + 30)
    window.drag((x, y), goal)
    assert list(window.now("pins")) == [STARBRIDGE]
    assert window.where(STARBRIDGE) == pytest.approx(goal, abs=2)
    assert window.now("node") == (STARBRIDGE if window.small else ""), "dragging is no click"
    window.set(node=LIN, hops=1)
    window.set(node=STARBRIDGE, hops=0)
    assert list(window.now("pins")) == [STARBRIDGE]
    assert window.find("#panel [data-key=pin]").get_attribute("aria-pressed") == "true"
    window.click("#panel [data-key=pin]")
    assert window.now("pins") == {}
    window.click("#panel [data-key=pin]")
    window.set(node="")
    window.click("#focus [data-key=unpin]")
    assert window.now("pins") == {}


def test_the_picture_is_moved_and_zoomed(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    far = distance(window)
    window.click("#zoom [data-key='zoom.in']")
    assert distance(window) > 1.4 * far
    window.click("#zoom [data-key='zoom.fit']")
    assert distance(window) == pytest.approx(far, rel=0.02)
    x, y = window.where(STARBRIDGE)
    window.find("#graph").focus()
    window.press("ArrowRight")
    assert window.where(STARBRIDGE)[0] < x
    box = window.find("#graph").bounding_box()
    corner = (box["x"] + 6, box["y"] + box["height"] / 2)
    x, y = window.where(STARBRIDGE)
    window.drag(corner, (corner[0] + 50, corner[1] + 30))
    assert window.where(STARBRIDGE) == pytest.approx((x + 50, y + 30), abs=12)
    assert window.now("camera") is not None


def distance(window: Any) -> float:
    (ax, ay), (bx, by) = window.where(STARBRIDGE), window.where(FUND)
    return float(((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5)


LABELS = """() => {
  const file = new DOMParser().parseFromString(kgPage.canvas.svg(), "image/svg+xml").documentElement;
  const svg = document.importNode(file, true);
  document.body.append(svg);
  const pale = "[text-anchor=middle][font-weight='600']";
  const all = [...svg.querySelectorAll(`text:not([aria-hidden]):not(${pale})`)].map((t) => {
    const { x, y, width, height } = t.getBBox();
    return { text: t.textContent, x, y, width, height };
  });
  svg.remove();
  const { clientHeight } = document.getElementById("graph"); // above and below are title and legend of the file
  return all.filter(({ y }) => y > 0 && y < clientHeight);
}"""


@pytest.mark.parametrize("page", ["news", "claims"])
def test_names_do_not_lie_over_each_other(visit: Visit, pages: Pages, page: str) -> None:
    """But for the pale names of communities on the ground of the picture."""
    window = visit(pages(page))
    for zoom in (1, 1.7, 1.7):
        window.run("(zoom) => zoom === 1 || kgPage.canvas.zoom(zoom)", zoom)
        window.rest()
        labels = window.run(LABELS)
        assert len(labels) > 8
        assert [pair for pair in pairs(labels) if overlap(*pair)] == []


def pairs(labels: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(a, b) for n, a in enumerate(labels) for b in labels[n + 1 :]]


def overlap(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether letters touch letters: the box of a text has air above and below them."""
    wide = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
    high = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
    return bool(wide > 2 and high > 0.35 * min(a["height"], b["height"]))


def test_a_graph_too_large_is_drawn_as_communities_that_open_on_a_click(visit: Visit, pages: Pages) -> None:
    window = visit(pages("continents"))
    nodes = [f"{iri_of('x').rsplit('/', 2)[0]}/company/{n}" for n in ("07", "07-001", "07-098")]
    places = {window.where(iri) for iri in nodes}
    assert len(places) == 1, "a community is one dot"
    assert window.run("() => kgPage.visible().nodes.size") == 12_600
    window.shot("communities")
    window.tap(*places.pop())
    opened = window.run("(iri) => kgPage.model.nodes.get(iri).community", nodes[0])
    assert window.now("open") == [opened]
    assert len({window.where(iri) for iri in nodes}) == 3
    window.shot("community-open")
    window.page.go_back()
    window.rest()
    assert window.now("open") == []
    assert len({window.where(iri) for iri in nodes}) == 1
    window.set(node=nodes[1])
    assert window.title() == "Hub 7 Spoke 1"
