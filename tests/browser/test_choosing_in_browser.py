"""Finding things on the page and reading what is known of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from news import figures_of, iri_of, news_rows, words_of

from kg.model import EntityType

pytestmark = pytest.mark.browser

Pages = Callable[[str], Path]
Visit = Callable[..., Any]

STARBRIDGE, KUAIHE = iri_of("星桥科技"), iri_of("快禾科技")
LIN = iri_of("林晓舟", EntityType.PERSON)


def test_a_click_chooses_a_node_and_a_click_beside_lets_it_go(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    assert window.find("#panel").is_hidden()
    window.click_node(STARBRIDGE)
    assert (window.now("node"), window.title()) == (STARBRIDGE, "星桥科技")
    assert "Starbridge" in window.text("#panel .head")
    window.click("#panel .close")
    assert window.now("node") == ""
    assert window.find("#panel").is_hidden()


def test_a_click_on_a_line_shows_what_proves_it(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    acquired = next(r for r in news_rows().relations if r.type == "acquired")
    window.click_node(acquired.iri)
    assert window.now("fact") == acquired.iri
    assert window.title() == "收购"
    window.find("#panel mark").first.wait_for()
    assert window.texts("#panel mark") == ["收购"]


@pytest.mark.parametrize("typed", ["快禾", "kuaihe", "kh", "khkj", "KuaiH", "快h"])
def test_characters_pinyin_and_initials_find_a_firm(visit: Visit, pages: Pages, size: str, typed: str) -> None:
    if size == "phone" and typed not in ("快禾", "kh"):
        pytest.skip("the search is the same one on a small screen")
    window = visit(pages("news"))
    window.press("/")
    window.page.keyboard.type(typed)
    assert window.text("#match-0 .name") == "快禾科技"
    window.press("Enter")
    assert (window.now("node"), window.title()) == (KUAIHE, "快禾科技")


@pytest.mark.parametrize("typed", ["Starbr", "ｓｔａｒｂｒｉｄｇｅ", "xqkj"])
def test_aliases_and_wide_letters_find_it_and_it_is_brought_into_sight(visit: Visit, pages: Pages, typed: str) -> None:
    window = visit(pages("news"))
    window.find("#search").fill(typed)
    window.click("#match-0")
    assert window.now("node") == STARBRIDGE
    x, y = window.where(STARBRIDGE)
    canvas = window.find("#graph").bounding_box()
    assert canvas["x"] <= x <= canvas["x"] + canvas["width"]
    assert canvas["y"] <= y <= canvas["y"] + canvas["height"]


def test_the_keyboard_alone_searches_chooses_and_goes_back(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    window.press("/")
    assert window.run("() => document.activeElement.id") == "search"
    window.page.keyboard.type("科技")
    assert window.find("#search").get_attribute("aria-expanded") == "true"
    assert window.find("#search").get_attribute("aria-activedescendant") == "match-0"
    second = window.text("#match-1 .name")
    window.press("ArrowDown")
    assert window.find("#match-1").get_attribute("aria-selected") == "true"
    window.press("ArrowUp", "ArrowUp")  # around the corner
    window.press("ArrowDown", "ArrowDown", "Enter")
    assert window.title() == second
    assert window.run("() => document.activeElement.id") == "panel"
    window.press("Escape")
    assert window.now("node") == ""
    window.press("/")
    window.page.keyboard.type("x")
    window.press("Escape")
    assert window.find("#matches").is_hidden()
    window.press("Escape")
    assert window.find("#search").input_value() == ""


def test_escape_closes_one_thing_at_a_time_and_never_the_legend_beside_the_graph(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    lin = iri_of("林晓舟", EntityType.PERSON)

    def escape() -> tuple[object, ...]:
        window.press("Escape")
        assert window.find("#legend").is_visible() != window.small
        return tuple(window.now(key) for key in ("node", "hops", "path"))

    window.set(path=[STARBRIDGE, lin], node=lin)
    assert escape() == ("", 0, [STARBRIDGE, lin])
    assert escape() == ("", 0, None)
    window.set(node=lin, hops=1)
    window.run("(from) => kgPage.state.ask({ what: 'path', from })", lin)
    window.find("#graph").focus()
    window.press("Escape")
    assert window.run("() => kgPage.state.question") is None
    assert window.now("node") == lin
    assert escape() == (lin, 0, None)
    assert escape() == ("", 0, None)
    assert escape() == ("", 0, None)
    window.press("l")
    assert window.find("#legend").is_visible() == window.small
    if window.small:
        window.set(node=lin)
        window.press("Escape")
        assert window.find("#legend").is_hidden()
        assert window.now("node") == lin
    else:
        window.tool("重新开始")
        assert window.find("#legend").is_visible()


def test_what_an_input_method_composes_is_not_searched_before_it_is_chosen(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    window.press("/")
    before = window.texts("#matches [role=option]")
    method = window.page.context.new_cdp_session(window.page)
    for letters in ("k", "ku", "kuai", "kuai'he"):
        method.send(
            "Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)}
        )
        assert window.texts("#matches [role=option]") == before
    method.send(
        "Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    )
    window.rest()
    assert window.now("node") == ""
    method.send("Input.insertText", {"text": "快禾"})
    window.rest()
    assert window.text("#match-0 .name") == "快禾科技"
    window.press("Enter")
    assert window.title() == "快禾科技"


def test_a_search_for_nothing_says_so_and_one_for_an_article_opens_it(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    window.find("#search").fill("查无此人")
    window.rest()
    assert "没有找到“查无此人”" in window.text("#matches")
    window.find("#search").fill("南屿食品收购")
    window.click("#matches [role=option]:has-text('南屿食品收购北屿食品')")
    assert window.find("#reader").is_visible()
    assert window.text("#reader h2") == "南屿食品收购北屿食品"


def test_the_panel_has_a_section_for_each_sort_of_fact(visit: Visit, pages: Pages) -> None:
    rows = news_rows()
    window = visit(pages("news"))
    window.set(node=STARBRIDGE)
    window.find("#panel [data-section=articles]").wait_for()
    sections = window.run("() => [...document.querySelectorAll('#panel [data-section]')].map((s) => s.dataset.section)")
    assert sections == ["posts", "events", "about", "figures", "relations", "articles"]
    shown = {s: int(window.text(f"#panel [data-section={s}] > summary .count")) for s in ("posts", "events", "about")}
    posts = {(p.person, p.title) for p in rows.posts if p.organization == STARBRIDGE}
    assert shown == {
        "posts": len(posts),
        "events": sum(STARBRIDGE in e.entities for e in rows.events),
        "about": sum(STARBRIDGE in c.about for c in rows.claims),
    }
    window.click("#panel [data-key='go relations']")
    assert window.run("() => document.activeElement.closest('details').dataset.section") == "relations"
    window.set(node=LIN)
    window.find("#panel [data-section=said]").wait_for()
    window.click("#panel [data-section=posts] > summary")
    assert window.find("#panel [data-section=posts] .fact").first.is_hidden()


def test_names_in_the_panel_lead_on(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    window.set(node=LIN)
    window.click("#panel [data-section=posts] button.name:has-text('星桥科技')")
    assert window.title() == "星桥科技"


READ_FACT = """async (ids) => {
  const read = {}, panel = document.getElementById("panel");
  const isHere = (id) => panel.querySelector(`[data-fact="${id}"]`) && !panel.querySelector("[aria-busy=true]");
  for (const id of ids) {
    kgPage.state.set({ fact: id, node: "" });
    for (let n = 0; n < 400 && !isHere(id); n++)
      await new Promise((done) => setTimeout(done, 5));
    read[id] = [...panel.querySelectorAll("mark")].map((m) => m.textContent);
  }
  return read;
}"""


@pytest.mark.parametrize("page", ["news", "quotes"])
def test_the_marked_words_are_the_evidence_of_every_fact(visit: Visit, pages: Pages, page: str) -> None:
    """With the articles' texts and, for a page that keeps none, without."""
    expected = words_of(news_rows())
    assert len(expected) > 70
    window = visit(pages(page))
    marked = window.run(READ_FACT, list(expected))
    assert {iri: sorted(words) for iri, words in marked.items()} == {iri: sorted(w) for iri, w in expected.items()}


