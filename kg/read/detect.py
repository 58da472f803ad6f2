"""Which format a source is in, by what it begins with; its suffix decides only between formats that look alike."""

from __future__ import annotations

import json
import re
from enum import Enum

from kg.errors import ReadError
from kg.read.frontmatter import has_front_matter
from kg.read.plain import is_html, is_markdown


class Format(Enum):
    """The formats that articles come in."""

    POST = "post with front matter"
    JSON = "JSON"
    JSON_LINES = "JSON lines"
    XML_FEED = "RSS or Atom"
    HTML = "HTML page"
    MARKDOWN = "Markdown"
    TEXT = "plain text"


_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a picture or sound (RIFF)"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"OggS", "sound (Ogg)"),
    (b"ID3", "sound (MP3)"),
    (b"wOF", "a font"),
    (b"\x1f\x8b", "gzip within gzip"),
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_FEED = re.compile(r"<(?:rss|feed|(?:\w+:)?RDF)\b", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_LINES_SUFFIXES = frozenset((".jsonl", ".ndjson", ".jl"))
_MARKDOWN_SUFFIXES = frozenset((".md", ".markdown", ".mkd", ".mdown"))


def refuse_binary(head: bytes, source: str) -> None:
    """Lets text pass.

    Raises:
        ReadError: the first bytes belong to a picture, a PDF or something else that is no text.
    """
    kinds = "kg reads posts, HTML, feeds, JSON, Markdown and text"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            raise ReadError(source, f"{kind}; {kinds}")
    if head[4:8] == b"ftyp":
        raise ReadError(source, f"a film or picture (MP4, HEIC); {kinds}")
    if b"\x00" in head and not head.startswith(_WIDE_MARKS):
        raise ReadError(source, f"binary data; {kinds}")


def detect(head: str, suffix: str) -> Format:
    """The format of a source from its first stretch.

    Args:
        head: the beginning of its text.
        suffix: of the file's name, lower case, without ``.gz``; ``""`` where there is none.
    """
    start = head.lstrip("\ufeff \t\r\n")
    if has_front_matter(head):
        return Format.POST
    if start.startswith("{") or (start.startswith("[") and (suffix == ".json" or _looks_like_list(start))):
        return Format.JSON_LINES if _has_lines(start, suffix) else Format.JSON
    if start.startswith("<"):
        feed, page = _FEED.search(start, 0, 4096), _HTML.search(start, 0, 4096)
        if feed is not None and (page is None or feed.start() < page.start()):
            return Format.XML_FEED
        if page is not None or is_html(start):
            return Format.HTML
    if suffix in _MARKDOWN_SUFFIXES or is_markdown(head):
        return Format.MARKDOWN
    return Format.TEXT


def _looks_like_list(start: str) -> bool:
    return re.match(r"\[\s*(?:\{\s*[\"}]|\])", start) is not None


def _has_lines(start: str, suffix: str) -> bool:
    """Whether each line is a JSON value of its own."""
    if start.startswith("["):
        return False
    first, broken, rest = start.partition("\n")
    if not broken:
        return suffix in _LINES_SUFFIXES
    try:
        whole = isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return suffix in _LINES_SUFFIXES and len(first) > 1
    return whole and (suffix in _LINES_SUFFIXES or rest.lstrip().startswith("{"))
