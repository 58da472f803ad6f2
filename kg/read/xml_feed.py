"""RSS (0.9 to 2.0) and Atom."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.errors import ReadError
from kg.read.dates import moment
from kg.read.draft import FIELD_FAULTS, Draft, broken_item
from kg.read.limits import Limits
from kg.read.lines import Line, visible
from kg.read.markup import MarkupError, lines_of
from kg.read.plain import html_lines, is_html, text_lines

_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_XHTML = "http://www.w3.org/1999/xhtml"
# elements of other name spaces share names with RSS (media:title, itunes:author): they are left alone
_KNOWN = frozenset(
    (
        "",
        *_ATOM,
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://purl.org/rss/1.0/modules/content/",
        "http://purl.org/dc/elements/1.1/",
        "http://purl.org/dc/terms/",
    )
)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)
_ENTITY_DECLARED = re.compile(r"<!ENTITY", re.IGNORECASE)
_ROOT = re.compile(r"<[^!?\s]")
_CLOSING = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>")


def read_xml_feed(text: str, source: str, limits: Limits) -> Iterator[Draft | ReadError]:
    """Every item of a feed; of a feed that is cut off, those before the cut and then the error.

    Entities that a document declares itself are never expanded: a document that declares any is refused.
    """
    if _declares(text):
        yield ReadError(source, "declares entities of its own, which feeds have no use for and attacks have")
        return
    root, fault = _parsed(text)
    if root is None:
        yield ReadError(source, f"broken XML: {fault or 'nothing in it'}")
        return
    items = [e for e in root.iter() if _name(e) in ("item", "entry") and _space(e) in _KNOWN]
    if fault:  # the last one that the parser saved may be half an item
        items = items[: len(_CLOSING.findall(text))]
    site = _site(root)
    several = len(items) > 1 or bool(fault)
    for number, element in enumerate(items, 1):
        yield _draft(element, f"{source}#{number}" if several else source, site)
    if fault:
        yield ReadError(source, f"broken XML: {fault}; whole items read before that: {len(items)}")
    elif not items:
        yield ReadError(source, "a feed without items")


def _declares(text: str) -> bool:
    """Whether it declares entities, or may: a document type with a subset of its own before the root element."""
    if _ENTITY_DECLARED.search(text):
        return True
    root = _ROOT.search(text)
    prolog = text[: root.start()] if root else text
    doctype = _DOCTYPE.search(prolog)
    return doctype is not None and "[" in prolog[doctype.end() :]


def _parsed(text: str) -> tuple[Any, str]:
    """The tree as far as it goes, and in one line what was wrong with it."""
    from lxml import etree

    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    raw = visible(_ENTITY.sub(_character, text)).lstrip().encode("utf-8")
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        return None, str(error).split("\n", 1)[0]
    errors = [e for e in parser.error_log if e.level >= etree.ErrorLevels.FATAL]
    return root, f"{errors[0].message.strip()} (line {errors[0].line})" if errors else ""


def _character(match: re.Match[str]) -> str:
    """``&nbsp;`` and its kin, which XML does not know and feeds write nevertheless."""
    if match[1] in _OF_XML:
        return match[0]
    found = html.unescape(match[0])
    return found if found != match[0] else f"&amp;{match[1]};"


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _space(element: Any) -> str:
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""


def _site(root: Any) -> str | None:
    for element in root.iter():
        if _name(element) in ("item", "entry"):
            return None
        around = element.getparent()  # none, where the root is a title
        is_title = _name(element) == "title" and _space(element) in _KNOWN
        if is_title and around is not None and _name(around) in ("channel", "feed"):
            return _words(element)
    return None


@dataclass(slots=True)
class _Item:
    texts: dict[str, Any] = field(default_factory=dict)
    categories: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    link: str | None = None


def _draft(element: Any, source: str, site: str | None) -> Draft | ReadError:
    try:
        return _built(element, source, site)
    except MarkupError as error:
        return ReadError(source, str(error))
    except FIELD_FAULTS as error:
        return broken_item(source, error)


def _built(element: Any, source: str, site: str | None) -> Draft | ReadError:
    item = _collected(element)
    content = next((item.texts[n] for n in ("encoded", "content", "description", "summary") if n in item.texts), None)
    lines = _lines(content) if content is not None else ()
    if not lines:
        return ReadError(source, "an item without text: neither content nor a description")
    dates = (
        moment(_words(item.texts[n]))
        for n in ("published", "pubDate", "date", "issued", "created", "updated")
        if n in item.texts
    )
    return Draft(
        source=source,
        title=_title(item.texts.get("title")),
        lines=lines,
        url=item.link or _permalink(item),
        publisher=_words(item.texts.get("source")) or _words(item.texts.get("publisher")) or None,
        site=site,
        author="、".join(item.authors) or None,
        published=next((d for d in dates if d is not None), None),
        categories=tuple(dict.fromkeys(item.categories)),
    )


def _collected(element: Any) -> _Item:
    item = _Item()
    for child in element:
        name = _name(child)
        if not name or _space(child) not in _KNOWN:
            continue
        if name == "link":
            item.link = item.link or _href(child)
        elif name == "category" or name == "subject":
            item.categories.append(child.get("term") or _words(child))
        elif name in ("author", "creator"):
            item.authors.append(_author(child))
        elif name not in item.texts and (len(child) or (child.text or "").strip()):
            item.texts[name] = child
    item.authors = [a for a in dict.fromkeys(item.authors) if a]
    return item


def _href(link: Any) -> str | None:
    if link.get("href"):
        return link.get("href") if link.get("rel", "alternate") == "alternate" else None
    return _words(link) or None


def _permalink(item: _Item) -> str | None:
    for name in ("guid", "id"):
        element = item.texts.get(name)
        if element is not None and element.get("isPermaLink", "true") != "false":
            return _words(element)
    return None


def _author(element: Any) -> str:
    """A name; RSS writes ``mail@example (Name)``, Atom a ``name`` within."""
    for child in element:
        if _name(child) == "name":
            return _words(child)
    words = _words(element)
    match = re.fullmatch(r"\S+@\S+\s*\((.{1,100})\)", words)
    return match[1] if match else "" if "@" in words else words


def _title(element: Any) -> str:
    words = _words(element)
    return " ".join(line.text for line in html_lines(words)) if is_html(words) or "&" in words else words


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _lines(element: Any) -> tuple[Line, ...]:
    if len(element) and element.get("type", "xhtml") == "xhtml":
        for inner in element.iter():
            if isinstance(inner.tag, str) and _space(inner) == _XHTML:
                inner.tag = _name(inner)
        return lines_of(element)
    text = "".join(element.itertext())
    if element.get("type") == "text" or not (is_html(text) or "&" in text):
        return text_lines(text)
    return html_lines(text)
