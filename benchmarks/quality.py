"""P, R and F1 of each kind of fact over the annotated articles, with the rules of ``kg eval``.

python -m benchmarks.quality                      # every extractor, as kg build runs them
python -m benchmarks.quality --folds              # names and confidences from models that have not seen the article
python -m benchmarks.quality --names oracle       # names given by gold: the others' own errors
python -m benchmarks.quality --gate               # against the floors, through kg build (see benchmarks.gate)
python -m benchmarks.quality --extractors figures,quotes --names oracle --errors 40 --only readhub

The table has 95 % intervals of F1 (1000 bootstrap samples of the articles). After it: what general taggers make of the
entities, F1 by source and by length, and how often a fact is right whose confidence is so and so. ``--errors`` leaves
these out, and ``--table`` shows the table alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks import gate
from benchmarks.baselines import baseline, taggers
from benchmarks.breakdown import MEAN, Interval, by_length, by_source, group_table, intervals
from benchmarks.oracle_names import OracleNames
from benchmarks.shared import gold_articles, shared
from kg.cli.eval import score_table
from kg.evaluate import KINDS, ArticleRows, Fault, Scores, gold_rows, rows_of_facts, score, total
from kg.model import Annotations, ArticleFacts
from kg.read import read
from kg.registry import extractor_names, find_extractor
from kg.resolve import Calibration, resolve
from training.calibrate import KINDS as CONFIDENT
from training.calibrate import fold_calibration, reliability_table
from training.corpus import fold_of
from training.held_out import held_out_names


def half(name: str) -> str:
    """Which half an article belongs to: errors are read on the seen half only, the unseen one is only scored."""
    return "seen" if int(sha256(name.encode()).hexdigest(), 16) % 2 else "unseen"


def main() -> int:
    options = _options()
    if options.gate:
        return gate.main([])
    if shared() is None:
        print("skipped: KG_SHARED names no folder with gold/ in it")
        return 0
    gold: dict[str, ArticleRows] = {}
    scores: dict[str, Scores] = {}
    texts: dict[str, str] = {}
    for rows, facts in _extracted(options):
        gold[rows.article] = rows
        texts[rows.article] = facts.article.text
        scores[rows.article] = score(rows, rows_of_facts(facts), explain=bool(options.errors))
    whole = total(scores.values())
    spread = intervals(list(scores.values())) if scores else {}
    print("".join(_with_intervals(whole, spread)), end="")
    if options.errors:
        print("".join(_errors(whole.faults, options.errors)), end="")
    told: dict[str, Any] = {**whole.as_json(), "intervals": spread}
    if not (options.errors or options.table) and scores:
        told |= _breakdown(options, gold, scores, texts, whole)
    if options.json:
        options.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", choices=("system", "oracle"), default="system")
    parser.add_argument("--extractors", default=",".join(extractor_names()))
    parser.add_argument("--only", default="", help="articles whose file name contains this")
    parser.add_argument("--half", choices=("seen", "unseen"), help="develop on the seen half, check on the unseen one")
    parser.add_argument("--folds", action="store_true", help="score each article with the model that has not seen it")
    parser.add_argument("--errors", type=int, default=0, help="show so many misses, false alarms, flaws of each kind")
    parser.add_argument("--table", action="store_true", help="the table of kinds alone")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--gate", action="store_true", help="score what `kg build` leaves, and fail below the floors")
    return parser.parse_args()


def _extracted(options: argparse.Namespace) -> Iterator[tuple[ArticleRows, ArticleFacts]]:
    """Gold and what is found, for each article that the options choose."""
    folder = shared()
    assert folder  # noqa: S101 - asked for before
    wanted = [n for n in options.extractors.split(",") if n and (n != "names" or options.names == "system")]
    extractors = {n: find_extractor(n)() for n in wanted}
    for name, gold in gold_articles().items():
        if options.only not in name or options.half not in (None, half(name)):
            continue
        [article] = read(folder / "articles" / name)
        so_far = OracleNames(gold)(article, Annotations()) if options.names == "oracle" else Annotations()
        if options.folds and "names" in extractors:
            extractors["names"] = held_out_names(fold_of(name))
        for extractor in extractors.values():
            so_far += extractor(article, so_far)
        calibration = _held_out_calibration(name) if options.folds else None
        yield gold_rows(gold), resolve(article, so_far, calibration=calibration)


def _held_out_calibration(name: str) -> Calibration | None:
    """The tables of confidence that were fitted without an article; None, for those that ship, where there are none."""
    file = fold_calibration(fold_of(name))
    return Calibration.from_json(json.loads(file.read_text("utf-8"))) if file.exists() else None


def _with_intervals(whole: Scores, spread: Mapping[str, Interval]) -> Iterator[str]:
    """The table of kg eval, with an interval behind the lines that have one."""
    for line in score_table(whole):
        name = line[:28].strip()
        interval = spread.get(MEAN if name.startswith("mean") else name)
        head = line.rstrip("\n")
        yield f"{head:74}{interval[0]:.3f} to {interval[1]:.3f}\n" if interval else line


def _errors(faults: Iterable[Fault], most: int) -> Iterator[str]:
    """Misses, false alarms and flaws of each kind, the commonest causes first, and after them the counts of causes."""
    ranked = sorted(faults, key=lambda f: (KINDS.index(f.kind), f.label != "missed", f.label))
    for (kind, label), group in groupby(ranked, key=lambda f: (f.kind, f.label)):
        found = list(group)
        causes = Counter(f.cause for f in found)
        yield f"\n{kind} {label}: {len(found)}: {'; '.join(f'{n} × {cause}' for cause, n in causes.most_common())}\n"
        for f in sorted(found, key=lambda f: (-causes[f.cause], f.cause))[:most]:
            yield f"{kind} {label}: {f.article}: [{f.cause}] {f.row} | {f.sentence}\n"


def _breakdown(
    options: argparse.Namespace,
    gold: Mapping[str, ArticleRows],
    scores: Mapping[str, Scores],
    texts: Mapping[str, str],
    whole: Scores,
) -> dict[str, Any]:
    """Everything after the table: printed, and given back for programs."""
    told: dict[str, Any] = {}
    if options.names == "system" and "entities" in whole.counts:
        print(f"\n{'entities':28}{'P':>7}{'R':>7}{'F1':>7}")
        for name, tagger in taggers().items():
            count = baseline(tagger, gold.values(), texts).count("entities")
            told.setdefault("baselines", {})[name] = count.f1
            print(f"{name:28}{count.precision:7.3f}{count.recall:7.3f}{count.f1:7.3f}")
        own = whole.count("entities")
        print(f"{'kg':28}{own.precision:7.3f}{own.recall:7.3f}{own.f1:7.3f}")
    lengths = {name: len(text) for name, text in texts.items()}
    for title, groups in (("by source, F1", by_source(scores)), ("by length, F1", by_length(lengths))):
        print(f"\n{group_table(title, groups, scores)}")
        parts = {name: total(scores[m] for m in members).as_json() for name, members in groups.items()}
        told[title.removesuffix(", F1")] = parts
    stated = {kind: [(o.confidence, o.right) for o in whole.outcomes if o.kind == kind] for kind in CONFIDENT}
    print(
        "\nshare that is right, by confidence stated" + ("" if options.folds else " (tables fitted to these articles)")
    )
    print(reliability_table(stated))
    return told


if __name__ == "__main__":
    sys.exit(main())
