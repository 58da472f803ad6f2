"""Identifiers, all made from content.

An identifier is a path relative to the base of the data, such as ``company/9f2c…``; :mod:`kg.rdf` puts the base
before it. Identifiers of document scope (mentions, chains) and of corpus scope (entities, assertions) are
different types, so that handing something unresolved to RDF is a type error.
"""

from __future__ import annotations

from hashlib import sha256
from typing import NewType

ArticleId = NewType("ArticleId", str)
"""An article, whatever its version: ``article/<16 hex digits>``."""
VersionId = NewType("VersionId", str)
"""An article with one text: ``article/<16 hex digits>/<16 hex digits>``; names the article's graph."""
MentionId = NewType("MentionId", str)
"""A mention within one article: ``m12-14``."""
ChainId = NewType("ChainId", str)
"""A coreference chain within one article."""
EntityId = NewType("EntityId", str)
"""An entity of the graph: ``company/<16 hex digits>``."""
AssertionId = NewType("AssertionId", str)
"""A post, relation, event, claim or figure of the graph: ``post/<16 hex digits>``."""

_DIGITS = 16


def text_digest(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, as 64 lower-case hex digits."""
    return sha256(text.encode("utf-8")).hexdigest()


def content_id(kind: str, *parts: str) -> str:
    """``kind`` and the first 64 bits of SHA-256 over ``parts``, as ``kind/<16 hex digits>``.

    Each part goes in with its length before it, so that no two different lists of parts look the same.

    >>> content_id("company", "星桥科技")
    'company/7a269a52125c2135'
    >>> content_id("x", "ab", "c") == content_id("x", "a", "bc")
    False
    """
    digest = sha256()
    for part in parts:
        raw = part.encode("utf-8")
        digest.update(f"{len(raw)}:".encode("ascii"))
        digest.update(raw)
    return f"{kind}/{digest.hexdigest()[:_DIGITS]}"


def version_id(article: ArticleId, text: str) -> VersionId:
    """The version of an article that has this text."""
    return VersionId(f"{article}/{text_digest(text)[:_DIGITS]}")
