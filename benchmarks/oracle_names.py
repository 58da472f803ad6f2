"""Names as gold gives them: an upper bound that tells the errors of the other extractors from those of the names.

Every surface form of a gold entity is found wherever it stands in the text, the longest first.
"""

from __future__ import annotations

from typing import Any

from kg.model import Annotations, Article, Chain, EntityType, Layer, Mention, MentionId, Span


class OracleNames:
    """Mentions and chains from gold rows."""

    name = "oracle"
    version = "1"
    requires: frozenset[Layer] = frozenset()
    provides = frozenset({Layer.MENTIONS, Layer.CHAINS})

    def __init__(self, gold: dict[str, Any]) -> None:
        self.gold = gold

    def __call__(self, article: Article, so_far: Annotations) -> Annotations:
        """Mentions and chains."""
        text = article.text
        forms = sorted(
            ((form, i) for i, e in enumerate(self.gold["entities"]) for form in {e["name"], *e.get("aliases", [])}),
            key=lambda f: (-len(f[0]), f),
        )
        taken = bytearray(len(text))
        mentions: dict[int, list[Mention]] = {}
        for form, i in forms:
            start = text.find(form)
            while form and start >= 0:
                end = start + len(form)
                if not any(taken[start:end]):
                    taken[start:end] = b"\1" * len(form)
                    type_ = EntityType(self.gold["entities"][i]["type"])
                    mentions.setdefault(i, []).append(Mention(Span(start, end), type_))
                start = text.find(form, end)
        chains = []
        for i, found in sorted(mentions.items()):
            e = self.gold["entities"][i]
            ids = tuple(MentionId(m.id) for m in sorted(found, key=lambda m: m.span))
            chains.append(Chain(EntityType(e["type"]), e["name"], tuple(e.get("aliases", [])), ids))
        everything = sorted((m for found in mentions.values() for m in found), key=lambda m: m.span)
        return Annotations(mentions=tuple(everything), chains=tuple(chains))
