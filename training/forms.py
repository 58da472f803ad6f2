"""Trains the judge of forms on what taggers propose in articles that they have not seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.extract.names.document import candidate_forms, read_article
from kg.extract.names.growth import grown
from kg.extract.names.judge import NO_NAME, form_features, neighbourhood, never_a_name
from kg.extract.names.tagger import Tagger
from training.annotations import corpus
from training.corpus import fold_of

PARAMETERS = {"c1": 0.0, "c2": 4.0, "max_iterations": 200, "feature.minfreq": 2}


@dataclass(frozen=True, slots=True)
class Judged:
    """A form's features and what the annotation says of it: a type, or that it is no name."""

    article: str
    form: str
    features: tuple[str, ...]
    label: str


def judged_forms(models: dict[int, Path]) -> Iterator[Judged]:
    """The forms that each article's held-out tagger proposes in it; ``models`` gives the tagger of each fold."""
    taggers = {held_out: Tagger(model) for held_out, model in models.items()}
    for annotated in corpus():
        tagger = taggers.get(fold_of(annotated.key))
        if tagger is None:
            continue
        types = annotated.types
        reading = read_article(annotated.article, tagger)
        forms = grown(reading, candidate_forms(reading))
        neighbours = neighbourhood(forms)
        for text in sorted(forms):
            if forms[text].places and not never_a_name(text):
                features = form_features(forms[text], reading, neighbours[text])
                yield Judged(annotated.key, text, tuple(features), types.get(text, NO_NAME))


def train_judge(rows: Iterable[Judged], model: Path) -> None:
    """Trains the judge and writes it."""
    from pycrfsuite import Trainer  # type: ignore[import-untyped]  # ships no types

    trainer = Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(PARAMETERS)
    for row in rows:
        trainer.append([list(row.features)], [row.label])
    model.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(model))
