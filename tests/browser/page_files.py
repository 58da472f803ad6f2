"""The pages that are opened in the browser, made by what makes them for users."""

from __future__ import annotations

from news import continents, news, news_texts
from published import Telling, every_kind, store_of, wheel_of_companies

from benchmarks.invented_graph import invented_graph
from kg.model import EntityType, EventType, RelationType, Role
from kg.publish.page import page_html, page_matter
from kg.publish.page.bundle import matter
from kg.publish.page.placing import place
from kg.publish.rows import Corpus
from kg.store import OxigraphStore

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


def hostile() -> OxigraphStore:
    """Every payload as name, alias, title, event, words said, metric, headline and publisher."""
    articles = []
    for n, payload in enumerate(PAYLOADS):
        told = Telling(f"前文{payload}后文", f"{n}.md", "javascript:alert('url')", payload, payload)
        person = told.entity(payload, EntityType.PERSON, [payload + "别名"])
        company = told.entity(payload)
        told.post(person, payload, company, payload)
        told.relation(person, RelationType.FOUNDER_OF, company, payload)
        told.event(EventType.CONFERENCE, payload, payload, (Role.ORGANIZER, company), (Role.SPEAKER, person))
        told.claim(person, payload)
        told.figure(company, payload, 5, payload, payload)
        articles.append(told.facts())
    return store_of(*articles)


def hostile_texts(_: str) -> str:
    """Whatever text is asked for: all payloads."""
    return "".join(PAYLOADS)


def of_rows(corpus: Corpus, title: str, texts: dict[str, str] | None = None) -> str:
    """The page of rows."""
    made = matter(corpus, title, (texts or {}).get)
    place(made.bundle)
    return page_html(made)


def _of_claims() -> str:
    corpus, texts = invented_graph(600)
    return of_rows(corpus, "六百", texts)


PAGES = {
    "news": lambda: page_html(page_matter(news(), "星桥见闻", texts=news_texts().get)),
    "quotes": lambda: page_html(page_matter(news(), "星桥见闻")),
    "every-kind": lambda: page_html(page_matter(every_kind(), "星桥")),
    "claims": _of_claims,
    "continents": lambda: of_rows(continents(126, 99), "大陆"),
    "hostile": lambda: page_html(page_matter(hostile(), PAYLOADS[0], texts=hostile_texts)),
    "part": lambda: page_html(page_matter(wheel_of_companies(59), "轴", limit=50)),
    "empty": lambda: page_html(page_matter(store_of())),
}
"""Name → how the page is made. ``quotes`` keeps no texts of articles."""
