"""Web pages: the article found among menus, advertisements and footers.

trafilatura says which text is the article's; the lines are then taken from the page itself, since trafilatura keeps
neither captions nor the places of links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from kg.errors import ReadError
from kg.model import BlockKind
from kg.read.dates import moment
from kg.read.draft import Draft
from kg.read.limits import Limits
from kg.read.lines import Line, words
from kg.read.markup import lines_of, lines_with_elements, parse_html
from kg.read.page_metadata import PageMetadata, page_metadata

_NEVER_ARTICLE = words("nav aside footer form dialog menu")
_MAIN_SHARE = 0.9
_CAPTIONED = frozenset((BlockKind.CAPTION, BlockKind.HEADING, BlockKind.ROW))
_DATED = re.compile(r"time|date|pub|info|source|meta", re.IGNORECASE)
_DATE_LENGTH = 80
_SPACE = re.compile(r"\s+")


def read_html(text: str, source: str, limits: Limits) -> Iterator[Draft | ReadError]:
    """The one article of a page; a fragment without a page around it is taken whole."""
    root = parse_html(text)
    if root is None:
        yield ReadError(source, "an empty page")
        return
    found = page_metadata(root)
    whole = root.find(".//head") is not None or root.find(".//nav") is not None
    lines = _article_lines(root, text) if whole else lines_of(root)
    title = found.title or (lines[0].text if lines else "")
    if not found.title:
        lines = lines[1:]
    yield Draft(
        source=source,
        title=title,
        lines=_without_page_head(lines, found),
        url=found.url,
        publisher=None,
        site=found.site,
        author=found.author,
        published=moment(found.published) or _visible_date(root),
        categories=found.categories,
    )


def _article_lines(root: Any, text: str) -> tuple[Line, ...]:
    pairs = [(line, element) for line, element in lines_with_elements(root) if not _outside(element)]
    main = _main_text(text)
    kept = [bool(main) and _squeezed(line.text) in main for line, _ in pairs]
    if not any(kept):
        return ()
    container = _container([e for (_, e), keep in zip(pairs, kept, strict=True) if keep], pairs, kept)
    inside = set(container.iter()) if container is not None else set()
    first, last = kept.index(True), len(kept) - 1 - kept[::-1].index(True)
    return tuple(
        line
        for number, ((line, element), keep) in enumerate(zip(pairs, kept, strict=True))
        if keep or (element in inside and line.kind in _CAPTIONED and first <= number <= last + 1)
    )


def _main_text(text: str) -> str:
    """What trafilatura takes for the article, without any white space."""
    import logging

    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = extract(text, include_comments=False, include_tables=True, deduplicate=False, favor_recall=True)
    return _squeezed(found or "")


def _squeezed(text: str) -> str:
    return _SPACE.sub("", text)


def _outside(element: Any) -> bool:
    return any(e.tag in _NEVER_ARTICLE for e in (element, *element.iterancestors()))


def _container(elements: Sequence[Any], pairs: Sequence[tuple[Line, Any]], kept: Sequence[bool]) -> Any:
    """The smallest element that holds nine tenths of the article's characters."""
    weights: dict[Any, int] = {}
    total = 0
    for (line, element), keep in zip(pairs, kept, strict=True):
        if keep:
            total += len(line.text)
            for holder in (element, *element.iterancestors()):
                weights[holder] = weights.get(holder, 0) + len(line.text)
    heavy = [e for e, weight in weights.items() if weight >= _MAIN_SHARE * total]
    return max(heavy, key=lambda e: sum(1 for _ in e.iterancestors()), default=None)


def _without_page_head(lines: Sequence[Line], found: PageMetadata) -> tuple[Line, ...]:
    """The lines without those before the text that only repeat the title, the date, the author or the site."""
    said = {found.title, found.author, found.site}
    start = 0
    while start < min(len(lines), 6) and _only_says(lines[start].text, said):
        start += 1
    return tuple(lines[start:])


def _only_says(text: str, said: set[str | None]) -> bool:
    if text in said:
        return True
    return (
        len(text) <= _DATE_LENGTH
        and re.fullmatch(r"(?:\S{2,12}\s+)?\d{4}[-/.年].{4,40}", text) is not None
        and moment(
            text[re.search(r"\d{4}[-/.年]", text).start() :]  # type: ignore[union-attr]
        )
        is not None
    )


def _visible_date(root: Any) -> datetime | None:
    """The first date that the page shows in a ``time`` element or in one whose class or id speaks of time."""
    for element in root.iter("time"):
        when = moment(element.get("datetime")) or moment(_SPACE.sub(" ", "".join(element.itertext()))[:_DATE_LENGTH])
        if when is not None:
            return when
    for element in root.iter("span", "div", "p", "em", "i", "small", "li", "td"):
        if _DATED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            text = " ".join("".join(element.itertext()).split())
            match = re.search(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d", text) if len(text) <= _DATE_LENGTH else None
            when = moment(text[match.start() :]) if match else None
            if when is not None:
                return when
    return None
