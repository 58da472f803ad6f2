"""Whatever articles and readers say stays text; every address is one of ours or a sound one of the web."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import groupby, islice, pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from asked_pages import Looked, Site, with_texts
from published import Telling, every_kind, store_of

from kg.model import ArticleFacts, EntityType, EventType, RelationType, Role
from kg.rdf import DEFAULT_BASE
from kg.serve.page import Asked
from kg.serve.pages import rendering
from kg.serve.pages.errors import failed, missing
from kg.serve.pages.rendering import Context
from kg.serve.words import WEEKDAYS, WORDS
from kg.store import OxigraphStore

PAYLOADS = (
    "</script><script>alert('script')</script>",
    "<img src=x onerror=alert('image')>",
    "<a href=javascript:alert('anchor')>href</a>",
    "javascript:alert('scheme')",
    '"onmouseover="alert(\'attribute\')" x="',
    "' onfocus='alert(1)' autofocus='",
    "<svg/onload=alert('svg')>",
    "<!--<script>",
    "\u2028alert('separator')\u2029",
    "{{7*7}}${alert('template')}{% raw %}",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<link rel=stylesheet href=https://tracker.example/a.css><style>*{display:none}</style>",
    "<base href=https://tracker.example/><form action=https://tracker.example/><meta http-equiv=refresh content=0>",
    "</mark></a></p></main><h1>别处</h1>",
    "&lt;b&gt;&#x3c;i&#x3e;",
)
PAGES = ("", "search", "articles", "events", "events?month=2024-03", "events?month=none", "claims", "figures")
KNOWN = re.compile(
    r"(?:/news(?:/(?:id/[^\"<>]+|resource\?iri=[^\"<>]+|static/site\.(?:js|css)\?v=\w*|explore(?:#[^\"<>]*)?|sparql|search(?:\?[^\"<>]*)?"
    r"|articles(?:\?[^\"<>]*)?|events(?:\?[^\"<>]*)?|claims(?:\?[^\"<>]*)?|figures(?:\?[^\"<>]*)?)?|/)"
    r"|\?[^\"<>]*|#[\w-]+|data:,|https://(?:news|n)\.example/[^\"<>]*)"
)


def hostile() -> list[ArticleFacts]:
    """Every payload as name, alias, title, event, words said, metric, unit, headline, publisher and address."""
    articles = []
    for n, payload in enumerate(PAYLOADS):
        told = Telling(
            f"前文{payload}后文", f"{n}{payload.replace('/', '')}", "javascript:alert('url')", payload, payload
        )
        person = told.entity(payload, EntityType.PERSON, [payload + "别名"])
        company = told.entity(payload)
        told.post(person, payload, company, payload)
        told.relation(person, RelationType.FOUNDER_OF, company, payload)
        told.event(EventType.CONFERENCE, payload, payload, (Role.ORGANIZER, company), (Role.SPEAKER, person))
        told.claim(person, payload)
        told.figure(company, payload, 5, payload, payload)
        articles.append(told.facts())
    return articles


def things(store: OxigraphStore, of_each: int = 3) -> list[str]:
    """So many things of each kind that has IRIs of ours."""
    subjects = {s.partition("> ")[0][1:] for g in store.graphs() for s in store.statements(g)}
    ours = sorted(iri.removeprefix(DEFAULT_BASE) for iri in subjects)
    return [thing for _, of in groupby(ours, lambda iri: iri.partition("/")[0]) for thing in islice(of, of_each)]


def foreign(page: Looked) -> list[str]:
    """Elements and attributes that none of our templates has."""
    allowed = {
        "script": ["site.js"],
        "link": ["site.css", "data:,", "format="],
        "style": [],
        "iframe": [],
        "img": [],
        "base": [],
    }
    found = [
        str(e)[:100]
        for tag, ours in allowed.items()
        for e in page.all(tag)
        if not any(known in str(e.get("src") or e.get("href") or "") for known in ours) or e.get_text(strip=True)
    ]
    found += [
        str(e)[:100]
        for e in page.all("*")
        if any(a.startswith("on") or a in ("style", "srcdoc", "autofocus") for a in e.attrs)
    ]
    return found + [
        link for link in page.links() if link.strip().lower().startswith(("javascript:", "data:text", "vbscript:"))
    ]


@pytest.fixture(scope="module")
def articles() -> list[ArticleFacts]:
    return hostile()


@pytest.fixture(scope="module")
def store(articles: list[ArticleFacts]) -> OxigraphStore:
    return store_of(*articles)


@pytest.mark.threat("xss", control=True)
def test_the_check_itself_can_fail() -> None:
    for payload in (
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=javascript:alert(1)>x</a>",
        "<p style=color:red>",
    ):
        assert foreign(Looked(f"<html><body>{payload}</body></html>"))


@pytest.mark.threat("xss")
@pytest.mark.parametrize("kept", [True, False])
def test_hostile_articles_stay_text_on_every_page(
    store: OxigraphStore, articles: list[ArticleFacts], tmp_path: Path, kept: bool
) -> None:
    site = Site(store, with_texts(tmp_path, *articles) if kept else None, language="en" if kept else "zh")
    seen = ""
    told = {one.article.id for one in articles}
    for address in (*PAGES, *(f"id/{thing}" for thing in {*told, *things(store)})):
        page = site.look(address)
        assert not foreign(page), address
        assert len(page.all("h1")) == 1, address
        assert page.all("main > *"), address
        assert page.all("footer"), address
        seen += page.soup.get_text()
    for payload in PAYLOADS:
        assert payload.strip("\u2028\u2029") in seen


@pytest.mark.threat("xss")
def test_hostile_questions_stay_text(store: OxigraphStore) -> None:
    site = Site(store)
    for payload in (*PAYLOADS[::2], "%3Cscript%3E", "\x00", "a" * 5000):
        asked = quote(payload, safe="")
        for address in (
            "search?q={}",
            "search?q=x&type={}",
            "claims?q={}&sort={}&source={}",
            "figures?unit={}&metric={}&about={}",
            "events?who={}&source={}&month={}&day={}",
            "articles?q={}&names={}&from={}",
            "id/{}",
            "resource?iri={}",
        ):
            page = site.page(address.replace("{}", asked))
            looked = Looked(page.body.decode())
            assert not foreign(looked), address
            assert len(looked.all("h1")) == 1


def test_hostile_errors_stay_text() -> None:
    asked = Asked(path={}, query=(("q", "<script>"),), root="/news")
    for payload in PAYLOADS:
        for page in (failed(asked, payload, 500), missing(asked, payload)):
            assert not foreign(Looked(page.body.decode()))
            assert page.status in (404, 500)


@pytest.mark.threat("iris")
def test_every_address_begins_with_the_root_or_is_a_sound_one_of_the_web(
    store: OxigraphStore, articles: list[ArticleFacts], tmp_path: Path
) -> None:
    for site in (
        Site(store, with_texts(tmp_path, *articles), root="/news"),
        Site(every_kind(), with_texts(tmp_path), root="/news"),
    ):
        for address in (*PAGES, "id/nothing", *(f"id/{t}" for t in things(site.store, 2))):
            links = list(Looked(site.page(address).body.decode()).links())
            assert links
            assert not [link for link in links if not KNOWN.fullmatch(link)], address


def test_addresses_on_pages_lead_somewhere(tmp_path: Path) -> None:
    site = Site(every_kind(), with_texts(tmp_path), root="")
    waiting = [""]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop()
        page = site.page(address)
        assert page.status == 200, address
        if not page.media_type.startswith("text/html"):
            continue
        for link in Looked(page.body.decode()).links():
            to = link.partition("#")[0]
            to = address.partition("?")[0] + to if to.startswith("?") else to.removeprefix("/")
            skip = ("static/", "sparql", "https://", "data:", "explore")
            if link.startswith("#") or to in seen or to.startswith(skip) or "lang=" in to or len(seen) > 200:
                continue
            seen.add(to)
            waiting.append(to)
    assert len(seen) > 100


def test_anchors_on_pages_exist(tmp_path: Path) -> None:
    site = Site(every_kind(), with_texts(tmp_path))
    for address in (*PAGES, *(f"id/{t}" for t in things(site.store, 2))):
        page = site.look(address)
        ids = [str(e["id"]) for e in page.all("[id]")]
        assert len(ids) == len(set(ids)), address
        wanted = {link[1:] for link in page.links() if link.startswith("#")}
        wanted |= {name for e in page.all("[aria-labelledby]") for name in str(e["aria-labelledby"]).split()}
        assert wanted <= set(ids), address


def test_pages_have_landmarks_captions_and_labels(tmp_path: Path) -> None:
    site = Site(every_kind(), with_texts(tmp_path))
    for address in (*PAGES, *(f"id/{t}" for t in things(site.store, 2))):
        page = site.look(address)
        assert page.all("header nav[aria-label]")
        assert page.all("main#main")
        assert page.all("a.skip[href='#main']")
        assert all(table.caption for table in page.all("table")), address
        assert all(th.get("scope") for th in page.all("th")), address
        levels = [int(h.name[1]) for h in page.all("main :is(h1, h2, h3)")]
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels)), address
        for field in page.all("input:not([type=hidden]), select"):
            assert field.get("aria-label") or field.find_parent("label"), address


def test_iris_that_no_path_can_carry_go_into_a_parameter() -> None:
    context = Context(Asked(path={}, query=(), root="/news", base=DEFAULT_BASE))
    assert context.iri(f"{DEFAULT_BASE}company/1") == "/news/id/company/1"
    for strange in ("company/../x", "company/./x", "a b", "a?b", "a#b", "a%2F", "a//b", "/x", "", '"><script>', "名"):
        assert context.iri(DEFAULT_BASE + strange).startswith("/news/resource?iri=https%3A%2F%2F")
    assert context.iri("javascript:alert(1)") == "/news/resource?iri=javascript%3Aalert%281%29"


def templates() -> dict[str, str]:
    folder = files("kg.serve") / "templates"
    return {f.name: f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(".html")}


def test_every_word_is_known_and_said_in_both_languages() -> None:
    text = "".join(templates().values())
    used = set(re.findall(r"c\.(?:say|many)\('([\w.]+)'[,)]", text))
    assert used <= set(WORDS)
    for key, (zh, en) in [*WORDS.items(), *((day[0], day) for day in WEEKDAYS)]:
        assert all((zh, en)), key
        assert sorted(re.findall(r"{\w+}", zh)) == sorted(re.findall(r"{\w+}", en)), key


def test_templates_escape_everything_and_have_no_code_inside() -> None:
    assert rendering.environment().autoescape is True
    for name, text in templates().items():
        unescaped = re.findall(r"{{[^}]*\|\s*safe[^}]*}}", text)
        assert unescaped == (["{{ body | safe }}"] if name == "explore.html" else []), name
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|javascript:", text), name


def test_both_languages_are_spoken_and_can_be_changed(tmp_path: Path) -> None:
    for language, other, words in (("zh", "en", "最新事件"), ("en", "zh", "Newest events")):
        site = Site(every_kind(), language=language)  # type: ignore[arg-type]
        page = site.look("")
        assert words in page.text()
        assert page.soup.html is not None
        assert str(page.soup.html["lang"]).startswith(language)
        assert f"?lang={other}" in set(page.links())
        assert f"?q=x&lang={other}" in set(site.look("search?q=x").links())
