"""Pages asked for as a process of the pool asks for them, and what stands on them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

from bs4 import BeautifulSoup, Tag
from examples_of_facts import facts

from kg.model import ArticleFacts, text_digest
from kg.rdf import DEFAULT_BASE
from kg.serve.jobs import make
from kg.serve.page import Asked, Language, Page
from kg.store import OxigraphStore

FUNCTIONS = {
    "": "home:home",
    "search": "find:find",
    "articles": "articles:articles",
    "events": "events:events",
    "claims": "claims:claims",
    "figures": "figures:figures",
    "explore": "explore:explore",
    "id": "resource:resource",
    "resource": "resource:resource",
}


class Site:
    """The pages of a store.

    Args:
        store: the graph.
        output: the folder with the kept texts.
        root: the path that the pages lie behind.
        language: what they speak.
    """

    def __init__(
        self, store: OxigraphStore, output: Path | None = None, root: str = "", language: Language = "zh"
    ) -> None:
        self.store = store
        self.output = output
        self.root = root
        self.language: Language = language

    def page(self, address: str, accept: str = "") -> Page:
        """What is served at an address such as ``claims?q=…`` or ``id/company/1``; by way of JSON, as in the server."""
        path, _, query = address.partition("?")
        first, _, local = path.partition("/")
        function = f"kg.serve.pages.{FUNCTIONS[first] if first != 'api' else f'api:{local}'}"
        asked = Asked(
            path={"local": local} if first == "id" else {},
            query=tuple(parse_qsl(query, keep_blank_values=True)),
            language=self.language,
            root=self.root,
            accept=accept,
            base=DEFAULT_BASE,
            output=str(self.output or ""),
        )
        head, body = make(self.store, function, asked.as_json())
        return Page(body=body, **head)

    def look(self, address: str, status: int = 200) -> Looked:
        """The page at an address, as HTML."""
        page = self.page(address)
        assert page.status == status
        assert page.media_type == "text/html; charset=utf-8"
        return Looked(page.body.decode())


class Looked:
    """A page in HTML."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.soup = BeautifulSoup(html, "lxml")

    def all(self, selector: str) -> list[Tag]:
        """The elements that a selector of CSS finds."""
        return list(self.soup.select(selector))

    def texts(self, selector: str) -> list[str]:
        """The text of each of them, without the space around it."""
        return [" ".join(element.get_text().split()) for element in self.all(selector)]

    def text(self, selector: str = "main") -> str:
        """The text of the first of them."""
        return self.texts(selector)[0]

    def links(self) -> Iterator[str]:
        """Every address on the page."""
        for attribute in ("href", "src", "action", "poster", "data", "formaction"):
            for element in self.all(f"[{attribute}]"):
                yield str(element[attribute])


def with_texts(folder: Path, *articles: ArticleFacts) -> Path:
    """An output folder that keeps the texts of articles; by default of the invented one with a fact of every kind."""
    texts = folder / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    for one in articles or (facts(),):
        text = one.article.text
        (texts / f"{text_digest(text)}.txt").write_bytes(text.encode())
    return folder
