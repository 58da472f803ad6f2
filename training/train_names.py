"""Trains the tagger of names.

    python -m training.train_names              # the model that ships: kg/extract/data/names.crfsuite
    python -m training.train_names --folds 5    # five models in build/folds, each without a fifth of gold

The same corpora give the same bytes. MODEL_CARD.md says what the corpora are and how long it takes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.extract.names.features import sentence_features
from training.corpus import FOLDS, ROOT, Sentence, cluener, fold_of, gold, gold_sentences

MODEL = ROOT / "kg/extract/data/names.crfsuite"
FOLD_MODELS = ROOT / "build/folds"

GOLD_WEIGHT = 4
"""How often each annotated sentence is shown to the trainer, against once for the general corpus."""

PARAMETERS = {"c1": 0.3, "c2": 0.05, "max_iterations": 80, "feature.minfreq": 2, "feature.possible_transitions": True}


def corpus(held_out: int | None) -> Iterator[Sentence]:
    """The training sentences, in order, without the gold articles of one fold."""
    yield from cluener()
    for article, rows in gold():
        if fold_of(rows["article"]) != held_out:
            for sentence in gold_sentences(article, rows):
                yield from [sentence] * GOLD_WEIGHT


def train(sentences: Iterable[Sentence], model: Path) -> None:
    """Trains one model and writes it."""
    from pycrfsuite import Trainer

    trainer = Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(PARAMETERS)
    for sentence in sentences:
        if sentence.text:
            trainer.append(sentence_features(sentence.text), sentence.labels)
    model.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(model))


def fold_model(fold: int) -> Path:
    """Where the model is that has not seen a fold."""
    return FOLD_MODELS / f"names-{fold}.crfsuite"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, choices=(FOLDS,), help="train the models for cross-validation instead")
    options = parser.parse_args()
    for held_out in range(FOLDS) if options.folds else (None,):
        began = time.monotonic()
        model = MODEL if held_out is None else fold_model(held_out)
        train(corpus(held_out), model)
        print(f"{model.name}: {model.stat().st_size / 1e6:.1f} MB in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
