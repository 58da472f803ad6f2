"""Lists: mentions of one kind that stand side by side (A、B和C)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.model import Mention

# what may stand between two members: a mark or a conjunction, a remark in brackets before it, closing marks
_BETWEEN = re.compile(
    r"\s*[”」』》]?(?:（[^（）\n]{0,30}）|\([^()\n]{0,30}\))?\s*(?:、|，?以及|，?及|和|与|及其|至|/|，)\s*[“「『《]?\s*"
)


def coordinated(text: str, mentions: Sequence[Mention], comma: bool = False) -> list[tuple[Mention, ...]]:
    """The mentions grouped into lists; one that stands alone is a list of one.

    Args:
        text: the folded text.
        mentions: in order; only neighbours of the same type join.
        comma: whether a comma joins too; it separates clauses as well.
    """
    lists: list[list[Mention]] = []
    for mention in mentions:
        if lists and lists[-1][-1].type is mention.type and _joined(text, lists[-1][-1], mention, comma):
            lists[-1].append(mention)
        else:
            lists.append([mention])
    return [tuple(members) for members in lists]


def leading(text: str, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The list that the first of the mentions begins: read no further than its end, unlike :func:`coordinated`."""
    members: list[Mention] = []
    for mention in mentions:
        if members and not (members[-1].type is mention.type and _joined(text, members[-1], mention, comma=False)):
            break
        members.append(mention)
    return tuple(members)


def _joined(text: str, left: Mention, right: Mention, comma: bool) -> bool:
    between = text[left.span.end : right.span.start]
    return (
        len(between) <= 40 and _BETWEEN.fullmatch(between) is not None and (comma or between.strip(" ”“《》") != "，")
    )
