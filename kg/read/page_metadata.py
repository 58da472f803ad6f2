"""What a page says about itself: JSON-LD, OpenGraph and other ``meta`` elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.read.lines import words

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

_ARTICLE_TYPES = words(
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle OpinionNewsArticle "
    "BlogPosting LiveBlogPosting SocialMediaPosting Report"
)
_LONGEST_LD = 1_000_000
_SITE_AFTER = re.compile(r"\s*[_|｜\-–—_·]{1,2}\s*[^_|｜\-–—_·]{1,20}$")
_TITLE_LEAST = 5
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "bytedance:published_time",
    "weibo:article:create_at",
    "og:release_date",
    "datepublished",
    "publishdate",
    "publish_time",
    "pubdate",
    "pub_date",
    "dc.date",
    "dcterms.date",
    "date",
)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """Title, address, site, author and date as a page writes them."""

    title: str = ""
    url: str | None = None
    site: str | None = None
    author: str | None = None
    published: str | None = None
    categories: tuple[str, ...] = ()


_TELLING = ("meta", "link", "script", "title", "h1")


def page_metadata(markup: str) -> PageMetadata:
    """What a page says of itself, JSON-LD first; the title is the page's own heading where that agrees."""
    from bs4 import BeautifulSoup
    from bs4.filter import SoupStrainer

    root = BeautifulSoup(markup, "lxml", parse_only=SoupStrainer(_TELLING))
    meta = _meta(root)
    ld = next((d for d in _json_ld(root) if _types(d) & _ARTICLE_TYPES), {})
    return PageMetadata(
        title=_title(root, _text(ld.get("headline")) or meta.get("og:title")),
        url=_canonical(root) or meta.get("og:url") or _text(ld.get("url")) or _identifier(ld.get("mainEntityOfPage")),
        site=_named(ld.get("publisher")) or meta.get("og:site_name") or meta.get("application-name"),
        author=_named(ld.get("author")) or _plain_author(meta),
        published=_text(ld.get("datePublished")) or next((meta[n] for n in _PUBLISHED if n in meta), None),
        categories=tuple(c for c in (meta.get("article:section"),) if c),
    )


def _meta(root: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.find_all("meta"):
        name = next((said for a in ("property", "name", "itemprop") if (said := _attribute(element, a))), "").lower()
        content = _attribute(element, "content")
        if name and content:
            found.setdefault(name, content)
    return found


def _attribute(element: Tag, name: str) -> str:
    """An attribute's value; of one that Beautiful Soup reads as a list (``rel``), the words with spaces between."""
    value = element.get(name) or ""
    return (value if isinstance(value, str) else " ".join(value)).strip()


def _plain_author(meta: dict[str, str]) -> str | None:
    author = meta.get("author") or meta.get("article:author")
    return None if author is None or "://" in author else author


def _json_ld(root: BeautifulSoup) -> Iterator[dict[str, Any]]:
    for element in root.find_all("script"):
        written = element.string or ""
        if _attribute(element, "type").lower() != "application/ld+json" or len(written) > _LONGEST_LD:
            continue
        try:
            yield from _objects(json.loads(written, strict=False))
        except (ValueError, RecursionError):
            continue


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    waiting = [value]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting[:0] = one
        elif isinstance(one, dict):
            yield one
            waiting[:0] = [one[key] for key in ("@graph", "mainEntity") if key in one]


def _types(ld: dict[str, Any]) -> set[str]:
    written = ld.get("@type")
    return {t for t in (written if isinstance(written, list) else [written]) if isinstance(t, str)}


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _identifier(value: Any) -> str | None:
    return _text(value.get("@id")) if isinstance(value, dict) else _text(value)


def _named(value: Any) -> str | None:
    if isinstance(value, list):
        return "、".join(n for n in map(_named, value) if n) or None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _canonical(root: BeautifulSoup) -> str | None:
    for element in root.find_all("link"):
        if _attribute(element, "rel").lower() == "canonical" and "://" in _attribute(element, "href"):
            return _attribute(element, "href")
    return None


def _title(root: BeautifulSoup, said: str | None) -> str:
    """The title, without the site's name that many put after it (``星桥科技上市_某某网``)."""
    headings = [" ".join(e.get_text().split()) for e in root.find_all("h1")]
    head = root.find("title")
    title = said or (" ".join(head.get_text().split()) if head is not None else "")
    for heading in headings:
        if len(heading) >= _TITLE_LEAST and (heading in title or not title):
            return heading
    if said:
        return said
    short = _SITE_AFTER.sub("", title)
    return short if len(short) >= _TITLE_LEAST else title
