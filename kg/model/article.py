"""An article as every reader hands it on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from kg.model.ids import ArticleId, VersionId, version_id
from kg.model.span import Span


class BlockKind(Enum):
    """What a block of the text is to its reader."""

    HEADLINE = "headline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    ITEM = "item"  #: an item of a list
    ROW = "row"  #: a row of a table, its cells separated by tabs


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text that stands by itself. Blocks are in order, one line feed between two, without overlap."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """An anchor in the text.

    ``name`` and ``identifier`` are what a site's automatic linking claims about it (36kr's ``data-name`` and
    ``data-id``): a hint to be judged, never a fact. ``href`` is as written, and may be anything.
    """

    span: Span
    href: str | None = None
    name: str | None = None
    identifier: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its text, how the text is laid out, and what its source says about it.

    ``text`` is the headline, then the body, tags stripped, entities decoded, one line feed between blocks. Every
    offset of the project counts Unicode code points of this text. ``source_file`` is the file's name as read,
    with ``#3`` after it for the third item of a feed. ``published`` carries a zone; ``day`` is the calendar day
    in that zone, from which 昨天 is reckoned. ``language`` is a BCP 47 tag (``zh-Hans``, ``zh-Hant``).
    """

    id: ArticleId
    source_file: str
    text: str
    blocks: tuple[Block, ...]
    headline: str = ""
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: datetime | None = None
    language: str = "zh-Hans"
    links: tuple[Link, ...] = ()
    categories: tuple[str, ...] = ()

    @property
    def version(self) -> VersionId:
        """This article with this text."""
        return version_id(self.id, self.text)

    @property
    def day(self) -> date | None:
        """The day of publication in the article's own zone."""
        return self.published.date() if self.published else None
