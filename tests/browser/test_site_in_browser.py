"""The pages of `kg serve` over the examples, as a reader uses them; Python counts the same in the store."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from axe import faults
from window import Window

from kg.pipeline.workplace import Workplace
from kg.publish.load import load
from kg.publish.rows import Corpus
from kg.store import OxigraphStore

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"desktop": (1400, 860), "phone": (390, 844)}
IN_TIME = 15_000

Enter = Callable[..., Any]


class Site(Window):
    """A page of the server; all that it asks for is the server's own."""

    def owns(self, address: str) -> bool:
        return address.startswith(self.address)

    def enter(self, path: str) -> None:
        """Opens a page of the site."""
        self.page.goto(self.address + path)


@pytest.fixture(scope="module")
def rows(built: Path) -> Corpus:
    """What the store of the examples says."""
    store = OxigraphStore(Workplace(built).store, read_only=True)
    corpus = load(store)
    store.close()
    return corpus


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    """The address of a server over the examples."""
    command = [sys.executable, "-m", "kg.cli.main", "serve", "-o", str(built), "--no-open", "--port", "0"]
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        told = process.stderr.readline()
        assert told.startswith("http://"), told
        yield told.split()[0]
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture
def enter(browser: Browser, size: str, address: str) -> Iterator[Enter]:
    """Opens a page; afterwards it must have asked nobody else, and the console must be silent."""
    opened: list[tuple[Site, bool]] = []

    def entered(path: str = "", language: str = "zh-CN", scheme: str = "light", loud: bool = False) -> Site:
        width, height = SIZES[size]
        small = size == "phone"
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=small,
            is_mobile=small,
            locale=language,
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        site = Site(context.new_page(), address, small)
        opened.append((site, loud))
        site.enter(path)
        return site

    yield entered
    for site, loud in opened:
        requests, complaints, dialogs = site.requests, site.complaints, site.dialogs
        site.page.context.close()
        assert (requests, dialogs) == ([], [])
        assert loud or complaints == []


def local(iri: str) -> str:
    """The path under which the server has an IRI."""
    return "id/" + iri.partition("/id/")[2]


def download(site: Site, link: str) -> bytes:
    with site.page.expect_download() as waiting:
        site.find(f".downloads a:has-text('{link}')").click()
    return Path(waiting.value.path()).read_bytes()


def test_the_first_page_counts_what_is_there_and_leads_on(enter: Enter, rows: Corpus) -> None:
    site = enter()
    counts = dict(
        zip(
            ("articles", "Company", "Person", "Product", "Organization", "Place", "events", "claims", "figures"),
            (int(n) for n in site.texts(".totals b")),
            strict=True,
        )
    )
    of_type = [entity.type for entity in rows.entities.values()]
    assert counts == {
        "articles": len(rows.sources),
        **{t: of_type.count(t) for t in ("Company", "Person", "Product", "Organization", "Place")},
        "events": len(rows.events),
        "claims": len(rows.claims),
        "figures": len(rows.figures),
    }
    name = site.text(".most ol a >> nth=0")
    site.find(".most ol a").first.click()
    assert site.text("h1") == name


def test_an_entity_has_an_address_that_stays_with_its_quotations(enter: Enter, rows: Corpus) -> None:
    post = rows.posts[0]
    site = enter(local(post.organization))
    assert site.text("h1") == rows.entities[post.organization].name
    words = {q.exact for f in rows.assertions if post.organization in f.entities for q in f.evidence}
    marks = site.texts("main mark")
    assert marks
    assert {mark for mark in marks if not any(mark in word for word in words)} == set()
    site.find(f"main a[href='/{local(post.person)}']").first.click()
    assert site.text("h1") == rows.entities[post.person].name
    assert site.page.url.endswith(local(post.person))


def test_an_article_marks_its_assertions(enter: Enter, rows: Corpus) -> None:
    source = rows.posts[0].evidence[0].source
    site = enter(local(source.iri))
    assert source.headline in site.text("h1")
    exact = [q.exact for f in rows.assertions for q in f.evidence if q.source.iri == source.iri]
    text = re.sub(r"\s", "", "".join(site.texts("main mark")))
    assert all(re.sub(r"\s", "", e)[:6] in text for e in exact)


