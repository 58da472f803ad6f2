"""What an article says a firm is called elsewhere: its number on the linking site, its stock code."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from kg.extract.names.document import Form
from kg.model import Article, EntityType, Link
from kg.text.normalise import name_key

_STOCK_CODE = re.compile(
    r"\s?[（(](?:股票代码|证券代码|港股|美股|A股)?[:：]?\s?"
    r"(?:(\d{6}\.(?:SH|SZ|BJ)|\d{4,5}\.HK)|((?:NASDAQ|NYSE|HKEX|SSE|SZSE)[:：]\s?[A-Z0-9.]{1,8}))[，,；;）)]",
    re.IGNORECASE,
)


Links = Mapping[tuple[int, int], Sequence[Link]]
"""The links of an article that claim a name and a number, by where they stand."""


def links_by_place(article: Article) -> Links:
    """The links of an article as :func:`identifiers` needs them."""
    found: dict[tuple[int, int], list[Link]] = defaultdict(list)
    for link in article.links:
        if link.name and link.identifier:
            found[link.span.start, link.span.end].append(link)
    return found


def identifiers(links: Links, text: str, group: Iterable[Form]) -> tuple[tuple[str, str], ...]:
    """(scheme, value) pairs for the forms of one thing, sorted.

    A site's automatic link counts only where it covers a place of the name exactly and claims a name that the article
    itself uses for the thing: such links are wrong as often as right.
    """
    forms = list(group)
    return tuple(sorted({*_linked(links, forms), *_listed(text, forms)}))


def _linked(links: Links, forms: list[Form]) -> Iterator[tuple[str, str]]:
    found = [link for form in forms for place in form.places for link in links.get(place, ())] if links else []
    called = {name_key(form.text) for form in forms} if found else set()
    for link in found:
        site = _site(link.href) if name_key(link.name or "") in called else None
        if site:
            yield site, link.identifier or ""


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
