"""What can be taken from the page: pictures, tables, and the view itself in its address."""

from __future__ import annotations

import csv
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from news import Choice, expected, iri_of, news_rows

from kg.model import EntityType

pytestmark = pytest.mark.browser

Pages = Callable[[str], Path]
Visit = Callable[..., Any]

STARBRIDGE, FUND = iri_of("星桥科技"), iri_of("远帆资本")
LIN, ZHOU = (iri_of(name, EntityType.PERSON) for name in ("林晓舟", "周以宁"))
SVG = "{http://www.w3.org/2000/svg}"


def export(window: Any, what: str, folder: Path) -> Path:
    """Chooses from the menu; gives the file that is saved."""
    with window.page.expect_download() as waiting:
        if window.small:
            window.click("#tools .of-more")
        else:
            window.click("#tools [data-key='tool.export']")
        window.click(f"#top .menu button:has-text('{what}')")
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_a_picture_is_saved_in_pixels(visit: Visit, pages: Pages, tmp_path: Path) -> None:
    window = visit(pages("news"))
    path = export(window, "PNG", tmp_path)
    assert path.name == "星桥见闻.png"
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    canvas = window.find("#graph").bounding_box()
    width, height = struct.unpack(">II", data[16:24])
    assert width == 2 * round(canvas["width"])
    assert height > 2 * canvas["height"]
    assert len(data) > 20_000, "something is drawn"


def test_a_picture_is_saved_in_vectors_without_anything_that_runs(visit: Visit, pages: Pages, tmp_path: Path) -> None:
    window = visit(pages("news"))
    root = ElementTree.fromstring(export(window, "SVG", tmp_path).read_text("utf-8"))  # noqa: S314 - made here
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "g", "path", "rect", "circle", "text"}
    assert {name for e in root.iter() for name in e.attrib if name.startswith("on") or "href" in name} == set()
    texts = {e.text for e in root.iter(f"{SVG}text")}
    assert "星桥见闻" in texts
    assert len(texts & {e.name for e in news_rows().entities.values()}) > 5


def test_a_picture_tells_what_it_leaves_out_and_has_a_title_even_where_the_page_has_none(
    visit: Visit, pages: Pages, tmp_path: Path
) -> None:
    window = visit(pages("news"))
    window.run("() => { kgPage.model.title = '' }")
    window.set(withoutTypes=["Claim"], to="2025-12-31")
    root = ElementTree.fromstring(export(window, "SVG", tmp_path).read_text("utf-8"))  # noqa: S314
    texts = [e.text or "" for e in root.iter(f"{SVG}text")]
    assert "新闻知识图谱" in texts
    assert any(text.startswith("时间：至") and "未显示：言论" in text for text in texts), texts[-12:]
    window.shot("saved-filtered")


def test_hostile_names_are_text_in_the_vectors_too(visit: Visit, pages: Pages, tmp_path: Path, size: str) -> None:
    if size == "phone":
        pytest.skip("the file is the same one on a small screen")
    window = visit(pages("hostile"))
    root = ElementTree.fromstring(export(window, "SVG", tmp_path).read_text("utf-8"))  # noqa: S314
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {"svg", "title", "g", "path", "rect", "circle", "text"}


VIEWS = (
    {"node": STARBRIDGE},
    {"node": LIN, "hops": 2, "expanded": [FUND]},
    {"path": [ZHOU, LIN]},
    {"withoutTypes": ["Claim", "Place"], "withoutEdges": ["post", "role"], "withoutSources": ["晨报"]},
    {"withoutTypes": []},
    {"confidence": 60, "from": "2022-01-01", "to": "2023-12-31"},
    {"pins": {STARBRIDGE: [120.5, -40]}, "camera": [10.5, -20, 1.25]},
    {"mode": "table"},
    {"mode": "conflicts"},
)


def test_the_address_holds_the_whole_view(visit: Visit, pages: Pages, size: str) -> None:
    """Each field of the view, set on one page, is there on another that is opened at its address."""
    rows = news_rows()
    relation, source = rows.relations[0].iri, next(s.iri for s in rows.sources if s.file == "0.md")
    mark = next(p.iri for p in rows.posts if p.evidence[0].source.iri == source)
    sender, reader = visit(pages("news")), visit(pages("news"))
    views = VIEWS if size == "desktop" else VIEWS[:4]
    for view in (*views, {"fact": relation}, {"article": source, "mark": mark}):
        sender.run("() => kgPage.state.reset()")
        sender.set(**view)
        sender.page.wait_for_timeout(320)  # a slider's or the camera's last place is written when it rests
        fragment = sender.run("() => location.hash.slice(1)")
        assert fragment, view
        reader.go(fragment)
        assert {key: reader.now(key) for key in view} == view
        assert reader.seen() == sender.seen()
    assert sender.run("() => Object.keys(kgPage.state.now).sort()") == sorted(
        {key for view in VIEWS for key in view} | {"fact", "article", "mark", "open"}
    ), "no field is forgotten here; `open` has a test of its own"