@pytest.mark.parametrize(
    ("page", "field", "what"),
    [
        ("claims", "attribution", "DirectQuote"),
        ("claims", "q", "公司"),
        ("figures", "metric", "营收"),
        ("figures", "source", ""),
    ],
)
def test_a_table_is_filtered_and_its_downloads_hold_exactly_what_is_shown(
    enter: Enter, rows: Corpus, page: str, field: str, what: str
) -> None:
    site = enter(page)
    of_kind = getattr(rows, page)
    what = what or next(p for f in rows.figures if (p := f.evidence[0].source.publisher))
    tests = {
        "attribution": lambda f: f.attribution == what,
        "q": lambda f: what in f.text,
        "metric": lambda f: what in f.metric,
        "source": lambda f: what in {q.source.publisher for q in f.evidence},
    }
    expected = {f.iri for f in of_kind if tests[field](f)}
    assert 0 < len(expected) < len(of_kind)
    control = site.find(f"form.filters [name={field}]")
    if control.evaluate("(e) => e.tagName") == "SELECT":
        control.select_option(what)
    else:
        control.fill(what)
    site.find("form.filters button.solid").click()
    site.page.wait_for_url(lambda url: f"{field}=" in url)
    shown = site.run("() => [...document.querySelectorAll('table.sheet tbody tr')].length")
    assert site.text(".found").split()[0] == str(len(expected))
    assert shown == len(expected), "one page of the table"
    site.shot(page)
    table = list(csv.DictReader(io.StringIO(download(site, "CSV").decode("utf-8-sig"))))
    given = json.loads(download(site, "JSON"))
    assert {row["iri"] for row in table} == {row["iri"] for row in given["rows"]} == expected
    turtle = download(site, "Turtle").decode()
    kind = page.removesuffix("s")
    assert {iri.rpartition("/")[2] for iri in expected} == set(
        re.findall(rf"{kind}[/:](\w{{16}})[> ]+a ", turtle)
    ) or all(iri.rpartition("/")[2] in turtle for iri in expected)


def test_a_table_is_sorted_by_its_columns(enter: Enter, rows: Corpus) -> None:
    site = enter("figures")
    site.find("th a[href*='sort=-value']").click()
    assert site.find("th[aria-sort=descending]").count() == 1
    first = json.loads(download(site, "JSON"))["rows"]
    values = [row["value"] for row in first if row["value"] is not None]
    assert [float(v) for v in values] == sorted((float(v) for v in values), reverse=True)
    site.find("th[aria-sort=descending] a").click()
    assert site.find("th[aria-sort=ascending]").count() == 1


def test_the_calendar_shows_a_month_and_a_day(enter: Enter, rows: Corpus) -> None:
    site = enter("events?month=2026-03")
    of_month = [e for e in rows.events if e.date.startswith("2026-03")]
    assert of_month
    dated = {e.date for e in of_month if len(e.date) == 10}
    days = site.run("() => [...document.querySelectorAll('table.grid a.day time')].map((t) => t.dateTime)")
    assert set(days) == dated
    site.shot("calendar")
    day = min(dated)
    site.find(f"table.grid a.day:has(time[datetime='{day}'])").click()
    assert f"day={day}" in site.page.url
    assert site.find(".list ol.facts > li").count() == sum(e.date == day for e in of_month)
    site.find("nav.years a").last.click()
    assert site.find(".list ol.facts > li").count() > 0


def test_the_search_finds_by_pinyin(enter: Enter, rows: Corpus) -> None:
    from pypinyin import lazy_pinyin

    name = next(e.name for e in rows.entities.values() if e.type == "Company" and re.fullmatch("[一-鿿]+", e.name))
    site = enter()
    box = site.find("main form.find input, header form.find input").last
    box.fill("".join(lazy_pinyin(name)))
    box.press("Enter")
    assert name in site.texts(".hits .name span")


def test_language_and_theme_are_switched_and_kept(enter: Enter) -> None:
    site = enter("claims")
    site.find("header .manner a.word").click()
    assert site.run("() => document.documentElement.lang") == "en"
    assert site.text("h1") == "Claims"
    site.enter("figures")
    assert site.run("() => document.documentElement.lang") == "en"
    site.find("#theme").click()
    site.find("#theme").click()
    assert site.run("() => document.documentElement.dataset.theme") == "dark"
    site.enter("")
    assert site.run("() => document.documentElement.dataset.theme") == "dark"
    assert enter("", language="en-US").run("() => document.documentElement.lang") == "en"


def written(site: Site) -> str:
    """What the editor holds."""
    return "\n".join(site.page.locator("#editor .cm-line").all_text_contents())


def write(site: Site, text: str) -> None:
    site.find("#editor .cm-content").click()
    site.page.keyboard.press("Control+a")
    site.page.keyboard.press("Backspace")
    site.page.keyboard.insert_text(text)


def ask(site: Site) -> None:
    site.page.keyboard.press("Control+Enter")
    site.page.wait_for_function("() => /\\d/.test(document.getElementById('status').textContent)")


