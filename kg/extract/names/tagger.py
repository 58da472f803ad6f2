"""The conditional random field that proposes names, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from kg.extract.models import Model
from kg.extract.names.features import sentence_features
from kg.extract.names.known import LETTERS, matches
from kg.extract.names.words import tagged_words
from kg.model import EntityType

MODEL = "names.crfsuite"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name that the tagger sees at ``[start, end)``; ``confidence`` is its own, between 0 and 1."""

    start: int
    end: int
    type: EntityType
    confidence: float


class Tagger:
    """Proposes names in folded sentences.

    The model is loaded when it is first needed, once. Not safe to share between threads.
    """

    def __init__(self, model: Path | None = None) -> None:
        self.model = Model(MODEL, model)

    def __call__(self, sentence: str) -> tuple[list[Proposal], list[float]]:
        """The names of a folded sentence, in order, and for each character how likely it is to be part of one."""
        if not sentence:
            return [], []
        crf = self.model.crf
        labels = crf.tag(sentence_features(sentence))
        marginal = crf.marginal
        inside = [1.0 - marginal("O", i) for i in range(len(sentence))]
        proposals = [self._proposal(labels, start, end) for start, end in _runs(labels)]
        proposals += (self._faint(inside, start, end) for start, end in _faint_runs(sentence, labels, inside))
        proposals += self._known(sentence, proposals, inside)
        return sorted(proposals, key=lambda p: p.start), inside

    def _faint(self, inside: list[float], start: int, end: int) -> Proposal:
        """A proposal for a stretch that is more likely no name, of the likeliest type."""
        marginal = self.model.crf.marginal
        likely = [(max(marginal("B-" + t.value, start), marginal("I-" + t.value, start)), t.value) for t in EntityType]
        return Proposal(start, end, EntityType(max(likely)[1]), min(0.5, sum(inside[start:end]) / (end - start)))

    def _known(self, sentence: str, seen: Sequence[Proposal], inside: list[float]) -> list[Proposal]:
        """Well-known names that no proposal covers, for the article to judge."""
        marginal = self.model.crf.marginal
        found = []
        reach = [0] * (len(sentence) + 1)
        for p in seen:
            reach[p.start] = max(reach[p.start], p.end)
        reach = list(accumulate(reach, max))
        for start, end, kinds in matches(sentence):
            if reach[start] < end:
                types = [t for t in EntityType if LETTERS[t] in kinds]
                likely = max((marginal("B-" + t.value, start), t.value) for t in types)[1]
                sure = min(0.5, sum(inside[start:end]) / (end - start))
                found.append(Proposal(start, end, EntityType(likely), sure))
        return found

    def _proposal(self, labels: list[str], start: int, end: int) -> Proposal:
        sure = sum(self.model.crf.marginal(labels[i], i) for i in range(start, end)) / (end - start)
        return Proposal(start, end, EntityType(labels[start][2:]), sure)


FAINT = 0.2
"""How likely a word must be part of a name to be proposed against the tagger's own reading."""


def _faint_runs(sentence: str, labels: list[str], inside: list[float]) -> list[tuple[int, int]]:
    """Neighbouring words outside all names of which each is a little likely to be part of one."""
    if max(inside, default=0.0) < FAINT:
        return []
    runs: list[tuple[int, int]] = []
    at = 0
    for word, _ in tagged_words(sentence):
        end = at + len(word)
        faint = all(inside[i] >= FAINT and labels[i] == "O" for i in range(at, end)) and word[0].isalnum()
        if faint and runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], end)
        elif faint:
            runs.append((at, end))
        at = end
    return [r for r in runs if r[1] - r[0] > 1]


def _runs(labels: list[str]) -> list[tuple[int, int]]:
    """Where names start and end; a name that lost its first label starts at its second."""
    runs: list[tuple[int, int]] = []
    start = -1
    for i, label in enumerate([*labels, "O"]):
        if start >= 0 and label[0] != "I":
            runs.append((start, i))
            start = -1
        if label[0] == "B" or (label[0] == "I" and start < 0):
            start = i
    return runs
