"""Articles that we annotated ourselves: names as places in the text, without the text.

``annotations.jsonl`` has one article a line: its identifier, and for each block of its text the first 16 hexadecimal
digits of the block's SHA-256 and the names in it as ``[start, end, type]``, in code points of the block. The articles
themselves are not ours to give; who has them (``articles.jsonl.gz`` in the folder of the corpora) gets the names back.
A block whose text has changed since is passed over.

    python -m training.annotations ROWS…    # rows of forms, one article a line → annotations.jsonl
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from kg.model import Article
from kg.model.ids import text_digest
from kg.read import read_all
from kg.text.normalise import fold
from training.corpus import Spans, gold, marked_names, shared

ANNOTATIONS = Path(__file__).with_name("annotations.jsonl")
_DIGITS = 16


@cache
def articles_by_id() -> dict[str, Article]:
    """The articles that are free to annotate, by identifier."""
    return {a.id: a for a in read_all([shared() / "data/articles.jsonl.gz"], on_error=lambda _: None)}


def annotated() -> Iterator[tuple[Article, Spans]]:
    """Each annotated article, without blocks that changed since, and the names in it; in the order of the file."""
    for line in ANNOTATIONS.read_text("utf-8").splitlines():
        row = json.loads(line)
        article = articles_by_id().get(row["article"])
        if article is not None:
            yield _placed(article, row["blocks"])


def _placed(article: Article, blocks: dict[str, list[list[Any]]]) -> tuple[Article, Spans]:
    digests = [(block, text_digest(block.span.of(article.text))[:_DIGITS]) for block in article.blocks]
    known = tuple(block for block, digest in digests if digest in blocks)
    names = tuple(
        (block.span.start + s, block.span.start + e, kind)
        for block, digest in digests
        for s, e, kind in blocks.get(digest, ())
    )
    return replace(article, blocks=known), names


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article with the names in it, in code points of its text; ``key`` decides its fold."""

    key: str
    article: Article
    names: Spans

    @property
    def types(self) -> dict[str, str]:
        """Each form, folded, with its type; of two types that which it has more often, then the first by name."""
        text = fold(self.article.text)
        votes = Counter((text[s:e], kind) for s, e, kind in self.names)
        return {form: kind for (form, kind), _ in sorted(votes.items(), key=lambda v: (v[1], v[0]))}


def corpus() -> Iterator[Annotated]:
    """All annotated articles: those with all kinds of facts (gold), then those with names only."""
    for article, rows in gold():
        yield Annotated(rows["article"], article, marked_names(fold(article.text), rows))
    for article, names in annotated():
        yield Annotated(article.id, article, names)


def _line(article: Article, rows: dict[str, Any]) -> str:
    """An article's line, from its forms: every form is a name wherever it stands, the longest first."""
    entities = [{"type": kind, "name": name, "aliases": aliases} for kind, name, aliases in rows["entities"]]
    names = marked_names(fold(article.text), {"entities": entities, "not_entities": rows.get("not", [])})
    blocks: dict[str, list[list[Any]]] = {}
    for block in article.blocks:
        b = block.span
        inside = [[s - b.start, e - b.start, kind] for s, e, kind in names if b.start <= s and e <= b.end]
        blocks[text_digest(b.of(article.text))[:_DIGITS]] = inside
    return json.dumps({"article": article.id, "blocks": blocks}, ensure_ascii=False, separators=(",", ":"))


def write(rows: Iterable[tuple[str, dict[str, Any]]], to: Path = ANNOTATIONS) -> None:
    """Writes the annotations of (article identifier, rows of forms), sorted by identifier."""
    lines = sorted(_line(articles_by_id()[article], row) for article, row in rows if article in articles_by_id())
    to.write_text("\n".join(lines) + "\n", "utf-8")


def main(paths: list[str]) -> int:
    """Reads rows ``{"id": article identifier, "entities": [[type, name, aliases], …], "not": [form, …]}``."""
    rows = (json.loads(line) for path in paths for line in Path(path).read_text("utf-8").splitlines())
    write((row["id"], row) for row in rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