COMPANIES = """SELECT ?company ?name (COUNT(?s) AS ?n) {
  ?s ?p ?company . ?company a kg:Company ; schema:name ?name
} GROUP BY ?company ?name ORDER BY ?name"""


def test_a_query_is_written_with_completion_run_looked_at_and_sent(enter: Enter, rows: Corpus) -> None:
    site = enter("sparql")
    site.page.wait_for_function("() => document.querySelectorAll('#examples li').length > 3")
    write(site, "SELECT ?c { ?c a ")
    site.page.keyboard.type("kg:Comp", delay=20)
    offered = site.page.locator("#editor .cm-tooltip-autocomplete li")
    offered.first.wait_for()
    assert "kg:Company" in offered.first.inner_text()
    site.page.wait_for_timeout(100)  # a choice made at once might be one of the options before
    site.page.keyboard.press("Enter")
    site.page.keyboard.type(" }")
    assert "kg:Company" in written(site)
    ask(site)
    companies = {e.name: iri for iri, e in rows.entities.items() if e.type == "Company"}
    assert site.find("#answer tbody tr").count() == len(companies)
    write(site, COMPANIES)
    ask(site)
    assert set(companies) <= set(site.texts("#answer tbody td:nth-child(2)"))
    links = site.run("() => [...document.querySelectorAll('#answer tbody a')].map((a) => a.pathname)")
    assert {f"/{local(iri)}" for iri in companies.values()} <= set(links)
    site.find("#looks [data-look=chart]").click()
    assert site.find("#answer svg").count() >= 1
    site.shot("sparql-chart")
    site.find("#looks [data-look=text]").click()
    assert "company" in site.text("#answer pre")
    write(site, "CONSTRUCT { ?p kg:worksFor ?o } WHERE { ?s a kg:Post ; kg:holder ?p ; kg:organization ?o }")
    ask(site)
    site.find("#looks [data-look=graph]").click()
    fragment = site.run("() => location.hash")
    other = enter(f"sparql{fragment}")
    other.page.wait_for_function("() => /\\d/.test(document.getElementById('status').textContent)")
    assert written(other) == written(site)
    assert other.find("#looks [data-look=graph]").get_attribute("aria-selected") == "true"
    assert other.text("#status").split()[0] == site.text("#status").split()[0]


def test_what_is_typed_over_lines_replaces_them_in_silence(enter: Enter) -> None:
    site = enter("sparql")  # the console must be silent: Chromium itself would set a style
    site.page.locator("#editor .cm-content").click()
    site.page.keyboard.press("Control+A")
    site.page.keyboard.type("ASK { ?c a kg:C", delay=20)
    site.page.locator("#editor .cm-tooltip-autocomplete li").first.wait_for()
    site.page.keyboard.press("Escape")
    assert written(site) == "ASK { ?c a kg:C}"
    site.page.keyboard.press("Control+A")
    site.page.keyboard.type("(")  # brackets close around a selection as before
    assert written(site) == "(ASK { ?c a kg:C})"


def test_an_answer_below_the_fold_comes_into_view(enter: Enter) -> None:
    site = enter("sparql")
    site.page.set_viewport_size({"width": 390, "height": 600})
    write(site, COMPANIES)
    ask(site)
    top = site.run("() => document.querySelector('.answers').getBoundingClientRect().top")
    assert 0 <= top < 420


def test_a_chart_of_equal_numbers_says_that_it_tells_nothing(enter: Enter) -> None:
    site = enter("sparql")
    write(site, "SELECT ?c (1 AS ?n) { ?c a kg:Company }")
    ask(site)
    site.find("#looks [data-look=chart]").click()
    assert site.page.locator("#answer svg").count() == 0
    assert "没有可比较" in site.text("#answer .quiet") or "nothing to compare" in site.text("#answer .quiet")


def test_an_error_is_told_and_its_place_is_marked(enter: Enter) -> None:
    site = enter("sparql", loud=True)  # the browser itself logs the answer 400
    write(site, "SELECT ?c {\n  ?c a kg:Company ; ;; nonsense(\n}")
    site.page.keyboard.press("Control+Enter")
    site.find("#answer [role=alert]").wait_for()
    assert site.page.locator("#editor .cm-wrong").count() == 1
    assert [c for c in site.complaints if "400" not in c] == []


