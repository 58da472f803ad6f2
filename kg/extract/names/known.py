"""Well-known names: a hint for the models, never a decision."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from hashlib import sha256
from importlib.resources import files

from kg.model import EntityType

Match = tuple[int, int, str]
"""(start, end, kinds): where a known name stands, and one letter for each type it may be of, sorted."""

LETTERS = {t: t.value[:2].lower() for t in EntityType}
"""A short sign for each type: ``co``, ``or``, ``pe``, ``pl``, ``pr``."""


@cache
def known_names() -> dict[str, str]:
    """Every name of ``kg/extract/data/known_TYPE.txt``, folded, with the signs of its types, sorted.

    One folded name a line; ``#`` starts a comment. A name may be of several types (a brand and the product that
    bears it).
    """
    kinds: dict[str, str] = defaultdict(str)
    for kind, sign in sorted(LETTERS.items(), key=lambda pair: pair[1]):
        raw = files("kg.extract").joinpath("data", f"known_{kind.value.lower()}.txt").read_text("utf-8")
        for name in raw.splitlines():
            if name[:1] != "#":
                kinds[name] += sign
    return dict(kinds)


@cache
def lists_digest() -> str:
    """The first eight hexadecimal digits of the SHA-256 over all lists of well-known names and of their aliases."""
    digest = sha256()
    for kind in (*(t.value.lower() for t in EntityType), "aliases"):
        digest.update(files("kg.extract").joinpath("data", f"known_{kind}.txt").read_bytes())
    return digest.hexdigest()[:8]


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """How long the known names are that start with two characters, the longest first."""
    found: dict[str, set[int]] = defaultdict(set)
    for name in known_names():
        found[name[:2]].add(len(name))
    return {start: tuple(sorted(sizes, reverse=True)) for start, sizes in found.items()}


def matches(text: str) -> list[Match]:
    """The known names in a folded text, from left to right, the longest at each place, none within another.

    A Latin name must not be a part of a longer token.

    >>> [(text[a:b], kinds) for text in ["阿里巴巴在杭州"] for a, b, kinds in matches(text)]
    [('阿里巴巴', 'co'), ('杭州', 'pl')]
    """
    lengths, kinds = _lengths(), known_names()
    found: list[Match] = []
    at, last = 0, len(text) - 1
    while at < last:
        for size in lengths.get(text[at : at + 2], ()):
            end = at + size
            kind = kinds.get(text[at:end]) if end <= len(text) else None
            if kind and not _inside_latin(text, at) and not _inside_latin(text, end):
                found.append((at, end, kind))
                at = end
                break
        else:
            at += 1
    return found


def _inside_latin(text: str, at: int) -> bool:
    """Whether a Latin token goes on across ``at``; figures may follow a name (Model3)."""
    return 0 < at < len(text) and all(c.isascii() and c.isalpha() for c in text[at - 1 : at + 1])


def signs(text: str) -> list[str]:
    """For each character of a folded text the types of the known name around it and its place in it; or nothing."""
    found = [""] * len(text)
    for start, end, kinds in matches(text):
        found[start:end] = [f"{kinds}M"] * (end - start)
        found[start], found[end - 1] = f"{kinds}B", f"{kinds}E"
    return found
