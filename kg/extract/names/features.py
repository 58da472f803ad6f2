"""What the tagger sees of each character.

The functions are on the path of every character of every article, in training as in use: they are written for speed.
"""

from __future__ import annotations

from functools import cache

from kg.extract.names.known import signs
from kg.extract.names.words import LATIN, char_class, enclosures, latin_shape, lexicon, tagged_words

_CLASSES = ("title", "suffix", "say", "act", "launch", "money", "credit", "place_cue", "generic", "institution")

_LONGEST = 24
"""Code points of a word that go into a feature: every character of the word repeats it."""


@cache
def word_class(word: str) -> str:
    """The lexicons that a word belongs to, as one string; empty for most words."""
    return "".join(chr(97 + i) for i, name in enumerate(_CLASSES) if word in lexicon(name))


@cache
def _surname(char: str) -> bool:
    return char in lexicon("surnames")


def _tokens(text: str) -> list[tuple[int, int, str, str, str]]:
    """(start, end, word, part of speech, class) with Latin tokens whole, whatever the segmenter does with them."""
    found = []
    at = 0
    for word, tag in tagged_words(text):
        found.append((at, at + len(word), word[:_LONGEST], tag, word_class(word)))
        at += len(word)
    return found


def sentence_features(text: str) -> list[list[str]]:
    """One list of features for each character of a folded sentence."""
    n = len(text)
    if not n:
        return []
    chars = ["<2", "<1", *text, ">1", ">2"]
    shape = "<" + "".join(map(char_class, text)) + ">"
    marks = enclosures(text)
    known = signs(text)
    tokens = _tokens(text)
    rows: list[list[str]] = []
    last = len(tokens) - 1
    for k, (start, end, word, tag, cls) in enumerate(tokens):
        _, _, prev_word, prev_tag, prev_cls = tokens[k - 1] if k else (0, 0, "<", "<", "")
        _, _, next_word, next_tag, next_cls = tokens[k + 1] if k < last else (0, 0, ">", ">", "")
        before = tokens[k - 2][2] if k > 1 else "<"
        after = tokens[k + 2][2] if k + 2 <= last else ">"
        size = end - start
        for i in range(start, end):
            a, b, c, d, e = chars[i : i + 5]
            place = "S" if size == 1 else "B" if i == start else "E" if i == end - 1 else "M"
            row = [
                "c" + c,
                "b" + b,
                "d" + d,
                "a" + a,
                "e" + e,
                "bc" + b + c,
                "cd" + c + d,
                "ab" + a + b,
                "de" + d + e,
                "bcd" + b + c + d,
                "T" + shape[i : i + 3],
                "g" + tag + place,
                "w" + word + place,
                "gp" + prev_tag + tag + place,
                "gn" + tag + next_tag + place,
                "wp" + prev_word + place,
                "wn" + next_word + place,
                "wpp" + before + place,
                "wnn" + after + place,
            ]
            if cls:
                row.append("k" + cls)
            if prev_cls:
                row.append("kp" + prev_cls + place)
            if next_cls:
                row.append("kn" + next_cls + place)
            if marks[i]:
                row.append("m" + marks[i])
            if known[i]:
                row += ("z" + known[i], "z" + known[i] + tag + place)
            if _surname(c):
                row.append("f" + place + tag)
            rows.append(row)
    for match in LATIN.finditer(text):
        token = match.group()
        form, pattern = "L" + token[:_LONGEST].lower(), "l" + latin_shape(token[:_LONGEST])
        size = match.end() - match.start()
        for i in range(match.start(), match.end()):
            place = "S" if size == 1 else "B" if i == match.start() else "E" if i == match.end() - 1 else "M"
            rows[i] += (form, pattern + place)
    return rows
