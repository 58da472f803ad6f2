"""Sentences that a first tagger and partial annotations label together.

FinRE marks two firms in each sentence and leaves other names unmarked. A tagger that was trained on the labelled
corpora fills in the rest. Two agreements keep its errors out: a name must be likely on
average over every place where it stands in the corpus, and a sentence in which anything stays in doubt is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.extract.names.document import stands_alone_in
from kg.extract.names.tagger import Proposal, Tagger
from kg.text.normalise import fold
from training.corpus import Sentence, shared

DOUBT = 0.35
"""A stretch that is no name after all, but more likely than this to be one, puts its sentence in doubt."""

SAME_TYPE = 0.75
"""What part of a name's votes must go to one type."""

SURE = 0.6
"""How likely a name must be on average over its places."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence with what the first tagger says about it, and the names given beforehand."""

    text: str
    given: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    inside: tuple[float, ...]


def finre() -> Iterator[tuple[str, tuple[str, ...]]]:
    """FinRE's sentences, each once, with the names marked in them; its placeholder of numbers becomes a figure."""
    marked: dict[str, set[str]] = defaultdict(set)
    for name in ("train.txt", "valid.txt"):
        for line in (shared() / "data/finre" / name).read_text("utf-8").splitlines():
            head, _, rest = line.partition("\t")
            tail, _, rest = rest.partition("\t")
            text = rest.partition("\t")[2]
            if text:
                marked[fold(text).replace("<N>", "3")] |= {fold(n).replace("<N>", "3") for n in (head, tail)}
    for text, names in marked.items():
        yield text, tuple(sorted(names, key=lambda n: (-len(n), n)))


def silver(source: Iterable[tuple[str, tuple[str, ...]]], model: Path) -> Iterator[Sentence]:
    """The sentences of a corpus about which the tagger is in no doubt, labelled."""
    tagger = Tagger(model)
    tagged = []
    for text, given in source:
        proposals, inside = tagger(text)
        tagged.append(Tagged(text, given, tuple(proposals), tuple(inside)))
    names = _agreed_names(tagged)
    for sentence in tagged:
        labelled = _label(sentence, names)
        if labelled is not None:
            yield labelled


def _agreed_names(tagged: Iterable[Tagged]) -> dict[str, str]:
    """The names that are likely wherever they stand in the corpus, and the type that most of their places give them."""
    tagged = list(tagged)
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    given: set[str] = set()
    for sentence in tagged:
        given.update(sentence.given)
        for p in sentence.proposals:
            votes[sentence.text[p.start : p.end]][p.type.value] += p.confidence
    longest = max(map(len, votes), default=0)
    likely: dict[str, list[float]] = defaultdict(list)
    for sentence in tagged:
        for start, end in _places(sentence, votes, longest):
            likely[sentence.text[start:end]].append(sum(sentence.inside[start:end]) / (end - start))
    agreed = dict.fromkeys(given, "Company")
    for name, of_type in votes.items():
        values = likely.get(name)
        kind = max(of_type, key=lambda t: (of_type[t], t))
        one_type = of_type[kind] >= SAME_TYPE * sum(of_type.values())
        if name in given:
            agreed[name] = kind if kind == "Organization" and one_type else "Company"
        elif values and sum(values) >= SURE * len(values) and one_type and len(name.strip()) > 1:
            agreed[name] = kind
    return agreed


def _places(sentence: Tagged, names: Iterable[str], longest: int) -> list[tuple[int, int]]:
    """Where names stand as words of their own, the longer first come; none overlap."""
    known = names if isinstance(names, dict) else dict.fromkeys(names)
    text = sentence.text
    own = {(p.start, p.end) for p in sentence.proposals}
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        for size in range(min(longest, len(text) - at), 0, -1):
            span = (at, at + size)
            if text[at : at + size] in known and (span in own or stands_alone_in(text, *span)):
                found.append(span)
                at += size
                break
        else:
            at += 1
    return found


def _label(sentence: Tagged, names: dict[str, str]) -> Sentence | None:
    """The sentence with the agreed names and those given, or None where something stays in doubt."""
    text = sentence.text
    spans: list[tuple[int, int]] = []
    taken = bytearray(len(text))
    for name in sentence.given:
        for match in re.finditer(re.escape(name), text):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * len(name)
                spans.append(match.span())
    longest = max(map(len, names), default=0)
    for start, end in _places(sentence, names, min(longest, 30)):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            spans.append((start, end))
    if any(p > DOUBT and not t for p, t in zip(sentence.inside, taken, strict=True)):
        return None
    kept = sorted((a, b, names.get(text[a:b], "Company")) for a, b in spans)
    return Sentence(text, tuple(kept))
