"""The conditional random field that proposes names, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from kg.extract.names.features import sentence_features
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
        self.model = model

    @cached_property
    def _bytes(self) -> bytes:
        if self.model is not None:
            return self.model.read_bytes()
        return files("kg.extract").joinpath("data", MODEL).read_bytes()

    @cached_property
    def digest(self) -> str:
        """The first eight hexadecimal digits of the model file's SHA-256."""
        return sha256(self._bytes).hexdigest()[:8]

    @cached_property
    def _crf(self) -> Any:
        from pycrfsuite import Tagger as Crf

        crf = Crf()
        if self.model is not None:
            crf.open(str(self.model))
        else:
            with as_file(files("kg.extract").joinpath("data", MODEL)) as path:
                crf.open(str(path))
        return crf

    def __call__(self, sentence: str) -> tuple[list[Proposal], list[float]]:
        """The names of a folded sentence, in order, and for each character how likely it is to be part of one."""
        if not sentence:
            return [], []
        crf = self._crf
        labels = crf.tag(sentence_features(sentence))
        inside = [1.0 - crf.marginal("O", i) for i in range(len(sentence))]
        return [self._proposal(labels, start, end) for start, end in _runs(labels)], inside

    def _proposal(self, labels: list[str], start: int, end: int) -> Proposal:
        sure = sum(self._crf.marginal(labels[i], i) for i in range(start, end)) / (end - start)
        return Proposal(start, end, EntityType(labels[start][2:]), sure)


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
