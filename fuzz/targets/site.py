"""The pages of the server: whatever facts and readers say stays text."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from typing import TYPE_CHECKING
from zlib import crc32

from fuzz.grammar import MARKUP, NAMES, split, strings
from fuzz.rows import STRINGS, facts_of
from fuzz.target import Target, must
from kg.rdf import DEFAULT_BASE, article_graph
from kg.serve.jobs import make
from kg.serve.page import Asked
from kg.store import OxigraphStore

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

PAGES = ("home:home", "articles:articles", "events:events", "claims:claims", "figures:figures", "find:find")
_EXPLORED = ("api:graph", "api:node", "api:search", "api:article")
_ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "xlink:href", "content")
_RUNS = re.compile(r"[\x00-\x20]*(?:javascript|vbscript|data:text)", re.IGNORECASE)


def check(data: bytes) -> None:
    some = split(data, STRINGS)
    facts = facts_of(some)
    graph = article_graph(facts)
    with OxigraphStore() as store:
        store.replace_graph(graph.name, graph.statements)
        told = (facts.entities, facts.posts, facts.relations, facts.events, facts.claims, facts.figures)
        things = [facts.article.id, *(str(thing.id) for kind in told for thing in kind)]
        n = crc32(data)
        _look(store, PAGES[n % len(PAGES)], some, n)
        _look(store, "resource:resource", some, n, str(things[n % len(things)]))
        _look(store, "resource:resource", some, n, some[0])
        _look(store, _EXPLORED[n % len(_EXPLORED)], some, n, str(things[n % len(things)]))


def _look(store: OxigraphStore, function: str, some: list[str], n: int, local: str = "") -> None:
    names = (
        "q",
        "type",
        "sort",
        "source",
        "unit",
        "metric",
        "about",
        "who",
        "month",
        "from",
        "names",
        "speaker",
        "page",
    )
    query = [(name, some[(n + i) % len(some)]) for i, name in enumerate(names) if n >> i & 1]
    iri = [("iri", DEFAULT_BASE + local), ("id", DEFAULT_BASE + local)] if local else []
    asked = Asked(
        path={"local": local} if local else {},
        query=(*query, *iri),
        language="en" if n & 1 else "zh",
        root="/news",
        base=DEFAULT_BASE,
    )
    head, body = make(store, f"kg.serve.pages.{function}", asked.as_json())
    must(head["status"] in (200, 303, 400, 404), f"{function} answers with {head['status']}")
    must(all("\n" not in v and "\r" not in v for v in head["headers"].values()), "a header is one line")
    if head["media_type"].startswith("text/html"):
        reader = _Reader()
        reader.feed(body.decode("utf-8"))
        reader.close()


@cache
def _tags() -> frozenset[str]:
    """The elements that the templates have."""
    folder = files("kg.serve") / "templates"
    text = "".join(f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(".html"))
    return frozenset(re.findall(r"<([a-z][a-z0-9]*)", text)) | {
        "html",
        "head",
        "body",
        "path",
        "g",
        "circle",
        "line",
        "text",
    }


class _Reader(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        must(tag in _tags(), f"no template has <{tag}>")
        given = dict(attrs)
        if tag == "script":
            must((given.get("src") or "").startswith("/news/static/"), "only our own scripts are loaded")
        for name, value in attrs:
            must(re.fullmatch(r"[a-zA-Z][\w:-]*", name), f"no template has the attribute {name!r}")
            must(not name.startswith("on") and name not in ("style", "srcdoc"), f"no template has the attribute {name}")
            must(name not in _ADDRESSES or not _RUNS.match(value or ""), f"no address runs: {value!r}")


def cases() -> SearchStrategy[bytes]:
    return strings(STRINGS)


TARGET = Target(
    "every page has the elements and attributes of its templates alone; no address runs; a header is one line",
    check,
    cases,
    ("kg.serve.pages", "kg.publish.partial", "kg.publish.load"),
    (*MARKUP, *NAMES, "␞"),
    longest=1024,
    seconds=4.0,
)
