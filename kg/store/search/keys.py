"""Text as it is compared, cut into pairs of characters; and what a user types, as an expression over these.

FTS5 finds whole tokens and rows of them. Here a token is two neighbouring characters, at the end of a run also its
last one alone: two characters are a token, more are a row of tokens, one is the beginning of tokens. So whatever
stands in a text is found, of any length, without knowing words; and nothing that is in a token has a meaning for FTS5.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import add

from kg.errors import QueryError
from kg.text.normalise import fold

LONGEST = 300
"""How many characters a query may have. In a text of a megabyte of one character each costs 15 ms."""
MOST_WORDS = 16
"""How many words a query may have."""
INNER = "0"
"""What the sound of a later part of a name begins with: ``0shou`` in 快手."""
SHORTEST_INNER = 4
"""From how many letters on the middle of a name is found by its sound: shorter ones are in every other name."""
_BREAK = " "
_IN_NAMES = frozenset("·•・‧‐‑-'’‘“”\"「」『』《》〈〉")
"""What is passed over: some write it and others do not."""


class _Keys(dict[str, str]):
    """Character → what it is compared by: letters and digits, a break, or nothing."""

    def __missing__(self, character: str) -> str:
        if character in _IN_NAMES:
            key = ""
        else:
            key = "".join(map(_plain, unicodedata.normalize("NFKC", fold(character)).casefold()))
        self[character] = key
        return key


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] in "LN" or (category[0] == "M" and not "\ufe00" <= character <= "\ufe0f"):
        return character
    return "" if category in ("Zs", "Cf", "Mn") else _BREAK


_KEYS = _Keys()


def key(text: str) -> str:
    """What texts are compared by: runs of letters and digits, with a space wherever something else ends a run.

    >>> key("臺積電（ＴＳＭＣ）增长 3.5%"), key("唐纳德·特朗普") == key("唐納德特朗普")
    ('台积电 tsmc 增长3 5 ', True)
    """
    return "".join(map(_KEYS.__getitem__, text))


def grams(text: str) -> str:
    """The tokens of a text.

    >>> grams("快手科技，AI")
    '快手 手科 科技 技 ai i'
    """
    tokens: list[str] = []
    for run in key(text).split():
        tokens += map(add, run, run[1:])
        tokens.append(run[-1])
    return " ".join(tokens)


def sounds(spoken: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The tokens of the syllables of names: pinyin, initials, and where a later syllable begins.

    >>> sounds([("kuai", "shou")])
    ('kuaishou', 'ks', '0shou')
    """
    found: dict[str, None] = {}
    for syllables in spoken:
        if syllables:
            found["".join(syllables)] = None
            found["".join(s[0] for s in syllables)] = None
    for syllables in spoken:
        found.update((INNER + "".join(syllables[i:]), None) for i in range(1, len(syllables)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Words:
    """What is searched for.

    Attributes:
        keys: what each word is compared by; every one must be found.
        whole: what all of it is compared by, as if it were one name.
    """

    keys: tuple[str, ...]
    whole: str

    @classmethod
    def of(cls, text: str) -> Words:
        """What a user typed; nothing where there is neither letter nor digit in it.

        Raises:
            QueryError: if it is too long.
        """
        if len(text) > LONGEST:
            raise QueryError(f"words to search for may have {LONGEST} characters, these have {len(text)}")
        keys = dict.fromkeys(" ".join(key(word).split()) for word in text.split())
        keys.pop("", None)
        if len(keys) > MOST_WORDS:
            raise QueryError(f"at most {MOST_WORDS} words can be searched for at once, here are {len(keys)}")
        return cls(tuple(keys), " ".join(key(text).split()))

    def within(self, columns: str) -> str:
        """The expression that finds all words as they are written, in some columns."""
        return f"{{{columns}}} : ({' AND '.join(map(_row, self.keys))})"

    def anywhere(self, columns: str, sound: str) -> str:
        """The expression that finds all words as they are written in some columns, or as they sound in another one."""
        parts = [self._word(word, columns, sound) for word in self.keys]
        return " OR ".join([f"({' AND '.join(parts)})", *_sounding(self.whole, sound)])

    def _word(self, word: str, columns: str, sound: str) -> str:
        return f"({' OR '.join([f'{{{columns}}} : {_row(word)}', *_sounding(word, sound)])})"

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where the words stand in a text as it is written: first and last (exclusive), in order, none overlapping."""
        keys = [_KEYS[c] for c in text]
        places = [i for i, of in enumerate(keys) for _ in of]
        found = sorted(
            (places[match.start()], places[match.end() - 1] + 1) for match in _matches("".join(keys), self.keys)
        )
        return tuple(_joined(found))


def _row(word: str) -> str:
    """The expression that finds a row of tokens; the last of one character may be the beginning of another token."""
    *runs, last = word.split()
    tokens = [token for run in runs for token in (*map(add, run, run[1:]), run[-1])]
    if len(last) == 1:
        return f'"{" ".join([*tokens, last])}" *'
    return f'"{" ".join([*tokens, *map(add, last, last[1:])])}"'


def _sounding(word: str, sound: str) -> Iterator[str]:
    if re.fullmatch("[a-z0-9]+", word) and not word.startswith(INNER):
        yield f'{sound} : "{word}" *'
        if len(word) >= SHORTEST_INNER:
            yield f'{sound} : "{INNER}{word}" *'


def _matches(text: str, words: tuple[str, ...]) -> Iterator[re.Match[str]]:
    for word in words:
        yield from re.finditer(" +".join(map(re.escape, word.split())), text)


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The same places, those that overlap as one."""
    begun: tuple[int, int] | None = None
    for start, end in spans:
        if begun and start <= begun[1]:
            begun = (begun[0], max(begun[1], end))
            continue
        if begun:
            yield begun
        begun = (start, end)
    if begun:
        yield begun
