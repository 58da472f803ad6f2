"""Fits the tables that turn an extractor's confidence into the share of such findings that are right.

    python -m training.calibrate            # kg/resolve/data/confidence.json, and its folds in build/folds
    python -m training.calibrate --dry-run  # only shows how reliable confidence would be

Every gold article is read with models of names that have not seen it; each finding is right or wrong as ``kg eval`` has
it. For each kind the share that is right is fitted as a rising function of confidence (pool adjacent violators), drawn
towards the kind's precision where findings are few, and kept as at most ten points. The table of reliability that is
printed is cross-validated: each article's confidences come from tables fitted without the articles of its fold.

The same gold, models and kg give the same bytes. It takes half a minute; run it whenever an extractor or a model of
names has changed, after ``python -m training.train_names``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.evaluate import gold_rows, rows_of_facts, score
from kg.resolve import UNCALIBRATED, Calibration, resolve
from training.corpus import FOLDS, ROOT, fold_of
from training.held_out import held_out_gold
from training.train_names import BUILD

SHIPPED = ROOT / "kg/resolve/data/confidence.json"
KINDS = {
    "entities": "mentions",
    "posts": "posts",
    "relations": "relations",
    "events": "events",
    "quotes": "claims",
    "figures": "figures",
}
"""The kinds that are scored, and the facts that carry their confidence."""
MOST_KNOTS = 10
FEWEST = 25
"""How many findings a point rests on at least."""
PRIOR = 10.0
"""As how many findings of its kind's precision each point counts."""
STEP = 0.001
"""How much a line rises between two points at least: what is surer stays surer."""
SUREST = 0.99


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact of a kind that was found with a confidence, and whether gold has it; ``fold`` is its article's."""

    kind: str
    confidence: float
    right: bool
    fold: int


def fold_calibration(fold: int) -> Path:
    """Where the tables are that were fitted without a fold."""
    return BUILD / f"confidence-{fold}.json"


def findings() -> list[Finding]:
    """All findings in the gold articles, with the confidence that the extractors give them."""
    found = []
    for gold, article, seen in held_out_gold():
        facts = resolve(article, seen, calibration=UNCALIBRATED)
        outcomes = score(gold_rows(gold), rows_of_facts(facts)).outcomes
        fold = fold_of(str(gold["article"]))
        found += [Finding(o.kind, o.confidence, o.right, fold) for o in outcomes]
    return found


def fit(found: Iterable[Finding]) -> Calibration:
    """The tables that fit what was found; a kind of which nothing was found has none."""
    of: dict[str, list[Finding]] = defaultdict(list)
    for f in found:
        of[KINDS[f.kind]].append(f)
    return Calibration({kind: _rising(_line(some)) for kind, some in sorted(of.items())})


def _line(found: Sequence[Finding]) -> list[tuple[float, float]]:
    """Points (confidence, share that is right) that do not fall, each of at least :data:`FEWEST` findings.

    They are the means of blocks, and before them the lowest confidence of all: what is as sure as findings of the first
    block is as often right as they are, not less.
    """
    precision = sum(f.right for f in found) / len(found)
    blocks = _pooled(found)
    while len(blocks) > 1 and (len(blocks) > MOST_KNOTS - 3 or min(n for _, _, n in blocks) < FEWEST):
        i = min(range(len(blocks)), key=lambda i: (blocks[i][2], i))
        j = i - 1 if i and (i == len(blocks) - 1 or blocks[i - 1][2] <= blocks[i + 1][2]) else i + 1
        a, b = min(i, j), max(i, j)
        blocks[a : b + 1] = [_joined(blocks[a], blocks[b])]
    line = [(x / n, (y + PRIOR * precision) / (n + PRIOR)) for x, y, n in blocks]
    return [(min(f.confidence for f in found), line[0][1]), *line]


_Block = tuple[float, float, int]
"""Sum of confidences, number that is right, number of findings."""


def _pooled(found: Sequence[Finding]) -> list[_Block]:
    """Adjacent violators pooled: the least-squares fit that does not fall."""
    by_confidence: dict[float, list[Finding]] = defaultdict(list)
    for f in found:
        by_confidence[f.confidence].append(f)
    blocks: list[_Block] = []
    for confidence, some in sorted(by_confidence.items()):
        blocks.append((confidence * len(some), float(sum(f.right for f in some)), len(some)))
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = _joined(blocks[-1], last)
    return blocks


