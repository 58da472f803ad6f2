"""Trains the two models of the judge of makers: which firm of an article makes which product.

    python -m training.train_relations            # the models that ship: kg/extract/data/relations_makers*.crfsuite
    python -m training.train_relations --check    # P, R and F1 of rules alone and with the judge, five-fold

It learns from the articles of relations.jsonl, each twice: with the names as annotated, and with those of the tagger
that has not seen the article (``training.train_names`` makes these), so that it knows names that are wrong. The
articles annotated with all kinds of facts are not among them and stay a fair test.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.oracle_names import OracleNames
from kg.extract.events import EventExtractor
from kg.extract.models import Model
from kg.extract.names import NameExtractor
from kg.extract.posts import PostExtractor
from kg.extract.relations import stated
from kg.extract.relations.consensus import Pair, consensus
from kg.extract.relations.makers import FIRST, LIKELY, MADE, NOT_MADE, SECOND, UNLIKELY, Evidence
from kg.extract.skeleton import skeletons
from kg.model import Annotations, Article, Chain
from kg.text.normalise import name_key
from training.corpus import FOLDS, ROOT, fold_of
from training.relations import annotated_relations
from training.train_names import fold_judge, fold_model

SHIPPED = ROOT / "kg/extract/data"
PARAMETERS = {"c1": 0.1, "c2": 0.5, "feature.minfreq": 2, "max_iterations": 120}


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair of firm and product with its features, its label, and whether a rule states it."""

    article: str
    given: bool
    pair: Pair
    features: tuple[str, ...]
    label: str
    stated: bool


@cache
def _tagger(fold: int) -> NameExtractor:
    return NameExtractor(fold_model(fold), fold_judge(fold))


def judged_pairs() -> Iterator[Judged]:
    """The pairs of every article, with names as annotated and as tagged."""
    for article, rows in annotated_relations():
        for given in (True, False):
            names = OracleNames(rows) if given else _tagger(fold_of(article.id))
            yield from _pairs(article, rows, names(article, Annotations()), given)


def _pairs(article: Article, rows: dict[str, Any], so_far: Annotations, given: bool) -> Iterator[Judged]:
    so_far += PostExtractor()(article, so_far)
    so_far += EventExtractor()(article, so_far)
    evidence = Evidence(article, so_far, skeletons(article, so_far), stated(article, so_far))
    number = {name_key(n): i for i, e in enumerate(rows["entities"]) for n in (e["name"], *e["aliases"])}
    made = {
        (number[name_key(r["subject"])], number[name_key(r["object"])])
        for r in rows["relations"]
        if r["type"] == "produces"
    }
    for maker, product in evidence.pairs():
        pair = (maker.id, product.id)
        label = MADE if (_named(maker, number), _named(product, number)) in made else NOT_MADE
        features = tuple(evidence.features(maker, product))
        yield Judged(article.id, given, pair, features, label, pair in evidence.stated)


def _named(chain: Chain, number: dict[str, int]) -> int:
    """Which annotated entity a chain is: the first that one of its names names; -1 if none."""
    return next((number[k] for k in map(name_key, (chain.name, *chain.aliases)) if k in number), -1)


def train(rows: Iterable[Judged], model: Path) -> None:
    """Trains the judge and writes it."""
    from pycrfsuite import Trainer  # type: ignore[import-untyped]  # ships no types

    trainer = Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(PARAMETERS)
    for row in rows:
        trainer.append([list(row.features)], [row.label])
    model.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(model))


def judged_by_others(rows: Sequence[Judged]) -> dict[int, float]:
    """How likely each row is by the model that has not seen its article; by the row's number."""
    chances: dict[int, float] = {}
    with TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            path = Path(folder, f"{fold}.crfsuite")
            train((r for r in rows if fold_of(r.article) != fold), path)
            model = Model("", path)
            for i, r in enumerate(rows):
                if fold_of(r.article) == fold:
                    chances[i] = model.chances(r.features)[MADE]
    return chances


def seen_again(rows: Sequence[Judged], chances: Mapping[int, float]) -> list[Judged]:
    """The rows with what the first judgement says of all pairs of their article."""
    places: dict[tuple[str, bool], list[int]] = {}
    for i, r in enumerate(rows):
        places.setdefault((r.article, r.given), []).append(i)
    again = list(rows)
    for numbers in places.values():
        stated = {rows[i].pair for i in numbers if rows[i].stated}
        agreeing = consensus({rows[i].pair: chances[i] for i in numbers}, stated)
        for i in numbers:
            again[i] = replace(rows[i], features=(*rows[i].features, *agreeing[rows[i].pair]))
    return again


def check(rows: Sequence[Judged]) -> None:
    """Prints P, R and F1 of rules and of rules with the judge, five-fold, over the pairs that are seen at all."""
    chances = judged_by_others(seen_again(rows, judged_by_others(rows)))
    for given in (True, False):
        these = [i for i, r in enumerate(rows) if r.given is given]
        print("names as annotated" if given else "names as tagged")
        made = sum(rows[i].label == MADE for i in these)
        _print("rules", made, [rows[i] for i in these if rows[i].stated])
        _print("judge", made, [rows[i] for i in these if chances[i] >= (UNLIKELY if rows[i].stated else LIKELY)])


def _print(label: str, made: int, kept: Sequence[Judged]) -> None:
    right = sum(r.label == MADE for r in kept)
    p, r = right / max(1, len(kept)), right / max(1, made)
    print(f"  {label}  P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(p + r, 1e-9):.3f}")


def main() -> int:
    """Trains or measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="measure by five folds; writes no model")
    options = parser.parse_args()
    rows = list(judged_pairs())
    if options.check:
        check(rows)
    else:
        train(rows, SHIPPED / FIRST)
        train(seen_again(rows, judged_by_others(rows)), SHIPPED / SECOND)
        for name in (FIRST, SECOND):
            print(f"{name}: {(SHIPPED / name).stat().st_size / 1e3:.0f} kB from {len(rows)} pairs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
