"""Files → articles, whatever format they are in."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath

from kg.errors import ReadError
from kg.model import Article
from kg.read.detect import Format, detect, refuse_binary
from kg.read.draft import FIELD_FAULTS, Draft, article_of, broken_item
from kg.read.encoding import decode
from kg.read.frontmatter import read_post
from kg.read.html_page import read_html
from kg.read.json_feed import read_json
from kg.read.json_lines import read_json_lines
from kg.read.limits import DEFAULT, Limits
from kg.read.markup import MarkupError
from kg.read.opening import HEAD, open_source, read_document
from kg.read.plain import read_markdown, read_text
from kg.read.sources import Source, find_sources
from kg.read.xml_feed import read_xml_feed

_WHOLE: dict[Format, Callable[[str, str, Limits], Iterator[Draft | ReadError]]] = {
    Format.POST: read_post,
    Format.JSON: read_json,
    Format.XML_FEED: read_xml_feed,
    Format.HTML: read_html,
    Format.MARKDOWN: read_markdown,
    Format.TEXT: read_text,
}


def read(path: Path, *, name: str | None = None, limits: Limits = DEFAULT) -> Iterator[Article]:
    """The articles of one file.

    Args:
        path: a post, page, feed, text or JSON lines, gzipped or not; its format is found by its content.
        name: what the file is called in the graph, instead of its bare name.
        limits: what goes beyond them is refused.

    Raises:
        ForeignLanguageError: an article is in another language than Chinese; the error carries it.
        ReadError: at the first thing that cannot be read; :func:`read_file` goes on to the next one.
    """
    for found in read_file(path, name=name, limits=limits):
        if isinstance(found, ReadError):
            raise found
        yield found


def read_file(path: Path, *, name: str | None = None, limits: Limits = DEFAULT) -> Iterator[Article | ReadError]:
    """The articles of one file, and in the place of each that cannot be read the error that says why."""
    source = name or path.name
    try:
        with open_source(path, source, limits) as stream:
            for draft in _drafts(stream, source, _suffix(path), limits):
                yield _article(draft, limits)
    except ReadError as error:
        yield error
    except MarkupError as error:
        yield ReadError(source, str(error))
    except OSError as error:
        yield ReadError(source, f"cannot be read: {error.strerror or error}")


def read_all(
    paths: Iterable[Path], *, on_error: Callable[[ReadError], None] | None = None, limits: Limits = DEFAULT
) -> Iterator[Article]:
    """The articles of files and folders, in an order that does not depend on the machine.

    Args:
        paths: files, and folders that are read with everything below them (see :func:`find_sources`).
        on_error: called with each error; without it the first one is raised.
        limits: what goes beyond them is refused.
    """
    for found in read_paths(paths, limits=limits):
        if not isinstance(found, ReadError):
            yield found
        elif on_error is None:
            raise found
        else:
            on_error(found)


def read_paths(paths: Iterable[Path], *, limits: Limits = DEFAULT) -> Iterator[Article | ReadError]:
    """As :func:`read_all`, with each error in the place of what cannot be read."""
    for source in find_sources(paths):
        if isinstance(source, Source):
            yield from read_file(source.path, name=source.name, limits=limits)
        else:
            yield source


def _drafts(stream: io.BufferedReader, source: str, suffix: str, limits: Limits) -> Iterator[Draft | ReadError]:
    head = stream.peek(HEAD)
    refuse_binary(head, source)
    if detect(head.decode("utf-8", "replace"), suffix) is Format.JSON_LINES:
        return read_json_lines(stream, source, limits)
    raw = read_document(stream, source, limits)
    if not raw.strip():
        raise ReadError(source, "an empty file")
    text = decode(raw, source)
    found = detect(text, suffix)
    if found is Format.JSON_LINES:  # its first line was longer than the head
        return read_json_lines(io.BufferedReader(io.BytesIO(raw)), source, limits)
    return _WHOLE[found](text, source, limits)


def _article(draft: Draft | ReadError, limits: Limits) -> Article | ReadError:
    if isinstance(draft, ReadError):
        return draft
    try:
        return article_of(draft, limits)
    except ReadError as error:
        return error
    except FIELD_FAULTS as error:
        return broken_item(draft.source, error)


def _suffix(path: PurePath) -> str:
    suffixes = [s.lower() for s in path.suffixes if s.lower() != ".gz"]
    return suffixes[-1] if suffixes else ""
