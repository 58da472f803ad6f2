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
_LEAST_SHARE = 0.3
_LINES_AROUND = 3  # lines: a picture above the first paragraph has a caption and a credit
_ASIDE_NAME = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|comments?|sidebar|side|related|recommend(?:ed|ation)?|breadcrumbs?|foot(?:er)?|nav(?:bar)?"
    r"|menu|tags?|copyright|login|ads?|advert\w*|toolbar|hot|rank(?:ing)?|qrcode|pagination|pager|subscribe)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MOST_SEARCHES = 20_000  # each costs as much as the article is long
_CELLS = ("td", "th")
_MOST_CELLS = 1_000
_TELLING = 12  # shorter lines stand in any text by chance: 科技 in a menu
_DATED = re.compile(r"time|date|pub|info|source|meta", re.IGNORECASE)
_DATE = re.compile(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d")
_DATE_LENGTH = 80
_SPACE = re.compile(r"\s+")


def read_html(text: str, source: str, limits: Limits) -> Iterator[Draft | ReadError]:
    """The one article of a page; a fragment without a page around it is taken whole."""
    root = parse_html(text)
    if root is None:
        yield ReadError(source, "an empty page")
        return
    found = page_metadata(text)
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
    main = _MainText(text, tables=not _has_endless_row(root))
    pairs = [(line, element) for line, element in lines_with_elements(root) if not _outside(element)]
    named = [(line, element) for line, element in pairs if not _named_aside(element)]
    # trafilatura takes menus too where the article is short; where nearly all goes, its box has a strange name
    if main.share(named) >= _LEAST_SHARE * main.share(pairs):
        pairs = named
    kept = [line in main for line, _ in pairs]
    if not any(kept):  # trafilatura gives up on pages of a sentence or two
        return tuple(line for line, _ in named if line.kind is not BlockKind.PARAGRAPH or _is_sentence(line.text))
    container = _container(pairs, kept)
    inside = set(_box(container).iter())
    first, last = kept.index(True), len(kept) - 1 - kept[::-1].index(True)
    return tuple(
        line
        for number, ((line, element), keep) in enumerate(zip(pairs, kept, strict=True))
        if keep or (element in inside and _belongs(line, number - first, number - last))
    )


def _box(container: Any) -> Any:
    """The container, or what holds it and the picture above the text beside it."""
    around = container.getparent()
    return container if around is None or around.tag in ("body", "html") else around


def _belongs(line: Line, after_first: int, after_last: int) -> bool:
    """Whether a line that trafilatura left out belongs to the article by its kind and its place in it."""
    if line.kind is BlockKind.CAPTION:
        return after_first >= -_LINES_AROUND and after_last <= _LINES_AROUND
    if line.kind is BlockKind.ROW:
        return after_first > 0 and after_last <= _LINES_AROUND
    return line.kind is BlockKind.HEADING and after_first > 0 and after_last <= 0


def _has_endless_row(root: Any) -> bool:
    """Whether a row has more cells than one of any use; trafilatura counts all before it for each."""
    parents = root.iter("tr", "table", "tbody", "thead", "tfoot")
    return any(sum(child.tag in _CELLS for child in parent) > _MOST_CELLS for parent in parents)


class _MainText:
    """What trafilatura takes for the article; asked line by line, whatever the white space.

    Args:
        page: the page.
        tables: whether tables may be part of it.
    """

    def __init__(self, page: str, *, tables: bool) -> None:
        import logging

        from trafilatura import extract

        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
        found = extract(page, include_comments=False, include_tables=tables, deduplicate=False) or ""
        self._lines = {_squeezed(line).strip("-|") for line in found.splitlines()}
        self._whole = _squeezed(found)
        self._searches = 0

    def __contains__(self, line: Line) -> bool:
        words = _squeezed(line.text)
        if words in self._lines:
            return True
        self._searches += 1
        telling = len(words) >= _TELLING or _is_sentence(words)
        return telling and self._searches < _MOST_SEARCHES and words in self._whole

    def share(self, pairs: Sequence[tuple[Line, Any]]) -> int:
        """How many characters of these lines belong to the article."""
        return sum(len(line.text) for line, _ in pairs if line in self)


def _is_sentence(text: str) -> bool:
    return text.endswith(("。", "”", "」", "？", "！", "…"))


def _squeezed(text: str) -> str:
    return _SPACE.sub("", text)


def _outside(element: Any) -> bool:
    return any(e.tag in _NEVER_ARTICLE for e in (element, *element.iterancestors()))


def _named_aside(element: Any) -> bool:
    """Whether a box around an element is called by its site something that no article is."""
    for holder in (element, *element.iterancestors()):
        if holder.tag in ("body", "html", "article", "main"):
            return False
        if _ASIDE_NAME.search(f"{holder.get('class') or ''} {holder.get('id') or ''}"):
            return True
    return False


def _container(pairs: Sequence[tuple[Line, Any]], kept: Sequence[bool]) -> Any:
    """The smallest element that holds nine tenths of the article's characters."""
    weights: dict[Any, int] = {}
    total = 0
    for (line, element), keep in zip(pairs, kept, strict=True):
        if keep:
            total += len(line.text)
            for holder in (element, *element.iterancestors()):
                weights[holder] = weights.get(holder, 0) + len(line.text)
    heavy = [e for e, weight in weights.items() if weight >= _MAIN_SHARE * total]
    return max(heavy, key=lambda e: sum(1 for _ in e.iterancestors()))


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
    # 「星河网 记者 2021-04-23 13:46 来源：某社」: a date and no sentence
    return len(text) <= _DATE_LENGTH and _DATE.search(text) is not None and not re.search("[，。！？]", text)


def _visible_date(root: Any) -> datetime | None:
    """The first date that the page shows in a ``time`` element or in one whose class or id speaks of time."""
    for element in root.iter("time"):
        when = moment(element.get("datetime")) or moment(_SPACE.sub(" ", "".join(element.itertext()))[:_DATE_LENGTH])
        if when is not None:
            return when
    for element in root.iter("span", "div", "p", "em", "i", "small", "li", "td"):
        if _DATED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            text = " ".join("".join(element.itertext()).split())
            match = _DATE.search(text) if len(text) <= _DATE_LENGTH else None
            when = moment(text[match.start() :]) if match else None
            if when is not None:
                return when
    return None
