"""JSON Feed: a whole feed, one item, or a list of items."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from kg.errors import ReadError
from kg.read.dates import moment
from kg.read.draft import FIELD_FAULTS, Draft, broken_item
from kg.read.limits import Limits
from kg.read.lines import Line
from kg.read.markup import MarkupError
from kg.read.plain import html_lines, is_html, text_lines

# JSON Feed 1.1 first, then what crawlers call the same
_TITLE = ("title", "headline")
_HTML = ("content_html", "content", "html", "body", "description")
_TEXT = ("content_text", "text", "content", "body", "summary")
_DATE = (
    "date_published",
    "published",
    "datePublished",
    "publish_time",
    "pubDate",
    "date",
    "created_at",
    "date_modified",
)
_URL = ("url", "link", "canonical_url", "external_url")
_STAMP = re.compile(r"(?<=[^ \t])(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})(?=[^\s\d])")
_SECTIONS = re.compile(r"(?<=[。！？”」）])(媒体报道)(?=\S)|(?<=\S)(事件追踪)(?=\d{4}-\d{2}-\d{2} )")
_MARKED = re.compile(r"<[A-Za-z/!]|&[#A-Za-z]")
_PUBLISHER = ("publisher", "site", "source", "media")


def read_json(text: str, source: str, limits: Limits) -> Iterator[Draft | ReadError]:
    """Every item of a feed, the one item, or the items of a list; one that is broken does not lose the others."""
    try:
        found = json.loads(text)
    except RecursionError:
        yield ReadError(source, "JSON nested too deeply")
        return
    except ValueError as error:
        yield ReadError(source, f"broken JSON: {_where(error, text)}")
        return
    yield from items_of(found, source)


def items_of(found: Any, source: str) -> Iterator[Draft | ReadError]:
    """The items of a JSON value, numbered from 1 where there are several."""
    site = None
    items = found
    if isinstance(found, dict) and isinstance(found.get("items"), list):
        site, items = _string(found, ("title",)), found["items"]
    elif isinstance(found, dict):
        items = [found]
    if not isinstance(items, list):
        yield ReadError(
            source, f"JSON of a {type(found).__name__}; expected a JSON Feed, an item of one, or a list of items"
        )
        return
    if not items:
        yield ReadError(source, "a feed without items")
    for number, item in enumerate(items, 1):
        yield item_draft(item, f"{source}#{number}" if len(items) > 1 else source, site)


def item_draft(item: Any, source: str, site: str | None = None) -> Draft | ReadError:
    """One item; what is no item is returned as the error that says so."""
    if not isinstance(item, dict):
        return ReadError(source, f"an item must be a JSON object, found a {type(item).__name__}")
    if not any(_string(item, (key,)) for key in (*_HTML, *_TEXT)):
        return ReadError(source, "JSON without an article in it: «content_html» or «content_text» is missing or empty")
    try:
        return _built(item, source, site)
    except MarkupError as error:
        return ReadError(source, str(error))
    except FIELD_FAULTS as error:
        return broken_item(source, error)


def _built(item: dict[str, Any], source: str, site: str | None) -> Draft:
    return Draft(
        source=source,
        title=_string(item, _TITLE) or "",
        lines=_lines(item),
        url=_string(item, _URL) or _string(item, ("id",)),
        publisher=_named(item, _PUBLISHER),
        site=site,
        author=_author(item),
        published=_published(item),
        categories=_strings(item.get("tags") or item.get("categories")),
    )


def _lines(item: dict[str, Any]) -> tuple[Line, ...]:
    markup = _string(item, _HTML)
    if markup:
        promised = isinstance(item.get("content_html"), str) and _MARKED.search(markup)
        lines = html_lines(markup) if promised or is_html(markup) else text_lines(markup)
        if lines:
            return lines
    return text_lines(_unglued(_string(item, _TEXT) or ""))


def _unglued(text: str) -> str:
    """``text`` with line breaks where tags were stripped without any: before a time stamp glued to a word.

    Readhub's text runs 。媒体报道标题事件追踪2025-06-24 13:43:55标题 together; elsewhere nothing is safe to split.
    """
    if not _STAMP.search(text):
        return text
    text = _SECTIONS.sub(lambda m: f"\n{m[0]}\n", text)
    return _STAMP.sub(r"\n\1 ", text)


def _published(item: dict[str, Any]) -> Any:
    for key in _DATE:
        when = moment(item.get(key)) if isinstance(item.get(key), str | int | float) else None
        if when is not None:
            return when
    return None


def _author(item: dict[str, Any]) -> str | None:
    authors = item.get("authors")
    if isinstance(authors, list):
        names = [_named({"a": author}, ("a",)) for author in authors]
        return "、".join(name for name in names if name) or None
    return _named(item, ("author", "authors", "creator", "byline"))


def _named(item: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = item.get(key)
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, str) and value.strip():
            return value
    return None


def _string(item: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    return next((v for v in (item.get(key) for key in keys) if isinstance(v, str) and v.strip()), None)


def _strings(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()


def _where(error: ValueError, text: str) -> str:
    if not isinstance(error, json.JSONDecodeError):
        return str(error).split("\n", 1)[0]
    end = (
        " (the file ends there: it is cut off)"
        if error.pos >= len(text.rstrip()) - 1 or "Unterminated" in error.msg
        else ""
    )
    return f"{error.msg} at line {error.lineno}, column {error.colno}{end}"
