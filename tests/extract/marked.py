"""Articles for tests: names marked in the text as ``[林晓舟:P]``, paragraphs divided by line feeds."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from kg.model import Annotations, Article, ArticleId, Block, BlockKind, Chain, EntityType, Mention, MentionId, Span

_NAME = re.compile(r"\[(?P<name>[^\[\]:]+):(?P<type>[CPOLX])(?:=(?P<of>[^\[\]]+))?\]")
_TYPES = {
    "C": EntityType.COMPANY,
    "P": EntityType.PERSON,
    "O": EntityType.ORGANIZATION,
    "L": EntityType.PLACE,
    "X": EntityType.PRODUCT,
}
_KINDS = {"# ": BlockKind.HEADLINE, "## ": BlockKind.HEADING, "^ ": BlockKind.CAPTION}


def annotated(marked: str) -> tuple[Article, Annotations]:
    """The article and its names. ``[星桥:C=星桥科技]`` is another name of 星桥科技; ``# `` begins a headline."""
    text, blocks, mentions = "", [], []
    chains: dict[tuple[str, EntityType], list[Mention]] = {}
    for line in marked.strip().split("\n"):
        kind, line = _kind(line)
        start = len(text) + 1 if blocks else 0
        text += "\n" if blocks else ""
        at = 0
        for match in _NAME.finditer(line):
            text += line[at : match.start()]
            span = Span(len(text), len(text) + len(match["name"]))
            text += match["name"]
            mentions.append(Mention(span, _TYPES[match["type"]]))
            chains.setdefault((match["of"] or match["name"], mentions[-1].type), []).append(mentions[-1])
            at = match.end()
        text += line[at:]
        blocks.append(Block(kind, Span(start, len(text))))
    published = datetime(2021, 4, 23, 12, tzinfo=UTC)
    article = Article(ArticleId("article/0"), "test.md", text, tuple(blocks), published=published)
    return article, Annotations(
        mentions=tuple(mentions),
        chains=tuple(
            Chain(type_, name, (), tuple(MentionId(m.id) for m in found)) for (name, type_), found in chains.items()
        ),
    )


def _kind(line: str) -> tuple[BlockKind, str]:
    for mark, kind in _KINDS.items():
        if line.startswith(mark):
            return kind, line.removeprefix(mark)
    return BlockKind.PARAGRAPH, line
