"""Words, characters and Latin tokens of a sentence, as the tagger's features see them.

Everything here works on folded text (:func:`kg.text.normalise.fold`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9'’.&+\-]*[A-Za-zÀ-ɏ0-9+]|[A-Za-zÀ-ɏ]")
"""A Latin token: a letter, then letters and figures, with the marks that names have inside (H&M, GPT-4.1, A+)."""

_OPENING = {"“": "q", "‘": "q", "「": "q", "『": "q", "《": "b", "〈": "b", "（": "p", "(": "p", "【": "p", "[": "p"}
_CLOSING = {"”": "q", "’": "q", "」": "q", "』": "q", "》": "b", "〉": "b", "）": "p", ")": "p", "】": "p", "]": "p"}


@cache
def lexicon(name: str) -> frozenset[str]:
    """The entries of ``kg/extract/data/names_NAME.txt``: separated by white space, ``#`` starts a comment."""
    raw = files("kg.extract").joinpath("data", f"names_{name}.txt").read_text("utf-8")
    return frozenset(entry for line in raw.splitlines() for entry in line.partition("#")[0].split())


@lru_cache(maxsize=4096)
def tagged_words(text: str) -> tuple[tuple[str, str], ...]:
    """Words with their parts of speech; together they are the text."""
    import rjieba

    return tuple(rjieba.tag(text))


@lru_cache(maxsize=4096)
def word_bounds(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """The offsets at which a word of the text starts, and those at which one ends."""
    starts, ends, at = [], [], 0
    for word, _ in tagged_words(text):
        starts.append(at)
        at += len(word)
        ends.append(at)
    return frozenset(starts), frozenset(ends)


@cache
def char_class(char: str) -> str:
    """One letter for the kind of a character: ``T`` is Han that writes foreign sounds, ``H`` any other Han."""
    if "\u4e00" <= char <= "\u9fff":
        return "T" if char in lexicon("transliteration") else "H"
    if char.isdigit():
        return "D"
    if char.isalpha():
        return "A" if char.isupper() else "a"
    return "S" if char.isspace() else "P"


def latin_shape(token: str) -> str:
    """The pattern of a Latin token, runs shortened.

    >>> latin_shape("OpenAI"), latin_shape("GPT-4.1")
    ('AaA', 'A-D.D')
    """
    shape = ""
    for char in token:
        kind = char_class(char)
        kind = char if kind == "P" else kind
        if not shape or shape[-1] != kind:
            shape += kind
    return shape


def enclosures(text: str) -> list[str]:
    """Which marks enclose each character most closely: ``q`` quotation, ``b`` title, ``p`` parentheses, or none.

    The character right after an opening mark and the one right before a closing mark are told apart
    (``q<``, ``q>``), as what fills its marks exactly is often a name. Marks left open enclose nothing.
    """
    inside = [""] * len(text)
    pairs = _pairs(text)
    if not pairs:
        return inside
    within: list[tuple[int, str]] = []  # where each pair ends that is open here, and its sign
    for i in range(len(text)):
        if within and within[-1][0] == i:
            within.pop()
        if within:
            inside[i] = within[-1][1]
        if i in pairs:
            end, kind = pairs[i]
            size = "1" if end - i <= 5 else "2" if end - i <= 10 else "3" if end - i <= 18 else "4"
            within.append((end, kind + size))
    for start, (end, _) in pairs.items():
        if end - start > 1:
            inside[start + 1] += "<"
            inside[end - 1] += ">"
    return inside


def _pairs(text: str) -> dict[int, tuple[int, str]]:
    """For each opening mark that is closed where its partner stands, and the kind of both."""
    found: dict[int, tuple[int, str]] = {}
    open_at: list[tuple[int, str]] = []
    for i, char in enumerate(text):
        if char in _OPENING:
            open_at.append((i, _OPENING[char]))
        elif char in _CLOSING and open_at and open_at[-1][1] == _CLOSING[char]:
            start, kind = open_at.pop()
            found[start] = i, kind
    return found
