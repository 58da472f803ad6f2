"""Assertions drawn at random from articles, with the words that prove them, for a person to judge one by one.

    python -m benchmarks.sample --number 30 --seed 1           # from articles.jsonl.gz of KG_SHARED
    python -m benchmarks.sample examples --number 10           # from other articles, with the models that ship

Articles of KG_SHARED are read with models of names that have not seen them (``training.train_names --folds 5``). The
same articles, models, number and seed draw the same assertions, as many of each kind as chance gives.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.shared import shared
from kg.model import Article, ArticleFacts
from kg.model.facts import Claim, Event, Evidence, Figure, Post, Relation
from kg.model.quantities import Quantity
from kg.pipeline import extract_facts
from kg.read import read_all
from kg.resolve import resolve
from training.held_out import held_out

Assertion = Post | Relation | Event | Claim | Figure


def assertions(facts: ArticleFacts) -> Iterator[Assertion]:
    """All assertions of an article that have a sentence to prove them."""
    yield from facts.posts
    yield from facts.relations
    yield from facts.events
    yield from facts.claims
    yield from facts.figures


def facts_of(article: Article) -> ArticleFacts:
    """What is found in an article with models that have not seen it."""
    return resolve(article, held_out(article, article.id))


def told(one: Assertion, facts: ArticleFacts) -> str:
    """The assertion in one line."""
    name = {e.id: e.name for e in facts.entities}
    match one:
        case Post():
            former = ", former" if one.former else ""
            return f"post: {name[one.person]} · {one.title} · {name[one.organization]}{former}"
        case Relation():
            return f"relation: {name[one.subject]} {one.type.value} {name[one.object]}"
        case Event():
            who = ", ".join(f"{role.value} {name[entity]}" for role, entity in one.participants)
            amount = one.amount and written(one.amount)
            more = " ".join(x for x in (one.date and one.date.iso, amount, one.round) if x)
            return f"event: {one.type.value} ({one.modality.value}) {who} {more}"
        case Claim():
            speaker = name[one.speaker] if one.speaker else "?"
            return f"claim: {speaker} ({one.attribution.value}): {one.text}"
        case Figure():
            time = one.time.iso if one.time else "no time"
            return f"figure: {name[one.subject]} · {one.metric} · {written(one.quantity)} · {time}"


def written(quantity: Quantity) -> str:
    """A quantity in base units: bound, value or range, unit."""
    most = f" to {quantity.value_max:f}" if quantity.value_max is not None else ""
    return f"{quantity.bound.value} {quantity.value:f}{most} {quantity.unit or quantity.currency or ''}".rstrip()


def shown(evidence: Evidence) -> str:
    """The words that prove it, marked, with what stands around them."""
    return f"{evidence.prefix}【{evidence.exact}】{evidence.suffix}".replace("\n", " ⏎ ")


def draw(found: Iterable[ArticleFacts], number: int, seed: int) -> list[str]:
    """``number`` assertions, each in two or more lines: what it says, and each of its evidences."""
    lines = []
    for facts in found:
        for one in assertions(facts):
            proof = "\n".join("    " + shown(e) for e in one.evidence)
            lines.append(f"{told(one, facts)}  [{one.confidence:.2f}, {facts.article.id}]\n{proof}")
    return random.Random(seed).sample(sorted(lines), min(number, len(lines)))  # noqa: S311 - no secret


def main() -> int:
    """Prints the sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="*", type=Path)
    parser.add_argument("--number", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = shared()
    if not options.articles and folder is None:
        print("skipped: KG_SHARED names no folder with gold/ in it, and no articles are given")
        return 0
    if options.articles:
        found = map(extract_facts, read_all(options.articles, on_error=lambda _: None))
    else:
        assert folder  # noqa: S101 - asked for before
        found = map(facts_of, read_all([folder / "data/articles.jsonl.gz"], on_error=lambda _: None))
    for i, line in enumerate(draw(found, options.number, options.seed), 1):
        print(f"{i}. {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