def test_a_quotation_stands_in_its_sentence_with_date_publisher_and_link(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    (post,) = (p for p in news_rows().posts if p.title == "CEO")
    window.run(READ_FACT, [post.iri])
    assert window.text("#panel blockquote").endswith("星桥科技CEO林晓舟表示，“我们会继续投入。”")
    link = window.find("#panel figcaption a")
    assert link.get_attribute("href") == "https://news.example/a/1"
    assert "noopener" in (link.get_attribute("rel") or "")
    assert "晨报 · 2024年3月6日" in window.text("#panel figcaption")
    assert "93%" in window.text("#panel figcaption")


def test_two_comparable_figures_make_a_chart_and_one_does_not(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    window.set(node=STARBRIDGE)
    chart = window.find("#panel .chart[data-series]")
    chart.wait_for()
    yearly = [f for f in figures_of(news_rows(), STARBRIDGE) if f.metric == "营收" and len(f.time) == 4]
    assert window.find("#panel .chart .point").count() == len({(f.time, f.amount.value) for f in yearly}) == 4
    window.click("#panel .chart details.values > summary")
    window.find("#panel .chart details.values mark").first.wait_for()
    assert set(window.texts("#panel .chart details.values mark")) == {q.exact for f in yearly for q in f.evidence}
    window.set(node=iri_of("星桥手环", EntityType.PRODUCT))
    window.find("#panel [data-section=figures]").wait_for()
    assert window.find("#panel .chart").count() == 0


def test_a_click_on_a_quotation_opens_the_article_with_every_assertion_marked(visit: Visit, pages: Pages) -> None:
    rows = news_rows()
    post = next(p for p in rows.posts if p.evidence[0].source.file == "3.md")  # its text begins with a wide character
    window = visit(pages("news"))
    window.run(READ_FACT, [post.iri])
    window.click("#panel blockquote")
    window.find("#reader mark").first.wait_for()
    source = post.evidence[0].source
    assert (window.now("article"), window.now("mark")) == (source.iri, post.iri)
    assert "".join(window.texts("#reader mark.now")) == post.evidence[0].exact
    told = {f.iri: f.evidence for f in rows.assertions if any(q.source.iri == source.iri for q in f.evidence)}
    assert len(told) == 5
    listed = window.run(
        "() => [...document.querySelectorAll('#reader .margin [data-fact]')].map((b) => b.dataset.fact)"
    )
    assert sorted(listed) == sorted(told)
    for iri in listed:
        window.run("(iri) => document.querySelector(`#reader [data-fact='${iri}']`).click()", iri)
        assert "".join(window.texts("#reader .text mark.now")) == told[iri][0].exact
    window.shot("reader")


def test_next_and_previous_go_from_mark_to_mark_and_escape_closes(visit: Visit, pages: Pages) -> None:
    rows = news_rows()
    source = next(s for s in rows.sources if s.file == "0.md")
    window = visit(pages("news"))
    window.set(article=source.iri)
    window.find("#reader mark").first.wait_for()
    order = window.run("() => [...document.querySelectorAll('#reader .margin [data-fact]')].map((b) => b.dataset.fact)")
    seen = []
    for _ in order:
        window.click("#reader .step[aria-label=下一处]")
        seen.append(window.now("mark"))
    assert seen == order
    assert window.text("#reader .place") == f"{len(order)} / {len(order)}"
    window.press("n")
    assert window.now("mark") == order[0]
    window.press("p")
    assert window.now("mark") == order[-1]
    window.click("#reader .step[aria-label=上一处]")
    assert window.now("mark") == order[-2]
    window.click("#reader .kinds [data-kind=claim]")
    assert window.find("#reader .text mark[class*=claim]").count() == 0
    window.press("Escape")
    assert window.find("#reader").is_hidden()
    assert window.now("article") == ""


def test_a_click_on_marked_words_tells_what_they_say(visit: Visit, pages: Pages) -> None:
    source = next(s for s in news_rows().sources if s.file == "0.md")
    window = visit(pages("news"))
    window.set(article=source.iri)
    window.click("#reader mark[class*=figure]")
    assert "营收" in window.text("#reader .card")
    window.press("Escape")
    assert window.find("#reader .card").count() == 0
    assert window.find("#reader").is_visible()


def test_figures_in_conflict_stand_side_by_side(visit: Visit, pages: Pages) -> None:
    rows = news_rows()
    window = visit(pages("news"))
    window.click("#views [data-key=view-conflicts]")
    window.find("#conflicts mark").first.wait_for()
    sides = window.run("() => [...document.querySelectorAll('#conflicts li .side')].map((s) => s.dataset.fact)")
    assert tuple(sorted(sides)) == rows.contradicts[0]
    of = {f.iri: f for f in rows.figures}
    assert window.texts("#conflicts .side mark") == [of[iri].evidence[0].exact for iri in sides]
    first, second = (window.find("#conflicts .side").nth(n).bounding_box() for n in (0, 1))
    if window.small:
        assert second["y"] > first["y"]
    else:
        assert second["x"] > first["x"]
        assert second["y"] == first["y"]
    window.shot("conflicts")
    window.press("Escape")
    assert window.now("mode") == "graph"


def test_an_empty_graph_and_a_part_of_one_say_so(visit: Visit, pages: Pages) -> None:
    assert "kg build" in visit(pages("empty")).text("#empty")
    assert visit(pages("news")).find("#notice").is_hidden()
    window = visit(pages("part"))
    assert "60 个节点中联系最多的 50 个" in window.text("#notice")
