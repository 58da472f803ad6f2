"""The CRFsuite files that extractors judge with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any


class Model:
    """A CRFsuite model, read when first needed, once; not safe to share between threads.

    Args:
        shipped: the name of the file in ``kg/extract/data``.
        path: another file in its place.
    """

    def __init__(self, shipped: str, path: Path | None = None) -> None:
        self._file = path or files("kg.extract").joinpath("data", shipped)

    @cached_property
    def digest(self) -> str:
        """The first eight hexadecimal digits of the file's SHA-256."""
        return sha256(self._file.read_bytes()).hexdigest()[:8]

    @cached_property
    def crf(self) -> Any:
        """The opened tagger of python-crfsuite."""
        from pycrfsuite import Tagger  # type: ignore[import-untyped]  # ships no types

        crf = Tagger()
        with as_file(self._file) as path:
            crf.open(str(path))
        return crf

    def chances(self, features: Sequence[str]) -> dict[str, float]:
        """How likely each label is for one item with these features, taken by itself; 0 to 1, together 1."""
        self.crf.set([features])
        return {label: float(self.crf.marginal(label, 0)) for label in self.crf.labels()}
