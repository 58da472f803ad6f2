"""One document, one decision: the forms that an article's sentences propose as names, with all their places.

The tagger sees single sentences. Here its proposals are gathered by surface form, so that a form can be judged by
everything that the article does with it (:mod:`kg.extract.names.judge`): it is a name everywhere or nowhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.extract.names.tagger import Proposal, Tagger
from kg.extract.names.words import lexicon, tagged_words, word_bounds
from kg.model import Article, EntityType
from kg.text.normalise import fold
from kg.text.sentences import sentences

Place = tuple[int, int]


@dataclass(slots=True)
class Form:
    """A surface form (folded, letter for letter) with the places where it may be a name.

    ``votes`` are the tagger's for each type, ``best`` is its surest one; ``likely`` says for each place how likely
    it is a name there. ``type`` and ``confidence`` are set by whoever judges the form.
    """

    text: str
    votes: dict[EntityType, float] = field(default_factory=lambda: defaultdict(float))
    best: float = 0.0
    places: list[tuple[int, int]] = field(default_factory=list)
    likely: list[float] = field(default_factory=list)
    type: EntityType = EntityType.COMPANY
    confidence: float = 0.0

    @property
    def mean(self) -> float:
        """How likely the form is a name, on average over its places."""
        return sum(self.likely) / len(self.likely) if self.likely else 0.0


@dataclass(slots=True)
class Reading:
    """What the tagger says about an article: its proposals, and how likely each character is part of a name."""

    text: str
    proposals: list[Proposal]
    inside: list[float]
    starts: frozenset[int]
    ends: frozenset[int]
    first_line: int = field(init=False)
    """Where the first line ends."""

    def __post_init__(self) -> None:
        end = self.text.find("\n")
        self.first_line = len(self.text) if end < 0 else end


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
    return Reading(text, [_trimmed(text, p) for p in proposals], inside, frozenset(starts), frozenset(ends))


_EDGE = " 　·•・、，,。:：;；“”\"'‘’《》〈〉「」『』（(【[|｜丨/-—"


def _trimmed(text: str, p: Proposal) -> Proposal:
    """The proposal without marks and spaces at its ends, and without a parenthesis that it opens or closes only."""
    start, end = p.start, p.end
    while start < end - 1 and text[start] in _EDGE:
        start += 1
    closing = "）)】]"
    while start < end - 1 and (text[end - 1] in _EDGE or (text[end - 1] in closing and not _opens(text, start, end))):
        end -= 1
    return Proposal(start, _without_verb(text, start, end), p.type, p.confidence)


def _without_verb(text: str, start: int, end: int) -> int:
    """The end without a reporting verb that the tagger took for the end of a name: 林晓舟汇报."""
    words = tagged_words(text[start:end])
    last, tag = words[-1]
    if len(words) > 1 and len(last) == 2 and end - start >= 4 and tag == "v" and last not in lexicon("suffix"):
        return end - len(last)
    return end


def _opens(text: str, start: int, end: int) -> bool:
    return any(c in "（([【" for c in text[start:end])


def candidate_forms(reading: Reading) -> dict[str, Form]:
    """Every surface form that was proposed, with its votes and all its places."""
    forms: dict[str, Form] = {}
    own: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for p in reading.proposals:
        text = reading.text[p.start : p.end]
        form = forms.setdefault(text, Form(text))
        form.votes[p.type] += p.confidence
        form.best = max(form.best, p.confidence)
        own[text].add((p.start, p.end))
    found = occurrences(reading.text, forms)
    for text, form in forms.items():
        form.places = _places(reading, found[text], own[text])
        form.likely = [sum(reading.inside[a:b]) / (b - a) for a, b in form.places]
    return forms


def settle(forms: Iterable[Form], length: int) -> list[Form]:
    """The forms with their places; where two overlap in a text of this length, the longer one has the place."""
    taken = bytearray(length)
    kept = []
    for form in sorted(forms, key=lambda f: (-len(f.text), f.text)):
        form.places = [s for s in form.places if not any(taken[s[0] : s[1]])]
        for a, b in form.places:
            taken[a:b] = b"\1" * (b - a)
        if form.places:
            kept.append(form)
    return kept


def places_of(reading: Reading, forms: Iterable[str]) -> dict[str, list[Place]]:
    """Where forms that were not proposed stand as words of their own, or fill quotation marks."""
    found = occurrences(reading.text, forms)
    return {form: _places(reading, at, set(_quoted(reading.text, at))) for form, at in found.items()}


def occurrences(text: str, forms: Iterable[str]) -> dict[str, list[Place]]:
    """Where each of the forms stands in a text, also where it overlaps itself: all in one pass over the text."""
    found: dict[str, list[Place]] = {form: [] for form in forms}
    sizes: dict[str, set[int]] = defaultdict(set)
    for form in found:
        sizes[form[:1]].add(len(form))
    of = {first: tuple(sorted(lengths)) for first, lengths in sizes.items()}
    for at, char in enumerate(text):
        for size in of.get(char, ()):
            places = found.get(text[at : at + size])
            if places is not None and at + size <= len(text):
                places.append((at, at + size))
    return found


def _quoted(text: str, places: Iterable[Place]) -> Iterator[Place]:
    """The places with quotation marks on both sides; one mark is not that of two."""
    free = 0
    for start, end in places:
        if start > free and text[start - 1] in _OPEN and text[end : end + 1] in _CLOSE:
            yield start, end
            free = end + 1


_OPEN, _CLOSE = frozenset('“"「'), frozenset('”"」')


def _places(reading: Reading, places: Iterable[Place], proposed: set[Place]) -> list[Place]:
    """Where a form stands as a word of its own, or was proposed as it stands; places do not overlap."""
    kept: list[Place] = []
    free = 0
    for start, end in places:
        if start >= free:
            free = end
            if (start, end) in proposed or stands_alone(reading, start, end):
                kept.append((start, end))
    return kept


def stands_alone(reading: Reading, start: int, end: int) -> bool:
    """Whether a stretch is not a part of a longer word.

    A Latin form must be a whole token (no ``imo`` in ``Simon``); a form of two characters must start and end where a
    word does (得到 in 得到处 is none); a longer one is rarely part of a word by chance: one of its ends suffices.
    """
    return _whole(reading.text, reading.starts, reading.ends, start, end)


def stands_alone_in(text: str, start: int, end: int) -> bool:
    """:func:`stands_alone` for a stretch of a single folded sentence."""
    starts, ends = word_bounds(text)
    return _whole(text, starts, ends, start, end)


def _whole(text: str, starts: frozenset[int], ends: frozenset[int], start: int, end: int) -> bool:
    if joined(text, start) or joined(text, end):
        return False
    at_start, at_end = start in starts, end in ends
    return (at_start and at_end) if end - start <= 2 else (at_start or at_end)


def joined(text: str, at: int) -> bool:
    """Whether a Latin token or a number goes on across ``at``."""
    if not 0 < at < len(text):
        return False
    a, b = text[at - 1], text[at]
    return a.isascii() and b.isascii() and a.isalnum() and b.isalnum() and (a.isalpha() == b.isalpha())
