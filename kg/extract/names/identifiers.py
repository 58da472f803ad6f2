"""What an article says a firm is called elsewhere: its number on the linking site, its stock code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from kg.extract.names.document import Form
from kg.model import Article, EntityType
from kg.text.normalise import name_key

_STOCK_CODE = re.compile(
    r"\s?[（(](?:股票代码|证券代码|港股|美股|A股)?[:：]?\s?"
    r"(?:(\d{6}\.(?:SH|SZ|BJ)|\d{4,5}\.HK)|((?:NASDAQ|NYSE|HKEX|SSE|SZSE)[:：]\s?[A-Z0-9.]{1,8}))[，,；;）)]",
    re.IGNORECASE,
)


def identifiers(article: Article, text: str, group: Iterable[Form]) -> tuple[tuple[str, str], ...]:
    """(scheme, value) pairs for the forms of one thing, sorted.

    A site's automatic link counts only where it covers a place of the name exactly and claims a name that the article
    itself uses for the thing: such links are wrong as often as right.
    """
    forms = list(group)
    return tuple(sorted({*_linked(article, forms), *_listed(text, forms)}))


def _linked(article: Article, forms: list[Form]) -> Iterator[tuple[str, str]]:
    places = {place for form in forms for place in form.places}
    called = {name_key(form.text) for form in forms}
    for link in article.links:
        if (
            link.name
            and link.identifier
            and (link.span.start, link.span.end) in places
            and name_key(link.name) in called
        ):
            site = _site(link.href)
            if site:
                yield site, link.identifier


def _site(href: str | None) -> str | None:
    """The site that a link's number belongs to: ``36kr`` for ``https://36kr.com/projectDetails/1``."""
    try:
        labels = (urlsplit(href or "").hostname or "").split(".")
    except ValueError:
        return None
    return labels[-2] if len(labels) > 1 else None


def _listed(text: str, forms: list[Form]) -> Iterator[tuple[str, str]]:
    for form in forms:
        if form.type is EntityType.COMPANY:
            for _, end in form.places:
                match = _STOCK_CODE.match(text, end)
                if match:
                    yield "ticker", re.sub(r"[:：]\s?", ":", match[1] or match[2]).upper()