def test_a_picture_that_was_sent_is_at_the_same_place_beside_the_panel(visit: Visit, pages: Pages, size: str) -> None:
    """Whether the node was found by its name, or tapped in a picture that was moved: the panel takes its room after."""
    sender, reader = visit(pages("news")), visit(pages("news"))

    def same(name: str) -> None:
        sender.page.wait_for_timeout(700)  # the camera's last place is written when it rests
        reader.go(sender.run("() => location.hash.slice(1)"))
        reader.page.wait_for_timeout(100)
        assert reader.where(STARBRIDGE) == pytest.approx(sender.where(STARBRIDGE), abs=1), name
        assert reader.where(ZHOU) == pytest.approx(sender.where(ZHOU), abs=1), name

    sender.find("#search").fill("星桥科技")
    sender.press("Enter")
    same("found")
    sender.set(node="")
    same("closed")
    sender.run("() => kgPage.state.reset()")
    sender.rest()
    sender.run("() => kgPage.canvas.fit()")
    sender.click_node(STARBRIDGE)
    same("tapped in the whole")
    sender.set(node="")
    sender.run("() => kgPage.canvas.zoom(1.3)")
    sender.page.wait_for_timeout(500)
    x, y = sender.where(STARBRIDGE)
    if size == "desktop" and 300 < x < 1300 and 80 < y < 700:
        sender.click_node(STARBRIDGE)
        same("tapped near")
    if size == "phone":
        return  # around a node dots are laid out in what the panel leaves, which an address does not tell
    sender.set(hops=1, node=STARBRIDGE)
    sender.run("() => kgPage.canvas.zoom(1.2)")
    same("around")
    sender.page.go_back()
    sender.page.go_forward()
    same("back and forth")


def test_the_address_tells_language_and_theme(visit: Visit, pages: Pages) -> None:
    window = visit(pages("every-kind"))
    window.tool("English" if not window.small else "Switch to English")
    assert "lang=en" in window.run("() => location.hash")
    assert window.run("() => document.documentElement.lang") == "en"
    window.go(window.run("() => location.hash.slice(1)") + "&theme=dark")
    assert window.run("() => document.documentElement.dataset.theme") == "dark"
    assert window.find("#search").get_attribute("aria-label") == "Search entities, events and articles"


def test_which_community_is_open_stands_in_the_address(visit: Visit, pages: Pages, size: str) -> None:
    if size == "phone":
        pytest.skip("the address is the same one on a small screen")
    window = visit(pages("continents"), "open=3,5")
    assert window.now("open") == [3, 5]
    assert "open=3,5" in window.run("() => location.hash")


def test_back_and_forward_go_through_what_was_chosen(visit: Visit, pages: Pages) -> None:
    window = visit(pages("news"))
    window.set(node=STARBRIDGE)
    window.set(hops=1)
    window.set(node=LIN)
    window.page.go_back()
    window.rest()
    assert (window.now("node"), window.now("hops"), window.title()) == (STARBRIDGE, 1, "星桥科技")
    window.page.go_back()
    window.rest()
    assert (window.now("node"), window.now("hops")) == (STARBRIDGE, 0)
    window.page.go_back()
    window.rest()
    assert window.now("node") == ""
    assert window.find("#panel").is_hidden()
    window.page.go_forward()
    window.page.go_forward()
    window.page.go_forward()
    window.rest()
    assert (window.now("node"), window.title()) == (LIN, "林晓舟")


HOSTILE = (
    "node=javascript:alert(1)&fact=<img src=x onerror=alert(1)>&article=//tracker.example",
    "node=__proto__&add=constructor,toString&hops=9&path=a",
    "pins=%&at=1e9,NaN,-1&open=-7,1e99,x&sure=1e3&from=2024-02-31&to=tomorrow",
    "hide=%E0%A4%A&without=" + "x," * 2000 + "&mode=alert&lang=xx&theme=url(//tracker.example)",
    "%",
    "=&&==node",
    "x" * 60_000,
)


def test_a_hostile_address_is_as_good_as_none(visit: Visit, pages: Pages, size: str) -> None:
    if size == "phone":
        pytest.skip("the address is the same one on a small screen")
    rows = news_rows()
    window = visit(pages("news"))
    start = window.run("() => kgPage.state.now")
    for fragment in HOSTILE:
        window.go(quote(fragment, safe="%=&,:/()<>#*+"))
        now = window.run("() => kgPage.state.now")
        assert {k: v for k, v in now.items() if k not in ("withoutEdges", "withoutTypes", "withoutSources")} == {
            k: v for k, v in start.items() if k not in ("withoutEdges", "withoutTypes", "withoutSources")
        }
        assert window.seen() == expected(rows, Choice())


