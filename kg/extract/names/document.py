"""One document, one decision: a name that is certain somewhere is found everywhere, and has one type.

The tagger sees single sentences. Here its proposals are gathered by surface form; every place of the article where
the form stands votes, and the form is a name everywhere or nowhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from kg.extract.names.tagger import Proposal, Tagger
from kg.extract.names.words import word_bounds
from kg.model import Article, EntityType
from kg.text.normalise import fold
from kg.text.sentences import sentences

SURE = 0.6
"""How sure the tagger must be of a form in at least one place."""

SHARE = 0.3
"""How likely a form must be a name on average over all its places."""


@dataclass(slots=True)
class Form:
    """A surface form (folded, letter for letter) with the places where it may be a name."""

    text: str
    votes: dict[EntityType, float] = field(default_factory=lambda: defaultdict(float))
    best: float = 0.0
    places: list[tuple[int, int]] = field(default_factory=list)
    likely: list[float] = field(default_factory=list)

    @property
    def type(self) -> EntityType:
        """The type with the most votes."""
        return max(self.votes, key=lambda t: (self.votes[t], t.value))

    @property
    def confidence(self) -> float:
        """How likely the form is a name, over its places: the surest place counts as much as all of them."""
        mean = sum(self.likely) / len(self.likely) if self.likely else self.best
        return (self.best + mean) / 2


@dataclass(slots=True)
class Reading:
    """What the tagger says about an article: proposals with offsets of the text, and the likelihood at each character."""

    text: str
    proposals: list[Proposal]
    inside: list[float]
    starts: frozenset[int]
    ends: frozenset[int]


def read_article(article: Article, tagger: Tagger) -> Reading:
    """The tagger's proposals for each sentence of an article."""
    text = fold(article.text)
    proposals: list[Proposal] = []
    inside = [0.0] * len(text)
    starts: set[int] = set()
    ends: set[int] = set()
    for s in sentences(article):
        sentence = text[s.start : s.end]
        found, likely = tagger(sentence)
        inside[s.start : s.end] = likely
        proposals += (Proposal(p.start + s.start, p.end + s.start, p.type, p.confidence) for p in found)
        word_starts, word_ends = word_bounds(sentence)
        starts.update(s.start + i for i in word_starts)
        ends.update(s.start + i for i in word_ends)
    return Reading(text, proposals, inside, frozenset(starts), frozenset(ends))


def candidate_forms(reading: Reading) -> dict[str, Form]:
    """Every surface form that was proposed, with its votes."""
    forms: dict[str, Form] = {}
    for p in reading.proposals:
        form = forms.setdefault(reading.text[p.start : p.end], Form(reading.text[p.start : p.end]))
        form.votes[p.type] += p.confidence
        form.best = max(form.best, p.confidence)
    return forms


def decide(reading: Reading, forms: dict[str, Form]) -> list[Form]:
    """The forms that are names, each with all its places; where two overlap, the longer one has the place."""
    if not forms:
        return []
    own = defaultdict(set)
    for p in reading.proposals:
        own[reading.text[p.start : p.end]].add((p.start, p.end))
    ordered = sorted(forms, key=lambda t: (-len(t), t))
    taken = bytearray(len(reading.text))
    kept = []
    for text in ordered:
        form = forms[text]
        places = [s for s in _places(reading, text, own[text]) if not any(taken[s[0] : s[1]])]
        form.places = places
        form.likely = [sum(reading.inside[a:b]) / (b - a) for a, b in places]
        if not places or form.best < SURE or sum(form.likely) < SHARE * len(places):
            continue
        kept.append(form)
        for a, b in places:
            taken[a:b] = b"\1" * (b - a)
    return kept


def _places(reading: Reading, form: str, proposed: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where the form stands as a word of its own, or was proposed as it stands."""
    return [
        (m.start(), m.end())
        for m in re.finditer(re.escape(form), reading.text)
        if (m.start(), m.end()) in proposed or stands_alone(reading, m.start(), m.end())
    ]


def stands_alone(reading: Reading, start: int, end: int) -> bool:
    """Whether a stretch is not a part of a longer word.

    A Latin form must be a whole token (no ``imo`` in ``Simon``); a form of two characters must start and end where a
    word does (得到 in 得到处 is none); a longer one is rarely part of a word by chance: one of its ends suffices.
    """
    return _whole(reading.text, reading.starts, reading.ends, start, end)


def _whole(text: str, starts: frozenset[int], ends: frozenset[int], start: int, end: int) -> bool:
    if joined(text, start) or joined(text, end):
        return False
    at_start, at_end = start in starts, end in ends
    return (at_start and at_end) if end - start <= 2 else (at_start or at_end)


def stands_alone_in(text: str, start: int, end: int) -> bool:
    """:func:`stands_alone` for a stretch of a single folded sentence."""
    starts, ends = word_bounds(text)
    return _whole(text, starts, ends, start, end)


def joined(text: str, at: int) -> bool:
    """Whether a Latin token or a number goes on across ``at``."""
    if not 0 < at < len(text):
        return False
    a, b = text[at - 1], text[at]
    return a.isascii() and b.isascii() and a.isalnum() and b.isalnum() and (a.isalpha() == b.isalpha())
