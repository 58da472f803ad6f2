"""Hexo and Jekyll posts: YAML front matter, then a body of HTML or Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from kg.errors import ReadError
from kg.read.dates import moment
from kg.read.draft import Draft
from kg.read.limits import Limits
from kg.read.plain import body_lines

Value: TypeAlias = "str | list[str]"

_OPENING = re.compile(r"\s*---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_KEY = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(.*))?$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)$")
_BRACKET = re.compile(r"[\[\]{}]")
_DEEPEST = 20
"""Brackets that may be open at once: PyYAML's time grows with their number squared, and a post nests two or three."""


def has_front_matter(text: str) -> bool:
    """Whether a text begins with ``---`` and a line that looks like a key."""
    opening = _OPENING.match(text)
    return (
        opening is not None
        and _KEY.match(text[opening.end() : opening.end() + 400].lstrip().split("\n", 1)[0].rstrip()) is not None
    )


def read_post(text: str, source: str, limits: Limits) -> Iterator[Draft | ReadError]:
    """The one article of a post."""
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    closing = _CLOSING.search(text, start, start + limits.front_matter)
    if closing is None:
        size = (
            "is never closed"
            if len(text) <= limits.front_matter
            else f"is longer than {limits.front_matter:,} characters"
        )
        yield ReadError(source, f"the front matter {size}; it ends with a line of ---")
        return
    fields = front_matter(text[start : closing.start()])
    yield Draft(
        source=source,
        title=_one(fields, "title", "headline"),
        lines=body_lines(text[closing.end() :], limits),
        url=_one(fields, "url", "link", "permalink", "canonical_url", "canonical", "source_url", "original") or None,
        publisher=_one(fields, "publisher", "site", "source", "media") or None,
        author=_one(fields, "author", "authors", "by") or None,
        published=moment(_one(fields, "date", "published", "date_published", "created", "pubdate", "updated")),
        categories=_all(fields, "categories", "category", "tags", "tag"),
    )


def _one(fields: dict[str, Value], *names: str) -> str:
    for name in names:
        value = fields.get(name)
        if value:
            return value if isinstance(value, str) else "、".join(value)
    return ""


def _all(fields: dict[str, Value], *names: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in names:
        value = fields.get(name) or []
        for one in [value] if isinstance(value, str) else value:
            found[one] = None
    return tuple(found)


def front_matter(yaml_text: str) -> dict[str, Value]:
    r"""Keys in lower case with strings or lists of strings; nothing else can come out.

    ``NO`` stays ``NO`` and ``12:30:00`` a string. Anchors, aliases and tags are not YAML's here but letters: a headline
    such as ``*ST星桥预计亏损`` is common, and so an alias bomb is a list of short strings. Values that are
    mappings are left out.

    >>> front_matter("title: *ST星桥：扭亏\ncomments: NO")
    {'title': '*ST星桥：扭亏', 'comments': 'NO'}
    """
    strict = _by_yaml(yaml_text)
    return _by_line(yaml_text) if strict is None else strict


def _by_yaml(yaml_text: str) -> dict[str, Value] | None:
    """What YAML's events say, without constructing anything; None where they are malformed, deep or use references."""
    if _nests_deeply(yaml_text):
        return None
    import yaml

    fields: dict[str, Value] = {}
    key: str | None = None
    depth = 0
    try:
        for event in yaml.parse(yaml_text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
                return None
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                depth += 1
                if depth > _DEEPEST or (depth == 1 and isinstance(event, yaml.SequenceStartEvent)):
                    return None
                if depth == 2 and key is not None and isinstance(event, yaml.SequenceStartEvent):
                    fields[key] = []
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                depth -= 1
                key = None if depth == 1 else key
            elif isinstance(event, yaml.ScalarEvent):
                key = _scalar(event.value, depth, key, fields)
    except yaml.YAMLError:
        return None
    return fields


def _nests_deeply(yaml_text: str) -> bool:
    """Whether more brackets than ``_DEEPEST`` are open at one place, in a string or not."""
    depth = 0
    for bracket in _BRACKET.finditer(yaml_text):
        depth = depth + 1 if bracket[0] in "[{" else max(0, depth - 1)
        if depth > _DEEPEST:
            return True
    return False


def _scalar(value: str, depth: int, key: str | None, fields: dict[str, Value]) -> str | None:
    if depth == 1 and key is None:
        return value.strip().lower()
    if depth == 1 and key is not None:
        fields[key] = value
        return None
    kept = fields.get(key or "")
    if isinstance(kept, list):
        kept.append(value)
    return key


def _by_line(yaml_text: str) -> dict[str, Value]:
    """``key: value`` and ``- item`` line by line, for front matter that people wrote and YAML refuses."""
    fields: dict[str, Value] = {}
    key = ""
    for line in yaml_text.splitlines():
        item, pair = _ITEM.match(line), _KEY.match(line)
        if item is not None and key:
            kept = fields.get(key)
            fields[key] = [*(kept if isinstance(kept, list) else []), _unquoted(item[1])]
        elif pair is not None:
            key = pair[1].lower()
            value = _unquoted(pair[2] or "")
            if value:
                fields[key] = value
    return fields


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value