def test_a_stored_query_is_filled_in_by_its_form(enter: Enter, rows: Corpus) -> None:
    site = enter("sparql")
    site.page.wait_for_function("() => document.querySelectorAll('#examples li').length > 3")
    organization = next(p.organization for p in rows.posts)
    company = rows.entities[organization].name
    item = site.find("#examples li:has(input[required])").filter(has_text="任职").first
    item.locator("summary").click()
    item.locator("input").first.fill(company)
    item.locator("button[type=submit]").click()
    site.page.wait_for_function("() => /\\d/.test(document.getElementById('status').textContent)")
    assert re.search(rf"VALUES \?organization {{[^}}]*<{re.escape(organization)}>", written(site))
    assert site.find("#answer tbody tr").count() >= 1


def explorer(enter: Enter, path: str, **how: Any) -> Site:
    site: Site = enter(path, **how)
    site.page.wait_for_function("() => window.kgPage && kgPage.readyAt > 0")
    site.run("() => kgPage.ready")
    return site


def test_the_explorer_brings_neighbours_when_they_are_asked_for(enter: Enter, rows: Corpus) -> None:
    site = explorer(enter, "explore?limit=3")
    before = site.run("() => kgPage.model.nodes.size")
    assert before <= 3
    iri = site.run("() => [...kgPage.model.nodes.keys()][0]")
    site.click_node(iri)
    site.page.wait_for_function("(n) => kgPage.model.nodes.size > n", arg=before)
    site.find("#panel mark").first.wait_for()
    words = {q.exact for f in rows.assertions for q in f.evidence}
    assert set(site.texts("#panel mark")) <= words
    site.set(hops=1)
    known = site.run("(iri) => kgPage.model.nodes.get(iri).edges.length", iri)
    assert known > 0
    site.shot("explorer-live")


def test_the_explorers_search_asks_the_server_for_what_it_does_not_have(enter: Enter, rows: Corpus) -> None:
    site = explorer(enter, "explore?limit=2")
    here = set(site.run("() => [...kgPage.model.nodes.values()].map((n) => n.name)"))
    missing = next(e for e in rows.entities.values() if e.type == "Person" and e.name not in here)
    site.find("#search").fill(missing.name)
    offer = site.find(f"#matches [role=option]:has-text('{missing.name}')")
    offer.first.wait_for()
    offer.first.click()
    site.page.wait_for_function("(iri) => kgPage.state.now.node === iri", arg=missing.iri)
    assert site.title() == missing.name


def test_enter_takes_what_is_asked_for_even_before_the_server_has_answered(enter: Enter, rows: Corpus) -> None:
    site = explorer(enter, "explore?limit=3")
    here = set(site.run("() => [...kgPage.model.nodes.values()].map((n) => n.name)"))
    missing = next(e for e in rows.entities.values() if e.type == "Person" and e.name not in here)
    site.find("#search").fill(sorted(here)[0][0])
    site.find("#search").fill(missing.name)
    site.press("Enter")
    site.page.wait_for_function("(iri) => kgPage.state.now.node === iri", arg=missing.iri)


def test_the_explorer_says_that_it_holds_a_part(enter: Enter, rows: Corpus) -> None:
    site = explorer(enter, "explore?limit=3")
    total = site.run("() => kgPage.model.totals.nodes")
    assert f"最相连的 3 个，共 {total:,} 个" in site.text("#notice")
    site.set(node=site.run("() => [...kgPage.model.nodes.keys()][0]"))
    site.page.wait_for_function("() => kgPage.model.nodes.size > 3")
    site.page.wait_for_function("() => document.querySelector('#notice').textContent.includes('现有')")


def test_the_explorer_opens_a_view_that_was_sent_and_reads_an_article(enter: Enter, rows: Corpus) -> None:
    post = rows.posts[0]
    site = explorer(enter, f"explore?limit=2#node={quote(post.person)}")
    site.find("#panel mark").first.wait_for()
    assert site.title() == rows.entities[post.person].name
    site.find("#panel blockquote").first.click()
    site.find("#reader mark.now").first.wait_for()
    assert site.find("#reader mark").count() >= 1


PAGES = ("", "articles", "events", "claims", "figures", "sparql", "search?q=a", "explore")


def test_axe_finds_no_serious_fault_on_any_page_and_nothing_scrolls_sideways(
    enter: Enter, rows: Corpus, size: str
) -> None:
    post, scheme = rows.posts[0], {"desktop": "dark", "phone": "light"}[size]
    site = enter("", scheme=scheme)
    found, wide = {}, []
    for path in (*PAGES, local(post.organization), local(post.iri), local(post.evidence[0].source.iri)):
        site.enter(path)
        if path in ("sparql", "explore"):
            site.page.wait_for_load_state("networkidle")
        name = re.sub(r"\W.*", "", path.removeprefix("id/")) or "home"
        site.shot(f"site-{name}-{scheme}")
        found[path] = faults(site)
        if site.run("() => document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)
    assert found == {path: [] for path in found}
    assert wide == []
