"""Quotation marks: which stretches of a text stand within them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Span

_PAIRS = {"“": "”", "「": "」", "『": "』", "‘": "’", "〝": "〞", "﹁": "﹂", "﹃": "﹄"}
_CLOSING = frozenset(_PAIRS.values())
_STRAIGHT = '"'
_MARK = re.compile(f'[{"".join((*_PAIRS, *_PAIRS.values()))}"]')


@dataclass(frozen=True, slots=True, order=True)
class Quotation:
    """A stretch within quotation marks.

    ``outer`` contains the marks, ``inner`` does not. ``closed`` is False where the block ends before the mark
    does, as in a quotation of several paragraphs, each of which opens it anew.
    """

    outer: Span
    inner: Span
    closed: bool = True


def find_quotations(text: str, within: Span) -> tuple[Quotation, ...]:
    r"""The outermost quotations of one block, in order; what is nested stays inside.

    A mark that opens and is never closed counts only at the block's start or after a colon, where a quotation of
    several paragraphs begins; elsewhere it is a slip, as is a closing mark that nothing opened (an apostrophe,
    say). Straight marks open and close in turn, and only where their number is even, since 27" is a length.

    >>> [q.inner.of("他说：“‘信任’很重要。”") for q in find_quotations("他说：“‘信任’很重要。”", Span(0, 13))]
    ['‘信任’很重要。']
    """
    closes_later = {mark: text.rfind(mark, within.start, within.end) for mark in _CLOSING}
    straight = text.count(_STRAIGHT, within.start, within.end) % 2 == 0
    found: list[Quotation] = []
    waiting: list[str] = []
    first: dict[str, int] = {}  # where each mark that is waited for stands first among those
    start = within.start
    for match in _MARK.finditer(text, within.start, within.end):
        at, mark = match.start(), match.group()
        closing = _PAIRS.get(mark, _STRAIGHT if straight and mark == _STRAIGHT else "")
        if mark in first:
            del waiting[first[mark] :]
            first = {closes: n for closes, n in first.items() if n < len(waiting)}
            if not waiting:
                found.append(Quotation(Span(start, at + 1), Span(start + 1, at)))
        elif not closing:
            continue
        elif mark == _STRAIGHT or closes_later[closing] > at:
            start = start if waiting else at
            first.setdefault(closing, len(waiting))
            waiting.append(closing)
        elif not waiting and _begins_speech(text, within, at):
            found.append(Quotation(Span(at, within.end), Span(at + 1, within.end), closed=False))
            break
    return tuple(found)


def _begins_speech(text: str, within: Span, at: int) -> bool:
    before = at
    while before > within.start and text[before - 1].isspace():
        before -= 1
    return at + 1 < within.end and (before == within.start or text[before - 1] in "：:")
