"""Anchoring: the words of an article that prove a fact."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Evidence, Span

CONTEXT = 32
"""How many code points of context an evidence keeps on each side, at most."""


def anchor(text: str, span: Span) -> Evidence:
    """The evidence at ``span``, with its context.

    Raises:
        ValueError: if the span is empty or reaches beyond the text.
    """
    if not span.start < span.end <= len(text):
        raise ValueError(f"no evidence at {span} of a text of {len(text)} code points")
    return Evidence(
        span=span,
        exact=text[span.start : span.end],
        prefix=text[max(0, span.start - CONTEXT) : span.start],
        suffix=text[span.end : span.end + CONTEXT],
    )


def anchor_all(text: str, spans: Iterable[Span]) -> tuple[Evidence, ...]:
    """The evidence at each span, each once, in the order of the text."""
    return tuple(anchor(text, span) for span in sorted(set(spans)))