def test_the_link_is_copied(visit: Visit, pages: Pages, size: str) -> None:
    window = visit(pages("news"), "node=" + quote(STARBRIDGE))
    window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.tool("复制链接")
    assert "链接已复制" in window.text("#toast")
    assert window.run("() => navigator.clipboard.readText()") == window.run("() => location.href")


def cells(window: Any, column: int) -> list[str]:
    return list(window.texts(f"#table tbody tr td:nth-child({column})"))


def test_the_table_lists_what_is_seen_and_sorts(visit: Visit, pages: Pages) -> None:
    rows = news_rows()
    window = visit(pages("news"))
    window.set(withoutTypes=["Claim"], withoutSources=["商业周刊"])
    window.click("#views [data-key=view-table]")
    nodes, _ = expected(rows, Choice(types=frozenset({"Claim"}), publishers=frozenset({"商业周刊"})))
    assert window.seen()[0] == nodes
    assert window.text("#table .tabs [data-key=nodes]") == f"节点 {len(nodes)}"
    assert window.find("#table tbody tr").count() == len(nodes)
    shown = [int(n) for n in cells(window, 3)]
    assert shown == sorted(shown, reverse=True)
    window.click("#table [data-column='2']")
    assert window.find("#table th[aria-sort=descending]").count() == 1
    window.click("#table [data-column='2']")
    assert [int(n) for n in cells(window, 3)] == sorted(shown)
    assert window.run("() => document.activeElement.dataset.column") == "2"
    window.click("#table [data-column='0']")
    assert window.find("#table th").first.get_attribute("aria-sort") == "ascending"
    window.find("#table .within").fill("林晓舟")
    window.rest()
    assert cells(window, 1)[0] == "林晓舟"
    assert len(cells(window, 1)) < len(nodes)
    window.shot("table")


def test_the_table_is_used_with_the_keyboard_and_its_rows_open_the_panel(visit: Visit, pages: Pages) -> None:
    rows = news_rows()
    window = visit(pages("news"))
    window.press("t")
    assert window.now("mode") == "table"
    window.find("#table td button").first.focus()
    window.press("ArrowDown", "ArrowDown", "ArrowUp")
    assert window.run("() => document.activeElement.dataset.row") == "1"
    name = cells(window, 1)[1]
    window.press("Enter")
    assert window.title() == name
    assert window.find("#table tr[aria-selected=true]").count() == 1
    window.click("#panel .close")
    window.click("#table .tabs [data-key=facts]")
    window.page.wait_for_function(
        "(n) => document.querySelector('#table [data-key=facts]').textContent.endsWith(n)",
        arg=str(len(rows.assertions)),
    )
    window.find("#table .within").fill("南屿食品 收购")
    window.rest()
    window.click("#table tbody tr td:nth-child(2)")
    assert window.title() == "收购"


@pytest.mark.threat("csv")
def test_the_table_is_saved_as_csv_that_no_spreadsheet_calculates(visit: Visit, pages: Pages, tmp_path: Path) -> None:
    window = visit(pages("news"))
    window.set(mode="table")
    with window.page.expect_download() as waiting:
        window.click("#table .bar button[aria-label^=CSV]")
    path = tmp_path / "table.csv"
    waiting.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        head, *body = csv.reader(lines)
    assert head[:2] == ["名称", "类型"]
    assert len(body) == len(window.seen()[0])
    assert not [cell for row in body for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert ["星桥科技", "公司"] in [row[:2] for row in body]


def test_facts_are_saved_with_their_whole_words_and_where_they_were_published(
    visit: Visit, pages: Pages, tmp_path: Path
) -> None:
    rows = news_rows()
    window = visit(pages("news"))
    window.set(mode="table", withoutTypes=[])
    window.click("#table .tabs [data-key=facts]")
    with window.page.expect_download() as waiting:
        window.click("#table .bar button[aria-label^=CSV]")
    path = tmp_path / "facts.csv"
    waiting.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        saved = list(csv.DictReader(lines))
    assert len(saved) == len(rows.assertions)
    assert sorted(row["对谁"] for row in saved if row["种类"] == "言论") == sorted(c.text for c in rows.claims)
    words = {q.exact for f in rows.assertions for q in f.evidence}
    assert {quoted for row in saved for quoted in row["原文"].split(" | ")} <= words
    assert {row["发布者"] for row in saved} >= {"晨报"}
    assert all(row["文章标题"] for row in saved)
