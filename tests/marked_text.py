"""Articles with their names marked in the text, for tests of what comes after the names.

``[C星桥科技]收购了[C云杉智能]`` is a text of two companies; C company, O organisation, P person, D product, L place.
The same name is one entity wherever it stands; ``[C星桥=星桥科技]`` is another form of it.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from kg.model import (
    Annotations,
    Article,
    ArticleId,
    Block,
    BlockKind,
    Chain,
    EntityType,
    EventMention,
    Mention,
    MentionId,
    RelationMention,
    Span,
)

_MARKED = re.compile(r"\[([COPDL])([^\]=]+)(?:=([^\]]+))?\]")
_TYPES = {
    "C": EntityType.COMPANY,
    "O": EntityType.ORGANIZATION,
    "P": EntityType.PERSON,
    "D": EntityType.PRODUCT,
    "L": EntityType.PLACE,
}
_KINDS = {"# ": BlockKind.HEADLINE, "## ": BlockKind.HEADING, "| ": BlockKind.ROW}
PUBLISHED = datetime(2026, 3, 18, 9, 0, tzinfo=timezone(timedelta(hours=8)))


def marked(source: str, published: datetime = PUBLISHED) -> tuple[Article, Annotations]:
    """The article and the names of a marked text; a line is a block, ``# ``, ``## `` and ``| `` say of which kind."""
    text, blocks, mentions = "", [], []
    chains: dict[tuple[EntityType, str], list[Mention]] = {}
    for line in source.strip().split("\n"):
        mark = next((m for m in _KINDS if line.startswith(m)), "")
        start = len(text)
        at = len(mark)
        for name in _MARKED.finditer(line):
            text += line[at : name.start()]
            mention = Mention(Span(len(text), len(text) + len(name.group(2))), _TYPES[name.group(1)])
            chains.setdefault((mention.type, name.group(3) or name.group(2)), []).append(mention)
            mentions.append(mention)
            text += name.group(2)
            at = name.end()
        text += line[at:]
        blocks.append(Block(_KINDS.get(mark, BlockKind.PARAGRAPH), Span(start, len(text))))
        text += "\n"
    text = text[:-1]
    article = Article(
        id=ArticleId("article/test"), source_file="test.md", text=text, blocks=tuple(blocks), published=published
    )
    return article, Annotations(
        mentions=tuple(mentions), chains=tuple(_chain(text, key, found) for key, found in chains.items())
    )


def _chain(text: str, key: tuple[EntityType, str], found: list[Mention]) -> Chain:
    forms = {m.span.of(text) for m in found} - {key[1]}
    return Chain(key[0], key[1], tuple(sorted(forms)), tuple(MentionId(m.id) for m in found))


def roles(event: EventMention, names: Annotations) -> set[str]:
    """The participants of an event, as ``role name``."""
    return {f"{a.role.value} {names.chain_of(a.mention).name}" for a in event.arguments}


def triple(relation: RelationMention, names: Annotations) -> str:
    """A relation as ``subject relation object``."""
    return " ".join((names.chain_of(relation.subject).name, relation.type.value, names.chain_of(relation.object).name))
