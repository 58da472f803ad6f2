"""Content negotiation (RFC 9110, 12.5.1): which of several forms of an answer the reader likes best."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

_MOST = 50  # media ranges that are looked at; browsers send eight


def best(accept: str, offered: Sequence[str]) -> str | None:
    """The media type that ``accept`` likes best; of those it likes as much, the first offered; None if it likes none.

    >>> offered = ("text/html", "text/turtle", "application/ld+json")
    >>> best("text/turtle;q=0.9, */*;q=0.1", offered)
    'text/turtle'
    >>> best("", offered)
    'text/html'
    >>> best("image/png", offered) is None
    True
    """
    if not accept.strip():
        return offered[0]
    ranges = [parsed for part in accept.split(",")[:_MOST] if (parsed := _media_range(part))]
    rated = [(_quality(media, ranges), media) for media in offered]
    top = max((quality for quality, _ in rated), default=0.0)
    return next((media for quality, media in rated if quality == top), None) if top > 0 else None


def _media_range(part: str) -> tuple[str, str, float] | None:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    kind, slash, form = name.partition("/")
    if name == "*":
        kind, slash, form = "*", "/", "*"
    if not (kind and slash and form):
        return None
    return kind, form, quality_of(next((p[2:] for p in parameters if p.startswith("q=")), "1"))


def quality_of(text: str) -> float:
    """How much something is liked, from 0 to 1; what is no number likes it fully, as if nothing was said.

    >>> quality_of(" 0.5 "), quality_of("7"), quality_of("nan"), quality_of("")
    (0.5, 1.0, 1.0, 1.0)
    """
    try:
        quality = float(text)
    except ValueError:
        return 1.0
    return 1.0 if isnan(quality) else min(max(quality, 0.0), 1.0)


def _quality(media: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    """How much a media type is liked: what the most specific range that takes it in says."""
    kind, _, form = media.partition(";")[0].partition("/")
    fitting = [((k != "*") + (f != "*"), q) for k, f, q in ranges if k in ("*", kind) and f in ("*", form)]
    return max(fitting)[1] if fitting else 0.0
