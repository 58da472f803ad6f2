"""The page as a file: whatever the rows hold, the JSON in it says the same, and no element is made."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from fuzz.grammar import MARKUP, NAMES, split, strings
from fuzz.rows import STRINGS, corpus_of
from fuzz.target import Target, must
from kg.publish.page.build import as_json, blobs, page_html
from kg.publish.page.bundle import Matter, matter

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def check(data: bytes) -> None:
    some = split(data, 2 * STRINGS)
    made = _made(some)
    html = page_html(made)
    tags, scripts, title = _seen(html)
    must(tags == _plain(), "text makes no element and no attribute")
    must(title == (made.bundle["title"] or "kg"), "the title is the title")
    parts = blobs(made)
    must(len(scripts) == len(parts), "each part of the matter is there once")
    told: set[str] = set()
    for value, packed in zip(parts.values(), scripts, strict=True):
        found = json.loads(zlib.decompress(b64decode(packed), wbits=-zlib.MAX_WBITS))
        must(found == json.loads(as_json(value)), "the page says what the rows say")
        told.update(_strings(found))
    names = {row.name.strip() for row in corpus_of(some).entities.values()}
    must(all(any(name in one for one in told) for name in names), "every name is there, letter for letter")


def _made(some: list[str]) -> Matter:
    return matter(corpus_of(some), some[-1], lambda _: some[0])


@cache
def _plain() -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page whose rows are harmless."""
    return _seen(page_html(_made(["星桥科技"] * (2 * STRINGS))))[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.scripts: list[str] = []
        self.title = ""
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self._inside = "blob" if tag == "script" and ("type", "application/octet-stream") in attrs else tag
        if self._inside == "blob":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "blob":
            self.scripts[-1] += data
        elif self._inside == "title":
            self.title += data


def _seen(html: str) -> tuple[list[tuple[str, tuple[str, ...]]], list[str], str]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.tags, reader.scripts, reader.title


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def cases() -> SearchStrategy[bytes]:
    return strings(2 * STRINGS)


TARGET = Target(
    "the JSON in the page says what the rows say; no text makes an element, an attribute or an end of a script",
    check,
    cases,
    ("kg.publish.page",),
    (*MARKUP, *NAMES, "␞"),
    seconds=2.0,
)
