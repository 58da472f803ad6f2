"""P, R and F1 of each kind of fact over the annotated articles.

python -m benchmarks.quality                      # every extractor, as kg build runs them
python -m benchmarks.quality --names oracle       # names given by gold: the others' own errors
python -m benchmarks.quality --folds              # names from the model that has not seen the article
python -m benchmarks.quality --gate               # against the floors, through kg build (see benchmarks.gate)
python -m benchmarks.quality --extractors figures,quotes --names oracle --errors 40 --only readhub
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path

from benchmarks import gate
from benchmarks.gold_form import gold_form
from benchmarks.oracle_names import OracleNames
from benchmarks.shared import gold_articles, scorer, shared
from kg.model import Annotations, Extractor
from kg.read import read
from kg.registry import extractor_names, find_extractor
from kg.resolve import resolve
from training.train_names import fold_judge, fold_model, fold_of


def half(name: str) -> str:
    """Which half an article belongs to: errors are read on the seen half only, the unseen one is only scored."""
    return "seen" if int(sha256(name.encode()).hexdigest(), 16) % 2 else "unseen"


@cache
def held_out_names(fold: int) -> Extractor:
    """The extractor of names whose model was trained without a fold of gold: ``training.train_names --folds 5``."""
    model = fold_model(fold)
    if not model.exists():
        raise SystemExit(f"{model} is missing: run python -m training.train_names --folds 5")
    made: Extractor = find_extractor("names")(model, fold_judge(fold))
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", choices=("system", "oracle"), default="system")
    parser.add_argument("--extractors", default=",".join(extractor_names()))
    parser.add_argument("--only", default="", help="articles whose file name contains this")
    parser.add_argument("--half", choices=("seen", "unseen"), help="develop on the seen half, check on the unseen one")
    parser.add_argument("--folds", action="store_true", help="score each article with the model that has not seen it")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--gate", action="store_true", help="score what `kg build` leaves, and fail below the floors")
    options = parser.parse_args()
    if options.gate:
        return gate.main()
    folder = shared()
    if folder is None:
        print("skipped: KG_SHARED names no folder with gold/ in it")
        return 0
    wanted = [n for n in options.extractors.split(",") if n and (n != "names" or options.names == "system")]
    extractors = {n: find_extractor(n)() for n in wanted}
    with tempfile.TemporaryDirectory() as out, tempfile.TemporaryDirectory() as gold_dir:
        for name, gold in gold_articles().items():
            if options.only not in name or options.half not in (None, half(name)):
                continue
            [article] = read(folder / "articles" / name)
            so_far = OracleNames(gold)(article, Annotations()) if options.names == "oracle" else Annotations()
            if options.folds and "names" in extractors:
                extractors["names"] = held_out_names(fold_of(name))
            for extractor in extractors.values():
                so_far += extractor(article, so_far)
            row = gold_form(resolve(article, so_far))
            Path(out, name + ".json").write_text(json.dumps(row, ensure_ascii=False), "utf-8")
            Path(gold_dir, name + ".json").write_text(json.dumps(gold), "utf-8")
        sys.argv = ["score.py", gold_dir, out, "--errors", str(options.errors)]
        sys.argv += ["--json", str(options.json)] if options.json else []
        return int(scorer().main())


if __name__ == "__main__":
    sys.exit(main())
