"""One file → the articles in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import ReadError
from kg.model import Article
from kg.read.draft import Draft, article_of
from kg.read.encoding import decode
from kg.read.frontmatter import has_front_matter, read_post
from kg.read.json_feed import read_json
from kg.read.limits import DEFAULT, Limits
from kg.read.plain import read_text


def read(path: Path, *, name: str | None = None, limits: Limits = DEFAULT) -> Iterator[Article]:
    """The articles of one file.

    Raises:
        ReadError: at the first thing that cannot be read.
    """
    for found in read_file(path, name=name, limits=limits):
        if isinstance(found, ReadError):
            raise found
        yield found


def read_file(path: Path, *, name: str | None = None, limits: Limits = DEFAULT) -> Iterator[Article | ReadError]:
    """The articles of one file, and an error in the place of each that cannot be read."""
    source = name or path.name
    try:
        text = decode(path.read_bytes(), source)
        if has_front_matter(text):
            drafts = read_post(text, source, limits)
        elif text.lstrip()[:1] in ("{", "["):
            drafts = read_json(text, source, limits)
        else:
            drafts = read_text(text, source, limits)
        for draft in drafts:
            yield _made(draft, limits)
    except ReadError as error:
        yield error


def _made(draft: Draft | ReadError, limits: Limits) -> Article | ReadError:
    if isinstance(draft, ReadError):
        return draft
    try:
        return article_of(draft, limits)
    except ReadError as error:
        return error