def _joined(a: _Block, b: _Block) -> _Block:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _rising(line: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """The points with both ends, each higher than the one before, rounded to four digits."""
    inside = {round(x, 4): y for x, y in line if 0 < round(x, 4) < 1}
    points = [(0.0, 0.0), *sorted(inside.items()), (1.0, line[-1][1])]
    risen: list[tuple[float, float]] = []
    for i, (x, y) in enumerate(points):
        y = min(y, SUREST - STEP * (len(points) - 1 - i))
        risen.append((x, round(max(y, risen[-1][1] + STEP) if risen else 0.0, 4)))
    return tuple(risen)


@dataclass(frozen=True, slots=True)
class Reliability:
    """How well confidences say what share is right: mean square error, and mean gap over ten bins (both 0 at best)."""

    number: int
    brier: float
    gap: float
    bins: tuple[tuple[int, float, float], ...]
    """For each tenth of confidence: how many, their mean confidence, the share that is right."""


def reliability(stated: Iterable[tuple[float, bool]]) -> Reliability:
    """The reliability of pairs of a confidence and whether the finding is right."""
    pairs = list(stated)
    tenths: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for confidence, right in pairs:
        tenths[min(9, int(confidence * 10 + 1e-9))].append((confidence, right))
    bins = tuple(
        (len(t), sum(c for c, _ in t) / len(t), sum(r for _, r in t) / len(t)) if t else (0, 0.0, 0.0) for t in tenths
    )
    n = max(1, len(pairs))
    brier = sum((c - r) ** 2 for c, r in pairs) / n
    return Reliability(len(pairs), brier, sum(k * abs(c - r) for k, c, r in bins) / n, bins)


def cross_validated(found: Sequence[Finding]) -> tuple[dict[int, Calibration], dict[str, list[tuple[float, bool]]]]:
    """Tables fitted without each fold, and by kind the confidences that they give to that fold's findings."""
    tables = {fold: fit(f for f in found if f.fold != fold) for fold in range(FOLDS)}
    stated: dict[str, list[tuple[float, bool]]] = {kind: [] for kind in KINDS}
    for f in found:
        stated[f.kind].append((tables[f.fold].of(KINDS[f.kind], f.confidence), f.right))
    return tables, stated


def reliability_table(stated: Mapping[str, Sequence[tuple[float, bool]]]) -> str:
    """Ten bins: of how many findings of each kind what share is right."""
    of = {kind: reliability(pairs) for kind, pairs in stated.items() if pairs}
    lines = [f"{'stated':12}" + "".join(f"{kind:>16}" for kind in of)]
    for i in range(10):
        cells = (f"{r.bins[i][2]:.2f} of {r.bins[i][0]:5}" if r.bins[i][0] else "" for r in of.values())
        lines.append(f"{i / 10:.1f} to {(i + 1) / 10:.1f}  " + "".join(f"{cell:>16}" for cell in cells))
    lines.append(f"{'mean gap':12}" + "".join(f"{r.gap:16.3f}" for r in of.values()))
    lines.append(f"{'Brier score':12}" + "".join(f"{r.brier:16.3f}" for r in of.values()))
    return "\n".join(lines)


def main() -> int:
    """Fits, shows, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    options = parser.parse_args()
    found = findings()
    tables, stated = cross_validated(found)
    print("As the extractors give it: share that is right, by confidence stated")
    print(reliability_table({kind: [(f.confidence, f.right) for f in found if f.kind == kind] for kind in KINDS}))
    print("\nCalibrated, each fold by tables fitted without it")
    print(reliability_table(stated))
    if not options.dry_run:
        write(fit(found), SHIPPED)
        for fold, table in tables.items():
            write(table, fold_calibration(fold))
    return 0


def write(calibration: Calibration, file: Path) -> None:
    """One kind on a line."""
    lines = [f"{json.dumps(kind)}: {json.dumps(line)}" for kind, line in calibration.as_json().items()]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
