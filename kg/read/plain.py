"""Plain text and Markdown, and bodies that may be either or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import ReadError
from kg.model import BlockKind
from kg.read.draft import Draft
from kg.read.limits import Limits
from kg.read.lines import Line, plain_line, visible
from kg.read.markup import MarkupError, lines_of, parse_html

_TAG = re.compile(
    r"</?(?:p|div|h[1-6]|br|ul|ol|li|table|section|article|figure|blockquote|span|strong|em|b|img|a|pre)(?=[\s/>])",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"^(?:#{1,6}\s|[-*+]\s|\d{1,3}\.\s|>\s|```|\|.*\|\s*$)|\*\*\S|!?\[[^\]\n]{0,200}\]\([^)\s]{1,500}\)", re.MULTILINE
)

# markdown-it takes 10 to 25 µs for each bracket that opens a link and never closes
_LONGEST_MARKDOWN = 400_000


def body_lines(body: str, limits: Limits) -> tuple[Line, ...]:
    """The lines of a body in HTML, Markdown or plain text, whichever it is."""
    if is_html(body):
        return html_lines(body)
    return markdown_lines(body) if is_markdown(body) else text_lines(body)


def is_html(text: str) -> bool:
    """Whether a text has tags of HTML in its first stretch."""
    return _TAG.search(text[:20_000]) is not None


def is_markdown(text: str) -> bool:
    """Whether a text has marks of Markdown in its first stretch: headings, lists, links, tables, bold words."""
    return _MARKDOWN.search(text[:20_000]) is not None


def html_lines(markup: str) -> tuple[Line, ...]:
    """The lines of a fragment of HTML."""
    root = parse_html(markup)
    return () if root is None else lines_of(root)


def text_lines(text: str) -> tuple[Line, ...]:
    """One paragraph for each line that has something in it."""
    lines = (plain_line(BlockKind.PARAGRAPH, line) for line in visible(text).splitlines())
    return tuple(line for line in lines if line.text)


def markdown_lines(text: str) -> tuple[Line, ...]:
    """The lines of Markdown (CommonMark with tables), by way of the HTML that it stands for.

    Raises:
        MarkupError: it is too long.
    """
    from markdown_it import MarkdownIt

    if len(text) > _LONGEST_MARKDOWN:
        raise MarkupError(f"{len(text):,} characters of Markdown; at most {_LONGEST_MARKDOWN:,} are read")
    return html_lines(MarkdownIt("commonmark").enable("table").render(text))


def read_text(text: str, source: str, limits: Limits) -> Iterator[Draft | ReadError]:
    """The one article of a text: its first line is the title."""
    lines = text_lines(text)
    yield Draft(source, title=lines[0].text if lines else "", lines=lines[1:])


def read_markdown(text: str, source: str, limits: Limits) -> Iterator[Draft | ReadError]:
    """The one article of a Markdown file: its first heading, else its first line, is the title."""
    lines = body_lines(text, limits)
    first = lines[0].text if lines else ""
    yield Draft(source, title=first, lines=lines[1:])
