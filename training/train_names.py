"""Trains the two models of names: the tagger of sentences and the judge of forms.

    python -m training.train_names              # the models that ship: kg/extract/data/names*.crfsuite
    python -m training.train_names --folds 5    # only the models in build/folds, each without a fifth of the articles

The models that ship need those of the folds (the judge learns from taggers on articles that they have not seen), so the
first command makes whatever is missing in build/folds. The same corpora and the same kg give the same bytes;
MODEL_CARD.md says what the corpora are and how long it takes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.extract.names.features import sentence_features
from training.annotations import corpus
from training.corpus import FOLDS, ROOT, Sentence, fold_of, sentences_with
from training.forms import Judged, judged_forms, train_judge
from training.news_sentences import annotated_sentences

SHIPPED = ROOT / "kg/extract/data"
BUILD = ROOT / "build/folds"

PARAMETERS = {
    "c1": 0.8,
    "c2": 0.05,
    "feature.minfreq": 3,
    "feature.possible_transitions": True,
    "max_iterations": 50,
}


def labelled(held_out: int | None) -> Iterator[Sentence]:
    """The labelled sentences, in order, without the articles of one fold."""
    for annotated in corpus():
        if fold_of(annotated.key) != held_out:
            yield from sentences_with(annotated.article, annotated.names)
    yield from annotated_sentences()


def train(sentences: Iterable[Sentence], model: Path) -> None:
    """Trains one tagger and writes it."""
    from pycrfsuite import Trainer  # type: ignore[import-untyped]  # ships no types

    trainer = Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(PARAMETERS)
    for sentence in sentences:
        if sentence.text:
            trainer.append(sentence_features(sentence.text), sentence.labels)
    model.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(model))


def train_tagger(held_out: int | None, model: Path) -> None:
    """Trains the tagger that has not seen one fold, or the one that has seen all."""
    began = time.monotonic()
    train(labelled(held_out), model)
    print(f"{model.name}: {model.stat().st_size / 1e6:.1f} MB, {time.monotonic() - began:.0f} s", flush=True)


def fold_model(fold: int) -> Path:
    """Where the tagger is that has not seen a fold."""
    return BUILD / f"names-{fold}.crfsuite"


def fold_judge(fold: int) -> Path:
    """Where the judge is that has not seen a fold."""
    return BUILD / f"forms-{fold}.crfsuite"


def train_folds() -> Sequence[Judged]:
    """Makes the taggers of the folds that are missing, and every judge; returns the forms that judges learn from."""
    for fold in range(FOLDS):
        if not fold_model(fold).exists():
            train_tagger(fold, fold_model(fold))
    forms = list(judged_forms({fold: fold_model(fold) for fold in range(FOLDS)}))
    for fold in range(FOLDS):
        train_judge((f for f in forms if fold_of(f.article) != fold), fold_judge(fold))
    return forms


def main() -> int:
    """Trains what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, choices=(FOLDS,), help="train the models for cross-validation only")
    options = parser.parse_args()
    forms = train_folds()
    if not options.folds:
        train_tagger(None, SHIPPED / "names.crfsuite")
        train_judge(forms, SHIPPED / "names_forms.crfsuite")
    return 0


if __name__ == "__main__":
    sys.exit(main())
