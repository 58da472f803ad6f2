"""What a format's reader finds, and how an article is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kg.errors import ForeignLanguageError, ReadError
from kg.model import Article, ArticleId, BlockKind, content_id
from kg.read.boilerplate import without_boilerplate
from kg.read.bylines import author_in
from kg.read.language import language_of
from kg.read.limits import Limits
from kg.read.lines import Line, lay_out, plain_line, without_copy
from kg.read.publishers import domain_of, known_publisher
from kg.read.urls import canonical_url, identity_url

FIELD_FAULTS = (ValueError, ArithmeticError, TypeError, LookupError, OSError)
"""What a field that nobody foresaw may raise: it costs its own item, never the rest of a feed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as its source gives it: the body in lines, the rest as written.

    ``site`` is the name of the feed or site around it, ``publisher`` the one that the item itself names.
    """

    source: str
    title: str
    lines: Sequence[Line]
    url: str | None = None
    publisher: str | None = None
    site: str | None = None
    author: str | None = None
    published: datetime | None = None
    categories: tuple[str, ...] = ()


def broken_item(source: str, fault: Exception) -> ReadError:
    """The error of an item one of whose fields cannot be read."""
    return ReadError(
        source, f"a field that cannot be read: {' '.join(str(fault).split())[:200] or type(fault).__name__}"
    )


def article_of(draft: Draft, limits: Limits) -> Article:
    """The article that a draft describes.

    Raises:
        ForeignLanguageError: it is whole, but not in Chinese; the error carries it.
        ReadError: it has no text, or more than the limits allow.
    """
    title = plain_line(BlockKind.HEADLINE, draft.title)
    body = without_boilerplate(without_copy(_without_title(draft.lines, title.text)))
    if not body:
        raise ReadError(
            draft.source, "no text found" + (f" below the title «{_short(title.text)}»" if title.text else "")
        )
    layout = lay_out((title, *body))
    if len(layout.text) > limits.text:
        raise ReadError(draft.source, f"{len(layout.text):,} characters of text; at most {limits.text:,} are read")
    url = canonical_url(draft.url)
    article = Article(
        id=_identity(draft, url, title.text),
        source_file=draft.source,
        text=layout.text,
        blocks=layout.blocks,
        headline=title.text,
        url=url,
        publisher=_tidy(draft.publisher) or known_publisher(url) or _tidy(draft.site) or domain_of(url),
        author=_tidy(draft.author) or author_in(draft.lines),
        published=draft.published,
        language=language_of(layout.text),
        links=layout.links,
        categories=tuple(c for c in map(_tidy, draft.categories) if c),
    )
    if not article.language.startswith("zh"):
        raise ForeignLanguageError(draft.source, article.language, article)
    return article


def _identity(draft: Draft, url: str | None, title: str) -> ArticleId:
    if url:
        return ArticleId(content_id("article", "url", identity_url(url)))
    day = draft.published.isoformat() if draft.published else ""
    return ArticleId(content_id("article", "file", draft.source, title, day))


def _without_title(lines: Sequence[Line], title: str) -> Sequence[Line]:
    """The lines without a first heading that only repeats the title."""
    for number, line in enumerate(lines[:3]):
        if line.text == title and len(lines) > 1:
            return (*lines[:number], *lines[number + 1 :])
    return lines


def _tidy(text: str | None) -> str | None:
    return plain_line(BlockKind.PARAGRAPH, text).text or None if text else None


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
