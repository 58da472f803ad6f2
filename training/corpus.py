"""The corpora that the tagger of names learns from, as sentences with typed spans.

They are read from the folder that ``KG_SHARED`` names (default ``../shared``) and never copied into the project.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.model import Article
from kg.read import read
from kg.text.normalise import fold
from kg.text.sentences import sentences

ROOT = Path(__file__).resolve().parent.parent
FOLDS = 5

Spans = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A folded sentence and the names in it: (start, end, type), sorted, not overlapping."""

    text: str
    names: Spans

    @property
    def labels(self) -> list[str]:
        """One BIO label for each character."""
        labels = ["O"] * len(self.text)
        for start, end, kind in self.names:
            labels[start] = "B-" + kind
            labels[start + 1 : end] = ["I-" + kind] * (end - start - 1)
        return labels


def shared() -> Path:
    """The folder of the corpora.

    Raises:
        SystemExit: if it is not there.
    """
    folder = Path(os.environ.get("KG_SHARED", ROOT.parent / "shared"))
    if not (folder / "gold").is_dir():
        raise SystemExit(f"{folder} has no gold/ in it: set KG_SHARED to the folder of the corpora")
    return folder


def fold_of(article: str) -> int:
    """The fold in which an article, given by its file name, is held out: 0 to 4."""
    return int(sha256(("fold:" + article).encode()).hexdigest(), 16) % FOLDS


def gold() -> Iterator[tuple[Article, dict[str, Any]]]:
    """The annotated articles with their gold rows, sorted by file name."""
    for path in sorted((shared() / "gold").glob("*.json")):
        rows = json.loads(path.read_text("utf-8"))
        [article] = read(shared() / "articles" / rows["article"])
        yield article, rows


def marked_names(text: str, rows: dict[str, Any]) -> Spans:
    """Every place of a folded text where a surface form of an entity stands, the longest first.

    Forms of ``not_entities`` take their places too.
    """
    forms = {fold(t): "" for t in rows.get("not_entities", ())}
    forms |= {fold(form): e["type"] for e in rows["entities"] for form in (e["name"], *e.get("aliases", ())) if form}
    taken = bytearray(len(text))
    spans: list[tuple[int, int, str]] = []
    for form, kind in sorted(forms.items(), key=lambda f: (-len(f[0]), f)):
        for match in re.finditer(re.escape(form), text):
            start, end = match.span()
            if any(taken[start:end]) or inside_latin(text, start, end):
                continue
            taken[start:end] = b"\1" * (end - start)
            if kind:
                spans.append((start, end, kind))
    return tuple(sorted(spans))


def sentences_with(article: Article, names: Spans) -> Iterator[Sentence]:
    """An article's sentences with the names that lie within each."""
    text = fold(article.text)
    for s in sentences(article):
        inside = (x for x in names if s.start <= x[0] and x[1] <= s.end)
        yield Sentence(text[s.start : s.end], tuple(sorted((a - s.start, b - s.start, k) for a, b, k in inside)))


def inside_latin(text: str, start: int, end: int) -> bool:
    """Whether a stretch starts or ends within a longer Latin token or number."""

    def joined(a: str, b: str) -> bool:
        return a.isascii() and b.isascii() and a.isalpha() and b.isalpha()

    return (start > 0 and joined(text[start - 1], text[start])) or (
        end < len(text) and joined(text[end - 1], text[end])
    )
