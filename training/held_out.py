"""What kg finds in annotated articles with models of names that have not seen them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from kg.model import Annotations, Article, Extractor
from kg.registry import extractor_names, find_extractor
from training.corpus import FOLDS, fold_of, gold
from training.train_names import fold_judge, fold_model


@cache
def held_out_names(fold: int) -> Extractor:
    """The extractor of names whose models were trained without a fold: ``training.train_names --folds 5``.

    Raises:
        SystemExit: if there are no such models.
    """
    if not (fold_model(fold).exists() and fold_judge(fold).exists()):
        raise SystemExit(f"{fold_model(fold)} is missing: run python -m training.train_names --folds {FOLDS}")
    made: Extractor = find_extractor("names")(fold_model(fold), fold_judge(fold))
    return made


def held_out(article: Article, key: str, names: Iterable[str] | None = None) -> Annotations:
    """What the extractors with these names (all where None) find in an article that ``key`` puts into its fold."""
    so_far = Annotations()
    for name in extractor_names() if names is None else names:
        extractor = held_out_names(fold_of(key)) if name == "names" else _extractor(name)
        so_far += extractor(article, so_far)
    return so_far


@cache
def _extractor(name: str) -> Extractor:
    made: Extractor = find_extractor(name)()
    return made


def held_out_gold() -> Iterator[tuple[dict[str, object], Article, Annotations]]:
    """Each gold article with its gold rows and what is found in it."""
    for article, rows in gold():
        yield rows, article, held_out(article, rows["article"])
